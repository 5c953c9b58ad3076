//! Ranking: which of the candidates that constraints have left is most present to the reader, and whether by enough.
//!
//! The weights are those of Lappin and Leass in kind: every mention of an individual adds for the part it plays, and
//! half is forgotten with each sentence. The numbers were set on passages of our own; only their ratios count.

use super::individuals::{Mention, Role};

/// Any mention, for being recent.
const RECENT: f64 = 60.0;
/// The subject is what a clause speaks of.
const SUBJECT: f64 = 80.0;
const OBJECT: f64 = 50.0;
const OBLIQUE: f64 = 35.0;
const POSSESSOR: f64 = 30.0;
/// Inside another phrase: the phrase is spoken of, not this.
const EMBEDDED: f64 = 20.0;
/// Less than its mere recency: "US-led coalition air strikes" speaks of strikes.
const MODIFIER: f64 = -30.0;
/// What remains of a mention after each further sentence.
const FADING: f64 = 0.5;
/// A quotation is another discourse: what it names is seldom what the article goes on with.
const IN_OTHER_QUOTE: f64 = 0.5;

/// The best candidate must have so many times the salience of the next. A subject against the object of its own clause
/// falls short of it, a subject against a phrase inside another does not.
pub const MARGIN: f64 = 1.35;

/// So many mentions back are looked at, whatever the number of sentences: a list of a thousand names is no discourse.
pub const MOST_MENTIONS: usize = 48;

/// How present each individual is at a place of the text, in order of first sight from the back.
#[derive(Default)]
pub struct Ranking {
    entries: Vec<Entry>,
}

struct Entry {
    individual: usize,
    sum: f64,
    /// The sentence whose mention counted last, and how much that was: a sentence counts once, by its best mention.
    sentence: usize,
    counted: f64,
}

impl Ranking {
    /// Adds a mention, seen from a sentence and quotation; `factor` weakens a mention that fits less well.
    pub fn add(&mut self, mention: &Mention, sentence: usize, quote: Option<u32>, factor: f64) {
        let part = match mention.role {
            Role::Subject => SUBJECT,
            Role::Object => OBJECT,
            Role::Oblique => OBLIQUE,
            Role::Embedded => EMBEDDED,
            Role::Possessor => POSSESSOR,
            Role::Modifier => MODIFIER,
        };
        let back = sentence.saturating_sub(mention.sentence).min(16) as i32;
        let voice = if mention.quote.is_some() && mention.quote != quote { IN_OTHER_QUOTE } else { 1.0 };
        let value = (RECENT + part) * FADING.powi(back) * voice * factor;
        match self.entries.iter_mut().find(|entry| entry.individual == mention.individual) {
            Some(entry) if entry.sentence == mention.sentence => {
                entry.sum += (value - entry.counted).max(0.0);
                entry.counted = entry.counted.max(value);
            }
            Some(entry) => {
                entry.sum += value;
                (entry.sentence, entry.counted) = (mention.sentence, value);
            }
            None => self.entries.push(Entry {
                individual: mention.individual,
                sum: value,
                sentence: mention.sentence,
                counted: value,
            }),
        }
    }

    /// The grammar around the word speaks for this individual.
    pub fn favour(&mut self, individual: usize, by: f64) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.individual == individual) {
            entry.sum += by;
        }
    }

    /// The best individual if it stands out from the next.
    pub fn best(&self) -> Option<usize> {
        let mut ranked: Vec<(f64, usize)> = self.entries.iter().map(|entry| (entry.sum, entry.individual)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let (first, individual) = *ranked.first()?;
        let second = ranked.get(1).map_or(0.0, |(sum, _)| *sum);
        (first >= MARGIN * second).then_some(individual)
    }
}
