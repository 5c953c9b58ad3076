use serde::{Deserialize, Serialize};

use super::{Published, Span};

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
