//! The words of time: months, weekdays, units, counts, parts of a day, feasts, and the contexts that forbid a reading.
//!
//! Comes in: the lists of `data/times/`. Goes out: one table from a lower-case word to everything it can mean, and small
//! sets for the contexts. It reads no text and knows no calendar.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::{LexiconError, Lists};
use crate::model::Day;

/// A unit that lengths of time are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Night,
    Week,
    Fortnight,
    Month,
    Year,
    Decade,
    Century,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Season {
    #[serde(rename = "SP")]
    Spring,
    #[serde(rename = "SU")]
    Summer,
    #[serde(rename = "FA")]
    Autumn,
    #[serde(rename = "WI")]
    Winter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum DayPart {
    #[serde(rename = "MO")]
    Morning,
    #[serde(rename = "MI")]
    Noon,
    #[serde(rename = "AF")]
    Afternoon,
    #[serde(rename = "EV")]
    Evening,
    #[serde(rename = "NI")]
    Night,
}

/// A time that is told only by its side of the present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    Present,
    Past,
    Future,
}

/// A feast or a named day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feast {
    Fixed { month: u8, day: u8 },
    Easter { offset: i32 },
    Weekday { month: u8, weekday: u8, nth: u8 },
    Historic(Day),
}

/// Everything that one word can mean.
#[derive(Clone, Debug, Default)]
pub struct Word {
    pub month: Option<u8>,
    pub weekday: Option<u8>,
    /// "Fridays".
    pub weekdays: Option<u8>,
    /// A weekday in a short form that is another word as well.
    pub short_weekday: Option<u8>,
    /// A unit, and whether the word is its plural.
    pub unit: Option<(Unit, bool)>,
    pub cardinal: Option<u32>,
    pub ordinal: Option<u32>,
    pub decade: Option<u32>,
    pub season: Option<Season>,
    pub part: Option<DayPart>,
    pub rate: Option<String>,
    pub is_vague: bool,
    /// "and" of "between Monday and Friday": joins the two ends of a stretch.
    pub joins_ends: bool,
    pub stands_between: bool,
    pub is_zone: bool,
    pub is_past: bool,
    pub is_not_past: bool,
    pub is_future: bool,
    pub names_what_precedes: bool,
    pub names_what_follows: bool,
    pub is_counted: bool,
    pub is_label: bool,
    pub leads_to_year: bool,
    pub is_abbreviation: bool,
}

/// The compiled lists of `data/times/`.
#[derive(Clone, Debug, Default)]
pub struct TimeWords {
    words: HashMap<String, Word>,
    /// Phrases by their first word, each as its words; longest first.
    feasts: HashMap<String, Vec<(Vec<String>, Feast)>>,
    references: HashMap<String, Vec<(Vec<String>, Reference)>>,
    not_after_reference: HashSet<String>,
    future_phrases: HashMap<String, Vec<(Vec<String>, ())>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordList {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PastList {
    words: Vec<String>,
    not_past: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FutureList {
    words: Vec<String>,
    phrases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    months: HashMap<String, u8>,
    weekdays: HashMap<String, u8>,
    short_weekdays: HashMap<String, u8>,
    units: HashMap<Unit, UnitNames>,
    cardinals: HashMap<String, u32>,
    ordinals: HashMap<String, u32>,
    decades: HashMap<String, u32>,
    seasons: HashMap<String, Season>,
    day_parts: HashMap<String, DayPart>,
    rates: HashMap<String, String>,
    vague: WordList,
    ends: WordList,
    between: WordList,
    zones: WordList,
    past: PastList,
    future: FutureList,
    abbreviations: WordList,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitNames {
    one: Vec<String>,
    several: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeastsFile {
    fixed: Vec<FixedFeast>,
    easter: Vec<EasterFeast>,
    weekday: Vec<WeekdayFeast>,
    historic: Vec<HistoricDay>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FixedFeast {
    names: Vec<String>,
    month: u8,
    day: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EasterFeast {
    names: Vec<String>,
    offset: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeekdayFeast {
    names: Vec<String>,
    month: u8,
    weekday: u8,
    nth: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HistoricDay {
    names: Vec<String>,
    date: Day,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReferencesFile {
    present: Vec<String>,
    past: Vec<String>,
    future: Vec<String>,
    not_before: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RefusalsFile {
    named_after: Vec<String>,
    named_before: Vec<String>,
    counted: Vec<String>,
    label_before: Vec<String>,
    year_after: Vec<String>,
}

impl TimeWords {
    pub fn compile(lists: &Lists<'_>) -> Result<TimeWords, LexiconError> {
        let mut times = TimeWords::default();
        times.add_words(lists.toml("times/words.toml")?);
        times.add_feasts(lists.toml("times/holidays.toml")?);
        times.add_references(lists.toml("times/references.toml")?);
        times.add_refusals(lists.toml("times/refusals.toml")?);
        Ok(times)
    }

    /// What a lower-case word can mean, if it means anything here.
    pub fn word(&self, word: &str) -> Option<&Word> {
        self.words.get(word)
    }

    /// Names of feasts that begin with this word, longest first.
    pub fn feasts(&self, first: &str) -> &[(Vec<String>, Feast)] {
        self.feasts.get(first).map_or(&[], Vec::as_slice)
    }

    /// Phrases for the present, the past and the future that begin with this word, longest first.
    pub fn references(&self, first: &str) -> &[(Vec<String>, Reference)] {
        self.references.get(first).map_or(&[], Vec::as_slice)
    }

    /// Whether a reference before this word is part of something else ("current account").
    pub fn ends_reference(&self, next: &str) -> bool {
        self.not_after_reference.contains(next)
    }

    /// Phrases after which a time lies ahead ("planned to").
    pub fn future_phrases(&self, first: &str) -> &[(Vec<String>, ())] {
        self.future_phrases.get(first).map_or(&[], Vec::as_slice)
    }

    fn entry(&mut self, word: &str) -> &mut Word {
        self.words.entry(word.to_owned()).or_default()
    }

    fn add_words(&mut self, file: WordsFile) {
        for (word, month) in file.months {
            self.entry(&word).month = Some(month);
        }
        for (word, weekday) in file.weekdays {
            self.entry(&word).weekday = Some(weekday);
            self.entry(&format!("{word}s")).weekdays = Some(weekday);
        }
        for (word, weekday) in file.short_weekdays {
            self.entry(&word).short_weekday = Some(weekday);
        }
        for (unit, names) in file.units {
            for (words, plural) in [(names.one, false), (names.several, true)] {
                for word in words {
                    self.entry(&word).unit = Some((unit, plural));
                }
            }
        }
        for (word, number) in file.cardinals {
            self.entry(&word).cardinal = Some(number);
        }
        for (word, number) in file.ordinals {
            self.entry(&word).ordinal = Some(number);
        }
        for (word, decade) in file.decades {
            self.entry(&word).decade = Some(decade);
        }
        for (word, season) in file.seasons {
            self.entry(&word).season = Some(season);
        }
        for (word, part) in file.day_parts {
            self.entry(&word).part = Some(part);
        }
        for (word, value) in file.rates {
            self.entry(&word).rate = Some(value);
        }
        self.mark(file.vague.words, |word| &mut word.is_vague);
        self.mark(file.ends.words, |word| &mut word.joins_ends);
        self.mark(file.between.words, |word| &mut word.stands_between);
        self.mark(file.zones.words, |word| &mut word.is_zone);
        self.mark(file.past.words, |word| &mut word.is_past);
        self.mark(file.past.not_past, |word| &mut word.is_not_past);
        self.mark(file.future.words, |word| &mut word.is_future);
        self.mark(file.abbreviations.words, |word| &mut word.is_abbreviation);
        add_phrases(&mut self.future_phrases, file.future.phrases, ());
    }

    fn add_feasts(&mut self, file: FeastsFile) {
        for feast in file.fixed {
            add_phrases(&mut self.feasts, feast.names, Feast::Fixed { month: feast.month, day: feast.day });
        }
        for feast in file.easter {
            add_phrases(&mut self.feasts, feast.names, Feast::Easter { offset: feast.offset });
        }
        for WeekdayFeast { names, month, weekday, nth } in file.weekday {
            add_phrases(&mut self.feasts, names, Feast::Weekday { month, weekday, nth });
        }
        for day in file.historic {
            add_phrases(&mut self.feasts, day.names, Feast::Historic(day.date));
        }
    }

    fn add_references(&mut self, file: ReferencesFile) {
        add_phrases(&mut self.references, file.present, Reference::Present);
        add_phrases(&mut self.references, file.past, Reference::Past);
        add_phrases(&mut self.references, file.future, Reference::Future);
        self.not_after_reference.extend(file.not_before);
    }

    fn add_refusals(&mut self, file: RefusalsFile) {
        self.mark(file.named_after, |word| &mut word.names_what_precedes);
        self.mark(file.named_before, |word| &mut word.names_what_follows);
        self.mark(file.counted, |word| &mut word.is_counted);
        self.mark(file.label_before, |word| &mut word.is_label);
        self.mark(file.year_after, |word| &mut word.leads_to_year);
    }

    fn mark(&mut self, words: Vec<String>, field: impl Fn(&mut Word) -> &mut bool) {
        for word in words {
            *field(self.entry(&word)) = true;
        }
    }
}

fn add_phrases<T: Copy>(table: &mut HashMap<String, Vec<(Vec<String>, T)>>, phrases: Vec<String>, meaning: T) {
    for phrase in phrases {
        let words: Vec<String> = phrase.split_whitespace().map(str::to_owned).collect();
        let Some(first) = words.first().cloned() else { continue };
        let rows = table.entry(first).or_default();
        rows.push((words, meaning));
        rows.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
}
