//! Who held what, as of which day: from words that state it, and from deeds that change it.

use super::{compatible, quote};
use crate::model::{Assertion, Control, ControlStatus, Event, PlaceLevel, Reading, Territory};

pub fn control(readings: &[Reading], events: &[Event]) -> Vec<Control> {
    let mut found: Vec<Control> = Vec::new();
    for reading in readings {
        let as_of = reading.article.published.as_ref().map(|published| published.start);
        for holding in &reading.annotations.holdings {
            let mention = quote(reading, holding.span);
            let holder = holding.holder.name.clone().unwrap_or_else(|| holding.holder.text.clone());
            let same = found.iter_mut().find(|known| {
                known.holder == holder
                    && known.place == holding.place.name
                    && known.status == holding.status
                    && known.as_of == as_of
            });
            match same {
                Some(known) => known.mentions.push(mention),
                None => found.push(Control {
                    place: holding.place.name.clone(),
                    lat: holding.place.lat,
                    lon: holding.place.lon,
                    holder,
                    status: holding.status,
                    share: holding.share,
                    from: holding.from,
                    to: None,
                    as_of,
                    mentions: vec![mention],
                }),
            }
        }
    }
    for event in events.iter().filter(|event| matches!(event.assertion, Assertion::Asserted | Assertion::Background)) {
        let Some(place) = event.place.as_ref().filter(|place| place.level != Some(PlaceLevel::Country)) else {
            continue;
        };
        let (holder, status) = match event.territory {
            Some(Territory::Captured) => (event.actors.first(), ControlStatus::Claimed),
            Some(Territory::Lost) => (event.actors.first(), ControlStatus::Lost),
            Some(Territory::Besieged) => (event.recipients.first(), ControlStatus::Besieged),
            _ => continue,
        };
        let Some(holder) = holder else { continue };
        // One report makes a claim; two independent ones make it held.
        let status =
            if status == ControlStatus::Claimed && event.origins.min > 1 { ControlStatus::Held } else { status };
        found.push(Control {
            place: place.name.clone(),
            lat: place.lat,
            lon: place.lon,
            holder: holder.name.clone(),
            status,
            share: None,
            from: event.time.map(|time| time.from),
            to: None,
            as_of: event.time.map(|time| time.to),
            mentions: event.mentions.clone(),
        });
    }
    end_superseded(&mut found);
    found.sort_by(|a, b| {
        let key =
            |entry: &Control| (entry.place.clone(), entry.as_of, entry.holder.clone(), entry.mentions.first().cloned());
        key(a).cmp(&key(b))
    });
    found
}

/// A hold ends on the day when somebody else takes the place.
fn end_superseded(entries: &mut [Control]) {
    let captures: Vec<_> = entries
        .iter()
        .filter(|entry| matches!(entry.status, ControlStatus::Claimed | ControlStatus::Held))
        .filter_map(|entry| Some((entry.lat.zip(entry.lon), entry.place.clone(), entry.holder.clone(), entry.from?)))
        .collect();
    for entry in entries.iter_mut() {
        let Some(start) = entry.from.or(entry.as_of) else { continue };
        let next = captures.iter().filter(|(point, place, holder, from)| {
            let same = match (point, entry.lat.zip(entry.lon)) {
                (Some(a), Some(b)) => compatible::kilometres(*a, b) < 1.0,
                _ => *place == entry.place,
            };
            same && *holder != entry.holder && *from > start
        });
        entry.to = next.map(|(_, _, _, from)| *from).min();
    }
}
