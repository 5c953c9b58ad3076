//! What relating remembers of every article, so that a new one can be related without relating all others again.
//!
//! Articles have numbers in the order in which they were filed. What is filed of one depends on those before it in the
//! order of [`Filed::order`] alone, and on the rarity of words, which is counted in a sample: so it stays true while later
//! articles come, unless one of them enters the sample.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::index::Posting;
use super::kindred::Kindred;
use super::outline::Outline;
use super::stories::{self, Key};
use super::topics::Topics;
use super::witness::Published;

/// All articles of a collection.
#[derive(Clone, Debug, Default)]
pub struct Archive {
    pub(super) articles: Vec<Filed>,
    pub(super) rarity: Rarity,
}

/// How rare words are, for telling standing text from copies, and, when it is known who copied whom, for stories.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Rarity {
    pub of_pages: Topics,
    pub of_texts: Topics,
}

/// One article.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Filed {
    pub id: String,
    pub published: Published,
    /// Whose page it is.
    pub outlet: Option<u32>,
    /// See [`super::index`].
    pub prints: Vec<u32>,
    /// Earlier articles that may share text with it, and whether any does.
    pub partners: Vec<Partner>,
    /// Articles that one tree of copies puts into its story.
    pub kin: Vec<u32>,
    /// The words by which it is found, with their weights.
    pub keys: Vec<(u32, f32)>,
    /// Earlier articles that may be like it, and how much they are.
    pub near: Vec<(u32, f32)>,
    pub particulars: Vec<u32>,
    /// The first article of its story.
    pub story: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Partner {
    pub article: u32,
    pub shares_text: bool,
}

impl Filed {
    /// An article of which nothing is known but itself; takes the fingerprints.
    pub fn new(outline: &mut Outline<'_>) -> Filed {
        Filed {
            id: outline.reading.id.clone(),
            published: outline.published,
            outlet: outline.outlet,
            prints: std::mem::take(&mut outline.prints),
            ..Filed::default()
        }
    }

    /// The place of an article among all others: as they came out, those of no known time first, those of one time by id.
    pub fn order(&self) -> (Published, &str) {
        (self.published, &self.id)
    }
}

/// Articles whose files are kept as one piece of bytes.
pub const PIECE: usize = 512;

impl Archive {
    /// How many articles are filed.
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// The id of every article, in the order of filing.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.articles.iter().map(|filed| filed.id.as_str())
    }

    /// How many pieces of bytes the archive is kept as: the rarity of words, then [`PIECE`] articles in each.
    pub fn pieces(&self) -> usize {
        1 + self.articles.len().div_ceil(PIECE)
    }

    /// One of these pieces, for [`Archive::read`].
    pub fn piece(&self, at: usize) -> Vec<u8> {
        let Some(at) = at.checked_sub(1) else { return serde_json::to_vec(&self.rarity).unwrap_or_default() };
        let mut bytes = Vec::new();
        self.articles.iter().skip(at * PIECE).take(PIECE).for_each(|filed| filed.write(&mut bytes));
        bytes
    }

    /// The archive of some pieces; `None` when they are not what [`Archive::piece`] gave.
    pub fn read(pieces: &[Vec<u8>]) -> Option<Archive> {
        let (rarity, pieces) = pieces.split_first()?;
        let rarity = serde_json::from_slice(rarity).ok()?;
        let mut articles = Vec::with_capacity(pieces.len() * PIECE);
        for piece in pieces {
            let mut bytes = Bytes(piece);
            while !bytes.0.is_empty() {
                articles.push(Filed::read(&mut bytes)?);
            }
        }
        let known = |article: &u32| (*article as usize) < articles.len();
        let is_whole = articles.iter().all(|filed| {
            filed.partners.iter().all(|partner| known(&partner.article))
                && filed.kin.iter().all(known)
                && filed.near.iter().all(|(article, _)| known(article))
                && known(&filed.story)
        });
        is_whole.then_some(Archive { articles, rarity })
    }

    /// The articles in the order in which they came out, and the place of each in it.
    pub(super) fn order(&self) -> (Vec<u32>, Vec<u32>) {
        let mut order: Vec<u32> = (0..self.articles.len() as u32).collect();
        order.par_sort_unstable_by_key(|&number| self.articles[number as usize].order());
        let mut place = vec![0; order.len()];
        order.iter().enumerate().for_each(|(at, &number)| place[number as usize] = at as u32);
        (order, place)
    }
}

/// The fingerprints of articles that are numbered by their place.
pub(super) fn postings(articles: &[Filed]) -> Vec<Posting> {
    let mut postings = Vec::with_capacity(articles.iter().map(|filed| filed.prints.len()).sum());
    for (article, filed) in articles.iter().enumerate() {
        postings.extend(filed.prints.iter().map(|&print| Posting { print, article: article as u32 }));
    }
    postings
}

/// The words by which articles are found that are numbered by their place.
pub(super) fn keys(articles: &[Filed]) -> Vec<Key> {
    let mut keys = Vec::with_capacity(articles.iter().map(|filed| filed.keys.len()).sum());
    for (article, filed) in articles.iter().enumerate() {
        keys.extend(filed.keys.iter().map(|&(word, weight)| Key { word, article: article as u32, weight }));
    }
    keys
}

/// Pairs of articles that are alike, by their numbers, the earlier one first, with their likeness.
pub(super) fn similar(articles: &[Filed]) -> impl Iterator<Item = (u32, u32, f32)> + '_ {
    articles.iter().enumerate().flat_map(|(number, filed)| {
        let alike = filed.near.iter().filter(|(_, likeness)| *likeness >= stories::LEAST);
        alike.map(move |&(earlier, likeness)| (earlier, number as u32, likeness))
    })
}

/// Files who was compared with whom, and what it told of them.
pub(super) fn file(articles: &mut [Filed], pairs: &[(u32, u32)], kindred: &Kindred) {
    for &(a, b) in pairs {
        let shares_text = kindred.sharing.binary_search(&(a, b)).is_ok();
        articles[b as usize].partners.push(Partner { article: a, shares_text });
    }
    for &(a, b) in &kindred.kin {
        articles[a as usize].kin.push(b);
    }
}

/// Little-endian numbers of four bytes, lists and texts with their length before them.
impl Filed {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.id.len() as u32).to_le_bytes());
        out.extend(self.id.as_bytes());
        let Published { from, to } = self.published;
        [from, to].iter().for_each(|minutes| out.extend(minutes.to_le_bytes()));
        write_list(out, self.outlet.into_iter());
        write_list(out, self.prints.iter().copied());
        write_list(out, self.partners.iter().map(|partner| partner.article << 1 | u32::from(partner.shares_text)));
        write_list(out, self.kin.iter().copied());
        for weighed in [&self.keys, &self.near] {
            write_list(out, weighed.iter().flat_map(|(item, weight)| [*item, weight.to_bits()]));
        }
        write_list(out, self.particulars.iter().copied());
        out.extend(self.story.to_le_bytes());
    }

    fn read(bytes: &mut Bytes<'_>) -> Option<Filed> {
        let weighed = |list: Vec<u32>| list.chunks_exact(2).map(|pair| (pair[0], f32::from_bits(pair[1]))).collect();
        let partner = |entry: u32| Partner { article: entry >> 1, shares_text: entry & 1 == 1 };
        Some(Filed {
            id: bytes.text()?,
            published: Published { from: bytes.long()?, to: bytes.long()? },
            outlet: bytes.list()?.first().copied(),
            prints: bytes.list()?,
            partners: bytes.list()?.into_iter().map(partner).collect(),
            kin: bytes.list()?,
            keys: weighed(bytes.list()?),
            near: weighed(bytes.list()?),
            particulars: bytes.list()?,
            story: bytes.number()?,
        })
    }
}

fn write_list(out: &mut Vec<u8>, list: impl Iterator<Item = u32>) {
    let start = out.len();
    out.extend([0; 4]);
    list.for_each(|number| out.extend(number.to_le_bytes()));
    let count = (out.len() - start) / 4 - 1;
    out[start..start + 4].copy_from_slice(&(count as u32).to_le_bytes());
}

/// What is left to read.
struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn number(&mut self) -> Option<u32> {
        let (number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*number))
    }

    fn long(&mut self) -> Option<i64> {
        let (number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(i64::from_le_bytes(*number))
    }

    fn text(&mut self) -> Option<String> {
        let length = self.number()? as usize;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    fn list(&mut self) -> Option<Vec<u32>> {
        let count = self.number()? as usize;
        let (list, rest) = self.0.split_at_checked(count.checked_mul(4)?)?;
        self.0 = rest;
        Some(
            list.chunks_exact(4)
                .map(|number| u32::from_le_bytes([number[0], number[1], number[2], number[3]]))
                .collect(),
        )
    }
}
