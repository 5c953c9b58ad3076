//! The general model's names, with their edges put right.
//!
//! Footnote marks, brackets and titles are cut off, names broken at a particle or a hyphen are joined ("Deir" + "ez-Zor"),
//! lists taken for one name are split at their commas, and what is no name at all (weapons, units, handles) is left out.

use std::ops::Range;

use super::runs;
use super::words::Words;
use crate::model::Span;

#[derive(Clone, Debug)]
pub struct Mended {
    pub tokens: Range<usize>,
    pub span: Span,
    pub label: &'static str,
}

/// Types of the model that are not names of anyone or anything.
pub fn is_value(label: &str) -> bool {
    matches!(label, "DATE" | "TIME" | "PERCENT" | "MONEY" | "QUANTITY" | "ORDINAL" | "CARDINAL")
}

pub fn find(words: &Words<'_>) -> Vec<Mended> {
    let mut mended: Vec<Mended> = Vec::new();
    for raw in words.context.syntax.entities.iter().filter(|raw| !is_value(raw.label)) {
        for tokens in pieces(words, raw.tokens.clone(), raw.label) {
            if let Some(name) = mend(words, tokens, raw.label) {
                match mended.last() {
                    Some(last) if last.span.overlaps(name.span) => {
                        // Both were completed to the same name: the longer one stands.
                        if name.span.len() > last.span.len() {
                            mended.pop();
                            mended.push(name);
                        }
                    }
                    _ => mended.push(name),
                }
            }
        }
    }
    mended
}

/// A list that the model took for one organisation or place, split where it has commas.
fn pieces(words: &Words<'_>, tokens: Range<usize>, label: &str) -> Vec<Range<usize>> {
    let comma = |at: &usize| matches!(words.text(*at), "," | ";" | "/");
    if label == "WORK_OF_ART" || !tokens.clone().any(|at| comma(&at)) {
        return known_pair(words, tokens.clone())
            .or_else(|| joined_places(words, tokens.clone(), label))
            .unwrap_or_else(|| vec![tokens]);
    }
    let mut pieces = Vec::new();
    let mut start = tokens.start;
    for at in tokens.clone().filter(comma).chain([tokens.end]) {
        if start < at {
            let piece = start..at;
            match known_pair(words, piece.clone()) {
                Some(parts) => pieces.extend(parts),
                None => pieces.push(piece),
            }
        }
        start = at + 1;
    }
    pieces
}

/// "Bentiu and Malakal": two names that the gazetteer knows, where it does not know them as one.
fn known_pair(words: &Words<'_>, tokens: Range<usize>) -> Option<Vec<Range<usize>>> {
    let and = tokens.clone().find(|&at| matches!(words.text(at), "and" | "&"))?;
    let (left, right) = (tokens.start..and, and + 1..tokens.end);
    if left.is_empty() || right.is_empty() || left.len() > 3 || right.len() > 3 {
        return None;
    }
    let known = |tokens: Range<usize>| {
        let capitalised = tokens.clone().all(|at| words.is_capitalised(at) || words.is_joint(at));
        capitalised && words.context.lexicon.gazetteer.is_known_name(&words.key(tokens))
    };
    let single = left.len() == 1 && right.len() == 1 && !words.is_acronym(left.start) && !words.is_acronym(right.start);
    let (one, other) = (known(left.clone()), known(right.clone()));
    let whole = words.context.lexicon.gazetteer.is_known_name(&words.key(tokens));
    (!whole && (one && other || single && (one || other))).then(|| vec![left, right])
}

/// "Kafraya & Foua": no place has such a sign in its name; a person and an abbreviation do not make one body either.
fn joined_places(words: &Words<'_>, tokens: Range<usize>, label: &str) -> Option<Vec<Range<usize>>> {
    let and = tokens.clone().find(|&at| words.text(at) == "&")?;
    let (left, right) = (tokens.start..and, and + 1..tokens.end);
    let mixed = left.len() > 1 && right.len() == 1 && words.is_acronym(right.start);
    let parts = !left.is_empty() && !right.is_empty() && (label == "GPE" || mixed);
    parts.then(|| vec![left, right])
}

/// "Rice farmers were tied up", "Cholera is confirmed": an ordinary word whose capital only opens its sentence.
fn is_ordinary_opening(words: &Words<'_>, at: usize, label: &str) -> bool {
    let opens = at == 0 || !words.same_sentence(at - 1, at);
    let next = at + 1;
    if !opens
        || !words.is_common(at)
        || words.is_acronym(at)
        || words.is_in_capitals(at)
        || !words.same_sentence(at, next)
    {
        return false;
    }
    let around = &words.lists().around;
    let lower = !words.is_capitalised(next);
    let noun = lower && matches!(words.tag(next), "NNS" | "NN");
    let verb = lower && matches!(words.tag(next), "VBZ" | "VBD" | "VBP") && !around.speaks.contains(words.lemma(next));
    let told = match label {
        "PERSON" => noun && words.tag(next) == "NNS",
        "ORG" | "PRODUCT" => noun || verb && words.lemma(next) == "be",
        _ => false,
    };
    told && !words.is_name_elsewhere(at)
}

fn mend(words: &Words<'_>, mut tokens: Range<usize>, label: &'static str) -> Option<Mended> {
    let lists = words.lists();
    // Front: articles, prepositions, quotation marks and, before persons, titles.
    while tokens.start < tokens.end {
        let at = tokens.start;
        let word = words.folded(at);
        let more = tokens.end - at > 1;
        let plain = word.trim_end_matches('.');
        let address = lists.around.addresses.contains(plain) && !lists.around.weak_addresses.contains(plain);
        let occupation = tokens.end - at > 2 && lists.professions.contains(word) && !lists.given.contains(word);
        let title = label == "PERSON"
            && more
            && (lists.titles.contains(word) || address || occupation)
            && !lists.particles.contains(word);
        let loose =
            matches!(words.tag(at), "IN" | "DT" | "RB" | "CC" | "TO" | "PRP" | "PRP$" | "VBD" | "VBZ" | "WDT" | "POS")
                && !lists.particles.contains(word)
                || word.is_empty()
                || !words.text(at).starts_with(|letter: char| letter.is_alphanumeric());
        if word == "near" || word == "the" || title || loose {
            tokens.start += 1;
        } else {
            break;
        }
    }
    // Back: possessives, punctuation, lower-case nouns that only describe.
    while tokens.start < tokens.end {
        let at = tokens.end - 1;
        let word = words.folded(at);
        let describes = tokens.end - tokens.start > 1
            && !words.is_capitalised(at)
            && words.tag(at).starts_with("NN")
            && (lists.divisions.contains(word) || lists.group_nouns.contains(word) || lists.force(word).is_some());
        // "ICRC helo": behind an abbreviation a small noun is no part of the name.
        let describes = describes
            || tokens.end - tokens.start == 2
                && words.is_acronym(tokens.start)
                && !words.is_capitalised(at)
                && words.tag(at).starts_with("NN");
        if words.tag(at) == "POS"
            || word.is_empty()
            || describes
            || matches!(words.tag(at), "," | "." | ":" | "-LRB-" | "CC" | "IN" | "DT")
        {
            tokens.end -= 1;
        } else {
            break;
        }
    }
    if tokens.is_empty() {
        return None;
    }
    let tokens = complete(words, tokens);
    let mut span = words.span(tokens.clone());
    let text = span.of(words.context.text);
    // "officer.[3", "Qanbar(Arabic": the name ends where the mark begins.
    if let Some(cut) = text.find(['[', '(', '@', '|', '<', '{']) {
        span = Span::new(span.start as usize, span.start as usize + cut);
    }
    let kept =
        span.of(words.context.text).trim_end_matches([',', '.', ';', ':', ' ', '"', '“', '”', '\u{200e}', '\u{200f}']);
    let abbreviation =
        kept.len() < span.len() && span.of(words.context.text)[kept.len()..].starts_with('.') && kept.contains('.');
    let end = span.start as usize + kept.len() + usize::from(abbreviation);
    span = Span::new(span.start as usize, end);
    let text = span.of(words.context.text);
    let tokens = words.tokens_in(span);
    if text.is_empty() || tokens.is_empty() {
        return None;
    }
    let capital = tokens.clone().any(|at| words.is_capitalised(at) || words.text(at).contains(char::is_uppercase));
    let latin = text.chars().any(|letter| letter.is_ascii_alphabetic());
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if !capital || !latin || text.contains("://") || label == "PERSON" && digits > 0 || digits * 2 > text.len() {
        return None;
    }
    if lists.not_names.contains(&words.key(tokens.clone())) && !matches!(label, "GPE" | "NORP") {
        return None;
    }
    // A rank, or a noun for a force at the head of a sentence, is the name of nobody: "Brig.", "Army retakes town".
    if let [only] = tokens.clone().collect::<Vec<_>>()[..] {
        let word = words.folded(only).trim_end_matches('.');
        let opens = only == 0 || !words.same_sentence(only - 1, only) || words.is_in_capitals(only);
        let rank = lists.around.addresses.contains(word) && lists.titles.contains(word) && label == "PERSON";
        if is_ordinary_opening(words, only, label) {
            return None;
        }
        if rank || opens && label != "GPE" && lists.force(word).is_some() {
            return None;
        }
    }
    // "Bandits Raid Gusau Suburb": a heading, not a person of four names.
    let heading = label == "PERSON" && tokens.len() > 2 && words.is_title_case(tokens.start);
    if heading && tokens.clone().any(|at| lists.force(words.folded(at)).is_some()) {
        return None;
    }
    let last = tokens.end - 1;
    let body = tokens.len() > 2
        && lists.organisations.contains(words.folded(tokens.start))
        && matches!(words.folded(tokens.start + 1), "of" | "for" | "on");
    let through = tokens.clone().any(|at| {
        words.is_joint(at) && lists.around.hyphenated.contains(words.folded(at + 1)) && words.is_joint(at + 2)
    });
    let label = if through && matches!(label, "PERSON" | "ORG") && !lists.given.contains(words.folded(tokens.start)) {
        "GPE"
    } else {
        label
    };
    let built = tokens.len() > 2
        && lists.facilities.contains(words.folded(tokens.start))
        && words.folded(tokens.start + 1) == "of";
    let label = match runs::class_of(words, last) {
        _ if body => "ORG",
        _ if built && label == "ORG" => "FAC",
        Some(class) if tokens.len() > 1 && label != "WORK_OF_ART" => class,
        _ => label,
    };
    Some(Mended { tokens, span, label })
}

/// Takes in particles and hyphenated parts that the model left outside: "Deir" of "Deir ez-Zor", "al-" of "al-Sukhna".
pub fn complete(words: &Words<'_>, mut tokens: Range<usize>) -> Range<usize> {
    let lists = words.lists();
    // Names have few parts; the bound keeps a page of hyphens from being walked again and again.
    for _ in 0..4 {
        let start = tokens.start;
        let last = tokens.end - 1;
        let before = start.checked_sub(1).filter(|&at| words.same_sentence(at, start));
        if let Some(at) = before {
            let particle = |at: usize| {
                lists.leading_particles.contains(words.folded(at)) || lists.particles.contains(words.folded(at))
            };
            if words.is_joint(at) && at > 0 && particle(at - 1) {
                tokens.start = at - 1;
                continue;
            }
            if lists.leading_particles.contains(words.folded(at))
                && words.is_capitalised(at)
                && words.is_capitalised(start)
            {
                tokens.start = at;
                continue;
            }
            // "Dayr az" + "Zawr": the article stands apart, in small letters.
            if lists.particles.contains(words.folded(at))
                && !words.is_capitalised(at)
                && words.is_capitalised(start)
                && at > 0
                && lists.leading_particles.contains(words.folded(at - 1))
                && words.is_capitalised(at - 1)
            {
                tokens.start = at - 1;
                continue;
            }
            // "Deir" + "ez-Zor": the name was cut at the joint of article and noun.
            if lists.particles.contains(words.folded(start))
                && words.is_capitalised(at)
                && words.is_proper(at)
                && words.is_joint(start + 1)
                && !words.is_title_case(at)
            {
                tokens.start = at;
                continue;
            }
        }
        let next = last + 1;
        if words.same_sentence(last, next) {
            if words.is_joint(next) && words.is_capitalised(next + 1) && lists.particles.contains(words.folded(last)) {
                tokens.end = next + 2;
                continue;
            }
            if lists.leading_particles.contains(words.folded(last))
                && words.is_capitalised(next)
                && words.is_proper(next)
            {
                tokens.end = next + 1;
                continue;
            }
            // "Croix-des-Bouquets", "Châlons-sur-Marne".
            if words.is_joint(next)
                && lists.around.hyphenated.contains(words.folded(next + 1))
                && words.is_joint(next + 2)
                && words.is_capitalised(next + 3)
            {
                tokens.end = next + 4;
                continue;
            }
            let article = lists.particles.contains(words.folded(next))
                && words.is_joint(next + 1)
                && words.is_capitalised(next + 2);
            if article && words.is_proper(last) {
                tokens.end = next + 3;
                continue;
            }
        }
        break;
    }
    tokens
}
