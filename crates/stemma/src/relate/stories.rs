//! Articles that report the same happenings in the same days.
//!
//! In: articles and the groups that copying makes of them. Out: stories; every article is in exactly one, alone if need
//! be, and the members of one copy tree are in one. Articles are compared by their words, rare ones and names above all
//! (TF-IDF, cosine), by their days, and by what they say happened ([`super::happenings`]), and joined by average linkage ([`super::linkage`]) unless two groups exclude each other
//! ([`super::particulars`]). First those of the same days are joined, then a page of another time with the happening that
//! it looks back at: for two bursts of reports, weeks apart, are two happenings, however alike their words. Candidates come
//! from an index of each article's heaviest words, so the cost is near linear. Nothing depends on the order of arrival.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::{Day, Reading, Story};
use crate::text::digest::short_id;

use super::groups::Groups;
use super::happenings::{self, Deed};
use super::linkage::link;
use super::particulars::BURST_DAYS;
use super::topics::{Vector, cosine};
use super::witness::Published;

/// Words by which an article is found; articles before it, in time, that are looked at for each of them; and how many are
/// compared with it in full.
const KEYS: usize = 32;
const REACH: usize = 40;
const NEAREST: usize = 30;
/// Mean likeness from which two groups are one story. Fitted, with the fading below and the evidence of
/// [`super::particulars`], on development events; docs/measurements.md says how much other values change.
const THRESHOLD: f64 = 0.115;
/// Likenesses below are nought.
pub const LEAST: f32 = 0.02;
/// Days between two reports of one happening; the days in which a longer distance loses its likeness e-fold; and the
/// share that it keeps however long.
const SAME_DAYS: i64 = 3;
const FADE_DAYS: f64 = 20.0;
const LOOK_BACK: f64 = 0.3;
/// What is left of the likeness of two articles when their main deeds exclude each other, as those of two attacks in one town do.
const EXCLUDED: f64 = 0.2;
/// What the likeness of two articles that are about one deed gains.
const IN_COMMON: f64 = 1.0;
/// What the likeness of a dated and an undated article counts: half of what speaks for one story is missing.
const UNDATED: f64 = 0.85;

/// A word by which an article is found, and how much it weighs there.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    pub word: u32,
    pub article: u32,
    pub weight: f32,
}

/// The words by which an article is found: the heaviest, in the order of the words.
pub fn keys(vector: &Vector) -> Vector {
    let mut keys = vector.clone();
    keys.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    keys.truncate(KEYS);
    keys.sort_unstable_by_key(|&(word, _)| word);
    keys
}

/// For some articles of `count` those before each that share the most with it, by the words both are found by; of a word
/// that stands in very many, only the last before it are looked at. `keys` are those of all articles, or of all that have a
/// word of these.
pub fn nearest(articles: &[u32], mut keys: Vec<Key>, count: usize) -> Vec<Vec<u32>> {
    keys.par_sort_unstable_by_key(|key| (key.word, key.article));
    let mut turn = vec![u32::MAX; count];
    articles.iter().enumerate().for_each(|(at, &article)| turn[article as usize] = at as u32);
    // Where the keys of each article stand, in the order of the words.
    let mut places: Vec<Vec<u32>> = vec![Vec::new(); articles.len()];
    for (place, key) in keys.iter().enumerate() {
        if let Some(places) = places.get_mut(turn[key.article as usize] as usize) {
            places.push(place as u32);
        }
    }
    places
        .into_par_iter()
        .map_init(
            || (vec![0f32; count], Vec::new()),
            |(scores, touched), places| before(&places, &keys, scores, touched),
        )
        .collect()
}

/// `scores` is all zeros before and after.
fn before(places: &[u32], keys: &[Key], scores: &mut [f32], touched: &mut Vec<u32>) -> Vec<u32> {
    for &place in places {
        let (earlier, key) = (&keys[..place as usize], keys[place as usize]);
        for other in earlier.iter().rev().take(REACH).take_while(|other| other.word == key.word) {
            let score = &mut scores[other.article as usize];
            if *score == 0.0 {
                touched.push(other.article);
            }
            *score += key.weight * other.weight;
        }
    }
    let order = |a: &u32, b: &u32| scores[*b as usize].total_cmp(&scores[*a as usize]).then(a.cmp(b));
    if touched.len() > NEAREST {
        touched.select_nth_unstable_by(NEAREST - 1, order);
        touched.iter().skip(NEAREST).for_each(|&other| scores[other as usize] = 0.0);
        touched.truncate(NEAREST);
    }
    touched.iter().for_each(|&other| scores[other as usize] = 0.0);
    touched.sort_unstable();
    std::mem::take(touched)
}

/// What an article is compared by: its words, what it says happened, and when it came out.
pub struct Subject {
    pub vector: Vector,
    pub deeds: Vec<Deed>,
    pub published: Published,
}

/// How much two articles are alike.
pub fn likeness(a: &Subject, b: &Subject) -> f32 {
    let of_deeds = if happenings::exclude(&a.deeds, &b.deeds) {
        EXCLUDED
    } else {
        1.0 + IN_COMMON * f64::from(happenings::in_common(&a.deeds, &b.deeds))
    };
    (cosine(&a.vector, &b.vector) * nearness(a.published, b.published) * of_deeds) as f32
}

/// Joins `groups` of articles, which stand in the order in which they came out, to stories. `similar` are pairs (a, b,
/// likeness) with a < b, sorted; `particulars` are those of one article.
pub fn join<'p>(
    groups: &mut Groups,
    similar: &[(u32, u32, f32)],
    count: usize,
    particulars: impl Fn(usize) -> (&'p [u32], Published),
) {
    let (same_days, others): (Vec<_>, Vec<_>) = similar.iter().copied().partition(|&(a, b, _)| {
        let (a, b) = (particulars(a as usize).1, particulars(b as usize).1);
        a.days_from(b).is_none_or(|days| days <= BURST_DAYS)
    });
    link(&[&same_days, &others], groups, count, (NEAREST, THRESHOLD), particulars);
}

/// The stories of readings in the order in which they came out; `groups` says which are together, `similar` as for [`join`].
pub fn stories(readings: &[&Reading], groups: &mut Groups, similar: &[(u32, u32, f32)]) -> Vec<Story> {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..readings.len() {
        members.entry(groups.find(at)).or_default().push(at);
    }
    let mut central = vec![0.0; readings.len()];
    for &(a, b, likeness) in similar {
        if groups.find(a as usize) == groups.find(b as usize) {
            central[a as usize] += f64::from(likeness);
            central[b as usize] += f64::from(likeness);
        }
    }
    let mut stories: Vec<Story> = members.into_values().map(|members| story(&members, readings, &central)).collect();
    stories.sort_by(|a, b| a.id.cmp(&b.id));
    stories
}

/// The id of the story that begins with an article: a story keeps it while later articles join.
pub fn id(first: &str) -> String {
    format!("story-{}", short_id(first))
}

fn story(members: &[usize], readings: &[&Reading], central: &[f64]) -> Story {
    let mut documents: Vec<String> = members.iter().map(|&at| readings[at].id.clone()).collect();
    documents.sort_unstable();
    let id = id(members.first().map_or("", |&at| &readings[at].id));
    let days = |at: &usize| readings[*at].article.published.as_ref();
    let from: Option<Day> = members.iter().filter_map(days).map(|published| published.start).min();
    let to: Option<Day> = members.iter().filter_map(days).map(|published| published.end).max();
    let titled = members.iter().filter_map(|&at| Some((at, readings[at].article.title.as_ref()?)));
    let title = titled
        .max_by(|(a, _), (b, _)| central[*a].total_cmp(&central[*b]).then(b.cmp(a)))
        .map_or(String::new(), |(_, title)| title.text.clone());
    Story { id, documents, title, from, to }
}

/// 1 for the same days, less for others.
fn nearness(a: Published, b: Published) -> f64 {
    match a.days_from(b) {
        Some(days) => {
            let later = (days - SAME_DAYS).max(0) as f64;
            LOOK_BACK + (1.0 - LOOK_BACK) * (-later / FADE_DAYS).exp()
        }
        None if a.is_known() || b.is_known() => UNDATED,
        _ => 1.0,
    }
}
