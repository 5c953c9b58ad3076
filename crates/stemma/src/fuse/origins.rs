//! Which mentions go back to one source: an interval for the number of independent origins, with its reason.
//!
//! Two mentions share an origin when one article repeats the passage of the other, or when both repeat a passage of a
//! source that nobody collected. Copying another part of the page does not count: origins belong to claims, not pages.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Mention;
use crate::model::{Grade, Links, Origins, Reading, Span};

/// The copied passages of a store, by document.
pub struct Copying {
    /// child document → (span in it, source)
    by_child: HashMap<String, Vec<(Span, Source)>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Source {
    Parent { doc: String, span: Span },
    Unseen { label: String },
}

/// An edge less likely than this is not counted as copying …
const LIKELY: f32 = 0.35;
/// … unless so many words are shared. Among many equal copies each is an unlikely parent, yet all have one text.
const LONG: u32 = 16;

impl Copying {
    pub fn of(readings: &[Reading], links: &Links) -> Copying {
        let story_of: HashMap<&str, &str> = links
            .stories
            .iter()
            .flat_map(|story| story.documents.iter().map(|doc| (doc.as_str(), story.id.as_str())))
            .collect();
        let mut by_child: HashMap<String, Vec<(Span, Source)>> = HashMap::new();
        let known: BTreeSet<&str> = readings.iter().map(|reading| reading.id.as_str()).collect();
        for edge in &links.lineage {
            for passage in edge.passages.iter().filter(|passage| edge.p >= LIKELY || passage.words >= LONG) {
                let source = match (&edge.parent, &passage.parent, &edge.missing) {
                    (Some(parent), Some(span), _) if known.contains(parent.as_str()) => {
                        Source::Parent { doc: parent.clone(), span: *span }
                    }
                    (None, _, Some(label)) => {
                        let story = story_of.get(edge.child.as_str()).copied().unwrap_or("");
                        Source::Unseen { label: format!("{story}/{label}") }
                    }
                    _ => continue,
                };
                by_child.entry(edge.child.clone()).or_default().push((passage.child, source));
            }
        }
        Copying { by_child }
    }

    /// Whether the words of two mentions are one piece of writing.
    pub fn shared(&self, a: &Mention<'_>, b: &Mention<'_>) -> bool {
        self.derives(a, b) || self.derives(b, a) || self.unseen(a).intersection(&self.unseen(b)).next().is_some()
    }

    fn derives(&self, child: &Mention<'_>, parent: &Mention<'_>) -> bool {
        let passages = self.by_child.get(&child.reading.id).into_iter().flatten();
        passages.filter(|(span, _)| touches(*span, child.event.extent)).any(|(_, source)| match source {
            Source::Parent { doc, span } => *doc == parent.reading.id && touches(*span, parent.event.extent),
            Source::Unseen { .. } => false,
        })
    }

    fn unseen(&self, mention: &Mention<'_>) -> BTreeSet<&str> {
        let passages = self.by_child.get(&mention.reading.id).into_iter().flatten();
        passages
            .filter(|(span, _)| touches(*span, mention.event.extent))
            .filter_map(|(_, source)| match source {
                Source::Unseen { label } => Some(label.as_str()),
                Source::Parent { .. } => None,
            })
            .collect()
    }

    /// The documents of a cluster, those that go back to one source together; sorted.
    pub fn groups(&self, mentions: &[&Mention<'_>]) -> Vec<Vec<String>> {
        let docs: BTreeSet<&str> = mentions.iter().map(|mention| mention.reading.id.as_str()).collect();
        let docs: Vec<&str> = docs.into_iter().collect();
        let number: HashMap<&str, usize> = docs.iter().enumerate().map(|(index, doc)| (*doc, index)).collect();
        let mut group: Vec<usize> = (0..docs.len()).collect();
        // In a crowd, one mention speaks for its document.
        let mut seen = BTreeSet::new();
        let crowd = mentions.len() > 64;
        let mentions: Vec<&&Mention<'_>> =
            mentions.iter().filter(|mention| !crowd || seen.insert(mention.reading.id.as_str())).collect();
        for (index, a) in mentions.iter().enumerate() {
            for b in &mentions[index + 1..] {
                let (x, y) = (number[a.reading.id.as_str()], number[b.reading.id.as_str()]);
                if x != y && group[x] != group[y] && self.shared(a, b) {
                    let (from, to) = (group[x].max(group[y]), group[x].min(group[y]));
                    group.iter_mut().filter(|entry| **entry == from).for_each(|entry| *entry = to);
                }
            }
        }
        let mut grouped: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (index, doc) in docs.iter().enumerate() {
            grouped.entry(group[index]).or_default().push(doc.to_string());
        }
        grouped.into_values().collect()
    }
}

/// A passage that holds at least half of the mention tells it.
fn touches(passage: Span, mention: Span) -> bool {
    let shared = passage.end.min(mention.end).saturating_sub(passage.start.max(mention.start));
    2 * shared as usize >= mention.len().min(passage.len()).max(1)
}

/// At most one origin for each group of copies; at least one for each speaker that the groups name differently.
pub fn count(groups: &[Vec<String>], mentions: &[&Mention<'_>]) -> Origins {
    let speaker = |doc: &str| {
        mentions.iter().filter(|mention| mention.reading.id == doc).find_map(|mention| {
            let attribution = mention.reading.annotations.attributions.get(mention.event.attribution? as usize)?;
            let words = attribution.source.first().map(|span| span.of(&mention.reading.text).to_string());
            attribution.speaker.clone().or(words)
        })
    };
    // Groups that name one speaker may all have it from one statement.
    let mut named: BTreeSet<String> = BTreeSet::new();
    let mut unnamed = 0u32;
    let mut parts = Vec::new();
    for group in groups {
        if group.len() > 1 {
            parts.push(format!("{} go back to one text", group.join(", ")));
        }
        match group.iter().find_map(|doc| speaker(doc)) {
            Some(name) => {
                if !named.insert(name.to_lowercase()) {
                    parts.push(format!("{} names the same source as another article ({name})", group[0]));
                }
            }
            None => unnamed += 1,
        }
    }
    let max = groups.len() as u32;
    // An article that names no source may have it from any of the named ones.
    let min = (named.len() as u32).max(u32::from(unnamed > 0)).clamp(1, max.max(1));
    if unnamed > 0 && groups.len() > 1 {
        parts.push(format!("{unnamed} of {max} name no source"));
    }
    if parts.is_empty() {
        parts.push(if max == 1 { "one article".into() } else { "no copying found between the articles".into() });
    }
    Origins { min, max: max.max(1), reason: parts.join("; ") }
}

/// The credibility half of the Admiralty code, computed from the number of independent origins.
pub fn grade(origins: &Origins, contradicted: bool) -> Grade {
    let number = match (origins.min, origins.max, contradicted) {
        (3.., _, false) => 1,
        (2, _, false) | (3.., _, true) => 2,
        (_, 2.., false) => 3,
        (2, _, true) => 3,
        (_, 2.., true) => 4,
        (_, _, true) => 5,
        _ => 6,
    };
    let meaning = [
        "confirmed by independent sources",
        "probably true",
        "possibly true",
        "doubtful",
        "improbable",
        "cannot be judged",
    ][number as usize - 1];
    let trace = format!(
        "{} to {} independent origins{}: {meaning}",
        origins.min,
        origins.max,
        if contradicted { ", contradicted" } else { "" }
    );
    Grade { admiralty_number: number, trace }
}
