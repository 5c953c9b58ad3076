//! Words of pages, people and files made inert: what looks like markup, an address or a steering sign stays the text that it is.

/// Signs that cannot be seen, that hide what stands beside them or turn the direction of writing, shown by their numbers; every kind of
/// white space as one space.
pub fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => shown.push(' '),
            _ if is_hidden(character) => shown.push_str(&format!("⟨U+{:04X}⟩", character as u32)),
            _ => shown.push(character),
        }
    }
    shown
}

/// Controls of terminals, of the direction of writing and of its shape. Joiners inside Persian or Hindi words stay.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61C}' | '\u{AD}' | '\u{34F}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// So that nothing is read as a mark of Markdown, as an address or as an entity. Readers of Markdown look for addresses even in words
/// whose marks are taken away, so their parts are kept apart by a comment.
pub fn markdown(text: &str) -> String {
    let text = shown(text);
    let text = text.trim();
    let mut inert = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        if is_in_address(text, at, character) {
            inert.push_str("<!-- -->");
        }
        let begins_item =
            matches!(character, '-' | '+' | '=' | ')' | '.') && text[..at].bytes().all(|byte| byte.is_ascii_digit());
        if begins_item || is_mark(character) {
            inert.push('\\');
        }
        inert.push(character);
    }
    inert
}

fn is_mark(character: char) -> bool {
    matches!(
        character,
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '@' | '$' | '!' | '^' | '{' | '}'
    )
}

/// Whether an address would be found that begins or goes on here: `a@b.example`, `https://`, `mailto:`, `www.`.
fn is_in_address(text: &str, at: usize, character: char) -> bool {
    let before = &text[..at];
    let next = text[at + character.len_utf8()..].chars().next();
    match character {
        '@' => before.ends_with(|last: char| !last.is_whitespace()),
        ':' => next.is_some_and(|next| !next.is_whitespace()) && before.ends_with(char::is_alphabetic),
        '.' => {
            before.len() >= 3
                && before.is_char_boundary(before.len() - 3)
                && before[before.len() - 3..].eq_ignore_ascii_case("www")
        }
        _ => false,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use comrak::nodes::NodeValue;
    use proptest::prelude::*;

    use super::*;

    /// All that a reader of Markdown with every habit finds in it.
    pub fn nodes(markdown: &str) -> Vec<String> {
        let (text, others) = read(markdown);
        others.into_iter().chain([format!("Text({text:?})")]).collect()
    }

    /// The text of Markdown as a reader shows it, and what there is besides text.
    fn read(markdown: &str) -> (String, Vec<String>) {
        let mut options = comrak::Options::default();
        let extension = &mut options.extension;
        extension.autolink = true;
        extension.table = true;
        extension.strikethrough = true;
        extension.tasklist = true;
        extension.footnotes = true;
        extension.superscript = true;
        extension.subscript = true;
        extension.math_dollars = true;
        extension.math_code = true;
        extension.wikilinks_title_after_pipe = true;
        extension.spoiler = true;
        extension.underline = true;
        extension.greentext = true;
        extension.alerts = true;
        let arena = comrak::Arena::new();
        let root = comrak::parse_document(&arena, markdown, &options);
        let (mut text, mut others) = (String::new(), Vec::new());
        for node in root.descendants() {
            match &node.data.borrow().value {
                NodeValue::Text(part) => text.push_str(part),
                NodeValue::HtmlInline(html) if html == "<!-- -->" => {}
                NodeValue::Document | NodeValue::Paragraph | NodeValue::List(_) | NodeValue::Item(_) => {}
                other => others.push(format!("{other:?}")),
            }
        }
        (text, others)
    }

    fn check(text: &str) -> Result<(), TestCaseError> {
        let shown = shown(text);
        let plain = shown.trim();
        for (before, behind) in [("", ""), ("- “", "” (x)"), ("x ", " y")] {
            if plain.is_empty() && before.is_empty() {
                continue;
            }
            let written = format!("{before}{}{behind}\n", markdown(text));
            let (read, others) = read(&written);
            let wanted = format!("{}{plain}{behind}", before.trim_start_matches("- "));
            prop_assert!(others.is_empty(), "{others:?} from {written:?}");
            prop_assert_eq!(read, wanted.trim_end(), "from {:?}", written);
        }
        Ok(())
    }

    #[test]
    fn words_of_others_stay_words_in_markdown() {
        for text in [
            "<http://a.example>",
            "http://a.example/<img src=x onerror=alert(1)>",
            "see www.a.example",
            "\\<http://a.example>",
            "a@b.example",
            "\\a@b.example",
            "mailto:a@b.example",
            "xmpp:a@b.example/c",
            "ftp://a.example",
            "&lt;b&gt; &#60; &amp;",
            "[a](http://b.example)",
            "![a](b)",
            "[a]: http://b.example",
            "# a",
            "1. a",
            "1) a",
            "- a",
            "+ a",
            "* a",
            "> a",
            "```",
            "~~~",
            "---",
            "===",
            "***",
            "a | b",
            "$a$ $$b$$",
            "~~a~~",
            "^a^",
            "    a",
            "\ta",
            "a\n\n# b",
            "<!-- a",
            "<a href=b>",
            "a  \nb",
            "\\",
            "a\\",
            "\u{202E}cba",
            "\u{1B}[31mred",
            "||a||",
            "[[a|b]]",
            "[^1]",
            "[ ] a",
            ":a:",
            "WWW.a.example",
            "https://",
            "//a.example",
            "javascript:alert(1)",
        ] {
            check(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn random_words_stay_words_in_markdown(text in "([ -~]{0,12}|www\\.|https?://|a@b\\.c|&#?[a-z0-9]{1,4};|\\\\|[<>`*_~|$\\[\\]()!#-]|\\PC){0,12}") {
            check(&text)?;
        }

        #[test]
        fn nothing_hidden_is_left(text in any::<String>()) {
            prop_assert!(!shown(&text).chars().any(is_hidden));
        }
    }
}
