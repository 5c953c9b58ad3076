//! New articles in a collection that was related before.
//!
//! In: the [`Archive`] of the collection, and a few articles more. Out: the links of the stories that change, the same as
//! if all were related from the beginning; or `None`, where that would mean to look at most of the collection again: one
//! of the articles enters the sample in which the rarity of words is counted, or comes before very many others.
//!
//! Why so little has to be looked at: an article looks for its partners among those before it, so that new ones change
//! what is filed only of themselves and of later articles that have their words. Copies are told from the articles that
//! share text with them, directly or through others. And average linkage of the articles of some stories gives these
//! stories again, whatever else there is, since articles of different stories were never joined. So it is enough to link
//! the stories that may change together with all that have an article like one of theirs: as long as these stay what they
//! were, nothing further off has seen a difference.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

use crate::lexicon::Lexicon;
use crate::model::{Links, Reading};

use super::archive::{self, Archive, Filed, PIECE, Partner};
use super::groups::Groups;
use super::index::{self, Posting};
use super::kindred::{Kindred, kindred};
use super::outline::{Outline, outlines};
use super::stories::{self, Key, Subject};
use super::topics;
use super::{Found, Options, standing};

/// What new articles change.
#[derive(Debug, Default)]
pub struct Update {
    /// All articles of the stories that change, by id.
    pub readings: Vec<Reading>,
    /// The links of these.
    pub links: Links,
    /// Ids of the stories that stand no longer, or stand among these links.
    pub gone: Vec<String>,
    /// The pieces of the archive that changed.
    pub pieces: BTreeSet<usize>,
}

/// Articles that are looked at again at most, and those among which stories are sought at most; beyond, relating all is
/// not much slower.
const AGAIN: usize = 2_000;
const REGION: usize = 30_000;
/// How often the region is widened at most.
const WIDER: usize = 8;

/// Gives the readings of articles by their ids, in any order.
pub type Fetch<'f, E> = dyn FnMut(&[&str]) -> Result<Vec<Reading>, E> + 'f;

/// Relates new articles. `fetch` gives the readings of other articles by their ids. After `None` or an error the archive
/// is of no use.
pub fn update<E>(
    archive: &mut Archive,
    fresh: &[Reading],
    fetch: &mut Fetch<'_, E>,
    lexicon: &Lexicon,
    options: &Options,
) -> Result<Option<Update>, E> {
    let old = archive.len();
    let known: HashSet<&str> = archive.ids().collect();
    if old < options.sample || fresh.iter().any(|reading| known.contains(reading.id.as_str())) {
        return Ok(None);
    }
    drop(known);
    let mut desk = Desk::new(archive, fresh, lexicon);
    let sample = desk.sample(options.sample);
    if sample.last().is_some_and(|&number| number as usize >= old) {
        return Ok(None);
    }
    let trees = desk.kin();
    let before = partition(&sample, trees);
    let Some(compared) = desk.seek_copies(fetch)? else { return Ok(None) };
    if before != partition(&sample, desk.kin()) {
        return Ok(None);
    }
    let Some(likened) = desk.seek_likeness(fetch)? else { return Ok(None) };
    let Some(mut changed) = desk.join(compared.into_iter().chain(likened).collect()) else { return Ok(None) };
    desk.close(&mut changed);
    if changed.len() > AGAIN {
        return Ok(None);
    }
    desk.links(&changed, fetch)
}

/// How groups part some articles: for each the first of them that is in its group.
fn partition(articles: &[u32], mut groups: Groups) -> Vec<u32> {
    let mut first: HashMap<usize, u32> = HashMap::new();
    articles.iter().map(|&number| *first.entry(groups.find(number as usize)).or_insert(number)).collect()
}

/// The archive with the articles that are at hand. Articles are named by their numbers; those from `old` on are new.
struct Desk<'d> {
    archive: &'d mut Archive,
    lexicon: &'d Lexicon,
    old: usize,
    readings: HashMap<u32, Reading>,
    subjects: HashMap<u32, Subject>,
    /// The articles in the order in which they came out, and the place of each in it.
    order: Vec<u32>,
    place: Vec<u32>,
    /// The first article of the story of each, as it was before.
    story_before: Vec<u32>,
    pieces: BTreeSet<usize>,
    /// Fingerprints of which it is known whether they are of standing text, and those that are.
    asked: HashSet<u32>,
    standing: BTreeSet<u32>,
}

impl<'d> Desk<'d> {
    fn new(archive: &'d mut Archive, fresh: &[Reading], lexicon: &'d Lexicon) -> Desk<'d> {
        let old = archive.len();
        let (mut readings, mut subjects) = (HashMap::new(), HashMap::new());
        for mut outline in outlines(fresh, lexicon) {
            let number = archive.len() as u32;
            let vector = archive.rarity.of_texts.article(&outline.terms);
            let (keys, particulars) = (stories::keys(&vector), archive.rarity.of_texts.particulars(&outline.terms));
            archive.articles.push(Filed { keys, particulars, story: number, ..Filed::new(&mut outline) });
            readings.insert(number, outline.reading.clone());
            let deeds = std::mem::take(&mut outline.deeds);
            subjects.insert(number, Subject { vector, deeds, published: outline.published });
        }
        let (order, place) = archive.order();
        let story_before = archive.articles.iter().map(|filed| filed.story).collect();
        let pieces = BTreeSet::new();
        let (asked, standing) = (HashSet::new(), BTreeSet::new());
        let mut desk =
            Desk { archive, lexicon, old, readings, subjects, order, place, story_before, pieces, asked, standing };
        (old..desk.order.len()).for_each(|number| desk.touch(number as u32));
        desk
    }

    fn sample(&self, size: usize) -> Vec<u32> {
        let ids: Vec<&str> = self.archive.ids().collect();
        topics::sample(&ids, size)
    }

    fn touch(&mut self, number: u32) {
        self.pieces.insert(1 + number as usize / PIECE);
    }

    fn filed(&self, number: u32) -> &Filed {
        &self.archive.articles[number as usize]
    }

    fn is_new(&self, number: u32) -> bool {
        number as usize >= self.old
    }

    /// Puts the readings of articles on the desk; says whether all are there.
    fn take<E>(&mut self, numbers: impl Iterator<Item = u32>, fetch: &mut Fetch<'_, E>) -> Result<bool, E> {
        let missing: BTreeSet<u32> = numbers.filter(|number| !self.readings.contains_key(number)).collect();
        if missing.is_empty() {
            return Ok(true);
        }
        let number_of: HashMap<&str, u32> =
            missing.iter().map(|&number| (self.filed(number).id.as_str(), number)).collect();
        let ids: Vec<&str> = missing.iter().map(|&number| self.filed(number).id.as_str()).collect();
        let found: Vec<(u32, Reading)> = fetch(&ids)?
            .into_iter()
            .filter_map(|reading| Some((*number_of.get(reading.id.as_str())?, reading)))
            .collect();
        self.readings.extend(found);
        Ok(missing.iter().all(|number| self.readings.contains_key(number)))
    }

    /// The trees of copies that keep their articles in one story.
    fn kin(&self) -> Groups {
        let mut groups = Groups::new(self.archive.len());
        for (number, filed) in self.archive.articles.iter().enumerate() {
            filed.kin.iter().for_each(|&other| groups.join(number, other as usize));
        }
        groups
    }

    /// Articles that hang together by shared text.
    fn sharing(&self) -> Groups {
        let mut groups = Groups::new(self.archive.len());
        for (number, filed) in self.archive.articles.iter().enumerate() {
            let partners = filed.partners.iter().filter(|partner| partner.shares_text);
            partners.for_each(|partner| groups.join(number, partner.article as usize));
        }
        groups
    }

    /// The new articles, and those after any of them of which something holds that they have in common.
    fn seekers(&self, has_in_common: impl Fn(&Filed) -> bool + Sync) -> Vec<u32> {
        let first = (self.old..self.order.len()).map(|number| self.place[number]).min().unwrap_or(0);
        let later = self.order[first as usize..].par_iter().copied();
        later.filter(|&number| self.is_new(number) || has_in_common(self.filed(number))).collect()
    }

    /// Files who shares text with the new articles and who copied whom among all that hang together with them; says whose
    /// copies were sought.
    fn seek_copies<E>(&mut self, fetch: &mut Fetch<'_, E>) -> Result<Option<Vec<u32>>, E> {
        let (seekers, turned) = self.seekers_of_text();
        if seekers.len() > AGAIN {
            return Ok(None);
        }
        let seekers: Vec<u32> = seekers.into_iter().collect();
        let partners = self.partners(&seekers);
        let as_before = |number: &u32| {
            let before: BTreeSet<u32> = self.filed(*number).partners.iter().map(|partner| partner.article).collect();
            !self.is_new(*number)
                && !turned.contains(number)
                && partners.get(number).cloned().unwrap_or_default() == before
        };
        let moved: BTreeSet<u32> = seekers.into_iter().filter(|number| !as_before(number)).collect();
        let mut sharing = self.sharing();
        let mut touched: BTreeSet<usize> = BTreeSet::new();
        for &number in &moved {
            let before = self.filed(number).partners.iter().map(|partner| partner.article);
            let all = before.chain(partners.get(&number).into_iter().flatten().copied()).chain([number]);
            touched.extend(all.map(|number| sharing.find(number as usize)));
        }
        let members: Vec<u32> =
            self.order.iter().copied().filter(|&number| touched.contains(&sharing.find(number as usize))).collect();
        if members.len() > AGAIN {
            return Ok(None);
        }
        if !self.take(members.iter().copied(), fetch)? {
            return Ok(None);
        }
        for &number in &moved {
            let found = partners.get(&number).into_iter().flatten();
            self.archive.articles[number as usize].partners =
                found.map(|&article| Partner { article, shares_text: true }).collect();
        }
        let kindred = self.compare(&members);
        let sharing = kindred.sharing.iter().map(|&(a, b)| (members[a as usize], members[b as usize]));
        let sharing: HashSet<(u32, u32)> = sharing.collect();
        for &number in &moved {
            for partner in &mut self.archive.articles[number as usize].partners {
                partner.shares_text = sharing.contains(&(partner.article, number));
            }
        }
        for &number in &members {
            self.archive.articles[number as usize].kin.clear();
            self.touch(number);
        }
        for (a, b) in kindred.kin {
            self.archive.articles[members[a as usize] as usize].kin.push(members[b as usize]);
        }
        Ok(Some(members))
    }

    /// The articles whose partners may change: the new ones, and those after one that is among the first with a fingerprint
    /// of theirs; and those of which a text turned into a standing one, or turned back, which change whatever their partners.
    fn seekers_of_text(&mut self) -> (BTreeSet<u32>, HashSet<u32>) {
        let new = &self.archive.articles[self.old..];
        let theirs: HashSet<u32> = new.iter().flat_map(|filed| filed.prints.iter().copied()).collect();
        let postings = self.postings(&theirs);
        self.learn(&theirs, &postings);
        let is_new = |posting: &Posting| self.is_new(self.order[posting.article as usize]);
        let of_before: Vec<Posting> = postings.iter().filter(|posting| !is_new(posting)).copied().collect();
        let before: BTreeSet<u32> =
            standing::find(&of_before, |place| self.filed(self.order[place as usize])).into_iter().collect();
        let mut seekers: BTreeSet<u32> = (self.old..self.order.len()).map(|number| number as u32).collect();
        let mut turned = HashSet::new();
        for group in postings.chunk_by(|a, b| a.print == b.print) {
            let is_standing = self.standing.contains(&group[0].print);
            let first = group.iter().take(index::FIRST).position(is_new);
            let numbers = group.iter().map(|posting| self.order[posting.article as usize]);
            if is_standing != before.contains(&group[0].print) {
                turned.extend(numbers);
            } else if let Some(first) = first.filter(|_| !is_standing) {
                seekers.extend(numbers.skip(first));
            }
        }
        seekers.extend(&turned);
        (seekers, turned)
    }

    /// Where some fingerprints stand, sorted; articles by their places.
    fn postings(&self, prints: &HashSet<u32>) -> Vec<Posting> {
        let mut postings: Vec<Posting> = self
            .archive
            .articles
            .par_iter()
            .zip(&self.place)
            .flat_map_iter(|(filed, &article)| {
                let shared = filed.prints.iter().filter(|print| prints.contains(print));
                shared.map(move |&print| Posting { print, article })
            })
            .collect();
        postings.par_sort_unstable();
        postings
    }

    /// Notes which of some fingerprints are of standing text, by their postings.
    fn learn(&mut self, prints: &HashSet<u32>, postings: &[Posting]) {
        let found = standing::find(postings, |place| self.filed(self.order[place as usize]));
        self.standing.extend(found);
        self.asked.extend(prints);
    }

    /// The partners of some articles.
    fn partners(&mut self, seekers: &[u32]) -> BTreeMap<u32, BTreeSet<u32>> {
        let prints: HashSet<u32> =
            seekers.iter().flat_map(|&number| self.filed(number).prints.iter().copied()).collect();
        let mut postings = self.postings(&prints);
        self.learn(&prints, &postings);
        postings.retain(|posting| !self.standing.contains(&posting.print));
        let sought: HashSet<u32> = seekers.iter().map(|&number| self.place[number as usize]).collect();
        let mut partners: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for (a, b) in index::partners(&postings, |place| sought.contains(&place)) {
            partners.entry(self.order[b as usize]).or_default().insert(self.order[a as usize]);
        }
        partners
    }

    /// Compares articles, which stand in order, with those of their partners among them that may share text with them.
    fn compare(&mut self, articles: &[u32]) -> Kindred {
        let at: HashMap<u32, u32> = articles.iter().enumerate().map(|(at, &number)| (number, at as u32)).collect();
        let pairs: Vec<(u32, u32)> = articles
            .iter()
            .flat_map(|&number| {
                let partners = self.filed(number).partners.iter().filter(|partner| partner.shares_text);
                partners.filter_map(|partner| Some((*at.get(&partner.article)?, at[&number]))).collect::<Vec<_>>()
            })
            .collect();
        let paired: BTreeSet<u32> =
            pairs.iter().flat_map(|&(a, b)| [articles[a as usize], articles[b as usize]]).collect();
        let unknown = paired.iter().flat_map(|&number| &self.archive.articles[number as usize].prints).copied();
        let unknown: HashSet<u32> = unknown.filter(|print| !self.asked.contains(print)).collect();
        if !unknown.is_empty() {
            let postings = self.postings(&unknown);
            self.learn(&unknown, &postings);
        }
        let standing: Vec<u32> = self.standing.iter().copied().collect();
        let readings: Vec<&Reading> = articles.iter().filter_map(|number| self.readings.get(number)).collect();
        kindred(&pairs, &readings, &self.archive.rarity.of_pages, &standing, &self.lexicon.credits)
    }

    /// Files what the new articles are like, and which later ones are like them; says for whom that changed.
    fn seek_likeness<E>(&mut self, fetch: &mut Fetch<'_, E>) -> Result<Option<Vec<u32>>, E> {
        let new = &self.archive.articles[self.old..];
        let theirs: HashSet<u32> = new.iter().flat_map(|filed| filed.keys.iter().map(|key| key.0)).collect();
        let seekers = self.seekers(|filed| filed.keys.iter().any(|(word, _)| theirs.contains(word)));
        if seekers.len() > AGAIN {
            return Ok(None);
        }
        let words: HashSet<u32> =
            seekers.iter().flat_map(|&number| self.filed(number).keys.iter().map(|key| key.0)).collect();
        let keys: Vec<Key> = self
            .archive
            .articles
            .par_iter()
            .zip(&self.place)
            .flat_map_iter(|(filed, &article)| {
                let shared = filed.keys.iter().filter(|(word, _)| words.contains(word));
                shared.map(move |&(word, weight)| Key { word, article, weight })
            })
            .collect();
        let places: Vec<u32> = seekers.iter().map(|&number| self.place[number as usize]).collect();
        let nearest = stories::nearest(&places, keys, self.archive.len());
        let mut moved = Vec::new();
        for (number, near) in seekers.into_iter().zip(nearest) {
            let near: BTreeSet<u32> = near.into_iter().map(|place| self.order[place as usize]).collect();
            let before: BTreeMap<u32, f32> = self.filed(number).near.iter().copied().collect();
            if self.is_new(number) || !near.iter().eq(before.keys()) {
                moved.push((number, near, before));
            }
        }
        let unknown = moved.iter().flat_map(|(number, near, before)| {
            let others = near.iter().filter(|other| !before.contains_key(other)).copied();
            others.chain([*number])
        });
        let unknown: BTreeSet<u32> = unknown.filter(|number| !self.subjects.contains_key(number)).collect();
        if unknown.len() > AGAIN {
            return Ok(None);
        }
        if !self.take(unknown.iter().copied(), fetch)? {
            return Ok(None);
        }
        let subjects: Vec<(u32, Subject)> = unknown
            .par_iter()
            .filter_map(|number| {
                let mut outlines: Vec<Outline<'_>> =
                    outlines(std::slice::from_ref(self.readings.get(number)?), self.lexicon);
                let Outline { terms, deeds, published, .. } = outlines.pop()?;
                Some((*number, Subject { vector: self.archive.rarity.of_texts.article(&terms), deeds, published }))
            })
            .collect();
        self.subjects.extend(subjects);
        let mut numbers = Vec::with_capacity(moved.len());
        for (number, near, before) in moved {
            let likeness = |other: &u32| match before.get(other) {
                Some(&likeness) => Some((*other, likeness)),
                None => Some((*other, stories::likeness(self.subjects.get(other)?, self.subjects.get(&number)?))),
            };
            let near = near.iter().filter_map(likeness).collect();
            self.archive.articles[number as usize].near = near;
            self.touch(number);
            numbers.push(number);
        }
        Ok(Some(numbers))
    }

    /// Joins articles to stories again where they may have changed: in the stories of `moved`. Says which articles are in
    /// other company than before, or moved themselves.
    fn join(&mut self, moved: BTreeSet<u32>) -> Option<BTreeSet<u32>> {
        let mut may_change: BTreeSet<u32> = moved.iter().map(|&number| self.story_before[number as usize]).collect();
        let mut trees = self.kin();
        for _ in 0..WIDER {
            let inside: Vec<bool> = self.story_before.iter().map(|story| may_change.contains(story)).collect();
            let mut beside: BTreeSet<u32> = BTreeSet::new();
            for (a, b, _) in
                archive::similar(&self.archive.articles).filter(|&(a, b, _)| inside[a as usize] != inside[b as usize])
            {
                let outside = if inside[a as usize] { b } else { a };
                beside.insert(self.story_before[outside as usize]);
            }
            let is_of = |&number: &u32| {
                let story = self.story_before[number as usize];
                may_change.contains(&story) || beside.contains(&story)
            };
            let articles: Vec<u32> = self.order.iter().copied().filter(is_of).collect();
            if articles.len() > REGION {
                return None;
            }
            let mut groups = self.among(&articles, |number| trees.find(number as usize) as u32);
            let similar = self.similar_among(&articles);
            stories::join(&mut groups, &similar, articles.len(), |at| {
                let filed = self.filed(articles[at]);
                (&filed.particulars, filed.published)
            });
            let mut company: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
            let mut parts: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
            for (at, &number) in articles.iter().enumerate() {
                let story = self.story_before[number as usize];
                company.entry(groups.find(at)).or_default().insert(story);
                parts.entry(story).or_default().insert(groups.find(at));
            }
            let stays =
                |story: &u32| parts[story].len() == 1 && parts[story].iter().all(|group| company[group].len() == 1);
            let moves: Vec<u32> = beside.iter().copied().filter(|story| !stays(story)).collect();
            if !moves.is_empty() {
                may_change.extend(moves);
                continue;
            }
            let mut changed = moved.clone();
            for (at, &number) in articles.iter().enumerate() {
                if !stays(&self.story_before[number as usize]) {
                    changed.insert(number);
                }
                let first = articles[groups.find(at)];
                if self.filed(number).story != first {
                    self.archive.articles[number as usize].story = first;
                    self.touch(number);
                }
            }
            return Some(changed);
        }
        None
    }

    /// Groups of some articles, which stand in order, by a name that each has.
    fn among(&self, articles: &[u32], mut name: impl FnMut(u32) -> u32) -> Groups {
        let mut groups = Groups::new(articles.len());
        let mut first: HashMap<u32, usize> = HashMap::new();
        for (at, &number) in articles.iter().enumerate() {
            groups.join(at, *first.entry(name(number)).or_insert(at));
        }
        groups
    }

    /// Pairs of some articles, which stand in order, that are like one another, by their places among these, sorted.
    fn similar_among(&self, articles: &[u32]) -> Vec<(u32, u32, f32)> {
        let mut at = vec![u32::MAX; self.archive.len()];
        articles.iter().enumerate().for_each(|(place, &number)| at[number as usize] = place as u32);
        let both = |(a, b, likeness): (u32, u32, f32)| {
            let (a, b) = (at[a as usize], at[b as usize]);
            (a != u32::MAX && b != u32::MAX).then_some((a, b, likeness))
        };
        let mut similar: Vec<(u32, u32, f32)> = archive::similar(&self.archive.articles).filter_map(both).collect();
        similar.sort_unstable_by_key(|&(a, b, _)| (a, b));
        similar
    }

    /// Adds all that are in one story with these articles, or hang together with them by shared text.
    fn close(&self, articles: &mut BTreeSet<u32>) {
        let mut groups = self.sharing();
        for (number, filed) in self.archive.articles.iter().enumerate() {
            groups.join(number, filed.story as usize);
        }
        let touched: HashSet<usize> = articles.iter().map(|&number| groups.find(number as usize)).collect();
        articles.extend(
            (0..self.archive.len())
                .filter(|&number| touched.contains(&groups.find(number)))
                .map(|number| number as u32),
        );
    }

    /// The links of articles that nothing joins to any other.
    fn links<E>(mut self, articles: &BTreeSet<u32>, fetch: &mut Fetch<'_, E>) -> Result<Option<Update>, E> {
        if !self.take(articles.iter().copied(), fetch)? {
            return Ok(None);
        }
        let articles: Vec<u32> = self.order.iter().copied().filter(|number| articles.contains(number)).collect();
        let mut found = Found::default();
        found.add(self.compare(&articles));
        let mut groups = self.among(&articles, |number| self.filed(number).story);
        let similar = self.similar_among(&articles);
        let readings: Vec<&Reading> = articles.iter().filter_map(|number| self.readings.get(number)).collect();
        let stories = stories::stories(&readings, &mut groups, &similar);
        let links = found.links(stories, &readings);
        let old = articles.iter().filter(|&&number| !self.is_new(number));
        let gone: BTreeSet<String> =
            old.map(|&number| stories::id(&self.filed(self.story_before[number as usize]).id)).collect();
        let mut readings: Vec<Reading> = articles.iter().filter_map(|number| self.readings.remove(number)).collect();
        readings.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(Some(Update { readings, links, gone: gone.into_iter().collect(), pieces: self.pieces }))
    }
}
