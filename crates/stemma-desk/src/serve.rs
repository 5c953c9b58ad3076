//! A desk that is open: a place to listen at, connections, and their end.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use stemma_workspace::live::Live;
use stemma_workspace::{Error, Listener};
use thiserror::Error as Failed;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, broadcast, watch};

use crate::guard::Access;
use crate::routes::{Shared, routes};

/// Connections that are served at once.
const CONNECTIONS: usize = 256;
/// How long a client may take to say what it asks.
const HEADERS: Duration = Duration::from_secs(15);
/// Changes that a listener may be behind.
const BEHIND: usize = 64;
/// How often it is asked whether to end.
const LOOK: Duration = Duration::from_millis(100);
/// How long answers that are on their way are given at the end.
const GRACE: Duration = Duration::from_secs(2);
/// Letters of a token that is made up.
const TOKEN: usize = 32;

/// Where and for whom a desk is opened.
#[derive(Clone, Debug)]
pub struct Options {
    pub store: PathBuf,
    pub listen: SocketAddr,
    /// Names by which it may be called besides those of this machine.
    pub hosts: Vec<String>,
    /// Asked of everybody. Beyond this machine one is made where none is given.
    pub token: Option<String>,
    /// A learnt reader in the place of ours.
    pub model: Option<PathBuf>,
}

#[derive(Debug, Failed)]
pub enum Served {
    #[error(transparent)]
    Workspace(#[from] Error),
    #[error("{0}: cannot be listened at: {1}; name another with --listen")]
    Listen(SocketAddr, std::io::Error),
    #[error("the machine gives no threads or no random numbers: {0}")]
    Machine(std::io::Error),
}

/// A desk that is ready.
pub struct Desk {
    runtime: Runtime,
    listener: TcpListener,
    shared: Shared,
    at: SocketAddr,
}

impl Desk {
    /// Opens the store, brings it up to date, and takes its place to listen at.
    pub fn open(options: Options, listener: &dyn Listener) -> Result<Desk, Served> {
        let Options { store, listen, hosts, token, model } = options;
        let runtime = Builder::new_multi_thread().enable_all().thread_name("desk").build().map_err(Served::Machine)?;
        // Its place first: two desks at one place are told apart before one of them opens the store.
        let socket = runtime.block_on(TcpListener::bind(listen)).map_err(|error| Served::Listen(listen, error))?;
        let at = socket.local_addr().map_err(|error| Served::Listen(listen, error))?;
        let token = match token {
            None if !at.ip().is_loopback() => Some(made_up().map_err(Served::Machine)?),
            token => token,
        };
        let salt = made_up().map_err(Served::Machine)?;
        let (heard, _) = broadcast::channel(BEHIND);
        let tell = heard.clone();
        let live = Live::open(&store, model, listener, move |news| {
            // Nobody need be listening.
            let _ = tell.send(news);
        })?;
        Ok(Desk { runtime, listener: socket, shared: Shared::new(live, Access { hosts, token }, heard, &salt), at })
    }

    /// The address to open.
    pub fn url(&self) -> String {
        let host = match self.at {
            SocketAddr::V4(at) if at.ip().is_unspecified() => format!("127.0.0.1:{}", at.port()),
            SocketAddr::V6(at) if at.ip().is_unspecified() => format!("[::1]:{}", at.port()),
            at => at.to_string(),
        };
        let token = self.shared.access.token.as_ref().map_or(String::new(), |token| format!("?token={token}"));
        format!("http://{host}/{token}")
    }

    /// Serves until it is to end; then nothing is lost that was answered.
    pub fn run(self, should_stop: impl Fn() -> bool) -> Result<(), Served> {
        let Desk { runtime, listener, shared, .. } = self;
        let live = Arc::clone(&shared.live);
        runtime.block_on(async move {
            let (end, ended) = watch::channel(false);
            let accepting = tokio::spawn(accept(listener, shared, ended));
            while !should_stop() {
                tokio::time::sleep(LOOK).await;
            }
            let _ = end.send(true);
            let _ = tokio::time::timeout(GRACE, accepting).await;
        });
        live.end();
        runtime.shutdown_timeout(GRACE);
        Ok(())
    }
}

/// Takes connections, each of which is served by itself, until there is no more to be taken.
async fn accept(listener: TcpListener, shared: Shared, mut ended: watch::Receiver<bool>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let app = routes(shared);
    let mut server = hyper::server::conn::http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEADERS).max_buf_size(64 << 10);
    let mut open = tokio::task::JoinSet::new();
    loop {
        let Ok(place) = room.clone().acquire_owned().await else { break };
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(_) => {
                    // Too many files are open, say: others close theirs.
                    tokio::time::sleep(LOOK).await;
                    continue;
                }
            },
            _ = ended.changed() => break,
        };
        let _ = stream.set_nodelay(true);
        let connection = server.serve_connection(TokioIo::new(stream), TowerToHyperService::new(app.clone()));
        let mut ended = ended.clone();
        open.spawn(async move {
            let _place = place;
            let mut connection = std::pin::pin!(connection);
            // What a client does wrong is no fault of ours.
            tokio::select! {
                _ = connection.as_mut() => {}
                _ = ended.changed() => {
                    connection.as_mut().graceful_shutdown();
                    let _ = tokio::time::timeout(GRACE / 2, connection).await;
                }
            }
        });
        while open.try_join_next().is_some() {}
    }
    while open.join_next().await.is_some() {}
}

/// A token that nobody can guess.
fn made_up() -> std::io::Result<String> {
    let mut bytes = [0; TOKEN / 2];
    getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
