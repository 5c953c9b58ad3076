//! Options that several commands have, each the same everywhere, and how what happens meanwhile is said.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, ValueEnum};
use stemma::lexicon::lists::OwnList;
use stemma::model::TollPolicy;
use stemma::read::FieldMap;
use stemma::redact::{Redaction, Rules};
use stemma_export::{Column, Listed, inert};
use stemma_workspace::ask::{CONDITIONS, Condition, Query};
use stemma_workspace::review::Signature;
use stemma_workspace::{Error, Listener, Session, Setup, engine, user_lists};

use crate::Ending;
use crate::table::{self, Format};
use crate::terminal::aside;

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
    /// The store file; it goes before one that --store or STEMMA_STORE names
    #[arg(value_name = "STORE")]
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

/// Who says something, and why.
#[derive(Args)]
pub struct SignOption {
    /// Who says it [default: STEMMA_REVIEWER, else your login name (USER or LOGNAME); where none of these is set, it must be said]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// By which words or source; others will check it
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub why: String,
}

/// The variables that name the one who says something.
const REVIEWERS: [&str; 3] = ["STEMMA_REVIEWER", "USER", "LOGNAME"];

impl SignOption {
    pub fn signature(&self) -> Result<Signature, Error> {
        self.because(&self.why)
    }

    /// The signature of now, with another reason.
    pub fn because(&self, why: &str) -> Result<Signature, Error> {
        let signature = self.usual(why);
        match signature.by.is_empty() {
            true => Err(Error::Query(format!(
                "nobody is named, since none of {} is set; say with --by NAME who says it",
                REVIEWERS.join(", ")
            ))),
            false => Ok(signature),
        }
    }

    /// The same for a table, whose lines may name others: nobody need be named here.
    pub fn usual(&self, why: &str) -> Signature {
        let logged_in = || REVIEWERS.iter().filter_map(|name| std::env::var(name).ok()).find(|name| !name.is_empty());
        let by = self.by.clone().or_else(logged_in).unwrap_or_default();
        Signature { at: format!("{:.3}", jiff::Timestamp::now()), by, why: why.trim().to_owned() }
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
    /// What a report of a query with this policy was asked for, in words; without names where these are left out.
    pub fn question(&self, query: &Query, is_redacted: bool) -> String {
        let what = match query.is_narrow() {
            true if is_redacted => format!("events with {}", query.in_words_without_names()),
            true => format!("events with {}", query.in_words()),
            false => "everything in the store".into(),
        };
        let figures = match self.tolls {
            Tolls::Conservative => "the lowest figure of reliable sources",
            Tolls::Best => "the best figure between the lowest and the highest",
            Tolls::Range => "the least and the greatest figure of any origin",
        };
        format!("{what}; with {figures}")
    }

    pub fn policy(&self) -> TollPolicy {
        match self.tolls {
            Tolls::Conservative => TollPolicy::Conservative,
            Tolls::Best => TollPolicy::Best,
            Tolls::Range => TollPolicy::Range,
        }
    }
}

/// Whose names are left out.
#[derive(Args)]
pub struct RedactOption {
    /// Leave out names of victims and witnesses, and names and pages that were marked; all three without a value, as in --redact=marked
    #[arg(
        long = "redact",
        value_name = "RULES",
        num_args = 0..=1,
        require_equals = true,
        value_delimiter = ',',
        default_missing_values = ["victims", "witnesses", "marked"],
        value_parser = PossibleValuesParser::new(Rules::ALL.map(|(name, _)| name))
    )]
    rules: Vec<String>,
}

impl RedactOption {
    /// Leaves the names out of all that the session is asked for from here on.
    pub fn apply(&self, session: &mut Session<'_>) -> Result<Option<Arc<Redaction>>, Error> {
        let named = Rules::ALL.iter().filter(|(name, _)| self.rules.iter().any(|rule| rule == name));
        let rules = named.fold(Rules::default(), |rules, (_, rule)| rules.with(*rule));
        if self.rules.is_empty() { Ok(None) } else { session.redact(rules).map(Some) }
    }
}

/// What is asked for, in the same words wherever something is asked: every condition of the workspace is an option.
#[derive(Clone)]
pub struct Filters(pub Query);

impl Args for Filters {
    fn augment_args(command: Command) -> Command {
        CONDITIONS.iter().fold(command, |command, condition| command.arg(option(condition)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Filters::augment_args(command)
    }
}

fn option(condition: &'static Condition) -> Arg {
    let Condition { name, value, help, is_many, values, needs, .. } = condition;
    let option = Arg::new(*name)
        .long(*name)
        .value_name(*value)
        .help(*help)
        .help_heading("What is asked for")
        .action(match (value.is_empty(), is_many) {
            (true, _) => ArgAction::SetTrue,
            (_, true) => ArgAction::Append,
            (_, false) => ArgAction::Set,
        })
        // A point may lie in the south, and a box in the west.
        .allow_hyphen_values(matches!(*name, "place" | "bbox"));
    let option = needs.iter().fold(option, |option, needs| option.requires(*needs));
    match values {
        [] if value.is_empty() => option,
        [] => option.value_parser(|written: &str| {
            let read = Query::default().set(name, written);
            read.map(|()| written.to_owned()).map_err(|error| inert(&error.to_string()).into_owned())
        }),
        values => option.value_delimiter(',').value_parser(PossibleValuesParser::new(*values)),
    }
}

fn refused(error: Error) -> clap::Error {
    clap::Error::raw(ErrorKind::ValueValidation, format!("{error}\n"))
}

impl FromArgMatches for Filters {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Filters, clap::Error> {
        let mut query = Query::default();
        for Condition { name, value, .. } in &CONDITIONS {
            if value.is_empty() {
                let is_said = matches.get_flag(name).then(|| query.set(name, ""));
                is_said.transpose().map_err(refused)?;
                continue;
            }
            for value in matches.get_many::<String>(name).into_iter().flatten() {
                query.set(name, value).map_err(refused)?;
            }
        }
        Ok(Filters(query))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Filters::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Filters {
    pub fn query(&self, words: &[String]) -> Query {
        let mut query = self.0.clone();
        query.set_words(&words.join(" "));
        query
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

    /// Prints as many of some rows as are wanted.
    pub fn list<R: Listed>(&self, mut rows: Vec<R>, columns: &[Column<R>]) -> anyhow::Result<Ending> {
        let total = rows.len();
        rows.truncate(self.limit().unwrap_or(total));
        let mut out = BufWriter::new(io::stdout().lock());
        table::print(&mut out, &rows, columns, self.format(), None)?;
        out.flush()?;
        self.say_more(rows.len(), total as u64);
        Ok(Ending::Well)
    }

    /// Says how many rows there are more.
    pub fn say_more(&self, shown: usize, total: u64) {
        if total > shown as u64 && self.format() == Format::Table {
            aside(&format!("{shown} of {total}; -n 0 prints all"));
        }
    }
}

/// What the user's records and tables call their fields.
#[derive(Args)]
pub struct MapOption {
    /// Which column of a table or field of a record is which: text=body,published=date; the fields are text, html, title,
    /// outlet, published, url, language, byline, section and id. What common tools call them is known without it
    #[arg(long = "map", value_name = "FIELD=NAME,…")]
    map: Option<FieldMap>,
}

impl MapOption {
    pub fn map(&self) -> FieldMap {
        self.map.clone().unwrap_or_default()
    }
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
        eprintln!("stemma: {}", inert(line));
    }
}
