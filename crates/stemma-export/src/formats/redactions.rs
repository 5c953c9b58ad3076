//! What goes with an export from which names were left out: which tokens stand in it, by which rule, and how often. No name.

use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;
use stemma::redact::{Redacted, Redaction, Why};

use crate::{Fault, Output, RowFormat, words, write_rows};

/// A line of the table.
#[derive(Serialize)]
struct Row {
    token: String,
    hmac_sha256: String,
    rule: &'static str,
    times: u64,
    pages: u64,
}

/// Writes `redactions.csv` into the folder, or a table beside the file.
pub fn write(output: &mut Output, redaction: &Redaction) -> Result<(), Fault> {
    let people = redaction.people();
    let row = |person: &&Redacted| Row {
        token: person.token().to_owned(),
        hmac_sha256: person.hash.clone(),
        rule: person.rule,
        times: person.times,
        pages: person.pages,
    };
    let rows: Vec<Row> = people.iter().map(row).collect();
    let mut out = match output.is_folder() {
        true => output.open("redactions.csv")?,
        false => output.open_beside("", ".redactions.csv")?,
    };
    if rows.is_empty() {
        out.write_all(b"token,hmac_sha256,rule,times,pages\n")?;
    }
    write_rows(&mut out, &rows, RowFormat::Csv)?;
    out.flush()?;
    Ok(())
}

/// What was done, a line each, for a README and for whoever made the export.
pub fn lines(redaction: &Redaction) -> Vec<String> {
    let people = redaction.people();
    let times: u64 = people.iter().map(|person| person.times).sum();
    let names = words::counted(people.len(), "name", "names");
    let mut lines = vec![format!(
        "{names} left out by rules, which stand {} on pages; a token stands for each, as in [name 1f3a9c2e]; names that no rule \
         knows of stand where they stood",
        words::counted(times as usize, "time", "times")
    )];
    for (rule, _) in stemma::redact::Rules::ALL {
        let of_rule = people.iter().filter(|person| person.rule == rule).count();
        if of_rule > 0 {
            lines.push(format!("{of_rule} by the rule {rule}"));
        }
    }
    if redaction.withheld() > 0 {
        let pages = words::counted(redaction.withheld(), "page", "pages");
        lines.push(format!("the words of {pages} that a person marked as sensitive are withheld"));
    }
    let mut left: BTreeMap<Why, usize> = BTreeMap::new();
    redaction.left().for_each(|one| *left.entry(one.why).or_default() += 1);
    if !left.is_empty() {
        let reasons: Vec<String> = left.iter().map(|(why, count)| format!("{count}: {}", why.words())).collect();
        lines.push(format!(
            "names, and words that are a part of a name that is left out, which stay ({}); `stemma redactions` lists them with the reason to \
             whoever holds the store, and `stemma mark --name` takes one out",
            reasons.join("; ")
        ));
    }
    if redaction.is_unclear() {
        lines.push(
            "words that are a part of such a name, and of a place, a body or a public figure of the same pages, were left in \
             where a record does not tell which is meant"
                .into(),
        );
    }
    lines
}
