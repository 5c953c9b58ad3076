//! ProQuest as text: articles parted by lines of underscores, each with its title, labels, "Full text:" and more labels.

use super::blocks::{self, Block, Case, blocks, finish, fits, is_one_of, label, labelled};
use super::{Article, Articles};
use crate::read::words::{Databases, ReadWords, Role};

fn is_rule(line: &str, known: &Databases) -> bool {
    line.len() >= known.proquest.rule && line.bytes().all(|byte| byte == b'_')
}

/// Whether a line is a field that only ProQuest gives, such as its own number of an article.
fn is_proof(line: &str, known: &Databases) -> bool {
    let Some((label, _)) = line.split_once(':') else { return false };
    label.len() <= 60 && known.proquest.proof.contains(&label.trim().to_lowercase())
}

fn has_text(line: &str, known: &Databases) -> bool {
    label(line, Case::Capital, known).is_some_and(|(role, _)| role == Role::Text)
}

pub fn is(text: &str, words: &ReadWords) -> bool {
    let known = &words.databases;
    let (mut is_told, mut is_text) = (false, false);
    blocks::lines(text).any(|(_, line)| {
        is_told |= is_proof(line, known);
        is_text |= has_text(line, known);
        is_told && is_text
    })
}

/// What stands between two rules is an article where it has a field that only ProQuest gives, or a text; the list of contents has neither.
/// What has labels alone behind the last rule breaks off.
pub fn articles(text: &str, words: &ReadWords) -> Articles {
    let known = &words.databases;
    let mut articles = Articles::default();
    let (mut begin, mut is_article, mut is_told) = (0, false, false);
    for (range, line) in blocks::lines(text) {
        if is_rule(line, known) {
            if is_article {
                articles.found.push(begin..range.start);
            }
            (begin, is_article, is_told) = (range.end, false, false);
        }
        is_article |= is_proof(line, known) || has_text(line, known);
        is_told |= label(line, Case::Capital, known).is_some();
    }
    match is_article {
        true => articles.found.push(begin..text.len()),
        false => articles.broken = is_told.then_some(begin),
    }
    articles
}

pub fn article(text: &str, words: &ReadWords) -> Article {
    let known = &words.databases;
    let mut article = Article::default();
    // A rule may be cut off, too.
    let is_furniture = |block: &Block<'_>| {
        block.lines[0].bytes().all(|byte| byte == b'_') || fits(block.lines[0], &known.proquest.number)
    };
    let blocks: Vec<Block<'_>> = blocks(text).into_iter().filter(|block| !is_furniture(block)).collect();
    let is_told = |block: &Block<'_>| label(block.lines[0], Case::Capital, known).is_some();
    let first = blocks.iter().position(is_told).unwrap_or(blocks.len());
    if let Some(title) = blocks[..first].first() {
        article.put(Role::Title, &title.said());
    }
    let text_at = blocks.iter().position(|block| has_text(block.lines[0], known));
    for block in &blocks[first..text_at.unwrap_or(blocks.len())] {
        // Labels of the head may stand line under line.
        for block in blocks::split_at_labels(vec![block.clone()], Case::Capital, known) {
            if let Some((role, said)) = labelled(&block, Case::Capital, known) {
                article.put(role, &said);
            }
        }
    }
    let Some(text_at) = text_at else { return article };
    let mut rest = blocks[text_at..].to_vec();
    if let Some((_, said)) = label(rest[0].lines[0], Case::Capital, known) {
        // The first paragraph stands behind the label.
        match said.is_empty() {
            true => {
                rest[0].lines.remove(0);
            }
            false => rest[0].lines[0] = said,
        }
    }
    rest.retain(|block| !block.lines.is_empty());
    // A credit at the end is a field of its own.
    finish(&mut article, &rest, Case::Capital, known, false);
    if let [only] = &article.paragraphs[..]
        && is_one_of(only, &known.proquest.none)
    {
        article.paragraphs.clear();
    }
    article
}
