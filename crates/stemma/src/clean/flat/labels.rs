//! The states of a page's paragraphs to kinds: which paragraph is the title, which are byline, dateline and captions, and
//! what the parts around the article are. It moves no paragraph into the article; it takes out of it what is not its
//! running text.

use std::collections::HashSet;
use std::ops::Range;

use super::chain::State;
use super::features::{is_stamp, main_sign};
use super::sight::{Ending, Opening, Prose, Sight, words};
use super::vocabulary::{Sign, Vocabulary};
use crate::model::BlockKind;

/// A title is looked for among so many paragraphs before the article.
const TITLE_REACH: usize = 25;
/// Between the title and the first sentence may stand so many lines: stand-first, byline, day, captions.
const HEAD_LINES: usize = 8;
/// Above the first sentence stand no more lines than these.
const LONGEST_HEAD: usize = 16;
/// The article's words are compared with those of so many of its first paragraphs.
const TITLE_BODY: usize = 12;

/// The kind of every paragraph.
pub fn label(
    text: &str,
    sights: &[Sight],
    states: &[State],
    given_title: Option<&str>,
    vocabulary: &Vocabulary,
) -> Vec<BlockKind> {
    let last = states.iter().rposition(|state| *state == State::Article);
    let title = find_title(text, sights, states, given_title, vocabulary);
    // The head is counted from below the title, as where the title stands beside the text.
    let first = (0..states.len()).find(|&index| states[index] == State::Article && title != Some(index));
    let opening = first.map(|first| first + opening(&sights[first..]));
    let mut section = None;
    let mut kinds = Vec::with_capacity(sights.len());
    for (index, (sight, state)) in sights.iter().zip(states).enumerate() {
        let near_head = first.is_some_and(|first| index <= first + 2) && title.is_none_or(|title| index > title);
        let above = opening.is_some_and(|opening| index <= opening + 2) && sight.is_stamp;
        let at_end = last == Some(index);
        let kind = match state {
            _ if title == Some(index) => BlockKind::Title,
            State::Article if is_caption(text, sights, index, at_end, vocabulary) => BlockKind::Caption,
            State::Article if above || near_head && is_byline(sight) => BlockKind::Byline,
            State::Article if near_head && is_dateline(text, sight) => BlockKind::Dateline,
            State::Article => BlockKind::Body,
            State::Gap if is_caption(text, sights, index, false, vocabulary) => BlockKind::Caption,
            State::Before if near_head && title.is_some() && is_caption(text, sights, index, false, vocabulary) => {
                BlockKind::Caption
            }
            State::Before | State::Gap if near_head && is_dateline(text, sight) => BlockKind::Dateline,
            State::Before | State::Gap if near_head && is_byline(sight) => BlockKind::Byline,
            _ => outside(sight, *state, &mut section),
        };
        if *state == State::Article {
            section = None;
        }
        kinds.push(kind);
    }
    let count = |kind: BlockKind| kinds.iter().filter(|other| **other == kind).count();
    if count(BlockKind::Body) < count(BlockKind::Caption) && (count(BlockKind::Body) == 0 || title.is_none()) {
        // A gallery, or text that only looks like captions: it is all the article there is.
        for (kind, state) in kinds.iter_mut().zip(states) {
            if *kind == BlockKind::Caption && *state == State::Article {
                *kind = BlockKind::Body;
            }
        }
    }
    kinds
}

/// How many lines stand above the first sentence of an article.
pub fn opening(article: &[Sight]) -> usize {
    let reads = |sight: &Sight| tells(sight) && !sight.is_stamp;
    article.iter().take(LONGEST_HEAD).position(reads).unwrap_or(0)
}

/// Whether a paragraph is a sentence at least; a teaser breaks off in the middle of one.
fn tells(sight: &Sight) -> bool {
    let breaks_off = sight.ending == Ending::Ellipsis && sight.words >= TEASER_WORDS && sight.function_share() >= 0.15;
    sight.prose() >= Prose::Sentence || breaks_off
}

/// A headline that ends in dots has fewer words.
const TEASER_WORDS: u32 = 12;

/// The kind of a paragraph that is not of the article: by its own sign, else by the section it stands in.
fn outside(sight: &Sight, state: State, section: &mut Option<Sign>) -> BlockKind {
    let sign = if is_rights(sight) { Some(Sign::Legal) } else { main_sign(sight) };
    let opens = |sign: &Sign| matches!(sign, Sign::Comment | Sign::Related | Sign::Login);
    if let Some(sign) = sign.filter(opens) {
        *section = Some(sign);
    } else if is_stamp(sight) && sight.dated > 0 && sight.marks.clock && sight.opening <= Opening::Lower {
        // A name, a day and an hour: somebody says something.
        *section = Some(Sign::Comment);
    } else if sign.is_some_and(|sign| matches!(sign, Sign::Legal | Sign::Newsletter)) {
        *section = None;
    }
    let kind_of = |sign: Sign| match sign {
        Sign::Nav | Sign::Legal => BlockKind::Nav,
        Sign::Login => BlockKind::Login,
        Sign::Share => BlockKind::Share,
        Sign::Comment => BlockKind::Comment,
        Sign::Related => BlockKind::Related,
        Sign::Newsletter | Sign::Ad => BlockKind::Ad,
        Sign::Caption => BlockKind::Caption,
        Sign::Byline | Sign::Stamp => BlockKind::Other,
    };
    match (sign, *section) {
        (Some(sign), _) if !matches!(sign, Sign::Caption | Sign::Byline | Sign::Stamp) => kind_of(sign),
        (_, Some(Sign::Comment)) => BlockKind::Comment,
        (_, Some(Sign::Related)) => BlockKind::Related,
        (_, Some(Sign::Login)) if sight.words <= 12 && state == State::Before => BlockKind::Login,
        _ if sight.marks.copyright => BlockKind::Nav,
        _ if is_stamp(sight) && sight.marks.bar && state == State::After => BlockKind::Comment,
        _ if sight.prose() == Prose::Fragment => BlockKind::Nav,
        _ if state == State::After && sight.prose() == Prose::Line => BlockKind::Related,
        _ => BlockKind::Other,
    }
}

/// The paragraph that is the article's title: the given one where it stands nearest above the article; else the one
/// that reads like a headline and shares most words with the article.
fn find_title(
    text: &str,
    sights: &[Sight],
    states: &[State],
    given: Option<&str>,
    vocabulary: &Vocabulary,
) -> Option<usize> {
    let first = states.iter().position(|state| *state == State::Article)?;
    if let Some(given) = given.filter(|given| !folded(given).is_empty()) {
        return given_title(text, sights, first.saturating_sub(4 * TITLE_REACH)..first + 2, given);
    }
    let body: HashSet<String> = (first..sights.len())
        .filter(|index| states[*index] == State::Article && tells(&sights[*index]))
        .take(TITLE_BODY)
        .flat_map(|index| content_words(sights[index].span.of(text), vocabulary))
        .collect();
    // The article's own first lines count as well when prose follows them.
    let ahead = &sights[first..sights.len().min(first + HEAD_LINES + 1)];
    let to = first + ahead.iter().position(tells).unwrap_or(0);
    let mut best: Option<(f32, usize)> = None;
    for index in first.saturating_sub(TITLE_REACH)..to {
        let sight = &sights[index];
        if !may_be_title(sight) || is_caption(text, sights, index, false, vocabulary) {
            continue;
        }
        let own: HashSet<String> = content_words(sight.span.of(text), vocabulary).collect();
        let shared = own.iter().filter(|word| body.contains(*word)).count() as f32;
        let mut score = shared * (0.5 + shared / own.len().max(1) as f32);
        score += if sight.words >= 4 { 1.0 } else { 0.0 };
        score -= first.saturating_sub(index) as f32 * 0.05;
        score -= if sight.marks.arrow || sight.marks.bar { 1.0 } else { 0.0 };
        if score >= 1.5 && best.is_none_or(|(other, _)| score > other + 0.75) {
            best = Some((score, index));
        }
    }
    best.map(|(_, index)| index)
}

/// The last of these paragraphs that is the given title.
pub fn given_title(text: &str, sights: &[Sight], among: Range<usize>, given: &str) -> Option<usize> {
    let given = folded(given);
    let is_it = |index: &usize| sights[*index].words < 60 && folded(sights[*index].span.of(text)) == given;
    (among.start..among.end.min(sights.len())).rev().find(is_it)
}

/// Whether a paragraph reads like a headline.
fn may_be_title(sight: &Sight) -> bool {
    (2..=30).contains(&sight.words)
        && sight.span.len() <= 300
        && sight.sentences <= 2
        && !(sight.ending == Ending::Sentence && !sight.marks.question && !sight.marks.exclamation && sight.words > 14)
        && sight.ending != Ending::Ellipsis
        && matches!(sight.opening, Opening::Upper | Opening::Digit | Opening::Quote | Opening::Other)
        && !is_stamp(sight)
        && !is_byline(sight)
        && !sight.signs.page()
}

/// A line that names the writer or the day: "By …", "Published on …", or a day and little else.
pub fn is_byline(sight: &Sight) -> bool {
    let short = sight.words <= 25 && sight.ending != Ending::Sentence;
    sight.is_stamp
        || short && ((sight.signs.start(Sign::Byline) && (sight.words <= 14 || sight.dated > 0)) || sight.is_date())
}

/// A line that says whose the page is: "© 2017 The Valley Courier. All rights reserved."
pub fn is_rights(sight: &Sight) -> bool {
    sight.marks.copyright && sight.words <= 40 && sight.signs.any(Sign::Legal)
}

/// A line of its own that says where the report comes from: "NAIROBI, Kenya (AP) _", "BAAR, SWITZERLAND".
fn is_dateline(text: &str, sight: &Sight) -> bool {
    let line = sight.span.of(text);
    sight.words <= 10
        && sight.capitals >= 1
        && line.contains(',')
        && line.chars().next().is_some_and(char::is_uppercase)
        && (line.ends_with(['_', '—', '–', '-']) || (sight.capitals == sight.words && sight.words <= 4))
}

/// A line under a picture: it begins like one, ends with the credit of an agency, or is said twice in a row.
pub fn is_caption(text: &str, sights: &[Sight], index: usize, at_end: bool, vocabulary: &Vocabulary) -> bool {
    let sight = &sights[index];
    if sight.words > 70 {
        return false;
    }
    let line = sight.span.of(text);
    let twin = |other: Option<usize>| {
        other.and_then(|other| sights.get(other)).is_some_and(|other| other.hash == sight.hash) && sight.words <= 40
    };
    if sight.words >= 2 && (twin(index.checked_sub(1)) || twin(Some(index + 1))) {
        return true;
    }
    let label = line.split([':', '-', '–', '—', '|']).next().unwrap_or("");
    let labelled = sight.signs.start(Sign::Caption) && label.len() < line.len() && label.len() <= 40;
    if labelled && !at_end {
        return true;
    }
    if sight.words <= 20 && sight.signs.any(Sign::Caption) && sight.ending != Ending::Sentence {
        return true;
    }
    !at_end && credit(line).is_some_and(|credit| vocabulary.is_credit(&credit))
}

/// The words that stand where a picture's credit stands: in the last brackets, or after the last bar or copyright sign.
/// A credit after a full stop closes a report, not a caption.
fn credit(line: &str) -> Option<String> {
    let (before, credit) = if let Some(inner) = line.strip_suffix(')').or_else(|| line.strip_suffix(").")) {
        inner.rsplit_once('(')?
    } else {
        let at = line.rfind(['|', '©', '/'])?;
        (&line[..at], line[at..].trim_start_matches(['|', '©', '/']))
    };
    if before.trim_end().is_empty() || credit.len() > 60 {
        return None;
    }
    // "(Photo: X | AFP)": the last part names the agency.
    let last = credit.rsplit(['|', '/', ',', ':']).next().unwrap_or(credit);
    (!before.trim_end().ends_with('.') || line.contains('|')).then(|| fold_plain(last))
}

fn fold_plain(text: &str) -> String {
    words(text).map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Words of a text in lower case, for comparing titles; long texts are cut.
fn folded(text: &str) -> String {
    words(text).take(80).map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Words that carry meaning: not function words, longer than two letters.
fn content_words<'a>(text: &'a str, vocabulary: &'a Vocabulary) -> impl Iterator<Item = String> + 'a {
    words(text)
        .take(400)
        .map(str::to_lowercase)
        .filter(|word| !vocabulary.is_function_word(word) && (word.chars().nth(2).is_some() || !word.is_ascii()))
}
