//! Phrases of common nouns: "about 30 Turkish soldiers", "a military convoy", "the Taliban movement", "the Syrian government".

use stemma::lexicon::names::ForceClass;
use stemma::lexicon::wording::{Sort, Wording};

use super::grammar;
use super::phrases::{Heard, LONGEST, Phrase, Phrases, Role};

impl Phrases<'_> {
    /// A phrase whose last noun is a known one; nothing for any other words.
    pub(super) fn common(&self, name: &str, heard: Heard<'_>, role: Role<'_>) -> Option<Phrase> {
        let Wording { nouns, english, .. } = &self.lexicon.wording;
        let mut words: Vec<&str> = name.split(' ').collect();
        // "KABUL A suicide bomber": the place line of an agency.
        if words.len() > 1 && words[0].len() > 4 && words[0].chars().all(char::is_uppercase) {
            words.remove(0);
        }
        let is_quantity = |word: &&&str| grammar::is_number(word) || nouns.quantity.contains(&word.to_lowercase());
        let shouted: Vec<String>;
        if name.len() > 3 && !name.chars().any(char::is_lowercase) && words.iter().all(|word| self.is_noun(word)) {
            shouted = words.iter().map(|word| word.to_lowercase()).collect();
            words = shouted.iter().map(String::as_str).collect();
        }
        let quantities = words.iter().take_while(is_quantity).count();
        let (quantity, words) = words.split_at(quantities);
        let is_counted = quantity.iter().any(|word| grammar::counts(word, english));
        let first = words.first()?.to_lowercase();
        if words.len() > LONGEST || nouns.refused_first.contains(&first) || !self.is_sound(&words.join(" ")) {
            return None;
        }
        let of = words.iter().position(|word| *word == "of").unwrap_or(words.len());
        let tail = words.get(of + 1..).unwrap_or(&[]);
        let is_sound_tail =
            tail.first().is_none_or(|word| *word == "the" && tail.len() > 1 || word.starts_with(char::is_uppercase));
        // "Bus carrying staff" is a clause.
        let has_clause = words[..of].iter().skip(1).rev().skip(1).any(|word| word.ends_with("ing"));
        let (head, sort) = self.head(&words[..of])?;
        if !is_sound_tail || has_clause || words.last() == Some(&"of") {
            return None;
        }
        let is_name = self.is_name(words[0], heard);
        if let Some(place) = self.settlement(&words[..of], &head, is_name, heard) {
            return Some(place);
        }
        let mut written: Vec<String> = words.iter().map(|word| word.to_string()).collect();
        let is_known = of == 1 || self.sort_of(&first).is_some();
        if !nouns.capital.contains(&first) && (is_known || heard.begins_sentence) && !is_name
            || grammar::has_prefix(words[0], english)
        {
            written[0] = grammar::lower_first(words[0]);
        }
        if nouns.capital.contains(&first) {
            written[0] = grammar::upper_first(words[0]);
        }
        let mut is_plural = self.is_plural(&head);
        // "Rebel shelling": an adjective of those who are meant; of those who suffer it does not say who they are.
        if !is_counted
            && !is_plural
            && words.len() == 1
            && self.lexicon.name_words.force(&head) == Some(ForceClass::Rebels)
        {
            if !(role.acts && role.is_of_forces) {
                return None;
            }
            written[0].push('s');
            is_plural = true;
        }
        if quantity.iter().any(|word| grammar::is_more_than_one(word, english)) && !is_plural {
            return None;
        }
        if tail.first().is_some_and(|word| *word != "the") && self.takes_the(&tail.join(" ")) {
            written[of].push_str(" the");
        }
        let bare = written.join(" ");
        let is_owned = words.iter().any(|word| word.ends_with("'s") || word.ends_with("’s"));
        let is_called = nouns.called.contains(&head) && words.len() > 1 && self.begins_with_actor(words);
        let is_site_of_name = sort == Sort::Sites
            && words.len() > 1
            && words[0].starts_with(char::is_uppercase)
            && !self.is_nationality(words[0]);
        let is_there = quantity.first().is_some_and(|word| word.eq_ignore_ascii_case("the"));
        let article = match () {
            () if is_owned && !words[0].starts_with(char::is_uppercase) => is_there.then_some("the"),
            () if is_counted || is_plural && !is_called => None,
            () if is_owned || nouns.uncounted.contains(&head) => None,
            () if nouns.unique.contains(&head) || !tail.is_empty() || is_called || is_site_of_name => Some("the"),
            () => Some(grammar::article(&bare, english)),
        };
        if is_owned && article.is_none() && !words[0].starts_with(char::is_uppercase) {
            return None;
        }
        let text = if is_counted {
            let quantity: Vec<String> = quantity.iter().map(|word| grammar::grouped(&word.to_lowercase())).collect();
            format!("{} {bare}", quantity.join(" "))
        } else {
            article.map_or(bare.clone(), |article| format!("{article} {bare}"))
        };
        Some(Phrase {
            text,
            is_plural,
            sort,
            is_counted,
            is_name: false,
            country: None,
            state: None,
            is_of_adjective: false,
            kind: None,
            bare,
        })
    }

    fn is_noun(&self, word: &str) -> bool {
        self.sort_of(&word.to_lowercase()).is_some() || grammar::is_number(word)
    }

    fn is_name(&self, word: &str, heard: Heard<'_>) -> bool {
        let word = word.trim_end_matches("'s").trim_end_matches("’s");
        heard.begins_with_name
            || self.is_nationality(word)
            || word.starts_with(char::is_uppercase) && self.lexicon.actors.named(word).next().is_some()
            || grammar::is_letters(word)
    }

    pub(super) fn is_nationality(&self, word: &str) -> bool {
        self.lexicon.actors.countries.find(word).is_some() || self.lexicon.gazetteer.people(word).is_some()
    }

    /// Whether the words begin with a name of the register: "Islamic State militant group".
    fn begins_with_actor(&self, words: &[&str]) -> bool {
        let is_actor = |end: usize| self.lexicon.actors.named(&words[..end].join(" ")).next().is_some();
        words[0].starts_with(char::is_uppercase) && (1..words.len()).any(is_actor) && !self.is_nationality(words[0])
    }

    /// "Deir Ezzor city" is Deir Ezzor.
    fn settlement(&self, words: &[&str], head: &str, is_name: bool, heard: Heard<'_>) -> Option<Phrase> {
        let is_named =
            words.len() > 1 && words[0].starts_with(char::is_uppercase) && (is_name || !heard.begins_sentence);
        if !is_named || self.is_nationality(words[0]) || !self.lexicon.wording.nouns.settlements.contains(head) {
            return None;
        }
        let name = words[..words.len() - 1].join(" ");
        let gazetteer = &self.lexicon.gazetteer;
        let is_known = gazetteer.is_known_name(&name) || !gazetteer.folded(&name).is_empty();
        is_known.then(|| self.named(&name, Sort::Places))?
    }
}
