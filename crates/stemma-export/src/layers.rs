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
        let value = time.interval.map(words::interval).or_else(|| time.value.clone());
        layer(LayerKind::Time, time.span, value.unwrap_or_else(|| words_at(time.span)))
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
