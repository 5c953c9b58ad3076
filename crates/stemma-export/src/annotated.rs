//! One document as `stemma annotate` prints it: a view of a reading with the fields of the interface, in its order.

use serde::Serialize;
use stemma::model::{
    Attribution, Block, Entity, EventMention, PlaceMention, Published, Reading, Span, TextAt, TimeMention, TokenRow,
};

/// A reading as one JSON object. `text` and `tokens` are left out unless asked for.
#[derive(Serialize)]
pub struct Annotated<'a> {
    id: &'a str,
    sha256: &'a str,
    path: Option<&'a str>,
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    title: Option<Title<'a>>,
    outlet: Option<&'a str>,
    byline: Option<&'a str>,
    dateline: Option<&'a str>,
    language: Option<&'a str>,
    published: Option<&'a Published>,
    blocks: &'a [Block],
    sentences: &'a [Span],
    #[serde(skip_serializing_if = "Option::is_none")]
    tokens: Option<&'a [TokenRow]>,
    entities: &'a [Entity],
    places: &'a [PlaceMention],
    times: &'a [TimeMention],
    attributions: &'a [Attribution],
    events: &'a [EventMention],
}

/// A title with its place in the text layer; one from a `<meta>` element has none.
#[derive(Serialize)]
struct Title<'a> {
    text: &'a str,
    start: Option<u32>,
    end: Option<u32>,
}

impl<'a> Annotated<'a> {
    pub fn new(reading: &'a Reading, text: bool, tokens: bool) -> Annotated<'a> {
        let Reading { article, annotations, .. } = reading;
        Annotated {
            id: &reading.id,
            sha256: &reading.sha256,
            path: reading.path.as_deref(),
            url: reading.url.as_deref(),
            text: text.then_some(&reading.text),
            title: article.title.as_ref().map(Title::new),
            outlet: article.outlet.as_deref(),
            byline: article.byline.as_deref(),
            dateline: article.dateline.as_deref(),
            language: article.language.as_deref(),
            published: article.published.as_ref(),
            blocks: &article.blocks,
            sentences: &annotations.sentences,
            tokens: tokens.then_some(&annotations.tokens),
            entities: &annotations.entities,
            places: &annotations.places,
            times: &annotations.times,
            attributions: &annotations.attributions,
            events: &annotations.events,
        }
    }
}

impl Title<'_> {
    fn new(title: &TextAt) -> Title<'_> {
        Title { text: &title.text, start: title.span.map(|span| span.start), end: title.span.map(|span| span.end) }
    }
}

/// A record that could not be read, in the place of its object.
#[derive(Serialize)]
pub struct Refused<'a> {
    pub id: &'a str,
    pub error: &'a str,
}
