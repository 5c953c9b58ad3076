//! The stretches of a page's text in which something was read, each with what was made of it in words.
//!
//! Comes in: what is known of a page. Goes out: names, places, times, who says something, and events with the id that they have in the
//! dataset; in the order of the text, where one lies in another the wider first. What was not resolved has the words of the page.

use std::cmp::Reverse;

use serde::Serialize;
use stemma::lexicon::Lexicon;
use stemma::model::{Attribution, Entity, EventMention, PlaceMention, Span, TimeMention};
use stemma_workspace::ask::KnownPage;

use crate::words;

/// A stretch of text in which something was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Layer {
    #[serde(flatten)]
    pub span: Span,
    pub layer: LayerKind,
    /// The name of the register, the place with its country, the days, who says it, the kind of event.
    pub value: String,
    /// The event that it is part of.
    pub event: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LayerKind {
    Event,
    Attribution,
    Name,
    Place,
    Time,
}

/// The layers of a page.
pub fn layers(known: &KnownPage, lexicon: &Lexicon) -> Vec<Layer> {
    let reading = &known.whole.reading;
    let read = &reading.annotations;
    let words_at = |span: Span| span.of(&reading.text).to_owned();
    let layer = |layer: LayerKind, span: Span, value: String| Layer { span, layer, value, event: None };
    let name = |entity: &Entity| {
        let registered = entity.id.as_deref().and_then(|id| lexicon.actors.get(id)).map(|actor| actor.name.clone());
        let value = registered.or_else(|| entity.name.clone()).unwrap_or_else(|| words_at(entity.span));
        layer(LayerKind::Name, entity.span, value)
    };
    let place = |place: &PlaceMention| layer(LayerKind::Place, place.span, words::place(&place.place, None));
    let time = |time: &TimeMention| {
        let value = time.interval.map_or_else(|| words_at(time.span), words::interval);
        layer(LayerKind::Time, time.span, value)
    };
    // A speaker said in the words of the page where nobody is named.
    let said = |attribution: &Attribution| {
        let source = attribution.source.first().map(|span| words_at(*span));
        let speaker = attribution.speaker.clone().or(source).unwrap_or_default();
        let chain = [speaker].into_iter().chain(attribution.carriers.iter().map(|carrier| carrier.name.clone()));
        let value = chain.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" → ");
        let part = |span: &Span| layer(LayerKind::Attribution, *span, value.clone());
        attribution.content.iter().map(part).collect::<Vec<_>>()
    };
    let event = |(at, mention): (usize, &EventMention)| {
        let label = lexicon.events.kind(&mention.kind).map_or(&mention.kind, |kind| &kind.label);
        let told = known.events.get(at).and_then(|told| told.as_ref()).map(|(id, _)| id.clone());
        Layer { event: told, ..layer(LayerKind::Event, mention.extent, label.clone()) }
    };
    let mut found: Vec<Layer> = read.entities.iter().map(name).collect();
    found.extend(read.places.iter().map(place));
    found.extend(read.times.iter().map(time));
    found.extend(read.attributions.iter().flat_map(said));
    found.extend(read.events.iter().enumerate().map(event));
    found.retain(|layer| !layer.span.is_empty());
    found.sort_by_key(|layer| (layer.span.start, Reverse(layer.span.end), layer.layer));
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use stemma::model::Reading;
    use stemma_store::Whole;
    use stemma_workspace::ask::KnownPage;

    use super::layers;
    use crate::brief::tests::{LEXICON, reading};

    const TEXT: &str = "The M23 shelled Goma on Friday for an hour, a doctor told the Harbour Post.";

    /// A span of the text, with what else is known of it.
    fn at(words: &str, mut rest: serde_json::Value) -> serde_json::Value {
        let start = TEXT.find(words).expect("it is in the text");
        rest["start"] = start.into();
        rest["end"] = (start + words.len()).into();
        rest
    }

    fn known() -> KnownPage {
        let span = |words: &str| at(words, json!({}));
        let day = json!({"from": "2023-04-14", "to": "2023-04-14", "precision": "day"});
        let event = json!({
            "trigger": span("shelled"), "sentence": span(TEXT), "extent": span("The M23 shelled Goma on Friday"),
            "kind": "shelling", "rule": "reader", "plover": "ASSAULT", "mode": null, "acled": null, "acled_sub": null,
            "assertion": "asserted", "actors": [], "recipients": [], "place": null, "time": null, "means": [], "toll": [],
            "territory": null, "stage": null, "confidence": null, "attribution": 0,
        });
        let annotations = json!({
            "sentences": [span(TEXT)],
            "entities": [at("Goma", json!({"type": "GPE", "id": null})), at("M23", json!({"type": "ORG", "id": "m23"}))],
            "places": [at("Goma", json!({
                "name": "Goma", "geonames": null, "lat": -1.67, "lon": 29.22, "country": "COD", "level": "settlement",
                "radius_km": 5.0,
            }))],
            "times": [
                at("Friday", json!({"type": "DATE", "value": "2023-04-14", "interval": day})),
                at("an hour", json!({"type": "DURATION", "value": "PT1H"})),
            ],
            "attributions": [{
                "source": [span("a doctor")], "cue": [span("told")], "content": [span("The M23 shelled Goma on Friday")],
                "kind": "indirect", "carriers": [{"name": "Harbour Post", "span": span("Harbour Post")}],
            }],
            "events": [event],
        });
        let reading = Reading { annotations: serde_json::from_value(annotations).unwrap(), ..reading("a", TEXT) };
        let whole = Whole { reading, bytes: TEXT.into(), notes: Vec::new(), version: 1 };
        KnownPage { whole, story: None, events: vec![Some(("e-1".into(), false))], marks: String::new() }
    }

    #[test]
    fn what_was_read_is_told_in_words_at_its_place_the_wider_first() {
        let found = layers(&known(), &LEXICON);
        let told: Vec<(String, &str, &str, Option<&str>)> = found
            .iter()
            .map(|layer| {
                let kind = serde_json::to_value(layer.layer).unwrap().as_str().unwrap().to_owned();
                (kind, layer.span.of(TEXT), layer.value.as_str(), layer.event.as_deref())
            })
            .collect();
        let words = "The M23 shelled Goma on Friday";
        let m23 = LEXICON.actors.get("m23").map_or("M23", |actor| &actor.name);
        let expected: Vec<(&str, &str, &str, Option<&str>)> = vec![
            ("event", words, "shelling", Some("e-1")),
            ("attribution", words, "a doctor → Harbour Post", None),
            ("name", "M23", m23, None),
            ("name", "Goma", "Goma", None),
            ("place", "Goma", "Goma (COD)", None),
            ("time", "Friday", "14 April 2023", None),
            ("time", "an hour", "an hour", None),
        ];
        let expected: Vec<_> =
            expected.into_iter().map(|(kind, at, value, of)| (kind.to_owned(), at, value, of)).collect();
        assert_eq!(told, expected);
        let json = serde_json::to_value(&found[0]).unwrap();
        assert_eq!((&json["start"], &json["end"], &json["layer"]), (&0.into(), &words.len().into(), &"event".into()));
    }
}
