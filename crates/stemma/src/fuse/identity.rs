//! Which mentions tell one happening. Pairs inside a story are weighed field by field and joined from the surest down;
//! a join is refused when any two mentions of the joined clusters conflict in an essential field.

use std::collections::{BTreeMap, HashMap};

use super::compatible::{self, Verdict};
use super::dispute::{self, Field, Fields};
use super::mention::Mention;
use super::origins;
use crate::model::{Assertion, Precision};

/// Mentions of one happening, as indices into the list of mentions, with why they were joined.
#[derive(Clone, Debug)]
pub struct Cluster {
    pub mentions: Vec<usize>,
    pub reasons: Vec<String>,
    /// Fields in which its tellings differ, though they are of one happening.
    disputed: Fields,
    /// Some of its tellings count several victims: those whom others name are some of them.
    has_many: bool,
}

impl Cluster {
    /// A cluster that a person made.
    pub fn alone(mentions: Vec<usize>, reason: String) -> Cluster {
        Cluster { mentions, reasons: vec![reason], disputed: Fields::default(), has_many: false }
    }

    /// Takes the mentions of another one, for a reason.
    pub fn absorb(&mut self, other: Cluster, reason: String) {
        self.mentions.extend(other.mentions);
        self.mentions.sort_unstable();
        self.reasons.extend(other.reasons);
        self.reasons.push(reason);
        self.disputed = self.disputed.and(other.disputed);
        self.has_many |= other.has_many;
    }

    /// Keeps some of its mentions only, for a reason.
    pub fn keep(&mut self, mentions: Vec<usize>, reason: String) {
        self.mentions = mentions;
        self.reasons.push(reason);
    }
}

/// Pairs below this weight stay apart.
const THRESHOLD: f32 = 3.4;
/// A story with more mentions of one family than this compares each with its nearest in text order only.
const WINDOW: usize = 64;

/// What it adds that each of two articles is about its mention.
const MAIN: f32 = 0.8;

/// What it takes away that each names another kind of target.
const OTHER_TARGET: f32 = 1.5;

/// What the reader's word, that two mentions of one article are one, adds.
const TOLD_AS_ONE: f32 = 3.0;

/// So many mentions speak for a cluster when another wants to join it; the rest agreed with them to get in.
const MOST_VOICES: usize = 24;

/// The mentions of one story to clusters, in the order of their first mentions.
pub fn cluster(mentions: &[Mention<'_>]) -> Vec<Cluster> {
    let mut blocks: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, mention) in mentions.iter().enumerate() {
        let family = if mention.kind.violent { "violence" } else { mention.family() };
        blocks.entry(family).or_default().push(index);
    }
    let mut pairs: Vec<(f32, usize, usize, Likeness)> = Vec::new();
    for block in blocks.values() {
        for (position, &a) in block.iter().enumerate() {
            for &b in block[position + 1..].iter().take(WINDOW) {
                let likeness = weigh(&mentions[a], &mentions[b]).filter(|likeness| likeness.weight >= THRESHOLD);
                pairs.extend(likeness.map(|likeness| (likeness.weight, a, b, likeness)));
            }
        }
    }
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut clusters = Clusters::of(mentions);
    for (_, a, b, likeness) in pairs {
        clusters.join(a, b, likeness);
    }
    clusters.joined.into_iter().flatten().collect()
}

/// Clusters while they are joined.
struct Clusters<'a, 'b> {
    mentions: &'a [Mention<'b>],
    /// The cluster of each mention.
    of: Vec<usize>,
    joined: Vec<Option<Cluster>>,
    /// Pairs of clusters that cannot be one, with the sizes they had when that was found: many pairs of mentions ask it again.
    refused: HashMap<(usize, usize, Fields), (usize, usize)>,
}

impl<'a, 'b> Clusters<'a, 'b> {
    fn of(mentions: &'a [Mention<'b>]) -> Clusters<'a, 'b> {
        let alone = |index: usize| {
            let has_many = compatible::counts_many(mentions[index].event);
            Some(Cluster { mentions: vec![index], reasons: Vec::new(), disputed: Fields::default(), has_many })
        };
        Clusters {
            mentions,
            of: (0..mentions.len()).collect(),
            joined: (0..mentions.len()).map(alone).collect(),
            refused: HashMap::new(),
        }
    }

    fn join(&mut self, a: usize, b: usize, likeness: Likeness) {
        let (keep, drop) = (self.of[a].min(self.of[b]), self.of[a].max(self.of[b]));
        if keep == drop || !self.can_join(keep, drop, likeness.disputed) {
            return;
        }
        let Some(dropped) = self.joined[drop].take() else { return };
        let Some(kept) = self.joined[keep].as_mut() else { return };
        for &member in &dropped.mentions {
            self.of[member] = keep;
        }
        kept.absorb(dropped, likeness.reason);
        kept.disputed = kept.disputed.and(likeness.disputed);
    }

    fn can_join(&mut self, keep: usize, drop: usize, disputed: Fields) -> bool {
        let (Some(x), Some(y)) = (&self.joined[keep], &self.joined[drop]) else { return false };
        let sizes = (x.mentions.len(), y.mentions.len());
        let disputed = disputed.and(x.disputed).and(y.disputed);
        if self.refused.get(&(keep, drop, disputed)) == Some(&sizes) {
            return false;
        }
        let voices = |cluster: &Cluster| cluster.mentions.iter().take(MOST_VOICES).copied().collect::<Vec<_>>();
        let (ours, theirs) = (voices(x), voices(y));
        let mut pairs = ours.iter().flat_map(|&a| theirs.iter().map(move |&b| (a, b)));
        let many = x.has_many || y.has_many;
        let fit = pairs.all(|(a, b)| checks(&self.mentions[a], &self.mentions[b], disputed, many).is_some());
        if !fit {
            self.refused.insert((keep, drop, disputed), sizes);
        }
        fit
    }
}

/// What two mentions say of each other, field by field.
struct Checks {
    copied: bool,
    /// In the order kind, time, place, actor, recipient, toll.
    verdicts: [(&'static str, Verdict); 6],
    disputed: Fields,
}

/// `None` when a field, or the mood, forbids that two mentions are one. A conflict in a disputed field does not, nor do other
/// victims by name, where they may be some of `many`.
fn checks(a: &Mention<'_>, b: &Mention<'_>, disputed: Fields, many: bool) -> Option<Checks> {
    if !same_mood(a.event.assertion, b.event.assertion) {
        return None;
    }
    let same_document = a.reading.id == b.reading.id;
    // The reader takes both for one; its word stands above fields that were filled one by one.
    let told_as_one = told_as_one(a, b);
    let kind = compatible::kinds(a, b);
    if kind == Verdict::Conflict && !told_as_one {
        return None;
    }
    let copied = !same_document && origins::shared(a, b);
    if !copied && !told_as_one && compatible::strike_apart(a, b) {
        return None;
    }
    // What sums up many happenings is none of them.
    if a.grain != b.grain && !copied && !told_as_one {
        return None;
    }
    // What copying altered is still the same report; independent tellings must not contradict in what matters.
    let allowed = |verdict: Verdict| (verdict != Verdict::Conflict || copied || told_as_one).then_some(verdict);
    let recipient = match compatible::parties(a, b, |event| &event.recipients) {
        Verdict::Conflict if many && compatible::name_no_party(a.event) && compatible::name_no_party(b.event) => {
            Verdict::Silent
        }
        verdict => allowed(verdict)?,
    };
    let toll = compatible::tolls(&a.event.toll, &b.event.toll);
    let toll = if same_document { allowed(toll)? } else { toll };
    // "17 people were killed in the attack; the army killed eleven attackers": the dead of one are not laid at the door of the other.
    if same_document
        && compatible::count_others(a.event, b.event)
        && a.event.actors.is_empty() != b.event.actors.is_empty()
    {
        return None;
    }
    let time = compatible::times(a, b);
    let place = compatible::places(a, b);
    let actor = compatible::parties(a, b, |event| &event.actors);
    let mut differ = Fields::default();
    if !copied {
        let fields = [(Field::Time, time), (Field::Place, place), (Field::Actor, actor)];
        let conflicts = || fields.iter().filter(|(_, verdict)| *verdict == Verdict::Conflict).map(|(field, _)| *field);
        let rest = dispute::Rest { kind, time, place, actor };
        for field in conflicts() {
            let is_one = || conflicts().count() == 1 && dispute::is_one(field, a, b, &rest);
            // Not even the reader's word makes one happening of two stated days.
            let excused = told_as_one && !(field == Field::Time && on_other_days(a, b));
            if !excused && (same_document || !(disputed.has(field) || is_one())) {
                return None;
            }
            differ = differ.with(field);
        }
    }
    let verdicts =
        [("kind", kind), ("time", time), ("place", place), ("actor", actor), ("recipient", recipient), ("toll", toll)];
    Some(Checks { copied, verdicts, disputed: differ })
}

/// Days that two tellings of one happening may be apart: a night has two.
const NIGHT: i32 = 1;

/// Whether both state the day, and the days are further apart than a night.
fn on_other_days(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let stated = |mention: &Mention<'_>| {
        let time = mention.event.time.as_ref().map(|time| time.interval);
        time.filter(|interval| interval.precision == Precision::Day)
    };
    let (Some(x), Some(y)) = (stated(a), stated(b)) else { return false };
    x.from.days_since(y.to).max(y.from.days_since(x.to)) > NIGHT
}

/// How much speaks for two mentions being one.
struct Likeness {
    weight: f32,
    /// In words.
    reason: String,
    disputed: Fields,
}

/// The evidence that two mentions are one; `None` when a field forbids it.
fn weigh(a: &Mention<'_>, b: &Mention<'_>) -> Option<Likeness> {
    let same_document = a.reading.id == b.reading.id;
    let many = compatible::counts_many(a.event) || compatible::counts_many(b.event);
    let Checks { copied, verdicts: checks, disputed } = checks(a, b, Fields::default(), many)?;
    let (mut weight, mut strong) = (0.0, 0);
    let mut reasons = Vec::new();
    for (field, verdict) in checks {
        match verdict {
            Verdict::Conflict if copied => reasons.push(format!("{field} altered in copying")),
            // Independent tolls may differ and still be of one happening.
            Verdict::Conflict if field == "toll" => weight -= 0.5,
            Verdict::Conflict => {
                weight -= 0.5;
                strong += 1;
                reasons.push(format!("one happening told with another {field}"));
            }
            Verdict::Agree(points) => {
                weight += points;
                strong += u8::from(field != "kind" && points >= 0.8);
                reasons.push(format!("same {field}"));
            }
            Verdict::Silent => {}
        }
    }
    reasons.extend(vague(a, b));
    if !copied && !same_document && a.targets.differ(b.targets) {
        weight -= OTHER_TARGET;
    }
    let likeness = likeness(a, b);
    weight += 3.0 * likeness;
    strong += u8::from(likeness >= 0.4);
    if copied {
        weight += 4.0 * likeness.max(0.25);
        reasons.push("one passage copied".into());
    }
    // Pages of one story are about one happening, as far as nothing speaks against it.
    if !same_document && a.is_main && b.is_main {
        weight += MAIN;
        strong += 1;
        reasons.push("what both articles are about".into());
    }
    // Two tellings in one article are rarely one event unless the words say so again.
    if told_as_one(a, b) {
        weight += TOLD_AS_ONE;
        strong += 2;
        reasons.push("read as one".into());
    } else if same_document {
        weight -= 0.6;
    }
    // One field in common is chance: two must agree, unless the words were copied.
    let actor_agrees = matches!(checks[3].1, Verdict::Agree(_));
    let singular = a.kind.id == b.kind.id && a.kind.singular;
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
    Some(Likeness { weight, reason: reasons.join(", "), disputed })
}

/// Whether the reader took two mentions of one article for one happening.
fn told_as_one(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    a.reading.id == b.reading.id && a.event.happening.is_some() && a.event.happening == b.event.happening
}

/// What one of two tellings leaves open, in words: a vague report joins a precise one where nothing else keeps them apart.
fn vague(a: &Mention<'_>, b: &Mention<'_>) -> Vec<String> {
    let says_when = |mention: &Mention<'_>| {
        mention.event.time.as_ref().is_some_and(|time| time.interval.precision != Precision::Inferred)
    };
    let day = (says_when(a) != says_when(b)).then(|| "only one says when".to_string());
    let place = (a.event.place.is_some() != b.event.place.is_some()).then(|| "only one says where".to_string());
    day.into_iter().chain(place).collect()
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
    if smaller < 3 { 0.0 } else { in_common(&a.words, &b.words) as f32 / smaller as f32 }
}

/// How many numbers stand in both of two sorted lists.
fn in_common(mut a: &[u32], mut b: &[u32]) -> usize {
    let mut count = 0;
    while let (Some(x), Some(y)) = (a.first(), b.first()) {
        count += usize::from(x == y);
        a = &a[usize::from(x <= y)..];
        b = &b[usize::from(y <= x)..];
    }
    count
}
