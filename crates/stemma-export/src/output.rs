//! Where an export goes: a stream, a file, or a folder with several files.
//!
//! Files are written under names of their own beside those that they are meant for, and get these once all of the export is there: what
//! stood there before is lost only to a whole one. A disk that is full, or whatever else keeps the last bytes from it, is a fault of the
//! export. A pipe or a device that is named in the place of a file is written to, never replaced.

use std::cell::RefCell;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use tempfile::{NamedTempFile, TempPath};

use crate::Fault;

pub struct Output {
    to: To,
    /// What is written, with the names that it gets.
    written: Vec<(TempPath, PathBuf)>,
    /// How writing went where nobody looked.
    fates: Vec<(Option<PathBuf>, Fate)>,
}

/// Why what was still to be written could not be.
type Fate = Rc<RefCell<Option<io::Error>>>;

/// What is handed out to write to. Whoever drops it has written: what is still in its buffer follows, and what becomes of that is remembered.
struct Handed {
    out: BufWriter<Box<dyn Write>>,
    fate: Fate,
}

enum To {
    /// With the path that was named for it.
    Stream(Option<Box<dyn Write>>, Option<PathBuf>),
    /// The name of the one file; what belongs to it stands beside it.
    File(PathBuf),
    Folder(PathBuf),
}

impl Output {
    /// One text, and nothing that would stand beside it.
    pub fn stream(out: impl Write + 'static) -> Output {
        Output::to(To::Stream(Some(Box::new(out)), None))
    }

    /// A file; a stream where the path names a pipe or a device.
    pub fn file(path: &Path) -> Result<Output, Fault> {
        if is_stream(path) {
            let opened = fs::OpenOptions::new().append(true).open(path);
            let out = opened.map_err(|source| Fault::File { path: path.to_owned(), source })?;
            return Ok(Output::to(To::Stream(Some(Box::new(out)), Some(path.to_owned()))));
        }
        // A link stays, and what it leads to is replaced.
        let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
        let path = if is_link { path.canonicalize().unwrap_or_else(|_| path.to_owned()) } else { path.to_owned() };
        Ok(Output::to(To::File(path)))
    }

    fn to(to: To) -> Output {
        Output { to, written: Vec::new(), fates: Vec::new() }
    }

    /// Made where it is not there.
    pub fn folder(path: &Path) -> Result<Output, Fault> {
        fs::create_dir_all(path).map_err(|source| Fault::File { path: path.to_owned(), source })?;
        Ok(Output::to(To::Folder(path.to_owned())))
    }

    pub fn is_folder(&self) -> bool {
        matches!(self.to, To::Folder(_))
    }

    /// Whether something may stand beside what is asked for.
    pub fn has_room(&self) -> bool {
        !matches!(self.to, To::Stream(..))
    }

    /// To write what is asked for; `name` is what it is called in a folder.
    pub fn open(&mut self, name: &str) -> Result<Box<dyn Write>, Fault> {
        if let To::Stream(out, path) = &mut self.to {
            let again = || Fault::Refused("several files cannot go to one stream; say with --to where they go".into());
            let (out, path) = (out.take().ok_or_else(again)?, path.clone());
            return Ok(self.hand(path, out));
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
        if let To::Stream(..) = self.to {
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
            To::Stream(..) => PathBuf::from(name),
            To::File(path) => path.clone(),
            To::Folder(folder) => folder.join(name),
        }
    }

    fn put(&mut self, path: PathBuf) -> Result<Box<dyn Write>, Fault> {
        let (file, written) = beside(&path)?.into_parts();
        self.written.push((written, path.clone()));
        Ok(self.hand(Some(path), Box::new(file)))
    }

    fn hand(&mut self, path: Option<PathBuf>, out: Box<dyn Write>) -> Box<dyn Write> {
        let fate = Fate::default();
        self.fates.push((path, Rc::clone(&fate)));
        Box::new(Handed { out: BufWriter::with_capacity(1 << 16, out), fate })
    }

    /// Gives every file its name, and says which there are. Nothing gets its name where the last of something could not be written.
    pub fn finish(self) -> Result<Vec<PathBuf>, Fault> {
        for (path, fate) in self.fates {
            if let Some(source) = fate.take() {
                return Err(match path {
                    Some(path) => Fault::File { path, source },
                    None => Fault::Stream(source),
                });
            }
        }
        let mut names = Vec::with_capacity(self.written.len());
        for (written, path) in self.written {
            written.persist(&path).map_err(|error| Fault::File { path: path.clone(), source: error.error })?;
            names.push(path);
        }
        Ok(names)
    }
}

impl Write for Handed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Handed {
    fn drop(&mut self) {
        if let Err(error) = self.out.flush() {
            *self.fate.borrow_mut() = Some(error);
        }
    }
}

/// Whether a path names what can only be written to from its beginning to its end: a pipe, a device, an open file of this process
/// (`/dev/stdout`).
fn is_stream(path: &Path) -> bool {
    let of_process = |path: &Path| {
        let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
        folder.is_some_and(|folder| folder.starts_with("/proc"))
    };
    let leads_there = || fs::read_link(path).is_ok_and(|link| of_process(&link));
    let is_other = fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir());
    is_other || of_process(path) || leads_there()
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
    use std::io::{self, Write};
    use std::path::Path;

    use super::Output;

    #[test]
    fn what_stood_there_is_lost_only_to_a_whole_export() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events.csv");
        fs::write(&path, "old").unwrap();
        let mut begun = Output::file(&path).unwrap();
        begun.open("events.csv").unwrap().write_all(b"half").unwrap();
        drop(begun);
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let mut whole = Output::file(&path).unwrap();
        whole.open("events.csv").unwrap().write_all(b"new").unwrap();
        whole.open_beside("events.csv", ".sidecar.jsonl").unwrap().write_all(b"{}").unwrap();
        assert_eq!(whole.finish().unwrap().len(), 2);
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_to_string(folder.path().join("events.csv.sidecar.jsonl")).unwrap(), "{}");
    }

    #[test]
    fn what_could_not_be_written_is_a_fault_though_nobody_looked() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::Error::from(io::ErrorKind::StorageFull))
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut output = Output::stream(Full);
        // So little stays in the buffer until it is dropped.
        output.open("events.csv").unwrap().write_all(b"id").unwrap();
        assert!(output.finish().is_err_and(|fault| fault.to_string() == "cannot be written"));
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_or_a_device_is_written_to_and_stays_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("target.csv");
        fs::write(&target, "old").unwrap();
        let link = folder.path().join("link.csv");
        std::os::unix::fs::symlink(&target, &link).unwrap();
        let mut output = Output::file(&link).unwrap();
        output.open("events.csv").unwrap().write_all(b"new").unwrap();
        output.finish().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
        let mut null = Output::file(Path::new("/dev/null")).unwrap();
        assert!(!null.has_room());
        null.open("events.csv").unwrap().write_all(b"gone").unwrap();
        assert!(null.finish().unwrap().is_empty());
        assert!(!fs::symlink_metadata("/dev/null").unwrap().is_file());
    }

    #[test]
    fn a_stream_takes_one_text() {
        let mut output = Output::stream(Vec::new());
        assert!(output.open("events.csv").is_ok());
        assert!(output.open("pages.csv").is_err_and(|fault| fault.to_string().contains("--to")));
        assert!(output.place("events.gpkg").is_err_and(|fault| fault.to_string().contains("--to")));
    }
}
