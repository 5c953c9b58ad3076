//! The records arranged for writing about them: which words tell an event, who says so, which pages they stand on.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use stemma::lexicon::Lexicon;
use stemma::model::{
    ActorMention, Assertion, Claim, Contradiction, CopyEdge, Event, EventMention, Links, Party, Picture, Quote,
    Reading, Scope, Span, TollEstimate, TollPolicy,
};

use super::phrases::{Heard, Phrase, Phrases, Role};
use super::ranks::Rank;
use super::sentence::Told;
use super::setting;
use crate::words;

/// How sure the reader must be of doers and targets that a sentence names.
const SURE: f32 = 0.6;
/// So many figures of an event are told with whose they are.
const FIGURES: usize = 4;
/// So much of a headline names a page that has no other name, in characters.
const TITLE_AS_NAME: usize = 60;

pub struct Desk<'a> {
    pub lexicon: &'a Lexicon,
    pub readings: BTreeMap<&'a str, &'a Reading>,
    pub links: &'a Links,
    pub picture: &'a Picture,
    /// The number of each document in the list of sources.
    pub numbers: BTreeMap<&'a str, usize>,
    pub claims: BTreeMap<&'a str, Vec<&'a Claim>>,
    claims_of_page: BTreeMap<&'a str, Vec<&'a Claim>>,
    pub contradictions: BTreeMap<&'a str, &'a Contradiction>,
    /// Who copied a page, or was copied by it.
    pub copies: BTreeMap<&'a str, &'a CopyEdge>,
    mentions: HashMap<(&'a str, Span), Vec<&'a EventMention>>,
    /// How each event stands in the report.
    pub ranks: HashMap<&'a str, Rank>,
}

impl<'a> Desk<'a> {
    pub fn new(readings: &'a [Reading], links: &'a Links, picture: &'a Picture, lexicon: &'a Lexicon) -> Desk<'a> {
        let mut claims: BTreeMap<&str, Vec<&Claim>> = BTreeMap::new();
        let mut claims_of_page: BTreeMap<&str, Vec<&Claim>> = BTreeMap::new();
        for claim in &picture.claims {
            claims_of_page.entry(&claim.doc).or_default().push(claim);
            if let Some(event) = &claim.event {
                claims.entry(event).or_default().push(claim);
            }
        }
        // Numbered by day and then by name, as a reader would list them.
        let mut order: Vec<&Reading> = readings.iter().collect();
        order.sort_by_key(|reading| {
            (reading.article.published.as_ref().map(|day| day.start), &reading.published_at, &reading.id)
        });
        let mut mentions: HashMap<(&str, Span), Vec<&EventMention>> = HashMap::new();
        for reading in readings {
            for event in &reading.annotations.events {
                mentions.entry((&reading.id, event.extent)).or_default().push(event);
            }
        }
        let mut copies: BTreeMap<&str, &CopyEdge> = BTreeMap::new();
        for edge in links.lineage.iter().filter(|edge| edge.is_copying()) {
            let best = copies.entry(&edge.child).or_insert(edge);
            if edge.p > best.p {
                *best = edge;
            }
        }
        let mut desk = Desk {
            lexicon,
            readings: readings.iter().map(|reading| (reading.id.as_str(), reading)).collect(),
            links,
            picture,
            numbers: order.iter().enumerate().map(|(index, reading)| (reading.id.as_str(), index + 1)).collect(),
            claims,
            claims_of_page,
            contradictions: picture.contradictions.iter().map(|found| (found.id.as_str(), found)).collect(),
            copies,
            mentions,
            ranks: HashMap::new(),
        };
        desk.ranks = desk.ranks();
        desk
    }

    pub fn phrases(&self) -> Phrases<'a> {
        Phrases { lexicon: self.lexicon }
    }

    /// The mentions of an event as they were read.
    pub fn tellings(&self, event: &Event) -> Vec<(&'a Reading, &'a EventMention)> {
        let mut found = Vec::new();
        for quote in &event.mentions {
            let Some((&id, &reading)) = self.readings.get_key_value(quote.doc.as_str()) else { continue };
            let here = self.mentions.get(&(id, quote.span)).map_or(&[][..], Vec::as_slice);
            let same_kind: Vec<_> = here.iter().filter(|mention| mention.kind == event.kind).collect();
            if same_kind.is_empty() {
                found.extend(here.iter().map(|mention| (reading, *mention)));
            } else {
                found.extend(same_kind.into_iter().map(|mention| (reading, *mention)));
            }
        }
        found
    }

    /// The event with all that its sentence is made from.
    pub fn told(&self, event: &'a Event) -> Told<'a> {
        let tellings = self.tellings(event);
        let none = HashSet::new();
        let wording = self.lexicon.wording.kind(&event.kind);
        let role = |acts: bool| Role {
            acts,
            is_of_forces: acts && wording.is_some_and(|kind| kind.is_of_forces),
            country: event.place.as_ref().and_then(|place| place.country.as_deref()),
            idle: wording.map_or(&none, |kind| &kind.idle),
        };
        let quoted = |toll: &stemma::model::Toll| -> Vec<&str> {
            let of_toll = event.tolls.iter().filter(|estimate| {
                estimate.policy == TollPolicy::Best && estimate.measure == toll.measure && estimate.group == toll.group
            });
            of_toll.flat_map(|estimate| &estimate.by_claim).map(|report| report.quote.quote.as_str()).collect()
        };
        let phrases = self.phrases();
        Told {
            event,
            doers: self.named(&event.actors, &tellings, role(true)),
            targets: self.named(&event.recipients, &tellings, role(false)),
            counts: phrases.counts(&event.toll, quoted),
            speakers: self.speakers(event, &tellings),
            deniers: self.deniers(event),
        }
    }

    fn named(&self, parties: &[Party], tellings: &[(&'a Reading, &'a EventMention)], role: Role<'_>) -> Vec<Phrase> {
        let phrase = |party: &Party| {
            let is_it = |actor: &ActorMention| {
                actor.name.as_deref() == Some(&party.name)
                    || actor.text == party.name
                    || actor.id.is_some() && actor.id == party.id
            };
            let mut sure: Option<f32> = None;
            let mut heard = Heard::default();
            for (reading, mention) in tellings {
                let (list, certainty) = match (role.acts, mention.certainty) {
                    (true, certainty) => (&mention.actors, certainty.and_then(|of| of.actors)),
                    (false, certainty) => (&mention.recipients, certainty.and_then(|of| of.recipients)),
                };
                for actor in list.iter().filter(|actor| is_it(actor)) {
                    sure = Some(sure.unwrap_or(0.0).max(certainty.unwrap_or(1.0)));
                    let here = self.heard(reading, actor.span, &party.name);
                    heard.begins_sentence |= here.begins_sentence;
                    heard.begins_with_name |= here.begins_with_name;
                    heard.entity = heard.entity.or(here.entity);
                }
            }
            sure.is_none_or(|sure| sure >= SURE).then(|| self.phrases().party(party, heard, role))?
        };
        parties.iter().filter_map(phrase).collect()
    }

    fn heard(&self, reading: &'a Reading, span: Span, name: &str) -> Heard<'a> {
        let entities = &reading.annotations.entities;
        let is_proper = |kind: &str| matches!(kind, "PERSON" | "ORG" | "GPE" | "LOC" | "FAC" | "NORP");
        let exact = entities.iter().find(|entity| entity.span == span || entity.name.as_deref() == Some(name));
        let first = entities.iter().find(|entity| entity.span.start == span.start && is_proper(&entity.kind));
        // "Militants" at the beginning of a sentence is often read as a name; a name goes beyond a first word that is a noun.
        let word = span.of(&reading.text).split([' ', '-']).next().unwrap_or_default().to_lowercase();
        Heard {
            begins_sentence: reading.annotations.sentences.iter().any(|sentence| sentence.start == span.start),
            entity: exact.map(|entity| entity.kind.as_str()),
            begins_with_name: first.is_some() && self.phrases().sort_of(&word).is_none(),
        }
    }

    /// Those on whose word alone an event rests: every page that tells it puts it in somebody's mouth, and they are not two
    /// origins that agree.
    fn speakers(&self, event: &Event, tellings: &[(&Reading, &EventMention)]) -> Option<Vec<Phrase>> {
        let all_said = !tellings.is_empty() && tellings.iter().all(|(_, mention)| mention.attribution.is_some());
        if !all_said || event.origins.min > 1 {
            return None;
        }
        let mut speakers: Vec<Phrase> = Vec::new();
        for quote in &event.mentions {
            for claim in self.said_at(quote) {
                self.add_speaker(claim, &mut speakers);
            }
        }
        Some(speakers)
    }

    fn add_speaker(&self, claim: &Claim, speakers: &mut Vec<Phrase>) {
        let is_person = self.readings.get(claim.doc.as_str()).is_some_and(|reading| {
            let is_named = |entity: &stemma::model::Entity| {
                entity.kind == "PERSON"
                    && (entity.name.as_deref() == Some(&claim.source) || entity.span.of(&reading.text) == claim.source)
            };
            reading.annotations.entities.iter().any(is_named)
        });
        if let Some(phrase) = self.phrases().speaker(&claim.source, is_person)
            && speakers.iter().all(|known| known.text != phrase.text)
        {
            speakers.push(phrase);
        }
    }

    /// The sentences that say by whose word its figures stand, where a figure has nobody's word but theirs. Whoever tells all of it is named
    /// for it already.
    pub fn counted(&self, told: &Told<'_>) -> Vec<String> {
        let named = told.speakers.as_deref().unwrap_or(&[]);
        let mut sentences: Vec<String> = Vec::new();
        let of_event = |estimate: &&TollEstimate| estimate.policy == TollPolicy::Best && estimate.scope == Scope::Event;
        for estimate in told.event.tolls.iter().filter(of_event) {
            for report in &estimate.by_claim {
                let Some(id) = &report.claim else { continue };
                let mut who = Vec::new();
                self.picture
                    .claims
                    .iter()
                    .filter(|claim| claim.id == *id)
                    .for_each(|claim| self.add_speaker(claim, &mut who));
                who.retain(|one| named.iter().all(|known| known.text != one.text));
                let sentence = self.phrases().counted(&who, &estimate.measure, (report.low, report.best, report.high));
                sentences.extend(sentence.filter(|sentence| !sentences.contains(sentence)));
            }
        }
        sentences.truncate(FIGURES);
        sentences
    }

    /// The claims that hold these words.
    fn said_at(&self, quote: &Quote) -> impl Iterator<Item = &'a Claim> + use<'_, 'a> {
        let span = quote.span;
        let here = self.claims_of_page.get(quote.doc.as_str()).map_or(&[][..], Vec::as_slice);
        here.iter().copied().filter(move |claim| claim.content.span.overlaps(span))
    }

    /// Who says that it did not happen, or was not done by those who are named; nobody named where it is only said to be denied.
    fn deniers(&self, event: &Event) -> Option<Vec<Phrase>> {
        let mut deniers = Vec::new();
        let mut is_denied = event.assertion == Assertion::Denied;
        for found in self.denials(event) {
            is_denied = true;
            let Some(who) = found.denied().and_then(|denial| denial.by.as_deref()) else { continue };
            let claim = self.said_at(&found.b).chain(self.said_at(&found.a)).find(|claim| claim.source == who);
            match claim {
                Some(claim) => self.add_speaker(claim, &mut deniers),
                None => deniers.extend(self.phrases().speaker(who, false)),
            }
        }
        is_denied.then_some(deniers)
    }

    /// The contradictions of an event in which somebody says no.
    pub fn denials<'s>(&'s self, event: &'s Event) -> impl Iterator<Item = &'a Contradiction> + use<'s, 'a> {
        self.contradictions_of(event).filter(|found| found.denied().is_some())
    }

    pub fn contradictions_of<'s>(&'s self, event: &'s Event) -> impl Iterator<Item = &'a Contradiction> + use<'s, 'a> {
        event.contradictions.iter().filter_map(|id| self.contradictions.get(id.as_str()).copied())
    }

    /// Who published a page: its outlet, or the site of its address; nothing where the page tells neither.
    pub fn publisher(&self, reading: &Reading) -> Option<String> {
        let credits = &self.lexicon.credits;
        let outlet = reading.article.outlet.as_deref().map(str::trim).filter(|outlet| !outlet.is_empty());
        let Some(outlet) = outlet else {
            let host = reading.url.as_deref().and_then(|url| url.split("//").nth(1)?.split(['/', '?', '#']).next());
            // A name and a password may stand before a host, a port behind it.
            let host = host.map(|host| host.rsplit('@').next().unwrap_or(host).split(':').next().unwrap_or(host));
            return host.filter(|host| !host.is_empty()).map(|host| self.outlet_of_site(host));
        };
        match credits.publishers.get(&credits.publisher_key(outlet)) {
            Some(name) => Some(name.clone()),
            None => Some(self.outlet_of_site(outlet)),
        }
    }

    /// What a page is called: by who published it, or by its headline.
    pub fn outlet(&self, reading: &Reading) -> String {
        self.publisher(reading).unwrap_or_else(|| {
            let title = reading.article.title.as_ref().and_then(|title| self.headline(&title.text, None));
            title.map_or_else(
                || "a page without a name".into(),
                |title| format!("“{}”", words::one_line(&title, TITLE_AS_NAME)),
            )
        })
    }

    fn outlet_of_site(&self, site: &str) -> String {
        let credits = &self.lexicon.credits;
        let known = credits.publishers.get(&credits.publisher_key(site));
        known.cloned().unwrap_or_else(|| site.strip_prefix("www.").unwrap_or(site).to_string())
    }

    /// `9 June 2024`, or that it is not known.
    pub fn published(&self, reading: &Reading) -> String {
        reading.article.published.as_ref().map_or("day unknown".into(), setting::published)
    }

    /// The numbers of the pages of quotes, each once.
    pub fn sources<'q>(&self, quotes: impl IntoIterator<Item = &'q Quote>) -> Vec<usize> {
        let numbers: BTreeSet<usize> =
            quotes.into_iter().filter_map(|quote| self.numbers.get(quote.doc.as_str()).copied()).collect();
        numbers.into_iter().collect()
    }

    /// The headline of a page without the name of its outlet.
    pub fn headline(&self, title: &str, outlet: Option<&str>) -> Option<String> {
        let mut title = words::one_line(title, 140);
        for mark in [" | ", " - ", " – ", " — "] {
            if let Some((head, tail)) = title.rsplit_once(mark)
                && (self.lexicon.credits.is_known_publisher(tail)
                    || outlet.is_some_and(|outlet| is_same_outlet(outlet, tail)))
            {
                title = head.to_string();
            }
        }
        let is_masthead = title.split(' ').count() < 3
            || self.lexicon.credits.is_known_publisher(&title)
            || outlet.is_some_and(|outlet| is_same_outlet(outlet, &title))
            || self.lexicon.credits.reads_like_publisher(&title)
            || has_few_words(&title)
            || title.contains("://")
            || !title.contains(' ');
        (!is_masthead).then_some(title)
    }
}

/// "NAIROBI, Kenya (AP)": a place line, a masthead; a headline in capitals is longer.
fn has_few_words(title: &str) -> bool {
    let plain = title.split(' ').filter(|word| word.chars().any(char::is_lowercase)).count();
    if plain == 0 { title.split(' ').count() < 5 } else { plain < 2 }
}

fn is_same_outlet(outlet: &str, words: &str) -> bool {
    let plain =
        |name: &str| -> String { name.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect() };
    let (outlet, words) = (plain(outlet), plain(words));
    !words.is_empty() && (outlet.contains(&words) || words.contains(&outlet))
}
