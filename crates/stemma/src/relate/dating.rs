//! The day of an undated page, from dated pages it hangs together with and the weekdays it speaks of.
//!
//! A copy appears on the day of its source or soon after; pages of one story appear within days of each other. Inside
//! that window, a page that speaks of "Wednesday" and "Friday" was most likely written on the day that keeps both most
//! recent. The result is an interval, as wide as the evidence leaves it; a page with no dated relation stays undated.

use std::collections::BTreeMap;

use crate::model::{Dated, Day, Links, Precision, Published, Reading};

/// Days that a copy follows its source, and that pages of one story lie apart.
const COPY_WINDOW: (i32, i32) = (0, 6);
const SIBLING_WINDOW: (i32, i32) = (-4, 5);
const STORY_WINDOW: (i32, i32) = (-9, 10);
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Dates every undated reading that can be dated; sorted by document. A page dated here can in turn date another.
pub fn find(readings: &[Reading], links: &Links) -> Vec<Dated> {
    let mut known: BTreeMap<&str, (Day, Day)> = BTreeMap::new();
    for reading in readings {
        if let Some(published) = &reading.article.published {
            known.insert(&reading.id, (published.start, published.end));
        }
    }
    let mut found: BTreeMap<String, Published> = BTreeMap::new();
    for evidence in [Relation::Copy, Relation::Sibling, Relation::Story] {
        // Copies of copies are dated in turn; a chain is rarely longer than this.
        for _ in 0..4 {
            let mut fresh: Vec<(&str, (Day, Day), Published)> = Vec::new();
            for reading in readings.iter().filter(|reading| !known.contains_key(reading.id.as_str())) {
                if let Some((window, from)) = evidence.window(reading, links, &known) {
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

    /// The days in which the page may have appeared, and the dated document nearest to it in kind of evidence.
    fn window(
        self,
        reading: &Reading,
        links: &Links,
        known: &BTreeMap<&str, (Day, Day)>,
    ) -> Option<((Day, Day), String)> {
        let id = reading.id.as_str();
        let mut windows: Vec<((Day, Day), String)> = Vec::new();
        let mut add = |other: &str, (before, after): (i32, i32)| {
            if let Some((start, end)) = known.get(other) {
                windows.push(((start.plus_days(before), end.plus_days(after)), other.to_string()));
            }
        };
        match self {
            Relation::Copy => {
                for edge in links.lineage.iter().filter(|edge| edge.p >= 0.35) {
                    let Some(parent) = edge.parent.as_deref() else { continue };
                    if edge.child == id {
                        add(parent, COPY_WINDOW);
                    } else if parent == id {
                        add(&edge.child, (-COPY_WINDOW.1, -COPY_WINDOW.0));
                    }
                }
            }
            Relation::Sibling => {
                let labels: Vec<&str> = links
                    .lineage
                    .iter()
                    .filter(|edge| edge.child == id)
                    .filter_map(|edge| edge.missing.as_deref())
                    .collect();
                for edge in links.lineage.iter().filter(|edge| edge.child != id) {
                    if edge.missing.as_deref().is_some_and(|label| labels.contains(&label)) {
                        add(&edge.child, SIBLING_WINDOW);
                    }
                }
            }
            Relation::Story => {
                for story in links.stories.iter().filter(|story| story.documents.iter().any(|document| document == id))
                {
                    for other in story.documents.iter().filter(|other| *other != id) {
                        add(other, STORY_WINDOW);
                    }
                }
            }
        }
        // All relations hold at once where they can; where they cannot, the first one stands.
        windows.sort();
        let (mut days, from) = windows.first()?.clone();
        for ((start, end), _) in &windows[1..] {
            let (later, earlier) = (days.0.max(*start), days.1.min(*end));
            if later <= earlier {
                days = (later, earlier);
            }
        }
        Some((days, from))
    }
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
