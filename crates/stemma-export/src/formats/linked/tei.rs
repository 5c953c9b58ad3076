//! A critical apparatus of each story in which pages copy (TEI P5, parallel segmentation): the oldest page of each family of copies is the base
//! text, and every place is marked where a copy words it otherwise, or does not have it.
//!
//! The differences are those that relating found, word by word: punctuation and capitals count for nothing there, and stand as in the base text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;

use stemma::model::{CopyEdge, Passage, Reading};
use stemma::relate;
use stemma_store::{Archive, Documents, StoryRow};
use stemma_workspace::ask::{NodeKind, Tree, TreeNode};

use super::super::{Format, Report};
use super::apparatus::{Piece, Shared, pieces};
use super::{copying, each_tree, percent, xml};
use crate::{CAUTION, Fault, Output, Source};

pub struct Tei;

/// So many copies of one page are set side by side: an apparatus names all of them at each place.
const MOST: usize = 200;

impl Format for Tei {
    fn name(&self) -> &'static str {
        "tei"
    }

    fn about(&self) -> &'static str {
        "a critical apparatus of each story with copies: where their wordings part (TEI P5)"
    }

    fn file(&self) -> &'static str {
        "tei/"
    }

    fn is_several(&self) -> bool {
        true
    }

    fn loses(&self) -> &'static [&'static str] {
        &[
            "words of a copy that its oldest relative does not have, outside of what both share",
            "punctuation, capitals and spaces of copies: they stand as in the oldest page",
            "how probable it is who has words from whom; sources that nobody collected; events and claims",
            "control characters: their pictures stand there",
        ]
    }

    fn write(&self, source: &Source<'_>, output: &mut Output) -> Result<Report, Fault> {
        let mut report = Report::default();
        each_tree(source, |story, tree| {
            let related = families_of(tree);
            let chapter = match related.is_empty() {
                true => None,
                false => source.store.chapters_of(&[&story.id])?.pop(),
            };
            let lineage: &[CopyEdge] = chapter.as_ref().map_or(&[], |chapter| &chapter.lineage);
            let mut families = Vec::new();
            for family in related {
                for _ in MOST + 1..family.len() {
                    report.leave_out(format!("copies beyond the first {MOST} of one page"));
                }
                families.extend(self::family(source, lineage, &family[..family.len().min(MOST + 1)])?);
            }
            if families.is_empty() {
                report.leave_out("stories in which no page shares words with another one that it copies");
                return Ok(());
            }
            report.written += 1;
            let mut out = output.open(&format!("tei/{}.xml", percent(&story.id)))?;
            out.write_all(document(story, &families).as_bytes())?;
            Ok(out.flush()?)
        })?;
        Ok(report)
    }
}

/// The pages that hang together by copying, the oldest first; families of one page are none.
fn families_of(tree: &Tree) -> Vec<Vec<&TreeNode>> {
    let mut leaders: BTreeMap<&str, &str> = BTreeMap::new();
    for edge in copying(tree) {
        let (child, parent) = (leader(&leaders, &edge.child), leader(&leaders, &edge.parent));
        if child != parent {
            leaders.insert(child, parent);
        }
    }
    let copies: BTreeSet<&str> = copying(tree).map(|edge| edge.child.as_str()).collect();
    let mut families: BTreeMap<&str, Vec<&TreeNode>> = BTreeMap::new();
    for node in tree.nodes.iter().filter(|node| node.kind == NodeKind::Page) {
        families.entry(leader(&leaders, &node.id)).or_default().push(node);
    }
    let mut families: Vec<Vec<&TreeNode>> = families.into_values().filter(|family| family.len() > 1).collect();
    for family in &mut families {
        family.sort_by_key(|node| (node.from.is_none(), node.from, copies.contains(node.id.as_str()), node.id.clone()));
    }
    families.sort_by(|a, b| a[0].id.cmp(&b[0].id));
    families
}

/// The page that stands for those which hang together with this one.
fn leader<'t>(leaders: &BTreeMap<&'t str, &'t str>, id: &'t str) -> &'t str {
    let mut at = id;
    while let Some(&next) = leaders.get(at) {
        at = next;
    }
    at
}

/// A family with its pieces: the base text first.
struct Family<'t> {
    pages: Vec<&'t TreeNode>,
    pieces: Vec<Piece>,
}

/// Nothing where no copy shares words with the oldest page.
fn family<'t>(source: &Source<'_>, lineage: &[CopyEdge], pages: &[&'t TreeNode]) -> Result<Option<Family<'t>>, Fault> {
    let [base_page, copies @ ..] = pages else { return Ok(None) };
    let Some(base) = reading(source, &base_page.id)? else { return Ok(None) };
    let mut witnesses = Vec::with_capacity(copies.len());
    let mut shown = vec![*base_page];
    for copy in copies {
        let Some(own) = reading(source, &copy.id)? else { continue };
        let edge = lineage.iter().find(|edge| edge.child == own.id && edge.parent.as_ref() == Some(&base.id));
        let shared = match edge {
            Some(edge) if !edge.passages.is_empty() => shared(&edge.passages, &own, &base),
            // It has its words from another copy, or both have them from a source that nobody collected.
            _ => shared(&relate::shared(&own, &base, &source.lexicon.credits).passages, &own, &base),
        };
        if !shared.is_empty() {
            witnesses.push(shared);
            shown.push(*copy);
        }
    }
    if witnesses.is_empty() {
        return Ok(None);
    }
    let blocks = base.article.blocks.iter().filter(|block| block.kind.is_article_text());
    let (mut start, mut end) = (base.text.len(), 0);
    for block in blocks {
        start = start.min(block.span.start as usize);
        end = end.max(block.span.end as usize);
    }
    for passage in witnesses.iter().flatten() {
        start = start.min(passage.base.start);
        end = end.max(passage.base.end);
    }
    Ok(Some(Family { pages: shown, pieces: pieces(&base.text, start..end, &witnesses) }))
}

fn reading(source: &Source<'_>, id: &str) -> Result<Option<Reading>, Fault> {
    Ok(source.store.readings_of(&[id])?.pop())
}

/// What a copy shares with the base text; a span that is none of its text is passed over.
fn shared(passages: &[Passage], own: &Reading, base: &Reading) -> Vec<Shared> {
    let passage = |passage: &Passage| {
        let stretch = passage.parent?.range();
        base.text.get(stretch.clone())?;
        let change = |change: &stemma::model::Change| {
            let place = change.parent.range();
            let is_inside =
                stretch.start <= place.start && place.end <= stretch.end && base.text.get(place.clone()).is_some();
            is_inside.then(|| (place, change.child.of(&own.text).to_owned()))
        };
        let mut changes: Vec<_> = passage.changes.iter().filter_map(change).collect();
        changes.sort_by_key(|(place, _)| (place.start, place.end));
        let mut end = stretch.start;
        changes.retain(|(place, _)| {
            let is_apart = place.start >= end;
            end = end.max(place.end);
            is_apart
        });
        Some(Shared { base: stretch, changes })
    };
    passages.iter().filter_map(passage).collect()
}

fn document(story: &StoryRow, families: &[Family<'_>]) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n<teiHeader>\n<fileDesc>\n",
    );
    let _ = writeln!(text, "<titleStmt><title>{}</title></titleStmt>", xml(&story.title));
    let _ = writeln!(
        text,
        "<publicationStmt><p>Export of Stemma, story {}. {}</p></publicationStmt>",
        xml(&story.id),
        xml(CAUTION)
    );
    text.push_str("<sourceDesc>\n");
    for (at, family) in families.iter().enumerate() {
        text.push_str("<listWit>\n");
        for (number, page) in family.pages.iter().enumerate() {
            witness(&mut text, &name(at, number), page);
        }
        text.push_str("</listWit>\n");
    }
    text.push_str("</sourceDesc>\n</fileDesc>\n<encodingDesc><variantEncoding method=\"parallel-segmentation\" location=\"internal\"/></encodingDesc>\n</teiHeader>\n<text>\n<body>\n");
    for (at, family) in families.iter().enumerate() {
        let _ = write!(text, "<div type=\"family\" n=\"{}\">\n<ab xml:space=\"preserve\">", at + 1);
        for piece in &family.pieces {
            match piece {
                Piece::Common(words) => text.push_str(&xml(words)),
                Piece::Parted(readings) => parted(&mut text, at, readings),
            }
        }
        text.push_str("</ab>\n</div>\n");
    }
    text.push_str("</body>\n</text>\n</TEI>\n");
    text
}

/// A page of a family: `f1w0` is the base text of the first.
fn name(family: usize, number: usize) -> String {
    format!("f{}w{number}", family + 1)
}

fn witness(text: &mut String, name: &str, page: &TreeNode) {
    let _ = write!(text, "<witness xml:id=\"{name}\"><bibl>");
    if let Some(title) = &page.title {
        let _ = write!(text, "<title>{}</title>", xml(title));
    }
    let _ = write!(text, "<publisher>{}</publisher>", xml(&page.label));
    match (page.from, page.to) {
        (Some(from), Some(to)) if from == to => {
            let _ = write!(text, "<date when=\"{from}\">{from}</date>");
        }
        (Some(from), Some(to)) => {
            let _ = write!(text, "<date notBefore=\"{from}\" notAfter=\"{to}\">{from} to {to}</date>");
        }
        _ => {}
    }
    let _ = writeln!(text, "<idno type=\"page\">{}</idno></bibl></witness>", xml(&page.id));
}

fn parted(text: &mut String, family: usize, readings: &[(String, Vec<usize>)]) {
    text.push_str("<app>");
    for (at, (words, having)) in readings.iter().enumerate() {
        let element = if at == 0 { "lem" } else { "rdg" };
        let having: Vec<String> = having.iter().map(|number| format!("#{}", name(family, *number))).collect();
        let _ = write!(text, "<{element} wit=\"{}\">{}</{element}>", having.join(" "), xml(words));
    }
    text.push_str("</app>");
}
