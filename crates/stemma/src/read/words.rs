//! What reading knows of the formats of others, compiled from the lists of `read/`: the names of fields, the words of news
//! databases, and which files hold no page.

use std::collections::HashMap;

use serde::Deserialize;

use crate::lexicon::{LexiconError, Lists};
use crate::text::dates::Months;

/// What is known of files before one is read. It is compiled by itself, since pages that a store has already are told without all else.
pub struct ReadWords {
    pub(super) months: Months,
    pub(super) fields: FieldNames,
    /// Fields that hold records one level down, and those that hold the parts of a text.
    pub(super) inside: Inside,
    pub(super) databases: Databases,
    pub(super) formats: Formats,
}

/// The names of each field, the first that a record has counts. See [`plain`] for how they are compared.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldNames {
    pub id: Vec<String>,
    pub text: Vec<String>,
    pub teaser: Vec<String>,
    pub html: Vec<String>,
    pub url: Vec<String>,
    pub title: Vec<String>,
    pub outlet: Vec<String>,
    pub published: Vec<String>,
    pub doubtful: Vec<String>,
    pub language: Vec<String>,
    pub byline: Vec<String>,
    pub section: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Inside {
    pub records: Vec<String>,
    pub parts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldFile {
    fields: FieldNames,
    inside: Inside,
}

/// What stands behind a label of a news database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Role {
    Title,
    Byline,
    Section,
    Published,
    Outlet,
    Language,
    Url,
    /// The text itself.
    Text,
    /// It belongs to the article, behind its text.
    Kept,
    Head,
    Tail,
    /// The beginning of a line about rights, not a label.
    Rights,
    Id,
    Other,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DatabaseFile {
    lexisnexis: Lexis,
    nexis_uni: NexisUni,
    factiva: Factiva,
    proquest: ProQuest,
    labels: HashMap<Role, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexis {
    begin: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NexisUni {
    pub end: Vec<String>,
    pub body: Vec<String>,
    pub after: Vec<String>,
    pub furniture: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Factiva {
    document: Vec<String>,
    words: Vec<String>,
    by: Vec<String>,
    codes: HashMap<Role, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProQuest {
    pub rule: usize,
    pub number: Vec<String>,
    pub none: Vec<String>,
    pub proof: Vec<String>,
}

/// The words of news databases.
pub(super) struct Databases {
    /// The line before an article of LexisNexis, with # for a number.
    pub begin: Vec<String>,
    pub nexis: NexisUni,
    pub document: Vec<String>,
    pub count_words: Vec<String>,
    /// Words before the names of those who wrote it.
    pub by: Vec<String>,
    pub codes: HashMap<String, Role>,
    pub proquest: ProQuest,
    pub labels: HashMap<String, Role>,
    pub rights: Vec<String>,
}

/// A format that holds no page, and what to do about it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Foreign {
    #[serde(default)]
    pub bytes: Vec<String>,
    #[serde(default)]
    pub of: Vec<String>,
    /// Whether the bytes may be those of a text.
    #[serde(default)]
    pub is_text: bool,
    pub name: String,
    pub way: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Formats {
    pub beginning: Vec<Foreign>,
    pub ending: Vec<Foreign>,
    pub named: Vec<Foreign>,
    pub root: Vec<Foreign>,
    pub table: Vec<ForeignTable>,
    pub companions: Companions,
}

/// A table that holds no pages, by columns that no other has together, or by how many cells it has where it names none.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ForeignTable {
    #[serde(default)]
    pub columns: Vec<String>,
    #[serde(default)]
    pub unnamed: Vec<usize>,
    pub name: String,
    pub way: String,
}

impl ForeignTable {
    /// Whether a first row is one of such a table. Where columns have no names, a number and a day stand first.
    pub fn begins(&self, first: &[String]) -> bool {
        let is_number = |cell: &String| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
        let is_bare = || matches!(first, [id, day, ..] if is_number(id) && is_number(day) && day.len() == 8);
        let has = |column: &String| first.iter().any(|cell| plain(cell) == *column);
        let is_named = !self.columns.is_empty() && self.columns.iter().all(has);
        is_named || self.unnamed.contains(&first.len()) && is_bare()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Companions {
    pub endings: Vec<String>,
}

impl ReadWords {
    pub fn compile(lists: &Lists<'_>) -> Result<ReadWords, LexiconError> {
        let FieldFile { mut fields, mut inside } = lists.toml("read/fields.toml")?;
        let FieldNames { id, text, teaser, html, url, title, outlet, published, doubtful, language, byline, section } =
            &mut fields;
        let all = [id, text, teaser, html, url, title, outlet, published, doubtful, language, byline, section];
        let names = all.into_iter().chain([&mut inside.records, &mut inside.parts]).flatten();
        names.for_each(|name| *name = plain(name));
        const MONTHS: &str = "dates/months.toml";
        let twelve = |language: String| lists.broken(MONTHS, &language, "a language has not twelve months");
        Ok(ReadWords {
            months: Months::compile(lists.toml(MONTHS)?).map_err(twelve)?,
            fields,
            inside,
            databases: Databases::of(lists.toml("read/databases.toml")?),
            formats: lists.toml("read/formats.toml")?,
        })
    }
}

impl Databases {
    fn of(file: DatabaseFile) -> Databases {
        let DatabaseFile { lexisnexis, nexis_uni, factiva, proquest, mut labels } = file;
        let rights = labels.remove(&Role::Rights).unwrap_or_default();
        Databases {
            begin: lexisnexis.begin,
            nexis: nexis_uni,
            document: factiva.document,
            count_words: factiva.words,
            by: factiva.by,
            codes: by_word(factiva.codes),
            proquest,
            labels: by_word(labels),
            rights,
        }
    }
}

/// What each word means; of two meanings the first in the order of roles counts.
fn by_word(roles: HashMap<Role, Vec<String>>) -> HashMap<String, Role> {
    let mut meanings: Vec<(String, Role)> =
        roles.into_iter().flat_map(|(role, words)| words.into_iter().map(move |word| (word, role))).collect();
    meanings.sort();
    meanings.into_iter().rev().collect()
}

/// A field's name without capitals, spaces and marks.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
