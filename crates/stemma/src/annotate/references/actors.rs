//! Definite nouns for somebody: "the group", "the militants", "the alliance", "the ministry", "the president".
//!
//! Two sieves, the more precise first: who was called by this very noun ("X, a militant group", "the Y Front"), and who is
//! of a kind that the noun may stand for. Each abstains where two candidates are equally present.

use super::Discourse;
use super::binding;
use super::individuals::{Individual, Number, Sort};
use super::salience::{MOST_MENTIONS, Ranking};

/// How many sentences back the bearer of the very noun may stand, and one that merely fits.
const REACH_CALLED: usize = 8;
const REACH_FITTING: usize = 4;
/// "the Kurdish-led umbrella group": so many words at most between the article and its noun.
const MOST_MODIFIERS: usize = 5;
const MOST_CHILDREN: usize = 24;

impl Discourse<'_> {
    /// Who a definite noun stands for, written down where it says more than the noun itself.
    pub fn definite(&mut self, token: usize, noun: &str) -> Option<usize> {
        let lemma = self.lemma(token);
        let is_person = self.words.person(&lemma).is_some();
        let kinds = self.words.actor_kinds(noun);
        let classes = self.words.force_classes(noun);
        let is_body =
            !kinds.is_empty() || !classes.is_empty() || self.context.lexicon.name_words.organisations.contains(noun);
        if !is_person && !is_body || !self.is_bare(token) {
            return None;
        }
        // "Kenyan troops", "the M23 rebels": the phrase itself says whose.
        if self.force_of[token].is_some_and(|index| {
            let force = &self.names.forces[index];
            force.id.is_some() && !force.inferred
        }) {
            return None;
        }
        let plural = matches!(self.context.syntax.tokens[token].tag, "NNS" | "NNPS");
        let called = |known: &Individual| match known.sort {
            Sort::Person => !plural && (known.is_called(noun) || known.is_called(&lemma)),
            Sort::Body | Sort::Crowd => known.is_called(noun),
            Sort::Place | Sort::Thing => false,
        };
        let fits = |known: &Individual| {
            let unknown = known.actor.is_none() && known.is_named && known.entity.id.is_none();
            matches!(known.sort, Sort::Body | Sort::Crowd)
                && (known.actor.is_some_and(|kind| kinds.contains(&kind))
                    || known.actor.is_none() && known.force.is_some_and(|class| classes.contains(&class))
                    || known.sort == Sort::Body && unknown && self.words.unknown_bodies.contains(noun))
        };
        let individual = match self.rank(token, REACH_CALLED, called) {
            // "The terrorists" said before as if known: a name may stand behind both.
            Some(Some(best)) if self.individuals[best].is_presumed && !self.individuals[best].is_named => {
                self.rank(token, REACH_FITTING, |known| known.is_named && fits(known)).flatten().unwrap_or(best)
            }
            Some(best) => best?,
            None => self.rank(token, REACH_FITTING, fits)??,
        };
        let known = &mut self.individuals[individual];
        known.call(noun.to_owned());
        // "Kenyan soldiers … the army … it"
        if plural != (known.number == Number::Plural) && matches!(known.sort, Sort::Body | Sort::Crowd) {
            known.number = Number::Either;
        }
        // "A rebel group … the group" says more; "30 hostages … the hostages" does not.
        let described = known.sort == Sort::Body && known.entity.name.as_ref().is_some_and(|name| name.contains(' '));
        let says_more = known.is_named || described && !plural && !is_person;
        if says_more {
            self.refer(token, individual);
        }
        Some(individual)
    }

    /// "the group", "this umbrella group", not "the group of …", "the rebel leader", "the Syrian army".
    fn is_bare(&self, token: usize) -> bool {
        let syntax = self.context.syntax;
        let children = || syntax.children(token).take(MOST_CHILDREN);
        let determiner = children().find(|&child| {
            child < token && matches!(self.word(child).as_str(), "the" | "this" | "that" | "these" | "those")
        });
        let Some(determiner) = determiner.filter(|&at| token - at <= MOST_MODIFIERS) else { return false };
        let named = (determiner..token).any(|at| self.entity_of[at].is_some() || self.place_of[at].is_some());
        // What follows a comma tells more of who is known already.
        let added = syntax.tokens.get(token + 1).is_some_and(|next| next.lemma == ",");
        let narrowed = children().any(|child| {
            let dep = syntax.tokens[child].dep;
            child > token && (matches!(dep, "prep" | "appos") || !added && matches!(dep, "relcl" | "acl"))
        });
        // "another", "other", "second": somebody else.
        let other = children().any(|child| self.words.others.contains(&self.lemma(child)));
        let counted = children().any(|child| syntax.tokens[child].dep == "nummod");
        !named && !narrowed && !other && !counted
    }

    /// The most present of those who fit. Outer `None`: nobody fits; inner: more than one.
    fn rank(&self, token: usize, reach: usize, fits: impl Fn(&Individual) -> bool) -> Option<Option<usize>> {
        let syntax = self.context.syntax;
        let mut ranking = Ranking::default();
        let mut any = false;
        let recent = self.mentions.iter().rev().take(2 * MOST_MENTIONS);
        for mention in recent.take_while(|mention| self.sentence - mention.sentence <= reach) {
            if fits(&self.individuals[mention.individual]) && !binding::is_within(syntax, token, mention.token) {
                ranking.add(mention, self.sentence, self.quote_of[token], 1.0);
                any = true;
            }
        }
        any.then(|| ranking.best())
    }
}
