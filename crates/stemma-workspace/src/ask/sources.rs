//! Whose data the program carries.

use serde::Deserialize;
use stemma::lexicon::parse_toml;

use crate::Error;

/// One entry of data/sources.toml.
#[derive(Clone, Debug, Deserialize)]
pub struct Source {
    pub name: String,
    pub version: String,
    pub registry: String,
    pub package: String,
    pub licence: String,
    pub origin: String,
    pub attribution: String,
}

const LIST: &str = "sources.toml";

/// All packages of others that are in the program, in the order of their list.
pub fn sources() -> Result<Vec<Source>, Error> {
    #[derive(Deserialize)]
    struct Sources {
        source: Vec<Source>,
    }
    let text = stemma_data::LISTS.iter().find(|(name, _)| *name == LIST).map_or("", |(_, text)| text);
    parse_toml(LIST, text).map(|sources: Sources| sources.source).map_err(Error::Lists)
}
