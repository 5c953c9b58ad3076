//! Factiva as text, in its two displays. As an article: section, title, byline, count of words, day, hour, outlet and its code, language,
//! rights, the text, and "Document" with the number of the article. As fields: each line begins with a code of two or three letters.

use std::ops::Range;

use super::blocks::{self, Block, blocks, is_day, is_rights, paragraphs, trimmed};
use super::{Article, Articles};
use crate::read::words::{Databases, ReadWords, Role};

/// The number of an article has so many signs at least, among them a day.
const SHORTEST_NUMBER: usize = 16;
/// An hour with its zone is no longer.
const LONGEST_HOUR: usize = 16;
/// The count of words stands within so many lines of the beginning.
const HEAD: usize = 14;

/// Whether a line is the number of an article: "Document STEPD00020240514ek5e0000a".
fn is_number(line: &str, known: &Databases) -> bool {
    let mut words = line.split_whitespace();
    let (Some(first), Some(number), None) = (words.next(), words.next(), words.next()) else { return false };
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    known.document.contains(&first.to_lowercase())
        && number.len() >= SHORTEST_NUMBER
        && digits >= 8
        && number.starts_with(|c: char| c.is_ascii_uppercase())
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a line is a count of words: "1,076 words".
fn is_count(line: &str, known: &Databases) -> bool {
    let Some((number, word)) = line.rsplit_once(char::is_whitespace) else { return false };
    let number = number.trim();
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}');
    number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(is_digit)
        && known.count_words.contains(&word.to_lowercase())
}

/// Whether these lines begin with the count of words of a head: the day stands within a few lines below it.
fn is_head(lines: &[(Range<usize>, &str)], words: &ReadWords) -> bool {
    /// Between the count and the day stands hardly a line.
    const DAY: usize = 3;
    let Some(((_, count), below)) = lines.split_first() else { return false };
    is_count(count, &words.databases)
        && below
            .iter()
            .take(2 * DAY)
            .filter(|(_, line)| !line.is_empty())
            .take(DAY)
            .any(|(_, line)| is_day(line, words))
}

/// Told by the count of words and the number of an article; or, where the number is missing, by a head with its rights.
pub fn is(text: &str, words: &ReadWords) -> bool {
    let known = &words.databases;
    let lines: Vec<(Range<usize>, &str)> = blocks::lines(text).collect();
    let mut is_counted = false;
    lines.iter().enumerate().any(|(at, (_, line))| {
        let is_count = is_count(line, known);
        let has_rights = || lines[at..].iter().take(2 * HEAD).any(|(_, line)| is_rights(line, known));
        is_counted |= is_count;
        is_counted && is_number(line, known) || is_count && is_head(&lines[at..], words) && has_rights()
    })
}

/// Each article ends with its number; one without it, where the block of lines begins in which the next has its count of words. What stands
/// behind the last number and has no head is no article, but the list of what was searched.
pub fn articles(text: &str, words: &ReadWords) -> Articles {
    let lines: Vec<(Range<usize>, &str)> = blocks::lines(text).collect();
    let mut found = Vec::new();
    let (mut begin, mut block, mut has_head) = (None, None, false);
    for (at, (range, line)) in lines.iter().enumerate() {
        if line.is_empty() {
            block = None;
            continue;
        }
        let start = *begin.get_or_insert(range.start);
        let block = *block.get_or_insert(range.start);
        if is_head(&lines[at..], words) {
            if has_head && block > start {
                found.push(start..block);
                begin = Some(block);
            }
            has_head = true;
        }
        if is_number(line, &words.databases) {
            found.push(begin.take().unwrap_or(start)..range.end);
            has_head = false;
        }
    }
    found.extend(begin.filter(|_| has_head).map(|begin| begin..text.len()));
    Articles { found, broken: None }
}

pub fn article(text: &str, words: &ReadWords) -> Article {
    let known = &words.databases;
    let mut article = Article::default();
    let lines: Vec<&str> = text.split('\n').map(trimmed).collect();
    let Some(count) = lines.iter().filter(|line| !line.is_empty()).take(HEAD).find(|line| is_count(line, known)) else {
        return article;
    };
    let count = lines.iter().position(|line| line == count).expect("it was just found");
    let above: Vec<&str> = lines[..count].iter().copied().filter(|line| !line.is_empty()).collect();
    title_page(&above, known, &mut article);
    // Up to the line about rights, or where there is none, to the blank line.
    let below = &lines[count + 1..];
    let rights = below.iter().take(HEAD).position(|line| is_rights(line, known));
    let end = rights.unwrap_or_else(|| below.iter().position(|line| line.is_empty()).unwrap_or(below.len()));
    let fields: Vec<&str> = below[..end].iter().copied().filter(|line| !line.is_empty()).collect();
    let mut is_past_day = false;
    for line in fields {
        match is_past_day {
            false if is_day(line, words) => {
                article.put(Role::Published, line);
                is_past_day = true;
            }
            // The hour stands between the day and the outlet.
            true if !is_hour(line) => {
                article.put(Role::Outlet, line);
                break;
            }
            _ => {}
        }
    }
    let behind = (end + usize::from(rights.is_some())).min(below.len());
    let body: String = below[behind..].join("\n");
    let number = blocks::lines(&body).find(|(_, line)| is_number(line, known)).map(|(range, _)| range.start);
    article.paragraphs = paragraphs(&blocks(&body[..number.unwrap_or(body.len())]));
    article.is_cut = number.is_none();
    article
}

/// Whether a line is an hour: "07:10", "10:30 PM GMT".
fn is_hour(line: &str) -> bool {
    line.starts_with(|c: char| c.is_ascii_digit()) && line.contains(':') && line.len() <= LONGEST_HOUR
}

/// The title among the lines above the count of words: before it may stand a section, behind it those who wrote it.
fn title_page(above: &[&str], known: &Databases, article: &mut Article) {
    let is_byline = |line: &str| {
        let mut words = line.split_whitespace();
        let first = words.next().unwrap_or_default().to_lowercase();
        known.by.contains(&first) && words.next().is_some_and(|name| name.starts_with(char::is_uppercase))
    };
    let above = match above {
        [before @ .., last] if !before.is_empty() && is_byline(last) => {
            article.put(Role::Byline, last);
            before
        }
        all => all,
    };
    let Some(title) = (0..above.len()).rev().max_by_key(|&at| above[at].chars().count()) else { return };
    article.put(Role::Title, above[title]);
    if let Some(byline) = above.get(title + 1) {
        article.put(Role::Byline, byline);
    }
    if title > 0 {
        article.put(Role::Section, above[title - 1]);
    }
}

/// What a line begins with: a code, and what stands behind it. Behind a code stand two spaces, a tab, or nothing; a code of
/// three letters has one space.
fn code<'l>(raw: &'l str, known: &Databases) -> Option<(Role, &'l str)> {
    let line = raw.trim_end().trim_start_matches('\u{feff}');
    let end = line.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(line.len());
    if !(2..=3).contains(&end) {
        return None;
    }
    let rest = &line[end..];
    let is_apart =
        rest.is_empty() || rest.starts_with('\t') || rest.starts_with("  ") || end == 3 && rest.starts_with(' ');
    known.codes.get(&line[..end]).copied().filter(|_| is_apart).map(|role| (role, rest.trim()))
}

pub fn is_fields(text: &str, words: &ReadWords) -> bool {
    let known = &words.databases;
    let (mut title, mut day, mut body) = (false, false, false);
    text.split('\n').any(|line| {
        if let Some((role, _)) = code(line, known) {
            title |= role == Role::Title;
            day |= role == Role::Published;
            body |= role == Role::Text;
        }
        title && day && body
    })
}

/// Each article ends with the field of its number; where it has none, with the next that begins.
pub fn articles_of_fields(text: &str, words: &ReadWords) -> Articles {
    let known = &words.databases;
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<(usize, bool)> = None;
    let mut is_closing = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        let role = code(line, known).map(|(role, _)| role);
        match (&mut open, role) {
            // The number may stand in the line behind its code.
            (None, None) if is_closing && !trimmed(line).is_empty() => {
                if let Some(last) = found.last_mut() {
                    last.end = range.end;
                }
                is_closing = false;
            }
            (None, Some(Role::Id)) | (None, None) => {}
            (None, Some(role)) => {
                open = Some((range.start, role == Role::Title));
                is_closing = false;
            }
            (Some((begin, _)), Some(Role::Id)) => {
                found.push(*begin..range.end);
                is_closing = code(line, known).is_some_and(|(_, said)| said.is_empty());
                open = None;
            }
            (Some((begin, has_title)), Some(Role::Title)) if *has_title => {
                found.push(*begin..range.start);
                open = Some((range.start, true));
            }
            (Some((_, has_title)), Some(Role::Title)) => *has_title = true,
            (Some(_), _) => {}
        }
    }
    let mut broken = open.map(|(begin, _)| begin);
    if let Some(begin) = broken.filter(|&begin| is_fields(&text[begin..], words)) {
        found.push(begin..text.len());
        broken = None;
    }
    Articles { found, broken }
}

pub fn article_of_fields(text: &str, words: &ReadWords) -> Article {
    let known = &words.databases;
    let mut article = Article::default();
    // A field goes on until the next code.
    let mut fields: Vec<(Role, Vec<&str>)> = Vec::new();
    for line in text.split('\n') {
        match code(line, known) {
            Some((role, said)) => fields.push((role, vec![said])),
            None => {
                if let Some((_, lines)) = fields.last_mut() {
                    lines.push(line.trim());
                }
            }
        }
    }
    article.is_cut = !fields.iter().any(|(role, _)| *role == Role::Id);
    for (role, lines) in fields {
        let said = lines.join("\n");
        let blocks: Vec<Block<'_>> = blocks(&said);
        match role {
            Role::Text => article.paragraphs.extend(paragraphs(&blocks)),
            role => article.put(role, &blocks.iter().map(Block::said).collect::<Vec<_>>().join(" ")),
        }
    }
    article
}
