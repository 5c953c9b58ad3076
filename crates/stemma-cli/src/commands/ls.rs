//! `stemma ls`: the events, stories, pages, claims, actors, places or sources of a store, those that are asked for.

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde::Serialize;
use stemma::model::{Assertion, Day};
use stemma_export::words;
use stemma_store::{
    ActorRow, Asked, ClaimRow, Dataset, EventRow, Found, Noun, PageRow, PlaceRow, SourceRow, Sqlite, StoryRow,
};
use stemma_workspace::Listener;

use crate::Ending;
use crate::options::{Filters, Messages, Printing, SHOWN, StoreOption};
use crate::table::{Column, Set, print};

/// List events, stories, pages, claims, actors, places or sources, by what is asked for
#[derive(Args)]
#[command(after_help = "Examples:
  stemma ls events
  stemma ls events --country Sudan --since 2023-04 --until 2023-06 --told happened --sort killed
  stemma ls events --place Khartoum --within 30 --killed-min 10 --origins-min 2
  stemma ls pages --outlet reuters hospital
  stemma ls events --format csv > events.csv
  stemma ls actors -n 20

Words are found without their accents; \\\"in this order\\\", and shell* for all that begin so. Days are those of what is listed: when an \
event was, when a page was published. All other conditions judge events: a story or a page is listed where one of its events \
fulfils them all.")]
pub struct Ls {
    /// What to list
    #[arg(value_enum)]
    what: What,
    /// Words that it tells
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    filters: Filters,
    /// By what to put in order: day, id, title, place, country, kind, outlet, name; killed, origins, articles, grade,
    /// confidence, events, pages, copies
    #[arg(long, value_name = "FIELD", help_heading = SHOWN)]
    sort: Option<String>,
    /// The other way round
    #[arg(long, help_heading = SHOWN)]
    reverse: bool,
    #[command(flatten)]
    printing: Printing,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    Events,
    Stories,
    Pages,
    Claims,
    Actors,
    Places,
    Sources,
}

impl What {
    fn noun(self) -> Noun {
        match self {
            What::Events => Noun::Events,
            What::Stories => Noun::Stories,
            What::Pages => Noun::Pages,
            What::Claims => Noun::Claims,
            What::Actors => Noun::Actors,
            What::Places => Noun::Places,
            What::Sources => Noun::Sources,
        }
    }
}

pub fn run(arguments: &Ls) -> Result<Ending> {
    let mut session = arguments.store.open()?;
    let store = session.dataset()?;
    let mut query = arguments.filters.query(&arguments.words);
    (query.sort, query.reverse) = (arguments.sort.clone(), arguments.reverse);
    query.limit = arguments.printing.limit();
    let asked = query.asked(arguments.what.noun(), store)?;
    match arguments.what {
        What::Events => arguments.list(Sqlite::events, store, &asked, &EVENTS),
        What::Stories => arguments.list(Sqlite::stories, store, &asked, &STORIES),
        What::Pages => arguments.list(Sqlite::pages, store, &asked, &PAGES),
        What::Claims => arguments.list(Sqlite::claims, store, &asked, &CLAIMS),
        What::Actors => arguments.list(Sqlite::actors, store, &asked, &ACTORS),
        What::Places => arguments.list(Sqlite::places, store, &asked, &PLACES),
        What::Sources => arguments.list(Sqlite::sources, store, &asked, &SOURCES),
    }
}

impl Ls {
    fn list<R: Serialize>(
        &self,
        ask: fn(&Sqlite, &Asked) -> Result<Found<R>, stemma_store::Error>,
        store: &Sqlite,
        asked: &Asked,
        columns: &[Column<R>],
    ) -> Result<Ending> {
        let Found { rows, total } = ask(store, asked)?;
        let mut out = BufWriter::new(io::stdout().lock());
        print(&mut out, &rows, columns, self.printing.format())?;
        out.flush()?;
        if rows.is_empty() {
            self.say_none(store, asked)?;
        }
        self.printing.say_more(rows.len(), total);
        Ok(Ending::Well)
    }
}

impl Ls {
    /// That nothing is as asked; of a kind that no event has, which kinds there are.
    fn say_none(&self, store: &Sqlite, asked: &Asked) -> Result<()> {
        let kinds = store.kinds()?;
        let is_known = |kind: &String| kinds.iter().any(|known| known.eq_ignore_ascii_case(kind));
        let strange = asked.filter.kinds.iter().find(|kind| !is_known(kind));
        let noun = self.what.noun().name();
        match strange {
            Some(kind) => Messages.hear(&format!("no event is of the kind {kind}; kinds are {}", kinds.join(", "))),
            None => Messages.hear(&format!("no {noun} are as asked")),
        }
        Ok(())
    }
}

/// A column, by its head, what it shows, its rank and how it is set.
const fn column<R>(head: &'static str, of: fn(&R) -> String, rank: u8, set: Set) -> Column<R> {
    Column { head, of, rank, set }
}

static EVENTS: [Column<EventRow>; 9] = [
    column("id", |row| row.id.clone(), 0, Set::Left(24)),
    column("day", |row| days(row.from, row.to), 1, Set::Left(21)),
    column("place", place, 2, Set::Left(28)),
    column("what", what, 0, Set::Rest),
    column("killed", killed, 3, Set::Left(12)),
    column("told as", |row| told(row.told).into(), 4, Set::Left(12)),
    column("articles", |row| row.articles.to_string(), 6, Set::Right),
    column("origins", |row| words::range(row.origins_min, row.origins_max), 5, Set::Left(8)),
    column("story", |row| row.story.clone(), 8, Set::Left(24)),
];

static STORIES: [Column<StoryRow>; 6] = [
    column("id", |row| row.id.clone(), 0, Set::Left(24)),
    column("days", |row| days(row.from, row.to), 1, Set::Left(21)),
    column("title", |row| row.title.clone(), 0, Set::Rest),
    column("pages", |row| row.pages.to_string(), 2, Set::Right),
    column("copies", |row| row.copies.to_string(), 4, Set::Right),
    column("events", |row| row.events.to_string(), 3, Set::Right),
];

static PAGES: [Column<PageRow>; 6] = [
    column("id", |row| row.id.clone(), 0, Set::Left(28)),
    column("day", |row| days(row.from, row.to), 1, Set::Left(21)),
    column("outlet", |row| row.outlet.clone().unwrap_or_default(), 2, Set::Left(24)),
    column("title", |row| row.title.clone().unwrap_or_default(), 0, Set::Rest),
    column("events", |row| row.events.to_string(), 3, Set::Right),
    column("story", |row| row.story.clone().unwrap_or_default(), 5, Set::Left(24)),
];

static CLAIMS: [Column<ClaimRow>; 6] = [
    column("page", |row| row.page.clone(), 3, Set::Left(24)),
    column("day", |row| days(row.from, row.from), 1, Set::Left(10)),
    column("who", |row| row.chain.join(" → "), 0, Set::Left(32)),
    column("said", |row| row.quote.clone(), 0, Set::Rest),
    column("outlet", |row| row.outlet.clone().unwrap_or_default(), 2, Set::Left(24)),
    column("event", |row| row.event.clone().unwrap_or_default(), 4, Set::Left(24)),
];

static ACTORS: [Column<ActorRow>; 6] = [
    column("name", |row| row.name.clone(), 0, Set::Rest),
    column("id", |row| row.id.clone().unwrap_or_default(), 4, Set::Left(32)),
    column("events", |row| row.events.to_string(), 0, Set::Right),
    column("acts", |row| row.acts.to_string(), 1, Set::Right),
    column("suffers", |row| row.suffers.to_string(), 2, Set::Right),
    column("days", |row| days(row.from, row.to), 3, Set::Left(21)),
];

static PLACES: [Column<PlaceRow>; 6] = [
    column("place", |row| row.place.clone(), 0, Set::Rest),
    column("in", |row| row.admin1.clone().unwrap_or_default(), 3, Set::Left(24)),
    column("country", |row| row.country.clone().unwrap_or_default(), 1, Set::Left(7)),
    column("point", point, 4, Set::Left(20)),
    column("events", |row| row.events.to_string(), 0, Set::Right),
    column("days", |row| days(row.from, row.to), 2, Set::Left(21)),
];

static SOURCES: [Column<SourceRow>; 7] = [
    column("outlet", |row| row.outlet.clone(), 0, Set::Rest),
    column("pages", |row| row.pages.to_string(), 0, Set::Right),
    column("stories", |row| row.stories.to_string(), 4, Set::Right),
    column("events", |row| row.events.to_string(), 1, Set::Right),
    column("copies", |row| row.copies.to_string(), 2, Set::Right),
    column("copied", |row| row.copied.to_string(), 3, Set::Right),
    column("days", |row| days(row.from, row.to), 5, Set::Left(21)),
];

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
    let mut what = row.kind.replace('-', " ");
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

fn told(assertion: Assertion) -> &'static str {
    match assertion {
        Assertion::Asserted => "happened",
        Assertion::Background => "background",
        Assertion::Ordered => "ordered",
        Assertion::Future => "planned",
        Assertion::Hypothetical => "possible",
        Assertion::Denied => "denied",
        Assertion::Negated => "not happened",
    }
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
