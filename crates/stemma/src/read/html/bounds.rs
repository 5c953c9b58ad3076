//! Keeps hostile markup from taking the parser's time: 100,000 nested tags, millions of tags, tags with thousands of
//! attributes. Tags beyond the bounds are cut out of the page; its text stays. Pages that people read are far inside
//! the bounds and come back as they are. One pass, no recursion.

use std::borrow::Cow;
use std::ops::Range;

/// Depth of open elements; browsers stop at 512, news pages at about 60.
const DEEPEST: usize = 200;
/// Open formatting elements (`<b>`, `<font>` …), which the parser opens again in each paragraph when they are left open.
const DEEPEST_FORMATTING: usize = 12;
const MOST_TAGS: usize = 200_000;
const MOST_ATTRIBUTES: usize = 1_000;
/// Character references in one stretch of text. The parser adds each to the text by itself, which costs more the longer
/// the text is; an empty element makes it begin a new one.
const MOST_REFERENCES: usize = 2_000;
/// How many open elements an end tag looks at to find its start.
const LOOK_BACK: usize = 64;

/// Elements that never stay open: they have no content, or the next one of their kind closes them.
const CLOSED_BY_ITSELF: [&str; 31] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "p",
    "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "html", "head", "body",
    "colgroup", "frame",
];
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements whose content is not markup.
const RAW: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// The page without the tags that lie beyond the bounds.
pub fn within_bounds(html: &str) -> Cow<'_, str> {
    // What is taken out of the page, and what takes its place.
    let mut edits: Vec<(Range<usize>, &'static str)> = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut formatting = 0;
    let mut tags = 0;
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'<', &html.as_bytes()[at..]).map(|found| at + found) {
        part_references(html, at..start, &mut edits);
        let rest = &html[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            at = memchr::memmem::find(comment.as_bytes(), b"-->").map_or(html.len(), |end| start + 4 + end + 3);
            continue;
        }
        let (is_end, name_start) = if rest.starts_with('/') { (true, start + 2) } else { (false, start + 1) };
        let name = name_at(&html[name_start..]);
        if name.is_empty() {
            at = start + 1;
            continue;
        }
        let (end, attributes) = tag_end(html, name_start + name.len());
        at = end;
        tags += 1;
        let is = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(name));
        if is_end {
            let near = open.len().saturating_sub(LOOK_BACK);
            if let Some(found) = open[near..].iter().rposition(|known| known.eq_ignore_ascii_case(name)) {
                for closed in open.drain(near + found..) {
                    formatting -= usize::from(FORMATTING.iter().any(|known| known.eq_ignore_ascii_case(closed)));
                }
            }
            if tags > MOST_TAGS {
                edits.push((start..end, " "));
            }
            continue;
        }
        if is(&RAW) {
            at = raw_end(html, end, name);
        }
        let is_formatting = is(&FORMATTING);
        let too_deep = open.len() >= DEEPEST || is_formatting && formatting >= DEEPEST_FORMATTING;
        let stays_open = !is(&CLOSED_BY_ITSELF) && !is(&RAW) && !html[..end].ends_with("/>");
        if tags > MOST_TAGS || attributes > MOST_ATTRIBUTES || stays_open && too_deep {
            // A raw element goes with its content, which would else be read as text.
            edits.push((start..if is(&RAW) { at } else { end }, " "));
        } else if stays_open {
            open.push(name);
            formatting += usize::from(is_formatting);
        }
    }
    part_references(html, at..html.len(), &mut edits);
    if edits.is_empty() {
        return Cow::Borrowed(html);
    }
    let mut kept = String::with_capacity(html.len());
    let mut from = 0;
    for (cut, replacement) in edits {
        kept.push_str(html.get(from..cut.start).unwrap_or(""));
        kept.push_str(replacement);
        from = cut.end.max(from);
    }
    kept.push_str(html.get(from..).unwrap_or(""));
    Cow::Owned(kept)
}

/// Parts a stretch of text that has more character references than one should.
fn part_references(html: &str, text: Range<usize>, edits: &mut Vec<(Range<usize>, &'static str)>) {
    let Some(stretch) = html.as_bytes().get(text.clone()) else { return };
    for (count, found) in memchr::memchr_iter(b'&', stretch).enumerate() {
        if count > 0 && count % MOST_REFERENCES == 0 {
            let at = text.start + found;
            edits.push((at..at, "<wbr>"));
        }
    }
}

/// The letters, digits and hyphens of a tag name; empty when no letter comes first.
fn name_at(rest: &str) -> &str {
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let end = rest.bytes().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    &rest[..end]
}

/// The offset behind the tag's `>`, and about how many attributes it has.
fn tag_end(html: &str, from: usize) -> (usize, usize) {
    let mut quote = None;
    let mut after_equals = false;
    let mut attributes = 0;
    for (offset, byte) in html.as_bytes()[from..].iter().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == *byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return (from + offset + 1, attributes),
            (None, b'"' | b'\'') if after_equals => quote = Some(*byte),
            (None, b'"') => attributes += 1,
            (None, _) => {}
        }
        if quote.is_none() && (byte.is_ascii_whitespace() || *byte == b'/') {
            attributes += 1;
        } else {
            after_equals = *byte == b'=';
        }
    }
    (html.len(), attributes)
}

/// The offset where the end tag of a raw element begins.
fn raw_end(html: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = memchr::memmem::find(&html.as_bytes()[at..], b"</") {
        at += found;
        let is_end =
            html.as_bytes()[at + 2..].get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()));
        if is_end {
            return at;
        }
        at += 2;
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_an_ordinary_page_as_it_is() {
        let page =
            "<html><body><p>One<br>two <b>three</b><p title='a > b'>four<script>if (a<b) x('<div>')</script></body>";
        assert!(matches!(within_bounds(page), Cow::Borrowed(_)));
    }

    #[test]
    fn cuts_tags_below_the_greatest_depth_and_keeps_their_text() {
        let page = "<div>".repeat(100_000) + "Shells fell." + &"</div>".repeat(100_000);
        let bounded = within_bounds(&page);
        assert_eq!(bounded.matches("<div>").count(), DEEPEST);
        assert!(bounded.contains("Shells fell."));
    }

    #[test]
    fn thousands_of_closed_paragraphs_are_not_deep() {
        let page = "<p>One.<li>two".repeat(5_000);
        assert!(matches!(within_bounds(&page), Cow::Borrowed(_)));
    }

    #[test]
    fn parts_text_with_very_many_character_references() {
        let page = "<p>".to_owned() + &"&amp;".repeat(5_000);
        assert_eq!(within_bounds(&page).matches("<wbr>").count(), 2);
    }

    #[test]
    fn cuts_a_tag_with_thousands_of_attributes() {
        let attributes: String = (0..5_000).map(|n| format!(" a{n}=1")).collect();
        let page = format!("<div{attributes}>One.</div>");
        assert!(within_bounds(&page).len() < 40);
    }
}
