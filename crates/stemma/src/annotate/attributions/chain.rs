//! Who the speaker is beyond the words, and through whom the words came: speaker → carrier.
//!
//! "the statement" is its author's statement; "the source" is the one introduced before; "he told VOA" makes VOA the
//! carrier of all that the same person says in the article. Where nothing is certain, the words stay as they are.

use std::collections::HashMap;

use crate::annotate::names::Names;
use crate::annotate::{Context, grammar};
use crate::model::{Attribution, Carrier, Span};

pub fn resolve(context: &Context<'_>, names: &Names, attributions: &mut [(usize, Attribution)]) {
    let mut memory = Memory::default();
    for (word, attribution) in attributions.iter_mut() {
        attribution.speaker =
            attribution.source.first().and_then(|source| speaker(context, names, *source, &mut memory));
        if attribution.speaker.is_some() || attribution.source.is_empty() {
            attribution.carriers = carriers(context, names, *word, attribution.source.first().copied());
        }
        if let Some(speaker) = &attribution.speaker
            && let Some(carrier) = attribution.carriers.first()
        {
            memory.carrier_of.entry(speaker.clone()).or_insert_with(|| carrier.clone());
        }
        if let Some(speaker) = &attribution.speaker {
            memory.note_author(context, *word, speaker);
        }
    }
    // An interview is one: what the same person says elsewhere in the article went the same way.
    for (_, attribution) in attributions.iter_mut().filter(|(_, attribution)| attribution.carriers.is_empty()) {
        let carrier = attribution.speaker.as_ref().and_then(|speaker| memory.carrier_of.get(speaker));
        attribution.carriers.extend(carrier.cloned());
    }
}

#[derive(Default)]
struct Memory {
    /// The first carrier of each speaker.
    carrier_of: HashMap<String, Carrier>,
    /// Unnamed speakers by their head noun: "source" → "A military source".
    unnamed: HashMap<String, String>,
    /// Texts that speak, by their noun: "statement" → "Islamic State statement".
    texts: HashMap<String, String>,
}

impl Memory {
    /// "In a statement, X called on": X is the author of the statement that later sentences speak of.
    fn note_author(&mut self, context: &Context<'_>, verb: usize, speaker: &str) {
        let (syntax, words) = (context.syntax, &context.lexicon.reporting);
        for (_, object) in grammar::verb_frame(syntax, verb).prepositions {
            let lemma = syntax.tokens[object].lemma.to_lowercase();
            if words.texts.contains(&lemma) {
                let name = format!("{speaker} {lemma}");
                self.texts.insert(lemma, name);
            }
        }
    }
}

fn speaker(context: &Context<'_>, names: &Names, source: Span, memory: &mut Memory) -> Option<String> {
    let (syntax, words) = (context.syntax, &context.lexicon.reporting);
    let head = syntax.head_of(source)?;
    let token = &syntax.tokens[head];
    let lemma = token.lemma.to_lowercase();
    if words.texts.contains(&lemma) && names.entities.iter().all(|entity| !entity.span.contains(token.span)) {
        if let Some(author) = author_of(context, names, head) {
            let name = format!("{author} {lemma}");
            memory.texts.insert(lemma, name.clone());
            return Some(name);
        }
        let definite = syntax
            .child(head, &["det", "poss"])
            .is_some_and(|det| matches!(syntax.tokens[det].lemma.as_str(), "the" | "this" | "that" | "its" | "their"));
        if definite && let Some(name) = memory.texts.get(&lemma) {
            return Some(name.clone());
        }
        return Some(plain(context, source));
    }
    // "it read": the text that spoke last.
    if token.pos == "PRON" {
        return name_at(context, names, token.span);
    }
    if let Some(name) = name_at(context, names, token.span) {
        return Some(name);
    }
    if words.unnamed.contains(&lemma) {
        let indefinite = syntax
            .child(head, &["det"])
            .is_none_or(|det| !matches!(syntax.tokens[det].lemma.to_lowercase().as_str(), "the" | "this" | "that"));
        if !indefinite && let Some(known) = memory.unnamed.get(&lemma) {
            return Some(known.clone());
        }
        let name = plain(context, source);
        memory.unnamed.entry(lemma).or_insert_with(|| name.clone());
        return Some(name);
    }
    Some(plain(context, source))
}

fn plain(context: &Context<'_>, source: Span) -> String {
    source.of(context.text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn name_at(context: &Context<'_>, names: &Names, span: Span) -> Option<String> {
    let entity = names.at(span)?;
    Some(entity.name.clone().unwrap_or_else(|| plain(context, entity.span)))
}

/// Who made a text: "a statement released by the group", "an army statement", "X's report".
fn author_of(context: &Context<'_>, names: &Names, head: usize) -> Option<String> {
    let syntax = context.syntax;
    for child in syntax.children(head) {
        let token = &syntax.tokens[child];
        let found = match token.dep {
            "poss" | "compound" | "nmod" | "amod" => name_at(context, names, token.span),
            "prep" | "agent" if matches!(token.lemma.as_str(), "by" | "from") => {
                syntax.child(child, &["pobj"]).and_then(|object| name_at(context, names, syntax.tokens[object].span))
            }
            "acl" | "relcl" => {
                let maker = matches!(
                    token.lemma.as_str(),
                    "release" | "issue" | "publish" | "write" | "make" | "sign" | "post" | "send" | "distribute"
                );
                let agent = grammar::verb_frame(syntax, child).subjects.into_iter().find(|&agent| agent != head);
                agent.filter(|_| maker).and_then(|agent| name_at(context, names, syntax.tokens[agent].span))
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Through whom the words came, nearest to the speaker first.
fn carriers(context: &Context<'_>, names: &Names, word: usize, source: Option<Span>) -> Vec<Carrier> {
    let (syntax, lexicon) = (context.syntax, context.lexicon);
    let mut found: Vec<Carrier> = Vec::new();
    let mut add = |span: Span, name: String| {
        if !found.iter().any(|carrier| carrier.name == name) {
            found.push(Carrier { name, span });
        }
    };
    // "told AFP", "said in an interview with VOA"
    let frame = grammar::verb_frame(syntax, word);
    let told = frame.objects.iter().copied().chain(syntax.child(word, &["dative"]));
    let with = frame
        .prepositions
        .iter()
        .filter(|(preposition, _)| {
            matches!(syntax.tokens[*preposition].lemma.as_str(), "to" | "with" | "in" | "on" | "by")
        })
        .map(|(_, object)| *object);
    let inner: Vec<usize> = with
        .flat_map(|object| {
            std::iter::once(object)
                .chain(grammar::noun_prepositions(syntax, object).into_iter().map(|(_, inner)| inner))
        })
        .collect();
    for head in told.chain(inner) {
        let span = syntax.tokens[head].span;
        let entity = names.entities.iter().find(|entity| entity.span.overlaps(span));
        let words = entity.map_or(span, |entity| entity.span);
        if let Some(agency) = lexicon.agencies.find(words.of(context.text)) {
            add(words, agency.name.clone());
        }
    }
    // "the statement, obtained by A from B, warns": B had it, then A.
    if let Some(head) = source.and_then(|source| syntax.head_of(source)) {
        for child in syntax.children(head).filter(|&child| matches!(syntax.tokens[child].dep, "acl" | "relcl")) {
            if !lexicon.reporting.obtained.contains(&syntax.tokens[child].lemma) {
                continue;
            }
            let frame = grammar::verb_frame(syntax, child);
            for (_, object) in
                frame.prepositions.iter().filter(|(preposition, _)| syntax.tokens[*preposition].lemma == "from")
            {
                let span = super::source_span(syntax, *object);
                add(span, plain(context, span));
            }
            for &agent in frame.subjects.iter().filter(|&&agent| agent != head) {
                let name = name_at(context, names, syntax.tokens[agent].span);
                let author = author_of(context, names, head);
                let name = name.unwrap_or_else(|| plain(context, super::source_span(syntax, agent)));
                if author.as_ref() != Some(&name) {
                    add(super::source_span(syntax, agent), name);
                }
            }
        }
    }
    found
}
