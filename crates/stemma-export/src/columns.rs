//! The columns in which rows are shown to people; formats for programs have every field.

use serde::Serialize;
use stemma::model::Day;
use stemma::redact::{Left, Redacted};
use stemma_store::{ActorRow, ClaimRow, EventRow, Marked, PageRow, PlaceRow, Reliability, SourceRow, StoryRow, told};

use stemma_workspace::review::{Agreement, FixRow};
use stemma_workspace::split::FoundPage;

use crate::compare::CompareRow;
use crate::words;

/// A column of a table.
pub struct Column<R> {
    pub head: &'static str,
    pub of: fn(&R) -> String,
    /// The columns of the greatest rank fall out first where there is no room for all.
    pub rank: u8,
    pub set: Set,
}

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// As wide as its cells, which are cut at so many characters.
    Left(usize),
    Right,
    /// It takes the room that the others leave.
    Rest,
}

/// Rows that can be shown in a table.
pub trait Listed: Serialize + Sized + 'static {
    const COLUMNS: &'static [Column<Self>];
}

/// A column, by its head, what it shows, its rank and how it is set.
const fn column<R>(head: &'static str, of: fn(&R) -> String, rank: u8, set: Set) -> Column<R> {
    Column { head, of, rank, set }
}

impl Listed for EventRow {
    const COLUMNS: &'static [Column<EventRow>] = &[
        column("id", |row| row.id.clone(), 0, Set::Left(24)),
        column("day", |row| days(row.from, row.to), 1, Set::Left(21)),
        column("place", place, 2, Set::Left(28)),
        column("known to", |row| row.precision.name().into(), 10, Set::Left(8)),
        column("what", what, 0, Set::Rest),
        column("killed", killed, 3, Set::Left(12)),
        column("told as", |row| told(row.told).into(), 4, Set::Left(12)),
        column("articles", |row| row.articles.to_string(), 6, Set::Right),
        column("origins", |row| words::range(row.origins_min, row.origins_max), 5, Set::Left(8)),
        column("checked", |row| row.checked.clone(), 4, Set::Left(9)),
        column("marks", |row| row.marks.clone(), 4, Set::Left(18)),
        column("grade", |row| row.grade.to_string(), 7, Set::Right),
        column("confidence", |row| percent(row.confidence), 8, Set::Right),
        column("story", |row| row.story.clone(), 9, Set::Left(24)),
    ];
}

impl Listed for FixRow {
    const COLUMNS: &'static [Column<FixRow>] = &[
        column("fix", |row| row.id.clone(), 5, Set::Left(16)),
        column("event", |row| row.event.clone(), 0, Set::Left(24)),
        column("field", |row| row.field.clone(), 0, Set::Left(10)),
        column("value", |row| row.value.clone(), 1, Set::Left(28)),
        column("program", |row| row.reads.clone(), 3, Set::Left(24)),
        column("status", |row| row.status.clone(), 0, Set::Left(10)),
        column("why", |row| row.why.clone(), 0, Set::Rest),
        column("by", |row| row.by.clone(), 2, Set::Left(16)),
        column("when", |row| row.at.get(..10).unwrap_or_default().to_owned(), 4, Set::Left(10)),
    ];
}

impl Listed for Agreement {
    const COLUMNS: &'static [Column<Agreement>] = &[
        column("field", |row| row.field.into(), 0, Set::Rest),
        column("events", |row| row.events.to_string(), 0, Set::Right),
        column("people", |row| row.people.to_string(), 0, Set::Right),
        column("alpha", |row| row.alpha.map_or("all the same".into(), |alpha| format!("{alpha:.3}")), 0, Set::Right),
    ];
}

impl Listed for CompareRow {
    const COLUMNS: &'static [Column<CompareRow>] = &[
        column("side", |row| words::side(row.side).into(), 0, Set::Left(11)),
        column("day", |row| days(Some(row.from), Some(row.to)), 1, Set::Left(21)),
        column("place", |row| row.place.clone(), 1, Set::Left(24)),
        column("ours", |row| row.ours.clone().unwrap_or_default(), 2, Set::Left(16)),
        column("theirs", |row| row.theirs.clone().unwrap_or_default(), 2, Set::Left(18)),
        column("score", |row| row.score.map(|score| format!("{score:.2}")).unwrap_or_default(), 3, Set::Right),
        column("differ", |row| row.differ.join("; "), 0, Set::Rest),
        column("why", |row| row.why.clone(), 4, Set::Left(48)),
    ];
}

impl Listed for Marked {
    const COLUMNS: &'static [Column<Marked>] = &[
        column("mark", |row| row.id.clone(), 1, Set::Left(16)),
        column("of", |row| row.of.clone(), 0, Set::Left(32)),
        column("says", says, 0, Set::Left(20)),
        column("why", |row| row.why.clone(), 0, Set::Rest),
        column("by", |row| row.by.clone(), 2, Set::Left(16)),
        column("when", |row| row.at.get(..10).unwrap_or_default().to_owned(), 3, Set::Left(10)),
    ];
}

fn says(mark: &Marked) -> String {
    match &mark.withdraws {
        Some(of) => format!("takes back {of}"),
        None => mark.mark.name().to_owned(),
    }
}

/// Whose name is left out, for whoever holds the store.
#[derive(Clone, Debug, Serialize)]
pub struct RedactedRow {
    pub token: String,
    pub name: String,
    pub rule: &'static str,
    pub times: u64,
    pub pages: u64,
    /// Why it stays, where it does.
    pub why: &'static str,
}

impl From<Redacted> for RedactedRow {
    fn from(person: Redacted) -> RedactedRow {
        let Redacted { ref name, rule, times, pages, .. } = person;
        RedactedRow { token: person.token().to_owned(), name: name.clone(), rule, times, pages, why: "" }
    }
}

impl From<Left> for RedactedRow {
    /// A name, or a part of one, that stays.
    fn from(Left { name, why, token, times, pages }: Left) -> RedactedRow {
        RedactedRow { token, name, rule: "left in", times, pages, why: why.words() }
    }
}

impl Listed for RedactedRow {
    const COLUMNS: &'static [Column<RedactedRow>] = &[
        column("token", |row| row.token.clone(), 0, Set::Left(8)),
        column("name", |row| row.name.clone(), 0, Set::Rest),
        column("rule", |row| row.rule.into(), 1, Set::Left(9)),
        column("times", |row| row.times.to_string(), 2, Set::Right),
        column("pages", |row| row.pages.to_string(), 3, Set::Right),
        column("why", |row| row.why.into(), 4, Set::Left(36)),
    ];
}

impl Listed for StoryRow {
    const COLUMNS: &'static [Column<StoryRow>] = &[
        column("id", |row| row.id.clone(), 0, Set::Left(24)),
        column("days", |row| days(row.from, row.to), 1, Set::Left(21)),
        column("title", |row| row.title.clone(), 0, Set::Rest),
        column("pages", |row| row.pages.to_string(), 2, Set::Right),
        column("copies", |row| row.copies.to_string(), 4, Set::Right),
        column("events", |row| row.events.to_string(), 3, Set::Right),
    ];
}

impl Listed for PageRow {
    const COLUMNS: &'static [Column<PageRow>] = &[
        column("id", |row| row.id.clone(), 0, Set::Left(28)),
        column("day", |row| days(row.from, row.to), 1, Set::Left(21)),
        column("outlet", |row| row.outlet.clone().unwrap_or_default(), 2, Set::Left(24)),
        column("title", |row| row.title.clone().unwrap_or_default(), 0, Set::Rest),
        column("events", |row| row.events.to_string(), 3, Set::Right),
        column("marks", |row| row.marks.clone(), 4, Set::Left(18)),
        column("story", |row| row.story.clone().unwrap_or_default(), 5, Set::Left(24)),
    ];
}

impl Listed for FoundPage {
    const COLUMNS: &'static [Column<FoundPage>] = &[
        column("file", |row| row.file.clone(), 3, Set::Left(28)),
        column("no", |row| row.number.to_string(), 0, Set::Right),
        column("bytes", bytes, 4, Set::Left(20)),
        column("day", |row| stretch(row.from.as_deref(), row.to.as_deref()), 0, Set::Left(21)),
        column("outlet", |row| row.outlet.clone().unwrap_or_default(), 1, Set::Left(24)),
        column("title", |row| row.title.clone().unwrap_or_default(), 0, Set::Left(48)),
        column("by", |row| row.byline.clone().unwrap_or_default(), 5, Set::Left(20)),
        column("section", |row| row.section.clone().unwrap_or_default(), 6, Set::Left(16)),
        column("words", |row| row.words.to_string(), 2, Set::Right),
        column("begins", |row| row.begins.clone(), 0, Set::Rest),
    ];
}

/// Where a page lies in its file.
fn bytes(page: &FoundPage) -> String {
    page.begin.zip(page.end).map_or(String::new(), |(begin, end)| format!("{begin}-{end}"))
}

/// A day, or the days between which it lies.
fn stretch(from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from != to => format!("{from}/{to}"),
        (from, _) => from.unwrap_or_default().to_owned(),
    }
}

impl Listed for ClaimRow {
    const COLUMNS: &'static [Column<ClaimRow>] = &[
        column("page", |row| row.page.clone(), 3, Set::Left(24)),
        column("day", |row| days(row.from, row.from), 1, Set::Left(10)),
        column("who", |row| row.chain.join(" → "), 0, Set::Left(32)),
        column("said", |row| row.quote.clone(), 0, Set::Rest),
        column("outlet", |row| row.outlet.clone().unwrap_or_default(), 2, Set::Left(24)),
        column("event", |row| row.event.clone().unwrap_or_default(), 4, Set::Left(24)),
    ];
}

impl Listed for ActorRow {
    const COLUMNS: &'static [Column<ActorRow>] = &[
        column("name", |row| row.name.clone(), 0, Set::Rest),
        column("id", |row| row.id.clone().unwrap_or_default(), 4, Set::Left(32)),
        column("events", |row| row.events.to_string(), 0, Set::Right),
        column("acts", |row| row.acts.to_string(), 1, Set::Right),
        column("suffers", |row| row.suffers.to_string(), 2, Set::Right),
        column("days", |row| days(row.from, row.to), 3, Set::Left(21)),
    ];
}

impl Listed for PlaceRow {
    const COLUMNS: &'static [Column<PlaceRow>] = &[
        column("place", |row| row.place.clone(), 0, Set::Rest),
        column("in", |row| row.admin1.clone().unwrap_or_default(), 3, Set::Left(24)),
        column("country", |row| row.country.clone().unwrap_or_default(), 1, Set::Left(7)),
        column("point", point, 4, Set::Left(20)),
        column("events", |row| row.events.to_string(), 0, Set::Right),
        column("days", |row| days(row.from, row.to), 2, Set::Left(21)),
    ];
}

impl Listed for SourceRow {
    const COLUMNS: &'static [Column<SourceRow>] = &[
        column("outlet", |row| row.outlet.clone(), 0, Set::Rest),
        column("pages", |row| row.pages.to_string(), 0, Set::Right),
        column("stories", |row| row.stories.to_string(), 4, Set::Right),
        column("events", |row| row.events.to_string(), 1, Set::Right),
        column("copies", |row| row.copies.to_string(), 2, Set::Right),
        column("copied", |row| row.copied.to_string(), 3, Set::Right),
        column("credited", |row| row.credited.to_string(), 6, Set::Right),
        column("altered", |row| row.altered.to_string(), 7, Set::Right),
        column("delay", delay, 8, Set::Right),
        column("reliability", |row| row.reliability.map_or("", Reliability::letter).into(), 9, Set::Left(11)),
        column("days", |row| days(row.from, row.to), 5, Set::Left(21)),
    ];
}

fn delay(row: &SourceRow) -> String {
    row.delay_days.map_or(String::new(), |days| format!("{days} d"))
}

/// Days as narrow as they are told: 2023-04-15, 2023-04-15/17, 2023-04-28/05-02, 2023-04, 2023, 1970/1979.
fn days(from: Option<Day>, to: Option<Day>) -> String {
    let (Some(from), Some(to)) = (from, to) else {
        return from.or(to).map_or(String::new(), |day| day.to_string());
    };
    let (begin, end) = (from.to_string(), to.to_string());
    let is_month_end = Day::last_of_month(to.year(), to.month()) == Some(to);
    let is_whole = |unit: bool| unit && from.day() == 1 && is_month_end;
    if from == to {
        begin
    } else if is_whole(from.month() == 1 && to.month() == 12) {
        if from.year() == to.year() { begin[..4].into() } else { format!("{}/{}", &begin[..4], &end[..4]) }
    } else if is_whole(begin[..7] == end[..7]) {
        begin[..7].into()
    } else {
        let shared = [(7, 8), (4, 5)].into_iter().find(|(length, _)| begin[..*length] == end[..*length]);
        format!("{begin}/{}", &end[shared.map_or(0, |(_, rest)| rest)..])
    }
}

fn place(row: &EventRow) -> String {
    let country = row.country.as_ref().map(|country| format!(" ({country})")).unwrap_or_default();
    row.place.as_ref().map(|place| format!("{place}{country}")).unwrap_or_default()
}

/// "shelling by the army against people".
fn what(row: &EventRow) -> String {
    // The summary begins with the label of the kind, and with how it is told.
    let ends = [" by ", " against ", ", ", "; "].iter().filter_map(|end| row.summary.find(end)).min();
    let mut what = row.summary[..ends.unwrap_or(row.summary.len())].to_owned();
    for (before, names) in [("by", &row.actors), ("against", &row.recipients)] {
        if !names.is_empty() {
            what.push_str(&format!(" {before} {}", names.replace("; ", ", ")));
        }
    }
    what
}

fn killed(row: &EventRow) -> String {
    match (row.killed_low, row.killed_best, row.killed_high) {
        (Some(low), _, Some(high)) if low == high => low.to_string(),
        (Some(low), _, Some(high)) => format!("{low}–{high}"),
        (Some(low), _, None) => format!("{low} or more"),
        (None, Some(best), _) => format!("about {best}"),
        (None, None, Some(high)) => format!("up to {high}"),
        (None, None, None) => String::new(),
    }
}

fn percent(share: Option<f32>) -> String {
    share.map_or(String::new(), |share| format!("{:.0} %", share * 100.0))
}

fn point(row: &PlaceRow) -> String {
    row.lat.zip(row.lon).map_or(String::new(), |(lat, lon)| format!("{lat:.3},{lon:.3}"))
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn days_are_as_narrow_as_they_are_told() {
        let check = |from: &str, to: &str, expected: &str| {
            assert_eq!(days(from.parse().ok(), to.parse().ok()), expected);
        };
        check("2023-04-15", "2023-04-15", "2023-04-15");
        check("2023-04-15", "2023-04-17", "2023-04-15/17");
        check("2023-04-28", "2023-05-02", "2023-04-28/05-02");
        check("2022-12-30", "2023-01-02", "2022-12-30/2023-01-02");
        check("2023-04-01", "2023-04-30", "2023-04");
        check("2023-01-01", "2023-12-31", "2023");
        check("1970-01-01", "1979-12-31", "1970/1979");
        check("", "", "");
    }
}
