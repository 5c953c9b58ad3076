//! A reading as a witness of a text: its words in a form that can be compared, and when it came out.
//!
//! In: a reading. Out: its [`Witness`]. Only the running text of the article counts (body, quotes, dateline, and the
//! prose of captions and of lines of unknown use); the page around it, and lines that pages carry for their own sake, are
//! left out. A witness depends on its own reading alone, so that it stays what it is whatever else comes into the store.
//! Nothing here decides who copied whom.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::lexicon::CreditLists;
use crate::lexicon::credits::Phrase;
use crate::model::{BlockKind, Day, Reading, Span};
use crate::text::stem;

use super::index::{GRAM, grams, of_text};

/// One word of a witness.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// The hash of its form for comparison; two words are the same when their ids are. Of a million forms a hundred pairs
    /// share an id by chance, which no alignment of several words notices.
    pub id: u32,
    start: u32,
    // Twelve bytes a word and no more: there are as many of these as words in the store.
    length: u16,
    marks: u8,
}

/// Marks of a word.
const OPENS_SENTENCE: u8 = 1;
const QUOTED: u8 = 2;
const LABEL: u8 = 4;
const FUNCTION: u8 = 8;
const NUMBER: u8 = 16;
const NAME: u8 = 32;
const STANDING: u8 = 64;

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

    /// Whether it stands in a line too short for a sentence (headings and the furniture of a site, which its pages share), or in
    /// standing text.
    pub fn is_of_label(&self) -> bool {
        self.marks & (LABEL | STANDING) != 0
    }

    /// Whether it is of text that pages carry for its own sake.
    pub fn is_standing(&self) -> bool {
        self.marks & STANDING != 0
    }

    /// Whether it is a word of grammar.
    pub fn is_function(&self) -> bool {
        self.marks & FUNCTION != 0
    }

    pub fn is_number(&self) -> bool {
        self.marks & NUMBER != 0
    }

    /// Whether it is a name where it stands: capitalised for another reason than opening a sentence.
    pub fn is_name(&self) -> bool {
        self.marks & NAME != 0
    }

    pub fn opens_sentence(&self) -> bool {
        self.marks & OPENS_SENTENCE != 0
    }

    /// How much a match of this word says: function words next to nothing.
    pub fn weight(&self) -> i32 {
        if self.is_function() { 1 } else { 4 }
    }
}

/// The article of one reading, ready for comparison.
#[derive(Debug)]
pub struct Witness<'a> {
    pub reading: &'a Reading,
    pub words: Vec<Word>,
    /// The words of the headline.
    pub title: Vec<u32>,
    /// What it speaks of, by term.
    pub terms: Vec<Term>,
    pub published: Published,
}

/// A word of the subject of an article, all its forms together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The hash of what its forms have in common.
    pub id: u32,
    pub count: u16,
    /// How often it has a capital inside a sentence, less how often it has none.
    pub capitals: i8,
    pub kind: TermKind,
    /// The share of the world's news in which it stands, in ten-thousandths, where it is a common word.
    pub common: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermKind {
    Word,
    Number,
    /// The name of a day of the week.
    Day,
    /// A word that the news of any subject are full of.
    Routine,
}

/// The stretch of time in which an article came out, in minutes since the year 1; unknown ends are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    pub from: i64,
    pub to: i64,
}

impl Default for Published {
    fn default() -> Published {
        Published::UNKNOWN
    }
}

/// The order in which articles look at one another: those of no known time first, then what is known to be out by noon
/// before what may come by night.
impl Ord for Published {
    fn cmp(&self, other: &Published) -> Ordering {
        let key = |published: &Published| (published.is_known(), published.to, published.from);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Published {
    fn partial_cmp(&self, other: &Published) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Published {
    const UNKNOWN: Published = Published { from: i64::MIN, to: i64::MAX };

    pub fn of(reading: &Reading) -> Published {
        if let Some(instant) = reading.published_at.as_deref().and_then(instant) {
            return Published { from: instant, to: instant };
        }
        match &reading.article.published {
            Some(days) => Published { from: minutes(days.start), to: minutes(days.end) + 24 * 60 - 1 },
            None => Published::UNKNOWN,
        }
    }

    pub fn is_known(self) -> bool {
        self != Published::UNKNOWN
    }

    /// Whole days that two articles came out apart at least; `None` where one is of no known time.
    pub fn days_from(self, other: Published) -> Option<i64> {
        let minutes = self.from.saturating_sub(other.to).max(other.from.saturating_sub(self.to)).max(0);
        (self.is_known() && other.is_known()).then_some(minutes.div_euclid(24 * 60))
    }

    /// Whether this came out before the other for certain.
    pub fn is_before(self, other: Published) -> bool {
        self.to < other.from
    }
}

/// Words of an article below which the lines around it are read for its subject too: cleaning found next to nothing.
const LEAST_WORDS: usize = 12;
/// How much a word of the headline counts against one of the text, for what an article is about.
const HEADLINE: u16 = 2;

/// Takes up one article.
pub fn witness<'a>(reading: &'a Reading, lists: &CreditLists) -> Witness<'a> {
    let Page { lines, title } = Page::read(reading, lists);
    let mut taken = Taken {
        lists,
        words: Vec::with_capacity(lines.iter().map(|line| line.tokens.len()).sum()),
        forms: HashMap::new(),
        terms: BTreeMap::new(),
    };
    let starts: HashSet<u32> = reading.annotations.sentences.iter().map(|span| span.start).collect();
    lines.into_iter().for_each(|line| taken.line(line, &starts));
    taken.name(reading);
    for token in &title {
        taken.term(&token.text, HEADLINE, 0);
    }
    if taken.words.len() < LEAST_WORDS {
        let around = reading.article.blocks.iter().filter(|block| !block.kind.is_article_text());
        let around = around.filter(|block| !matches!(block.kind, BlockKind::Ad | BlockKind::Login | BlockKind::Share));
        for token in around.flat_map(|block| tokens(block.span.of(&reading.text))) {
            taken.term(&token.text, 1, 0);
        }
    }
    let Taken { words, terms, .. } = taken;
    let title = title.iter().map(|token| hash(&token.text)).collect();
    Witness { reading, words, title, terms: terms.into_values().collect(), published: Published::of(reading) }
}

/// What was taken up of an article so far.
struct Taken<'l> {
    lists: &'l CreditLists,
    words: Vec<Word>,
    /// How often each form has a capital inside a sentence, less how often it has none.
    forms: HashMap<u32, i32>,
    terms: BTreeMap<u32, Term>,
}

impl Taken<'_> {
    fn line(&mut self, line: Line<'_>, starts: &HashSet<u32>) {
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
            let function = self.lists.function_words.contains(&token.text);
            let number = is_number(&token.text);
            let balance = match (capital, opens) {
                (true, false) => 1,
                (false, _) => -1,
                (true, true) => 0,
            };
            let id = hash(&token.text);
            *self.forms.entry(id).or_default() += balance;
            self.term(&token.text, 1, balance as i8);
            let mark = |is: bool, mark: u8| if is { mark } else { 0 };
            // Whether a capital that opens a sentence makes a name is settled when all forms are counted.
            let marks = mark(opens, OPENS_SENTENCE)
                | mark(open, QUOTED)
                | mark(label, LABEL)
                | mark(function, FUNCTION)
                | mark(number, NUMBER)
                | mark(capital && !function, NAME);
            self.words.push(Word { id, start, length, marks });
        }
    }

    /// A capital that opens a sentence makes a name only where the article has the word as one elsewhere, or was read so.
    fn name(&mut self, reading: &Reading) {
        let mut entities: Vec<Span> = reading.annotations.entities.iter().map(|entity| entity.span).collect();
        entities.sort_unstable();
        for word in self.words.iter_mut().filter(|word| word.is_name() && word.opens_sentence()) {
            let balance = self.forms.get(&word.id).copied().unwrap_or(0);
            let before = entities.partition_point(|span| span.start <= word.start);
            let read_so = before > 0 && entities[before - 1].contains(word.span());
            if balance < 0 || balance == 0 && !read_so {
                word.marks &= !NAME;
            }
        }
    }

    fn term(&mut self, form: &str, count: u16, capitals: i8) {
        let Some((id, kind)) = term(form, self.lists) else { return };
        let common = self.lists.common.get(stem(form)).copied();
        let term = self.terms.entry(id).or_insert(Term { id, count: 0, capitals: 0, kind, common });
        term.count = term.count.saturating_add(count);
        term.capitals = term.capitals.saturating_add(capitals);
    }
}

/// What a word says of the subject of its article: the hash of what its forms have in common, and its kind. Words of
/// grammar say nothing.
pub fn term(form: &str, lists: &CreditLists) -> Option<(u32, TermKind)> {
    if lists.function_words.contains(form) {
        return None;
    }
    let kind = if lists.facts.days.contains_key(form) {
        TermKind::Day
    } else if lists.routine_words.contains(form) {
        TermKind::Routine
    } else if is_number(form) {
        TermKind::Number
    } else {
        return Some((hash(stem(form)), TermKind::Word));
    };
    // A number and a word that begins like it are two terms.
    Some((!hash(form), kind))
}

fn is_number(form: &str) -> bool {
    form.starts_with(|c: char| c.is_ascii_digit())
}

/// The id of a form (FNV-1a, finished so that every bit of the form moves every bit of the id).
pub fn hash(form: &str) -> u32 {
    let sum = form
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    mix(sum) as u32
}

/// The finaliser of MurmurHash3: every bit of the input moves every bit of the output.
pub fn mix(mut value: u64) -> u64 {
    value ^= value >> 33;
    value = value.wrapping_mul(0xff51_afd7_ed55_8ccd);
    value ^= value >> 33;
    value = value.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    value ^ (value >> 33)
}

/// The lines of a reading that count, cut into words.
struct Page<'a> {
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
        Page { lines, title: tokens(title) }
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

    /// A word in its form for comparison.
    pub fn form(&self, at: usize) -> String {
        tokens(self.words[at].span().of(&self.reading.text)).pop().map_or(String::new(), |token| token.text)
    }

    /// Marks the words under these fingerprints, which are sorted, and the words of grammar between them.
    pub fn mark_standing(&mut self, prints: &[u32]) {
        if prints.is_empty() {
            return;
        }
        let content = self.content();
        let under = grams(self, &content).map(|gram| prints.binary_search(&of_text(gram)).is_ok()).collect::<Vec<_>>();
        let mut end = 0;
        for (at, _) in under.into_iter().enumerate().filter(|(_, is_standing)| *is_standing) {
            let (first, last) = (content[at] as usize, content[at + GRAM - 1] as usize);
            let goes_on =
                end > 0 && self.words.get(end..first).is_none_or(|between| between.iter().all(Word::is_function));
            let start = if goes_on { end.min(first) } else { first };
            self.words[start..=last].iter_mut().for_each(|word| word.marks |= STANDING);
            end = last + 1;
        }
    }

    /// Where the words of a phrase, given by their ids, stand in running text.
    pub fn places(&self, phrase: &[u32]) -> Vec<std::ops::Range<usize>> {
        let holds = |words: &[Word]| words.iter().zip(phrase).all(|(word, id)| word.id == *id && !word.is_of_label());
        let found = self.words.windows(phrase.len().max(1)).enumerate().filter(|(_, words)| holds(words));
        found.map(|(at, _)| at..at + phrase.len()).collect()
    }

    /// The words of the sentence in which some bytes stand; none where they are no part of the running text.
    pub fn sentence_of(&self, span: Span) -> std::ops::Range<usize> {
        let first = self.words.partition_point(|word| word.span().end <= span.start);
        let last = self.words.partition_point(|word| word.span().start < span.end);
        if first < last { self.whole_sentences(first..last) } else { 0..0 }
    }

    /// Positions of the words that carry meaning.
    pub fn content(&self) -> Vec<u32> {
        (0..self.words.len() as u32).filter(|&at| !self.words[at as usize].is_function()).collect()
    }

    /// The terms of some of the words, in their order.
    pub fn terms_of(&self, words: impl Iterator<Item = usize>, lists: &CreditLists) -> Vec<u32> {
        let content = words.filter(|&at| !self.words[at].is_function());
        content.filter_map(|at| Some(term(&self.form(at), lists)?.0)).collect()
    }

    /// The words of the sentences in which a range of words stands.
    pub fn whole_sentences(&self, words: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let opens = |at: &usize| self.words[*at].opens_sentence();
        let start = (0..=words.start.min(self.words.len() - 1)).rev().find(opens).unwrap_or(0);
        start..(words.end..self.words.len()).find(opens).unwrap_or(self.words.len())
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
pub fn is_prose(tokens: &[Token], function_words: &HashSet<String>) -> bool {
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
