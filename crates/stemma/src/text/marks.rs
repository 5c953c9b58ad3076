//! Characters that are written but not seen: soft hyphens, zero-width spaces and joiners, marks of direction, byte order
//! marks. They steer how text is set, and hide a name from whoever compares letters.

/// Whether a character shows nothing. `before` is the one before it: in scripts whose letters join, and between the parts
/// of a picture, a joiner makes another word or another sign, and stays.
pub fn is_unseen(mark: char, before: Option<char>) -> bool {
    match mark {
        '\u{200c}' | '\u{200d}' => before.is_none_or(|letter| !joins(letter)),
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' => true,
        _ => false,
    }
}

/// Arabic, the scripts of India and South East Asia, Mongolian, and pictures.
fn joins(letter: char) -> bool {
    matches!(letter, '\u{620}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{2190}'..='\u{2bff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe0f}' | '\u{fe70}'..='\u{fefc}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joiners_count_where_letters_join() {
        assert!(is_unseen('\u{200c}', Some('b')));
        assert!(!is_unseen('\u{200c}', Some('\u{6cc}')));
        assert!(is_unseen('\u{ad}', Some('b')) && is_unseen('\u{2066}', None) && !is_unseen('-', Some('b')));
    }
}
