//! What the words around a place say it lies in: "Yarou-Ginna, in the Koro district of central Mali", "Haiti's Artibonite", "between Boni and Hombori in Mali".
//!
//! Comes in: the spans of an article's places, in text order, and its words for peoples. Goes out: for each, the others that it is said to lie in or at, the nearest in words first. It looks
//! at words only; whether a place of that name is there, `resolve` and `containers` ask.

use super::between;
use super::peoples::People;
use crate::annotate::Context;
use crate::lexicon::gazetteer::{PlaceId, PlaceWords};
use crate::model::Span;

/// So many words may stand between a name and what it lies in.
const MOST_WORDS: usize = 9;
/// So many places follow each other in one such chain, or stand in one list, at most.
const LONGEST_CHAIN: usize = 5;
/// Words that lead from a place to the next wider one, beside kinds of places and directions.
const LINKS: [&str; 20] = [
    "in", "of", "the", "a", "an", "at", "near", "outside", "s", "country", "just", "on", "edge", "part", "parts",
    "far", "inside", "area", "close", "to",
];

/// What a place is said to lie in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// Another of the spans, by its index.
    Mention(usize),
    /// The country of a people: "the Syrian town of X".
    Of(PlaceId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    pub container: Container,
    /// The words can hardly mean anything else.
    pub firm: bool,
}

/// What every one of these places is said to lie in.
pub fn containers(context: &Context<'_>, spans: &[Span], peoples: &[People]) -> Vec<Vec<Told>> {
    let words = context.lexicon.gazetteer.words();
    let text = context.text;
    let mut told: Vec<Vec<Told>> = vec![Vec::new(); spans.len()];
    let joints: Vec<&str> = spans.windows(2).map(|pair| between(text, pair[0], pair[1])).collect();
    for (index, found) in told.iter_mut().enumerate() {
        let mut container = index;
        // "X, in Haiti's Artibonite department": the chain may go down again.
        while let Some(joint) = joints.get(container).filter(|_| container < index + LONGEST_CHAIN)
            && (leads_on(words, joint) || container > index && is_owner(words, joint))
            && !is_at_border(text, joint, spans[container + 1])
        {
            container += 1;
            found.push(Told { container: Container::Mention(container), firm: true });
        }
        let before = index
            .checked_sub(1)
            .filter(|before| is_owner(words, joints[*before]) || is_of_settlement_before(words, joints[*before]));
        found.extend(before.map(|before| Told { container: Container::Mention(before), firm: false }));
        let next_people = peoples.partition_point(|people| people.span.end <= spans[index].start);
        let people = next_people.checked_sub(1).map(|last| &peoples[last]);
        let people = people.filter(|people| is_of_people(words, between(text, people.span, spans[index])));
        found.extend(people.map(|people| Told { container: Container::Of(people.place), firm: true }));
    }
    // What is said behind the last of a list is said of all: "between Boni and Hombori in central Mali".
    for index in (0..joints.len()).rev() {
        if told[index].is_empty() && matches!(joints[index], " and " | ", " | ", and " | " or ") {
            let behind = |told: &&Told| told.firm && told.container != Container::Mention(index + 1);
            told[index] = told[index + 1].iter().filter(behind).map(|told| Told { firm: false, ..*told }).collect();
        }
    }
    told
}

/// Whether these words say that what is before them lies in what follows.
fn leads_on(known: &PlaceWords, words: &str) -> bool {
    let mut parts = parts(words);
    // "in X and in Y" are two places, and so are those of two sentences.
    !words.contains(['.', ';', ':', '\n'])
        && words.split_whitespace().count() <= MOST_WORDS
        && !words.starts_with(['\'', '’'])
        && parts.next().is_some_and(|word| word != "to" && word != "s" && is_link(known, word))
        && parts.all(|word| is_link(known, word))
}

/// "near the Texas border": on either side of it.
fn is_at_border(text: &str, joint: &str, container: Span) -> bool {
    let behind = text.get(container.end as usize..).unwrap_or("").trim_start_matches("'s").trim_start_matches("’s");
    let is_border =
        [" border", " line", " frontier"].iter().any(|word| behind.starts_with(word)) || behind.starts_with(['-', '–']);
    is_border && parts(joint).any(|word| matches!(word, "near" | "outside" | "close" | "at" | "to"))
}

/// "X's", "X's northern", "X's town of".
fn is_owner(known: &PlaceWords, words: &str) -> bool {
    (words.starts_with("'s ") || words.starts_with("’s "))
        && words.len() < 40
        && !words.contains([',', '.', ';', ':', '\n'])
        && parts(words).skip(1).all(|word| is_link(known, word))
}

/// "the city's X", after a settlement in the words before.
fn is_of_settlement_before(known: &PlaceWords, words: &str) -> bool {
    let Some((before, behind)) = words.rsplit_once("'s ").or_else(|| words.rsplit_once("’s ")) else { return false };
    let noun = parts(before).last().unwrap_or("").to_lowercase();
    words.len() < 200 && known.settlements.contains(&noun) && parts(behind).all(|word| is_link(known, word))
}

/// "the northern Syrian town of X", "the Libyan city of X".
fn is_of_people(known: &PlaceWords, words: &str) -> bool {
    let last = parts(words).last();
    last == Some("of")
        && words.len() < 40
        && !words.contains([',', '.', ';', ':', '\n'])
        && parts(words)
            .all(|word| matches!(word, "of" | "border" | "country") || is_kind_or_side(known, &word.to_lowercase()))
        && parts(words).any(|word| known.is_kind(&word.to_lowercase()))
}

fn parts(words: &str) -> impl Iterator<Item = &str> {
    words.split(|letter: char| !letter.is_alphanumeric() && letter != '-').filter(|word| !word.is_empty())
}

fn is_link(known: &PlaceWords, word: &str) -> bool {
    let word = word.to_lowercase();
    LINKS.contains(&word.as_str()) || is_kind_or_side(known, &word)
}

fn is_kind_or_side(known: &PlaceWords, word: &str) -> bool {
    [&known.directions, &known.settlements, &known.provinces].iter().any(|list| list.contains(word))
}
