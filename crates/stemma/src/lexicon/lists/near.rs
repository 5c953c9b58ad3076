//! Which known name a misspelt one may mean.

/// What is longer is no name that somebody misspelt.
const LONGEST_NAME: usize = 60;

/// The nearest of some names, if one is near enough to be worth a question.
pub fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let letters: Vec<char> = name.chars().take(LONGEST_NAME + 1).collect();
    if letters.len() > LONGEST_NAME {
        return None;
    }
    let near = known.filter_map(|known| Some((steps(&letters, known, letters.len() / 3)?, known)));
    near.min().map(|(_, known)| known)
}

/// Letters to change, add or leave out to make one of the other (Levenshtein 1966), unless they are more than `most`.
fn steps(a: &[char], b: &str, most: usize) -> Option<usize> {
    let b: Vec<char> = b.chars().take(a.len() + most + 1).collect();
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, &letter) in a.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, &other) in b.iter().enumerate() {
            let cost = (diagonal + usize::from(letter != other)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], cost);
        }
    }
    Some(row[b.len()]).filter(|&steps| steps <= most)
}
