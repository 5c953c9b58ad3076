//! Nexis Uni as text: the title, the outlet, the day, labels, "Body", the text, "Classification" with index terms, and "End of
//! Document".

use std::ops::Range;

use super::blocks::{
    self, Block, Case, blocks, finish, fits, is_day, is_one_of, is_rights, label, labelled, split_at_labels,
};
use super::{Article, Articles};
use crate::read::words::{Databases, ReadWords, Role};
use crate::text::ends_sentence;

/// Told by the line at the end of an article; or, where a file breaks off, by a head with its labels and rights and the line before the text.
pub fn is(text: &str, words: &ReadWords) -> bool {
    let known = &words.databases;
    let (mut is_ended, mut is_told, mut has_rights) = (false, false, false);
    for (_, line) in blocks::lines(text) {
        let is_body = is_one_of(line, &known.nexis.body);
        if is_body && is_told && has_rights {
            return true;
        }
        is_ended |= is_one_of(line, &known.nexis.end);
        is_told |= is_body || label(line, Case::Capital, known).is_some();
        has_rights |= is_rights(line, known);
        if is_ended && is_told {
            return true;
        }
    }
    false
}

/// A head has so many lines at most, blank ones not counted, and a title or the name of an outlet so many.
const HEAD: usize = 24;
const TITLE: usize = 3;
/// No title that ends as a sentence is longer.
const LONGEST_TITLE: usize = 150;

/// What was seen of an article so far.
#[derive(Default)]
struct Seen {
    has_label: bool,
    has_rights: bool,
    /// The number of the last line before a text.
    body: Option<usize>,
    /// By its head it is known for one without its last line.
    is_known: bool,
}

impl Seen {
    fn see(&mut self, line: &str, known: &Databases) {
        self.has_rights |= is_rights(line, known);
        self.has_label |= label(line, Case::Capital, known).is_some();
    }

    fn see_body(&mut self, at: usize) {
        self.is_known |= self.has_label && self.has_rights;
        self.body = Some(at);
    }
}

/// Each article ends with its last line; one without it, where the head of the next begins. What stands behind the last of them is one where
/// it has a text, and breaks off where it has labels alone.
pub fn articles(text: &str, words: &ReadWords) -> Articles {
    let known = &words.databases;
    let lines: Vec<(Range<usize>, &str)> = blocks::lines(text).collect();
    let mut articles = Articles::default();
    let (mut begin, mut is_blank, mut seen) = (0, true, Seen::default());
    for (at, (range, line)) in lines.iter().enumerate() {
        if is_one_of(line, &known.nexis.end) {
            if !is_blank {
                articles.found.push(begin..range.end);
            }
            (begin, is_blank, seen) = (range.end, true, Seen::default());
            continue;
        }
        if is_blank && line.is_empty() {
            begin = range.end;
        }
        is_blank &= line.is_empty();
        seen.see(line, known);
        if is_one_of(line, &known.nexis.body) {
            let head = seen
                .body
                .filter(|_| seen.is_known)
                .and_then(|body| Some(body + 1 + head(&lines[body + 1..at], words)?));
            if let Some(head) = head {
                let start = lines[head].0.start;
                articles.found.push(begin..start);
                (begin, seen) = (start, Seen::default());
                lines[head..at].iter().for_each(|(_, line)| seen.see(line, known));
            }
            seen.see_body(at);
        }
    }
    match seen.body {
        Some(_) => articles.found.push(begin..text.len()),
        None => articles.broken = (seen.has_label || seen.has_rights).then_some(begin),
    }
    articles
}

/// Where the head begins that ends with these lines: at the title, the outlet and the day above its labels and rights. Nothing where they are
/// no head.
fn head(lines: &[(Range<usize>, &str)], words: &ReadWords) -> Option<usize> {
    let known = &words.databases;
    let is_field = |line: &str| is_rights(line, known) || label(line, Case::Capital, known).is_some();
    let said = |at: &usize| !lines[*at].1.is_empty();
    let is_page_day = |at: &usize| is_day(lines[*at].1, words) && !is_field(lines[*at].1);
    let day = (0..lines.len()).rev().filter(said).take(HEAD).find(is_page_day)?;
    // Between the day and the fields stands no more than a title, which then does not stand above it.
    let below =
        (day + 1..lines.len()).filter(said).position(|at| is_field(lines[at].1)).filter(|below| *below <= TITLE)?;
    let wanted = if below > 0 { 1 } else { 2 };
    let (mut start, mut above) = (day, 0);
    loop {
        while start > 0 && said(&(start - 1)) && !is_field(lines[start - 1].1) {
            (start, above) = (start - 1, above + 1);
        }
        if above >= wanted {
            break;
        }
        let Some(end) = (0..start).rfind(said) else { break };
        let first = (0..=end).rfind(|at| !said(at)).map_or(0, |blank| blank + 1);
        let block = &lines[first..=end];
        let length: usize = block.iter().map(|(_, line)| line.len()).sum();
        let is_text = length > LONGEST_TITLE && ends_sentence(lines[end].1);
        if block.len() > TITLE || is_text || block.iter().any(|(_, line)| is_field(line)) {
            break;
        }
        (start, above) = (first, above + block.len());
    }
    (1..=2 * TITLE).contains(&above).then_some(start)
}

pub fn article(text: &str, words: &ReadWords) -> Article {
    let known = &words.databases;
    let mut article = Article::default();
    let is_kept = |line: &&str| !is_one_of(line, &known.nexis.end) && !fits(line, &known.nexis.furniture);
    let blocks = blocks(text).into_iter().map(|block| {
        let lines: Vec<&str> = block.lines.iter().copied().filter(is_kept).collect();
        Block { lines, ..block }
    });
    let blocks: Vec<Block<'_>> = blocks.filter(|block| !block.lines.is_empty()).collect();
    let blocks = apart(blocks, known);
    let is_line = |block: &Block<'_>, of: &[String]| block.lines.len() == 1 && is_one_of(block.lines[0], of);
    let is_told =
        |block: &Block<'_>| label(block.lines[0], Case::Capital, known).is_some() || is_rights(block.lines[0], known);
    let body = blocks.iter().position(|block| is_line(block, &known.nexis.body));
    let head_end = body.unwrap_or_else(|| {
        let first = blocks.iter().position(is_told).unwrap_or(0);
        first + blocks[first..].iter().take_while(|block| is_told(block)).count()
    });
    let (head, rest) = (&blocks[..head_end], &blocks[body.map_or(head_end, |body| body + 1)..]);
    let first = head.iter().position(is_told).unwrap_or(head.len());
    title_page(&head[..first], words, &mut article);
    for block in &head[first..] {
        if let Some((role, said)) = labelled(block, Case::Capital, known).filter(|(role, _)| *role != Role::Text) {
            article.put(role, &said);
        }
    }
    let end = rest.iter().position(|block| is_line(block, &known.nexis.after)).unwrap_or(rest.len());
    let is_ended = blocks::lines(text).any(|(_, line)| is_one_of(line, &known.nexis.end));
    finish(&mut article, &rest[..end], Case::Capital, known, is_ended);
    article.is_cut = !is_ended;
    for block in &rest[end..] {
        if let Some((role, said)) = labelled(block, Case::Capital, known).filter(|(role, _)| *role != Role::Text) {
            article.put(role, &said);
        }
    }
    article
}

/// Labels and the lines that stand alone as blocks of their own, in the head and in the foot; running text stays as it is.
fn apart<'t>(blocks: Vec<Block<'t>>, known: &Databases) -> Vec<Block<'t>> {
    let (mut is_head, mut parted) = (true, Vec::new());
    for block in blocks {
        if !is_head && label(block.lines[0], Case::Capital, known).is_none() {
            let cut = block.lines.iter().position(|line| is_one_of(line, &known.nexis.after));
            let (before, after) = block.lines.split_at(cut.unwrap_or(block.lines.len()));
            let of = |lines: &[&'t str]| Block { lines: lines.to_vec(), indent: 0 };
            parted.extend(
                [of(before), of(&after[..after.len().min(1)])].into_iter().filter(|block| !block.lines.is_empty()),
            );
            if after.len() > 1 {
                parted.extend(split_at_labels(vec![of(&after[1..])], Case::Capital, known));
            }
            continue;
        }
        for block in split_at_labels(vec![block], Case::Capital, known) {
            let body = block.lines.iter().position(|line| is_one_of(line, &known.nexis.body)).filter(|_| is_head);
            let Some(body) = body else {
                parted.push(block);
                continue;
            };
            is_head = false;
            let of = |lines: &[&'t str]| Block { lines: lines.to_vec(), indent: 0 };
            let parts = [of(&block.lines[..body]), of(&block.lines[body..=body]), of(&block.lines[body + 1..])];
            parted.extend(parts.into_iter().filter(|block| !block.lines.is_empty()));
        }
    }
    parted
}

/// Title, outlet and day: together in lines of their own, or each apart. What stands above them is the list of what was downloaded. An
/// older face has the outlet and the day first.
fn title_page(blocks: &[Block<'_>], words: &ReadWords, article: &mut Article) {
    // The title stands twice where it was a link.
    let mut lines: Vec<(usize, &str)> = Vec::new();
    for (number, line) in
        blocks.iter().enumerate().flat_map(|(at, block)| block.lines.iter().map(move |line| (at, *line)))
    {
        if lines.last().is_none_or(|(_, last)| *last != line) {
            lines.push((number, line));
        }
    }
    let day = lines.iter().rposition(|(_, line)| is_day(line, words));
    if let Some(day) = day {
        article.put(Role::Published, lines[day].1);
    }
    let above = &lines[..day.unwrap_or(lines.len())];
    let Some(((outlet_block, outlet), rest)) = above.split_last() else { return };
    let below = day.map_or(&[][..], |day| &lines[day + 1..]);
    match rest.last() {
        Some((title_block, _)) => {
            article.put(Role::Outlet, outlet);
            // All lines of the block in which the title ends, or of the outlet's own.
            let of_title = rest.iter().filter(|(block, _)| block == title_block || block == outlet_block);
            let title: Vec<&str> = of_title.map(|(_, line)| *line).collect();
            article.put(Role::Title, &title.join(" "));
        }
        None if !below.is_empty() => {
            article.put(Role::Outlet, outlet);
            let title: Vec<&str> = below.iter().map(|(_, line)| *line).collect();
            article.put(Role::Title, &title.join(" "));
        }
        None => article.put(Role::Title, outlet),
    }
}
