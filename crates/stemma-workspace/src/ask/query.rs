//! A query as a person writes it: the words of a command's options, or of a page's address, by one list of what can be said.

use stemma::lexicon::gazetteer::fold;
use stemma::model::{Day, PlacePrecision};
use stemma_store::{Asked, Bbox, Checking, Dataset, Filter, Lack, Marking, Noun, Sort, TOLD, Within, name_key};

use super::{Called, called};
use super::{kinds, words};
use crate::Error;

/// What is asked for. Conditions mean the same for whatever is listed; see [`stemma_store::Filter`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// All but the place, which needs the store and the kilometres around it.
    filter: Filter,
    place: Option<String>,
    within: Option<f64>,
    pub sort: Option<String>,
    pub reverse: bool,
    pub limit: Option<usize>,
    /// Rows before the first one that is given.
    pub skip: usize,
    /// As what things are told was said to be of no matter.
    is_told_anyhow: bool,
    /// Conditions as they were written, in their order.
    said: Vec<(&'static str, String)>,
}

/// A condition that can be written: its name, what stands after it (nothing, where it is said or not), and what it means.
pub struct Condition {
    pub name: &'static str,
    pub value: &'static str,
    pub help: &'static str,
    /// Whether it may be said several times, or with commas: one of the values then holds.
    pub is_many: bool,
    /// All that may be said, where that is little.
    pub values: &'static [&'static str],
    /// The condition without which it means nothing.
    pub needs: Option<&'static str>,
    set: fn(&mut Query, &str) -> Result<(), Error>,
}

const PLAIN: Condition =
    Condition { name: "", value: "", help: "", is_many: false, values: &[], needs: None, set: |_, _| Ok(()) };

/// However it is told, which leaves nothing out.
const ANY: &str = "any";

const TOLD_WORDS: [&str; TOLD.len() + 1] = {
    let mut words = [ANY; TOLD.len() + 1];
    let mut at = 0;
    while at < TOLD.len() {
        words[at] = TOLD[at].1;
        at += 1;
    }
    words
};

/// Every condition of a query, in the order in which they are explained.
pub static CONDITIONS: [Condition; 19] = [
    Condition {
        name: "since",
        value: "DAY",
        help: "On this day or later: 2023, 2023-04, 2023-04-15",
        set: |query, value| put(&mut query.filter.since, first_day(value)?),
        ..PLAIN
    },
    Condition {
        name: "until",
        value: "DAY",
        help: "On this day or before",
        set: |query, value| put(&mut query.filter.until, last_day(value)?),
        ..PLAIN
    },
    Condition {
        name: "reaching",
        help: "Also what only reaches into these days: an event of \"this year\" in one of its months",
        set: |query, value| {
            query.filter.reaching = value != "false";
            Ok(())
        },
        ..PLAIN
    },
    Condition {
        name: "country",
        value: "COUNTRY",
        help: "A country, by its name or a code of two or three letters",
        set: |query, value| put(&mut query.filter.country, country(value)?),
        ..PLAIN
    },
    Condition {
        name: "place",
        value: "PLACE",
        help: "A place or a province by name, or a point: 15.5,32.56",
        set: |query, value| put(&mut query.place, value.into()),
        ..PLAIN
    },
    Condition {
        name: "within",
        value: "KM",
        help: "So many kilometres around the place",
        needs: Some("place"),
        set: |query, value| put(&mut query.within, number(value)?),
        ..PLAIN
    },
    Condition {
        name: "bbox",
        value: "W,S,E,N",
        help: "A box of the map, by its west, south, east and north in degrees: 21.8,8.6,38.7,22.3",
        set: |query, value| put(&mut query.filter.bbox, bbox(value)?),
        ..PLAIN
    },
    Condition {
        name: "precision",
        value: "HOW",
        help: "How well the place is known: exact, an area, inferred, only the province (unit) or the country, or none",
        is_many: true,
        values: &PlacePrecision::WORDS,
        set: |query, value| {
            for part in parts(value) {
                let way_out = || refused(&part, &format!("write one of {}", PlacePrecision::WORDS.join(", ")));
                query.filter.precision.push(PlacePrecision::named(&part).ok_or_else(way_out)?);
            }
            Ok(())
        },
        ..PLAIN
    },
    Condition {
        name: "lacks",
        value: "WHAT",
        help: "What is not known of it: a place on the map, or a day; one of them",
        is_many: true,
        values: &Lack::WORDS,
        set: |query, value| {
            for part in parts(value) {
                let way_out = || refused(&part, &format!("write one of {}", Lack::WORDS.join(", ")));
                query.filter.lacks.push(Lack::named(&part).ok_or_else(way_out)?);
            }
            Ok(())
        },
        ..PLAIN
    },
    Condition {
        name: "kind",
        value: "KIND",
        help: "A kind of ours, or a code of PLOVER or ACLED: shelling, ASSAULT, Battles; may be given several times. \
               `stemma about kinds` names them",
        is_many: true,
        set: |query, value| {
            query.filter.kinds.extend(parts(value));
            Ok(())
        },
        ..PLAIN
    },
    Condition {
        name: "told",
        value: "HOW",
        help: "As what it is told; may be given several times; any leaves nothing out",
        is_many: true,
        values: &TOLD_WORDS,
        set: |query, value| {
            for part in parts(value) {
                if part == ANY {
                    query.is_told_anyhow = true;
                    continue;
                }
                let told = TOLD.iter().find(|(_, word)| *word == part);
                let told = told.ok_or_else(|| refused(&part, &format!("write one of {}", TOLD_WORDS.join(", "))))?;
                query.filter.told.push(told.0);
            }
            Ok(())
        },
        ..PLAIN
    },
    Condition {
        name: "killed-min",
        value: "N",
        help: "So many killed or more",
        set: |query, value| put(&mut query.filter.killed_min, number(value)?),
        ..PLAIN
    },
    Condition {
        name: "killed-max",
        value: "N",
        help: "So many killed or fewer; an event of which no number is told has none",
        set: |query, value| put(&mut query.filter.killed_max, number(value)?),
        ..PLAIN
    },
    Condition {
        name: "origins-min",
        value: "N",
        help: "So many independent origins or more",
        set: |query, value| put(&mut query.filter.origins_min, number(value)?),
        ..PLAIN
    },
    Condition {
        name: "actor",
        value: "NAME",
        help: "One that acts or suffers, by part of the name or by its id",
        set: |query, value| put(&mut query.filter.actor, value.into()),
        ..PLAIN
    },
    Condition {
        name: "outlet",
        value: "NAME",
        help: "An outlet that tells it, by part of the name",
        set: |query, value| put(&mut query.filter.outlet, value.into()),
        ..PLAIN
    },
    Condition {
        name: "story",
        value: "ID",
        help: "A story, by its id",
        set: |query, value| put(&mut query.filter.story, value.into()),
        ..PLAIN
    },
    Condition {
        name: "checked",
        value: "HOW",
        help: "How far a person checked it; rejected ones are listed only where this asks for them",
        is_many: true,
        values: &Checking::WORDS,
        set: |query, value| {
            for part in parts(value) {
                let checking = Checking::named(&part);
                let way_out = || refused(&part, &format!("write one of {}", Checking::WORDS.join(", ")));
                query.filter.checked.push(checking.ok_or_else(way_out)?);
            }
            Ok(())
        },
        ..PLAIN
    },
    Condition {
        name: "mark",
        value: "MARK",
        help: "As what a person marked the page, or one of its pages; none leaves out all that is marked",
        is_many: true,
        values: &Marking::WORDS,
        set: |query, value| {
            for part in parts(value) {
                let way_out = || refused(&part, &format!("write one of {}", Marking::WORDS.join(", ")));
                query.filter.marks.push(Marking::named(&part).ok_or_else(way_out)?);
            }
            Ok(())
        },
        ..PLAIN
    },
];

/// How wide a circle is where a point is given without one.
const KILOMETRES: f64 = 10.0;

impl Query {
    pub fn of_words(words: &str) -> Query {
        let mut query = Query::default();
        query.set_words(words);
        query
    }

    pub fn set_words(&mut self, words: &str) {
        self.filter.words = (!words.trim().is_empty()).then(|| words.trim().to_owned());
    }

    pub fn words(&self) -> &str {
        self.filter.words.as_deref().unwrap_or_default()
    }

    /// The query of names and values, such as those of an address: conditions, and `words` (or `q`), `sort`, `reverse`, `limit`, `cursor`.
    pub fn from_pairs<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Result<Query, Error> {
        let mut query = Query::default();
        for (name, value) in pairs {
            query.set(name, value)?;
        }
        Ok(query)
    }

    /// Adds what a name and its value say.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        match name {
            "words" | "q" => self.set_words(value),
            "sort" => self.sort = Some(value.to_owned()),
            "reverse" => self.reverse = value != "false",
            "limit" => self.limit = Some(number(value)?),
            "cursor" => self.skip = number::<u32>(value)? as usize,
            _ => {
                let condition = CONDITIONS.iter().find(|condition| condition.name == name);
                let condition = condition.ok_or_else(|| refused(name, "no condition is called so"))?;
                (condition.set)(self, value.trim())?;
                self.said.push((condition.name, value.trim().to_owned()));
                if self.is_told_anyhow {
                    self.filter.told.clear();
                    self.said.retain(|(name, _)| *name != "told");
                }
            }
        }
        Ok(())
    }

    /// Whether anything is left out by it.
    pub fn is_narrow(&self) -> bool {
        !self.said.is_empty() || self.filter.words.is_some()
    }

    /// What is asked for, in words: "since 2023-04, country Sudan, told happened".
    pub fn in_words(&self) -> String {
        let words = self.filter.words.iter().map(|words| format!("the words {words}"));
        let said = self.said.iter().map(|(name, value)| format!("{} {value}", name.replace('-', " ")));
        words.chain(said).collect::<Vec<_>>().join(", ")
    }

    /// The same without what may be a name: of words and of parties it says only that they were asked for.
    pub fn in_words_without_names(&self) -> String {
        let words = self.filter.words.iter().map(|_| "some words".to_owned());
        let said = self.said.iter().map(|(name, value)| match *name {
            "actor" | "outlet" | "place" => format!("a certain {name}"),
            name => format!("{} {value}", name.replace('-', " ")),
        });
        words.chain(said).collect::<Vec<_>>().join(", ")
    }

    /// What is asked of a store, or what of it cannot be asked.
    pub fn asked(&self, noun: Noun, store: &impl Dataset) -> Result<Asked, Error> {
        if self.within.is_some() && self.place.is_none() {
            return Err(Error::Query("a number of kilometres needs a place; say around which one".into()));
        }
        kinds::check(&self.filter.kinds, store)?;
        let filter = Filter {
            place: self.place.as_deref().map(|place| self.place(place, store)).transpose()?,
            words: self.filter.words.as_deref().map(|words| match noun {
                Noun::Actors => words.to_owned(),
                _ => words::with_forms(words),
            }),
            story: self.filter.story.as_deref().map(|story| whole_id(story, store)).transpose()?,
            ..self.filter.clone()
        };
        let sort = self.sort.as_deref().map(|name| sort(noun, name)).transpose()?;
        Ok(Asked { filter, sort, reverse: self.reverse, limit: self.limit, skip: self.skip })
    }

    fn place(&self, place: &str, store: &impl Dataset) -> Result<Within, Error> {
        if let Some((lat, lon)) = point(place) {
            return Ok(Within::Circle { lat, lon, km: self.within.unwrap_or(KILOMETRES) });
        }
        let Some(km) = self.within else { return Ok(Within::Named(place.to_owned())) };
        // Of the places of the store that are called so, the one that most events are told of.
        let filter = Filter { place: Some(Within::Named(place.to_owned())), ..Filter::default() };
        let known = store.places(&Asked { filter, ..Asked::default() })?.rows;
        let named = known.iter().filter(|row| name_key(&row.place) == name_key(place));
        match named.filter_map(|row| row.lat.zip(row.lon)).next() {
            Some((lat, lon)) => Ok(Within::Circle { lat, lon, km }),
            None => Err(refused(
                place,
                "no event of this store is told of a place of this name; give its point, as in 15.5,32.56",
            )),
        }
    }
}

/// How many events or pages only reach into the days that are asked for, and so are not listed.
pub fn reaching(store: &impl Dataset, noun: Noun, asked: &Asked) -> Result<u64, Error> {
    let Asked { filter, .. } = asked;
    if filter.reaching || filter.since.is_none() && filter.until.is_none() {
        return Ok(0);
    }
    let count = |reaching| -> Result<u64, Error> {
        let filter = Filter { reaching, ..filter.clone() };
        let none = Asked { filter, limit: Some(0), ..Asked::default() };
        Ok(match noun {
            Noun::Events => store.events(&none)?.total,
            Noun::Pages => store.pages(&none)?.total,
            _ => 0,
        })
    };
    // The store may change between the two.
    Ok(count(true)?.saturating_sub(count(false)?))
}

/// West, south, east and north; a box may reach over the line of the date, and may go once round the earth.
pub(crate) fn bbox(written: &str) -> Result<Bbox, Error> {
    let sides: Vec<f64> = written.split(',').filter_map(|side| side.trim().parse().ok()).collect();
    let is_box = |sides: &[f64]| match *sides {
        [west, south, east, north] => {
            west.abs() <= 180.0 && east.abs() <= 180.0 && -90.0 <= south && south <= north && north <= 90.0
        }
        _ => false,
    };
    match sides[..] {
        [west, south, east, north] if written.split(',').count() == 4 && is_box(&sides) => {
            Ok(Bbox { west, south, east, north })
        }
        _ => Err(refused(
            written,
            "is no box; write its west, south, east and north in degrees, as in 21.8,8.6,38.7,22.3",
        )),
    }
}

fn put<T>(slot: &mut Option<T>, value: T) -> Result<(), Error> {
    *slot = Some(value);
    Ok(())
}

fn refused(written: &str, reason: &str) -> Error {
    Error::Query(format!("{written}: {reason}"))
}

fn parts(value: &str) -> impl Iterator<Item = String> + '_ {
    value.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned)
}

fn number<T: std::str::FromStr>(written: &str) -> Result<T, Error> {
    written.parse().map_err(|_| refused(written, "is no number that can stand here"))
}

/// The id of a story that is cut short.
fn whole_id(story: &str, store: &impl Dataset) -> Result<String, Error> {
    match called(store, Some(Noun::Stories), story)? {
        Called::One(record) => Ok(record.id),
        Called::Several(_) => Err(refused(story, "more than one story begins so; give more of its id")),
        Called::None => Err(refused(story, "there is no such story; `stemma ls stories` names them")),
    }
}

pub(crate) fn first_day(written: &str) -> Result<Day, Error> {
    day(written, "01-01", |year, month| Day::new(year, month, 1))
}

pub(crate) fn last_day(written: &str) -> Result<Day, Error> {
    day(written, "12-31", Day::last_of_month)
}

/// A day, or one end of a month or a year.
fn day(written: &str, of_year: &str, of_month: fn(i16, u8) -> Option<Day>) -> Result<Day, Error> {
    let whole = match written.len() {
        4 => format!("{written}-{of_year}").parse().ok(),
        7 => written.split_once('-').and_then(|(year, month)| of_month(year.parse().ok()?, month.parse().ok()?)),
        _ => written.parse().ok(),
    };
    whole.ok_or_else(|| refused(written, "no such day; write 2023, 2023-04 or 2023-04-15"))
}

pub(crate) fn point(written: &str) -> Option<(f64, f64)> {
    let (lat, lon) = written.split_once(',')?;
    let (lat, lon): (f64, f64) = (lat.trim().parse().ok()?, lon.trim().parse().ok()?);
    (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some((lat, lon))
}

fn sort(noun: Noun, name: &str) -> Result<Sort, Error> {
    let sorts = noun.sorts();
    Sort::named(name).filter(|sort| sorts.contains(sort)).ok_or_else(|| {
        let names: Vec<&str> = sorts.iter().map(|sort| sort.name()).collect();
        Error::Query(format!("{} cannot be put in order by {name}; by one of {}", noun.name(), names.join(", ")))
    })
}

/// The list in which countries have their codes and names.
const COUNTRIES: &str = "places/countries.tsv";

fn countries() -> impl Iterator<Item = Vec<&'static str>> {
    let list = stemma_data::LISTS.iter().find(|(name, _)| *name == COUNTRIES).map_or("", |(_, text)| text);
    let rows = list.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter(|cells| cells.len() > 3)
}

/// The English name of a country by its code of three letters.
pub fn country_name(code: &str) -> Option<&'static str> {
    countries().find(|cells| cells[1] == code).map(|cells| cells[3])
}

/// The code of three letters of a country that is written as a code or a name.
fn country(written: &str) -> Result<String, Error> {
    let key = fold::plain(written);
    let is_meant = |cells: &[&str]| {
        let is_code = cells[..2].iter().any(|code| code.eq_ignore_ascii_case(written.trim()));
        let names = cells.get(9).into_iter().flat_map(|names| names.split('|')).chain([cells[3]]);
        is_code || !key.is_empty() && names.map(fold::plain).any(|name| name == key)
    };
    countries()
        .find(|cells| is_meant(cells))
        .map(|cells| cells[1].to_owned())
        .ok_or_else(|| refused(written, "no country is called so; give its name in English, or a code of ISO 3166-1"))
}

#[cfg(test)]
mod tests {
    use super::{Query, country, country_name, point};

    #[test]
    fn an_address_says_what_options_say() {
        let pairs = [("since", "2023-04"), ("country", "Sudan"), ("told", "happened,denied"), ("sort", "killed")];
        let query = Query::from_pairs(pairs).unwrap();
        assert_eq!(query.in_words(), "since 2023-04, country Sudan, told happened,denied");
        let check = |name: &str, value: &str, message: &str| {
            let error = Query::default().set(name, value).unwrap_err().to_string();
            assert!(error.contains(message), "{name} {value}: {error}");
        };
        check("since", "soon", "write 2023");
        check("told", "asserted", "happened");
        check("killed-min", "many", "is no number");
        check("killed-max", "-1", "is no number");
        check("colour", "red", "no condition");
        check("bbox", "1,2,3", "west, south, east and north");
        check("bbox", "20,30,40,10", "is no box");
        check("bbox", "20,10,240,30", "is no box");
        check("bbox", "20,x,40,30", "is no box");
        check("bbox", "20,10,40,30,", "is no box");
        check("precision", "about", "exact, area");
        check("lacks", "name", "place, day");
        check("mark", "name", "sensitive, graphic, deleted, none");
        check("cursor", "-1", "is no number");
    }

    #[test]
    fn what_is_asked_for_is_said_in_its_words() {
        let check = |pairs: &[(&str, &str)], words: &str, is_narrow: bool| {
            let query = Query::from_pairs(pairs.iter().copied()).unwrap();
            assert_eq!((query.in_words().as_str(), query.is_narrow()), (words, is_narrow), "{pairs:?}");
        };
        check(&[("q", "car bomb"), ("cursor", "50")], "the words car bomb", true);
        check(&[("bbox", "170,-20,-170,20")], "bbox 170,-20,-170,20", true);
        check(&[("lacks", "place,day")], "lacks place,day", true);
        check(&[("told", "any")], "", false);
        check(&[("told", "happened,any"), ("told", "denied")], "", false);
        assert_eq!(Query::from_pairs([("cursor", "50")]).unwrap().skip, 50);
    }

    #[test]
    fn a_country_is_called_by_its_name() {
        assert_eq!((country_name("SDN"), country_name("XXX")), (Some("Sudan"), None));
    }

    #[test]
    fn a_country_is_told_by_code_and_by_name() {
        for written in ["SD", "sdn", "Sudan", "sudan"] {
            assert_eq!(country(written).unwrap(), "SDN", "{written}");
        }
        assert_eq!(country("Cote d'Ivoire").unwrap(), "CIV");
        assert!(country("Nowhere").unwrap_err().to_string().contains("no country"));
    }

    #[test]
    fn a_point_is_two_numbers_on_the_earth() {
        assert_eq!(point("15.5, 32.56"), Some((15.5, 32.56)));
        assert_eq!(point("-15.5,-32"), Some((-15.5, -32.0)));
        assert_eq!(point("95,32"), None);
        assert_eq!(point("Goma, Kivu"), None);
    }
}
