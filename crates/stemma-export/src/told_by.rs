//! In a line, who tells an event: "3 articles, 1 origin: two repeat Agence Horizon".
//!
//! Comes in: the capsules of its origins. Goes out: how many articles and origins there are, who has words from whom, and who may have them
//! from one of the others. Where nothing is known of that, nothing is said.

use stemma::model::Origins;
use stemma_workspace::ask::Capsule;

use crate::words;

/// How many that tell it by themselves are named.
const NAMED: usize = 3;

/// Who tells an event, in a line without a full stop.
pub fn told_by(capsules: &[Capsule], origins: &Origins) -> String {
    let articles: usize = capsules.iter().map(|capsule| capsule.pages.len()).sum();
    let noun = if origins.max == 1 { "origin" } else { "origins" };
    let head = format!(
        "{}, {} {noun}",
        words::counted(articles, "article", "articles"),
        words::range(origins.min, origins.max)
    );
    let mut parts: Vec<String> = capsules.iter().flat_map(|capsule| repeating(capsule, articles)).collect();
    let is_alone = |capsule: &&Capsule| capsule.pages.len() == 1 && !capsule.is_unseen && !capsule.is_doubtful;
    let alone: Vec<&Capsule> = capsules.iter().filter(is_alone).collect();
    let doubtful: Vec<&Capsule> = capsules.iter().filter(|capsule| capsule.is_doubtful).collect();
    match (origins.min, &doubtful[..]) {
        _ if capsules.len() < 2 => {}
        (_, []) if alone.len() == capsules.len() => parts.push("none repeats another".to_owned()),
        (_, []) => parts.extend(by_itself(&alone)),
        (1, _) => parts.push(format!("{} may go back to one source", names(&capsules.iter().collect::<Vec<_>>()))),
        _ => {
            parts.extend(by_itself(&alone));
            parts.push(format!("{} may go back to the source of another", names(&doubtful)));
        }
    }
    if parts.is_empty() { head } else { format!("{head}: {}", parts.join("; ")) }
}

/// "two repeat Agence Horizon", "all three repeat a source that was not collected".
fn repeating(Capsule { label, pages, is_unseen, copies, of_outlet, .. }: &Capsule, articles: usize) -> Vec<String> {
    let mut parts = Vec::new();
    let source = match is_unseen {
        // A source that no page names goes by a number of ours.
        true if label.starts_with("unseen source") => "a source that was not collected".to_owned(),
        true => format!("{label}, which was not collected"),
        false => label.clone(),
    };
    if *copies > 0 {
        let who = match (*copies == articles, *copies) {
            (true, 1) => "it".to_owned(),
            (true, 2) => "both".to_owned(),
            (true, copies) => format!("all {}", number(copies)),
            (false, copies) => number(copies),
        };
        let verb = if *copies == 1 { "repeats" } else { "repeat" };
        parts.push(format!("{who} {verb} {source}"));
    }
    if *of_outlet > 0 {
        parts.push(format!("{} are of {label}", number(of_outlet + 1)));
    }
    // Those that copy no page of the event, and are no origin of their own: they tell it in the same words.
    let same = pages.len().saturating_sub(copies + of_outlet + usize::from(!is_unseen));
    if same > 0 {
        let verb = if same == 1 { "goes" } else { "go" };
        parts.push(format!("{} {verb} back to the same as {label}", number(same)));
    }
    parts
}

/// "Nile Ledger tells it by itself".
fn by_itself(capsules: &[&Capsule]) -> Option<String> {
    match capsules {
        [] => None,
        [only] => Some(format!("{} tells it by itself", only.label)),
        several => Some(format!("{} tell it by themselves", names(several))),
    }
}

fn names(capsules: &[&Capsule]) -> String {
    let mut names: Vec<String> = capsules.iter().take(NAMED).map(|capsule| capsule.label.clone()).collect();
    let more = capsules.len() - names.len();
    if more > 0 {
        names.push(words::counted(more, "other", "others"));
    }
    words::list(&names)
}

/// Numbers that prose writes as words.
fn number(number: usize) -> String {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let word = number.checked_sub(1).and_then(|at| WORDS.get(at));
    word.map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::told_by;
    use stemma::model::Origins;
    use stemma_workspace::ask::Capsule;

    /// Each capsule: its label (with `?` where it is not collected, `~` where it is doubtful, `=` for each other page of the outlet), its pages, and how many of these copy.
    fn check(capsules: &[(&str, usize, usize)], (min, max): (u32, u32), expected: &str) {
        let capsule = |&(label, pages, copies): &(&str, usize, usize)| Capsule {
            label: label.trim_matches(['?', '~', '=']).to_owned(),
            pages: (0..pages).map(|at| format!("{label}-{at}")).collect(),
            is_doubtful: label.contains('~'),
            is_unseen: label.contains('?'),
            copies,
            of_outlet: label.matches('=').count(),
        };
        let capsules: Vec<Capsule> = capsules.iter().map(capsule).collect();
        assert_eq!(told_by(&capsules, &Origins { min, max, reason: String::new() }), expected);
    }

    #[test]
    fn says_who_repeats_whom_and_who_tells_it_alone() {
        check(&[("Horizon", 1, 0)], (1, 1), "1 article, 1 origin");
        check(&[("Horizon", 3, 2)], (1, 1), "3 articles, 1 origin: two repeat Horizon");
        check(&[("Horizon", 2, 1)], (1, 1), "2 articles, 1 origin: one repeats Horizon");
        check(&[("Horizon", 15, 14)], (1, 1), "15 articles, 1 origin: 14 repeat Horizon");
        check(&[("Horizon", 2, 0)], (1, 1), "2 articles, 1 origin: one goes back to the same as Horizon");
        check(
            &[("Horizon", 4, 1)],
            (1, 1),
            "4 articles, 1 origin: one repeats Horizon; two go back to the same as Horizon",
        );
        check(&[("Horizon=", 3, 1)], (1, 1), "3 articles, 1 origin: one repeats Horizon; two are of Horizon");
        check(&[("A", 1, 0), ("B", 1, 0)], (2, 2), "2 articles, 2 origins: none repeats another");
        check(
            &[("Horizon", 3, 2), ("Ledger", 1, 0)],
            (2, 2),
            "4 articles, 2 origins: two repeat Horizon; Ledger tells it by itself",
        );
        check(
            &[("Horizon", 3, 2), ("A", 1, 0), ("B", 1, 0), ("C", 1, 0), ("D", 1, 0), ("E", 1, 0)],
            (6, 6),
            "8 articles, 6 origins: two repeat Horizon; A, B, C and 2 others tell it by themselves",
        );
    }

    #[test]
    fn a_source_that_nobody_collected_is_said_to_be_none_of_the_articles() {
        check(&[("?Horizon", 1, 1)], (1, 1), "1 article, 1 origin: it repeats Horizon, which was not collected");
        check(&[("?Horizon", 2, 2)], (1, 1), "2 articles, 1 origin: both repeat Horizon, which was not collected");
        check(
            &[("?unseen source 1", 3, 3)],
            (1, 1),
            "3 articles, 1 origin: all three repeat a source that was not collected",
        );
        check(
            &[("?Horizon", 2, 2), ("Ledger", 1, 0)],
            (2, 2),
            "3 articles, 2 origins: two repeat Horizon, which was not collected; Ledger tells it by itself",
        );
    }

    #[test]
    fn what_may_be_one_is_not_said_to_be_two() {
        check(&[("A", 1, 0), ("~B", 1, 0)], (1, 2), "2 articles, 1 to 2 origins: A and B may go back to one source");
        check(
            &[("A", 1, 0), ("~B", 2, 1)],
            (1, 2),
            "3 articles, 1 to 2 origins: one repeats B; A and B may go back to one source",
        );
        check(
            &[("A", 1, 0), ("B", 1, 0), ("~C", 1, 0)],
            (2, 3),
            "3 articles, 2 to 3 origins: A and B tell it by themselves; C may go back to the source of another",
        );
    }
}
