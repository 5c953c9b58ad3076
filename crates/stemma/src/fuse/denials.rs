//! A claim against what is said against it: "denied any role", "said the charges were false", "has not been killed".
//!
//! Comes in: the pages of a story. Goes out: contradictions, each of a sentence that says no and of the claim that it most likely means: one
//! that blames whoever says no, one of the same deed, or the accusation right before it. A denial whose claim nobody tells is none.

use super::compatible::{self, Verdict};
use super::contradictions::contradiction;
use super::dossier::Dossier;
use super::mention::{Mention, quote};
use super::origins;
use crate::lexicon::disagreeing::{Disagreeing, No};
use crate::lexicon::fusing::FusingWords;
use crate::model::{Assertion, Contradiction, ContradictionKind, EventMention, Quote, Reading, Span};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A page with more sentences is read so far; the rest of a page of that length denies nothing that its beginning claims.
const MOST_SENTENCES: usize = 400;
/// A claim stands so many sentences before its denial at most, or a few behind it.
const BEFORE: usize = 12;
const BEHIND: usize = 2;
/// So many denials of a story are compared with other pages, and each with so many deeds.
const MOST_DENIALS: usize = 64;
const MOST_DEEDS: usize = 256;
/// What must speak for two sentences being claim and denial.
const ENOUGH: f32 = 4.0;
/// … where one of them says only that it is not known.
const ENOUGH_TO_BE_OPEN: f32 = 3.0;
/// What speaks for a claim in the sentence of its denial.
const SAME_SENTENCE: f32 = 6.0;
/// The first sentences of a page tell what it is about.
const OPENING: usize = 2;
/// Words that stand in more of a page's sentences than one in so many say little.
const RARE: usize = 4;
/// Events that lay something at somebody's door.
const ACCUSE: &str = "ACCUSE";
/// A sentence of more bytes is quoted in part.
const LONGEST_QUOTE: usize = 260;

/// The contradictions between claims and denials of a story.
pub fn find(dossier: &Dossier<'_>, all: &[Mention<'_>], words: &FusingWords) -> Vec<Contradiction> {
    let mut of_page: HashMap<&str, Vec<&Mention<'_>>> = HashMap::new();
    for mention in all {
        of_page.entry(&mention.reading.id).or_default().push(mention);
    }
    let mut found = Vec::new();
    let mut open = Vec::new();
    for reading in dossier.readings.iter().copied() {
        let mentions = of_page.get(reading.id.as_str()).map_or(&[][..], Vec::as_slice);
        let page = Page::of(reading, mentions, &words.disagreeing);
        let mut answered: BTreeMap<Span, (f32, Contradiction)> = BTreeMap::new();
        for denial in page.denials() {
            let own = &page.lines[denial.line];
            if let Some((claim, score)) = page.claim(&denial) {
                // Who denies twice denies once: a claim is answered by the denial that fits it best.
                if answered.get(&claim).is_none_or(|(known, _)| *known < score) {
                    answered.insert(claim, (score, entry(&denial, quote(reading, claim))));
                }
            } else {
                let inside = page.inside(&denial, own).map(|claim| entry(&denial, quote(reading, claim)));
                open.push((denial, inside));
            }
        }
        found.extend(answered.into_values().map(|(_, entry)| entry));
        found.extend(page.trades());
    }
    found.extend(across(open, all));
    found
}

/// One sentence with what comparing asks for.
struct Line<'a> {
    index: usize,
    span: Span,
    lower: String,
    /// Longer words by their first letters.
    stems: HashSet<String>,
    deeds: Vec<&'a Mention<'a>>,
    /// Who blames whom.
    accusations: Vec<&'a EventMention>,
    accuses: bool,
    /// It claims nothing: it supposes, or says that nobody spoke.
    is_silent: bool,
}

struct Page<'a> {
    reading: &'a Reading,
    lines: Vec<Line<'a>>,
    words: &'a Disagreeing,
    /// In how many sentences a stem stands.
    spread: HashMap<String, usize>,
}

/// Words that say no, with who says so.
struct Denial<'a> {
    reading: &'a Reading,
    line: usize,
    /// What is quoted.
    span: Span,
    /// Where the words stand in the sentence.
    range: std::ops::Range<usize>,
    no: Option<No>,
    /// Words that name who denies, in small letters.
    who: Vec<String>,
    speaker: Option<String>,
    /// The deed that is told as denied.
    deed: Option<&'a Mention<'a>>,
    about_doer: bool,
}

impl<'a> Page<'a> {
    fn of(reading: &'a Reading, mentions: &[&'a Mention<'a>], words: &'a Disagreeing) -> Page<'a> {
        let mut lines: Vec<Line<'_>> = Vec::new();
        let mut spread: HashMap<String, usize> = HashMap::new();
        for (index, span) in reading.annotations.sentences.iter().copied().take(MOST_SENTENCES).enumerate() {
            let text = span.of(&reading.text);
            let lower = text.to_lowercase();
            let stems = stems(&lower);
            for stem in &stems {
                *spread.entry(stem.clone()).or_default() += 1;
            }
            let is_silent = words.silent.are_in(&lower) || lower.starts_with("if ");
            let accuses = words.accuses.are_in(&lower) && !is_silent;
            lines.push(Line {
                index,
                span,
                lower,
                stems,
                deeds: Vec::new(),
                accusations: Vec::new(),
                accuses,
                is_silent,
            });
        }
        for mention in mentions {
            let at = lines.partition_point(|line| line.span.end <= mention.event.trigger.start);
            if let Some(line) = lines.get_mut(at) {
                line.deeds.push(mention);
            }
        }
        for event in reading.annotations.events.iter().filter(|event| event.plover == ACCUSE) {
            let at = lines.partition_point(|line| line.span.end <= event.trigger.start);
            if let Some(line) = lines.get_mut(at) {
                line.accuses |= !line.is_silent;
                line.accusations.push(event);
            }
        }
        Page { reading, lines, words, spread }
    }

    /// All that says no on the page, in the order of the text.
    fn denials(&self) -> Vec<Denial<'a>> {
        let mut found = Vec::new();
        for line in &self.lines {
            let said = self.words.denials.find(&line.lower).find(|(range, no)| self.is_denial(line, range, *no));
            let denied = |mention: &&&'a Mention<'a>| match mention.event.assertion {
                Assertion::Denied => said.is_some() || self.says_no(&line.lower),
                Assertion::Negated => {
                    said.is_some() || mention.event.attribution.is_some() && self.says_no(before(line, mention))
                }
                _ => false,
            };
            let deed = line.deeds.iter().find(denied).copied();
            match (said, deed) {
                (Some((range, no)), deed) => {
                    // What is left open is the deed of its own sentence.
                    let open = || line.deeds.iter().find(|deed| no == No::Open && deed.happened()).copied();
                    found.push(self.denial(line, range, Some(no), deed.or_else(open)));
                }
                (None, Some(deed)) => {
                    let start = deed.event.trigger.start.saturating_sub(line.span.start) as usize;
                    let end = (deed.event.trigger.end.saturating_sub(line.span.start) as usize).min(line.lower.len());
                    found.push(self.denial(line, start.min(end)..end, None, Some(deed)));
                }
                _ => {}
            }
        }
        found
    }

    /// Whether a sentence has a word that says no at all.
    fn says_no(&self, lower: &str) -> bool {
        let mut words = lower.split(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '\'' | '’')));
        words.any(|word| NEGATIONS.contains(&word) || word.ends_with("n't") || word.ends_with("n’t"))
            || self.words.denials.find(lower).next().is_some()
    }

    /// Whether words that can say no do so here.
    fn is_denial(&self, line: &Line<'_>, range: &std::ops::Range<usize>, no: No) -> bool {
        let (before, after) = (&line.lower[..range.start], &line.lower[range.end..]);
        let near = after.get(..after.floor_char_boundary(60)).unwrap_or(after);
        match no {
            No::Denies => {
                let last: Vec<&str> = before.split_whitespace().rev().take(3).collect();
                let passive = last
                    .first()
                    .is_some_and(|word| matches!(*word, "was" | "were" | "been" | "being" | "be" | "is" | "are"));
                let doubly = last.iter().any(|word| {
                    matches!(*word, "not" | "nor" | "never" | "cannot")
                        || word.ends_with("n't")
                        || word.ends_with("n’t")
                });
                let after = after.trim_start();
                let spared = self.words.spared.iter().any(|object| after.starts_with(object.as_str()));
                !doubly && !spared && (!passive || near.contains(" by "))
            }
            No::Rejects => {
                let passive = after.starts_with(" by ") && {
                    let near = &before[before.floor_char_boundary(before.len().saturating_sub(60))..];
                    self.words.claims.are_in(near)
                };
                passive || self.words.claims.find(near).next().is_some()
            }
            No::False => {
                let wide = &before[before.floor_char_boundary(before.len().saturating_sub(90))..];
                let said = before.split_whitespace().rev().take(4).any(|word| SAID_OF.contains(&word));
                self.words.claims.are_in(wide) && said
                    || self.words.claims.find(after).next().is_some_and(|(range, _)| range.start < 3)
            }
            No::Flat | No::Open => true,
        }
    }

    fn denial(
        &self,
        line: &Line<'a>,
        range: std::ops::Range<usize>,
        no: Option<No>,
        deed: Option<&'a Mention<'a>>,
    ) -> Denial<'a> {
        let start = line.span.start as usize;
        let phrase = Span::new(start + range.start, start + range.end.max(range.start + 1));
        let attributions = &self.reading.annotations.attributions;
        let cued = attributions.iter().find(|entry| entry.cue.iter().any(|cue| cue.overlaps(phrase)));
        let told = cued.or_else(|| {
            let holds =
                attributions.iter().filter(|entry| entry.content.iter().any(|content| content.overlaps(phrase)));
            holds.min_by_key(|entry| entry.content.iter().map(|span| span.len()).sum::<usize>())
        });
        let source = told
            .and_then(|entry| entry.source.iter().copied().reduce(Span::cover))
            .map(|span| span.of(&self.reading.text));
        let written = source.unwrap_or_else(|| line.span.of(&self.reading.text).get(..range.start).unwrap_or(""));
        let mut who = self.named(written);
        if let Some(speaker) = told.and_then(|entry| entry.speaker.as_deref()) {
            who.extend(self.named(speaker));
        }
        // "the plane at no point touched": who is cleared may be the doer of what is denied, too.
        for doer in deed.into_iter().flat_map(|deed| &deed.event.actors) {
            who.extend(self.named(doer.name.as_deref().unwrap_or(&doer.text)));
        }
        who.sort();
        who.dedup();
        let around = &line.lower[range.start..line.lower.floor_char_boundary((range.end + 60).min(line.lower.len()))];
        let about_doer = self.words.doers.iter().any(|word| around.contains(word.as_str()))
            || no == Some(No::Open) && around.contains("who");
        Denial {
            reading: self.reading,
            line: line.index,
            span: self.quoted(line, range.clone()),
            range,
            no,
            who,
            speaker: told.and_then(|entry| entry.speaker.clone()).or_else(|| source.map(str::to_owned)),
            deed,
            about_doer,
        }
    }

    /// The words of a phrase that name somebody: those with a capital, or, where there are none, what stands for a body of people.
    fn named(&self, phrase: &str) -> Vec<String> {
        let words = names(phrase);
        let telling = |word: &String| !self.words.offices.contains(word);
        let named: Vec<String> = words.into_iter().filter(telling).collect();
        if !named.is_empty() {
            return named;
        }
        let plain = phrase.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase);
        plain.filter(|word| word.len() > 3 && telling(word)).collect::<Vec<_>>().into_iter().rev().take(2).collect()
    }

    /// The sentence, or what stands around a phrase in a long one.
    fn quoted(&self, line: &Line<'_>, range: std::ops::Range<usize>) -> Span {
        if line.span.len() <= LONGEST_QUOTE {
            return line.span;
        }
        let text = line.span.of(&self.reading.text);
        let start = text.floor_char_boundary(range.start.saturating_sub(LONGEST_QUOTE / 2).min(text.len()));
        let end = text.floor_char_boundary((range.end + LONGEST_QUOTE / 2).min(text.len()));
        let from = if start == 0 { 0 } else { text[start..].find(' ').map_or(start, |space| start + space + 1) };
        let to = if end == text.len() { end } else { text[..end].rfind(' ').unwrap_or(end) };
        Span::new(line.span.start as usize + from.min(to), line.span.start as usize + to.max(from))
    }

    /// The words that a denial most likely means, with how much speaks for them: in its own sentence, in another, or inside the denial.
    fn claim(&self, denial: &Denial<'_>) -> Option<(Span, f32)> {
        let own = &self.lines[denial.line];
        if let Some(span) = self.beside(denial, own) {
            return Some((span, SAME_SENTENCE));
        }
        let first = denial.line.saturating_sub(BEFORE);
        let last = (denial.line + BEHIND + 1).min(self.lines.len());
        let opening = 0..first.min(OPENING);
        let lines = opening.chain(first..last).filter(|&at| at != denial.line).map(|at| &self.lines[at]);
        let scored = lines.filter_map(|line| Some((line, self.fit(denial, line)?)));
        let distance = |line: &Line<'_>| (line.index.abs_diff(denial.line), line.index > denial.line);
        let least = if denial.no == Some(No::Open) { ENOUGH_TO_BE_OPEN } else { ENOUGH };
        let best = scored
            .filter(|(_, score)| *score >= least)
            .max_by(|(a, x), (b, y)| x.total_cmp(y).then_with(|| Reverse(distance(a)).cmp(&Reverse(distance(b)))));
        best.map(|(line, score)| (self.claimed(denial, line), score))
    }

    /// The claim that stands before its denial in one sentence: "X accused Y of it, a claim that Y denied"; "… but Y denied it".
    fn beside(&self, denial: &Denial<'_>, line: &Line<'a>) -> Option<Span> {
        let before = &line.lower[..denial.range.start];
        let (at, apposed) =
            self.words.turns.find(before).map(|(range, _)| (range.start, before[range].starts_with(','))).last()?;
        let part = &before[..at];
        let inside = |span: Span| (span.start.saturating_sub(line.span.start) as usize) < at;
        let deed = line.deeds.iter().any(|deed| deed.happened() && inside(deed.event.trigger));
        let tells =
            deed || self.words.accuses.are_in(part) || line.accusations.iter().any(|event| inside(event.trigger));
        let meets = apposed || self.has_name(&denial.who, part) || self.words.claims.are_in(&line.lower[at..]);
        (tells && meets && at > 24 && denial.no.is_some() && denial.no != Some(No::Open))
            .then(|| Span::new(line.span.start as usize, line.span.start as usize + at))
    }

    /// The claim that a denial itself tells: "rejected the charge that …".
    fn inside(&self, denial: &Denial<'_>, line: &Line<'a>) -> Option<Span> {
        if !matches!(denial.no, Some(No::Denies | No::Rejects)) {
            return None;
        }
        let after = &line.lower[denial.range.end..];
        let (noun, _) = self.words.claims.find(after).next().filter(|(range, _)| range.start < 40)?;
        let rest = after[noun.end..].trim_start();
        if !["that ", "of ", "by "].iter().any(|joint| rest.starts_with(joint)) {
            return None;
        }
        let start = line.span.start as usize + denial.range.end + noun.start;
        let text = self.reading.text.get(start..line.span.end as usize)?;
        let end =
            text.find(", ").filter(|end| *end > 24).unwrap_or(text.floor_char_boundary(LONGEST_QUOTE.min(text.len())));
        (end > 24).then(|| Span::new(start, start + end))
    }

    fn has_name(&self, names: &[String], lower: &str) -> bool {
        names.iter().any(|name| lower.split(|letter: char| !letter.is_alphanumeric()).any(|word| kin(name, word)))
    }

    /// How much speaks for a sentence being the claim that is denied.
    fn fit(&self, denial: &Denial<'_>, line: &Line<'a>) -> Option<f32> {
        let says_no = self.words.denials.find(&line.lower).any(|(range, no)| self.is_denial(line, &range, no));
        // What comes behind a denial answers it only where it blames somebody.
        let answers_back = line.index > denial.line && line.accusations.is_empty();
        if says_no || line.is_silent || answers_back || self.says_itself(denial, line) {
            return None;
        }
        let own = &self.lines[denial.line];
        let rare =
            |stem: &&String| self.spread.get(*stem).is_none_or(|count| *count <= 3 || count * RARE <= self.lines.len());
        let common = own.stems.intersection(&line.stems).filter(rare).count();
        let names_denier = self.has_name(&denial.who, &line.lower);
        let happened = || line.deeds.iter().filter(|deed| deed.happened());
        let same_deed = happened().any(|deed| match denial.deed {
            Some(denied) => alike(deed, denied) && no_conflict(deed, denied),
            None => own.deeds.iter().any(|other| alike(deed, other)),
        });
        let one_victim = denial.deed.is_some_and(|denied| {
            happened().any(|deed| alike(deed, denied) && one_party(deed, denied) && no_conflict(deed, denied))
        });
        let of = |parties: &[crate::model::ActorMention]| {
            parties.iter().any(|party| self.has_name(&denial.who, &party.text.to_lowercase()))
        };
        let accused = line.accusations.iter().any(|event| of(&event.recipients));
        let own_deed = |deed: &Mention<'_>| own.deeds.is_empty() || own.deeds.iter().any(|other| alike(other, deed));
        let does = happened().any(|deed| own_deed(deed) && of(&deed.event.actors));
        let lays = accused || does || line.accuses && names_denier;
        let near = match denial.line.checked_sub(line.index) {
            Some(1) => 2.0,
            Some(2) => 1.2,
            Some(_) if line.index < OPENING => 0.8,
            Some(3..=5) => 0.6,
            _ => 0.0,
        };
        let causes = denial.no == Some(No::Open) && self.words.causes.are_in(&line.lower);
        let anaphor = denial.no.is_some() && (self.words.claims.are_in(&own.lower) || denial.about_doer);
        let answers = anaphor && line.accuses && near >= 2.0;
        let meets = match denial.no {
            // What is only told as not having happened must be the same deed.
            None => one_victim && denial.deed.is_some_and(|denied| denied.kind.violent),
            Some(No::Open) if denial.about_doer => line.accuses && (common >= 1 || same_deed),
            Some(No::Open) => common >= 1 && line.index < denial.line && causes && !self.says_no(&line.lower),
            _ if denial.about_doer => lays || answers,
            _ => {
                lays && (common >= 1 || anaphor || same_deed)
                    || same_deed && (common >= 1 || one_victim)
                    || answers
                    || common >= 3 && (line.accuses || same_deed)
            }
        };
        meets.then(|| {
            let named = names_denier && denial.no != Some(No::Open);
            let fields = [
                (line.accuses || causes, 1.5),
                (named, 1.5),
                (accused || does, 1.0),
                (same_deed, 1.5),
                (one_victim, 1.5),
                (answers, 1.0),
            ];
            fields.iter().filter(|(holds, _)| *holds).map(|(_, points)| points).sum::<f32>()
                + common.min(3) as f32 * 0.9
                + near
        })
    }

    /// Whether the sentence is told by whoever denies: nobody denies their own words.
    fn says_itself(&self, denial: &Denial<'_>, line: &Line<'_>) -> bool {
        let Some(denier) = &denial.speaker else { return false };
        let denier = self.named(denier);
        let attributions = self.reading.annotations.attributions.iter();
        let here = attributions.filter(|entry| entry.cue.iter().any(|cue| line.span.contains(*cue)));
        let mut speakers = here.filter_map(|entry| {
            let written = entry.source.iter().copied().reduce(Span::cover).map(|span| span.of(&self.reading.text));
            entry.speaker.as_deref().or(written)
        });
        let within = |a: &[String], b: &[String]| a.iter().all(|x| b.iter().any(|y| kin(x, y)));
        speakers.any(|speaker| {
            let names = self.named(speaker);
            !names.is_empty() && within(&names, &denier) && within(&denier, &names)
        })
    }

    /// What of a sentence is quoted as the claim.
    fn claimed(&self, denial: &Denial<'_>, claim: &Line<'a>) -> Span {
        let deed = claim.deeds.iter().find(|deed| deed.happened() && alike_to(denial, deed));
        let centre = self.words.accuses.find(&claim.lower).next().map(|(range, _)| range);
        let in_deed = deed.map(|deed| {
            let start = deed.event.trigger.start.saturating_sub(claim.span.start) as usize;
            start..start + deed.event.trigger.len()
        });
        self.quoted(claim, centre.or(in_deed).unwrap_or(0..1))
    }

    /// Those who blame each other: whoever is blamed blames somebody else for it.
    fn trades(&self) -> Vec<Contradiction> {
        let all: Vec<(&Line<'_>, &EventMention)> =
            self.lines.iter().flat_map(|line| line.accusations.iter().map(move |event| (line, *event))).collect();
        let mut found: Vec<Contradiction> = Vec::new();
        for (position, (line, blame)) in all.iter().enumerate() {
            for (other, back) in all[position + 1..].iter().take_while(|(other, _)| other.index <= line.index + BEFORE)
            {
                let blamed = |event: &EventMention| {
                    event.recipients.iter().map(|party| party.text.to_lowercase()).collect::<Vec<_>>()
                };
                let turns = blame
                    .recipients
                    .iter()
                    .any(|accused| back.actors.iter().any(|accuser| compatible::same_party(accused, accuser)));
                let named = |event: &EventMention, parties: &[crate::model::ActorMention]| {
                    parties.iter().all(|party| compatible::is_named(party, event.sentence))
                };
                let named = named(blame, &blame.recipients) && named(back, &back.recipients);
                let differ = named
                    && !blamed(blame).is_empty()
                    && !blamed(back).is_empty()
                    && !back
                        .recipients
                        .iter()
                        .any(|party| blame.recipients.iter().any(|accused| compatible::same_party(party, accused)));
                // Each may blame the other for deeds of its own.
                let mutual = back
                    .recipients
                    .iter()
                    .any(|party| blame.actors.iter().any(|accuser| compatible::same_party(party, accuser)));
                let rare = |stem: &&String| {
                    self.spread.get(*stem).is_none_or(|count| *count <= 3 || count * RARE <= self.lines.len())
                };
                let common = line.stems.intersection(&other.stems).filter(rare).count();
                if turns && differ && line.index != other.index && (!mutual || common >= 2) {
                    let (a, b) = (self.quoted(line, 0..1), self.quoted(other, 0..1));
                    let note = "each lays it at another's door".to_string();
                    let entry =
                        contradiction(ContradictionKind::Actor, quote(self.reading, a), quote(self.reading, b), note);
                    if !found.iter().any(|known| known.a == entry.a || known.b == entry.b) {
                        found.push(entry);
                    }
                }
            }
        }
        found
    }
}

fn entry(denial: &Denial<'_>, claim: Quote) -> Contradiction {
    let kind = if denial.about_doer { ContradictionKind::Actor } else { ContradictionKind::Happened };
    let what = if denial.about_doer { "a part in it" } else { "it" };
    let is_open = denial.no == Some(No::Open);
    // Who denies it stands in a clause apart: "claimed and denied by officials" would read as if they had done both.
    let answer = match (is_open, denial.speaker.as_deref().map(within)) {
        (true, Some(who)) => format!("{who} said that it is open"),
        (true, None) => "it is said to be open".into(),
        (false, Some(who)) => format!("{who} denied it"),
        (false, None) => "it is denied".into(),
    };
    let note = format!("{what} is claimed; {answer}");
    Contradiction {
        denial: Some(crate::model::Denial { by: denial.speaker.clone(), is_open }),
        ..contradiction(kind, claim, quote(denial.reading, denial.span), note)
    }
}

/// A speaker who began a sentence of the page, within one of ours.
fn within(speaker: &str) -> String {
    match speaker.split_once(' ') {
        Some((article @ ("A" | "An" | "The"), noun)) => format!("{} {noun}", article.to_lowercase()),
        _ => speaker.to_owned(),
    }
}

fn alike_to(denial: &Denial<'_>, deed: &Mention<'_>) -> bool {
    denial.deed.is_none_or(|denied| alike(deed, denied))
}

/// Whether neither place nor day keeps two deeds apart.
fn no_conflict(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    compatible::places(a, b) != Verdict::Conflict && compatible::times(a, b) != Verdict::Conflict
}

/// Denials of deeds that other pages tell: each against the telling that has most in common with it.
fn across<'a>(denials: Vec<(Denial<'a>, Option<Contradiction>)>, all: &'a [Mention<'a>]) -> Vec<Contradiction> {
    let mut found = Vec::new();
    let mut best: BTreeMap<(&str, Span), (f32, Contradiction)> = BTreeMap::new();
    let told: Vec<&Mention<'_>> = all.iter().filter(|mention| mention.happened()).collect();
    for (number, (denial, inside)) in denials.into_iter().enumerate() {
        let is_open = denial.no == Some(No::Open);
        let compared = number < MOST_DENIALS && (!is_open || denial.about_doer);
        let Some(denied) = denial.deed.filter(|_| compared) else {
            found.extend(inside);
            continue;
        };
        let fits = |told: &&&Mention<'_>| {
            let named = told.event.actors.iter().any(|actor| compatible::is_named(actor, told.event.sentence));
            let victim = matches!(compatible::parties(told, denied, |event| &event.recipients), Verdict::Agree(_));
            told.reading.id != denied.reading.id
                && (!is_open || named)
                && (denied.event.assertion != Assertion::Negated || denial.no.is_some() || victim)
                && (denied.kind.violent && told.kind.violent || denied.kind.id == told.kind.id)
        };
        let others = told.iter().filter(fits).take(MOST_DEEDS);
        let scored = others.filter_map(|told| Some((*told, nearness(told, denied)?)));
        let Some((told, score)) = scored.max_by(|(a, x), (b, y)| {
            x.total_cmp(y).then_with(|| (&b.reading.id, b.event.trigger).cmp(&(&a.reading.id, a.event.trigger)))
        }) else {
            found.extend(inside);
            continue;
        };
        let entry = entry(&denial, quote(told.reading, told.event.extent));
        let key = (told.reading.id.as_str(), told.event.extent);
        if best.get(&key).is_none_or(|(known, _)| *known < score) {
            best.insert(key, (score, entry));
        }
    }
    found.extend(best.into_values().map(|(_, entry)| entry));
    found
}

/// How much a deed that one page tells and one that another denies have in common; `None` where they may be two.
fn nearness(told: &Mention<'_>, denied: &Mention<'_>) -> Option<f32> {
    if !alike(told, denied) || origins::shared(told, denied) {
        return None;
    }
    let verdicts = [
        compatible::times(told, denied),
        compatible::places(told, denied),
        compatible::parties(told, denied, |event| &event.actors),
        compatible::parties(told, denied, |event| &event.recipients),
        compatible::tolls(&told.event.toll, &denied.event.toll),
    ];
    if verdicts.contains(&Verdict::Conflict) {
        return None;
    }
    let agree = verdicts.iter().filter(|verdict| matches!(verdict, Verdict::Agree(points) if *points >= 0.8)).count();
    let words = told.words.iter().filter(|word| denied.words.binary_search(word).is_ok()).count();
    let least = told.words.len().min(denied.words.len()).max(1);
    let likeness = words as f32 / least as f32;
    (agree >= 2 || agree == 1 && words >= 4 && likeness >= 0.5).then_some(agree as f32 + 2.0 * likeness)
}

/// What stands right before a deed in its sentence.
fn before<'l>(line: &'l Line<'_>, mention: &Mention<'_>) -> &'l str {
    let at = line.lower.floor_char_boundary(mention.event.trigger.start.saturating_sub(line.span.start) as usize);
    &line.lower[line.lower.floor_char_boundary(at.saturating_sub(60))..at]
}

/// Whether two deeds can be one by their kind.
fn alike(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    compatible::kinds(a, b) != Verdict::Conflict || a.kind.violent && b.kind.violent
}

fn one_party(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let agrees = |side| matches!(compatible::parties(a, b, side), Verdict::Agree(_));
    agrees(|event| &event.recipients) || agrees(|event| &event.actors)
}

/// Longer words by their first letters.
fn stems(lower: &str) -> HashSet<String> {
    let words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.chars().count() > 3);
    words.filter(|word| !PLAIN.contains(word)).map(|word| word.chars().take(5).collect()).collect()
}

/// Words with a capital, in small letters.
fn names(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.chars().count() > 2);
    words.filter(|word| word.starts_with(char::is_uppercase)).map(str::to_lowercase).collect()
}

/// Whether two words are of one name: "Iran" and "Iranian".
fn kin(name: &str, word: &str) -> bool {
    let length = name.chars().count().min(word.chars().count());
    let beginning = |text: &str| text.chars().take(length.min(5)).collect::<String>();
    name == word || length >= 4 && beginning(name) == beginning(word)
}

/// Words by which something is said of a claim: "the charges were false", "called it baseless".
const SAID_OF: [&str; 22] = [
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "as",
    "called",
    "calls",
    "calling",
    "branded",
    "labelled",
    "labeled",
    "described",
    "dismissed",
    "rejected",
    "denounced",
    "slammed",
    "deemed",
    "termed",
    "considered",
    "proved",
];

/// Words that say no to whatever stands beside them.
const NEGATIONS: [&str; 14] = [
    "not", "no", "never", "none", "nobody", "neither", "nor", "without", "cannot", "falsely", "wrongly", "hoax",
    "alive", "rumour",
];

/// Words of which sentences are made; that two have them says nothing.
const PLAIN: [&str; 40] = [
    "said",
    "that",
    "have",
    "been",
    "were",
    "with",
    "from",
    "this",
    "they",
    "their",
    "which",
    "would",
    "there",
    "about",
    "also",
    "after",
    "before",
    "when",
    "what",
    "than",
    "then",
    "them",
    "more",
    "some",
    "other",
    "into",
    "over",
    "told",
    "says",
    "could",
    "will",
    "only",
    "while",
    "where",
    "being",
    "because",
    "according",
    "people",
    "spokesman",
    "officials",
];
