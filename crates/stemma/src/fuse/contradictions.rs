//! Where sources disagree: values that cannot both be true between independent origins, and facts that copying changed.
//!
//! A careful reader flags nothing else: different reference points, scopes or times are not a contradiction.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::corrections::Corrections;
use super::dossier::Dossier;
use super::identity::Cluster;
use super::mention::{Mention, quote};
use super::part::Draft;
use super::{compatible, denials, figures, origins};
use crate::lexicon::fusing::FusingWords;
use crate::model::{
    AlterationKind, Contradiction, ContradictionKind, Event, Grain, PlaceLevel, Precision, Quote, Reading, Scope, Span,
    Toll, kilometres,
};
use crate::text::digest::short_id;

/// An event told with more different values than this is one that nobody could compare by hand either.
const MOST_VALUES: usize = 40;

/// The contradictions of a story.
pub fn find<'a>(
    dossier: &Dossier<'a>,
    elsewhere: &dyn Fn(&str) -> Option<&'a Reading>,
    clusters: &[Cluster],
    all: &[Mention<'_>],
    corrections: &Corrections<'_>,
    words: &FusingWords,
) -> Vec<Contradiction> {
    let by_id: HashMap<&str, &Reading> =
        dossier.readings.iter().map(|reading| (reading.id.as_str(), *reading)).collect();
    let mut found = Vec::new();
    for alteration in &dossier.alterations {
        let Some(child) = by_id.get(alteration.child.as_str()) else { continue };
        let Some(parent) = by_id.get(alteration.parent.as_str()).copied().or_else(|| elsewhere(&alteration.parent))
        else {
            continue;
        };
        let (kind, note) = match alteration.kind {
            AlterationKind::Attribution => {
                (ContradictionKind::Attribution, "the source is dropped or made vaguer in the copy")
            }
            AlterationKind::Number => (ContradictionKind::CopyError, "a number was changed in copying"),
            AlterationKind::Date => (ContradictionKind::CopyError, "a date was changed in copying"),
            AlterationKind::Name => (ContradictionKind::CopyError, "a name was changed in copying"),
            AlterationKind::Direction => (ContradictionKind::CopyError, "a direction was changed in copying"),
            AlterationKind::Negation => (ContradictionKind::CopyError, "a negation was added or lost in copying"),
        };
        let note = format!("{note}: {} repeats {}", child.id, parent.id);
        found.push(contradiction(
            kind,
            quote(parent, context(parent, alteration.parent_span)),
            quote(child, context(child, alteration.child_span)),
            note,
        ));
    }
    for cluster in clusters.iter().filter(|cluster| cluster.mentions.len() > 1) {
        found.extend(of_cluster(cluster, all, corrections, words));
    }
    found.extend(figures::find(all, corrections, words));
    found.extend(denials::find(dossier, all, words));
    // Two pages that repeat an unseen source may be told apart in both directions: one disagreement, said once.
    for entry in &mut found {
        if entry.b < entry.a && entry.kind != ContradictionKind::CopyError {
            std::mem::swap(&mut entry.a, &mut entry.b);
        }
    }
    settle(&mut found);
    found
}

/// The disagreements of independent tellings of one happening: one of each kind and measure, that of the sides that lie furthest apart.
fn of_cluster(
    cluster: &Cluster,
    all: &[Mention<'_>],
    corrections: &Corrections<'_>,
    words: &FusingWords,
) -> Vec<Contradiction> {
    let telling = differing(cluster, all);
    let mut widest: BTreeMap<(ContradictionKind, String), (i64, Contradiction)> = BTreeMap::new();
    for (position, a) in telling.iter().enumerate() {
        for b in &telling[position + 1..] {
            if a.reading.id == b.reading.id || origins::shared(a, b) || same_outlet(a, b) {
                continue;
            }
            for (measure, width, entry) in between(a, b, cluster, all, corrections, words) {
                let key = (entry.kind, measure);
                if widest.get(&key).is_none_or(|(known, _)| *known < width) {
                    widest.insert(key, (width, entry));
                }
            }
        }
    }
    widest.into_values().map(|(_, entry)| entry).collect()
}

/// An outlet that says another thing later has changed its report; it does not disagree with itself.
fn same_outlet(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let outlet = |mention: &Mention<'_>| mention.reading.article.outlet.as_ref().map(|outlet| outlet.to_lowercase());
    outlet(a).is_some() && outlet(a) == outlet(b)
}

/// For each event the contradictions that touch it on both sides, sorted by id.
pub fn of_events<'c>(found: &'c [Contradiction], events: &[Draft]) -> Vec<Vec<&'c Contradiction>> {
    let mut by_doc: HashMap<&str, Vec<&Contradiction>> = HashMap::new();
    for entry in found {
        by_doc.entry(&entry.a.doc).or_default().push(entry);
        if entry.b.doc != entry.a.doc {
            by_doc.entry(&entry.b.doc).or_default().push(entry);
        }
    }
    events.iter().map(|draft| touching(&draft.event, &by_doc)).collect()
}

/// `by_doc` has contradictions under the documents of their sides.
fn touching<'c>(event: &Event, by_doc: &HashMap<&str, Vec<&'c Contradiction>>) -> Vec<&'c Contradiction> {
    let mut told: HashMap<&str, Vec<Span>> = HashMap::new();
    for mention in &event.mentions {
        told.entry(&mention.doc).or_default().push(mention.span);
    }
    let touches = |side: &Quote| {
        told.get(side.doc.as_str()).is_some_and(|spans| spans.iter().any(|span| span.overlaps(side.span)))
    };
    let near = told.keys().filter_map(|doc| by_doc.get(doc)).flatten().copied();
    // A denial stands against the event though it tells none, or one that did not happen.
    let denied = |entry: &Contradiction| entry.kind == ContradictionKind::Happened || is_denial(entry);
    let mut mine: Vec<&Contradiction> = near
        .filter(|entry| match (touches(&entry.a), touches(&entry.b)) {
            (true, true) => true,
            (false, false) => false,
            _ => denied(entry),
        })
        .collect();
    mine.sort_by(|a, b| a.id.cmp(&b.id));
    mine.dedup_by(|a, b| a.id == b.id);
    mine
}

/// Each disagreement once, sorted by id.
pub fn settle(found: &mut Vec<Contradiction>) {
    found.sort_by(|a, b| (a.sides(), a.kind, &a.id).cmp(&(b.sides(), b.kind, &b.id)));
    found.dedup_by(|a, b| a.kind == b.kind && a.sides() == b.sides());
    found.sort_by(|a, b| a.id.cmp(&b.id));
}

/// The first mention of each set of values: a hundred pages that say the same disagree with another as one voice.
fn differing<'a, 'b>(cluster: &Cluster, all: &'a [Mention<'b>]) -> Vec<&'a Mention<'b>> {
    let mut seen = HashSet::new();
    let mentions = cluster.mentions.iter().map(|&index| &all[index]);
    let values = |mention: &Mention<'_>| {
        let event = mention.event;
        let tolls: Vec<_> =
            event.toll.iter().map(|toll| (toll.measure.clone(), toll.low, toll.best, toll.high)).collect();
        let place = event.place.as_ref().map(|place| place.place.name.clone());
        (tolls, event.time.as_ref().map(|time| (time.interval.from, time.interval.to)), place)
    };
    mentions.filter(|mention| seen.insert(values(mention))).take(MOST_VALUES).collect()
}

/// The altered words with a little of what stands around them, so that the quote can be read.
fn context(reading: &Reading, span: Span) -> Span {
    let sentences = &reading.annotations.sentences;
    let Some(sentence) = sentences.iter().find(|sentence| sentence.overlaps(span)) else { return span };
    let text = &reading.text;
    // An alteration may begin in front of the sentence, in a dateline.
    let mut start = span.start.max(sentence.start) as usize;
    let mut end = span.end.max(sentence.start) as usize;
    for _ in 0..3 {
        start = text[sentence.start as usize..start].trim_end().rfind(char::is_whitespace).map_or(
            sentence.start as usize,
            |at| {
                sentence.start as usize
                    + at
                    + text[sentence.start as usize + at..].chars().next().map_or(1, char::len_utf8)
            },
        );
        let rest = &text[end..(sentence.end as usize).max(end)];
        let skip = rest.len() - rest.trim_start().len();
        end = rest[skip..].find(char::is_whitespace).map_or((sentence.end as usize).max(end), |at| end + skip + at);
    }
    Span::new(start, end.max(start)).cover(span)
}

/// Contradictions between two independent tellings of one event, each with its measure and how far its sides lie apart.
fn between(
    a: &Mention<'_>,
    b: &Mention<'_>,
    cluster: &Cluster,
    all: &[Mention<'_>],
    corrections: &Corrections<'_>,
    words: &FusingWords,
) -> Vec<(String, i64, Contradiction)> {
    let mut found = Vec::new();
    if count_one_thing(a, b) {
        found = counts(a, b, cluster, all, corrections, words);
    }
    if let (Some(x), Some(y)) = (&a.event.time, &b.event.time) {
        let exact = |precision| precision == Precision::Day;
        let gap = x.interval.from.days_since(y.interval.from).abs();
        let told = [(a, x.span), (b, y.span)].into_iter().all(|(mention, span)| is_of_the_deed(mention, span, words));
        // One night is told by both of its days.
        let night = gap == 1 && (at_night(a, words) || at_night(b, words));
        if exact(x.interval.precision) && exact(y.interval.precision) && gap > 0 && told && !night {
            let note = format!("the day differs: {} against {}", x.interval.from, y.interval.from);
            let (x, y) = (quote(a.reading, x.span), quote(b.reading, y.span));
            found.push((String::new(), i64::from(gap), contradiction(ContradictionKind::Date, x, y, note)));
        }
    }
    if let (Some(x), Some(y)) = (a.event.told_place(), b.event.told_place())
        && let (Some(p), Some(q)) = (x.place.point(), y.place.point())
    {
        let settled = |level| matches!(level, Some(PlaceLevel::Settlement | PlaceLevel::Site | PlaceLevel::Point));
        let reach = x.place.radius_km.unwrap_or(5.0) + y.place.radius_km.unwrap_or(5.0);
        let distance = kilometres(p, q);
        if settled(x.place.level) && settled(y.place.level) && distance > reach.max(25.0) {
            let note = format!("the place differs: {} against {}, {distance:.0} km apart", x.place.name, y.place.name);
            let (x, y) = (quote(a.reading, x.span), quote(b.reading, y.span));
            found.push((String::new(), distance as i64, contradiction(ContradictionKind::Place, x, y, note)));
        }
    }
    if compatible::parties(a, b, |event| &event.actors) == compatible::Verdict::Conflict
        && let (Some(x), Some(y)) = (a.event.actors.first(), b.event.actors.first())
    {
        let (x, y) = (quote(a.reading, x.span), quote(b.reading, y.span));
        let note = format!("who did it differs: {} against {}", x.quote, y.quote);
        found.push((String::new(), 0, contradiction(ContradictionKind::Actor, x, y, note)));
    }
    found
}

/// Whether what two tellings of a cluster count is plausibly one thing: they agree on the day, on the place as far as both tell it, and on more than
/// that something of the kind happened there.
fn count_one_thing(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    use compatible::Verdict::{Agree, Conflict};
    let fields = [
        compatible::places(a, b),
        compatible::parties(a, b, |event| &event.actors),
        compatible::parties(a, b, |event| &event.recipients),
    ];
    let day = compatible::times(a, b);
    let agree = fields.iter().filter(|verdict| matches!(verdict, Agree(points) if *points >= 0.8)).count();
    let common = a.words.iter().filter(|word| b.words.binary_search(word).is_ok()).count();
    let likeness = common as f32 / a.words.len().min(b.words.len()).max(1) as f32;
    let on_one_day = matches!(day, Agree(points) if points >= 1.2);
    let grain = a.grain == Grain::Atomic && b.grain == Grain::Atomic;
    grain
        && !fields.contains(&Conflict)
        && day != Conflict
        && (on_one_day && (agree >= 1 || likeness >= 0.34) || agree >= 2 && likeness >= 0.25)
}

/// Whether a day is that of the deed, not that of the words that tell it ("the ministry said on Wednesday").
fn is_of_the_deed(mention: &Mention<'_>, span: Span, words: &FusingWords) -> bool {
    let text = &mention.reading.text;
    let from = text.floor_char_boundary(span.start.saturating_sub(26).max(mention.event.sentence.start) as usize);
    let before = text.get(from..span.start as usize).unwrap_or("").to_lowercase();
    let to = text.floor_char_boundary((span.end as usize + 12).min(mention.event.sentence.end.max(span.end) as usize));
    let behind = text.get(span.end as usize..to).unwrap_or("").to_lowercase();
    // What is said "on Friday" and then tells a deed without a day of its own.
    let last =
        words.disagreeing.said.find(&before).last().map(|(range, _)| before[range.end..].split_whitespace().count());
    let is_said = last.is_some_and(|between| between <= 2)
        || words.disagreeing.said.find(&behind).next().is_some_and(|(range, _)| range.start <= 2);
    !is_said
}

/// Whether the words of the day, or those right beside them, tell of a night or give an hour.
fn at_night(mention: &Mention<'_>, words: &FusingWords) -> bool {
    let Some(time) = &mention.event.time else { return false };
    let text = &mention.reading.text;
    let from = text.floor_char_boundary(time.span.start.saturating_sub(NEAR_DAY) as usize);
    let to = text.floor_char_boundary(((time.span.end + NEAR_DAY) as usize).min(text.len()));
    let around = text.get(from..to).unwrap_or("").to_lowercase();
    let told = time.span.of(text).to_lowercase();
    let clock = told.chars().any(|letter| letter.is_ascii_digit())
        && (told.contains(':') || told.contains("pm") || told.contains("am"));
    words.disagreeing.nights.are_in(&around) || clock
}

/// So many bytes before and behind a day are looked at for a night.
const NEAR_DAY: u32 = 16;

/// Whether a disagreement about the doer is a denial: its sides need not both tell the deed.
pub fn is_denial(entry: &Contradiction) -> bool {
    entry.kind == ContradictionKind::Actor && entry.denial.is_some()
}

/// Numbers that cannot both be true of this happening: of one measure, of groups that can be compared, and neither of them the
/// later state of a count that grows. A number that one side calls the old one, or that the other side gives too, is not compared at all.
fn counts(
    a: &Mention<'_>,
    b: &Mention<'_>,
    cluster: &Cluster,
    all: &[Mention<'_>],
    corrections: &Corrections<'_>,
    words: &FusingWords,
) -> Vec<(String, i64, Contradiction)> {
    let numbers = |mention: &Mention<'_>| {
        let tolls = mention.event.toll.iter().filter(|toll| toll.scope == Scope::Event);
        tolls.filter(|toll| !corrections.is_old(mention, toll.span)).cloned().collect::<Vec<_>>()
    };
    let gives = |page: &Mention<'_>, toll: &Toll| {
        let mut told =
            cluster.mentions.iter().map(|&index| &all[index]).filter(|other| other.reading.id == page.reading.id);
        told.any(|other| {
            other
                .event
                .toll
                .iter()
                .any(|other| other.measure == toll.measure && other.best.is_some() && other.best == toll.best)
        })
    };
    let mut found = Vec::new();
    let theirs = numbers(b);
    for x in numbers(a) {
        for y in theirs.iter().filter(|y| y.measure == x.measure && words.comparable(&x.group, &y.group)) {
            let Some(note) = apart(a, &x, b, y, words) else { continue };
            let earlier = |mention: &Mention<'_>| {
                let sentence = mention.event.sentence.of(&mention.reading.text).to_lowercase();
                words.disagreeing.grown.are_in(&sentence)
            };
            let correction = corrections.around(a.reading, x.span).or_else(|| corrections.around(b.reading, y.span));
            if correction.is_none() && (earlier(a) || earlier(b) || grows(a, &x, b, y) || gives(b, &x) || gives(a, y)) {
                continue;
            }
            let width = i64::from(most(&x).unwrap_or(0)).abs_diff(i64::from(most(y).unwrap_or(0))) as i64;
            let measure = x.measure.clone();
            let (x, y) = (quote(a.reading, x.span), quote(b.reading, y.span));
            found.push((
                measure,
                width,
                Contradiction { correction, ..contradiction(ContradictionKind::Value, x, y, note) },
            ));
        }
    }
    found
}

fn most(toll: &Toll) -> Option<u32> {
    toll.best.or(toll.low).or(toll.high)
}

/// Two named sources whose figures differ by so much disagree, even where "at least" and "up to" leave room between them.
const FAR_APART: f64 = 4.0 / 3.0;

/// How two numbers disagree, in words.
pub fn apart(a: &Mention<'_>, x: &Toll, b: &Mention<'_>, y: &Toll, words: &FusingWords) -> Option<String> {
    let low = x.low.unwrap_or(0).max(y.low.unwrap_or(0));
    let high = x.high.unwrap_or(u32::MAX).min(y.high.unwrap_or(u32::MAX));
    if low > high {
        return Some(format!("the number of people {} differs", x.measure));
    }
    // "Scores" agrees with ninety.
    let vague = |mention: &Mention<'_>, toll: &Toll| {
        let told = toll.span.of(&mention.reading.text);
        let is_exact = told.contains(|letter: char| letter.is_ascii_digit());
        !is_exact && told.split_whitespace().any(|word| words.counts(word))
    };
    if vague(a, x) || vague(b, y) {
        return None;
    }
    let figure = |toll: &Toll| toll.best.or(toll.low).or(toll.high);
    let (less, more) = (figure(x)?.min(figure(y)?), figure(x)?.max(figure(y)?));
    let far = f64::from(more) >= f64::from(less) * FAR_APART && more - less >= 3;
    let (s, t) = (origins::speaker(a)?, origins::speaker(b)?);
    (far && !s.eq_ignore_ascii_case(&t)).then(|| format!("the figures for people {} lie far apart", x.measure))
}

/// Whether the page that gives more is of a later day: the dead are counted for days.
fn grows(a: &Mention<'_>, x: &Toll, b: &Mention<'_>, y: &Toll) -> bool {
    let day = |mention: &Mention<'_>| mention.reading.article.published.as_ref().map(|published| published.start);
    let (Some(p), Some(q)) = (day(a), day(b)) else { return false };
    p != q && (p < q) == (most(x) < most(y))
}

pub fn contradiction(kind: ContradictionKind, a: Quote, b: Quote, note: String) -> Contradiction {
    let key = format!("{kind:?}:{}:{}:{}:{}:{}:{}", a.doc, a.span.start, a.span.end, b.doc, b.span.start, b.span.end);
    Contradiction { id: format!("x-{}", short_id(&key)), kind, a, b, note, correction: None, denial: None }
}
