//! Which mentions go back to one source: an interval for the number of independent origins, with its reason.
//!
//! Two mentions share an origin when one article repeats the passage of the other, or when both repeat a passage of a
//! source that nobody collected; so do the mentions of a page that is a copy for the most part, of pages of one outlet, of a page
//! that names the other's outlet beside what it tells, and those that tell it in the same words. Copying a small other part of
//! the page does not count: origins belong to claims, not pages.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::dossier::Dossier;
use super::mention::Mention;
use crate::lexicon::credits::name_key;
use crate::model::{Origins, Reading, Span};

/// The copied passages of a dossier, by document.
pub struct Sources<'a> {
    /// child document → (span in it, source)
    by_child: HashMap<&'a str, Vec<(Span, Source<'a>)>>,
    /// child document → what most of it was copied from
    of_page: HashMap<&'a str, Vec<Source<'a>>>,
}

/// What a passage was copied from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source<'a> {
    Parent {
        document: &'a str,
        span: Span,
    },
    Unseen {
        label: &'a str,
    },
    /// What most of the page was copied from, which has the telling in other words.
    Page {
        document: &'a str,
    },
    UnseenPage {
        label: &'a str,
    },
}

/// The share of a page that makes it a copy for the most part.
const MOST: f64 = 0.5;
/// Bytes around a sentence in which the name of an outlet tells whose report it is.
const BESIDE: usize = 300;
/// Content words of two clauses that are told in the same words, at least, and the share of them that are equal.
const WORDS: usize = 6;
const SAME: f64 = 0.85;
/// Documents of one event that are compared with one another.
const CROWD: usize = 64;

impl<'a> Sources<'a> {
    pub fn of(dossier: &Dossier<'a>) -> Sources<'a> {
        let mut by_child: HashMap<&str, Vec<(Span, Source<'_>)>> = HashMap::new();
        let mut of_page: HashMap<&str, Vec<Source<'_>>> = HashMap::new();
        let length: HashMap<&str, u32> =
            dossier.readings.iter().map(|reading| (reading.id.as_str(), text_length(reading))).collect();
        // Of many equal copies each is an unlikely parent, yet all have one text.
        for edge in dossier.lineage.iter().filter(|edge| edge.is_one_text()) {
            let copied: u32 = edge.passages.iter().map(|passage| passage.child.len() as u32).sum();
            let of = length.get(edge.child.as_str()).copied().unwrap_or(u32::MAX);
            let source = match (&edge.parent, &edge.missing) {
                (Some(document), _) => Some(Source::Page { document }),
                (None, Some(label)) => Some(Source::UnseenPage { label }),
                (None, None) => None,
            };
            if let Some(source) = source.filter(|_| f64::from(copied) >= MOST * f64::from(of)) {
                of_page.entry(&edge.child).or_default().push(source);
            }
            for passage in &edge.passages {
                let source = match (&edge.parent, &passage.parent, &edge.missing) {
                    (Some(document), Some(span), _) => Source::Parent { document, span: *span },
                    (None, _, Some(label)) => Source::Unseen { label },
                    _ => continue,
                };
                by_child.entry(&edge.child).or_default().push((passage.child, source));
            }
        }
        Sources { by_child, of_page }
    }

    /// What the words of a document at a span were copied from.
    pub fn under(&self, document: &str, extent: Span) -> Vec<Source<'a>> {
        let passages = self.by_child.get(document).into_iter().flatten();
        let under = passages.filter(|(span, _)| touches(*span, extent)).map(|(_, source)| *source);
        under.chain(self.of_page.get(document).into_iter().flatten().copied()).collect()
    }
}

/// Bytes of the running text of an article.
fn text_length(reading: &Reading) -> u32 {
    let text = reading.article.blocks.iter().filter(|block| block.kind.is_article_text());
    text.map(|block| block.span.len() as u32).sum()
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
            _ => None,
        }
    }

    fn is_of(&self, mention: &Mention<'_>) -> bool {
        match *self {
            Source::Parent { document, span } => document == mention.reading.id && touches(span, mention.event.extent),
            _ => false,
        }
    }
}

/// The documents of a cluster, those that go back to one source together; sorted.
pub fn groups(mentions: &[&Mention<'_>]) -> Vec<Vec<String>> {
    // In a crowd, one mention speaks for its document.
    let crowd = mentions.len() > CROWD;
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
                Source::Page { document } => {
                    number.get(document).into_iter().for_each(|&parent| groups.join(at, parent));
                }
                Source::Unseen { label } | Source::UnseenPage { label } => {
                    groups.join(at, *carriers.entry(label).or_insert(at));
                }
            }
        }
    }
    let told: Vec<&Vec<&Mention<'_>>> = by_document.values().collect();
    let mut of_outlet: HashMap<String, usize> = HashMap::new();
    for (at, told) in told.iter().enumerate() {
        if let Some(outlet) = outlet(told[0].reading) {
            groups.join(at, *of_outlet.entry(outlet).or_insert(at));
        }
    }
    if told.len() <= CROWD {
        for (at, ours) in told.iter().enumerate() {
            for (other, theirs) in told.iter().enumerate().filter(|(other, _)| *other != at) {
                let names = || ours.iter().any(|mention| names_outlet(mention, theirs[0].reading));
                let says = || ours.iter().any(|one| theirs.iter().any(|other| says_the_same(one, other)));
                if groups.root(at) != groups.root(other) && (names() || at < other && says()) {
                    groups.join(at, other);
                }
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

fn outlet(reading: &Reading) -> Option<String> {
    reading.article.outlet.as_deref().map(name_key).filter(|key| !key.is_empty())
}

/// Whether the words around a mention name the outlet of another article, which came out no later: "told the HARBOUR POST".
fn names_outlet(mention: &Mention<'_>, other: &Reading) -> bool {
    let (Some(key), reading) = (outlet(other), mention.reading) else { return false };
    let day = |reading: &Reading| reading.article.published.as_ref().map(|published| published.start);
    let is_later = matches!((day(reading), day(other)), (Some(ours), Some(theirs)) if theirs > ours);
    if is_later || key.len() < 3 || outlet(reading).as_ref() == Some(&key) {
        return false;
    }
    let sentence = mention.event.sentence;
    let text = reading.article.blocks.iter().filter(|block| block.kind.is_article_text());
    let around = text.map(|block| {
        let start = (sentence.start as usize).saturating_sub(BESIDE).max(block.span.start as usize);
        let end = (sentence.end as usize + BESIDE).min(block.span.end as usize);
        let start = (start..end).find(|&at| reading.text.is_char_boundary(at)).unwrap_or(end);
        let end = (start..=end.max(start)).rev().find(|&at| reading.text.is_char_boundary(at)).unwrap_or(start);
        reading.text.get(start..end).unwrap_or_default()
    });
    around.filter(|words| !words.is_empty()).any(|words| is_named(words, &key))
}

/// Whether a name, given by its key, stands in a text with capitals.
fn is_named(text: &str, key: &str) -> bool {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name: Vec<&str> = key.split(' ').collect();
    words.windows(name.len()).any(|part| {
        part[0].starts_with(char::is_uppercase)
            && part.iter().zip(&name).all(|(word, other)| word.to_lowercase() == **other)
    })
}

/// Whether two mentions are told in the same words.
fn says_the_same(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let shared = a.words.iter().filter(|word| b.words.binary_search(word).is_ok()).count();
    let longer = a.words.len().max(b.words.len());
    shared >= WORDS && shared as f64 >= SAME * longer as f64
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
