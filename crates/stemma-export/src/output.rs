//! Where an export goes: a stream, a file, or a folder with several files.
//!
//! Files are written under names of their own beside those that they are meant for, and get these once all of the export is there: what
//! stood there before is lost only to a whole one.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use crate::Fault;

pub struct Output {
    to: To,
    /// What is written, with the names that it gets.
    written: Vec<(TempPath, PathBuf)>,
}

enum To {
    Stream(Option<Box<dyn Write>>),
    /// The name of the one file; what belongs to it stands beside it.
    File(PathBuf),
    Folder(PathBuf),
}

impl Output {
    /// One text, and nothing that would stand beside it.
    pub fn stream(out: impl Write + 'static) -> Output {
        Output { to: To::Stream(Some(Box::new(out))), written: Vec::new() }
    }

    pub fn file(path: &Path) -> Output {
        Output { to: To::File(path.to_owned()), written: Vec::new() }
    }

    /// Made where it is not there.
    pub fn folder(path: &Path) -> Result<Output, Fault> {
        fs::create_dir_all(path).map_err(|source| Fault::File { path: path.to_owned(), source })?;
        Ok(Output { to: To::Folder(path.to_owned()), written: Vec::new() })
    }

    pub fn is_folder(&self) -> bool {
        matches!(self.to, To::Folder(_))
    }

    /// Whether something may stand beside what is asked for.
    pub fn has_room(&self) -> bool {
        !matches!(self.to, To::Stream(_))
    }

    /// To write what is asked for; `name` is what it is called in a folder.
    pub fn open(&mut self, name: &str) -> Result<Box<dyn Write>, Fault> {
        if let To::Stream(out) = &mut self.to {
            let again = || Fault::Refused("several files cannot go to one stream; say with --to where they go".into());
            return out.take().ok_or_else(again);
        }
        let path = self.path(name);
        if let (To::Folder(_), Some(folder)) = (&self.to, path.parent()) {
            // A name may lie in a folder of its own.
            fs::create_dir_all(folder).map_err(|source| Fault::File { path: folder.to_owned(), source })?;
        }
        self.put(path)
    }

    /// To write what belongs to the file of this name: `acled.csv` has `acled.csv.sidecar.jsonl` beside it.
    pub fn open_beside(&mut self, name: &str, ending: &str) -> Result<Box<dyn Write>, Fault> {
        let mut path = self.path(name).into_os_string();
        path.push(ending);
        self.put(path.into())
    }

    /// The path of a file that something else writes, and that gets its name at the end.
    pub fn place(&mut self, name: &str) -> Result<PathBuf, Fault> {
        if let To::Stream(_) = self.to {
            return Err(Fault::Refused(format!("{name} is no text; say with --to where it goes")));
        }
        let path = self.path(name);
        let file = beside(&path)?.into_temp_path();
        let written = file.to_path_buf();
        self.written.push((file, path));
        Ok(written)
    }

    fn path(&self, name: &str) -> PathBuf {
        match &self.to {
            To::Stream(_) => PathBuf::from(name),
            To::File(path) => path.clone(),
            To::Folder(folder) => folder.join(name),
        }
    }

    fn put(&mut self, path: PathBuf) -> Result<Box<dyn Write>, Fault> {
        let (file, written) = beside(&path)?.into_parts();
        self.written.push((written, path));
        Ok(Box::new(BufWriter::<File>::with_capacity(1 << 16, file)))
    }

    /// Gives every file its name, and says which there are.
    pub fn finish(self) -> Result<Vec<PathBuf>, Fault> {
        let mut names = Vec::with_capacity(self.written.len());
        for (written, path) in self.written {
            written.persist(&path).map_err(|error| Fault::File { path: path.clone(), source: error.error })?;
            names.push(path);
        }
        Ok(names)
    }
}

/// A new file in the folder of another one, with the rights that files usually have.
fn beside(path: &Path) -> Result<NamedTempFile, Fault> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::Builder::new()
        .prefix(".stemma-")
        .make_in(folder, |path| fs::OpenOptions::new().read(true).write(true).create_new(true).open(path));
    file.map_err(|source: io::Error| Fault::File { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Output;

    #[test]
    fn what_stood_there_is_lost_only_to_a_whole_export() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events.csv");
        fs::write(&path, "old").unwrap();
        let mut begun = Output::file(&path);
        begun.open("events.csv").unwrap().write_all(b"half").unwrap();
        drop(begun);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let mut whole = Output::file(&path);
        whole.open("events.csv").unwrap().write_all(b"new").unwrap();
        whole.open_beside("events.csv", ".sidecar.jsonl").unwrap().write_all(b"{}").unwrap();
        assert_eq!(whole.finish().unwrap().len(), 2);
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_to_string(folder.path().join("events.csv.sidecar.jsonl")).unwrap(), "{}");
    }

    #[test]
    fn a_stream_takes_one_text() {
        let mut output = Output::stream(Vec::new());
        assert!(output.open("events.csv").is_ok());
        assert!(output.open("pages.csv").is_err_and(|fault| fault.to_string().contains("--to")));
        assert!(output.place("events.gpkg").is_err_and(|fault| fault.to_string().contains("--to")));
    }
}
