//! A text without the marks that nobody sees, and the way back from it.
//!
//! Comes in: a text layer and its article. Goes out: the same as a reader sees them, for texts that have such marks, and
//! annotations with their offsets in the text layer again, which is never changed. A name that a soft hyphen parts is one
//! name, and no reader of words need know of such marks.

use std::borrow::Cow;

use crate::model::{Annotations, Article, Block, Entry, Published, Span, TextAt};
use crate::text::marks::is_unseen;

/// What is seen of a text.
pub struct Seen {
    pub text: String,
    /// For every byte that is seen, where it stands in the text layer.
    places: Vec<u32>,
}

impl Seen {
    /// `None` when all of the text is seen, as of nearly every text.
    pub fn of(text: &str) -> Option<Seen> {
        let is_marked = |text: &str| text.chars().any(|letter| is_unseen(letter, None));
        if text.is_ascii() || !is_marked(text) {
            return None;
        }
        let mut seen = Seen { text: String::with_capacity(text.len()), places: Vec::with_capacity(text.len()) };
        for (at, letter) in text.char_indices() {
            if !is_unseen(letter, seen.text.chars().next_back()) {
                seen.text.push(letter);
                seen.places.extend((at..at + letter.len_utf8()).map(|byte| byte as u32));
            }
        }
        Some(seen)
    }

    /// The article with offsets in what is seen.
    pub fn article(&self, article: &Article) -> Article {
        let title = article.title.as_ref().map(|title| TextAt {
            text: without_marks(&title.text).into_owned(),
            span: title.span.map(|span| self.forth(span)),
        });
        let published =
            article.published.clone().map(|day| Published { span: day.span.map(|span| self.forth(span)), ..day });
        let blocks = article.blocks.iter().map(|block| Block { span: self.forth(block.span), ..*block }).collect();
        let entries = article.entries.iter().map(|entry| Entry { start: self.forth_at(entry.start), ..*entry });
        Article { title, published, blocks, entries: entries.collect(), ..article.clone() }
    }

    /// Moves annotations of what is seen to where it stands in the text layer.
    pub fn back(&self, annotations: &mut Annotations) {
        annotations.each_span(&mut |span| {
            let at = |index: u32| self.places.get(index as usize).copied();
            // A span ends behind its last byte, before marks that follow it.
            *span = match (at(span.start), span.end.checked_sub(1).and_then(at)) {
                (Some(start), Some(last)) if !span.is_empty() => Span { start, end: last + 1 },
                (start, _) => {
                    let end = start.unwrap_or_else(|| self.places.last().map_or(0, |last| last + 1));
                    Span { start: end, end }
                }
            };
        });
    }

    fn forth(&self, span: Span) -> Span {
        Span { start: self.forth_at(span.start), end: self.forth_at(span.end) }
    }

    fn forth_at(&self, offset: u32) -> u32 {
        self.places.partition_point(|place| *place < offset) as u32
    }
}

/// A short text as it is seen.
fn without_marks(text: &str) -> Cow<'_, str> {
    Seen::of(text).map_or(Cow::Borrowed(text), |seen| Cow::Owned(seen.text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Entity;

    #[test]
    fn what_was_found_is_moved_back_to_where_it_stands() {
        let text = "\u{feff}In Gra\u{ad}ska\u{200b} \u{2066}Kom\u{200d}una\u{2069} fell.";
        let seen = Seen::of(text).unwrap();
        assert_eq!(seen.text, "In Graska Komuna fell.");
        let span = |word: &str| {
            let at = seen.text.find(word).unwrap();
            Span::new(at, at + word.len())
        };
        let entity = |span| Entity { span, kind: String::new(), id: None, name: None };
        let mut found =
            Annotations { entities: vec![entity(span("Graska")), entity(span("Komuna"))], ..Annotations::default() };
        seen.back(&mut found);
        let words: Vec<&str> = found.entities.iter().map(|entity| entity.span.of(text)).collect();
        assert_eq!(words, ["Gra\u{ad}ska", "Kom\u{200d}una"]);
        assert!(Seen::of("In Gráska.").is_none());
    }
}
