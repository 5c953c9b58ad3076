//! One reading for every stretch of text, out of what register, class nouns, model and nationalities propose.

use std::collections::HashMap;
use std::ops::Range;

use super::Force;
use super::mending::{self, Mended};
use super::register::{Found, Named};
use super::runs::{self, Run};
use super::short_forms::LongForm;
use super::words::Words;
use crate::lexicon::actors::ActorKind;
use crate::model::{Entity, Span};

/// An entity in the making.
#[derive(Clone, Debug)]
pub struct Draft {
    pub span: Span,
    pub tokens: Range<usize>,
    pub kind: &'static str,
    pub id: Option<String>,
    pub name: Option<String>,
    /// The register or the text itself fixes the type: no vote can change it.
    pub fixed: bool,
}

impl Draft {
    pub fn into_entity(self) -> Entity {
        Entity { span: self.span, kind: self.kind.to_owned(), id: self.id, name: self.name }
    }
}

/// What a proposal rests on, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Ground {
    Defined,
    Register,
    Force,
    ClassNoun,
    Model,
    Nationality,
}

pub fn merge(
    words: &Words<'_>,
    found: &Found<'_>,
    forces: &[Force],
    defined: &HashMap<String, LongForm>,
) -> Vec<Draft> {
    let mended = mending::find(words);
    let mut runs = runs::find(words);
    runs.sort_by_key(|run| (run.tokens.start, run.tokens.end));
    let mut proposals: Vec<(Ground, Draft)> = Vec::new();
    for form in defined.values() {
        let span = words.span(form.tokens.clone());
        if form.id.is_none() {
            let draft = Draft { span, tokens: form.tokens.clone(), kind: "ORG", id: None, name: None, fixed: false };
            proposals.push((Ground::ClassNoun, draft));
        }
    }
    for at in 0..words.len() {
        if let Some(form) = defined.get(words.folded(at)).filter(|_| words.is_acronym(at)) {
            let kind = if form.id.is_some() { "ORG" } else { kind_of(form, &mended).unwrap_or("ORG") };
            let draft = Draft {
                span: words.span(at..at + 1),
                tokens: at..at + 1,
                kind,
                id: form.id.clone(),
                name: Some(form.name.clone()),
                fixed: true,
            };
            proposals.push((Ground::Defined, draft));
        }
    }
    for named in &found.named {
        if named.nationality {
            proposals.push((Ground::Nationality, from_register(words, named)));
            continue;
        }
        if goes_on(words, named) {
            continue;
        }
        let name = mended.partition_point(|outer| outer.span.end < named.span.end);
        let run = runs.partition_point(|run| words.span(run.tokens.clone()).start <= named.span.start);
        let by_name = mended.get(name).is_some_and(|outer| beats(words, outer.span, outer.label, named, found));
        // Runs are sorted by their start and seldom overlap: the last few that start before the name are all that can hold it.
        let beaten = by_name
            || runs[run.saturating_sub(3)..run]
                .iter()
                .any(|run| beats(words, words.span(run.tokens.clone()), run.kind, named, found));
        if !beaten {
            proposals.push((Ground::Register, from_register(words, named)));
        }
    }
    for force in forces {
        if let Some(draft) = from_force(words, force, found) {
            proposals.push((Ground::Force, draft));
        }
    }
    for run in &runs {
        proposals.push((Ground::ClassNoun, from_run(words, run)));
    }
    let nationality = |span: Span| found.at(span).is_some_and(|named| named.nationality && named.span == span);
    for name in mended.iter().filter(|name| !nationality(name.span)) {
        proposals.push((Ground::Model, from_model(name)));
    }
    choose(words, proposals)
}

/// "The National Guard" does not name the newspaper "The National".
fn goes_on(words: &Words<'_>, named: &Named<'_>) -> bool {
    let tokens = words.tokens_in(named.span);
    let last = tokens.end.saturating_sub(1);
    let led = tokens.len() == 2 && words.text(tokens.start) == "The" && !words.is_acronym(last);
    led && words.same_sentence(last, tokens.end)
        && words.is_capitalised(tokens.end)
        && words.is_proper(tokens.end)
        && !words.is_title_case(last)
}

fn kind_of(form: &LongForm, mended: &[Mended]) -> Option<&'static str> {
    let index = mended.partition_point(|name| name.tokens.end < form.tokens.end);
    let name = mended.get(index).filter(|name| name.tokens.end == form.tokens.end)?;
    matches!(name.label, "ORG" | "PERSON" | "FAC" | "LOC" | "EVENT" | "PRODUCT")
        .then_some(name.label)
        .filter(|label| *label != "PERSON")
}

fn from_register(words: &Words<'_>, named: &Named<'_>) -> Draft {
    let kind = match named.actor {
        _ if named.nationality => "NORP",
        Some(actor) => actor.kind.entity_type(),
        None => "ORG",
    };
    let name = named.actor.filter(|_| !named.nationality).map(|actor| actor.name.clone());
    let name = name.filter(|name| name != named.span.of(words.context.text));
    Draft {
        span: named.span,
        tokens: words.tokens_in(named.span),
        kind,
        id: named.actor.map(|actor| actor.id.clone()),
        name,
        fixed: true,
    }
}

/// A nationality and an institution make a name: "Syrian army", not "Syrian troops" and not "the army".
fn from_force(words: &Words<'_>, force: &Force, found: &Found<'_>) -> Option<Draft> {
    let lists = words.lists();
    let head = words.tokens_in(force.head);
    let tokens = words.tokens_in(force.span);
    let institution = lists.institutions.contains(&words.key(head.clone()))
        || head.start > tokens.start && lists.institutions.contains(&words.key(head.start - 1..head.end));
    let first = found.at(force.span).filter(|named| named.span.start == force.span.start)?;
    let stated = first.actor.is_some_and(|actor| matches!(actor.kind, ActorKind::Country | ActorKind::People));
    let led = tokens.clone().any(|at| words.is_joint(at));
    let id = force.id.clone().filter(|_| institution && stated && !led && !force.inferred)?;
    let name = words.actors().get(&id).map(|actor| actor.name.clone());
    Some(Draft { span: force.span, tokens, kind: "ORG", id: Some(id), name, fixed: true })
}

fn from_run(words: &Words<'_>, run: &Run) -> Draft {
    let tokens = mending::complete(words, run.tokens.clone());
    Draft { span: words.span(tokens.clone()), tokens, kind: run.kind, id: None, name: None, fixed: true }
}

fn from_model(name: &Mended) -> Draft {
    Draft { span: name.span, tokens: name.tokens.clone(), kind: name.label, id: None, name: None, fixed: false }
}

/// A longer reading that a register name stands inside of, and that is a name of its own: "Bank of Syria", "Jordan Peele".
fn beats(words: &Words<'_>, outer: Span, kind: &str, named: &Named<'_>, found: &Found<'_>) -> bool {
    if !outer.contains(named.span) || outer == named.span {
        return false;
    }
    let lists = words.lists();
    let inner = words.tokens_in(named.span);
    let rest: Vec<usize> = words.tokens_in(outer).filter(|at| !inner.contains(at)).collect();
    if rest.is_empty() {
        return false;
    }
    // A list of names is no name.
    if rest.iter().any(|&at| {
        matches!(words.text(at), "," | "/" | ";") || words.tag(at) == "CC" && !words.is_capitalised(at) && kind != "ORG"
    }) {
        return false;
    }
    let nationality = |at: usize| {
        let span = words.span(at..at + 1);
        // A people or a country before the name says whose it is: "U.S. Central Command", "Kurdish-Arab …".
        found.at(span).is_some_and(|other| {
            let of_country = other.actor.is_some_and(|actor| actor.kind == ActorKind::Country);
            other.nationality || of_country && other.span.end <= named.span.start
        })
    };
    let adds_nothing = |&at: &usize| {
        let word = words.folded(at);
        word.is_empty()
            || matches!(words.tag(at), "DT" | "POS" | "HYPH" | "-LRB-" | "-RRB-" | "," | "CC" | "CD")
            || lists.group_nouns.contains(word)
            || nationality(at)
            || lists.titles.contains(word)
    };
    let country = named.actor.is_some_and(|actor| actor.kind == ActorKind::Country);
    if country {
        // "Northern Syria", "Syria's Kurds": the country stays; a body or a person that bears its name wins.
        return match kind {
            "PERSON" | "ORG" | "FAC" | "EVENT" | "PRODUCT" | "LAW" | "WORK_OF_ART" => {
                !rest.iter().all(|at| adds_nothing(at) || words.tag(*at) == "IN")
            }
            _ => true,
        };
    }
    !rest.iter().all(adds_nothing)
}

/// Keeps the strongest proposals that do not overlap; what is left of a weaker one may still be a name.
fn choose(words: &Words<'_>, mut proposals: Vec<(Ground, Draft)>) -> Vec<Draft> {
    proposals.retain(|(_, draft)| !draft.span.is_empty());
    proposals.sort_by_key(|(ground, draft)| (*ground, std::cmp::Reverse(draft.span.len()), draft.span.start));
    let mut taken: Vec<bool> = vec![false; words.len()];
    let mut chosen = Vec::new();
    for (ground, draft) in proposals {
        if draft.tokens.is_empty() {
            continue;
        }
        let free = draft.tokens.clone().all(|at| !taken[at]);
        if free {
            taken[draft.tokens.clone()].fill(true);
            chosen.push(draft);
            continue;
        }
        if ground != Ground::Model || matches!(draft.kind, "NORP" | "WORK_OF_ART" | "LAW") {
            continue;
        }
        for tokens in remainders(words, draft.tokens.clone(), &taken) {
            taken[tokens.clone()].fill(true);
            chosen.push(Draft { span: words.span(tokens.clone()), tokens, ..draft.clone() });
        }
    }
    chosen.sort_by_key(|draft| draft.span.start);
    chosen
}

/// The free stretches of a name that hold two capitalised words, or one that the list around it parts off.
fn remainders(words: &Words<'_>, tokens: Range<usize>, taken: &[bool]) -> Vec<Range<usize>> {
    let lists = words.lists();
    let mut pieces = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end {
        let useful = |at: usize| !taken[at] && words.is_capitalised(at) && words.is_proper(at);
        if !useful(at) || lists.titles.contains(words.folded(at)) || lists.not_names.contains(words.folded(at)) {
            at += 1;
            continue;
        }
        let start = at;
        while at < tokens.end && !taken[at] && (useful(at) || words.is_joint(at)) {
            at += 1;
        }
        let parted = start > tokens.start && matches!(words.text(start - 1), "," | "and" | "/" | "–");
        if at - start >= 2 || parted {
            pieces.push(start..at);
        }
    }
    pieces
}
