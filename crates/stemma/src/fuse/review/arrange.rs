//! Which mentions a person takes for one event, or for two: done after mentions were joined, before anything is made of them.

use super::super::identity::Cluster;
use super::super::mention::Mention;
use super::words;
use crate::model::{Fix, Quote, Said};

/// Puts clusters together and parts them as people say. `fixes` are those that stand, in the order in which they were said; those whose
/// words these mentions do not tell change nothing.
pub fn arrange(mut clusters: Vec<Cluster>, mentions: &[Mention<'_>], fixes: &[&Fix]) -> Vec<Cluster> {
    if fixes.is_empty() {
        return clusters;
    }
    let quotes: Vec<Quote> = mentions.iter().map(Mention::quote).collect();
    for fix in fixes {
        match &fix.said {
            Said::Merge { kind, words, .. } => merge(&mut clusters, mentions, &quotes, fix, (kind, words)),
            Said::Split { words } => split(&mut clusters, mentions, &quotes, fix, words),
            _ => {}
        }
    }
    clusters.sort_by_key(|cluster| cluster.mentions.first().copied());
    clusters
}

/// The cluster of which a fix speaks.
fn spoken_of(
    clusters: &[Cluster],
    mentions: &[Mention<'_>],
    quotes: &[Quote],
    words: &[Quote],
    kind: &str,
) -> Option<usize> {
    let likeness = |cluster: &Cluster| {
        let told = words::Told::of(cluster.mentions.iter().map(|&at| &quotes[at]));
        let same_kind = cluster.mentions.iter().any(|&at| mentions[at].event.kind == kind);
        words::Likeness::of(words, &told, same_kind, false)
    };
    let found = clusters.iter().enumerate().filter_map(|(at, cluster)| Some((likeness(cluster)?, at)));
    // Of equal ones the first.
    found.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, at)| at)
}

fn merge(
    clusters: &mut Vec<Cluster>,
    mentions: &[Mention<'_>],
    quotes: &[Quote],
    fix: &Fix,
    (kind, words): (&str, &[Quote]),
) {
    let one = spoken_of(clusters, mentions, quotes, &fix.words, &fix.kind);
    let other = spoken_of(clusters, mentions, quotes, words, kind);
    let Some((keep, drop)) = one.zip(other).filter(|(one, other)| one != other) else { return };
    let (keep, drop) = (keep.min(drop), keep.max(drop));
    let dropped = clusters.remove(drop);
    let reason = format!("put together by {} ({})", fix.by, fix.id);
    clusters[keep].absorb(dropped, reason);
}

fn split(clusters: &mut Vec<Cluster>, mentions: &[Mention<'_>], quotes: &[Quote], fix: &Fix, words: &[Quote]) {
    let Some(at) = spoken_of(clusters, mentions, quotes, &fix.words, &fix.kind) else { return };
    let told = words::Told::of(words.iter());
    let leaves = |mention: &usize| told.has(&quotes[*mention]);
    let (leaving, staying): (Vec<usize>, Vec<usize>) = clusters[at].mentions.iter().copied().partition(leaves);
    if leaving.is_empty() || staying.is_empty() {
        return;
    }
    let reason = format!("parted by {} ({})", fix.by, fix.id);
    clusters[at].keep(staying, reason.clone());
    clusters.push(Cluster::alone(leaving, reason));
}
