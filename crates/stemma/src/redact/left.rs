//! Words that are a name, or a part of one, that goes out, and that stay: with the reason, for whoever holds the store.
//!
//! An export only counts them. A list of the towns that are called like its victims would tell whoever reads it their names.

use std::collections::BTreeMap;

/// Why a word stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// All of a name is that of an actor of the register or of a place.
    World,
    /// Told as a victim, and holds an office or is on the list.
    Figure,
    /// It stands where the page speaks of a place.
    Place,
    /// It is a part of the name of a body or the like.
    Body,
    /// It is a part of the name of a public figure, or of somebody else of whom the page tells.
    Other,
    /// It stands in a record which does not tell which is meant.
    Unclear,
}

impl Why {
    pub fn words(self) -> &'static str {
        match self {
            Why::World => "an actor or a place has this name",
            Why::Figure => "a public figure",
            Why::Place => "a place is meant",
            Why::Body => "part of the name of a body",
            Why::Other => "somebody else is meant",
            Why::Unclear => "a record may mean something else",
        }
    }
}

/// A word that stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub name: String,
    pub why: Why,
    /// The token of whom it would stand for.
    pub token: String,
    /// How often it stays in the texts of pages, and in how many of them; nothing where it was not looked for.
    pub times: u64,
    pub pages: u64,
}

/// All that stay.
#[derive(Clone, Debug, Default)]
pub struct AllLeft(BTreeMap<(String, Why), Left>);

impl AllLeft {
    /// Counts one word that stays so many times in one page.
    pub fn add(&mut self, name: &str, why: Why, token: &str, times: u64) {
        let key = (crate::lexicon::fold::key(name), why);
        let fresh = || Left { name: name.to_owned(), why, token: token.to_owned(), times: 0, pages: 0 };
        let left = self.0.entry(key).or_insert_with(fresh);
        left.times += times;
        left.pages += u64::from(times > 0);
    }

    pub fn iter(&self) -> impl Iterator<Item = &Left> {
        self.0.values()
    }
}
