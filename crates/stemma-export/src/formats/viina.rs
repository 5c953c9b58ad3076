//! Who held which place on which day, one row a place and day, as VIINA's table of control has it.

use serde_json::{Value, json};
use stemma::model::{Control, Day};
use stemma_store::{Dataset, Noun};

use super::{Format, Report};
use crate::sheets::{CsvFiles, Sheets};
use crate::tables::{Table, real, text, whole};
use crate::{Fault, Output, Source};

/// The table, and its file.
pub struct Viina;

static TABLE: Table = Table {
    name: "viina-control",
    about: "One row a place and day for which pages say who held it.",
    columns: &[
        whole("geonameid"),
        text("date"),
        text("status"),
        text("holder"),
        text("place"),
        text("country"),
        real("latitude"),
        real("longitude"),
        text("sources"),
    ],
    fill: |source, sheets| {
        for control in source.store.controls(&source.asked(Noun::Places)?)?.rows {
            for day in days(&control) {
                sheets.row(&[
                    Value::Null,
                    json!(day.to_string().replace('-', "")),
                    json!(control.status),
                    json!(control.holder),
                    json!(control.place),
                    json!(control.country),
                    json!(control.lat),
                    json!(control.lon),
                    json!(control.mentions.iter().map(|mention| &mention.doc).collect::<Vec<_>>()),
                ])?;
            }
        }
        Ok(())
    },
};

/// An entry is given for so many days at most: ten years.
const MOST: i32 = 3653;

/// The days of which an entry is told: from its first to its last one; where one of them is open, only the days that pages name.
fn days(control: &Control) -> Vec<Day> {
    match (control.from, control.to) {
        (Some(from), Some(to)) => (0..=to.days_since(from).min(MOST)).map(|day| from.plus_days(day)).collect(),
        (from, to) => {
            let mut days: Vec<Day> = [from, to, control.as_of].into_iter().flatten().collect();
            days.sort_unstable();
            days.dedup();
            days
        }
    }
}

impl Format for Viina {
    fn name(&self) -> &'static str {
        "viina"
    }

    fn about(&self) -> &'static str {
        "who held which place on which day, after VIINA's table of control"
    }

    fn file(&self) -> &'static str {
        "viina-control.csv"
    }

    fn loses(&self) -> &'static [&'static str] {
        &[
            "days between those of which pages speak, where it is not told how long a hold lasted",
            "the share of a place that is held, and the words that say so",
            "VIINA's own sides (UA, RU, CONTESTED): holders are named as pages name them; GeoNames ids of the places",
        ]
    }

    fn write(&self, source: &Source<'_>, output: &mut Output) -> Result<Report, Fault> {
        let mut sheets = CsvFiles::new(output);
        TABLE.write(source, &mut sheets)?;
        sheets.close()?;
        Ok(Report::default())
    }
}
