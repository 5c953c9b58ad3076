//! A chapter on its way into the store, packed where it is made so that all cores share that work.

use std::collections::BTreeSet;

use serde::Deserialize;
use stemma::model::{CopyEdge, Dated, Story};
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
            copies: chapter.lineage.iter().map(copy).collect(),
            dates: chapter.dates.clone(),
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

fn copy(edge: &CopyEdge) -> CopyRow {
    CopyRow {
        child: edge.child.clone(),
        parent: edge.parent.clone(),
        missing: edge.missing.clone(),
        p: edge.p,
        one_text: edge.one_text,
        words: edge.passages.iter().map(|passage| passage.words).sum(),
        edits: edge.passages.iter().map(|passage| passage.edits).sum(),
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
