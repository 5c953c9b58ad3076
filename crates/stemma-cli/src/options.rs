//! Options that several commands have, each the same everywhere, and how what happens meanwhile is said.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use stemma::lexicon::lists::OwnList;
use stemma::model::{Assertion, Day, TollPolicy};
use stemma_workspace::ask::Query;
use stemma_workspace::{Error, Listener, Session, Setup, engine, user_lists};

use crate::table::Format;

/// The store that is meant when none is named.
pub const DEFAULT_STORE: &str = "case.stemma";

/// The variable that names the store where no option does.
pub const STORE: &str = "STEMMA_STORE";

/// The option that names the store.
#[derive(Args)]
pub struct StoreOption {
    /// The store file
    #[arg(long = "store", value_name = "FILE", env = STORE, hide_env = true, default_value = DEFAULT_STORE)]
    pub path: PathBuf,
}

/// The store, by its bare name or by the option.
#[derive(Args)]
pub struct StoreArgument {
    /// The store file
    #[arg(value_name = "STORE", conflicts_with = "path")]
    bare: Option<PathBuf>,
    #[command(flatten)]
    option: StoreOption,
}

impl StoreArgument {
    pub fn path(&self) -> &PathBuf {
        self.bare.as_ref().unwrap_or(&self.option.path)
    }
}

impl StoreOption {
    pub fn open(&self) -> Result<Session<'static>, Error> {
        Session::open(&self.path, setup())
    }
}

/// How counts are settled.
#[derive(Args)]
pub struct TollsOption {
    /// How counts are shown on which reports differ
    #[arg(long = "tolls", value_name = "POLICY", value_enum, default_value_t = Tolls::Best)]
    tolls: Tolls,
}

#[derive(Clone, Copy, ValueEnum)]
enum Tolls {
    /// The lowest figure of reliable sources, as ACLED codes
    Conservative,
    /// The figure that most independent weight speaks for, between the lowest and the highest, as UCDP codes
    Best,
    /// The least and the greatest that any origin gives, as Airwars publishes
    Range,
}

impl TollsOption {
    /// What a report with this policy was asked for, in words.
    pub fn question(&self) -> &'static str {
        match self.tolls {
            Tolls::Conservative => "everything in the store, with the lowest figure of reliable sources",
            Tolls::Best => "everything in the store, with the best figure between the lowest and the highest",
            Tolls::Range => "everything in the store, with the least and the greatest figure of any origin",
        }
    }

    pub fn policy(&self) -> TollPolicy {
        match self.tolls {
            Tolls::Conservative => TollPolicy::Conservative,
            Tolls::Best => TollPolicy::Best,
            Tolls::Range => TollPolicy::Range,
        }
    }
}

/// What is asked for, in the same words wherever something is asked.
#[derive(Args)]
#[command(next_help_heading = "What is asked for")]
pub struct Filters {
    /// On this day or later: 2023, 2023-04, 2023-04-15
    #[arg(long, value_name = "DAY", value_parser = first_day)]
    since: Option<Day>,
    /// On this day or before
    #[arg(long, value_name = "DAY", value_parser = last_day)]
    until: Option<Day>,
    /// A country, by its name or a code of two or three letters
    #[arg(long, value_name = "COUNTRY")]
    country: Option<String>,
    /// A place or a province by name, or a point: 15.5,32.56
    #[arg(long, value_name = "PLACE", allow_hyphen_values = true)]
    place: Option<String>,
    /// So many kilometres around the place
    #[arg(long, value_name = "KM", requires = "place")]
    within: Option<f64>,
    /// A kind of ours, or a code of PLOVER or ACLED: shelling, ASSAULT, Battles; may be given several times
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<String>,
    /// As what it is told; may be given several times
    #[arg(long, value_name = "HOW", value_enum, value_delimiter = ',')]
    told: Vec<Told>,
    /// So many killed or more
    #[arg(long, value_name = "N")]
    killed_min: Option<u32>,
    /// So many independent origins or more
    #[arg(long, value_name = "N")]
    origins_min: Option<u32>,
    /// One that acts or suffers, by part of the name
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    /// An outlet that tells it, by part of the name
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// A story, by its id
    #[arg(long, value_name = "ID")]
    story: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Told {
    Happened,
    Background,
    Ordered,
    Planned,
    Possible,
    Denied,
    NotHappened,
}

impl Filters {
    pub fn query(&self, words: &[String]) -> Query {
        let told = |told: &Told| match told {
            Told::Happened => Assertion::Asserted,
            Told::Background => Assertion::Background,
            Told::Ordered => Assertion::Ordered,
            Told::Planned => Assertion::Future,
            Told::Possible => Assertion::Hypothetical,
            Told::Denied => Assertion::Denied,
            Told::NotHappened => Assertion::Negated,
        };
        Query {
            words: words.join(" "),
            since: self.since,
            until: self.until,
            country: self.country.clone(),
            place: self.place.clone(),
            within: self.within,
            kinds: self.kind.clone(),
            told: self.told.iter().map(told).collect(),
            killed_min: self.killed_min,
            origins_min: self.origins_min,
            actor: self.actor.clone(),
            outlet: self.outlet.clone(),
            story: self.story.clone(),
            ..Query::default()
        }
    }
}

/// What is said above options that choose how rows are shown.
pub const SHOWN: &str = "How it is shown";

/// How many rows are printed, and how.
#[derive(Args)]
#[command(next_help_heading = SHOWN)]
pub struct Printing {
    /// So many rows at most, 0 for all [default: 40 on a terminal, all elsewhere]
    #[arg(short = 'n', value_name = "N")]
    number: Option<usize>,
    /// How to print [default: table on a terminal, tsv elsewhere]
    #[arg(long, value_enum)]
    format: Option<Format>,
}

/// Rows that fill a terminal.
const ROWS: usize = 40;

impl Printing {
    pub fn format(&self) -> Format {
        self.format.unwrap_or_else(Format::usual)
    }

    pub fn limit(&self) -> Option<usize> {
        match self.number {
            Some(0) => None,
            Some(number) => Some(number),
            None => crate::terminal::is_terminal().then_some(ROWS),
        }
    }

    /// Says how many rows there are more.
    pub fn say_more(&self, shown: usize, total: u64) {
        if total > shown as u64 && self.format() == Format::Table {
            eprintln!("stemma: {shown} of {total}; -n 0 prints all");
        }
    }
}

fn first_day(written: &str) -> Result<Day, String> {
    day(written, "01-01", |year, month| Day::new(year, month, 1))
}

fn last_day(written: &str) -> Result<Day, String> {
    day(written, "12-31", Day::last_of_month)
}

/// A day, or one end of a month or a year.
fn day(written: &str, of_year: &str, of_month: fn(i16, u8) -> Option<Day>) -> Result<Day, String> {
    let whole = match written.len() {
        4 => format!("{written}-{of_year}").parse().ok(),
        7 => written.split_once('-').and_then(|(year, month)| of_month(year.parse().ok()?, month.parse().ok()?)),
        _ => written.parse().ok(),
    };
    whole.ok_or_else(|| "no such day; write 2023, 2023-04 or 2023-04-15".into())
}

/// The folders with lists of the user's own.
#[derive(Args)]
pub struct ListsOption {
    /// A folder with lists of your own, laid out as `stemma lists write` lays out ours; may be given several times.
    /// `none` means the program's own lists alone. Without it, STEMMA_LISTS names the folders
    #[arg(long = "lists", value_name = "FOLDER")]
    folders: Vec<PathBuf>,
}

const LISTS: &str = "STEMMA_LISTS";
const NONE: &str = "none";

impl ListsOption {
    /// The only folder that was named, by the option or by the variable.
    pub fn one_folder(&self) -> Option<PathBuf> {
        match &self.named()[..] {
            [folder] if folder.as_os_str() != NONE => Some(folder.clone()),
            _ => None,
        }
    }

    fn named(&self) -> Vec<PathBuf> {
        if !self.folders.is_empty() {
            return self.folders.clone();
        }
        let folders = std::env::var_os(LISTS).unwrap_or_default();
        std::env::split_paths(&folders).filter(|folder| !folder.as_os_str().is_empty()).collect()
    }

    /// The lists that were asked for; `None` when nothing was said.
    pub fn read(&self) -> Result<Option<Vec<OwnList>>, Error> {
        let folders = self.named();
        if folders.is_empty() {
            return Ok(None);
        }
        if folders.len() == 1 && folders[0].as_os_str() == NONE {
            return Ok(Some(Vec::new()));
        }
        user_lists::read(&folders, &Messages).map(Some)
    }
}

/// What a session works with where nothing but lines is said.
pub fn setup() -> Setup<'static> {
    Setup { model: engine::named_model(), listener: &Messages }
}

/// Says lines on standard error.
pub struct Messages;

impl Listener for Messages {
    fn hear(&self, line: &str) {
        eprintln!("stemma: {line}");
    }
}
