//! What a time leans on: the day of publication, the dateline, the tense around it, and the days already spoken of.
//!
//! Comes in: the expressions of an article. Goes out: the anchor of the whole article and, expression by expression, the
//! surroundings that `normalising` needs. It never uses the day on which the program runs.

use super::expression::{Expression, Year};
use super::normalising::{Around, Direction, Resolved};
use super::scanning::Found;
use super::words::{Kind, Paragraph};
use crate::lexicon::TimeWords;
use crate::model::{Article, Day, Interval, Precision, Published, TimexType};

/// The day or days on which the article was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub from: Day,
    pub to: Day,
    /// The page doesn't state the day.
    pub is_inferred: bool,
}

impl Anchor {
    pub fn of_page(published: &Published) -> Anchor {
        let (from, to) = (published.start.min(published.end), published.start.max(published.end));
        Anchor { from, to, is_inferred: published.precision == Precision::Inferred || from != to }
    }
}

/// The entry in which an offset lies, by where it begins, and its day.
pub fn entry(article: &Article, offset: usize) -> Option<(u32, Anchor)> {
    let after = article.entries.partition_point(|entry| entry.start as usize <= offset);
    let entry = article.entries[..after].last()?;
    Some((entry.start, Anchor { from: entry.published_on, to: entry.published_on, is_inferred: false }))
}

/// Where a dateline may stand: in the first paragraphs, near their beginning.
const DATELINE_PARAGRAPHS: usize = 3;
const DATELINE_WORDS: usize = 12;

/// The day of the dateline ("JUBA, August 7 (Agency) --"), when the text has one that fits the day of publication. A
/// report speaks from the day it was filed, which may be the day before it appeared.
pub fn dateline(paragraphs: &[(Paragraph<'_>, Vec<Found>)], published: Option<Anchor>) -> Option<Anchor> {
    paragraphs.iter().take(DATELINE_PARAGRAPHS).find_map(|(p, found)| {
        let first = found.first().filter(|found| found.words.end <= DATELINE_WORDS)?;
        let follows = |mark: &str| p.before(first.words.start, 1).word == mark;
        let closes = matches!(p.word(first.words.end), "(" | "-" | "–" | "—" | "_" | "/" | "[");
        if !(closes && (first.words.start == 0 || follows(",") || follows(")") || follows("."))) {
            return None;
        }
        let day = match (&first.expression, published) {
            (Expression::Day { year: Year::Number(year), month, day }, _) => Day::new(*year, *month, *day)?,
            (Expression::Day { year: Year::Short(year), month, day }, published) => {
                Day::new(full_year(*year, published.map(|anchor| anchor.to)), *month, *day)?
            }
            (Expression::Day { year: Year::Unsaid, month, day }, Some(published)) => (-1..=1)
                .filter_map(|offset| Day::new(published.to.year() + offset, *month, *day))
                .min_by_key(|day| day.days_since(published.to).abs())?,
            _ => return None,
        };
        let fits =
            published.is_none_or(|published| day.plus_days(5) >= published.from && day <= published.to.plus_days(1));
        fits.then_some(Anchor { from: day, to: day, is_inferred: false })
    })
}

/// The century of a year of two digits: no later than a year after the anchor.
pub fn full_year(short: u8, anchor: Option<Day>) -> i16 {
    let latest = anchor.map_or(2029, |day| day.year() + 1);
    let year = latest - latest % 100 + i16::from(short);
    if year > latest { year - 100 } else { year }
}

/// Whether the slashed dates of the article put the day first; `None` when nothing tells.
pub fn day_comes_first<'a>(found: impl Iterator<Item = &'a Found>) -> Option<bool> {
    let (mut day_first, mut month_first) = (0, 0);
    for found in found {
        if let Expression::Slashed { first, second, .. } = found.expression {
            day_first += usize::from(first > 12);
            month_first += usize::from(second > 12);
        }
    }
    (day_first != month_first).then_some(day_first > month_first)
}

/// The longest way from an expression to the verb that tells its tense, in words.
const REACH: usize = 40;

/// Whether the words around an expression tell of the past or of the future.
pub fn direction(p: &Paragraph<'_>, found: &Found, words: &TimeWords) -> Direction {
    let start = found.words.start;
    let sentence = p.get(start).sentence;
    let lead = (1..=3).map(|back| p.before(start, back)).find(|token| !is_preposition(token.word));
    let opens = lead.is_none_or(|token| {
        token.sentence != sentence
            || matches!(token.word, "," | ";" | "and" | "but" | "while" | ":" | "\"" | "“" | "`" | "--" | "_")
    });
    // "Friday's vote" has been held, unless one looks ahead to it.
    let looks_ahead = (1..=3).any(|back| matches!(p.before(start, back).word, "ahead" | "before" | "for" | "until"));
    if p.is_possessive(found.words.end) && !looks_ahead {
        return Direction::Past;
    }
    // Whoever is given until a day has it before him.
    let reach = 8.min(start);
    let granted = (1..=reach).any(|back| {
        matches!(p.before(start, back).word, "give" | "gives" | "gave" | "given" | "giving" | "deadline")
            && p.before(start, back).sentence == sentence
    });
    if granted && (1..=2).any(|back| matches!(p.before(start, back).word, "until" | "till" | "by")) {
        return Direction::Future;
    }
    let left = || {
        let first = start.saturating_sub(REACH);
        (first..start).rev().take_while(|&at| p.get(at).sentence == sentence).find_map(|at| cue(p, at, words))
    };
    let right = || {
        let last = (found.words.end + REACH).min(p.tokens.len());
        (found.words.end..last).take_while(|&at| p.get(at).sentence == sentence).find_map(|at| cue(p, at, words))
    };
    if opens { right().or_else(left) } else { left().or_else(right) }.unwrap_or(Direction::Open)
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "on" | "in"
            | "by"
            | "at"
            | "until"
            | "since"
            | "before"
            | "after"
            | "from"
            | "during"
            | "early"
            | "late"
            | "the"
            | "of"
    )
}

/// What one word says of the tense.
fn cue(p: &Paragraph<'_>, at: usize, words: &TimeWords) -> Option<Direction> {
    let token = p.get(at);
    if token.kind == Kind::Number {
        return None;
    }
    let is_phrase = || words.future_phrases(token.word).iter().any(|(phrase, ())| p.phrase(at, phrase).is_some());
    // "May" with a capital is a month or a person.
    let is_future = token.meaning.is_future && !(token.word == "may" && token.capital && !p.shouts);
    if is_future || is_phrase() {
        return Some(Direction::Future);
    }
    // "Is held" and "must be returned" say nothing of the past.
    if (1..=2).any(|back| matches!(p.before(at, back).word, "be" | "is" | "are" | "being")) {
        return None;
    }
    let regular =
        token.kind == Kind::Word && token.word.len() > 3 && token.word.ends_with("ed") && !token.meaning.is_not_past;
    (regular || token.meaning.is_past).then_some(Direction::Past)
}

/// The preposition that makes the time a bound: "since", "until", "by", "before", "after", "from".
pub fn modifier(p: &Paragraph<'_>, found: &Found) -> Option<&'static str> {
    let mut back = 1;
    while back < 4
        && matches!(
            p.before(found.words.start, back).word,
            "the" | "early" | "late" | "about" | "around" | "at" | "least"
        )
    {
        back += 1;
    }
    Some(match p.before(found.words.start, back).word {
        "since" => "since",
        "until" | "till" => "until",
        "by" => "by",
        "before" => "before",
        "after" => "after",
        "from" => "from",
        _ => return None,
    })
}

/// Whether an expression stands at the head of its sentence.
pub fn opens_sentence(p: &Paragraph<'_>, found: &Found) -> bool {
    let sentence = p.get(found.words.start).sentence;
    p.before(found.words.start, 3).sentence != sentence
}

/// What the article has said of time so far.
#[derive(Clone, Debug, Default)]
pub struct Narrative {
    /// The day, week, month or year last spoken of.
    last: Option<Interval>,
    /// The day last spoken of, and its sentence: (paragraph, sentence).
    last_day: Option<(Interval, (usize, u32))>,
    /// The years that months without a year were found to belong to.
    years_of_months: [Option<i16>; 12],
    /// The year that a date at the head of a sentence of this paragraph gave in full, and the paragraph.
    told_year: Option<(i16, usize)>,
}

impl Narrative {
    /// What is known around an expression of this paragraph.
    /// `opens` says that the expression stands at the head of its sentence, where it sets the scene.
    pub fn around(
        &self,
        paragraph: usize,
        direction: Direction,
        modifier: Option<&str>,
        opens: bool,
        day_first: Option<bool>,
    ) -> Around {
        let direction = match modifier {
            Some("since" | "after" | "from") if direction == Direction::Open => Direction::Past,
            Some("until" | "by") if direction == Direction::Open => Direction::Future,
            _ => direction,
        };
        Around {
            direction,
            narrated: self.last,
            narrated_day: self.last_day.map(|(day, _)| day),
            told_year: self.told_year.filter(|&(_, told_in)| opens && told_in == paragraph).map(|(year, _)| year),
            years_of_months: self.years_of_months,
            day_first,
        }
    }

    /// Remembers a resolved expression.
    pub fn tell(&mut self, expression: &Expression, resolved: &Resolved, place: (usize, u32), opens: bool) {
        if !matches!(resolved.kind, TimexType::Date | TimexType::Time) {
            return;
        }
        let Some(interval) = resolved.interval else { return };
        if interval.precision == Precision::Inferred && interval.from != interval.to {
            return;
        }
        self.last = Some(interval);
        if interval.from == interval.to {
            self.last_day = Some((interval, place));
        }
        match *expression {
            Expression::Month { year: Year::Unsaid, month } | Expression::Day { year: Year::Unsaid, month, .. } => {
                if let Some(slot) = self.years_of_months.get_mut(usize::from(month).wrapping_sub(1)) {
                    *slot = Some(interval.from.year());
                }
            }
            Expression::Month { year: Year::Number(year), .. } | Expression::Day { year: Year::Number(year), .. }
                if opens =>
            {
                self.told_year = Some((year, place.0));
            }
            _ => {}
        }
    }

    /// The day spoken of nearest before a time of the clock in the same sentence.
    pub fn day_of_sentence(&self, place: (usize, u32)) -> Option<Interval> {
        self.last_day.filter(|(_, told_at)| *told_at == place).map(|(day, _)| day)
    }
}
