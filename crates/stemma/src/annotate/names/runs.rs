//! Names told by a class noun: "Samarra Barrage", "Lake Chad", "Sons of Raqqa Brigade", "Operation Steel Curtain".
//!
//! A run of capitalised words that ends (or begins) with a noun of a class has the type of that class, whatever the
//! general model takes it for. A headline in capitals throughout tells nothing, so no run is read there.

use std::ops::Range;

use super::words::Words;

#[derive(Clone, Debug)]
pub struct Run {
    pub tokens: Range<usize>,
    pub kind: &'static str,
}

pub fn find(words: &Words<'_>) -> Vec<Run> {
    let mut runs = lone_bodies(words);
    runs.extend(titled(words));
    let mut at = 0;
    while at < words.len() {
        let begins = is_part(words, at)
            || matches!(words.folded(at), "operation" | "exercise")
                && words.is_capitalised(at)
                && words.is_proper(at + 1);
        if !begins || words.is_title_case(at) {
            at += 1;
            continue;
        }
        let start = at;
        while at < words.len()
            && words.same_sentence(start, at)
            && (at == start || is_part(words, at) || words.is_joint(at))
        {
            at += 1;
        }
        read(words, start..at, &mut runs);
    }
    runs
}

/// "the Coalition": a noun for an alliance that the text writes as a name.
fn lone_bodies(words: &Words<'_>) -> Vec<Run> {
    let is_body = |&at: &usize| {
        matches!(words.folded(at), "coalition" | "alliance")
            && words.is_capitalised(at)
            && !words.is_title_case(at)
            && words.same_sentence(at - 1, at)
            && (!words.is_capitalised(at - 1) || words.folded(at - 1) == "the")
    };
    (1..words.len()).filter(is_body).map(|at| Run { tokens: at..at + 1, kind: "ORG" }).collect()
}

/// "Mr Alzoubi", "Special Advisor Thames": who is addressed is a person, whether or not the model saw a name.
fn titled(words: &Words<'_>) -> Vec<Run> {
    let (lists, around) = (words.lists(), &words.lists().around);
    let mut runs = Vec::new();
    for at in 0..words.len() {
        let title = words.folded(at).trim_end_matches('.');
        if !around.addresses.contains(title) || !words.is_capitalised(at) || words.is_title_case(at) {
            continue;
        }
        let start = at + 1;
        let mut end = start;
        while end - start < 7 && words.same_sentence(at, end) {
            let inner = end > start && around.inner.contains(words.folded(end)) && !words.is_capitalised(end);
            let named = words.is_proper(end) && words.is_capitalised(end) || words.is_joined(end);
            let particle = inner && words.same_sentence(at, end + 1) && words.is_capitalised(end + 1);
            if named || words.is_joint(end) || particle {
                end += 1;
            } else {
                break;
            }
        }
        let first = words.folded(start).trim_end_matches('.');
        if end <= start || lists.titles.contains(first) || class_of(words, end - 1).is_some() {
            continue;
        }
        // "Hassan Sheikh Mohamud": the title is a name here. "Sheikh Zuweid" is a town.
        let before = at.checked_sub(1).filter(|&before| words.same_sentence(before, at) && words.is_proper(before));
        let within = before.is_some_and(|before| {
            let word = words.folded(before).trim_end_matches('.');
            words.is_capitalised(before) && words.label(before) == "PERSON" && !lists.titles.contains(word)
        });
        let weak = around.weak_addresses.contains(title) && !words.text(at).ends_with('.');
        let sure = !weak || words.label(start) == "PERSON" || lists.given.contains(first);
        if let Some(end) = (start + 1..end + 1).rev().find(|&end| is_town(words, at..end)) {
            runs.push(Run { tokens: at..end, kind: "GPE" });
        } else if sure && !within {
            runs.push(Run { tokens: start..end, kind: "PERSON" });
        }
    }
    runs
}

/// "General Santos", "Sheikh Zuweid": a town of some size bears title and name together.
fn is_town(words: &Words<'_>, tokens: Range<usize>) -> bool {
    let gazetteer = &words.context.lexicon.gazetteer;
    let places = gazetteer.exact(words.span(tokens).of(words.context.text));
    let mut places = places.into_iter().take(20).filter_map(|found| gazetteer.entry(found.place));
    places.any(|place| place.listed || place.population >= 15_000)
}

fn is_part(words: &Words<'_>, at: usize) -> bool {
    words.is_capitalised(at)
        && (words.is_proper(at)
            || matches!(words.tag(at), "JJ" | "NN" | "NNS") && at > 0 && words.same_sentence(at - 1, at))
}

/// "93rd", "5th": a number that a unit bears.
fn is_ordinal(word: &str) -> bool {
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    !digits.is_empty()
        && digits.len() < 5
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && word.len() == digits.len() + 2
}

fn read(words: &Words<'_>, run: Range<usize>, runs: &mut Vec<Run>) {
    let lists = words.lists();
    let mut start = run.start;
    // Titles and measures in front do not belong to the name.
    while start < run.end
        && (lists.titles.contains(words.folded(start)) || lists.not_names.contains(words.folded(start)))
    {
        start += 1;
    }
    if start >= run.end {
        return;
    }
    let first = words.folded(start);
    if matches!(first, "operation" | "exercise") && run.end - start >= 2 {
        runs.push(Run { tokens: start..run.end, kind: "EVENT" });
        return;
    }
    if lists.ship_prefixes.contains(first) && words.is_acronym(start) && run.end - start >= 2 {
        runs.push(Run { tokens: start..run.end, kind: "PRODUCT" });
        return;
    }
    if lists.works.contains(words.folded(run.end - 1)) && run.end - start >= 2 {
        runs.push(Run { tokens: start..run.end, kind: "EVENT" });
        return;
    }
    // "Camp Aguinaldo", "Hotel Amarula", "Radio Liberty": the class stands first.
    let leading = if lists.leading_facilities.contains(first) {
        Some("FAC")
    } else if lists.leading_bodies.contains(first) {
        Some("ORG")
    } else {
        None
    };
    if let Some(kind) = leading.filter(|_| run.end - start >= 2 && !words.is_title_case(start)) {
        let numbered = words.tag(run.end) == "CD" && words.same_sentence(start, run.end);
        runs.push(Run { tokens: start..run.end + usize::from(numbered), kind });
        return;
    }
    if matches!(first, "lake" | "lakes" | "mount" | "cape" | "gulf" | "bay" | "strait" | "straits" | "sea") {
        let of = run.end == start + 1 && words.folded(run.end) == "of" && words.is_capitalised(run.end + 1);
        let end = if of { run.end + 2 } else { run.end };
        if end - start >= 2 {
            runs.push(Run { tokens: start..end, kind: "LOC" });
            return;
        }
    }
    // "62nd Battalion": a number makes a name of the class noun alone.
    // Where the model sees a longer body around it ("U.S. 5th Fleet"), that one stands.
    let longer = start.checked_sub(2).is_some_and(|at| words.label(at) == "ORG" && words.same_sentence(at, start))
        || words.label(run.end) == "ORG" && words.same_sentence(start, run.end);
    let numbered_before =
        !longer && start > 0 && words.same_sentence(start - 1, start) && is_ordinal(words.folded(start - 1));
    if run.end == start + 1 && numbered_before && class_of(words, start) == Some("ORG") {
        runs.push(Run { tokens: start - 1..run.end, kind: "ORG" });
        return;
    }
    // "166 Brigade", "Brigade 166": here the number alone is the name.
    let is_number = |at: usize| {
        let word = words.text(at);
        words.same_sentence(start, at)
            && word.len() <= 4
            && word.bytes().all(|byte| byte.is_ascii_digit())
            && word.len() >= 2
    };
    if run.end == start + 1 && lists.numbered.contains(first) && !longer {
        if start > 0 && is_number(start - 1) {
            runs.push(Run { tokens: start - 1..run.end, kind: "ORG" });
            return;
        }
        if is_number(run.end) {
            runs.push(Run { tokens: start..run.end + 1, kind: "ORG" });
            return;
        }
    }
    // The last class noun of the run ends the name; what follows it ("Bridge Monday") is another.
    for last in (start + 1..run.end).rev() {
        let kind = class_of(words, last);
        if let Some(kind) = kind {
            let numbered = kind == "ORG" && start > 0 && words.same_sentence(start - 1, start);
            let start = if numbered && is_ordinal(words.folded(start - 1)) { start - 1 } else { start };
            let start = saint_before(words, start, kind).unwrap_or(start);
            let kind = if kind == "ORG" && is_where(words, start, last) { "FAC" } else { kind };
            if let Some(end) = country_behind(words, start, last, kind) {
                runs.push(Run { tokens: start..end, kind });
                return;
            }
            // "Task Force Helmand", "Forward Operating Base Jackson", "Air Base 201": the name stands behind its class.
            let task = words.folded(last) == "force" && words.folded(last - 1) == "task";
            let goes_on = task || lists.leading_facilities.contains(words.folded(last)) || words.folded(last) == "base";
            let number = words.tag(last + 1) == "CD" && words.same_sentence(last, last + 1);
            let end = match goes_on {
                true if run.end > last + 1 && run.end - last <= 3 => run.end,
                true if number => last + 2,
                _ => last + 1,
            };
            runs.push(Run { tokens: start..end, kind });
            return;
        }
    }
}

/// "St. Peter's" before "Lutheran Church" belongs to the name.
fn saint_before(words: &Words<'_>, start: usize, kind: &str) -> Option<usize> {
    let saint = start.checked_sub(3).filter(|&at| words.same_sentence(at, start))?;
    let named = matches!(words.folded(saint).trim_end_matches('.'), "st" | "saint") && words.tag(start - 1) == "POS";
    (kind == "FAC" && named && words.is_capitalised(start - 2)).then_some(saint)
}

/// "on the lawn of the Central American University": the name of the body stands for its grounds.
fn is_where(words: &Words<'_>, start: usize, last: usize) -> bool {
    let lists = words.lists();
    let mut at = start;
    if at > 0 && words.folded(at - 1) == "the" {
        at -= 1;
    }
    let of = at.checked_sub(2).filter(|&noun| words.same_sentence(noun, last) && words.folded(at - 1) == "of");
    lists.seated.contains(words.folded(last))
        && of.is_some_and(|noun| {
            lists.around.parts_of_places.contains(words.folded(noun)) && !words.is_capitalised(noun)
        })
}

/// "Armed Forces of Liberia": the country is part of the name of its forces.
fn country_behind(words: &Words<'_>, start: usize, last: usize, kind: &str) -> Option<usize> {
    let lists = words.lists();
    let forces = kind == "ORG" && last > start && lists.of_countries.contains(words.folded(last));
    if !forces || words.folded(last + 1) != "of" || !words.same_sentence(last, last + 2) {
        return None;
    }
    let mut at = last + 2;
    at += usize::from(words.folded(at) == "the");
    let countries = &words.actors().countries;
    let is_country = |end: usize| {
        words.same_sentence(start, end - 1) && countries.find(words.span(at..end).of(words.context.text)).is_some()
    };
    (at + 1..at + 5).rev().find(|&end| is_country(end))
}

/// The type that a class noun gives to the name it ends.
pub fn class_of(words: &Words<'_>, last: usize) -> Option<&'static str> {
    let (lists, word) = (words.lists(), words.folded(last));
    if !words.is_capitalised(last) {
        return None;
    }
    if lists.works.contains(word) {
        Some("EVENT")
    } else if lists.facilities.contains(word) {
        Some("FAC")
    } else if lists.landforms.contains(word) {
        Some("LOC")
    } else if lists.organisations.contains(word) {
        Some("ORG")
    } else {
        None
    }
}
