use serde::{Deserialize, Serialize};

use super::{Markup, Note};

/// One page as the reader made it: its identity, its text layer, and what came along with it.
#[derive(Clone, Debug)]
pub struct Document {
    /// The id that the input gave (records), else one derived from the content.
    pub id: String,
    /// SHA-256 of the original bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Where the bytes were found, as the caller named it.
    pub path: Option<String>,
    /// The text layer: every span of this document indexes its UTF-8 bytes.
    pub text: String,
    pub form: Form,
    pub given: Given,
    /// What of the input could not be read as it stands.
    pub notes: Vec<Note>,
}

/// What kind of page the text layer was made from.
#[derive(Clone, Debug)]
pub enum Form {
    /// Text that was flattened before it reached us: the bytes of the file are the text layer, or what a record or a news database
    /// gives as the text of the page.
    Text,
    /// A page with its markup: the text layer was made from it.
    Html(Box<Markup>),
}

/// What the input says about the page besides its text (fields of a record, headers of a news database). Trusted over what we infer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub url: Option<String>,
    pub title: Option<String>,
    pub outlet: Option<String>,
    /// A day or an instant, as it was written.
    pub published: Option<String>,
    pub language: Option<String>,
    /// Those who wrote it, with or without the word before them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// The part of the paper, as it calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
}
