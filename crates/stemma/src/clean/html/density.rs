//! The densest stretch of a page: the fallback for pages on which no article stands out.

use crate::model::{Line, Markup};

/// Marks the lines of running text in the stretch of the page with the most of it; lines of the page around the article
/// are none.
pub fn densest(text: &str, markup: &Markup, of_page: impl Fn(&Line) -> bool) -> Vec<bool> {
    let running: Vec<bool> = markup.lines.iter().map(|line| is_running(line, text) && !of_page(line)).collect();
    // The stretch with the greatest sum, where running text counts for and everything else against it.
    let (mut best, mut best_range) = (0i64, 0..0);
    let (mut sum, mut start) = (0i64, 0);
    for (index, line) in markup.lines.iter().enumerate() {
        sum += if running[index] { line.span.len() as i64 } else { -(60 + i64::from(line.linked)) };
        if sum <= 0 {
            (sum, start) = (0, index + 1);
        } else if sum > best {
            (best, best_range) = (sum, start..index + 1);
        }
    }
    let lines = markup.lines.iter().enumerate();
    let is_part = |(index, line): (usize, &Line)| {
        best_range.contains(&index) && (running[index] || is_short_sentence(line, text) && !of_page(line))
    };
    lines.map(is_part).collect()
}

/// Long enough for a sentence, and not a link.
fn is_running(line: &Line, text: &str) -> bool {
    let words = line.span.of(text);
    line.span.len() >= 50
        && (line.linked as usize) * 2 < line.span.len()
        && words.chars().any(|c| matches!(c, '.' | ',' | '!' | '?' | '。' | '،' | '।' | '؟' | '…' | ':'))
}

/// "Nobody was hurt.": few words, but a sentence where sentences are.
fn is_short_sentence(line: &Line, text: &str) -> bool {
    let words = line.span.of(text);
    let bare = words.trim_end_matches(['"', '”', '’', '»', ')']);
    (line.linked as usize) * 2 < line.span.len()
        && words.split_whitespace().take(3).count() == 3
        && bare.ends_with(['.', '!', '?', '…', '。', '।', '؟'])
}
