//! How far two words lie from each other, and in which parts: numbers of words come in, rows of learnt tables go out.

/// Distances that are told apart, from nought to "more".
pub(crate) const DISTANCES: usize = 12;

/// The same for words on both sides; nought has no side.
pub(crate) const SIGNED_DISTANCES: usize = 2 * DISTANCES - 1;

pub(crate) const RELATIONS: usize = 4;

/// The greatest distance of every bucket but the last.
const GREATEST: [usize; DISTANCES - 1] = [0, 1, 2, 3, 4, 6, 9, 14, 22, 35, 60];

pub(crate) fn distance(one: usize, other: usize) -> usize {
    GREATEST.partition_point(|greatest| *greatest < one.abs_diff(other))
}

/// The distance of a word from a trigger; words before it come after all words behind it.
pub(crate) fn signed_distance(trigger: usize, word: usize) -> usize {
    let bucket = distance(trigger, word);
    if word < trigger { DISTANCES - 1 + bucket } else { bucket }
}

/// Where a word lies as seen from a trigger; both are given by the number of their part and whether it is a title.
pub(crate) fn relation(trigger: (usize, bool), word: (usize, bool)) -> usize {
    if word.0 == trigger.0 {
        0
    } else if word.1 && !trigger.1 {
        3
    } else if word.0 < trigger.0 {
        1
    } else {
        2
    }
}

#[cfg(test)]
mod tests {
    use super::{distance, relation, signed_distance};

    #[test]
    fn distances_fall_into_the_buckets_of_the_file_format() {
        let table =
            [(0, 0), (1, 1), (4, 4), (5, 5), (6, 5), (7, 6), (9, 6), (10, 7), (14, 7), (15, 8), (22, 8), (23, 9)];
        for (words, bucket) in table.into_iter().chain([(35, 9), (36, 10), (60, 10), (61, 11), (4_000, 11)]) {
            assert_eq!(distance(0, words), bucket, "{words}");
            assert_eq!(signed_distance(0, words), bucket, "{words}");
            let before = if words == 0 { 0 } else { 11 + bucket };
            assert_eq!(signed_distance(words, 0), before, "−{words}");
        }
    }

    #[test]
    fn relations_tell_the_title_from_what_comes_before_and_after() {
        let (title, first, second) = ((0, true), (1, false), (2, false));
        for (trigger, word, expected) in [
            (first, first, 0),
            (second, first, 1),
            (first, second, 2),
            (second, title, 3),
            (title, second, 2),
            (title, title, 0),
        ] {
            assert_eq!(relation(trigger, word), expected);
        }
    }
}
