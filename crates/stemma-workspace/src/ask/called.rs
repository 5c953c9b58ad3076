//! Which record is meant by an id, by the beginning of one, or by the name of a file.

use stemma_store::{Dataset, Noun, Record};

use crate::Error;

/// What is called so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    One(Record),
    /// Several begin so; a few of them.
    Several(Vec<Record>),
    /// None does; these are the nearest.
    None(Vec<Record>),
}

/// How many that begin so are looked at.
const MOST: usize = 6;
/// How many are offered where there is none.
const NEAREST: usize = 3;

/// The record of an id; of one noun, where one is given.
pub fn called(store: &impl Dataset, noun: Option<Noun>, id: &str) -> Result<Called, Error> {
    let is_meant = |record: &Record| noun.is_none_or(|noun| record.noun == noun);
    let id = id.trim();
    let mut found: Vec<Record> = match id {
        "" => Vec::new(),
        id => store.records(id, MOST)?.into_iter().filter(is_meant).collect(),
    };
    if let Some(at) = found.iter().position(|record| record.id == id) {
        return Ok(Called::One(found.swap_remove(at)));
    }
    Ok(match found.len() {
        0 => Called::None(nearest(store.titles()?.into_iter().filter(is_meant), id)),
        1 => Called::One(found.remove(0)),
        _ => Called::Several(found),
    })
}

/// Those whose id or title is most like what was written.
fn nearest(records: impl Iterator<Item = Record>, written: &str) -> Vec<Record> {
    let written = written.to_lowercase();
    let words: Vec<&str> =
        written.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 2).collect();
    let likeness = |record: &Record| {
        let title = record.title.to_lowercase();
        let told = words.iter().filter(|word| title.contains(*word)).count() as f64;
        told + strsim::jaro_winkler(&record.id.to_lowercase(), &written).max(strsim::jaro_winkler(&title, &written))
    };
    let mut best: Vec<(f64, Record)> = records.map(|record| (likeness(&record), record)).collect();
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    best.into_iter().take(NEAREST).map(|(_, record)| record).collect()
}
