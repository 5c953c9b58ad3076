//! Who in a page is told as a victim or speaks as a witness, and who holds an office.
//!
//! Comes in: what was read in one page. Goes out: every person of it who is in no register, with what the page says of them. It looks
//! rather too widely than too narrowly: a name that is left out in vain is a smaller fault than one that is not.

use std::collections::{BTreeMap, HashSet};

use super::spans::Spans;
use super::words::{Word, numbers, words};
use crate::lexicon::Lexicon;
use crate::lexicon::credits::name_key;
use crate::lexicon::fold;
use crate::model::{Entity, EventMention, Reading, Span};

/// A person of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The fullest name that the page gives.
    pub name: String,
    /// Harm is done to them in so many words.
    pub is_victim: bool,
    /// They stand in a sentence that tells harm or beside one, or are introduced like nobody of note on a page that does, and they neither
    /// do it nor speak of it.
    pub is_beside_harm: bool,
    /// They are the source of what is said.
    pub is_source: bool,
    /// They hold a public office.
    pub has_office: bool,
    /// They speak for a body or as an expert.
    pub has_post: bool,
    /// A person marked a page that names them as sensitive.
    pub is_marked: bool,
}

/// Where a person is named.
struct Named {
    span: Span,
    name: String,
}

/// Every person of a page who is in no register, by name.
pub fn people(reading: &Reading, lexicon: &Lexicon) -> Vec<Person> {
    let look = Look::at(reading, lexicon);
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    let byline = reading.article.byline.as_deref().map(numbers).unwrap_or_default();
    for Named { span, name } in look.named() {
        let key = fold::key(&name);
        // A credit that lost its end runs on into the page: nobody who made it has an age or is hurt in it.
        if look.credits.overlap(span) && !look.harmed.overlap(span) && !age_behind(&reading.text, span.end as usize) {
            continue;
        }
        // Whoever wrote the page speaks of others: they are neither witness nor victim of what they tell.
        let of_name = numbers(&name);
        let wrote = of_name.len() > 1 && byline.windows(of_name.len()).any(|words| words == of_name);
        let person = people.entry(key.clone()).or_insert_with(|| Person { name, ..Person::default() });
        let is_source = look.is_source(span);
        let (has_office, has_post) = look.office(span, is_source);
        person.has_office |= has_office;
        person.has_post |= has_post;
        person.is_victim |= look.harmed.overlap(span);
        person.is_source |= is_source && !wrote;
        let is_beside = look.harm.overlap(span) || !look.harm.is_empty() && look.is_introduced(span);
        person.is_beside_harm |= is_beside && !is_source && !wrote && !look.doers.overlap(span);
    }
    // A word that also stands with a small letter is hardly somebody's only name.
    let small: HashSet<u64> =
        words(&reading.text).iter().filter(|word| word.is_small).map(|word| word.number).collect();
    let is_word = |person: &Person| matches!(numbers(&person.name)[..], [only] if small.contains(&only));
    people.into_values().filter(|person| person.is_victim || !is_word(person)).collect()
}

/// The outlets of a page, as others may name them: its own, and the one that stands behind its writers ("By X, Sahel Wire").
pub fn outlets(reading: &Reading, lexicon: &Lexicon) -> Vec<String> {
    let article = &reading.article;
    // "By X, Y": two writers.
    let is_person = |name: &str| {
        name.split_whitespace().next().is_some_and(|first| lexicon.name_words.given.contains(&fold::key(first)))
    };
    let of_byline = article.byline.as_deref().and_then(|byline| byline.rsplit_once([',', '|']));
    let of_byline = of_byline.map(|(_, last)| last.trim()).filter(|last| !is_person(last));
    article.outlet.as_deref().into_iter().chain(of_byline).map(outlet_key).filter(|key| !key.is_empty()).collect()
}

/// One key for the spellings of an outlet, with and without "the".
pub(super) fn outlet_key(name: &str) -> String {
    fold::key(&name_key(name))
}

/// Where the page tells harm: the sentence with the one before and the one behind it.
fn harm(reading: &Reading, lexicon: &Lexicon) -> Vec<Span> {
    let sentences = &reading.annotations.sentences;
    let events = reading.annotations.events.iter().filter(|event| is_harm(&event.kind, lexicon));
    let around = |event: &EventMention| {
        let at = sentences.partition_point(|sentence| sentence.end <= event.sentence.start);
        let near = sentences.get(at.saturating_sub(1)..(at + 2).min(sentences.len())).unwrap_or_default();
        let near = near.iter().fold(event.sentence, |all, sentence| all.cover(*sentence));
        // "Shelling killed three. The dead are:"
        let end = [event.sentence.end, near.end].map(|end| end_of_list(&reading.text, end as usize) as u32);
        Span { end: near.end.max(end[0]).max(end[1]), ..near }
    };
    events.map(around).collect()
}

/// Where the list ends that a sentence opens with a colon ("the dead are:" and a line for each); the end of the sentence where it opens
/// none.
fn end_of_list(text: &str, end: usize) -> usize {
    if !text[..end].trim_end().ends_with(':') {
        return end;
    }
    let is_item = |line: &str| {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        line.starts_with(['-', '*', '•', '–', '—', '·', '▪', '●'])
            || digits > 0 && line[digits..].starts_with(['.', ')'])
    };
    let (mut at, mut until) = (end, end);
    for line in text[end..].split_inclusive('\n') {
        at += line.len();
        match line.trim() {
            "" => {}
            line if is_item(line) => until = at,
            _ => break,
        }
    }
    until
}

/// What says at the beginning of a line, or in brackets, who wrote, edited or took pictures: "Reporting by X; editing by Y". Brackets end
/// it, else its sentence: pages that were flattened have all they tell behind it on the same line.
fn credits(text: &str, sentences: &[Span], lexicon: &Lexicon) -> Spans {
    /// Bytes in brackets, and of a sentence that may have lost its full stop.
    const BRACKETS: usize = 512;
    const SENTENCE: usize = 200;
    let end_of_sentence = |at: usize, line_end: usize| {
        let next = sentences.partition_point(|sentence| sentence.end as usize <= at);
        let end = sentences.get(next).map_or(line_end, |sentence| sentence.end as usize);
        text.floor_char_boundary(end.min(line_end).min(at + SENTENCE))
    };
    let mut found = Vec::new();
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let line_end = from + line.len();
        let starts = std::iter::once(0).chain(line.match_indices(['(', '[']).map(|(at, _)| at)).map(|at| from + at);
        let mut until = from;
        for start in starts {
            if start < until || !opens_credit(&text[start..line_end], lexicon) {
                continue;
            }
            let most = text.floor_char_boundary(line_end.min(start + BRACKETS));
            until = match end_of_brackets(&text[start..most]) {
                Some(length) => start + length,
                None => end_of_sentence(start, line_end),
            };
            // "Reporting by X. Editing by Y."
            while until < line_end && opens_credit(&text[until..line_end], lexicon) {
                until = end_of_sentence(until, line_end);
            }
            found.push(Span { start: start as u32, end: until as u32 });
        }
        from = line_end;
    }
    found.into_iter().collect()
}

/// Whether a text begins with a phrase behind which stands who made a page.
fn opens_credit(rest: &str, lexicon: &Lexicon) -> bool {
    const BYTES: usize = 96;
    let discretion = &lexicon.discretion;
    let rest = rest[..rest.floor_char_boundary(BYTES)].trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let begin: Vec<&str> = rest.split_whitespace().take(discretion.credit_words).collect();
    let begin = fold::key(&begin.join(" "));
    let is_word_end = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    discretion.credits.iter().any(|phrase| begin.strip_prefix(phrase.as_str()).is_some_and(is_word_end))
}

/// How long the brackets are with which a text begins; nothing where it begins with none, or they stay open.
fn end_of_brackets(text: &str) -> Option<usize> {
    let begin = text.len() - text.trim_start().len();
    if !text[begin..].starts_with(['(', '[']) {
        return None;
    }
    let mut open = 0;
    for (at, letter) in text[begin..].char_indices() {
        match letter {
            '(' | '[' => open += 1,
            ')' | ']' if open == 1 => return Some(begin + at + 1),
            ')' | ']' => open -= 1,
            _ => {}
        }
    }
    None
}

fn is_harm(kind: &str, lexicon: &Lexicon) -> bool {
    let is_violent = lexicon.events.kind(kind).is_some_and(|kind| kind.violent);
    is_violent || lexicon.discretion.harm.contains(kind)
}

struct Look<'r> {
    text: &'r str,
    reading: &'r Reading,
    lexicon: &'r Lexicon,
    /// Where harm is told, to whom it is done, who acts, and who is the source of what is said.
    harm: Spans,
    harmed: Spans,
    doers: Spans,
    sources: Spans,
    /// Where it is said who made the page.
    credits: Spans,
    /// Where names of bodies begin, and where they end.
    bodies: HashSet<usize>,
    ends_of_bodies: HashSet<usize>,
}

impl<'r> Look<'r> {
    fn at(reading: &'r Reading, lexicon: &'r Lexicon) -> Look<'r> {
        let annotations = &reading.annotations;
        let counts = |measure: &str| lexicon.discretion.measures.contains(measure);
        let harmful = annotations.events.iter().filter(|event| is_harm(&event.kind, lexicon));
        let harmed = harmful.flat_map(|event| {
            let counted = event.toll.iter().filter(|toll| counts(&toll.measure)).map(|toll| toll.span);
            event.recipients.iter().map(|recipient| recipient.span).chain(counted)
        });
        let doers = annotations.events.iter().flat_map(|event| &event.actors).map(|actor| actor.span);
        let sources = annotations
            .attributions
            .iter()
            .flat_map(|said| said.source.iter().copied().chain(said.carriers.iter().map(|carrier| carrier.span)));
        let is_body = |entity: &&Entity| matches!(entity.kind.as_str(), "ORG" | "GPE" | "NORP") || entity.id.is_some();
        let bodies = || annotations.entities.iter().filter(is_body);
        Look {
            text: &reading.text,
            reading,
            lexicon,
            harm: harm(reading, lexicon).into_iter().collect(),
            harmed: harmed.collect(),
            doers: doers.collect(),
            sources: sources.collect(),
            credits: credits(&reading.text, &annotations.sentences, lexicon),
            bodies: bodies().map(|entity| entity.span.start as usize).collect(),
            ends_of_bodies: bodies().map(|entity| entity.span.end as usize).collect(),
        }
    }

    /// Persons where they are named; a name that is broken by the end of a line is one.
    fn named(&self) -> Vec<Named> {
        let annotations = &self.reading.annotations;
        let persons = annotations.entities.iter().filter(|entity| entity.kind == "PERSON" && entity.id.is_none());
        let mut found: Vec<Named> = Vec::new();
        for entity in persons {
            let own = entity.span.of(self.text);
            let last = found.last_mut();
            if let Some(last) = last.filter(|last| self.is_broken(last.span, entity.span)) {
                last.span.end = entity.span.end;
                last.name = self.name(last.span.of(self.text));
                continue;
            }
            found.push(Named { span: entity.span, name: self.name(entity.name.as_deref().unwrap_or(own)) });
        }
        // A recipient of harm who is written like a person, and is taken for nothing else.
        let entities: Spans = annotations.entities.iter().map(|entity| entity.span).collect();
        let recipients = annotations.events.iter().filter(|event| is_harm(&event.kind, self.lexicon));
        for recipient in recipients.flat_map(|event| &event.recipients).filter(|recipient| recipient.id.is_none()) {
            if !entities.overlap(recipient.span) && is_written_as_name(recipient.span.of(self.text)) {
                found.push(Named { span: recipient.span, name: self.name(recipient.span.of(self.text)) });
            }
        }
        found.sort_by_key(|named| named.span.start);
        let missed: Vec<Span> = found
            .windows(2)
            .flat_map(|pair| listed_between(self.text, pair[0].span, pair[1].span))
            .filter(|span| !entities.overlap(*span))
            .collect();
        found.extend(missed.into_iter().map(|span| Named { span, name: self.name(span.of(self.text)) }));
        let is_name = |named: &Named| {
            named.name.contains(char::is_alphabetic) && !named.name.contains(|letter: char| letter.is_ascii_digit())
        };
        found.retain(is_name);
        found
    }

    /// A name in one line, without what a possessive adds and without titles and forms of address before it.
    fn name(&self, written: &str) -> String {
        let name = written.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = name.trim_end_matches(|letter: char| !letter.is_alphanumeric());
        let mut name = ["'s", "’s"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
        let lists = &self.lexicon.name_words;
        // A single word behind a title is not known to be all of a name.
        while let Some((first, rest)) = name.split_once(' ').filter(|(_, rest)| rest.contains(' ')) {
            let key = fold::key(first);
            let is_before_names = [&lists.titles, &lists.professions, &lists.around.honorifics];
            if !is_before_names.iter().any(|list| list.contains(&key)) && !self.is_told_of_office(&key) {
                break;
            }
            name = rest;
        }
        name.to_owned()
    }

    /// Whether the second of two persons is the rest of the first: on the same line, or on the next one where one of both is a word.
    fn is_broken(&self, first: Span, second: Span) -> bool {
        let Some(gap) = self.text.get(first.end as usize..second.start as usize) else { return false };
        let is_word = |span: Span| !span.of(self.text).contains(char::is_whitespace);
        match gap.matches('\n').count() {
            _ if !gap.trim().is_empty() => false,
            0 => true,
            1 => is_word(first) || is_word(second),
            _ => false,
        }
    }

    fn is_source(&self, span: Span) -> bool {
        self.sources.overlap(span)
    }

    /// With an age, a trade or a family: "Amina Yusuf, 34," or "Amina Yusuf, a nurse".
    fn is_introduced(&self, span: Span) -> bool {
        let professions = &self.lexicon.name_words.professions;
        age_behind(self.text, span.end as usize)
            || self.behind(span).iter().any(|said| professions.contains(&said.word))
    }

    /// Whether a public office, and whether a post is told right before a name or right behind it.
    fn office(&self, span: Span, is_source: bool) -> (bool, bool) {
        let (before, behind, within) = (self.before(span, is_source), self.behind(span), self.within(span));
        let discretion = &self.lexicon.discretion;
        // Of "the mayor's driver" and "a general practitioner" the last word tells what they are.
        let all = || before.iter().chain(behind.last()).chain(&within);
        let is_office = all().any(|said| discretion.offices.contains(&said.word))
            || all().any(|said| said.is_of_body && discretion.offices_of_bodies.contains(&said.word));
        let has_post = all().any(|said| discretion.posts.contains(&said.word));
        (is_office, is_office || has_post)
    }

    /// The titles before a name: words that are titles, offices or posts themselves, or are written with a capital, up to the first that is
    /// neither ("Secretary of State X"). Of one who speaks, it is also the last word before a comma: "the governor, X, said"; of others that may
    /// be the end of what is said of somebody else ("Y, a former minister, X and Z died").
    fn before(&self, span: Span, is_source: bool) -> Vec<Said> {
        /// "Deputy Foreign Minister of State Brig. Gen."
        const MOST: usize = 6;
        const BYTES: usize = 96;
        let end = span.start as usize;
        let mut from = end.saturating_sub(BYTES);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let said = &self.text[from..end];
        let of_it = words(said);
        let mut found = Vec::new();
        let mut next = said.len();
        for word in of_it.iter().rev().take(MOST) {
            let key = fold::key(&said[word.start..word.end]);
            let gap = &said[word.end..next];
            if is_source && gap == ", " && found.is_empty() && self.is_told_of_office(&key) {
                found.push(self.said(key, shifted(*word, from)));
                break;
            }
            // "Gen. X" and "vice-president X"; a comma, a line or another sentence parts them.
            let is_near = gap.chars().all(|letter| matches!(letter, ' ' | '.' | '-' | '\u{a0}'));
            let lists = &self.lexicon.name_words;
            let is_title =
                lists.titles.contains(&key) || self.is_told_of_office(&key) || key == "of" && !found.is_empty();
            if !is_near || word.is_small && !is_title {
                break;
            }
            found.push(self.said(key, shifted(*word, from)));
            next = word.start;
        }
        found
    }

    /// The words behind a name and a comma, up to what the office is of: ", a former minister of defence".
    fn behind(&self, span: Span) -> Vec<Said> {
        const MOST: usize = 8;
        const BYTES: usize = 96;
        let rest = &self.text[span.end as usize..];
        let Some(open) = rest.strip_prefix(", ").or_else(|| rest.strip_prefix(" (")) else { return Vec::new() };
        let mut most = open.len().min(BYTES);
        while !open.is_char_boundary(most) {
            most -= 1;
        }
        let open = &open[..most];
        let phrase = &open[..open.find([',', ';', ')', '\n', '.']).unwrap_or(open.len())];
        let from = span.end as usize + 2;
        let mut found = Vec::new();
        for word in words(phrase).into_iter().take(MOST) {
            let key = fold::key(&phrase[word.start..word.end]);
            if self.lexicon.discretion.ends.contains(&key) {
                break;
            }
            found.push(self.said(key, shifted(word, from)));
        }
        found
    }

    /// A title that was read as the beginning of a name. "Prince" and "Justice" are given names, too: an age is told of private people.
    fn within(&self, span: Span) -> Vec<Said> {
        if age_behind(self.text, span.end as usize) {
            return Vec::new();
        }
        let name = span.of(self.text);
        let told = words(name).into_iter().map(|word| (fold::key(&name[word.start..word.end]), word));
        let is_given = |key: &str| self.lexicon.name_words.given.contains(key);
        let told = told.take_while(|(key, _)| self.is_told_of_office(key) && !is_given(key));
        told.map(|(key, word)| self.said(key, shifted(word, span.start as usize))).collect()
    }

    fn is_told_of_office(&self, word: &str) -> bool {
        let discretion = &self.lexicon.discretion;
        [&discretion.offices, &discretion.offices_of_bodies, &discretion.posts].iter().any(|list| list.contains(word))
    }

    /// Whether a body is named right before a word, or behind the "of" that follows.
    fn said(&self, word: String, at: Word) -> Said {
        let (text, [start, end]) = (self.text, [at.start, at.end]);
        let gap_before = [" ", "'s ", "’s "].into_iter().filter(|gap| text[..start].ends_with(gap));
        let before = gap_before.map(|gap| start - gap.len()).any(|end| self.ends_of_bodies.contains(&end));
        let gap_behind = [" of ", " of the "].into_iter().filter(|gap| text[end..].starts_with(gap));
        let behind = gap_behind.map(|gap| end + gap.len()).any(|start| self.bodies.contains(&start));
        let is_of_body = before || behind;
        Said { word, is_of_body }
    }
}

/// "Amina Yusuf, 34," and "Amina Yusuf (34)".
pub(super) fn age_behind(text: &str, end: usize) -> bool {
    let rest = &text[end..];
    let Some(rest) = rest.strip_prefix(", ").or_else(|| rest.strip_prefix(" (")) else { return false };
    let rest = rest.strip_prefix("aged ").unwrap_or(rest);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits) && !rest[digits..].starts_with(char::is_alphanumeric)
}

/// What somebody has: the word behind "Yusuf's", folded.
pub(super) fn behind_possessive(text: &str, end: usize) -> Option<String> {
    let rest = ["'s ", "’s "].iter().find_map(|mark| text[end..].strip_prefix(mark))?;
    rest.split(|letter: char| !letter.is_alphanumeric()).next().map(fold::key)
}

/// What stands between two persons of one list like a person, and was read as nothing: "Yacouba Dori, Seydou Ouattara, Paul Bationo". Nothing
/// where anything stands there that is neither a name nor an age.
fn listed_between(text: &str, first: Span, second: Span) -> Vec<Span> {
    const BYTES: usize = 160;
    let from = first.end as usize;
    let Some(gap) = text.get(from..second.start as usize).filter(|gap| gap.len() <= BYTES) else { return Vec::new() };
    let begins = gap.starts_with([',', ';']) || gap.starts_with(" and ");
    let ends = gap.trim_end().ends_with([',', ';']) || gap.ends_with(" and ");
    if !begins || !ends {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = from;
    for part in gap.split_inclusive([',', ';']).flat_map(|part| part.split_inclusive(" and ")) {
        let item = part.trim_end_matches(" and ").trim_end_matches([',', ';']);
        let start = at + item.len() - item.trim_start().len();
        at += part.len();
        match item.trim() {
            age if age.bytes().all(|byte| byte.is_ascii_digit()) => {}
            name if is_written_as_name(name) => {
                found.push(Span { start: start as u32, end: (start + name.len()) as u32 });
            }
            _ => return Vec::new(),
        }
    }
    found
}

/// A word of a title.
struct Said {
    word: String,
    is_of_body: bool,
}

fn shifted(word: Word, by: usize) -> Word {
    Word { start: word.start + by, end: word.end + by, ..word }
}

/// Two words or more with capitals, and no number.
fn is_written_as_name(text: &str) -> bool {
    let parts = words(text);
    parts.len() >= 2
        && parts.iter().all(|word| !word.is_small)
        && text
            .chars()
            .all(|letter| !letter.is_ascii_digit() && !letter.is_ascii_punctuation() || "-'.".contains(letter))
}
