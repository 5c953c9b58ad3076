//! Linked data, trees and bibliographies: who says what and who has it from whom, for programs that read graphs.
//!
//! Everything has a name of its own that is the same in every export, `urn:stemma:page:…`, made from its id alone. Words of strangers stand
//! in these files as words: what a format cannot hold is shown by a picture of it, and no id can end a string, an element or a label.

mod apparatus;
mod bibliography;
mod ftm;
mod graphs;
mod jsonld;
mod newick;
mod tei;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::{self, Write};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use quick_xml::escape::escape;
use serde_json::Value;
use stemma::model::CopyEdge;
use stemma_store::StoryRow;
use stemma_workspace::ask::{self, NodeKind, Tree, TreeEdge};

pub use bibliography::{Bibtex, Csl};
pub use ftm::Ftm;
pub use graphs::{Dot, Graphml};
pub use jsonld::Jsonld;
pub use newick::Newick;
pub use tei::Tei;

use crate::harmless::{holdable, json};
use crate::{Fault, Source};

/// What may stand in an address as it is (RFC 3986, unreserved).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn percent(id: &str) -> String {
    utf8_percent_encode(id, ESCAPED).to_string()
}

/// The name of a thing: of which kind it is, and its id.
fn urn(kind: &str, id: &str) -> String {
    format!("urn:stemma:{kind}:{}", percent(id))
}

/// Text as XML holds it.
fn xml(text: &str) -> String {
    escape(&*holdable(text)).into_owned()
}

/// The family tree of each story, one after the other.
fn each_tree(source: &Source<'_>, mut take: impl FnMut(&StoryRow, &Tree) -> Result<(), Fault>) -> Result<(), Fault> {
    source.each_story(|story| take(&story, &ask::tree(source.store, &story.id)?))
}

/// The edges of a tree that are more probable than not.
fn copying(tree: &Tree) -> impl Iterator<Item = &TreeEdge> {
    tree.edges.iter().filter(|edge| edge.p >= CopyEdge::COPYING)
}

/// The ids of the nodes of a kind.
fn ids(tree: &Tree, kind: NodeKind) -> BTreeSet<&str> {
    tree.nodes.iter().filter(|node| node.kind == kind).map(|node| node.id.as_str()).collect()
}

/// The value without what is not known: fields that are null and lists that are empty.
fn known(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| (name, known(value)));
            Value::Object(fields.filter(|(_, value)| !is_nothing(value)).collect())
        }
        Value::Array(parts) => Value::Array(parts.into_iter().map(known).filter(|part| !is_nothing(part)).collect()),
        other => other,
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(parts) => parts.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

/// A list of JSON that is written as its entries come.
struct List {
    out: Box<dyn Write>,
    is_empty: bool,
}

impl List {
    /// What stands before the first entry, the bracket included.
    fn begin(mut out: Box<dyn Write>, head: &str) -> io::Result<List> {
        out.write_all(head.as_bytes())?;
        Ok(List { out, is_empty: true })
    }

    fn put(&mut self, entry: Value) -> Result<(), Fault> {
        if !std::mem::take(&mut self.is_empty) {
            self.out.write_all(b",")?;
        }
        Ok(json(&mut self.out, &known(entry), false)?)
    }

    fn end(mut self, tail: &str) -> Result<(), Fault> {
        self.out.write_all(tail.as_bytes())?;
        Ok(self.out.flush()?)
    }
}
