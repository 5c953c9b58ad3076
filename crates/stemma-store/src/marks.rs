//! What people mark: pages that need care, and names that are left out of what is handed on. Appended, never changed.

use std::collections::BTreeSet;

use serde::Serialize;
use stemma::text::digest::sha256_of_parts;

use crate::error::Error;

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkKind {
    /// Its words can harm those whom it tells of.
    Sensitive,
    /// It shows or tells what nobody should see unprepared.
    Graphic,
    /// Its outlet took it down.
    Deleted,
    /// A name that is left out.
    Name,
}

impl MarkKind {
    /// Those of pages, by name.
    pub const OF_PAGES: [(MarkKind, &str); 3] =
        [(MarkKind::Sensitive, "sensitive"), (MarkKind::Graphic, "graphic"), (MarkKind::Deleted, "deleted")];
    /// The names of these.
    pub const WORDS: [&str; 3] = ["sensitive", "graphic", "deleted"];
    const NAME: &str = "name";

    pub fn name(self) -> &'static str {
        MarkKind::OF_PAGES.iter().find(|(kind, _)| *kind == self).map_or(MarkKind::NAME, |(_, name)| name)
    }

    pub fn named(name: &str) -> Option<MarkKind> {
        let of_page = MarkKind::OF_PAGES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind);
        of_page.or((name == MarkKind::NAME).then_some(MarkKind::Name))
    }
}

/// A mark, or the word that takes one back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Marked {
    /// Made from all other fields.
    pub id: String,
    /// The page, or the name.
    pub of: String,
    #[serde(serialize_with = "name")]
    pub mark: MarkKind,
    pub by: String,
    /// An instant of ISO 8601 in UTC.
    pub at: String,
    pub why: String,
    /// The mark that it takes back.
    pub withdraws: Option<String>,
}

fn name<S: serde::Serializer>(kind: &MarkKind, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(kind.name())
}

impl Marked {
    pub fn new(of: &str, mark: MarkKind, by: &str, at: &str, why: &str, withdraws: Option<&str>) -> Marked {
        let parts = [of, mark.name(), by, at, why, withdraws.unwrap_or_default()];
        let sum = sha256_of_parts(parts.iter().map(|part| part.as_bytes()));
        Marked {
            id: format!("m-{}", &sum[..12]),
            of: of.into(),
            mark,
            by: by.into(),
            at: at.into(),
            why: why.into(),
            withdraws: withdraws.map(str::to_owned),
        }
    }
}

/// The marks that stand, of all in their order.
pub fn standing(marks: &[Marked]) -> Vec<&Marked> {
    let gone: BTreeSet<&str> = marks.iter().filter_map(|mark| mark.withdraws.as_deref()).collect();
    marks.iter().filter(|mark| mark.withdraws.is_none() && !gone.contains(mark.id.as_str())).collect()
}

pub trait Marks {
    /// All of them, also those that were taken back, in the order in which they came.
    fn marks(&self) -> Result<Vec<Marked>, Error>;

    /// Those that stand of these pages, in the order in which they came, as far as the pages show them: a damaged one is left out, and so is
    /// one of which only the word that took it back is damaged.
    fn marks_of(&self, pages: &[&str]) -> Result<Vec<Marked>, Error>;

    /// Appends marks; those that are there are passed over. Says how many were new.
    fn add_marks(&mut self, marks: &[Marked]) -> Result<u64, Error>;

    /// With what names that are left out are told apart, made by chance when it is first asked for.
    fn secret(&mut self) -> Result<[u8; 32], Error>;
}
