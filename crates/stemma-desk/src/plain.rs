//! Pages that can be read without script: the first rows of a list, the text of a record. The desk takes their place where script runs.

use minijinja::value::Serde;
use minijinja::{Environment, context};
use serde::Serialize;
use stemma_export::{CAUTION, pages};

use crate::assets;

/// What stands on such a page.
#[derive(Debug, Default)]
pub struct Plain {
    pub title: String,
    pub lines: Vec<String>,
    pub paragraphs: Vec<Paragraph>,
    pub table: Option<Table>,
    /// The cursor of the rows that follow; the address of them once it is known.
    pub next: Option<String>,
    /// The path whose answer is written into the page, so that the desk need not ask for it.
    pub first: Option<String>,
}

#[derive(Debug, Serialize)]
pub struct Paragraph {
    pub name: String,
    pub text: String,
}

#[derive(Debug, Serialize)]
pub struct Table {
    pub heads: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Serialize)]
pub struct Cell {
    pub text: String,
    pub href: Option<String>,
}

/// The views that are listed on every page.
const VIEWS: [&str; 10] =
    ["events", "stories", "pages", "places", "sources", "actors", "claims", "review", "intake", "about"];

/// Where the desk's own pages were not built.
const UNBUILT: (&str, &str) = (
    "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Stemma</title></head><body>\n",
    "</body></html>\n",
);

impl Plain {
    /// The whole page: the frame of the desk, this text, and the answer in it.
    pub fn html(&self, json: &[u8]) -> Vec<u8> {
        let (before, after) = assets::page().unwrap_or(UNBUILT);
        let mut lines = self.lines.clone();
        if assets::page().is_none() {
            lines.push("This program was built without the pages that need script: `scripts/demo` builds them.".into());
        }
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
        let text = environment
            .render_str(
                include_str!("plain.html"),
                context! {
                    title => self.title.clone(),
                    lines,
                    paragraphs => Serde(&self.paragraphs),
                    table => Serde(&self.table),
                    next => self.next.clone(),
                    views => VIEWS,
                    caution => CAUTION,
                },
            )
            .expect("the template is well formed");
        let mut page = Vec::with_capacity(before.len() + after.len() + text.len() + json.len() + 64);
        page.extend_from_slice(
            before
                .replace("<title>Stemma</title>", &format!("<title>{} · Stemma</title>", escaped(&self.title)))
                .as_bytes(),
        );
        page.extend_from_slice(text.as_bytes());
        if let Some(path) = self.first.as_ref().filter(|_| assets::page().is_some()) {
            page.extend_from_slice(
                format!("<script type=\"application/json\" id=\"first\" data-path=\"{}\">", escaped(path)).as_bytes(),
            );
            page.extend_from_slice(inside_script(json).as_bytes());
            page.extend_from_slice(b"</script>\n");
        }
        page.extend_from_slice(after.as_bytes());
        page
    }

    /// A text in paragraphs.
    pub fn of_page(title: String, page: &pages::Page) -> Plain {
        let paragraph = |paragraph: &pages::Paragraph| Paragraph {
            name: paragraph.first.trim().to_owned(),
            text: paragraph.pieces.iter().map(|piece| piece.text.as_str()).collect(),
        };
        let paragraphs = page.paragraphs.iter().map(paragraph).filter(|paragraph| !paragraph.text.is_empty());
        Plain { title, paragraphs: paragraphs.collect(), ..Plain::default() }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// No sign of it ends the element in which it stands.
fn inside_script(json: &[u8]) -> String {
    String::from_utf8_lossy(json).replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_words_of_a_page_become_markup() {
        let hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";
        let plain = Plain {
            title: hostile.into(),
            lines: vec![hostile.into()],
            table: Some(Table {
                heads: vec![hostile.into()],
                rows: vec![vec![Cell { text: hostile.into(), href: Some("/events/x".into()) }]],
            }),
            first: Some(hostile.into()),
            ..Plain::default()
        };
        let html = String::from_utf8(plain.html(serde_json::json!({ "a": hostile }).to_string().as_bytes())).unwrap();
        assert!(!html.contains("<script>") && !html.contains("<img"), "{html}");
    }
}
