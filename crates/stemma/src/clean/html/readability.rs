//! Which lines of a page the readability algorithm keeps (crate dom_smoothie, after Mozilla's Readability.js).
//!
//! The algorithm moves, renames and drops elements, so what it keeps cannot be found again by its place. Therefore each
//! stretch of text is handed over with one private-use character before it, which names it; the characters that come
//! back tell what stayed. A page that the algorithm gives up on, or that is too large for it, keeps no line.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::{Document, NodeRef, Tree};
use dom_smoothie::{Config, Readability};

use crate::model::{Content, Markup};

/// The two planes of private-use characters.
const PLANES: [(u32, u32); 2] = [(0xF_0000, 0xF_FFFD), (0x10_0000, 0x10_FFFD)];
/// Elements of a page that the algorithm is given; its work grows faster than the page.
const MOST_NODES: usize = 60_000;

/// For each line of the markup, the share of its bytes that the algorithm keeps.
pub fn kept_shares(text: &str, markup: &Markup, apart: &[bool]) -> Option<Vec<f32>> {
    if markup.nodes.len() > MOST_NODES {
        return None;
    }
    // A guard against a panic in foreign code on a page that nobody foresaw: the page is then cleaned without it.
    let kept = catch_unwind(AssertUnwindSafe(|| kept_nodes(text, markup, apart))).ok().flatten()?;
    let share = |line: &crate::model::Line| {
        let texts = (line.first as usize..line.end as usize).filter(|index| markup.nodes[*index].is_text());
        let (mut all, mut stayed) = (0, 0);
        for index in texts {
            let length = markup.nodes[index].span.len();
            all += length;
            stayed += if kept[index] { length } else { 0 };
        }
        stayed as f32 / all.max(1) as f32
    };
    Some(markup.lines.iter().map(share).collect())
}

fn kept_nodes(text: &str, markup: &Markup, apart: &[bool]) -> Option<Vec<bool>> {
    let page = marked_page(text, markup, apart)?;
    let config = Config { disable_json_ld: true, ..Config::default() };
    let article = Readability::with_document(page, None, Some(config)).ok()?.parse().ok()?;
    let mut kept = vec![false; markup.nodes.len()];
    for index in article.text_content.chars().filter_map(node_of) {
        if let Some(node) = kept.get_mut(index) {
            *node = true;
        }
    }
    Some(kept)
}

/// The page's tree again without what stands apart, with each stretch of text named.
fn marked_page(text: &str, markup: &Markup, apart: &[bool]) -> Option<Document> {
    let page = Document::from("<!DOCTYPE html><html><head><title></title></head><body></body></html>");
    {
        let tree: &Tree = &page.tree;
        if let Some(title) = &markup.declared.title {
            page.select_single("title").set_text(title);
        }
        let body = page.body()?;
        let mut made: Vec<Option<NodeRef<'_>>> = vec![None; markup.nodes.len()];
        let mut last_text = 0;
        for (index, node) in markup.nodes.iter().enumerate() {
            if apart[index] {
                continue;
            }
            let parent = made[node.parent as usize].unwrap_or(body);
            match &node.content {
                Content::Element { name, attributes } if !matches!(&**name, "html" | "head" | "body") => {
                    let element = tree.new_element(name);
                    for (name, value) in attributes {
                        element.set_attr(name, value);
                    }
                    parent.append_child(&element);
                    made[index] = Some(element);
                }
                Content::Element { .. } => {}
                Content::Text => {
                    let mut run = String::with_capacity(node.span.len() + 6);
                    if node.span.start > last_text {
                        run.push(' ');
                    }
                    last_text = node.span.end;
                    run.push(name_of(index)?);
                    run.push_str(node.span.of(text));
                    parent.append_child(&tree.new_text(run));
                }
            }
        }
    }
    Some(page)
}

fn name_of(index: usize) -> Option<char> {
    let mut index = u32::try_from(index).ok()?;
    for (first, last) in PLANES {
        if index <= last - first {
            return char::from_u32(first + index);
        }
        index -= last - first + 1;
    }
    None
}

fn node_of(name: char) -> Option<usize> {
    let mut before = 0;
    for (first, last) in PLANES {
        if (first..=last).contains(&(name as u32)) {
            return Some((name as u32 - first + before) as usize);
        }
        before += last - first + 1;
    }
    None
}
