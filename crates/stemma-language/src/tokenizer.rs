//! Splits text into tokens exactly as spaCy's tokenizer does. A text comes in; tokens with byte offsets and the trailing-space flag go out,
//! white space between them included. First the text falls into runs of white space and of other characters; each run loses prefixes and
//! suffixes until an exception, a URL or a bare core is left, the core is split at infixes, and at the end exceptions that span several
//! such pieces (`:-)`) are put together again. Every step is linear in the text: suffixes and exceptions have a greatest length, and
//! a URL is only looked for in a run that could be one.

use std::collections::{HashMap, HashSet};

use crate::Error;
use crate::characters::is_space;
use crate::pattern::Pattern;
use crate::sections::Sections;

/// The longest run that is tried as a URL, in bytes.
const LONGEST_URL: usize = 2_048;
const URL_BUDGET: u32 = 200_000;
/// Affix rules need no limit: all have a greatest width but the run of full stops, which is matched whole.
const AFFIX_BUDGET: u32 = u32::MAX;

/// A token before analysis: its bytes, whether one space follows, and the norm that an exception gave it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) has_space: bool,
    pub(crate) norm: Option<&'static str>,
}

/// A part of an exception: its form and its norm.
type Part = (&'static str, Option<&'static str>);

pub(crate) struct Tokenizer {
    prefix: Pattern,
    suffix: Pattern,
    infix: Pattern,
    url: Pattern,
    widest_suffix: usize,
    exceptions: HashMap<&'static str, Vec<Part>>,
    longest_exception: usize,
    /// Exceptions that the affix rules would split, as the pieces that they would be split into, by their first piece.
    spans: HashMap<&'static str, Vec<Vec<&'static str>>>,
}

impl Tokenizer {
    pub(crate) fn open(sections: &Sections) -> Result<Tokenizer, Error> {
        let table = sections.table("tokenizer.exceptions")?;
        let mut exceptions = HashMap::new();
        for (form, parts) in table.texts() {
            let parts = parts.split('\u{1e}').map(|part| match part.split_once('\u{1f}') {
                Some((form, norm)) => (form, Some(norm)),
                None => (part, None),
            });
            exceptions.insert(form, parts.collect());
        }
        let suffix = Pattern::compile(sections.text("tokenizer.suffix")?)?;
        if !suffix.unbounded_only_from(b'.') {
            return Err(Error::Pattern("a suffix of any length that is not a run of full stops"));
        }
        let mut tokenizer = Tokenizer {
            prefix: Pattern::compile(sections.text("tokenizer.prefix")?)?,
            widest_suffix: suffix.widest(),
            suffix,
            infix: Pattern::compile(sections.text("tokenizer.infix")?)?,
            url: Pattern::compile(sections.text("tokenizer.url")?)?,
            longest_exception: exceptions.keys().map(|form| form.len()).max().unwrap_or(0),
            exceptions,
            spans: HashMap::new(),
        };
        let mut spans: HashMap<&str, Vec<Vec<&str>>> = HashMap::new();
        for (form, _) in table.texts() {
            let has_affix = tokenizer.prefix_end(form, 0, form.len()) > 0
                || tokenizer.suffix_start(form, 0, form.len()) < form.len()
                || tokenizer.infix.search_from(form, 0, AFFIX_BUDGET).is_some();
            if has_affix || form.contains(' ') {
                let mut pieces = Vec::new();
                tokenizer.runs(form, false, &mut pieces);
                let pieces: Vec<&str> =
                    pieces.iter().map(|piece| &form[piece.start as usize..piece.end as usize]).collect();
                if let Some(first) = pieces.first() {
                    spans.entry(first).or_default().push(pieces);
                }
            }
        }
        tokenizer.spans = spans;
        Ok(tokenizer)
    }

    pub(crate) fn tokenize(&self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(text.len() / 5 + 4);
        self.runs(text, true, &mut pieces);
        self.join_spans(text, pieces)
    }

    /// Cuts the text into runs of white space and of other characters; one space after a run belongs to its last token.
    fn runs(&self, text: &str, with_exceptions: bool, pieces: &mut Vec<Piece>) {
        let mut start = 0;
        let mut in_space = text.chars().next().is_some_and(is_space);
        for (at, character) in text.char_indices() {
            if is_space(character) == in_space {
                continue;
            }
            if start < at {
                self.run(text, start, at, with_exceptions, pieces);
            }
            start = at;
            if character == ' ' {
                if let Some(last) = pieces.last_mut() {
                    last.has_space = true;
                }
                start += 1;
            }
            in_space = !in_space;
        }
        if start < text.len() {
            self.run(text, start, text.len(), with_exceptions, pieces);
        }
    }

    fn exception(&self, text: &str, with_exceptions: bool) -> Option<&[Part]> {
        if !with_exceptions || text.len() > self.longest_exception {
            return None;
        }
        self.exceptions.get(text).map(Vec::as_slice)
    }

    fn run(&self, text: &str, mut start: usize, mut end: usize, with_exceptions: bool, pieces: &mut Vec<Piece>) {
        if let Some(parts) = self.exception(&text[start..end], with_exceptions) {
            return push_parts(parts, start, pieces);
        }
        if text.as_bytes()[start..end].iter().all(u8::is_ascii_alphabetic) {
            return push(start, end, pieces);
        }
        let mut suffixes = Vec::new();
        let mut last_length = 0;
        while start < end && end - start != last_length {
            if self.exception(&text[start..end], with_exceptions).is_some() {
                break;
            }
            last_length = end - start;
            let after_prefix = self.prefix_end(text, start, end);
            if after_prefix > start && self.exception(&text[after_prefix..end], with_exceptions).is_some() {
                push(start, after_prefix, pieces);
                start = after_prefix;
                break;
            }
            let before_suffix = self.suffix_start(text, after_prefix, end);
            if before_suffix < end && self.exception(&text[start..before_suffix], with_exceptions).is_some() {
                suffixes.push((before_suffix, end));
                end = before_suffix;
                break;
            }
            if after_prefix > start {
                push(start, after_prefix, pieces);
                start = after_prefix;
            }
            if before_suffix < end {
                suffixes.push((before_suffix, end));
                end = before_suffix;
            }
        }
        if start < end {
            self.core(text, start, end, with_exceptions, pieces);
        }
        suffixes.iter().rev().for_each(|(start, end)| push(*start, *end, pieces));
    }

    /// What is left of a run between its prefixes and suffixes.
    fn core(&self, text: &str, start: usize, end: usize, with_exceptions: bool, pieces: &mut Vec<Piece>) {
        let core = &text[start..end];
        if let Some(parts) = self.exception(core, with_exceptions) {
            return push_parts(parts, start, pieces);
        }
        if self.is_url(core) {
            return push(start, end, pieces);
        }
        let (mut piece_start, mut from) = (0, 0);
        while let Some((infix_start, infix_end)) = self.infix.search_from(core, from, AFFIX_BUDGET) {
            from = infix_end;
            if infix_start == 0 {
                continue;
            }
            if piece_start < infix_start {
                push(start + piece_start, start + infix_start, pieces);
            }
            push(start + infix_start, start + infix_end, pieces);
            piece_start = infix_end;
        }
        if piece_start < core.len() {
            push(start + piece_start, end, pieces);
        }
    }

    fn is_url(&self, core: &str) -> bool {
        core.len() <= LONGEST_URL && core.contains('.') && self.url.match_at(core, 0, URL_BUDGET).is_some()
    }

    /// Where the prefix that begins at `start` ends; `start` itself when there is none.
    fn prefix_end(&self, text: &str, start: usize, end: usize) -> usize {
        let run = &text[start..end];
        self.prefix.match_at(run, 0, AFFIX_BUDGET).map_or(start, |length| start + length)
    }

    /// Where the suffix that ends at `end` begins; `end` itself when there is none. Only a run of full stops can be longer than the widest
    /// other suffix, so the search begins that far from the end.
    fn suffix_start(&self, text: &str, start: usize, end: usize) -> usize {
        let run = &text[start..end];
        let nearest = run.char_indices().rev().take(self.widest_suffix).last().map_or(0, |(at, _)| at);
        let stops = run.trim_end_matches('.').len();
        if let Some((from, _)) = self.suffix.search_from(run, nearest.min(stops), AFFIX_BUDGET) {
            start + from
        } else {
            end
        }
    }

    /// Replaces pieces that together are an exception; the longest wins, then the first.
    fn join_spans(&self, text: &str, pieces: Vec<Piece>) -> Vec<Piece> {
        let form = |piece: &Piece| &text[piece.start as usize..piece.end as usize];
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (start, piece) in pieces.iter().enumerate() {
            let form_of_first = form(piece);
            if form_of_first.len() > self.longest_exception {
                continue;
            }
            for span in self.spans.get(form_of_first).into_iter().flatten() {
                let window = pieces.get(start..start + span.len());
                if window.is_some_and(|window| window.iter().zip(span).all(|(piece, wanted)| form(piece) == *wanted)) {
                    found.push((start, start + span.len()));
                }
            }
        }
        if found.is_empty() {
            return pieces;
        }
        found.sort_unstable_by_key(|(start, end)| (std::cmp::Reverse(end - start), *start));
        let mut seen = HashSet::new();
        found.retain(|(start, end)| {
            let is_free = !seen.contains(start) && !seen.contains(&(end - 1));
            seen.extend(*start..*end);
            is_free
        });
        let ends: HashMap<usize, usize> = found.into_iter().collect();
        let mut joined = Vec::with_capacity(pieces.len());
        let mut at = 0;
        while at < pieces.len() {
            let Some(end) = ends.get(&at).copied() else {
                joined.push(pieces[at]);
                at += 1;
                continue;
            };
            let (first, last) = (pieces[at], pieces[end - 1]);
            match self.exceptions.get(&text[first.start as usize..last.end as usize]) {
                Some(parts) => {
                    push_parts(parts, first.start as usize, &mut joined);
                    if let Some(piece) = joined.last_mut() {
                        piece.has_space = last.has_space;
                    }
                }
                None => joined.extend_from_slice(&pieces[at..end]),
            }
            at = end;
        }
        joined
    }
}

fn push(start: usize, end: usize, pieces: &mut Vec<Piece>) {
    pieces.push(Piece { start: start as u32, end: end as u32, has_space: false, norm: None });
}

fn push_parts(parts: &[Part], mut start: usize, pieces: &mut Vec<Piece>) {
    for (form, norm) in parts {
        let end = start + form.len();
        pieces.push(Piece { start: start as u32, end: end as u32, has_space: false, norm: *norm });
        start = end;
    }
}
