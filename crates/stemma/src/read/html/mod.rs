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

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::model::Span;

    #[derive(Deserialize)]
    struct Cases {
        case: Vec<Case>,
    }

    #[derive(Deserialize)]
    struct Case {
        name: String,
        html: String,
        lines: Vec<String>,
    }

    #[test]
    fn writes_the_text_layer_as_a_reader_sees_the_page() {
        let cases: Cases = toml::from_str(include_str!("cases/pages.toml")).unwrap();
        for case in cases.case {
            let (text, markup) = read(case.html);
            assert_eq!(text.lines().collect::<Vec<_>>(), case.lines, "{}", case.name);
            let spans: Vec<&str> = markup.lines.iter().map(|line| line.span.of(&text)).collect();
            assert_eq!(spans, case.lines, "{}", case.name);
        }
    }

    #[test]
    fn text_that_is_hidden_until_scripts_run_is_kept_when_there_is_no_other() {
        let body = "Shells struck the old bridge on Friday morning. ".repeat(20);
        let (text, _) = read(format!("<p>Loading</p><div style='display:none'><p>{body}</div>"));
        assert!(text.contains("old bridge"));
    }

    #[test]
    fn deep_nesting_costs_neither_stack_nor_text() {
        let page = "<div>".repeat(100_000) + "Shells fell." + &"</div>".repeat(100_000);
        assert_eq!(read(page).0, "Shells fell.\n");
    }

    proptest::proptest! {
        /// The descendants of a node follow it, their spans lie in its own, and no span splits a character.
        #[test]
        fn any_markup_gives_a_sound_tree(html in "(<(p|div|b|a|table|td|br|pre|h1|svg|/p|/div|/b|!--|script)( id=a| hidden)?>|[a-zé&;< \n年]{1,6}){0,40}") {
            let (text, markup) = read(html);
            for (index, node) in markup.nodes.iter().enumerate() {
                let parent = &markup.nodes[node.parent as usize];
                proptest::prop_assert!(node.parent as usize <= index && index < node.end as usize && node.end <= parent.end);
                proptest::prop_assert!(text.get(node.span.range()).is_some());
                proptest::prop_assert!(node.span.is_empty() || parent.span.contains(node.span));
            }
            let mut last = Span::new(0, 0);
            for line in &markup.lines {
                proptest::prop_assert!(last.end <= line.span.start && !line.span.is_empty());
                last = line.span;
            }
        }
    }
}
