//! An article to its mentions: names, places, times, counts, reported speech and events, each with the bytes it stands on.
//!
//! The order is that of need: the grammar of every block first, then names, places and times, then what pronouns and
//! the like stand for, then who says what, and last the events, which put all of them together. A title is read apart (`title`).

pub mod attributions;
pub mod events;
mod grammar;
pub mod learnt;
pub mod names;
pub mod places;
mod recase;
pub mod references;
mod seen;
mod stand_ins;
pub mod syntax;
pub mod times;
mod title;

use crate::lexicon::Lexicon;
use crate::model::{Annotations, Article, BlockKind, Note};
use learnt::Learnt;
use stemma_language::English;
use stemma_reader::Reader;
pub use syntax::Syntax;

/// What every reader of an article has before it: the words, their grammar, and the world's knowledge.
pub struct Context<'a> {
    /// The text layer of the document.
    pub text: &'a str,
    pub article: &'a Article,
    pub syntax: &'a Syntax,
    pub learnt: &'a Learnt,
    pub lexicon: &'a Lexicon,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Keep the tokens of the analysis in the result; they take about ten times the room of the text.
    pub tokens: bool,
}

/// What an article is read with.
#[derive(Clone, Copy)]
pub struct Readers<'a> {
    pub english: &'a English,
    /// Without it no events are read: none is better than wrong ones.
    pub learnt: Option<&'a Reader>,
    pub lexicon: &'a Lexicon,
}

/// Reads one article.
pub fn annotate(text: &str, article: &Article, readers: Readers<'_>, options: &Options) -> (Annotations, Vec<Note>) {
    let Some(seen) = seen::Seen::of(text) else { return read(text, article, readers, options) };
    let (mut annotations, notes) = read(&seen.text, &seen.article(article), readers, options);
    seen.back(&mut annotations);
    (annotations, notes)
}

fn read(text: &str, article: &Article, readers: Readers<'_>, options: &Options) -> (Annotations, Vec<Note>) {
    let Readers { english, lexicon, .. } = readers;
    let syntax = syntax::analyse(text, article, english, &lexicon.stand_ins);
    let Some(body) = title::apart(article) else {
        return (read_body(text, article, &syntax, readers, options).0, Vec::new());
    };
    let (below, places) = syntax.without(BlockKind::Title);
    let (mut annotations, learnt) = read_body(text, &body, &below, readers, options);
    let learnt = learnt.among(&places, syntax.tokens.len());
    title::add(&Context { text, article, syntax: &syntax, learnt: &learnt, lexicon }, &mut annotations);
    if options.tokens {
        annotations.tokens = syntax.rows();
    }
    (annotations, Vec::new())
}

/// Reads an article without what stands in its title.
fn read_body(
    text: &str,
    article: &Article,
    syntax: &Syntax,
    readers: Readers<'_>,
    options: &Options,
) -> (Annotations, Learnt) {
    let Readers { learnt, lexicon, .. } = readers;
    let learnt = learnt.map(|reader| learnt::read(text, article, syntax, reader)).unwrap_or_default();
    let context = Context { text, article, syntax, learnt: &learnt, lexicon };
    let mut names = names::find(&context);
    let places = places::find(&context, &names);
    let references = references::find(&context, &names, &places);
    names.references = references.actors;
    let times = times::find(&context);
    let attributions = attributions::find(&context, &names);
    // Who "we" are is known once it is known who speaks.
    names.references.extend(references::in_speech(&context, &names, &attributions));
    names.references.sort_by_key(|reference| reference.span);
    let said = events::Said {
        places: &places,
        place_references: &references.places,
        times: &times,
        attributions: &attributions,
    };
    let (events, holdings) = events::find(&context, &names, said);
    let annotations = Annotations {
        sentences: syntax.sentences_of_article_text(article),
        tokens: if options.tokens { syntax.rows() } else { Vec::new() },
        entities: names.entities,
        places: places::with_peoples(&context, places),
        times,
        attributions,
        events,
        holdings,
    };
    (annotations, learnt)
}
