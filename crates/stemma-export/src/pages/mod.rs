//! Records as texts for people, in paragraphs: whatever shows them breaks their lines, marks what is marked and keeps signs of strangers
//! from meaning anything. Comes in: what the workspace knows of a record. Goes out: a [`Page`].

mod compare;
mod document;
mod event;
mod history;
mod hit;
mod intake;
mod lists;
mod places;
mod review;
mod story;
mod terms;
mod who;

use stemma::model::Quote;
use stemma_store::PageRow;
use stemma_workspace::ask::Known;

use crate::words;

pub use compare::compare;
pub use history::history;
pub use hit::{HitRow, hit};
pub use intake::intake;
pub use lists::{catalogue, changes, lists, summary};
pub use places::meanings;
pub use review::{checked, imported, marked, said};
pub use terms::{kinds, terms};
pub use who::who;

/// A text in paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub paragraphs: Vec<Paragraph>,
}

/// Words that are broken into lines; one without words is an empty line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// What stands before the first line, and before all others.
    pub first: String,
    pub rest: String,
    pub pieces: Vec<Piece>,
    /// Whether it stands as it is, with its spaces, whatever the width.
    pub is_verbatim: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub mark: Mark,
}

/// How words stand out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Plain,
    Head,
    Aside,
    /// What was looked for.
    Found,
}

/// How wide names are before their values.
const NAMES: usize = 14;

impl Page {
    fn push(&mut self, first: impl Into<String>, rest: impl Into<String>, pieces: Vec<Piece>) {
        let (first, rest) = (first.into(), rest.into());
        self.paragraphs.push(Paragraph { first, rest, pieces, is_verbatim: false });
    }

    fn space(&mut self) {
        self.push("", "", Vec::new());
    }

    fn head(&mut self, text: impl Into<String>) {
        self.push("", "  ", vec![Piece { text: text.into(), mark: Mark::Head }]);
    }

    /// Text after a margin.
    fn text(&mut self, margin: &str, text: impl Into<String>) {
        self.push(margin, margin, vec![Piece::plain(text)]);
    }

    /// Text whose first line begins otherwise than those that follow.
    fn hanging(&mut self, first: impl Into<String>, rest: impl Into<String>, text: impl Into<String>) {
        self.push(first, rest, vec![Piece::plain(text)]);
    }

    /// A line of a file.
    fn verbatim(&mut self, margin: &str, line: &str) {
        let pieces = vec![Piece::plain(line)];
        self.paragraphs.push(Paragraph { first: margin.into(), pieces, is_verbatim: true, ..Paragraph::default() });
    }

    /// A name and its value, in two columns; nothing when the value is empty.
    fn row(&mut self, name: &str, value: impl Into<String>) {
        self.field("  ", NAMES, name, value);
    }

    fn field(&mut self, margin: &str, width: usize, name: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.hanging(format!("{margin}{name:<width$}"), " ".repeat(margin.len() + width), value);
        }
    }

    /// Where the terms are explained that the page is full of.
    fn explained(&mut self) {
        self.space();
        let text = "`stemma about words` says what told, origins and grades mean".into();
        self.push("", "", vec![Piece { text, mark: Mark::Aside }]);
    }

    fn append(&mut self, other: Page) {
        self.paragraphs.extend(other.paragraphs);
    }
}

impl Piece {
    fn plain(text: impl Into<String>) -> Piece {
        Piece { text: text.into(), mark: Mark::Plain }
    }
}

/// The page of a record.
pub fn record(known: &Known) -> Page {
    match known {
        Known::Event(event) => event::page(event),
        Known::Story(story) => story::page(story),
        Known::Page(page) => document::page(page),
    }
}

fn quote(page: &mut Page, quote: &Quote) {
    let Quote { doc, span, quote } = quote;
    page.text("    ", format!("“{quote}” [{doc}, bytes {}–{}]", span.start, span.end));
}

/// A document in one line: `002_page.txt  "Title", Outlet, 3 August 2017`.
fn document_line(id: &str, pages: &[PageRow]) -> String {
    pages.iter().find(|page| page.id == id).map_or_else(|| id.to_owned(), page_line)
}

fn page_line(page: &PageRow) -> String {
    let mut parts = Vec::new();
    parts.extend(page.title.as_ref().map(|title| format!("“{}”", words::one_line(title, 70))));
    parts.extend(page.outlet.clone());
    parts.extend(page.from.zip(page.to).map(|(from, to)| words::span_of_days(from, to)));
    format!("{}  {}", page.id, parts.join(", "))
}
