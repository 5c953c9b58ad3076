//! "The town", "the same city", "the province", "there": places said before, by what the gazetteer knows of them.

use std::collections::HashMap;

use super::PlaceReference;
use crate::annotate::names::Names;
use crate::annotate::{Context, grammar, places as toponyms};
use crate::lexicon::references::PlaceSort;
use crate::model::{PlaceLevel, PlaceMention, Span};

/// A mention further back than this many sentences is no longer "the town"; "there" reaches the sentence before.
const REACH: usize = 12;
const REACH_THERE: usize = 1;
/// So many mentions back are looked at.
const MOST_PLACES: usize = 64;

/// Finds the words for places said before, in text order.
pub fn find(context: &Context<'_>, names: &Names, places: &[PlaceMention]) -> Vec<PlaceReference> {
    let syntax = context.syntax;
    let mut ground = Ground { context, places, said: 0, countries: HashMap::new() };
    let mut named = names.entities.iter().map(|entity| entity.span).peekable();
    let mut found = Vec::new();
    for sentence in syntax.sentences.iter().filter(|sentence| sentence.kind.is_article_text()) {
        for at in sentence.tokens.clone() {
            let span = syntax.tokens[at].span;
            while named.peek().is_some_and(|name| name.end <= span.start) {
                named.next();
            }
            ground.pass(span);
            if named.peek().is_some_and(|name| name.overlaps(span)) || ground.holds(span) {
                continue;
            }
            let place = match syntax.tokens[at].tag {
                "NN" | "NNS" => ground.noun(at),
                "RB" => ground.there(at),
                _ => None,
            };
            found.extend(place.map(|place| PlaceReference { span, place }));
        }
    }
    found
}

/// The places said so far.
struct Ground<'c, 'a> {
    context: &'c Context<'a>,
    places: &'c [PlaceMention],
    /// So many of them stand before the word that is read.
    said: usize,
    /// How often each country's places were said: an article's "the city" is seldom a capital that only speaks.
    countries: HashMap<&'c str, usize>,
}

impl Ground<'_, '_> {
    fn pass(&mut self, span: Span) {
        while let Some(mention) = self.places.get(self.said).filter(|mention| mention.span.end <= span.start) {
            if let Some(country) = mention.place.country.as_deref() {
                *self.countries.entry(country).or_default() += 1;
            }
            self.said += 1;
        }
    }

    fn holds(&self, span: Span) -> bool {
        self.places.get(self.said).is_some_and(|mention| mention.span.overlaps(span))
    }

    fn home(&self) -> Option<&str> {
        let most = self.countries.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
        most.map(|(country, _)| *country)
    }

    fn word(&self, at: usize) -> String {
        self.context.syntax.tokens[at].span.of(self.context.text).to_lowercase()
    }

    /// Indices of the mentions in the last sentences, latest first. Measured-from places are left out: "130 km from X".
    fn recent(&self, at: usize, reach: usize) -> Vec<usize> {
        let syntax = self.context.syntax;
        let sentence = syntax.tokens[at].sentence;
        let near = (0..self.said).rev().take(MOST_PLACES).take_while(|&index| {
            let first = syntax.token_at(self.places[index].span.start);
            first.is_some_and(|first| sentence.saturating_sub(syntax.tokens[first].sentence) <= reach)
        });
        near.filter(|&index| !toponyms::is_yardstick(self.context, &self.places[index])).collect()
    }

    fn noun(&self, at: usize) -> Option<usize> {
        let syntax = self.context.syntax;
        let noun = self.word(at);
        let sort = self.context.lexicon.references.place_sort(&noun)?;
        if syntax.tokens[at].dep == "compound" || syntax.tokens[at].dep == "amod" {
            return None;
        }
        // "the town of X" names its place.
        if syntax.tokens.get(at + 1).is_some_and(|next| next.lemma == "of") {
            let end = syntax.tokens[at].span.end;
            let next = (self.said..self.places.len()).take(1).find(|&index| self.places[index].span.start - end < 12);
            return next;
        }
        let first = syntax.sentences[syntax.tokens[at].sentence].tokens.start;
        // A word with a hyphen is one: "the oil-rich province".
        let has_hyphen = (at.saturating_sub(3).max(first)..at).any(|before| syntax.tokens[before].tag == "HYPH");
        let reach = if has_hyphen { 5 } else { 3 };
        let determiner = (at.saturating_sub(reach).max(first)..at)
            .find(|&before| matches!(self.word(before).as_str(), "the" | "this" | "that" | "same"))?;
        // "The neighbouring country": another one.
        let other = |before: usize| self.context.lexicon.references.others.contains(&self.word(before));
        if (determiner..at).any(other) {
            return None;
        }
        // "The West Bank town", "the Sheikh Lufti area": the phrase names another place.
        if (determiner..at).any(|before| matches!(syntax.tokens[before].tag, "NNP" | "NNPS")) {
            return None;
        }
        // "The commander of the area", "invaded the area": as vague as that, it only adds where something happened.
        if sort == PlaceSort::Area && !self.is_setting(at) {
            return None;
        }
        let recent = self.recent(at, REACH);
        let fits = |index: &usize| {
            // What the gazetteer does not know may be of any sort but a country.
            let Some(level) = self.places[*index].place.level else { return sort != PlaceSort::Country };
            match sort {
                PlaceSort::Settlement => matches!(level, PlaceLevel::Settlement | PlaceLevel::NearSettlement),
                PlaceSort::Unit => {
                    matches!(level, PlaceLevel::Adm1 | PlaceLevel::Adm2 | PlaceLevel::Adm3 | PlaceLevel::Area)
                }
                PlaceSort::Country => level == PlaceLevel::Country,
                PlaceSort::Site => level == PlaceLevel::Site,
                PlaceSort::Area => !matches!(level, PlaceLevel::Country | PlaceLevel::International),
            }
        };
        // "the town of Sukhna … the town", "Mocha port … the port": the place that the same noun introduced.
        let introduced = |&index: &usize| self.is_introduced(index, &noun, sort == PlaceSort::Site);
        if let Some(index) = recent.iter().copied().find(introduced) {
            return Some(index);
        }
        let mut fitting: Vec<usize> = recent.into_iter().filter(fits).collect();
        if fitting.iter().any(|&index| self.places[index].place.level.is_some()) {
            fitting.retain(|&index| self.places[index].place.level.is_some());
        }
        // The nearest; of those in its sentence one in the country that the article is about.
        let nearest = fitting.first().copied()?;
        let syntax = self.context.syntax;
        let sentence =
            |index: usize| syntax.token_at(self.places[index].span.start).map(|token| syntax.tokens[token].sentence);
        let home = self.home();
        let at_home = |index: &&usize| {
            home.is_some()
                && self.places[**index].place.country.as_deref() == home
                && sentence(**index) == sentence(nearest)
        };
        let best = fitting.iter().find(at_home).copied().unwrap_or(nearest);
        if sort == PlaceSort::Country && !self.is_of_country(best, at) {
            return None;
        }
        // "Avdiivka and Marinka … the city": either.
        let rival = fitting.iter().any(|&other| self.is_joined(best, other));
        (!rival).then_some(best)
    }

    /// "In the area", "from the area".
    fn is_setting(&self, at: usize) -> bool {
        let syntax = self.context.syntax;
        let preposition = syntax.tokens[at].head;
        let settles = matches!(
            syntax.tokens[preposition].lemma.as_str(),
            "in" | "from" | "near" | "to" | "into" | "around" | "across" | "inside" | "through"
        );
        syntax.tokens[at].dep == "pobj" && settles && syntax.child(at, &["prep", "relcl", "acl"]).is_none()
    }

    /// "The country" is the one most places lie in; where another is as present, the subject before this subject.
    fn is_of_country(&self, best: usize, at: usize) -> bool {
        let syntax = self.context.syntax;
        let own = self.places[best].place.country.as_deref();
        let count = own.and_then(|country| self.countries.get(country)).copied().unwrap_or_default();
        let rival = self.countries.iter().filter(|(country, _)| Some(**country) != own).map(|(_, count)| *count).max();
        let is_subject = |token: usize| matches!(syntax.tokens[token].dep, "nsubj" | "nsubjpass");
        let parallel = is_subject(at) && syntax.head_of(self.places[best].span).is_some_and(is_subject);
        rival.is_none_or(|rival| rival < count || rival == count && parallel)
    }

    /// "the town of X", "the port of X"; of sites also "X port".
    fn is_introduced(&self, index: usize, noun: &str, site: bool) -> bool {
        let tokens = self.context.syntax.tokens_in(self.places[index].span);
        let before = tokens.start >= 2 && self.word(tokens.start - 1) == "of" && self.word(tokens.start - 2) == noun;
        let inside = site && tokens.clone().skip(1).any(|at| self.word(at) == noun);
        let behind = site && tokens.end < self.context.syntax.tokens.len() && self.word(tokens.end) == noun;
        before || inside || behind
    }

    /// Two places that one phrase names side by side.
    fn is_joined(&self, one: usize, other: usize) -> bool {
        let syntax = self.context.syntax;
        let name = |index: usize| self.places[index].place.name.as_str();
        if one == other || name(one) == name(other) {
            return false;
        }
        let heads = syntax.head_of(self.places[one].span).zip(syntax.head_of(self.places[other].span));
        heads.is_some_and(|(one, other)| {
            let joined = |low: usize, high: usize| syntax.tokens[low].dep == "conj" && syntax.tokens[low].head == high;
            joined(one, other) || joined(other, one)
        })
    }

    /// "Soldiers arrived there": the last place in which something happened.
    fn there(&self, at: usize) -> Option<usize> {
        let syntax = self.context.syntax;
        if self.word(at) != "there" || syntax.tokens[at].dep != "advmod" {
            return None;
        }
        let recent = self.recent(at, REACH_THERE);
        let located: Vec<usize> = recent
            .into_iter()
            .filter(|&index| {
                let head = syntax.head_of(self.places[index].span);
                head.is_some_and(|head| syntax.tokens[head].pos != "ADJ" && !self.holds_verb_between(head, at))
            })
            .collect();
        let sentence = |index: usize| {
            syntax.token_at(self.places[index].span.start).map_or(0, |token| syntax.tokens[token].sentence)
        };
        let &last = located.first()?;
        let same: Vec<usize> = located.iter().copied().filter(|&index| sentence(index) == sentence(last)).collect();
        // A village and the country it lies in are one answer: the village.
        let wide = |index: usize| {
            matches!(
                self.places[index].place.level,
                Some(PlaceLevel::Country | PlaceLevel::International | PlaceLevel::Adm1)
            )
        };
        let narrow: Vec<usize> = same.iter().copied().filter(|&index| !wide(index)).collect();
        let choice = if narrow.is_empty() { &same } else { &narrow };
        let names: Vec<&str> = choice.iter().map(|&index| self.places[index].place.name.as_str()).collect();
        names.iter().all(|name| *name == names[0]).then(|| choice[0])
    }

    /// The place is an argument of the verb that "there" itself belongs to: "moved from X there".
    fn holds_verb_between(&self, head: usize, there: usize) -> bool {
        let syntax = self.context.syntax;
        let verb = |at: usize| syntax.ancestors(at).take(6).find(|&above| grammar::is_verb(syntax, above));
        syntax.tokens[head].sentence == syntax.tokens[there].sentence && verb(head) == verb(there)
    }
}
