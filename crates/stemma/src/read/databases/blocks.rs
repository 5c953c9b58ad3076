//! The text of an article to blocks of lines, and which of them begin with a label.

use std::ops::Range;

use crate::read::words::{Databases, ReadWords, Role};
use crate::text::ends_sentence;

/// A label is no longer than this.
const LONGEST_LABEL: usize = 48;
/// A line that is a day and little else is no longer.
const LONGEST_DAY: usize = 70;
/// Wider lines were not broken by the database.
const WIDEST_WRAP: usize = 100;

/// The lines of a text with the bytes that they stand on, line breaks included.
pub fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end;
        (range, trimmed(line))
    })
}

pub fn trimmed(line: &str) -> &str {
    line.trim_matches(|sign: char| sign.is_whitespace() || sign.is_control() || sign == '\u{feff}')
}

/// Lines that stand together.
#[derive(Clone, Debug)]
pub struct Block<'t> {
    pub lines: Vec<&'t str>,
    /// How far its first line is from the left.
    pub indent: usize,
}

impl Block<'_> {
    /// All of it in one line.
    pub fn said(&self) -> String {
        self.lines.join(" ")
    }
}

/// Lines that stand together, parted by blank ones.
pub fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut is_open = false;
    for raw in text.split('\n') {
        let line = trimmed(raw);
        if line.is_empty() {
            is_open = false;
            continue;
        }
        match blocks.last_mut() {
            Some(block) if is_open => block.lines.push(line),
            _ => blocks.push(Block { lines: vec![line], indent: raw.len() - raw.trim_start().len() }),
        }
        is_open = true;
    }
    blocks
}

/// The same with a block of its own for each label and each line about rights.
pub fn split_at_labels<'t>(blocks: Vec<Block<'t>>, case: Case, known: &Databases) -> Vec<Block<'t>> {
    let mut split: Vec<Block<'t>> = Vec::new();
    for Block { lines, indent } in blocks {
        for (number, line) in lines.into_iter().enumerate() {
            let begins = number == 0 || label(line, case, known).is_some() || is_rights(line, known);
            match split.last_mut() {
                Some(last) if !begins => last.lines.push(line),
                _ => split.push(Block { lines: vec![line], indent }),
            }
        }
    }
    split
}

/// How a database writes its labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// In capitals.
    Capitals,
    /// With a capital.
    Capital,
}

/// What a line says behind a label, and which label that is.
pub fn label<'l>(line: &'l str, case: Case, known: &Databases) -> Option<(Role, &'l str)> {
    let head = &line[..line.floor_char_boundary(LONGEST_LABEL)];
    let (label, _) = head.split_once([':', '：'])?;
    let rest = line[label.len()..].trim_start_matches([':', '：']);
    let label = label.trim();
    let fits = match case {
        Case::Capitals => !label.chars().any(char::is_lowercase),
        Case::Capital => label.chars().next().is_some_and(|first| !first.is_lowercase()),
    };
    // "https://…" has a colon, too.
    let role = known.labels.get(&label.to_lowercase()).filter(|_| fits && !rest.starts_with("//"))?;
    Some((*role, rest.trim()))
}

/// Whether a line is about rights.
pub fn is_rights(line: &str, known: &Databases) -> bool {
    let lower = line[..line.floor_char_boundary(LONGEST_LABEL)].to_lowercase();
    known.rights.iter().any(|word| {
        lower.strip_prefix(word.as_str()).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic()))
    })
}

/// The label of a block and all that stands behind it.
pub fn labelled(block: &Block<'_>, case: Case, known: &Databases) -> Option<(Role, String)> {
    let (role, first) = label(block.lines.first()?, case, known)?;
    let said: Vec<&str> = std::iter::once(first).chain(block.lines[1..].iter().copied()).collect();
    Some((role, said.join(" ").trim().to_owned()))
}

/// Whether a line is a day, with weekday, hour or edition beside it.
pub fn is_day(line: &str, words: &ReadWords) -> bool {
    line.len() <= LONGEST_DAY && words.months.parse_day(line).is_some_and(|day| day.range.start <= LONGEST_DAY / 2)
}

/// Whether a line fits a pattern, in which # is a number.
pub fn fits(line: &str, patterns: &[String]) -> bool {
    /// Such lines have no more words.
    const MOST: usize = 8;
    if line.len() > LONGEST_DAY || !line.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.')) && !word.is_empty();
    let words: Vec<String> = line
        .split_whitespace()
        .take(MOST)
        .map(|word| if is_number(word) { "#".to_owned() } else { word.to_lowercase() })
        .collect();
    let shape = words.join(" ");
    patterns.contains(&shape)
}

/// Whether a line is one of these words alone.
pub fn is_one_of(line: &str, words: &[String]) -> bool {
    line.len() <= LONGEST_LABEL && words.iter().any(|word| *word == line.to_lowercase())
}

/// Blocks of running text to paragraphs: lines that the database broke are joined, whole lines are paragraphs.
pub fn paragraphs(blocks: &[Block<'_>]) -> Vec<String> {
    let widest = blocks.iter().flat_map(|block| &block.lines).map(|line| line.chars().count()).max().unwrap_or(0);
    match widest <= WIDEST_WRAP {
        true => blocks.iter().map(Block::said).collect(),
        false => blocks.iter().flat_map(|block| block.lines.iter().map(|line| (*line).to_owned())).collect(),
    }
}

/// Where the foot begins in the blocks behind the head: at the first label behind which nothing but labels and rights stands; or, where
/// a field of the foot has paragraphs, at the first of its own labels.
pub fn foot(blocks: &[Block<'_>], case: Case, known: &Databases) -> usize {
    let role = |block: &Block<'_>| label(block.lines[0], case, known).map(|(role, _)| role);
    let is_rights = |block: &Block<'_>| is_rights(block.lines[0], known);
    let of_foot = |block: &&Block<'_>| role(block).is_some() || is_rights(block) || is_like_label(block.lines[0]);
    let at_end = blocks.len() - blocks.iter().rev().take_while(of_foot).count();
    // A paragraph that only looks like a label may be the last of the text.
    let is_sure = |block: &Block<'_>| role(block).is_some() || is_rights(block);
    let at_end = at_end + blocks[at_end..].iter().position(is_sure).unwrap_or(blocks.len() - at_end);
    // A paragraph of running text may begin with "UPDATE:"; from the first field of a foot to the last
    // block of text most blocks are fields.
    let (mut fields, mut first) = (0, at_end);
    for at in (0..at_end).rev() {
        fields += usize::from(of_foot(&&blocks[at]));
        let is_own = case == Case::Capitals && matches!(role(&blocks[at]), Some(Role::Tail | Role::Kept));
        if is_own && fields * 2 >= at_end - at {
            first = at;
        }
    }
    first
}

/// Whether a line begins with what may be a label that is not known: a few words with a capital, and a colon.
fn is_like_label(line: &str) -> bool {
    line.split_once(':').is_some_and(|(label, _)| {
        label.len() <= LONGEST_LABEL && label.starts_with(char::is_uppercase) && label.split_whitespace().count() <= 4
    })
}

/// The paragraphs of an article and what its foot says, put in their places. One that is not known to be ended may go on where it has no
/// foot, or breaks off in one of its labels.
pub fn finish(article: &mut super::Article, blocks: &[Block<'_>], case: Case, known: &Databases, is_ended: bool) {
    let mut foot = self::foot(blocks, case, known);
    article.is_cut = !is_ended && foot == blocks.len();
    if let (true, Some((torn, above))) = (article.is_cut, blocks.split_last())
        && !ends_sentence(torn.lines.last().copied().unwrap_or_default())
    {
        let before = self::foot(above, case, known);
        foot = if before < above.len() { before } else { foot };
    }
    article.paragraphs.extend(paragraphs(&blocks[..foot]));
    // What belongs to the article may have paragraphs of its own below its label.
    let mut kept: Option<String> = None;
    for block in split_at_labels(blocks[foot..].to_vec(), case, known) {
        match (labelled(&block, case, known), &mut kept) {
            (None, Some(kept)) if !is_rights(block.lines[0], known) => {
                kept.push(' ');
                kept.push_str(&block.said());
            }
            (None, _) => {}
            (Some((role, said)), _) => {
                article.paragraphs.extend(kept.take());
                match role {
                    Role::Kept => kept = Some(block.said()),
                    Role::Text => {}
                    role => article.put(role, &said),
                }
            }
        }
    }
    article.paragraphs.extend(kept);
}
