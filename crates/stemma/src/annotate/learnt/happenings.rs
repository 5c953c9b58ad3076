//! Which deeds of an article are one happening, from how probable that is of each two that were read together.
//!
//! Average linkage: two groups become one when that is likely of their pairs on the whole. One bold guess does not join an attack to the older one that is told beside it.

use std::collections::HashMap;

/// Groups whose pairs are one happening with this probability, on average, are joined.
const ENOUGH: f32 = 0.4;

/// Two deeds, and the probability that they are one happening.
pub type Pair = (usize, usize, f32);

/// For each deed, the first deed of its group.
pub fn group(deeds: usize, pairs: &[Pair]) -> Vec<usize> {
    let mut group: Vec<usize> = (0..deeds).collect();
    // Of each group what is known of its pairs with every other: sum and count.
    let mut beside: Vec<HashMap<usize, (f32, u32)>> = vec![HashMap::new(); deeds];
    for &(one, other, p) in pairs.iter().filter(|(one, other, _)| one != other) {
        for (one, other) in [(one, other), (other, one)] {
            let (sum, count) = beside[one].entry(other).or_default();
            (*sum, *count) = (*sum + p, *count + 1);
        }
    }
    let mut surest: Vec<&Pair> = pairs.iter().filter(|(.., p)| *p >= ENOUGH).collect();
    surest.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    for &(one, other, _) in surest {
        let (one, other) = (first(&mut group, one), first(&mut group, other));
        let (keep, drop) = (one.min(other), one.max(other));
        if !beside[keep].get(&drop).is_some_and(|(sum, count)| sum / *count as f32 >= ENOUGH) {
            continue;
        }
        group[drop] = keep;
        for (neighbour, (sum, count)) in std::mem::take(&mut beside[drop]) {
            beside[neighbour].remove(&drop);
            if neighbour == keep {
                continue;
            }
            for (one, other) in [(keep, neighbour), (neighbour, keep)] {
                let known = beside[one].entry(other).or_default();
                *known = (known.0 + sum, known.1 + count);
            }
        }
    }
    (0..deeds).map(|deed| first(&mut group, deed)).collect()
}

/// The deed at the head of a group; paths are halved on the way, so that a long article stays cheap.
fn first(group: &mut [usize], mut deed: usize) -> usize {
    while group[deed] != deed {
        group[deed] = group[group[deed]];
        deed = group[deed];
    }
    deed
}

#[cfg(test)]
mod tests {
    use super::group;

    #[test]
    fn joins_what_is_one_on_the_whole_and_not_by_one_bold_guess() {
        assert_eq!(group(3, &[(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.6)]), [0, 0, 0]);
        assert_eq!(group(3, &[(0, 1, 0.9), (1, 2, 0.6), (0, 2, 0.1)]), [0, 0, 2]);
        assert_eq!(group(4, &[(0, 1, 0.9), (2, 3, 0.9), (1, 2, 0.7)]), [0, 0, 0, 0]);
        assert_eq!(group(4, &[(0, 1, 0.9), (2, 3, 0.9), (1, 2, 0.6), (0, 3, 0.1)]), [0, 0, 2, 2]);
        assert_eq!(group(2, &[(0, 0, 0.9), (0, 1, 0.3)]), [0, 1]);
    }
}
