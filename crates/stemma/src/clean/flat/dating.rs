//! The day of a flattened page, with its evidence: stated in the byline, the dateline or a line "Published on …"; or, when
//! no day is stated, an interval worked out from what the article says about known days. Numeric days that can be read
//! both ways are settled by the page itself. The day of download is never looked at; when nothing can be said, nothing is.

use std::ops::Range;

use super::labels::is_byline;
use super::sight::Sight;
use super::vocabulary::Sign;
use super::{infer, labels};
use crate::clean::pagedate::stamps::{Role, Stamp};
use crate::clean::{PageWords, pagedate};
use crate::model::{BlockKind, Day, Precision, Published, Span};
use crate::text::dates::WrittenDay;

/// So many bytes at the beginning of the body may hold a dateline.
const DATELINE_BYTES: usize = 120;
/// Days are looked for in so many bytes of the body, the first ones.
const BODY_BYTES: usize = 200_000;

/// What the page shows, by the part it plays.
pub struct Shown<'a> {
    pub text: &'a str,
    pub sights: &'a [Sight],
    pub kinds: &'a [BlockKind],
    pub language: Option<&'a str>,
    pub words: &'a PageWords,
}

/// A day that the page gives as its own.
pub struct Stated {
    pub written: WrittenDay,
    role: &'static str,
    /// Words say that the page came out on it.
    is_said: bool,
}

/// A day written on the page, wherever: it may help to read another.
struct Witness {
    written: WrittenDay,
    numeric: Numeric,
    /// Under or beside a reader's comment.
    of_comment: bool,
}

/// How a numeric day is written; only days written alike follow one convention.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Numeric {
    separator: Option<char>,
    with_clock: bool,
}

/// The day or the days on which the page was published. `address` is the day in its address, which counts more than a day
/// that the page shows without a word to it.
pub fn published(shown: &Shown<'_>, address: Option<Published>) -> Option<Published> {
    let stamps = witnesses(shown);
    match (stated(shown), address) {
        (Some(stated), None) => Some(settle(shown, &stated, &stamps)),
        (Some(stated), Some(_)) if stated.is_said => Some(settle(shown, &stated, &stamps)),
        (_, Some(address)) => Some(address),
        (None, None) => infer::published(shown, latest_comment(&stamps)),
    }
}

/// The day that words at the head of the article say it came out on.
pub fn said_at_head(shown: &Shown<'_>) -> Option<Stated> {
    stated(shown).filter(|stated| stated.is_said && stated.role == "byline")
}

/// A day that opens a line of the page, as one that it gives as its own.
pub fn stated_in(line: Span, written: WrittenDay) -> Stated {
    Stated { written: moved(written, line.start as usize), role: "opening", is_said: false }
}

/// The reading of a stated day that the page speaks for.
pub fn settled(shown: &Shown<'_>, stated: &Stated) -> Published {
    settle(shown, stated, &witnesses(shown))
}

/// The best statement of the day: one that says so at the head of the article; one beside the title or under it; the
/// dateline; a line "Published …" or a bare stamp behind the article; and a day of change when there is no other.
fn stated(shown: &Shown<'_>) -> Option<Stated> {
    let head = head(shown)?;
    let stamps = stamps_of(shown, head.lines.clone());
    let of = |wanted: Role| stamps.iter().filter(move |(_, stamp)| stamp.role == wanted);
    // What stands under the title belongs to it; above it may stand the day on which the page was shown.
    let plain = of(Role::Plain)
        .find(|(index, _)| *index >= head.title)
        .or_else(|| of(Role::Plain).next_back())
        .filter(|(index, stamp)| !is_entry(shown, *index, &stamp.written));
    let state = |role| {
        move |(_, stamp): &(usize, Stamp)| Stated {
            written: stamp.written.clone(),
            role,
            is_said: stamp.role == Role::Published,
        }
    };
    of(Role::Published)
        .next()
        .or(plain)
        .map(state("byline"))
        .or_else(|| dateline(shown, head.first_body))
        .or_else(|| elsewhere(shown, head.opening))
        .or_else(|| of(Role::Changed).next().map(state("line of change")))
}

/// Where the page may state the day of its article, as numbers of lines.
struct Head {
    lines: Range<usize>,
    title: usize,
    first_body: usize,
    /// The line with the first sentence.
    opening: usize,
}

/// So many lines above the title, on a page with menus, and above the body may still hold its day.
const ABOVE_TITLE: usize = 3;
const ABOVE_BODY: usize = 12;
/// A stand-first may be a sentence; byline and day come behind it.
const BEHIND_OPENING: usize = 3;

fn head(shown: &Shown<'_>) -> Option<Head> {
    let first_body = shown.kinds.iter().position(|kind| *kind == BlockKind::Body)?;
    let title = shown.kinds.iter().position(|kind| *kind == BlockKind::Title).unwrap_or(0);
    let opening = first_body + labels::opening(&shown.sights[first_body..]);
    let is_bare = shown.kinds[..title].iter().all(|kind| kind.is_of_article());
    let above = if is_bare { 0 } else { title.saturating_sub(ABOVE_TITLE) };
    let from = above.max(first_body.saturating_sub(ABOVE_BODY));
    let to = (opening + BEHIND_OPENING).min(shown.sights.len());
    Some(Head { lines: from..to, title, first_body, opening })
}

/// The stamps among these lines. A label on a line of its own ("Last updated") speaks of the day under it.
fn stamps_of(shown: &Shown<'_>, lines: Range<usize>) -> Vec<(usize, Stamp)> {
    let mut stamps = Vec::new();
    let mut label = None;
    for index in lines {
        let sight = &shown.sights[index];
        let line = sight.span.of(shown.text);
        let may_state =
            matches!(shown.kinds[index], BlockKind::Byline | BlockKind::Dateline | BlockKind::Other | BlockKind::Nav);
        let mut found = if may_state { pagedate::stamps::read(line, shown.language, shown.words) } else { Vec::new() };
        if found.is_empty() && may_state && is_byline(sight) && sight.signs.start(Sign::Byline) {
            found.extend(of_byline(shown, line));
        }
        if let (Some(role), Some(first)) = (label, found.first_mut().filter(|first| first.role == Role::Plain)) {
            first.role = role;
        }
        label = (sight.words <= LABEL_WORDS && found.is_empty())
            .then(|| pagedate::stamps::spoken(line, shown.words))
            .flatten();
        let by = sight.span.start as usize;
        stamps.extend(
            found
                .into_iter()
                .filter(|stamp| stamp.role != Role::Foreign)
                .map(|stamp| (index, Stamp { written: moved(stamp.written, by), ..stamp })),
        );
    }
    stamps
}

/// "Last updated:" and the like have no more words.
const LABEL_WORDS: u32 = 4;

/// The day of a line that begins as a byline does, whatever else it tells.
fn of_byline(shown: &Shown<'_>, line: &str) -> Option<Stamp> {
    let written = shown.words.months.find_days_in(line, shown.language).into_iter().next()?;
    let role = pagedate::stamps::role(line, &written, shown.words);
    Some(Stamp { written, role })
}

/// Whether a day is that of an entry in a list of days, and not the page's: later days head other entries.
pub fn is_entry(shown: &Shown<'_>, index: usize, written: &WrittenDay) -> bool {
    let lines = (index + 1..shown.sights.len()).filter(|other| {
        shown.sights[*other].is_stamp && matches!(shown.kinds[*other], BlockKind::Body | BlockKind::Byline)
    });
    let later = lines
        .filter_map(|other| day_in(shown, shown.sights[other].span))
        .filter(|other| other.day.max(other.or.unwrap_or(other.day)) > written.day);
    later.take(2).count() == 2
}

/// The day in the words before the first dash of the body, when these are but places, names and the day.
fn dateline(shown: &Shown<'_>, first_body: usize) -> Option<Stated> {
    let span = shown.sights[first_body].span;
    let end = shown.text.floor_char_boundary((span.start as usize + DATELINE_BYTES).min(span.end as usize));
    let head = shown.text.get(span.start as usize..end)?;
    let close = [" -- ", " — ", " – ", " - ", "--", ") _", " _ "].iter().filter_map(|dash| head.find(dash)).min()?;
    let written = day_in_words(shown, Span::new(span.start as usize, span.start as usize + close))?;
    Some(Stated { written, role: "dateline", is_said: false })
}

/// A line behind the first sentence that says when the page came out, or a bare stamp at the very end of a text that no
/// page surrounds.
fn elsewhere(shown: &Shown<'_>, opening: usize) -> Option<Stated> {
    let line = |index: &usize| {
        let sight = &shown.sights[*index];
        sight.words <= 25 && sight.dated > 0 && (sight.is_stamp || sight.signs.start(Sign::Byline))
    };
    let of_page = |index: &usize| matches!(shown.kinds[*index], BlockKind::Body | BlockKind::Byline | BlockKind::Other);
    let lines = || (opening..shown.sights.len()).filter(line).filter(of_page);
    let says = lines().find_map(|index| {
        let span = shown.sights[index].span;
        let stamp = of_byline(shown, span.of(shown.text))?;
        let opens = shown.sights[index].signs.start(Sign::Byline) && stamp.role == Role::Plain;
        (stamp.role == Role::Published || opens).then(|| moved(stamp.written, span.start as usize))
    });
    let is_bare = shown.kinds.iter().all(|kind| kind.is_of_article());
    let last = || {
        let index = lines().next_back().filter(|index| is_bare && index + 1 == shown.sights.len())?;
        let span = shown.sights[index].span;
        let stamp = pagedate::stamps::read(span.of(shown.text), shown.language, shown.words).into_iter().next()?;
        (stamp.role == Role::Plain).then(|| moved(stamp.written, span.start as usize))
    };
    let is_said = says.is_some();
    says.or_else(last).map(|written| Stated { written, role: "line", is_said })
}

/// The first day in a span, with offsets of the whole text.
fn day_in(shown: &Shown<'_>, span: Span) -> Option<WrittenDay> {
    let found = shown.words.months.find_days_in(span.of(shown.text), shown.language).into_iter().next()?;
    Some(moved(found, span.start as usize))
}

/// As [`day_in`]; wire services also write the year with two digits: "3 JAN 90".
fn day_in_words(shown: &Shown<'_>, span: Span) -> Option<WrittenDay> {
    day_in(shown, span).or_else(|| {
        let words: Vec<&str> =
            span.of(shown.text).split([' ', ',', '(', ')']).filter(|word| !word.is_empty()).collect();
        words.windows(3).find_map(|triple| {
            let day: u8 = triple[0].parse().ok()?;
            let month = shown.words.months.month_number(triple[1], shown.language)?;
            let year: i16 = triple[2].parse().ok().filter(|year| triple[2].len() == 2 && (0..100).contains(year))?;
            // Two digits mean the hundred years that news texts in machine form cover.
            let day = Day::new(if year >= 50 { 1900 + year } else { 2000 + year }, month, day)?;
            let start = triple[0].as_ptr() as usize - shown.text.as_ptr() as usize;
            let end = triple[2].as_ptr() as usize - shown.text.as_ptr() as usize + triple[2].len();
            Some(WrittenDay { range: start..end, day, or: None })
        })
    })
}

fn moved(written: WrittenDay, by: usize) -> WrittenDay {
    WrittenDay { range: written.range.start + by..written.range.end + by, ..written }
}

/// All days on the page outside menus: those of the article's text, and the stamps around it.
fn witnesses(shown: &Shown<'_>) -> Vec<Witness> {
    let mut stamps = Vec::new();
    let mut bytes = 0;
    for (sight, kind) in shown.sights.iter().zip(shown.kinds) {
        let of_article = kind.is_of_article();
        if !of_article && sight.dated == 0 {
            continue;
        }
        bytes += sight.span.len();
        if bytes > BODY_BYTES {
            break;
        }
        for written in shown.words.months.find_days_in(sight.span.of(shown.text), shown.language) {
            let written = moved(written, sight.span.start as usize);
            let numeric = numeric(shown.text, &written);
            stamps.push(Witness { written, numeric, of_comment: *kind == BlockKind::Comment });
        }
    }
    stamps
}

/// The way a day is written.
fn numeric(text: &str, written: &WrittenDay) -> Numeric {
    let day = text.get(written.range.clone()).unwrap_or("");
    let is_numeric = day.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '.' | '-' | ' '));
    let starts_with_year = day.bytes().take_while(u8::is_ascii_digit).count() == 4;
    let separator = day.chars().find(|c| !c.is_ascii_digit()).filter(|_| is_numeric && !starts_with_year);
    let rest = text.get(written.range.end..).unwrap_or("");
    let rest = &rest[..rest.floor_char_boundary(12)];
    let after = rest.trim_start_matches([' ', ',', '-', '|', 'T']);
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let with_clock = (1..=2).contains(&digits) && after[digits..].starts_with([':', 'h', '.']);
    Numeric { separator, with_clock }
}

/// The last day that a comment on the page bears: the page was published before.
fn latest_comment(stamps: &[Witness]) -> Option<Day> {
    stamps.iter().filter(|stamp| stamp.of_comment).map(|stamp| stamp.written.or.max(Some(stamp.written.day))).max()?
}

/// Chooses the reading of a stated day by the evidence of the page.
fn settle(shown: &Shown<'_>, stated: &Stated, stamps: &[Witness]) -> Published {
    let words = shown.text.get(stated.written.range.clone()).unwrap_or("");
    let span = Some(Span::new(stated.written.range.start, stated.written.range.end));
    let day = |day: Day, why: &str| Published {
        start: day,
        end: day,
        precision: Precision::Day,
        evidence: format!("{} \"{words}\"{why}", stated.role),
        span,
    };
    let Some(month_first) = stated.written.or else { return day(stated.written.day, "") };
    let day_first = stated.written.day;
    let choose = |first: bool, why: &str| {
        if first {
            day(day_first, &format!(", day first because {why}"))
        } else {
            day(month_first, &format!(", month first because {why}"))
        }
    };
    if let Some(weekday) = weekday_beside(shown.text, &stated.written) {
        let fits = (day_first.weekday() == weekday, month_first.weekday() == weekday);
        if fits.0 != fits.1 {
            return choose(fits.0, "the weekday beside it fits only so");
        }
    }
    // Days of another format (with a clock, with other separators) may follow another convention and have no vote.
    let own = numeric(shown.text, &stated.written);
    let alike = stamps.iter().filter(|stamp| {
        stamp.numeric == own && stamp.written.or.is_none() && stamp.written.range != stated.written.range
    });
    let (mut as_day_first, mut as_month_first, mut example) = (0, 0, "");
    for stamp in alike {
        let first = leading_number(shown.text, &stamp.written);
        if first == u32::from(stamp.written.day.day()) && first > 12 {
            as_day_first += 1;
        } else if first == u32::from(stamp.written.day.month()) {
            as_month_first += 1;
        } else {
            continue;
        }
        example = shown.text.get(stamp.written.range.clone()).unwrap_or("");
    }
    if (as_day_first == 0) != (as_month_first == 0) {
        return choose(as_day_first > 0, &format!("\"{example}\", written alike on the page, is"));
    }
    if let Some(first) = infer::comes_first(day_first, month_first, &infer::days_of(shown)) {
        return choose(first, "the days told in the article come shortly before");
    }
    let bound = latest_comment(stamps);
    let (day_fits, month_fits) = (bound.is_none_or(|bound| day_first <= bound), bound.is_none_or(|b| month_first <= b));
    if day_fits != month_fits {
        return choose(day_fits, "comments on the page bear an earlier day otherwise");
    }
    if shown.language.is_some_and(|language| language != "en") {
        return choose(true, "so days are written in the language of the page");
    }
    Published {
        start: day_first.min(month_first),
        end: day_first.max(month_first),
        precision: Precision::Inferred,
        evidence: format!("{} \"{words}\", day first or month first: nothing on the page tells which", stated.role),
        span,
    }
}

fn leading_number(text: &str, written: &WrittenDay) -> u32 {
    let digits = text.get(written.range.clone()).unwrap_or("");
    digits.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// The weekday named right before or right after a day, Monday 1.
fn weekday_beside(text: &str, written: &WrittenDay) -> Option<u8> {
    let before = text.get(..written.range.start)?;
    let before = before.trim_end_matches([' ', ',', '.']).rsplit(|c: char| !c.is_alphabetic()).next();
    let after = text.get(written.range.end..)?;
    let after = after.trim_start_matches([' ', ',', '(']).split(|c: char| !c.is_alphabetic()).next();
    before.and_then(infer::weekday).or_else(|| after.and_then(infer::weekday))
}
