//! Persons' names made whole: the parts that the general model left outside or took for several names.
//!
//! A given name or an honorific before it ("Daw", "U"), a particle with a name behind it ("de la", "al-"), and the rest of
//! a run of proper nouns belong to the name; titles and ranks do not.

use super::drafts::Draft;
use super::runs;
use super::words::Words;

/// More parts than this no name has.
const LONGEST: usize = 8;

pub fn complete(words: &Words<'_>, drafts: &mut Vec<Draft>) {
    let mut owner: Vec<Option<usize>> = vec![None; words.len()];
    for (index, draft) in drafts.iter().enumerate() {
        owner[draft.tokens.clone()].fill(Some(index));
    }
    let mut swallowed = vec![false; drafts.len()];
    for index in 0..drafts.len() {
        let draft = &drafts[index];
        if draft.kind != "PERSON" || swallowed[index] || draft.id.is_some() || draft.tokens.is_empty() {
            continue;
        }
        let mut tokens = draft.tokens.clone();
        let may_take = |at: usize, drafts: &[Draft]| match owner[at] {
            None => true,
            Some(other) => {
                let other = &drafts[other];
                let part = matches!(other.kind, "PERSON" | "GPE" | "ORG") && other.id.is_none();
                part && (!other.fixed || other.kind == "PERSON")
            }
        };
        while tokens.start > 0 && tokens.len() < LONGEST && begins(words, tokens.start - 1, tokens.start) {
            if !may_take(tokens.start - 1, drafts) {
                break;
            }
            tokens.start -= 1;
        }
        while tokens.len() < LONGEST {
            let Some(end) = goes_on(words, tokens.end - 1) else { break };
            let free = (tokens.end..end).all(|at| may_take(at, drafts));
            // Another person's name of several words is another person, or a name cut in two: both parts then touch.
            if !free {
                break;
            }
            tokens.end = end;
        }
        if tokens == drafts[index].tokens {
            continue;
        }
        // What is taken in goes in whole.
        for at in tokens.clone() {
            if let Some(other) = owner[at].filter(|&other| other != index) {
                let inside = &drafts[other].tokens;
                tokens = tokens.start.min(inside.start)..tokens.end.max(inside.end);
                swallowed[other] = true;
            }
        }
        owner[tokens.clone()].fill(Some(index));
        drafts[index].span = words.span(tokens.clone());
        drafts[index].tokens = tokens;
    }
    let mut index = 0;
    drafts.retain(|_| {
        index += 1;
        !swallowed[index - 1]
    });
}

/// The word before a name belongs to it: a given name, an honorific, a leading particle.
fn begins(words: &Words<'_>, at: usize, next: usize) -> bool {
    let (lists, word) = (words.lists(), words.folded(at));
    let whole = words.same_sentence(at, next) && words.is_capitalised(at) && words.is_capitalised(next);
    let letters = words.text(at).starts_with(char::is_alphanumeric);
    if !whole || !letters || words.is_title_case(at) {
        return false;
    }
    let honorific = lists.around.honorifics.contains(word) && (words.is_proper(at) || word.len() <= 4);
    let given = words.is_proper(at) && lists.given.contains(word) && !lists.titles.contains(word);
    // "Egianus Kogoya": the parser knows a first name even where nobody else does.
    let compound = words.is_proper(at)
        && words.dep(at) == "compound"
        && words.label(at).is_empty()
        && (next..next + LONGEST).contains(&words.head(at))
        && !words.is_acronym(at)
        && !lists.titles.contains(word.trim_end_matches('.'))
        && !lists.around.addresses.contains(word.trim_end_matches('.'))
        && !lists.not_names.contains(word)
        && runs::class_of(words, at).is_none()
        && at.checked_sub(1).is_none_or(|before| !words.same_sentence(before, at) || !words.is_proper(before));
    honorific || given || compound || lists.leading_particles.contains(word) && words.is_proper(at)
}

/// Where the next part of a name ends that goes on behind this token.
fn goes_on(words: &Words<'_>, last: usize) -> Option<usize> {
    let lists = words.lists();
    let part = |at: usize| {
        words.same_sentence(last, at)
            && words.is_capitalised(at)
            && (words.is_proper(at) || words.is_joined(at))
            && !words.is_title_case(at)
            && !lists.titles.contains(words.folded(at).trim_end_matches('.'))
            && !lists.not_names.contains(words.folded(at))
            && runs::class_of(words, at).is_none()
            && !words.is_acronym(at)
    };
    // A name does not go on behind its punctuation.
    if words.text(last).ends_with(['.', ',']) && words.text(last).len() > 2 {
        return None;
    }
    if part(last + 1) {
        return Some(last + 2);
    }
    let mut at = last + 1;
    while at <= last + 3 && lists.around.inner.contains(words.folded(at)) && !words.is_capitalised(at) {
        at += 1;
        if words.is_joint(at) {
            at += 1;
        }
    }
    (at > last + 1 && part(at)).then_some(at + 1)
}
