//! The ontology of events and the words that tell them, compiled from `data/events/`.
//!
//! `ontology.toml` gives the leaves (kinds) with their published codes, `classes.toml` the classes of nouns that rules
//! ask for, `verbs.toml` and `nouns.toml` the triggers, `embedding.toml` the words that change whether a thing happened.
//! A trigger word may have several rules; the first whose conditions hold wins, so order in the files is meaning.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::{LexiconError, Lists};
use crate::model::{Assertion, Territory};

/// The compiled rules.
pub struct EventRules {
    kinds: HashMap<String, Kind>,
    classes: HashMap<String, HashSet<String>>,
    verbs: Vec<Rule>,
    nouns: Vec<Rule>,
    verb_index: HashMap<String, Vec<(usize, Option<String>)>>,
    noun_index: HashMap<String, Vec<(usize, Option<String>)>>,
    means: MeansFile,
    pub embedding: Embedding,
    pub debunking: Debunking,
    pub holding: HoldingWords,
}

/// A leaf of the ontology with its codes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    pub id: String,
    /// Empty where the kind is no event of PLOVER.
    #[serde(default)]
    pub plover: String,
    #[serde(default)]
    pub mode: Option<String>,
    #[serde(default)]
    pub acled: Option<String>,
    #[serde(default)]
    pub acled_sub: Option<String>,
    #[serde(default)]
    pub territory: Option<Territory>,
    /// A word in a sentence, not a happening: kept as a mention and a claim, never fused into an event.
    #[serde(default)]
    pub verbal: bool,
    /// No event of a conflict at all: a flood, a robbery. Known, so that it is not taken for one.
    #[serde(default)]
    pub aside: bool,
    /// An actor does it once in a story, however often it is told: a call-up, a truce.
    #[serde(default)]
    pub singular: bool,
    /// How much the kind says about the means; the greater wins when a deed and its means are one event.
    #[serde(default)]
    pub rank: u8,
    /// What a summary calls it: "air strike".
    pub label: String,
    /// Kinds of one family may be words for one happening; without one, a kind is its own family.
    #[serde(default)]
    pub family: Option<String>,
    /// A deed of war that can harm people.
    #[serde(default)]
    pub violent: bool,
    /// A word for any violent deed.
    #[serde(default)]
    pub general: bool,
    /// Those who do it do it to one another.
    #[serde(default)]
    pub mutual: bool,
}

impl Kind {
    /// The family under which it is compared.
    pub fn family(&self) -> &str {
        self.family.as_deref().unwrap_or(&self.id)
    }
}

/// One trigger rule: the words, and what must stand around them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What the output calls it, with its list; the kind and the first word where the list gives no name.
    #[serde(default)]
    pub id: Option<String>,
    pub kind: String,
    /// Lemmas. Verbs: "cut off" asks for the particle or preposition "off". Nouns: "air strike" asks for the modifier "air".
    pub words: Vec<String>,
    /// The object must be of one of these classes (or one of these lemmas).
    #[serde(default)]
    pub object: Vec<String>,
    #[serde(default)]
    pub subject: Vec<String>,
    /// A preposition of this list must hang from the trigger; with `prep_object`, with an object of these classes.
    #[serde(default)]
    pub prep: Vec<String>,
    #[serde(default)]
    pub prep_object: Vec<String>,
    /// One of these lemmas must stand below the trigger: what is asked of "all men" tells a call-up from a request.
    #[serde(default)]
    pub near: Vec<String>,
    /// The rule does not apply when the object is of these classes, or absent ("none").
    #[serde(default)]
    pub object_not: Vec<String>,
    #[serde(default)]
    pub subject_not: Vec<String>,
    /// Who the subject and the object are: `actor` and `recipient` unless said otherwise ("place", "none", "both").
    #[serde(default)]
    pub subject_is: Option<Role>,
    #[serde(default)]
    pub object_is: Option<Role>,
    /// Objects of these prepositions are actors, or recipients.
    #[serde(default)]
    pub actor_prep: Vec<String>,
    #[serde(default)]
    pub recipient_prep: Vec<String>,
    /// What a noun must have around it to tell a happening rather than a notion: see `annotate::events::triggers`.
    #[serde(default)]
    pub weak: bool,
    /// People counted in its object (or subject, for "die") are this measure of a toll.
    #[serde(default)]
    pub measure: Option<String>,
    /// This deed is ordered or planned by nature ("order the conscription of").
    #[serde(default)]
    pub assertion: Option<Assertion>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Actor,
    Recipient,
    Both,
    Place,
    None,
}

/// Words above a trigger that change whether it happened.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Embedding {
    pub negative: HashSet<String>,
    pub future: HashSet<String>,
    pub ordered: HashSet<String>,
    pub denied: HashSet<String>,
    /// Nouns: "plot", "plan", "bid" …, with their own reading.
    pub future_nouns: HashSet<String>,
    pub negative_adjectives: HashSet<String>,
    pub future_adjectives: HashSet<String>,
    /// Verbs that lend their arguments to the noun below them: "launch an attack".
    pub light: HashSet<String>,
    /// Verbs whose subject is the happening itself: "the attack took place".
    pub occurrence: HashSet<String>,
    pub suspected: HashSet<String>,
    pub attempted: HashSet<String>,
}

/// Words by which a page says that what it tells is not so.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Debunking {
    pub reports: HashSet<String>,
    pub denying: HashSet<String>,
    pub rejecting: HashSet<String>,
    pub naming: HashSet<String>,
    pub particles: HashSet<String>,
    pub falsely: HashSet<String>,
    pub r#false: HashSet<String>,
    pub false_phrases: Vec<String>,
    pub pictures: HashSet<String>,
    pub of_another: Vec<String>,
    pub evidence: HashSet<String>,
    pub signs: HashSet<String>,
    pub confirming: HashSet<String>,
    pub so: HashSet<String>,
    pub not_so: HashSet<String>,
    pub old: HashSet<String>,
    pub weak: HashSet<String>,
    pub next: Vec<String>,
    pub breaks: HashSet<String>,
    pub telling: HashSet<String>,
}

/// Words that say who holds a place, and of whom it can be said; the list explains each.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoldingWords {
    pub verbs: HashSet<String>,
    pub nouns: HashSet<String>,
    pub participles: HashSet<String>,
    pub strongholds: HashSet<String>,
    pub takes: HashSet<String>,
    pub takes_control: HashSet<String>,
    pub managed: HashSet<String>,
    pub loses: HashSet<String>,
    pub leaves: HashSet<String>,
    pub ousts: HashSet<String>,
    pub governing: HashSet<String>,
    pub contested: HashSet<String>,
    pub besieged: HashSet<String>,
    pub sieges: HashSet<String>,
    pub parting: HashSet<String>,
    pub past: HashSet<String>,
    pub units: HashSet<String>,
    pub parts: HashSet<String>,
    pub sides: HashSet<String>,
    pub parties: HashSet<String>,
    pub crowds: HashSet<String>,
    pub bodies: HashSet<String>,
    pub nobody: HashSet<String>,
    pub peoples: HashMap<String, String>,
    pub seats: HashMap<String, String>,
    pub occupied: HashMap<String, String>,
}

/// What instruments, and the words around an ambiguous trigger, say about the kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeansFile {
    means: Vec<MeansOf>,
    context: Vec<ContextOf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeansOf {
    kind: String,
    words: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContextOf {
    word: String,
    near: Vec<String>,
    kind: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OntologyFile {
    kind: Vec<Kind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    rule: Vec<Rule>,
}

impl EventRules {
    pub fn compile(lists: &Lists<'_>) -> Result<EventRules, LexiconError> {
        let ontology: OntologyFile = lists.toml("events/ontology.toml")?;
        let kinds: HashMap<String, Kind> = ontology.kind.into_iter().map(|kind| (kind.id.clone(), kind)).collect();
        let classes = lists.toml("events/classes.toml")?;
        let mut rules = EventRules {
            kinds,
            classes,
            verbs: Vec::new(),
            nouns: Vec::new(),
            verb_index: HashMap::new(),
            noun_index: HashMap::new(),
            means: lists.toml("events/means.toml")?,
            embedding: lists.toml("events/embedding.toml")?,
            debunking: lists.toml("events/debunking.toml")?,
            holding: lists.toml("events/holding.toml")?,
        };
        rules.verbs = rules.checked("events/verbs.toml", lists)?;
        rules.nouns = rules.checked("events/nouns.toml", lists)?;
        let named = rules
            .means
            .means
            .iter()
            .map(|means| &means.kind)
            .chain(rules.means.context.iter().map(|context| &context.kind));
        if let Some(kind) = named.into_iter().find(|kind| !rules.kinds.contains_key(*kind)) {
            let message = format!("names the unknown kind {kind:?}; events/ontology.toml has the known ones");
            return Err(lists.broken("events/means.toml", &format!("{kind:?}"), message));
        }
        rules.verb_index = index(&rules.verbs, |phrase| match phrase.split_once(' ') {
            Some((verb, particle)) => (verb, Some(particle)),
            None => (phrase, None),
        });
        rules.noun_index = index(&rules.nouns, |phrase| match phrase.rsplit_once(' ') {
            Some((modifier, noun)) => (noun, Some(modifier)),
            None => (phrase, None),
        });
        Ok(rules)
    }

    /// The rules of a list, each with the name by which the output calls it.
    fn checked(&self, name: &str, lists: &Lists<'_>) -> Result<Vec<Rule>, LexiconError> {
        let RuleFile { rule: mut rules } = lists.toml(name)?;
        for rule in &mut rules {
            let Some(word) = rule.words.first() else {
                return Err(lists.broken(name, "words = []", format!("a rule for {} has no words", rule.kind)));
            };
            let fault = match self.kinds.get(&rule.kind) {
                None => Some("names the unknown kind"),
                Some(kind) if kind.aside => Some("names a kind that is no event of a conflict:"),
                Some(_) => None,
            };
            if let Some(fault) = fault {
                let message =
                    format!("the rule for {word:?} {fault} {:?}; events/ontology.toml has the known ones", rule.kind);
                return Err(lists.broken(name, &format!("kind = {:?}", rule.kind), message));
            }
            let id = rule.id.take().unwrap_or_else(|| format!("{}/{word}", rule.kind));
            rule.id = Some(format!("{name}: {id}"));
        }
        Ok(rules)
    }

    /// All kinds, in no order.
    pub fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.values()
    }

    pub fn kind(&self, id: &str) -> Option<&Kind> {
        self.kinds.get(id)
    }

    /// Rules for a verb, in file order, each with the particle that it asks for.
    pub fn verb(&self, lemma: &str) -> impl Iterator<Item = (&Rule, Option<&str>)> {
        let found = self.verb_index.get(lemma).into_iter().flatten();
        found.map(|(rule, particle)| (&self.verbs[*rule], particle.as_deref()))
    }

    /// Rules for a noun, in file order, each with the modifier that it asks for.
    pub fn noun(&self, lemma: &str) -> impl Iterator<Item = (&Rule, Option<&str>)> {
        let found = self.noun_index.get(lemma).into_iter().flatten();
        found.map(|(rule, modifier)| (&self.nouns[*rule], modifier.as_deref()))
    }

    /// The kind of deed that an instrument tells: "missile" → shelling.
    pub fn instrument_kind(&self, lemma: &str) -> Option<&str> {
        let lemma = lemma.to_lowercase();
        self.means.means.iter().find(|means| means.words.contains(&lemma)).map(|means| means.kind.as_str())
    }

    /// The kind that an ambiguous word has when the article speaks of certain things.
    pub fn context_kind(&self, word: &str, mentions: impl Fn(&str) -> bool) -> Option<&str> {
        let mut entries = self.means.context.iter().filter(|context| context.word == word);
        entries.find(|context| context.near.iter().any(|near| mentions(near))).map(|context| context.kind.as_str())
    }

    /// Whether a noun belongs to a class of `classes.toml`; a class that is not there stands for itself as a lemma.
    pub fn is(&self, lemma: &str, class: &str) -> bool {
        self.classes.get(class).map_or(class == lemma, |members| members.contains(lemma))
    }
}

/// Phrases by their main word; those with a particle or modifier come before the bare word, whatever the file says.
fn index(
    rules: &[Rule],
    split: impl Fn(&str) -> (&str, Option<&str>),
) -> HashMap<String, Vec<(usize, Option<String>)>> {
    let mut found: HashMap<String, Vec<(usize, Option<String>)>> = HashMap::new();
    for (number, rule) in rules.iter().enumerate() {
        for phrase in &rule.words {
            let (word, extra) = split(phrase);
            found.entry(word.to_string()).or_default().push((number, extra.map(str::to_string)));
        }
    }
    for entries in found.values_mut() {
        entries.sort_by_key(|(number, extra)| (extra.is_none(), *number));
    }
    found
}
