//! The kind of each line of a page, from whether it lies in the main part, what its elements say, and how it is made.

use crate::model::{BlockKind, Line, Markup};

/// A line is all link when at least this share of it is.
const ALL_LINK: f32 = 0.85;

/// Gives each line its kind.
pub fn kinds(
    text: &str,
    markup: &Markup,
    main: &[bool],
    roles: &[Option<BlockKind>],
    title: Option<usize>,
) -> Vec<BlockKind> {
    let mut kinds: Vec<BlockKind> = markup
        .lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let role = roles[index];
            match (main[index], role) {
                (true, None) => in_article(line, text),
                (true, Some(BlockKind::Byline)) if line.span.len() > 300 => BlockKind::Body,
                (_, Some(kind)) => kind,
                (false, None) => outside(line),
            }
        })
        .collect();
    if let Some(title) = title {
        kinds[title] = BlockKind::Title;
    }
    // A message set into the article is part of it; one in a side bar is not.
    for index in 0..kinds.len() {
        if kinds[index] == BlockKind::Quote && !main[index] && !stands_in_article(&kinds, index) {
            kinds[index] = BlockKind::Other;
        }
    }
    kinds
}

/// Body lines stand on both sides, with nothing but other messages between.
fn stands_in_article(kinds: &[BlockKind], index: usize) -> bool {
    let is_text = |kind: &&BlockKind| **kind != BlockKind::Quote;
    let before = kinds[..index].iter().rev().find(is_text);
    let after = kinds[index..].iter().find(is_text);
    before == Some(&BlockKind::Body) && after == Some(&BlockKind::Body)
}

fn in_article(line: &Line, _text: &str) -> BlockKind {
    let linked = line.linked as f32 / line.span.len().max(1) as f32;
    if linked >= ALL_LINK { BlockKind::Related } else { BlockKind::Body }
}

fn outside(line: &Line) -> BlockKind {
    let linked = line.linked as f32 / line.span.len().max(1) as f32;
    if linked >= ALL_LINK { BlockKind::Nav } else { BlockKind::Other }
}

/// The place and agency at the head of a report: "GAO, Mali (Agency) —".
pub fn dateline(body: &str) -> Option<String> {
    let line = body.lines().next()?;
    let head = &line[..line.floor_char_boundary(120)];
    let (at, mark) = [" — ", " – ", " -- ", " - ", "— ", "– ", ": "]
        .iter()
        .filter_map(|mark| Some((head.find(mark)?, *mark)))
        .min()?;
    let place = head[..at].trim();
    let first = place.split([',', '(', ' ', '/']).next().unwrap_or("");
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let is_capital = letters >= 3 && first.chars().all(|c| !c.is_lowercase());
    // In mixed case only an agency or a country after the place tells a dateline from a sentence with a dash.
    let is_named = place.contains(',') || place.contains('(');
    let words = place.split_whitespace().count();
    let is_name = place
        .split([' ', ','])
        .filter(|word| word.len() > 3)
        .all(|word| word.chars().find(|c| c.is_alphabetic()).is_none_or(char::is_uppercase));
    (words <= 10 && is_name && (is_capital || is_named && mark != ": ")).then(|| place.to_owned())
}
