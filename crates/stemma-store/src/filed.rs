//! A chapter on its way into the store, packed where it is made so that all cores share that work.

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;
use stemma::model::{AlterationKind, Control, CopyEdge, Dated, Evidence, Story};
use stemma::pipeline::Chapter;

use crate::entry::{pack, unpack_record};
use crate::rows::CopyRow;
use crate::tally::{self, Totals};

/// All that is kept of a chapter by itself; its events and claims are kept as the joined picture has them.
#[derive(Clone, Debug)]
pub struct Filed {
    pub(crate) story: Story,
    pub(crate) totals: Totals,
    pub(crate) copies: Vec<CopyRow>,
    pub(crate) dates: Vec<Dated>,
    pub(crate) control: Vec<Control>,
    pub(crate) contradictions: Vec<FiledContradiction>,
    pub(crate) is_weighed: bool,
    /// JSON, deflated.
    pub(crate) record: Vec<u8>,
}

#[derive(Clone, Debug)]
pub(crate) struct FiledContradiction {
    /// What is the same for two that are one.
    pub key: String,
    pub id: String,
    pub record: Vec<u8>,
}

impl Filed {
    pub fn new(chapter: &Chapter) -> Filed {
        let json = serde_json::to_vec(chapter).expect("a chapter has no keys that are not strings");
        let contradictions = chapter.part.contradictions().iter().map(|found| FiledContradiction {
            key: tally::key(found),
            id: found.id.clone(),
            record: packed(found),
        });
        Filed {
            story: chapter.story.clone(),
            totals: tally::of(chapter),
            copies: copies(chapter),
            dates: chapter.dates.clone(),
            control: chapter.part.control().cloned().collect(),
            contradictions: contradictions.collect(),
            is_weighed: is_weighed(&json),
            record: pack(&json),
        }
    }

    pub fn story(&self) -> &str {
        &self.story.id
    }

    /// Whether it tells numbers that are weighed by what its sources say in other stories, and so weighs in these itself.
    pub fn is_weighed(&self) -> bool {
        self.is_weighed
    }

    /// `Err` says in words what is broken.
    pub(crate) fn chapter(record: &[u8]) -> Result<Chapter, String> {
        serde_json::from_slice(&unpack_record(record)?).map_err(|error| error.to_string())
    }
}

/// As a record lies in its row.
pub(crate) fn packed(record: &impl serde::Serialize) -> Vec<u8> {
    pack(&serde_json::to_vec(record).expect("a record has no keys that are not strings"))
}

/// `Err` says in words what is broken.
pub(crate) fn unpacked<T: serde::de::DeserializeOwned>(record: &[u8]) -> Result<T, String> {
    serde_json::from_slice(&unpack_record(record)?).map_err(|error| error.to_string())
}

fn copies(chapter: &Chapter) -> Vec<CopyRow> {
    let mut rows: Vec<CopyRow> = chapter.lineage.iter().map(copy).collect();
    let mut by_source: HashMap<(&str, Option<&str>), usize> = HashMap::new();
    for (at, edge) in chapter.lineage.iter().enumerate() {
        by_source.entry((&edge.child, edge.parent.as_deref())).or_insert(at);
    }
    for altered in chapter.alterations.iter().filter(|altered| altered.kind != AlterationKind::Attribution) {
        // The older words of a source that nobody collected stand in another copy of it.
        let unseen = by_source.get(&(altered.child.as_str(), None));
        if let Some(&at) = by_source.get(&(altered.child.as_str(), Some(altered.parent.as_str()))).or(unseen) {
            rows[at].altered += 1;
        }
    }
    rows
}

fn copy(edge: &CopyEdge) -> CopyRow {
    CopyRow {
        child: edge.child.clone(),
        parent: edge.parent.clone(),
        missing: edge.missing.clone(),
        p: edge.p,
        one_text: edge.one_text,
        words: edge.passages.iter().map(|passage| passage.words).sum(),
        edits: edge.passages.iter().map(|passage| passage.edits).sum(),
        credits: edge.evidence.contains(&Evidence::ExplicitCredit),
        altered: 0,
        evidence: edge.evidence.clone(),
    }
}

/// Whether an event is told with two numbers of one measure: then sources are compared. The form is that of a chapter's JSON, of
/// which nothing else is read.
fn is_weighed(json: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Numbers {
        part: Part,
    }
    #[derive(Deserialize)]
    struct Part {
        events: Vec<Draft>,
        #[serde(default)]
        second: Vec<Draft>,
    }
    #[derive(Deserialize)]
    struct Draft {
        reports: Vec<Report>,
    }
    #[derive(Deserialize)]
    struct Report {
        measure: String,
    }
    // What cannot be read so is taken for weighed, which costs time and is never wrong.
    let Ok(Numbers { part }) = serde_json::from_slice(json) else { return true };
    part.events.iter().chain(&part.second).any(|draft| {
        let mut measures = BTreeSet::new();
        draft.reports.iter().any(|report| !measures.insert(&report.measure))
    })
}
