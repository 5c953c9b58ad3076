//! What a person says of an event as it is written: `accept`, `killed=12`, `place=El Fasher`, `merge=e-91c0`.

use stemma::annotate::places::of_entry;
use stemma::fuse::review;
use stemma::lexicon::Lexicon;
use stemma::lexicon::gazetteer::{Entry, Feature};
use stemma::model::{
    Assertion, Coding, Count, Day, Event, Field, Interval, Party, Place, PlaceLevel, Precision, Said, Value,
};
use stemma_store::{Dataset, TOLD};

use crate::Error;
use crate::ask::{bbox, event_of_id, first_day, last_day, nearest_kinds, point};

/// What is written, in the words of [`Field`] and [`Said`].
pub fn said(written: &str, event: &Event, store: &impl Dataset, lexicon: &Lexicon) -> Result<Said, Error> {
    match written.trim() {
        "accept" => return Ok(Said::Accept),
        "reject" => return Ok(Said::Reject),
        "hold" => return Ok(Said::Hold),
        _ => {}
    }
    let Some((field, value)) = written.split_once('=') else {
        return Err(wrong(format!("{written}: say accept, reject or hold, or field=value, as in killed=12")));
    };
    let (field, value) = (field.trim(), value.trim());
    match field {
        "merge" => merge(value, event, store),
        "split" => split(value, event),
        _ => {
            let field = Field::named(field).ok_or_else(|| unknown_field(field))?;
            let value = if value == "unknown" { unknown(field)? } else { of_field(field, value, event, lexicon)? };
            Ok(Said::Set { field, value })
        }
    }
}

fn wrong(message: String) -> Error {
    Error::Query(message)
}

fn unknown_field(written: &str) -> Error {
    let names: Vec<&str> = Field::ALL.iter().map(|(_, name)| *name).collect();
    wrong(format!("{written}: no field is called so; the fields are {}, merge and split", names.join(", ")))
}

fn unknown(field: Field) -> Result<Value, Error> {
    match field {
        Field::Kind | Field::Told => Err(wrong(format!("{}: every event has one; say which", field.name()))),
        _ => Ok(Value::Unknown),
    }
}

fn of_field(field: Field, written: &str, event: &Event, lexicon: &Lexicon) -> Result<Value, Error> {
    match field {
        Field::Day => days(written).map(Value::Days),
        Field::Place => place(written, event, lexicon).map(|place| Value::Place(Box::new(place))),
        Field::Kind => kind(written, lexicon).map(Value::Kind),
        Field::Told => told(written).map(Value::Told),
        Field::Actor | Field::Recipient => parties(written, lexicon),
        _ => count(written).map(Value::Count),
    }
}

/// A day, a month, a year, or two days with `..` between.
fn days(written: &str) -> Result<Interval, Error> {
    let way_out =
        || wrong(format!("{written}: no such day; write 2024-06-09, 2024-06, 2024 or 2024-06-07..2024-06-09"));
    if let Some((from, to)) = written.split_once("..") {
        let (from, to): (Day, Day) = from.trim().parse().ok().zip(to.trim().parse().ok()).ok_or_else(way_out)?;
        let precision = if from == to { Precision::Day } else { Precision::Range };
        return if from <= to { Ok(Interval { from, to, precision }) } else { Err(way_out()) };
    }
    let (from, to) = first_day(written).and_then(|from| Ok((from, last_day(written)?))).map_err(|_| way_out())?;
    let precision = match written.len() {
        4 => Precision::Year,
        7 => Precision::Month,
        _ => Precision::Day,
    };
    Ok(Interval { from, to, precision })
}

/// How far a place may be from a settlement and still take its country.
const NEAR_KM: f64 = 100.0;
/// How many places of one name are offered.
const OFFERED: usize = 5;

/// A name of the gazetteer, also with its country or province behind a comma; a GeoNames number; or a point, with or without a name
/// before it: `El Fasher`, `Tripoli, Lebanon`, `geonames:379252`, `13.63,25.35`, `Zamzam camp @ 13.49,25.31`.
fn place(written: &str, event: &Event, lexicon: &Lexicon) -> Result<Place, Error> {
    let gazetteer = &lexicon.gazetteer;
    if let Some(number) = written.strip_prefix("geonames:") {
        let entry = number.trim().parse().ok().and_then(|number| gazetteer.of_geonames(number));
        return entry.map(|entry| of_entry(gazetteer, &entry)).ok_or_else(|| {
            wrong(format!("{written}: the gazetteer has no place of this number; give a point, as in 13.63,25.35"))
        });
    }
    let (name, at) = match written.rsplit_once('@') {
        Some((name, at)) => (Some(name.trim()), point(at)),
        None => (None, point(written)),
    };
    if let Some(at) = at {
        let known = || event.place.as_ref().map(|place| place.name.clone());
        let name = name.map(str::to_owned).or_else(known).unwrap_or_else(|| format!("{}, {}", at.0, at.1));
        return Ok(pinned(name, at, lexicon));
    }
    if name.is_some() {
        return Err(wrong(format!(
            "{written}: no point stands behind the @; write it as in Zamzam camp @ 13.49,25.31"
        )));
    }
    named(written, lexicon)
}

/// A place at a point, in the country and province of the nearest settlement.
fn pinned(name: String, (lat, lon): (f64, f64), lexicon: &Lexicon) -> Place {
    let gazetteer = &lexicon.gazetteer;
    let near = gazetteer.nearest((lat, lon), NEAR_KM).map(|(entry, _)| of_entry(gazetteer, &entry)).unwrap_or_default();
    Place {
        name,
        geonames: None,
        lat: Some(lat),
        lon: Some(lon),
        country: near.country,
        admin1: near.admin1,
        level: Some(PlaceLevel::Point),
        radius_km: Some(1.0),
    }
}

/// The place that is called so: the only one, or the only one in the country or province behind the comma; else several are offered.
fn named(written: &str, lexicon: &Lexicon) -> Result<Place, Error> {
    let gazetteer = &lexicon.gazetteer;
    let found = entries(written, lexicon);
    match found.as_slice() {
        [only] => Ok(of_entry(gazetteer, only)),
        [] => Err(wrong(format!(
            "{written}: the gazetteer has no place of this name; give its point, as in {written} @ 13.49,25.31"
        ))),
        several => {
            let offered = several.iter().take(OFFERED).map(|entry| {
                let Place { name, admin1, country, geonames, .. } = of_entry(gazetteer, entry);
                let unit = [admin1, country].into_iter().flatten().collect::<Vec<_>>().join(", ");
                let number = geonames.map_or(String::new(), |number| format!(" = geonames:{number}"));
                format!("{name}, {unit}{number}")
            });
            let offered = offered.collect::<Vec<_>>().join("; ");
            Err(wrong(format!("{written}: {} places are called so; say which: {offered}", several.len())))
        }
    }
}

/// Places of the gazetteer that are called so, those of most people first; also with a country or a province behind a comma.
pub fn places_called(written: &str, lexicon: &Lexicon, most: usize) -> Vec<Place> {
    entries(written.trim(), lexicon).iter().take(most).map(|entry| of_entry(&lexicon.gazetteer, entry)).collect()
}

/// First-level units and settlements of the gazetteer in a box, so many of each, those of most people first.
pub fn places_in(written: &str, lexicon: &Lexicon, most: usize) -> Result<Vec<Place>, Error> {
    let bbox = bbox(written)?;
    let gazetteer = &lexicon.gazetteer;
    let largest = |is_of: fn(Feature) -> bool| {
        let mut found: Vec<Entry<'_>> =
            gazetteer.in_box([bbox.west, bbox.south, bbox.east, bbox.north], is_of).collect();
        found.sort_by(|a, b| b.population.cmp(&a.population).then(a.id.cmp(&b.id)));
        found.truncate(most);
        found
    };
    let of_box = largest(|feature| feature == Feature::Adm1).into_iter().chain(largest(Feature::is_settlement));
    Ok(of_box.map(|entry| of_entry(gazetteer, &entry)).collect())
}

fn entries<'l>(written: &str, lexicon: &'l Lexicon) -> Vec<Entry<'l>> {
    let gazetteer = &lexicon.gazetteer;
    let find = |name: &str| {
        let exact = gazetteer.exact(name);
        let candidates = if exact.is_empty() { gazetteer.folded(name) } else { exact };
        let mut found: Vec<Entry<'l>> =
            candidates.iter().filter_map(|candidate| gazetteer.entry(candidate.place)).collect();
        found.sort_by(|a, b| b.population.cmp(&a.population).then(a.id.cmp(&b.id)));
        found.dedup_by_key(|entry| entry.id);
        found
    };
    let mut found = find(written);
    if found.is_empty()
        && let Some((name, within)) = written.rsplit_once(',')
    {
        found = find(name.trim());
        found.retain(|entry| lies_in(entry, within.trim(), lexicon));
    }
    // A town and the unit that is named after it are one for who says its name.
    if let Some(first) = found.iter().position(|entry| entry.feature.is_settlement()) {
        let town = found[first];
        found.retain(|entry| {
            entry.id == town.id
                || entry.country != town.country
                || !matches!(entry.feature, Feature::Adm1 | Feature::Adm2)
        });
    }
    found
}

fn lies_in(entry: &Entry<'_>, within: &str, lexicon: &Lexicon) -> bool {
    let gazetteer = &lexicon.gazetteer;
    let country = gazetteer.country_of_code(within).or_else(|| gazetteer.country_of_name(within));
    if country.is_some() && entry.country == country {
        return true;
    }
    let units = gazetteer.exact(within).into_iter().map(|candidate| candidate.place);
    units.into_iter().any(|unit| entry.admin1 == Some(unit) || entry.admin2 == Some(unit))
}

fn kind(written: &str, lexicon: &Lexicon) -> Result<Coding, Error> {
    let Some(kind) = lexicon.events.kind(written) else {
        let near = nearest_kinds(lexicon.events.kinds().map(|kind| kind.id.clone()).collect(), written);
        return Err(wrong(format!("{written}: no kind is called so; nearest: {}", near.join(", "))));
    };
    Ok(Coding {
        kind: kind.id.clone(),
        label: kind.label.clone(),
        plover: kind.plover.clone(),
        mode: kind.mode.clone(),
        acled: kind.acled.clone(),
        acled_sub: kind.acled_sub.clone(),
    })
}

fn told(written: &str) -> Result<Assertion, Error> {
    TOLD.iter().find(|(_, word)| *word == written).map(|(told, _)| *told).ok_or_else(|| {
        let words: Vec<&str> = TOLD.iter().map(|(_, word)| *word).collect();
        wrong(format!("{written}: an event is told as one of {}", words.join(", ")))
    })
}

/// Names with `;` between; one that the register knows gets its id.
fn parties(written: &str, lexicon: &Lexicon) -> Result<Value, Error> {
    let party = |name: &str| {
        let by_id = lexicon.actors.get(name);
        let mut named = lexicon.actors.named(name);
        let known = by_id.or_else(|| named.next().filter(|_| named.next().is_none()));
        match known {
            Some(actor) if by_id.is_some() => Party { name: actor.name.clone(), id: Some(actor.id.clone()) },
            known => Party { name: name.to_owned(), id: known.map(|actor| actor.id.clone()) },
        }
    };
    let parties: Vec<Party> = written.split(';').map(str::trim).filter(|name| !name.is_empty()).map(party).collect();
    if parties.is_empty() {
        Err(wrong("a party needs a name, or say unknown".into()))
    } else {
        Ok(Value::Parties(parties))
    }
}

/// A number, two with `..` between, or one that is open at an end: `12`, `10..16`, `10..`, `..16`; a best one stands between: `10..12..16`.
fn count(written: &str) -> Result<Count, Error> {
    let way_out =
        || wrong(format!("{written}: no count; write 12, 10..16, 10.. for 10 or more, or 10..12..16 with a best"));
    let number = |text: &str| match text.trim() {
        "" => Ok(None),
        text => text.parse::<u32>().map(Some).map_err(|_| way_out()),
    };
    let parts: Vec<Option<u32>> = written.split("..").map(number).collect::<Result<_, _>>()?;
    let count = match parts[..] {
        [Some(only)] => Count { low: Some(only), best: Some(only), high: Some(only) },
        // "10 or more" is told of ten at least, and nobody gives another number.
        [Some(low), None] => Count { low: Some(low), best: Some(low), high: None },
        [low, high] => Count { low, best: None, high },
        [low, best, high] => Count { low, best, high },
        _ => return Err(way_out()),
    };
    let ends: Vec<u32> = [count.low, count.best, count.high].into_iter().flatten().collect();
    if ends.is_empty() || !ends.is_sorted() { Err(way_out()) } else { Ok(count) }
}

fn merge(other: &str, event: &Event, store: &impl Dataset) -> Result<Said, Error> {
    let other = event_of_id(store, other)?;
    if other.id == event.id {
        return Err(wrong(format!("{}: is the same event", other.id)));
    }
    if other.story != event.story {
        let story = other.story.unwrap_or_default();
        return Err(wrong(format!(
            "{}: is of another story ({story}); events of one story alone are merged",
            other.id
        )));
    }
    if store.is_second_rank(&other.id)? != store.is_second_rank(&event.id)? {
        return Err(wrong(format!(
            "{}: one of the two is a deed, the other are words about it; they are no one event",
            other.id
        )));
    }
    Ok(Said::Merge { kind: review::kind_read(&other), event: other.id, words: other.mentions })
}

/// Pages whose words tell another happening, with `;` between.
fn split(pages: &str, event: &Event) -> Result<Said, Error> {
    let pages: Vec<&str> = pages.split(';').map(str::trim).filter(|page| !page.is_empty()).collect();
    let told_in: Vec<&str> = event.mentions.iter().map(|mention| mention.doc.as_str()).collect();
    if let Some(page) = pages.iter().find(|page| !told_in.contains(page)) {
        return Err(wrong(format!("{page}: does not tell this event; those that do are {}", told_in.join(", "))));
    }
    let words: Vec<_> =
        event.mentions.iter().filter(|mention| pages.contains(&mention.doc.as_str())).cloned().collect();
    if words.is_empty() || words.len() == event.mentions.len() {
        return Err(wrong("split needs the pages that tell the other happening, and not all of them".into()));
    }
    Ok(Said::Split { words })
}

#[cfg(test)]
mod tests {
    use super::{count, days, told};

    #[test]
    fn days_are_written_as_in_every_filter() {
        let check = |written: &str, expected: &str| {
            let said = days(written).map(|days| format!("{}..{}", days.from, days.to));
            assert_eq!(said.ok().as_deref(), Some(expected), "{written}");
        };
        check("2024-06-09", "2024-06-09..2024-06-09");
        check("2024-02", "2024-02-01..2024-02-29");
        check("2024", "2024-01-01..2024-12-31");
        check("2024-06-07..2024-06-09", "2024-06-07..2024-06-09");
        for wrong in ["2024-13", "9 June", "2024-06-09..2024-06-07", ""] {
            assert!(days(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn counts_have_bounds() {
        let check = |written: &str, low: Option<u32>, best: Option<u32>, high: Option<u32>| {
            let said = count(written).unwrap();
            assert_eq!((said.low, said.best, said.high), (low, best, high), "{written}");
        };
        check("12", Some(12), Some(12), Some(12));
        check("10..16", Some(10), None, Some(16));
        check("10..", Some(10), Some(10), None);
        check("..16", None, None, Some(16));
        check("10..12..16", Some(10), Some(12), Some(16));
        for wrong in ["", "..", "16..10", "twelve", "1..2..3..4"] {
            assert!(count(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_event_is_told_in_the_words_of_the_filters() {
        assert!(told("happened").is_ok() && told("denied").is_ok());
        assert!(told("asserted").unwrap_err().to_string().contains("not-happened"));
    }
}
