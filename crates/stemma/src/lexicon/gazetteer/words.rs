//! The words around a name by which readers tell places from other names (`places/words.toml`).

use std::collections::HashSet;

use serde::Deserialize;

use crate::lexicon::{LexiconError, Lists};

/// All in lower case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceWords {
    /// "in X": most likely a place.
    pub strong_prepositions: HashSet<String>,
    /// "from X": often one.
    pub weak_prepositions: HashSet<String>,
    /// "northern X".
    pub directions: HashSet<String>,
    /// Lemmas of verbs whose object is most often a place: "entered X".
    pub place_verbs: HashSet<String>,
    /// Kinds of settlements: "the town of X".
    pub settlements: HashSet<String>,
    /// Settlements that lie in a province rather than in a city: "villages in X".
    pub villages: HashSet<String>,
    /// Kinds of administrative units: "X province".
    pub provinces: HashSet<String>,
    /// Kinds of other places: "X river".
    pub features: HashSet<String>,
    /// Before the name of a person.
    pub titles: HashSet<String>,
    /// What only people do.
    pub human_verbs: HashSet<String>,
    /// After a name: it belongs to an organisation or a street.
    pub organisations: HashSet<String>,
    /// After a capitalised name: it is the name of a street or the like, which bears the names of places far away.
    pub named_after: HashSet<String>,
    /// After a name: what bears the names of holy, lost and distant places as often as that of its own town.
    pub institutions: HashSet<String>,
    /// Names of places that are ordinary words of the news.
    pub never: HashSet<String>,
}

impl PlaceWords {
    pub fn compile(lists: &Lists<'_>) -> Result<PlaceWords, LexiconError> {
        lists.toml("places/words.toml")
    }

    pub fn is_kind(&self, word: &str) -> bool {
        self.settlements.contains(word) || self.provinces.contains(word) || self.features.contains(word)
    }
}
