//! What strangers write comes out as words in every format, and what copies share can be put together again.

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event as Xml;
use stemma_store::{PageRow, StoryRow};
use stemma_workspace::ask::{NodeKind, Tree, TreeEdge, TreeNode};

use super::apparatus::{Piece, Shared, pieces};
use super::bibliography::{bibtex, csl};
use super::graphs::{dot, graphml};
use super::jsonld::Characters;
use super::newick::newick;
use super::{known, urn, xml};
use crate::harmless::holdable;

fn page(words: &str) -> PageRow {
    let some = || Some(words.to_owned());
    PageRow {
        id: words.to_owned(),
        from: "2024-06-01".parse().ok(),
        to: "2024-06-30".parse().ok(),
        outlet: some(),
        title: some(),
        byline: some(),
        language: None,
        events: 0,
        story: None,
        url: some(),
        path: None,
        sent_at: None,
        marks: String::new(),
    }
}

fn story(words: &str) -> StoryRow {
    StoryRow { id: words.to_owned(), from: None, to: None, pages: 1, copies: 1, events: 0, title: words.to_owned() }
}

fn node(id: &str, kind: NodeKind) -> TreeNode {
    TreeNode {
        id: id.to_owned(),
        kind,
        is_credited: false,
        label: id.to_owned(),
        title: Some(id.to_owned()),
        from: None,
        to: None,
        words: None,
        events: 0,
    }
}

fn edge(parent: &str, child: &str, p: f32) -> TreeEdge {
    TreeEdge {
        child: child.to_owned(),
        parent: parent.to_owned(),
        p,
        one_text: p,
        words: 40,
        edits: 3,
        days: None,
        evidence: Vec::new(),
        alterations: Vec::new(),
    }
}

fn tree(edges: &[(&str, &str, f32)]) -> Tree {
    let mut ids: Vec<&str> = edges.iter().flat_map(|(parent, child, _)| [*parent, *child]).collect();
    ids.sort_unstable();
    ids.dedup();
    let kind = |id: &str| if id.starts_with("unseen:") { NodeKind::Unseen } else { NodeKind::Page };
    Tree {
        nodes: ids.into_iter().map(|id| node(id, kind(id))).collect(),
        edges: edges.iter().map(|(parent, child, p)| edge(parent, child, *p)).collect(),
    }
}

#[test]
fn a_page_hangs_below_its_likeliest_source() {
    let check = |edges: &[(&str, &str, f32)], expected: &[&str]| assert_eq!(newick(&tree(edges)), expected);
    check(&[("a", "b", 0.9), ("a", "c", 0.6)], &["('b':3,'c':3)'a';"]);
    check(&[("a", "b", 0.9), ("b", "c", 0.6)], &["(('c':3)'b':3)'a';"]);
    check(&[("a", "b", 0.3)], &[]);
    check(&[("unseen:x", "b", 0.9), ("unseen:x", "c", 0.8)], &["('b':3,'c':3)'unseen:x';"]);
    check(&[("a", "b", 0.9), ("d", "c", 0.8)], &["('b':3)'a';", "('c':3)'d';"]);
    check(&[("a", "c", 0.8), ("b", "c", 0.6)], &["('c':3)'a';"]);
    // Neither of two that would have it from each other is its own source.
    check(&[("b", "a", 0.5), ("a", "b", 0.5)], &["('a':3)'b';"]);
    check(&[("it's", "(b,c);[x]", 0.9)], &["('(b,c);[x]':3)'it''s';"]);
}

#[test]
fn braces_and_signs_of_latex_are_words_in_an_entry() {
    let entry = bibtex(&page("a{b}\\c%&_^~#$"));
    assert!(entry.contains(
        "title = {{a\\textbraceleft{}b\\textbraceright{}\\textbackslash{}c\\%\\&\\_\\textasciicircum{}\\textasciitilde{}\\#\\$}}"
    ));
    assert!(
        entry.contains("year = {2024},\n  month = {6},\n  language") || entry.contains("month = {6},\n  url"),
        "{entry}"
    );
    assert!(!entry.contains("day ="), "{entry}");
}

/// The texts and values of a document; it fails where it is none.
fn texts_of(document: &str) -> Vec<String> {
    let mut reader = Reader::from_str(document);
    let mut texts = vec![String::new()];
    loop {
        match reader.read_event().expect("it is XML") {
            Xml::Text(text) => texts.last_mut().expect("one was put").push_str(&text),
            Xml::GeneralRef(name) => {
                let name = format!("&{};", &*name);
                let letter = unescape(&name).expect("it is known");
                texts.last_mut().expect("one was put").push_str(&letter);
            }
            Xml::Eof => return texts,
            Xml::CData(_) | Xml::DocType(_) | Xml::PI(_) | Xml::Comment(_) => panic!("words became markup"),
            _ => texts.push(String::new()),
        }
    }
}

/// Whether all quotes of DOT and braces of BibTeX close, read as these programs read them.
fn is_closed(text: &str, quote: Option<char>) -> bool {
    let (mut depth, mut is_quoted, mut letters) = (0_i64, false, text.chars());
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if is_quoted => drop(letters.next()),
            _ if Some(letter) == quote => is_quoted = !is_quoted,
            '{' if !is_quoted => depth += 1,
            '}' if !is_quoted => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0 && !is_quoted
}

proptest! {
    #[test]
    fn words_of_strangers_stay_words(words in "(\\PC|[\"'<>&\\\\{}\\[\\]();:,\0-\x1f\u{7f}\u{202e}\u{fffe}\u{1f4a3}]|\\]\\]>|<script>){0,60}") {
        let (page, story) = (page(&words), story(&words));
        let tree = tree(&[(&words, "copy", 0.9)]);
        // Lists of JSON give back what was put in, whole.
        let entry = serde_json::to_vec(&known(csl(&page))).unwrap();
        prop_assert_eq!(&serde_json::from_slice::<serde_json::Value>(&entry).unwrap()["title"], &serde_json::json!(words));
        let texts = texts_of(&format!("<x xmlns:y='z'>{}</x>", graphml(&story, &tree, 0)));
        prop_assert!(words.is_empty() || texts.contains(&holdable(&words).into_owned()), "{:?}", texts);
        prop_assert!(is_closed(&dot(&story, &tree), Some('"')));
        prop_assert!(is_closed(&bibtex(&page), None));
        for line in newick(&tree) {
            prop_assert!(!line.contains(['\n', '\0']) && line.matches('\'').count() % 2 == 0 && line.ends_with(';'));
        }
        prop_assert!(urn("page", &words).bytes().all(|byte| byte.is_ascii_alphanumeric() || b":%-._~".contains(&byte)));
        prop_assert!(!xml(&words).contains(['<', '>']));
    }

    #[test]
    fn characters_are_counted_as_rust_counts_them(text in "(\\PC|é|\u{1f4a3}){0,900}") {
        let characters = Characters::of(&text);
        for (count, (at, _)) in text.char_indices().enumerate() {
            prop_assert_eq!(characters.before(at), count);
        }
        prop_assert_eq!(characters.before(text.len()), text.chars().count());
    }

    /// Witnesses of random passages and changes: each can be put together again, and the base text too.
    #[test]
    fn what_a_witness_shares_can_be_put_together_again(
        witnesses in prop::collection::vec(prop::collection::vec((0_usize..12, 1_usize..5, prop::collection::vec((0_usize..6, 0_usize..3, "[A-Z]{0,3}"), 0..3)), 0..4), 1..4),
    ) {
        let base = "abcdefghijklmnopqrstuvwxyz ";
        let mut all = Vec::new();
        for drawn in witnesses {
            let (mut shared, mut end) = (Vec::new(), 0);
            for (gap, length, changed) in drawn {
                let start = (end + gap).min(base.len());
                end = (start + length * 2).min(base.len());
                let (mut changes, mut at) = (Vec::new(), start);
                for (skip, width, words) in changed {
                    let from = at + skip;
                    if from + width > end {
                        break;
                    }
                    at = from + width;
                    changes.push((from..at, words));
                }
                shared.push(Shared { base: start..end, changes });
            }
            all.push(shared);
        }
        let found = pieces(base, 0..base.len(), &all);
        let of = |number: usize| -> String {
            let words = |piece: &Piece| match piece {
                Piece::Common(words) => words.clone(),
                Piece::Parted(readings) => readings
                    .iter()
                    .filter(|(_, having)| having.contains(&number))
                    .map(|(words, _)| words.as_str())
                    .collect(),
            };
            found.iter().map(words).collect()
        };
        prop_assert_eq!(of(0), base);
        for (at, shared) in all.iter().enumerate() {
            let mut expected = String::new();
            for passage in shared {
                let mut from = passage.base.start;
                for (place, own) in &passage.changes {
                    expected.push_str(&base[from..place.start]);
                    expected.push_str(own);
                    from = place.end;
                }
                expected.push_str(&base[from..passage.base.end]);
            }
            prop_assert_eq!(of(at + 1).replace(' ', ""), expected.replace(' ', ""));
        }
    }
}

#[test]
fn an_apparatus_tells_who_has_which_words() {
    let change = |at: std::ops::Range<usize>, words: &str| (at, words.to_owned());
    let base = "at least ten people died on Friday";
    let whole = |changes| vec![Shared { base: 0..base.len(), changes }];
    let witnesses = [
        whole(vec![change(9..12, "twelve")]),
        whole(vec![]),
        vec![Shared { base: 0..24, changes: vec![change(9..12, "twelve"), change(19..19, "have")] }],
    ];
    let parted = |readings: &[(&str, &[usize])]| {
        Piece::Parted(readings.iter().map(|(words, having)| ((*words).to_owned(), having.to_vec())).collect())
    };
    let common = |words: &str| Piece::Common(words.to_owned());
    let expected = [
        common("at least "),
        parted(&[("ten", &[0, 2]), ("twelve", &[1, 3])]),
        common(" people"),
        parted(&[("", &[0, 1, 2]), (" have", &[3])]),
        common(" died"),
        parted(&[(" on Friday", &[0, 1, 2])]),
    ];
    assert_eq!(pieces(base, 0..base.len(), &witnesses), expected);
}
