use serde::{Deserialize, Serialize};

use super::{Day, Published, Span};

/// A document with its parts told apart: what is the article, and what is the page around it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    pub title: Option<TextAt>,
    pub outlet: Option<String>,
    pub byline: Option<String>,
    pub dateline: Option<String>,
    /// ISO 639-1; `None` when the text is too short to tell.
    pub language: Option<String>,
    pub published: Option<Published>,
    /// In text order, not overlapping. Text between blocks is white space.
    pub blocks: Vec<Block>,
    /// The entries of a page that is written in several, such as a live blog; in text order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
}

/// A part of a page with a stamp of its own; it ends where the next one begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Offset in the text layer.
    pub start: u32,
    pub published_on: Day,
}

impl Article {
    /// The first and the last day on which what stands at this offset may have been published: that of its entry, else of
    /// the page.
    pub fn published_at(&self, offset: u32) -> Option<(Day, Day)> {
        let entry = self.entries[..self.entries.partition_point(|entry| entry.start <= offset)].last();
        let page = || self.published.as_ref().map(|published| (published.start, published.end));
        entry.map(|entry| (entry.published_on, entry.published_on)).or_else(page)
    }
}

/// A string that may stand in the text layer. A title from a `<meta>` element has no place there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextAt {
    pub text: String,
    pub span: Option<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    #[serde(flatten)]
    pub span: Span,
    pub kind: BlockKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    Title,
    Byline,
    Dateline,
    Body,
    Quote,
    Caption,
    Nav,
    Comment,
    Related,
    Share,
    Login,
    Ad,
    Other,
}

impl BlockKind {
    /// The running text of the article, from which events are read.
    pub fn is_article_text(self) -> bool {
        matches!(self, BlockKind::Body | BlockKind::Quote)
    }

    /// Parts that belong to the article at all; names and places are read in these, not in the page around them.
    pub fn is_of_article(self) -> bool {
        matches!(
            self,
            BlockKind::Title
                | BlockKind::Byline
                | BlockKind::Dateline
                | BlockKind::Body
                | BlockKind::Quote
                | BlockKind::Caption
        )
    }
}
