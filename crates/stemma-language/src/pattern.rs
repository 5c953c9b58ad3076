//! Regular expressions of the tokenizer, as the model's files write them: the part of Python's syntax that they use, matched by
//! backtracking with Python's meaning (leftmost, first alternative first, greedy, look-around on both sides). A pattern comes in as text
//! and goes out as a tree; anything outside that part is an error when the data are read, never a wrong match. A match has a budget of
//! steps, so that no text makes it slow; a match that runs out of them counts as none.

use std::cell::Cell;

use crate::Error;
use crate::characters::{is_alphanumeric, is_decimal, is_space};

/// The most repetitions of a group without a limit of its own: the most labels of a host name.
const MOST_GROUPS: usize = 127;

/// A compiled expression: ordered alternatives, found by the first character that they can consume.
#[derive(Debug)]
pub(crate) struct Pattern {
    alternatives: Vec<Alternative>,
    by_ascii: Vec<Vec<u16>>,
    by_other: Vec<u16>,
}

#[derive(Debug)]
struct Alternative {
    nodes: Vec<Node>,
    width: Option<usize>,
}

#[derive(Debug)]
enum Node {
    One(Set),
    Group(Vec<Vec<Node>>),
    Repeat { nodes: Vec<Node>, least: usize, most: usize },
    Ahead { alternatives: Vec<Vec<Node>>, wanted: bool },
    Behind { alternatives: Vec<Vec<Node>>, width: usize, wanted: bool },
    Start,
    End,
}

#[derive(Debug, Default, Clone)]
struct Set {
    ascii: u128,
    ranges: Vec<(char, char)>,
    word: bool,
    digit: bool,
    visible: bool,
}

impl Set {
    fn single(character: char) -> Set {
        let mut set = Set::default();
        set.add(character, character);
        set
    }

    fn add(&mut self, first: char, last: char) {
        for code in (first as u32)..=(last as u32).min(127) {
            self.ascii |= 1 << code;
        }
        if last as u32 > 127 {
            self.ranges.push((first.max('\u{80}'), last));
        }
    }

    fn finish(&mut self) {
        for code in 0..128_u8 {
            let character = char::from(code);
            if (self.word && (is_alphanumeric(character) || character == '_'))
                || (self.digit && is_decimal(character))
                || (self.visible && !is_space(character))
            {
                self.ascii |= 1 << code;
            }
        }
        self.ranges.sort_unstable();
        self.ranges.dedup_by(|next, previous| {
            let joined = next.0 as u32 <= previous.1 as u32 + 1;
            if joined {
                previous.1 = previous.1.max(next.1);
            }
            joined
        });
    }

    fn contains(&self, character: char) -> bool {
        if character.is_ascii() {
            return self.ascii >> (character as u32) & 1 == 1;
        }
        let after = self.ranges.partition_point(|range| range.0 <= character);
        (after > 0 && character <= self.ranges[after - 1].1)
            || (self.word && is_alphanumeric(character))
            || (self.digit && is_decimal(character))
            || (self.visible && !is_space(character))
    }

    fn has_other(&self) -> bool {
        !self.ranges.is_empty() || self.word || self.digit || self.visible
    }
}

/// What an alternative can begin with: ASCII characters, others at all, and whether it can be empty.
struct First {
    ascii: u128,
    other: bool,
    empty: bool,
}

impl Pattern {
    pub(crate) fn compile(text: &str) -> Result<Pattern, Error> {
        let mut parser = Parser { rest: text.strip_prefix("(?u)").unwrap_or(text), depth: 0 };
        let parsed = parser.alternatives()?;
        if !parser.rest.is_empty() {
            return Err(Error::Pattern("unbalanced parenthesis"));
        }
        let (mut by_ascii, mut by_other) = (vec![Vec::new(); 128], Vec::new());
        let mut alternatives = Vec::new();
        for (index, nodes) in parsed.into_iter().enumerate() {
            let first = first_of(&nodes);
            let index = u16::try_from(index).map_err(|_| Error::Pattern("too many alternatives"))?;
            for (code, list) in by_ascii.iter_mut().enumerate() {
                if first.empty || first.ascii >> code & 1 == 1 {
                    list.push(index);
                }
            }
            if first.empty || first.other {
                by_other.push(index);
            }
            let width = width_of(&nodes);
            alternatives.push(Alternative { nodes, width });
        }
        Ok(Pattern { alternatives, by_ascii, by_other })
    }

    /// The most characters that a match can have; alternatives without a limit are left out.
    pub(crate) fn widest(&self) -> usize {
        self.alternatives.iter().filter_map(|alternative| alternative.width).max().unwrap_or(0)
    }

    /// Whether every alternative without a limit of width begins with this character.
    pub(crate) fn unbounded_only_from(&self, character: u8) -> bool {
        let mut unbounded = self.alternatives.iter().filter(|alternative| alternative.width.is_none());
        unbounded.all(|alternative| {
            let first = first_of(&alternative.nodes);
            first.ascii == 1 << character && !first.other && !first.empty
        })
    }

    /// The end of the match that begins at `start`.
    pub(crate) fn match_at(&self, text: &str, start: usize, budget: u32) -> Option<usize> {
        let next = text[start..].chars().next()?;
        let candidates = if next.is_ascii() { &self.by_ascii[next as usize] } else { &self.by_other };
        if candidates.is_empty() {
            return None;
        }
        let matcher = Matcher { text, budget: Cell::new(budget) };
        candidates.iter().find_map(|index| {
            let mut end = None;
            matcher.sequence(&self.alternatives[usize::from(*index)].nodes, start, &mut |position| {
                end = Some(position);
                true
            });
            end
        })
    }

    /// The first match that begins at `from` or later.
    pub(crate) fn search_from(&self, text: &str, from: usize, budget: u32) -> Option<(usize, usize)> {
        text[from..].char_indices().find_map(|(offset, _)| {
            let start = from + offset;
            self.match_at(text, start, budget).map(|end| (start, end))
        })
    }
}

struct Matcher<'t> {
    text: &'t str,
    budget: Cell<u32>,
}

type Next<'n> = &'n mut dyn FnMut(usize) -> bool;

impl Matcher<'_> {
    fn sequence(&self, nodes: &[Node], at: usize, next: Next<'_>) -> bool {
        let Some((node, rest)) = nodes.split_first() else {
            return next(at);
        };
        let Some(left) = self.budget.get().checked_sub(1) else {
            return false;
        };
        self.budget.set(left);
        match node {
            Node::One(set) => match self.text[at..].chars().next() {
                Some(character) if set.contains(character) => self.sequence(rest, at + character.len_utf8(), next),
                _ => false,
            },
            Node::Group(alternatives) => alternatives
                .iter()
                .any(|nodes| self.sequence(nodes, at, &mut |position| self.sequence(rest, position, next))),
            Node::Repeat { nodes, least, most } => match &nodes[..] {
                [Node::One(set)] => {
                    self.repeat_one(set, *least, *most, at, &mut |position| self.sequence(rest, position, next))
                }
                _ => self.repeat(nodes, *least, *most, at, &mut |position| self.sequence(rest, position, next)),
            },
            Node::Ahead { alternatives, wanted } => {
                let found = alternatives.iter().any(|nodes| self.sequence(nodes, at, &mut |_| true));
                found == *wanted && self.sequence(rest, at, next)
            }
            Node::Behind { alternatives, width, wanted } => {
                let start = self.text[..at].char_indices().rev().nth(width - 1).map(|(start, _)| start);
                let found = start.is_some_and(|start| {
                    alternatives.iter().any(|nodes| self.sequence(nodes, start, &mut |position| position == at))
                });
                found == *wanted && self.sequence(rest, at, next)
            }
            Node::Start => at == 0 && self.sequence(rest, at, next),
            Node::End => matches!(&self.text[at..], "" | "\n") && self.sequence(rest, at, next),
        }
    }

    /// Greedy repetition of single characters, without recursion.
    fn repeat_one(&self, set: &Set, least: usize, most: usize, at: usize, next: Next<'_>) -> bool {
        let (mut end, mut count) = (at, 0);
        for character in self.text[at..].chars().take(most) {
            if !set.contains(character) {
                break;
            }
            end += character.len_utf8();
            count += 1;
        }
        let Some(left) = self.budget.get().checked_sub(count as u32) else {
            return false;
        };
        self.budget.set(left);
        while count >= least {
            let Some(left) = self.budget.get().checked_sub(1) else {
                return false;
            };
            self.budget.set(left);
            if next(end) {
                return true;
            }
            let Some(last) = self.text[at..end].chars().next_back() else {
                return false;
            };
            end -= last.len_utf8();
            count -= 1;
        }
        false
    }

    fn repeat(&self, nodes: &[Node], least: usize, most: usize, at: usize, next: Next<'_>) -> bool {
        if most > 0 {
            let deeper = self.sequence(nodes, at, &mut |position| {
                position > at && self.repeat(nodes, least.saturating_sub(1), most.saturating_sub(1), position, next)
            });
            if deeper {
                return true;
            }
        }
        least == 0 && next(at)
    }
}

/// The characters that a sequence can begin with, look-around left out.
fn first_of(nodes: &[Node]) -> First {
    let mut first = First { ascii: 0, other: false, empty: true };
    for node in nodes {
        let own = match node {
            Node::One(set) => First { ascii: set.ascii, other: set.has_other(), empty: false },
            Node::Group(alternatives) => alternatives.iter().map(|nodes| first_of(nodes)).fold(
                First { ascii: 0, other: false, empty: false },
                |all, one| First {
                    ascii: all.ascii | one.ascii,
                    other: all.other | one.other,
                    empty: all.empty | one.empty,
                },
            ),
            Node::Repeat { nodes, least, .. } => {
                let inner = first_of(nodes);
                First { empty: inner.empty || *least == 0, ..inner }
            }
            Node::Ahead { .. } | Node::Behind { .. } | Node::Start | Node::End => continue,
        };
        first.ascii |= own.ascii;
        first.other |= own.other;
        if !own.empty {
            first.empty = false;
            break;
        }
    }
    first
}

/// The most characters that a sequence can consume.
fn width_of(nodes: &[Node]) -> Option<usize> {
    nodes.iter().try_fold(0_usize, |sum, node| {
        let width = match node {
            Node::One(_) => 1,
            Node::Group(alternatives) => {
                alternatives.iter().try_fold(0, |widest: usize, nodes| Some(widest.max(width_of(nodes)?)))?
            }
            Node::Repeat { most: usize::MAX, .. } => return None,
            Node::Repeat { nodes, most, .. } => width_of(nodes)?.checked_mul(*most)?,
            _ => 0,
        };
        sum.checked_add(width)
    })
}

struct Parser<'p> {
    rest: &'p str,
    depth: usize,
}

impl Parser<'_> {
    fn eat(&mut self, text: &str) -> bool {
        self.rest.strip_prefix(text).is_some_and(|rest| {
            self.rest = rest;
            true
        })
    }

    fn next(&mut self) -> Result<char, Error> {
        let mut characters = self.rest.chars();
        let character = characters.next().ok_or(Error::Pattern("ends early"))?;
        self.rest = characters.as_str();
        Ok(character)
    }

    fn alternatives(&mut self) -> Result<Vec<Vec<Node>>, Error> {
        self.depth += 1;
        if self.depth > 32 {
            return Err(Error::Pattern("nested too deeply"));
        }
        let mut all = vec![self.sequence()?];
        while self.eat("|") {
            all.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(all)
    }

    fn sequence(&mut self) -> Result<Vec<Node>, Error> {
        let mut nodes = Vec::new();
        while !self.rest.is_empty() && !self.rest.starts_with(['|', ')']) {
            let node = self.node()?;
            let (least, most) = self.count()?;
            nodes.push(match (least, most) {
                (1, 1) => node,
                // A group repeats by recursion, so its count has a limit; only the labels of a host name repeat so.
                (least, usize::MAX) if !matches!(node, Node::One(_)) => {
                    Node::Repeat { nodes: vec![node], least, most: MOST_GROUPS }
                }
                _ => Node::Repeat { nodes: vec![node], least, most },
            });
        }
        Ok(nodes)
    }

    fn node(&mut self) -> Result<Node, Error> {
        for (opening, ahead, wanted) in
            [("(?=", true, true), ("(?!", true, false), ("(?<=", false, true), ("(?<!", false, false)]
        {
            if self.eat(opening) {
                let alternatives = self.group()?;
                if ahead {
                    return Ok(Node::Ahead { alternatives, wanted });
                }
                let widths: Vec<_> = alternatives.iter().map(|nodes| width_of(nodes)).collect();
                let width = widths.first().copied().flatten().filter(|width| *width > 0);
                return match width {
                    Some(width) if widths.iter().all(|other| *other == Some(width)) => {
                        Ok(Node::Behind { alternatives, width, wanted })
                    }
                    _ => Err(Error::Pattern("look-behind without a fixed width")),
                };
            }
        }
        if self.eat("(?:") || self.eat("(") {
            return Ok(Node::Group(self.group()?));
        }
        Ok(match self.next()? {
            '^' => Node::Start,
            '$' => Node::End,
            '[' => Node::One(self.set()?),
            '\\' => {
                let mut set = Set::default();
                if let Some(character) = self.escape(&mut set)? {
                    set.add(character, character);
                }
                set.finish();
                Node::One(set)
            }
            '.' | '*' | '+' | '?' => return Err(Error::Pattern("operator not supported here")),
            character => Node::One(Set::single(character)),
        })
    }

    fn group(&mut self) -> Result<Vec<Vec<Node>>, Error> {
        let alternatives = self.alternatives()?;
        if self.eat(")") { Ok(alternatives) } else { Err(Error::Pattern("unbalanced parenthesis")) }
    }

    fn count(&mut self) -> Result<(usize, usize), Error> {
        if self.eat("*") {
            return Ok((0, usize::MAX));
        }
        if self.eat("+") {
            return Ok((1, usize::MAX));
        }
        if self.eat("?") {
            return Ok((0, 1));
        }
        let Some((inside, rest)) = self.rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) else {
            return Ok((1, 1));
        };
        let number = |text: &str| text.parse::<usize>().map_err(|_| Error::Pattern("unreadable count"));
        self.rest = rest;
        match inside.split_once(',') {
            None => number(inside).map(|count| (count, count)),
            Some((least, "")) => Ok((number(least)?, usize::MAX)),
            Some((least, most)) => Ok((number(least)?, number(most)?)),
        }
    }

    /// An escape inside or outside a class: a character, or a class that is added to the set.
    fn escape(&mut self, set: &mut Set) -> Result<Option<char>, Error> {
        let length = match self.next()? {
            'w' => {
                set.word = true;
                return Ok(None);
            }
            'd' => {
                set.digit = true;
                return Ok(None);
            }
            'S' => {
                set.visible = true;
                return Ok(None);
            }
            'u' => 4,
            'U' => 8,
            character if character.is_alphanumeric() => {
                return Err(Error::Pattern("escape not supported"));
            }
            character => return Ok(Some(character)),
        };
        let digits = self.rest.get(..length).ok_or(Error::Pattern("escape ends early"))?;
        let code = u32::from_str_radix(digits, 16).map_err(|_| Error::Pattern("unreadable escape"))?;
        self.rest = &self.rest[length..];
        char::from_u32(code).map(Some).ok_or(Error::Pattern("escape of no character"))
    }

    fn set(&mut self) -> Result<Set, Error> {
        let mut set = Set::default();
        let mut is_first = true;
        while is_first || !self.eat("]") {
            if is_first && self.rest.starts_with('^') {
                return Err(Error::Pattern("negated class is not supported"));
            }
            is_first = false;
            let Some(first) = self.member(&mut set)? else {
                continue;
            };
            let is_range = self.rest.starts_with('-') && !self.rest.starts_with("-]");
            let last = if is_range {
                self.eat("-");
                self.member(&mut set)?.ok_or(Error::Pattern("range ends in a class"))?
            } else {
                first
            };
            set.add(first, last);
        }
        set.finish();
        Ok(set)
    }

    fn member(&mut self, set: &mut Set) -> Result<Option<char>, Error> {
        match self.next()? {
            '\\' => self.escape(set),
            character => Ok(Some(character)),
        }
    }
}
