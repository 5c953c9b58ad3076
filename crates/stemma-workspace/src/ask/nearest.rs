//! The records whose ids or titles are most like what was written, where none is called so.
//!
//! Few are looked at, however large the store: those whose ids begin as the written one does, and those that have the words, each mended to
//! the word of the store that is most like it.

use stemma_store::{Asked, Dataset, Filter, Noun, Record};

use super::called::{NAMED, is_of};
use crate::Error;

/// How many are looked at by each way.
const LOOKED_AT: usize = 12;
/// So much of an id must be right.
const RIGHT: usize = 4;
/// From here on two words are one with a slip of the pen.
const SLIP: f64 = 0.6;

/// A few of them.
pub fn nearest(store: &impl Dataset, noun: Option<Noun>, written: &str) -> Result<Vec<Record>, Error> {
    let mut found = by_beginning(store, noun, written)?;
    if found.is_empty() {
        found = by_words(store, noun, written)?;
    }
    Ok(likest(found, written))
}

/// Records whose ids have the longest beginning in common with what was written.
fn by_beginning(store: &impl Dataset, noun: Option<Noun>, written: &str) -> Result<Vec<Record>, Error> {
    let ends: Vec<usize> = written.char_indices().map(|(at, _)| at).skip(RIGHT).collect();
    for end in ends.into_iter().rev() {
        let beginning = &written[..end];
        let mut found = store.records(beginning, LOOKED_AT)?;
        found.retain(|record| is_of(record, noun));
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

/// Records with the words; where none has them all, the most frequent ones are let go.
fn by_words(store: &impl Dataset, noun: Option<Noun>, written: &str) -> Result<Vec<Record>, Error> {
    let mut words = mended(store, written)?;
    let mut found: Vec<Record> = Vec::new();
    while !words.is_empty() && found.is_empty() {
        let said = words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ");
        let asked = Asked {
            filter: Filter { words: Some(said), ..Filter::default() },
            limit: Some(LOOKED_AT),
            ..Asked::default()
        };
        let events = store.events(&asked)?.rows;
        found.extend(events.into_iter().map(|row| Record { noun: Noun::Events, id: row.id, title: row.summary }));
        for page in store.pages(&asked)?.rows {
            let story = page.story.map(|story| store.story(&story)).transpose()?.flatten();
            found.extend(story.map(|story| Record { noun: Noun::Stories, id: story.id, title: story.title }));
            found.push(Record { noun: Noun::Pages, id: page.id, title: page.title.unwrap_or_default() });
        }
        found.retain(|record| is_of(record, noun));
        words.pop();
    }
    Ok(found)
}

/// The words that were written, each as the store has it, the rarest first; those that are like none of its words are left out.
fn mended(store: &impl Dataset, written: &str) -> Result<Vec<(String, u64)>, Error> {
    let mut mended: Vec<(String, u64)> = Vec::new();
    let lower = written.to_lowercase();
    for word in lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.chars().count() > 2) {
        // Few slip in the first letters of a word.
        let beginning: String = word.chars().take(2).collect();
        let likeness = |known: &str| strsim::normalized_damerau_levenshtein(known, word);
        let known = store.vocabulary(&beginning)?.into_iter().map(|(known, count)| (likeness(&known), known, count));
        let best = known.max_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)).then_with(|| b.1.cmp(&a.1)));
        mended.extend(best.filter(|(likeness, ..)| *likeness >= SLIP).map(|(_, known, count)| (known, count)));
    }
    mended.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    mended.dedup();
    Ok(mended)
}

/// The few that are most like what was written, by pairs of letters; of equals, the first by noun and id.
fn likest(mut found: Vec<Record>, written: &str) -> Vec<Record> {
    let written = written.to_lowercase();
    let likeness = |record: &Record| {
        let of = |text: &str| strsim::sorensen_dice(&text.to_lowercase(), &written);
        of(&record.id).max(of(&record.title))
    };
    found.sort();
    found.dedup();
    found.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)));
    found.truncate(NAMED);
    found
}
