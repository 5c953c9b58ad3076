//! Forms of one word made alike.

/// A word without the endings of English inflection. Rough on purpose: it has to make forms of a word alike, not to find
/// its lemma, and the same is done to all words.
pub fn stem(word: &str) -> &str {
    if !word.is_ascii() || word.len() < 4 {
        return word;
    }
    let cut = |word: &'_ str, end: &str, least: usize| -> Option<usize> {
        let stem = word.len().checked_sub(end.len())?;
        (stem >= least && word.ends_with(end)).then_some(stem)
    };
    let mut stem = word;
    if let Some(at) = cut(stem, "ies", 3) {
        // "cities" and "city" meet without the last letter.
        return &stem[..at];
    }
    if let Some(at) = cut(stem, "sses", 2) {
        stem = &stem[..at + 2];
    } else if !(stem.ends_with("ss") || stem.ends_with("us") || stem.ends_with("is"))
        && let Some(at) = cut(stem, "s", 3)
    {
        stem = &stem[..at];
    }
    if let Some(at) = cut(stem, "ing", 3).or_else(|| cut(stem, "ed", 3)) {
        stem = &stem[..at];
        let bytes = stem.as_bytes();
        let doubled = bytes.len() > 3 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
        if doubled && !matches!(bytes[bytes.len() - 1], b's' | b'l') {
            stem = &stem[..stem.len() - 1];
        }
    }
    // "police" is no form of "policy".
    if !stem.ends_with("ce")
        && let Some(at) = cut(stem, "e", 4).or_else(|| cut(stem, "y", 3))
    {
        stem = &stem[..at];
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_a_word_are_one_term() {
        for forms in [
            &["arrest", "arrests", "arrested", "arresting"][..],
            &["city", "cities"],
            &["strike", "strikes", "striking"],
            &["kill", "kills", "killed", "killing"],
            &["stop", "stopped", "stopping"],
            &["ferry", "ferries"],
        ] {
            assert!(forms.iter().all(|form| stem(form) == stem(forms[0])), "{forms:?}");
        }
        assert_ne!(stem("police"), stem("policy"));
        assert_eq!(stem("bus"), "bus");
        assert_eq!(stem("Überfälle"), "Überfälle");
    }
}
