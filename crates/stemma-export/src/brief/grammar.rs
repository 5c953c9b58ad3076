//! Small facts of English: articles, numbers in words, plurals, lists, capitals.

use stemma::lexicon::wording::English;
use stemma::text::numbers::{TENS, UNITS};

/// A number below twenty in words.
fn small(value: u32) -> &'static str {
    if value == 0 { "no" } else { UNITS[value as usize] }
}

/// `seven`, `40`, `3,600`: in words up to ten, as newspapers do.
pub fn number(value: u32) -> String {
    match value {
        0..=10 => small(value).into(),
        1_000_000.. if value.is_multiple_of(1_000_000) => format!("{} million", number(value / 1_000_000)),
        1_000_000.. if value.is_multiple_of(100_000) => format!("{:.1} million", f64::from(value) / 1e6),
        _ => figures(value),
    }
}

fn figures(value: u32) -> String {
    let digits = value.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digits.len() > 3 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number under a thousand in words: a sentence does not begin with figures.
pub fn spelled(value: u32) -> Option<String> {
    match value {
        0..=19 => Some(small(value).into()),
        20..=99 => {
            let ones = value % 10;
            let tens = TENS[value as usize / 10 - 2];
            Some(if ones == 0 { tens.into() } else { format!("{tens}-{}", small(ones)) })
        }
        100..=999 => {
            let hundreds = format!("{} hundred", small(value / 100));
            match value % 100 {
                0 => Some(hundreds),
                rest => Some(format!("{hundreds} and {}", spelled(rest)?)),
            }
        }
        _ => None,
    }
}

/// A sentence from its words: a capital, no figures in front, a full stop, no comma before it.
pub fn sentence(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text = text.replace(",,", ",").replace(" ,", ",").replace(",;", ";");
    while text.ends_with([',', ' ', '.', ';']) && !ends_with_abbreviation(&text) {
        text.pop();
    }
    let number = |letter: char| letter.is_ascii_digit() || matches!(letter, ',' | '.');
    let digits = text.find(|letter| !number(letter)).unwrap_or(text.len());
    if text.starts_with(|letter: char| letter.is_ascii_digit()) {
        let value: Option<u32> = text[..digits].replace(',', "").parse().ok();
        text = match value.and_then(spelled) {
            Some(words) => format!("{words}{}", &text[digits..]),
            None => format!("a total of {text}"),
        };
    }
    let mut letters = text.chars();
    let mut sentence: String =
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    if !sentence.ends_with('.') {
        sentence.push('.');
    }
    sentence
}

/// "the U.S." keeps its full stop.
fn ends_with_abbreviation(text: &str) -> bool {
    let letters: Vec<char> = text.chars().rev().take(3).collect();
    matches!(letters[..], ['.', letter, '.'] if letter.is_uppercase())
}

/// `a`, `a and b`, `a, b and c`
pub fn list(parts: &[String]) -> String {
    crate::words::list(parts)
}

/// `a` or `an`, as the word behind it is said.
pub fn article(words: &str, english: &English) -> &'static str {
    let first = words.split([' ', '-']).next().unwrap_or(words);
    let lower = first.to_lowercase();
    let begins = |starts: &[String]| starts.iter().any(|start| lower.starts_with(start.as_str()));
    let has_vowel = if is_letters(first) && first.len() < 5 {
        // Said letter by letter: an SDF unit, a US soldier.
        first.starts_with(|letter| english.letters_said_with_vowel.contains(letter))
    } else {
        let is_you = begins(&english.said_with_consonant) && !begins(&english.not_said_with_consonant);
        lower.starts_with(['a', 'e', 'i', 'o', 'u']) && !is_you || begins(&english.said_with_vowel)
    };
    if has_vowel { "an" } else { "a" }
}

/// An abbreviation of capitals: SDF, U.S., US.
pub fn is_letters(word: &str) -> bool {
    let letters: Vec<char> = word.chars().filter(|letter| *letter != '.').collect();
    (2..=7).contains(&letters.len()) && letters.iter().all(|letter| letter.is_uppercase())
}

pub fn upper_first(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `470,000` for `470000`.
pub fn grouped(word: &str) -> String {
    let is_plain = word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|_| is_plain).map_or_else(|| word.to_string(), figures)
}

pub fn lower_first(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// "Pro-Russian", "US-backed": a prefix before a hyphen that is no name.
pub fn has_prefix(word: &str, english: &English) -> bool {
    word.split_once('-').is_some_and(|(prefix, _)| english.prefixes.contains(&prefix.to_lowercase()))
}

/// Small words inside names of persons, which have no capital.
pub fn is_particle(word: &str, english: &English) -> bool {
    word.starts_with(|letter: char| !letter.is_uppercase())
        && english.particles.contains(word.split('-').next().unwrap_or(word))
}

pub fn is_number(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_digit())
        && word.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, ',' | '.'))
        || word.split('-').all(is_number_word)
}

fn is_number_word(word: &str) -> bool {
    let word = word.to_lowercase();
    let word = word.as_str();
    UNITS[1..].contains(&word) || TENS.contains(&word)
}

/// Whether a word of number counts: "dozens", "14", not "at" and "least".
pub fn counts(word: &str, english: &English) -> bool {
    is_number(word) || english.counting.contains(&word.to_lowercase())
}

/// Whether a noun behind it stands in the plural.
pub fn is_more_than_one(word: &str, english: &English) -> bool {
    counts(word, english) && !english.one.contains(&word.to_lowercase())
}

/// `soldiers` for `soldier`.
pub fn plural(noun: &str, english: &English) -> String {
    if let Some((stem, many)) = swapped(noun, english.irregular.iter()) {
        return format!("{stem}{many}");
    }
    match noun {
        _ if english.unchanged.iter().any(|end| noun.ends_with(end.as_str())) => noun.into(),
        _ if noun.ends_with(['s', 'x']) || noun.ends_with("ch") || noun.ends_with("sh") => format!("{noun}es"),
        _ if noun.ends_with('y') && !["ay", "ey", "oy"].iter().any(|end| noun.ends_with(end)) => {
            format!("{}ies", &noun[..noun.len() - 1])
        }
        _ => format!("{noun}s"),
    }
}

/// `soldier` for `soldiers`; nothing where English has none ("troops", "police").
pub fn singular(noun: &str, english: &English) -> Option<String> {
    if let Some((stem, one)) = swapped(noun, english.irregular.iter().map(|(one, many)| (many, one))) {
        return Some(format!("{stem}{one}"));
    }
    match noun {
        _ if english.no_singular.contains(noun) => None,
        _ if noun.ends_with("ies") => Some(format!("{}y", &noun[..noun.len() - 3])),
        _ if noun.ends_with("sses") || noun.ends_with("ches") || noun.ends_with("shes") => {
            Some(noun[..noun.len() - 2].into())
        }
        _ => noun.strip_suffix('s').map(Into::into),
    }
}

/// What stands before the longest end of a word that is one of the first, and the second in its place: "woman" before "man".
fn swapped<'n, 'e>(noun: &'n str, ends: impl Iterator<Item = (&'e String, &'e String)>) -> Option<(&'n str, &'e str)> {
    let fitting = ends.filter_map(|(end, other)| Some((noun.strip_suffix(end.as_str())?, other.as_str())));
    fitting.min_by_key(|(stem, _)| stem.len())
}
