//! Everything as linked data, in one document of JSON-LD that needs no other one to be read: pages, claims and events after schema.org, who
//! has words from whom after PROV-O, and what was read where on a page after the Web Annotation Data Model.
//!
//! A claim has a review only where a person looked at its event. Positions count characters of the text that the page has here, as the
//! model asks; what people corrected is told as the event, not as what the program read.

use serde_json::{Value, json};
use stemma::lexicon::Lexicon;
use stemma::model::{Applied, CopyEdge, Event, Party, Place, Said, Span, Standing};
use stemma_store::{ClaimRow, Dataset, Noun, PageRow, Record, StoryRow};
use stemma_workspace::ask::{self, Known, KnownPage, NodeKind, Tree};

use super::super::{Format, Report};
use super::{List, each_tree, ids, urn};
use crate::layers::{Layer, LayerKind, layers};
use crate::{Fault, Output, Source};

pub struct Jsonld;

impl Format for Jsonld {
    fn name(&self) -> &'static str {
        "jsonld"
    }

    fn about(&self) -> &'static str {
        "pages, claims, events, copies and every mention as linked data (schema.org, PROV-O, Web Annotation)"
    }

    fn file(&self) -> &'static str {
        "graph.jsonld"
    }

    fn loses(&self) -> &'static [&'static str] {
        &[
            "the shared passages of copies and what copying changed",
            "contradictions, corrections of the press, who held which place",
            "figures under other policies than the one asked for, and the words they rest on",
            "events of the second rank (demands, accusations, statements), beside their names",
        ]
    }

    fn write(&self, source: &Source<'_>, output: &mut Output) -> Result<Report, Fault> {
        let context: Value = serde_json::from_str(CONTEXT)?;
        let head = format!("{{\"@context\":{context},\n\"@graph\":[\n");
        let mut graph = List::begin(output.open(self.file())?, &head)?;
        let mut report = Report::default();
        let mut put = |node: Value| {
            report.written += 1;
            graph.put(node)
        };
        source.each_page(|row| {
            let Some(known) = page_of(source, &row)? else { return Ok(()) };
            put(page(&row, &known))?;
            annotations(&row.id, &known, source.lexicon).try_for_each(&mut put)
        })?;
        each_tree(source, |story, tree| derivations(story, tree).into_iter().try_for_each(&mut put))?;
        source.each_record(|found| put(event(&found, source.lexicon)))?;
        source.each_claim(|row| put(claim(&row, source.lexicon)))?;
        let asked = source.asked_events()?;
        for found in source.store.reviewed()? {
            if asked.as_ref().is_none_or(|asked| asked.contains(&found.id)) {
                let claims = source.store.claims_of(&found.id)?;
                let claims: Vec<String> = claims.iter().map(|claim| urn("claim", &claim.id)).collect();
                reviews(&found, &claims).into_iter().try_for_each(&mut put)?;
            }
        }
        graph.end("]}\n")?;
        Ok(report)
    }
}

const CONTEXT: &str = include_str!("context.json");

fn page_of(source: &Source<'_>, row: &PageRow) -> Result<Option<Box<KnownPage>>, Fault> {
    let record = Record { noun: Noun::Pages, id: row.id.clone(), title: String::new() };
    Ok(match ask::known(source.store, &record)? {
        Some(Known::Page(known)) => Some(known),
        _ => None,
    })
}

fn page(row: &PageRow, known: &KnownPage) -> Value {
    let publisher = row
        .outlet
        .as_ref()
        .map(|outlet| json!({"id": urn("outlet", outlet), "type": ["NewsMediaOrganization", "Agent"], "name": outlet}));
    let day = row.from.filter(|_| row.from == row.to);
    let is_range = day.is_none();
    json!({
        "id": urn("page", &row.id),
        "type": ["NewsArticle", "Entity"],
        "identifier": row.id,
        "headline": row.title,
        "creditText": row.byline,
        "inLanguage": row.language,
        "url": row.url,
        "datePublished": day,
        "publishedFrom": row.from.filter(|_| is_range),
        "publishedTo": row.to.filter(|_| is_range),
        "wasAttributedTo": publisher.as_ref().map(|publisher| publisher["id"].clone()),
        "publisher": publisher,
        "story": row.story.as_ref().map(|story| urn("story", story)),
        "text": known.whole.reading.text,
    })
}

/// What was read on a page, an annotation a stretch.
fn annotations<'p>(id: &'p str, known: &'p KnownPage, lexicon: &Lexicon) -> impl Iterator<Item = Value> + 'p {
    let text = &*known.whole.reading.text;
    let characters = Characters::of(text);
    layers(known, lexicon).into_iter().enumerate().map(move |(at, layer)| annotation(id, at, &layer, text, &characters))
}

fn annotation(page: &str, at: usize, layer: &Layer, text: &str, characters: &Characters<'_>) -> Value {
    let Layer { span, layer, value, event } = layer;
    let (prefix, suffix) = around(text, *span);
    let purpose = match layer {
        LayerKind::Event => "oa:classifying",
        LayerKind::Attribution => "oa:describing",
        LayerKind::Name | LayerKind::Place | LayerKind::Time => "oa:identifying",
    };
    let words = json!({"type": "TextualBody", "value": value, "purpose": purpose});
    let event = event.as_ref().map(|event| json!(urn("event", event)));
    json!({
        "id": format!("{}:{at}", urn("annotation", page)),
        "type": "Annotation",
        "layer": layer,
        "motivation": purpose,
        "body": [Some(words), event],
        "target": {
            "type": "SpecificResource",
            "source": urn("page", page),
            "selector": [
                {
                    "type": "TextPositionSelector",
                    "start": characters.before(span.start as usize),
                    "end": characters.before(span.end as usize),
                },
                {"type": "TextQuoteSelector", "exact": span.of(text), "prefix": prefix, "suffix": suffix},
            ],
        },
    })
}

/// How many characters of its surroundings find a quote again.
const AROUND: usize = 32;

fn around(text: &str, span: Span) -> (&str, &str) {
    let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
    let from = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    (&before[from..], &after[..to])
}

/// Counts the characters before a byte of a text, without beginning anew each time.
pub(super) struct Characters<'t> {
    text: &'t [u8],
    /// How many there are before each step.
    counted: Vec<usize>,
}

const STEP: usize = 256;

impl<'t> Characters<'t> {
    pub(super) fn of(text: &'t str) -> Characters<'t> {
        let text = text.as_bytes();
        let mut counted = vec![0];
        for step in text.chunks(STEP) {
            counted.push(counted.last().unwrap_or(&0) + begun(step));
        }
        Characters { text, counted }
    }

    pub(super) fn before(&self, at: usize) -> usize {
        let step = at / STEP;
        self.counted[step] + begun(&self.text[step * STEP..at])
    }
}

/// How many characters begin among these bytes.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| *byte & 0xc0 != 0x80).count()
}

/// Who has words from whom in a story. Only what is more probable than not is said outright; the rest stands with its probability.
fn derivations(story: &StoryRow, tree: &Tree) -> Vec<Value> {
    let unseen = ids(tree, NodeKind::Unseen);
    // What nobody collected is known within its story only.
    let name = |id: &str| match unseen.contains(id) {
        true => urn("source", &format!("{}/{id}", story.id)),
        false => urn("page", id),
    };
    let mut nodes: Vec<Value> = Vec::new();
    for node in tree.nodes.iter().filter(|node| node.kind == NodeKind::Unseen) {
        nodes.push(json!({"id": name(&node.id), "type": ["UnseenSource", "Entity"], "name": node.label}));
    }
    for edges in tree.edges.chunk_by(|a, b| a.child == b.child) {
        let outright = edges.iter().filter(|edge| edge.p >= CopyEdge::COPYING).map(|edge| name(&edge.parent));
        let qualified = edges.iter().map(|edge| {
            json!({
                "type": "Derivation",
                "derivedFrom": name(&edge.parent),
                "probability": edge.p,
                "sharedWords": edge.words,
                "differingWords": edge.edits,
                "evidence": edge.evidence,
            })
        });
        nodes.push(json!({
            "id": urn("page", &edges[0].child),
            "wasDerivedFrom": outright.collect::<Vec<_>>(),
            "qualifiedDerivation": qualified.collect::<Vec<_>>(),
        }));
    }
    nodes
}

fn event(event: &Event, lexicon: &Lexicon) -> Value {
    let mut pages: Vec<&str> = event.mentions.iter().map(|mention| mention.doc.as_str()).collect();
    pages.sort_unstable();
    pages.dedup();
    let toll = event.toll.iter().map(|toll| {
        json!({
            "type": "PropertyValue",
            "measure": toll.measure,
            "group": toll.group,
            "low": toll.low,
            "best": toll.best,
            "high": toll.high,
        })
    });
    let parties = |parties: &[Party]| parties.iter().map(|party| self::party(party, lexicon)).collect::<Vec<_>>();
    json!({
        "id": urn("event", &event.id),
        "type": "Event",
        "identifier": event.id,
        "name": event.summary,
        "startDate": event.time.map(|time| time.from),
        "endDate": event.time.map(|time| time.to),
        "location": event.place.as_ref().map(place),
        "precision": event.precision(),
        "actor": parties(&event.actors),
        "recipient": parties(&event.recipients),
        "kind": event.kind,
        "plover": event.plover,
        "acled": event.acled,
        "acledSub": event.acled_sub,
        "told": event.assertion,
        "originsMin": event.origins.min,
        "originsMax": event.origins.max,
        "admiraltyNumber": event.grade.admiralty_number,
        "toll": toll.collect::<Vec<_>>(),
        "story": event.story.as_ref().map(|story| urn("story", story)),
        "subjectOf": pages.into_iter().map(|page| urn("page", page)).collect::<Vec<_>>(),
    })
}

fn place(place: &Place) -> Value {
    let geo = place.point().map(|(lat, lon)| json!({"type": "GeoCoordinates", "latitude": lat, "longitude": lon}));
    json!({
        "type": "Place",
        "name": place.name,
        "address": {"type": "PostalAddress", "addressCountry": place.country, "addressRegion": place.admin1},
        "geo": geo,
        "radiusKm": place.radius_km,
        "sameAs": place.geonames.map(|number| format!("https://sws.geonames.org/{number}/")),
    })
}

/// One of the register by its name there; of others the words of the pages.
fn party(party: &Party, lexicon: &Lexicon) -> Value {
    match party.id.as_deref().and_then(|id| lexicon.actors.get(id)) {
        Some(actor) => json!({"id": urn("actor", &actor.id), "type": "Organization", "name": actor.name}),
        None => json!({"name": party.name}),
    }
}

fn claim(row: &ClaimRow, lexicon: &Lexicon) -> Value {
    let mut named = lexicon.actors.named(&row.source);
    let id = named.next().filter(|_| named.next().is_none()).map(|actor| actor.id.clone());
    let speaker = Some(&row.source).filter(|name| !name.is_empty()).map(|name| Party { name: name.clone(), id });
    json!({
        "id": urn("claim", &row.id),
        "type": "Claim",
        "text": row.quote,
        "appearance": urn("page", &row.page),
        "author": speaker.map(|speaker| party(&speaker, lexicon)),
        "chain": row.chain,
        "datePublished": row.from,
        "about": row.event.as_ref().map(|event| urn("event", event)),
        "story": urn("story", &row.story),
    })
}

/// What people said of an event, where their word stands.
pub(super) fn reviews(event: &Event, claims: &[String]) -> Vec<Value> {
    let Some(review) =
        event.review.as_ref().filter(|review| review.checked.is_some_and(|checked| checked.is_checked()))
    else {
        return Vec::new();
    };
    let stands = |fix: &&Applied| matches!(fix.status, Standing::Applies | Standing::Agrees);
    let node = |fix: &Applied| {
        let verdict = match fix.said {
            Said::Accept => "accepted",
            Said::Reject => "rejected",
            Said::Set { .. } | Said::Merge { .. } | Said::Split { .. } => "corrected",
            Said::Hold | Said::Withdraw { .. } => return None,
        };
        Some(json!({
            "id": urn("review", &fix.id),
            "type": "ClaimReview",
            "claimReviewed": event.summary,
            "about": urn("event", &event.id),
            "itemReviewed": claims,
            "author": {"type": "Person", "name": fix.by},
            "datePublished": fix.at.get(..10),
            "reviewBody": Some(&fix.why).filter(|why| !why.is_empty()),
            "reviewRating": {"type": "Rating", "alternateName": verdict},
        }))
    };
    review.fixes.iter().filter(stands).filter_map(node).collect()
}
