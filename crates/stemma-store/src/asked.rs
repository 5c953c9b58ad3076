//! What is asked of a store: conditions, an order, and how many rows.
//!
//! Every condition means the same whatever is listed. Days are those of what is listed itself: when an event was, when a page was
//! published. Marks are those of pages. All others judge events: a story, a page, an actor, a place or a source is listed where one of its events fulfils them all.

use stemma::model::{Assertion, Checked, Day, PlacePrecision};

use crate::marks::MarkKind;

/// What may be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Noun {
    Events,
    Stories,
    Pages,
    Claims,
    Actors,
    Places,
    Sources,
}

/// What rows fulfil.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Words that are all told, without their accents; `"in this order"`, `word*` for all that begin so, `one|other` for either.
    pub words: Option<String>,
    pub since: Option<Day>,
    pub until: Option<Day>,
    /// Whether all count that reach into these days: else an event or a page whose days are more than one counts where most of them
    /// are asked for.
    pub reaching: bool,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    pub place: Option<Within>,
    pub bbox: Option<Bbox>,
    /// How well the place of an event is known; one of them.
    pub precision: Vec<PlacePrecision>,
    /// What is not known of an event; one of them.
    pub lacks: Vec<Lack>,
    /// Our kinds, and codes of PLOVER and ACLED; one of them. A word that is both means our kind as that is written.
    pub kinds: Vec<String>,
    /// As what it is told; one of them.
    pub told: Vec<Assertion>,
    pub killed_min: Option<u32>,
    pub killed_max: Option<u32>,
    pub origins_min: Option<u32>,
    /// Part of the name of one that acts or suffers, or its id.
    pub actor: Option<String>,
    /// Part of the name of an outlet.
    pub outlet: Option<String>,
    pub story: Option<String>,
    /// How far a person checked it; one of them. Without any, all but those that a person rejected.
    pub checked: Vec<Checking>,
    /// As what people marked its pages; one of them. Unlike the others, this asks pages: a page is listed by its own marks, and whatever
    /// else is listed by those of its pages.
    pub marks: Vec<Marking>,
}

/// A mark, as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Marking {
    As(MarkKind),
    /// Nobody marked any of its pages.
    None,
}

impl Marking {
    /// All that may be said.
    pub const WORDS: [&str; 4] = ["sensitive", "graphic", "deleted", "none"];

    pub fn named(name: &str) -> Option<Marking> {
        let of_page = MarkKind::OF_PAGES.iter().find(|(_, known)| *known == name);
        let marking = of_page.map(|(kind, _)| Marking::As(*kind));
        marking.or((name == "none").then_some(Marking::None))
    }
}

/// How far a person checked an event, as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Checking {
    /// A person's word stands, a rejection included.
    Yes,
    /// Nobody looked, or the program reads other things than when somebody did.
    No,
    As(Checked),
}

impl Checking {
    /// All that may be said.
    pub const WORDS: [&str; 7] = ["yes", "no", "accepted", "corrected", "rejected", "held", "stale"];

    pub fn named(name: &str) -> Option<Checking> {
        match name {
            "yes" => Some(Checking::Yes),
            "no" => Some(Checking::No),
            name => Checked::named(name).map(Checking::As),
        }
    }

    /// The words that stand for it in a row.
    pub(crate) fn words(self) -> Vec<&'static str> {
        let of = |holds: &dyn Fn(Checked) -> bool| {
            Checked::ALL.iter().filter(|(checked, _)| holds(*checked)).map(|(_, name)| *name).collect::<Vec<_>>()
        };
        match self {
            Checking::Yes => of(&Checked::is_checked),
            Checking::No => vec!["", Checked::Stale.name()],
            Checking::As(checked) => vec![checked.name()],
        }
    }
}

/// As what an event is told, in the words in which it is asked for and shown. The export has names of its own.
pub const TOLD: [(Assertion, &str); 7] = [
    (Assertion::Asserted, "happened"),
    (Assertion::Background, "background"),
    (Assertion::Ordered, "ordered"),
    (Assertion::Future, "planned"),
    (Assertion::Hypothetical, "possible"),
    (Assertion::Denied, "denied"),
    (Assertion::Negated, "not-happened"),
];

pub fn told(assertion: Assertion) -> &'static str {
    TOLD.iter().find(|(known, _)| *known == assertion).map_or("", |(_, word)| word)
}

#[derive(Clone, Debug, PartialEq)]
pub enum Within {
    /// A place or a first-level unit of this name, in any spelling.
    Named(String),
    /// So many kilometres around a point.
    Circle { lat: f64, lon: f64, km: f64 },
}

/// A box of the map, in degrees. One whose west lies east of its east holds the line of the date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bbox {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

impl Bbox {
    /// One box, or the two on both sides of the line of the date.
    pub(crate) fn parts(self) -> Vec<Bbox> {
        match self.west <= self.east {
            true => vec![self],
            false => vec![Bbox { east: 180.0, ..self }, Bbox { west: -180.0, ..self }],
        }
    }
}

/// What may not be known of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lack {
    /// It has no point on the map.
    Place,
    Day,
}

impl Lack {
    pub const WORDS: [&str; 2] = ["place", "day"];

    pub fn named(name: &str) -> Option<Lack> {
        match name {
            "place" => Some(Lack::Place),
            "day" => Some(Lack::Day),
            _ => None,
        }
    }
}

/// By what rows are put in order. Where two are equal, their ids decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    Day,
    Id,
    Title,
    Place,
    Country,
    Kind,
    Outlet,
    Name,
    Killed,
    Origins,
    Articles,
    Grade,
    Confidence,
    /// What should be checked first: harm times doubt.
    Doubt,
    Events,
    Pages,
    Copies,
}

impl Sort {
    pub const ALL: [(Sort, &str); 17] = [
        (Sort::Day, "day"),
        (Sort::Id, "id"),
        (Sort::Title, "title"),
        (Sort::Place, "place"),
        (Sort::Country, "country"),
        (Sort::Kind, "kind"),
        (Sort::Outlet, "outlet"),
        (Sort::Name, "name"),
        (Sort::Killed, "killed"),
        (Sort::Origins, "origins"),
        (Sort::Articles, "articles"),
        (Sort::Grade, "grade"),
        (Sort::Confidence, "confidence"),
        (Sort::Doubt, "doubt"),
        (Sort::Events, "events"),
        (Sort::Pages, "pages"),
        (Sort::Copies, "copies"),
    ];

    pub fn name(self) -> &'static str {
        Sort::ALL.iter().find(|(sort, _)| *sort == self).map_or("", |(_, name)| name)
    }

    pub fn named(name: &str) -> Option<Sort> {
        Sort::ALL.iter().find(|(_, known)| *known == name).map(|(sort, _)| *sort)
    }

    /// Whether the greatest comes first.
    pub fn falls(self) -> bool {
        use Sort::*;
        matches!(self, Killed | Origins | Articles | Confidence | Doubt | Events | Pages | Copies)
    }
}

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    pub filter: Filter,
    /// Without it, by what is usual for what is listed.
    pub sort: Option<Sort>,
    /// The other way round.
    pub reverse: bool,
    pub limit: Option<usize>,
    /// Rows before the first one that is given.
    pub skip: usize,
}

/// The rows of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<R> {
    pub rows: Vec<R>,
    /// How many there are without a limit.
    pub total: u64,
}

impl<R> Default for Found<R> {
    fn default() -> Found<R> {
        Found { rows: Vec::new(), total: 0 }
    }
}

/// The words as FTS5 reads them: each quoted, so that no sign of theirs means anything but itself. `None` where there are none.
pub(crate) fn matching(words: &str) -> Option<String> {
    let mut terms: Vec<String> = Vec::new();
    for (index, part) in words.split('"').enumerate() {
        match index % 2 {
            // What stands between quotation marks is one term; an open one ends with the words.
            1 => terms.extend(quoted(part.trim())),
            _ => terms.extend(part.split_whitespace().filter_map(either)),
        }
    }
    (!terms.is_empty()).then(|| terms.join(" AND "))
}

/// One word, or several of which one is enough.
fn either(word: &str) -> Option<String> {
    let begun = |word: &str| match word.strip_suffix('*') {
        Some(beginning) => quoted(beginning).map(|quoted| format!("{quoted}*")),
        None => quoted(word),
    };
    let words: Vec<String> = word.split('|').filter_map(begun).collect();
    match &words[..] {
        [] => None,
        [only] => Some(only.clone()),
        several => Some(format!("({})", several.join(" OR "))),
    }
}

/// A term without a letter or a digit has no token, and would match nothing.
fn quoted(term: &str) -> Option<String> {
    term.chars().any(char::is_alphanumeric).then(|| format!("\"{term}\""))
}

#[cfg(test)]
mod tests {
    use super::matching;

    #[test]
    fn no_sign_of_the_words_means_anything_but_itself() {
        let check = |words: &str, expected: &str| assert_eq!(matching(words).unwrap_or_default(), expected, "{words}");
        check("car bomb", r#""car" AND "bomb""#);
        check("\"car bomb\" mogadishu", r#""car bomb" AND "mogadishu""#);
        check("shell* \"open", r#""shell"* AND "open""#);
        check("a OR b NEAR(c) col:d ^e -f (", r#""a" AND "OR" AND "b" AND "NEAR(c)" AND "col:d" AND "^e" AND "-f""#);
        check("strike|strikes|struck* at", r#"("strike" OR "strikes" OR "struck"*) AND "at""#);
        check(" \" * | ", "");
    }
}
