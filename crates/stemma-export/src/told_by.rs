//! In a line, who tells an event: "3 articles, 1 origin: two repeat Agence Horizon".
//!
//! Comes in: the capsules of its origins. Goes out: how many articles and origins there are, who has words from whom, and who may have them
//! from one of the others. Where nothing is known of that, nothing is said.

use stemma::model::Origins;
use stemma_workspace::ask::Capsule;

use crate::words;

/// Who tells an event, in a line without a full stop.
pub fn told_by(capsules: &[Capsule], origins: &Origins) -> String {
    let articles = capsules.iter().map(|capsule| capsule.pages.len()).sum();
    let noun = if origins.max == 1 { "origin" } else { "origins" };
    format!("{}, {} {noun}", words::counted(articles, "article", "articles"), words::range(origins.min, origins.max))
}
