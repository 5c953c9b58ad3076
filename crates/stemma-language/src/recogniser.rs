//! The entity recogniser: greedy transitions that begin, continue, end or skip an entity. Scores and sentence starts come in, entities as
//! token ranges go out; they never overlap, never cross the start of a sentence and never begin with white space.

use crate::Error;
use crate::sections::Sections;
use crate::transitions::{ActionNetwork, Space};

const FEATURES: usize = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Begin,
    In,
    Last,
    Unit,
    Out,
}

/// An entity as a range of tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) label: &'static str,
}

pub(crate) struct Recogniser {
    pub(crate) network: ActionNetwork,
    actions: Vec<(Kind, &'static str)>,
}

impl Recogniser {
    pub(crate) fn open(sections: &Sections) -> Result<Recogniser, Error> {
        let actions = sections.lines("ner.moves")?.into_iter().map(|name| {
            let (kind, label) = name.split_once('-').unwrap_or((name, ""));
            let kind = match kind {
                "B" => Kind::Begin,
                "I" => Kind::In,
                "L" => Kind::Last,
                "U" => Kind::Unit,
                "O" => Kind::Out,
                _ => return Err(Error::Format("unknown action of the entity recogniser")),
            };
            Ok((kind, label))
        });
        let actions = actions.collect::<Result<Vec<_>, _>>()?;
        Ok(Recogniser { network: ActionNetwork::open(sections, "ner", FEATURES, actions.len())?, actions })
    }

    pub(crate) fn recognise(
        &self,
        projected: &[f32],
        starts_sentence: &[bool],
        is_space: impl Fn(usize) -> bool,
        space: &mut Space,
    ) -> Vec<Found> {
        let mut scorer = self.network.scorer(projected, space);
        let mut found = Vec::new();
        let mut open: Option<(u32, &'static str)> = None;
        for token in 0..starts_sentence.len() {
            let front = token as u32;
            let first = open.map(|(start, _)| start);
            let scores = scorer.scores(&[Some(front), first, first.map(|_| front.saturating_sub(1))]);
            let is_last = token + 1 == starts_sentence.len();
            let ends_here = is_last || starts_sentence[token + 1];
            let space = is_space(token);
            let mut best: Option<usize> = None;
            for (action, (kind, label)) in self.actions.iter().enumerate() {
                let is_valid = match (kind, open) {
                    (Kind::Begin, None) => !ends_here && !space && !label.is_empty(),
                    (Kind::Unit, None) => !space && !label.is_empty(),
                    (Kind::Out, None) => true,
                    (Kind::In, Some((_, opened))) => !ends_here && opened == *label,
                    (Kind::Last, Some((_, opened))) => opened == *label,
                    _ => false,
                };
                if is_valid && best.is_none_or(|best| scores[action] > scores[best]) {
                    best = Some(action);
                }
            }
            let Some((kind, label)) = best.map(|best| self.actions[best]) else {
                continue;
            };
            match kind {
                Kind::Begin => open = Some((front, label)),
                Kind::Unit => found.push(Found { start: front, end: front + 1, label }),
                Kind::Last => {
                    if let Some((start, label)) = open.take() {
                        found.push(Found { start, end: front + 1, label });
                    }
                }
                Kind::In | Kind::Out => {}
            }
        }
        found
    }
}
