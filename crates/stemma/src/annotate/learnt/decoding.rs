//! Probabilities of words to deeds and reports: which words are triggers, and which runs of words play a part.

use std::collections::BTreeMap;
use std::ops::Range;

use stemma_reader::{Pairs, Read, Reader};

use super::happenings::Pair;
use super::windows::Window;
use super::{Argument, Count, Deed, Learnt, Report, TRIGGER};
use crate::model::{Assertion, Confidence, Scope};

/// A run of words plays a part when its surest word is this sure, and as far as its words are this sure.
const PART: f32 = 0.5;
const PART_EDGE: f32 = 0.35;
/// A wrong doer does more harm than a missing one.
const DOER: f32 = 0.7;
/// Where the reader is torn between several words of a sentence ("a missile hit … and wounded two"), each is as much a further
/// word for what another tells: none is a trigger, and yet one must be. The surest is, from here, if it is so sure a word for a
/// happening at all.
const TORN: f32 = 0.2;
const TELLS: f32 = 0.8;
/// A happening has a place and a day, told or not: where no run is sure, the surest is better than none down to here.
const LEAST: f32 = 0.2;

/// Where the labels stand among the outputs of a model.
pub struct Decoder<'r> {
    reader: &'r Reader,
    say: usize,
    /// Outputs that tell no happening.
    idle: Vec<usize>,
    /// A further word for a happening that another word of the sentence tells.
    also: usize,
    doer: usize,
    target: usize,
    place: usize,
    time: usize,
    means: usize,
    count: usize,
    source: usize,
    content: usize,
}

impl<'r> Decoder<'r> {
    /// `None` when the model knows other labels than these.
    pub fn new(reader: &'r Reader) -> Option<Decoder<'r>> {
        let labels = reader.labels();
        let role = |name: &str| labels.roles.iter().position(|label| *label == name);
        let trigger = |name: &str| labels.triggers.iter().position(|label| *label == name);
        if labels.names != ["PER", "ORG", "LOC"] {
            return None;
        }
        Some(Decoder {
            reader,
            say: trigger("say")?,
            also: trigger("also")?,
            idle: ["none", "also", "no"].into_iter().map(trigger).collect::<Option<_>>()?,
            doer: role("doer")?,
            target: role("target")?,
            place: role("place")?,
            time: role("time")?,
            means: role("means")?,
            count: role("count")?,
            source: role("source")?,
            content: role("content")?,
        })
    }

    /// Adds what the new words of a window tell; gives how probably each two of its deeds are one happening.
    pub fn decode(
        &self,
        window: &Window<'_>,
        fresh: Range<usize>,
        read: &Read<'_>,
        sentence_of: impl Fn(usize) -> usize,
        learnt: &mut Learnt,
    ) -> Vec<Pair> {
        let tokens = window.tokens();
        // Deeds of this window, those of the sentence before too: (word, index among the deeds).
        let mut here: Vec<(usize, usize)> = Vec::new();
        for word in 0..fresh.start {
            // Deeds stand in the order of their tokens.
            let known = |token: usize| learnt.deeds.binary_search_by_key(&token, |deed| deed.token).ok();
            here.extend(tokens[word].and_then(known).map(|deed| (word, deed)));
        }
        for (word, token) in tokens.iter().enumerate() {
            if let Some((token, steps)) = token.zip(read.name(word)) {
                learnt.names[token] = std::array::from_fn(|name| steps[1 + 2 * name] + steps[2 + 2 * name]);
            }
        }
        let torn = self.torn(&tokens, fresh.clone(), read, sentence_of);
        for word in fresh {
            let (Some(Some(token)), Some(trigger)) = (tokens.get(word).copied(), read.trigger(word)) else { continue };
            let p = self.tells(trigger);
            let is_report = trigger[self.say] >= TRIGGER.max(p);
            if !is_report && p < TRIGGER && !torn.contains(&word) {
                continue;
            }
            let Some(pairs) = read.pair(word) else { continue };
            let told = Told { token, word, p, pairs: &pairs, tokens: &tokens };
            if is_report {
                learnt.reports.push(self.report(&told, None));
                continue;
            }
            let deed = self.deed(&told, read, learnt.deeds.len());
            // "accused", "denied": a happening that reports words as well.
            let report = self.report(&told, Some(&deed.kind));
            if !report.contents.is_empty() {
                learnt.reports.push(report);
            }
            here.push((word, learnt.deeds.len()));
            learnt.deeds.push(deed);
        }
        let pairs = here.iter().enumerate().flat_map(|(at, one)| here[at + 1..].iter().map(move |other| (one, other)));
        pairs.filter_map(|(one, other)| Some((one.1, other.1, read.same(one.0, other.0)?))).collect()
    }

    /// How probably a word is the trigger of a happening.
    fn tells(&self, trigger: &[f32]) -> f32 {
        1.0 - self.idle.iter().map(|&label| trigger[label]).sum::<f32>() - trigger[self.say]
    }

    /// The surest word of each sentence that has no trigger, but words of which each leaves it to another.
    fn torn(
        &self,
        tokens: &[Option<usize>],
        fresh: Range<usize>,
        read: &Read<'_>,
        sentence_of: impl Fn(usize) -> usize,
    ) -> Vec<usize> {
        // By sentence: the surest word and how sure it is.
        let mut surest: BTreeMap<usize, (usize, f32)> = BTreeMap::new();
        for word in fresh {
            let (Some(Some(token)), Some(trigger)) = (tokens.get(word).copied(), read.trigger(word)) else { continue };
            let p = self.tells(trigger);
            if p >= TRIGGER || (p >= TORN && p + trigger[self.also] >= TELLS) {
                let known = surest.entry(sentence_of(token)).or_insert((word, p));
                if p > known.1 {
                    *known = (word, p);
                }
            }
        }
        surest.into_values().filter(|(_, p)| *p < TRIGGER).map(|(word, _)| word).collect()
    }

    fn report(&self, told: &Told<'_>, kind: Option<&str>) -> Report {
        let kind = kind.map(str::to_owned);
        Report { cue: told.token, kind, sources: told.runs(self.source), contents: told.runs(self.content) }
    }

    fn deed(&self, told: &Told<'_>, read: &Read<'_>, happening: usize) -> Deed {
        let labels = self.reader.labels();
        let trigger = read.trigger(told.word).unwrap_or_default();
        let kinds = (0..trigger.len()).filter(|label| *label != self.say && !self.idle.contains(label));
        let kind = kinds.max_by(|&a, &b| trigger[a].total_cmp(&trigger[b])).unwrap_or(0);
        let (assertion, p_assertion) = best(&labels.assertions, read.assertion(told.word));
        let (status, _) = best(&labels.statuses, read.status(told.word));
        let count = |(first, words): (usize, Option<Argument>)| {
            let (measure, _) = best(&labels.measures, read.measure(first));
            let (scope, _) = best(&labels.scopes, read.scope(first));
            let is_part = scope == "part";
            let scope = match scope {
                "period" => Scope::Period,
                "total" => Scope::Cumulative,
                _ => Scope::Event,
            };
            Some(Count { words: words?, measure: measure.to_string(), scope, is_part })
        };
        Deed {
            token: told.token,
            kind: labels.triggers[kind].to_string(),
            p: told.p,
            p_kind: trigger[kind],
            assertion: assertion_of(assertion),
            p_assertion,
            status: status_of(status),
            doers: told.runs_above(self.doer, DOER, PART_EDGE).into_iter().filter_map(|(_, words)| words).collect(),
            targets: told.runs(self.target),
            places: told.runs_or_best(self.place),
            times: told.runs_or_best(self.time),
            means: told.runs(self.means),
            counts: told.runs_above(self.count, PART, PART_EDGE).into_iter().filter_map(count).collect(),
            happening,
        }
    }
}

fn best<'l>(labels: &[&'l str], probabilities: Option<Vec<f32>>) -> (&'l str, f32) {
    let probabilities = probabilities.unwrap_or_default();
    let most =
        (0..labels.len().min(probabilities.len())).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]));
    most.map_or(("", 0.0), |most| (labels[most], probabilities[most]))
}

fn assertion_of(label: &str) -> Assertion {
    match label {
        "background" => Assertion::Background,
        "negated" => Assertion::Negated,
        "denied" => Assertion::Denied,
        "future" => Assertion::Future,
        "ordered" => Assertion::Ordered,
        "hypothetical" => Assertion::Hypothetical,
        _ => Assertion::Asserted,
    }
}

fn status_of(label: &str) -> Confidence {
    match label {
        "claimed" => Confidence::Claimed,
        "suspected" => Confidence::Suspected,
        _ => Confidence::Fact,
    }
}

/// A trigger, and which words play which part in what it tells.
struct Told<'t> {
    token: usize,
    word: usize,
    /// That it tells something at all.
    p: f32,
    pairs: &'t Pairs,
    /// The token of each word of the window.
    tokens: &'t [Option<usize>],
}

impl Told<'_> {
    /// The runs of words that play a part and stand in the text layer.
    fn runs(&self, role: usize) -> Vec<Argument> {
        self.runs_above(role, PART, PART_EDGE).into_iter().filter_map(|(_, words)| words).collect()
    }

    /// The same; where there is none, the surest of those that are less sure.
    fn runs_or_best(&self, role: usize) -> Vec<Argument> {
        let sure = self.runs(role);
        if !sure.is_empty() {
            return sure;
        }
        let all = self.runs_above(role, LEAST, LEAST).into_iter().filter_map(|(_, words)| words);
        all.max_by(|one, other| one.p.total_cmp(&other.p)).into_iter().collect()
    }

    /// Each run whose surest word is as sure as `part` and all words as `edge`, with its first word in the window.
    fn runs_above(&self, role: usize, part: f32, edge: f32) -> Vec<(usize, Option<Argument>)> {
        let step = |word: usize| self.pairs.of(word).map(|roles| roles[role]);
        let inside = |word: usize| step(word).map_or(0.0, |[_, begins, goes_on]| begins + goes_on);
        let begins = |word: usize| step(word).is_some_and(|[_, begins, goes_on]| begins > goes_on);
        let mut found = Vec::new();
        let mut word = 0;
        while word < self.tokens.len() {
            if inside(word) < edge {
                word += 1;
                continue;
            }
            let first = word;
            word += 1;
            while word < self.tokens.len() && inside(word) >= edge && !begins(word) && self.adjoins(word) {
                word += 1;
            }
            let p = (first..word).map(inside).fold(0.0, f32::max);
            if p >= part {
                let ends = self.tokens[first].zip(self.tokens[word - 1]);
                found.push((first, ends.map(|(first, last)| Argument { tokens: first..last + 1, p })));
            }
        }
        found
    }

    /// Whether a word follows the one before it in the text too.
    fn adjoins(&self, word: usize) -> bool {
        match (self.tokens[word - 1], self.tokens[word]) {
            (Some(before), Some(at)) => before < at && at - before <= 2,
            (None, None) => true,
            _ => false,
        }
    }
}
