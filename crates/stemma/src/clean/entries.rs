//! The entries of a page that is written in several: a live blog, a chronicle, a digest of days.
//!
//! Comes in: the lines of a page with their kinds, and what its markup says of their days. Goes out: where each entry
//! begins and on which day it was written; nothing for a page that is of one piece. An entry is a stamp with running
//! text under it. A stamp may be a whole day, an hour under the heading of a day, or a time counted back from the day of
//! the page; one that says "published" or "updated" speaks of the page.

use super::PageWords;
use super::flat::sight::words;
use super::pagedate::stamps::{self, Role};
use crate::model::{BlockKind, Day, Entry, Span};

/// One line of a page.
pub struct Row<'a> {
    pub text: &'a str,
    pub span: Span,
    pub kind: BlockKind,
    /// The day that the markup gives to a stamp on this line.
    pub stamped_on: Option<Day>,
    /// The day that the page's records give to the entry whose text begins here.
    pub begun_on: Option<Day>,
}

/// A page of one piece may have a stamp of its own.
const FEWEST: usize = 2;
/// A line of more words under a stamp is running text.
const RUNNING_WORDS: usize = 5;
/// A stamp is no longer than this.
const LONGEST_STAMP: usize = 60;
/// Years and days that a stamp without them may lie back.
const MOST_DAYS_BACK: i32 = 30;

/// What one line says of time.
enum Said {
    Day(Day),
    /// A day of the whole page.
    OfPage,
    Nothing,
}

/// The entries of a page in text order.
pub fn find(rows: &[Row<'_>], published: Option<Day>, known: &PageWords) -> Vec<Entry> {
    let mut reader = Reader { known, published, day: None };
    let (mut entries, mut open) = (Vec::new(), None);
    for row in rows.iter().filter(|row| may_tell(row.kind)) {
        let start = row.span.start;
        if let Some(day) = row.begun_on {
            entries.push(Entry { start, published_on: day });
            open = None;
            continue;
        }
        match row.stamped_on.map_or_else(|| reader.read(row.text), Said::Day) {
            Said::Day(day) => {
                reader.day = Some(day);
                open = Some(Entry { start, published_on: day });
            }
            Said::OfPage => open = None,
            Said::Nothing
                if row.kind.is_article_text() && words(row.text).take(RUNNING_WORDS).count() == RUNNING_WORDS =>
            {
                let inline = head(row.text).and_then(|head| match reader.read(head) {
                    Said::Day(day) => Some(Entry { start, published_on: day }),
                    Said::OfPage | Said::Nothing => None,
                });
                reader.day = inline.map(|entry| entry.published_on).or(reader.day);
                entries.extend(inline.or(open.take()));
                open = None;
            }
            Said::Nothing => {}
        }
    }
    if entries.len() < FEWEST { Vec::new() } else { entries }
}

fn may_tell(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Body | BlockKind::Quote | BlockKind::Byline | BlockKind::Dateline | BlockKind::Other)
}

/// What stands before the first colon or dash of a paragraph, where a stamp may stand: "19:15, 3 June 2024: A missile …".
fn head(text: &str) -> Option<&str> {
    let head = &text[..text.floor_char_boundary(LONGEST_STAMP)];
    let end = [": ", " – ", " — ", " - ", " | "].iter().filter_map(|mark| head.find(mark)).min()?;
    Some(&head[..end])
}

struct Reader<'a> {
    known: &'a PageWords,
    published: Option<Day>,
    /// The day under which hours are read.
    day: Option<Day>,
}

impl Reader<'_> {
    fn read(&self, line: &str) -> Said {
        if line.len() > LONGEST_STAMP {
            return Said::Nothing;
        }
        if let Some(stamp) = stamps::read(line, None, self.known).first() {
            return match stamp.role {
                Role::Plain if stamp.written.or.is_none() => Said::Day(stamp.written.day),
                _ => Said::OfPage,
            };
        }
        let lower = line.to_lowercase();
        let rest = self.without_hours(&lower);
        let day = match rest.as_slice() {
            [] if has_clock(&lower) => self.day.or(self.published),
            _ => self.counted_back(&lower, &rest).or_else(|| self.without_year(&rest)),
        };
        day.map_or(Said::Nothing, Said::Day)
    }

    /// The words of a line but for hours, weekdays and the like.
    fn without_hours<'t>(&self, lower: &'t str) -> Vec<&'t str> {
        let beside = &self.known.dates.beside_words;
        let is_hour = |word: &str| {
            let digits = word.bytes().take_while(u8::is_ascii_digit).count();
            digits > 0
                && (word.len() == digits && follows_clock(lower, word) || matches!(&word[digits..], "am" | "pm" | "h"))
        };
        words(lower).take(12).filter(|word| !beside.contains(*word) && !is_hour(word)).collect()
    }

    /// "40 minutes ago", "yesterday", "2 days ago".
    fn counted_back(&self, lower: &str, rest: &[&str]) -> Option<Day> {
        let dates = &self.known.dates;
        let published = self.published?;
        let is_any = |phrases: &[String]| phrases.iter().any(|phrase| lower.contains(phrase.as_str()));
        if rest.len() > 4 {
            None
        } else if is_any(&dates.day_before_words) {
            Some(published.plus_days(-1))
        } else if is_any(&dates.days_ago_words) {
            let days: i32 = words(lower).find_map(|word| word.parse().ok())?;
            (days <= MOST_DAYS_BACK).then(|| published.plus_days(-days))
        } else {
            is_any(&dates.same_day_words).then_some(published)
        }
    }

    /// "2 June", "June 2": in the year that puts it nearest before the day of the page.
    fn without_year(&self, rest: &[&str]) -> Option<Day> {
        let near = self.published.or(self.day)?;
        let [one, other] = rest else { return None };
        let month = |word: &str| self.known.months.month_number(word, None);
        let (day, month) = match (one.parse::<u8>(), other.parse::<u8>()) {
            (Ok(day), Err(_)) => (day, month(other)?),
            (Err(_), Ok(day)) => (day, month(one)?),
            _ => return None,
        };
        let days = (-1..=1).filter_map(|offset| Day::new(near.year() + offset, month, day));
        days.min_by_key(|day| day.days_since(near).abs())
    }
}

/// A number that is part of an hour: a colon or a stop joins it to another.
fn follows_clock(lower: &str, number: &str) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    lower.match_indices(number).any(|(at, _)| {
        let (mut before, mut after) = (lower[..at].chars().rev(), lower[at + number.len()..].chars());
        let (near_before, near_after) = (before.next(), after.next());
        let joins = |c: Option<char>| matches!(c, Some(':' | '.'));
        !is_digit(near_before)
            && !is_digit(near_after)
            && (joins(near_before) && is_digit(before.next()) || joins(near_after) && is_digit(after.next()))
    })
}

/// "16:20", "6.40pm", "7 am", "18h05".
fn has_clock(lower: &str) -> bool {
    let bytes = lower.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (1..bytes.len()).any(|at| {
        digit(at - 1)
            && (matches!(bytes[at], b':' | b'.' | b'h') && digit(at + 1) && digit(at + 2)
                || lower.get(at..).is_some_and(|rest| {
                    let rest = rest.trim_start();
                    ["am", "pm", "a.m", "p.m"].iter().any(|half| rest.starts_with(half))
                }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(page: &str, published: &str) -> Vec<String> {
        let known = crate::clean::tests::words_once();
        let published = known.months.parse_day(published).map(|written| written.day);
        let mut start = 0;
        let mut rows = Vec::new();
        for text in page.split('\n') {
            let span = Span::new(start, start + text.len());
            rows.push(Row { text, span, kind: BlockKind::Body, stamped_on: None, begun_on: None });
            start += text.len() + 1;
        }
        let words = |entry: &Entry| page[entry.start as usize..].lines().next().unwrap_or("").to_owned();
        find(&rows, published, known).iter().map(|entry| format!("{}: {}", entry.published_on, words(entry))).collect()
    }

    const TEXT: &str = "The ferry left the harbour again, the office said.";

    #[test]
    fn an_entry_is_a_stamp_with_running_text_under_it() {
        let page = |one: &str, other: &str| format!("{one}\n{TEXT}\n{TEXT}\n{other}\n{TEXT}");
        let days = |one: &str, other: &str| {
            let found = entries(&page(one, other), "2021-03-05");
            found.iter().map(|entry| entry[..10].to_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(days("4 March 2021, 16:20", "3 March 2021 07:05"), "2021-03-04 2021-03-03");
        assert_eq!(days("Thursday 4 March 2021\n16:20", "11.05am GMT"), "2021-03-04 2021-03-04");
        assert_eq!(days("40 minutes ago", "Yesterday at 19:15"), "2021-03-05 2021-03-04");
        assert_eq!(days("2 days ago", "28 February at 09:05"), "2021-03-03 2021-02-28");
        assert_eq!(days("March 4, 6:40 p.m.", "March 3"), "2021-03-04 2021-03-03");
        // A page of one piece, with the days of the page.
        assert_eq!(days("4 March 2021", "Updated 5 March 2021"), "");
        assert_eq!(days("4 March 2021\n16:20", "The harbour"), "");
    }

    #[test]
    fn a_stamp_may_open_the_paragraph() {
        let page = format!("19:15, 3 June 2024: {TEXT}\n09:05, 2 June 2024: {TEXT}\n08:00 – {TEXT}");
        let days: Vec<String> = entries(&page, "").iter().map(|entry| entry[..10].to_owned()).collect();
        assert_eq!(days, ["2024-06-03", "2024-06-02", "2024-06-02"]);
    }
}
