//! Text that pages carry for its own sake: the boxes and sign-offs of an outlet, the background that is told again for weeks.
//!
//! In: the fingerprints of a collection. Out: those that are of standing text. A fingerprint is, when it stands in three pages
//! with other text around it that came out two weeks and more apart from one another, or that are of one outlet: who copies a
//! report does so within days, and an outlet that says the same on pages of different things says nothing of any of them.
//! Only the first pages that have a fingerprint are asked, in the order in which they came out, so that no order of arrival
//! shows, and a page that shares a paragraph with ten thousand others costs no more than one that shares it with thirty.
//! What stands in two pages alone is not judged here ([`super::passages`]).

use std::collections::HashMap;

use rayon::prelude::*;

use super::archive::Filed;
use super::index::{Posting, is_of_credit};

/// Pages of a fingerprint that are asked, the first in time.
pub const ASKED: usize = 24;
/// Pages that show that text is standing.
const PAGES: usize = 3;
/// Days from one of them to the next, where they are not of one outlet.
const DAYS: i64 = 14;
/// Fingerprints that either of two pages has for itself at least, and the share of the shorter one that they have in common at
/// most, where neither is a copy of the other.
const OWN: usize = 5;
const COMMON: f64 = 0.75;

/// The fingerprints of standing text, sorted. The postings are sorted; they hold all that have one of their fingerprints.
pub fn find<'f>(postings: &[Posting], filed: impl Fn(u32) -> &'f Filed + Sync) -> Vec<u32> {
    // Who credits whom says nothing of text.
    let is_asked = |group: &&[Posting]| group.len() >= PAGES && !is_of_credit(group[0].print);
    let groups: Vec<&[Posting]> = postings.chunk_by(|a, b| a.print == b.print).filter(is_asked).collect();
    let mut found: Vec<u32> = groups
        .into_par_iter()
        .map_init(Pages::new, |known, group| {
            let pages: Vec<(u32, &Filed)> =
                group.iter().take(ASKED).map(|posting| (posting.article, filed(posting.article))).collect();
            is_standing(&pages, known).then(|| group[0].print)
        })
        .flatten()
        .collect();
    found.sort_unstable();
    found
}

/// Which pairs of pages have other text, as far as it was asked: pages share many fingerprints.
type Pages = HashMap<(u32, u32), bool>;

fn is_standing(pages: &[(u32, &Filed)], known: &mut Pages) -> bool {
    let mut outlets: Vec<u32> = pages.iter().filter_map(|(_, page)| page.outlet).collect();
    outlets.sort_unstable();
    let outlets = outlets.chunk_by(|a, b| a == b).filter(|same| same.len() >= PAGES).map(|same| same[0]);
    let of_outlet = |outlet: u32| pages.iter().copied().filter(move |(_, page)| page.outlet == Some(outlet));
    let dated = pages.iter().copied().filter(|(_, page)| page.published.is_known());
    is_apart(dated, DAYS, known) || outlets.into_iter().any(|outlet| is_apart(of_outlet(outlet), 0, known))
}

/// Whether so many of the pages, which stand in order, have other text and lie so many days apart.
fn is_apart<'f>(pages: impl Iterator<Item = (u32, &'f Filed)>, days: i64, known: &mut Pages) -> bool {
    let mut apart: Vec<(u32, &Filed)> = Vec::new();
    for (at, page) in pages {
        let later = |other: &Filed| days == 0 || page.published.days_from(other.published) >= Some(days);
        let mut is_other = |number: u32, other: &Filed| {
            *known.entry((number, at)).or_insert_with(|| has_other_text(&other.prints, &page.prints))
        };
        if apart.last().is_none_or(|(_, last)| later(last)) && apart.iter().all(|(at, other)| is_other(*at, other)) {
            apart.push((at, page));
        }
        if apart.len() == PAGES {
            return true;
        }
    }
    false
}

fn has_other_text(a: &[u32], b: &[u32]) -> bool {
    let of_text = |prints: &[u32]| prints.iter().copied().filter(|&print| !is_of_credit(print)).collect::<Vec<u32>>();
    let (a, b) = (of_text(a), of_text(b));
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (left, right) = (a[i], b[j]);
        common += usize::from(left == right);
        i += usize::from(left <= right);
        j += usize::from(right <= left);
    }
    let shorter = a.len().min(b.len());
    shorter >= common + OWN && common as f64 <= COMMON * shorter as f64
}
