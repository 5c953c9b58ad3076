//! What the tests of several stages need: the engine with the lists that the program carries.

use std::sync::OnceLock;

use stemma_language::English;

use crate::lexicon::Lists;
use crate::model::Annotations;
use crate::pipeline::{self, Engine};

/// The engine, made once; `None`, with a line on standard error, where the English model has not been compiled.
pub fn engine() -> Option<&'static Engine> {
    static ENGINE: OnceLock<Option<Engine>> = OnceLock::new();
    ENGINE.get_or_init(|| made(stemma_data::LISTS.to_vec())).as_ref()
}

/// An engine with many rules for events beside the reader, as a user may write them. Its events by rule do not move when the reader learns
/// more, so stages after reading can be tested on them: see [`by_rule`].
pub fn engine_of_rules() -> Option<&'static Engine> {
    static ENGINE: OnceLock<Option<Engine>> = OnceLock::new();
    let rules = [
        ("events/verbs.toml", include_str!("tests/verbs.toml")),
        ("events/nouns.toml", include_str!("tests/nouns.toml")),
    ];
    let text = |(path, text)| rules.iter().find(|(ruled, _)| *ruled == path).copied().unwrap_or((path, text));
    ENGINE.get_or_init(|| made(stemma_data::LISTS.iter().copied().map(text).collect())).as_ref()
}

/// Leaves out the events that the reader found.
pub fn by_rule(mut annotations: Annotations) -> Annotations {
    annotations.events.retain(|event| event.certainty.is_none());
    annotations
}

fn made(texts: Vec<(&'static str, &'static str)>) -> Option<Engine> {
    let lists = Lists { texts, gazetteer: stemma_data::GAZETTEER };
    let Ok(english) = English::from_bytes(stemma_data::ENGLISH) else {
        eprintln!("skipped: data/build/english.bin is not compiled");
        return None;
    };
    let (pages, lexicon, files) = pipeline::compile(&lists).expect("the lists compile");
    let reader = stemma_reader::Reader::from_bytes(stemma_data::READER).ok();
    Some(Engine { english, reader, lexicon, pages, files })
}
