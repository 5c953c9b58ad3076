//! A reading as a witness of a text: its words in a form that can be compared, and when it came out.
//!
//! In: readings in a fixed order. Out: one [`Witness`] each and the vocabulary they share. Only the running text of the
//! article counts (body, quotes, dateline); the page around it, and lines that pages carry for their own sake, are left
//! out. Nothing here decides who copied whom.

use std::collections::{HashMap, HashSet};

use crate::lexicon::CreditLists;
use crate::lexicon::credits::Phrase;
use crate::model::{BlockKind, Day, Reading, Span};

/// One word of a witness.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Index in the [`Vocabulary`]; two words are the same when their ids are.
    pub id: u32,
    pub span: Span,
    /// Number of the sentence, counted through the article.
    pub sentence: u32,
    pub capital: bool,
    pub opens_sentence: bool,
    /// Stands inside quotation marks.
    pub quoted: bool,
}

/// All words of all witnesses.
#[derive(Debug, Default)]
pub struct Vocabulary {
    ids: HashMap<String, u32>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    text: String,
    function: bool,
    /// Times seen with a capital inside a sentence, and without one.
    capitals: u32,
    smalls: u32,
}

/// The article of one reading, ready for comparison.
#[derive(Debug)]
pub struct Witness<'a> {
    pub reading: &'a Reading,
    pub words: Vec<Word>,
    /// Positions in `words` of the words that carry meaning.
    pub content: Vec<u32>,
    pub title: Vec<u32>,
    pub published: Published,
}

/// The stretch of time in which an article came out, in minutes since the year 1; unknown ends are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    pub from: i64,
    pub to: i64,
}

impl Published {
    const UNKNOWN: Published = Published { from: i64::MIN, to: i64::MAX };

    pub fn is_known(self) -> bool {
        self != Published::UNKNOWN
    }

    /// Whether this came out before the other for certain.
    pub fn is_before(self, other: Published) -> bool {
        self.to < other.from
    }
}

impl Vocabulary {
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn text(&self, id: u32) -> &str {
        &self.entries[id as usize].text
    }

    /// The word with this form, if any witness has it.
    pub fn id(&self, text: &str) -> Option<u32> {
        self.ids.get(text).copied()
    }

    pub fn is_function(&self, id: u32) -> bool {
        self.entries[id as usize].function
    }

    /// Whether the word is a name where it stands: capitalised for another reason than opening a sentence.
    pub fn is_name(&self, word: &Word) -> bool {
        let entry = &self.entries[word.id as usize];
        word.capital && !entry.function && (!word.opens_sentence || entry.capitals > entry.smalls)
    }

    /// Whether the word is capitalised inside sentences more often than not.
    pub fn is_mostly_name(&self, id: u32) -> bool {
        let entry = &self.entries[id as usize];
        entry.capitals > entry.smalls
    }

    pub fn is_number(&self, id: u32) -> bool {
        self.entries[id as usize].text.starts_with(|c: char| c.is_ascii_digit())
    }

    /// How much a match of this word says: names and numbers more than other words, function words next to nothing.
    pub fn weight(&self, id: u32) -> i32 {
        if self.is_function(id) { 1 } else { 4 }
    }

    fn intern(&mut self, text: String, lists: &CreditLists) -> u32 {
        if let Some(&id) = self.ids.get(&text) {
            return id;
        }
        let id = self.entries.len() as u32;
        let function = lists.function_words.contains(&text);
        self.entries.push(Entry { text: text.clone(), function, capitals: 0, smalls: 0 });
        self.ids.insert(text, id);
        id
    }

    /// Reads one article. The vocabulary grows in the order of the calls, so the caller keeps that order fixed.
    pub fn witness<'a>(&mut self, reading: &'a Reading, lists: &CreditLists) -> Witness<'a> {
        let text = reading.text.as_str();
        let starts: HashSet<u32> = reading.annotations.sentences.iter().map(|span| span.start).collect();
        let mut words: Vec<Word> = Vec::new();
        let mut sentence = 0;
        for block in &reading.article.blocks {
            if !matches!(block.kind, BlockKind::Body | BlockKind::Quote | BlockKind::Dateline) {
                continue;
            }
            let mut at = block.span.start as usize;
            for line in block.span.of(text).split_inclusive('\n') {
                let tokens = tokens(line);
                if !is_boilerplate(&tokens, &lists.boilerplate) {
                    self.read_line(line, at, &tokens, &starts, block.kind, &mut sentence, &mut words, lists);
                }
                at += line.len();
            }
        }
        let content = (0..words.len() as u32).filter(|&at| !self.is_function(words[at as usize].id)).collect();
        let title = reading.article.title.as_ref().map_or("", |title| title.text.as_str());
        let title = tokens(title).into_iter().map(|token| self.intern(token.text, lists)).collect();
        Witness { reading, words, content, title, published: published(reading) }
    }

    #[allow(clippy::too_many_arguments)]
    fn read_line(
        &mut self,
        line: &str,
        offset: usize,
        tokens: &[Token],
        starts: &HashSet<u32>,
        kind: BlockKind,
        sentence: &mut u32,
        words: &mut Vec<Word>,
        lists: &CreditLists,
    ) {
        let mut open = kind == BlockKind::Quote;
        let mut end_before = 0;
        for (index, token) in tokens.iter().enumerate() {
            let between = &line[end_before..token.start];
            for mark in between.chars() {
                match mark {
                    '“' | '«' | '„' => open = true,
                    '”' | '»' => open = kind == BlockKind::Quote,
                    '"' => open = !open,
                    _ => {}
                }
            }
            let start = (offset + token.start) as u32;
            let capital = line[token.start..].starts_with(char::is_uppercase);
            let opens = if index == 0 {
                true
            } else if starts.is_empty() {
                capital && between.contains(['.', '!', '?']) && between.contains(char::is_whitespace)
            } else {
                starts.contains(&start)
                    || between.char_indices().any(|(at, _)| starts.contains(&((offset + end_before + at) as u32)))
            };
            if opens {
                *sentence += 1;
            }
            end_before = token.end;
            let id = self.intern(token.text.clone(), lists);
            let entry = &mut self.entries[id as usize];
            match (capital, opens) {
                (true, false) => entry.capitals += 1,
                (false, _) => entry.smalls += 1,
                _ => {}
            }
            words.push(Word {
                id,
                span: Span::new(offset + token.start, offset + token.end),
                sentence: *sentence,
                capital,
                opens_sentence: opens,
                quoted: open,
            });
        }
    }
}

impl Witness<'_> {
    pub fn id(&self) -> &str {
        &self.reading.id
    }

    /// The bytes of a run of words.
    pub fn span(&self, words: std::ops::Range<usize>) -> Span {
        self.words[words.start].span.cover(self.words[words.end - 1].span)
    }
}

/// A word as it stands in a line, with its form for comparison.
#[derive(Debug)]
pub struct Token {
    pub start: usize,
    pub end: usize,
    pub text: String,
}

/// The words of a line: letters and digits, with an apostrophe or a decimal sign inside. Lower case, no possessive "s",
/// no thousands separator, so that "1,000" is "1000" and "Syria's" is "syria".
pub fn tokens(line: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut chars = line.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let mut text: String = first.to_lowercase().collect();
        let mut end = start + first.len_utf8();
        let mut last = first;
        while let Some(&(at, c)) = chars.peek() {
            let next = line[at + c.len_utf8()..].chars().next();
            let joins = match c {
                '\'' | '’' => next.is_some_and(char::is_alphabetic),
                '.' | ',' => last.is_ascii_digit() && next.is_some_and(|c| c.is_ascii_digit()),
                '\u{ad}' => next.is_some_and(char::is_alphanumeric),
                _ => false,
            };
            if !(c.is_alphanumeric() || joins) {
                break;
            }
            match c {
                '’' => text.push('\''),
                ',' | '\u{ad}' => {}
                _ => text.extend(c.to_lowercase()),
            }
            end = at + c.len_utf8();
            last = c;
            chars.next();
        }
        if let Some(stem) = text.strip_suffix("'s") {
            text.truncate(stem.len());
        }
        out.push(Token { start, end, text });
    }
    out
}

/// Short lines in which a stock phrase of web pages stands.
fn is_boilerplate(tokens: &[Token], phrases: &[Phrase]) -> bool {
    tokens.len() <= 40 && phrases.iter().any(|phrase| find_phrase(tokens, phrase, 0).is_some())
}

/// Where the words of a phrase stand next, from token `from` on.
pub fn find_phrase(tokens: &[Token], phrase: &Phrase, from: usize) -> Option<usize> {
    if phrase.is_empty() || tokens.len() < phrase.len() {
        return None;
    }
    (from..=tokens.len() - phrase.len())
        .find(|&at| phrase.iter().zip(&tokens[at..]).all(|(word, token)| *word == token.text))
}

fn published(reading: &Reading) -> Published {
    if let Some(instant) = reading.published_at.as_deref().and_then(instant) {
        return Published { from: instant, to: instant };
    }
    match &reading.article.published {
        Some(days) => Published { from: minutes(days.start), to: minutes(days.end) + 24 * 60 - 1 },
        None => Published::UNKNOWN,
    }
}

fn minutes(day: Day) -> i64 {
    let first = Day::new(1, 1, 1).unwrap_or(day);
    i64::from(day.days_since(first)) * 24 * 60
}

/// `2017-08-03T10:20:00+03:00` in minutes; an instant without a zone is read as UTC. A bare day is no instant.
fn instant(text: &str) -> Option<i64> {
    let day: Day = text.parse().ok()?;
    let clock = text.get(11..)?;
    let (hours, rest) = (clock.get(..2)?.parse::<i64>().ok()?, clock.get(2..)?);
    let minute = rest.strip_prefix(':')?.get(..2)?.parse::<i64>().ok()?;
    let zone = rest[3..].find(['+', '-']).map_or(Some(0), |at| offset(&rest[3 + at..]))?;
    ((0..24).contains(&hours) && (0..60).contains(&minute)).then(|| minutes(day) + hours * 60 + minute - zone)
}

fn offset(zone: &str) -> Option<i64> {
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let hours = digits.get(..2)?.parse::<i64>().ok()?;
    let minutes = digits.get(2..4).map_or(Some(0), |minutes| minutes.parse().ok())?;
    Some(sign * (hours * 60 + minutes))
}
