//! The twin of the SQLite store that lives as long as the program: for tests, and for work that keeps nothing.

use std::collections::{BTreeMap, BTreeSet};

use stemma::lexicon::lists::{OwnList, digest};
use stemma::model::{Fix, Picture, Reading};
use stemma::pipeline::Chapter;

use crate::entry::{self, Entry, Refusal};
use crate::error::{Error, Reason};
use crate::filed::Filed;
use crate::fixes::{Fixes, arranges};
use crate::history::{self, Change};
use crate::tally::Totals;
use crate::{Archive, Documents, Extent, Kept, Listed, Lists, Whole};

#[derive(Debug, Default)]
pub struct Memory {
    /// All versions under an id, the first one first.
    documents: BTreeMap<String, Vec<Entry>>,
    /// The revision at which the latest version of each came.
    came: BTreeMap<String, u64>,
    refusals: BTreeMap<(String, String), Refusal>,
    revision: u64,
    picture_revision: Option<u64>,
    /// By story.
    chapters: BTreeMap<String, Filed>,
    archive: BTreeMap<usize, Vec<u8>>,
    history: Vec<Change>,
    lists: Vec<OwnList>,
    fixes: Vec<Fix>,
    /// So many of the fixes the picture was made with.
    arranged: usize,
}

impl Memory {
    fn outdated_entries(&self) -> impl Iterator<Item = &Entry> {
        let digest = digest(&self.lists);
        self.latest().filter(move |entry| entry.lists != digest)
    }

    fn latest(&self) -> impl Iterator<Item = &Entry> {
        self.documents.values().filter_map(|versions| versions.last())
    }
}

fn reading(entry: &Entry) -> Result<Reading, Error> {
    entry::unpack_reading(&entry.reading, entry.text.clone()).map_err(damaged)
}

fn chapter(filed: &Filed) -> Result<Chapter, Error> {
    Filed::chapter(&filed.record).map_err(damaged)
}

fn damaged(reason: String) -> Error {
    Error::new("memory", Reason::Damaged(reason))
}

impl Documents for Memory {
    fn holds(&self, id: &str, sha256: &str) -> Result<bool, Error> {
        Ok(self.documents.get(id).is_some_and(|versions| versions.iter().any(|entry| entry.sha256 == sha256)))
    }

    fn keep(&mut self, entries: &[Entry], refusals: &[Refusal]) -> Result<Kept, Error> {
        let mut kept = Kept::default();
        for entry in entries {
            let versions = self.documents.entry(entry.id.clone()).or_default();
            if versions.iter().any(|version| version.sha256 == entry.sha256) {
                kept.known += 1;
                continue;
            }
            versions.push(entry.clone());
            kept.new += 1;
            if versions.len() > 1 {
                kept.versions.push((entry.id.clone(), versions.len() as u32));
            }
            if let Some(path) = &entry.path {
                self.refusals.remove(&(path.clone(), entry.id.clone()));
                self.refusals.remove(&(path.clone(), path.clone()));
            }
            self.revision += 1;
            self.came.insert(entry.id.clone(), self.revision);
        }
        for refusal in refusals {
            self.refusals.insert((refusal.name.clone(), refusal.record.clone()), refusal.clone());
        }
        Ok(kept)
    }

    fn count(&self) -> Result<u64, Error> {
        Ok(self.documents.len() as u64)
    }

    fn catalogue(&self) -> Result<Vec<Listed>, Error> {
        let listed = |(index, entry): (usize, &Entry)| Listed {
            id: entry.id.clone(),
            version: index as u32 + 1,
            sha256: entry.sha256.clone(),
            path: entry.path.clone(),
        };
        Ok(self.documents.values().flat_map(|versions| versions.iter().enumerate().map(listed)).collect())
    }

    fn readings(&self) -> Result<Vec<Reading>, Error> {
        self.latest().map(reading).collect()
    }

    fn readings_of(&self, ids: &[&str]) -> Result<Vec<Reading>, Error> {
        let ids: BTreeSet<&&str> = ids.iter().collect();
        ids.into_iter().filter_map(|&id| self.documents.get(id)?.last()).map(reading).collect()
    }

    fn readings_since(&self, revision: u64, most: usize) -> Result<Vec<Reading>, Error> {
        self.latest().filter(|entry| self.came[&entry.id] > revision).take(most + 1).map(reading).collect()
    }

    fn document(&self, id: &str) -> Result<Option<Whole>, Error> {
        let Some(versions) = self.documents.get(id) else { return Ok(None) };
        let Some(entry) = versions.last() else { return Ok(None) };
        Ok(Some(Whole {
            reading: reading(entry)?,
            bytes: entry::unpack_bytes(&entry.bytes, entry.length).map_err(damaged)?,
            notes: serde_json::from_str(&entry.notes).map_err(|error| damaged(error.to_string()))?,
            version: versions.len() as u32,
        }))
    }

    fn refusals(&self) -> Result<Vec<Refusal>, Error> {
        Ok(self.refusals.values().cloned().collect())
    }

    fn revision(&self) -> Result<u64, Error> {
        Ok(self.revision)
    }

    fn file_pages(&mut self, _: usize) -> Result<bool, Error> {
        Ok(false)
    }
}

impl Archive for Memory {
    fn picture_revision(&self) -> Result<Option<u64>, Error> {
        Ok(self.picture_revision)
    }

    fn keep_chapters(
        &mut self,
        revision: u64,
        fixes: u64,
        chapters: &[Filed],
        _: &Picture,
        extent: Extent<'_>,
        archive: &[(usize, Vec<u8>)],
    ) -> Result<(), Error> {
        let mut replaced: BTreeSet<String> = chapters.iter().map(|filed| filed.story().to_owned()).collect();
        match extent {
            Extent::Whole if self.picture_revision.is_some_and(|newer| newer > revision) => return Ok(()),
            Extent::Whole => replaced.extend(self.chapters.keys().cloned()),
            Extent::Changes { since, .. } if self.picture_revision != Some(since) => {
                return Err(Error::new("memory", Reason::Overtaken));
            }
            Extent::Changes { gone, .. } => replaced.extend(gone.iter().map(|&story| story.to_owned())),
        }
        let removed: Vec<Filed> = replaced.iter().filter_map(|story| self.chapters.remove(story)).collect();
        let (before, after) = (history::members(&removed), history::members(chapters));
        self.history.extend(history::compare(revision, before, after));
        self.chapters.extend(chapters.iter().map(|filed| (filed.story().to_owned(), filed.clone())));
        self.picture_revision = Some(revision);
        self.arranged = fixes as usize;
        if extent == Extent::Whole {
            self.archive.clear();
        }
        self.archive.extend(archive.iter().cloned());
        Ok(())
    }

    fn archive(&self) -> Result<Vec<Vec<u8>>, Error> {
        Ok(self.archive.values().cloned().collect())
    }

    fn chapters(&self) -> Result<Vec<Chapter>, Error> {
        self.chapters.values().map(chapter).collect()
    }

    fn chapters_of(&self, stories: &[&str]) -> Result<Vec<Chapter>, Error> {
        let stories: BTreeSet<&&str> = stories.iter().collect();
        stories.into_iter().filter_map(|&story| self.chapters.get(story)).map(chapter).collect()
    }

    fn story_of(&self, document: &str) -> Result<Option<String>, Error> {
        let is_in = |filed: &&Filed| filed.story.documents.iter().any(|member| member == document);
        Ok(self.chapters.values().find(is_in).map(|filed| filed.story.id.clone()))
    }

    fn totals(&self) -> Result<Totals, Error> {
        let mut totals = Totals::default();
        for of in self.chapters.values().map(|filed| filed.totals) {
            totals.stories += of.stories;
            totals.copies += of.copies;
            totals.events += of.events;
            totals.told += of.told;
            totals.least_origins += of.least_origins;
            totals.most_origins += of.most_origins;
        }
        let found = self.chapters.values().flat_map(|filed| &filed.contradictions);
        totals.contradictions = found.map(|found| &found.key).collect::<BTreeSet<_>>().len() as u64;
        Ok(totals)
    }

    fn history(&self, story: &str) -> Result<Vec<Change>, Error> {
        let is_of = |id: &Option<String>| id.as_ref().is_some_and(|id| id.starts_with(story));
        Ok(self.history.iter().filter(|change| is_of(&change.from) || is_of(&change.to)).cloned().collect())
    }

    fn weighed(&self) -> Result<Vec<String>, Error> {
        let weighed = self.chapters.values().filter(|filed| filed.is_weighed());
        Ok(weighed.map(|filed| filed.story().to_owned()).collect())
    }
}

impl Fixes for Memory {
    fn fixes(&self) -> Result<Vec<Fix>, Error> {
        Ok(self.fixes.clone())
    }

    fn add_fixes(&mut self, fixes: &[Fix]) -> Result<u64, Error> {
        let before = self.fixes.len();
        for fix in fixes {
            if !self.fixes.iter().any(|known| known.id == fix.id) {
                self.fixes.push(fix.clone());
            }
        }
        Ok((self.fixes.len() - before) as u64)
    }

    fn unarranged(&self) -> Result<Vec<Fix>, Error> {
        let named = |id: &str| self.fixes.iter().find(|fix| fix.id == id);
        let new = self.fixes.iter().skip(self.arranged);
        Ok(new.filter(|fix| arranges(fix, named)).cloned().collect())
    }
}

impl Lists for Memory {
    fn lists(&self) -> Result<Vec<OwnList>, Error> {
        Ok(self.lists.clone())
    }

    fn use_lists(&mut self, lists: &[OwnList]) -> Result<bool, Error> {
        let differ = digest(lists) != digest(&self.lists);
        if differ {
            self.lists = lists.to_vec();
            self.revision += 1;
        }
        Ok(differ)
    }

    fn outdated(&self, most: usize, bytes: usize) -> Result<Vec<Whole>, Error> {
        let (mut found, mut held) = (Vec::new(), 0);
        for entry in self.outdated_entries().take(most) {
            if held >= bytes {
                break;
            }
            held += entry.length as usize;
            found.extend(self.document(&entry.id)?);
        }
        Ok(found)
    }

    fn count_outdated(&self) -> Result<u64, Error> {
        Ok(self.outdated_entries().count() as u64)
    }

    fn keep_again(&mut self, entries: &[Entry]) -> Result<(), Error> {
        self.archive.clear();
        for entry in entries {
            let versions = self.documents.get_mut(&entry.id).into_iter().flatten();
            for version in versions.filter(|version| version.sha256 == entry.sha256) {
                *version = entry.clone();
            }
        }
        Ok(())
    }
}
