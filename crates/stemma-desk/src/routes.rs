//! Which request is answered by what.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{delete, get, post};
use stemma_workspace::live::{Heard, Live};
use tokio::sync::{Semaphore, broadcast};
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::address::{Address, Format};
use crate::answer::Answer;
use crate::fault::Fault;
use crate::guard::{Access, guard};
use crate::{assets, changes, live, views};

/// How long anybody may wait for an answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many questions are asked of the store at once; others wait.
const AT_ONCE: usize = 8;
const TAKEN_AT_ONCE: usize = 4;
const STREAMS: usize = 64;
/// Bytes of answers that are kept for those who ask the same.
const KEPT: usize = 48 << 20;

/// What all requests share.
#[derive(Clone)]
pub struct Shared {
    pub live: Arc<Live>,
    pub access: Arc<Access>,
    pub heard: broadcast::Sender<Heard>,
    asking: Arc<Semaphore>,
    /// One who changes the store has the turn; others who wait for it hold up nobody who asks.
    pub changing: Arc<Semaphore>,
    /// Bodies that are read at once: each may be as long as a file.
    pub taking: Arc<Semaphore>,
    /// Streams that are open, which do not end by themselves.
    pub streams: Arc<Semaphore>,
    /// Tells this desk from another one that is opened at the same place: a sign of their stores may be the same.
    salt: Arc<str>,
    answers: Arc<Mutex<Answers>>,
}

impl Shared {
    pub fn new(live: Live, access: Access, heard: broadcast::Sender<Heard>, salt: &str) -> Shared {
        Shared {
            live: Arc::new(live),
            access: Arc::new(access),
            heard,
            asking: Arc::new(Semaphore::new(AT_ONCE)),
            changing: Arc::new(Semaphore::new(1)),
            taking: Arc::new(Semaphore::new(TAKEN_AT_ONCE)),
            streams: Arc::new(Semaphore::new(STREAMS)),
            salt: salt.into(),
            answers: Arc::default(),
        }
    }

    /// Does what takes time where it holds up nobody else.
    pub async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Live) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let failed = |_| {
            Fault::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "stemma failed on this, which is a bug; nothing stored is lost",
            )
        };
        let permit = self.asking.clone().acquire_owned().await;
        let live = Arc::clone(&self.live);
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work(&live)
        })
        .await
        .map_err(failed)?
    }
}

pub fn routes(shared: Shared) -> Router {
    let timed = Router::new()
        .route("/intake", post(changes::hand_in).get(asked))
        .route("/fixes", post(changes::fix).get(asked))
        .route("/fixes/{id}", delete(changes::unfix).get(asked))
        .route("/marks", post(changes::mark))
        .route("/marks/{id}", delete(changes::unmark))
        .route("/reliability", post(changes::rate))
        .fallback(get(asked).fallback(not_so))
        .method_not_allowed_fallback(not_so)
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE));
    Router::new()
        // The one answer that does not end.
        .route("/live", get(live::stream))
        .merge(timed)
        .layer(middleware::from_fn_with_state(shared.clone(), guard))
        .with_state(shared)
}

/// A view, a file of the desk, or the original bytes of a page.
async fn asked(State(shared): State<Shared>, request: Request) -> Response {
    let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
    if let Some(file) = assets::file(path) {
        return file;
    }
    let address = match Address::of(path, query) {
        Ok(address) => address,
        Err(fault) => return fault.into_response(),
    };
    if let Some(query) = address.in_our_words() {
        return Redirect::temporary(&address.asking(&query)).into_response();
    }
    let key = format!("{path}?{query}");
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
    let answers = Arc::clone(&shared.answers);
    let salt = Arc::clone(&shared.salt);
    let format = address.format;
    let found = shared.aside(move |live| Ok(found(live, &address, key, known.as_deref(), &answers, &salt))).await;
    match found.and_then(|found| found) {
        Ok(response) => response,
        Err(fault) if format == Format::Html => {
            let page = views::refusal(&fault).html(&fault.json());
            (fault.status, [(header::CONTENT_TYPE, Format::Html.media())], page).into_response()
        }
        Err(fault) => fault.into_response(),
    }
}

/// What is there, but neither asked nor changed in this way.
async fn not_so(request: Request) -> Fault {
    let (method, path) = (request.method(), request.uri().path());
    Fault::new(
        StatusCode::METHOD_NOT_ALLOWED,
        format!("{path} knows no {method}; /openapi.json says what may be asked and sent"),
    )
}

/// The answer to an address; nothing but its sign where whoever asks has it already.
fn found(
    live: &Live,
    address: &Address,
    key: String,
    known: Option<&str>,
    answers: &Mutex<Answers>,
    salt: &str,
) -> Result<Response, Fault> {
    let stamp = live.read(|store| Ok(store.stamp()?))?;
    let tag = format!("W/\"{salt}.{stamp}\"");
    let signs = || [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "no-cache".to_owned())];
    if views::is_of_store(address) && known.is_some_and(|known| known.split(',').any(|known| known.trim() == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, signs()).into_response());
    }
    let answers = || answers.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(answer) = answers().of(&stamp, &key) {
        return Ok((signs(), sent(answer)).into_response());
    }
    match views::view(live, address)? {
        views::Found::Answer(answer) => {
            if views::is_of_store(address) {
                answers().keep(&stamp, key, &answer);
            }
            Ok((signs(), sent(answer)).into_response())
        }
        views::Found::Elsewhere(to) => Ok(Redirect::temporary(&to).into_response()),
        views::Found::Original { name, bytes } => Ok(original(&name, bytes)),
    }
}

fn sent(Answer { media, bytes }: Answer) -> Response {
    ([(header::CONTENT_TYPE, media)], bytes).into_response()
}

/// Bytes of strangers are a file to be kept, never a page of ours.
fn original(name: &str, bytes: Vec<u8>) -> Response {
    let mut headers = HeaderMap::new();
    let plain: String = name
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || ".-_".contains(letter) { letter } else { '_' })
        .collect();
    for (name, value) in [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{plain}\"")),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ] {
        if let Ok(value) = value.parse() {
            headers.insert(name, value);
        }
    }
    (headers, bytes).into_response()
}

/// Answers of late, as long as the store stays as it was.
#[derive(Default)]
struct Answers {
    stamp: String,
    kept: HashMap<String, Answer>,
    /// The oldest first.
    order: VecDeque<String>,
    bytes: usize,
}

impl Answers {
    fn of(&self, stamp: &str, key: &str) -> Option<Answer> {
        self.kept.get(key).filter(|_| self.stamp == stamp).cloned()
    }

    fn keep(&mut self, stamp: &str, key: String, answer: &Answer) {
        if self.stamp != stamp {
            *self = Answers { stamp: stamp.to_owned(), ..Answers::default() };
        }
        let weight = |key: &str, bytes: &Bytes| bytes.len() + 2 * key.len() + 256;
        if weight(&key, &answer.bytes) > KEPT / 4 || self.kept.contains_key(&key) {
            return;
        }
        self.bytes += weight(&key, &answer.bytes);
        self.order.push_back(key.clone());
        self.kept.insert(key, answer.clone());
        while self.bytes > KEPT
            && let Some(oldest) = self.order.pop_front()
        {
            self.bytes -= self.kept.remove(&oldest).map_or(0, |answer| weight(&oldest, &answer.bytes));
        }
    }
}
