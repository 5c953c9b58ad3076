//! A reading as a witness of a text: its words in a form that can be compared, and when it came out.
//!
//! In: readings in a fixed order. Out: one [`Witness`] each and the vocabulary they share. Only the running text of the
//! article counts (body, quotes, dateline, and the prose of captions and of lines of unknown use); the page around it, and
//! lines that pages carry for their own sake, are left out. Nothing here decides who copied whom.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use crate::lexicon::CreditLists;
use crate::lexicon::credits::Phrase;
use crate::model::{BlockKind, Day, Reading, Span};

/// One word of a witness.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Index in the [`Vocabulary`]; two words are the same when their ids are.
    pub id: u32,
    start: u32,
    // Twelve bytes a word and no more: there are as many of these as words in the store.
    length: u16,
    marks: u8,
}

/// Marks of a word.
const CAPITAL: u8 = 1;
const OPENS_SENTENCE: u8 = 2;
const QUOTED: u8 = 4;
const LABEL: u8 = 8;

/// What is longer is no word: a picture in letters, or somebody trying what happens.
const LONGEST_WORD: usize = 200;

impl Word {
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.start + u32::from(self.length) }
    }

    /// Whether it stands inside quotation marks.
    pub fn is_quoted(&self) -> bool {
        self.marks & QUOTED != 0
    }

    /// Whether it stands in a line too short for a sentence: headings and the furniture of a site, which its pages share.
    pub fn is_of_label(&self) -> bool {
        self.marks & LABEL != 0
    }

    fn is_capital(&self) -> bool {
        self.marks & CAPITAL != 0
    }

    fn opens_sentence(&self) -> bool {
        self.marks & OPENS_SENTENCE != 0
    }
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
    /// Positions in `words` of the words that carry meaning, and of those that open a sentence.
    pub content: Vec<u32>,
    sentences: Vec<u32>,
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
        word.is_capital() && !entry.function && (!word.opens_sentence() || entry.capitals > entry.smalls)
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

    /// Takes up the words of one article. The vocabulary grows in the order of the calls, so the caller keeps that fixed.
    fn witness<'a>(&mut self, page: Page<'a>, lists: &CreditLists) -> Witness<'a> {
        let Page { reading, lines, title } = page;
        let starts: HashSet<u32> = reading.annotations.sentences.iter().map(|span| span.start).collect();
        let mut words: Vec<Word> = Vec::with_capacity(lines.iter().map(|line| line.tokens.len()).sum());
        lines.into_iter().for_each(|line| self.read_line(line, &starts, &mut words, lists));
        let positions = |wanted: &dyn Fn(&Word) -> bool| -> Vec<u32> {
            words.iter().enumerate().filter(|(_, word)| wanted(word)).map(|(at, _)| at as u32).collect()
        };
        let content = positions(&|word| !self.is_function(word.id));
        let sentences = positions(&Word::opens_sentence);
        let title = title.into_iter().map(|token| self.intern(token.text, lists)).collect();
        Witness { reading, words, content, sentences, title, published: published(reading) }
    }

    fn read_line(&mut self, line: Line<'_>, starts: &HashSet<u32>, words: &mut Vec<Word>, lists: &CreditLists) {
        let Line { text, offset, kind, tokens } = line;
        let label = tokens.len() < PROSE_WORDS;
        let mut open = kind == BlockKind::Quote;
        let mut end_before = 0;
        for (index, token) in tokens.into_iter().enumerate() {
            let between = &text[end_before..token.start];
            for mark in between.chars() {
                match mark {
                    '“' | '«' | '„' => open = true,
                    '”' | '»' => open = kind == BlockKind::Quote,
                    '"' => open = !open,
                    _ => {}
                }
            }
            let start = (offset + token.start) as u32;
            let capital = text[token.start..].starts_with(char::is_uppercase);
            let opens = if index == 0 {
                true
            } else if starts.is_empty() {
                capital && between.contains(['.', '!', '?']) && between.contains(char::is_whitespace)
            } else {
                starts.contains(&start)
                    || between.char_indices().any(|(at, _)| starts.contains(&((offset + end_before + at) as u32)))
            };
            end_before = token.end;
            let Some(length) = (token.end - token.start <= LONGEST_WORD).then_some((token.end - token.start) as u16)
            else {
                continue;
            };
            let id = self.intern(token.text, lists);
            let entry = &mut self.entries[id as usize];
            match (capital, opens) {
                (true, false) => entry.capitals += 1,
                (false, _) => entry.smalls += 1,
                _ => {}
            }
            let mark = |is: bool, mark: u8| if is { mark } else { 0 };
            let marks = mark(capital, CAPITAL) | mark(opens, OPENS_SENTENCE) | mark(open, QUOTED) | mark(label, LABEL);
            words.push(Word { id, start, length, marks });
        }
    }
}

/// Articles that are cut into words at a time: that is done side by side, and what it takes is given back soon.
const BATCH: usize = 1024;

/// The witnesses of readings, in their order, and their vocabulary.
pub fn witnesses<'a>(readings: &[&'a Reading], lists: &CreditLists) -> (Vec<Witness<'a>>, Vocabulary) {
    let mut vocabulary = Vocabulary::default();
    let mut out = Vec::with_capacity(readings.len());
    for batch in readings.chunks(BATCH) {
        let pages: Vec<Page<'a>> = batch.par_iter().map(|reading| Page::read(reading, lists)).collect();
        out.extend(pages.into_iter().map(|page| vocabulary.witness(page, lists)));
    }
    (out, vocabulary)
}

/// The lines of a reading that count, cut into words.
struct Page<'a> {
    reading: &'a Reading,
    lines: Vec<Line<'a>>,
    title: Vec<Token>,
}

struct Line<'a> {
    text: &'a str,
    offset: usize,
    kind: BlockKind,
    tokens: Vec<Token>,
}

impl<'a> Page<'a> {
    fn read(reading: &'a Reading, lists: &CreditLists) -> Page<'a> {
        let mut lines: Vec<Line<'a>> = Vec::new();
        // Prose that cleaning was not sure of, and captions, are read where they touch the text (a banner does not):
        // lines before the text wait here until it is reached.
        let mut waiting: Vec<Line<'a>> = Vec::new();
        let mut touches = false;
        for block in &reading.article.blocks {
            let is_text = matches!(block.kind, BlockKind::Body | BlockKind::Quote | BlockKind::Dateline);
            let is_unsure = matches!(block.kind, BlockKind::Caption | BlockKind::Other);
            let mut offset = block.span.start as usize;
            for text in block.span.of(&reading.text).split_inclusive('\n') {
                let tokens = if is_text || is_unsure { tokens(text) } else { Vec::new() };
                let is_read = !tokens.is_empty() && !is_boilerplate(&tokens, &lists.boilerplate);
                let prose = is_unsure && is_read && is_prose(&tokens, &lists.function_words);
                let line = Line { text, offset, kind: block.kind, tokens };
                offset += text.len();
                if is_text && is_read {
                    lines.append(&mut waiting);
                    lines.push(line);
                    touches = true;
                } else if prose && touches {
                    lines.push(line);
                } else if prose {
                    waiting.push(line);
                } else if !line.text.trim().is_empty() {
                    waiting.clear();
                    touches = false;
                }
            }
        }
        let title = reading.article.title.as_ref().map_or("", |title| title.text.as_str());
        Page { reading, lines, title: tokens(title) }
    }
}

impl Witness<'_> {
    pub fn id(&self) -> &str {
        &self.reading.id
    }

    /// The bytes of a run of words.
    pub fn span(&self, words: std::ops::Range<usize>) -> Span {
        self.words[words.start].span().cover(self.words[words.end - 1].span())
    }

    /// The words of the sentences in which a range of words stands.
    pub fn whole_sentences(&self, words: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let before = self.sentences.partition_point(|&start| start as usize <= words.start);
        let after = self.sentences.partition_point(|&start| (start as usize) < words.end);
        let start = before.checked_sub(1).map_or(0, |at| self.sentences[at] as usize);
        start..self.sentences.get(after).map_or(self.words.len(), |&end| end as usize)
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

/// Words of a line that can be prose, and the share of them that are grammar.
const PROSE_WORDS: usize = 8;
const PROSE_GRAMMAR: f64 = 0.2;

/// Whether a line is running text rather than a label, a list of links or a name.
fn is_prose(tokens: &[Token], function_words: &HashSet<String>) -> bool {
    let grammar = tokens.iter().filter(|token| function_words.contains(&token.text)).count();
    tokens.len() >= PROSE_WORDS && grammar as f64 >= PROSE_GRAMMAR * tokens.len() as f64
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
