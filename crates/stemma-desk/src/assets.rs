//! The files of the desk's pages, as they were built, and the page into which each view is put.

use axum::http::header;
use axum::response::{IntoResponse, Response};

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// Where the desk of a page begins.
const ROOT: &str = "<div id=\"desk\"></div>";

/// A file by its path under the root.
pub fn file(path: &str) -> Option<Response> {
    let name = path.strip_prefix('/')?;
    if name == INDEX {
        return None;
    }
    let (name, bytes) = FILES.iter().find(|(known, _)| *known == name)?;
    let media = match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "json" | "topojson" | "geojson" => "application/json",
        "woff2" => "font/woff2",
        "png" => "image/png",
        _ => "application/octet-stream",
    };
    // Names of files that carry a sum of their bytes never mean others.
    let kept = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    Some(([(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, kept)], *bytes).into_response())
}

const INDEX: &str = "index.html";

/// The page of the desk, before and after what a view puts into it. `None` where the pages were not built.
pub fn page() -> Option<(&'static str, &'static str)> {
    let (_, bytes) = FILES.iter().find(|(name, _)| *name == INDEX)?;
    let text = std::str::from_utf8(bytes).ok()?;
    let at = text.find(ROOT)? + ROOT.len();
    Some((&text[..at], &text[at..]))
}
