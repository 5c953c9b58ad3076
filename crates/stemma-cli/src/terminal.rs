//! What is shown in a terminal: how wide it is, which signs mean nothing to it, and texts set in lines.

use std::borrow::Cow;

use console::{Style, Term};

/// The width where nothing else is known, and the widest in which running text is still read with ease.
const WIDTH: usize = 100;
const WIDEST_TEXT: usize = 110;
/// Narrower than this, lines are broken by the terminal.
const NARROWEST: usize = 40;

pub fn is_terminal() -> bool {
    Term::stdout().is_term()
}

/// How wide what is shown may be: as COLUMNS says, or as the terminal is.
pub fn width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let width = said.or_else(|| Term::stdout().size_checked().map(|(_, columns)| usize::from(columns)));
    width.unwrap_or(WIDTH).max(NARROWEST)
}

/// How wide running text is set.
fn text_width() -> usize {
    width().min(if is_terminal() { WIDEST_TEXT } else { WIDTH })
}

/// Colours are shown on a terminal only, and not where NO_COLOR is set.
pub fn bold(text: &str) -> String {
    Style::new().bold().apply_to(text).to_string()
}

pub fn dim(text: &str) -> String {
    Style::new().dim().apply_to(text).to_string()
}

/// What was looked for, in its sentence.
pub fn found(text: &str) -> String {
    Style::new().bold().yellow().apply_to(text).to_string()
}

/// The text without signs that steer a terminal: pages, ids and file names are written by strangers.
pub fn inert(text: &str) -> Cow<'_, str> {
    let steers = |letter: char| letter.is_control() && letter != '\n' || turns(letter);
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let shown = |letter: char| match letter {
        '\t' => Some(' '),
        // The picture of a control character says which one stood there.
        '\0'..='\x1f' if letter != '\n' => char::from_u32(0x2400 + letter as u32),
        _ if steers(letter) => None,
        _ => Some(letter),
    };
    Cow::Owned(text.chars().filter_map(shown).collect())
}

/// Marks that turn the direction of all that follows.
fn turns(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Breaks a text at words into lines, each after the same margin.
pub fn wrap(text: &str, margin: &str) -> String {
    let width = text_width();
    let (mut page, mut line) = (String::new(), 0);
    for word in text.split_whitespace() {
        let length = console::measure_text_width(word);
        if line == 0 {
            page.push_str(margin);
        } else if line + 1 + length > width.saturating_sub(margin.chars().count()) {
            page.push('\n');
            page.push_str(margin);
            line = 0;
        } else {
            page.push(' ');
            line += 1;
        }
        page.push_str(word);
        line += length;
    }
    page.push('\n');
    page
}

/// A name and its value, in two columns; nothing when the value is empty.
pub fn row(page: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        let wrapped = wrap(value, "                ");
        page.push_str(&format!("  {name:<14}{}", wrapped.trim_start()));
    }
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn no_sign_of_a_page_steers_the_terminal() {
        assert_eq!(inert("plain, naïve\nשלום"), "plain, naïve\nשלום");
        assert_eq!(inert("a\x1b[31mred\x07\tb\u{9b}1m"), "a␛[31mred␇ b1m");
        assert_eq!(inert("user\u{202e}txt.exe\u{2066}"), "usertxt.exe");
    }
}
