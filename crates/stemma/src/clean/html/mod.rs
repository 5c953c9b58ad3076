//! An HTML page to an article.
//!
//! Comes in: the text layer of a page with its markup. Goes out: each line of the text layer as a block with its kind,
//! and what the page declares of the article. The readability algorithm finds the main part of the page; what elements
//! say they are for, and how lines are made, then takes out of it what is no running text. Where the algorithm finds
//! nothing, the densest stretch of the page is taken. It never changes the text.

mod declared;
mod density;
mod heading;
mod lines;
mod phrases;
mod readability;
pub mod roles;

use std::collections::HashMap;

use self::declared::Record;
use super::entries::{self, Row};
use super::flat::front;
use super::{PageWords, language, pagedate};
use crate::model::{Article, Block, BlockKind, Day, Document, Entry, Given, Line, Markup, Note, Published};

/// With less article than this many bytes the algorithm has found nothing.
const NO_ARTICLE: usize = 250;

/// A page as far as it is understood when its day is looked for.
pub(in crate::clean) struct Page<'a> {
    pub text: &'a str,
    pub markup: &'a Markup,
    pub given: &'a Given,
    pub records: &'a [Record],
    pub kinds: &'a [BlockKind],
    /// The line of the title.
    pub title: Option<usize>,
    pub language: Option<&'a str>,
    pub words: &'a PageWords,
}

/// Tells the article from the page around it.
pub fn clean(document: &Document, markup: &Markup, words: &PageWords) -> (Article, Vec<Note>) {
    let Document { text, given, .. } = document;
    let mut notes = Vec::new();
    let records = declared::records(&markup.declared);
    let title = heading::title(text, markup, &records, given.title.as_deref());
    let title_line = title.as_ref().and_then(|title| title.line);

    let apart = roles::apart(markup, &words.roles);
    let main = main_part(text, markup, &apart, words, &mut notes);
    let bytes: Vec<usize> =
        markup.lines.iter().zip(&main).map(|(line, main)| line.span.len() * usize::from(*main)).collect();
    let roles = roles::by_markup(markup, &bytes, &apart, &words.roles);
    let lines = lines::Lines { text, markup, main: &main, roles: &roles, title: title_line, words };
    let kinds = lines::kinds(&lines);

    let body = body_text(text, markup, &kinds);
    let language = language::language(&body, Some(&markup.declared), given.language.as_deref());
    let page = Page {
        text,
        markup,
        given,
        records: &records,
        kinds: &kinds,
        title: title_line,
        language: language.as_deref(),
        words,
    };
    let published = pagedate::given(given, &words.months).or_else(|| pagedate::of_page(&page));
    let byline = front::given(given, words).or_else(|| heading::byline(text, markup, &records, &kinds, title_line));
    let outlet = given.outlet.clone().or_else(|| heading::outlet(markup, &records));
    let outlet = outlet.or_else(|| pagedate::outlet_of_address(given));
    let entries = entries(&page, published.as_ref());
    let blocks = markup.lines.iter().zip(&kinds).map(|(line, kind)| Block { span: line.span, kind: *kind }).collect();
    let title = title.map(|title| title.text);
    (Article { title, outlet, byline, dateline: lines::dateline(&body), language, published, blocks, entries }, notes)
}

/// The entries of a page: by stamps in its lines, by elements for times, and by its records.
fn entries(page: &Page<'_>, published: Option<&Published>) -> Vec<Entry> {
    let Page { text, markup, kinds, words, .. } = *page;
    let mut rows: Vec<Row<'_>> = markup
        .lines
        .iter()
        .zip(kinds)
        .map(|(line, &kind)| Row { text: line.span.of(text), span: line.span, kind, stamped_on: None, begun_on: None })
        .collect();
    for (line, day) in pagedate::stamped_lines(page) {
        rows[line].stamped_on = Some(day);
    }
    // The records are believed where lines of the page begin as they do.
    let updates: HashMap<&str, Day> = page
        .records
        .iter()
        .flat_map(|record| &record.updates)
        .filter_map(|update| Some((beginning(&update.text), words.months.parse_day(&update.published)?.day)))
        .collect();
    for row in rows.iter_mut().filter(|row| row.kind.is_article_text()) {
        row.begun_on = updates.get(beginning(row.text)).copied();
    }
    entries::find(&rows, published.map(|day| day.end), words)
}

/// So many bytes tell a paragraph from others.
const BEGINNING: usize = 60;

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(BEGINNING)]
}

/// Marks the lines of the main part of the page, which has none of the nodes that stand `apart`.
fn main_part(text: &str, markup: &Markup, apart: &[bool], words: &PageWords, notes: &mut Vec<Note>) -> Vec<bool> {
    if let Some(shares) = readability::kept_shares(text, markup, apart) {
        let main: Vec<bool> = shares.iter().map(|share| *share >= 0.5).collect();
        let bytes: usize =
            markup.lines.iter().zip(&main).map(|(line, main)| line.span.len() * usize::from(*main)).sum();
        if bytes >= NO_ARTICLE {
            return main;
        }
    }
    notes.push(Note::new("no article stands out on this page; the densest part of it was taken"));
    let of_page = |line: &Line| apart[line.first as usize] || phrases::is_notice(text, line, words);
    density::densest(text, markup, of_page)
}

/// The first lines of running text, by which the language and the dateline are told.
fn body_text(text: &str, markup: &Markup, kinds: &[BlockKind]) -> String {
    let mut body = String::new();
    for (line, _) in markup.lines.iter().zip(kinds).filter(|(_, kind)| kind.is_article_text()) {
        if body.len() > 6_000 {
            break;
        }
        body.push_str(line.span.of(text));
        body.push('\n');
    }
    body
}

#[cfg(test)]
mod tests;
