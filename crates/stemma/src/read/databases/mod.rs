//! Files of news databases: many articles in one text, each with a head of fields and a foot of index terms.
//!
//! Comes in: the text of a file, or of the part of it that holds one article; both are told by the same signs, so that a part can be
//! read again without its file. Goes out: where the articles lie, and for each its headers and its text. What is cut off is given as far
//! as it is whole, and said to be cut off. Words of the formats stand in `read/databases.toml`. It reads LexisNexis (text and HTML), Nexis Uni, Factiva (as articles and as fields) and ProQuest.

mod blocks;
mod factiva;
mod lexis;
mod nexis;
mod proquest;

use std::ops::Range;

use super::words::{ReadWords, Role};
use crate::model::Given;
use crate::text::ends_sentence;

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
    is: fn(&str, &ReadWords) -> bool,
    articles: fn(&str, &ReadWords) -> Articles,
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

/// Where the articles of a file lie.
#[derive(Debug, Default)]
pub struct Articles {
    pub found: Vec<Range<usize>>,
    /// Where one begins that breaks off before its text.
    pub broken: Option<usize>,
}

/// An article as a database gives it.
#[derive(Debug, Default)]
pub struct Article {
    pub given: Given,
    /// Its paragraphs, in one line each.
    pub paragraphs: Vec<String>,
    /// What stands behind the text in this form is missing, so that the text may go on.
    pub is_cut: bool,
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

    /// Leaves out a last paragraph that breaks off in a sentence: "12" may be the beginning of "12,000". Tells whether it did.
    pub fn drop_torn(&mut self) -> bool {
        let is_torn = self.is_cut && self.paragraphs.last().is_some_and(|last| !ends_sentence(last));
        if is_torn {
            self.paragraphs.pop();
        }
        is_torn
    }

    /// The text layer: the paragraphs. The title is given beside them, as records give it, so that one article is read alike whichever
    /// file it came in.
    pub fn text(&self) -> String {
        self.paragraphs.join("\n\n")
    }
}

/// Whose file it is; `None` for all other texts.
pub fn recognise(text: &str, words: &ReadWords) -> Option<Database> {
    FORMS.iter().find(|form| (form.is)(text, words)).map(|form| form.database)
}

fn form(database: Database) -> &'static Form {
    FORMS.iter().find(|form| form.database == database).expect("every form stands in the table")
}

pub fn name(database: Database) -> &'static str {
    form(database).name
}

/// Where the articles of a file lie.
pub fn articles(text: &str, database: Database, words: &ReadWords) -> Articles {
    (form(database).articles)(text, words)
}

/// What one article says.
pub fn article(text: &str, database: Database, words: &ReadWords) -> Article {
    (form(database).article)(text, words)
}

#[cfg(test)]
mod tests;
