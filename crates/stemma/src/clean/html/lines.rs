//! The kind of each line of a page, from whether it lies in the main part, what its elements say, and how it is made.

use std::collections::HashMap;

use super::{heading, phrases, roles};
use crate::clean::PageWords;
use crate::model::{BlockKind, Line, Markup};

/// A line is all link when at least this share of it is.
const ALL_LINK: f32 = 0.85;
/// Where more than this share of the main part is link, links are what the page is about.
const LINK_PAGE: f32 = 0.4;
/// A line this long that ends as a sentence does is running text.
const RUNNING: usize = 80;

/// What is known of a page's lines before they get their kinds.
pub struct Lines<'a> {
    pub text: &'a str,
    pub markup: &'a Markup,
    /// The lines of the main part.
    pub main: &'a [bool],
    /// What the elements around each line say.
    pub roles: &'a [Option<BlockKind>],
    /// The line of the title.
    pub title: Option<usize>,
    /// The phrases of pages; without them lines are judged by their markup alone.
    pub words: &'a PageWords,
}

/// Gives each line its kind.
pub fn kinds(lines: &Lines<'_>) -> Vec<BlockKind> {
    let about_links = lines.is_about_links();
    let mut kinds: Vec<BlockKind> = (0..lines.markup.lines.len()).map(|index| lines.kind(index, about_links)).collect();
    if let Some(title) = lines.title {
        kinds[title] = BlockKind::Title;
        lines.take_introduction(title, &mut kinds);
    }
    lines.fill_gaps(&mut kinds);
    lines.follow_headings(&mut kinds);
    lines.cut_notice_of_the_publisher(&mut kinds);
    lines.read_gallery(&mut kinds);
    // A message set into the article is part of it; one in a side bar is not.
    for index in 0..kinds.len() {
        if kinds[index] == BlockKind::Quote && !lines.main[index] && !stands_in_article(&kinds, index) {
            kinds[index] = BlockKind::Other;
        }
    }
    kinds
}

impl Lines<'_> {
    fn line(&self, index: usize) -> &Line {
        &self.markup.lines[index]
    }

    fn words(&self, index: usize) -> &str {
        self.line(index).span.of(self.text)
    }

    fn kind(&self, index: usize, about_links: bool) -> BlockKind {
        let line = self.line(index);
        match (self.main[index], self.roles[index]) {
            (true, Some(BlockKind::Byline)) if line.span.len() > 300 => BlockKind::Body,
            (_, Some(kind)) => kind,
            (true, None) if is_all_link(line) && !about_links && !self.is_part_of_text(index) => BlockKind::Related,
            (true, None) => self.kind_by_words(index).unwrap_or(BlockKind::Body),
            (false, None) if is_all_link(line) => BlockKind::Nav,
            (false, None) => BlockKind::Other,
        }
    }

    fn kind_by_words(&self, index: usize) -> Option<BlockKind> {
        let line = self.line(index);
        let is_heading = heading::heading_rank(self.markup, line.element) > 0;
        phrases::kind(self.text, line, is_heading, self.words)
    }

    /// A linked line that is a heading of the text, or an address written out, rather than a way to another article.
    fn is_part_of_text(&self, index: usize) -> bool {
        let words = self.words(index);
        if words.starts_with("http") || words.starts_with("www.") {
            return true;
        }
        let is_heading = heading::heading_rank(self.markup, self.line(index).element) > 0;
        let next = (index + 1..self.markup.lines.len()).find(|next| !self.words(*next).is_empty());
        is_heading && next.is_some_and(|next| self.main[next] && self.roles[next].is_none() && self.is_running(next))
    }

    fn is_about_links(&self) -> bool {
        let (mut all, mut linked) = (0, 0);
        for (index, line) in self.markup.lines.iter().enumerate() {
            if self.main[index] && self.roles[index].is_none() {
                all += line.span.len();
                linked += if is_all_link(line) { line.span.len() } else { 0 };
            }
        }
        linked as f32 > LINK_PAGE * all as f32
    }

    fn is_running(&self, index: usize) -> bool {
        let line = self.line(index);
        let end = self.words(index).trim_end_matches(['"', '”', '’', '»', ')', ' ']).chars().next_back();
        line.span.len() >= RUNNING
            && (line.linked as usize) * 3 < line.span.len()
            && end.is_some_and(|c| matches!(c, '.' | '!' | '?' | ':' | '…' | '。' | '।' | '؟' | '۔'))
    }

    /// The introduction between the title and the first line of the body, which templates set apart from it.
    fn take_introduction(&self, title: usize, kinds: &mut [BlockKind]) {
        let Some(first) = (title + 1..kinds.len().min(title + 30)).find(|index| kinds[*index] == BlockKind::Body)
        else {
            return;
        };
        for (index, kind) in kinds.iter_mut().enumerate().take(first).skip(title + 1) {
            let is_free = matches!(kind, BlockKind::Other | BlockKind::Related) && !is_all_link(self.line(index));
            let is_heading = heading::heading_rank(self.markup, self.line(index).element) > 0;
            if is_free && !is_heading && self.is_running(index) && self.kind_by_words(index).is_none() {
                *kind = BlockKind::Body;
            }
        }
    }

    /// What stands under "Read more:" or "Comments" belongs to it: links and short lines up to the next running text, and
    /// in the last part of the article everything under a heading of comments.
    fn follow_headings(&self, kinds: &mut [BlockKind]) {
        let all: usize = (0..kinds.len())
            .filter(|index| kinds[*index] == BlockKind::Body)
            .map(|index| self.line(index).span.len())
            .sum();
        let mut seen = 0;
        let mut under: Option<BlockKind> = None;
        for (index, kind) in kinds.iter_mut().enumerate() {
            let line = self.line(index);
            match *kind {
                head @ (BlockKind::Related | BlockKind::Comment) if self.main[index] && self.roles[index].is_none() => {
                    under = (head == BlockKind::Comment || !is_all_link(line)).then_some(head);
                }
                // "Latest news" over a row of links, which may be so many that the page seems to be about them.
                BlockKind::Nav if self.main[index] && self.roles[index].is_none() && self.heads_links(index) => {
                    under = Some(BlockKind::Related);
                }
                BlockKind::Body => {
                    seen += line.span.len();
                    let is_late = seen * 2 > all;
                    match under {
                        Some(BlockKind::Comment) if is_late => *kind = BlockKind::Comment,
                        Some(BlockKind::Related) if line.linked as usize * 2 >= line.span.len() => {
                            *kind = BlockKind::Related;
                        }
                        _ => under = None,
                    }
                }
                _ => {}
            }
        }
    }

    fn heads_links(&self, index: usize) -> bool {
        let next = self.markup.lines.iter().skip(index + 1).take(3);
        next.clone().count() == 3 && next.into_iter().all(is_all_link)
    }

    /// Running text between lines of the body that is made like them, which the algorithm passed over.
    fn fill_gaps(&self, kinds: &mut [BlockKind]) {
        let mut makes: HashMap<String, usize> = HashMap::new();
        let body = || (0..kinds.len()).filter(|index| kinds[*index] == BlockKind::Body);
        for index in body() {
            *makes.entry(self.make(index)).or_default() += 1;
        }
        let (Some(first), Some(last)) = (body().next(), body().next_back()) else { return };
        let missing: Vec<usize> = (first..last)
            .filter(|index| {
                kinds[*index] == BlockKind::Other && self.roles[*index].is_none() && self.is_running(*index)
            })
            .filter(|index| makes.get(&self.make(*index)).is_some_and(|count| *count >= 2))
            .collect();
        for index in missing {
            kinds[index] = BlockKind::Body;
        }
    }

    /// The names of the elements around a line, with the classes that templates give.
    fn make(&self, index: usize) -> String {
        let holder = roles::holder(self.markup, self.line(index));
        let mut make = String::new();
        for (_, node) in self.markup.around(holder).take(3) {
            make.push_str(node.name());
            make.push('.');
            make.push_str(node.attribute("class").unwrap_or(""));
            make.push(' ');
        }
        make
    }

    /// A release ends with what the publisher says of itself, under a heading "About …".
    fn cut_notice_of_the_publisher(&self, kinds: &mut [BlockKind]) {
        let body: Vec<usize> = (0..kinds.len()).filter(|index| kinds[*index] == BlockKind::Body).collect();
        let all: usize = body.iter().map(|index| self.line(*index).span.len()).sum();
        let mut after = 0;
        let mut from = None;
        for index in body.iter().rev() {
            let words = self.words(*index);
            if is_about_heading(words, self.is_set_off(*index)) && after > 0 {
                from = Some(*index);
            }
            after += words.len();
            if after * 2 > all {
                break;
            }
        }
        let Some(from) = from else { return };
        for index in body.into_iter().filter(|index| *index >= from) {
            kinds[index] = BlockKind::Other;
        }
    }

    /// A gallery tells all it has to tell in its captions.
    fn read_gallery(&self, kinds: &mut [BlockKind]) {
        if kinds.iter().any(|kind| kind.is_article_text()) {
            return;
        }
        for index in 0..kinds.len() {
            if kinds[index] == BlockKind::Caption && self.is_running_caption(index) {
                kinds[index] = BlockKind::Body;
            }
        }
    }

    /// A caption long enough to tell something; it may end with its credit.
    fn is_running_caption(&self, index: usize) -> bool {
        self.line(index).span.len() >= RUNNING && self.words(index).split_whitespace().count() >= 12
    }

    /// Set in bold, or a heading.
    fn is_set_off(&self, index: usize) -> bool {
        let line = self.line(index);
        line.stressed as usize * 10 >= line.span.len() * 9 || heading::heading_rank(self.markup, line.element) > 0
    }
}

/// "About Harbour Post": a few capitalised words after "about", in a line of its own.
fn is_about_heading(words: &str, is_set_off: bool) -> bool {
    let heads = [
        "About ",
        "ABOUT ",
        "Über ",
        "À propos de ",
        "Acerca de ",
        "Sobre ",
        "Informazioni su ",
        "Over ",
        "Media contact",
        "Press contact",
        "Pressekontakt",
    ];
    let Some(rest) = heads.iter().find_map(|head| words.strip_prefix(head)) else { return false };
    is_set_off
        && words.len() <= 60
        && !words.ends_with(['?', '.', '!'])
        && rest.chars().next().is_none_or(|c| c.is_uppercase() || c.is_numeric() || !c.is_alphabetic())
}

fn is_all_link(line: &Line) -> bool {
    line.linked as f32 >= ALL_LINK * line.span.len() as f32
}

/// Body lines stand on both sides, with nothing but other messages between.
fn stands_in_article(kinds: &[BlockKind], index: usize) -> bool {
    let is_text = |kind: &&BlockKind| **kind != BlockKind::Quote;
    let before = kinds[..index].iter().rev().find(is_text);
    let after = kinds[index..].iter().find(is_text);
    before == Some(&BlockKind::Body) && after == Some(&BlockKind::Body)
}

/// The place and agency at the head of a report: "GAO, Mali (Agency) —".
pub fn dateline(body: &str) -> Option<String> {
    let line = body.lines().next()?;
    let head = &line[..line.floor_char_boundary(120)];
    let marks = [" — ", " – ", " -- ", " - ", "— ", "– ", ": "];
    let (at, mark) = marks.iter().filter_map(|mark| Some((head.find(mark)?, *mark))).min()?;
    let place = head[..at].trim();
    let first = place.split([',', '(', ' ', '/']).next().unwrap_or("");
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let is_capital = letters >= 3 && first.chars().all(|c| !c.is_lowercase());
    // In mixed case only an agency or a country after the place tells a dateline from a sentence with a dash.
    let is_named = place.contains(',') || place.contains('(');
    let is_name = place
        .split([' ', ','])
        .filter(|word| word.len() > 3)
        .all(|word| word.chars().find(|c| c.is_alphabetic()).is_none_or(char::is_uppercase));
    let words = place.split_whitespace().count();
    (words <= 10 && is_name && (is_capital || is_named && mark != ": ")).then(|| place.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_dateline_at_the_head_of_a_report() {
        let cases = [
            ("GAO, Mali — Two convoys left the town.", Some("GAO, Mali")),
            ("GOMA (Agency) - Residents fled.", Some("GOMA (Agency)")),
            ("Goma, Congo – Residents fled.", Some("Goma, Congo")),
            ("The governor – a former teacher – resigned.", None),
            ("Residents fled.", None),
            ("", None),
        ];
        for (body, wanted) in cases {
            assert_eq!(dateline(body).as_deref(), wanted, "{body}");
        }
    }
}
