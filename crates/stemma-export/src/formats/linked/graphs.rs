//! Family trees of stories as graphs: who has words from whom, with how probable that is. GraphML for Gephi, yEd and networkx; DOT for
//! Graphviz. Edges go from the source to the copy. Sources that nobody collected are nodes of their own.

use std::collections::BTreeMap;
use std::io::Write;

use stemma::model::Evidence;
use stemma::text::one_line;
use stemma_store::StoryRow;
use stemma_workspace::ask::{NodeKind, Tree, TreeEdge, TreeNode};

use super::super::{Format, Report};
use super::{each_tree, xml};
use crate::harmless::holdable;
use crate::{Fault, Output, Source};

/// What no graph of both formats holds.
const LOSES: &[&str] = &[
    "the shared passages and the words in which copies part from their sources",
    "what pages tell: their words, events and claims",
    "control characters: their pictures stand there",
];

pub struct Graphml;

impl Format for Graphml {
    fn name(&self) -> &'static str {
        "graphml"
    }

    fn about(&self) -> &'static str {
        "family trees of stories, a graph each, for Gephi, yEd and networkx"
    }

    fn file(&self) -> &'static str {
        "stories.graphml"
    }

    fn loses(&self) -> &'static [&'static str] {
        LOSES
    }

    fn write(&self, source: &Source<'_>, output: &mut Output) -> Result<Report, Fault> {
        let mut out = output.open(self.file())?;
        out.write_all(GRAPHML.as_bytes())?;
        for (of, name, kind) in KEYS {
            writeln!(out, r#"<key id="{}-{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>"#, &of[..1])?;
        }
        let mut report = Report::default();
        each_tree(source, |story, tree| {
            let graph = graphml(story, tree, report.written);
            report.written += 1;
            Ok(out.write_all(graph.as_bytes())?)
        })?;
        out.write_all(b"</graphml>\n")?;
        out.flush()?;
        Ok(report)
    }
}

const GRAPHML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"#;

/// What is told of graphs, nodes and edges, with its type.
const KEYS: &[(&str, &str, &str)] = &[
    ("graph", "story", "string"),
    ("graph", "title", "string"),
    ("node", "page", "string"),
    ("node", "kind", "string"),
    ("node", "label", "string"),
    ("node", "title", "string"),
    ("node", "from", "string"),
    ("node", "to", "string"),
    ("node", "words", "int"),
    ("node", "events", "int"),
    ("node", "credited", "boolean"),
    ("edge", "p", "double"),
    ("edge", "one_text", "double"),
    ("edge", "words", "int"),
    ("edge", "edits", "int"),
    ("edge", "days", "int"),
    ("edge", "facts_changed", "int"),
    ("edge", "evidence", "string"),
];

pub(super) fn graphml(story: &StoryRow, tree: &Tree, number: u64) -> String {
    // Names of elements are unique in a file, and a page may be in the graphs of two stories.
    let id = |at: usize| format!("g{number}n{at}");
    let mut text = format!("<graph id=\"g{number}\" edgedefault=\"directed\">\n");
    let data = |text: &mut String, key: &str, value: Option<String>| {
        if let Some(value) = value {
            text.push_str(&format!("<data key=\"{key}\">{}</data>", xml(&value)));
        }
    };
    data(&mut text, "g-story", Some(story.id.clone()));
    data(&mut text, "g-title", Some(story.title.clone()));
    text.push('\n');
    for (at, node) in tree.nodes.iter().enumerate() {
        let is_page = node.kind == NodeKind::Page;
        text.push_str(&format!("<node id=\"{}\">", id(at)));
        data(&mut text, "n-page", is_page.then(|| node.id.clone()));
        data(&mut text, "n-kind", Some(kind(node).to_owned()));
        data(&mut text, "n-label", Some(node.label.clone()));
        data(&mut text, "n-title", node.title.clone());
        data(&mut text, "n-from", node.from.map(|day| day.to_string()));
        data(&mut text, "n-to", node.to.map(|day| day.to_string()));
        data(&mut text, "n-words", node.words.map(|words| words.to_string()));
        data(&mut text, "n-events", is_page.then(|| node.events.to_string()));
        data(&mut text, "n-credited", (!is_page).then(|| node.is_credited.to_string()));
        text.push_str("</node>\n");
    }
    for (parent, child, edge) in ends(tree) {
        text.push_str(&format!("<edge source=\"{}\" target=\"{}\">", id(parent), id(child)));
        data(&mut text, "e-p", Some(edge.p.to_string()));
        data(&mut text, "e-one_text", Some(edge.one_text.to_string()));
        data(&mut text, "e-words", Some(edge.words.to_string()));
        data(&mut text, "e-edits", Some(edge.edits.to_string()));
        data(&mut text, "e-days", edge.days.map(|days| days.to_string()));
        data(&mut text, "e-facts_changed", Some(edge.alterations.len().to_string()));
        data(&mut text, "e-evidence", Some(evidence(&edge.evidence)));
        text.push_str("</edge>\n");
    }
    text.push_str("</graph>\n");
    text
}

fn kind(node: &TreeNode) -> &'static str {
    match node.kind {
        NodeKind::Page => "page",
        NodeKind::Unseen => "unseen",
    }
}

/// Edges with the indices of their source and their copy.
fn ends(tree: &Tree) -> impl Iterator<Item = (usize, usize, &TreeEdge)> {
    let places: BTreeMap<&str, usize> =
        tree.nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), at)).collect();
    tree.edges
        .iter()
        .filter_map(move |edge| Some((*places.get(edge.parent.as_str())?, *places.get(edge.child.as_str())?, edge)))
}

fn evidence(evidence: &[Evidence]) -> String {
    let name = |evidence: &Evidence| serde_json::to_value(evidence).ok()?.as_str().map(str::to_owned);
    evidence.iter().filter_map(name).collect::<Vec<_>>().join(" ")
}

pub struct Dot;

impl Format for Dot {
    fn name(&self) -> &'static str {
        "dot"
    }

    fn about(&self) -> &'static str {
        "family trees of stories, a graph each, for Graphviz"
    }

    fn file(&self) -> &'static str {
        "stories.dot"
    }

    fn loses(&self) -> &'static [&'static str] {
        LOSES
    }

    fn write(&self, source: &Source<'_>, output: &mut Output) -> Result<Report, Fault> {
        let mut out = output.open(self.file())?;
        let mut report = Report::default();
        each_tree(source, |story, tree| {
            report.written += 1;
            Ok(out.write_all(dot(story, tree).as_bytes())?)
        })?;
        out.flush()?;
        Ok(report)
    }
}

/// How many characters of a name a drawing has room for.
const DRAWN: usize = 60;

pub(super) fn dot(story: &StoryRow, tree: &Tree) -> String {
    let mut text = format!("digraph {} {{\n", quoted(&story.id));
    text.push_str(&format!("  label={};\n", quoted(&one_line(&story.title, DRAWN))));
    for (at, node) in tree.nodes.iter().enumerate() {
        let shape = if node.kind == NodeKind::Page { "box" } else { "ellipse, style=dashed" };
        let day = node.from.map(|day| format!("\n{day}")).unwrap_or_default();
        let label = quoted(&format!("{}{day}", one_line(&node.label, DRAWN)));
        let (id, kind) = (quoted(&node.id), kind(node));
        text.push_str(&format!("  n{at} [shape={shape}, label={label}, stemma_id={id}, kind={kind}"));
        if let Some(words) = node.words {
            text.push_str(&format!(", words={words}"));
        }
        text.push_str("];\n");
    }
    for (parent, child, TreeEdge { p, words, edits, days, .. }) in ends(tree) {
        let style = if *p >= stemma::model::CopyEdge::COPYING { "solid" } else { "dotted" };
        text.push_str(&format!(
            "  n{parent} -> n{child} [style={style}, label=\"{p:.2}\", p={p}, words={words}, edits={edits}"
        ));
        if let Some(days) = days {
            text.push_str(&format!(", days={days}"));
        }
        text.push_str("];\n");
    }
    text.push_str("}\n");
    text
}

/// A string of DOT. Behind a backslash letters mean something there.
fn quoted(text: &str) -> String {
    let text = holdable(text).replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', " ");
    format!("\"{text}\"")
}
