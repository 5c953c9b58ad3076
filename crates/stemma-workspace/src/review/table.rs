//! Fixes as a table: what `stemma fixes` prints in CSV can be read again here, and what people note in a spreadsheet.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use stemma::fuse::review;
use stemma::model::{Applied, Coding, Count, Event, Fix, Said, Standing, Value};
use stemma_store::{Dataset, Fixes, TOLD};

use super::{Signature, check_reason, said, signed};
use crate::ask::event_of_id;
use crate::{Error, Session};

/// A fix in a line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FixRow {
    pub event: String,
    /// A field, or accept, reject, hold, merge, split, withdraw.
    pub field: String,
    pub value: String,
    /// What the program read when it was said, and reads now.
    pub read: String,
    pub reads: String,
    pub status: String,
    pub by: String,
    pub at: String,
    pub why: String,
    pub id: String,
}

/// What became of a table that was read.
#[derive(Clone, Debug, Default)]
pub struct Import {
    pub new: u64,
    pub known: u64,
    /// Lines that were taken back, or take back.
    pub withdrawn: u64,
    /// The number of each line that cannot be used, and why.
    pub refused: Vec<(u64, String)>,
}

/// A fix in a line with its values, which people read in other words than it is written in.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldFix {
    pub row: FixRow,
    pub said: Option<Value>,
    pub read: Option<Value>,
    pub reads: Option<Value>,
}

/// All fixes of a store, the oldest first, with what became of each.
pub fn rows(store: &(impl Dataset + Fixes)) -> Result<Vec<FixRow>, Error> {
    Ok(told(store)?.into_iter().map(|told| told.row).collect())
}

/// The same with their values.
pub fn told(store: &(impl Dataset + Fixes)) -> Result<Vec<ToldFix>, Error> {
    let fixes = store.fixes()?;
    let events = store.reviewed()?;
    let withdrawn = review::withdrawn(&fixes);
    let mut applied: HashMap<&str, (&Event, &Applied)> = HashMap::new();
    for event in &events {
        let fixes = event.review.iter().flat_map(|review| &review.fixes);
        applied.extend(fixes.map(|mine| (mine.id.as_str(), (event, mine))));
    }
    let row = |fix: &Fix| {
        let found = applied.get(fix.id.as_str()).copied();
        let status = match found {
            _ if withdrawn.contains(fix.id.as_str()) => Standing::Withdrawn,
            Some((_, applied)) => applied.status,
            None if matches!(fix.said, Said::Withdraw { .. }) => Standing::Applies,
            None => Standing::Lost,
        };
        let (field, value) = written(&fix.said);
        let (said, read) = match &fix.said {
            Said::Set { field, value } => (Some(value), fix.read.get(field)),
            _ => (None, None),
        };
        let reads = found.and_then(|(_, applied)| applied.machine.as_ref());
        let row = FixRow {
            event: found.map_or(&fix.event, |(event, _)| &event.id).clone(),
            field,
            value,
            read: read.map(value_in_words).unwrap_or_default(),
            reads: reads.map(value_in_words).unwrap_or_default(),
            status: status.name().into(),
            by: fix.by.clone(),
            at: fix.at.clone(),
            why: fix.why.clone(),
            id: fix.id.clone(),
        };
        ToldFix { row, said: said.cloned(), read: read.cloned(), reads: reads.cloned() }
    };
    let mut ordered: Vec<&Fix> = fixes.iter().collect();
    ordered.sort_by(|a, b| (&a.at, &a.id).cmp(&(&b.at, &b.id)));
    Ok(ordered.into_iter().map(row).collect())
}

/// What is said, as it is written: a field and its value.
pub fn written(said: &Said) -> (String, String) {
    match said {
        Said::Accept => ("accept".into(), String::new()),
        Said::Reject => ("reject".into(), String::new()),
        Said::Hold => ("hold".into(), String::new()),
        Said::Set { field, value } => (field.name().into(), value_in_words(value)),
        Said::Merge { event, .. } => ("merge".into(), event.clone()),
        Said::Split { words } => {
            let mut pages: Vec<&str> = words.iter().map(|quote| quote.doc.as_str()).collect();
            pages.dedup();
            ("split".into(), pages.join(";"))
        }
        Said::Withdraw { fix } => ("withdraw".into(), fix.clone()),
    }
}

/// A value as it is written, so that it can be read again.
pub fn value_in_words(value: &Value) -> String {
    let open = |bound: Option<u32>| bound.map_or(String::new(), |bound| bound.to_string());
    match value {
        Value::Unknown => "unknown".into(),
        Value::Days(days) if days.from == days.to => days.from.to_string(),
        Value::Days(days) => format!("{}..{}", days.from, days.to),
        Value::Place(place) => match (place.point(), place.geonames) {
            (_, Some(number)) => format!("geonames:{number}"),
            (Some((lat, lon)), None) => format!("{} @ {lat},{lon}", place.name),
            (None, None) => place.name.clone(),
        },
        Value::Kind(Coding { kind, .. }) => kind.clone(),
        Value::Told(assertion) => TOLD.iter().find(|(told, _)| told == assertion).map_or("", |(_, word)| word).into(),
        Value::Parties(parties) => parties.iter().map(|party| party.name.as_str()).collect::<Vec<_>>().join("; "),
        Value::Count(Count { low, best, high }) if low == best && best == high => open(*best),
        Value::Count(Count { low, best, high: None }) if low == best => format!("{}..", open(*low)),
        Value::Count(Count { low, best: None, high }) => format!("{}..{}", open(*low), open(*high)),
        Value::Count(Count { low, best, high }) => format!("{}..{}..{}", open(*low), open(*best), open(*high)),
    }
}

impl Session<'_> {
    /// Says what the lines of a table say; a line without a name, an instant or a reason has those of `usual`. A line that cannot be used is
    /// named, and all others are kept.
    pub fn import(
        &mut self,
        lines: impl Iterator<Item = (u64, Result<FixRow, String>)>,
        usual: &Signature,
    ) -> Result<Import, Error> {
        self.bring_up_to_date()?;
        let lexicon = self.lexicon()?;
        let mut import = Import::default();
        let mut fixes = Vec::new();
        let known: BTreeSet<String> = self.store().fixes()?.into_iter().map(|fix| fix.id).collect();
        for (line, row) in lines {
            let row = match row {
                Ok(row) => row,
                Err(reason) => {
                    import.refused.push((line, reason));
                    continue;
                }
            };
            // What was taken back is carried nowhere.
            if row.status == Standing::Withdrawn.name() || row.field == "withdraw" {
                import.withdrawn += 1;
                continue;
            }
            // The same line in the same store is known by its id; what was withdrawn stays so.
            if known.contains(&row.id) {
                import.known += 1;
                continue;
            }
            match self.of_row(&row, usual, &lexicon) {
                Ok(fix) => fixes.push(fix),
                Err(error) => import.refused.push((line, error.to_string())),
            }
        }
        import.new = self.add(&fixes)?;
        import.known += fixes.len() as u64 - import.new;
        Ok(import)
    }

    fn of_row(&self, row: &FixRow, usual: &Signature, lexicon: &stemma::lexicon::Lexicon) -> Result<Fix, Error> {
        let or =
            |written: &str, usual: &str| if written.trim().is_empty() { usual } else { unquoted(written) }.to_owned();
        let at = or(&row.at, &usual.at);
        if !is_instant(&at) {
            return Err(Error::Query(format!("{at}: no instant in UTC; write 2024-06-09T14:05:00.000Z")));
        }
        let signature = Signature { at, by: or(&row.by, &usual.by), why: or(&row.why, &usual.why) };
        if signature.by.is_empty() {
            return Err(Error::Query("nobody is named; say in a column by, or with --by, who says it".into()));
        }
        let event = event_of_id(self.store(), row.event.trim())?;
        let change = match (row.field.trim(), unquoted(&row.value)) {
            (verdict, "") => verdict.to_owned(),
            (field, value) => format!("{field}={value}"),
        };
        let said = said::said(&change, &event, self.store(), lexicon)?;
        check_reason(&said, &signature)?;
        Ok(signed(&event, &signature, said))
    }
}

/// Our CSV puts an apostrophe before what a spreadsheet would reckon with.
fn unquoted(cell: &str) -> &str {
    let cell = cell.trim();
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell)
}

/// `2024-06-09T14:05:00.000Z`: all of one length, so that their order as texts is that of time.
fn is_instant(written: &str) -> bool {
    const FORM: &[u8] = b"0000-00-00T00:00:00.000Z";
    let fits = |(form, sign): (&u8, u8)| if *form == b'0' { sign.is_ascii_digit() } else { sign == *form };
    written.len() == FORM.len()
        && FORM.iter().zip(written.bytes()).all(fits)
        && written.parse::<stemma::model::Day>().is_ok()
}
