//! Which known name a misspelt one may mean.

/// The nearest of some names, if one is near enough to be worth a question.
pub fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let farthest = name.chars().count().min(60) / 3;
    let near = known.filter_map(|known| Some((steps(name, known, farthest)?, known)));
    near.min().map(|(_, known)| known)
}

/// Letters to change, add or leave out to make one of the other (Levenshtein 1966), unless they are more than `most`.
fn steps(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
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
