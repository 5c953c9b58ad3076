//! Families of copies as Newick trees, one a line, for programs that draw and compare phylogenies.
//!
//! Each page hangs below its most probable source, a page or one that nobody collected, which is a node inside the tree with its own name. The
//! length of a branch is the number of words that differ. Newick has one source for each page: the others are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use stemma_workspace::ask::{Tree, TreeEdge};

use super::super::{Format, Report};
use super::{copying, each_tree};
use crate::harmless::holdable;
use crate::{Fault, Output, Source};

pub struct Newick;

impl Format for Newick {
    fn name(&self) -> &'static str {
        "newick"
    }

    fn about(&self) -> &'static str {
        "families of copies, a tree a line, for programs of phylogeny"
    }

    fn file(&self) -> &'static str {
        "families.nwk"
    }

    fn loses(&self) -> &'static [&'static str] {
        &[
            "the second and further sources of a page, and sources that are less probable than not",
            "how probable a source is, the evidence, days and titles",
            "stories without a copy: they are left out and counted",
            "control characters and line breaks: pictures and spaces stand there",
        ]
    }

    fn write(&self, source: &Source<'_>, output: &mut Output) -> Result<Report, Fault> {
        let mut out = output.open(self.file())?;
        let mut report = Report::default();
        each_tree(source, |_, tree| {
            let lines = newick(tree);
            if lines.is_empty() {
                report.leave_out("stories in which no page copies another source");
            }
            report.written += lines.len() as u64;
            Ok(lines.iter().try_for_each(|line| writeln!(out, "{line}"))?)
        })?;
        out.flush()?;
        Ok(report)
    }
}

/// The trees of a story.
pub(super) fn newick(tree: &Tree) -> Vec<String> {
    let mut parents: BTreeMap<&str, &TreeEdge> = BTreeMap::new();
    for edge in copying(tree) {
        // Those of one child come by falling probability.
        if !leads_to(&parents, &edge.parent, &edge.child) {
            parents.entry(&edge.child).or_insert(edge);
        }
    }
    let mut children: BTreeMap<&str, Vec<&TreeEdge>> = BTreeMap::new();
    for edge in parents.values() {
        children.entry(&edge.parent).or_default().push(edge);
    }
    let roots: BTreeSet<&str> = children.keys().copied().filter(|id| !parents.contains_key(id)).collect();
    roots.into_iter().map(|root| line(root, &children)).collect()
}

/// Whether one has its words from another, over any number of steps: no page is its own source.
fn leads_to(parents: &BTreeMap<&str, &TreeEdge>, from: &str, to: &str) -> bool {
    let mut steps = std::iter::successors(Some(from), |at| parents.get(at).map(|edge| edge.parent.as_str()));
    steps.any(|at| at == to)
}

/// What is still to be written of a tree. A chain of copies may be long, so that no function calls itself here.
enum Step<'t> {
    Node(&'t str, Option<u32>),
    Text(String),
}

fn line(root: &str, children: &BTreeMap<&str, Vec<&TreeEdge>>) -> String {
    let mut line = String::new();
    let mut steps = vec![Step::Node(root, None)];
    while let Some(step) = steps.pop() {
        let (id, length) = match step {
            Step::Text(text) => {
                line.push_str(&text);
                continue;
            }
            Step::Node(id, length) => (id, length),
        };
        let name = label(id) + &length.map(|length| format!(":{length}")).unwrap_or_default();
        let Some(edges) = children.get(id) else {
            line.push_str(&name);
            continue;
        };
        line.push('(');
        steps.push(Step::Text(format!("){name}")));
        for (at, edge) in edges.iter().enumerate().rev() {
            steps.push(Step::Node(&edge.child, Some(edge.edits)));
            if at > 0 {
                steps.push(Step::Text(",".to_owned()));
            }
        }
    }
    line.push(';');
    line
}

/// A quoted label, in which a quote is written twice.
fn label(id: &str) -> String {
    format!("'{}'", holdable(id).replace(['\n', '\t'], " ").replace('\'', "''"))
}
