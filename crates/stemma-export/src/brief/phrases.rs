//! Noun phrases for those who act and for what is struck: with their article, in lower case where only a sentence began with them.
//!
//! A name comes in as a page or the register has it. What is not surely a noun phrase gives none: a short right sentence is
//! better than a long wrong one. Nouns are known by lists, so "their", "upscale" and "swathes of the east" never pass.

use std::collections::HashSet;

use stemma::lexicon::Lexicon;
use stemma::lexicon::actors::{Actor, ActorKind, CountryForm};
use stemma::lexicon::names::ForceClass;
use stemma::lexicon::wording::{Filling, Sort, Wording};
use stemma::model::Party;

use super::grammar;

/// A noun phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    pub text: String,
    pub is_plural: bool,
    pub sort: Sort,
    /// "ten soldiers": what a toll says better.
    pub is_counted: bool,
    /// The name of somebody or something.
    pub is_name: bool,
    /// Code of the country that is meant as a whole.
    pub country: Option<String>,
    /// The state that it is or is an organ of, or its own id.
    pub state: Option<String>,
    /// Made of an adjective alone: "Turkish forces".
    pub is_of_adjective: bool,
    /// What kind of actor the register has it for.
    pub kind: Option<ActorKind>,
    /// Its noun without article and number.
    pub bare: String,
}

/// What the page says of the words of a party besides the words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Heard<'a> {
    /// A capital letter may be that of the sentence.
    pub begins_sentence: bool,
    /// OntoNotes type of the name that these words are, or begin with.
    pub entity: Option<&'a str>,
    pub begins_with_name: bool,
}

/// The longest noun phrase, in words.
pub(super) const LONGEST: usize = 7;

/// Which part a phrase plays.
#[derive(Clone, Copy, Debug)]
pub struct Role<'a> {
    /// It does something, or something is done to it.
    pub acts: bool,
    /// A state's adjective stands for its forces.
    pub is_of_forces: bool,
    /// Where it happened: in its own country a state is told by its forces.
    pub country: Option<&'a str>,
    /// Words that the noun of the event says already.
    pub idle: &'a HashSet<String>,
}

/// Makes noun phrases.
#[derive(Clone, Copy)]
pub struct Phrases<'a> {
    pub lexicon: &'a Lexicon,
}

impl Phrases<'_> {
    /// The phrase for a party.
    pub fn party(&self, party: &Party, heard: Heard<'_>, role: Role<'_>) -> Option<Phrase> {
        let phrase = self.party_as_told(party, heard, role)?;
        let last = phrase.bare.rsplit(' ').next().unwrap_or_default().to_lowercase();
        if !(role.acts && role.is_of_forces && self.lexicon.wording.nouns.offices.contains(&last)) {
            return Some(phrase);
        }
        let countries = &self.lexicon.actors.countries;
        let owner = phrase.bare.split(' ').next()?.trim_end_matches("'s").trim_end_matches("’s");
        let of_register = phrase.state.as_deref().and_then(|code| countries.get(code));
        let country = of_register.or_else(|| countries.find(owner).map(|(country, _)| country))?;
        Some(Phrase { state: Some(country.code.clone()), ..self.forces(country.adjectives.first()?) })
    }

    /// "Russian forces"
    fn forces(&self, adjective: &str) -> Phrase {
        let who = |slot: &str| (slot == "who").then(|| Filling { text: adjective.into(), is_plural: true });
        let text = self.lexicon.wording.frame.forces.fill(&who).unwrap_or_else(|| adjective.into());
        Phrase { is_of_adjective: true, ..plain(text, true) }
    }

    fn party_as_told(&self, party: &Party, heard: Heard<'_>, role: Role<'_>) -> Option<Phrase> {
        let name = self.owned(cleaned(&party.name)?);
        let actor = party.id.as_deref().and_then(|id| self.lexicon.actors.get(id));
        let lower = name.to_lowercase();
        // Whom a pronoun means is too often mistaken to be told in a sentence.
        if self.lexicon.wording.nouns.refused_first.contains(&lower) && !grammar::is_letters(&name) {
            return None;
        }
        // "A Taliban suicide bomber" in a suicide bombing is the Taliban.
        if role
            .idle
            .iter()
            .any(|idle| lower.strip_suffix(idle.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with(' ')))
        {
            return self.named(&actor?.name, Sort::Groups);
        }
        let Some(actor) = actor else {
            let proper = heard.entity.and_then(|entity| self.proper(&name, entity));
            return proper.or_else(|| self.common(&name, heard, role));
        };
        let phrase = self
            .of_actor(actor, &name, role)?
            .or_else(|| self.common(&name, heard, role))
            .or_else(|| self.named(&actor.name, Sort::Groups))?;
        let is_state = actor.kind.is_state() || matches!(actor.kind, ActorKind::People | ActorKind::Country);
        let state = actor.country.clone().filter(|_| is_state).or_else(|| Some(actor.id.clone()));
        Some(Phrase { state, kind: Some(actor.kind), ..phrase })
    }

    /// "Turkeys Special Forces" has lost a sign on its way.
    fn owned(&self, name: String) -> String {
        let owner = name.split_once(' ').and_then(|(first, rest)| Some((first.strip_suffix('s')?, rest)));
        let owner = owner.filter(|(owner, _)| owner.ends_with(char::is_alphabetic));
        let is_country =
            |owner: &str| self.lexicon.actors.countries.find(owner).is_some_and(|(_, form)| form == CountryForm::Name);
        match owner {
            Some((owner, rest)) if is_country(owner) => format!("{owner}'s {rest}"),
            _ => name,
        }
    }

    /// The words of a register name: as the page has them, or as the register. Nothing at all for an adjective that stands for those
    /// who suffer: who they are is not said.
    fn of_actor(&self, actor: &Actor, name: &str, role: Role<'_>) -> Option<Option<Phrase>> {
        let is_of_forces = role.is_of_forces;
        let form = self.lexicon.actors.countries.find(name);
        let is_country = actor.kind == ActorKind::Country;
        match form {
            Some((country, CountryForm::Adjective)) if is_country || actor.kind == ActorKind::People => {
                let adjective = country.adjectives.iter().find(|known| known.eq_ignore_ascii_case(name))?;
                if !role.acts {
                    return None;
                }
                if is_of_forces {
                    return Some(Some(self.forces(adjective)));
                }
                let mut phrase = self.named(&country.name, Sort::Groups)?;
                phrase.country = Some(country.code.clone());
                return Some(Some(phrase));
            }
            Some((country, CountryForm::People)) => {
                let people = country.people.iter().find(|known| known.eq_ignore_ascii_case(name))?;
                return Some(Some(Phrase { is_name: true, ..plain(people.clone(), true) }));
            }
            _ => {}
        }
        if !actor.names().any(|known| known.trim_start_matches('=').eq_ignore_ascii_case(name)) {
            return Some(None);
        }
        let is_shouted = name.len() > 5 && !name.chars().any(char::is_lowercase);
        let name =
            if is_shouted || !name.starts_with(char::is_uppercase) && !name.contains(' ') { &actor.name } else { name };
        if actor.kind == ActorKind::People {
            // "Kurdish" and "Shiite" are adjectives, "Kurds" is a people.
            let is_adjective = !name.ends_with('s');
            let phrase = match (is_adjective, is_of_forces) {
                (true, _) if !role.acts => None,
                (true, true) => Some(Phrase { is_of_adjective: false, ..self.forces(name) }),
                (true, false) => Some(Phrase { is_name: true, ..plain(actor.name.clone(), true) }),
                (false, _) => Some(Phrase { is_name: true, ..plain(name.to_string(), true) }),
            };
            return phrase.map(Some);
        }
        let mut phrase = self.named(name, Sort::Groups)?;
        if is_country {
            phrase.country = actor.country.clone();
            let at_home = is_of_forces && role.country.is_some() && role.country == actor.country.as_deref();
            let country = actor.country.as_deref().and_then(|code| self.lexicon.actors.countries.get(code));
            if let Some(adjective) = country.and_then(|country| country.adjectives.first()).filter(|_| at_home) {
                phrase = self.forces(adjective);
            }
        }
        Some(Some(phrase))
    }

    /// A name of the type that the reader gave it.
    fn proper(&self, name: &str, entity: &str) -> Option<Phrase> {
        let is_shouted = name.len() > 5 && !name.chars().any(char::is_lowercase);
        let capitals = name.split(' ').filter(|word| word.starts_with(char::is_uppercase)).count();
        if is_shouted || capitals == 0 || name.split(' ').count() > LONGEST || !self.is_sound(name) {
            return None;
        }
        let last = name.rsplit(' ').next().unwrap_or(name).to_lowercase();
        match entity {
            "PERSON"
                if !name.contains(['\'', '’'])
                    && capitals
                        == name
                            .split(' ')
                            .filter(|word| !grammar::is_particle(word, &self.lexicon.wording.english))
                            .count() =>
            {
                Some(Phrase { is_name: true, ..plain(name.to_string(), false) })
            }
            // A common noun that looks like a name at the beginning of a sentence is none.
            _ if self.sort_of(&last).is_some() && capitals == 1 => None,
            "ORG" => self.named(name, Sort::Groups),
            "GPE" | "LOC" => self.named(name, Sort::Places),
            "FAC" => self.named(name, Sort::Sites),
            _ => None,
        }
    }

    /// A name with its article.
    pub fn named(&self, name: &str, sort: Sort) -> Option<Phrase> {
        let bare = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name).trim();
        if bare.is_empty() {
            return None;
        }
        let text = if self.takes_the(bare) { format!("the {bare}") } else { bare.to_string() };
        let last = bare.rsplit(' ').next().unwrap_or(bare).to_lowercase();
        let english = &self.lexicon.wording.english;
        let is_plural = english.plural_names.contains(&last)
            || self.is_common_plural(&last)
                && matches!(sort, Sort::People | Sort::Groups)
                && !english.singular_names.contains(&last);
        Some(Phrase {
            text,
            is_plural,
            sort,
            is_counted: false,
            is_name: true,
            country: None,
            state: None,
            is_of_adjective: false,
            kind: None,
            bare: bare.into(),
        })
    }

    fn is_common_plural(&self, last: &str) -> bool {
        self.sort_of(last).is_some() && self.is_plural(last)
    }

    /// Whether English says this name with "the": the SDF, the Red Sea, the Democratic Republic of the Congo.
    pub fn takes_the(&self, name: &str) -> bool {
        let habits = &self.lexicon.wording.names;
        let lower = name.to_lowercase();
        let words: Vec<&str> = lower.split(' ').collect();
        // "People's Protection Units" is a name, "Mali's army" has its owner before it.
        let owner = words[0].strip_suffix("'s").or_else(|| words[0].strip_suffix("’s"));
        let is_owned = owner.is_some_and(|owner| self.sort_of(owner).is_none());
        if habits.no_the.contains(&lower) || is_owned {
            return false;
        }
        if grammar::is_letters(name) {
            return !habits.words_of_letters.contains(name);
        }
        if let Some(of) =
            words.iter().position(|word| self.lexicon.wording.english.joining.contains(*word)).filter(|&of| of > 0)
        {
            return habits.the_of.contains(words[of - 1]) || habits.the_last.contains(words[of - 1]);
        }
        let last = words[words.len() - 1];
        let is_force = words.len() == 1 && last == "force";
        habits.the_last.contains(last) && !is_force
            || habits.the_last.contains(&lower)
            // "Turkish police" and "Russian troops" are many of a kind; "the Syrian army" is one.
            || words.len() > 1 && self.lexicon.wording.nouns.unique.contains(last) && !self.is_uncounted(last)
            || words.len() > 2 && self.lexicon.wording.nouns.unique.contains(&words[words.len() - 2..].join(" "))
    }

    /// The last noun of the words, of one or two words, and what it is a word for.
    pub(super) fn head(&self, words: &[&str]) -> Option<(String, Sort)> {
        let last = words.last()?.to_lowercase();
        let two = (words.len() > 1).then(|| format!("{} {last}", words[words.len() - 2].to_lowercase()));
        let of_two = two.and_then(|two| {
            let Lexicon { name_words, wording: Wording { nouns, .. }, .. } = self.lexicon;
            let is_known =
                nouns.unique.contains(&two) || nouns.people.contains(&two) || name_words.force(&two).is_some();
            let sort = self.sort_of(&two).filter(|_| is_known)?;
            Some((two, sort))
        });
        of_two.or_else(|| Some((last.clone(), self.sort_of(&last)?)))
    }

    /// What a common noun is a word for, in the singular or plural.
    pub fn sort_of(&self, noun: &str) -> Option<Sort> {
        self.sort_as_written(noun).or_else(|| {
            self.sort_as_written(
                &grammar::singular(noun, &self.lexicon.wording.english).filter(|_| self.is_plural(noun))?,
            )
        })
    }

    fn sort_as_written(&self, noun: &str) -> Option<Sort> {
        let Lexicon { name_words, fusing, wording, .. } = self.lexicon;
        let nouns = &wording.nouns;
        match name_words.force(noun) {
            Some(ForceClass::Weapons) => return Some(Sort::Things),
            Some(_) => return Some(Sort::People),
            None => {}
        }
        if nouns.people.contains(noun) || nouns.unique.contains(noun) || name_words.professions.contains(noun) {
            Some(Sort::People)
        } else if nouns.sites.contains(noun) || name_words.facilities.contains(noun) {
            Some(Sort::Sites)
        } else if nouns.things.contains(noun) {
            Some(Sort::Things)
        } else {
            (fusing.victim(noun) != stemma::lexicon::fusing::Victim::Unknown).then_some(Sort::People)
        }
    }

    fn is_uncounted(&self, noun: &str) -> bool {
        self.lexicon.wording.nouns.uncounted.contains(noun) || self.is_plural(noun)
    }

    pub fn is_plural(&self, noun: &str) -> bool {
        let nouns = &self.lexicon.wording.nouns;
        let last = noun.rsplit(' ').next().unwrap_or(noun);
        nouns.plural.contains(last)
            || last.ends_with('s') && !last.ends_with("ss") && !last.ends_with("us") && !nouns.singular.contains(last)
    }

    /// Whether no word of it belongs to a clause rather than to a noun phrase.
    pub(super) fn is_sound(&self, words: &str) -> bool {
        let refused = &self.lexicon.wording.nouns.refused_inside;
        !words.split(' ').any(|word| {
            let word = word.to_lowercase();
            refused.contains(&word) || word.ends_with('-') || word == "’s" || word == "'s"
        })
    }

    /// Somebody who said something, as a page or the register names them.
    pub fn speaker(&self, source: &str, is_person: bool) -> Option<Phrase> {
        let first_part = source.split(',').next().unwrap_or(source);
        let name = cleaned(first_part)?;
        if name.contains(' ') && !name.chars().any(char::is_lowercase) {
            return None;
        }
        if let Some(actor) = self.lexicon.actors.named(&name).next() {
            let is_of_words = matches!(actor.kind, ActorKind::People) || !name.starts_with(char::is_uppercase);
            return if is_of_words { None } else { self.named(&name, Sort::Groups) };
        }
        if is_person {
            return self.proper(&name, "PERSON");
        }
        let (is_definite, bare) = match name.split_once(' ') {
            Some((first, rest)) if first.eq_ignore_ascii_case("the") => (true, rest),
            Some((first, rest)) if first.eq_ignore_ascii_case("a") || first.eq_ignore_ascii_case("an") => (false, rest),
            _ => (false, name.as_str()),
        };
        let last = bare.split(" of ").next()?.rsplit(' ').next()?.to_lowercase();
        if !self.lexicon.wording.sources.contains(&last) {
            return None;
        }
        // "Interior Ministry": every word has its capital.
        if bare.contains(' ')
            && bare.split(' ').all(|word| word.starts_with(char::is_uppercase))
            && self.lexicon.wording.nouns.unique.contains(&last)
        {
            return self.named(bare, Sort::Groups);
        }
        let heard = Heard { begins_sentence: bare.len() == name.len(), ..Heard::default() };
        let mut phrase = self.common_source(bare, &last, heard)?;
        if is_definite && !phrase.text.starts_with("the ") && !phrase.text.starts_with("a") {
            phrase.text = format!("the {}", phrase.bare);
        }
        Some(phrase)
    }

    fn common_source(&self, bare: &str, last: &str, heard: Heard<'_>) -> Option<Phrase> {
        if let Some(phrase) =
            self.common(bare, heard, Role { acts: true, is_of_forces: false, country: None, idle: &HashSet::new() })
        {
            return Some(phrase);
        }
        let words: Vec<&str> = bare.split(' ').collect();
        let first = words[0].to_lowercase();
        let is_sound = self.is_sound(bare) && !self.lexicon.wording.nouns.refused_first.contains(&first);
        if words.len() > LONGEST || !is_sound || bare.contains(" of ") {
            return None;
        }
        let is_plain = self.lexicon.wording.nouns.plain.contains(&first);
        let bare = if is_plain {
            grammar::lower_first(bare)
        } else if words.len() == 1 {
            bare.to_lowercase()
        } else {
            bare.to_string()
        };
        let is_plural = self.is_plural(last);
        let text = match () {
            () if is_plural || self.is_uncounted(last) || bare.contains("'s ") || bare.contains("’s ") => {
                bare.clone()
            }
            () if words[0].starts_with(char::is_uppercase)
                && !self.lexicon.wording.nouns.plain.contains(&first)
                && self.lexicon.wording.nouns.called.contains(last)
                && !self.is_nationality(words[0]) =>
            {
                format!("the {bare}")
            }
            () if self.lexicon.wording.nouns.unique.contains(last) => format!("the {bare}"),
            () => format!("{} {bare}", grammar::article(&bare, &self.lexicon.wording.english)),
        };
        Some(Phrase { bare, ..plain(text, is_plural) })
    }
}

impl Phrase {
    pub fn filling(&self) -> Filling {
        Filling { text: self.text.clone(), is_plural: self.is_plural }
    }
}

fn plain(text: String, is_plural: bool) -> Phrase {
    let bare = text.clone();
    Phrase {
        text,
        is_plural,
        sort: Sort::People,
        is_counted: false,
        is_name: false,
        country: None,
        state: None,
        is_of_adjective: false,
        kind: None,
        bare,
    }
}

/// One line without brackets and quotation marks; nothing where other marks show that it is no phrase.
fn cleaned(name: &str) -> Option<String> {
    let mut name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    while let Some((start, end)) = name.find(" (").zip(name.find(')')) {
        if end < start {
            return None;
        }
        name.replace_range(start..=end, "");
    }
    let name = name.trim_matches(['"', '“', '”', '‘', '\'', '’', ',', ' ', '.', ';', ':']).to_string();
    // An abbreviation keeps its last full stop.
    let name = if name.ends_with("U.S") || name.ends_with("U.N") || name.ends_with("U.K") { name + "." } else { name };
    let is_mark =
        |letter: char| !(letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '\'' | '’' | '.' | '‘' | 'ʻ' | '`'));
    let is_phrase =
        name.chars().next().is_some_and(char::is_alphanumeric) && !name.contains(is_mark) && !name.starts_with("U.S.-");
    is_phrase.then_some(name)
}
