use super::*;

fn line(change: &Change) -> String {
    let Change { kind, from, to, documents, .. } = change;
    let id = |story: &Option<String>| story.clone().unwrap_or_else(|| "-".into());
    format!("{} {} {} {}", kind.name(), id(from), id(to), documents.join(" ")).trim_end().to_owned()
}

#[test]
fn says_what_happened_to_every_story() {
    for case in include_str!("cases.txt").split("\n## ").skip(1) {
        let mut lines = case.lines();
        let title = lines.next().unwrap_or_default();
        let (mut before, mut after, mut expected) = (Vec::new(), Vec::new(), Vec::new());
        for line in lines.filter(|line| !line.is_empty()) {
            match line.split_once(' ').expect("a line has a first word") {
                ("=>", change) => expected.push(change.to_owned()),
                (side, rest) => {
                    let (id, documents) = rest.split_once(": ").expect("a story is `S: a b`");
                    let members = if side == "before" { &mut before } else { &mut after };
                    members.extend(documents.split_whitespace().map(|document| (document, id)));
                }
            }
        }
        let changes = compare(7, before.iter().copied(), after.iter().copied());
        assert_eq!(changes.iter().map(line).collect::<Vec<_>>(), expected, "{title}");
        before.reverse();
        after.reverse();
        assert_eq!(compare(7, before.iter().copied(), after.iter().copied()), changes, "{title}: in another order");
        assert!(changes.iter().all(|change| change.revision == 7));
    }
}

#[test]
fn what_is_kept_can_be_read_again() {
    for (kind, name) in ChangeKind::NAMES {
        assert_eq!(ChangeKind::named(name), Some(kind));
        assert_eq!(kind.name(), name);
    }
}
