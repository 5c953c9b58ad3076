//! A page that was flattened to text before it reached us, to an article.
//!
//! Comes in: text without markup, one block a line for the most part, with everything a page shows: menus, login boxes,
//! the article, captions, comments, other stories. Goes out: every paragraph with its kind, and the title, byline,
//! dateline, outlet, language and day of the article. Text that no page surrounds (wire copy, one sentence) is kept
//! whole. It does not read the article's meaning, and refuses nothing: the worst text gives blocks of kind `other`.

pub mod chain;
mod dating;
pub mod features;
pub(in crate::clean) mod front;
pub mod infer;
mod labels;
mod masthead;
mod opening;
mod paragraphs;
pub mod sight;
pub mod vocabulary;

use super::entries::{self, Row};
use super::language::language;
use super::{PageWords, pagedate};
use crate::model::{Article, Block, BlockKind, Document, Note, TextAt};
use chain::{State, Weights};
use features::Page;
use sight::{Ending, Prose, Sight};
use vocabulary::{Sign, Vocabulary};

/// Tells the article from the page around it.
pub fn clean(document: &Document, words: &PageWords) -> (Article, Vec<Note>) {
    clean_with(document, words, &words.weights)
}

/// As [`clean`], with other weights.
pub fn clean_with(document: &Document, words: &PageWords, weights: &Weights) -> (Article, Vec<Note>) {
    let vocabulary = &words.vocabulary;
    let text = &document.text;
    let given = &document.given;
    let sights = look(text, words);
    let mut notes = Vec::new();
    let mut states = if is_page(&sights) {
        let mut states = states(&sights, weights);
        bridge(text, &sights, &mut states, vocabulary);
        trim(&sights, &mut states);
        // Paragraphs that all open as the page around an article does ("We use cookies") are none.
        let reads = |(state, sight): (&State, &Sight)| *state == State::Article && !sight.signs.page();
        if states.iter().zip(&sights).any(reads) {
            states
        } else {
            notes.push(Note::new("no article was found on the page: what reads most like one was kept"));
            keep_what_reads(&sights)
        }
    } else {
        let title = given.title.as_deref().and_then(|title| labels::given_title(text, &sights, 0..1, title));
        bare(&sights, title.is_some())
    };
    let masthead = masthead::find(text, &sights, &states, vocabulary);
    if let Some(line) = masthead {
        states[line] = State::Before;
    }
    let kinds = labels::label(text, &sights, &states, given.title.as_deref(), vocabulary);
    let blocks: Vec<Block> =
        sights.iter().zip(&kinds).map(|(sight, kind)| Block { span: sight.span, kind: *kind }).collect();
    let found_title = blocks.iter().find(|block| block.kind == BlockKind::Title);
    let title = match (&given.title, found_title) {
        (Some(title), found) => Some(TextAt { text: title.clone(), span: found.map(|block| block.span) }),
        (None, Some(found)) => Some(TextAt { text: found.span.of(text).to_owned(), span: Some(found.span) }),
        (None, None) => None,
    };
    let running: String = blocks
        .iter()
        .filter(|block| block.kind.is_article_text())
        .map(|block| head(block.span.of(text)))
        .scan(0, |bytes, text| {
            *bytes += text.len();
            (*bytes <= 2 * LANGUAGE_BYTES).then_some(text)
        })
        .collect::<Vec<_>>()
        .join("\n");
    let language = language(&running, None, given.language.as_deref());
    let shown = dating::Shown { text, sights: &sights, kinds: &kinds, language: language.as_deref(), words };
    let published = pagedate::given(given, &words.months)
        .map(|given| opening::against(&shown, &given).unwrap_or(given))
        .or_else(|| dating::published(&shown, pagedate::of_given_address(given, &words.months)));
    let byline = front::given(given, words).or_else(|| front::byline(text, &sights, &kinds, words));
    let dateline = front::dateline(text, &sights, &kinds);
    let stated = || front::outlet(text, &sights, &kinds, byline.as_deref(), dateline.as_deref(), vocabulary);
    let above = || masthead.map(|line| sights[line].span.of(text).to_owned());
    let outlet = given.outlet.clone().or_else(stated).or_else(above).or_else(|| pagedate::outlet_of_address(given));
    let rows: Vec<Row<'_>> = blocks
        .iter()
        .map(|&Block { span, kind }| Row { text: span.of(text), span, kind, stamped_on: None, begun_on: None })
        .collect();
    let entries = entries::find(&rows, published.as_ref().map(|day| day.end), words);
    let article = Article { title, outlet, byline, dateline, language, published, blocks, entries };
    (article, notes)
}

/// So many captions in a row may stand inside an article.
const BRIDGED: usize = 4;

/// The language is read from this much of the article's beginning.
const LANGUAGE_BYTES: usize = 6_000;

fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(LANGUAGE_BYTES)]
}

/// Every paragraph as seen by itself.
pub fn look(text: &str, words: &PageWords) -> Vec<Sight> {
    let mut sights: Vec<Sight> =
        paragraphs::split(text).into_iter().map(|span| sight::look(text, span, words)).collect();
    sight::mark_repetitions(&mut sights);
    sights
}

fn states(sights: &[Sight], weights: &Weights) -> Vec<State> {
    let mut scores: Vec<chain::Row> = Vec::with_capacity(sights.len());
    Page::new(sights).for_each(|_, features| scores.push(weights.score(features)));
    weights.best(&scores)
}

/// Whether a page surrounds the text: words of menus and boxes, or rows of links. Bare text has none, and then nothing
/// of it may be lost.
fn is_page(sights: &[Sight]) -> bool {
    let signs = sights.iter().filter(|sight| is_of_page(sight)).count();
    let fragments = sights.iter().filter(|sight| sight.prose() == Prose::Fragment).count();
    // A list of figures is not a menu, but thirty bare names and no sentence between them are one in any language.
    signs >= 2 || (signs == 1 && fragments >= 4) || (sights.len() >= 40 && fragments * 4 > sights.len() * 3)
}

/// A paragraph that belongs to a page and never to bare text.
fn is_of_page(sight: &Sight) -> bool {
    sight.signs.page() && sight.words <= 12 && sight.ending != Ending::Sentence
}

/// Captions do not end an article: running text that follows them right behind its end belongs to it.
fn bridge(text: &str, sights: &[Sight], states: &mut [State], vocabulary: &Vocabulary) {
    let Some(last) = states.iter().rposition(|state| *state == State::Article) else { return };
    let is_caption = |index: &usize| labels::is_caption(text, sights, *index, false, vocabulary);
    let captions = (last + 1..sights.len()).take(BRIDGED).take_while(is_caption).count();
    let next = last + 1 + captions;
    if captions == 0
        || sights.get(next).is_none_or(|next| next.prose() < Prose::Sentence || next.words < 12 || next.signs.page())
    {
        return;
    }
    states[last + 1..next].fill(State::Gap);
    for index in next..sights.len() {
        if sights[index].prose() < Prose::Sentence || sights[index].signs.page() {
            break;
        }
        states[index] = State::Article;
    }
}

/// Takes from the end of the article what by its own words belongs to the page: an invitation, the outlet's line about
/// itself, a first link to another story.
fn trim(sights: &[Sight], states: &mut [State]) {
    const TRIMMED: [Sign; 7] =
        [Sign::Nav, Sign::Login, Sign::Share, Sign::Comment, Sign::Related, Sign::Newsletter, Sign::Legal];
    let Some(last) = states.iter().rposition(|state| *state == State::Article) else { return };
    for index in (0..=last).rev() {
        let sight = &sights[index];
        let of_page = sight.words <= 25 && TRIMMED.into_iter().any(|sign| sight.signs.any(sign));
        match states[index] {
            State::Article if !of_page || !states[..index].contains(&State::Article) => return,
            _ => states[index] = State::After,
        }
    }
}

/// States of bare text: all of it is the article, but for labels above its first sentence, a line about rights, and notices with the
/// labels under them. A title above them changes nothing, so that a text is read alike whether its title stands in it or beside it.
fn bare(sights: &[Sight], is_titled: bool) -> Vec<State> {
    let prose = sights.iter().any(|sight| !is_of_page(sight) && sight.notice().is_none());
    let below = usize::from(is_titled);
    let opening = below + labels::opening(&sights[below..]);
    let (mut begun, mut in_notice) = (false, false);
    let state = |(index, sight): (usize, &Sight)| {
        in_notice = prose && (sight.notice().is_some() || in_notice && is_of_page(sight));
        let article = !in_notice && (!prose || !is_of_page(sight));
        begun |= article && index >= opening;
        match (article, in_notice, begun) {
            _ if prose && labels::is_rights(sight) => State::Gap,
            (true, ..) | (_, false, true) => State::Article,
            (_, true, true) => State::Gap,
            (.., false) => State::Before,
        }
    };
    sights.iter().enumerate().map(state).collect()
}

/// When the chain finds no article on a page, which is mostly that of a flash of one sentence: its paragraphs that read like prose and end
/// like it, else whatever has no sign of a page.
fn keep_what_reads(sights: &[Sight]) -> Vec<State> {
    let reads = |sight: &Sight| {
        (!sight.signs.page()).then(|| (sight.prose(), sight.ending == Ending::Sentence && sight.words >= FEWEST_WORDS))
    };
    let best = sights.iter().filter_map(reads).max_by_key(|&(prose, is_ended)| (is_ended, prose));
    let state = |sight: &Sight| match (reads(sight), best) {
        (Some(reads), Some(best)) if reads == best && best.0 >= Prose::Line => State::Article,
        _ => State::Gap,
    };
    sights.iter().map(state).collect()
}

/// A sentence of fewer words is a label with a stop.
const FEWEST_WORDS: u32 = 7;

#[cfg(test)]
mod heads;
#[cfg(test)]
mod tests;
