//! Quotation marks: which stretches of a block are quoted, and whose words run on after the report.

use crate::annotate::Context;
use crate::model::{Attribution, Span};

/// A quotation longer than this (in bytes) is two marks that do not belong together.
const LONGEST: usize = 3000;

/// Quoted stretches of the article's blocks, marks included, in text order. Marks are paired inside a block.
pub fn find(context: &Context<'_>) -> Vec<Span> {
    let mut found = Vec::new();
    for block in context.article.blocks.iter().filter(|block| block.kind.is_article_text()) {
        let (text, base) = (block.span.of(context.text), block.span.start as usize);
        let mut open: Option<(usize, char)> = None;
        for (at, mark) in text.char_indices() {
            let closes = match (open, mark) {
                (Some((_, '“')), '”')
                | (Some((_, '"')), '"')
                | (Some((_, '«')), '»')
                | (Some((_, '“')), '"')
                | (Some((_, '"')), '”') => true,
                (None, '“' | '"' | '«') => {
                    open = Some((at, mark));
                    false
                }
                // Paragraphs of one speech each open anew and only the last one closes.
                (Some(_), '“' | '«') => {
                    open = Some((at, mark));
                    false
                }
                _ => false,
            };
            if closes && let Some((start, _)) = open.take() {
                let end = at + mark.len_utf8();
                if end - start <= LONGEST {
                    found.push(Span::new(base + start, base + end));
                }
            }
        }
        if let Some((start, mark)) =
            open.filter(|(start, mark)| *mark == '“' && text.len() - start <= LONGEST && text.len() - start > 20)
        {
            let _ = mark;
            found.push(Span::new(base + start, base + text.trim_end().len()));
        }
    }
    found
}

/// Content that lies in a quotation is the whole quotation: a speech does not end with its first sentence.
pub fn widen(content: &[Span], quoted: &[Span]) -> Vec<Span> {
    let mut wide: Vec<Span> = content
        .iter()
        .map(|span| {
            let around = quoted.iter().find(|quote| {
                quote.start <= span.start + 1 && span.end <= quote.end + 1 && 3 * span.len() >= quote.len().min(240)
            });
            around.map_or(*span, |quote| quote.cover(*span))
        })
        .collect();
    wide.sort();
    wide.dedup();
    wide
}

/// A quotation that follows a report in the same block, with no report of its own, is the same speaker going on.
pub fn continue_speech(context: &Context<'_>, quoted: &[Span], attributions: &mut [(usize, Attribution)]) {
    for quote in quoted.iter().filter(|quote| quote.len() > 40) {
        let taken =
            attributions.iter().any(|(_, attribution)| attribution.content.iter().any(|span| span.overlaps(*quote)));
        if taken {
            continue;
        }
        let Some(block) = context.article.blocks.iter().find(|block| block.span.contains(*quote)) else { continue };
        let before = attributions.iter_mut().filter(|(_, attribution)| {
            attribution.cue.first().is_some_and(|cue| block.span.contains(*cue) && cue.end <= quote.start)
                && attribution.content.iter().any(|span| quoted.iter().any(|other| other.overlaps(*span)))
        });
        if let Some((_, attribution)) = before.last() {
            attribution.content.push(*quote);
        }
    }
}
