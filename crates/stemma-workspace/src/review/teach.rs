//! A correction of a place or a name as a line of the user's own lists, so that the next page is read right.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use stemma::lexicon::Lexicon;
use stemma::model::{Annotations, EventMention, Field, Fix, Party, Place, PlaceLevel, Reading, Said, Value};
use stemma_store::Documents;

use crate::{Error, Session};

/// What became of a correction that was to teach the lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taught {
    Line {
        file: PathBuf,
        line: String,
    },
    /// No list holds such a thing.
    Nothing {
        field: &'static str,
    },
}

impl Session<'_> {
    /// Adds lines to the lists in a folder for the places and names that fixes give. A field of which nothing can be taught is named.
    pub fn teach(&self, fixes: &[Fix], folder: &Path) -> Result<Vec<Taught>, Error> {
        let lexicon = self.lexicon()?;
        let mut taught = Vec::new();
        for fix in fixes {
            let Said::Set { field: field @ (Field::Place | Field::Actor | Field::Recipient), .. } = &fix.said else {
                continue;
            };
            let Some(lesson) = lesson(fix, self.store(), &lexicon)? else {
                taught.push(Taught::Nothing { field: field.name() });
                continue;
            };
            let file = lesson.write(folder).map_err(|error| {
                Error::Query(format!("{}: the fix is kept, but no list was written: {error}", folder.display()))
            })?;
            taught.push(Taught::Line { file, line: lesson.line });
        }
        Ok(taught)
    }
}

/// A line for a list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Lesson {
    /// Below the folder of lists.
    path: &'static str,
    /// What stands at the beginning of the file, where it is new.
    head: &'static str,
    line: String,
}

const PLACES: &str = "places/supplement/corrections.tsv";
const PLACES_HEAD: &str = "name\tlat\tlon\tcountry\tfeature\tradius_km\tgeonames\tother names\n";
const ACTORS: &str = "actors/corrections.toml";

/// What a fix teaches about the words by which the pages call a place or a party; `None` where it speaks of nothing that a list holds.
fn lesson(fix: &Fix, store: &impl Documents, lexicon: &Lexicon) -> Result<Option<Lesson>, Error> {
    let Said::Set { field, value } = &fix.said else { return Ok(None) };
    let pages: BTreeSet<&str> = fix.words.iter().map(|quote| quote.doc.as_str()).collect();
    let readings = store.readings_of(&pages.into_iter().collect::<Vec<_>>())?;
    let names = |of: fn(&EventMention) -> Vec<stemma::model::Span>| called(fix, &readings, of);
    Ok(match (field, value) {
        (Field::Place, Value::Place(place)) => {
            of_place(place, &names(|event| event.place.iter().map(|place| place.span).collect()), lexicon)
        }
        (Field::Actor, Value::Parties(parties)) => of_party(parties, &names(|event| spans(&event.actors))),
        (Field::Recipient, Value::Parties(parties)) => of_party(parties, &names(|event| spans(&event.recipients))),
        _ => None,
    })
}

fn spans(actors: &[stemma::model::ActorMention]) -> Vec<stemma::model::Span> {
    actors.iter().map(|actor| actor.span).collect()
}

/// The words that the pages have for something of the event.
fn called(fix: &Fix, readings: &[Reading], of: fn(&EventMention) -> Vec<stemma::model::Span>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for reading in readings {
        let told = |event: &&EventMention| {
            let mine = fix.words.iter().filter(|quote| quote.doc == reading.id);
            event.kind == fix.kind && mine.into_iter().any(|quote| quote.span == event.extent)
        };
        for event in reading.annotations.events.iter().filter(told) {
            let names_of = of(event).into_iter().filter(|span| is_named(reading, *span));
            let words = names_of.map(|span| span.of(&reading.text).split_whitespace().collect::<Vec<_>>());
            names.extend(words.map(|words| words.join(" ")).filter(|name| is_name(name)));
        }
    }
    names
}

/// Whether words are a name as the program reads the page: "gunmen" or "the town" would be found on every other one.
fn is_named(reading: &Reading, span: stemma::model::Span) -> bool {
    let Annotations { entities, places, .. } = &reading.annotations;
    entities.iter().any(|entity| entity.span == span) || places.iter().any(|place| place.span == span)
}

/// Whether a list can hold a name: signs that are not seen, or that mean something in a list, it cannot.
fn is_name(words: &str) -> bool {
    let is_plain = |sign: char| sign.is_alphanumeric() || " -'’.()".contains(sign);
    words.chars().all(is_plain) && words.chars().count() < 80
}

fn of_place(place: &Place, names: &BTreeSet<String>, lexicon: &Lexicon) -> Option<Lesson> {
    let (lat, lon) = place.point()?;
    let country = place.country.as_deref().and_then(|code| {
        let country = lexicon.gazetteer.country_of_code(code).and_then(|id| lexicon.gazetteer.country(id))?;
        std::str::from_utf8(&country.alpha2).ok().map(str::to_owned)
    });
    let feature = match place.level {
        Some(PlaceLevel::Site) => "site",
        Some(PlaceLevel::Adm1) => "adm1",
        Some(PlaceLevel::Area | PlaceLevel::Line) => "area",
        Some(PlaceLevel::Country | PlaceLevel::International) => return None,
        _ => "settlement",
    };
    let name = names.first().filter(|name| !names.contains(&place.name) || **name == place.name).unwrap_or(&place.name);
    let others: Vec<&str> = names
        .iter()
        .chain([&place.name])
        .map(String::as_str)
        .filter(|other| *other != name && is_name(other))
        .collect();
    let number = place.geonames.map_or(String::new(), |number| number.to_string());
    let radius = place.radius_km.unwrap_or(2.0);
    let country = country.as_deref().unwrap_or("-");
    let line = format!("{name}\t{lat}\t{lon}\t{country}\t{feature}\t{radius}\t{number}\t{}\n", others.join("|"));
    Some(Lesson { path: PLACES, head: PLACES_HEAD, line })
}

/// Names for a party that the register knows. Who is not in it needs a kind and years, which a correction does not tell.
fn of_party(parties: &[Party], names: &BTreeSet<String>) -> Option<Lesson> {
    let [Party { name, id: Some(id) }] = parties else { return None };
    let aliases: Vec<String> =
        names.iter().chain([name]).filter(|name| is_name(name)).map(|name| format!("{name:?}")).collect();
    if aliases.is_empty() {
        return None;
    }
    let line = format!("\n[[set]]\nactors = [{{ id = {id:?}, aliases = [{}], extend = true }}]\n", aliases.join(", "));
    Some(Lesson { path: ACTORS, head: "", line })
}

impl Lesson {
    /// Adds the line to the list in a folder, unless it is there; gives the file.
    fn write(&self, folder: &Path) -> std::io::Result<PathBuf> {
        let file = folder.join(self.path);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        let there = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        if there.contains(self.line.trim_start()) {
            return Ok(file);
        }
        let mut text = if there.is_empty() { self.head.to_owned() } else { String::new() };
        if !there.is_empty() && !there.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&self.line);
        OpenOptions::new().create(true).append(true).open(&file)?.write_all(text.as_bytes())?;
        Ok(file)
    }
}
