//! What changes the store: corrections, marks, the letter of an outlet, pages that are handed in.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use stemma_store::MarkKind;
use stemma_workspace::live::Live;
use stemma_workspace::review::Signature;
use stemma_workspace::{Session, Silent};

use crate::fault::Fault;
use crate::routes::Shared;

/// Bytes of a correction.
const WORDS: usize = 256 << 10;
/// Bytes of a file.
const FILE: usize = 64 << 20;
/// Events or pages of which one thing is said at once.
const TOGETHER: usize = 500;
/// Seconds until files can be handed in again.
const AGAIN: u32 = 2;

/// Says one thing or several of one event or several.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixing {
    events: Vec<String>,
    changes: Vec<String>,
    by: String,
    #[serde(default)]
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unfixing {
    by: String,
    #[serde(default)]
    why: String,
}

/// Marks pages.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Marking {
    pages: Vec<String>,
    mark: String,
    by: String,
    #[serde(default)]
    why: String,
}

/// The letter of an outlet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rating {
    outlet: String,
    letter: String,
    by: String,
    #[serde(default)]
    why: String,
}

/// The ids of what was said.
#[derive(Serialize)]
pub struct Fixed {
    fixes: Vec<String>,
    stamp: String,
}

pub async fn fix(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Result<Json<Fixed>, Fault> {
    let Fixing { events, changes, by, why } = read(&headers, body).await?;
    if events.is_empty() || changes.is_empty() || events.len() > TOGETHER {
        return Err(Fault::bad(format!("name one event or more, at most {TOGETHER}, and what is said of them")));
    }
    let signature = signed(by, why)?;
    said(&shared, move |live| Ok(live.fix(&events, &changes, &signature)?.into_iter().map(|fix| fix.id).collect()))
        .await
}

pub async fn unfix(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Fixed>, Fault> {
    let Unfixing { by, why } = read(&headers, body).await?;
    let signature = signed(by, why)?;
    said(&shared, move |live| Ok(vec![live.unfix(&id, &signature)?.id])).await
}

pub async fn mark(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Result<Json<Fixed>, Fault> {
    let Marking { pages, mark, by, why } = read(&headers, body).await?;
    if pages.is_empty() || pages.len() > TOGETHER {
        return Err(Fault::bad(format!("name one page or more, at most {TOGETHER}")));
    }
    let Some((kind, _)) = MarkKind::OF_PAGES.into_iter().find(|(_, name)| *name == mark) else {
        return Err(Fault::bad(format!("{mark}: is no mark of a page; write one of {}", MarkKind::WORDS.join(", "))));
    };
    let signature = signed(by, why)?;
    let marked = move |session: &mut Session<'static>| session.mark_pages(&pages, kind, &signature, &Silent);
    said(&shared, move |live| Ok(live.change(marked)?.into_iter().map(|mark| mark.id).collect())).await
}

pub async fn unmark(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Fixed>, Fault> {
    let Unfixing { by, why } = read(&headers, body).await?;
    let signature = signed(by, why)?;
    said(&shared, move |live| Ok(vec![live.change(|session| session.unmark(&id, &signature))?.id])).await
}

pub async fn rate(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Result<Json<Fixed>, Fault> {
    let Rating { outlet, letter, by, why } = read(&headers, body).await?;
    let signature = signed(by, why)?;
    said(&shared, move |live| {
        live.change(|session| session.rate(&outlet, &letter, &signature))?;
        Ok(Vec::new())
    })
    .await
}

/// Says something in its turn; gives the ids of what was said.
async fn said(
    shared: &Shared,
    work: impl FnOnce(&Live) -> Result<Vec<String>, stemma_workspace::Error> + Send + 'static,
) -> Result<Json<Fixed>, Fault> {
    let _turn = shared.changing.acquire().await;
    let said = shared.aside(move |live| {
        let fixes = work(live)?;
        Ok(Fixed { fixes, stamp: live.read(|store| Ok(store.stamp()?))? })
    });
    said.await.map(Json)
}

#[derive(Deserialize)]
pub struct Named {
    #[serde(default)]
    name: String,
}

#[derive(Serialize)]
pub struct Taken {
    waiting: usize,
}

/// Takes the bytes of a file.
pub async fn hand_in(
    State(shared): State<Shared>,
    Query(Named { name }): Query<Named>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Taken>), Fault> {
    let name = file_name(&name)?;
    let taking = shared.taking.clone().acquire_owned().await;
    let bytes = bytes(&headers, body, FILE).await?;
    drop(taking);
    if bytes.is_empty() {
        return Err(Fault::bad(format!("{name}: is empty; there is nothing to read")));
    }
    let taken = shared.live.hand_in(name, bytes);
    taken.map(|waiting| (StatusCode::ACCEPTED, Json(Taken { waiting }))).map_err(|waiting| Fault {
        retry_after: Some(AGAIN),
        ..Fault::new(
            StatusCode::TOO_MANY_REQUESTS,
            format!("{waiting} files wait already; hand this one in again in a moment"),
        )
    })
}

/// A name that says where a file lay, and leads nowhere.
fn file_name(name: &str) -> Result<String, Fault> {
    let parts: Vec<&str> = name.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").collect();
    let is_fit =
        !parts.is_empty() && name.len() <= 1024 && !parts.contains(&"..") && !name.chars().any(char::is_control);
    if is_fit {
        Ok(parts.join("/"))
    } else {
        Err(Fault::bad("name= gives the name of the file, with the folders above it, without .."))
    }
}

fn signed(by: String, why: String) -> Result<Signature, Fault> {
    if by.trim().is_empty() {
        return Err(Fault::bad("nobody is named; say with `by` who says it"));
    }
    Ok(Signature { at: format!("{:.3}", jiff::Timestamp::now()), by: by.trim().to_owned(), why: why.trim().to_owned() })
}

async fn read<T: DeserializeOwned>(headers: &HeaderMap, body: Body) -> Result<T, Fault> {
    let is_json =
        headers.get(header::CONTENT_TYPE).is_some_and(|media| media.as_bytes().starts_with(b"application/json"));
    if !is_json {
        return Err(Fault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "send JSON, with Content-Type: application/json"));
    }
    let bytes = bytes(headers, body, WORDS).await?;
    serde_json::from_slice(&bytes).map_err(|error| Fault::bad(format!("the body is not what is taken here: {error}")))
}

/// A body that is no longer than it may be; one that says that it is longer is not read at all.
async fn bytes(headers: &HeaderMap, body: Body, most: usize) -> Result<Vec<u8>, Fault> {
    let too_long = || {
        Fault::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("holds more than {most} bytes; split it, or use `stemma ingest`"),
        )
    };
    let said = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|length| length > most) {
        return Err(too_long());
    }
    axum::body::to_bytes(body, most).await.map(Vec::from).map_err(|_| too_long())
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_name_of_a_file_leads_nowhere() {
        let check =
            |name: &str, expected: Option<&str>| assert_eq!(file_name(name).ok().as_deref(), expected, "{name}");
        check("pages/001.html", Some("pages/001.html"));
        check("/pages//001.html", Some("pages/001.html"));
        check("C:\\pages\\1.txt", Some("C:/pages/1.txt"));
        check("../secret", None);
        check("a/../../b", None);
        check("", None);
        check("a\u{1b}[2J", None);
    }
}
