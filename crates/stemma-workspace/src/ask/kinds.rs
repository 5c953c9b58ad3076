//! The kinds of events by which a person may ask, and the codes of others for them.

use serde::Deserialize;
use stemma::lexicon::parse_toml;
use stemma_store::Dataset;

use crate::Error;

/// A kind of ours with the codes that PLOVER and ACLED have for it.
#[derive(Clone, Debug, Deserialize)]
pub struct Kind {
    pub id: String,
    pub label: String,
    pub plover: Option<String>,
    pub mode: Option<String>,
    pub acled: Option<String>,
    pub acled_sub: Option<String>,
}

#[derive(Deserialize)]
struct Ontology {
    kind: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(flatten)]
    kind: Kind,
    /// Words that are an act themselves, and happenings of no conflict, are no events that are listed.
    #[serde(default)]
    verbal: bool,
    #[serde(default)]
    aside: bool,
}

const ONTOLOGY: &str = "events/ontology.toml";
/// How many kinds are offered where there is none of the name.
const NEAREST: usize = 3;

/// The program's own kinds, in the order of their list.
pub fn kinds() -> Result<Vec<Kind>, Error> {
    Ok(ontology()?.into_iter().filter(|entry| !entry.verbal && !entry.aside).map(|entry| entry.kind).collect())
}

fn ontology() -> Result<Vec<Entry>, Error> {
    let text = stemma_data::LISTS.iter().find(|(name, _)| *name == ONTOLOGY).map_or("", |(_, text)| text);
    parse_toml(ONTOLOGY, text).map(|ontology: Ontology| ontology.kind).map_err(Error::Lists)
}

/// Refuses a kind that neither the program nor the store knows: events of a kind of the user's own have it in the store.
pub(super) fn check(written: &[String], store: &impl Dataset) -> Result<(), Error> {
    if written.is_empty() {
        return Ok(());
    }
    let names = |Entry { kind, .. }: Entry| [Some(kind.id), kind.plover, kind.acled, kind.acled_sub];
    let mut known: Vec<String> = ontology()?.into_iter().flat_map(names).flatten().collect();
    let is_known = |known: &[String], kind: &str| known.iter().any(|name| name.eq_ignore_ascii_case(kind));
    if written.iter().all(|kind| is_known(&known, kind)) {
        return Ok(());
    }
    known.extend(store.kinds()?);
    match written.iter().find(|kind| !is_known(&known, kind)) {
        Some(kind) => Err(Error::Query(format!(
            "{kind}: no kind of event is called so; nearest: {}; `stemma about kinds` names all",
            nearest(known, kind).join(", ")
        ))),
        None => Ok(()),
    }
}

pub(crate) fn nearest(mut known: Vec<String>, written: &str) -> Vec<String> {
    known.sort();
    known.dedup();
    let written = written.to_lowercase();
    let likeness = |name: &String| {
        strsim::sorensen_dice(&name.to_lowercase(), &written) + strsim::jaro_winkler(&name.to_lowercase(), &written)
    };
    known.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)));
    known.truncate(NEAREST);
    known
}
