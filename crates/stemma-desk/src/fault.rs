//! What is answered where something cannot be: a status, and a line that names the way out.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use stemma_store::Record;
use stemma_workspace::Error;

/// What went wrong with a request.
#[derive(Debug)]
pub struct Fault {
    pub status: StatusCode,
    pub error: String,
    /// Records that are nearest to what was asked for.
    pub nearest: Vec<Record>,
    /// Seconds after which the same may go well.
    pub retry_after: Option<u32>,
}

impl Fault {
    pub fn new(status: StatusCode, error: impl Into<String>) -> Fault {
        Fault { status, error: error.into(), nearest: Vec::new(), retry_after: None }
    }

    pub fn not_found(error: impl Into<String>) -> Fault {
        Fault::new(StatusCode::NOT_FOUND, error)
    }

    pub fn bad(error: impl Into<String>) -> Fault {
        Fault::new(StatusCode::BAD_REQUEST, error)
    }

    pub fn forbidden(error: impl Into<String>) -> Fault {
        Fault::new(StatusCode::FORBIDDEN, error)
    }

    /// As JSON tells it.
    pub fn json(&self) -> Vec<u8> {
        #[derive(Serialize)]
        struct Said<'f> {
            error: &'f str,
            nearest: Vec<Near<'f>>,
        }
        #[derive(Serialize)]
        struct Near<'f> {
            noun: &'static str,
            id: &'f str,
            title: &'f str,
        }
        let nearest =
            self.nearest.iter().map(|record| Near { noun: record.noun.name(), id: &record.id, title: &record.title });
        serde_json::to_vec(&Said { error: &self.error, nearest: nearest.collect() }).expect("words are plain")
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        let status = match &error {
            Error::Query(_) | Error::Refused(_) => StatusCode::BAD_REQUEST,
            Error::Missing(_) => StatusCode::NOT_FOUND,
            Error::Overtaken | Error::Stopped => StatusCode::SERVICE_UNAVAILABLE,
            Error::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Fault::new(status, error.in_full())
    }
}

impl From<stemma_store::Error> for Fault {
    fn from(error: stemma_store::Error) -> Fault {
        Fault::from(Error::from(error))
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = (self.status, [(header::CONTENT_TYPE, "application/json")], self.json()).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
