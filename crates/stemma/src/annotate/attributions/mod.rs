//! Reported speech: who said it, with which words, and what was said.
//!
//! Comes in: what the learnt reader takes for a report, and quotation marks. Goes out: the words as they stand; who the speaker is beyond those words,
//! and through whom the words came, is worked out in `chain` from names and references, with abstention.

mod chain;
pub mod quotes;
#[cfg(test)]
mod tests;

use super::learnt::{Argument, Report};
use super::names::Names;
use super::{Context, Syntax, grammar};
use crate::model::{Attribution, ReportKind, Span};

/// Finds the attributions of an article, in text order.
pub fn find(context: &Context<'_>, names: &Names) -> Vec<Attribution> {
    let quoted = quotes::find(context);
    let reports = context.learnt.reports.iter().filter(|report| is_speech(context, report));
    let mut attributions: Vec<(usize, Attribution)> =
        reports.filter_map(|report| Some((report.cue, told(context.syntax, report, &quoted)?))).collect();
    quotes::continue_speech(context, &quoted, &mut attributions);
    attributions
        .sort_by_key(|(_, attribution)| (attribution.content.first().copied(), attribution.cue.first().copied()));
    attributions.dedup_by(|(_, a), (_, b)| a.content == b.content && a.source == b.source);
    chain::resolve(context, names, &mut attributions);
    attributions.into_iter().map(|(_, attribution)| attribution).collect()
}

/// A word that tells a happening as well reports words only where the happening is one of words: "accused", and not "failed".
fn is_speech(context: &Context<'_>, report: &Report) -> bool {
    report.kind.as_deref().is_none_or(|kind| context.lexicon.events.kind(kind).is_some_and(|kind| kind.verbal))
}

/// What the learnt reader takes for a report of words.
fn told(syntax: &Syntax, report: &Report, quoted: &[Span]) -> Option<Attribution> {
    let spans = |all: &[Argument]| all.iter().map(|words| words.span(syntax)).collect::<Vec<_>>();
    let told = spans(&report.contents);
    if told.is_empty() {
        return None;
    }
    let cue = if grammar::is_verb(syntax, report.cue) { cue_of(syntax, report.cue) } else { vec![report.cue] };
    let mut source = spans(&report.sources);
    source.retain(|span| !told.iter().any(|content| content.overlaps(*span)));
    let content = quotes::widen(&told, quoted);
    Some(Attribution {
        source,
        cue: cue.iter().map(|&at| syntax.tokens[at].span).reduce(Span::cover).into_iter().collect(),
        kind: kind_of(&content, quoted),
        content,
        speaker: None,
        carriers: Vec::new(),
    })
}

/// A phrase with its appositions, without relative clauses that run on: "Nicholas Heras, a researcher at …".
fn source_span(syntax: &Syntax, head: usize) -> Span {
    let (mut span, mut open) = (syntax.tokens[head].span, vec![head]);
    while let Some(next) = open.pop() {
        span = span.cover(syntax.tokens[next].span);
        open.extend(
            syntax
                .children(next)
                .filter(|&child| !matches!(syntax.tokens[child].dep, "relcl" | "punct" | "conj" | "cc" | "advcl")),
        );
    }
    // A finite verb inside means that the parse drew in another clause: the bare name is safer.
    let finite = |at: usize| matches!(syntax.tokens[at].tag, "VBD" | "VBZ" | "VBP" | "MD");
    if syntax.tokens_in(span).any(finite) {
        let plain = syntax.children(head).filter(|&child| {
            child < head && matches!(syntax.tokens[child].dep, "det" | "amod" | "compound" | "nummod" | "poss" | "nmod")
        });
        return plain.map(|child| syntax.tokens[child].span).fold(syntax.tokens[head].span, Span::cover);
    }
    span
}

fn kind_of(content: &[Span], quoted: &[Span]) -> ReportKind {
    let inside = |span: &Span| quoted.iter().any(|quote| quote.start <= span.start + 2 && span.end <= quote.end + 2);
    if !content.is_empty() && content.iter().all(inside) {
        ReportKind::Direct
    } else if content.iter().any(|span| quoted.iter().any(|quote| quote.overlaps(*span))) {
        ReportKind::Mixed
    } else {
        ReportKind::Indirect
    }
}

/// The words that report: the verb with its auxiliaries, particle and negation.
fn cue_of(syntax: &Syntax, verb: usize) -> Vec<usize> {
    let mut cue: Vec<usize> = syntax
        .children(verb)
        .filter(|&child| {
            matches!(syntax.tokens[child].dep, "aux" | "auxpass" | "neg" | "prt")
                && child + 4 > verb
                && child < verb + 2
        })
        .collect();
    cue.push(verb);
    cue.sort_unstable();
    cue
}
