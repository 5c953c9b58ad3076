//! A page that was found by its words, with the sentence in which they stand.

use serde::Serialize;
use stemma::model::Day;
use stemma_workspace::ask::{Hit, Passage};

use super::{Mark, Page, Piece};
use crate::words;

/// A page with its sentence, as one row.
#[derive(Serialize)]
pub struct HitRow<'a> {
    id: &'a str,
    from: Option<Day>,
    outlet: Option<&'a str>,
    title: Option<&'a str>,
    start: Option<u32>,
    end: Option<u32>,
    sentence: Option<&'a str>,
    story: Option<&'a str>,
    url: Option<&'a str>,
}

impl<'a> HitRow<'a> {
    pub fn of(hit: &'a Hit) -> HitRow<'a> {
        let (page, passage) = (&hit.page, hit.passage.as_ref());
        HitRow {
            id: &page.id,
            from: page.from,
            outlet: page.outlet.as_deref(),
            title: page.title.as_deref(),
            start: passage.map(|passage| passage.span.start),
            end: passage.map(|passage| passage.span.end),
            sentence: passage.map(|passage| passage.text.as_str()),
            story: page.story.as_deref(),
            url: page.url.as_deref(),
        }
    }
}

pub fn hit(hit: &Hit) -> Page {
    let Hit { page: found, passage } = hit;
    let mut page = Page::default();
    page.head(words::one_line(found.title.as_deref().unwrap_or("(without a title)"), 100));
    let day = found.from.map(words::day);
    let about: Vec<String> = found.outlet.clone().into_iter().chain(day).chain([found.id.clone()]).collect();
    page.push("  ", "    ", vec![Piece { text: about.join(" · "), mark: Mark::Aside }]);
    if let Some(passage) = passage {
        page.push("  ", "  ", marked(passage));
    }
    page.space();
    page
}

/// The sentence, with the words marked.
fn marked(passage: &Passage) -> Vec<Piece> {
    let Passage { text, words, .. } = passage;
    let (mut marked, mut at) = (Vec::new(), 0);
    for word in words {
        marked.push(Piece::plain(&text[at..word.start as usize]));
        marked.push(Piece { text: word.of(text).to_owned(), mark: Mark::Found });
        at = word.end as usize;
    }
    marked.push(Piece::plain(&text[at..]));
    marked
}
