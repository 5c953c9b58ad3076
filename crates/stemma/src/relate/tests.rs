//! Case files through one check, and the promises that hold for any input: order, size, repetition.

use serde::Deserialize;

use super::{Options, relate};
use crate::lexicon::{Lexicon, Lists};
use crate::model::{
    Annotations, Article, Block, BlockKind, CopyEdge, Day, Interval, Links, Precision, Published, Reading, Span, TextAt,
};

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    page: Vec<Page>,
    #[serde(default)]
    edges: Vec<String>,
    #[serde(default)]
    none: Vec<String>,
    #[serde(default)]
    stories: Vec<Vec<String>>,
    #[serde(default)]
    alterations: Vec<String>,
    #[serde(default)]
    unaltered: Vec<String>,
    #[serde(default)]
    evidence: Vec<String>,
    #[serde(default)]
    undecided: Vec<[String; 2]>,
}

#[derive(Deserialize, Default)]
struct Page {
    id: String,
    text: String,
    title: Option<String>,
    outlet: Option<String>,
    published: Option<String>,
}

fn lists() -> Lexicon {
    let lists = Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: stemma_data::GAZETTEER };
    Lexicon::compile(&lists).expect("the lists compile")
}

fn links(readings: &[Reading], lexicon: &Lexicon) -> Links {
    relate(readings, lexicon, &Options::default()).0
}

fn reading(page: &Page) -> Reading {
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in page.text.split_inclusive('\n') {
        let words = line.trim();
        if !words.is_empty() {
            blocks.push(Block { span: Span::new(at, at + words.len()), kind: BlockKind::Body });
        }
        at += line.len();
    }
    let published = page.published.as_deref().and_then(|text| text.parse::<Day>().ok()).map(|day| {
        let Interval { from, to, .. } = Interval::day(day);
        Published { start: from, end: to, precision: Precision::Day, evidence: "given".into(), span: None }
    });
    let title = page.title.clone().map(|text| TextAt { text, span: None });
    let article = Article { title, outlet: page.outlet.clone(), published, blocks, ..Article::default() };
    Reading {
        id: page.id.clone(),
        sha256: page.id.clone(),
        path: None,
        url: None,
        published_at: page.published.clone(),
        text: page.text.clone(),
        article,
        annotations: Annotations::default(),
    }
}

fn check(case: &Case, lists: &Lexicon) {
    let name = &case.name;
    let readings: Vec<Reading> = case.page.iter().map(reading).collect();
    let found = links(&readings, lists);
    let words = |id: &str, span: Span| {
        readings.iter().find(|reading| reading.id == id).map_or("", |reading| span.of(&reading.text)).to_owned()
    };
    let edges: Vec<String> = found
        .lineage
        .iter()
        .map(|edge| match (&edge.parent, &edge.missing) {
            (Some(parent), _) => format!("{} < {parent}", edge.child),
            (None, label) => format!("{} < ?{}", edge.child, label.as_deref().unwrap_or_default()),
        })
        .collect();
    for edge in &case.edges {
        assert!(edges.contains(edge), "{name}: {edge} is not among {edges:?}");
    }
    for id in &case.none {
        assert!(found.lineage.iter().all(|edge| edge.child != *id), "{name}: {id} has an edge: {edges:?}");
    }
    let stories: Vec<&Vec<String>> = found.stories.iter().map(|story| &story.documents).collect();
    for story in &case.stories {
        assert!(stories.contains(&story), "{name}: {story:?} is not among {stories:?}");
    }
    let alterations: Vec<String> = found
        .alterations
        .iter()
        .map(|change| {
            let kind = serde_json::to_value(change.kind).expect("a kind is a word");
            let (ours, theirs) = (words(&change.child, change.child_span), words(&change.parent, change.parent_span));
            format!("{}: {ours} > {}: {theirs} ({})", change.child, change.parent, kind.as_str().unwrap_or_default())
        })
        .collect();
    for alteration in &case.alterations {
        assert!(alterations.contains(alteration), "{name}: {alteration} is not among {alterations:?}");
    }
    for id in &case.unaltered {
        let start = format!("{id}: ");
        assert!(!alterations.iter().any(|change| change.starts_with(&start)), "{name}: {alterations:?}");
    }
    let evidence: Vec<String> = found
        .lineage
        .iter()
        .flat_map(|edge| edge.evidence.iter().map(move |evidence| (edge, evidence)))
        .map(|(edge, evidence)| {
            let kind = serde_json::to_value(evidence).expect("evidence is a word");
            let parent = edge.parent.as_deref().unwrap_or("?");
            format!("{} < {parent}: {}", edge.child, kind.as_str().unwrap_or_default())
        })
        .collect();
    for wanted in &case.evidence {
        assert!(evidence.contains(wanted), "{name}: {wanted} is not among {evidence:?}");
    }
    for [a, b] in &case.undecided {
        let between = |edge: &&CopyEdge| {
            let ends = [Some(edge.child.as_str()), edge.parent.as_deref()];
            ends.contains(&Some(a.as_str())) && ends.contains(&Some(b.as_str()))
        };
        for edge in found.lineage.iter().filter(between) {
            assert!(edge.p <= 0.5, "{name}: {} < {:?} has a probability of {}", edge.child, edge.parent, edge.p);
        }
    }
    for edge in &found.lineage {
        let passages = edge.passages.iter().map(|passage| passage.child);
        assert!(
            passages.into_iter().all(|span| !words(&edge.child, span).is_empty()),
            "{name}: a passage has no words"
        );
    }
}

#[test]
fn links_pages_as_a_careful_reader_does() {
    let cases: Cases = toml::from_str(include_str!("cases/links.toml")).expect("the case file is TOML");
    let lists = lists();
    cases.case.iter().for_each(|case| check(case, &lists));
}

/// A fixed scrambling of numbers, so that neighbours share no runs of words.
fn scramble(number: usize) -> u64 {
    let value = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (value ^ (value >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 20
}

/// Pages made of numbered words, some of them copies of one another.
fn generated(count: usize) -> Vec<Reading> {
    (0..count)
        .map(|number| {
            let subject = if number % 5 == 4 { number - 1 } else { number };
            let sentence = |line: usize| {
                let words: Vec<String> =
                    (0..12).map(|word| format!("w{}", scramble(subject * 96 + line * 12 + word) % 50_021)).collect();
                format!("Name{subject} {}.", words.join(" "))
            };
            let text: Vec<String> = (0..8).map(sentence).collect();
            let published =
                Some(format!("2020-{:02}-{:02}T{:02}:00:00", number % 12 + 1, number % 28 + 1, number % 24));
            let page = Page { id: format!("p{number:06}"), text: text.join("\n"), published, ..Page::default() };
            reading(&page)
        })
        .collect()
}

#[test]
fn order_of_arrival_changes_nothing() {
    let lists = lists();
    let readings = generated(60);
    let expected = links(&readings, &lists);
    assert!(!expected.lineage.is_empty());
    for step in [7, 11, 13] {
        let shuffled: Vec<Reading> = (0..60).map(|at| readings[at * step % 60].clone()).collect();
        let shuffled = if step == 7 { shuffled.into_iter().rev().collect() } else { shuffled };
        assert!(links(&shuffled, &lists) == expected, "another order gives other links");
    }
}

#[test]
fn ten_thousand_pages_take_seconds() {
    let readings = generated(10_000);
    let start = std::time::Instant::now();
    let found = links(&readings, &lists());
    let copies = found.lineage.len();
    assert!((1_900..=2_200).contains(&copies), "{copies} copies among 2000");
    assert!(start.elapsed().as_secs() < 60, "took {:?}", start.elapsed());
}

fn page(id: usize, text: &str) -> Reading {
    reading(&Page { id: format!("p{id:05}"), text: text.into(), ..Page::default() })
}

#[test]
fn hostile_pages_are_bounded() {
    let lists = lists();
    let mut readings = vec![
        page(0, "Two words"),
        page(1, ""),
        page(2, &"again and again the same words here ".repeat(20_000)),
        page(3, &"again and again the same words here ".repeat(20_000)),
        page(4, &"w".repeat(1_000_000)),
        page(5, &"\u{2019}\u{ad}'\"".repeat(100_000)),
    ];
    // Ten megabytes of text in which nothing is repeated.
    let long: Vec<String> = (0..1_100_000).map(|word| format!("x{}", scramble(word) % 90_000_001)).collect();
    readings.push(page(6, &long.join(" ")));
    readings.push(page(7, &long[500_000..500_400].join(" ")));
    let start = std::time::Instant::now();
    let found: Links = links(&readings, &lists);
    assert_eq!(found.stories.iter().map(|story| story.documents.len()).sum::<usize>(), readings.len());
    let copy = found.lineage.iter().find(|edge| edge.child == "p00007" || edge.parent.as_deref() == Some("p00007"));
    assert!(copy.is_some(), "an excerpt of a long page is found");
    assert!(start.elapsed().as_secs() < 60, "took {:?}", start.elapsed());
}

#[test]
fn copies_of_one_page_are_one_story_in_linear_time() {
    let lists = lists();
    let story =
        "Militia fighters burned the bridge at Kanou on Monday and the ferry sank with forty sacks of rice aboard.";
    // Looked at are pairs; they are counted, since seconds say more of what else the machine does.
    let pairs = |count: usize| {
        let readings: Vec<Reading> = (0..count).map(|id| page(id, story)).collect();
        let (found, archive) = relate(&readings, &lists, &Options::default());
        assert_eq!(found.stories.len(), 1, "{count} copies");
        archive.articles.iter().map(|filed| filed.partners.len() + filed.near.len()).sum::<usize>()
    };
    let (few, many) = (pairs(2_000), pairs(10_000));
    assert!(many < 6 * few, "{few} pairs of 2000, {many} of 10000");
}

#[test]
fn a_page_that_holds_ten_others_is_related_to_each() {
    let others = &generated(20)[..10];
    let all: Vec<&str> = others.iter().map(|reading| reading.text.as_str()).collect();
    let mut readings = others.to_vec();
    readings.push(page(99_999, &all.join("\n")));
    let found = links(&readings, &lists());
    for other in others {
        let joined = |edge: &&CopyEdge| edge.child == other.id || edge.parent.as_ref() == Some(&other.id);
        assert!(found.lineage.iter().any(|edge| joined(&edge)), "{} has no edge", other.id);
    }
}
