//! One plain sentence about an event, made from its record by the templates of `data/brief/wording.toml`.
//!
//! Doers stand in it where they are named, targets where they are noun phrases that the verb can take; tolls, place and day follow. What is only
//! claimed is said to be: "Officials said that …". What is doubtful is left out.

use stemma::lexicon::actors::{ActorKind, CountryForm};
use stemma::lexicon::fusing::Victim;
use stemma::lexicon::names::ForceClass;
use stemma::lexicon::wording::{Filling, Frame, KindWording, Sort, Template};
use stemma::model::{Assertion, Event, Grain, Place, PlaceLevel, PlaceRelation};

use super::grammar;
use super::phrases::{Phrase, Phrases};
use super::setting;
use super::tolls::Count;

/// An event with what the sentence is made from besides its record.
#[derive(Clone, Debug)]
pub struct Told<'a> {
    pub event: &'a Event,
    pub doers: Vec<Phrase>,
    pub targets: Vec<Phrase>,
    pub counts: Vec<Count>,
    /// Those on whose word alone it rests; empty where a page tells it as a fact.
    pub speakers: Option<Vec<Phrase>>,
    /// Those who deny it.
    pub deniers: Option<Vec<Phrase>>,
}

/// How many doers or targets a sentence names.
const NAMED: usize = 3;

/// The parts of a sentence before they are put together.
struct Parts<'a> {
    wording: &'a KindWording,
    doer: Option<Filling>,
    target: Option<Filling>,
    target_has_commas: bool,
    /// What is told of counts besides the target.
    counts: Vec<Count>,
    place: Option<String>,
    day: Option<String>,
    is_several: bool,
    /// "Ten people were killed in …".
    is_told_by_toll: bool,
}

impl Phrases<'_> {
    /// The sentence, with its full stop.
    pub fn sentence(&self, told: &Told<'_>) -> String {
        let frame = &self.lexicon.wording.frame;
        let parts = self.parts(told);
        let (speakers, parts) = self.by_itself(told, parts);
        let clause = self.clause(&parts);
        let noun = || Filling { text: closed(&self.noun(&parts), &parts.setting()), is_plural: parts.is_plural() };
        let framed = |template: &Template| {
            let filling = |slot: &str| match slot {
                "noun" => Some(noun()),
                "bare" => Some(Filling { text: without_article(&noun().text).to_string(), ..noun() }),
                _ => None,
            };
            template.fill(&filling).unwrap_or_else(|| clause.clone())
        };
        let text = match told.event.assertion {
            Assertion::Negated => framed(&frame.negated),
            Assertion::Hypothetical => framed(&frame.hypothetical),
            Assertion::Future => framed(&frame.future),
            Assertion::Ordered => framed(&frame.ordered),
            Assertion::Denied => said(&frame.denied, speakers.as_deref().unwrap_or(&[]), &clause),
            Assertion::Asserted | Assertion::Background => match &speakers {
                Some(speakers) => said(&frame.claimed, speakers, &clause),
                None => clause.clone(),
            },
        };
        grammar::sentence(&text)
    }

    /// The sentence that somebody denies it, where somebody does.
    pub fn denial(&self, told: &Told<'_>) -> Option<String> {
        let deniers = told.deniers.as_ref()?;
        let Frame { doubted, .. } = &self.lexicon.wording.frame;
        let is_told = !matches!(told.event.assertion, Assertion::Denied | Assertion::Negated);
        is_told.then(|| grammar::sentence(&said(doubted, deniers, "")))
    }

    /// The sentence that somebody gives a figure of people; nothing where nobody can be named for it.
    pub fn counted(
        &self,
        who: &[Phrase],
        measure: &str,
        figure: (Option<u32>, Option<u32>, Option<u32>),
    ) -> Option<String> {
        let Frame { counted, .. } = &self.lexicon.wording.frame;
        if !is_of_people(measure) {
            return None;
        }
        let number = match figure {
            (Some(low), _, Some(high)) if low == high => grammar::number(low),
            (Some(low), _, Some(high)) => format!("{} to {}", grammar::number(low), grammar::number(high)),
            (Some(low), _, None) => format!("{} or more", grammar::number(low)),
            (None, _, Some(high)) => format!("{} or fewer", grammar::number(high)),
            (None, Some(best), None) => format!("about {}", grammar::number(best)),
            (None, None, None) => return None,
        };
        let plain = |text: &str| Some(Filling { text: text.to_owned(), is_plural: false });
        let filling = |slot: &str| match slot {
            "who" => joined(&who.iter().collect::<Vec<_>>()),
            "clause" => {
                let those = &self.lexicon.wording.frame.those;
                let those =
                    |slot: &str| (slot == "number").then(|| Filling { text: those.to_owned(), is_plural: true });
                plain(&self.lexicon.wording.measures.get(measure)?.1.fill(&those)?)
            }
            "number" => plain(&number),
            _ => None,
        };
        counted.fill(&filling).map(|text| grammar::sentence(&text))
    }

    /// What it was, in a few words: "Air strike on a hospital by Russian forces".
    pub fn label(&self, told: &Told<'_>) -> String {
        let mut parts = self.parts(told);
        // The place has a column of its own.
        if parts.target_has_commas {
            parts.target_has_commas = false;
            parts.target = parts.target.map(|target| {
                let name = target.text.split(',').next().unwrap_or_default().to_string();
                Filling { text: name, ..target }
            });
        }
        let sentence = grammar::sentence(without_article(&self.noun(&parts)));
        sentence.trim_end_matches('.').to_string()
    }

    /// Whether the sentence would say no more than that something of a kind is mentioned.
    pub fn is_empty(&self, told: &Told<'_>) -> bool {
        let parts = self.parts(told);
        let names_doer = parts.doer.as_ref().is_some_and(|doer| self.clause(&parts).contains(&doer.text));
        !names_doer && parts.target.is_none() && parts.counts.is_empty() && parts.place.is_none()
    }

    /// Who speaks, and the parts in which the doer is a pronoun where the doer says it: "Russia denied that it …".
    fn by_itself<'a>(&self, told: &Told<'_>, mut parts: Parts<'a>) -> (Option<Vec<Phrase>>, Parts<'a>) {
        let is_denied = told.event.assertion == Assertion::Denied;
        let is_clause = is_denied || matches!(told.event.assertion, Assertion::Asserted | Assertion::Background);
        let speakers = told.deniers.as_ref().filter(|_| is_denied).or(told.speakers.as_ref());
        let Some(speakers) = speakers.filter(|_| is_clause) else { return (None, parts) };
        let is_in =
            |text: &Option<Filling>, phrase: &Phrase| text.as_ref().is_some_and(|filled| filled.text == phrase.text);
        let pronoun = |phrase: &Phrase| Filling {
            text: if phrase.is_plural { "they" } else { "it" }.into(),
            is_plural: phrase.is_plural,
        };
        let own = speakers.iter().find(|speaker| {
            is_in(&parts.doer, speaker) && (speaker.is_plural || speaker.sort != Sort::People || self.is_body(speaker))
        });
        if let Some(own) = own.filter(|_| !parts.is_told_by_toll) {
            parts.doer = Some(pronoun(own));
            return (Some(vec![own.clone()]), parts);
        }
        let is_part =
            |speaker: &Phrase| told.doers.iter().chain(&told.targets).any(|phrase| phrase.bare == speaker.bare);
        let others: Vec<Phrase> = speakers.iter().filter(|speaker| !is_part(speaker)).cloned().collect();
        (Some(others), parts)
    }

    /// Whether "it" can stand for somebody: for a government and an army, not for a minister.
    fn is_body(&self, phrase: &Phrase) -> bool {
        let nouns = &self.lexicon.wording.nouns;
        let last = phrase.bare.rsplit(' ').next().unwrap_or_default().to_lowercase();
        !phrase.is_name
            && (nouns.called.contains(&last) || nouns.offices.contains(&last) || self.is_of_state(phrase).is_some())
    }

    fn parts<'a>(&'a self, told: &Told<'_>) -> Parts<'a> {
        let event = told.event;
        let wording = self.lexicon.wording.kind(&event.kind);
        let wording = wording.unwrap_or_else(|| self.lexicon.wording.kind("attack").expect("every list has attacks"));
        let doers = self.doers(told, wording);
        let is_taken = |sort: Sort| wording.takes.as_ref().is_none_or(|takes| takes.contains(&sort));
        let is_allowed = |phrase: &&Phrase| {
            let is_country = phrase.country.is_some() && is_taken(Sort::Places);
            let is_own = |doer: &&Phrase| {
                is_end_of(&doer.bare, &phrase.bare)
                    || is_end_of(&phrase.bare, &doer.bare)
                    || phrase.sort == Sort::Groups && doer.state.is_some() && doer.state == phrase.state
            };
            let is_lone = wording.is_massed && wording.mutual && is_person(phrase);
            (is_taken(phrase.sort) || is_country)
                && !doers.iter().any(is_own)
                && !(wording.mutual && phrase.is_counted)
                && !is_lone
        };
        let mut counts = told.counts.clone();
        let mut targets: Vec<Phrase> = told.targets.iter().filter(is_allowed).cloned().collect();
        // "Ten soldiers" are told by the toll, which knows more.
        if counts.iter().any(|count| is_of_people(&count.measure)) {
            let is_told = |target: &Phrase| counts.iter().any(|count| count.noun.eq_ignore_ascii_case(&target.bare));
            targets.retain(|target| {
                !target.is_counted && (target.is_name || target.sort != Sort::People) && !is_told(target)
            });
        }
        let mut place =
            self.setting(event.place.as_ref().filter(|_| !event.carried), event.relation.as_ref(), wording.is_away);
        let mut target_has_commas = false;
        let mut target = joined(&targets.iter().take(2).collect::<Vec<_>>());
        if let Some(at) =
            counts.iter().position(|count| Some(&count.measure) == wording.counts.as_ref() && wording.counted.is_none())
        {
            let count = counts.remove(at);
            let is_named =
                count.number == "one" && targets.first().is_some_and(|target| !target.is_counted && !target.is_plural);
            if !is_named {
                target = Some(count.whole);
            }
        } else if wording.is_of_place {
            let of_place = event
                .place
                .as_ref()
                .filter(|place| event.relation.is_none() && !event.carried && is_within_reach(place));
            let name = of_place.and_then(|place| Some((self.place_name(place)?, place)));
            if let Some((name, of_place)) = name
                && targets.iter().all(|target| target.sort == Sort::Places && shares_name(&target.text, &of_place.name))
            {
                target_has_commas = name.contains(',');
                target = Some(Filling { text: name, is_plural: false });
                place = None;
            }
        }
        // The dead of a toll of one are known by name.
        if let Some(first) = counts.first_mut()
            && first.number == "one"
            && wording.counts.is_none()
            && let [only] = targets
                .iter()
                .filter(|target| {
                    target.sort == Sort::People && target.is_name && !target.is_plural && target.country.is_none()
                })
                .collect::<Vec<_>>()[..]
            && is_of_people(&first.measure)
        {
            first.whole = only.filling();
            target = joined(&targets.iter().filter(|target| target.text != only.text).take(2).collect::<Vec<_>>());
        }
        let names_place = |text: &str| event.place.as_ref().is_some_and(|place| shares_name(text, &place.name));
        let is_there_whole = |phrase: &Phrase| {
            let place = event.place.as_ref().filter(|place| place.level == Some(PlaceLevel::Country));
            phrase.country.is_some() && place.is_some_and(|place| place.country == phrase.country)
        };
        let doer_is_there =
            doers.iter().any(|doer| is_there_whole(doer) || doer.country.is_some() && names_place(&doer.bare));
        let is_violent = self.lexicon.events.kind(&event.kind).is_some_and(|kind| kind.violent);
        // "Aid for Ukraine in Kyiv" is told where it was agreed.
        let is_of_country = |phrase: &Phrase| {
            let country = event.place.as_ref().and_then(|place| place.country.as_deref());
            !is_violent && country.is_some() && phrase.country.as_deref() == country
        };
        let is_there =
            target.as_ref().is_some_and(|target| names_place(&target.text)) || targets.iter().any(is_of_country);
        let of_people = counts.iter().any(|count| is_of_people(&count.measure));
        Parts {
            is_told_by_toll: is_violent && of_people && wording.counts.is_none(),
            wording,
            doer: joined(&doers),
            target,
            target_has_commas,
            counts,
            place: place.filter(|_| !doer_is_there && !is_there),
            day: event.time.map(setting::day),
            is_several: event.grain == Grain::Summary,
        }
    }

    /// Those who did it, as far as the verb can have them.
    fn doers<'t>(&self, told: &'t Told<'_>, wording: &KindWording) -> Vec<&'t Phrase> {
        let mut doers: Vec<&Phrase> = Vec::new();
        for doer in &told.doers {
            let is_able = match (&wording.by, doer.sort) {
                // Nobody riots or marches alone.
                (Some(by), sort) => by.contains(&sort) && doer.is_plural,
                (None, Sort::People | Sort::Groups) => true,
                // Warplanes strike; ambulances deploy nobody.
                (None, _) => {
                    wording.is_of_forces
                        && self.lexicon.name_words.force(doer.bare.rsplit(' ').next().unwrap_or(&doer.bare)).is_some()
                }
            };
            // "US warplanes, the United States and the Pentagon" are one.
            let is_known = |known: &&Phrase| doer.state.is_some() && known.state == doer.state;
            let found = self.lexicon.actors.countries.find(&doer.bare);
            let is_nation = found.is_some_and(|(_, form)| form == CountryForm::People);
            let is_without = wording.is_irregular && (is_nation || self.is_of_state(doer) == Some(true))
                || wording.is_massed && (is_person(doer) || is_nation)
                || wording.is_flown && self.has_no_aircraft(doer);
            if is_able
                && !is_without
                && !wording.idle.contains(&doer.bare.to_lowercase())
                && !doers.iter().any(is_known)
            {
                doers.push(doer);
            }
        }
        // Those who came to help are named beside those who struck.
        if wording.is_of_forces && doers.iter().any(|doer| !self.is_civilian(doer)) {
            doers.retain(|doer| !self.is_civilian(doer));
        }
        // Those who fight one another do nothing else together.
        if !wording.mutual && wording.is_of_forces {
            let first = doers.first().and_then(|doer| self.is_of_state(doer)).unwrap_or(false);
            doers.retain(|doer| self.is_of_state(doer).is_none_or(|is_of_state| is_of_state == first));
        }
        // "Russian and Ukrainian strikes" are seldom of both: of adjectives alone, the first counts; and nobody strikes at home beside
        // those who come from abroad.
        let at_home = told.event.place.as_ref().and_then(|place| place.country.as_deref());
        let is_at_home = |doer: &&Phrase| at_home.is_some() && self.state_of(doer) == at_home;
        let is_abroad = |doer: &&Phrase| self.state_of(doer).is_some_and(|state| Some(state) != at_home);
        let are_both = doers.iter().any(is_at_home) && doers.iter().any(is_abroad);
        if doers.iter().all(|doer| doer.is_of_adjective) || wording.is_of_forces && !wording.mutual && are_both {
            doers.truncate(1);
        }
        doers.truncate(NAMED);
        doers
    }

    /// The code of the state whose somebody is: as the register says, or the adjective before the noun.
    fn state_of<'t>(&'t self, phrase: &'t Phrase) -> Option<&'t str> {
        let countries = &self.lexicon.actors.countries;
        let of_register = phrase.state.as_deref().filter(|code| countries.get(code).is_some());
        of_register.or_else(|| countries.find(phrase.bare.split(' ').next()?).map(|(country, _)| country.code.as_str()))
    }

    fn is_civilian(&self, phrase: &Phrase) -> bool {
        let noun = phrase.bare.rsplit(' ').next().unwrap_or(&phrase.bare).to_lowercase();
        !phrase.is_name && self.lexicon.fusing.victim(&noun) == Victim::Civilian
    }

    /// Whether those are meant who fight on the ground alone.
    fn has_no_aircraft(&self, phrase: &Phrase) -> bool {
        match phrase.kind {
            Some(kind) => matches!(kind, ActorKind::ArmedGroup | ActorKind::Militia | ActorKind::Gang),
            None => self.is_of_state(phrase) == Some(false),
        }
    }

    /// Whether somebody bears arms for a state, or against one; nothing where the words do not tell.
    fn is_of_state(&self, phrase: &Phrase) -> Option<bool> {
        match phrase.kind {
            Some(kind) if kind.is_state() => return Some(true),
            Some(ActorKind::ArmedGroup | ActorKind::Gang) => return Some(false),
            _ => {}
        }
        let words: Vec<&str> = phrase.bare.split(' ').collect();
        let (noun, _) = self.head(&words)?;
        match self.lexicon.name_words.force(&noun)? {
            ForceClass::Government | ForceClass::Military | ForceClass::Police | ForceClass::Intelligence => Some(true),
            ForceClass::Rebels | ForceClass::Gunmen => Some(false),
            _ => None,
        }
    }

    fn setting(&self, place: Option<&Place>, relation: Option<&PlaceRelation>, is_away: bool) -> Option<String> {
        self.place(place?, relation, is_away)
    }

    /// The noun for what happened, with doer and target.
    fn noun(&self, parts: &Parts<'_>) -> String {
        let Parts { wording, .. } = parts;
        let several = wording.several.iter().filter(|_| parts.is_several);
        several
            .chain(&wording.nouns)
            .find_map(|noun| noun.fill(&|slot| parts.slot(slot)))
            .unwrap_or_else(|| "an event".into())
    }

    /// What happened with its counts, place and day.
    fn clause(&self, parts: &Parts<'_>) -> String {
        let frame = &self.lexicon.wording.frame;
        let setting = parts.setting();
        let measure = parts.wording.counts.as_ref();
        let of_kind = parts.counts.iter().find(|count| Some(&count.measure) == measure);
        let counted_clause = of_kind
            .zip(parts.wording.counted.as_ref())
            .and_then(|(count, template)| template.fill(&|slot| (slot == "toll").then(|| count.whole.clone())));
        let counted: Vec<&Count> = parts
            .counts
            .iter()
            .filter(|count| count.measure != "crowd" && (counted_clause.is_none() || Some(&count.measure) != measure))
            .collect();
        let toll = self.tolls(&counted);
        if let Some(toll) = toll.as_ref().filter(|_| parts.is_told_by_toll) {
            let filling = |slot: &str| match slot {
                "toll" => Some(Filling { text: toll.clone(), is_plural: true }),
                "noun" => Some(Filling { text: self.noun(parts), is_plural: parts.is_plural() }),
                _ => None,
            };
            return format!("{}{setting}", frame.killed_in.fill(&filling).unwrap_or_default());
        }
        let says = parts.wording.says.iter().find_map(|clause| clause.fill(&|slot| parts.slot(slot)));
        let says = says.filter(|_| !(parts.is_several && parts.doer.is_none() && parts.target.is_none()));
        let noun =
            |slot: &str| (slot == "noun").then(|| Filling { text: self.noun(parts), is_plural: parts.is_plural() });
        let exists = || frame.exists.fill(&noun).unwrap_or_default();
        let clause = counted_clause.or(says).unwrap_or_else(exists) + &setting;
        match toll {
            Some(toll) => {
                let filling = |slot: &str| match slot {
                    "clause" => Some(Filling { text: clause.trim_end_matches(',').to_string(), is_plural: false }),
                    "toll" => Some(Filling { text: toll.clone(), is_plural: true }),
                    _ => None,
                };
                frame.with_toll.fill(&filling).unwrap_or(clause.clone())
            }
            None => clause,
        }
    }

    /// "At least 16 people were killed and 40 wounded".
    pub fn tolls(&self, counts: &[&Count]) -> Option<String> {
        let mut text = String::new();
        let mut before: Option<&Count> = None;
        for count in counts {
            let Some((clause, short)) = self.lexicon.wording.measures.get(&count.measure) else { continue };
            let whole = clause.fill(&|slot| (slot == "count").then(|| count.whole.clone()));
            let number = Filling { text: count.number.clone(), is_plural: count.whole.is_plural };
            let short = short.fill(&|slot| (slot == "number").then(|| number.clone()));
            let is_short = before.is_some_and(|before| {
                before.whole.is_plural == count.whole.is_plural
                    && (count.noun == before.noun || count.whole.is_plural && count.noun == "people")
            });
            match before {
                None => text = whole?,
                Some(_) => {
                    text.push_str(" and ");
                    text.push_str(&if is_short { short? } else { whole? });
                }
            }
            before = Some(count);
        }
        before.map(|_| text)
    }
}

impl Parts<'_> {
    fn slot(&self, slot: &str) -> Option<Filling> {
        match slot {
            "doer" => self.doer.clone(),
            // A place with what it lies in ends in a comma wherever the sentence goes on.
            "target" if self.target_has_commas => {
                self.target.clone().map(|target| Filling { text: format!("{},", target.text), ..target })
            }
            "target" => self.target.clone(),
            _ => None,
        }
    }

    fn is_plural(&self) -> bool {
        self.wording.plural || self.is_several && !self.wording.several.is_empty()
    }

    /// Place and day behind a clause.
    fn setting(&self) -> String {
        let mut text = String::new();
        if let Some(place) = &self.place {
            text.push_str(&format!(" {place}"));
        }
        if let Some(day) = &self.day {
            let comma = if text.contains(',') { "," } else { "" };
            text.push_str(&format!("{comma} {day}"));
        }
        text
    }
}

fn without_article(noun: &str) -> &str {
    ["an ", "a ", "the "].iter().find_map(|article| noun.strip_prefix(article)).unwrap_or(noun)
}

/// Noun and setting before a verb: a place with commas is closed by one.
fn closed(noun: &str, setting: &str) -> String {
    if setting.contains(',') { format!("{noun}{setting},") } else { format!("{noun}{setting}") }
}

/// The first template that can be filled with who said it and what.
fn said(templates: &[Template], who: &[Phrase], clause: &str) -> String {
    let speakers = joined(&who.iter().take(2).collect::<Vec<_>>());
    let filling = |slot: &str| match slot {
        "who" => speakers.clone(),
        "clause" => Some(Filling { text: clause.to_string(), is_plural: false }),
        _ => None,
    };
    templates.iter().find_map(|template| template.fill(&filling)).unwrap_or_else(|| clause.to_string())
}

fn joined(phrases: &[&Phrase]) -> Option<Filling> {
    let mut texts: Vec<String> = Vec::new();
    for phrase in phrases {
        // "Police" beside "Turkish police" are the same.
        let is_part = |known: &String| known.to_lowercase().ends_with(&phrase.bare.to_lowercase());
        if !texts.iter().any(is_part) {
            let bare = phrase.text.to_lowercase();
            texts.retain(|known| {
                !bare.ends_with(
                    &known.trim_start_matches("the ").trim_start_matches("an ").trim_start_matches("a ").to_lowercase(),
                )
            });
            texts.push(phrase.text.clone());
        }
    }
    let is_plural = texts.len() > 1 || phrases.first().is_some_and(|phrase| phrase.is_plural);
    (!texts.is_empty()).then(|| Filling { text: grammar::list(&texts), is_plural })
}

fn is_of_people(measure: &str) -> bool {
    matches!(measure, "killed" | "injured")
}

/// Whether it is the name of one person.
fn is_person(phrase: &Phrase) -> bool {
    phrase.is_name && phrase.sort == Sort::People && !phrase.is_plural && phrase.kind.is_none()
}

/// Whether one noun phrase says no more than the end of another: "rebels" beside "Syrian rebels".
fn is_end_of(short: &str, long: &str) -> bool {
    let (short, long) = (short.to_lowercase(), long.to_lowercase());
    long.strip_suffix(&short).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
}

/// Whether a place is one that can be taken or besieged as a whole.
fn is_within_reach(place: &Place) -> bool {
    !matches!(
        place.level,
        None | Some(PlaceLevel::Country | PlaceLevel::Area | PlaceLevel::International | PlaceLevel::NearSettlement)
    )
}

/// Whether two names are of one place, as far as their letters tell.
fn shares_name(a: &str, b: &str) -> bool {
    let plain = |name: &str| -> String {
        name.to_lowercase().replace("the ", "").chars().filter(|letter| letter.is_alphanumeric()).collect()
    };
    let (a, b) = (plain(a), plain(b));
    a.len() > 2 && b.len() > 2 && (a.contains(&b) || b.contains(&a))
}
