//! The stream of what changes: `event: store` whenever what can be asked is another than before, `event: intake` while pages are read.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use stemma_store::{Archive, Documents};
use stemma_workspace::live::{Heard, Live};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::BroadcastStream;

use crate::fault::Fault;
use crate::routes::Shared;

/// How often a line is sent that means nothing, so that nobody takes the stream for dead.
const BEAT: Duration = Duration::from_secs(15);

#[derive(Serialize)]
struct StoreChanged {
    stamp: String,
    documents: u64,
    events: u64,
    is_stale: bool,
}

/// Begins with what is now, then tells what changes.
pub async fn stream(State(shared): State<Shared>) -> Response {
    let Ok(place) = shared.streams.clone().try_acquire_owned() else {
        return Fault::new(StatusCode::SERVICE_UNAVAILABLE, "too many streams are open; close a page of the desk")
            .into_response();
    };
    let heard = BroadcastStream::new(shared.heard.subscribe());
    let now = [Heard::Store, Heard::Intake(shared.live.intake())];
    let heard = tokio_stream::iter(now).chain(heard.map(|heard| {
        // Whoever fell behind is told what is now.
        heard.unwrap_or(Heard::Store)
    }));
    let events = heard.then(move |heard| {
        // Held as long as the stream is.
        let _ = &place;
        let shared = shared.clone();
        async move {
            let event = match heard {
                Heard::Intake(state) => Event::default().event("intake").json_data(state),
                Heard::Store => match shared.aside(changed).await {
                    Ok(changed) => Event::default().event("store").json_data(changed),
                    Err(fault) => Ok(Event::default().comment(fault.error)),
                },
            };
            Ok::<Event, Infallible>(event.unwrap_or_default())
        }
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(BEAT)).into_response()
}

fn changed(live: &Live) -> Result<StoreChanged, Fault> {
    Ok(live.read(|store| {
        Ok(StoreChanged {
            stamp: store.stamp()?,
            documents: store.count()?,
            events: store.totals()?.events,
            is_stale: store.is_stale()?,
        })
    })?)
}
