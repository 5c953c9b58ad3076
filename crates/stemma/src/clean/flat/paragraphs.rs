//! A text layer to its paragraphs. Most flattened pages have one block a line; wire copy is hard-wrapped at some
//! seventy characters, and there a paragraph spans several lines. Spans are trimmed of white space and in text order.

use crate::model::Span;
use crate::text::ends_sentence;
use crate::text::marks::is_unseen;

/// Lines shorter than this are never taken for the wrapped part of a paragraph.
const SHORTEST_WRAPPED_LINE: usize = 40;
/// No service wraps its copy wider than this.
const WIDEST_WRAP: usize = 110;
/// So many lines are looked at to find out whether a text is hard-wrapped.
const SAMPLE: usize = 20_000;

/// One line of the text: its trimmed span, how far it is indented, and its length in characters.
struct Line {
    span: Span,
    indent: usize,
    width: usize,
}

/// The paragraphs of a text; none is empty.
pub fn split(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let Some(width) = wrap_width(text, &lines) else {
        return lines.into_iter().filter(|line| line.width > 0).map(|line| line.span).collect();
    };
    let mut paragraphs: Vec<Span> = Vec::new();
    let mut open = false;
    for (number, line) in lines.iter().enumerate() {
        if line.width == 0 {
            open = false;
            continue;
        }
        match paragraphs.last_mut() {
            Some(last) if open => *last = last.cover(line.span),
            _ => paragraphs.push(line.span),
        }
        open = lines.get(number + 1).is_some_and(|next| runs_on(text, line, next, width));
    }
    paragraphs
}

fn lines(text: &str) -> Vec<Line> {
    let mut start = 0;
    text.split('\n')
        .map(|raw| {
            let offset = start;
            start += raw.len() + 1;
            let body = raw.trim_start_matches(is_blank);
            let indent = raw.len() - body.len();
            let body = body.trim_end_matches(is_blank);
            let begin = offset + indent;
            Line { span: Span::new(begin, begin + body.len()), indent, width: body.chars().count() }
        })
        .collect()
}

/// White space, and the marks that show nothing: byte order mark, zero-width space and joiners, soft hyphen.
fn is_blank(char: char) -> bool {
    char.is_whitespace() || char.is_control() || is_unseen(char, None)
}

/// The width at which the text was hard-wrapped, if it was: the next word would hardly ever have fitted on the line
/// before, and lines break in the middle of sentences.
fn wrap_width(text: &str, lines: &[Line]) -> Option<usize> {
    let sample = &lines[..lines.len().min(SAMPLE)];
    let mut widths: Vec<usize> =
        sample.iter().map(|line| line.width).filter(|width| *width >= SHORTEST_WRAPPED_LINE).collect();
    widths.sort_unstable();
    // A few lines of many may be longer: a table, an address that could not be broken.
    let width = *widths.get(widths.len().checked_sub(1 + widths.len() / 50)?)?;
    let long: usize = sample.iter().filter(|line| line.width > WIDEST_WRAP).map(|line| line.width).sum();
    let all: usize = sample.iter().map(|line| line.width).sum();
    if width > WIDEST_WRAP || long * 20 > all {
        return None;
    }
    let pairs = || sample.windows(2).filter(|pair| pair[0].width >= SHORTEST_WRAPPED_LINE && pair[1].width > 0);
    let (mut seen, mut full, mut inside) = (0, 0, 0);
    for pair in pairs() {
        seen += 1;
        if runs_on(text, &pair[0], &pair[1], width) {
            full += 1;
            inside += usize::from(!ends_sentence(pair[0].span.of(text)));
        }
    }
    (full >= 2 && full * 10 >= seen * 6 && inside * 10 >= full * 6).then_some(width)
}

/// Whether the paragraph of `line` goes on in `next`: no room was left for the next word, and it is not set in.
fn runs_on(text: &str, line: &Line, next: &Line, width: usize) -> bool {
    if next.width == 0 || line.width < SHORTEST_WRAPPED_LINE.min(width / 2) || next.indent > line.indent + 1 {
        return false;
    }
    let first_word = next.span.of(text).split(char::is_whitespace).next().map_or(0, |word| word.chars().count());
    // Ragged copy leaves some room; a line that ends its sentence must be all but full.
    let slack = if ends_sentence(line.span.of(text)) { 0 } else { width / 7 };
    line.width + 1 + first_word + slack > width
}
