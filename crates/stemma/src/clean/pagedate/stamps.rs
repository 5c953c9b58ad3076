//! Whether a line is a stamp: a day, and around it nothing but what pages put beside their day.
//!
//! Comes in: one short line. Goes out: its days, each with what the line says of it; nothing when the line tells anything
//! else, as a headline, a caption or a sentence with a day in it does. Beside a page's day stand weekday and hour, words
//! such as "published", a byline, the outlet, the section, the place, how long it takes to read; mostly parted by bars,
//! dots or commas. A day that ends or begins a stretch ("6 to 12 May 2024") is not a page's day.

use super::is_plausible;
use crate::clean::PageWords;
use crate::clean::flat::sight::words;
use crate::clean::flat::vocabulary::Sign;
use crate::text::dates::WrittenDay;

/// What a line says of a day that stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// That the page came out on it.
    Published,
    /// Nothing.
    Plain,
    /// That the page was changed on it.
    Changed,
    /// That it is a day of something else: of printing the page, of its rights.
    Foreign,
}

/// A day of a stamp; its range is that of the line.
#[derive(Clone, Debug, PartialEq)]
pub struct Stamp {
    pub written: WrittenDay,
    pub role: Role,
}

/// Longer lines are prose.
const LONGEST: usize = 200;
/// Names of outlets, sections, places and people have no more words, and their number in a line is bounded.
const NAME_WORDS: usize = 6;
const BYLINE_WORDS: usize = 14;
const MOST_NAMES: usize = 6;
/// Marks that part what stands beside a day.
const MARKS: [char; 21] =
    ['|', '¦', '·', '•', '—', '–', '/', '»', '›', '>', '(', ')', '[', ']', ',', ';', ':', '\n', '\t', '_', '*'];
/// So many bytes before a day are looked at for words that tell of it.
const BEFORE_DAY: usize = 48;

/// The days of a line that is a stamp; none when it is not.
pub fn read(line: &str, language: Option<&str>, known: &PageWords) -> Vec<Stamp> {
    if line.len() > LONGEST || !line.contains(|c: char| c.is_numeric()) {
        return Vec::new();
    }
    let days = known.months.find_days_in(line, language);
    if days.is_empty() || !days.iter().all(is_plausible) || days.len() > 4 {
        return Vec::new();
    }
    let (mut at, mut names) = (0, 0);
    for (index, day) in days.iter().enumerate() {
        let between = &line[at..day.range.start];
        let is_stretch = index > 0 && matches!(between.trim(), "-" | "–" | "—" | "/" | "...");
        if is_stretch || bounds_a_stretch(between, known) {
            return Vec::new();
        }
        match parts(between, known) {
            Some(found) => names += found,
            None => return Vec::new(),
        }
        at = day.range.end;
    }
    match parts(&line[at..], known) {
        Some(found) if names + found <= MOST_NAMES => {}
        _ => return Vec::new(),
    }
    let last = days.len() - 1;
    let of = |(index, written): (usize, WrittenDay)| {
        let mut role = role(line, &written, known);
        if role == Role::Plain && index == last && is_word_of_change(&line[written.range.end..], known) {
            role = Role::Changed;
        }
        Stamp { written, role }
    };
    days.into_iter().enumerate().map(of).filter(|stamp| stamp.role != Role::Foreign).collect()
}

/// What the words shortly before a day say of it; the last of them counts. In a sentence they speak of something else: "a
/// video posted on 3 May 2019" is not the page.
pub fn role(text: &str, day: &WrittenDay, known: &PageWords) -> Role {
    let start = text.floor_char_boundary(day.range.start.saturating_sub(BEFORE_DAY));
    let Some((end, role)) = last_spoken(&text[start..day.range.start], known) else { return Role::Plain };
    // Lower case may be longer or shorter than what was written, by a few bytes in a few scripts.
    let end = text.floor_char_boundary((start + end).min(day.range.start));
    let opening = text[..end].trim_end_matches(':').rfind(|c: char| MARKS.contains(&c) || matches!(c, '.' | '!' | '?'));
    let opening = opening.map_or(0, |at| text.ceil_char_boundary(at + 1));
    match parts(&text[opening..day.range.start], known) {
        Some(_) => role,
        None if role == Role::Foreign => role,
        None => Role::Plain,
    }
}

/// The role that the last telling word of a text gives to the day behind it.
pub fn spoken(text: &str, known: &PageWords) -> Option<Role> {
    last_spoken(text, known).map(|(_, role)| role)
}

/// The last telling word: where it ends, and its role.
fn last_spoken(text: &str, known: &PageWords) -> Option<(usize, Role)> {
    let lower = text.to_lowercase();
    let dates = &known.dates;
    let lists = [
        (&dates.foreign_words, Role::Foreign),
        (&dates.modified_words, Role::Changed),
        (&dates.published_words, Role::Published),
    ];
    let last = |(words, role): (&Vec<String>, Role)| {
        let end = words.iter().filter_map(|word| last_at_word(&lower, word)).max()?;
        Some((end, role))
    };
    lists.into_iter().filter_map(last).max_by_key(|(end, _)| *end)
}

/// Where the last occurrence of a word ends that begins where a word begins.
fn last_at_word(text: &str, word: &str) -> Option<usize> {
    let starts = |at: &usize| {
        let before = text[..*at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric())
            || word.chars().next().is_some_and(|c| !c.is_ascii() && !c.is_lowercase())
    };
    text.rmatch_indices(word).map(|(at, _)| at).find(starts).map(|at| at + word.len())
}

/// Whether the text before a day makes it the end or the beginning of a stretch.
fn bounds_a_stretch(before: &str, known: &PageWords) -> bool {
    let bare = before.trim_end();
    let without_dash = bare.trim_end_matches(['-', '–', '—']);
    let number = |text: &str| {
        let digits = text.trim_end().chars().rev().take_while(char::is_ascii_digit).count();
        // An hour ("10:15 - 14 May 2024") ends in two digits as well.
        (1..=2).contains(&digits) && !text.trim_end()[..text.trim_end().len() - digits].ends_with([':', '.'])
    };
    if without_dash.len() < bare.len() && number(without_dash) {
        return true;
    }
    let last = words(bare).last().filter(|word| bare.ends_with(*word));
    last.is_some_and(|word| known.dates.bound_words.iter().any(|bound| bound == word))
}

/// Whether the text behind the last day is but a word of change: "14 May 2024 (updated)".
fn is_word_of_change(after: &str, known: &PageWords) -> bool {
    let word = after.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    known.dates.modified_words.contains(&word)
}

/// How many names stand in the text beside a day; `None` when it tells something else.
fn parts(text: &str, known: &PageWords) -> Option<usize> {
    let mut names = 0;
    for piece in text.split(MARKS).flat_map(|piece| piece.split(" - ")) {
        names += usize::from(part(piece.trim(), known)?);
    }
    Some(names)
}

/// Whether one part beside a day is a name; `None` when it is nothing that stands beside a day.
fn part(piece: &str, known: &PageWords) -> Option<bool> {
    let dates = &known.dates;
    let lower = piece.to_lowercase();
    let mut folded = String::from(" ");
    let mut rest = Vec::new();
    for word in words(piece) {
        let small = word.to_lowercase();
        let number = word.chars().all(char::is_numeric);
        folded.push_str(if number { "#" } else { &small });
        folded.push(' ');
        // "10h15", "08H12", "3rd" and the bare numbers of an hour.
        let is_clock = word.chars().next().is_some_and(char::is_numeric) && word.len() <= 6;
        if !is_clock && !dates.beside_words.contains(&small) {
            rest.push(word);
        }
    }
    if rest.is_empty() {
        return Some(false);
    }
    let signs = known.vocabulary.signs(&folded);
    if signs.any(Sign::Caption) {
        return None;
    }
    if signs.start(Sign::Byline) && rest.len() <= BYLINE_WORDS && is_name(&rest[1..], known) {
        return Some(true);
    }
    if [Sign::Byline, Sign::Stamp, Sign::Share, Sign::Comment, Sign::Nav].into_iter().any(|sign| signs.whole(sign))
        || (signs.any(Sign::Byline) || signs.any(Sign::Stamp)) && rest.len() <= 4
    {
        return Some(false);
    }
    // Without the words that tell of the day, what is left is a name or nothing.
    let telling = dates.published_words.iter().chain(&dates.modified_words).chain(&dates.foreign_words);
    let told: Vec<&str> = telling.map(String::as_str).filter(|word| last_at_word(&lower, word).is_some()).collect();
    let is_told = |word: &str| {
        told.iter().any(|phrase| phrase.split(' ').any(|part| word.to_lowercase() == part.trim_end_matches(':')))
    };
    let helps = |word: &str| known.vocabulary.is_function_word(&word.to_lowercase());
    let left: Vec<&str> = rest.into_iter().filter(|word| told.is_empty() || !is_told(word) && !helps(word)).collect();
    if left.is_empty() {
        return Some(false);
    }
    (left.len() <= NAME_WORDS && is_name(&left, known)).then_some(true)
}

/// Words that may be a name: capitalised but for the little words between, or of a script without capitals.
fn is_name(words: &[&str], known: &PageWords) -> bool {
    let first = words.first().and_then(|word| word.chars().next());
    let begins = first.is_none_or(|c| !c.is_lowercase());
    begins
        && words.iter().all(|word| {
            word.chars().next().is_some_and(|c| !c.is_lowercase()) || known.vocabulary.is_function_word(word)
        })
}
