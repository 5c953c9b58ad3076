//! `stemma search`: pages by their words, each with the sentence in which they stand.

use std::io::{self, BufWriter, Write};

use anyhow::{Result, bail};
use clap::Args;
use serde::Serialize;
use stemma::model::Day;
use stemma_export::words;
use stemma_store::{Found, Noun};
use stemma_workspace::ask::{self, Hit, Passage};

use crate::Ending;
use crate::options::{Filters, Printing, StoreOption};
use crate::table::{Format, print};
use crate::terminal::{bold, dim, found, inert, wrap};

/// Find pages by their words, each with the sentence in which they stand
#[derive(Args)]
#[command(after_help = "Examples:
  stemma search hospital shelling
  stemma search '\\\"car bomb\\\" mogadishu' --since 2022-10
  stemma search 'displac*' --country SDN --format jsonl

All words stand in each page; accents do not matter. The pages that tell most with the words come first.")]
pub struct Search {
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    printing: Printing,
}

/// A page with its sentence, as one row.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    from: Option<Day>,
    outlet: Option<&'a str>,
    title: Option<&'a str>,
    start: Option<u32>,
    end: Option<u32>,
    sentence: Option<&'a str>,
    story: Option<&'a str>,
    url: Option<&'a str>,
}

impl<'a> Row<'a> {
    fn of(hit: &'a Hit) -> Row<'a> {
        let (page, passage) = (&hit.page, hit.passage.as_ref());
        Row {
            id: &page.id,
            from: page.from,
            outlet: page.outlet.as_deref(),
            title: page.title.as_deref(),
            start: passage.map(|passage| passage.span.start),
            end: passage.map(|passage| passage.span.end),
            sentence: passage.map(|passage| passage.text.as_str()),
            story: page.story.as_deref(),
            url: page.url.as_deref(),
        }
    }
}

pub fn run(arguments: &Search) -> Result<Ending> {
    let mut session = arguments.store.open()?;
    let store = session.dataset()?;
    let mut query = arguments.filters.query(&arguments.words);
    query.limit = arguments.printing.limit();
    let Found { rows, total } = ask::search(store, &query.asked(Noun::Pages, store)?)?;
    if rows.is_empty() {
        bail!("no page has all these words: {}", arguments.words.join(" "));
    }
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.printing.format() {
        Format::Table => {
            for hit in &rows {
                write!(out, "{}", shown(hit))?;
            }
        }
        format => print(&mut out, &rows.iter().map(Row::of).collect::<Vec<_>>(), &[], format)?,
    }
    out.flush()?;
    arguments.printing.say_more(rows.len(), total);
    Ok(Ending::Well)
}

fn shown(hit: &Hit) -> String {
    let page = &hit.page;
    let title = page.title.as_deref().unwrap_or("(without a title)");
    let day = page.from.map(words::day);
    let about: Vec<String> = page.outlet.clone().into_iter().chain(day).chain([page.id.clone()]).collect();
    let head = format!("{}\n  {}\n", bold(&inert(&words::one_line(title, 100))), dim(&inert(&about.join(" · "))));
    head + &hit.passage.as_ref().map_or(String::new(), |passage| wrap(&marked(passage), "  ")) + "\n"
}

/// The sentence, with the words marked.
fn marked(passage: &Passage) -> String {
    let Passage { text, words, .. } = passage;
    let (mut marked, mut at) = (String::new(), 0);
    for word in words {
        marked.push_str(&inert(&text[at..word.start as usize]));
        marked.push_str(&found(&inert(word.of(text))));
        at = word.end as usize;
    }
    marked + &inert(&text[at..])
}
