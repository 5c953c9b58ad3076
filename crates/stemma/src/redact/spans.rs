//! Many stretches of a text, asked whether one of them touches another: in time that hardly grows with their number.

use crate::model::Span;

#[derive(Clone, Debug, Default)]
pub struct Spans(Vec<Span>);

impl Spans {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn overlap(&self, span: Span) -> bool {
        let next = self.0.partition_point(|known| known.end <= span.start);
        self.0.get(next).is_some_and(|known| known.overlaps(span))
    }
}

impl FromIterator<Span> for Spans {
    /// Those that touch are one, so that their ends are in order, too.
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Spans {
        let mut all: Vec<Span> = spans.into_iter().collect();
        all.sort_by_key(|span| (span.start, span.end));
        let mut joined: Vec<Span> = Vec::with_capacity(all.len());
        for span in all {
            match joined.last_mut() {
                Some(last) if last.overlaps(span) => *last = last.cover(span),
                _ => joined.push(span),
            }
        }
        Spans(joined)
    }
}
