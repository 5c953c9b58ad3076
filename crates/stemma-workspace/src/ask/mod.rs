//! What a store is asked: the same questions, in the same words, by every face.

mod called;
mod capsules;
mod compare;
mod figures;
mod history;
mod kinds;
mod matrix;
mod moved;
mod nearest;
mod passage;
mod query;
mod record;
mod sources;
mod standing;
mod tree;
mod who;
mod words;

pub(crate) use called::event_of_id;
pub use called::{Called, Meaning, called, meaning, meant, number_of_event, record};
pub use capsules::{Capsule, capsules};
pub use compare::{Block, ChangeKind, Compare, CompareChange, ComparePassage, Side, blocks, compare};
pub use figures::{Figure, figures};
pub use history::{History, Now, Whereabouts, history, successor};
pub(crate) use kinds::nearest as nearest_kinds;
pub use kinds::{Kind, kinds};
pub use matrix::{Cell, Matrix, MatrixRow, Point, Telling, matrix, tellings};
pub use moved::moved;
pub use nearest::nearest;
pub use passage::{Hit, Passage, search};
pub use query::{CONDITIONS, Condition, Query, country_name, reaching};
pub(crate) use query::{bbox, first_day, last_day, point};
pub use record::{Known, KnownEvent, KnownPage, KnownStory, known};
pub use sources::{Source, sources};
pub use standing::{Standing, standing};
pub use tree::{Altered, NodeKind, Relations, Tree, TreeEdge, TreeNode, lineage, relations, tree};
pub use who::{Copy, Root, Who, who};
