//! Pages as entries of bibliographies: CSL-JSON for Zotero and pandoc, BibTeX for LaTeX.
//!
//! Of a page whose day is not known to the day, the first and the last are given where the format has room for two. A byline is one author by
//! that name: who of several it names is not told apart.

use std::io::Write;

use serde_json::{Value, json};
use stemma::model::Day;
use stemma::text::digest::sha256;
use stemma_store::PageRow;

use super::super::{Format, Report};
use super::List;
use crate::harmless::holdable;
use crate::{Fault, Output, Source};

/// What neither of both holds.
const CONTENTS: &str = "what pages tell: their words, events, claims and copies";

pub struct Csl;

impl Format for Csl {
    fn name(&self) -> &'static str {
        "csl"
    }

    fn about(&self) -> &'static str {
        "pages as a bibliography in CSL-JSON, for Zotero, pandoc and the like"
    }

    fn file(&self) -> &'static str {
        "pages.csl.json"
    }

    fn loses(&self) -> &'static [&'static str] {
        &[CONTENTS, "who of several people a byline names: it is one author"]
    }

    fn write(&self, source: &Source<'_>, output: &mut Output) -> Result<Report, Fault> {
        let mut list = List::begin(output.open(self.file())?, "[\n")?;
        let mut report = Report::default();
        source.each_page(|page| {
            report.written += 1;
            list.put(csl(&page))
        })?;
        list.end("]\n")?;
        Ok(report)
    }
}

pub(super) fn csl(page: &PageRow) -> Value {
    let parts = |day: Day| json!([day.year(), day.month(), day.day()]);
    let mut days: Vec<Day> = page.from.into_iter().chain(page.to).collect();
    days.dedup();
    json!({
        "id": page.id,
        "type": "article-newspaper",
        "title": page.title,
        "container-title": page.outlet,
        "author": page.byline.as_ref().map(|byline| json!([{"literal": byline}])),
        "issued": {"date-parts": days.into_iter().map(parts).collect::<Vec<_>>()},
        "language": page.language,
        "URL": page.url,
    })
}

pub struct Bibtex;

impl Format for Bibtex {
    fn name(&self) -> &'static str {
        "bibtex"
    }

    fn about(&self) -> &'static str {
        "pages as a bibliography in BibTeX"
    }

    fn file(&self) -> &'static str {
        "pages.bib"
    }

    fn loses(&self) -> &'static [&'static str] {
        &[
            CONTENTS,
            "who of several people a byline names: it is one author",
            "the last of several possible days of a page: only what they share is given, the year or the month",
            "control characters: their pictures stand there",
        ]
    }

    fn write(&self, source: &Source<'_>, output: &mut Output) -> Result<Report, Fault> {
        let mut out = output.open(self.file())?;
        let mut report = Report::default();
        source.each_page(|page| {
            report.written += 1;
            Ok(out.write_all(bibtex(&page).as_bytes())?)
        })?;
        out.flush()?;
        Ok(report)
    }
}

/// How much of an id can be read in a key.
const KEY: usize = 32;

pub(super) fn bibtex(page: &PageRow) -> String {
    let readable: String =
        page.id.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').take(KEY).collect();
    // Two ids may be the same in letters and digits: their digests are not.
    let key = format!("{readable}-{}", &sha256(page.id.as_bytes())[..12]);
    let kind = if page.outlet.is_some() { "article" } else { "misc" };
    let mut entry = format!("@{kind}{{{key}");
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            entry.push_str(&format!(",\n  {name} = {{{value}}}"));
        }
    };
    let (year, month, day) = date(page);
    field("title", page.title.as_deref().map(|title| format!("{{{}}}", latex(title))));
    field("author", page.byline.as_deref().map(|byline| format!("{{{}}}", latex(byline))));
    field("journal", page.outlet.as_deref().map(latex));
    field("year", year.map(|year| year.to_string()));
    field("month", month.map(|month| month.to_string()));
    field("day", day.map(|day| day.to_string()));
    field("language", page.language.as_deref().map(latex));
    field("url", page.url.as_deref().map(address));
    field("note", Some(latex(&page.id)));
    entry.push_str("\n}\n\n");
    entry
}

/// What all possible days of a page share.
fn date(page: &PageRow) -> (Option<i16>, Option<u8>, Option<u8>) {
    let Some((from, to)) = page.from.or(page.to).zip(page.to.or(page.from)) else { return (None, None, None) };
    let year = Some(from.year()).filter(|year| *year == to.year());
    let month = Some(from.month()).filter(|month| year.is_some() && *month == to.month());
    (year, month, Some(from.day()).filter(|day| month.is_some() && *day == to.day()))
}

/// Words as LaTeX sets them. Braces are written by name: BibTeX counts them even behind a backslash.
fn latex(text: &str) -> String {
    let mut set = String::with_capacity(text.len() + 8);
    for letter in holdable(text).chars() {
        match letter {
            '&' | '%' | '$' | '#' | '_' => set.extend(['\\', letter]),
            '{' => set.push_str("\\textbraceleft{}"),
            '}' => set.push_str("\\textbraceright{}"),
            '\\' => set.push_str("\\textbackslash{}"),
            '~' => set.push_str("\\textasciitilde{}"),
            '^' => set.push_str("\\textasciicircum{}"),
            '\n' | '\t' => set.push(' '),
            _ => set.push(letter),
        }
    }
    set
}

/// An address, in which nothing may stand that would end the field.
fn address(url: &str) -> String {
    let is_plain = |byte: u8| {
        byte.is_ascii_graphic() && !matches!(byte, b'{' | b'}' | b'\\' | b'"' | b'<' | b'>' | b'^' | b'`' | b'|')
    };
    url.bytes().map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
