//! What people mark: pages by their ids, names as they are written.

use std::collections::BTreeSet;

use stemma_store::{Asked, Dataset, Filter, MarkKind, Marked, Marks, Noun, standing};

use crate::ask::{self, Called};
use crate::review::Signature;
use crate::{Error, Listener, Session};

impl Session<'_> {
    /// Marks pages. All are marked, or none where one of them is not there.
    pub fn mark_pages(
        &mut self,
        ids: &[String],
        mark: MarkKind,
        signature: &Signature,
        listener: &dyn Listener,
    ) -> Result<Vec<Marked>, Error> {
        let store = self.dataset()?;
        let mut marks = Vec::with_capacity(ids.len());
        let mut seen = BTreeSet::new();
        for id in ids {
            if let Called::One(event) = ask::called(store, Some(Noun::Events), id)? {
                let told = store.event(&event.id)?.map(|event| event.mentions).unwrap_or_default();
                let mut pages: Vec<&str> = told.iter().map(|mention| mention.doc.as_str()).collect();
                pages.dedup();
                return Err(Error::Query(format!(
                    "{id}: is an event, and has the marks of its pages; mark these: {}",
                    pages.join(" ")
                )));
            }
            let page = ask::record(store, Some(Noun::Pages), id, listener)?;
            // Somebody may name a page twice, by its id and by the beginning of it.
            if seen.insert(page.id.clone()) {
                marks.push(signed(&page.id, mark, signature, None));
            }
        }
        self.store_mut().add_marks(&marks)?;
        Ok(marks)
    }

    /// Marks a name, which `--redact` then leaves out; one that stands nowhere may be written otherwise than in the pages, which is said.
    pub fn mark_name(&mut self, name: &str, signature: &Signature, listener: &dyn Listener) -> Result<Marked, Error> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !name.contains(char::is_alphabetic) {
            return Err(Error::Query("a name has letters; write it as pages do, as in --name \"Amina Yusuf\"".into()));
        }
        let words = Some(format!("\"{}\"", name.replace('"', " ")));
        let asked = Asked { filter: Filter { words, ..Filter::default() }, limit: Some(0), ..Asked::default() };
        let told = self.dataset()?.search(&asked)?.total;
        let mark = signed(&name, MarkKind::Name, signature, None);
        self.store_mut().add_marks(std::slice::from_ref(&mark))?;
        if told == 0 {
            listener.hear(&format!(
                "{name}: stands in no title and no text of a page now; if pages write it otherwise, mark it as they do"
            ));
        }
        Ok(mark)
    }

    /// Takes a mark back, by its id or its beginning. It stays in the store, with this one beside it.
    pub fn unmark(&mut self, id: &str, signature: &Signature) -> Result<Marked, Error> {
        let marks = self.store().marks()?;
        let refused = |reason: &str| Error::Missing(format!("mark {id}: {reason}"));
        let mut named = marks.iter().filter(|mark| !id.is_empty() && mark.id.starts_with(id));
        let target = named.next().ok_or_else(|| refused("there is none in this store; `stemma marks` names them"))?;
        if named.next().is_some() {
            return Err(refused("more than one begins so; give more of the id"));
        }
        if !standing(&marks).contains(&target) {
            return Err(refused("was taken back already, or takes one back itself; mark it again"));
        }
        let back = signed(&target.of, target.mark, signature, Some(&target.id));
        self.store_mut().add_marks(std::slice::from_ref(&back))?;
        Ok(back)
    }
}

fn signed(of: &str, mark: MarkKind, signature: &Signature, withdraws: Option<&str>) -> Marked {
    let Signature { at, by, why } = signature;
    Marked::new(of, mark, by, at, why, withdraws)
}
