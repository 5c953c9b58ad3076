use serde::{Deserialize, Serialize};

use super::{Annotations, Article};

/// One document after it was read, cleaned and annotated: what the store keeps and what relate and fuse work on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    pub id: String,
    pub sha256: String,
    pub path: Option<String>,
    pub url: Option<String>,
    /// The text layer.
    pub text: String,
    pub article: Article,
    pub annotations: Annotations,
}
