//! The day of an undated page, from dated pages it hangs together with and the weekdays it speaks of.
//!
//! A copy appears on the day of its source or soon after; pages of one story appear within days of each other. Inside
//! that window, a page that speaks of "Wednesday" and "Friday" was most likely written on the day that keeps both most
//! recent. The result is an interval, as wide as the evidence leaves it; a page with no dated relation stays undated.

use std::collections::{BTreeMap, HashMap};

use crate::model::{CopyEdge, Dated, Day, Links, Precision, Published, Reading, Story};

/// Days that a copy follows its source, and that pages of one story lie apart.
const COPY_WINDOW: (i32, i32) = (0, 6);
const SIBLING_WINDOW: (i32, i32) = (-4, 5);
const STORY_WINDOW: (i32, i32) = (-9, 10);
/// Probability from which a copy edge dates a page.
const LIKELY: f32 = 0.35;
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Dates every undated reading that can be dated; sorted by document. A page dated here can in turn date another.
pub fn find(readings: &[&Reading], links: &Links) -> Vec<Dated> {
    let mut known: BTreeMap<&str, (Day, Day)> = BTreeMap::new();
    for reading in readings {
        if let Some(published) = &reading.article.published {
            known.insert(&reading.id, (published.start, published.end));
        }
    }
    let relations = Relations::new(links);
    let mut found: BTreeMap<String, Published> = BTreeMap::new();
    for evidence in [Relation::Copy, Relation::Sibling, Relation::Story] {
        // Copies of copies are dated in turn; a chain is rarely longer than this.
        for _ in 0..4 {
            let mut fresh: Vec<(&str, (Day, Day), Published)> = Vec::new();
            let mut groups = HashMap::new();
            for reading in readings.iter().filter(|reading| !known.contains_key(reading.id.as_str())) {
                if let Some((window, from)) = evidence.window(&reading.id, &relations, &known, &mut groups) {
                    let (start, end) = narrow(reading, window);
                    let published = Published {
                        start,
                        end,
                        precision: Precision::Inferred,
                        evidence: format!("inferred from {from}, {}, and the weekdays it names", evidence.words()),
                        span: None,
                    };
                    fresh.push((&reading.id, (start, end), published));
                }
            }
            if fresh.is_empty() {
                break;
            }
            for (id, days, published) in fresh {
                known.insert(id, days);
                found.insert(id.to_string(), published);
            }
        }
    }
    found.into_iter().map(|(document, published)| Dated { document, published }).collect()
}

/// The links of each document, looked up by its id.
struct Relations<'l> {
    copies: HashMap<&'l str, Vec<&'l CopyEdge>>,
    /// Unseen sources of a document, by story and label (a label is one source within its story only), and the
    /// documents of each.
    sources: HashMap<&'l str, Vec<(&'l str, &'l str)>>,
    siblings: HashMap<(&'l str, &'l str), Vec<&'l str>>,
    story_of: HashMap<&'l str, &'l Story>,
}

impl<'l> Relations<'l> {
    fn new(links: &'l Links) -> Relations<'l> {
        let stories = links.stories.iter();
        let story_of = stories.flat_map(|story| story.documents.iter().map(move |document| (document.as_str(), story)));
        let mut relations = Relations {
            copies: HashMap::new(),
            sources: HashMap::new(),
            siblings: HashMap::new(),
            story_of: story_of.collect(),
        };
        for edge in &links.lineage {
            if edge.p >= LIKELY {
                for end in [Some(edge.child.as_str()), edge.parent.as_deref()].into_iter().flatten() {
                    relations.copies.entry(end).or_default().push(edge);
                }
            }
            if let Some(label) = edge.missing.as_deref() {
                let story = relations.story_of.get(edge.child.as_str()).map_or("", |story| story.id.as_str());
                relations.sources.entry(&edge.child).or_default().push((story, label));
                relations.siblings.entry((story, label)).or_default().push(&edge.child);
            }
        }
        relations
    }
}

#[derive(Clone, Copy)]
enum Relation {
    Copy,
    Sibling,
    Story,
}

impl Relation {
    fn words(self) -> &'static str {
        match self {
            Relation::Copy => "which it copies or which copies it",
            Relation::Sibling => "which repeats the same unseen source",
            Relation::Story => "which tells the same story",
        }
    }

    /// The days in which a page may have appeared, and the dated document nearest to it in kind of evidence.
    ///
    /// `groups` keeps what the sources and stories say in this round, as that is the same for all their undated pages.
    fn window<'l>(
        self,
        id: &str,
        relations: &Relations<'l>,
        known: &BTreeMap<&str, (Day, Day)>,
        groups: &mut HashMap<(&'l str, &'l str), Option<Window>>,
    ) -> Option<Window> {
        let moved = |other: &str, (before, after): (i32, i32)| -> Option<Window> {
            let &(start, end) = known.get(other)?;
            Some(((start.plus_days(before), end.plus_days(after)), other.to_string()))
        };
        match self {
            Relation::Copy => {
                let edges = relations.copies.get(id)?.iter();
                meet(edges.filter_map(|edge| {
                    let parent = edge.parent.as_deref()?;
                    let child_follows = edge.child == id;
                    let window = if child_follows { COPY_WINDOW } else { (-COPY_WINDOW.1, -COPY_WINDOW.0) };
                    moved(if child_follows { parent } else { &edge.child }, window)
                }))
            }
            Relation::Sibling => {
                let sources = relations.sources.get(id)?.iter();
                meet(sources.filter_map(|source| {
                    let of_source =
                        || meet(relations.siblings[source].iter().filter_map(|id| moved(id, SIBLING_WINDOW)));
                    groups.entry(*source).or_insert_with(of_source).clone()
                }))
            }
            Relation::Story => {
                let story = relations.story_of.get(id)?;
                let of_story = || meet(story.documents.iter().filter_map(|id| moved(id, STORY_WINDOW)));
                groups.entry((&story.id, "")).or_insert_with(of_story).clone()
            }
        }
    }
}

/// Days from the first to the last, and the document they are reckoned from.
type Window = ((Day, Day), String);

/// All windows hold at once where they can; where they cannot, the first one stands.
fn meet(windows: impl Iterator<Item = Window>) -> Option<Window> {
    let mut windows: Vec<Window> = windows.collect();
    windows.sort();
    let mut windows = windows.into_iter();
    let (mut days, from) = windows.next()?;
    for ((start, end), _) in windows {
        let (later, earlier) = (days.0.max(start), days.1.min(end));
        if later <= earlier {
            days = (later, earlier);
        }
    }
    Some((days, from))
}

/// The days of a window on which the weekdays that the page names are most recent; the whole window when it names none.
fn narrow(reading: &Reading, (start, end): (Day, Day)) -> (Day, Day) {
    let named: Vec<u8> = (1..=7u8).filter(|weekday| speaks_of(reading, WEEKDAYS[usize::from(*weekday) - 1])).collect();
    if named.is_empty() {
        return (start, end);
    }
    let age = |day: Day| {
        named.iter().map(|weekday| (i32::from(day.weekday()) - i32::from(*weekday)).rem_euclid(7)).max().unwrap_or(0)
    };
    let days: Vec<Day> = (0..=end.days_since(start)).map(|offset| start.plus_days(offset)).collect();
    let least = days.iter().map(|day| age(*day)).min().unwrap_or(0);
    let fit: Vec<Day> = days.into_iter().filter(|day| age(*day) == least).collect();
    match (fit.first(), fit.last()) {
        // The next day is as usual a day to write of "Friday" as Friday itself.
        (Some(first), Some(last)) => (*first, last.plus_days(1).min(end).max(*first)),
        _ => (start, end),
    }
}

fn speaks_of(reading: &Reading, weekday: &str) -> bool {
    reading.article.blocks.iter().filter(|block| block.kind.is_article_text()).any(|block| {
        let text = block.span.of(&reading.text).to_lowercase();
        text.match_indices(weekday).any(|(at, _)| {
            let bounded = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphabetic());
            let bytes = text.as_bytes();
            bounded(at.checked_sub(1).and_then(|before| bytes.get(before))) && bounded(bytes.get(at + weekday.len()))
        })
    })
}
