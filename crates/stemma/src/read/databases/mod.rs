//! Files of news databases: many articles in one text, each with a head of fields and a foot of index terms.
//!
//! Comes in: the text of a file, or of the part of it that holds one article; both are told by the same signs, so that a part can be
//! read again without its file. Goes out: where the articles lie, and for each its headers and its text. Words of the formats
//! stand in `read/databases.toml`. It reads LexisNexis (text and HTML), Nexis Uni, Factiva (as articles and as fields) and ProQuest.

mod blocks;
mod factiva;
mod lexis;
mod nexis;
mod proquest;

use std::ops::Range;

use super::words::{Databases, ReadWords, Role};
use crate::model::Given;

/// A form in which a news database gives its articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    LexisNexis,
    NexisUni,
    Factiva,
    FactivaFields,
    ProQuest,
}

/// What one form is called, how it is told, where its articles lie and what one of them says: the one table of all forms.
struct Form {
    database: Database,
    name: &'static str,
    is: fn(&str, &Databases) -> bool,
    articles: fn(&str, &Databases) -> Vec<Range<usize>>,
    article: fn(&str, &ReadWords) -> Article,
}

/// What is told by a sign that no other has stands first.
const FORMS: [Form; 5] = [
    Form {
        database: Database::ProQuest,
        name: "ProQuest",
        is: proquest::is,
        articles: proquest::articles,
        article: proquest::article,
    },
    Form {
        database: Database::FactivaFields,
        name: "Factiva (fields)",
        is: factiva::is_fields,
        articles: factiva::articles_of_fields,
        article: factiva::article_of_fields,
    },
    Form {
        database: Database::Factiva,
        name: "Factiva",
        is: factiva::is,
        articles: factiva::articles,
        article: factiva::article,
    },
    Form {
        database: Database::NexisUni,
        name: "Nexis Uni",
        is: nexis::is,
        articles: nexis::articles,
        article: nexis::article,
    },
    Form {
        database: Database::LexisNexis,
        name: "LexisNexis",
        is: lexis::is,
        articles: lexis::articles,
        article: lexis::article,
    },
];

/// An article as a database gives it.
#[derive(Debug, Default)]
pub struct Article {
    pub given: Given,
    /// Its paragraphs, in one line each.
    pub paragraphs: Vec<String>,
}

impl Article {
    /// Puts what stands behind a label in its place; the first counts.
    fn put(&mut self, role: Role, said: &str) {
        let given = &mut self.given;
        let slot = match role {
            Role::Title => &mut given.title,
            Role::Byline => &mut given.byline,
            Role::Section => &mut given.section,
            Role::Published => &mut given.published,
            Role::Outlet => &mut given.outlet,
            Role::Language => &mut given.language,
            Role::Url => &mut given.url,
            _ => return,
        };
        if slot.is_none() && !said.trim().is_empty() {
            *slot = Some(said.trim().to_owned());
        }
    }

    /// The text layer: the title and the paragraphs, as a page would show them. Empty where there are no paragraphs.
    pub fn text(&self) -> String {
        if self.paragraphs.iter().all(|paragraph| paragraph.trim().is_empty()) {
            return String::new();
        }
        let title = self.given.title.iter().map(String::as_str);
        title.chain(self.paragraphs.iter().map(String::as_str)).collect::<Vec<_>>().join("\n\n")
    }
}

/// Whose file it is; `None` for all other texts.
pub fn recognise(text: &str, words: &ReadWords) -> Option<Database> {
    FORMS.iter().find(|form| (form.is)(text, &words.databases)).map(|form| form.database)
}

fn form(database: Database) -> &'static Form {
    FORMS.iter().find(|form| form.database == database).expect("every form stands in the table")
}

pub fn name(database: Database) -> &'static str {
    form(database).name
}

/// Where the articles of a file lie.
pub fn articles(text: &str, database: Database, words: &ReadWords) -> Vec<Range<usize>> {
    (form(database).articles)(text, &words.databases)
}

/// What one article says.
pub fn article(text: &str, database: Database, words: &ReadWords) -> Article {
    (form(database).article)(text, words)
}

#[cfg(test)]
mod tests;
