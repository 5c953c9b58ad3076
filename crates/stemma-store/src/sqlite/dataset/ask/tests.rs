use stemma::model::{
    Alteration, AlterationKind, Annotations, Article, CopyEdge, Evidence, Picture, Precision, Published, Reading, Span,
};
use stemma::pipeline::Chapter;

use crate::tests::chapter;
use crate::{
    Access, Archive, Asked, Dataset, Documents, Entry, Extent, Filed, Filter, Judgement, Judgements, Reliability, Sort,
    Sqlite,
};

/// A page of an outlet, published on one day or on one of several.
fn page(id: &str, outlet: &str, from: &str, to: &str) -> Entry {
    let published = Published {
        start: from.parse().unwrap(),
        end: to.parse().unwrap(),
        precision: Precision::Day,
        evidence: "given".into(),
        span: None,
    };
    let said = format!("{outlet} says so");
    let reading = Reading {
        id: id.into(),
        sha256: stemma::text::digest::sha256(said.as_bytes()),
        path: None,
        url: None,
        published_at: None,
        text: said.clone(),
        article: Article { outlet: Some(outlet.into()), published: Some(published), ..Article::default() },
        annotations: Annotations::default(),
    };
    Entry::new(reading, said.as_bytes(), &[], "")
}

fn copy(child: &str, parent: Option<&str>, p: f32, evidence: &[Evidence]) -> CopyEdge {
    CopyEdge {
        child: child.into(),
        parent: parent.map(str::to_owned),
        missing: None,
        p,
        one_text: p,
        passages: vec![],
        evidence: evidence.into(),
    }
}

fn altered(child: &str, parent: &str, kind: AlterationKind) -> Alteration {
    let span = Span { start: 0, end: 1 };
    Alteration { child: child.into(), child_span: span, parent: parent.into(), parent_span: span, kind }
}

#[test]
fn an_outlet_is_told_with_what_it_copies_credits_and_changes() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Sqlite::open(folder.path().join("case.stemma"), Access::Create).unwrap();
    let pages = [
        ("a1", "Agency", "2023-03-01", "2023-03-01"),
        ("a2", "Agency", "2023-03-02", "2023-03-02"),
        ("h1", "Herald", "2023-03-03", "2023-03-03"),
        ("h2", "The Herald", "2023-03-03", "2023-03-03"),
        ("h3", "HERALD", "2023-03-09", "2023-03-09"),
        ("m1", "Monitor", "2023-03-05", "2023-03-20"),
    ];
    let entries = pages.map(|(id, outlet, from, to)| page(id, outlet, from, to));
    store.keep(&entries, &[]).unwrap();
    let credit = [Evidence::SharedPassage, Evidence::ExplicitCredit];
    let first = Chapter {
        lineage: vec![
            copy("h1", Some("a1"), 0.9, &credit),
            copy("h3", Some("a2"), 0.8, &[]),
            copy("h3", Some("h1"), 0.6, &credit),
            copy("m1", Some("a1"), 0.4, &credit),
            copy("m1", None, 0.5, &[]),
        ],
        alterations: vec![
            altered("h1", "a1", AlterationKind::Number),
            altered("h1", "a1", AlterationKind::Attribution),
            altered("h3", "h1", AlterationKind::Date),
            altered("h3", "a2", AlterationKind::Name),
            // The older words of a source that nobody collected, in another copy of it.
            altered("m1", "h1", AlterationKind::Negation),
        ],
        ..chapter("s-1", &["a1", "a2", "h1", "h3", "m1"])
    };
    // A source that another story tells.
    let second = Chapter { lineage: vec![copy("h2", Some("a2"), 0.7, &[])], ..chapter("s-2", &["h2"]) };
    let filed = [Filed::new(&second), Filed::new(&first)];
    let revision = store.revision().unwrap();
    store.keep_chapters(revision, 0, &filed, &Picture::default(), Extent::Whole, &[]).unwrap();
    let said = |letter, at: &str| Judgement {
        outlet: "herald".into(),
        letter,
        by: "Ada".into(),
        at: at.into(),
        why: "it mends its mistakes".into(),
    };
    store.judge(&said(Reliability::B, "2026-01-01T00:00:00Z")).unwrap();
    store.judge(&said(Reliability::C, "2026-01-02T00:00:00Z")).unwrap();
    let check = |store: &Sqlite, outlet: Option<&str>, expected: &[&str]| {
        let filter = Filter { outlet: outlet.map(str::to_owned), ..Filter::default() };
        let rows = store.sources(&Asked { filter, sort: Some(Sort::Name), ..Asked::default() }).unwrap().rows;
        let said: Vec<String> = rows
            .iter()
            .map(|row| {
                let delay = row.delay_days.map_or("-".into(), |days| days.to_string());
                let letter = row.reliability.map_or("-", Reliability::letter);
                format!(
                    "{}: {} pages, copies {}, credits {}, changes {}, after {delay}, copied {}, {letter}",
                    row.outlet, row.pages, row.copies, row.credited, row.altered, row.copied
                )
            })
            .collect();
        assert_eq!(said, expected, "{outlet:?}");
    };
    let all = [
        "Agency: 2 pages, copies 0, credits 0, changes 0, after -, copied 3, -",
        "HERALD: 2 pages, copies 2, credits 1, changes 2, after 4.5, copied 0, C",
        "Monitor: 1 pages, copies 1, credits 0, changes 1, after -, copied 0, -",
        "The Herald: 1 pages, copies 1, credits 0, changes 0, after 1, copied 0, -",
    ];
    check(&store, None, &all);
    check(&store, Some("herald"), &[all[1], all[3]]);
    check(&store, Some("agency"), &all[..1]);
    // Another version of a source that stands in another story: its outlet and its day are those of the copies, too.
    store.keep(&[page("a2", "Bureau", "2023-03-01", "2023-03-01")], &[]).unwrap();
    let extent = Extent::Changes { since: revision, gone: &[] };
    let revision = store.revision().unwrap();
    store.keep_chapters(revision, 0, &[Filed::new(&first)], &Picture::default(), extent, &[]).unwrap();
    check(
        &store,
        None,
        &[
            "Agency: 1 pages, copies 0, credits 0, changes 0, after -, copied 1, -",
            "Bureau: 1 pages, copies 0, credits 0, changes 0, after -, copied 2, -",
            "HERALD: 2 pages, copies 2, credits 1, changes 2, after 5, copied 0, C",
            "Monitor: 1 pages, copies 1, credits 0, changes 1, after -, copied 0, -",
            "The Herald: 1 pages, copies 1, credits 0, changes 0, after 2, copied 0, -",
        ],
    );
}
