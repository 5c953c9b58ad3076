//! `stemma who`: who told an event first, who only copied it, and who tells it independently.

use std::fmt::Write as _;
use std::io::{self, Write};

use anyhow::{Result, bail};
use clap::Args;
use stemma::model::{CopyEdge, Event};
use stemma_export::words;
use stemma_store::{Dataset, EventRow, Noun, PageRow, Sqlite};
use stemma_workspace::Listener;
use stemma_workspace::ask::{self, Called, Copy, Meant, Root};

use crate::Ending;
use crate::options::{Filters, Messages, StoreOption};
use crate::terminal::{bold, inert, row, wrap};

/// Say who told an event first, who only copied it, and who tells it independently
#[derive(Args)]
#[command(after_help = "Examples:
  stemma who e-91c0
  stemma who car bomb Mogadishu
  stemma who hospital --country SDN --since 2023-04 --json

With words, the event is meant that most articles tell of those that have them all; the others are named. Where none has, one of the\npage that tells most with them is.")]
pub struct Who {
    /// The id of an event, or its beginning; or words that tell it
    #[arg(value_name = "EVENT|WORDS", required = true)]
    event: Vec<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    filters: Filters,
}

pub fn run(arguments: &Who) -> Result<Ending> {
    let mut session = arguments.store.open()?;
    let store = session.dataset()?;
    let event = arguments.event(store)?;
    let who = ask::who(store, &event)?;
    let mut out = io::stdout().lock();
    if arguments.json {
        serde_json::to_writer_pretty(&mut out, &who).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        let page = page(&who);
        // Made harmless first: the bold of the first line is ours.
        let page = inert(&page);
        let (id, rest) = page.split_once('\n').unwrap_or((&page, ""));
        write!(out, "{}\n{rest}", bold(id))?;
    }
    Ok(Ending::Well)
}

impl Who {
    /// The event that is meant.
    fn event(&self, store: &Sqlite) -> Result<Event> {
        if let [id] = &self.event[..]
            && let Called::One(record) = ask::called(store, Some(Noun::Events), id)?
            && let Some(event) = store.event(&record.id)?
        {
            return Ok(event);
        }
        let query = self.filters.query(&self.event);
        let Some(Meant { event, others, total, of_page }) = ask::meant(store, &query)? else {
            let nearest = match ask::called(store, Some(Noun::Events), &query.words)? {
                Called::None(nearest) | Called::Several(nearest) => nearest,
                Called::One(record) => vec![record],
            };
            bail!("{}", super::show::none("event", &query.words, &nearest));
        };
        if !others.is_empty() {
            let named = |row: &EventRow| format!("{} ({})", row.id, words::one_line(&row.summary, 60));
            let others: Vec<String> = others.iter().map(named).collect();
            Messages.hear(&inert(&format!("{total} events have these words; others are {}", others.join(", "))));
        }
        if let Some(page) = of_page {
            Messages.hear(&inert(&format!("no event has all these words; this one is told by {page}, which has")));
        }
        Ok(event)
    }
}

fn page(who: &ask::Who) -> String {
    let mut page = format!("{}\n{}", who.event, wrap(&who.summary, "  "));
    let Some((first, others)) = who.roots.split_first() else { return page };
    row(&mut page, "first", &told(first, false));
    if first.copies.is_empty() {
        row(&mut page, "copied by", "none");
    }
    copies(&mut page, first);
    let (same, apart): (Vec<&Root>, Vec<&Root>) = others.iter().partition(|root| root.shares_origin);
    for root in same {
        row(&mut page, "same text", &told(root, true));
        copies(&mut page, root);
    }
    if apart.is_empty() {
        row(&mut page, "independent", "none");
    }
    for root in apart {
        row(&mut page, "independent", &told(root, true));
        copies(&mut page, root);
    }
    let noun = if who.origins_max == 1 { "origin" } else { "origins" };
    let _ = writeln!(page, "  {:<14}{} independent {noun}", "in all", words::range(who.origins_min, who.origins_max));
    page
}

/// How many whose word a page carries are named.
const QUOTED: usize = 3;

/// "Nile Ledger, 9 June 2024, quoting MSF [id]".
fn told(root: &Root, with_days: bool) -> String {
    let mut said = named(&root.page);
    if let Some(days) = root.days.filter(|_| with_days) {
        said.push_str(&format!(" ({})", later(days)));
    }
    if !root.quoting.is_empty() {
        let mut quoted: Vec<String> = root.quoting.iter().take(QUOTED).cloned().collect();
        let more = root.quoting.len() - quoted.len();
        if more > 0 {
            quoted.push(words::counted(more, "other", "others"));
        }
        said.push_str(&format!(", quoting {}", words::list(&quoted)));
    }
    if let Some(unseen) = &root.unseen {
        said.push_str(&format!(", with words of a source that was not collected ({unseen})"));
    }
    format!("{said} [{}]", root.page.id)
}

fn named(page: &PageRow) -> String {
    let day = match (page.from, page.to) {
        (Some(from), Some(to)) if from != to => format!("{} – {}", words::day(from), words::day(to)),
        (Some(day), _) => words::day(day),
        (None, _) => "day unknown".into(),
    };
    let outlet =
        page.outlet.clone().or_else(|| page.title.as_deref().map(|title| format!("“{}”", words::one_line(title, 60))));
    format!("{}, {day}", outlet.as_deref().unwrap_or("an unnamed outlet"))
}

fn copies(page: &mut String, root: &Root) {
    for copy in &root.copies {
        row(page, "copied by", &copied(copy, &root.page.id));
    }
}

/// "Coast Herald +1 day (2 words changed) [id]".
fn copied(copy: &Copy, root: &str) -> String {
    let outlet = copy.page.outlet.clone().unwrap_or_else(|| named(&copy.page));
    let days = copy.days.map_or(String::new(), |days| format!(" {}", later(days)));
    let changed = match copy.edits {
        0 => "no word changed".into(),
        1 => "1 word changed".into(),
        edits => format!("{edits} words changed"),
    };
    let of = format!("{changed} of {} that both have", copy.words);
    let through = if copy.parent == root { String::new() } else { format!(", from {}", copy.parent) };
    let sure = if copy.p >= CopyEdge::COPYING && copy.p < 0.8 { format!(", p {:.2}", copy.p) } else { String::new() };
    format!("{outlet}{days} ({of}{through}{sure}) [{}]", copy.page.id)
}

fn later(days: i32) -> String {
    match days {
        0 => "the same day".into(),
        1 => "+1 day".into(),
        days => format!("{days:+} days"),
    }
}
