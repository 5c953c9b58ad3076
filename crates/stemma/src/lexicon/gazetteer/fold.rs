//! Spellings of a name made comparable, in three steps of growing looseness.
//!
//! A name comes in as it is written; a key goes out, lower-case ASCII. [`plain`] removes what writers leave out at will
//! (case, accents, hyphens, points). [`loose`] also joins the romanisations of one name: articles, doubled consonants,
//! vowel classes and silent endings. [`skeleton`] keeps the consonants alone and is meant for use inside one country
//! only. Names in other scripts than Latin have no key.

use unicode_normalization::UnicodeNormalization;

/// Articles of Arabic names, with the forms they take before sun letters.
const ARTICLES: [&str; 22] = [
    "al", "el", "ul", "ad", "ed", "ud", "ar", "er", "as", "es", "us", "at", "et", "an", "en", "az", "ez", "uz", "ash",
    "esh", "il", "the",
];

/// Case, accents, hyphens, apostrophes and points removed; `St`, `Mt` and `Ft` written out. Empty when no Latin letter is
/// left or when a letter of another script occurs.
pub fn plain(name: &str) -> String {
    let mut letters = String::with_capacity(name.len());
    for letter in name.nfkd() {
        match letter {
            'a'..='z' | '0'..='9' => letters.push(letter),
            'A'..='Z' => letters.push(letter.to_ascii_lowercase()),
            '\'' | '’' | '‘' | '`' | '.' | 'ʿ' | 'ʾ' | 'ʻ' | 'ʼ' | 'ʹ' | '´' | '"' | '“' | '”' | '·' => {
            }
            'ß' | 'ẞ' => letters.push_str("ss"),
            'æ' | 'Æ' => letters.push_str("ae"),
            'œ' | 'Œ' => letters.push_str("oe"),
            'ø' | 'Ø' => letters.push('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => letters.push('d'),
            'þ' | 'Þ' => letters.push_str("th"),
            'ł' | 'Ł' => letters.push('l'),
            'ı' => letters.push('i'),
            'ə' | 'Ə' => letters.push('a'),
            'ħ' | 'Ħ' => letters.push('h'),
            'ŋ' | 'Ŋ' => letters.push_str("ng"),
            '&' => letters.push_str(" and "),
            _ if is_mark(letter) => {}
            _ if letter.is_alphabetic() => return String::new(),
            _ => letters.push(' '),
        }
    }
    let mut key = String::with_capacity(letters.len());
    for word in letters.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(match word {
            "st" => "saint",
            "ste" => "sainte",
            "mt" => "mount",
            "ft" => "fort",
            _ => word,
        });
    }
    key
}

fn is_mark(letter: char) -> bool {
    unicode_normalization::char::is_combining_mark(letter) || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{feff}')
}

/// The romanisations of one name joined: `Dayr az-Zawr`, `Deir Ezzor` and `Deir ez-Zor` have one key.
pub fn loose(name: &str) -> String {
    let plain = plain(name);
    let mut key = String::with_capacity(plain.len());
    for word in plain.split(' ') {
        if ARTICLES.contains(&word) {
            continue;
        }
        sounds(unglued(word), &mut key);
    }
    while key.len() > 3 && key.ends_with(['a', 'i', 'h']) {
        key.pop();
    }
    key
}

/// The consonants of a name, those that romanisations confuse joined. Empty when fewer than three are left.
pub fn skeleton(name: &str) -> String {
    let plain = plain(name);
    let mut key = String::with_capacity(plain.len());
    for word in plain.split(' ').filter(|word| !ARTICLES.contains(word)) {
        let mut letters = unglued(word).bytes().peekable();
        while let Some(letter) = letters.next() {
            let followed_by_h = letters.peek() == Some(&b'h');
            let class = match letter {
                b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'w' | b'h' => continue,
                b'c' | b'q' | b'g' | b'k' if !followed_by_h => b'k',
                b'k' | b'g' => b'g',
                b'c' | b'j' => b'j',
                b's' if followed_by_h => b'x',
                b'z' => b's',
                b'p' => b'b',
                b'v' => b'f',
                other => other,
            };
            if key.as_bytes().last() != Some(&class) {
                key.push(class as char);
            }
        }
    }
    if key.len() < 3 { String::new() } else { key }
}

/// A word without an article that was written into it: `ezzor`, `alsukhna`, `arraqqa`, `ashshaddadi`.
fn unglued(word: &str) -> &str {
    let bytes = word.as_bytes();
    if bytes.len() < 5 || !matches!(bytes[0], b'a' | b'e' | b'u') {
        return word;
    }
    if bytes[1] == bytes[2] && matches!(bytes[1], b'd' | b'r' | b's' | b't' | b'n' | b'z') {
        return &word[2..];
    }
    match word.strip_prefix("ash").or_else(|| word.strip_prefix("esh")) {
        Some(rest) if rest.starts_with("sh") => return rest,
        _ => {}
    }
    match word.strip_prefix("al").or_else(|| word.strip_prefix("el")) {
        Some(rest) if rest.len() > 4 && !rest.starts_with(['a', 'e', 'i', 'o', 'u', 'l', 'y']) => rest,
        _ => word,
    }
}

/// Appends the sounds of one word: vowels in three classes, consonants undoubled, `h` kept only where it is heard.
fn sounds(word: &str, key: &mut String) {
    let word = match word {
        "abu" | "abou" | "bou" => "bu",
        "deir" | "dayr" | "dair" | "der" | "deyr" => "dir",
        _ => word,
    };
    let bytes = word.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let vowels = bytes[at..]
            .iter()
            .take_while(|letter| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'w'))
            .count();
        let first_consonant = vowels > 0 && matches!(bytes[at], b'y' | b'w') && vowels > 1;
        if first_consonant {
            key.push(bytes[at] as char);
            at += 1;
            continue;
        }
        if vowels > 0 {
            let run = &bytes[at..at + vowels];
            let class = if run.iter().any(|letter| matches!(letter, b'o' | b'u' | b'w')) {
                'u'
            } else if run.iter().any(|letter| matches!(letter, b'e' | b'i' | b'y')) {
                'i'
            } else {
                'a'
            };
            key.push(class);
            at += vowels;
            continue;
        }
        let letter = match bytes[at] {
            b'q' => 'k',
            other => other as char,
        };
        let silent = letter == 'h' && at > 0 && at + 1 == bytes.len();
        if !silent && !(key.ends_with(letter) && at > 0) {
            key.push(letter);
        }
        at += 1;
    }
}
