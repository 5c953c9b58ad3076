//! Average linkage over a sparse set of likenesses.
//!
//! In: items, groups that must stay together, and the likeness of some pairs, in rounds: of each item with those nearest to it. Pairs
//! that were never compared count as unlike, up to the number of pairs that the smaller group can have been compared in:
//! else a story that a thousand articles tell would fall apart. Out: groups. The two groups with the highest mean likeness are joined until none reaches the threshold (UPGMA:
//! Sokal & Michener 1958), unless their particulars exclude each other ([`super::particulars`]); a pair once refused is
//! looked at again only when one side takes up a group that is like the other.
//!
//! The mean of a joined group with a third lies between the means of its parts, so a mean in the queue can be too high
//! but never too low, and is reckoned anew when it comes to the front. So a join costs the neighbours of the *smaller*
//! group only: n log n in the number of likenesses, also when one story takes up everything.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use super::groups::Groups;
use super::particulars::Profile;
use super::witness::Published;

/// Joins groups by the likenesses of the first round, then by those of the next besides; `particulars` gives those of one
/// item.
pub fn link<'p>(
    rounds: &[&[(u32, u32, f32)]],
    groups: &mut Groups,
    count: usize,
    (nearest, threshold): (usize, f64),
    particulars: impl Fn(usize) -> (&'p [u32], Published),
) {
    let mut clusters: Vec<Cluster> = (0..count).map(|_| Cluster::default()).collect();
    // Where the cluster of a group stands, by the name of the group.
    let mut place: Vec<u32> = (0..count as u32).collect();
    let mut together: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    (0..count).for_each(|at| together.entry(groups.find(at)).or_default().push(at));
    for (group, members) in together {
        clusters[group].size = members.len();
        clusters[group].profile = Profile::of_one(members.into_iter().map(&particulars));
    }
    let mean = |sum: f64, a: usize, b: usize| sum / (a * b).min(nearest * a.min(b)) as f64;
    let mut queue = BinaryHeap::new();
    for similar in rounds {
        for &(a, b, likeness) in *similar {
            let (a, b) = (place[groups.find(a as usize)], place[groups.find(b as usize)]);
            if a != b {
                *clusters[a as usize].sums.entry(b).or_default() += f64::from(likeness);
                *clusters[b as usize].sums.entry(a).or_default() += f64::from(likeness);
            }
        }
        for a in 0..count {
            for (&b, &sum) in clusters[a].sums.range(a as u32 + 1..) {
                let mean = mean(sum, clusters[a].size, clusters[b as usize].size);
                queue.extend((mean >= threshold).then_some(Candidate { mean, a: a as u32, b }));
            }
        }
        while let Some(Candidate { mean: hoped, a, b }) = queue.pop() {
            let Some(&sum) = clusters[a as usize].sums.get(&b) else { continue };
            let current = mean(sum, clusters[a as usize].size, clusters[b as usize].size);
            if current < hoped {
                queue.extend((current >= threshold).then_some(Candidate { mean: current, a, b }));
                continue;
            }
            if clusters[a as usize].profile.excludes(&clusters[b as usize].profile) {
                continue;
            }
            // The smaller group moves; of equals the later one. Nothing outside the two decides, so that a part of all articles
            // is linked as it would be among all, as long as no group has members on both sides.
            let smaller = clusters[a as usize].size < clusters[b as usize].size;
            let (kept, gone) = if smaller { (b, a) } else { (a, b) };
            groups.join(a as usize, b as usize);
            place[groups.find(kept as usize)] = kept;
            let moved = std::mem::take(&mut clusters[gone as usize]);
            clusters[kept as usize].size += moved.size;
            clusters[kept as usize].profile.absorb(moved.profile);
            clusters[kept as usize].sums.remove(&gone);
            for (other, sum) in moved.sums {
                if other == kept {
                    continue;
                }
                clusters[other as usize].sums.remove(&gone);
                *clusters[other as usize].sums.entry(kept).or_default() += sum;
                let total = clusters[kept as usize].sums.entry(other).or_default();
                *total += sum;
                let mean = mean(*total, clusters[kept as usize].size, clusters[other as usize].size);
                let candidate = Candidate { mean, a: kept.min(other), b: kept.max(other) };
                queue.extend((mean >= threshold).then_some(candidate));
            }
        }
    }
}

#[derive(Default)]
struct Cluster {
    size: usize,
    /// Sums of likeness with other clusters, by their names.
    sums: BTreeMap<u32, f64>,
    profile: Profile,
}

/// Two groups that may be joined, the most alike first; of equals the first in order.
#[derive(PartialEq)]
struct Candidate {
    mean: f64,
    a: u32,
    b: u32,
}

impl Eq for Candidate {}

impl Ord for Candidate {
    fn cmp(&self, other: &Candidate) -> Ordering {
        self.mean.total_cmp(&other.mean).then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Candidate) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
