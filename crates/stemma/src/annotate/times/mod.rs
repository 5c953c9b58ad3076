//! Time expressions: "on Friday", "last month", "since April 2014", "three days".
//!
//! Comes in: the text layer, the blocks of the article and the day of publication. Goes out: TIMEX3 mentions in text order,
//! with the days they cover where these can be told. Three steps: `scanning` finds what the words say, `anchoring` what
//! they lean on, `normalising` which days that makes. A time that nothing settles gets no interval; none is guessed from
//! the day on which the program runs.

mod anchoring;
mod calendar;
mod expression;
mod normalising;
mod scanning;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::Context;
use crate::lexicon::TimeWords;
use crate::model::{Article, Span, TimeMention, TimexType};
use anchoring::{Anchor, Narrative};
use expression::Expression;
use normalising::Resolved;
use scanning::Found;
use words::Paragraph;

/// Finds the time expressions of an article, in text order.
pub fn find(context: &Context<'_>) -> Vec<TimeMention> {
    find_in(context.text, context.article, &context.lexicon.times)
}

fn find_in(text: &str, article: &Article, words: &TimeWords) -> Vec<TimeMention> {
    let folded = text.to_ascii_lowercase();
    let blocks = article.blocks.iter().filter(|block| block.kind.is_of_article()).map(|block| block.span.range());
    let scanned: Vec<(Paragraph<'_>, Vec<Found>)> = blocks
        .flat_map(|block| paragraphs(text, block))
        .map(|range| Paragraph::cut(&text[range.clone()], &folded[range.clone()], range.start, words))
        .map(|paragraph| {
            let found = scanning::scan(&paragraph, words);
            (paragraph, found)
        })
        .filter(|(_, found)| !found.is_empty())
        .collect();
    let published = article.published.as_ref().map(Anchor::of_page);
    let anchor = anchoring::dateline(&scanned, published).or(published);
    let day_first = anchoring::day_comes_first(scanned.iter().flat_map(|(_, found)| found));
    let mut narrative = Narrative::default();
    let mut mentions = Vec::new();
    let mut entry = None;
    for (number, (paragraph, found)) in scanned.iter().enumerate() {
        // Every entry is told for itself, from its own day.
        let own = anchoring::entry(article, paragraph.get(0).start);
        if own != entry {
            (narrative, entry) = (Narrative::default(), own);
        }
        let anchor = own.map(|(_, anchor)| anchor).or(anchor);
        for (index, expression) in found.iter().enumerate() {
            let modifier = anchoring::modifier(paragraph, expression);
            let direction = anchoring::direction(paragraph, expression, words);
            let opens = anchoring::opens_sentence(paragraph, expression);
            let mut around = narrative.around(number, direction, modifier, opens, day_first);
            let place = (number, paragraph.get(expression.words.start).sentence);
            let with_day = with_day_of_sentence(paragraph, found, index);
            let told = &with_day.as_ref().unwrap_or(expression).expression;
            if let Some(day) = narrative.day_of_sentence(place) {
                around.narrated_day = Some(day);
            }
            let Some(resolved) = normalising::resolve(told, anchor, &around) else { continue };
            narrative.tell(told, &resolved, place, opens);
            mentions.push(mention(paragraph, expression, resolved, modifier));
        }
    }
    mentions
}

fn mention(paragraph: &Paragraph<'_>, found: &Found, resolved: Resolved, modifier: Option<&str>) -> TimeMention {
    let span = Span::new(paragraph.get(found.words.start).start, paragraph.get(found.words.end - 1).end);
    let bounds = matches!(resolved.kind, TimexType::Date | TimexType::Time) && resolved.value.is_some();
    TimeMention {
        span,
        kind: resolved.kind,
        value: resolved.value,
        interval: resolved.interval,
        modifier: modifier.filter(|_| bounds).map(str::to_owned),
    }
}

/// How far the day of a time of the clock may stand behind it: "10:35 a.m. (0735 GMT) on Friday".
const DAY_BEHIND_CLOCK: usize = 6;

/// A time of the clock with the day that follows it in its sentence, when it was found without one.
fn with_day_of_sentence(paragraph: &Paragraph<'_>, found: &[Found], index: usize) -> Option<Found> {
    let this = &found[index];
    let Expression::Clock { hour, minute, day: None } = this.expression else { return None };
    let sentence = paragraph.get(this.words.start).sentence;
    let day = found[index + 1..].iter().take(2).find(|next| {
        next.words.start <= this.words.end + DAY_BEHIND_CLOCK
            && paragraph.get(next.words.start).sentence == sentence
            && matches!(next.expression, Expression::Day { .. } | Expression::Weekday { .. } | Expression::Today { .. })
    })?;
    let day = Some(Box::new(day.expression.clone()));
    Some(Found { words: this.words.clone(), expression: Expression::Clock { hour, minute, day } })
}

/// The stretches of a block between blank lines.
fn paragraphs(text: &str, block: Range<usize>) -> Vec<Range<usize>> {
    let Some(inside) = text.get(block.clone()) else { return Vec::new() };
    let (mut found, mut start, mut at) = (Vec::new(), block.start, block.start);
    for line in inside.split_inclusive('\n') {
        if line.trim().is_empty() {
            found.push(start..at);
            start = at + line.len();
        }
        at += line.len();
    }
    found.push(start..at);
    found.retain(|range| !range.is_empty());
    found
}
