//! Lists of the user's own, from the folders that hold them.
//!
//! Comes in: folders that mirror `data/`. Goes out: the texts of their lists, in the
//! order of the folders and by path. What cannot be read as a list is a fault, all of which are said before anything is
//! read: a page that was read with half of somebody's lists would have to be read again.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use stemma::lexicon::lists::{Fault, Joined, ListKind, OwnList, PACK_ENDING, PACKS, digest};

use crate::{Error, Listener, engine, input};

/// A list longer than this is no list written by people; ours have about a twentieth of it.
const LONGEST_LIST: usize = 1 << 20;
/// A pack longer than this holds more than a region of the world.
const LONGEST_PACK: usize = 256 << 20;
/// More files than this, or folders further down, are not a folder of lists that somebody meant to give.
const MOST_FILES: usize = 500;
const DEEPEST: usize = 4;

/// All lists of some folders, or all faults in them.
pub fn read(folders: &[PathBuf], listener: &dyn Listener) -> Result<Vec<OwnList>, Error> {
    let mut found = Found { lists: Vec::new(), faults: Vec::new(), listener };
    for folder in folders {
        let before = found.lists.len() + found.faults.len();
        match fs::metadata(folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                found.fault(folder, "there is no such folder; check the path");
            }
            Err(error) => found.fault(folder, format!("cannot be read: {error}")),
            Ok(about) if !about.is_dir() => found.fault(folder, "is no folder; give the folder that holds your lists"),
            Ok(_) => {
                found.folder(folder, "", 0);
                if found.lists.len() + found.faults.len() == before {
                    let way_out = "holds no list (.toml or .tsv) and no pack; `stemma lists write FOLDER` writes ours out to copy from";
                    found.fault(folder, way_out);
                }
            }
        }
    }
    if found.faults.is_empty() { Ok(found.lists) } else { Err(Error::Faults(found.faults)) }
}

/// Our lists with those of some folders in them, if everything in these can be used.
pub fn check(own: &[OwnList]) -> Result<Joined<'static>, Error> {
    let joined = engine::joined(own)?;
    engine::add_packs(own, &mut engine::compile(&joined)?.1)?;
    Ok(joined)
}

/// Writes the program's own lists into a folder that holds nothing yet; says how many they are.
pub fn write_ours(folder: &Path) -> Result<usize, Error> {
    fs::create_dir_all(folder).map_err(Error::of_file(folder, "cannot be made; name another folder"))?;
    if fs::read_dir(folder).map_err(Error::of_file(folder, "cannot be read"))?.next().is_some() {
        let shown = folder.display();
        return Err(Error::Refused(format!(
            "{shown}: is not empty, and nothing in it is overwritten; name a new folder"
        )));
    }
    let ours: Vec<_> = stemma_data::LISTS.iter().filter(|(path, _)| ListKind::of(path).is_some()).collect();
    for (path, text) in &ours {
        let file = folder.join(path);
        let written = fs::create_dir_all(file.parent().unwrap_or(folder))
            .and_then(|()| OpenOptions::new().write(true).create_new(true).open(&file))
            .and_then(|mut opened| opened.write_all(text.as_bytes()));
        written.map_err(Error::of_file(&file, "cannot be written; make room, or name another folder"))?;
    }
    Ok(ours.len())
}

/// What they are, in one line: "2 files of your own, SHA-256 0f3a…"; empty when there are none.
pub fn summary(own: &[OwnList]) -> String {
    match own.len() {
        0 => String::new(),
        1 => format!("1 file of your own, SHA-256 {}", digest(own)),
        files => format!("{files} files of your own, SHA-256 {}", digest(own)),
    }
}

struct Found<'l> {
    lists: Vec<OwnList>,
    faults: Vec<Fault>,
    listener: &'l dyn Listener,
}

impl Found<'_> {
    fn fault(&mut self, path: &Path, message: impl Into<String>) {
        self.faults.push(Fault { name: path.display().to_string(), line: None, message: message.into() });
    }

    /// The lists of a folder, by name.
    fn folder(&mut self, folder: &Path, below: &str, depth: usize) {
        let input::Folder { entries, links } = match input::folder(folder) {
            Ok(found) => found,
            Err(note) => return self.fault(folder, note.message),
        };
        for link in links {
            self.fault(&link, "is a link to a folder, which is not followed; copy the folder, or name it by --lists");
        }
        for path in entries {
            let name = file_name(&path);
            let extension = path.extension().and_then(OsStr::to_str).unwrap_or("");
            if path.is_dir() && depth < DEEPEST {
                self.folder(&path, &format!("{below}{name}/"), depth + 1);
            } else if path.is_dir() {
                self.fault(&path, "lies too deep for a list; give the folder in which actors/ and events/ lie");
            } else if below == PACKS && extension == PACK_ENDING {
                match bytes(&path, LONGEST_PACK, "one pack; compile the files of single countries") {
                    Ok(pack) if pack.is_empty() => self.fault(&path, "is empty; compile it again"),
                    Ok(pack) => {
                        let (path, name) = (format!("{below}{name}"), path.display().to_string());
                        self.lists.push(OwnList { path, name, pack, ..OwnList::default() });
                    }
                    Err(message) => self.fault(&path, message),
                }
            } else if !matches!(extension, "toml" | "tsv") {
                self.listener.hear(&format!("{}: is no list (.toml or .tsv) and is passed over", path.display()));
            } else if self.lists.len() >= MOST_FILES {
                return self
                    .fault(folder, format!("more than {MOST_FILES} files; give the folder that holds your lists"));
            } else {
                match text(&path) {
                    Ok(text) => {
                        let (path, name) = (format!("{below}{name}"), path.display().to_string());
                        self.lists.push(OwnList { path, name, text, ..OwnList::default() });
                    }
                    Err((line, message)) => {
                        self.faults.push(Fault { name: path.display().to_string(), line, message });
                    }
                }
            }
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The bytes of a file that is no longer than it may be.
fn bytes(path: &Path, longest: usize, limit_for: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(longest as u64 + 1).read_to_end(&mut bytes));
    read.map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() > longest {
        return Err(format!("is longer than {longest} bytes, the limit for {limit_for}"));
    }
    Ok(bytes)
}

/// The text of one list, without the mark that some editors put before it.
fn text(path: &Path) -> Result<String, (Option<usize>, String)> {
    let bytes = bytes(path, LONGEST_LIST, "one list; split it").map_err(|message| (None, message))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
        (Some(line), "is not UTF-8; save it in that encoding".to_owned())
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
