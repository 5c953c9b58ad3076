//! What several stages need of texts: offset-safe readers of words, and digests.

pub mod dates;
pub mod digest;
pub mod marks;
pub mod numbers;
mod stem;

pub use stem::stem;

/// One line without line breaks, cut at a word when it is longer than `limit` characters.
pub fn one_line(text: &str, limit: usize) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= limit {
        return words;
    }
    let cut: String = words.chars().take(limit.saturating_sub(1)).collect();
    let end = cut.rfind(' ').filter(|&at| at * 2 > cut.len()).unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}

/// Whether the text ends as a sentence does, closing quotes and brackets aside.
pub fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', '»', '“', ')', ']', ' ', '\u{a0}'])
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।'])
}
