//! Days of publication that a page shows to its readers: item properties, `<time>` elements, the lines around the title,
//! and the article itself.

use super::stamps::{self, Role};
use super::{Candidate, day_of, is_plausible};
use crate::clean::html::Page;
use crate::model::{BlockKind, Day, Line, Node, Span};
use crate::text::dates::WrittenDay;

/// Which part of the page is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Where {
    NearTitle,
    Anywhere,
}

/// What a line says of its day.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// That the page came out on it.
    Published,
    /// Nothing.
    Plain,
    /// That the page was changed on it.
    Changed,
}

/// How many lines before and after the title are near it.
const BEFORE: usize = 8;
const AFTER: usize = 12;
/// A line with more than this around its day is prose.
const LONGEST_STAMP: usize = 160;

/// An element that says it holds the day of publication (microdata, hAtom).
pub fn in_properties(page: &Page<'_>) -> Option<Candidate> {
    let nodes = || page.markup.nodes.iter().filter(|node| !node.is_text());
    let property = |names: &'static [&'static str]| {
        nodes().find_map(|node| {
            let name = node.attribute("itemprop").or_else(|| node.attribute("property"))?.to_lowercase();
            let name = names.iter().find(|known| name.split([' ', ':']).any(|part| part == **known))?;
            candidate(page, node, format!("itemprop {name}"))
        })
    };
    let class = || {
        nodes().find_map(|node| {
            let class = node.attribute("class")?;
            class.split_whitespace().find(|name| matches!(*name, "published" | "dt-published"))?;
            candidate(page, node, format!("element of class {class}"))
        })
    };
    property(&["datepublished"]).or_else(class).or_else(|| property(&["datecreated"]))
}

/// A `<time>` element; one that speaks of a change is passed over.
pub fn in_times(page: &Page<'_>, place: Where) -> Option<Candidate> {
    let times = || page.markup.nodes.iter().enumerate().filter(|(_, node)| node.name() == "time");
    let is_fit = |(index, node): &(usize, &Node)| {
        let line = line_at(page, node.span);
        let is_near = match place {
            Where::NearTitle => line.is_some_and(|line| near_title(page, line)),
            Where::Anywhere => !line.is_some_and(|line| is_of_others(page.kinds[line])),
        };
        is_near && !is_in_change(page, *index as u32)
    };
    let marked = times().filter(|(_, node)| node.attribute("pubdate").is_some());
    marked.chain(times().filter(is_fit)).find_map(|(_, node)| candidate(page, node, "time element".into()))
}

/// Lines that are stamps by a `<time>` element with a day for machines, and that day.
pub fn stamped_lines(page: &Page<'_>) -> Vec<(usize, Day)> {
    let times = page.markup.nodes.iter().enumerate().filter(|(_, node)| node.name() == "time" && !node.span.is_empty());
    let stamped = times.filter_map(|(index, node)| {
        let line = line_at(page, node.span)?;
        let is_stamp = node.span.len() * 2 >= page.markup.lines[line].span.len();
        let day = day_of(node.attribute("datetime")?, &page.words.months).filter(|day| day.or.is_none())?.day;
        (is_stamp && !is_in_change(page, index as u32)).then_some((line, day))
    });
    stamped.collect()
}

/// Whether an element or one close around it says that it holds the day of a change.
fn is_in_change(page: &Page<'_>, index: u32) -> bool {
    page.markup.around(index).take(3).any(|(_, node)| {
        ["class", "itemprop", "id"].iter().filter_map(|name| node.attribute(name)).any(|value| {
            let value = value.to_lowercase();
            value.contains("updated") && !value.contains("published")
                || value.contains("modified")
                || value.contains("comment")
        })
    })
}

/// The day of an element: its `datetime` or `content` attribute, else its text.
fn candidate(page: &Page<'_>, node: &Node, evidence: String) -> Option<Candidate> {
    let stated = node
        .attribute("datetime")
        .or_else(|| node.attribute("content"))
        .and_then(|value| day_of(value, &page.words.months));
    let shown =
        page.words.months.find_days_in(cut(node.span.of(page.text)), page.language).into_iter().find(is_plausible);
    let span = shown.as_ref().map(|shown| at(node.span, shown));
    let written = stated.or(shown)?;
    Some(Candidate { written, evidence, span, is_universal: false })
}

/// A short line with a day, of which the line says what is asked for. Words of publication may stand in a longer line.
pub fn in_lines(page: &Page<'_>, place: Where, which: Which) -> Option<Candidate> {
    page.markup.lines.iter().enumerate().take(6_000).find_map(|(index, line)| {
        let text = line.span.of(page.text);
        let is_fit = match place {
            Where::NearTitle => near_title(page, index),
            Where::Anywhere => !is_of_others(page.kinds[index]) && page.kinds[index] != BlockKind::Nav,
        };
        if !is_fit || line.span.len() > 4 * LONGEST_STAMP || !text.contains(|c: char| c.is_numeric()) {
            return None;
        }
        let days: Vec<WrittenDay> =
            page.words.months.find_days_in(text, page.language).into_iter().filter(is_plausible).collect();
        let first = days.first()?;
        let role = |day: &WrittenDay| stamps::role(text, day, page.words);
        let is_stamp = || {
            line.span.len() <= LONGEST_STAMP
                && (is_mostly_day(text, &days)
                    || page.kinds[index] == BlockKind::Byline
                    || place == Where::NearTitle && line.span.len() < 80)
        };
        let day = match which {
            Which::Published => days.iter().find(|day| role(day) == Role::Published),
            Which::Plain => Some(first).filter(|first| is_stamp() && role(first) == Role::Plain),
            Which::Changed => Some(first).filter(|first| is_stamp() && role(first) == Role::Changed),
        }?;
        let mut candidate = shown(line, text, day);
        if which == Which::Changed {
            candidate.evidence.push_str(", the day of a change; the first day is not stated");
        }
        Some(candidate)
    })
}

/// A day at the head or the end of the article itself, as in a dateline.
pub fn in_article(page: &Page<'_>) -> Option<Candidate> {
    let body =
        || page.markup.lines.iter().zip(page.kinds).filter(|(_, kind)| kind.is_article_text()).map(|(line, _)| line);
    let head = body().next().filter(|line| !line.span.is_empty()).and_then(|line| {
        let text = line.span.of(page.text);
        let day = page.words.months.find_days_in(cut(text), page.language).into_iter().find(is_plausible)?;
        (day.range.end <= 80).then(|| shown(line, text, &day))
    });
    head.or_else(|| {
        let line = body().next_back()?;
        let text = line.span.of(page.text);
        let day = page.words.months.find_days_in(text, page.language).into_iter().find(is_plausible)?;
        (line.span.len() <= LONGEST_STAMP).then(|| shown(line, text, &day))
    })
}

fn shown(line: &Line, text: &str, day: &WrittenDay) -> Candidate {
    let span = at(line.span, day);
    Candidate {
        written: day.clone(),
        evidence: format!("shown as \"{}\"", &text[day.range.clone()]),
        span: Some(span),
        is_universal: false,
    }
}

fn at(outer: Span, day: &WrittenDay) -> Span {
    Span::new(outer.start as usize + day.range.start, outer.start as usize + day.range.end)
}

/// Days, times and names of weekdays make up most of the line.
fn is_mostly_day(text: &str, days: &[WrittenDay]) -> bool {
    let stamped: usize = days.iter().map(|day| day.range.len()).sum();
    stamped * 5 >= text.len() * 2 || text.len() - stamped.min(text.len()) <= 24
}

fn near_title(page: &Page<'_>, line: usize) -> bool {
    let Some(title) = page.title else { return false };
    let (from, to) = (title.saturating_sub(BEFORE), title + AFTER);
    let beside = (title.saturating_sub(3)..=title + 3).contains(&line) && page.kinds[line] != BlockKind::Comment;
    beside || (from..=to).contains(&line) && !is_of_others(page.kinds[line])
}

/// Parts of a page whose days belong to other pages or to other people's words.
fn is_of_others(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Comment | BlockKind::Related | BlockKind::Ad | BlockKind::Quote)
}

fn line_at(page: &Page<'_>, span: Span) -> Option<usize> {
    let index = page.markup.lines.partition_point(|line| line.span.end <= span.start);
    (index < page.markup.lines.len()).then_some(index)
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(400)]
}
