//! Counts as words of a sentence: "at least 16 people", "between seven and 22 soldiers", "dozens of people".

use stemma::lexicon::wording::{Filling, Sort};
use stemma::model::{Scope, Toll};

use super::grammar;
use super::phrases::Phrases;

/// A count that a sentence can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub measure: String,
    /// "at least 16 people"
    pub whole: Filling,
    /// "at least 16"
    pub number: String,
    /// "people"
    pub noun: String,
}

impl Phrases<'_> {
    /// The counts of an event for its sentence, one a measure: those of all people before those of some. `quoted` are the words in which
    /// the count of a measure is told.
    pub fn counts<'t>(&self, tolls: &'t [Toll], quoted: impl Fn(&'t Toll) -> Vec<&'t str>) -> Vec<Count> {
        let mut order: Vec<&Toll> = tolls.iter().filter(|toll| toll.scope != Scope::Cumulative).collect();
        let rank = |toll: &Toll| {
            let is_all = self.group(toll, true).as_deref() == Some("people");
            (!is_all, std::cmp::Reverse(toll.best.or(toll.low).or(toll.high)), toll.group.clone())
        };
        order.sort_by_key(|toll| rank(toll));
        let mut counts: Vec<Count> = Vec::new();
        for toll in order {
            if counts.iter().all(|known| known.measure != toll.measure) {
                counts.extend(self.count(toll, &quoted(toll)));
            }
        }
        let place =
            |count: &Count| ["killed", "injured", "missing"].iter().position(|measure| *measure == count.measure);
        counts.sort_by_key(|count| (place(count).unwrap_or(usize::MAX), count.measure.clone()));
        counts
    }

    fn count(&self, toll: &Toll, quoted: &[&str]) -> Option<Count> {
        let vague = self.vague(toll, quoted);
        let (number, is_plural) = match &vague {
            Some(word) => (word.clone(), true),
            None => number(toll)?,
        };
        let noun = self.group(toll, is_plural)?;
        let of = if vague.as_deref().is_some_and(|word| word != "several") { " of" } else { "" };
        let text = format!("{number}{of} {noun}");
        Some(Count { measure: toll.measure.clone(), whole: Filling { text, is_plural }, number, noun })
    }

    /// "Dozens", where the pages give no number.
    fn vague(&self, toll: &Toll, quoted: &[&str]) -> Option<String> {
        let words: Vec<String> = quoted.iter().map(|quote| format!(" {} ", quote.to_lowercase())).collect();
        let is_number = |text: &str| text.chars().any(|letter| letter.is_ascii_digit());
        let known = self.lexicon.wording.vague.iter().find(|(word, least)| {
            toll.low == Some(*least)
                && words.iter().any(|words| words.contains(&format!(" {word} ")) && !is_number(words))
        });
        known.map(|(word, _)| word.clone())
    }

    /// Who or what was counted, in the plural or not; nothing where the word is no noun that can be.
    fn group(&self, toll: &Toll, is_plural: bool) -> Option<String> {
        let people = || Some(if is_plural { "people" } else { "person" }.to_string());
        let english = &self.lexicon.wording.english;
        let is_of_things = toll.measure == "destroyed";
        let lower = toll.group.trim().to_lowercase();
        let last = lower.rsplit(' ').next().unwrap_or(&lower);
        if let Some(country) = self
            .lexicon
            .actors
            .countries
            .all()
            .iter()
            .find(|country| country.people.iter().any(|name| name.eq_ignore_ascii_case(&lower)))
        {
            let name = country.people.iter().find(|name| name.eq_ignore_ascii_case(&lower))?;
            return if is_plural && !is_of_things { Some(name.clone()) } else { people() };
        }
        let sort = self.sort_of(last);
        let is_said = !lower.is_empty() && !self.lexicon.wording.nouns.not_counted.contains(last);
        match sort {
            Some(Sort::People) if is_said && !is_of_things => {
                let noun = if is_plural == self.is_plural(last) {
                    Some(lower.clone())
                } else if is_plural {
                    Some(grammar::plural(&lower, english))
                } else {
                    grammar::singular(&lower, english)
                };
                let is_one_of_a_kind = self.lexicon.wording.nouns.unique.contains(last)
                    || self.lexicon.wording.nouns.uncounted.contains(last);
                if is_one_of_a_kind { people() } else { noun.or_else(people) }
            }
            Some(Sort::Sites | Sort::Things) if is_of_things => {
                if is_plural == self.is_plural(last) {
                    Some(lower.clone())
                } else if is_plural {
                    Some(grammar::plural(&lower, english))
                } else {
                    grammar::singular(&lower, english)
                }
            }
            _ if is_of_things => None,
            _ => people(),
        }
    }
}

/// The number with its bounds, and whether what is counted stands in the plural.
fn number(toll: &Toll) -> Option<(String, bool)> {
    let say = grammar::number;
    let one = |value: u32| value != 1;
    Some(match (toll.low, toll.best, toll.high) {
        (Some(0), ..) | (_, _, Some(0)) => return None,
        (Some(low), _, Some(high)) if low == high => (say(low), one(low)),
        // "Between one and 41" tells less than its end.
        (Some(low), _, Some(high)) if low.saturating_mul(4) < high => (format!("up to {}", say(high)), true),
        (Some(low), _, Some(high)) => (format!("between {} and {}", say(low), say(high)), true),
        // The least number that is "more than 20" is 21.
        (Some(low), None, None) if low > 20 && low % 10 == 1 => (format!("more than {}", say(low - 1)), true),
        (Some(low), _, None) => (format!("at least {}", say(low)), one(low)),
        (None, _, Some(high)) => (format!("up to {}", say(high)), one(high)),
        (None, Some(best), None) => (format!("about {}", say(best)), one(best)),
        (None, None, None) => return None,
    })
}
