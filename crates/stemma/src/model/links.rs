use serde::{Deserialize, Serialize};

use super::{Day, Published, Span};

/// How articles hang together: who copied whom, and which tell the same story.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Links {
    pub lineage: Vec<CopyEdge>,
    pub stories: Vec<Story>,
    /// Facts that copying changed, and credits that it dropped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alterations: Vec<Alteration>,
    /// Days of publication worked out from other articles, for those that do not say their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<Dated>,
}

/// When an undated article was published, as far as its relations tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dated {
    pub document: String,
    pub published: Published,
}

/// Words of a copy that say something else than the words they were copied from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Alteration {
    pub child: String,
    pub child_span: Span,
    /// A witness of the older wording: the parent, or a sibling when the parent is unseen.
    pub parent: String,
    pub parent_span: Span,
    pub kind: AlterationKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlterationKind {
    Number,
    Date,
    Name,
    Direction,
    Negation,
    /// A named source that the copy dropped or replaced by a vaguer one.
    Attribution,
}

/// One edge of a family tree: `child` repeats `parent`, or a source that nobody has collected (`parent` is `None`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CopyEdge {
    pub child: String,
    pub parent: Option<String>,
    /// Label of the unseen common source; entries of one story with one label share it.
    pub missing: Option<String>,
    /// Probability that the child has its words from this source, or from a page that has the very same ones, 0 to 1.
    pub p: f32,
    /// Probability that the words go back to one text, whoever had them from whom: what counting origins rests on.
    #[serde(default)]
    pub one_text: f32,
    pub passages: Vec<Passage>,
    pub evidence: Vec<Evidence>,
}

impl CopyEdge {
    /// An edge from here on is shown as copying; below it the source is a possible one.
    pub const COPYING: f32 = 0.5;
    /// Below this no source is named at all.
    pub const POSSIBLE: f32 = 0.2;

    pub fn is_copying(&self) -> bool {
        self.p >= CopyEdge::COPYING
    }

    /// Whether the source is worth a thought.
    pub fn is_possible(&self) -> bool {
        self.p >= CopyEdge::POSSIBLE
    }

    /// Whether the words go back to one text as far as anybody can tell.
    pub fn is_one_text(&self) -> bool {
        self.one_text >= CopyEdge::COPYING
    }
}

/// A stretch of text that two articles share, word-aligned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    pub child: Span,
    /// `None` when the parent is an unseen source.
    pub parent: Option<Span>,
    pub words: u32,
    /// Words that differ.
    pub edits: u32,
    /// The places where the two wordings part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
}

/// Words of the child that stand for words of the parent; either side may be empty (insertion, omission).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub child: Span,
    pub parent: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    SharedPassage,
    ExplicitCredit,
    SharedSlip,
    PrivateChange,
    StrippedCredit,
    SpellingSeam,
    Dateline,
    TimeOrder,
    QuoteOrder,
    Length,
    /// The copy tells sentence by sentence, in other words, what its source tells.
    Retold,
}

/// Articles that report the same happenings in the same days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Story {
    pub id: String,
    /// Sorted by id.
    pub documents: Vec<String>,
    pub title: String,
    pub from: Option<Day>,
    pub to: Option<Day>,
}
