//! Pages that were written apart to be confused (`tests/apart`, whose README says who may look at what): which of them are one
//! story, which mentions one event, and which page was copied from which.
//!
//! A half is measured as a desk would hold it: all pages of its stories are in one store, and each family of copies in a store of
//! its own. The stories are grouped once more with each scene in a store of its own, as one holds it who follows one town: there
//! the words that pages of one story share are the words of half the store. The figures are printed, and each has a floor a little below what was measured when it was last raised.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::folder::Folder;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scene {
    page: Vec<Page>,
    #[serde(default)]
    event: Vec<Happening>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    id: String,
    outlet: Option<String>,
    published: Option<String>,
    title: Option<String>,
    text: String,
    story: Option<String>,
    /// The page at hand from which it was copied.
    parent: Option<String>,
    /// Another page at hand that it took from.
    second: Option<String>,
    /// The text that nobody has from which it was copied.
    common: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Happening {
    id: String,
    mentions: Vec<Telling>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Telling {
    page: String,
    quote: String,
}

/// What was found of one kind: a share, in percent, of so many cases.
struct Figure {
    name: &'static str,
    percent: f64,
    cases: usize,
    failures: Vec<String>,
}

/// An edge that is less probable than this says nothing.
const PROBABLE: f64 = 0.5;

/// Fewer bytes than this in common are no overlap, unless they are half of the shorter range.
const COMMON_BYTES: usize = 12;

#[test]
fn seen_pages_are_told_apart() {
    check(
        "seen",
        &[("stories", 71.0), ("one event", 65.0), ("parents", 25.0), ("look-alikes", 86.0), ("common", 70.0)],
    );
}

#[test]
fn unseen_pages_are_told_apart() {
    check(
        "unseen",
        &[("stories", 69.0), ("one event", 60.0), ("parents", 27.0), ("look-alikes", 87.0), ("common", 90.0)],
    );
}

fn check(half: &str, floors: &[(&str, f64)]) {
    let mut figures = stories(&scenes("stories", half));
    figures.extend(copies(&scenes("copies", half)));
    // What fails in the unseen half stays unseen.
    let shown = half == "seen" && std::env::var("STEMMA_APART_SHOW").is_ok_and(|show| show == half);
    if shown {
        for figure in &figures {
            figure.failures.iter().for_each(|failure| eprintln!("{}: {failure}", figure.name));
        }
    }
    let line: Vec<String> =
        figures.iter().map(|figure| format!("{} {:.1} of {}", figure.name, figure.percent, figure.cases)).collect();
    eprintln!("{half}: {}", line.join(", "));
    for (name, floor) in floors {
        let found = figures.iter().find(|figure| figure.name == *name);
        let percent = found.expect("every floor has its figure").percent;
        assert!(percent >= *floor, "{half}: {name} are {percent:.1}, not {floor}");
    }
}

/// The scenes of one half, by name of file, checked against themselves.
fn scenes(kind: &str, half: &str) -> BTreeMap<String, Scene> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/apart").join(kind).join(half);
    let mut scenes = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).expect("the half is there") {
        let path = entry.expect("the folder can be read").path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            scenes.insert(path.file_stem().unwrap().to_string_lossy().into_owned(), scene(&path));
        }
    }
    let mut ids = BTreeSet::new();
    for page in scenes.values().flat_map(|scene| &scene.page) {
        assert!(ids.insert(&page.id), "{kind}/{half}: two pages are called {}", page.id);
    }
    scenes
}

fn scene(path: &Path) -> Scene {
    let text = std::fs::read_to_string(path).expect("the scene can be read");
    let scene: Scene = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let page = |id: &str| scene.page.iter().find(|page| page.id == id);
    for telling in scene.event.iter().flat_map(|event| &event.mentions) {
        let told = page(&telling.page).is_some_and(|page| page.text.contains(&telling.quote));
        assert!(told, "{}: {} does not say {:?}", path.display(), telling.page, telling.quote);
    }
    for child in &scene.page {
        for parent in [&child.parent, &child.second].into_iter().flatten() {
            assert!(
                *parent != child.id && page(parent).is_some(),
                "{}: {} has an unknown parent",
                path.display(),
                child.id
            );
        }
        assert!(child.parent.is_none() || child.common.is_none(), "{}: {} has two", path.display(), child.id);
    }
    scene
}

/// What the program makes of these pages in a store of their own.
fn picture<'a>(pages: impl Iterator<Item = &'a Page>) -> Value {
    let lines: Vec<String> = pages
        .map(|page| {
            let mut line = json!({"id": page.id, "text": page.text});
            for (field, value) in [("title", &page.title), ("outlet", &page.outlet), ("published", &page.published)] {
                if let Some(value) = value {
                    line[field] = json!(value);
                }
            }
            line.to_string()
        })
        .collect();
    let folder = Folder::new();
    folder.write("pages.jsonl", lines.join("\n"));
    folder.well(&["ingest", "pages.jsonl", "--store", "pages.stemma"]);
    let export = folder.well(&["export", "--format", "json", "pages.stemma"]);
    serde_json::from_str(&export).expect("the export is JSON")
}

/// How well pages are grouped into stories and mentions into events.
fn stories(scenes: &BTreeMap<String, Scene>) -> Vec<Figure> {
    let picture = picture(scenes.values().flat_map(|scene| &scene.page));
    let (mut groups, mut by_scene) = (Groups::default(), Groups::default());
    for scene in scenes.values() {
        groups.add_stories(scene, &picture);
        by_scene.add_stories(scene, &self::picture(scene.page.iter()));
    }
    let mut mentions = Groups::default();
    let mut told = 0;
    let mut not_found = Vec::new();
    for (name, scene) in scenes {
        for event in &scene.event {
            for telling in &event.mentions {
                told += 1;
                let item = format!("{}: {}", telling.page, telling.quote);
                match event_at(&picture, scene, telling) {
                    Some(found) => mentions.add(&item, &format!("{name}: {}", event.id), found),
                    None => not_found.push(item),
                }
            }
        }
    }
    let found = told - not_found.len();
    vec![
        groups.figure("stories"),
        by_scene.figure("stories by scene"),
        mentions.figure("one event"),
        Figure { name: "mentions found", percent: share(found, told), cases: told, failures: not_found },
    ]
}

/// The exported event whose mentions share most bytes with this telling.
fn event_at<'a>(picture: &'a Value, scene: &Scene, telling: &Telling) -> Option<&'a str> {
    let page = scene.page.iter().find(|page| page.id == telling.page)?;
    let start = page.text.find(&telling.quote)?;
    let range = (start, start + telling.quote.len());
    let shared = |event: &Value| -> usize {
        let here = list(&event["mentions"]).iter().filter(|mention| mention["doc"] == page.id.as_str());
        here.map(|mention| overlap(range, (offset(&mention["start"]), offset(&mention["end"])))).sum()
    };
    // Of events of one sentence the one that is told most often counts, so that which it is does not hang on ids alone.
    let rank =
        |event: &Value| (shared(event), list(&event["mentions"]).len(), std::cmp::Reverse(event["id"].to_string()));
    let best = list(&picture["events"]).iter().filter(|event| shared(event) > 0).max_by_key(|event| rank(event))?;
    best["id"].as_str()
}

fn overlap(a: (usize, usize), b: (usize, usize)) -> usize {
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    let shorter = (a.1 - a.0).min(b.1 - b.0);
    if shared >= COMMON_BYTES || shared * 2 >= shorter { shared } else { 0 }
}

/// How well copies are led back to where they come from, and pages left alone that only look like copies.
fn copies(scenes: &BTreeMap<String, Scene>) -> Vec<Figure> {
    let mut right = Tally::default();
    let mut alone = Tally::default();
    let mut common = Tally::default();
    for scene in scenes.values() {
        let picture = picture(scene.page.iter());
        for page in &scene.page {
            let edge = best_edge(&picture, &page.id);
            let from = edge.and_then(|edge| edge["parent"].as_str());
            let what = format!("{} from {}", page.id, from.or(edge.map(|_| "a text not at hand")).unwrap_or("nobody"));
            if let Some(parent) = &page.parent {
                // Who took from two is led back by either.
                let hit = from.is_some_and(|from| from == parent || page.second.as_deref() == Some(from));
                right.add(hit, format!("{what}, not {parent}"));
            } else if page.common.is_some() {
                common.add(from.is_none(), what);
            } else {
                alone.add(edge.is_none(), what);
            }
        }
    }
    vec![right.figure("parents"), alone.figure("look-alikes"), common.figure("common")]
}

/// The most probable edge of a page, if it is probable at all.
fn best_edge<'a>(picture: &'a Value, child: &str) -> Option<&'a Value> {
    let p = |edge: &Value| edge["p"].as_f64().unwrap_or_default();
    let edges = list(&picture["lineage"]).iter().filter(|edge| edge["child"] == child && p(edge) >= PROBABLE);
    edges.max_by(|a, b| p(a).total_cmp(&p(b)))
}

/// Items that are grouped in two ways: as they should be and as they are.
#[derive(Default)]
struct Groups(Vec<(String, String, String)>);

impl Groups {
    fn add(&mut self, item: &str, wanted: &str, found: &str) {
        self.0.push((item.to_owned(), wanted.to_owned(), found.to_owned()));
    }

    /// The stories that a picture makes of the pages of a scene.
    fn add_stories(&mut self, scene: &Scene, picture: &Value) {
        for page in &scene.page {
            let document = list(&picture["documents"]).iter().find(|document| document["id"] == page.id.as_str());
            let document = document.unwrap_or_else(|| panic!("{} is not in the export", page.id));
            let story = page.story.as_ref().unwrap_or_else(|| panic!("{} has no story", page.id));
            // A page of which no story was made is alone.
            self.add(&page.id, story, document["story"].as_str().unwrap_or(&page.id));
        }
    }

    /// B-cubed F1 (Bagga and Baldwin 1998): for each item, how much of its group is right and how much of the right group is there.
    fn figure(&self, name: &'static str) -> Figure {
        let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        let mut both: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (_, want, find) in &self.0 {
            *wanted.entry(want).or_default() += 1;
            *found.entry(find).or_default() += 1;
            *both.entry((want, find)).or_default() += 1;
        }
        // Each of the items that two groups share has the same precision and recall.
        let mean = |sizes: &dyn Fn(&str, &str) -> usize| -> f64 {
            let sum: f64 = both.iter().map(|((want, find), n)| (n * n) as f64 / sizes(want, find) as f64).sum();
            sum / self.0.len().max(1) as f64
        };
        let precision = mean(&|_, find| found[find]);
        let recall = mean(&|want, _| wanted[want]);
        let sum = precision + recall;
        let percent = if sum > 0.0 { 200.0 * precision * recall / sum } else { 0.0 };
        Figure { name, percent, cases: self.0.len(), failures: self.failures() }
    }

    fn failures(&self) -> Vec<String> {
        let mut parts: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
        let mut joined: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
        for (item, want, find) in &self.0 {
            parts.entry(want).or_default().entry(find).or_default().push(item);
            joined.entry(find).or_default().entry(want).or_default().push(item);
        }
        let torn = parts.iter().filter(|(_, found)| found.len() > 1);
        let torn = torn.map(|(want, found)| format!("torn: {want}: {:?}", found.values().collect::<Vec<_>>()));
        let mixed = joined.values().filter(|wanted| wanted.len() > 1).map(|wanted| format!("joined: {wanted:?}"));
        torn.chain(mixed).collect()
    }
}

#[derive(Default)]
struct Tally {
    hits: usize,
    cases: usize,
    failures: Vec<String>,
}

impl Tally {
    fn add(&mut self, hit: bool, what: String) {
        self.cases += 1;
        self.hits += usize::from(hit);
        if !hit {
            self.failures.push(what);
        }
    }

    fn figure(self, name: &'static str) -> Figure {
        Figure { name, percent: share(self.hits, self.cases), cases: self.cases, failures: self.failures }
    }
}

fn share(part: usize, of: usize) -> f64 {
    100.0 * part as f64 / of.max(1) as f64
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn offset(value: &Value) -> usize {
    value.as_u64().and_then(|offset| usize::try_from(offset).ok()).expect("an offset is a number")
}
