//! Where pages mend or take back what was reported: sentences with words of `data/fuse/corrections.toml`, and the events that they
//! are about. Looks at the words alone; whether the mended value is right is nobody's to say here, but it is the later word.

use std::collections::HashMap;

use super::mention::{Mention, quote};
use crate::lexicon::fusing::FusingWords;
use crate::model::{Correction, CorrectionKind, Reading, Span};

/// A page with more such sentences than this mends nothing; it is made of them.
const MOST_SENTENCES: usize = 64;

/// The sentences that correct or retract, by document; in the order of the text.
pub struct Corrections<'a> {
    by_document: HashMap<&'a str, Vec<(Span, CorrectionKind)>>,
    words: &'a FusingWords,
}

impl<'a> Corrections<'a> {
    pub fn of(readings: &[&'a Reading], words: &'a FusingWords) -> Corrections<'a> {
        let mut by_document: HashMap<&str, Vec<(Span, CorrectionKind)>> = HashMap::new();
        for reading in readings {
            let sentences = &reading.annotations.sentences;
            for (at, kind) in words.corrections(&reading.text) {
                let next = sentences.partition_point(|sentence| sentence.start as usize <= at);
                let Some(sentence) = next.checked_sub(1).map(|index| sentences[index]) else { continue };
                let found = by_document.entry(&reading.id).or_default();
                if found.len() < MOST_SENTENCES
                    && at < sentence.end as usize
                    && found.last().is_none_or(|(last, _)| *last != sentence)
                {
                    found.push((sentence, kind));
                }
            }
        }
        Corrections { by_document, words }
    }

    fn of_document(&self, document: &str) -> &[(Span, CorrectionKind)] {
        self.by_document.get(document).map_or(&[], Vec::as_slice)
    }

    /// The sentence that mends or takes back something around a span.
    pub fn around(&self, reading: &Reading, span: Span) -> Option<Correction> {
        let mut sentences = self.of_document(&reading.id).iter();
        let (sentence, kind) = sentences.find(|(sentence, _)| sentence.overlaps(span))?;
        Some(Correction { kind: *kind, quote: quote(reading, *sentence) })
    }

    /// Whether a number stands in a sentence as the one that was mended: of a sentence that mends, or of one that says by itself
    /// that it looks back ("he had earlier spoken of 39").
    pub fn is_old(&self, mention: &Mention<'_>, number: Span) -> bool {
        let (reading, sentence) = (mention.reading, mention.event.sentence);
        let before = reading.text.get(sentence.start as usize..number.start as usize).unwrap_or("");
        let mends = self.of_document(&reading.id).iter().any(|(mending, _)| mending.overlaps(number));
        mends && self.words.is_old(before) || self.words.looks_back(before)
    }

    /// Whether a group is but some of those whom others count.
    pub fn is_part(&self, group: &str) -> bool {
        self.words.is_part(group)
    }

    /// For each cluster of mentions the sentences that correct or retract it: those that tell it, and of the notices that tell no
    /// event those that have most words in common with it.
    pub fn of_events(&self, readings: &[&Reading], tellings: &[&[&Mention<'_>]]) -> Vec<Vec<Correction>> {
        let mut found: Vec<Vec<Correction>> = vec![Vec::new(); tellings.len()];
        if self.by_document.is_empty() {
            return found;
        }
        let mut told: HashMap<&str, Vec<(usize, &Mention<'_>)>> = HashMap::new();
        let mut all: Vec<(usize, &Mention<'_>)> = Vec::new();
        for (number, telling) in tellings.iter().enumerate() {
            for mention in telling.iter() {
                told.entry(&mention.reading.id).or_default().push((number, mention));
                all.push((number, mention));
            }
        }
        for reading in readings {
            let here = told.get(reading.id.as_str()).map_or(&[][..], Vec::as_slice);
            for (sentence, kind) in self.of_document(&reading.id) {
                let correction = Correction { kind: *kind, quote: quote(reading, *sentence) };
                let mut inside: Vec<usize> =
                    here.iter().filter(|(_, told)| told.event.extent.overlaps(*sentence)).map(|(at, _)| *at).collect();
                inside.dedup();
                if inside.is_empty() {
                    inside.extend(nearest(sentence.of(&reading.text), here, 2));
                }
                // A page that takes back and tells nothing that happened means what stands on another page.
                let happened = |at: &usize| tellings[*at].iter().any(|mention| mention.happened());
                if *kind == CorrectionKind::Retracts && !inside.iter().any(happened) {
                    let elsewhere =
                        |(_, told): &&(usize, &Mention<'_>)| told.happened() && told.reading.id != reading.id;
                    let others: Vec<_> = all.iter().filter(elsewhere).take(MOST_TELLINGS).copied().collect();
                    inside.extend(nearest(&notice(reading), &others, 3));
                }
                inside.into_iter().for_each(|at| found[at].push(correction.clone()));
            }
        }
        for corrections in &mut found {
            corrections.sort();
            corrections.dedup();
        }
        found
    }
}

/// A page that takes back is compared with so many tellings of its story.
const MOST_TELLINGS: usize = 512;
/// What such a page is about stands in its title and its first lines.
const NOTICE: usize = 600;

fn notice(reading: &Reading) -> String {
    let title = reading.article.title.as_ref().map_or("", |title| title.text.as_str());
    format!("{title} {}", &reading.text[..reading.text.floor_char_boundary(NOTICE.min(reading.text.len()))])
}

/// The event whose telling has most long words in common with a notice: at least so many, and the first of equals.
fn nearest(notice: &str, told: &[(usize, &Mention<'_>)], least: usize) -> Option<usize> {
    let long = |text: &str| -> Vec<String> {
        let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 3);
        words.map(|word| word.to_lowercase().chars().take(6).collect()).collect()
    };
    let words = long(notice);
    let common = |mention: &Mention<'_>| {
        let own = long(mention.event.extent.of(&mention.reading.text));
        words.iter().filter(|word| own.contains(word)).count()
    };
    let best = told.iter().map(|(at, mention)| (common(mention), std::cmp::Reverse(*at))).max()?;
    (best.0 >= least).then_some(best.1.0)
}
