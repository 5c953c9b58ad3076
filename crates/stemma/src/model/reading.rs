use serde::{Deserialize, Serialize};

use super::{Annotations, Article};

/// One document after it was read, cleaned and annotated: what the store keeps and what relate and fuse work on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    pub id: String,
    pub sha256: String,
    pub path: Option<String>,
    pub url: Option<String>,
    /// ISO 8601 day or instant that the input gave: an instant orders copies of one day, which the article's days cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_at: Option<String>,
    /// The text layer.
    pub text: String,
    pub article: Article,
    pub annotations: Annotations,
}
