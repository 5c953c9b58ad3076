//! Entities of FollowTheMoney, one a line: what Aleph, OpenSanctions and other tools of investigators read.
//!
//! Pages are articles, happenings are events with the pages as their proof, those who take part are organisations where the register knows
//! them; nobody is made a person or a company by the words of a page. An entity is written once, and after all that it points to.

use std::collections::HashSet;

use serde_json::{Value, json};
use stemma::lexicon::Lexicon;
use stemma::lexicon::actors::{Actor, ActorKind};
use stemma::model::{Day, Event, Party, Place};
use stemma::text::digest::sha256;
use stemma_store::{Dataset, PageRow};
use stemma_workspace::ask::NodeKind;

use super::super::{Format, Report};
use super::{copying, each_tree, ids, known};
use crate::harmless::{holdable, json};
use crate::{Fault, Output, Source};

pub struct Ftm;

impl Format for Ftm {
    fn name(&self) -> &'static str {
        "ftm"
    }

    fn about(&self) -> &'static str {
        "entities of FollowTheMoney: articles, events, those who take part, places, and the links between them"
    }

    fn file(&self) -> &'static str {
        "entities.ftm.json"
    }

    fn loses(&self) -> &'static [&'static str] {
        &[
            "those who take part and are not in the register: only the summary names them",
            "the words of pages beside those that tell an event; claims, contradictions and who held which place",
            "the language of pages, which it wants in other codes; addresses that are no plain address of the web",
            "sources that nobody collected, and copying that is less probable than not",
            "names beyond 384, texts beyond 65,000 letters: they are cut; days that are not known to the day are the first and the last one",
        ]
    }

    fn write(&self, source: &Source<'_>, output: &mut Output) -> Result<Report, Fault> {
        let mut entities =
            Entities { out: output.open(self.file())?, seen: HashSet::new(), lexicon: source.lexicon, written: 0 };
        source.each_page(|row| entities.put(article(&row)))?;
        source.each_record(|event| {
            let mut pages: Vec<&str> = event.mentions.iter().map(|mention| mention.doc.as_str()).collect();
            pages.sort_unstable();
            pages.dedup();
            // A page of another day than those asked for may tell an event of these.
            for page in source.store.pages_of(&pages)? {
                entities.put(article(&page))?;
            }
            entities.event(&event, &pages)
        })?;
        each_tree(source, |_, tree| {
            let pages = ids(tree, NodeKind::Page);
            for edge in copying(tree).filter(|edge| pages.contains(edge.parent.as_str())) {
                for page in source.store.pages_of(&[edge.child.as_str(), edge.parent.as_str()])? {
                    entities.put(article(&page))?;
                }
                let words = format!("probability {}; {} words shared, {} differ", edge.p, edge.words, edge.edits);
                let link = link(&id("page", &edge.child), &id("page", &edge.parent), "has words from");
                entities.put(Entity { more: json!({"summary": [words]}), ..link })?;
            }
            Ok(())
        })?;
        entities.out.flush()?;
        Ok(Report { written: entities.written, ..Report::default() })
    }
}

struct Entity {
    id: String,
    schema: &'static str,
    properties: Value,
    /// Properties beside those that make it what it is.
    more: Value,
}

struct Entities<'l> {
    out: Box<dyn std::io::Write>,
    /// The ids that were written; only asked, never listed.
    seen: HashSet<String>,
    lexicon: &'l Lexicon,
    written: u64,
}

impl Entities<'_> {
    fn put(&mut self, entity: Entity) -> Result<(), Fault> {
        if !self.seen.insert(entity.id.clone()) {
            return Ok(());
        }
        self.written += 1;
        let mut properties = entity.properties;
        if let (Some(properties), Value::Object(more)) = (properties.as_object_mut(), entity.more) {
            properties.extend(more);
        }
        let line = json!({"id": entity.id, "schema": entity.schema, "properties": known(properties)});
        Ok(json(&mut self.out, &line, false)?)
    }

    fn event(&mut self, event: &Event, pages: &[&str]) -> Result<(), Fault> {
        let sides = [("actor", &event.actors), ("recipient", &event.recipients)];
        let lexicon = self.lexicon;
        let known = |party: &Party| {
            party.id.as_deref().and_then(|id| lexicon.actors.get(id)).filter(|actor| schema(actor.kind).is_some())
        };
        let parties: Vec<(&str, &Actor)> = sides
            .iter()
            .flat_map(|(role, side)| side.iter().filter_map(move |party| Some((*role, known(party)?))))
            .collect();
        for (_, actor) in &parties {
            self.actor(actor)?;
        }
        if let Some(place) = &event.place {
            self.put(address(place, lexicon))?;
        }
        let event_id = id("event", &event.id);
        let mut involved: Vec<String> = parties.iter().map(|(_, actor)| id("actor", &actor.id)).collect();
        involved.sort_unstable();
        involved.dedup();
        let day = event.time.filter(|time| time.from == time.to).map(|time| time.from);
        let proof: Vec<String> = pages.iter().map(|page| id("page", page)).collect();
        let quotes: Vec<String> = event.mentions.iter().filter_map(|mention| cut(&mention.quote, TEXT)).collect();
        let keywords: Vec<&str> =
            [Some(&event.kind), Some(&event.plover), event.acled.as_ref(), event.acled_sub.as_ref()]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect();
        self.put(Entity {
            id: event_id.clone(),
            schema: "Event",
            properties: json!({
                "name": one(&event.summary, NAME),
                "summary": one(&event.summary, TEXT),
                "description": each_once(quotes),
                "keywords": keywords,
                "recordId": [event.id],
                "date": day.into_iter().collect::<Vec<Day>>(),
                "startDate": event.time.map(|time| [time.from]),
                "endDate": event.time.map(|time| [time.to]),
                "location": event.place.as_ref().map(|place| one(&full(place), PLACE)),
                "country": event.place.as_ref().and_then(|place| alpha2(place.country.as_deref()?, lexicon)).map(|code| [code]),
                "addressEntity": event.place.as_ref().map(|place| [id("place", &place_key(place))]),
                "involved": involved,
                "proof": proof,
                "notes": [told(event)],
            }),
            more: Value::Null,
        })?;
        for (role, actor) in parties {
            let days = json!({"date": day.into_iter().collect::<Vec<Day>>(), "proof": proof});
            self.put(Entity { more: days, ..link(&id("actor", &actor.id), &event_id, role) })?;
        }
        Ok(())
    }

    /// One of the register, after all that it belongs to.
    fn actor(&mut self, actor: &Actor) -> Result<(), Fault> {
        let lexicon = self.lexicon;
        let chain: Vec<&Actor> = std::iter::once(actor).chain(lexicon.actors.parents(&actor.id)).collect();
        for (at, actor) in chain.iter().enumerate().rev() {
            let Some(schema) = schema(actor.kind) else { continue };
            let parent = chain.get(at + 1).filter(|parent| self::schema(parent.kind).is_some());
            let aliases = actor.aliases.iter().filter_map(|alias| cut(alias.trim_start_matches('='), NAME)).collect();
            self.put(Entity {
                id: id("actor", &actor.id),
                schema,
                properties: json!({
                    "name": one(&actor.name, NAME),
                    "alias": each_once(aliases),
                    "country": actor.country.as_deref().and_then(|country| alpha2(country, lexicon)).map(|code| [code]),
                    "parent": parent.map(|parent| [id("actor", &parent.id)]),
                }),
                more: Value::Null,
            })?;
        }
        Ok(())
    }
}

/// How long the values of its types may be, in letters.
const NAME: usize = 384;
const STRING: usize = 1024;
const TEXT: usize = 65_000;
const PLACE: usize = 250;

/// A name that is the same in every export, of signs that every tool takes.
fn id(kind: &str, of: &str) -> String {
    format!("stemma-{}", &sha256(format!("{kind}:{of}").as_bytes())[..40])
}

/// A value as it can stand there; nothing where nothing is left of it.
fn cut(text: &str, most: usize) -> Option<String> {
    // Its own reader takes marks that are not seen out of values.
    let text: String = holdable(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = text.chars().take(most).collect();
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn one(text: &str, most: usize) -> Option<[String; 1]> {
    cut(text, most).map(|text| [text])
}

fn each_once(mut values: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    values.retain(|value| seen.insert(value.clone()));
    values
}

fn article(page: &PageRow) -> Entity {
    let day = page.from.filter(|_| page.from == page.to);
    let file = page.path.as_deref().and_then(|path| path.rsplit(['/', '\\']).next());
    let title = page.title.as_deref().or(file).unwrap_or(&page.id);
    Entity {
        id: id("page", &page.id),
        schema: "Article",
        properties: json!({
            "name": one(title, NAME),
            "title": page.title.as_deref().and_then(|title| one(title, STRING)),
            "author": page.byline.as_deref().and_then(|byline| one(byline, STRING)),
            "publisher": page.outlet.as_deref().and_then(|outlet| one(outlet, STRING)),
            "fileName": file.and_then(|file| one(file, STRING)),
            "publishedAt": day.map(|day| [day]),
            "date": page.from.into_iter().chain(page.to).map(|day| day.to_string()).collect::<std::collections::BTreeSet<_>>(),
            "sourceUrl": page.url.as_deref().filter(|url| is_plain_address(url)).map(|url| [url]),
        }),
        more: Value::Null,
    }
}

/// What every reader of addresses takes as it stands: a host with a dot, and signs that need no escape.
fn is_plain_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/?=&%+,:;@!".contains(&byte);
    let host = |rest: &str| rest.split(['/', '?']).next().unwrap_or_default().to_owned();
    let is_host = |host: &str| {
        let is_part = |part: &str| {
            !part.is_empty()
                && !part.starts_with('-')
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        host.contains('.') && host.split('.').all(is_part)
    };
    url.len() <= 4096 && rest.is_some_and(|rest| rest.bytes().all(is_plain) && is_host(&host(rest)))
}

/// Words for what the fields of an event have no room for.
fn told(event: &Event) -> String {
    let name = |value: Value| value.as_str().unwrap_or_default().to_owned();
    let origins = &event.origins;
    let mut told = format!(
        "told as {}; {} articles, {} to {} origins; grade {}",
        name(json!(event.assertion)),
        event.articles,
        origins.min,
        origins.max,
        event.grade.admiralty_number
    );
    for toll in &event.toll {
        let bound = |bound: Option<u32>| bound.map_or("unknown".to_owned(), |bound| bound.to_string());
        let [low, best, high] = [toll.low, toll.best, toll.high].map(bound);
        told.push_str(&format!("; {} {}: low {low}, best {best}, high {high}", toll.group, toll.measure));
    }
    if let Some(checked) = event.checked() {
        told.push_str(&format!("; {} by a person", checked.name()));
    }
    cut(&told, TEXT).unwrap_or_default()
}

/// What somebody of the register is there; a people is nobody who could own or do something.
fn schema(kind: ActorKind) -> Option<&'static str> {
    use ActorKind::*;
    Some(match kind {
        Country | Government | Agency | StateForce | Police => "PublicBody",
        MilitaryCompany => "Company",
        ArmedGroup | Militia | Alliance | Gang | Party | Igo | Ngo | Monitor | Media => "Organization",
        People => return None,
    })
}

fn link(subject: &str, object: &str, role: &str) -> Entity {
    Entity {
        id: id("link", &format!("{subject} {role} {object}")),
        schema: "UnknownLink",
        properties: json!({"subject": [subject], "object": [object], "role": [role]}),
        more: Value::Null,
    }
}

/// What tells places apart.
fn place_key(place: &Place) -> String {
    let point = place.point().map(|(lat, lon)| format!("{lat},{lon}")).unwrap_or_default();
    format!(
        "{}|{}|{}|{point}",
        place.name,
        place.admin1.as_deref().unwrap_or_default(),
        place.country.as_deref().unwrap_or_default()
    )
}

fn full(place: &Place) -> String {
    let parts = [Some(&place.name), place.admin1.as_ref(), place.country.as_ref()];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn address(place: &Place, lexicon: &Lexicon) -> Entity {
    let radius = place.radius_km.map(|radius| [format!("within {radius} km of the point")]);
    Entity {
        id: id("place", &place_key(place)),
        schema: "Address",
        properties: json!({
            "name": one(&place.name, NAME),
            "full": one(&full(place), PLACE),
            "region": place.admin1.as_deref().and_then(|unit| one(unit, STRING)),
            "country": place.country.as_deref().and_then(|country| alpha2(country, lexicon)).map(|code| [code]),
            "latitude": place.lat.map(|lat| [lat.to_string()]),
            "longitude": place.lon.map(|lon| [lon.to_string()]),
            "remarks": radius.filter(|_| place.point().is_some()),
        }),
        more: Value::Null,
    }
}

/// A country by the two letters of ISO 3166-1, small as it writes them.
fn alpha2(country: &str, lexicon: &Lexicon) -> Option<String> {
    let country = lexicon.gazetteer.country_of_code(country).and_then(|id| lexicon.gazetteer.country(id))?;
    std::str::from_utf8(&country.alpha2).ok().map(str::to_lowercase)
}
