//! Names that the general model does not see at all, where grammar and knowledge agree on what they are: "took Gao",
//! "fled towards Loikaw", "arrested Ovidio Guzmán López".
//!
//! Looks only at capitalised words that nothing else has claimed, never at headlines, and leaves out whatever only one
//! kind of evidence speaks for.

use std::ops::Range;

use super::drafts::Draft;
use super::register::Found;
use super::vote::{self, Ballot, Class};
use super::words::Words;
use super::{mending, runs, surroundings};

/// Longest run of capitalised words that is read as one name.
const LONGEST: usize = 5;

pub fn find(words: &Words<'_>, drafts: &[Draft], found: &Found<'_>) -> Vec<Draft> {
    let mut taken = vec![false; words.len()];
    let mut places = vec![false; words.len()];
    let mut persons = vec![false; words.len()];
    for draft in drafts {
        persons[draft.tokens.clone()].fill(draft.kind == "PERSON" && draft.tokens.len() > 1);
        taken[draft.tokens.clone()].fill(true);
        places[draft.tokens.clone()].fill(matches!(draft.kind, "GPE" | "LOC"));
    }
    let mut more = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some(tokens) = run_at(words, &taken, at) else {
            at += 1;
            continue;
        };
        at = tokens.end;
        let beside_person = tokens.len() > 1 && is_beside(words, tokens.clone(), &persons);
        let kind = kind_of(words, tokens.clone(), found, &places).or(beside_person.then_some("PERSON"));
        if let Some(kind) = kind {
            places[tokens.clone()].fill(kind == "GPE");
            let span = words.span(tokens.clone());
            more.push(Draft { span, tokens, kind, id: None, name: None, fixed: false });
        }
    }
    more
}

/// "Aung Gyi and Tin Oo": the other side of a conjunction.
fn is_beside(words: &Words<'_>, tokens: Range<usize>, named: &[bool]) -> bool {
    let and = |at: usize| matches!(words.text(at), "and" | "or" | "&") && words.same_sentence(tokens.start, at);
    let (at, end) = (tokens.start, tokens.end);
    at >= 2 && and(at - 1) && named[at - 2] || end + 1 < named.len() && and(end) && named[end + 1]
}

/// What the model takes for a product, a work or a happening, and the words around it for a place or a person: "Insurgents
/// captured Vuhledar". A work that is no quotation and holds a preposition ("Bangui on Palm Sunday") is no name at all.
pub fn reread(words: &Words<'_>, drafts: &mut Vec<Draft>, found: &Found<'_>) {
    let mut places = vec![false; words.len()];
    for draft in drafts.iter() {
        places[draft.tokens.clone()].fill(matches!(draft.kind, "GPE" | "LOC"));
    }
    let doubtful =
        |draft: &Draft| !draft.fixed && matches!(draft.kind, "PRODUCT" | "WORK_OF_ART" | "EVENT" | "LAW" | "LANGUAGE");
    drafts.retain(|draft| {
        let quoted = draft.tokens.start.checked_sub(1).is_some_and(|at| matches!(words.tag(at), "``" | "''"));
        let phrase = draft.tokens.clone().any(|at| words.tag(at) == "IN" && !words.is_capitalised(at));
        !(doubtful(draft) && draft.kind == "WORK_OF_ART" && phrase && !quoted)
    });
    for draft in drafts.iter_mut().filter(|draft| doubtful(draft)) {
        let named = |at: usize| words.is_proper(at) && words.is_capitalised(at) && words.text(at).len() > 1;
        if draft.tokens.len() <= 3 && draft.tokens.clone().all(named) && !words.is_title_case(draft.tokens.start) {
            draft.kind = kind_of(words, draft.tokens.clone(), found, &places).unwrap_or(draft.kind);
        }
    }
}

/// Proper nouns in a row that nobody claims, and that do not stand within a longer name.
fn run_at(words: &Words<'_>, taken: &[bool], at: usize) -> Option<Range<usize>> {
    let lists = words.lists();
    let part = |at: usize| {
        !taken[at] && words.is_proper(at) && words.is_capitalised(at) && !lists.not_names.contains(words.folded(at))
    };
    let start = words.is_capitalised(at) && !taken[at] && !words.is_title_case(at);
    if start && !words.is_proper(at) && is_taken_by_verb(words, at) && (at + 1 >= taken.len() || !part(at + 1)) {
        return Some(at..at + 1);
    }
    let honorific = start && lists.around.honorifics.contains(words.folded(at)) && at + 1 < taken.len() && part(at + 1);
    if !(part(at) || honorific)
        || words.is_title_case(at)
        || lists.titles.contains(words.folded(at).trim_end_matches('.'))
    {
        return None;
    }
    let mut end = at + 1;
    while end < words.len() && end - at < LONGEST && words.same_sentence(at, end) {
        let inner = lists.around.inner.contains(words.folded(end)) && !words.is_capitalised(end);
        if part(end) || words.is_joint(end) && !taken[end + 1] || inner && end + 1 < words.len() && part(end + 1) {
            end += 1;
        } else {
            break;
        }
    }
    let whole = |at: usize| {
        !words.same_sentence(at, end - 1)
            || !words.is_proper(at)
            || taken[at]
            || lists.not_names.contains(words.folded(at))
            || lists.titles.contains(words.folded(at).trim_end_matches('.'))
    };
    if words.is_joint(end - 1) || words.is_joint(end) {
        return None;
    }
    let parted = at == 0 || whole(at - 1) && !words.is_joint(at - 1);
    let closed = end >= words.len() || whole(end);
    (parted && closed && runs::class_of(words, end - 1).is_none()).then_some(at..end)
}

/// "GROZNY. Tanks entered", "Monrovia - Shells fell": the dateline at the head of a block.
fn opens_block(words: &Words<'_>, tokens: Range<usize>) -> bool {
    let sentences = &words.context.syntax.sentences;
    let Some(sentence) = sentences.get(words.sentence(tokens.start)) else { return false };
    let first = sentence.tokens.start == tokens.start
        && words.sentence(tokens.start).checked_sub(1).is_none_or(|before| sentences[before].block != sentence.block);
    first && matches!(words.text(tokens.end), "." | "—" | "–" | "-" | "--" | "(" | ":")
}

/// "had entered Bakhmut": a word that the tagger does not take for a name, capitalised behind a verb of taking.
fn is_taken_by_verb(words: &Words<'_>, at: usize) -> bool {
    let Some(verb) = at.checked_sub(1).filter(|&verb| words.same_sentence(verb, at)) else { return false };
    let function = matches!(words.tag(at), "PRP" | "PRP$" | "DT" | "IN" | "CC" | "CD" | "WDT" | "WP" | "TO" | "MD");
    words.tag(verb).starts_with("VB")
        && !function
        && !words.is_acronym(at)
        && words.lists().around.takes_places.contains(words.lemma(verb))
}

fn kind_of(words: &Words<'_>, tokens: Range<usize>, found: &Found<'_>, places: &[bool]) -> Option<&'static str> {
    let key = words.key(tokens.clone());
    let gazetteer = &words.context.lexicon.gazetteer;
    if key.chars().filter(|letter| letter.is_alphabetic()).count() < 3 || gazetteer.words().never.contains(&key) {
        return None;
    }
    if words.lists().not_names.contains(&key) {
        return None;
    }
    let mut ballot = Ballot::default();
    surroundings::listen(words, tokens.clone(), &mut ballot);
    vote::beside_country(words, tokens.clone(), found, &mut ballot);
    // "Nduga, Papua", "Kenyam, Mugi and Yal": in a row of places.
    let (at, end) = (tokens.start, tokens.end);
    let link = |at: usize| matches!(words.text(at), "," | "and" | "or") && words.same_sentence(tokens.start, at);
    let in_row = at >= 2 && link(at - 1) && places[at - 2] || end + 1 < places.len() && link(end) && places[end + 1];
    // Most words are told by nothing around them: the gazetteer need not be asked.
    if !in_row && !opens_block(words, tokens.clone()) && ballot.place + ballot.may_be_place < 0.4 && ballot.person < 0.6
    {
        return None;
    }
    let known = vote::known_place(words, &key, found);
    if in_row {
        ballot.add(Class::Place, if known >= 0.15 { 1.0 } else { 0.6 });
        // "Kenyam, Mugi and Yal": a place before it, and the row goes on behind it.
        let amid = at >= 2 && link(at - 1) && places[at - 2] && link(end) && words.is_capitalised(end + 1);
        ballot.add(Class::Place, if amid { 0.6 } else { 0.0 });
    }
    if known >= 0.5 && opens_block(words, tokens.clone()) {
        ballot.add(Class::Place, 1.0);
    }
    // "the Sankore quarter" is no date, "in May" is one.
    let value = tokens.len() == 1 && mending::is_value(words.label(tokens.start));
    if value && ballot.place < 2.0 {
        return None;
    }
    let place = ballot.place + ballot.may_be_place;
    // "in Counter-IED training": where the name only describes a noun, what stands before is said of the noun.
    let last = tokens.end - 1;
    let describes = words.dep(last) == "compound" && words.head(last) > last && !words.is_capitalised(words.head(last));
    let sure = if describes { 2.4 } else { 1.5 };
    let is_place = ballot.place >= sure
        || in_row && place >= 1.2
        || ballot.place >= 0.9 && known >= 0.15
        || place >= 0.7 && known >= 0.3
        || known >= 1.2 && place >= 0.4;
    if is_place && place > ballot.person.max(ballot.organisation) {
        return Some("GPE");
    }
    // Two proper nouns of which one speaks or is shot are a person; of a single one more must be known.
    let acts = tokens.len() == 1 && words.dep(last).starts_with("nsubj") && surroundings::is_lone_surname(words, last);
    let enough = if tokens.len() >= 2 || acts { 0.6 } else { 2.2 };
    (ballot.person >= enough && ballot.person > place && ballot.winner() == Class::Person).then_some("PERSON")
}
