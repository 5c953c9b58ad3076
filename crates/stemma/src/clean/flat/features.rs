//! What speaks for and against each state of a paragraph, as numbered features that are on or off: its own look, its
//! neighbours, its place on the page, and the headings seen so far. Features come in families of bins; the weights of a
//! family are one list in `data/clean/flat-weights.toml`.

use super::sight::{Ending, Opening, Prose, Sight};
use super::vocabulary::{SIGNS, Sign};

/// A family of features: its name in the list of weights and how many bins it has.
pub struct Family {
    pub name: &'static str,
    pub bins: usize,
}

macro_rules! families {
    ($($name:ident = $text:literal, $bins:expr;)*) => {
        #[derive(Clone, Copy)]
        #[allow(clippy::enum_variant_names)]
        enum F { $($name),* }
        /// All families, in the order of their features.
        pub const FAMILIES: &[Family] = &[$(Family { name: $text, bins: $bins }),*];
    };
}

families! {
    Always = "always", 1;
    Words = "words", 10;
    Share = "length by share of function words", 3 * 6;
    Ending = "length by ending", 3 * 4;
    Sentences = "sentences", 5;
    Opening = "opening", 6;
    Capitalised = "length by share of capitalised words", 3 * 5;
    Capitals = "length by share of words in capitals", 3 * 3;
    Numbers = "share of numbers", 4;
    Marks = "marks", 10;
    Persons = "prose by share of words for the writer and the reader", 4 * 3;
    Whole = "sign as the whole", SIGNS;
    Start = "sign at the beginning", SIGNS;
    Part = "sign inside", SIGNS;
    Repeats = "repetition", 4;
    Dated = "written day", 3;
    Position = "position on the page", 8;
    PageProse = "paragraphs of prose on the page", 5;
    Before = "prose by prose before", 4 * 5;
    After = "prose by prose after", 4 * 5;
    SecondBefore = "prose two before", 5;
    SecondAfter = "prose two after", 5;
    ThickBefore = "prose among the five before", 6;
    ThickAfter = "prose among the five after", 6;
    RunBefore = "prose by fragments in a row before", 4 * 5;
    RunAfter = "prose by fragments in a row after", 4 * 5;
    ProseSoFar = "share of the page's prose so far", 6;
    CommentHeads = "prose by headings of comments so far", 4 * 4;
    RelatedHeads = "prose by headings of other stories so far", 4 * 4;
    PageSigns = "prose by other signs of the page since the first paragraph", 4 * 4;
    NearSign = "prose by nearest sign above", 2 * (SIGNS + 1);
    NextSign = "sign of the next", SIGNS + 1;
    Stamps = "prose by stamps nearby", 4 * 3;
    StampsSoFar = "prose by stamps since the first paragraph", 4 * 4;
    LongerAhead = "longer run of prose ahead", 3;
    LongerBehind = "longer run of prose behind", 3;
}

/// Offsets of the families.
const OFFSETS: [u16; FAMILIES.len()] = {
    let mut offsets = [0; FAMILIES.len()];
    let mut at = 0;
    let mut family = 0;
    while family < FAMILIES.len() {
        offsets[family] = at;
        at += FAMILIES[family].bins as u16;
        family += 1;
    }
    offsets
};

/// How many features there are.
pub const FEATURES: usize = {
    let last = FAMILIES.len() - 1;
    OFFSETS[last] as usize + FAMILIES[last].bins
};

/// Where a family's features begin.
pub fn offset(family: usize) -> usize {
    usize::from(OFFSETS[family])
}

/// What is counted over the whole page before its paragraphs are looked at one by one.
pub struct Page<'a> {
    sights: &'a [Sight],
    prose: Vec<Prose>,
    /// Words of sure prose before each paragraph; one entry more at the end for the whole page.
    words_before: Vec<u32>,
    paragraphs: u32,
    first_paragraph: usize,
    /// Words in the run of prose that a paragraph belongs to (0 outside), and the longest run.
    runs: Vec<u32>,
}

impl<'a> Page<'a> {
    pub fn new(sights: &'a [Sight]) -> Page<'a> {
        let prose: Vec<Prose> = sights.iter().map(Sight::prose).collect();
        let mut words_before = Vec::with_capacity(sights.len() + 1);
        let mut words = 0;
        for (sight, prose) in sights.iter().zip(&prose) {
            words_before.push(words);
            words += if *prose == Prose::Paragraph { sight.words } else { 0 };
        }
        words_before.push(words);
        let paragraphs = prose.iter().filter(|prose| **prose == Prose::Paragraph).count() as u32;
        let first_paragraph = prose.iter().position(|prose| *prose == Prose::Paragraph).unwrap_or(sights.len());
        let runs = runs(sights, &prose);
        Page { sights, prose, words_before, paragraphs, first_paragraph, runs }
    }

    /// Calls `use_features` with the features of each paragraph, in order.
    pub fn for_each(&self, mut use_features: impl FnMut(usize, &[u16])) {
        let mut active = Vec::with_capacity(64);
        let mut so_far = SoFar::default();
        let run_after = self.fragment_runs_after();
        let longest_after = suffix_maximum(&self.runs);
        let mut longest_before = 0;
        for index in 0..self.sights.len() {
            active.clear();
            let mut on = |family: F, bin: usize| {
                debug_assert!(bin < FAMILIES[family as usize].bins);
                active.push(OFFSETS[family as usize] + bin as u16);
            };
            self.own(index, &mut on);
            self.around(index, run_after[index], &so_far, &mut on);
            let run = self.runs[index];
            on(F::LongerAhead, compare(longest_after[index], run.max(longest_before)));
            on(F::LongerBehind, compare(longest_before, run.max(longest_after[index])));
            longest_before = longest_before.max(run);
            so_far.add(&self.sights[index], self.prose[index], index > self.first_paragraph);
            use_features(index, &active);
        }
    }

    /// The paragraph by itself.
    fn own(&self, index: usize, on: &mut impl FnMut(F, usize)) {
        let sight = &self.sights[index];
        let length = match sight.words {
            0..=5 => 0,
            6..=20 => 1,
            _ => 2,
        };
        let share_of = |count: u32| count as f32 / sight.words.max(1) as f32;
        on(F::Always, 0);
        on(F::Words, bin(sight.words, &[1, 2, 4, 7, 11, 17, 26, 41, 71]));
        on(F::Share, length * 6 + bin_share(share_of(sight.function_words), &[0.001, 0.12, 0.22, 0.32, 0.45]));
        on(F::Ending, length * 4 + sight.ending as usize);
        on(F::Sentences, bin(sight.sentences, &[1, 2, 3, 5]));
        on(F::Opening, sight.opening as usize);
        on(F::Capitalised, length * 5 + bin_share(share_of(sight.capitalised), &[0.1, 0.25, 0.5, 0.8]));
        on(F::Capitals, length * 3 + bin_share(share_of(sight.capitals), &[0.2, 0.7]));
        on(F::Numbers, bin_share(share_of(sight.numbers), &[0.01, 0.15, 0.4]));
        let marks = &sight.marks;
        let flags = [
            marks.copyright,
            marks.bar,
            marks.arrow,
            marks.address,
            marks.clock,
            marks.question,
            marks.exclamation,
            marks.brackets,
            marks.quotes,
            marks.comma,
        ];
        flags.iter().enumerate().filter(|(_, flag)| **flag).for_each(|(mark, _)| on(F::Marks, mark));
        let prose = self.prose[index] as usize;
        on(F::Persons, prose * 3 + bin_share(share_of(sight.persons), &[0.01, 0.06]));
        for (family, bits) in [F::Whole, F::Start, F::Part].into_iter().zip(sight.signs.bits()) {
            (0..SIGNS).filter(|sign| bits & (1 << sign) != 0).for_each(|sign| on(family, sign));
        }
        if sight.repeats || sight.repeated {
            on(F::Repeats, usize::from(sight.repeats) * 2 + usize::from(prose >= Prose::Sentence as usize));
        }
        let dated = sight.dated as usize * 10 / sight.span.len().max(1);
        on(F::Dated, bin(dated as u32, &[1, 5]));
    }

    /// Neighbours, place on the page, and what was seen so far.
    fn around(&self, index: usize, run_after: u32, so_far: &SoFar, on: &mut impl FnMut(F, usize)) {
        let prose = self.prose[index] as usize;
        let at =
            |other: Option<usize>| other.and_then(|other| self.prose.get(other)).map_or(4, |prose| *prose as usize);
        on(F::Before, prose * 5 + at(index.checked_sub(1)));
        on(F::After, prose * 5 + at(Some(index + 1)));
        on(F::SecondBefore, at(index.checked_sub(2)));
        on(F::SecondAfter, at(Some(index + 2)));
        let count =
            |range: std::ops::Range<usize>| self.prose[range].iter().filter(|prose| **prose >= Prose::Sentence).count();
        on(F::ThickBefore, count(index.saturating_sub(5)..index));
        on(F::ThickAfter, count(index + 1..(index + 6).min(self.prose.len()).max(index + 1)));
        on(F::RunBefore, prose * 5 + bin(so_far.fragments, &[1, 2, 4, 8]));
        on(F::RunAfter, prose * 5 + bin(run_after, &[1, 2, 4, 8]));
        let total = self.words_before[self.sights.len()];
        let before = self.words_before[index];
        on(
            F::ProseSoFar,
            match () {
                () if before == 0 => 0,
                () if before == total => 5,
                () => 1 + bin_share(before as f32 / total.max(1) as f32, &[0.25, 0.6, 0.9]),
            },
        );
        on(F::Position, (index * 8 / self.sights.len().max(1)).min(7));
        on(F::PageProse, bin(self.paragraphs, &[1, 2, 5, 12]));
        on(F::CommentHeads, prose * 4 + bin(so_far.comment_heads, &[1, 2, 5]));
        on(F::RelatedHeads, prose * 4 + bin(so_far.related_heads, &[1, 2, 5]));
        on(F::PageSigns, prose * 4 + bin(so_far.page_signs, &[1, 3, 8]));
        on(F::NearSign, (prose / 2) * (SIGNS + 1) + so_far.near_sign(index));
        on(F::NextSign, self.sights.get(index + 1).and_then(main_sign).map_or(SIGNS, |sign| sign as usize));
        on(F::StampsSoFar, prose * 4 + bin(so_far.stamps, &[1, 2, 4]));
        let nearby = index.saturating_sub(2)..(index + 3).min(self.sights.len());
        let stamps = self.sights[nearby].iter().filter(|sight| is_stamp(sight)).count();
        on(F::Stamps, prose * 3 + stamps.min(2));
    }

    /// How many paragraphs in a row after each look like no prose.
    fn fragment_runs_after(&self) -> Vec<u32> {
        let mut runs = vec![0; self.prose.len()];
        for index in (0..self.prose.len().saturating_sub(1)).rev() {
            runs[index] = if self.prose[index + 1] >= Prose::Sentence { 0 } else { runs[index + 1] + 1 };
        }
        runs
    }
}

/// A stamp as comments and teasers carry it: a day and an hour, "3 hours ago", "NAME says".
pub fn is_stamp(sight: &Sight) -> bool {
    sight.words <= 16
        && (sight.signs.any(Sign::Stamp)
            || sight.is_date()
            || (sight.dated > 0 && (sight.marks.clock || sight.marks.bar)))
}

/// The sign that stands for a paragraph when there are several.
pub fn main_sign(sight: &Sight) -> Option<Sign> {
    const ORDER: [Sign; 10] = [
        Sign::Comment,
        Sign::Related,
        Sign::Login,
        Sign::Share,
        Sign::Newsletter,
        Sign::Legal,
        Sign::Ad,
        Sign::Nav,
        Sign::Caption,
        Sign::Byline,
    ];
    let found =
        |test: fn(super::vocabulary::Signs, Sign) -> bool| ORDER.into_iter().find(|sign| test(sight.signs, *sign));
    found(super::vocabulary::Signs::whole)
        .or_else(|| (sight.words <= 40).then(|| found(super::vocabulary::Signs::start)).flatten())
}

/// What the paragraphs above say about the one at hand.
#[derive(Default)]
struct SoFar {
    fragments: u32,
    comment_heads: u32,
    related_heads: u32,
    page_signs: u32,
    stamps: u32,
    last_sign: Option<(usize, Sign)>,
    seen: usize,
}

impl SoFar {
    fn add(&mut self, sight: &Sight, prose: Prose, after_first: bool) {
        self.fragments = if prose >= Prose::Sentence { 0 } else { self.fragments + 1 };
        self.stamps += u32::from(after_first && is_stamp(sight));
        let sign = main_sign(sight);
        if let Some(sign) = sign {
            if after_first {
                match sign {
                    Sign::Comment => self.comment_heads += 1,
                    Sign::Related => self.related_heads += 1,
                    Sign::Caption | Sign::Byline | Sign::Stamp => {}
                    _ => self.page_signs += 1,
                }
            }
            self.last_sign = Some((self.seen, sign));
        }
        self.seen += 1;
    }

    fn near_sign(&self, index: usize) -> usize {
        match self.last_sign {
            Some((at, sign)) if index - at <= 3 => sign as usize,
            _ => SIGNS,
        }
    }
}

/// Words in the run of prose around each paragraph of prose; a run may hold up to three other paragraphs in a row.
fn runs(sights: &[Sight], prose: &[Prose]) -> Vec<u32> {
    let mut runs = vec![0; sights.len()];
    let (mut start, mut last, mut words) = (0, None::<usize>, 0);
    let close = |start: usize, last: Option<usize>, words: u32, runs: &mut Vec<u32>| {
        if let Some(last) = last {
            runs[start..=last].fill(words);
        }
    };
    for index in 0..sights.len() {
        if prose[index] < Prose::Sentence {
            continue;
        }
        match last {
            Some(previous) if index - previous <= 4 => words += sights[index].words,
            _ => {
                close(start, last, words, &mut runs);
                start = index;
                words = sights[index].words;
            }
        }
        last = Some(index);
    }
    close(start, last, words, &mut runs);
    runs
}

/// The greatest value after each place.
fn suffix_maximum(values: &[u32]) -> Vec<u32> {
    let mut greatest = vec![0; values.len()];
    for index in (0..values.len().saturating_sub(1)).rev() {
        greatest[index] = greatest[index + 1].max(values[index + 1]);
    }
    greatest
}

/// 2 when `other` is much more than `here`, 1 when about as much, 0 when less.
fn compare(other: u32, here: u32) -> usize {
    match () {
        () if other > here.saturating_mul(2) => 2,
        () if other > here => 1,
        () => 0,
    }
}

/// How many of the rising bounds a value reaches.
fn bin(value: u32, bounds: &[u32]) -> usize {
    bounds.iter().take_while(|bound| value >= **bound).count()
}

fn bin_share(value: f32, bounds: &[f32]) -> usize {
    bounds.iter().take_while(|bound| value >= **bound).count()
}

const _: () = {
    // The bins of endings and openings are the numbers of their variants.
    assert!(Ending::Other as usize == 3 && Opening::Other as usize == 5 && Prose::Paragraph as usize == 3);
};
