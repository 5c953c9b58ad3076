//! A session that hands on a store without the names of those whom it could harm.
//!
//! Comes in: who goes out. Goes out: the same session, whose store from here on is a connection that only reads, of one moment, in which
//! no table shows a name that goes out. So nothing that is asked later, by whatever format, can tell one. The pages are looked at
//! twice before: once for who is told of, once for where.

use std::sync::Arc;

use rayon::prelude::*;
use stemma::lexicon::Lexicon;
use stemma::model::Reading;
use stemma::redact::{Left, Marked, Redacted, Redaction, Rules, Signs, Survey, outlets, people, uses};
use stemma_store::{Access, Archive, Asked, Dataset, Documents, MarkKind, Marks, PageRow, Sqlite, standing};

use crate::renewal::TRIES;
use crate::{Error, Session};

/// Pages that are held at once.
const PAGES: usize = 256;

impl Session<'_> {
    /// Leaves names out of all that this session is asked for from here on, and says whose.
    pub fn redact(&mut self, rules: Rules) -> Result<Arc<Redaction>, Error> {
        let (store, redaction) = self.without(rules)?;
        let redaction = Arc::new(redaction);
        store.redact(Arc::clone(&redaction))?;
        self.put(store);
        Ok(redaction)
    }

    /// Who would go out, for whoever holds the store; and names and parts of names that would stay, with the reason.
    pub fn redacted(&mut self, rules: Rules) -> Result<(Vec<Redacted>, Vec<Left>), Error> {
        let redaction = self.without(rules)?.1;
        Ok((redaction.people().into_iter().cloned().collect(), redaction.left().cloned().collect()))
    }

    fn without(&mut self, rules: Rules) -> Result<(Sqlite, Redaction), Error> {
        let secret = self.store_mut().secret()?;
        let lexicon = self.lexicon()?;
        for _ in 0..TRIES {
            self.bring_up_to_date()?;
            let store = self.store().again(Access::Asking)?;
            store.hold()?;
            if !store.is_stale()? {
                let redaction = look(&store, rules, &lexicon, secret)?;
                return Ok((store, redaction));
            }
        }
        Err(Error::Overtaken)
    }
}

/// A page, with what its names are told by.
struct Page {
    id: String,
    /// Its own id where it is in none.
    story: String,
    title: Option<String>,
}

fn look(store: &Sqlite, rules: Rules, lexicon: &Lexicon, secret: [u8; 32]) -> Result<Redaction, Error> {
    let row = |PageRow { id, story, title, .. }| Page { story: story.unwrap_or_else(|| id.clone()), id, title };
    let pages: Vec<Page> = store.pages(&Asked::default())?.rows.into_iter().map(row).collect();
    let marks = if rules.marked { store.marks()? } else { Vec::new() };
    let marks = standing(&marks);
    let names = marks.iter().filter(|mark| mark.mark == MarkKind::Name).map(|mark| mark.of.clone());
    let names = Marked::new(names.collect());
    let is_sensitive = |page: &str| marks.iter().any(|mark| mark.mark == MarkKind::Sensitive && mark.of == page);
    let mut survey = Survey::default();
    if rules.victims || rules.witnesses || !marks.is_empty() {
        let signs = Signs::of(lexicon);
        let see = |story: &str, reading: &Reading| {
            let mut seen = people(reading, lexicon);
            // Who is named on a page that is kept back is named nowhere.
            seen.iter_mut().for_each(|person| person.is_marked = is_sensitive(&reading.id));
            (story.to_owned(), seen, uses(reading, lexicon, &signs), outlets(reading, lexicon), names.of(reading))
        };
        each(store, &pages, see, |(story, seen, uses, outlets, marked)| {
            survey.see(&story, seen);
            survey.see_uses(&story, uses);
            survey.see_outlets(outlets);
            survey.see_marked(&story, marked);
        })?;
    }
    let mut redaction = survey.decide(rules, names.names(), lexicon, secret);
    if rules.marked {
        for mark in marks.iter().filter(|mark| mark.mark == MarkKind::Sensitive) {
            let title = pages.iter().find(|page| page.id == mark.of).and_then(|page| page.title.as_deref());
            redaction.withhold(&mark.of, title);
        }
    }
    if redaction.is_empty() {
        return Ok(redaction);
    }
    let mut places = Vec::new();
    let find = |story: &str, reading: &Reading| redaction.find(story, reading, lexicon);
    each(store, &pages, find, |found| places.extend(found))?;
    for place in places {
        redaction.put(place);
    }
    pages.iter().for_each(|page| redaction.rename(&page.id, &page.story));
    Ok(redaction)
}

/// Makes something of every page, many at a time, and takes it in order.
fn each<T: Send>(
    store: &Sqlite,
    pages: &[Page],
    make: impl Fn(&str, &Reading) -> T + Sync,
    mut take: impl FnMut(T),
) -> Result<(), Error> {
    for some in pages.chunks(PAGES) {
        let mut ordered: Vec<&Page> = some.iter().collect();
        ordered.sort_by(|a, b| a.id.cmp(&b.id));
        let ids: Vec<&str> = ordered.iter().map(|page| page.id.as_str()).collect();
        let readings = store.readings_of(&ids)?;
        // One that is damaged was left out.
        let story = |reading: &Reading| {
            let at = ordered.binary_search_by(|page| page.id.as_str().cmp(&reading.id)).ok()?;
            Some(ordered[at].story.as_str())
        };
        let made: Vec<T> = readings.par_iter().filter_map(|reading| Some(make(story(reading)?, reading))).collect();
        made.into_iter().for_each(&mut take);
    }
    Ok(())
}
