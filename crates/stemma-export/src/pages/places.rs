//! The places that a name may mean, and why one of them is chosen or none.

use stemma::annotate::places::{Refusal, Weighed, of_entry};
use stemma::lexicon::gazetteer::{Fit, Gazetteer};
use stemma_workspace::gazetteer::Meanings;

use super::Page;

/// Candidates that are named.
const SHOWN: usize = 12;

pub fn meanings(name: &str, found: &Meanings) -> Page {
    let Meanings { lexicon, candidates, refusal, chosen } = found;
    let mut page = Page::default();
    match candidates.len() {
        0 => page.text("", format!("no place is called {name}")),
        1 => page.text("", format!("one place may be called {name}:")),
        count => page.text("", format!("{count} places may be called {name}:")),
    }
    for (at, candidate) in candidates.iter().take(SHOWN).enumerate() {
        let mark = if *chosen == Some(at) { "* " } else { "  " };
        page.hanging(mark, "        ", row(&lexicon.gazetteer, candidate));
    }
    if candidates.len() > SHOWN {
        page.text("  ", format!("and {} more", candidates.len() - SHOWN));
    }
    if !candidates.is_empty() {
        page.text("", reason(candidates, *refusal));
    }
    page
}

/// "92 %  Boni, Mopti, MLI  15.077 -2.220  settlement  its name; expected 3.3, company 0.4".
fn row(gazetteer: &Gazetteer, candidate: &Weighed) -> String {
    let Some(entry) = gazetteer.entry(candidate.place) else { return String::new() };
    let place = of_entry(gazetteer, &entry);
    let names = [Some(place.name), place.admin1, place.country].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let level = place.level.and_then(|level| serde_json::to_value(level).ok()).unwrap_or_default();
    let fit = match candidate.fit {
        Fit::Name => "its name",
        Fit::OtherName => "another of its names",
        Fit::Romanised => "its name, spelt otherwise",
        Fit::Consonants => "the same consonants",
    };
    let number = entry.geonames.map_or(String::new(), |number| format!("  GeoNames {number}"));
    format!(
        "{:3.0} %  {names}  {:.3} {:.3}  {}, {} inhabitants{number}  ({fit}; expected {:.1}, company {:.2})",
        candidate.share * 100.0,
        entry.lat,
        entry.lon,
        level.as_str().unwrap_or("place"),
        entry.population,
        candidate.prior,
        candidate.support,
    )
}

fn reason(candidates: &[Weighed], refusal: Option<Refusal>) -> &'static str {
    match refusal {
        Some(Refusal::Unknown) => {
            "none is chosen: none lies where the text says, and none is known to all by this name"
        }
        Some(Refusal::Poor) => {
            "none is chosen: the likeliest is small and far from what the text names, or its name fits too loosely"
        }
        Some(Refusal::Abroad) => {
            "none is chosen: the text speaks of another country, and nothing else in it lies near the likeliest"
        }
        Some(Refusal::PartOfLonger | Refusal::NamedAfter) => "none is chosen: something else bears the name",
        None if candidates.len() == 1 => "* is chosen: no other place is called so",
        None if candidates.iter().filter(|candidate| candidate.share > 0.0).count() == 1 => {
            "* is chosen: no other lies where the text says"
        }
        None => {
            "* is chosen: how expected it is by its size and kind and by how its name fits, with the company of what the text names"
        }
    }
}
