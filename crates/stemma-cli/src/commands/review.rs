//! `stemma review`: walk through events, those first that do most harm and are least sure, and say of each whether it is right.

use std::io::{self, BufRead, IsTerminal, Write};

use anyhow::Result;
use clap::Args;
use console::Term;
use stemma_export::pages;
use stemma_store::{Dataset, Noun, Record};
use stemma_workspace::ask;
use stemma_workspace::{Listener, Session};

use crate::Ending;
use crate::options::{Filters, Messages, SignOption, StoreOption};
use crate::terminal::{is_terminal, print};

/// Walk through events, those first where harm times doubt is greatest, and say of each whether it is right
#[derive(Args)]
#[command(after_help = "Examples:
  stemma review --by Ada
  stemma review --country SDN --since 2023-04 -n 20
  printf 'y\\nn an exercise\\nf killed=12 day=2024-06-09\\nthe list of the ministry\\n' | stemma review --by Ada

Answers: y all is right; n no event; f a field is wrong; h hold, cannot be said; s show the next one without a word; u take back the last
answer; q end. Each answer is kept at once.")]
pub struct Review {
    /// Words that it tells
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// So many events at most
    #[arg(short = 'n', value_name = "N", default_value_t = 100)]
    number: usize,
    #[command(flatten)]
    sign: SignOption,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    filters: Filters,
}

/// What to do after an answer.
enum Next {
    Event,
    Again,
    End,
}

pub fn run(arguments: &Review) -> Result<Ending> {
    let mut session = arguments.store.open()?;
    let mut query = arguments.filters.query(&arguments.words);
    query.set("checked", "no")?;
    (query.sort, query.limit) = (Some("doubt".into()), Some(arguments.number));
    let store = session.dataset()?;
    let found = store.events(&query.asked(Noun::Events, store)?)?;
    let mut walk = Walk { arguments, session, last: Vec::new() };
    for (at, row) in found.rows.iter().enumerate() {
        let record = Record { noun: Noun::Events, id: row.id.clone(), title: String::new() };
        // It may have been merged meanwhile.
        let Some(known) = ask::known(walk.session.dataset()?, &record)? else { continue };
        print(&pages::record(&known))?;
        loop {
            walk.ask(&format!("{} of {}  y n f h s u q ? ", at + 1, found.total))?;
            match walk.answer(&row.id) {
                Ok(Next::Event) => break,
                Ok(Next::Again) => {}
                Ok(Next::End) => return walk.end(),
                // At a terminal it is said again; in a pipe, the answers that follow would be of other events.
                Err(error) if is_attended() => Messages.hear(&format!("{error:#}")),
                Err(error) => return Err(error.context(format!("event {}: the review ends here", row.id))),
            }
        }
    }
    walk.end()
}

struct Walk<'a> {
    arguments: &'a Review,
    session: Session<'static>,
    /// The fixes of the last answer.
    last: Vec<String>,
}

impl Walk<'_> {
    fn ask(&self, question: &str) -> io::Result<()> {
        if is_attended() {
            print!("{question}");
            io::stdout().flush()?;
        }
        Ok(())
    }

    /// Reads one answer and keeps it.
    fn answer(&mut self, event: &str) -> Result<Next> {
        let Some(line) = self.line()? else { return Ok(Next::End) };
        let (letter, rest) = line.split_at(line.chars().next().map_or(0, char::len_utf8));
        let letter = if rest.is_empty() || rest.starts_with(' ') { letter } else { "" };
        let rest = rest.trim().to_owned();
        match letter {
            "y" => self.say(event, vec!["accept".into()], rest),
            "h" => self.say(event, vec!["hold".into()], rest),
            "n" => {
                let why = self.or_ask(rest, "why is it no event? ")?;
                self.say(event, vec!["reject".into()], why)
            }
            "f" => {
                let changes = self.or_ask(rest, "field=value, several with two spaces between: ")?;
                let changes = changes.split("  ").map(str::trim).filter(|change| !change.is_empty());
                let changes: Vec<String> = changes.flat_map(parts).collect();
                let why = self.or_ask(String::new(), "by which words or source? ")?;
                self.say(event, changes, why)
            }
            "u" => {
                for fix in std::mem::take(&mut self.last) {
                    self.session.unfix(&fix, &self.arguments.sign.because("taken back in the review")?)?;
                }
                Ok(Next::Again)
            }
            "s" => Ok(Next::Event),
            "q" => Ok(Next::End),
            _ => {
                println!("y right, n no event, f field=value, h hold, s next, u take back the last answer, q end");
                Ok(Next::Again)
            }
        }
    }

    fn say(&mut self, event: &str, changes: Vec<String>, why: String) -> Result<Next> {
        let why = if why.is_empty() { self.arguments.sign.why.clone() } else { why };
        let fixes = self.session.fix(event, &changes, &self.arguments.sign.because(&why)?)?;
        self.last = fixes.into_iter().map(|fix| fix.id).collect();
        Ok(Next::Event)
    }

    fn or_ask(&self, said: String, question: &str) -> Result<String> {
        if !said.is_empty() {
            return Ok(said);
        }
        self.ask(question)?;
        Ok(self.whole_line()?.unwrap_or_default())
    }

    /// One key on a terminal, else a line; nothing at the end.
    fn line(&self) -> Result<Option<String>> {
        if !is_attended() {
            return self.whole_line();
        }
        let key = Term::stdout().read_char();
        println!();
        Ok(key.ok().map(|key| key.to_string()))
    }

    fn whole_line(&self) -> Result<Option<String>> {
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line)?;
        Ok((read > 0).then(|| line.trim().to_owned()))
    }

    fn end(mut self) -> Result<Ending> {
        print(&pages::checked(self.session.dataset()?.checked()?))?;
        Ok(Ending::Well)
    }
}

/// Whether a person sits there: answers from a pipe are lines, wherever the output goes.
fn is_attended() -> bool {
    is_terminal() && io::stdin().is_terminal()
}

/// Changes with one space between, where each has a name and a sign of equality; a value may hold spaces.
fn parts(written: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for word in written.split(' ') {
        match parts.last_mut() {
            Some(last) if !word.contains('=') => {
                last.push(' ');
                last.push_str(word);
            }
            _ => parts.push(word.to_owned()),
        }
    }
    parts
}
