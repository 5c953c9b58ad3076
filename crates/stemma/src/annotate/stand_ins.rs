//! What the English model reads in place of spellings that mislead it: "IS" the group, "al-Sukhna" with its hyphen.
//!
//! A stand-in is as long as what it stands for, so spans need no mapping; white space is made single beforehand and
//! mapped back. Nothing but the grammar sees either.

use std::borrow::Cow;

use crate::lexicon::stand_ins::StandIns;

/// White space as the model should read it, single and plain: line breaks and no-break spaces mislead it. Goes out with
/// the offset in `text` of every byte of it.
pub fn single_spaced(text: &str) -> (String, Vec<u32>) {
    let (mut read, mut offsets) = (String::with_capacity(text.len()), Vec::with_capacity(text.len() + 1));
    for (at, character) in text.char_indices() {
        let character = if character.is_whitespace() { ' ' } else { character };
        if character == ' ' && read.ends_with(' ') {
            continue;
        }
        read.push(character);
        let width = if character == ' ' { 1 } else { character.len_utf8() };
        offsets.extend((0..width).map(|byte| (at + byte) as u32));
    }
    offsets.push(text.len() as u32);
    (read, offsets)
}

/// The text of a block as the model should read it. `page` is the whole text layer, where names are introduced.
pub fn read_as<'t>(text: &'t str, page: &str, stand_ins: &StandIns) -> Cow<'t, str> {
    let mut read = Cow::Borrowed(text);
    for entry in stand_ins.word.iter().filter(|entry| entry.when.iter().any(|sign| page.contains(sign.as_str()))) {
        let places: Vec<usize> = read
            .match_indices(&entry.word)
            .map(|(at, _)| at)
            .filter(|at| is_word(&read, *at, entry.word.len()))
            .collect();
        for at in places {
            read.to_mut().replace_range(at..at + entry.word.len(), &entry.reads_as);
        }
    }
    let hyphens: Vec<usize> = read.match_indices('-').map(|(at, _)| at).collect();
    for at in hyphens {
        if let Some(joined) = joined(&read, at, stand_ins) {
            read.to_mut().replace_range(joined.0..joined.0 + joined.1.len(), &joined.1);
        }
    }
    read
}

fn is_word(text: &str, at: usize, length: usize) -> bool {
    let edge = |character: Option<char>| character.is_none_or(|character| !character.is_alphanumeric());
    edge(text[..at].chars().next_back()) && edge(text[at + length..].chars().next())
}

/// Particle, hyphen and first letter of a name as one word with a plain shape: "al-S" → "Alas".
fn joined(text: &str, hyphen: usize, stand_ins: &StandIns) -> Option<(usize, String)> {
    let start = text[..hyphen]
        .rfind(|character: char| !character.is_ascii_alphabetic())
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let particle = text.get(start..hyphen)?;
    let next = text[hyphen + 1..].chars().next()?;
    let whole_word =
        start == 0 || !text[..start].ends_with(|character: char| character.is_alphanumeric() || character == '-');
    if !whole_word || !next.is_ascii_uppercase() || !stand_ins.particles.words.contains(&particle.to_ascii_lowercase())
    {
        return None;
    }
    let mut word = particle.to_ascii_lowercase();
    word[..1].make_ascii_uppercase();
    word.push('a');
    word.push(next.to_ascii_lowercase());
    Some((start, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stand_ins() -> StandIns {
        toml::from_str(include_str!("../../../../data/names/stand-ins.toml")).expect("the list is sound")
    }

    #[test]
    fn keeps_the_length_and_joins_particles() {
        let text = "IS fighters left al-Sukhna, Deir ez-Zor and Tel-Aviv; what IS true remains so.";
        let read = read_as(text, "the Islamic State (IS) group", &stand_ins());
        assert_eq!(read.len(), text.len());
        assert!(read.starts_with("UN fighters left Alasukhna, Deir Ezazor and Telaaviv"));
    }

    #[test]
    fn maps_single_spaces_back() {
        let text = "the villages\u{a0}of  Numeisa\nfell";
        let (read, offsets) = single_spaced(text);
        assert_eq!(read, "the villages of Numeisa fell");
        let at = read.find("Numeisa").unwrap();
        assert_eq!(&text[offsets[at] as usize..offsets[at + 7] as usize], "Numeisa");
        assert_eq!(offsets.len(), read.len() + 1);
    }

    #[test]
    fn leaves_a_page_alone_that_does_not_speak_of_the_group() {
        let text = "THE TOWN IS QUIET, half-Open doors, semi-Final";
        assert_eq!(read_as(text, text, &stand_ins()), text);
    }
}
