//! Cells of the type that their column has, for files that know types.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;
use stemma::model::Day;

use super::{Column, Kind};
use crate::rows::{as_written, plain};

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Cell<'v> {
    Text(Cow<'v, str>),
    Whole(i64),
    Real(f64),
    Day(Day),
    Yes(bool),
}

impl Column {
    /// What stands in a cell of this column; nothing where nothing is known. A list is one text.
    pub fn cell<'v>(&self, value: &'v Value) -> Option<Cell<'v>> {
        match (self.kind, value) {
            (_, Value::Null) => None,
            (Kind::Text, Value::String(text)) => Some(Cell::Text(text.into())),
            (Kind::Text, value) => Some(Cell::Text(plain(value).into())),
            (Kind::Whole, value) => value.as_i64().map(Cell::Whole),
            (Kind::Real, value) => value.as_f64().filter(|number| number.is_finite()).map(as_written).map(Cell::Real),
            (Kind::Day, value) => value.as_str().and_then(|day| day.parse().ok()).map(Cell::Day),
            (Kind::Yes, value) => value.as_bool().map(Cell::Yes),
        }
        .filter(|cell| !matches!(cell, Cell::Text(text) if text.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Cell;
    use crate::tables::{day, real, text, whole};

    #[test]
    fn a_cell_has_the_type_of_its_column_and_nothing_stands_for_the_unknown() {
        assert_eq!(text("a").cell(&json!("")), None);
        assert_eq!(whole("a").cell(&Value::Null), None);
        assert_eq!(whole("a").cell(&json!(0)), Some(Cell::Whole(0)));
        assert_eq!(real("a").cell(&json!(0.3_f32)), Some(Cell::Real(0.3)));
        assert_eq!(text("a").cell(&json!(["b", "c"])), Some(Cell::Text("b; c".into())));
        assert_eq!(day("a").cell(&json!("2017-08-03")), Some(Cell::Day("2017-08-03".parse().unwrap())));
    }
}
