//! Options that several commands have, each the same everywhere, and how what happens meanwhile is said.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use stemma::lexicon::lists::OwnList;
use stemma::model::TollPolicy;
use stemma_workspace::{Error, Listener, Session, Setup, engine, user_lists};

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
    pub fn policy(&self) -> TollPolicy {
        match self.tolls {
            Tolls::Conservative => TollPolicy::Conservative,
            Tolls::Best => TollPolicy::Best,
            Tolls::Range => TollPolicy::Range,
        }
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
        eprintln!("stemma: {line}");
    }
}
