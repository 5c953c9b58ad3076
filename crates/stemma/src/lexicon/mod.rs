//! What the engine knows before it reads: actors, ontologies, triggers, units, places and agencies.
//!
//! Each submodule compiles its own lists (TOML or TSV, from `data/` or from the user) into a form that can be looked up
//! fast. A list that is broken is an error with its name and line; a list that is missing is one too, because a silent
//! gap would be read as "did not happen".

pub mod actors;
pub mod agencies;
pub mod codes;
pub mod credits;
pub mod disagreeing;
pub mod discretion;
pub mod events;
pub mod fold;
pub mod fusing;
pub mod gazetteer;
pub mod holders;
pub mod lists;
pub mod names;
pub mod references;
pub mod reporting;
pub mod stand_ins;
pub mod targets;
pub mod times;
pub mod wording;

use thiserror::Error;

use crate::text::dates::Months;
pub use credits::CreditLists;
use gazetteer::Gazetteer;
pub use times::{DayPart, Feast, Reference, Season, TimeWords, Unit, Word};

/// Everything that annotate, relate and fuse look things up in. Built once, shared by all threads.
pub struct Lexicon {
    /// Who acts, suffers and speaks, by id and by name.
    pub actors: actors::Actors,
    /// Who carries news.
    pub agencies: agencies::Agencies,
    /// Words that names are made of.
    pub name_words: names::NameWords,
    /// How articles credit one another, and which words and lines say nothing about a story.
    pub credits: CreditLists,
    /// Who is left out of what is handed on.
    pub discretion: discretion::Discretion,
    pub events: events::EventRules,
    /// What others call countries and kinds of events.
    pub codes: codes::Codes,
    /// What judging reports asks for.
    pub fusing: fusing::FusingWords,
    /// Words that stand for what was said before.
    pub references: references::ReferenceWords,
    pub reporting: reporting::Reporting,
    pub stand_ins: stand_ins::StandIns,
    /// The world's places by their names.
    pub gazetteer: Gazetteer,
    /// Months, weekdays, units, counts and feasts.
    pub times: TimeWords,
    /// How reports say things.
    pub wording: wording::Wording,
}

/// The texts that a lexicon is compiled from.
pub struct Lists<'a> {
    /// (path below `data/`, text); what a user's own files change stands in them already, see [`lists::join`].
    pub texts: Vec<(&'a str, &'a str)>,
    pub gazetteer: &'static [u8],
}

#[derive(Debug, Error)]
pub enum LexiconError {
    #[error("word list {name} is missing")]
    Missing { name: String },
    #[error("word list {name}{}: {message}", line.map_or(String::new(), |line| format!(", line {line}")))]
    Broken { name: String, line: Option<usize>, message: String },
    #[error("gazetteer: {0}; run `cargo xtask data` again")]
    Gazetteer(String),
}

impl LexiconError {
    fn broken(name: &str, line: Option<usize>, message: impl Into<String>) -> LexiconError {
        LexiconError::Broken { name: name.into(), line, message: message.into() }
    }
}

impl Lists<'_> {
    /// That something is wrong with an entry of a list, which is found by words of its line.
    pub(crate) fn broken(&self, name: &str, words: &str, message: impl Into<String>) -> LexiconError {
        let text = self.text(name).unwrap_or_default();
        let line = text.lines().position(|line| line.contains(words)).map(|line| line + 1);
        LexiconError::broken(name, line, message)
    }

    /// The text of one list.
    pub fn text(&self, name: &str) -> Result<&str, LexiconError> {
        let found = self.texts.iter().find(|(list, _)| *list == name);
        found.map(|(_, text)| *text).ok_or_else(|| LexiconError::Missing { name: name.into() })
    }

    /// All lists whose path begins so: `actors/` gives every register file.
    pub fn under<'s>(&'s self, prefix: &'s str) -> impl Iterator<Item = (&'s str, &'s str)> {
        self.texts.iter().copied().filter(move |(name, _)| name.starts_with(prefix))
    }

    /// One list read as TOML.
    pub fn toml<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, LexiconError> {
        parse_toml(name, self.text(name)?)
    }
}

impl Lists<'_> {
    /// The names of months, compiled.
    pub(crate) fn months(&self) -> Result<Months, LexiconError> {
        const MONTHS: &str = "dates/months.toml";
        let twelve = |language: String| {
            let message = format!("months.{language} names not twelve months; give one text a month, in their order");
            self.broken(MONTHS, &format!("months.{language} = "), message)
        };
        Months::compile(self.toml(MONTHS)?).map_err(twelve)
    }
}

/// Reads one TOML list; the message of an error names the list and the line.
pub fn parse_toml<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, LexiconError> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| lists::line_of(text, span.start));
        LexiconError::broken(name, line, error.message().replace('\n', ", "))
    })
}

impl Lexicon {
    pub fn compile(lists: &Lists<'_>) -> Result<Lexicon, LexiconError> {
        let agencies = agencies::Agencies::compile(lists)?;
        let actors = actors::Actors::compile(lists, &agencies)?;
        let name_words = names::NameWords::compile(lists)?;
        let credits = CreditLists::compile(lists)?;
        Ok(Lexicon {
            stand_ins: stand_ins::StandIns::compile(lists, &actors, &name_words, &credits.function_words)?,
            actors,
            agencies,
            name_words,
            credits,
            discretion: discretion::Discretion::compile(lists)?,
            events: events::EventRules::compile(lists)?,
            codes: codes::Codes::compile(lists)?,
            fusing: fusing::FusingWords::compile(lists)?,
            gazetteer: Gazetteer::from_bytes(lists.gazetteer, lists)?,
            references: references::ReferenceWords::compile(lists)?,
            reporting: reporting::Reporting::compile(lists)?,
            times: TimeWords::compile(lists)?,
            wording: wording::Wording::compile(lists)?,
        })
    }
}
