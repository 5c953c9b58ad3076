//! Which mentions go back to one source: an interval for the number of independent origins, with its reason.
//!
//! Two mentions share an origin when one article repeats the passage of the other, or when both repeat a passage of a
//! source that nobody collected. Copying another part of the page does not count: origins belong to claims, not pages.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::dossier::Dossier;
use super::mention::Mention;
use crate::model::{Origins, Span};

/// The copied passages of a dossier, by document.
pub struct Sources<'a> {
    /// child document → (span in it, source)
    by_child: HashMap<&'a str, Vec<(Span, Source<'a>)>>,
}

/// What a passage was copied from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source<'a> {
    Parent { document: &'a str, span: Span },
    Unseen { label: &'a str },
}

/// An edge less likely than this is not counted as copying …
const LIKELY: f32 = 0.35;
/// … unless so many words are shared. Among many equal copies each is an unlikely parent, yet all have one text.
const LONG: u32 = 16;

impl<'a> Sources<'a> {
    pub fn of(dossier: &Dossier<'a>) -> Sources<'a> {
        let mut by_child: HashMap<&str, Vec<(Span, Source<'_>)>> = HashMap::new();
        for edge in &dossier.lineage {
            for passage in edge.passages.iter().filter(|passage| edge.p >= LIKELY || passage.words >= LONG) {
                let source = match (&edge.parent, &passage.parent, &edge.missing) {
                    (Some(document), Some(span), _) => Source::Parent { document, span: *span },
                    (None, _, Some(label)) => Source::Unseen { label },
                    _ => continue,
                };
                by_child.entry(&edge.child).or_default().push((passage.child, source));
            }
        }
        Sources { by_child }
    }

    /// What the words of a document at a span were copied from.
    pub fn under(&self, document: &str, extent: Span) -> Vec<Source<'a>> {
        let passages = self.by_child.get(document).into_iter().flatten();
        passages.filter(|(span, _)| touches(*span, extent)).map(|(_, source)| *source).collect()
    }
}

/// Whether the words of two mentions are one piece of writing.
pub fn shared(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    if a.sources.is_empty() && b.sources.is_empty() {
        return false;
    }
    let unseen = |source: &Source<'_>| matches!(source, Source::Unseen { .. });
    derives(a, b) || derives(b, a) || a.sources.iter().any(|source| unseen(source) && b.sources.contains(source))
}

fn derives(child: &Mention<'_>, parent: &Mention<'_>) -> bool {
    child.sources.iter().any(|source| source.is_of(parent))
}

impl Source<'_> {
    /// The document that was copied, when it was collected.
    pub fn parent(&self) -> Option<&str> {
        match self {
            Source::Parent { document, .. } => Some(document),
            Source::Unseen { .. } => None,
        }
    }

    fn is_of(&self, mention: &Mention<'_>) -> bool {
        match *self {
            Source::Parent { document, span } => document == mention.reading.id && touches(span, mention.event.extent),
            Source::Unseen { .. } => false,
        }
    }
}

/// The documents of a cluster, those that go back to one source together; sorted.
pub fn groups(mentions: &[&Mention<'_>]) -> Vec<Vec<String>> {
    // In a crowd, one mention speaks for its document.
    let crowd = mentions.len() > 64;
    let mut by_document: BTreeMap<&str, Vec<&Mention<'_>>> = BTreeMap::new();
    for mention in mentions {
        let told = by_document.entry(&mention.reading.id).or_default();
        if told.is_empty() || !crowd {
            told.push(mention);
        }
    }
    let number: HashMap<&str, usize> = by_document.keys().enumerate().map(|(at, document)| (*document, at)).collect();
    let mut groups = Forest((0..number.len()).collect());
    let mut carriers: HashMap<&str, usize> = HashMap::new();
    for (at, told) in by_document.values().enumerate() {
        for source in told.iter().flat_map(|mention| &mention.sources) {
            match source {
                Source::Parent { document, .. } => {
                    let parents = by_document.get(document).into_iter().flatten();
                    if parents.into_iter().any(|parent| source.is_of(parent)) {
                        groups.join(at, number[document]);
                    }
                }
                Source::Unseen { label } => groups.join(at, *carriers.entry(label).or_insert(at)),
            }
        }
    }
    // An outlet that repeats itself is one voice.
    let mut outlets: HashMap<String, usize> = HashMap::new();
    for (at, told) in by_document.values().enumerate() {
        if let Some(outlet) = told.first().and_then(|mention| mention.reading.article.outlet.as_ref()) {
            groups.join(at, *outlets.entry(outlet.to_lowercase()).or_insert(at));
        }
    }
    let mut grouped: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (at, document) in by_document.keys().enumerate() {
        grouped.entry(groups.root(at)).or_default().push(document.to_string());
    }
    grouped.into_values().collect()
}

/// Disjoint sets; the least member stands for its set.
struct Forest(Vec<usize>);

impl Forest {
    fn root(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (x, y) = (self.root(a), self.root(b));
        self.0[x.max(y)] = x.min(y);
    }
}

/// A passage that holds at least half of the mention tells it.
fn touches(passage: Span, mention: Span) -> bool {
    let shared = passage.end.min(mention.end).saturating_sub(passage.start.max(mention.start));
    2 * shared as usize >= mention.len().min(passage.len()).max(1)
}

/// At most one origin for each group of copies; at least one for each speaker that the groups name differently.
pub fn count(groups: &[Vec<String>], mentions: &[&Mention<'_>]) -> Origins {
    // The first source that a document names for it.
    let mut speakers: HashMap<&str, String> = HashMap::new();
    for mention in mentions {
        if let Some(name) = speaker(mention) {
            speakers.entry(&mention.reading.id).or_insert(name);
        }
    }
    // Groups that name one speaker may all have it from one statement.
    let mut named: BTreeSet<String> = BTreeSet::new();
    let mut unnamed = 0u32;
    let mut parts = Vec::new();
    for group in groups {
        if group.len() > 1 {
            parts.push(format!("{} {}", group.join(", "), one_voice(group, mentions)));
        }
        match group.iter().find_map(|document| speakers.get(document.as_str())) {
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

/// Why the documents of a group are one origin.
fn one_voice(group: &[String], mentions: &[&Mention<'_>]) -> &'static str {
    let of_group = mentions.iter().filter(|mention| group.binary_search(&mention.reading.id).is_ok());
    let mut outlets =
        of_group.map(|mention| mention.reading.article.outlet.as_ref().map(|outlet| outlet.to_lowercase()));
    let first = outlets.next().flatten();
    let is_one = first.is_some() && outlets.all(|outlet| outlet == first);
    if is_one { "are of one outlet" } else { "go back to one text" }
}

/// Whose word the mention is, as far as the text says.
pub fn speaker(mention: &Mention<'_>) -> Option<String> {
    let attribution = mention.reading.annotations.attributions.get(mention.event.attribution? as usize)?;
    let words = attribution.source.first().map(|span| span.of(&mention.reading.text).to_string());
    attribution.speaker.clone().or(words)
}
