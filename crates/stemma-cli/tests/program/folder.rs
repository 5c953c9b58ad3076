//! A fresh folder and the program in it.

use std::path::PathBuf;
use std::process::Output;

use assert_cmd::Command;
use rusqlite::{Connection, OpenFlags};
use stemma_store::{Access, Sqlite};
use tempfile::TempDir;

pub struct Folder(TempDir);

/// What a run gave.
#[derive(Debug)]
pub struct Ran {
    pub status: Option<i32>,
    pub out: String,
    pub messages: String,
}

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a temporary folder can be made"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Folder {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("it is below the folder")).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    /// A store, to do with it what the program never does.
    pub fn store(&self, name: &str) -> Connection {
        // Opening it makes SQLite know how its pages are sealed.
        drop(Sqlite::open(self.path(name), Access::Existing).expect("it is a store"));
        Connection::open_with_flags_and_vfs(self.path(name), OpenFlags::default(), c"stemma").unwrap()
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stemma"));
        command.current_dir(self.0.path()).env_remove("STEMMA_LISTS").env_remove("STEMMA_STORE");
        command
    }

    /// Runs `stemma` with these arguments.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command().args(arguments).output().expect("the program starts"))
    }

    /// Runs `stemma` and expects it to end well.
    #[track_caller]
    pub fn well(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.status, Some(0), "{arguments:?}: {ran:?}");
        ran.out
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
        let ran = Ran { status: output.status.code(), out: text(output.stdout), messages: text(output.stderr) };
        assert!(!ran.messages.contains("panicked"), "{ran:?}");
        ran
    }
}

impl Ran {
    /// Expects this exit status, and a message that holds all these words.
    #[track_caller]
    pub fn expect(&self, status: i32, words: &[&str]) -> &Ran {
        assert_eq!(self.status, Some(status), "{self:?}");
        for word in words {
            assert!(self.messages.contains(word), "no {word:?} in {self:?}");
        }
        self
    }
}
