//! Which mentions tell one happening. Pairs inside a story are weighed field by field and joined from the surest down;
//! a join is refused when any two mentions of the joined clusters conflict in an essential field.

use std::collections::BTreeMap;

use super::Mention;
use super::compatible::{self, Verdict};
use super::origins::Copying;
use crate::lexicon::Lexicon;
use crate::model::Assertion;

/// Mentions of one happening, as indices into the list of mentions, with why they were joined.
#[derive(Clone, Debug)]
pub struct Cluster {
    pub mentions: Vec<usize>,
    pub reasons: Vec<String>,
}

/// Pairs below this weight stay apart.
const THRESHOLD: f32 = 3.4;
/// A story with more mentions of one family than this compares each with its nearest in text order only.
const WINDOW: usize = 400;

/// So many mentions speak for a cluster when another wants to join it; the rest agreed with them to get in.
const MOST_VOICES: usize = 24;

pub fn cluster(mentions: &[Mention<'_>], copying: &Copying, lexicon: &Lexicon) -> Vec<Cluster> {
    let mut blocks: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (index, mention) in mentions.iter().enumerate() {
        let family = match compatible::family(&mention.event.kind) {
            "fight" | "strike" | "harm" => "violence",
            other => other,
        };
        blocks.entry((mention.story, family)).or_default().push(index);
    }
    let mut pairs: Vec<(f32, usize, usize, String)> = Vec::new();
    for block in blocks.values() {
        for (position, &a) in block.iter().enumerate() {
            for &b in block[position + 1..].iter().take(WINDOW) {
                if let Some((weight, reason)) =
                    weigh(&mentions[a], &mentions[b], copying, lexicon).filter(|(weight, _)| *weight >= THRESHOLD)
                {
                    pairs.push((weight, a, b, reason));
                }
            }
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut cluster_of: Vec<usize> = (0..mentions.len()).collect();
    let mut clusters: Vec<Option<Cluster>> =
        (0..mentions.len()).map(|index| Some(Cluster { mentions: vec![index], reasons: Vec::new() })).collect();
    for (_, a, b, reason) in pairs {
        let (x, y) = (cluster_of[a], cluster_of[b]);
        if x == y || !can_join(&clusters, x, y, mentions, copying, lexicon) {
            continue;
        }
        let (keep, drop) = (x.min(y), x.max(y));
        let dropped = clusters[drop].take().expect("a cluster is dropped once");
        let kept = clusters[keep].as_mut().expect("the kept cluster stands");
        for &member in &dropped.mentions {
            cluster_of[member] = keep;
        }
        kept.mentions.extend(dropped.mentions);
        kept.mentions.sort_unstable();
        kept.reasons.extend(dropped.reasons);
        kept.reasons.push(reason);
    }
    clusters.into_iter().flatten().collect()
}

fn can_join(
    clusters: &[Option<Cluster>],
    x: usize,
    y: usize,
    mentions: &[Mention<'_>],
    copying: &Copying,
    lexicon: &Lexicon,
) -> bool {
    let (Some(x), Some(y)) = (&clusters[x], &clusters[y]) else { return false };
    let voices = |cluster: &Cluster| cluster.mentions.iter().take(MOST_VOICES).copied().collect::<Vec<_>>();
    let others = voices(y);
    voices(x).iter().all(|&a| others.iter().all(|&b| weigh(&mentions[a], &mentions[b], copying, lexicon).is_some()))
}

/// The weight of evidence that two mentions are one, with the reason in words; `None` when a field forbids it.
fn weigh(a: &Mention<'_>, b: &Mention<'_>, copying: &Copying, lexicon: &Lexicon) -> Option<(f32, String)> {
    if !same_mood(a.event.assertion, b.event.assertion) {
        return None;
    }
    let same_document = a.reading.id == b.reading.id;
    let copied = !same_document && copying.shared(a, b);
    let checks = [
        ("kind", compatible::kinds(a, b)),
        ("time", compatible::times(a, b)),
        ("place", compatible::places(a, b)),
        ("actor", compatible::parties(a, b, |event| &event.actors)),
        ("recipient", compatible::parties(a, b, |event| &event.recipients)),
        ("toll", compatible::tolls(&a.event.toll, &b.event.toll)),
    ];
    let (mut weight, mut strong) = (0.0, 0);
    let mut reasons = Vec::new();
    for (field, verdict) in checks {
        match verdict {
            // What copying altered is still the same report; independent tellings must not contradict in what matters.
            Verdict::Conflict if copied && field != "kind" => reasons.push(format!("{field} altered in copying")),
            Verdict::Conflict if field == "toll" && !same_document => weight -= 0.5,
            Verdict::Conflict => return None,
            Verdict::Agree(points) => {
                weight += points;
                strong += u8::from(field != "kind" && points >= 0.8);
                reasons.push(format!("same {field}"));
            }
            Verdict::Silent => {}
        }
    }
    let likeness = likeness(a, b);
    weight += 3.0 * likeness;
    strong += u8::from(likeness >= 0.4);
    if copied {
        weight += 4.0 * likeness.max(0.25);
        reasons.push("one passage copied".into());
    }
    // Two tellings in one article are rarely one event unless the words say so again.
    if same_document {
        weight -= 0.6;
    }
    // One field in common is chance: two must agree, unless the words were copied.
    let actor_agrees = matches!(checks[3].1, Verdict::Agree(_));
    let singular = a.event.kind == b.event.kind && lexicon.events.kind(&a.event.kind).is_some_and(|kind| kind.singular);
    if singular && actor_agrees {
        weight += 1.5;
        strong += 1;
    }
    // "the capture of the town" speaks of a capture that was told before.
    if same_document
        && matches!(checks[2].1, Verdict::Agree(points) if points >= 0.8)
        && (is_definite(a) || is_definite(b))
    {
        weight += 0.8;
        strong += 1;
    }
    if !copied && strong < 2 {
        weight = weight.min(0.0);
    }
    Some((weight, reasons.join(", ")))
}

/// Whether the deed is told by a noun with "the" or "this" before it.
fn is_definite(mention: &Mention<'_>) -> bool {
    let before = mention.reading.text.get(..mention.event.trigger.start as usize).unwrap_or("");
    let mut words = before.split_whitespace().rev().take(2);
    words.any(|word| matches!(word.to_lowercase().as_str(), "the" | "this" | "that"))
}

/// Whether two moods can belong to one happening.
fn same_mood(a: Assertion, b: Assertion) -> bool {
    let class = |assertion| match assertion {
        Assertion::Asserted | Assertion::Background | Assertion::Ordered => 0,
        Assertion::Future | Assertion::Hypothetical => 1,
        Assertion::Negated | Assertion::Denied => 2,
    };
    class(a) == class(b)
}

/// The share of content words that two clauses have in common (of the shorter one).
fn likeness(a: &Mention<'_>, b: &Mention<'_>) -> f32 {
    let smaller = a.words.len().min(b.words.len());
    if smaller < 3 { 0.0 } else { a.words.intersection(&b.words).count() as f32 / smaller as f32 }
}
