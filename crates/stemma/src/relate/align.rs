//! The words that two witnesses share, put side by side.
//!
//! In: two witnesses that may share text. Out: stretches, each a chain of runs of equal words in the same order on both
//! sides, tolerant of replaced, added and dropped words between the runs. Seeds (three meaning words in a row on both
//! sides) are chained, the gaps between them are aligned by dynamic programming, and the ends grow for as long as that
//! gains. Stretches may stand in another order on the other side. Nothing here says who copied.

use std::collections::HashMap;
use std::ops::Range;

use super::index::{GRAM, grams};
use super::witness::{Witness, Word};

/// Words in a row that are equal on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub a: u32,
    pub b: u32,
    pub len: u32,
}

/// Runs in order on both sides, near enough to one another to be one piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub runs: Vec<Run>,
}

/// Occurrences of one seed on one side above which it says nothing about where the text comes from.
const REPEATS: usize = 4;
/// Words between two seeds of one chain.
const REACH: u32 = 60;
/// By how much the two sides may differ between two seeds of one chain.
const SLIP: u32 = 40;
/// Words that the ends of a chain are grown by at a time.
const STEP: usize = 48;
/// Words without a match, on either side, that end a stretch.
const GAP: u32 = 10;
/// Equal words below which a stretch is chance.
const LEAST_WORDS: u32 = 8;
/// Equal meaning words below which a stretch is chance.
const LEAST_CONTENT: usize = 4;

impl Stretch {
    pub fn a(&self) -> Range<usize> {
        let last = self.runs[self.runs.len() - 1];
        self.runs[0].a as usize..(last.a + last.len) as usize
    }

    pub fn b(&self) -> Range<usize> {
        let last = self.runs[self.runs.len() - 1];
        self.runs[0].b as usize..(last.b + last.len) as usize
    }

    /// Number of equal words.
    pub fn words(&self) -> u32 {
        self.runs.iter().map(|run| run.len).sum()
    }

    /// The places where the two wordings part, as word ranges on both sides; one of them may be empty.
    pub fn gaps(&self) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + '_ {
        self.runs.windows(2).map(|pair| {
            let (left, right) = (pair[0], pair[1]);
            ((left.a + left.len) as usize..right.a as usize, (left.b + left.len) as usize..right.b as usize)
        })
    }

    /// The same stretch seen from the other side.
    pub fn turned(&self) -> Stretch {
        Stretch { runs: self.runs.iter().map(|run| Run { a: run.b, b: run.a, len: run.len }).collect() }
    }
}

/// All stretches of two witnesses, in the order of `a`; no word of either side is used twice.
pub fn align(a: &Witness<'_>, b: &Witness<'_>) -> Vec<Stretch> {
    let mut found: Vec<Vec<(u32, u32)>> = chains(a, b).into_iter().map(|anchors| fill(a, b, &anchors)).collect();
    found.sort_by(|x, y| y.len().cmp(&x.len()).then_with(|| x.cmp(y)));
    let (mut used_a, mut used_b) = (vec![false; a.words.len()], vec![false; b.words.len()]);
    let mut out = Vec::new();
    for mut pairs in found {
        pairs.retain(|&(i, j)| !used_a[i as usize] && !used_b[j as usize]);
        for stretch in stretches(&pairs) {
            let content = stretch.runs.iter().flat_map(|run| run.a..run.a + run.len);
            let content = content.filter(|&i| !a.words[i as usize].is_function()).count();
            let longer = stretch.a().len().max(stretch.b().len()) as u32;
            if stretch.words() < LEAST_WORDS || content < LEAST_CONTENT || stretch.words() * 5 < longer * 2 {
                continue;
            }
            used_a[stretch.a()].fill(true);
            used_b[stretch.b()].fill(true);
            out.push(stretch);
        }
    }
    out.sort_by_key(|stretch| (stretch.runs[0].a, stretch.runs[0].b));
    out
}

/// Chains of seeds: pairs of equal meaning words, strictly rising on both sides.
fn chains(a: &Witness<'_>, b: &Witness<'_>) -> Vec<Vec<(u32, u32)>> {
    let (content_a, content_b) = (a.content(), b.content());
    let mut places: HashMap<u64, Vec<u32>> = HashMap::new();
    for (at, gram) in grams(b, &content_b).enumerate() {
        let places = places.entry(gram).or_default();
        if places.len() <= REPEATS {
            places.push(at as u32);
        }
    }
    let mut repeats: HashMap<u64, usize> = HashMap::new();
    for gram in grams(a, &content_a).filter(|gram| places.contains_key(gram)) {
        *repeats.entry(gram).or_default() += 1;
    }
    let mut chains: Vec<Vec<(u32, u32)>> = Vec::new();
    let mut first_open = 0;
    for (at, gram) in grams(a, &content_a).enumerate() {
        let Some(partners) = places.get(&gram) else { continue };
        if partners.len() > REPEATS || repeats[&gram] > REPEATS {
            continue;
        }
        let i = content_a[at];
        while first_open < chains.len() && chains[first_open].last().is_some_and(|&(last, _)| last + REACH < i) {
            first_open += 1;
        }
        for &partner in partners {
            let j = content_b[partner as usize];
            let mut best: Option<(u32, usize)> = None;
            for (number, chain) in chains.iter().enumerate().skip(first_open) {
                let Some(&(last_i, last_j)) = chain.last() else { continue };
                // A seed may overlap the one before it; then it lies on the same diagonal.
                let inside = chain.iter().rev().take(GRAM).any(|&pair| pair == (i, j));
                let rises = i > last_i && j > last_j && i - last_i <= REACH && j - last_j <= REACH;
                let slip = (i.wrapping_sub(last_i)).wrapping_sub(j.wrapping_sub(last_j)) as i32;
                if (inside || rises) && slip.unsigned_abs() <= SLIP {
                    let distance = if inside { 0 } else { (i - last_i) + (j - last_j) + slip.unsigned_abs() };
                    if best.is_none_or(|(least, _)| distance < least) {
                        best = Some((distance, number));
                    }
                }
            }
            let number = best.map_or_else(
                || {
                    chains.push(Vec::new());
                    chains.len() - 1
                },
                |(_, number)| number,
            );
            for step in 0..GRAM {
                let pair = (content_a[at + step], content_b[partner as usize + step]);
                if chains[number].last().is_none_or(|&(i, j)| i < pair.0 && j < pair.1) {
                    chains[number].push(pair);
                }
            }
        }
    }
    chains
}

/// The chain with the words between its anchors aligned and its ends grown.
fn fill(a: &Witness<'_>, b: &Witness<'_>, anchors: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let Some((&(first_i, first_j), &(last_i, last_j))) = anchors.first().zip(anchors.last()) else {
        return Vec::new();
    };
    let word = |witness: &Witness<'_>, at: i64| witness.words[at as usize];
    let mut pairs = Vec::new();
    // Backwards from the first anchor.
    let (mut i, mut j) = (i64::from(first_i), i64::from(first_j));
    loop {
        let (m, n) = ((i as usize).min(STEP), (j as usize).min(STEP));
        let grown = grow(m, n, |x, y| (word(a, i - 1 - x as i64), word(b, j - 1 - y as i64)), true);
        let Some(&(x, y)) = grown.last() else { break };
        pairs.extend(grown.iter().map(|&(x, y)| ((i - 1 - x as i64) as u32, (j - 1 - y as i64) as u32)));
        (i, j) = (i - 1 - x as i64, j - 1 - y as i64);
    }
    pairs.reverse();
    for window in anchors.windows(2) {
        let ((i, j), (k, l)) = (window[0], window[1]);
        pairs.push((i, j));
        let (m, n) = ((k - i - 1) as usize, (l - j - 1) as usize);
        let (i, j) = (i64::from(i) + 1, i64::from(j) + 1);
        let between = grow(m, n, |x, y| (word(a, i + x as i64), word(b, j + y as i64)), false);
        pairs.extend(between.iter().map(|&(x, y)| ((i + x as i64) as u32, (j + y as i64) as u32)));
    }
    pairs.push((last_i, last_j));
    let (mut i, mut j) = (i64::from(last_i), i64::from(last_j));
    loop {
        let (m, n) = ((a.words.len() - 1 - i as usize).min(STEP), (b.words.len() - 1 - j as usize).min(STEP));
        let grown = grow(m, n, |x, y| (word(a, i + 1 + x as i64), word(b, j + 1 + y as i64)), true);
        let Some(&(x, y)) = grown.last() else { break };
        pairs.extend(grown.iter().map(|&(x, y)| ((i + 1 + x as i64) as u32, (j + 1 + y as i64) as u32)));
        (i, j) = (i + 1 + x as i64, j + 1 + y as i64);
    }
    pairs
}

/// Global alignment of an m × n window from its corner; with `open` it may stop anywhere, at the best score.
/// Returns the equal pairs, rising.
fn grow(m: usize, n: usize, words: impl Fn(usize, usize) -> (Word, Word), open: bool) -> Vec<(usize, usize)> {
    const GAP_COST: i32 = 2;
    const REPLACE_COST: i32 = 3;
    if m == 0 || n == 0 {
        return Vec::new();
    }
    let width = n + 1;
    let mut score = vec![0i32; (m + 1) * width];
    for x in 1..=m {
        score[x * width] = -GAP_COST * x as i32;
    }
    for (y, cell) in score.iter_mut().enumerate().take(n + 1) {
        *cell = -GAP_COST * y as i32;
    }
    let (mut best, mut at) = (0, (0, 0));
    for x in 1..=m {
        for y in 1..=n {
            let (left, right) = words(x - 1, y - 1);
            let step = if left.id == right.id { 2 * left.weight() } else { -REPLACE_COST };
            let value = (score[(x - 1) * width + y - 1] + step)
                .max(score[(x - 1) * width + y] - GAP_COST)
                .max(score[x * width + y - 1] - GAP_COST);
            score[x * width + y] = value;
            if open && left.id == right.id && value > best {
                (best, at) = (value, (x, y));
            }
        }
    }
    let (mut x, mut y) = if open { at } else { (m, n) };
    let mut pairs = Vec::new();
    while x > 0 && y > 0 {
        let (left, right) = words(x - 1, y - 1);
        let value = score[x * width + y];
        let step = if left.id == right.id { 2 * left.weight() } else { -REPLACE_COST };
        if value == score[(x - 1) * width + y - 1] + step {
            if left.id == right.id {
                pairs.push((x - 1, y - 1));
            }
            (x, y) = (x - 1, y - 1);
        } else if value == score[(x - 1) * width + y] - GAP_COST {
            x -= 1;
        } else {
            y -= 1;
        }
    }
    pairs.reverse();
    pairs
}

/// Cuts a chain of equal pairs into runs, and the runs into stretches where too much stands between them.
fn stretches(pairs: &[(u32, u32)]) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for &(a, b) in pairs {
        let Some(stretch) = out.last_mut() else {
            out.push(Stretch { runs: vec![Run { a, b, len: 1 }] });
            continue;
        };
        let Some(last) = stretch.runs.last_mut() else { continue };
        let (end_a, end_b) = (last.a + last.len, last.b + last.len);
        if a == end_a && b == end_b {
            last.len += 1;
        } else if a >= end_a && b >= end_b && a - end_a <= GAP && b - end_b <= GAP {
            stretch.runs.push(Run { a, b, len: 1 });
        } else {
            out.push(Stretch { runs: vec![Run { a, b, len: 1 }] });
        }
    }
    out
}
