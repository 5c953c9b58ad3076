//! Serving: a store is opened to be asked, and lines are answered until there are no more.

use std::path::PathBuf;
use std::time::Duration;

use rmcp::RoleServer;
use rmcp::service::{ServerInitializeError, serve_server};
use rmcp::transport::Transport;
use rmcp::transport::async_rw::AsyncRwTransport;
use rmcp::transport::io::stdio_pipes;
use stemma_workspace::live::Onlooker;
use thiserror::Error;

use crate::patient::Patient;
use crate::server::Server;

/// The longest line that is read, in bytes; what is longer is passed over. Arguments are far shorter, see `arguments.rs`: a longer line is
/// read so that it can be refused in words.
const LINE: usize = 16 * 1024 * 1024;
/// How long a question may take.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Options {
    pub store: PathBuf,
    /// How long a question may take; the usual time where nothing is said.
    pub patience: Option<Duration>,
}

#[derive(Debug, Error)]
pub enum Error {
    #[error(transparent)]
    Workspace(#[from] stemma_workspace::Error),
    #[error("the assistant's program cannot be talked to")]
    Talk(#[source] std::io::Error),
    #[error("the assistant's program and this one found no version of the protocol that both know")]
    Protocol(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Answers what comes on standard input, until it ends.
pub fn serve_stdio(options: Options) -> Result<(), Error> {
    let server = server(options)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(Error::Talk)?;
    let ended = runtime.block_on(async {
        let (input, output) = stdio_pipes();
        serve(server, AsyncRwTransport::new_server(input, output).with_max_line_length(LINE)).await
    });
    // A read of standard input that nobody waits for, or a question that nobody wants answered, is no reason to stay.
    runtime.shutdown_background();
    ended
}

pub fn server(options: Options) -> Result<Server, Error> {
    let onlooker = Onlooker::open(&options.store)?;
    Ok(Server::new(onlooker, options.patience.unwrap_or(PATIENCE))?)
}

pub async fn serve(server: Server, transport: impl Transport<RoleServer> + 'static) -> Result<(), Error> {
    match serve_server(server, Patient::new(transport)).await {
        Ok(service) => {
            // Both ends of the talk are ends: no more lines, or a service that was stopped.
            let _ = service.waiting().await;
            Ok(())
        }
        Err(ServerInitializeError::ConnectionClosed(_) | ServerInitializeError::Cancelled) => Ok(()),
        Err(error) => Err(Error::Protocol(Box::new(error))),
    }
}
