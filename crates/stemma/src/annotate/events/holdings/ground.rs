//! What is held: the places that a noun phrase names, each whole or in part.
//!
//! "The city of X" is X, "much of X" and "the eastern districts of X" are a part of it, "the town" is one said before. A checkpoint,
//! a road or a house in X says nothing about who holds X, and a whole country is held by nobody but in part.

use super::Scene;
use crate::annotate::grammar::{self, conjuncts, prepositional_objects};
use crate::model::{EventPlace, Place, PlaceLevel, Span};

/// A place that somebody holds.
#[derive(Clone, Debug)]
pub struct Ground {
    pub place: Place,
    pub span: Span,
    /// Only a part of it.
    pub partly: bool,
}

/// "Most of the districts of the province": longer chains are broken parses.
const DEEPEST: usize = 5;
/// So many places are looked at behind or before a word.
const MOST_IN_A_ROW: usize = 12;

impl Scene<'_> {
    /// The places of a noun phrase.
    pub fn grounds(&self, head: usize) -> Vec<Ground> {
        let mut found = self.grounds_at(head, false, 0);
        found.dedup_by(|a, b| a.place == b.place);
        found
    }

    fn grounds_at(&self, head: usize, partly: bool, depth: usize) -> Vec<Ground> {
        let syntax = self.syntax();
        let words = &self.context.lexicon.events.holding;
        if depth > DEEPEST {
            return Vec::new();
        }
        let token = &syntax.tokens[head];
        if let Some(index) = self.place_of[head] {
            return self.named_ground(index, head, partly).into_iter().collect();
        }
        if let Some(entity) = self.entity_of[head]
            && !matches!(self.names.entities[entity].kind.as_str(), "GPE" | "LOC" | "FAC" | "CARDINAL" | "PERCENT")
        {
            return Vec::new();
        }
        let lemma = token.lemma.to_lowercase();
        let is_unit = words.units.contains(&lemma);
        let is_part = words.parts.contains(&lemma);
        // "the city", but not "another city" and "the last town"
        let is_another = || {
            let other = |at: usize| self.context.lexicon.references.others.contains(&self.lemma(at).to_lowercase());
            syntax.children(head).any(|child| child < head && (other(child) || self.lemma(child) == "last"))
        };
        let stands_for = self.place_stood_for(head);
        let is_site = stands_for.is_some_and(|at| self.places[at].place.level == Some(PlaceLevel::Site));
        let names_itself = syntax.children(head).any(|child| child > head && self.lemma(child) == "of");
        let is_one = token.tag != "NNS" && !names_itself && !is_another();
        let is_told = stands_for.is_some() && (is_unit || is_site || lemma == "country") && is_one;
        if token.pos == "PRON" && !is_part || is_told {
            let told = self.place_reference(head).filter(|told| partly || !is_country(&told.place));
            return told.map(|told| Ground { place: told.place, span: told.span, partly }).into_iter().collect();
        }
        if !is_unit && !is_part {
            return Vec::new();
        }
        // "the X district", "X province", and the names that stand behind: "the towns of X and Y".
        let is_many = token.tag == "NNS";
        let beside = |labels: &[&str]| {
            let mut all = Vec::new();
            for child in syntax.children(head).filter(|&child| labels.contains(&syntax.tokens[child].dep)) {
                all.extend(conjuncts(syntax, child).into_iter().filter(|&at| self.place_of[at].is_some()));
            }
            all
        };
        let mut close = if is_unit { beside(&["appos"]) } else { Vec::new() };
        let prepositions = |wanted: &[&str]| {
            let all = syntax.children(head).filter(|&child| {
                syntax.tokens[child].dep == "prep" && wanted.contains(&self.lemma(child).to_lowercase().as_str())
            });
            all.flat_map(|child| prepositional_objects(syntax, child)).collect::<Vec<usize>>()
        };
        let mut of = prepositions(&["of"]);
        let listed = self.listed_behind(&of);
        // "An area of X" is a part of it.
        let of_whole = is_unit && lemma != "area" && (!is_many || of.len() > 1 || listed.is_some());
        of.extend(listed.unwrap_or_default().into_iter().filter(|at| !of.contains(at)).collect::<Vec<usize>>());
        let before = if close.is_empty() { beside(&["compound", "nmod", "poss", "amod"]) } else { Vec::new() };
        let inside = prepositions(&["in", "inside", "within", "across"]);
        // The nearest words that name a place say which it is.
        let ways = [(true, std::mem::take(&mut close)), (of_whole, of), (is_unit && !is_many, before), (false, inside)];
        for (is_whole, behind) in ways {
            let grounds: Vec<Ground> =
                behind.into_iter().flat_map(|at| self.grounds_at(at, partly || !is_whole, depth + 1)).collect();
            if !grounds.is_empty() {
                return grounds;
            }
        }
        self.province_around(head).map(|ground| Ground { partly, ..ground }).into_iter().collect()
    }

    /// "The towns of X, Y and Z": the places in a row behind the first one, whatever the parse makes of it; `None` where there is no row.
    fn listed_behind(&self, of: &[usize]) -> Option<Vec<usize>> {
        let syntax = self.syntax();
        let first = of.iter().find_map(|&at| self.place_of[at])?;
        let sentence = &syntax.sentences[syntax.tokens[of[0]].sentence].tokens;
        let start = syntax.tokens_in(self.places[first].span).end;
        let text = |at: usize| syntax.tokens[at].span.of(self.context.text);
        // A row has an "and" before its last name; "districts of X, Y" may be X in Y.
        let is_and = |at: usize| matches!(text(at), "and" | "or" | "&");
        let is_name =
            |at: usize| matches!(syntax.tokens[at].tag, "NNP" | "NNPS" | "HYPH") || self.place_of[at].is_some();
        let row = start
            ..(start..sentence.end).find(|&at| !(text(at) == "," || is_and(at) || is_name(at))).unwrap_or(sentence.end);
        let last = row.clone().rev().find(|&at| is_and(at) && at + 1 < row.end)?;
        let places = (first + 1..self.places.len()).take(MOST_IN_A_ROW).filter_map(|index| {
            let head = syntax.head_of(self.places[index].span)?;
            row.contains(&head).then_some(head)
        });
        (last < row.end).then(|| places.collect())
    }

    /// "The province", where only places in it were named: the one in which the last of them lies.
    fn province_around(&self, head: usize) -> Option<Ground> {
        let syntax = self.syntax();
        let span = syntax.tokens[head].span;
        let has_article = syntax.children(head).any(|child| self.lemma(child).eq_ignore_ascii_case("the"));
        if !has_article || !matches!(self.lemma(head), "province" | "governorate" | "oblast") {
            return None;
        }
        let before = self.places.partition_point(|place| place.span.end <= span.start);
        let last = self.places[..before].iter().rev().take(MOST_IN_A_ROW).find_map(|mention| {
            let name = mention.place.admin1.clone()?;
            let country = mention.place.country.clone();
            Some(Place { name, country, level: Some(PlaceLevel::Adm1), ..Place::default() })
        });
        last.map(|place| Ground { place, span, partly: false })
    }

    /// A place by its name. "Eastern X" is a part of X, and a country is never meant as a whole.
    pub fn named_ground(&self, index: usize, head: usize, partly: bool) -> Option<Ground> {
        let syntax = self.syntax();
        let words = &self.context.lexicon.events.holding;
        let mention = &self.places[index];
        let own = syntax.tokens_in(mention.span);
        let is_side = |at: usize| words.sides.contains(&syntax.tokens[at].span.of(self.context.text).to_lowercase());
        let before = own.start.checked_sub(1).filter(|&at| syntax.tokens[at].sentence == syntax.tokens[head].sentence);
        let may_be_country = partly;
        let partly = partly || before.is_some_and(is_side);
        let entity = self.entity_of[head].map(|entity| self.names.entities[entity].kind.as_str());
        if matches!(entity, Some("PERSON" | "NORP" | "EVENT")) || syntax.tokens[head].pos == "ADJ" {
            return None;
        }
        let told = self.event_place(index);
        // "Near X" is not X.
        let place = told.relation.is_none().then_some(told.place)?;
        ((may_be_country || !is_country(&place)) && !self.in_dateline(mention.span)).then_some(Ground {
            place,
            span: mention.span,
            partly,
        })
    }
}

/// Prepositions by which a deed has a place for its object: "pulled out of Y", "the fall of Y", "control over Y".
const OF_PLACE: [&str; 7] = ["of", "from", "out", "over", "off", "to", "upon"];

impl Scene<'_> {
    /// Whether the place of a deed is what was taken, lost or shut in, and not only where that was done: "seized a checkpoint in Y"
    /// and "captured parts of Y" leave it open who holds Y.
    pub fn moves_hold(&self, trigger: usize, place: Option<&EventPlace>) -> bool {
        let syntax = self.syntax();
        let words = &self.context.lexicon.events.holding;
        let Some(place) = place.filter(|place| !place.carried && place.relation.is_none()) else { return false };
        // A state of affairs is no deed: `holdings` reads it.
        let lemma = self.lemma(trigger).to_lowercase();
        if words.verbs.contains(&lemma) && !words.takes.contains(&lemma) {
            return false;
        }
        let Some(mut at) = syntax.head_of(place.span) else { return false };
        let own = syntax.tokens_in(place.span).start;
        let side = |at: usize| words.sides.contains(&syntax.tokens[at].span.of(self.context.text).to_lowercase());
        if own.checked_sub(1).is_some_and(side) {
            return false;
        }
        // "Y, which they seized": the place stands above the deed.
        if syntax.ancestors(trigger).take(3).any(|above| above == at || self.stands_beside(above, at)) {
            return true;
        }
        for _ in 0..10 {
            let token = &syntax.tokens[at];
            if at == trigger {
                return true;
            }
            let above = token.head;
            if above == at {
                return false;
            }
            let lemma = self.lemma(above).to_lowercase();
            match token.dep {
                "compound" | "nmod" | "poss" | "amod" | "appos" if above != trigger => {
                    // "Y airport", "Y's centre" are not Y.
                    let is_same =
                        self.place_of[above].is_some() || words.units.contains(&lemma) || token.dep == "appos";
                    if !is_same || syntax.tokens[above].tag == "NNS" && token.dep != "appos" {
                        return false;
                    }
                }
                "pobj" if !OF_PLACE.contains(&lemma.as_str()) => return false,
                "prep" if grammar::is_nominal(syntax, above) && above != trigger => {
                    let is_hold = words.nouns.contains(&lemma);
                    let is_unit = words.units.contains(&lemma) && lemma != "area";
                    if !is_hold && !is_unit {
                        return false;
                    }
                }
                _ => {}
            }
            at = above;
        }
        false
    }

    /// "The city of Y, which they seized": the clause hangs from the noun that Y stands by.
    fn stands_beside(&self, noun: usize, place: usize) -> bool {
        let is_unit = self.context.lexicon.events.holding.units.contains(&self.lemma(noun).to_lowercase());
        is_unit && self.syntax().ancestors(place).take(2).any(|above| above == noun)
    }
}

/// Who holds a whole country or several is no matter of lines on a map.
pub fn is_country(place: &Place) -> bool {
    matches!(place.level, Some(PlaceLevel::Country | PlaceLevel::International))
}
