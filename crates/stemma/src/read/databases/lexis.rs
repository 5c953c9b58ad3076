//! LexisNexis, as text and as HTML: "3 of 71 DOCUMENTS", outlet and day in the middle of the line, the title, labels in capitals, the
//! text, and more labels.

use super::blocks::{self, Block, Case, blocks, finish, is_day, is_rights, label, labelled, split_at_labels};
use super::{Article, Articles};
use crate::read::words::{ReadWords, Role};

/// A line that begins so far from the left was set in the middle.
const MIDDLE: usize = 8;
/// A label stands within so many lines of the line that begins an article.
const REACH: usize = 80;

pub fn is(text: &str, words: &ReadWords) -> bool {
    let known = &words.databases;
    let mut since = None;
    for (_, line) in blocks::lines(text).filter(|(_, line)| !line.is_empty()) {
        if blocks::fits(line, &known.begin) {
            since = Some(0);
        }
        let Some(count) = &mut since else { continue };
        *count += 1;
        if *count <= REACH && (label(line, Case::Capitals, known).is_some() || is_rights(line, known)) {
            return true;
        }
    }
    false
}

/// Each article begins with its number and ends where the next begins.
pub fn articles(text: &str, words: &ReadWords) -> Articles {
    let known = &words.databases;
    let mut begins: Vec<usize> = blocks::lines(text)
        .filter(|(_, line)| blocks::fits(line, &known.begin))
        .map(|(range, _)| range.start)
        .collect();
    let broken = begins.last().copied().filter(|&last| !is(&text[last..], words));
    let end = broken.unwrap_or(text.len());
    begins.truncate(begins.len() - usize::from(broken.is_some()));
    let ends = begins.iter().copied().skip(1).chain([end]);
    Articles { found: begins.iter().copied().zip(ends).map(|(begin, end)| begin..end).collect(), broken }
}

pub fn article(text: &str, words: &ReadWords) -> Article {
    let known = &words.databases;
    let mut article = Article::default();
    let blocks = blocks(text);
    let is_number = |block: &Block<'_>| block.lines.len() == 1 && blocks::fits(block.lines[0], &known.begin);
    let begin = blocks.iter().position(is_number).map_or(0, |at| at + 1);
    let blocks = &blocks[begin..];
    let is_told = |block: &Block<'_>| label(block.lines[0], Case::Capitals, known).is_some();
    let first = blocks.iter().position(is_told).unwrap_or(blocks.len());
    title_page(&blocks[..first], words, &mut article);
    // Behind the first label the head goes on as long as there are labels, or up to that of the text.
    let mut at = first;
    while let Some(block) = blocks.get(at).filter(|block| is_told(block) || is_rights(block.lines[0], known)) {
        for block in split_at_labels(vec![block.clone()], Case::Capitals, known) {
            match labelled(&block, Case::Capitals, known) {
                Some((Role::Text, said)) if !said.is_empty() => article.paragraphs.push(said),
                Some((role, said)) => article.put(role, &said),
                None => {}
            }
        }
        at += 1;
    }
    finish(&mut article, &blocks[at..], Case::Capitals, known, false);
    article
}

/// What stands above the first label: the outlet, the day, perhaps an edition, and the title.
fn title_page(blocks: &[Block<'_>], words: &ReadWords, article: &mut Article) {
    let is_of_page = |line: &&str| !is_rights(line, &words.databases);
    let mut blocks = blocks.to_vec();
    blocks.iter_mut().for_each(|block| block.lines.retain(|line| is_of_page(line)));
    blocks.retain(|block| !block.lines.is_empty());
    let Some(day) = blocks.iter().position(|block| block.lines.iter().any(|line| is_day(line, words))) else {
        if let [outlet, .., title] = &blocks[..] {
            article.put(Role::Outlet, outlet.lines[0]);
            article.put(Role::Title, &title.said());
        }
        return;
    };
    let line = blocks[day].lines.iter().find(|line| is_day(line, words));
    article.put(Role::Published, line.expect("the block was found by it"));
    // The outlet may stand in the line above the day, in the same block.
    let outlet = blocks[..day].first().map(|block| block.lines[0]);
    let above = blocks[day].lines[0];
    if let Some(outlet) = outlet.or((!is_day(above, words)).then_some(above)) {
        article.put(Role::Outlet, outlet);
    }
    let below = &blocks[day + 1..];
    let is_set = below.iter().any(|block| block.indent >= MIDDLE);
    let title = match below.iter().find(|block| block.indent < MIDDLE).filter(|_| is_set || below.len() == 1) {
        Some(title) => Some(title),
        // Without any setting, an edition is shorter than a title.
        None => below.iter().max_by_key(|block| block.said().len()),
    };
    if let Some(title) = title {
        article.put(Role::Title, &title.said());
    }
}
