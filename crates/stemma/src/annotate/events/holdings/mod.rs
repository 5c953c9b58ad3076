//! Who holds a place, where the text says so as a state of affairs rather than as a deed.
//!
//! Reads "X controls Y", "Y is held by X", "Y is under X control", "X remained in control of Y", "the X-held city of Y", "the
//! occupied Y" and "Y, a stronghold of X", and what deeds make of it (`taking`). The holder must be a party (`lexicon::holders`) and what is held a place that has a name
//! (`ground`). Plans, denials, suppositions and what is over are left out.

mod compound;
mod ground;
mod taking;

use super::Scene;
use super::assertion;
use crate::annotate::grammar;
use crate::model::{ActorMention, Assertion, ControlStatus, Holding, Span, TimexType};
use ground::Ground;

/// Words that say that somebody holds something.
struct Statement<'a> {
    /// The word whose clause says whether it is so; `None` where it goes without saying, as in "the rebel-held town".
    mood: Option<usize>,
    /// The words that say it, for quoting and for the share.
    span: Span,
    holders: &'a [ActorMention],
    grounds: Vec<Ground>,
    status: ControlStatus,
}

impl Scene<'_> {
    pub fn holdings(&self) -> Vec<Holding> {
        let mut found = Vec::new();
        for sentence in self.syntax().sentences.iter().filter(|sentence| sentence.kind.is_article_text()) {
            for index in sentence.tokens.clone() {
                found.extend(self.holding_verb(index));
                found.extend(self.holding_noun(index));
                found.extend(self.holding_compound(index));
                found.extend(self.occupied(index));
                found.extend(self.stronghold(index));
                found.extend(self.change_of_hands(index));
            }
        }
        found.sort_by_key(|holding: &Holding| holding.span);
        found.dedup_by(|a, b| a.holder.name == b.holder.name && a.place == b.place && a.span.overlaps(b.span));
        found
    }

    /// "X controls Y", "Y has been held by X", "X has held on to a pocket in Y", "X holds sway over Y".
    fn holding_verb(&self, index: usize) -> Vec<Holding> {
        let syntax = self.syntax();
        let words = &self.context.lexicon.events.holding;
        if syntax.tokens[index].pos != "VERB"
            || syntax.tokens[index].dep == "amod"
            || !words.verbs.contains(self.lemma(index))
            || self.is_after_hyphen(index)
        {
            return Vec::new();
        }
        let frame = self.whole_frame(index);
        let mut objects = frame.objects.clone();
        // "hold sway over", "hold on to"
        let has_noun = objects.iter().any(|&object| words.nouns.contains(&self.lemma(object).to_lowercase()));
        if objects.is_empty() || has_noun {
            let kept = frame.prepositions.iter().copied();
            let nouns = objects.iter().flat_map(|&object| grammar::noun_prepositions(syntax, object));
            let kept: Vec<usize> = kept
                .chain(nouns)
                .filter(|(preposition, _)| {
                    matches!(self.lemma(*preposition), "on" | "onto" | "to" | "over" | "of" | "across" | "throughout")
                })
                .map(|(_, object)| object)
                .collect();
            objects.retain(|object| !words.nouns.contains(&self.lemma(*object).to_lowercase()));
            objects.extend(kept);
        }
        let holders = self.holders(&frame.subjects);
        let mut span = self.clause(index);
        for &object in objects.iter().filter(|&&object| syntax.tokens[object].sentence == syntax.tokens[index].sentence)
        {
            span = span.cover(syntax.tokens[object].span);
        }
        let grounds = objects.iter().flat_map(|&object| self.grounds(object)).collect();
        self.stated(Statement { mood: Some(index), span, holders: &holders, grounds, status: ControlStatus::Held })
    }

    /// "is under X control", "remained in control of Y", "in the hands of X".
    fn holding_noun(&self, index: usize) -> Vec<Holding> {
        let syntax = self.syntax();
        let words = &self.context.lexicon.events.holding;
        let token = &syntax.tokens[index];
        if token.pos != "NOUN" || token.dep != "pobj" || !words.nouns.contains(&self.lemma(index).to_lowercase()) {
            return Vec::new();
        }
        let preposition = token.head;
        let above = syntax.tokens[preposition].head;
        let Some(verb) = syntax.ancestors(index).take(4).find(|&at| grammar::is_verb(syntax, at)) else {
            return Vec::new();
        };
        // "the town, under rebel control since May,": what the words hang from is held.
        let subjects = if syntax.tokens[above].pos != "ADP" && grammar::is_nominal(syntax, above) {
            vec![above]
        } else {
            let frame = grammar::verb_frame(syntax, verb);
            if frame.subjects.is_empty() { frame.objects } else { frame.subjects }
        };
        let of: Vec<usize> = grammar::noun_prepositions(syntax, index)
            .into_iter()
            .filter(|(preposition, _)| self.lemma(*preposition) == "of")
            .map(|(_, object)| object)
            .collect();
        // "X is in control of Y", but "Y is in the hands of X".
        let holds = self.lemma(preposition).eq_ignore_ascii_case("in") && token.lemma != "hand";
        let (owners, held) = if holds {
            (self.holders(&subjects), of)
        } else if matches!(self.lemma(preposition).to_lowercase().as_str(), "under" | "beneath" | "in") {
            let mut owners = self.owners_of(index);
            owners.extend(self.holders(&of));
            (owners, subjects)
        } else {
            return Vec::new();
        };
        let mut span = self.clause(verb).cover(syntax.tokens[index].span);
        for &object in held.iter().filter(|&&object| syntax.tokens[object].sentence == token.sentence) {
            span = span.cover(syntax.tokens[object].span);
        }
        let grounds = held.iter().flat_map(|&object| self.grounds(object)).collect();
        self.stated(Statement { mood: Some(verb), span, holders: &owners, grounds, status: ControlStatus::Held })
    }

    /// "Y, the stronghold of X", "the X stronghold of Y", "Y is an X bastion".
    fn stronghold(&self, index: usize) -> Vec<Holding> {
        let syntax = self.syntax();
        let words = &self.context.lexicon.events.holding;
        let token = &syntax.tokens[index];
        if token.pos != "NOUN" || !words.strongholds.contains(&self.lemma(index).to_lowercase()) {
            return Vec::new();
        }
        let mut owners = self.owners_of(index);
        let of: Vec<usize> = grammar::noun_prepositions(syntax, index).into_iter().map(|(_, object)| object).collect();
        if owners.is_empty() {
            owners = self.holders(&of);
        }
        // A city in which a party wins elections is none that it holds.
        owners.retain(|owner| owner.name.as_deref() != Some("opposition"));
        let above = token.head;
        let mut grounds = if token.dep == "appos" { self.grounds(above) } else { Vec::new() };
        if grounds.is_empty() && token.dep != "attr" {
            grounds = self.grounds(index);
            // "a stronghold in Y" is not Y.
            grounds.retain(|ground| !ground.partly);
        }
        if grounds.is_empty() && token.dep == "attr" {
            grounds =
                grammar::subjects_of(syntax, above, 0).iter().flat_map(|&subject| self.grounds(subject)).collect();
        }
        if grounds.is_empty() && token.dep == "compound" {
            grounds = self.grounds(above);
        }
        let span = syntax.subtree_span(if token.dep == "appos" { above } else { index });
        let mood = syntax.ancestors(index).take(4).find(|&at| grammar::is_verb(syntax, at)).unwrap_or(index);
        let mood = (token.dep == "attr").then_some(mood);
        self.stated(Statement { mood, span, holders: &owners, grounds, status: ControlStatus::Held })
    }

    /// The arguments of a verb; of "the town they hold" also the town.
    fn whole_frame(&self, verb: usize) -> grammar::Frame {
        let syntax = self.syntax();
        let mut frame = grammar::verb_frame(syntax, verb);
        let has_subject = syntax.child(verb, &["nsubj"]).is_some();
        if frame.objects.is_empty() && syntax.tokens[verb].dep == "relcl" && has_subject {
            let antecedent = syntax.tokens[verb].head;
            if !frame.subjects.contains(&antecedent) {
                frame.objects.push(antecedent);
            }
        }
        frame
    }

    /// The parties that phrases name.
    fn holders(&self, heads: &[usize]) -> Vec<ActorMention> {
        heads.iter().filter_map(|&head| self.holder(head)).collect()
    }

    fn holder(&self, head: usize) -> Option<ActorMention> {
        let syntax = self.syntax();
        let token = &syntax.tokens[head];
        // "Hayat Tahrir al-Sham, the group that …": the name says who the group is.
        if token.dep == "appos" && self.entity_of[head].is_none() && self.entity_of[token.head].is_some() {
            return self.participant(token.head);
        }
        // "fighters of the X", "forces loyal to X": those after them say whose they are.
        let words = &self.context.lexicon.events.holding;
        if self.entity_of[head].is_none() && words.crowds.contains(&token.span.of(self.context.text).to_lowercase()) {
            let of = grammar::noun_prepositions(syntax, head).into_iter().filter(|(at, _)| self.lemma(*at) == "of");
            let inner = of.filter_map(|(_, object)| self.holder(object)).find(|inner| self.can_hold(inner));
            if inner.is_some() {
                return inner;
            }
        }
        self.participant(head)
    }

    fn can_hold(&self, holder: &ActorMention) -> bool {
        let name = holder.name.as_deref().unwrap_or(&holder.text);
        self.context.lexicon.holder(name, holder.id.as_deref(), None).is_some()
    }

    fn owners_of(&self, noun: usize) -> Vec<ActorMention> {
        let syntax = self.syntax();
        let owners = syntax
            .children(noun)
            .filter(|&child| matches!(syntax.tokens[child].dep, "compound" | "poss" | "nmod" | "amod"));
        let found: Vec<ActorMention> = owners.filter_map(|child| self.owner_named(child)).collect();
        found.into_iter().take(1).collect()
    }

    /// Whoever a word before a noun names: "rebel", "Houthi", "the group's".
    fn owner_named(&self, head: usize) -> Option<ActorMention> {
        let token = &self.syntax().tokens[head];
        let written = || {
            let (span, text) = (token.span, token.span.of(self.context.text).to_string());
            ActorMention { span, text, id: None, name: None }
        };
        let found = match token.dep {
            "poss" => self.holder(head),
            _ if self.entity_of[head].is_some() => self.participant(head),
            _ => Some(written()),
        };
        found.filter(|owner| self.can_hold(owner))
    }

    /// One holding for each place and holder, when the words assert it of the present.
    fn stated(&self, statement: Statement<'_>) -> Vec<Holding> {
        let Statement { mood, span, holders, grounds, status } = statement;
        if holders.is_empty() || grounds.is_empty() || !self.is_said_of_now(mood, span) {
            return Vec::new();
        }
        let words: Vec<String> =
            span.of(self.context.text).split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
        let since =
            self.times.iter().find(|time| span.contains(time.span) && time.modifier.as_deref() == Some("since"));
        let from = since.and_then(|time| time.interval).map(|interval| interval.from);
        let mut found = Vec::new();
        for ground in grounds {
            for holder in holders {
                let Some(holder) = self.named_holder(holder, &ground) else { continue };
                let name = holder.name.as_deref().unwrap_or("");
                let status = match status {
                    ControlStatus::Held if self.claims_it(span, name) => ControlStatus::Claimed,
                    ControlStatus::Held if ground.partly => ControlStatus::PartlyHeld,
                    status => status,
                };
                found.push(Holding {
                    span,
                    holder,
                    place: ground.place.clone(),
                    status,
                    share: share(&words).filter(|_| ground.partly),
                    from,
                    as_of: None,
                });
            }
        }
        found
    }

    /// The party under the name that holds a place there; `None` where it is none, or is the place itself.
    fn named_holder(&self, holder: &ActorMention, ground: &Ground) -> Option<ActorMention> {
        let told = holder.name.as_deref().unwrap_or(&holder.text);
        let name = self.context.lexicon.holder(told, holder.id.as_deref(), ground.place.country.as_deref())?;
        (name != ground.place.name && !holder.span.overlaps(ground.span))
            .then(|| ActorMention { name: Some(name), ..holder.clone() })
    }

    /// Whether only the holder says so.
    fn claims_it(&self, span: Span, holder: &str) -> bool {
        let report = self.attribution_of(span);
        report.is_some_and(|at| self.attributions[at as usize].speaker.as_deref() == Some(holder))
    }

    /// Whether the words assert something that is so on the day of the page.
    fn is_said_of_now(&self, mood: Option<usize>, span: Span) -> bool {
        let syntax = self.syntax();
        let rules = &self.context.lexicon.events;
        let says_past = |at: usize| rules.holding.past.contains(&syntax.tokens[at].lemma.to_lowercase());
        if syntax.tokens_in(span).any(says_past) {
            return false;
        }
        let Some(mood) = mood else { return true };
        if !is_it_asserted(self, mood) {
            return false;
        }
        let auxiliary = |at: usize| matches!(syntax.tokens[at].dep, "aux" | "auxpass");
        let had = |at: usize| self.lemma(at) == "have" && syntax.tokens[at].tag == "VBD";
        // "had been held since 2014", "used to hold"
        let climb = syntax
            .ancestors(mood)
            .take(1)
            .filter(|&above| syntax.tokens[mood].dep == "xcomp" && self.lemma(above) == "use");
        if syntax.children(mood).any(|child| auxiliary(child) && had(child)) || climb.count() > 0 {
            return false;
        }
        // What is told in the past tense with its day was so on that day.
        let was = |at: usize| matches!(self.lemma(at), "be" | "have") && syntax.tokens[at].tag == "VBD";
        let is_past = syntax.tokens[mood].tag == "VBD" && syntax.tokens[mood].dep != "acl"
            || syntax.children(mood).any(|child| auxiliary(child) && was(child));
        let published = self.context.article.published.as_ref();
        let ended = |time: &&crate::model::TimeMention| {
            span.contains(time.span)
                && matches!(time.kind, TimexType::Date)
                && time.modifier.as_deref() != Some("since")
                && time
                    .interval
                    .zip(published)
                    .is_some_and(|(interval, day)| day.start.days_since(interval.to) > LONG_AGO)
        };
        !(is_past && self.times.iter().any(|time| ended(&time)))
    }
}

fn is_it_asserted(scene: &Scene<'_>, mood: usize) -> bool {
    let words = &scene.context.lexicon.events.embedding;
    matches!(assertion::assertion(scene.syntax(), words, mood), Assertion::Asserted | Assertion::Background)
}

/// In days: what was so longer ago than this may be so no more.
const LONG_AGO: i32 = 60;

/// "50 percent", "half", "two-thirds": the share of a place.
fn share(words: &[String]) -> Option<f32> {
    let percent = words.iter().position(|word| matches!(word.as_str(), "percent" | "per" | "pc"));
    if let Some(value) = percent.and_then(|at| words.get(at.checked_sub(1)?)?.parse::<f32>().ok()) {
        return Some((value / 100.0).clamp(0.0, 1.0));
    }
    let says = |wanted: &str| words.iter().any(|word| word == wanted);
    let number = |at: usize| match words.get(at)?.as_str() {
        "two" => Some(2.0),
        "three" => Some(3.0),
        "one" | "a" => Some(1.0),
        _ => None,
    };
    for (part, whole) in [("third", 3.0), ("thirds", 3.0), ("quarters", 4.0)] {
        if let Some(count) = words.iter().position(|word| word == part).and_then(|at| number(at.checked_sub(1)?)) {
            return Some(count / whole);
        }
    }
    says("half").then_some(0.5)
}
