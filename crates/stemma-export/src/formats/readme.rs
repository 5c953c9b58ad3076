//! The page that goes with a folder of formats: which file is what, and what each cannot hold.

use std::fmt::Write as _;
use std::io::Write as _;

use super::{Format, Report};
use crate::{CAUTION, Fault, Output};

/// A format with what became of the records in it.
pub type Done = (&'static dyn Format, Report);

/// Writes README.md into the folder; `left_out` says which names are not in it.
pub fn write(output: &mut Output, question: &str, done: &[Done], left_out: &[String]) -> Result<(), Fault> {
    let mut text = format!("# Export of Stemma\n\nWhat was asked for: {question}.\n\n{CAUTION}\n\n");
    text.push_str("Not known is empty, and never 0. The same store gives the same bytes.\n");
    if !left_out.is_empty() {
        text.push_str("\n## Names left out\n\n");
        for line in left_out {
            let _ = writeln!(text, "- {line}");
        }
        text.push_str(
            "\n`redactions.csv` has the tokens. Places in the text of a page stay true: letters x stand in it for those of a name. A quote \
             has the token and may be longer than its place. The sums of pages from which a name was left out are keyed, and are not those of \
             their bytes.\n",
        );
    }
    for (format, report) in done {
        let _ = write!(text, "\n## {} (`{}`)\n\n{}.", format.name(), format.file(), capital(format.about()));
        if report.written > 0 {
            let _ = write!(text, " {} written.", report.written);
        }
        text.push_str("\n\nIt cannot hold:\n\n");
        for line in format.loses() {
            let _ = writeln!(text, "- {line}");
        }
        if !report.left_out.is_empty() {
            text.push_str("\nLeft out, by the reason:\n\n");
            for (reason, count) in &report.left_out {
                let _ = writeln!(text, "- {count}: {reason}");
            }
        }
    }
    let mut out = output.open("README.md")?;
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
