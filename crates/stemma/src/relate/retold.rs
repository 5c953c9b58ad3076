//! Pages that tell in their own words what another page told.
//!
//! In: pairs of articles that have something telling in common, and the copy edges between those that share whole passages. Out:
//! further edges. Words alone do not show this copying, so each sentence of the younger page is held against the older one, two
//! sentences at a time: who rewrites a page follows it sentence by sentence, and who reports the same happening himself meets it
//! here and there. What both set in quotation marks does not count, for whoever heard the speaker has it.
//!
//! A false accusation is the worst error here. A page that credits the outlet of the other must agree with it in the sentence that
//! bears the credit: an outlet that is credited for something else was not copied. A page that credits nobody must follow the
//! other nearly throughout, and have come out on a later day. Of two pages that explain a third equally well neither is named as
//! its likely source.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use rayon::prelude::*;

use crate::lexicon::CreditLists;
use crate::model::{CopyEdge, Evidence, Passage};

use super::credits::{Credit, Reach};
use super::lineage::Collection;
use super::witness::{Term, TermKind, Witness, term};

/// Probability of a retelling whose source is credited in a sentence that agrees, of one whose credited sentence agrees less but
/// whose whole text follows, of one without credit, and of one that another page explains as well.
const CREDITED: f32 = 0.65;
const CREDITED_LOOSELY: f32 = 0.55;
const UNCREDITED: f32 = 0.55;
const UNDECIDED: f32 = 0.4;
/// How near a second source comes to the first one where neither is named.
const AS_GOOD: f64 = 0.95;
/// By how much a retelling stays below the page that gave whole passages.
const BELOW: f32 = 0.9;

/// Likeness of all their words below which two articles are not looked at closely.
const ALIKE: f64 = 0.15;
/// Weight of the words that a sentence has in common with two of the other page from which it is told there, and from which it is
/// told there beyond doubt.
const TOLD: f64 = 3.0;
const SURELY: f64 = 4.0;
/// The same for a sentence that bears a credit, of which so large a share must be told there, with words that are no names.
const CREDITED_WORDS: f64 = 5.0;
const CREDITED_SHARE: f64 = 0.4;
const NO_NAMES: f64 = 2.0;
/// What a page must have in common with the one that it credits: share of its sentences, likeness, sentences beyond doubt.
const WITH_CREDIT: (f64, f64, usize) = (0.25, 0.3, 3);
/// ... and with one that it does not credit.
const WITHOUT_CREDIT: (f64, f64, usize) = (0.42, 0.48, 4);
/// Days within which a page is rewritten elsewhere without a credit.
const DAYS: i64 = 7;
/// Weight of words that the news of any subject are full of, and of weekdays.
const ROUTINE: f64 = 0.25;
/// Sentences of an article that are looked at, and words of one that make it worth it.
const SENTENCES: usize = 120;
const LEAST_TERMS: usize = 3;

/// Retellings, and all pairs that may decide about them, by their places among the witnesses.
#[derive(Default)]
pub struct Retold {
    pub edges: Vec<CopyEdge>,
    pub sharing: Vec<(u32, u32)>,
}

/// A sentence as what it says: terms with what is known of each, sorted by term.
struct Sentence {
    words: Range<usize>,
    terms: Vec<(u32, Said)>,
}

#[derive(Clone, Copy)]
struct Said {
    weight: f64,
    is_quoted: bool,
    is_name: bool,
    is_number: bool,
}

/// A page that may have been retold by another.
struct Candidate {
    child: u32,
    parent: u32,
    p: f32,
    is_credited: bool,
    likeness: f64,
    passages: Vec<Passage>,
}

/// Retellings among the pairs that no copy edge joins.
pub fn find(
    pairs: &[(u32, u32)],
    lineage: &[CopyEdge],
    unseen: &[Vec<usize>],
    collection: &Collection<'_>,
    lists: &CreditLists,
) -> Retold {
    let witnesses = collection.witnesses;
    let joined: HashSet<(&str, &str)> = lineage
        .iter()
        .filter_map(|edge| Some((edge.child.as_str(), edge.parent.as_deref()?)))
        .flat_map(|(child, parent)| [(child, parent), (parent, child)])
        .collect();
    // Two copies of one unseen text are sisters.
    let mut sources: HashMap<&str, HashSet<usize>> = HashMap::new();
    for (source, edges) in unseen.iter().enumerate() {
        edges.iter().for_each(|&at| _ = sources.entry(&lineage[at].child).or_default().insert(source));
    }
    let are_sisters =
        |a: &str, b: &str| sources.get(a).zip(sources.get(b)).is_some_and(|(ours, theirs)| !ours.is_disjoint(theirs));
    let is_open = |&&(a, b): &&(u32, u32)| {
        let (left, right) = (&witnesses[a as usize], &witnesses[b as usize]);
        let outlets = (&collection.outlets[a as usize], &collection.outlets[b as usize]);
        !(outlets.0.is_some() && outlets.0 == outlets.1)
            && !joined.contains(&(left.id(), right.id()))
            && !are_sisters(left.id(), right.id())
            && likeness(&left.terms, &right.terms) >= ALIKE
    };
    let open: Vec<(u32, u32)> = pairs.par_iter().filter(is_open).copied().collect();
    let mut articles: Vec<u32> = open.iter().flat_map(|&(a, b)| [a, b]).collect();
    articles.sort_unstable();
    articles.dedup();
    let sentences: HashMap<u32, Vec<Sentence>> =
        articles.into_par_iter().map(|at| (at, sentences(&witnesses[at as usize], lists))).collect();
    let desk = Desk { collection, sentences, lists };
    let candidates: Vec<Candidate> = open
        .par_iter()
        .flat_map_iter(|&(a, b)| [(a, b), (b, a)])
        .filter_map(|(child, parent)| desk.candidate(child, parent))
        .collect();
    choose(candidates, lineage, collection)
}

/// Of the pages that a child may have retold the best, and of each outlet that it credits the best.
fn choose(candidates: Vec<Candidate>, lineage: &[CopyEdge], collection: &Collection<'_>) -> Retold {
    let mut main: HashMap<&str, f32> = HashMap::new();
    for edge in lineage.iter().filter(|edge| edge.parent.is_some()) {
        let p = main.entry(&edge.child).or_default();
        *p = p.max(edge.p);
    }
    let mut out = Retold::default();
    let mut by_source: BTreeMap<(u32, Option<&str>), Vec<Candidate>> = BTreeMap::new();
    for candidate in candidates {
        let (child, parent) = (candidate.child, candidate.parent);
        out.sharing.push((child.min(parent), child.max(parent)));
        let outlet = collection.outlets[parent as usize].as_deref().filter(|_| candidate.is_credited);
        by_source.entry((child, outlet)).or_default().push(candidate);
    }
    out.sharing.sort_unstable();
    out.sharing.dedup();
    let credited: HashSet<u32> =
        by_source.keys().filter(|(_, outlet)| outlet.is_some()).map(|&(child, _)| child).collect();
    for ((child, outlet), mut sources) in by_source {
        let known = main.get(collection.witnesses[child as usize].id()).copied().unwrap_or(0.0);
        // Who is known to have copied or to credit one page needs no second one to explain it.
        if outlet.is_none() && (known >= CopyEdge::COPYING || credited.contains(&child)) {
            continue;
        }
        sources
            .sort_by(|a, b| b.p.total_cmp(&a.p).then(b.likeness.total_cmp(&a.likeness)).then(a.parent.cmp(&b.parent)));
        let rival = sources
            .get(1)
            .is_some_and(|second| second.p >= sources[0].p && second.likeness >= AS_GOOD * sources[0].likeness);
        let best = sources.swap_remove(0);
        let p = if rival { UNDECIDED } else { best.p };
        let p = if known > 0.0 { p.min(BELOW * known.max(CopyEdge::COPYING)) } else { p };
        out.edges.push(edge(best, p, collection));
    }
    out
}

fn edge(candidate: Candidate, p: f32, collection: &Collection<'_>) -> CopyEdge {
    let Candidate { child, parent, is_credited, passages, .. } = candidate;
    let (younger, older) = (&collection.witnesses[child as usize], &collection.witnesses[parent as usize]);
    let mut evidence = vec![Evidence::Retold];
    if is_credited {
        evidence.push(Evidence::ExplicitCredit);
    }
    if older.published.is_before(younger.published) {
        evidence.push(Evidence::TimeOrder);
    }
    evidence.sort_unstable();
    let (child, parent) = (younger.id().to_owned(), Some(older.id().to_owned()));
    CopyEdge { child, parent, missing: None, p, one_text: p, passages, evidence }
}

struct Desk<'d> {
    collection: &'d Collection<'d>,
    sentences: HashMap<u32, Vec<Sentence>>,
    lists: &'d CreditLists,
}

impl Desk<'_> {
    /// Whether the one may have retold the other, and how probable that is.
    fn candidate(&self, child: u32, parent: u32) -> Option<Candidate> {
        let Collection { witnesses, credits, outlets, updated, .. } = self.collection;
        let (younger, older) = (&witnesses[child as usize], &witnesses[parent as usize]);
        if younger.published.is_before(older.published) && !updated[parent as usize] {
            return None;
        }
        let (ours, theirs) = (&self.sentences[&child], &self.sentences[&parent]);
        let outlet = outlets[parent as usize].as_deref();
        let credits: Vec<&Credit> =
            credits[child as usize].iter().filter(|credit| outlet == Some(credit.key.as_str())).collect();
        let is_later = older.published.is_before(younger.published)
            && younger.published.days_from(older.published).is_some_and(|days| days <= DAYS);
        if credits.is_empty() && !is_later {
            return None;
        }
        let told: Vec<Told> = ours.iter().map(|sentence| Told::of(sentence, theirs, false)).collect();
        let follows = |(share, alike, surely): (f64, f64, usize)| {
            let all: f64 = ours.iter().map(Sentence::weight).sum();
            let found: f64 = told.iter().filter(|told| told.weight >= TOLD).map(|told| told.weight).sum();
            found >= share * all
                && told.iter().filter(|told| told.weight >= SURELY).count() >= surely
                && likeness_of(ours, theirs) >= alike
        };
        let p = if credits.is_empty() {
            follows(WITHOUT_CREDIT).then_some(UNCREDITED)?
        } else {
            match credits.iter().map(|credit| self.agrees(child, parent, credit)).max()? {
                Agrees::Surely => CREDITED,
                Agrees::Somewhat if follows(WITH_CREDIT) => CREDITED_LOOSELY,
                _ => return None,
            }
        };
        let passages = ours.iter().zip(&told).filter(|(_, told)| told.weight >= TOLD);
        let passages = passages.map(|(sentence, told)| Passage {
            child: younger.span(sentence.words.clone()),
            parent: Some(older.span(told.there.clone())),
            words: sentence.words.len() as u32,
            edits: (sentence.words.len().saturating_sub(told.equal)) as u32,
            changes: Vec::new(),
        });
        let passages: Vec<Passage> = passages.collect();
        let likeness = likeness_of(ours, theirs);
        (!passages.is_empty()).then_some(Candidate {
            child,
            parent,
            p,
            is_credited: !credits.is_empty(),
            likeness,
            passages,
        })
    }

    /// How far what is credited is told by the page of the outlet.
    fn agrees(&self, child: u32, parent: u32, credit: &Credit) -> Agrees {
        let lists = self.lists;
        if credit.reach == Reach::Article {
            return Agrees::Somewhat;
        }
        let (ours, theirs) = (&self.sentences[&child], &self.sentences[&parent]);
        let witness = &self.collection.witnesses[child as usize];
        let bears = |sentence: &&Sentence| witness.span(sentence.words.clone()).overlaps(credit.span);
        let Some(sentence) = ours.iter().find(bears) else { return Agrees::No };
        // The name of the outlet tells nothing of what it reports.
        let outlet: Vec<u32> = credit.key.split(' ').filter_map(|word| Some(reading_of(word, lists)?.0)).collect();
        let sentence = sentence.without(&outlet);
        let told = Told::of(&sentence, theirs, true);
        let numbers = sentence.terms.iter().filter(|(_, said)| said.is_number);
        let mut numbers = numbers.map(|(number, _)| theirs.iter().any(|there| there.get(*number).is_some()));
        if !numbers.all(|is_there| is_there) {
            return Agrees::No;
        }
        if told.weight >= CREDITED_WORDS
            && told.weight >= CREDITED_SHARE * sentence.weight()
            && told.no_names >= NO_NAMES
        {
            Agrees::Surely
        } else if told.weight >= TOLD {
            Agrees::Somewhat
        } else {
            Agrees::No
        }
    }
}

/// Whether what an outlet is credited with stands in a page of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Agrees {
    No,
    Somewhat,
    Surely,
}

/// How much of a sentence the other page tells, in the two sentences that tell most of it.
struct Told {
    weight: f64,
    /// The same without names.
    no_names: f64,
    /// How many terms they have in common.
    equal: usize,
    there: Range<usize>,
}

impl Told {
    fn of(sentence: &Sentence, page: &[Sentence], with_quotes: bool) -> Told {
        let mut best = Told { weight: 0.0, no_names: 0.0, equal: 0, there: 0..0 };
        for (at, first) in page.iter().enumerate() {
            let second = page.get(at + 1);
            let there = first.words.start..second.map_or(first.words.end, |second| second.words.end);
            let mut told = Told { weight: 0.0, no_names: 0.0, equal: 0, there };
            for &(term, ours) in &sentence.terms {
                let found = [Some(first), second].into_iter().flatten().filter_map(|sentence| sentence.get(term));
                if found.into_iter().any(|theirs| with_quotes || !(ours.is_quoted && theirs.is_quoted)) {
                    told.weight += ours.weight;
                    told.no_names += if ours.is_name { 0.0 } else { ours.weight };
                    told.equal += 1;
                }
            }
            if told.weight > best.weight {
                best = told;
            }
        }
        best
    }
}

impl Sentence {
    fn weight(&self) -> f64 {
        self.terms.iter().map(|(_, said)| said.weight).sum()
    }

    fn get(&self, term: u32) -> Option<Said> {
        let at = self.terms.binary_search_by_key(&term, |&(term, _)| term).ok()?;
        Some(self.terms[at].1)
    }

    fn without(&self, terms: &[u32]) -> Sentence {
        let kept = self.terms.iter().filter(|(term, _)| !terms.contains(term)).copied().collect();
        Sentence { words: self.words.clone(), terms: kept }
    }
}

/// The sentences of an article, short ones together with the one before; the furniture of its site is left out.
fn sentences(witness: &Witness<'_>, lists: &CreditLists) -> Vec<Sentence> {
    let mut out: Vec<Sentence> = Vec::new();
    let mut start = 0;
    while start < witness.words.len() && out.len() < SENTENCES {
        let next = (start + 1..witness.words.len()).find(|&at| witness.words[at].opens_sentence());
        let words = start..next.unwrap_or(witness.words.len());
        start = words.end;
        let mut terms: BTreeMap<u32, Said> = BTreeMap::new();
        for at in words.clone().filter(|&at| !witness.words[at].is_of_label() && !witness.words[at].is_function()) {
            let word = &witness.words[at];
            let Some((term, weight, is_number)) = reading_of(&witness.form(at), lists) else { continue };
            let said = Said { weight, is_quoted: word.is_quoted(), is_name: word.is_name(), is_number };
            let known = terms.entry(term).or_insert(said);
            known.is_quoted &= said.is_quoted;
        }
        match out.last_mut().filter(|last| terms.len().min(last.terms.len()) < LEAST_TERMS) {
            Some(last) => {
                last.terms.iter().for_each(|&(term, said)| _ = terms.insert(term, said));
                last.words.end = words.end;
                last.terms = terms.into_iter().collect();
            }
            None => out.push(Sentence { words, terms: terms.into_iter().collect() }),
        }
    }
    out
}

/// What a word says: its term, how much that tells, and whether it is a number; "three" and "3" are one.
fn reading_of(form: &str, lists: &CreditLists) -> Option<(u32, f64, bool)> {
    if let Some(value) = lists.facts.numbers.get(form) {
        return Some((term(&value.to_string(), lists)?.0, 1.0, true));
    }
    let (term, kind) = term(form, lists)?;
    let weight = if matches!(kind, TermKind::Routine | TermKind::Day) { ROUTINE } else { 1.0 };
    Some((term, weight, kind == TermKind::Number))
}

/// How alike two articles are in their sentences, but for what both quote.
fn likeness_of(ours: &[Sentence], theirs: &[Sentence]) -> f64 {
    let all = |sentences: &[Sentence]| {
        let mut terms: BTreeMap<u32, Said> = BTreeMap::new();
        for &(term, said) in sentences.iter().flat_map(|sentence| &sentence.terms) {
            terms.entry(term).or_insert(said).is_quoted &= said.is_quoted;
        }
        terms
    };
    let (ours, theirs) = (all(ours), all(theirs));
    let square = |said: &Said| said.weight * said.weight;
    let common =
        ours.iter().filter(|(term, said)| theirs.get(term).is_some_and(|other| !(said.is_quoted && other.is_quoted)));
    let length = |terms: &BTreeMap<u32, Said>| terms.values().map(square).sum::<f64>();
    common.map(|(_, said)| square(said)).sum::<f64>() / (length(&ours) * length(&theirs)).sqrt().max(1e-9)
}

/// The same of all their terms, which are sorted, whoever says them: the cheap look before the close one.
fn likeness(a: &[Term], b: &[Term]) -> f64 {
    let telling = |terms: &[Term]| terms.iter().filter(|term| is_telling(term)).count() as f64;
    let common = a
        .iter()
        .filter(|term| is_telling(term))
        .filter(|term| b.binary_search_by_key(&term.id, |other| other.id).is_ok());
    common.count() as f64 / (telling(a) * telling(b)).sqrt().max(1.0)
}

fn is_telling(term: &Term) -> bool {
    matches!(term.kind, TermKind::Word | TermKind::Number)
}
