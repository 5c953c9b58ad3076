//! How reports say things: the templates and the words of `data/brief/wording.toml`.
//!
//! It is compiled here, so that a user's own words are joined in and checked like those of every other list; only reports use it.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use super::{LexiconError, Lists};

const LIST: &str = "brief/wording.toml";

/// All that a report is worded with.
#[derive(Debug)]
pub struct Wording {
    kinds: HashMap<String, KindWording>,
    pub frame: Frame,
    /// By measure: the clause for a count, and what stands behind the number of a second one.
    pub measures: HashMap<String, (Template, Template)>,
    /// Words by which a count is told, with the least that is read into them; the greatest first.
    pub vague: Vec<(String, u32)>,
    pub nouns: Nouns,
    pub names: NameHabits,
    pub english: English,
    /// Nouns for those who say something.
    pub sources: HashSet<String>,
}

/// How events of a kind are told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindWording {
    id: String,
    pub nouns: Vec<Template>,
    #[serde(default)]
    pub several: Vec<Template>,
    pub says: Vec<Template>,
    /// What may be its target; anything where nothing is said.
    pub takes: Option<Vec<Sort>>,
    /// What may be its doer; anything where nothing is said.
    pub by: Option<Vec<Sort>>,
    pub counts: Option<String>,
    /// The clause for what is counted, where that is not the target.
    pub counted: Option<Template>,
    /// Doers that the noun says already.
    #[serde(default)]
    pub idle: HashSet<String>,
    #[serde(default)]
    pub plural: bool,
    /// Whether the target acts too.
    #[serde(default)]
    pub mutual: bool,
    /// Whether the place itself may be the target.
    #[serde(rename = "where", default)]
    pub is_of_place: bool,
    /// Whether its place is where it leads away from.
    #[serde(rename = "from", default)]
    pub is_away: bool,
    /// Whether a state's adjective stands for its forces.
    #[serde(rename = "side", default)]
    pub is_of_forces: bool,
    /// Whether only those do it who bear arms together: no single person.
    #[serde(rename = "massed", default)]
    pub is_massed: bool,
    /// Whether only those do it who have aircraft.
    #[serde(rename = "flies", default)]
    pub is_flown: bool,
    /// Whether no state and no nation does it.
    #[serde(rename = "irregular", default)]
    pub is_irregular: bool,
}

/// What a noun phrase is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    People,
    /// Organisations and states.
    Groups,
    Places,
    Sites,
    Things,
}

/// What is said of a clause or a noun.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    pub exists: Template,
    pub negated: Template,
    pub denied: Vec<Template>,
    pub hypothetical: Template,
    pub future: Template,
    pub ordered: Template,
    pub claimed: Vec<Template>,
    pub doubted: Vec<Template>,
    /// That somebody gives a figure.
    pub counted: Template,
    /// What stands there in the place of a number.
    pub those: String,
    pub killed_in: Template,
    /// The forces of a state, by its adjective.
    pub forces: Template,
    pub with_toll: Template,
}

/// Words of noun phrases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nouns {
    pub people: HashSet<String>,
    pub sites: HashSet<String>,
    pub things: HashSet<String>,
    pub not_counted: HashSet<String>,
    pub unique: HashSet<String>,
    pub capital: HashSet<String>,
    pub called: HashSet<String>,
    pub plain: HashSet<String>,
    pub settlements: HashSet<String>,
    pub plural: HashSet<String>,
    pub singular: HashSet<String>,
    pub uncounted: HashSet<String>,
    pub refused_first: HashSet<String>,
    pub refused_inside: HashSet<String>,
    pub quantity: HashSet<String>,
    /// Bodies that speak and order, and have others act.
    pub offices: HashSet<String>,
}

/// Which names take an article.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameHabits {
    pub the_last: HashSet<String>,
    pub the_of: HashSet<String>,
    pub no_the: HashSet<String>,
    pub words_of_letters: HashSet<String>,
}

/// Words by which plurals, articles and names are made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct English {
    pub prefixes: HashSet<String>,
    pub particles: HashSet<String>,
    pub counting: HashSet<String>,
    pub one: HashSet<String>,
    /// By the end of the singular, the end of the plural.
    pub irregular: BTreeMap<String, String>,
    pub unchanged: Vec<String>,
    pub no_singular: HashSet<String>,
    pub plural_names: HashSet<String>,
    pub singular_names: HashSet<String>,
    pub said_with_consonant: Vec<String>,
    pub not_said_with_consonant: Vec<String>,
    pub said_with_vowel: Vec<String>,
    pub letters_said_with_vowel: String,
    pub units: Vec<String>,
    pub joining: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordingFile {
    kind: Vec<KindWording>,
    frame: Frame,
    measures: HashMap<String, (Template, Template)>,
    vague: HashMap<String, u32>,
    nouns: Nouns,
    names: NameHabits,
    english: English,
    sources: SourceWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceWords {
    nouns: HashSet<String>,
}

/// English with slots: `{doer} shelled {target}`, `an air strike[ on {target}]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Words(String),
    Slot(String),
    Optional(Vec<Piece>),
}

/// What fills a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filling {
    pub text: String,
    pub is_plural: bool,
}

const SLOTS: [&str; 9] = ["doer", "target", "noun", "bare", "toll", "who", "clause", "count", "number"];
/// The verb that agrees with the slot before it.
const WAS: &str = "was";

impl Wording {
    pub fn compile(lists: &Lists<'_>) -> Result<Wording, LexiconError> {
        let WordingFile { kind, frame, measures, vague, nouns, names, english, sources } = lists.toml(LIST)?;
        let mut vague: Vec<(String, u32)> = vague.into_iter().collect();
        vague.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        let kinds = kind.into_iter().map(|kind| (kind.id.clone(), kind)).collect();
        Ok(Wording { kinds, frame, measures, vague, nouns, names, english, sources: sources.nouns })
    }

    pub fn kind(&self, id: &str) -> Option<&KindWording> {
        self.kinds.get(id)
    }
}

impl Template {
    /// The sentence with its slots filled; `None` where one that is not optional stays empty.
    pub fn fill(&self, filling: &dyn Fn(&str) -> Option<Filling>) -> Option<String> {
        let mut text = String::new();
        // A verb before all slots agrees with the first: "there were clashes".
        let first = self.0.iter().find_map(|piece| match piece {
            Piece::Slot(slot) if slot != WAS => filling(slot),
            _ => None,
        });
        let mut is_plural = first.is_some_and(|first| first.is_plural);
        fill(&self.0, filling, &mut text, &mut is_plural).then_some(text)
    }
}

fn fill(pieces: &[Piece], filling: &dyn Fn(&str) -> Option<Filling>, text: &mut String, is_plural: &mut bool) -> bool {
    for piece in pieces {
        match piece {
            Piece::Words(words) => text.push_str(words),
            Piece::Slot(slot) if slot == WAS => text.push_str(if *is_plural { "were" } else { "was" }),
            Piece::Slot(slot) => {
                let Some(found) = filling(slot) else { return false };
                text.push_str(&found.text);
                *is_plural = found.is_plural;
            }
            Piece::Optional(inner) => {
                let (mut part, mut plural) = (String::new(), *is_plural);
                if fill(inner, filling, &mut part, &mut plural) {
                    text.push_str(&part);
                }
            }
        }
    }
    true
}

impl TryFrom<String> for Template {
    type Error = String;

    fn try_from(text: String) -> Result<Template, String> {
        let mut open = vec![Vec::new()];
        let mut rest = text.as_str();
        while let Some(at) = rest.find(['{', '[', ']', '}']) {
            let innermost = open.last_mut().expect("one is always open");
            if at > 0 {
                innermost.push(Piece::Words(rest[..at].into()));
            }
            let (mark, after) = rest[at..].split_at(1);
            rest = after;
            match mark {
                "{" => {
                    let (slot, after) = rest.split_once('}').ok_or_else(|| format!("{text:?}: a {{ is not closed"))?;
                    if slot != WAS && !SLOTS.contains(&slot) {
                        return Err(format!("{text:?}: there is no slot {{{slot}}}; use one of {}", SLOTS.join(", ")));
                    }
                    innermost.push(Piece::Slot(slot.into()));
                    rest = after;
                }
                "[" if open.len() == 1 => open.push(Vec::new()),
                "]" if open.len() == 2 => {
                    let inner = open.pop().expect("two were open");
                    open[0].push(Piece::Optional(inner));
                }
                _ => return Err(format!("{text:?}: {mark} stands where it cannot")),
            }
        }
        if open.len() > 1 {
            return Err(format!("{text:?}: a [ is not closed"));
        }
        if !rest.is_empty() {
            open[0].push(Piece::Words(rest.into()));
        }
        Ok(Template(open.swap_remove(0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(template: &str, slots: &[(&str, &str)], expected: Option<&str>) {
        let template = Template::try_from(template.to_string()).unwrap();
        let filling = |slot: &str| {
            let (_, text) = slots.iter().find(|(name, _)| *name == slot)?;
            Some(Filling { text: text.to_string(), is_plural: text.ends_with('s') })
        };
        assert_eq!(template.fill(&filling).as_deref(), expected);
    }

    #[test]
    fn fills_slots_leaves_out_what_is_empty_and_agrees() {
        check("{target} {was} hit", &[("target", "a school")], Some("a school was hit"));
        check("{target} {was} hit", &[("target", "two schools")], Some("two schools were hit"));
        check("{target} {was} hit", &[], None);
        check("there {was} {noun}", &[("noun", "attacks")], Some("there were attacks"));
        check("an attack[ by {doer}][ on {target}]", &[("target", "a bus")], Some("an attack on a bus"));
    }

    #[test]
    fn names_what_is_wrong_with_a_template() {
        for (template, words) in [("{who", "not closed"), ("{whom}", "no slot"), ("a]", "cannot"), ("[a", "not closed")]
        {
            assert!(Template::try_from(template.to_string()).unwrap_err().contains(words), "{template}");
        }
    }
}
