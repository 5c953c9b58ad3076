//! The names of the register in an article, with the one entry that each means here.

use super::countries::CountryEvidence;
use super::words::Words;
use crate::lexicon::actors::{Actor, ActorKind, CountryForm, Hit};
use crate::lexicon::fold;
use crate::model::Span;

/// A register name in the text.
#[derive(Clone, Debug)]
pub struct Named<'a> {
    pub span: Span,
    /// `None`: several entries go by this name and the text does not say which is meant.
    pub actor: Option<&'a Actor>,
    /// A nationality ("Syrian"), or a people ("Syrians").
    pub nationality: bool,
}

pub struct Found<'a> {
    /// In text order, not overlapping.
    pub named: Vec<Named<'a>>,
    pub countries: CountryEvidence,
}

impl<'a> Found<'a> {
    /// The first register name that reaches behind the start of a span, if it overlaps it.
    pub fn at(&self, span: Span) -> Option<&Named<'a>> {
        let index = self.named.partition_point(|named| named.span.end <= span.start);
        self.named.get(index).filter(|named| named.span.overlaps(span))
    }
}

pub fn find<'a>(words: &Words<'a>) -> Found<'a> {
    let (context, actors) = (words.context, words.actors());
    let mut hits: Vec<Hit> = Vec::new();
    for block in context.article.blocks.iter().filter(|block| block.kind.is_of_article()) {
        hits.extend(actors.find(block.span.of(context.text), block.span.start as usize));
    }
    let mut countries = CountryEvidence::of_towns(words);
    for hit in &hits {
        for actor in hit.actors.iter().map(|&at| actors.entry(at)).filter(|_| hit.actors.len() == 1) {
            if let Some(country) = &actor.country {
                let weight = match actor.kind {
                    ActorKind::Country | ActorKind::People => 2,
                    ActorKind::Media | ActorKind::Monitor => 0,
                    _ => 1,
                };
                if weight > 0 {
                    countries.add(country, weight);
                }
            }
        }
    }
    let named = hits.iter().filter_map(|hit| resolve(words, hit, &countries)).collect();
    Found { named, countries }
}

fn resolve<'a>(words: &Words<'a>, hit: &Hit, countries: &CountryEvidence) -> Option<Named<'a>> {
    let actors = words.actors();
    let surface = hit.span.of(words.context.text);
    let form = actors.countries.find(surface).map(|(_, form)| form);
    let people = hit.actors.iter().any(|&at| actors.entry(at).kind == ActorKind::People);
    let nationality = matches!(form, Some(CountryForm::Adjective | CountryForm::People)) && people;
    let year = words.context.article.published.as_ref().map(|published| published.end.year());
    // Nobody is spoken of by a name before it was taken.
    let known = |actor: &&Actor| year.is_none_or(|year| actor.start.is_none_or(|start| start <= year));
    let entries = || hit.actors.iter().map(|&at| actors.entry(at)).filter(known);
    if let Some(country) = entries().find(|actor| actor.kind == ActorKind::Country) {
        return Some(Named { span: hit.span, actor: Some(country), nationality: false });
    }
    if nationality {
        // The people themselves ("Syrians") are an actor; the adjective points to the country.
        let people = entries().find(|actor| actor.kind == ActorKind::People)?;
        let country = people.country.as_deref().and_then(|code| actors.get(&code.to_ascii_lowercase()));
        let actor = if form == Some(CountryForm::People) && !surface.ends_with("ese") { Some(people) } else { country };
        return Some(Named { span: hit.span, actor, nationality });
    }
    let here = |actor: &Actor| actor.country.as_deref().map_or(0.0, |country| countries.leaning(country));
    let candidates: Vec<&Actor> = entries().collect();
    let actor = if let &[only] = candidates.as_slice() {
        let general = is_general(words, surface) && only.country.is_some() && here(only) == 0.0;
        (!general).then_some(only)
    } else {
        let best = candidates.iter().map(|actor| here(actor)).fold(0.0, f32::max);
        let fitting = candidates.iter().filter(|actor| best > 0.0 && here(actor) >= best);
        let of_its_day =
            |actor: &&&Actor| year.is_none_or(|year| actor.end.is_none_or(|end| year <= end.saturating_add(1)));
        let media = || candidates.iter().find(|actor| actor.kind == ActorKind::Media).copied();
        if let Some(media) = media().filter(|_| is_told(words, hit.span)) {
            return Some(Named { span: hit.span, actor: Some(media), nationality: false });
        }
        let current: Vec<&&Actor> = fitting.clone().filter(of_its_day).collect();
        match (current.as_slice(), best > 0.0) {
            (&[one], _) => Some(*one),
            // With nothing else to go by, a news agency or a body of many countries is the likelier reading.
            (_, false) => {
                candidates.iter().find(|actor| actor.country.is_none() || actor.kind == ActorKind::Media).copied()
            }
            _ => None,
        }
    };
    let letters = surface.chars().filter(|letter| letter.is_alphabetic()).count();
    if actor.is_none() && (hit.short || letters <= 5) {
        return None;
    }
    // Peoples without a state ("Kurdish") are read as nationalities are.
    Some(Named { span: hit.span, actor, nationality: people })
}

/// "told AFP", "an AFP correspondent": what newspapers do and are, armies with the same letters are not.
fn is_told(words: &Words<'_>, span: Span) -> bool {
    let tokens = words.tokens_in(span);
    let before = tokens.start.checked_sub(1).map_or("", |at| words.lemma(at));
    let behind = words.lemma(tokens.end);
    before == "tell"
        || matches!(
            behind,
            "report" | "reporter" | "correspondent" | "journalist" | "photographer" | "quote" | "bureau"
        )
}

/// Made of nothing but words that bodies of any country may bear, or of two or three letters.
fn is_general(words: &Words<'_>, surface: &str) -> bool {
    let key = fold::key(surface);
    let letters = key.bytes().filter(u8::is_ascii_alphabetic).count();
    let acronym = !key.contains(' ') && letters <= 3 && !surface.contains(char::is_lowercase);
    acronym || key.split(' ').all(|word| words.lists().generic.contains(word))
}
