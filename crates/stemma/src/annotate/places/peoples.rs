//! Words for the people or the things of a place: "Syrian", "Ukrainians", "European".

use super::{Context, of_entry};
use crate::lexicon::gazetteer::{CountryId, PlaceId};
use crate::model::{PlaceMention, Span};

/// One such word, and the place it is of.
#[derive(Clone, Copy, Debug)]
pub struct People {
    pub span: Span,
    pub place: PlaceId,
    pub country: Option<CountryId>,
}

/// Finds them in text order. Languages are not told apart from peoples.
pub fn find(context: &Context<'_>) -> Vec<People> {
    let gazetteer = &context.lexicon.gazetteer;
    let tokens = &context.syntax.tokens;
    let mut found: Vec<People> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let words = |count: usize| {
            let last = tokens.get(at + count - 1).filter(|last| last.sentence == tokens[at].sentence)?;
            let span = tokens[at].span.cover(last.span);
            let words = span.of(context.text);
            words.starts_with(char::is_uppercase).then_some((span, words))
        };
        let of = |count: usize| {
            let (span, words) = words(count)?;
            let (place, country) = match gazetteer.people(words) {
                Some(found) => found,
                None if words.chars().count() > 3 && words.chars().all(|letter| !letter.is_lowercase()) => {
                    gazetteer.people(&in_title_case(words))?
                }
                None => return None,
            };
            Some((People { span, place, country }, count))
        };
        match of(2).or_else(|| of(1)) {
            Some((people, count)) => {
                found.push(people);
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

fn in_title_case(words: &str) -> String {
    let word = |word: &str| word[..1].to_owned() + &word[1..].to_lowercase();
    words
        .split(' ')
        .map(|part| if part.is_ascii() && !part.is_empty() { word(part) } else { part.to_owned() })
        .collect::<Vec<_>>()
        .join(" ")
}

/// The mentions of places, with those by way of their people laid between them.
pub fn with_peoples(context: &Context<'_>, mut places: Vec<PlaceMention>) -> Vec<PlaceMention> {
    let gazetteer = &context.lexicon.gazetteer;
    for people in find(context) {
        let taken = places.iter().any(|mention| mention.span.overlaps(people.span));
        if let Some(entry) = gazetteer.entry(people.place).filter(|_| !taken) {
            places.push(PlaceMention { span: people.span, place: of_entry(gazetteer, &entry) });
        }
    }
    places.sort_by_key(|mention| mention.span);
    places
}
