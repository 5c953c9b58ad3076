//! Places told by other places: "8 km southwest of the town", "near Raqqa", "in western Deir ez-Zor".
//!
//! Comes in: the words around one mention of a place. Goes out: how an event told there stands to it, with the words that
//! say so, and the point and radius that follow. Distances that describe a named place ("Sukhnah, 130 km from Palmyra")
//! are no relation of the event and are left alone.

use std::ops::Range;

use crate::annotate::Context;
use crate::lexicon::references::PlaceSort;
use crate::model::{
    EARTH_KM, EventPlace, Place, PlaceLevel, PlaceMention, PlaceRelation, RelationKind, Span, destination,
};

const MOST_BETWEEN_KM: f64 = 150.0;

/// Where an event at this mention happened: the place itself, or the point that the words around it describe.
pub fn event_place(context: &Context<'_>, places: &[PlaceMention], index: usize) -> EventPlace {
    let mention = &places[index];
    if let Some((other, kind, span)) = pair(context, places, index) {
        let (near, far) = (&mention.place, &places[other].place);
        let relation = PlaceRelation { kind, distance_km: None, bearing_deg: None };
        return EventPlace { span, place: middle(near, far), relation: Some(relation), carried: false };
    }
    match relation_at(context, mention) {
        Some((relation, span)) => {
            let place = locate(&mention.place, &relation);
            EventPlace { span: span.cover(mention.span), place, relation: Some(relation), carried: false }
        }
        None => EventPlace { span: mention.span, place: mention.place.clone(), relation: None, carried: false },
    }
}

/// "between A and B", "along the A–B highway": the other mention, the kind of relation and the words of both.
fn pair(context: &Context<'_>, places: &[PlaceMention], index: usize) -> Option<(usize, RelationKind, Span)> {
    let mention = &places[index];
    let joins = |left: &PlaceMention, right: &PlaceMention| -> Option<RelationKind> {
        let joint = super::between(context.text, left.span, right.span).trim();
        let reader = Reader::new(context, left.span)?;
        let after = Reader::new(context, right.span)?;
        let before = (1..=3).find_map(|count| reader.before(count).filter(|word| word == "between"));
        if before.is_some() && joint.split_whitespace().any(|word| word == "and") && joint.len() < 30 {
            return Some(RelationKind::Between);
        }
        let road = ["highway", "road", "motorway", "route", "axis", "line", "railway"];
        let is_road = (1..=2).any(|count| after.behind(count).is_some_and(|word| road.contains(&word.as_str())));
        (matches!(joint, "-" | "–" | "—" | "to") && is_road).then_some(RelationKind::Along)
    };
    let next = (index + 1 < places.len()).then_some((index, index + 1));
    let previous = index.checked_sub(1).map(|before| (before, index));
    [next, previous].into_iter().flatten().find_map(|(left, right)| {
        let kind = joins(&places[left], &places[right])?;
        let other = if left == index { right } else { left };
        // Talks "between" two far capitals are not held half-way.
        let (distance, _) = course(mention.place.point()?, places[other].place.point()?);
        (distance <= MOST_BETWEEN_KM).then_some(())?;
        Some((other, kind, places[left].span.cover(places[right].span)))
    })
}

/// How an event told at this mention stands to it, with the words that say so.
pub fn relation_at(context: &Context<'_>, mention: &PlaceMention) -> Option<(PlaceRelation, Span)> {
    let reader = Reader::new(context, mention.span)?;
    let mut at = reader.tokens.start;
    // "the town of X", "the town", "Y's X": the phrase begins before the name.
    loop {
        match reader.word_before(at, 1)?.as_str() {
            "the" | "this" | "that" | "same" | "nearby" => at -= 1,
            "of" if reader.word_before(at, 2).is_some_and(|word| is_kind(context, &word)) => at -= 2,
            "city" | "town" | "village" | "villages" | "towns" | "cities" => at -= 1,
            _ => break,
        }
        if at <= reader.first {
            return None;
        }
    }
    let from = |start: usize| context.syntax.tokens[start].span.cover(mention.span);
    let last = reader.word_before(at, 1)?;
    if matches!(last.as_str(), "of" | "from" | "outside" | "away" | "inside") {
        let (bearing, start) = reader.bearing_before(at - 1);
        if let Some((distance, first)) = reader.distance_before(start) {
            let describes_a_place = reader.word_before(first, 1).is_some_and(|word| word == ",")
                && reader.is_name_before(first, 2)
                || reader.is_name_before(first, 1);
            let relation =
                PlaceRelation { kind: RelationKind::Offset, distance_km: Some(distance), bearing_deg: bearing };
            return (!describes_a_place).then(|| (relation, from(first)));
        }
        if bearing.is_some() && last == "of" {
            let relation = PlaceRelation { kind: RelationKind::Offset, distance_km: None, bearing_deg: bearing };
            return Some((relation, from(start)));
        }
    }
    if let Some(start) = reader.nearness_before(at) {
        let relation = PlaceRelation { kind: RelationKind::Near, distance_km: None, bearing_deg: None };
        return Some((relation, from(start)));
    }
    let (bearing, start) = reader.bearing_before(at);
    if bearing.is_some() {
        let relation = PlaceRelation { kind: RelationKind::In, distance_km: None, bearing_deg: bearing };
        return Some((relation, from(start)));
    }
    reader.side_behind().map(|(bearing, end)| {
        let relation = PlaceRelation { kind: RelationKind::In, distance_km: None, bearing_deg: Some(bearing) };
        (relation, mention.span.cover(context.syntax.tokens[end].span))
    })
}

/// The words around one span, in lower case, within its sentence.
struct Reader<'c, 'a> {
    context: &'c Context<'a>,
    tokens: Range<usize>,
    first: usize,
    last: usize,
}

impl<'c, 'a> Reader<'c, 'a> {
    fn new(context: &'c Context<'a>, span: Span) -> Option<Reader<'c, 'a>> {
        let tokens = context.syntax.tokens_in(span);
        let sentence = context.syntax.tokens.get(tokens.start)?.sentence;
        let around = &context.syntax.sentences[sentence].tokens;
        Some(Reader { context, first: around.start, last: around.end, tokens })
    }

    fn word(&self, at: usize) -> String {
        self.context.syntax.tokens[at].span.of(self.context.text).to_lowercase()
    }

    fn word_before(&self, at: usize, count: usize) -> Option<String> {
        at.checked_sub(count).filter(|at| (self.first..self.last).contains(at)).map(|at| self.word(at))
    }

    fn before(&self, count: usize) -> Option<String> {
        self.word_before(self.tokens.start, count)
    }

    fn behind(&self, count: usize) -> Option<String> {
        Some(self.tokens.end + count - 1).filter(|at| *at < self.last).map(|at| self.word(at))
    }

    fn is_name_before(&self, at: usize, count: usize) -> bool {
        at.checked_sub(count).filter(|at| *at >= self.first).is_some_and(|at| {
            let token = &self.context.syntax.tokens[at];
            token.pos == "PROPN" && token.span.of(self.context.text).starts_with(char::is_uppercase)
        })
    }

    /// A direction that ends before `at`, and where it begins: "southwest", "south-west", "to the north", "northern".
    fn bearing_before(&self, at: usize) -> (Option<f64>, usize) {
        let Some(word) = self.word_before(at, 1) else { return (None, at) };
        let (mut name, mut start) = (word, at - 1);
        if self.word_before(start, 1).is_some_and(|word| word == "-")
            && let Some(first) = self.word_before(start, 2)
            && bearing(&first).is_some()
        {
            (name, start) = (first + &name, start - 2);
        } else if self.word_before(start, 1).is_some_and(|word| matches!(word.as_str(), "north" | "south"))
            && matches!(name.as_str(), "east" | "west")
        {
            (name, start) = (self.word(start - 1) + &name, start - 1);
        }
        let Some(degrees) = bearing(&name) else { return (None, at) };
        let filler = |at: usize| {
            self.word_before(at, 1).is_some_and(|word| matches!(word.as_str(), "the" | "to" | "due" | "just"))
        };
        while filler(start) {
            start -= 1;
        }
        (Some(degrees), start)
    }

    /// A distance that ends before `at`, in kilometres, and where it begins: "8km", "some 10 miles", "50 kilometres".
    fn distance_before(&self, at: usize) -> Option<(f64, usize)> {
        let word = self.word_before(at, 1)?;
        let (value, mut start) = match glued_distance(&word) {
            Some(value) => (value, at - 1),
            None => {
                let unit = unit_km(&word)?;
                let hyphen = usize::from(self.word_before(at, 2)? == "-");
                (number(&self.word_before(at, 2 + hyphen)?)? * unit, at - 2 - hyphen)
            }
        };
        let about = [
            "some",
            "about",
            "around",
            "approximately",
            "roughly",
            "nearly",
            "almost",
            "just",
            "over",
            "only",
            "than",
            "more",
            "less",
        ];
        while self.word_before(start, 1).is_some_and(|word| about.contains(&word.as_str())) {
            start -= 1;
        }
        (value > 0.0 && value < 2_000.0).then_some((value, start))
    }

    /// "near", "just outside", "on the outskirts of", "in the vicinity of".
    fn nearness_before(&self, at: usize) -> Option<usize> {
        let last = self.word_before(at, 1)?;
        match last.as_str() {
            "near" | "outside" | "alongside" | "beside" => Some(at - 1),
            "around" if self.word_before(at, 2).is_none_or(|word| word != "and") => Some(at - 1),
            "to" if self
                .word_before(at, 2)
                .is_some_and(|word| matches!(word.as_str(), "close" | "next" | "adjacent")) =>
            {
                Some(at - 2)
            }
            "of" if self.word_before(at, 2).is_some_and(|word| {
                matches!(
                    word.as_str(),
                    "outskirts"
                        | "vicinity"
                        | "edge"
                        | "edges"
                        | "surroundings"
                        | "suburbs"
                        | "perimeter"
                        | "entrance"
                        | "gates"
                        | "environs"
                )
            }) =>
            {
                let mut start = at - 2;
                while self
                    .word_before(start, 1)
                    .is_some_and(|word| matches!(word.as_str(), "the" | "on" | "in" | "at") || bearing(&word).is_some())
                {
                    start -= 1;
                }
                Some(start)
            }
            _ => None,
        }
    }

    /// "X's southern countryside", "X southwestern countryside", "X's south".
    fn side_behind(&self) -> Option<(f64, usize)> {
        let possessed = usize::from(self.behind(1).is_some_and(|word| matches!(word.as_str(), "'s" | "’s")));
        let side = bearing(&self.behind(1 + possessed)?)?;
        let part = self.behind(2 + possessed);
        let countryside = part.is_some_and(|word| {
            matches!(
                word.as_str(),
                "countryside" | "suburbs" | "outskirts" | "districts" | "province" | "side" | "part"
            )
        });
        (countryside || possessed == 1).then(|| (side, self.tokens.end + possessed + usize::from(countryside)))
    }
}

/// "8km", "12.5km", "10mi".
fn glued_distance(word: &str) -> Option<f64> {
    let digits = word.trim_end_matches(|letter: char| letter.is_alphabetic() || letter == '.');
    if digits.is_empty() || digits.len() == word.len() {
        return None;
    }
    Some(number(digits)? * unit_km(&word[digits.len()..])?)
}

fn unit_km(word: &str) -> Option<f64> {
    match word.trim_end_matches('.') {
        "km" | "kms" | "kilometer" | "kilometers" | "kilometre" | "kilometres" => Some(1.0),
        "mile" | "miles" | "mi" => Some(1.609_344),
        "m" | "meter" | "meters" | "metre" | "metres" => Some(0.001),
        "yard" | "yards" => Some(0.000_914_4),
        _ => None,
    }
}

fn number(word: &str) -> Option<f64> {
    let spelled = || crate::text::numbers::small_number(word).map(f64::from);
    let tens = || match word {
        "a" => Some(1.0),
        "hundred" => Some(100.0),
        _ => None,
    };
    word.replace(',', "").parse().ok().filter(|value: &f64| value.is_finite()).or_else(spelled).or_else(tens)
}

/// Degrees from true north of a compass word, adjective or noun.
fn bearing(word: &str) -> Option<f64> {
    match word.trim_end_matches("ern") {
        "north" => Some(0.0),
        "northeast" => Some(45.0),
        "east" => Some(90.0),
        "southeast" => Some(135.0),
        "south" => Some(180.0),
        "southwest" => Some(225.0),
        "west" => Some(270.0),
        "northwest" => Some(315.0),
        hyphenated => bearing_of_pair(hyphenated.split_once('-')?),
    }
}

fn bearing_of_pair((first, second): (&str, &str)) -> Option<f64> {
    match (first, second) {
        ("north", "east") => Some(45.0),
        ("south", "east") => Some(135.0),
        ("south", "west") => Some(225.0),
        ("north", "west") => Some(315.0),
        _ => None,
    }
}

/// "the town of X": the phrase of a place begins before its name.
fn is_kind(context: &Context<'_>, word: &str) -> bool {
    context.lexicon.references.place_sort(word).is_some_and(|sort| sort != PlaceSort::Area)
}

/// "130 km from Deir ez-Zor" measures from a place; it is not what the text speaks of.
pub fn is_yardstick(context: &Context<'_>, mention: &PlaceMention) -> bool {
    relation_at(context, mention).is_some_and(|(relation, _)| relation.distance_km.is_some())
        || is_measured_from(context, mention.span)
}

/// Whether a distance is measured from these words: "130km from", "50 miles north of".
fn is_measured_from(context: &Context<'_>, span: Span) -> bool {
    let before = context.text.get(..span.start as usize).unwrap_or("");
    let mut words = before
        .split_whitespace()
        .rev()
        .map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase());
    let preposition = words.next();
    let measure = words.next().unwrap_or_default();
    matches!(preposition.as_deref(), Some("from" | "of"))
        && (measure.ends_with("km") || matches!(measure.as_str(), "miles" | "kilometres" | "kilometers" | "mile"))
}

/// The place that lies so from another: moved by distance and bearing, with the radius that the words leave open.
pub fn locate(anchor: &Place, relation: &PlaceRelation) -> Place {
    let mut place = anchor.clone();
    let Some((lat, lon)) = anchor.point() else { return place };
    let radius = anchor.radius_km.unwrap_or(5.0);
    let wide = is_wide(anchor);
    let (point, reach, level) = match (relation.kind, relation.distance_km, relation.bearing_deg) {
        (RelationKind::Offset, Some(distance), Some(bearing)) => {
            let reach = (distance * 0.2).max(2.0) + radius.min(10.0) * 0.5;
            (destination((lat, lon), distance, bearing), reach, Some(PlaceLevel::NearSettlement))
        }
        (RelationKind::Offset, Some(distance), None) => {
            ((lat, lon), distance + radius.min(10.0), Some(PlaceLevel::NearSettlement))
        }
        (RelationKind::Offset | RelationKind::In, None, Some(bearing)) if wide => {
            (destination((lat, lon), radius * 0.45, bearing), radius * 0.65, anchor.level)
        }
        (RelationKind::Offset, None, Some(bearing)) => {
            let distance = radius + 6.0;
            (destination((lat, lon), distance, bearing), distance + 6.0, Some(PlaceLevel::NearSettlement))
        }
        (RelationKind::In, None, Some(bearing)) => {
            (destination((lat, lon), radius * 0.4, bearing), radius, anchor.level)
        }
        (RelationKind::Near, ..) if wide => ((lat, lon), radius * 1.2, anchor.level),
        (RelationKind::Near, ..) => ((lat, lon), radius.max(5.0) + 10.0, Some(PlaceLevel::NearSettlement)),
        _ => ((lat, lon), radius, anchor.level),
    };
    let rounded = |value: f64| (value * 1e5).round() / 1e5;
    (place.lat, place.lon) = (Some(rounded(point.0)), Some(rounded(point.1)));
    place.radius_km = Some((reach * 10.0).round() / 10.0);
    place.level = level;
    place
}

/// A region rather than a spot.
fn is_wide(place: &Place) -> bool {
    matches!(
        place.level,
        Some(PlaceLevel::Country | PlaceLevel::Adm1 | PlaceLevel::Adm2 | PlaceLevel::Area | PlaceLevel::International)
    )
}

/// The middle of two places, with a radius that reaches both.
fn middle(a: &Place, b: &Place) -> Place {
    let (Some(from), Some(to)) = (a.point(), b.point()) else { return a.clone() };
    let (distance, bearing) = course(from, to);
    let point = destination(from, distance / 2.0, bearing);
    let rounded = |value: f64| (value * 1e5).round() / 1e5;
    // Two villages of which only the province is known have no middle nearer than that.
    let reach = |place: &Place| place.radius_km.filter(|_| place.geonames.is_none() && is_wide(place)).unwrap_or(0.0);
    let wide = [a, b].into_iter().max_by(|a, b| reach(a).total_cmp(&reach(b))).filter(|place| reach(place) > 0.0);
    Place {
        name: format!("{} – {}", a.name, b.name),
        geonames: None,
        lat: Some(rounded(point.0)),
        lon: Some(rounded(point.1)),
        country: if a.country == b.country { a.country.clone() } else { None },
        admin1: if a.admin1 == b.admin1 { a.admin1.clone() } else { None },
        level: wide.map_or(Some(PlaceLevel::Line), |place| place.level),
        radius_km: Some((distance / 2.0).max(2.0).round() + wide.map_or(0.0, reach)),
    }
}

/// Distance in kilometres and initial bearing from one point to another.
fn course(from: (f64, f64), to: (f64, f64)) -> (f64, f64) {
    let (lat, lon) = (from.0.to_radians(), from.1.to_radians());
    let (to_lat, to_lon) = (to.0.to_radians(), to.1.to_radians());
    let (north, east) = (to_lat - lat, to_lon - lon);
    let half = (north / 2.0).sin().powi(2) + lat.cos() * to_lat.cos() * (east / 2.0).sin().powi(2);
    let distance = 2.0 * EARTH_KM * half.sqrt().min(1.0).asin();
    let bearing = (east.sin() * to_lat.cos()).atan2(lat.cos() * to_lat.sin() - lat.sin() * to_lat.cos() * east.cos());
    (distance, bearing.to_degrees().rem_euclid(360.0))
}
