//! A part of a longer name is no name: "Puerto" in "Puerto Jordán", "Pont" in "Pont-Sondé", "Bab" in "Bab al-Tabbaneh", "Syria" in "Syria Street".
//!
//! Comes in: a name that the gazetteer knows, with the words around it. Goes out: the longer name that it is only a part of, if the words go on. Two places
//! that are only joined ("the Moscow-Kyiv train", "Israel-Lebanon") stay two, and so does a place before the kind of thing that lies there ("Aleppo Airport").

use std::ops::Range;

use super::recognise::{LONGEST, Scan, is_place, starts_name};
use crate::lexicon::gazetteer::{Candidate, Feature};

/// A place of so many inhabitants is joined to others by hyphens ("the Moscow-Kyiv train"); smaller ones rather have a hyphen in their name.
const JOINED: u32 = 50_000;

/// Words that lead on inside a name: "Bab al-Tabbaneh", "Villa de Leyva".
pub(super) const PARTICLES: [&str; 22] = [
    "al", "el", "ez", "az", "as", "ad", "ash", "ar", "at", "an", "es", "ed", "de", "du", "del", "do", "da", "des",
    "bin", "ibn", "bou", "ould",
];

impl Scan<'_, '_> {
    /// The longer name that a known one only begins.
    pub(super) fn longer_name(&self, tokens: &Range<usize>, known: &[Candidate], end: usize) -> Option<Range<usize>> {
        let next = tokens.end;
        // What the page calls by this name alone is what it means here too ("Newark" in "Newark Live Bait").
        if next >= end || self.alone.contains(self.span(tokens).of(self.context.text)) || self.is_country(known) {
            return None;
        }
        let whole = |last: usize| Some(tokens.start..self.end_of_name(last, end));
        if self.is_hyphen(next) && next + 1 < end && self.is_capital_word(next + 1) {
            return if self.are_joined(known, next + 1, end) { None } else { whole(next + 2) };
        }
        if PARTICLES.contains(&self.word(next)) && next + 1 < end {
            let after = next + 1 + usize::from(self.is_hyphen(next + 1));
            let organisation = self.labels[next].is_some_and(|(label, ..)| !is_place(label) && label != "PERSON");
            if after < end && self.is_capital_word(after) && !organisation {
                return whole(after + 1);
            }
        }
        let last = self.labelled_end(tokens.start, end)?;
        let rest = tokens.end..last;
        // "Aleppo Syria" lacks a comma.
        let is_container = || {
            let container = self.gazetteer.exact(self.span(&rest).of(self.context.text));
            self.any_lies_in(known, &container)
        };
        (!rest.is_empty() && !is_container()).then_some(tokens.start..last)
    }

    /// Whether the words right before are the first part of a hyphened name ("Ginna" in "Yarou-Ginna").
    pub(super) fn ends_longer_name(&self, at: usize, start: usize, end: usize) -> bool {
        let Some(first) = at.checked_sub(2).filter(|first| *first >= start && self.is_hyphen(at - 1)) else {
            return false;
        };
        let word = self.word(first);
        // "D-Ohio" is a party's, "Afghan-Iranian" a people's.
        let is_sign = word.chars().all(char::is_uppercase) || self.gazetteer.people(word).is_some();
        let joined =
            is_sign || self.alone.contains(self.word(at)) || self.are_joined(&self.gazetteer.exact(word), at, end);
        self.is_capital_word(first) && !joined
    }

    /// Where a name of two or more words ends that the general model takes for one place and no gazetteer knows.
    pub(super) fn labelled_end(&self, start: usize, end: usize) -> Option<usize> {
        let (label, first, last) = self.labels[start]?;
        let (first, last) = (first as usize, (last as usize).min(end));
        let last = last - usize::from(last > first && matches!(self.word(last - 1), "'s" | "’s"));
        let is_kind = |at: usize| {
            let word = self.word(at).to_lowercase();
            self.words.is_kind(&word)
                || self.words.organisations.contains(&word)
                || self.words.institutions.contains(&word)
                || self.words.directions.contains(&word)
        };
        let is_plain = |at: usize| self.is_capital_word(at) && !is_kind(at);
        let one_place = matches!(label, "GPE" | "LOC") && first == start && (2..=LONGEST).contains(&(last - first));
        (one_place && (start..last).all(is_plain)).then_some(last)
    }

    /// The names of several words that the model takes for one place each and no gazetteer knows, however it reads their other mentions.
    pub(super) fn unknown_wholes(&self) -> Vec<&str> {
        let all = 0..self.labels.len();
        let begins = |start: &usize| self.labels[*start].is_some_and(|(_, first, _)| first as usize == *start);
        let whole = |start: usize| {
            let last = self.labelled_end(start, self.labels.len())?;
            let name = self.span(&(start..last)).of(self.context.text);
            let mut parts = (start + 1..last).map(|last| self.span(&(start..last)).of(self.context.text));
            let told_apart =
                parts.any(|part| self.alone.contains(part) || self.is_country(&self.gazetteer.exact(part)));
            (!told_apart && self.gazetteer.exact(name).is_empty()).then_some(name)
        };
        all.filter(begins).filter_map(whole).collect()
    }

    fn end_of_name(&self, from: usize, end: usize) -> usize {
        let mut last = from;
        while last + 1 < end && last - from < LONGEST && self.is_hyphen(last) && self.is_capital_word(last + 1) {
            last += 2;
        }
        last
    }

    /// A hyphen that joins two words without spaces.
    fn is_hyphen(&self, at: usize) -> bool {
        let tokens = &self.context.syntax.tokens;
        let mark = &tokens[at];
        let touches = |left: usize, right: usize| {
            tokens.get(left).zip(tokens.get(right)).is_some_and(|(left, right)| left.span.end == right.span.start)
        };
        mark.span.of(self.context.text) == "-" && at > 0 && touches(at - 1, at) && touches(at, at + 1)
    }

    fn is_capital_word(&self, at: usize) -> bool {
        starts_name(self.word(at))
    }

    fn is_country(&self, known: &[Candidate]) -> bool {
        let mut entries = known.iter().filter_map(|candidate| self.gazetteer.entry(candidate.place));
        entries.any(|entry| entry.feature == Feature::Country)
    }

    /// Whether a hyphen stands between two places: both are known, and one of them is great enough to stand by itself.
    fn are_joined(&self, left: &[Candidate], at: usize, end: usize) -> bool {
        let right = (at..end.min(at + LONGEST)).rev().filter(|last| self.is_capital_word(*last));
        let mut right = right.map(|last| self.gazetteer.exact(self.span(&(at..last + 1)).of(self.context.text)));
        let right = right.find(|found| !found.is_empty()).unwrap_or_default();
        !left.is_empty() && !right.is_empty() && (self.is_firm(left) || self.is_firm(&right))
    }

    fn is_firm(&self, candidates: &[Candidate]) -> bool {
        candidates
            .iter()
            .take(12)
            .filter_map(|candidate| self.gazetteer.entry(candidate.place))
            .any(|entry| entry.feature <= Feature::Capital || entry.listed || entry.population >= JOINED)
    }
}
