//! Where and when, as they stand behind a clause: "in Hajin, Deir ez-Zor, Syria, on 9 June 2024".

use stemma::model::{Day, Interval, Place, PlaceLevel, PlaceRelation, Precision, Published, RelationKind};

use super::phrases::Phrases;
use crate::words;

impl Phrases<'_> {
    /// A place with what it lies in, and the word before it; nothing where no name is known.
    pub fn place(&self, place: &Place, relation: Option<&PlaceRelation>, is_away: bool) -> Option<String> {
        // What lies between two places has the names of both.
        let between = place
            .name
            .split_once(" – ")
            .map(|(from, to)| format!("{} and {}", self.with_article(from), self.with_article(to)));
        let relation = relation.filter(|relation| relation.kind != RelationKind::Between || between.is_some());
        let name = between.filter(|_| relation.is_some()).map_or_else(|| self.place_name(place), Some)?;
        let before = match relation {
            Some(relation) => relative(relation),
            None => None,
        };
        let before = before.unwrap_or_else(|| match place.level {
            _ if is_away => "from".into(),
            Some(PlaceLevel::NearSettlement) => "near".into(),
            Some(PlaceLevel::Site | PlaceLevel::Point) => "at".into(),
            _ => "in".into(),
        });
        Some(format!("{before} {name}"))
    }

    /// `Hajin, Deir ez-Zor, Syria`, `Syria`, `the Gaza Strip`
    pub fn place_name(&self, place: &Place) -> Option<String> {
        // A name that was not found on the map may be any words.
        let name = place.name.trim();
        if name.is_empty() || place.point().is_none() {
            return None;
        }
        let mut parts = vec![self.with_article(name)];
        let country = place.country.as_deref().and_then(|code| self.country(code));
        let is_small = !matches!(
            place.level,
            Some(PlaceLevel::Country | PlaceLevel::Area | PlaceLevel::International | PlaceLevel::Line)
        );
        let unit = place.admin1.as_deref().filter(|_| is_small && place.level != Some(PlaceLevel::Adm1));
        for wider in unit
            .map(str::to_string)
            .into_iter()
            .chain(country.filter(|_| is_small || place.level == Some(PlaceLevel::Area)))
        {
            let units = &self.lexicon.wording.english.units;
            let bare = units.iter().find_map(|unit| wider.strip_suffix(unit.as_str())?.strip_suffix(' '));
            let wider = bare.map_or(wider.clone(), str::to_string);
            if !parts.iter().any(|part| is_of_name(part, &wider)) {
                parts.push(self.with_article(&wider));
            }
        }
        Some(parts.join(", "))
    }

    /// `Hajin, Syria`
    pub fn short_place(&self, place: &Place) -> Option<String> {
        self.place_name(&Place { admin1: None, ..place.clone() })
    }

    pub fn country(&self, code: &str) -> Option<String> {
        let gazetteer = &self.lexicon.gazetteer;
        let named = self.lexicon.actors.countries.get(code).map(|country| country.name.clone());
        named.or_else(|| Some(gazetteer.country(gazetteer.country_of_code(code)?)?.name.clone()))
    }

    fn with_article(&self, name: &str) -> String {
        if self.takes_the(name) { format!("the {name}") } else { name.to_string() }
    }
}

/// Whether the wider name says nothing that the narrower does not say: "Aleppo" in "Aleppo".
fn is_of_name(narrow: &str, wide: &str) -> bool {
    let plain = |name: &str| -> String {
        name.to_lowercase().chars().filter(|letter| letter.is_alphanumeric() || *letter == ' ').collect()
    };
    let (narrow, wide) = (plain(narrow), plain(wide));
    narrow.contains(&wide) || wide.starts_with(&narrow)
}

fn relative(relation: &PlaceRelation) -> Option<String> {
    match (relation.kind, relation.distance_km, relation.bearing_deg) {
        (RelationKind::Offset, Some(distance), Some(bearing)) => {
            Some(format!("{} km {} of", words::number(distance), words::compass(bearing)))
        }
        (RelationKind::Offset, Some(distance), None) => Some(format!("{} km from", words::number(distance))),
        (RelationKind::Offset, None, Some(bearing)) => Some(format!("{} of", words::compass(bearing))),
        (RelationKind::Offset | RelationKind::Near, ..) => Some("near".into()),
        (RelationKind::Between, ..) => Some("between".into()),
        (RelationKind::Along, ..) => Some("along".into()),
        (RelationKind::In, ..) => None,
    }
}

/// `on 9 June 2024`, `in June 2024`, `between 1 and 3 June 2024`, `between April 2023 and 14 June 2024`, `in the 1990s`
pub fn day(interval: Interval) -> String {
    let Interval { from, to, precision } = interval;
    let year = || if from.year() == to.year() { String::new() } else { format!(" {}", from.year()) };
    if from == to {
        let before = if precision == Precision::Inferred { "on or about" } else { "on" };
        return format!("{before} {}", words::day(from));
    }
    let is_whole_years = (from.month(), from.day(), to.month(), to.day()) == (1, 1, 12, 31);
    let written = words::interval(interval);
    match () {
        () if is_whole_years && from.year() == to.year() => format!("in {}", from.year()),
        () if is_whole_years && from.year() % 10 == 0 && to.year() == from.year() + 9 => {
            format!("in the {}s", from.year())
        }
        () if is_whole_years => format!("between {} and {}", from.year(), to.year()),
        () if !written.contains(['–', '—']) => format!("in {written}"),
        () if is_rough(interval) => format!("between {} and {}", rough(interval).0, rough(interval).1),
        () if (from.year(), from.month()) == (to.year(), to.month()) => {
            format!("between {} and {}", from.day(), words::day(to))
        }
        () => format!("between {} {}{} and {}", from.day(), words::month_name(from), year(), words::day(to)),
    }
}

/// Whether the ends of a long stretch are those of months: "since April" does not mean its first day.
fn is_rough(interval: Interval) -> bool {
    let Interval { from, to, .. } = interval;
    to.days_since(from) > 31 && (from.day() == 1 || is_last_of_month(to))
}

/// Both ends of a long stretch; within a year its months are needed to tell them apart.
fn rough(interval: Interval) -> (String, String) {
    let Interval { from, to, .. } = interval;
    match from.year() == to.year() {
        true if from.day() == 1 => (words::month_name(from).into(), end_of_month(to)),
        true => (format!("{} {}", from.day(), words::month_name(from)), end_of_month(to)),
        false => (beginning(from), end(to)),
    }
}

fn end_of_month(day: Day) -> String {
    if is_last_of_month(day) { month(day) } else { words::day(day) }
}

/// `14 April 2023`, `April 2023`, `2023`: a stretch that begins on a first day of a month or a year is known by no more than that.
pub fn beginning(day: Day) -> String {
    match (day.month(), day.day()) {
        (1, 1) => day.year().to_string(),
        (_, 1) => month(day),
        _ => words::day(day),
    }
}

/// The same for its end.
pub fn end(day: Day) -> String {
    match (day.month(), day.day()) {
        (12, 31) => day.year().to_string(),
        _ => end_of_month(day),
    }
}

fn is_last_of_month(day: Day) -> bool {
    Day::last_of_month(day.year(), day.month()) == Some(day)
}

fn month(day: Day) -> String {
    format!("{} {}", words::month_name(day), day.year())
}

/// The days in one of which a page was published.
pub fn interval(published: &Published) -> Interval {
    Interval { from: published.start, to: published.end, precision: published.precision }
}

/// `9 June 2024`, `June 2024, day unknown`
pub fn published(published: &Published) -> String {
    with_doubt(words::published(published), interval(published))
}

/// A month or a year is said to be one: nobody should take it for its first day.
fn with_doubt(written: String, interval: Interval) -> String {
    let is_of_days = interval.from == interval.to || written.contains(['–', '—']);
    if is_of_days { written } else { format!("{written}, day unknown") }
}

/// `8–11 Sep 2022`, `Sep 2022, day unknown`: for tables and headings, months by their first three letters.
pub fn short_day(interval: Interval) -> String {
    let written = match is_rough(interval) {
        true if !words::interval(interval).contains('–') => words::interval(interval),
        true => format!("{} – {}", rough(interval).0, rough(interval).1),
        false => words::interval(interval),
    };
    let short = |word: &str| {
        if word.starts_with(char::is_alphabetic) { word.chars().take(3).collect() } else { word.to_string() }
    };
    with_doubt(written.split(' ').map(short).collect::<Vec<String>>().join(" "), interval)
}
