//! The words of a query: each is found in its other forms, too.

/// Words with their other forms, as the store reads them: "strike" is `strike|strikes|striking|struck`. Words in quotation marks, the
/// beginnings of words and names stay as they are.
pub(super) fn with_forms(words: &str) -> String {
    let mut parts = Vec::new();
    for (index, part) in words.split('"').enumerate() {
        match index % 2 {
            1 => parts.push(format!("\"{part}\"")),
            _ => parts.extend(part.split_whitespace().map(with_forms_of_one)),
        }
    }
    parts.join(" ")
}

fn with_forms_of_one(word: &str) -> String {
    let lower = word.to_lowercase();
    if !lower.chars().all(|letter| letter.is_ascii_lowercase()) {
        return word.to_owned();
    }
    // A model that cannot be opened is told of where pages are read.
    let forms = stemma_language::forms(stemma_data::ENGLISH, &lower).unwrap_or_default();
    [lower].into_iter().chain(forms).collect::<Vec<_>>().join("|")
}

#[cfg(test)]
mod tests {
    use super::with_forms;

    #[test]
    fn words_are_asked_for_in_their_other_forms_and_names_are_not() {
        let has = |words: &str, form: &str| with_forms(words).split(['|', ' ']).any(|known| known == form);
        for (word, form) in [
            ("strike", "strikes"),
            ("strike", "struck"),
            ("Strikes", "strike"),
            ("struck", "striking"),
            ("shell", "shelled"),
            ("shelling", "shelled"),
            ("stop", "stopped"),
            ("city", "cities"),
            ("killed", "kill"),
            ("church", "churches"),
            ("child", "children"),
        ] {
            assert!(has(word, form), "{word}: {}", with_forms(word));
        }
        for name in ["hamas", "hama", "paris", "mogadishu", "news", "\"air strike\"", "strik*", "n'djamena"] {
            assert!(!has(name, "new") && !has(name, "hama") | (name == "hama"), "{}", with_forms(name));
        }
        assert_eq!(with_forms("Hama \"air strike\" strik*"), "hama \"air strike\" strik*");
    }
}
