//! Texts of strangers that steer nothing: pages, ids and names of files are written by others, and a terminal obeys some of their signs.

use std::borrow::Cow;
use std::io;

use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

/// The text without signs that steer a terminal: a picture says which one stood there.
pub fn inert(text: &str) -> Cow<'_, str> {
    let is_sign = |letter: char| letter != '\n' && steers(letter);
    if !text.contains(is_sign) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\t' => shown.push(' '),
            '\0'..='\x1f' | '\x7f' if letter != '\n' => shown.extend(picture(letter)),
            _ if is_sign(letter) => shown.push_str(&format!("\\u{{{:x}}}", letter as u32)),
            _ => shown.push(letter),
        }
    }
    Cow::Owned(shown)
}

/// The picture of a control character.
fn picture(letter: char) -> Option<char> {
    match letter {
        '\0'..='\x1f' => char::from_u32(0x2400 + letter as u32),
        '\x7f' => Some('␡'),
        _ => None,
    }
}

/// The text without what XML 1.0 cannot hold, and programs in C take for the end of a text: a picture says which sign stood there.
pub(crate) fn holdable(text: &str) -> Cow<'_, str> {
    let is_held = |letter: char| matches!(letter, '\t' | '\n' | ' '..='\x7e' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(is_held) {
        return Cow::Borrowed(text);
    }
    let shown = |letter: char| if is_held(letter) { letter } else { picture(letter).unwrap_or('\u{fffd}') };
    Cow::Owned(text.replace("\r\n", "\n").chars().map(shown).collect())
}

/// Control characters, and marks that turn the direction of all that follows.
fn steers(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// JSON in which such signs are written by their numbers, which loses nothing.
pub struct Harmless<F>(F);

impl Harmless<CompactFormatter> {
    pub fn compact() -> Harmless<CompactFormatter> {
        Harmless(CompactFormatter)
    }
}

impl Harmless<PrettyFormatter<'static>> {
    pub fn pretty() -> Harmless<PrettyFormatter<'static>> {
        Harmless(PrettyFormatter::new())
    }
}

/// Hands what it does not change to the formatter inside.
macro_rules! handed_on {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {
        $(fn $name<W: ?Sized + io::Write>(&mut self, writer: &mut W $(, $argument: $type)*) -> io::Result<()> {
            self.0.$name(writer $(, $argument)*)
        })*
    };
}

impl<F: Formatter> Formatter for Harmless<F> {
    handed_on! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        end_object_key();
        begin_object_value();
        end_object_value();
    }

    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(steers) {
            let letter = rest[at..].chars().next().expect("one was found");
            writer.write_all(&rest.as_bytes()[..at])?;
            write!(writer, "\\u{:04x}", letter as u32)?;
            rest = &rest[at + letter.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}

/// A record as one line of JSON, or, where a person looks at it, with an indentation.
pub fn json(out: &mut impl io::Write, value: &impl serde::Serialize, is_pretty: bool) -> io::Result<()> {
    match is_pretty {
        true => value.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Harmless::pretty()))?,
        false => value.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Harmless::compact()))?,
    }
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::{inert, json};

    #[test]
    fn no_sign_of_a_page_steers_the_terminal() {
        let check = |text: &str, expected: &str| assert_eq!(inert(text), expected);
        check("plain, naïve\nשלום", "plain, naïve\nשלום");
        check("a\x1b[31mred\x07\tb\u{9b}1m\x7f", "a␛[31mred␇ b\\u{9b}1m␡");
        check("user\u{202e}txt.exe\u{2066}", "user\\u{202e}txt.exe\\u{2066}");
    }

    #[test]
    fn json_says_the_same_without_such_signs() {
        let text = "a\x1b[31m\u{9b}1m\u{202e}b\u{7f}";
        for is_pretty in [false, true] {
            let mut written = Vec::new();
            json(&mut written, &[text], is_pretty).unwrap();
            let written = String::from_utf8(written).unwrap();
            assert!(
                !written.trim_end().contains(|letter: char| letter != '\n' && super::steers(letter)),
                "{written:?}"
            );
            assert_eq!(serde_json::from_str::<Vec<String>>(&written).unwrap(), [text]);
        }
    }
}
