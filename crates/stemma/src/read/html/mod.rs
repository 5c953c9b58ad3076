//! A decoded HTML page to its text layer and its markup.
//!
//! Comes in: the characters of a page. Goes out: the text layer, in which each line is a stretch of text that only
//! inline markup divides, with entities decoded and white space as a browser shows it; and the tree of elements with
//! the bytes that each covers. Scripts, styles, form fields and hidden elements have no text. It does not judge what
//! is article and what is not: that is `clean`.

mod bounds;
mod walk;

use dom_query::Document;

use crate::model::Markup;

/// A page with less visible text than this may be one that scripts would have uncovered.
const HARDLY_ANY_TEXT: usize = 800;

/// Makes the text layer of a page.
pub fn read(html: String) -> (String, Markup) {
    let page = Document::from(&*bounds::within_bounds(&html));
    let (mut text, mut markup) = walk::walk(&page, walk::Hidden::Skip);
    if text.len() < HARDLY_ANY_TEXT {
        let (all, uncovered) = walk::walk(&page, walk::Hidden::Keep);
        if all.len() > text.len() * 3 {
            (text, markup) = (all, uncovered);
        }
    }
    markup.html = html;
    (text, markup)
}
