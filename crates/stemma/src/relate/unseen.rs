//! Reports that two articles share although neither has them from the other.
//!
//! In: pairs that share too little to be copies. Out: edges to an unseen source. Two articles that retell one report keep
//! its rarest words in its order; when at least one of them says that the sentence is somebody else's ("according to
//! Al-Masdar News", "a report stated"), both have it from there. Without such words nothing is claimed: two reporters may
//! have seen the same thing. Where the source that one of them names is the other, it has the sentence from that page. The name of the source is the one the text gives, in whichever article kept it.

use std::collections::{BTreeMap, HashMap};

use crate::model::{CopyEdge, Evidence};

use super::credits::{Credit, Reach};
use super::groups::Groups;
use super::lineage::{Collection, Comparison, Lineage, passages_of};
use super::passages::{Pair, passage, plain_words};

/// Equal words outside quotation marks that a shared report has at least: where its source is named, and where it is not.
const PLAIN: usize = 10;
const PLAIN_UNNAMED: usize = 16;
/// Probability of a shared report whose source is named, and of one where it is not; and that the two go back to one text where
/// the source is named and they share as much as is asked of an unnamed one.
const NAMED: f32 = 0.45;
const UNNAMED: f32 = 0.35;
const ONE_TEXT: f32 = 0.6;
/// ... and of one whose source is named and at hand.
const CITED: f32 = 0.7;
/// By how much a report's edge stays below the one to the main source.
const BELOW: f32 = 0.9;

/// The articles that share one unseen report.
struct Report {
    name: Option<String>,
    key: String,
    /// Marked words of each article.
    told: BTreeMap<u32, Vec<bool>>,
    credited: Vec<u32>,
}

/// Edges to unseen sources, the edges of each source, and the articles to compare.
pub fn find(pairs: &[Pair], collection: &Collection<'_>) -> Lineage {
    let mut comparisons = Vec::new();
    let mut reports: Vec<Report> = Vec::new();
    for pair in pairs {
        let (a, b) = (pair.a as usize, pair.b as usize);
        if let Some(Citation { child, parent, words }) = citation(pair, collection) {
            let stretches = pair.seen_from(child as u32);
            comparisons.push(Comparison { child, parent, p: UNNAMED.into(), words, stretches });
            let stretches = pair.seen_from(parent as u32);
            comparisons.push(Comparison { child: parent, parent: child, p: 0.0, words, stretches });
            continue;
        }
        let mut report = Report { name: None, key: String::new(), told: BTreeMap::new(), credited: Vec::new() };
        let mut plain = 0;
        for stretch in &pair.stretches {
            let credits: Vec<(usize, &Credit)> = [(a, stretch.a()), (b, stretch.b())]
                .into_iter()
                .flat_map(|(at, words)| in_sentences(collection, at, words).into_iter().map(move |credit| (at, credit)))
                .collect();
            if credits.is_empty() {
                continue;
            }
            plain += plain_words(stretch, &collection.witnesses[a], &collection.witnesses[b]) as usize;
            for (at, words) in [(a, stretch.a()), (b, stretch.b())] {
                let all = collection.witnesses[at].words.len();
                report.told.entry(at as u32).or_insert_with(|| vec![false; all])[words].fill(true);
            }
            for (at, credit) in credits {
                let outlet = [a, b].iter().any(|&at| collection.outlets[at].as_deref() == Some(&credit.key));
                if report.name.is_none() && credit.name.is_some() && !outlet {
                    report.name = credit.name.clone();
                    report.key = credit.key.clone();
                }
                report.credited.push(at as u32);
            }
        }
        if plain >= if report.name.is_some() { PLAIN } else { PLAIN_UNNAMED } {
            reports.push(report);
            for (child, parent) in [(a, b), (b, a)] {
                comparisons.push(Comparison {
                    child,
                    parent,
                    p: UNNAMED.into(),
                    words: plain as u32,
                    stretches: pair.seen_from(child as u32),
                });
            }
        }
    }
    let (edges, unseen) = edges(reports, collection);
    Lineage { edges, unseen, comparisons }
}

/// A report of some sentences is no article's main source where a page or an agency gave it whole passages: its edge stays below that
/// one.
pub fn below_main(reports: &mut [CopyEdge], copies: &[CopyEdge]) {
    let mut main: HashMap<&str, f32> = HashMap::new();
    for edge in copies {
        let p = main.entry(&edge.child).or_default();
        *p = p.max(edge.p);
    }
    for report in reports {
        if let Some(&p) = main.get(report.child.as_str()) {
            report.p = report.p.min(BELOW * p);
        }
    }
}

/// A page that credits the outlet of another for words that it shares with it.
struct Citation {
    child: usize,
    parent: usize,
    words: u32,
}

/// Whether the one of a pair says that the words which both have are the other's, and came out no earlier.
fn citation(pair: &Pair, collection: &Collection<'_>) -> Option<Citation> {
    let Collection { witnesses, outlets, updated, .. } = collection;
    let sides = [(pair.a as usize, pair.b as usize), (pair.b as usize, pair.a as usize)];
    let mut found = sides.into_iter().filter_map(|(child, parent)| {
        let (younger, older) = (&witnesses[child], &witnesses[parent]);
        let is_early = younger.published.is_before(older.published) && !updated[parent];
        let outlet = outlets[parent].as_deref().filter(|_| !is_early)?;
        let credited = pair.seen_from(child as u32).into_iter().filter(|stretch| {
            in_sentences(collection, child, stretch.a()).into_iter().any(|credit| credit.key == outlet)
        });
        let words = credited.map(|stretch| plain_words(&stretch, younger, older)).sum::<u32>();
        (words as usize >= PLAIN).then_some(Citation { child, parent, words })
    });
    // Where each credits the other nobody can tell.
    found.next().filter(|_| found.next().is_none())
}

/// Edges to the pages that others cite.
pub fn cited(pairs: &[Pair], collection: &Collection<'_>) -> Vec<CopyEdge> {
    let edge = |pair: &Pair| {
        let Citation { child, parent, words } = citation(pair, collection)?;
        let (younger, older) = (&collection.witnesses[child], &collection.witnesses[parent]);
        let passages = pair.seen_from(child as u32).iter().map(|stretch| passage(stretch, younger, older)).collect();
        let mut evidence = vec![Evidence::SharedPassage, Evidence::ExplicitCredit];
        if older.published.is_before(younger.published) {
            evidence.push(Evidence::TimeOrder);
        }
        let one_text = if words as usize >= PLAIN_UNNAMED { CITED } else { ONE_TEXT };
        let (child, parent) = (younger.id().to_owned(), Some(older.id().to_owned()));
        Some(CopyEdge { child, parent, missing: None, p: CITED, one_text, passages, evidence })
    };
    pairs.iter().filter_map(edge).collect()
}

/// Which reports are one: those that share an article and name the same source, or both none; and an unnamed one with a named one
/// that it shares an article with, unless it meets several: then it may be of either.
fn same_source(reports: &[Report]) -> Groups {
    let mut groups = Groups::new(reports.len());
    // In every article the first report of each key; the empty key is that of the unnamed.
    let mut in_article: BTreeMap<u32, BTreeMap<&str, usize>> = BTreeMap::new();
    for (at, report) in reports.iter().enumerate() {
        for &article in report.told.keys() {
            let first = *in_article.entry(article).or_default().entry(&report.key).or_insert(at);
            groups.join(first, at);
        }
    }
    let mut met: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
    for by_key in in_article.values() {
        let Some(&unnamed) = by_key.get("") else { continue };
        let named = by_key.iter().filter(|(key, _)| !key.is_empty()).map(|(key, at)| (*key, *at));
        met.entry(groups.find(unnamed)).or_default().extend(named);
    }
    for (unnamed, named) in met {
        if let [named] = named.values().collect::<Vec<_>>()[..] {
            groups.join(unnamed, *named);
        }
    }
    groups
}

fn edges(reports: Vec<Report>, collection: &Collection<'_>) -> (Vec<CopyEdge>, Vec<Vec<usize>>) {
    let mut groups = same_source(&reports);
    let mut merged: BTreeMap<usize, Report> = BTreeMap::new();
    for (at, report) in reports.into_iter().enumerate() {
        let Some(known) = merged.get_mut(&groups.find(at)) else {
            merged.insert(groups.find(at), report);
            continue;
        };
        if known.name.is_none() {
            (known.name, known.key) = (report.name, report.key);
        }
        for (at, words) in report.told {
            let marked = known.told.entry(at).or_insert_with(|| vec![false; words.len()]);
            marked.iter_mut().zip(words).for_each(|(mark, word)| *mark |= word);
        }
        known.credited.extend(report.credited);
    }
    let (mut out, mut unseen) = (Vec::new(), Vec::new());
    for report in merged.into_values() {
        let first = out.len();
        for (at, marked) in &report.told {
            let witness = &collection.witnesses[*at as usize];
            let words = marked.iter().filter(|mark| **mark).count();
            let mut evidence = vec![Evidence::SharedPassage];
            if report.credited.contains(at) {
                evidence.push(Evidence::ExplicitCredit);
            }
            let names_it = collection.credits[*at as usize].iter().any(|credit| credit.key == report.key);
            if report.name.is_some() && !names_it {
                evidence.push(Evidence::StrippedCredit);
            }
            out.push(CopyEdge {
                child: witness.id().to_owned(),
                parent: None,
                missing: report.name.clone(),
                p: if report.name.is_some() { NAMED } else { UNNAMED },
                one_text: if report.name.is_some() && words >= PLAIN_UNNAMED { ONE_TEXT } else { UNNAMED },
                passages: passages_of(witness, marked),
                evidence,
            });
        }
        unseen.push((first..out.len()).collect());
    }
    (out, unseen)
}

/// Credits of one sentence that stand in the sentences of these words.
fn in_sentences<'c>(collection: &'c Collection<'_>, at: usize, words: std::ops::Range<usize>) -> Vec<&'c Credit> {
    let witness = &collection.witnesses[at];
    let span = witness.span(witness.whole_sentences(words));
    let credits = collection.credits[at].iter();
    credits.filter(|credit| credit.reach == Reach::Sentence && span.overlaps(credit.span)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Report, same_source};

    fn groups(reports: &[(&str, &[u32])]) -> Vec<usize> {
        let report = |(key, articles): &(&str, &[u32])| Report {
            name: (!key.is_empty()).then(|| (*key).to_owned()),
            key: (*key).to_owned(),
            told: articles.iter().map(|article| (*article, Vec::new())).collect(),
            credited: Vec::new(),
        };
        let reports: Vec<Report> = reports.iter().map(report).collect();
        let mut groups = same_source(&reports);
        (0..reports.len()).map(|at| groups.find(at)).collect()
    }

    #[test]
    fn an_unnamed_report_does_not_join_two_named_sources() {
        assert_eq!(groups(&[("saba", &[0, 1]), ("masirah", &[1, 2]), ("", &[1, 3])]), [0, 1, 2]);
        assert_eq!(groups(&[("saba", &[0, 1]), ("", &[1, 3]), ("", &[3, 4]), ("masirah", &[4, 5])]), [0, 1, 1, 3]);
    }

    #[test]
    fn reports_of_one_source_are_one_and_take_up_an_unnamed_one() {
        assert_eq!(groups(&[("saba", &[0, 1]), ("saba", &[1, 2]), ("", &[2, 3])]), [0, 0, 0]);
        assert_eq!(groups(&[("saba", &[0, 1]), ("masirah", &[1, 2]), ("saba", &[4, 5])]), [0, 1, 2]);
    }
}
