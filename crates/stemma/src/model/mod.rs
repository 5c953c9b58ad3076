//! The nouns: plain data with ids that every stage passes on, the store keeps and the exports print.
//!
//! No type of a dependency appears here and nothing here computes more than its own fields imply. All spans are
//! half-open byte ranges in the text layer of one document. Unknown is `None`, never zero or an empty string.

mod actor;
mod article;
mod document;
mod event;
mod fix;
mod links;
mod markup;
mod mention;
mod note;
mod picture;
mod place;
mod reading;
mod span;
mod when;

pub use actor::ActorMention;
pub use article::{Article, Block, BlockKind, Entry, TextAt};
pub use document::{Document, Form, Given};
pub use event::{
    Assertion, Certainty, Confidence, EventMention, EventPlace, EventTime, Means, Scope, Stage, Territory, Toll,
};
pub use fix::{Applied, Checked, Coding, Count, Field, Fix, Review, Said, Standing, Value};
pub use links::{Alteration, AlterationKind, Change, CopyEdge, Dated, Evidence, Links, Passage, Story};
pub use markup::{Content, Declared, Line, Markup, Node};
pub use mention::{
    Annotations, Attribution, Carrier, Entity, Holding, PlaceMention, ReportKind, TimeMention, TimexType, TokenRow,
};
pub use note::Note;
pub use picture::{
    AirwarsGrade, Claim, Contradiction, ContradictionKind, Control, ControlStatus, Correction, CorrectionKind, Denial,
    Event, EventLink, EventRelation, Grade, Grain, Origins, Party, Picture, Quote, TollEstimate, TollPolicy,
    TollReport,
};
pub use place::{EARTH_KM, Place, PlaceLevel, PlacePrecision, PlaceRelation, RelationKind, destination, kilometres};
pub use reading::Reading;
pub use span::Span;
pub use when::{Day, Interval, Precision, Published};
