//! What is answered where something cannot be: a line in words, with the way out. It is an answer of the tool, so that the assistant reads it.

use rmcp::model::{CallToolResult, ContentBlock};
use stemma_store::Record;
use stemma_workspace::Error;

use crate::fence::{Fence, explained, shown};

#[derive(Debug, Default)]
pub struct Fault {
    /// In words of ours and of whoever asked.
    said: String,
    /// A line that may hold words of pages.
    line: Option<String>,
    /// Records that are nearest to what was asked for; their titles are words of pages.
    nearest: Vec<Record>,
}

impl Fault {
    pub fn new(said: impl Into<String>) -> Fault {
        Fault { said: said.into(), ..Fault::default() }
    }

    /// There is no record that is called so, or more than one.
    pub fn of_records(said: impl Into<String>, nearest: Vec<Record>) -> Fault {
        Fault { said: said.into(), line: None, nearest }
    }

    /// In one text.
    pub fn text(&self) -> String {
        let fence = Fence::new();
        let mut text = shown(&self.said).into_owned();
        if let Some(line) = &self.line {
            text.push_str(&format!("\n{}", fence.around(line)));
        }
        if !self.nearest.is_empty() {
            text.push_str("\nnearest:");
        }
        for record in &self.nearest {
            let title = stemma::text::one_line(&record.title, 70);
            text.push_str(&format!("\n- {}", fence.around(&format!("{} (“{title}”)", record.id))));
        }
        if self.line.is_some() || !self.nearest.is_empty() {
            text.push_str(&format!("\n{}", explained(&fence)));
        }
        text
    }

    pub fn result(&self) -> CallToolResult {
        CallToolResult::error(vec![ContentBlock::text(self.text())])
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        match error {
            Error::Missing(line) => Fault {
                said: "nothing, or more than one, is called so; `search` and `events` give ids".into(),
                line: Some(line),
                ..Fault::default()
            },
            Error::Query(said) => Fault::new(format!("{said}; the schema of the tool says what may be asked")),
            Error::Stopped => Fault::slow(),
            error => Fault::new(error.in_full()),
        }
    }
}

impl From<stemma_store::Error> for Fault {
    fn from(error: stemma_store::Error) -> Fault {
        Fault::from(Error::from(error))
    }
}

impl Fault {
    pub fn slow() -> Fault {
        Fault::new("this took too long and was ended; ask for fewer days, a country, a kind of event or fewer rows")
    }

    pub fn busy() -> Fault {
        Fault::new("too much is asked at once; wait for the answers that are on their way, then ask again")
    }

    pub fn bug() -> Fault {
        Fault::new(
            "stemma failed at this question, which is a bug; other questions are answered; report it with the lines on standard error",
        )
    }
}
