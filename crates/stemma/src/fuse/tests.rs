//! Small groups of short articles through the whole pipeline, and the picture that a careful reader draws from them. The
//! English model is needed; without it the cases are skipped with a line on standard error.

use serde::Deserialize;

use crate::annotate;
use crate::fuse;
use crate::model::{
    Article, Assertion, Block, BlockKind, Day, Event, Links, Picture, Precision, Published, Reading, Span, TextAt,
    TollEstimate,
};
use crate::pipeline::{self, Engine};
use crate::tests::{by_rule, engine as learnt_engine, engine_of_rules as engine};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    page: Vec<Page>,
    #[serde(default)]
    event: Vec<Expected>,
    /// How many events of a kind there are in all: "capture-place 2".
    #[serde(default)]
    count: Vec<String>,
    /// "kind: words of a | words of b"; the words need only be in the quotes, in either order. Behind another | words of the note.
    contradictions: Option<Vec<String>>,
    /// What the first page tells is denied, corrected or contradicted, and no event has another origin for it.
    #[serde(default)]
    withdrawn: bool,
    /// Known to come out wrong; it is not checked.
    #[serde(default)]
    open: bool,
    /// "source > carrier > … : words of the content".
    #[serde(default)]
    claims: Vec<String>,
    /// "relation kind: words of the reason", on an event of that kind.
    #[serde(default)]
    links: Vec<String>,
    /// No event is linked to another.
    #[serde(default)]
    no_links: bool,
    /// "holder | place | status".
    #[serde(default)]
    control: Vec<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    id: String,
    text: String,
    outlet: Option<String>,
    published: Option<String>,
    title: Option<String>,
    /// So many copies of the page under other ids.
    #[serde(default)]
    clones: usize,
}

/// An event told on these pages and no others. What is not stated is not compared.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    kind: String,
    pages: Vec<String>,
    assertion: Option<String>,
    /// Independent origins, at least and at most: "1..2", or one number.
    origins: Option<String>,
    /// The best count of a measure: "killed 12".
    best: Option<String>,
    place: Option<String>,
    /// Counts under policies: "conservative killed 8 8 8", with - for what is not given.
    #[serde(default)]
    tolls: Vec<String>,
    /// The number of the Admiralty code.
    admiralty: Option<u8>,
    /// Airwars' grade, or "none".
    airwars: Option<String>,
    /// Words that mend it or take it back: "corrects: words".
    corrected: Option<String>,
    confidence: Option<f32>,
    /// "atomic" or "summary".
    grain: Option<String>,
    /// Words of a reason why its mentions were joined.
    reason: Option<String>,
}

fn reading(page: &Page, engine: &Engine, learnt: bool) -> Reading {
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in page.text.split_inclusive('\n') {
        let words = line.trim();
        if !words.is_empty() {
            blocks.push(Block { span: Span::new(at, at + words.len()), kind: BlockKind::Body });
        }
        at += line.len();
    }
    let published = page.published.as_deref().and_then(|text| text.parse::<Day>().ok()).map(|day| Published {
        start: day,
        end: day,
        precision: Precision::Day,
        evidence: "given".into(),
        span: None,
    });
    let title = page.title.clone().map(|text| TextAt { text, span: None });
    let article = Article { title, outlet: page.outlet.clone(), published, blocks, ..Article::default() };
    let options = annotate::Options::default();
    let annotations = annotate::annotate(&page.text, &article, engine.readers(), &options).0;
    let annotations = if learnt { annotations } else { by_rule(annotations) };
    Reading {
        id: page.id.clone(),
        sha256: page.id.clone(),
        path: None,
        url: None,
        published_at: page.published.clone(),
        text: page.text.clone(),
        article,
        annotations,
    }
}

fn readings(case: &Case, engine: &Engine, learnt: bool) -> Vec<Reading> {
    let clones = case.page.iter().flat_map(|page| {
        (1..=page.clones).map(move |number| Page { id: format!("{}-{number:02}", page.id), ..page.clone() })
    });
    case.page.iter().cloned().chain(clones).map(|page| reading(&page, engine, learnt)).collect()
}

fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn assertion_word(assertion: Assertion) -> String {
    match assertion {
        Assertion::Asserted => "happened".into(),
        Assertion::Future => "planned".into(),
        other => word(other),
    }
}

fn pages(event: &Event) -> Vec<&str> {
    let mut pages: Vec<&str> = event.mentions.iter().map(|mention| mention.doc.as_str()).collect();
    pages.sort_unstable();
    pages.dedup();
    pages
}

fn origins(event: &Event) -> String {
    let (min, max) = (event.origins.min, event.origins.max);
    if min == max { min.to_string() } else { format!("{min}..{max}") }
}

fn bests(event: &Event) -> Vec<String> {
    let best = |best: Option<u32>| best.map_or_else(|| "?".to_string(), |best| best.to_string());
    event.toll.iter().map(|toll| format!("{} {}", toll.measure, best(toll.best))).collect()
}

fn estimates(event: &Event) -> Vec<String> {
    let number = |number: Option<u32>| number.map_or_else(|| "-".to_string(), |number| number.to_string());
    let line = |toll: &TollEstimate| {
        let (low, best, high) = (number(toll.low), number(toll.best), number(toll.high));
        format!("{} {} {low} {best} {high}", word(toll.policy), toll.measure)
    };
    event.tolls.iter().map(line).collect()
}

fn airwars(event: &Event) -> String {
    event.grade.airwars.map_or_else(|| "none".into(), word)
}

fn corrections(event: &Event) -> Vec<String> {
    event
        .corrections
        .iter()
        .map(|correction| format!("{}: {}", word(correction.kind), correction.quote.quote))
        .collect()
}

fn is_corrected(event: &Event, wanted: &str) -> bool {
    let (kind, words) = wanted.split_once(": ").expect("kind: words");
    corrections(event).iter().any(|line| line.starts_with(kind) && line.contains(words))
}

fn told(event: &Event) -> String {
    format!(
        "\n    {} {} on {:?}, origins {}, tolls {:?} {:?}, grades {} {}, place {:?}, time {:?} {:?}: {}",
        event.kind,
        assertion_word(event.assertion),
        pages(event),
        origins(event),
        bests(event),
        estimates(event),
        event.grade.admiralty_number,
        airwars(event),
        event.place.as_ref().map(|place| place.name.as_str()),
        event.time.map(|time| (time.from.to_string(), time.to.to_string())),
        corrections(event),
        event.reasons.join("; "),
    )
}

fn fits(event: &Event, wanted: &Expected) -> bool {
    event.kind == wanted.kind
        && pages(event) == wanted.pages
        && wanted.assertion.as_ref().is_none_or(|word| assertion_word(event.assertion) == *word)
        && wanted.origins.as_ref().is_none_or(|number| origins(event) == *number)
        && wanted.best.as_ref().is_none_or(|best| bests(event).contains(best))
        && wanted.tolls.iter().all(|toll| estimates(event).contains(toll))
        && wanted.admiralty.is_none_or(|number| event.grade.admiralty_number == number)
        && wanted.confidence.is_none_or(|confidence| event.confidence == Some(confidence))
        && wanted.grain.as_ref().is_none_or(|grain| word(event.grain) == *grain)
        && wanted.reason.as_ref().is_none_or(|words| event.reasons.iter().any(|reason| reason.contains(words)))
        && wanted.corrected.as_ref().is_none_or(|words| is_corrected(event, words))
        && wanted.airwars.as_ref().is_none_or(|grade| airwars(event) == *grade)
        && wanted.place.as_ref().is_none_or(|name| event.place.as_ref().is_some_and(|place| place.name == *name))
}

/// All that is wrong with the picture of a case, one line each.
fn differences(case: &Case, picture: &Picture) -> Vec<String> {
    let mut wrong = Vec::new();
    for wanted in &case.event {
        if !picture.events.iter().any(|event| fits(event, wanted)) {
            wrong.push(format!("no {} on {:?} as stated", wanted.kind, wanted.pages));
        }
    }
    for line in &case.count {
        let (kind, number) = line.split_once(' ').expect("kind and number");
        let found = picture.events.iter().filter(|event| event.kind == kind).count();
        if number.parse() != Ok(found) {
            wrong.push(format!("{found} events {kind}, wanted {number}"));
        }
    }
    if let Some(wanted) = &case.contradictions {
        let lines: Vec<String> = picture
            .contradictions
            .iter()
            .map(|entry| format!("{}: {} | {} | {}", word(entry.kind), entry.a.quote, entry.b.quote, entry.note))
            .collect();
        let is_there = |wanted: &String| {
            let (kind, sides) = wanted.split_once(": ").expect("kind: a | b");
            let mut parts = sides.split(" | ");
            let (a, b) = parts.next().zip(parts.next()).expect("a | b");
            let note = parts.next().unwrap_or_default();
            picture.contradictions.iter().any(|entry| {
                let (x, y) = (&entry.a.quote, &entry.b.quote);
                (kind == "any" || word(entry.kind) == kind)
                    && entry.note.contains(note)
                    && (x.contains(a) && y.contains(b) || x.contains(b) && y.contains(a))
            })
        };
        if wanted.len() != lines.len() || !wanted.iter().all(is_there) {
            wrong.push(format!("contradictions are {lines:?}"));
        }
    }
    if case.withdrawn {
        let is_against = |event: &Event| {
            !event.corrections.is_empty()
                || !event.contradictions.is_empty()
                || matches!(event.assertion, Assertion::Denied | Assertion::Negated)
        };
        let first = |event: &&Event| pages(event).contains(&case.page[0].id.as_str());
        let told_twice = |event: &Event| event.assertion == Assertion::Asserted && event.origins.min > 1;
        if !picture.events.iter().find(first).is_some_and(is_against) || picture.events.iter().any(told_twice) {
            wrong.push("what was taken back stands".into());
        }
    }
    for line in &case.claims {
        let (chain, content) = line.split_once(" : ").expect("chain : content");
        let there =
            |claim: &crate::model::Claim| claim.chain.join(" > ") == chain && claim.content.quote.contains(content);
        if !picture.claims.iter().any(there) {
            let chains: Vec<String> = picture.claims.iter().map(|claim| claim.chain.join(" > ")).collect();
            wrong.push(format!("no claim {line:?} among {chains:?}"));
        }
    }
    if case.no_links && picture.events.iter().any(|event| !event.links.is_empty()) {
        wrong.push("events are linked".into());
    }
    for line in &case.links {
        let told = |event: &Event| -> Vec<String> {
            event.links.iter().map(|link| format!("{} {}: {}", word(link.relation), event.kind, link.reason)).collect()
        };
        let lines: Vec<String> = picture.events.iter().flat_map(told).collect();
        let (head, words) = line.split_once(": ").expect("relation kind: words");
        if !lines.iter().any(|link| link.starts_with(head) && link.contains(words)) {
            wrong.push(format!("no link {line:?} among {lines:?}"));
        }
    }
    for line in &case.control {
        let lines: Vec<String> = picture
            .control
            .iter()
            .map(|control| format!("{} | {} | {}", control.holder, control.place, word(control.status)))
            .collect();
        if !lines.contains(line) {
            wrong.push(format!("control {line:?} is not among {lines:?}"));
        }
    }
    wrong
}

/// The picture from parts that were written down, and come in the opposite order.
fn from_kept_parts(readings: &[Reading], links: &Links, engine: &Engine) -> Picture {
    let elsewhere = |id: &str| readings.iter().find(|reading| reading.id == id);
    let parts = fuse::dossiers(readings, links, &[]).into_iter().rev().map(|dossier| {
        let part = fuse::part(&dossier, &elsewhere, &engine.lexicon);
        let kept = serde_json::to_string(&part).expect("a part can be written");
        serde_json::from_str(&kept).expect("and read")
    });
    fuse::whole(parts.collect())
}

/// Checks a case in the order of its pages and in two others: the picture must be the same, and right.
fn check(case: &Case, engine: &Engine, learnt: bool) -> Result<(), String> {
    let readings = readings(case, engine, learnt);
    let (dated, links, picture) = pipeline::picture(readings.clone(), engine);
    let mut wrong = differences(case, &picture);
    if from_kept_parts(&dated, &links, engine) != picture {
        wrong.push("parts that were kept give another picture".into());
    }
    let turned: Vec<Reading> = readings.iter().rev().cloned().collect();
    let mut rotated = readings;
    rotated.rotate_left(1);
    for other in [turned, rotated] {
        if pipeline::picture(other, engine).2 != picture {
            wrong.push("another order gives another picture".into());
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let events: String = picture.events.iter().map(told).collect();
    Err(format!("{}\n  {}{events}", case.name, wrong.join("\n  ")))
}

fn check_all(file: &str) {
    check_with(file, engine(), false);
}

/// Checks all cases of a file that are not open; with what the learnt reader reads, or with what rules of lists do.
fn check_with(file: &str, engine: Option<&Engine>, learnt: bool) {
    let Some(engine) = engine else { return };
    let cases: Cases = toml::from_str(file).expect("the case file is TOML");
    let closed = cases.case.iter().filter(|case| !case.open);
    let failed: Vec<String> = closed.filter_map(|case| check(case, engine, learnt).err()).collect();
    assert!(failed.is_empty(), "{} of {} cases fail:\n{}", failed.len(), cases.case.len(), failed.join("\n"));
}

#[test]
fn merges_what_is_one_happening_and_nothing_else() {
    check_all(include_str!("cases/identity.toml"));
}

#[test]
fn counts_origins_and_keeps_disagreement() {
    check_all(include_str!("cases/origins.toml"));
}

#[test]
fn draws_claims_and_control() {
    check_all(include_str!("cases/claims.toml"));
}

#[test]
fn settles_tolls_and_grades_by_published_rules() {
    check_all(include_str!("cases/judged.toml"));
}

#[test]
fn joins_one_happening_told_differently_and_flags_the_difference() {
    check_all(include_str!("cases/disputes.toml"));
}

#[test]
fn sees_the_disagreements_that_an_editor_wants_and_no_others() {
    check_with(include_str!("cases/disagreements.toml"), learnt_engine(), true);
}

#[test]
fn counts_those_who_are_named_among_those_who_are_counted() {
    check_with(include_str!("cases/victims.toml"), learnt_engine(), true);
}

#[test]
fn links_what_has_to_do_with_each_other_and_is_not_one() {
    check_all(include_str!("cases/links.toml"));
}
