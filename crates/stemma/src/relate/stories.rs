//! Articles that report the same happenings in the same days.
//!
//! In: witnesses and the copy edges between them. Out: stories; every article is in exactly one, alone if need be, and
//! the members of one copy tree are in one. Articles are compared by their words, rare ones and names above all (TF-IDF,
//! cosine), held apart by the time between them, and joined by average linkage ([`super::linkage`]) unless the
//! particulars of two groups exclude each other ([`super::particulars`]). Candidates come from an index of each article's
//! heaviest words, so the cost is near linear. Nothing depends on the order in which articles arrived.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::{Day, Reading, Story};
use crate::text::digest::short_id;

use super::groups::Groups;
use super::linkage::link;
use super::outline::Outline;
use super::topics::{Topics, Vector, cosine};
use super::witness::Published;

/// Words by which an article is found; articles before it, in time, that are looked at for each of them; and how many are
/// compared with it in full.
const KEYS: usize = 32;
const REACH: usize = 40;
const NEAREST: usize = 30;
/// Mean likeness from which two groups are one story. Fitted, with the fading below and the evidence of
/// [`super::particulars`], on development events; over random halves of them, fitted on one and measured on the other,
/// the figure falls by one point (docs/measurements.md).
const THRESHOLD: f64 = 0.10;
/// Likenesses below are nought.
const LEAST: f64 = 0.02;
/// Days between two reports of one happening; the days in which a longer distance loses its likeness e-fold; and the
/// share that it keeps however long: a look back at a happening belongs with it when it speaks of nothing else.
const SAME_DAYS: f64 = 3.0;
const FADE_DAYS: f64 = 120.0;
const LOOK_BACK: f64 = 0.4;
/// What the likeness of a dated and an undated article counts: half of what speaks for one story is missing.
const UNDATED: f64 = 0.85;

/// An article of which only the subject is known.
struct Article<'a> {
    reading: &'a Reading,
    published: Published,
}

impl Article<'_> {
    fn id(&self) -> &str {
        &self.reading.id
    }
}

/// All stories, sorted by id. `groups` holds the copy trees, each of which is in one story.
pub fn find(outlines: Vec<Outline<'_>>, topics: &Topics<'_>, mut groups: Groups) -> Vec<Story> {
    let particulars: Vec<Vec<u32>> = outlines.par_iter().map(|outline| topics.particulars(outline)).collect();
    let (articles, vectors): (Vec<Article<'_>>, Vec<Vector>) = outlines
        .into_par_iter()
        .map(|outline| {
            let vector = topics.article(&outline);
            (Article { reading: outline.reading, published: outline.published }, vector)
        })
        .unzip();
    let similar = similarities(&vectors, &articles);
    drop(vectors);
    link(&similar, &mut groups, articles.len(), (NEAREST, THRESHOLD), |at| (&particulars[at], articles[at].published));
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..articles.len() {
        members.entry(groups.find(at)).or_default().push(at);
    }
    let mut central = vec![0.0; articles.len()];
    for &(a, b, likeness) in &similar {
        if groups.find(a as usize) == groups.find(b as usize) {
            central[a as usize] += f64::from(likeness);
            central[b as usize] += f64::from(likeness);
        }
    }
    let mut stories: Vec<Story> = members.into_values().map(|members| story(&members, &articles, &central)).collect();
    stories.sort_by(|a, b| a.id.cmp(&b.id));
    stories
}

fn story(members: &[usize], articles: &[Article<'_>], central: &[f64]) -> Story {
    let mut documents: Vec<String> = members.iter().map(|&at| articles[at].id().to_owned()).collect();
    documents.sort_unstable();
    // The id is that of the article that came out first, so a story keeps it while later articles join.
    let id = format!("story-{}", short_id(members.first().map_or("", |&at| articles[at].id())));
    let days = |at: &usize| articles[*at].reading.article.published.as_ref();
    let from: Option<Day> = members.iter().filter_map(days).map(|published| published.start).min();
    let to: Option<Day> = members.iter().filter_map(days).map(|published| published.end).max();
    let titled = members.iter().filter_map(|&at| Some((at, articles[at].reading.article.title.as_ref()?)));
    let title = titled
        .max_by(|(a, _), (b, _)| central[*a].total_cmp(&central[*b]).then(b.cmp(a)))
        .map_or(String::new(), |(_, title)| title.text.clone());
    Story { id, documents, title, from, to }
}

/// Pairs (a, b, likeness) with a < b, sorted.
fn similarities(vectors: &[Vector], articles: &[Article<'_>]) -> Vec<(u32, u32, f32)> {
    let keys: Vec<Vector> = vectors.par_iter().map(heaviest).collect();
    // By word and time, each posting with its weight; and where those of each article stand, in the order of its keys.
    let mut postings: Vec<(u32, u32, f32)> = Vec::with_capacity(keys.iter().map(Vec::len).sum());
    for (at, keys) in keys.iter().enumerate() {
        postings.extend(keys.iter().map(|&(word, weight)| (word, at as u32, weight)));
    }
    postings.par_sort_unstable_by_key(|&(word, at, _)| (word, at));
    let mut places: Vec<Vec<u32>> = keys.iter().map(|keys| Vec::with_capacity(keys.len())).collect();
    postings.iter().enumerate().for_each(|(place, &(_, at, _))| places[at as usize].push(place as u32));
    drop(keys);
    let mut pairs: Vec<(u32, u32, f32)> = (0..articles.len())
        .into_par_iter()
        .map_init(
            || (vec![0f32; articles.len()], Vec::new()),
            |(scores, touched), at| {
                let near = nearest(&places[at], &postings, scores, touched);
                let compare = |other: u32| {
                    let earlier = other as usize;
                    let nearness = nearness(articles[earlier].published, articles[at].published);
                    let likeness = cosine(&vectors[earlier], &vectors[at]) * nearness;
                    (likeness >= LEAST).then_some((other, at as u32, likeness as f32))
                };
                near.into_iter().filter_map(compare).collect::<Vec<_>>()
            },
        )
        .flatten_iter()
        .collect();
    pairs.par_sort_unstable_by_key(|&(a, b, _)| (a, b));
    pairs
}

/// The heaviest words of a vector, in the order of the words.
fn heaviest(vector: &Vector) -> Vector {
    let mut keys = vector.clone();
    keys.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    keys.truncate(KEYS);
    keys.sort_unstable_by_key(|&(word, _)| word);
    keys
}

/// The articles before one that share the most with it, by the words both are found by; of a word that stands in very
/// many, only the last before it are looked at. `scores` is all zeros before and after.
fn nearest(places: &[u32], postings: &[(u32, u32, f32)], scores: &mut [f32], touched: &mut Vec<u32>) -> Vec<u32> {
    for &place in places {
        let place = place as usize;
        let (word, _, weight) = postings[place];
        for &(_, other, theirs) in postings[..place].iter().rev().take(REACH).take_while(|posting| posting.0 == word) {
            if scores[other as usize] == 0.0 {
                touched.push(other);
            }
            scores[other as usize] += weight * theirs;
        }
    }
    let order = |a: &u32, b: &u32| scores[*b as usize].total_cmp(&scores[*a as usize]).then(a.cmp(b));
    if touched.len() > NEAREST {
        touched.select_nth_unstable_by(NEAREST - 1, order);
    }
    let found = touched.iter().take(NEAREST).copied().collect();
    touched.drain(..).for_each(|other| scores[other as usize] = 0.0);
    found
}

/// 1 for the same days, less the further two articles lie apart.
fn nearness(a: Published, b: Published) -> f64 {
    match (a.is_known(), b.is_known()) {
        (true, true) => {
            let apart = (a.from.saturating_sub(b.to)).max(b.from.saturating_sub(a.to)).max(0) as f64 / (24.0 * 60.0);
            LOOK_BACK + (1.0 - LOOK_BACK) * (-(apart - SAME_DAYS).max(0.0) / FADE_DAYS).exp()
        }
        (false, false) => 1.0,
        _ => UNDATED,
    }
}
