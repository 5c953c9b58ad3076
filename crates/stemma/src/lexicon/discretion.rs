//! Who is left out of what is handed on, and who is not: the words by which an office is told.
//!
//! Comes in: `names/discretion.toml`. Goes out: sets that are asked word by word; words are folded.

use std::collections::HashSet;

use serde::Deserialize;

use super::{LexiconError, Lists, fold};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    harm: HashSet<String>,
    measures: HashSet<String>,
    offices: Vec<String>,
    offices_of_bodies: Vec<String>,
    posts: Vec<String>,
    ends: HashSet<String>,
    addresses: Vec<String>,
    of_people: Vec<String>,
    before_places: Vec<String>,
    credits: Vec<String>,
    public: Vec<String>,
}

pub struct Discretion {
    /// Kinds of events that have victims, beside those that are violent.
    pub harm: HashSet<String>,
    /// Counts whose people are victims.
    pub measures: HashSet<String>,
    /// Whoever has one is a public figure.
    pub offices: HashSet<String>,
    /// The same where a body is named with it.
    pub offices_of_bodies: HashSet<String>,
    /// Whoever has one speaks for a body or as an expert.
    pub posts: HashSet<String>,
    /// Words behind a name behind which an office is no longer that of the name.
    pub ends: HashSet<String>,
    /// Forms of address for whoever has no rank.
    pub addresses: HashSet<String>,
    /// What only people have.
    pub of_people: HashSet<String>,
    /// Prepositions that hardly stand before a person.
    pub before_places: HashSet<String>,
    /// Phrases behind which stands who made a page.
    pub credits: HashSet<String>,
    /// How many words the longest of these has.
    pub credit_words: usize,
    /// Public figures by their full names.
    pub public: HashSet<String>,
}

impl Discretion {
    pub fn compile(lists: &Lists<'_>) -> Result<Discretion, LexiconError> {
        let file: File = lists.toml("names/discretion.toml")?;
        let File {
            harm,
            measures,
            offices,
            offices_of_bodies,
            posts,
            ends,
            addresses,
            of_people,
            before_places,
            credits,
            public,
        } = file;
        let folded = |words: Vec<String>| -> HashSet<String> { words.iter().map(|word| fold::key(word)).collect() };
        let credits = folded(credits);
        Ok(Discretion {
            harm,
            measures,
            ends,
            offices: folded(offices),
            offices_of_bodies: folded(offices_of_bodies),
            posts: folded(posts),
            addresses: folded(addresses),
            of_people: folded(of_people),
            before_places: folded(before_places),
            credit_words: credits.iter().map(|phrase| phrase.split(' ').count()).max().unwrap_or_default(),
            credits,
            public: folded(public),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Discretion, Lists};

    /// A phrase of a user's own may be longer than all of ours.
    #[test]
    fn as_many_words_are_looked_at_as_the_longest_credit_has() {
        let words = |more: &str| {
            let texts = stemma_data::LISTS.iter().filter(|(path, _)| *path == "names/discretion.toml");
            let text =
                texts.map(|(_, text)| text.replace("credits = [", &format!("credits = [{more}"))).next().unwrap();
            let lists = Lists { texts: vec![("names/discretion.toml", text.as_str())], gazetteer: &[] };
            Discretion::compile(&lists).unwrap().credit_words
        };
        assert!(words("") < 7);
        assert_eq!(words("\"seen and written down for you by\", "), 7);
    }
}
