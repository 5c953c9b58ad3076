//! The archive: chapters as they were made, what relating remembers, and the history of the stories.

use std::collections::BTreeSet;

use rusqlite::params;
use stemma::model::Picture;
use stemma::pipeline::Chapter;

use super::{Sqlite, dataset, history, picture};
use crate::error::{Error, Reason};
use crate::filed::Filed;
use crate::history::{Change, compare, members};
use crate::tally::Totals;
use crate::{Archive, Extent};

impl Sqlite {
    /// Chapters of some stories; those that are damaged are left out.
    fn chapters_at(&self, places: Vec<(i64, String)>) -> Result<Vec<Chapter>, Error> {
        let mut found = Vec::with_capacity(places.len());
        for (place, story) in places {
            let chapter = picture::packed(&self.connection, place).map_err(self.failed());
            match chapter
                .and_then(|record| Filed::chapter(&record).map_err(|reason| self.damaged("its record", reason)))
            {
                Ok(chapter) => found.push(chapter),
                Err(error) => self.leave_out(&format!("story {story}"), error)?,
            }
        }
        Ok(found)
    }
}

impl Sqlite {
    /// Takes the picture for one that another program made: it is made anew before anything is shown.
    pub fn forget_picture(&self) -> Result<(), Error> {
        self.connection.execute("UPDATE state SET picture_by = ''", []).map(|_| ()).map_err(self.failed())
    }
}

impl Archive for Sqlite {
    fn picture_revision(&self) -> Result<Option<u64>, Error> {
        picture::revision(&self.connection).map_err(self.failed())
    }

    fn keep_chapters(
        &mut self,
        revision: u64,
        fixes: u64,
        chapters: &[Filed],
        told: &Picture,
        extent: Extent<'_>,
        archive: &[(usize, Vec<u8>)],
    ) -> Result<(), Error> {
        let is_in_time = self.transact(|transaction| {
            let gone: Vec<String> = match extent {
                Extent::Whole if picture::revision(transaction)?.is_some_and(|newer| newer > revision) => {
                    return Ok(true);
                }
                Extent::Whole => picture::stories(transaction)?,
                Extent::Changes { since, .. } if picture::revision(transaction)? != Some(since) => return Ok(false),
                Extent::Changes { gone, .. } => gone.iter().map(|&story| story.to_owned()).collect(),
            };
            let mut replaced: BTreeSet<&str> = chapters.iter().map(Filed::story).collect();
            replaced.extend(gone.iter().map(String::as_str));
            let before = picture::members(transaction, replaced.iter().copied())?;
            let before = before.iter().map(|(document, story)| (document.as_str(), story.as_str()));
            history::add(transaction, &compare(revision, before, members(chapters)))?;
            let touched = dataset::control::places(transaction, replaced.iter().copied())?;
            if extent == Extent::Whole {
                picture::clear(transaction)?;
                dataset::filing::clear(transaction)?;
                transaction.execute("DELETE FROM archive", [])?;
            } else {
                picture::remove(transaction, replaced.iter().copied())?;
                dataset::filing::remove(transaction, replaced.into_iter())?;
            }
            picture::add(transaction, chapters)?;
            dataset::filing::add(transaction, chapters, told)?;
            match extent {
                Extent::Whole => dataset::control::settle_all(transaction)?,
                Extent::Changes { .. } => dataset::control::settle(transaction, chapters, touched)?,
            }
            let mut piece =
                transaction.prepare_cached("INSERT OR REPLACE INTO archive (piece, bytes) VALUES (?1, ?2)")?;
            for (number, bytes) in archive {
                piece.execute(params![*number as i64, bytes])?;
            }
            picture::mark(transaction, revision, fixes)?;
            Ok(true)
        })?;
        if is_in_time { Ok(()) } else { Err(Error::new(&self.path, Reason::Overtaken)) }
    }

    fn archive(&self) -> Result<Vec<Vec<u8>>, Error> {
        let failed = self.failed();
        let mut statement =
            self.connection.prepare_cached("SELECT bytes FROM archive ORDER BY piece").map_err(failed)?;
        let rows = statement.query_map([], |row| row.get(0)).map_err(failed)?;
        rows.collect::<Result<_, _>>().map_err(failed)
    }

    fn chapters(&self) -> Result<Vec<Chapter>, Error> {
        let _moment = self.one_moment()?;
        self.chapters_at(picture::places(&self.connection, "true", []).map_err(self.failed())?)
    }

    fn chapters_of(&self, stories: &[&str]) -> Result<Vec<Chapter>, Error> {
        let _moment = self.one_moment()?;
        let mut places = Vec::with_capacity(stories.len());
        for story in stories.iter().collect::<BTreeSet<_>>() {
            places.extend(picture::places(&self.connection, "story = ?1", [story]).map_err(self.failed())?);
        }
        self.chapters_at(places)
    }

    fn weighed(&self) -> Result<Vec<String>, Error> {
        picture::weighed(&self.connection).map_err(self.failed())
    }

    fn story_of(&self, document: &str) -> Result<Option<String>, Error> {
        picture::story_of(&self.connection, document).map_err(self.failed())
    }

    fn totals(&self) -> Result<Totals, Error> {
        picture::totals(&self.connection).map_err(self.failed())
    }

    fn history(&self, story: &str) -> Result<Vec<Change>, Error> {
        history::of(&self.connection, story).map_err(self.failed())
    }
}
