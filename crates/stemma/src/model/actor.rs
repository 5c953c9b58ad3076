use serde::{Deserialize, Serialize};

use super::Span;

/// Someone who acts or suffers in an event, where the text names them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActorMention {
    #[serde(flatten)]
    pub span: Span,
    /// The words of the text.
    pub text: String,
    /// Id in the actor register, when known.
    pub id: Option<String>,
    /// The name a reader would use: the register's name, or the antecedent of "the group".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}
