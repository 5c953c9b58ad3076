//! Articles that may share text, compared word by word: who copied whom, and what copying altered.
//!
//! In: pairs of articles that share fingerprints, such that no article outside is paired with one of them. Out: the copy
//! edges between them and to sources that nobody collected, what was altered, and which of them one tree puts into one
//! story. Nothing outside the pairs is looked at, and pairs that share no text tell nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use crate::lexicon::CreditLists;
use crate::model::{Alteration, CopyEdge, Reading};

use super::credits::Credit;
use super::lineage::{self, Collection, Lineage};
use super::passages::{self, Pair, View};
use super::topics::Topics;
use super::witness::{Witness, witness};
use super::{alterations, credits, retold, unseen};

/// What comparing tells. Articles are named by their place among the readings.
pub struct Kindred {
    pub lineage: Vec<CopyEdge>,
    /// The edges (indices) to each unseen source; its label is settled when the stories are known.
    pub unseen: Vec<Vec<usize>>,
    pub alterations: Vec<Alteration>,
    /// The pairs on which all this rests, sorted: without the others it would be the same.
    pub sharing: Vec<(u32, u32)>,
    /// Pairs that one tree puts into one story.
    pub kin: Vec<(u32, u32)>,
}

/// Compares the articles of the pairs; readings stand in the order in which they came out, `standing` are the fingerprints of
/// standing text.
pub fn kindred(
    pairs: &[(u32, u32)],
    readings: &[&Reading],
    topics: &Topics,
    standing: &[u32],
    lists: &CreditLists,
) -> Kindred {
    let mut articles: Vec<u32> = pairs.iter().flat_map(|&(a, b)| [a, b]).collect();
    articles.sort_unstable();
    articles.dedup();
    let reading = |&at: &u32| readings[at as usize];
    let mut witnesses: Vec<Witness<'_>> = articles.par_iter().map(|at| witness(reading(at), lists)).collect();
    witnesses.par_iter_mut().for_each(|witness| witness.mark_standing(standing));
    let mut credits: Vec<_> = articles.par_iter().map(|at| credits::find(reading(at), lists)).collect();
    let outlets: Vec<_> = articles.par_iter().map(|at| credits::outlet_key(reading(at), lists)).collect();
    let heads: Vec<_> = articles.par_iter().map(|at| credits::head(reading(at), lists)).collect();
    let place: HashMap<u32, u32> = articles.iter().enumerate().map(|(place, &at)| (at, place as u32)).collect();
    let mut pairs: Vec<(u32, u32)> = pairs.iter().map(|(a, b)| (place[a], place[b])).collect();
    pairs.sort_unstable();
    let own = witnesses.par_iter().zip(&outlets);
    let own: Vec<_> = own.map(|(witness, outlet)| credits::own_reports(witness, outlet.as_deref(), lists)).collect();
    let updated: Vec<bool> = articles.par_iter().map(|at| credits::is_updated(reading(at), lists)).collect();
    let candidates = pairs;
    let named = add_mentions(&candidates, &witnesses, &outlets, &mut credits, lists);
    let pairs = passages::find(&candidates, &witnesses);
    let collection = Collection {
        witnesses: &witnesses,
        credits: &credits,
        outlets: &outlets,
        heads: &heads,
        own: &own,
        updated: &updated,
    };
    let view = View { collection: &collection, topics, lists };
    let is_copying: Vec<bool> = pairs.par_iter().map(|pair| pair.is_copying(&view)).collect();
    let (mut copying, mut slight): (Vec<Pair>, Vec<Pair>) = (Vec::new(), Vec::new());
    for (pair, is_copying) in pairs.into_iter().zip(is_copying) {
        if is_copying { copying.push(pair) } else { slight.push(pair) }
    }
    slight.retain(|pair| !pair.is_late(&view));
    let mut sharing: Vec<(u32, u32)> = copying.iter().map(|pair| (pair.a, pair.b)).chain(named).collect();
    let copying = passages::without_standing_text(copying, &view);
    let Lineage { edges: mut lineage, mut unseen, comparisons } = lineage::trees(&copying, &collection);
    let mut reports = unseen::find(&slight, &collection);
    unseen::below_main(&mut reports.edges, &lineage);
    let compared = reports.comparisons.iter().map(|comparison| (comparison.child as u32, comparison.parent as u32));
    sharing.extend(compared.filter(|(a, b)| a < b));
    let mut alterations = alterations::find(&comparisons, &collection, lists);
    alterations.extend(alterations::made_vaguer(&reports.comparisons, &collection));
    unseen.extend(reports.unseen.into_iter().map(|group| group.into_iter().map(|at| at + lineage.len()).collect()));
    lineage.extend(reports.edges);
    let kin = same_story(&lineage, &unseen, &witnesses);
    // Whom a page cites or retells need not be of its story: that is for their words to say.
    lineage.extend(unseen::cited(&slight, &collection));
    let retold = retold::find(&candidates, &lineage, &unseen, &collection, lists);
    sharing.extend(retold.sharing);
    lineage.extend(retold.edges);
    let among_all = |(a, b): (u32, u32)| (articles[a as usize], articles[b as usize]);
    let mut sharing: Vec<(u32, u32)> = sharing.into_iter().map(among_all).collect();
    sharing.sort_unstable();
    sharing.dedup();
    let kin = kin.into_iter().map(|(a, b)| among_all((a as u32, b as u32))).collect();
    Kindred { lineage, unseen, alterations, sharing, kin }
}

/// Adds to the credits of each article where it names the outlet of another that it is paired with; says in which pairs one does.
fn add_mentions(
    pairs: &[(u32, u32)],
    witnesses: &[Witness<'_>],
    outlets: &[Option<String>],
    credits: &mut [Vec<Credit>],
    lists: &CreditLists,
) -> Vec<(u32, u32)> {
    let known: Vec<BTreeSet<String>> =
        credits.iter().map(|credits| credits.iter().map(|credit| credit.key.clone()).collect()).collect();
    let mut named: BTreeMap<(u32, &str), bool> = BTreeMap::new();
    let mut found = Vec::new();
    for &(a, b) in pairs {
        let mut is_named = false;
        for (by, of) in [(a, b), (b, a)] {
            let Some(outlet) = outlets[of as usize].as_deref() else { continue };
            let is_own = outlets[by as usize].as_deref() == Some(outlet);
            if is_own || known[by as usize].contains(outlet) {
                continue;
            }
            is_named |= *named.entry((by, outlet)).or_insert_with(|| {
                let mentions = credits::mentions(&witnesses[by as usize], outlet, lists);
                let is_there = !mentions.is_empty();
                credits[by as usize].extend(mentions);
                is_there
            });
        }
        if is_named {
            found.push((a, b));
        }
    }
    credits.iter_mut().for_each(|credits| credits.sort_by_key(|credit| (credit.span, credit.name.is_none())));
    found
}

/// An edge of this probability puts both ends into one story, and so does one over this share of the copy (of equal
/// copies nobody can tell the source, but they tell one story), unless their days lie further apart than this.
const SURE: f32 = 0.4;
const MOST: f64 = 0.8;
const STORY_DAYS: i64 = 14;

/// Pairs of witnesses that one tree joins: each with its main source, or with the others of one unseen source.
fn same_story(lineage: &[CopyEdge], unseen: &[Vec<usize>], witnesses: &[Witness<'_>]) -> Vec<(usize, usize)> {
    let place: HashMap<&str, usize> = witnesses.iter().enumerate().map(|(at, witness)| (witness.id(), at)).collect();
    let mut main: HashMap<&str, &CopyEdge> = HashMap::new();
    for edge in lineage {
        let known = main.entry(&edge.child).or_insert(edge);
        if edge.p > known.p {
            *known = edge;
        }
    }
    // A doubtful edge, or one over weeks (a page that takes up its own older background), makes no story.
    let near = |edge: &CopyEdge| -> Option<bool> {
        let (child, parent) = (place.get(edge.child.as_str())?, place.get(edge.parent.as_deref()?)?);
        let days = witnesses[*child].published.days_from(witnesses[*parent].published);
        Some(days.is_none_or(|days| days <= STORY_DAYS))
    };
    let copies_most = |edge: &CopyEdge| {
        let copied: u32 = edge.passages.iter().map(|passage| passage.words).sum();
        let child = place.get(edge.child.as_str()).map_or(0, |&child| witnesses[child].words.len());
        f64::from(copied) >= MOST * child as f64
    };
    let mut pairs: Vec<(usize, usize)> = main
        .values()
        .filter(|edge| (edge.p >= SURE || copies_most(edge)) && near(edge).unwrap_or(false))
        .filter_map(|edge| Some((*place.get(edge.child.as_str())?, *place.get(edge.parent.as_deref()?)?)))
        .collect();
    for group in unseen {
        let members: Vec<usize> =
            group.iter().filter_map(|&at| place.get(lineage[at].child.as_str()).copied()).collect();
        pairs.extend(members.windows(2).map(|pair| (pair[0], pair[1])));
    }
    pairs.sort_unstable();
    pairs
}
