//! Rows by what is asked: one query for each noun, with the conditions, the order and the limit of what is asked.

use std::ops::ControlFlow;

use rusqlite::types::{FromSql, Value};
use rusqlite::{Connection, Row, params_from_iter};
use stemma::model::{Assertion, Day};

use super::conditions::Conditions;
use crate::asked::{Asked, Found, Noun, Sort, matching};
use crate::reliability::Reliability;
use crate::rows::{ActorRow, ClaimRow, EventRow, PageRow, PlaceRow, SourceRow, StoryRow};

/// A row that can be asked for.
pub(super) trait Asking: Sized {
    const NOUN: Noun;
    /// What is selected, in the order in which `of` reads it.
    const SELECT: &str;
    const FROM: &str;
    /// Where several rows make one.
    const GROUP: &str = "";
    /// What tells rows apart, and their usual order.
    const ID: &str;
    const USUAL: Sort;
    fn of(row: &Row<'_>) -> rusqlite::Result<Self>;
}

/// The rows that are asked for.
pub(super) fn rows<R: Asking>(connection: &Connection, asked: &Asked) -> rusqlite::Result<Found<R>> {
    let conditions = Conditions::of(R::NOUN, asked);
    let order = order::<R>(asked);
    found(connection, asked, &conditions, &format!("FROM {} WHERE {} {}", R::FROM, conditions.all(), R::GROUP), &order)
}

/// The same, one by one as they are read.
pub(super) fn each<R: Asking>(
    connection: &Connection,
    asked: &Asked,
    take: &mut dyn FnMut(R) -> ControlFlow<()>,
) -> rusqlite::Result<()> {
    let conditions = Conditions::of(R::NOUN, asked);
    let limit = asked.limit.map_or(-1, |limit| limit as i64);
    let (select, from, all, order) = (R::SELECT, R::FROM, conditions.all(), order::<R>(asked));
    let query = format!(
        "SELECT {select} FROM {from} WHERE {all} {} ORDER BY {order} LIMIT {limit} OFFSET {}",
        R::GROUP,
        asked.skip
    );
    let mut statement = connection.prepare_cached(&query)?;
    for row in statement.query_map(params_from_iter(&conditions.values), R::of)? {
        if take(row?).is_break() {
            break;
        }
    }
    Ok(())
}

/// Pages by how much they tell with the words that are asked for; a word of the title counts for four.
pub(super) fn search(connection: &Connection, asked: &Asked) -> rusqlite::Result<Found<PageRow>> {
    let Some(words) = asked.filter.words.as_deref().and_then(matching) else { return Ok(Found::default()) };
    let mut others = asked.clone();
    others.filter.words = None;
    let mut conditions = Conditions::of(Noun::Pages, &others);
    conditions.add("page_words MATCH ?", [Value::Text(words)]);
    let from = format!(
        "FROM page_words CROSS JOIN {} ON p.number = page_words.rowid WHERE {}",
        PageRow::FROM,
        conditions.all()
    );
    found(connection, asked, &conditions, &from, "bm25(page_words, 4.0, 1.0), p.id")
}

/// Outlets. Who copies whom is looked at once for all of them, from both sides.
pub(super) fn sources(connection: &Connection, asked: &Asked) -> rusqlite::Result<Found<SourceRow>> {
    let conditions = Conditions::of(Noun::Sources, asked);
    let of_asked = |side: &str| match conditions.is_empty() {
        true => String::new(),
        false => format!("AND {side} IN (SELECT id FROM asked)"),
    };
    let query = format!(
        "WITH asked AS MATERIALIZED (SELECT p.id FROM pages AS p WHERE {}),
             copiers AS MATERIALIZED (
                 SELECT copier_key, count(DISTINCT child) AS times, count(DISTINCT iif(credits, child, NULL)) AS credited,
                        sum(altered) AS altered, median(days) AS days
                 FROM copies WHERE p >= 0.5 AND copied_key IS NOT copier_key {} GROUP BY copier_key),
             copied AS MATERIALIZED (
                 SELECT copied_key, count(*) AS times FROM copies WHERE p >= 0.5 AND copied_key <> copier_key {} GROUP BY copied_key)
         SELECT {} FROM {} WHERE {} {} ORDER BY {}",
        conditions.all(),
        of_asked("child"),
        of_asked("parent"),
        SourceRow::SELECT,
        SourceRow::FROM,
        conditions.all(),
        SourceRow::GROUP,
        order::<SourceRow>(asked)
    );
    let values = conditions.values.iter().chain(&conditions.values);
    let rows: Vec<SourceRow> = connection
        .prepare_cached(&query)?
        .query_map(params_from_iter(values), SourceRow::of)?
        .collect::<Result<_, _>>()?;
    let total = rows.len() as u64;
    let shown = rows.into_iter().skip(asked.skip).take(asked.limit.unwrap_or(usize::MAX));
    Ok(Found { rows: shown.collect(), total })
}

fn found<R: Asking>(
    connection: &Connection,
    asked: &Asked,
    conditions: &Conditions,
    from: &str,
    order: &str,
) -> rusqlite::Result<Found<R>> {
    let limit = asked.limit.map_or(-1, |limit| limit as i64);
    // Where rows are made of several, all of them are made before the first is given: so they are counted on the way.
    let counted = if R::GROUP.is_empty() { "" } else { ", count(*) OVER ()" };
    let query = format!("SELECT {} {counted} {from} ORDER BY {order} LIMIT {limit} OFFSET {}", R::SELECT, asked.skip);
    let mut statement = connection.prepare_cached(&query)?;
    let last = statement.column_count() - 1;
    let mut total = None;
    let read = |row: &Row<'_>| {
        if !counted.is_empty() {
            total = Some(row.get::<_, i64>(last)? as u64);
        }
        R::of(row)
    };
    let rows: Vec<R> = statement.query_map(params_from_iter(&conditions.values), read)?.collect::<Result<_, _>>()?;
    let is_all = asked.skip == 0 && asked.limit.is_none_or(|limit| rows.len() < limit);
    let total = match total {
        _ if is_all => rows.len() as u64,
        Some(total) => total,
        None => count::<R>(connection, conditions, from)?,
    };
    Ok(Found { rows, total })
}

fn count<R: Asking>(connection: &Connection, conditions: &Conditions, from: &str) -> rusqlite::Result<u64> {
    let query = match R::GROUP {
        "" => format!("SELECT count(*) {from}"),
        _ => format!("SELECT count(*) FROM (SELECT 1 {from})"),
    };
    let total: i64 =
        connection.prepare_cached(&query)?.query_row(params_from_iter(&conditions.values), |row| row.get(0))?;
    Ok(total as u64)
}

/// What is not known comes last, whichever way round.
fn order<R: Asking>(asked: &Asked) -> String {
    let sort = asked.sort.unwrap_or(R::USUAL);
    let Some(by) = column(R::NOUN, sort) else { return R::ID.into() };
    let direction = if sort.falls() != asked.reverse { "DESC" } else { "ASC" };
    format!("{by} {direction} NULLS LAST, {}", R::ID)
}

impl Noun {
    pub const ALL: [(Noun, &str); 7] = [
        (Noun::Events, "events"),
        (Noun::Stories, "stories"),
        (Noun::Pages, "pages"),
        (Noun::Claims, "claims"),
        (Noun::Actors, "actors"),
        (Noun::Places, "places"),
        (Noun::Sources, "sources"),
    ];

    pub fn name(self) -> &'static str {
        Noun::ALL.iter().find(|(noun, _)| *noun == self).map_or("", |(_, name)| name)
    }

    /// By what its rows can be put in order.
    pub fn sorts(self) -> Vec<Sort> {
        Sort::ALL.iter().map(|(sort, _)| *sort).filter(|sort| column(self, *sort).is_some()).collect()
    }
}

/// The column by which rows of a noun are put in order.
fn column(noun: Noun, sort: Sort) -> Option<&'static str> {
    use Noun::*;
    Some(match (noun, sort) {
        (Events, Sort::Day) => "e.day_from",
        (Events, Sort::Id) => "e.id",
        (Events, Sort::Title) => "plain(e.summary)",
        (Events, Sort::Place) => "plain(e.place)",
        (Events, Sort::Country) => "e.country",
        (Events, Sort::Kind) => "e.kind",
        (Events, Sort::Killed) => "coalesce(e.killed_best, e.killed_low, e.killed_high)",
        (Events, Sort::Origins) => "e.origins_min",
        (Events, Sort::Articles) => "e.articles",
        (Events, Sort::Grade) => "e.grade",
        (Events, Sort::Confidence) => "e.confidence",
        (Events, Sort::Doubt) => {
            "urgency(coalesce(e.killed_high, e.killed_best, e.killed_low), e.confidence, e.disagreements, e.origins_min,
                     e.day_from = e.day_to, e.lat IS NOT NULL, e.told)"
        }
        (Stories, Sort::Day) => "s.day_from",
        (Stories, Sort::Id) => "s.id",
        (Stories, Sort::Title) => "plain(s.title)",
        (Stories, Sort::Events) => "s.events",
        (Stories, Sort::Pages) => "s.pages",
        (Stories, Sort::Copies) => "s.copies",
        (Pages, Sort::Day) => "p.day_from",
        (Pages, Sort::Id) => "p.id",
        (Pages, Sort::Title) => "plain(p.title)",
        (Pages, Sort::Outlet) => "plain(p.outlet)",
        (Pages, Sort::Events) => "p.events",
        (Claims, Sort::Day) => "p.day_from",
        (Claims, Sort::Id) => "c.id",
        (Claims, Sort::Name) => "plain(c.source)",
        (Claims, Sort::Outlet) => "plain(p.outlet)",
        (Actors, Sort::Name) => "a.name",
        (Actors, Sort::Events) => "count(DISTINCT e.number)",
        (Actors, Sort::Day) => "min(e.day_from)",
        (Places, Sort::Name | Sort::Place) => "plain(e.place)",
        (Places, Sort::Country) => "e.country",
        (Places, Sort::Events) => "count(*)",
        (Places, Sort::Day) => "min(e.day_from)",
        (Sources, Sort::Name | Sort::Outlet) => "plain(min(p.outlet))",
        (Sources, Sort::Pages) => "count(*)",
        (Sources, Sort::Day) => "min(p.day_from)",
        // The column of the selection.
        (Sources, Sort::Copies) => "5",
        _ => return None,
    })
}

impl Asking for EventRow {
    const NOUN: Noun = Noun::Events;
    const SELECT: &str = "e.id, e.day_from, e.day_to, e.country, e.admin1, e.place, e.lat, e.lon, e.radius_km, e.precision, e.kind, e.plover, e.mode,
        e.acled, e.acled_sub, e.told, e.actors, e.recipients, e.killed_low, e.killed_best, e.killed_high, e.articles, e.origins_min,
        e.origins_max, e.grade, e.airwars, e.confidence, e.disagreements, e.summary, e.story, e.checked,
        iif(EXISTS (SELECT 1 FROM page_marks),
            (SELECT coalesce(group_concat(mark, '; '), '') FROM (
                SELECT DISTINCT mark FROM event_pages AS told CROSS JOIN page_marks AS marked ON marked.page = told.page
                WHERE told.event = e.number ORDER BY mark)), '')";
    const FROM: &str = "events AS e";
    const ID: &str = "e.id";
    const USUAL: Sort = Sort::Day;

    fn of(row: &Row<'_>) -> rusqlite::Result<EventRow> {
        let mut next = Columns::of(row);
        Ok(EventRow {
            id: next.get()?,
            from: next.day()?,
            to: next.day()?,
            country: next.get()?,
            admin1: next.get()?,
            place: next.get()?,
            lat: next.get()?,
            lon: next.get()?,
            radius_km: next.get()?,
            precision: next.json(true)?,
            kind: next.get()?,
            plover: next.get()?,
            mode: next.get()?,
            acled: next.get()?,
            acled_sub: next.get()?,
            told: next.json::<Assertion>(true)?,
            actors: next.get()?,
            recipients: next.get()?,
            killed_low: next.get()?,
            killed_best: next.get()?,
            killed_high: next.get()?,
            articles: next.get()?,
            origins_min: next.get()?,
            origins_max: next.get()?,
            grade: next.get()?,
            airwars: next.get()?,
            confidence: next.get::<Option<f64>>()?.map(|confidence| confidence as f32),
            disagreements: next.get()?,
            summary: next.get()?,
            story: next.get()?,
            checked: next.get()?,
            marks: next.get()?,
        })
    }
}

impl Asking for StoryRow {
    const NOUN: Noun = Noun::Stories;
    const SELECT: &str = "s.id, s.day_from, s.day_to, s.pages, s.copies, s.events, s.title";
    const FROM: &str = "stories AS s";
    const ID: &str = "s.id";
    const USUAL: Sort = Sort::Day;

    fn of(row: &Row<'_>) -> rusqlite::Result<StoryRow> {
        let mut next = Columns::of(row);
        Ok(StoryRow {
            id: next.get()?,
            from: next.day()?,
            to: next.day()?,
            pages: next.get()?,
            copies: next.get()?,
            events: next.get()?,
            title: next.get()?,
        })
    }
}

impl Asking for PageRow {
    const NOUN: Noun = Noun::Pages;
    const SELECT: &str = "p.id, p.day_from, p.day_to, p.outlet, p.title, p.byline, p.language, p.events,
        p.story, p.url, p.path, p.sent_at,
        (SELECT coalesce(group_concat(mark, '; '), '') FROM (SELECT mark FROM page_marks WHERE page = p.id ORDER BY mark))";
    const FROM: &str = "pages AS p";
    const ID: &str = "p.id";
    const USUAL: Sort = Sort::Day;

    fn of(row: &Row<'_>) -> rusqlite::Result<PageRow> {
        let mut next = Columns::of(row);
        Ok(PageRow {
            id: next.get()?,
            from: next.day()?,
            to: next.day()?,
            outlet: next.get()?,
            title: next.get()?,
            byline: next.get()?,
            language: next.get()?,
            events: next.get()?,
            story: next.get()?,
            url: next.get()?,
            path: next.get()?,
            sent_at: next.get()?,
            marks: next.get()?,
        })
    }
}

impl Asking for ClaimRow {
    const NOUN: Noun = Noun::Claims;
    const SELECT: &str =
        "c.id, p.day_from, c.source, c.chain, c.quote, p.outlet, c.page, c.start, c.end, c.event, c.story";
    const FROM: &str = "claims AS c JOIN pages AS p ON p.id = c.page";
    const ID: &str = "c.page, c.start, c.id";
    const USUAL: Sort = Sort::Day;

    fn of(row: &Row<'_>) -> rusqlite::Result<ClaimRow> {
        let mut next = Columns::of(row);
        Ok(ClaimRow {
            id: next.get()?,
            from: next.day()?,
            source: next.get()?,
            chain: next.json(false)?,
            quote: next.get()?,
            outlet: next.get()?,
            page: next.get()?,
            start: next.get()?,
            end: next.get()?,
            event: next.get()?,
            story: next.get()?,
        })
    }
}

impl Asking for ActorRow {
    const NOUN: Noun = Noun::Actors;
    const SELECT: &str =
        "min(a.name), a.actor, count(DISTINCT e.number), count(DISTINCT iif(a.side = 'actor', e.number, NULL)),
        count(DISTINCT iif(a.side = 'recipient', e.number, NULL)), min(e.day_from), max(e.day_to)";
    const FROM: &str = "event_actors AS a JOIN events AS e ON e.number = a.event";
    const GROUP: &str = "GROUP BY coalesce(a.actor, a.name_key)";
    const ID: &str = "min(a.name)";
    const USUAL: Sort = Sort::Events;

    fn of(row: &Row<'_>) -> rusqlite::Result<ActorRow> {
        let mut next = Columns::of(row);
        Ok(ActorRow {
            name: next.get()?,
            id: next.get()?,
            events: next.get()?,
            acts: next.get()?,
            suffers: next.get()?,
            from: next.day()?,
            to: next.day()?,
        })
    }
}

impl Asking for PlaceRow {
    const NOUN: Noun = Noun::Places;
    const SELECT: &str =
        "e.place, e.admin1, e.country, min(e.lat), min(e.lon), count(*), min(e.day_from), max(e.day_to)";
    const FROM: &str = "events AS e";
    const GROUP: &str = "AND e.place IS NOT NULL GROUP BY e.place, e.admin1, e.country";
    const ID: &str = "e.place, e.country, e.admin1";
    const USUAL: Sort = Sort::Events;

    fn of(row: &Row<'_>) -> rusqlite::Result<PlaceRow> {
        let mut next = Columns::of(row);
        Ok(PlaceRow {
            place: next.get()?,
            admin1: next.get()?,
            country: next.get()?,
            lat: next.get()?,
            lon: next.get()?,
            events: next.get()?,
            from: next.day()?,
            to: next.day()?,
        })
    }
}

impl Asking for SourceRow {
    const NOUN: Noun = Noun::Sources;
    /// With what [`sources`] makes of copies.
    const SELECT: &str = "min(p.outlet), count(*), count(DISTINCT p.story), sum(p.events),
        coalesce((SELECT times FROM copiers WHERE copier_key = p.outlet_key), 0),
        coalesce((SELECT times FROM copied WHERE copied_key = p.outlet_key), 0),
        coalesce((SELECT credited FROM copiers WHERE copier_key = p.outlet_key), 0),
        coalesce((SELECT altered FROM copiers WHERE copier_key = p.outlet_key), 0),
        (SELECT days FROM copiers WHERE copier_key = p.outlet_key), min(p.day_from), max(p.day_to),
        (SELECT letter FROM reliability WHERE reliability.outlet_key = p.outlet_key ORDER BY number DESC LIMIT 1)";
    const FROM: &str = "pages AS p";
    const GROUP: &str = "AND p.outlet IS NOT NULL GROUP BY p.outlet_key";
    const ID: &str = "min(p.outlet)";
    const USUAL: Sort = Sort::Pages;

    fn of(row: &Row<'_>) -> rusqlite::Result<SourceRow> {
        let mut next = Columns::of(row);
        Ok(SourceRow {
            outlet: next.get()?,
            pages: next.get()?,
            stories: next.get()?,
            events: next.get()?,
            copies: next.get()?,
            copied: next.get()?,
            credited: next.get()?,
            altered: next.get()?,
            delay_days: next.get()?,
            from: next.day()?,
            to: next.day()?,
            reliability: next.get::<Option<String>>()?.and_then(|letter| Reliability::of_letter(&letter)),
        })
    }
}

/// The rows of some ids, in the order in which these are given; those that are not there are left out.
pub(super) fn rows_of<R: Asking>(connection: &Connection, ids: &[&str]) -> rusqlite::Result<Vec<R>> {
    let query = format!("SELECT {} FROM {} WHERE {} = ?1", R::SELECT, R::FROM, R::ID);
    let mut statement = connection.prepare_cached(&query)?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(statement.query_map([id], R::of)?.next().transpose()?);
    }
    Ok(found)
}

/// The columns of a row, one after the other.
pub(super) struct Columns<'r, 's> {
    row: &'r Row<'s>,
    next: usize,
}

impl<'r, 's> Columns<'r, 's> {
    pub fn of(row: &'r Row<'s>) -> Columns<'r, 's> {
        Columns { row, next: 0 }
    }

    pub fn get<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        self.next += 1;
        self.row.get(self.next - 1)
    }

    pub fn day(&mut self) -> rusqlite::Result<Option<Day>> {
        let written: Option<String> = self.get()?;
        Ok(written.and_then(|day| day.parse().ok()))
    }

    /// A value that is written in JSON, or, where it is a word, as that word alone.
    pub fn json<T: serde::de::DeserializeOwned>(&mut self, is_word: bool) -> rusqlite::Result<T> {
        let written: String = self.get()?;
        let read = match is_word {
            true => serde_json::from_value(written.into()),
            false => serde_json::from_str(&written),
        };
        let broken = rusqlite::types::Type::Text;
        read.map_err(|error| rusqlite::Error::FromSqlConversionFailure(self.next - 1, broken, error.into()))
    }
}

#[cfg(test)]
mod tests;
