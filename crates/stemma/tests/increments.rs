//! A collection that grew by and by has the links of one that was related all at once.

#[path = "../examples/relate/corpus.rs"]
mod corpus;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;

use stemma::lexicon::{Lexicon, Lists};
use stemma::model::{Links, Reading};
use stemma::relate::{self, Archive, Options};

fn lexicon() -> Lexicon {
    let lists = Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: stemma_data::GAZETTEER };
    Lexicon::compile(&lists).expect("the lists compile")
}

/// The links of each story with those of its articles, which is what a store keeps apart.
type Kept = BTreeMap<String, Links>;

fn keep(kept: &mut Kept, links: Links) {
    let mut story_of: HashMap<String, String> = HashMap::new();
    for story in links.stories {
        story_of.extend(story.documents.iter().map(|document| (document.clone(), story.id.clone())));
        kept.insert(story.id.clone(), Links { stories: vec![story], ..Links::default() });
    }
    for edge in links.lineage {
        of(kept, &story_of, &edge.child).lineage.push(edge);
    }
    for altered in links.alterations {
        of(kept, &story_of, &altered.child).alterations.push(altered);
    }
    for dated in links.dates {
        of(kept, &story_of, &dated.document).dates.push(dated);
    }
}

fn of<'k>(kept: &'k mut Kept, story_of: &HashMap<String, String>, document: &str) -> &'k mut Links {
    kept.get_mut(&story_of[document]).expect("every article is in a story")
}

/// Numbers that look random and are always the same.
fn scrambled(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move |bound| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound.max(1)
    }
}

/// Relates `readings`, the first of them all at once and the others in parts of random sizes; says how many parts needed no
/// look at the whole.
fn grow(readings: &[Reading], first: usize, seed: u64, options: &Options, lexicon: &Lexicon) -> (Kept, usize) {
    let by_id: HashMap<&str, &Reading> = readings.iter().map(|reading| (reading.id.as_str(), reading)).collect();
    let mut fetch = |ids: &[&str]| Ok::<_, Infallible>(ids.iter().map(|id| by_id[id].clone()).collect());
    let mut random = scrambled(seed);
    let (links, mut archive) = relate::relate(&readings[..first], lexicon, options);
    let (mut kept, mut updates, mut there) = (Kept::new(), 0, first);
    keep(&mut kept, links);
    while there < readings.len() {
        let next = (there + 1 + random(3)).min(readings.len());
        let fresh = &readings[there..next];
        there = next;
        // As a store does between two runs.
        let pieces: Vec<Vec<u8>> = (0..archive.pieces()).map(|at| archive.piece(at)).collect();
        archive = Archive::read(&pieces).expect("what was written can be read");
        match relate::update(&mut archive, fresh, &mut fetch, lexicon, options).expect("nothing fails") {
            Some(update) => {
                update.gone.iter().for_each(|story| drop(kept.remove(story)));
                keep(&mut kept, update.links);
                updates += 1;
            }
            None => {
                let (links, all) = relate::relate(&readings[..there], lexicon, options);
                (archive, kept) = (all, Kept::new());
                keep(&mut kept, links);
            }
        }
    }
    (kept, updates)
}

#[test]
fn a_collection_that_grew_has_the_links_of_one_that_came_at_once() {
    let lexicon = lexicon();
    let options = Options { sample: 24 };
    let mut updates = 0;
    for seed in 0..6 {
        let shape = if seed < 4 { "news" } else { "standing" };
        let mut readings = corpus::corpus(240, shape).expect("the shape is known");
        let mut random = scrambled(seed);
        if seed % 2 == 0 {
            // As they come out, the undated anywhere.
            readings.sort_by(|a, b| (&a.published_at, &a.id).cmp(&(&b.published_at, &b.id)));
        } else {
            (1..readings.len()).rev().for_each(|at| readings.swap(at, random(at + 1)));
        }
        let mut at_once = Kept::new();
        keep(&mut at_once, relate::relate(&readings, &lexicon, &options).0);
        let (grown, cheap) = grow(&readings, 100 + random(100), seed, &options, &lexicon);
        updates += cheap;
        let (one, other): (BTreeSet<&String>, BTreeSet<&String>) = (at_once.keys().collect(), grown.keys().collect());
        assert_eq!(one, other, "seed {seed}: other stories");
        for (id, links) in &at_once {
            assert!(grown[id] == *links, "seed {seed}: {id} has other links:\n{:#?}\n{links:#?}", grown[id]);
        }
    }
    assert!(updates > 60, "only {updates} parts were related by themselves");
}
