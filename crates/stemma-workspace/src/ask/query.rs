//! A query as a person writes it: the words of a command's options, or of a page's address.

use stemma::lexicon::gazetteer::fold;
use stemma::model::{Assertion, Day};
use stemma_store::{Asked, Checking, Dataset, Filter, Noun, Sort, Within, name_key};

use super::{Called, called};
use crate::Error;

/// What is asked for, as it was written. Conditions mean the same for whatever is listed; see [`stemma_store::Filter`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    pub words: String,
    pub since: Option<Day>,
    pub until: Option<Day>,
    /// A code of two or three letters, or a name.
    pub country: Option<String>,
    /// A name, or a point: `15.5,32.56`.
    pub place: Option<String>,
    /// Kilometres around the place.
    pub within: Option<f64>,
    pub kinds: Vec<String>,
    pub told: Vec<Assertion>,
    pub killed_min: Option<u32>,
    pub origins_min: Option<u32>,
    pub actor: Option<String>,
    pub outlet: Option<String>,
    pub story: Option<String>,
    pub checked: Vec<Checking>,
    pub sort: Option<String>,
    pub reverse: bool,
    pub limit: Option<usize>,
}

/// How wide a circle is where a point is given without one.
const KILOMETRES: f64 = 10.0;

/// The id of a story that is cut short.
fn whole_id(story: &str, store: &impl Dataset) -> Result<String, Error> {
    match called(store, Some(Noun::Stories), story)? {
        Called::One(record) => Ok(record.id),
        Called::Several(_) => {
            Err(Error::Query(format!("more than one story begins with {story}; give more of its id")))
        }
        Called::None(_) => Err(Error::Query(format!("there is no story {story}; `stemma ls stories` names them"))),
    }
}

impl Query {
    /// What is asked of a store, or what of it cannot be asked.
    pub fn asked(&self, noun: Noun, store: &impl Dataset) -> Result<Asked, Error> {
        let words = self.words.trim();
        let filter = Filter {
            words: (!words.is_empty()).then(|| words.to_owned()),
            since: self.since,
            until: self.until,
            country: self.country.as_deref().map(country).transpose()?,
            place: self.place.as_deref().map(|place| self.place(place, store)).transpose()?,
            kinds: self.kinds.clone(),
            told: self.told.clone(),
            killed_min: self.killed_min,
            origins_min: self.origins_min,
            actor: self.actor.clone(),
            outlet: self.outlet.clone(),
            checked: self.checked.clone(),
            story: self.story.as_deref().map(|story| whole_id(story, store)).transpose()?,
        };
        if self.within.is_some() && self.place.is_none() {
            return Err(Error::Query("a number of kilometres needs a place; say around which one".into()));
        }
        let sort = self.sort.as_deref().map(|name| sort(noun, name)).transpose()?;
        Ok(Asked { filter, sort, reverse: self.reverse, limit: self.limit, skip: 0 })
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
            None => Err(Error::Query(format!(
                "{place}: no event of this store is told of a place of this name; give its point, as in 15.5,32.56"
            ))),
        }
    }
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

/// The code of three letters of a country that is written as a code or a name.
fn country(written: &str) -> Result<String, Error> {
    let list = stemma_data::LISTS.iter().find(|(name, _)| *name == COUNTRIES).map_or("", |(_, text)| text);
    let key = fold::plain(written);
    let is_meant = |cells: &[&str]| {
        let is_code = cells[..2].iter().any(|code| code.eq_ignore_ascii_case(written.trim()));
        let names = cells.get(9).into_iter().flat_map(|names| names.split('|')).chain([cells[3]]);
        is_code || !key.is_empty() && names.map(fold::plain).any(|name| name == key)
    };
    let rows = list.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
    let found = rows.filter(|cells| cells.len() > 3).find(|cells| is_meant(cells));
    found.map(|cells| cells[1].to_owned()).ok_or_else(|| {
        Error::Query(format!("{written}: no country is called so; give its name in English, or a code of ISO 3166-1"))
    })
}

#[cfg(test)]
mod tests {
    use super::{country, point};

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
