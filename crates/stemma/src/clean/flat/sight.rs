//! What can be seen of one paragraph by itself: its length, words, letters, signs. A few dozen bytes, so that a page of a
//! million lines stays small. One pass over the words; phrases are looked for in short paragraphs and at the head of
//! long ones only.

use super::vocabulary::{Sign, Signs};
use crate::clean::PageWords;
use crate::clean::pagedate::stamps;
use crate::model::Span;
use crate::text::ends_sentence;

/// Phrases are compared within the first words of a paragraph.
const FOLDED_WORDS: usize = 40;
/// Dates are looked for in paragraphs of at most so many bytes.
const DATED_BYTES: usize = 240;

/// How a paragraph ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Sentence,
    Ellipsis,
    Colon,
    Other,
}

/// How a paragraph begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Opening {
    Upper,
    Lower,
    Digit,
    Quote,
    Bullet,
    Other,
}

/// Marks that are rare in prose and common on pages.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marks {
    pub copyright: bool,
    pub bar: bool,
    pub arrow: bool,
    pub address: bool,
    pub clock: bool,
    pub question: bool,
    pub exclamation: bool,
    pub brackets: bool,
    pub quotes: bool,
    pub comma: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct Sight {
    pub span: Span,
    pub words: u32,
    pub function_words: u32,
    pub capitalised: u32,
    /// Words all in capitals.
    pub capitals: u32,
    pub numbers: u32,
    /// Ends of sentences inside or at the end.
    pub sentences: u32,
    /// Words for "I", "we" and "you".
    pub persons: u32,
    pub ending: Ending,
    pub opening: Opening,
    pub marks: Marks,
    pub signs: Signs,
    /// Bytes of the paragraph that written days take.
    pub dated: u32,
    /// A day with nothing but what pages put beside it.
    pub is_stamp: bool,
    /// Equal for paragraphs of equal words.
    pub hash: u64,
    /// The same words stand in an earlier paragraph, or in a later one.
    pub repeats: bool,
    pub repeated: bool,
}

/// How much like running text a paragraph looks by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prose {
    /// A name, a link, a label.
    Fragment,
    /// A headline, a heading, an entry of a list.
    Line,
    /// One short sentence.
    Sentence,
    /// Surely running text.
    Paragraph,
}

impl Sight {
    pub fn function_share(&self) -> f32 {
        self.function_words as f32 / self.words.max(1) as f32
    }

    pub fn prose(&self) -> Prose {
        let share = self.function_share();
        let ends = self.ending == Ending::Sentence;
        if self.words >= 22 && share >= 0.24 && (ends || self.sentences >= 1 || self.words >= 40) {
            Prose::Paragraph
        } else if self.words >= 7 && share >= 0.15 && ends {
            Prose::Sentence
        } else if self.words >= 5 {
            Prose::Line
        } else {
            Prose::Fragment
        }
    }

    /// What the paragraph asks of its reader, whatever its length: it opens as such notices do and goes on like one.
    pub fn notice(&self) -> Option<Sign> {
        const ASKING: [Sign; 4] = [Sign::Legal, Sign::Login, Sign::Newsletter, Sign::Ad];
        let [_, start, part] = self.signs.bits();
        ASKING.into_iter().find(|sign| start & part & (1 << *sign as u16) != 0)
    }

    /// Hardly more than a written day: its weekday, its hour.
    pub fn is_date(&self) -> bool {
        self.dated > 0 && self.dated as usize * 5 >= self.span.len() * 2
    }
}

/// Looks at one paragraph.
pub fn look(text: &str, span: Span, known: &PageWords) -> Sight {
    let vocabulary = &known.vocabulary;
    let paragraph = span.of(text);
    let mut sight = Sight {
        span,
        words: 0,
        function_words: 0,
        capitalised: 0,
        capitals: 0,
        numbers: 0,
        sentences: 0,
        persons: 0,
        ending: ending(paragraph),
        opening: opening(paragraph),
        marks: marks(paragraph),
        signs: Signs::default(),
        dated: 0,
        is_stamp: false,
        hash: 0xcbf2_9ce4_8422_2325,
        repeats: false,
        repeated: false,
    };
    let mut folded = String::from(" ");
    let mut lower = String::new();
    for word in words(paragraph) {
        sight.words += 1;
        lower.clear();
        lower.extend(word.chars().flat_map(char::to_lowercase));
        let first_upper = word.chars().next().is_some_and(char::is_uppercase);
        sight.capitalised += u32::from(first_upper);
        sight.capitals +=
            u32::from(first_upper && word.chars().nth(1).is_some() && !word.chars().any(char::is_lowercase));
        let number = word.chars().all(char::is_numeric);
        sight.numbers += u32::from(number);
        sight.function_words += u32::from(vocabulary.is_function_word(&lower));
        sight.persons += u32::from(vocabulary.is_person(&lower));
        for byte in lower.bytes() {
            sight.hash = (sight.hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        sight.hash = sight.hash.wrapping_mul(0x0100_0000_01b3) ^ 0x20;
        if sight.words as usize <= FOLDED_WORDS {
            folded.push_str(if number { "#" } else { &lower });
            folded.push(' ');
        }
    }
    sight.sentences = sentences(paragraph);
    sight.signs = vocabulary.signs(&folded);
    if paragraph.len() <= DATED_BYTES {
        sight.dated = known.months.find_days(paragraph).iter().map(|day| day.range.len() as u32).sum();
        sight.is_stamp = sight.dated > 0 && !stamps::read(paragraph, None, known).is_empty();
    }
    sight
}

/// Words: runs of letters and digits; each character of a script without spaces by itself.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()).flat_map(|run| {
        let mut rest = run;
        std::iter::from_fn(move || {
            let first = rest.chars().next()?;
            let end = if is_unspaced(first) { first.len_utf8() } else { rest.find(is_unspaced).unwrap_or(rest.len()) };
            let (word, tail) = rest.split_at(end);
            rest = tail;
            Some(word)
        })
    })
}

/// Han, Hiragana, Katakana: written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{2ffff}')
}

fn ending(paragraph: &str) -> Ending {
    let bare = paragraph.trim_end_matches(['"', '”', '’', '»', ')', ']', ' ']);
    if bare.ends_with('…') || bare.ends_with("...") || bare.ends_with("[…") {
        Ending::Ellipsis
    } else if paragraph.ends_with([':', '：']) {
        Ending::Colon
    } else if ends_sentence(paragraph) || before_credit(paragraph).is_some_and(ends_sentence) {
        Ending::Sentence
    } else {
        Ending::Other
    }
}

/// What stands before a short remark in brackets at the end: the credit of an agency after the last sentence.
fn before_credit(paragraph: &str) -> Option<&str> {
    let (before, credit) = paragraph.strip_suffix(')')?.rsplit_once('(')?;
    (credit.len() <= 30).then(|| before.trim_end())
}

fn opening(paragraph: &str) -> Opening {
    match paragraph.chars().next() {
        Some(c) if c.is_numeric() => Opening::Digit,
        Some(c) if c.is_lowercase() => Opening::Lower,
        Some(c) if c.is_alphabetic() => Opening::Upper,
        Some('"' | '“' | '„' | '«' | '‘' | '\'' | '»' | '「') => Opening::Quote,
        Some('•' | '·' | '-' | '–' | '—' | '*' | '›' | '▪' | '►' | '→' | '✓' | '+') => Opening::Bullet,
        _ => Opening::Other,
    }
}

/// Marks are looked for near the beginning only: a long paragraph may hold any of them.
fn marks(paragraph: &str) -> Marks {
    let mut marks = Marks::default();
    let head = &paragraph[..paragraph.floor_char_boundary(300)];
    let bytes = head.as_bytes();
    for (at, c) in head.char_indices() {
        match c {
            '©' | '®' | '™' => marks.copyright = true,
            '|' | '¦' | '·' | '•' | '/' => marks.bar = true,
            '»' | '›' | '→' | '>' | '«' | '‹' | '←' => marks.arrow = true,
            '@' => marks.address = true,
            '?' => marks.question = true,
            '!' => marks.exclamation = true,
            '(' | '[' => marks.brackets = true,
            '"' | '“' | '”' | '„' => marks.quotes = true,
            ',' | '،' | '，' => marks.comma = true,
            ':' if at > 0 && bytes[at - 1].is_ascii_digit() && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => {
                marks.clock = true;
            }
            _ => {}
        }
    }
    marks.address |= head.contains("http") || head.contains("www.");
    marks
}

/// Ends of sentences: a full stop, question or exclamation mark before a space or the end.
fn sentences(paragraph: &str) -> u32 {
    let mut count = 0;
    let mut chars = paragraph.chars().peekable();
    while let Some(c) = chars.next() {
        let ends = match c {
            '.' | '!' | '?' | '…' | '؟' | '।' => {
                chars.peek().is_none_or(|next| next.is_whitespace() || matches!(next, '"' | '”' | '’' | '»' | ')'))
            }
            '。' | '！' | '？' => true,
            _ => false,
        };
        count += u32::from(ends);
    }
    count
}

/// Notes which paragraphs are said again elsewhere on the page.
pub fn mark_repetitions(sights: &mut [Sight]) {
    let mut first_seen = std::collections::HashMap::with_capacity(sights.len().min(1 << 16));
    for index in 0..sights.len() {
        match first_seen.get(&sights[index].hash) {
            Some(&earlier) => {
                sights[index].repeats = true;
                let earlier: &mut Sight = &mut sights[earlier];
                earlier.repeated = true;
            }
            None => {
                first_seen.insert(sights[index].hash, index);
            }
        }
    }
}
