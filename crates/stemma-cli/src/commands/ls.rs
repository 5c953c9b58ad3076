//! `stemma ls`: the events, stories, pages, claims, actors, places or sources of a store, those that are asked for.

use std::io::{self, BufWriter, Write};

use anyhow::{Context, Result};
use clap::Args;
use clap::builder::PossibleValuesParser;
use stemma_export::{Listed, words};
use stemma_store::{Dataset, Found, Noun};
use stemma_workspace::{Listener, ask};

use crate::Ending;
use crate::options::{Filters, Messages, Printing, SHOWN, StoreOption};
use crate::table::{Format, print};
use crate::terminal::aside;

/// List events, stories, pages, claims, actors, places or sources, by what is asked for
#[derive(Args)]
#[command(after_help = "Examples:
  stemma ls events
  stemma ls events --country Sudan --since 2023-04 --until 2023-06 --told happened --sort killed
  stemma ls events --place Khartoum --within 30 --killed-min 10 --origins-min 2
  stemma ls pages --outlet reuters hospital
  stemma ls events --format csv > events.csv
  stemma ls actors -n 20

Words are found without their accents; \"in this order\", and shell* for all that begin so. Days are those of what is listed: when an \
event was, when a page was published. All other conditions judge events: a story or a page is listed where one of its events \
fulfils them all.")]
pub struct Ls {
    /// What to list
    #[arg(value_parser = PossibleValuesParser::new(Noun::ALL.map(|(_, name)| name)))]
    what: String,
    /// Words that it tells
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    filters: Filters,
    /// By what to put in order: day, id, title, place, country, kind, outlet, name; killed, origins, articles, grade,
    /// confidence, events, pages, copies
    #[arg(long, value_name = "FIELD", help_heading = SHOWN)]
    sort: Option<String>,
    /// The other way round
    #[arg(long, help_heading = SHOWN)]
    reverse: bool,
    #[command(flatten)]
    printing: Printing,
}

pub fn run(arguments: &Ls) -> Result<Ending> {
    let mut session = arguments.store.open()?;
    let store = session.dataset()?;
    let mut query = arguments.filters.query(&arguments.words);
    (query.sort, query.reverse) = (arguments.sort.clone(), arguments.reverse);
    query.limit = arguments.printing.limit();
    let (noun, _) = Noun::ALL.into_iter().find(|(_, name)| *name == arguments.what).context("an unknown noun")?;
    let asked = query.asked(noun, store)?;
    let reaching = ask::reaching(store, noun, &asked)?;
    if noun == Noun::Events && arguments.printing.format() == Format::Table {
        Messages.hear(&words::checked(store.checked()?));
    }
    match noun {
        Noun::Events => arguments.list(store.events(&asked)?, reaching),
        Noun::Stories => arguments.list(store.stories(&asked)?, reaching),
        Noun::Pages => arguments.list(store.pages(&asked)?, reaching),
        Noun::Claims => arguments.list(store.claims(&asked)?, reaching),
        Noun::Actors => arguments.list(store.actors(&asked)?, reaching),
        Noun::Places => arguments.list(store.places(&asked)?, reaching),
        Noun::Sources => arguments.list(store.sources(&asked)?, reaching),
    }
}

impl Ls {
    fn list<R: Listed>(&self, Found { rows, total }: Found<R>, reaching: u64) -> Result<Ending> {
        let mut out = BufWriter::new(io::stdout().lock());
        print(&mut out, &rows, R::COLUMNS, self.printing.format(), self.sort.as_deref())?;
        out.flush()?;
        if rows.is_empty() {
            Messages.hear(&format!("no {} are as asked", self.what));
        }
        self.printing.say_more(rows.len(), total);
        if reaching > 0 {
            let are = if reaching == 1 { "one more reaches" } else { "more reach" };
            let count = if reaching == 1 { String::new() } else { format!("{reaching} ") };
            aside(&format!(
                "{count}{are} into these days without lying in them for the most part; --reaching lists all"
            ));
        }
        Ok(Ending::Well)
    }
}
