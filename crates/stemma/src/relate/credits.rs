//! Who an article says its text comes from.
//!
//! In: a reading. Out: its credits, each with its bytes, its name where one is given, and its reach: the whole article
//! (a credit line, an agency in the dateline) or one sentence ("Rudaw reported", "according to Al-Masdar News"). A photo's
//! credit and the site's own copyright line are no credits. Whether the credit is true is not judged here.

use std::ops::Range;

use crate::lexicon::CreditLists;
use crate::lexicon::credits::{Phrase, name_key};
use crate::model::{BlockKind, Reading, Span};

use super::witness::{Token, Witness, Word, find_phrase, hash, is_prose, tokens};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// As the text gives it; `None` when the credit names nobody.
    pub name: Option<String>,
    /// Two spellings of one publisher have one key; empty when the credit names nobody.
    pub key: String,
    pub reach: Reach,
    /// The words of the credit, name included.
    pub span: Span,
    /// Whether it stands in a dateline: "CITY (AGENCY) -".
    pub is_dateline: bool,
}

impl Credit {
    /// Whether it gives the initials of an outlet's name of several words, which is given by its key.
    pub fn is_initials_of(&self, outlet: &str) -> bool {
        let Some(name) = &self.name else { return false };
        is_initials(name, outlet)
    }
}

/// Initials of an outlet at least.
const INITIALS: usize = 3;

/// Whether a word in capitals is made of the first letters of a publisher's key.
fn is_initials(word: &str, key: &str) -> bool {
    let first: String = key.split(' ').filter_map(|word| word.chars().next()).collect();
    first.chars().count() >= INITIALS && !word.chars().any(char::is_lowercase) && word.to_lowercase() == first
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Article,
    Sentence,
}

/// Words of a name at most.
const NAME_WORDS: usize = 7;
/// Words before the noun of a credit that names nobody.
const VAGUE_WORDS: usize = 4;
/// Words of a line that can be a byline, and words of a dateline before its agency.
const BYLINE: usize = 10;
const DATELINE: usize = 12;
/// Words of a line that can be a credit line.
const CREDIT_LINE: usize = 16;

/// All credits of an article, in text order.
pub fn find(reading: &Reading, lists: &CreditLists) -> Vec<Credit> {
    let mut credits = Vec::new();
    // Where the article begins: the lines above its first prose, most of which belong to the page.
    let mut is_head = true;
    let mut after_text = false;
    for block in &reading.article.blocks {
        let is_read = matches!(
            block.kind,
            BlockKind::Byline | BlockKind::Dateline | BlockKind::Body | BlockKind::Quote | BlockKind::Other
        );
        if !is_read {
            // A credit line under the article is easily taken for a part of the page around it.
            let words = block.span.of(&reading.text);
            let found = Line { text: words, offset: block.span.start as usize, tokens: tokens(words), lists };
            if after_text && !found.tokens.is_empty() && found.tokens.len() <= CREDIT_LINE {
                found.credit_line(&mut credits);
            }
            // Of all that stands around the text a comment line above it may be the byline, and a menu never is.
            if is_head && matches!(block.kind, BlockKind::Comment | BlockKind::Caption) {
                found.agency_byline(&mut credits);
            }
            // Prose is easily taken for a teaser; what is said under it may be said of the article.
            after_text = block.kind != BlockKind::Caption && is_prose(&found.tokens, &lists.function_words);
            continue;
        }
        after_text = block.kind.is_article_text();
        let mut at = block.span.start as usize;
        for line in block.span.of(&reading.text).split_inclusive('\n') {
            let found = Line { text: line, offset: at, tokens: tokens(line), lists };
            if !found.tokens.is_empty() {
                found.read(block.kind, is_head, &mut credits);
                let is_text = block.kind.is_article_text() || block.kind == BlockKind::Other;
                is_head &= !(is_text && is_prose(&found.tokens, &lists.function_words));
            }
            at += line.len();
        }
    }
    let own = outlet_key(reading, lists);
    credits.retain(|credit| credit.key.is_empty() || Some(&credit.key) != own.as_ref());
    credits.sort_by_key(|credit| (credit.span, credit.name.is_none()));
    credits.dedup_by(|next, kept| kept.span.overlaps(next.span) && (next.name.is_none() || next.key == kept.key));
    credits
}

/// Lines above the text that are looked at for the name of another page's outlet.
const HEAD_LINES: usize = 24;

/// The lines above the text of an article, for [`credit_to`].
pub struct Head<'r> {
    /// Whether the article is of an outlet that others are known to copy.
    pub is_known_publisher: bool,
    lines: Vec<(&'r str, usize, Vec<Token>)>,
    /// What stands in each before a day, or all of it, as the key of a publisher.
    names: Vec<String>,
}

/// The lines above the text that may be its byline.
pub fn head<'r>(reading: &'r Reading, lists: &CreditLists) -> Head<'r> {
    let is_known_publisher = reading.article.outlet.as_deref().is_some_and(|outlet| lists.is_known_publisher(outlet));
    let is_of_day = |token: &Token| {
        let facts = &lists.facts;
        let is_number = token.text.starts_with(|letter: char| letter.is_ascii_digit());
        is_number || facts.days.contains_key(&token.text) || facts.months.contains_key(&token.text)
    };
    let (mut lines, mut names) = (Vec::new(), Vec::new());
    for block in &reading.article.blocks {
        if matches!(block.kind, BlockKind::Title | BlockKind::Nav) {
            continue;
        }
        let mut at = block.span.start as usize;
        for line in block.span.of(&reading.text).split_inclusive('\n') {
            let words = tokens(line);
            if lines.len() == HEAD_LINES || is_prose(&words, &lists.function_words) {
                return Head { is_known_publisher, lines, names };
            }
            if (1..=CREDIT_LINE).contains(&words.len()) {
                let name = words.iter().find(|word| is_of_day(word)).map_or(line, |day| &line[..day.start]);
                names.push(lists.publisher_key(name));
                lines.push((line, at, words));
            }
            at += line.len();
        }
    }
    Head { is_known_publisher, lines, names }
}

impl Head<'_> {
    /// Whether a line says that the page is of an outlet, given by its key: the name alone, or with a day ("OUTLET - 5 March").
    pub fn is_of(&self, key: &str) -> bool {
        self.names.iter().any(|name| name == key)
    }

    /// A byline that names an outlet by its key: "By our staff with OUTLET", "OUTLET, CITY | date". A line that says nothing but
    /// the name, or begins with it otherwise, is the head of the outlet's own site.
    pub fn credit_to(&self, key: &str) -> Option<Credit> {
        let phrase: Vec<String> = key.split(' ').map(str::to_owned).collect();
        self.lines.iter().find_map(|(line, offset, tokens)| {
            let initials = || tokens.iter().position(|token| is_initials(&line[token.start..token.end], key));
            let full = find_phrase(tokens, &phrase, 0).map(|at| (at, at + phrase.len()));
            let (at, last) = full.or_else(|| initials().map(|at| (at, at + 1)))?;
            let cue = at.checked_sub(1).map(|before| tokens[before].text.as_str());
            // The initials alone are no head of a site.
            let is_set_off = line[tokens[last - 1].end..].starts_with(',') || full.is_none() && tokens.len() == 1;
            if !matches!(cue, Some("by" | "with" | "from" | "via" | "source" | "and")) && !(at == 0 && is_set_off) {
                return None;
            }
            let span = Span::new(offset + tokens[at].start, offset + tokens[last - 1].end);
            let name = line.get(tokens[at].start..tokens[last - 1].end).map(str::to_owned);
            Some(Credit { name, key: key.to_owned(), reach: Reach::Article, span, is_dateline: false })
        })
    }
}

/// The name of the outlet that an article gives itself: its outlet, or the one in a byline that is a known publisher.
pub fn outlet_key(reading: &Reading, lists: &CreditLists) -> Option<String> {
    let article = &reading.article;
    let byline = article.byline.as_deref().and_then(|byline| {
        let tokens = tokens(byline);
        (0..tokens.len()).find_map(|at| known_name(byline, &tokens, at, lists)).map(|(name, _)| name)
    });
    // What stands in brackets behind a name tells an edition: "OUTLET (English)".
    let name = article.outlet.clone().or(byline)?;
    let whole = name.split(" (").next().unwrap_or_default();
    Some(lists.publisher_key(whole)).filter(|key| !key.is_empty())
}

/// Words of an outlet's name from which it is known wherever it stands: shorter ones may mean a town or a river.
const MENTIONED: usize = 2;

/// Where running text credits an outlet, given by its key, that no list need know: where it is said to report. An outlet that is
/// the news itself ("a reporter of X was shot") is credited with nothing.
pub fn mentions(witness: &Witness<'_>, key: &str, lists: &CreditLists) -> Vec<Credit> {
    let is_verb = |word: &Word| lists.vague_verbs.iter().any(|verb| word.id == hash(verb));
    let named = named(witness, key).into_iter().filter(|words| {
        let sentence = witness.sentence_of(witness.span(words.clone()));
        let behind = &witness.words[words.end..sentence.end.max(words.end)];
        let before = &witness.words[sentence.start.min(words.start)..words.start];
        let stands = |beside: &[Word], phrase: &Phrase| {
            beside.len() == phrase.len() && beside.iter().zip(phrase).all(|(word, told)| word.id == hash(told))
        };
        let ends = |phrase: &Phrase| stands(&before[before.len().saturating_sub(phrase.len())..], phrase);
        let begins = |phrase: &Phrase| stands(&behind[..phrase.len().min(behind.len())], phrase);
        behind.iter().take(REPORTS_WITHIN).any(is_verb)
            || lists.sentence_before.iter().any(ends)
            || lists.sentence_after.iter().any(begins)
    });
    let credit = |words: Range<usize>| {
        let span = witness.span(words);
        let name = Some(span.of(&witness.reading.text).to_owned());
        Credit { name, key: key.to_owned(), reach: Reach::Sentence, span, is_dateline: false }
    };
    named.map(credit).collect()
}

/// Words behind a name within which it is said to report: "X television reported".
const REPORTS_WITHIN: usize = 3;

/// Where running text names an outlet.
fn named(witness: &Witness<'_>, key: &str) -> Vec<Range<usize>> {
    let words: Vec<u32> = key.split(' ').map(hash).collect();
    if words.len() < MENTIONED {
        return Vec::new();
    }
    let is_name =
        |words: &Range<usize>| witness.span(words.clone()).of(&witness.reading.text).starts_with(char::is_uppercase);
    witness.places(&words).into_iter().filter(is_name).collect()
}

/// Where an article says that it found something out itself: "told our reporter", or the name of its own outlet. What it quotes
/// others as saying tells nothing of it.
pub fn own_reports(witness: &Witness<'_>, outlet: Option<&str>, lists: &CreditLists) -> Vec<Span> {
    let ids = |phrase: &Phrase| phrase.iter().map(|word| hash(word)).collect::<Vec<_>>();
    let said = lists.own.iter().flat_map(|phrase| witness.places(&ids(phrase)));
    let said = said.filter(|words| !witness.words[words.start].is_quoted());
    let named = outlet.map_or_else(Vec::new, |outlet| named(witness, outlet));
    let mut found: Vec<Span> = said.chain(named).map(|words| witness.span(words)).collect();
    found.sort_unstable();
    found
}

/// Words of a line that says that an article was changed after it came out.
const UPDATE_LINE: usize = 24;

/// Whether an article says that it was changed after it came out: its day is that of the last change then.
pub fn is_updated(reading: &Reading, lists: &CreditLists) -> bool {
    let title = reading.article.title.as_ref().map_or("", |title| title.text.as_str());
    let says_so = |line: &str| {
        let tokens = tokens(line);
        tokens.len() <= UPDATE_LINE && lists.updated.iter().any(|phrase| find_phrase(&tokens, phrase, 0).is_some())
    };
    let blocks = reading.article.blocks.iter().filter(|block| block.kind.is_of_article());
    let mut lines = blocks.flat_map(|block| block.span.of(&reading.text).lines());
    tokens(title).last().is_some_and(|word| word.text == "updated") || lines.any(says_so)
}

/// The site on which an article stands, as the key of a publisher.
pub fn site_key(reading: &Reading, lists: &CreditLists) -> Option<String> {
    let (_, address) = reading.url.as_deref()?.split_once("://")?;
    Some(lists.publisher_key(address.split(['/', ':', '?']).next()?)).filter(|key| !key.is_empty())
}

struct Line<'l> {
    text: &'l str,
    offset: usize,
    tokens: Vec<Token>,
    lists: &'l CreditLists,
}

impl Line<'_> {
    fn read(&self, kind: BlockKind, is_head: bool, credits: &mut Vec<Credit>) {
        let short = self.tokens.len() <= CREDIT_LINE;
        if is_head || kind == BlockKind::Dateline {
            self.dateline(credits);
            self.agency_byline(credits);
        }
        if short {
            self.parenthesis(credits);
            for phrase in &self.lists.whole {
                if let Some(at) = find_phrase(&self.tokens, phrase, 0)
                    && let Some((name, end)) = self.name(at + phrase.len())
                {
                    credits.push(self.credit(Some(name), Reach::Article, at, end));
                }
            }
            let after = |phrase: &Phrase| Some(find_phrase(&self.tokens, phrase, 0)? + phrase.len());
            // "with Reuters" is a credit when the line says no more; and a longer phrase wherever it stands.
            let is_told = |phrase: &&Phrase| phrase.len() > 1 || after(phrase) == Some(1) || kind == BlockKind::Byline;
            if let Some(first) = self.lists.worked.iter().filter(is_told).filter_map(after).min() {
                self.publishers_from(first, credits);
            } else if kind == BlockKind::Byline {
                self.publishers_from(0, credits);
            }
        }
        for phrase in &self.lists.sentence_before {
            let mut from = 0;
            while let Some(at) = find_phrase(&self.tokens, phrase, from) {
                from = at + 1;
                if let Some((name, end)) = self.publisher_after(at + phrase.len()) {
                    credits.push(self.credit(Some(name), Reach::Sentence, at, end));
                }
            }
        }
        for phrase in &self.lists.sentence_after {
            let mut from = 0;
            while let Some(at) = find_phrase(&self.tokens, phrase, from) {
                from = at + 1;
                if let Some((name, start)) = self.publisher_before(at) {
                    credits.push(self.credit(Some(name), Reach::Sentence, start, at + phrase.len()));
                }
            }
        }
        self.vague_report(credits);
        for phrase in &self.lists.vague {
            let mut from = 0;
            while let Some(at) = find_phrase(&self.tokens, phrase, from) {
                from = at + 1;
                let reach = if short && at + phrase.len() == self.tokens.len() && at == 0 {
                    Reach::Article
                } else {
                    Reach::Sentence
                };
                credits.push(self.credit(None, reach, at, at + phrase.len()));
            }
        }
    }

    /// All publishers that a line names from token `first` on: "by Jane Doe, AFP and Reuters".
    fn publishers_from(&self, first: usize, credits: &mut Vec<Credit>) {
        let mut at = first;
        while at < self.tokens.len() {
            let Some((name, end)) = self.known(at) else {
                at += 1;
                continue;
            };
            credits.push(self.credit(Some(name), Reach::Article, at, end));
            at = end;
        }
    }

    /// A line that says nothing but whose text this is: "Source: AGENCY", "(AGENCY)".
    fn credit_line(&self, credits: &mut Vec<Credit>) {
        let mut found = Vec::new();
        self.read(BlockKind::Other, false, &mut found);
        let line = self.text.trim_end_matches(|c: char| !c.is_alphanumeric()).len() + self.offset;
        let first = self.offset + self.tokens[0].start;
        found.retain(|credit| credit.reach == Reach::Article && !credit.key.is_empty());
        if found.iter().any(|credit| credit.span.start as usize == first)
            && found.iter().any(|credit| credit.span.end as usize == line)
        {
            credits.extend(found);
        }
    }

    /// "a recent report stated", "according to local media".
    fn vague_report(&self, credits: &mut Vec<Credit>) {
        for noun in 0..self.tokens.len() {
            if !self.lists.vague_nouns.contains(&self.tokens[noun].text) || self.is_capital(noun) {
                continue;
            }
            let small = |at: usize| !self.is_capital(at) && !self.breaks_before(at + 1);
            let mut start = noun;
            while start > 0 && noun - start < VAGUE_WORDS && small(start - 1) {
                start -= 1;
                if matches!(self.tokens[start].text.as_str(), "a" | "an" | "the") {
                    break;
                }
            }
            if (noun.saturating_sub(VAGUE_WORDS + 2)..noun).any(|at| {
                at + 1 < noun
                    && self.tokens[at].text == "according"
                    && self.tokens[at + 1].text == "to"
                    && start <= at + 2
            }) {
                let according = (0..noun).rev().find(|&at| self.tokens[at].text == "according").unwrap_or(start);
                credits.push(self.credit(None, Reach::Sentence, according, noun + 1));
            } else if self.tokens.get(noun + 1).is_some_and(|verb| self.lists.vague_verbs.contains(&verb.text))
                && !self.breaks_before(noun + 1)
            {
                credits.push(self.credit(None, Reach::Sentence, start, noun + 2));
            }
        }
    }

    fn is_capital(&self, at: usize) -> bool {
        self.text[self.tokens[at].start..].starts_with(char::is_uppercase)
    }

    /// Whether punctuation parts a token from the one before it.
    fn breaks_before(&self, at: usize) -> bool {
        at > 0
            && at < self.tokens.len()
            && self.text[self.tokens[at - 1].end..self.tokens[at].start]
                .contains(['.', ',', ';', ':', '"', '“', '”', '('])
    }

    /// "CITY (AGENCY) -", "CITY, Month D (AGENCY) -" and "(AGENCY)" at the head of the article.
    fn dateline(&self, credits: &mut Vec<Credit>) {
        for at in 0..self.tokens.len().min(DATELINE) {
            let Some((name, end)) = self.known(at) else { continue };
            let before = self.text[..self.tokens[at].start].trim_end();
            let after = self.text[self.tokens[end - 1].end..].trim_start();
            let closes = after.strip_prefix(')').map(str::trim_start);
            if before.ends_with('(')
                && closes.is_some_and(|rest| at == 0 || rest.starts_with(['-', '–', '—', '_', ':']))
            {
                credits.push(Credit { is_dateline: true, ..self.credit(Some(name), Reach::Article, at, end) });
                return;
            }
        }
    }

    /// "AGENCY, CITY |", "By AGENCY", "AGENCY - 4 May 2019": a line above the text that begins with an agency's name, set
    /// off from what follows, and is no sentence.
    fn agency_byline(&self, credits: &mut Vec<Credit>) {
        let first = usize::from(matches!(self.tokens.first().map(|token| token.text.as_str()), Some("by" | "from")));
        let sets_off = |rest: &str| rest.is_empty() || rest.starts_with([',', '|', '/', '-', '–', '—', '·', '•']);
        let is_sentence = is_prose(&self.tokens, &self.lists.function_words) || self.text.trim_end().ends_with('.');
        let Some((name, end)) = self.known(first).filter(|_| self.tokens.len() <= BYLINE && !is_sentence) else {
            return;
        };
        let rest = self.text[self.tokens[end - 1].end..].trim();
        // A row of several publishers is a menu.
        if sets_off(rest) && (end..self.tokens.len()).all(|at| self.known(at).is_none()) {
            credits.push(self.credit(Some(name), Reach::Article, first, end));
        }
    }

    /// "(AGENCY)" or "(AGENCY/AGENCY)" as all that a line says.
    fn parenthesis(&self, credits: &mut Vec<Credit>) {
        let trimmed = self.text.trim();
        if trimmed.starts_with('(') && trimmed.ends_with(')') || trimmed.starts_with(['—', '–', '-']) {
            self.publishers_from(0, credits);
        }
    }

    fn known(&self, at: usize) -> Option<(String, usize)> {
        known_name(self.text, &self.tokens, at, self.lists)
    }

    /// A capitalised name from token `at` on.
    fn name(&self, at: usize) -> Option<(String, usize)> {
        if let Some(known) = self.known(at) {
            return Some(known);
        }
        let mut first = at;
        while first < self.tokens.len() && matches!(self.tokens[first].text.as_str(), "the" | "a" | "an") {
            first += 1;
        }
        let mut end = first;
        for token in self.tokens[first..].iter().take(NAME_WORDS) {
            let capital = self.text[token.start..].starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
            let gap = if end > first { &self.text[self.tokens[end - 1].end..token.start] } else { "" };
            if gap.contains(['.', ',', ';', ':', '"', '”', '(', '\n']) || !capital {
                break;
            }
            end += 1;
        }
        (end > first).then(|| (self.text[self.tokens[first].start..self.tokens[end - 1].end].to_owned(), end))
    }

    /// The first publisher's name within a few words: "the pro-government Al-Masdar News site".
    fn publisher_after(&self, at: usize) -> Option<(String, usize)> {
        for start in at..(at + 5).min(self.tokens.len()) {
            let token = &self.tokens[start];
            if start > at && self.text[self.tokens[start - 1].end..token.start].contains(['.', ',', ';', '"', '”', '“'])
            {
                return None;
            }
            if let Some(known) = self.known(start) {
                return Some(known);
            }
            if self.text[token.start..].starts_with(char::is_uppercase)
                && let Some((name, end)) = self.name(start)
            {
                return self.lists.reads_like_publisher(&name).then_some((name, end));
            }
        }
        None
    }

    /// A publisher's name that ends right before token `at`.
    fn publisher_before(&self, at: usize) -> Option<(String, usize)> {
        (at.saturating_sub(NAME_WORDS)..at).find_map(|start| {
            let capital = self.text[self.tokens[start].start..].starts_with(char::is_uppercase);
            let (name, end) = if capital { self.name(start)? } else { return None };
            (end == at && !name_key(&name).is_empty() && self.lists.reads_like_publisher(&name))
                .then_some((name, start))
        })
    }

    fn credit(&self, name: Option<String>, reach: Reach, from: usize, to: usize) -> Credit {
        let key = name.as_deref().map(|name| self.lists.publisher_key(name)).unwrap_or_default();
        let span = Span::new(self.offset + self.tokens[from].start, self.offset + self.tokens[to - 1].end);
        Credit { name, key, reach, span, is_dateline: false }
    }
}

/// The longest known publisher's name that begins at token `at`, and the token after it.
fn known_name(text: &str, tokens: &[Token], at: usize, lists: &CreditLists) -> Option<(String, usize)> {
    let first = tokens.get(at)?;
    if !text[first.start..].starts_with(char::is_uppercase) && first.text != "dpa" {
        return None;
    }
    (at + 1..=(at + NAME_WORDS).min(tokens.len())).rev().find_map(|end| {
        let name = &text[first.start..tokens[end - 1].end];
        // Short agencies' names are words too ("AA", "ANI", "pti"): they count in capitals only.
        let shouted = name.len() > 4 || name == "dpa" || name.chars().all(|c| !c.is_lowercase());
        (shouted && lists.is_known_publisher(name)).then(|| (name.to_owned(), end))
    })
}
