//! What folders hold: files in the order of their names, without what belongs to a store or to a saved page.

use std::fs;
use std::path::{Path, PathBuf};

use stemma::model::Note;
use stemma::read::{ReadWords, SavedPages};

use super::unreadable;

/// Files that belong to a store, not to the collection.
const STORE_FILES: [&str; 3] = [".stemma", ".stemma-wal", ".stemma-shm"];

/// What a folder holds, sorted by name; hidden entries, stores, pipes and devices are left out.
#[derive(Default)]
pub struct Folder {
    pub entries: Vec<PathBuf>,
    /// Links to folders, which may lead in a ring.
    pub links: Vec<PathBuf>,
}

impl Folder {
    /// The entries without the folders that hold the parts of a saved page beside them, and how many of these there are.
    pub(super) fn without_companions(self, words: &ReadWords) -> (Vec<PathBuf>, usize) {
        let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let names: Vec<String> = self.entries.iter().map(|path| name(path)).collect();
        let pages = SavedPages::among(names.iter().map(String::as_str));
        let all = self.entries.len();
        let is_kept = |path: &PathBuf| !(pages.own(&name(path), words) && path.is_dir());
        let entries: Vec<PathBuf> = self.entries.into_iter().filter(is_kept).collect();
        let companions = all - entries.len();
        (entries, companions)
    }
}

pub fn folder(path: &Path) -> Result<Folder, Note> {
    let mut found = Folder::default();
    for entry in fs::read_dir(path).map_err(|error| unreadable(&error))? {
        let entry = entry.map_err(|error| unreadable(&error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || STORE_FILES.iter().any(|end| name.ends_with(end)) {
            continue;
        }
        let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        match fs::metadata(entry.path()) {
            Ok(about) if about.is_dir() && is_link => found.links.push(entry.path()),
            Ok(about) if !about.is_dir() && !about.is_file() => {}
            // One that cannot be looked at is refused when it is read.
            Ok(_) | Err(_) => found.entries.push(entry.path()),
        }
    }
    found.entries.sort();
    found.links.sort();
    Ok(found)
}

/// How many bytes the paths hold together; `None` when one of them is no file that can be measured.
pub fn length(paths: &[PathBuf]) -> Option<u64> {
    let (mut total, mut waiting) = (0, paths.to_vec());
    while let Some(path) = waiting.pop() {
        match fs::metadata(&path) {
            Ok(about) if about.is_dir() => waiting.extend(folder(&path).unwrap_or_default().entries),
            Ok(about) if about.is_file() => total += about.len(),
            Ok(_) => return None,
            Err(_) if path == Path::new("-") => return None,
            Err(_) => {}
        }
    }
    Some(total)
}
