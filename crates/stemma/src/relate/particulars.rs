//! Whether two groups of articles tell different happenings of one kind, by their days and their particulars.
//!
//! Two groups of reports more than a week apart are two bursts, of two happenings. For the others particulars decide.
//!
//! In: the particulars (names, numbers, weekdays) of articles. Out: for two groups, whether *each* of them has a
//! particular that its articles keep telling and the other group's leave out: 23 pirates on Saturday here, 26 pirates on
//! Thursday there. Words alone cannot part these, as both are about pirates in one gulf. What only one side lacks decides
//! nothing (it may be a short report of the same), nor does what stands in one article only.
//!
//! The measure is a likelihood: if the other group told the same happening, each of its articles would have the
//! particular about as often as the first group's. The chance that so few do is bounded by Chernoff's inequality; since
//! the most telling of many particulars is looked at, its chance counts once for each of them (Bonferroni).

use std::collections::HashMap;

use super::witness::Published;

/// How often each particular stands in a group of articles.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Copies of one text are one voice here.
    articles: u32,
    /// ... and as many pages as there are.
    pages: u32,
    counts: HashMap<u32, u32>,
    /// How many articles have a day of publication, and the first and the last of these, in minutes.
    dated: u32,
    days: Option<(i64, i64)>,
}

/// Evidence, in nats, that each side must have; and by how much more where both came out in the same days, which speaks
/// for one story. Fitted with the thresholds of [`super::stories`].
const ENOUGH: f64 = 2.0;
const MORE: f64 = 2.0;
/// Days between two groups of reports from which they are two bursts, of two happenings.
pub const BURST_DAYS: i64 = 7;
/// Share of a group up to which a particular counts as left out: one stray article does not hide the difference.
const STRAY: f64 = 0.2;
/// Share of a group that tells a particular which counts as its own.
const CENTRAL: f64 = 0.33;
/// Particulars that are kept of a group; beyond, the least frequent go.
const KEPT: usize = 4000;

impl Profile {
    /// The profile of copies of one text: they are one voice, which tells what at least half of them tell.
    pub fn of_one<'p>(copies: impl Iterator<Item = (&'p [u32], Published)>) -> Profile {
        let mut one = Profile::default();
        for (particulars, published) in copies {
            one.articles += 1;
            if published.is_known() {
                one.dated = 1;
                one.days = hull(one.days, Some((published.from, published.to)));
            }
            particulars.iter().for_each(|&term| *one.counts.entry(term).or_default() += 1);
        }
        let copies = std::mem::replace(&mut one.articles, 1);
        one.pages = copies;
        one.counts.retain(|_, count| *count * 2 >= copies);
        one.counts.values_mut().for_each(|count| *count = 1);
        one.forget();
        one
    }

    /// Takes over a smaller group; the cost is that of the smaller one.
    pub fn absorb(&mut self, other: Profile) {
        let (mut larger, smaller) = if self.counts.len() >= other.counts.len() {
            (std::mem::take(self), other)
        } else {
            (other, std::mem::take(self))
        };
        larger.articles += smaller.articles;
        larger.pages += smaller.pages;
        larger.dated += smaller.dated;
        larger.days = hull(larger.days, smaller.days);
        smaller.counts.into_iter().for_each(|(term, count)| *larger.counts.entry(term).or_default() += count);
        larger.forget();
        *self = larger;
    }

    /// Drops what is rarest until the profile is small again. Which go does not depend on the order of the map.
    fn forget(&mut self) {
        let mut least = 1;
        while self.counts.len() > KEPT {
            self.counts.retain(|_, count| *count > least);
            least += 1;
        }
    }

    /// Whether the two groups exclude each other. A single page excludes nothing: it may look back, or bear the day on which
    /// it was collected. Two that bear the same days do not, though the one be a copy of the other.
    pub fn excludes(&self, other: &Profile) -> bool {
        let days = self.days_from(other);
        if self.pages.min(other.pages) > 1 && days.is_some_and(|days| days > BURST_DAYS) {
            return true;
        }
        if self.articles < 2 || other.articles < 2 {
            return false;
        }
        let enough = if days == Some(0) { ENOUGH + MORE } else { ENOUGH };
        self.told_only_here(other) >= enough && other.told_only_here(self) >= enough
    }

    /// Days from the last report of the one to the first of the other, 0 where they overlap; `None` unless most articles of
    /// both groups are dated.
    fn days_from(&self, other: &Profile) -> Option<i64> {
        let mostly_dated = |group: &Profile| group.dated * 2 > group.articles;
        let (a, b) = self.days.zip(other.days).filter(|_| mostly_dated(self) && mostly_dated(other))?;
        let span = |(from, to)| Published { from, to };
        span(a).days_from(span(b))
    }

    /// The evidence that something told here is left out there.
    fn told_only_here(&self, other: &Profile) -> f64 {
        let (here, there) = (f64::from(self.articles), f64::from(other.articles));
        let (mut best, mut tried) = (0.0f64, 0u32);
        for (term, &count) in &self.counts {
            if count < 2 || f64::from(count) < CENTRAL * here {
                continue;
            }
            tried += 1;
            let share = f64::from(other.counts.get(term).copied().unwrap_or(0)) / there;
            let expected = (f64::from(count) + 0.5) / (here + 1.0);
            if share <= STRAY && share < expected {
                best = best.max(there * divergence(share, expected));
            }
        }
        best - f64::from(tried.max(1)).ln()
    }
}

/// The days from the first of either to the last of either.
fn hull(a: Option<(i64, i64)>, b: Option<(i64, i64)>) -> Option<(i64, i64)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (a, b) => a.or(b),
    }
}

/// Kullback-Leibler divergence of two shares, in nats.
fn divergence(seen: f64, expected: f64) -> f64 {
    let part = |seen: f64, expected: f64| if seen > 0.0 { seen * (seen / expected).ln() } else { 0.0 };
    part(seen, expected) + part(1.0 - seen, 1.0 - expected)
}

#[cfg(test)]
mod tests {
    use super::{Profile, Published};

    const UNDATED: Published = Published { from: i64::MIN, to: i64::MAX };

    fn profile(articles: &[&[u32]]) -> Profile {
        let mut profile = Profile::default();
        articles.iter().for_each(|particulars| profile.absorb(Profile::of_one([(*particulars, UNDATED)].into_iter())));
        profile
    }

    #[test]
    fn groups_with_particulars_of_their_own_exclude_each_other() {
        let here = profile(&[&[1, 2, 23], &[1, 23], &[2, 23], &[1, 2, 23], &[1, 23]]);
        let there = profile(&[&[1, 2, 26], &[1, 26], &[2, 26], &[1, 26], &[1, 2, 26]]);
        assert!(here.excludes(&there) && there.excludes(&here));
    }

    #[test]
    fn a_shorter_report_of_the_same_excludes_nothing() {
        let here = profile(&[&[1, 2, 23], &[1, 23], &[2, 23], &[1, 2, 23], &[1, 23]]);
        let short = profile(&[&[1], &[1, 2], &[1], &[2], &[1]]);
        assert!(!here.excludes(&short) && !short.excludes(&here));
    }

    #[test]
    fn one_article_excludes_nothing() {
        let here = profile(&[&[1, 2, 23], &[1, 23], &[2, 23], &[1, 2, 23], &[1, 23]]);
        let there = profile(&[&[1, 2, 26]]);
        assert!(!here.excludes(&there) && !there.excludes(&here));
    }

    #[test]
    fn reports_of_the_same_days_need_more_to_exclude_each_other() {
        let days = Published { from: 100, to: 200 };
        let dated = |number: u32| {
            let mut profile = Profile::default();
            (0..2).for_each(|_| profile.absorb(Profile::of_one([(&[1, 2, number][..], days)].into_iter())));
            profile
        };
        let undated = |number: u32| profile(&[&[1, 2, number], &[1, 2, number]]);
        assert!(undated(23).excludes(&undated(26)));
        assert!(!dated(23).excludes(&dated(26)));
    }

    #[test]
    fn copies_of_one_text_exclude_nothing() {
        let copies = std::iter::repeat_n((&[1, 2, 19][..], UNDATED), 11);
        let (copied, others) = (Profile::of_one(copies), profile(&[&[1, 2, 8], &[1, 8]]));
        assert!(!copied.excludes(&others) && !others.excludes(&copied));
    }

    #[test]
    fn a_profile_stays_small() {
        let mut profile = Profile::default();
        for at in 0..100u32 {
            let particulars: Vec<u32> = (at * 300..at * 300 + 300).collect();
            profile.absorb(Profile::of_one([(particulars.as_slice(), UNDATED)].into_iter()));
        }
        assert!(profile.counts.len() <= super::KEPT);
    }
}
