//! Reports that two articles share although neither has them from the other.
//!
//! In: pairs that share too little to be copies. Out: edges to an unseen source. Two articles that retell one report keep
//! its rarest words in its order; when at least one of them says that the sentence is somebody else's ("according to
//! Al-Masdar News", "a report stated"), both have it from there. Without such words nothing is claimed: two reporters may
//! have seen the same thing. The name of the source is the one the text gives, in whichever article kept it.

use std::collections::BTreeMap;

use crate::model::{CopyEdge, Evidence};

use super::credits::{Credit, Reach};
use super::lineage::{Collection, Comparison, Groups, Lineage, passages_of};
use super::passages::{Pair, plain_words};

/// Equal words outside quotation marks that a shared report has at least: where its source is named, and where it is not.
const PLAIN: usize = 10;
const PLAIN_UNNAMED: usize = 16;

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
                comparisons.push(Comparison { child, parent, stretches: pair.seen_from(child as u32) });
            }
        }
    }
    let (edges, unseen) = edges(reports, collection);
    Lineage { edges, unseen, comparisons }
}

/// Reports that share an article and do not name different sources are one.
fn edges(reports: Vec<Report>, collection: &Collection<'_>) -> (Vec<CopyEdge>, Vec<Vec<usize>>) {
    let mut groups = Groups::new(reports.len());
    for (later, report) in reports.iter().enumerate() {
        for (earlier, other) in reports.iter().enumerate().take(later) {
            let meets = report.told.keys().any(|at| other.told.contains_key(at));
            if meets && (report.key == other.key || report.key.is_empty() || other.key.is_empty()) {
                groups.join(earlier, later);
            }
        }
    }
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
                p: if report.name.is_some() { 0.45 } else { 0.35 },
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
