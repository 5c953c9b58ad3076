//! What is shown in a terminal: how wide it is, which signs mean nothing to it, and texts set in lines.

use std::io::{self, Write};
#[cfg(feature = "desk")]
use std::process::Command;

use console::{Style, Term, measure_text_width};
use stemma_export::inert;
use stemma_export::pages::{Mark, Page, Paragraph, Piece};

/// The width where nothing else is known, and the widest in which running text is still read with ease.
const WIDTH: usize = 100;
const WIDEST_TEXT: usize = 110;
/// Narrower than this, lines are broken by the terminal.
const NARROWEST: usize = 40;

pub fn is_terminal() -> bool {
    Term::stdout().is_term()
}

/// How wide what is shown may be: as COLUMNS says, or as the terminal is.
pub fn width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let width = said.or_else(|| Term::stdout().size_checked().map(|(_, columns)| usize::from(columns)));
    width.unwrap_or(WIDTH).max(NARROWEST)
}

/// Opens an address in the browser of whoever sits at this machine; says whether there is one.
#[cfg(feature = "desk")]
pub fn open(url: &str) -> bool {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let quiet = std::process::Stdio::null;
    Command::new(program).arg(url).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn().is_ok()
}

/// How wide running text is set.
pub fn text_width() -> usize {
    width().min(if is_terminal() { WIDEST_TEXT } else { WIDTH })
}

/// Colours are shown on a terminal only, and not where NO_COLOR is set.
pub fn bold(text: &str) -> String {
    styled(text, Mark::Head)
}

fn styled(text: &str, mark: Mark) -> String {
    let style = Style::new();
    let style = match mark {
        Mark::Plain => return text.to_owned(),
        Mark::Head => style.bold(),
        Mark::Aside => style.dim(),
        Mark::Found => style.bold().yellow(),
    };
    style.apply_to(text).to_string()
}

/// Says in passing, on standard error, what may be of use.
pub fn aside(line: &str) {
    eprintln!("{}", Style::new().for_stderr().dim().apply_to(format!("stemma: {}", inert(line))));
}

/// Prints a page, as wide as running text is set.
pub fn print(page: &Page) -> io::Result<()> {
    io::stdout().lock().write_all(set(page, text_width()).as_bytes())
}

/// A page in lines: broken at words, marked as it says, without signs that steer.
pub fn set(page: &Page, width: usize) -> String {
    let mut lines = String::new();
    for paragraph in &page.paragraphs {
        match paragraph.is_verbatim {
            true => {
                let text: String = paragraph.pieces.iter().map(|piece| piece.text.as_str()).collect();
                lines.push_str(&format!("{}{}", paragraph.first, inert(&text)));
            }
            false => set_paragraph(&mut lines, paragraph, width),
        }
        lines.push('\n');
    }
    lines
}

fn set_paragraph(lines: &mut String, paragraph: &Paragraph, width: usize) {
    let Paragraph { first, rest, pieces, .. } = paragraph;
    lines.push_str(&inert(first));
    let mut at = measure_text_width(first);
    let mut is_begun = false;
    for word in words(pieces) {
        let length: usize = word.iter().map(|(text, _)| measure_text_width(text)).sum();
        if is_begun && at + 1 + length > width {
            lines.push('\n');
            lines.push_str(rest);
            at = measure_text_width(rest);
        } else if is_begun {
            lines.push(' ');
            at += 1;
        }
        word.iter().for_each(|(text, mark)| lines.push_str(&styled(text, *mark)));
        at += length;
        is_begun = true;
    }
    // A name without a value, an empty line.
    lines.truncate(lines.trim_end_matches(' ').len());
}

/// The words of pieces; one may be marked in part.
fn words(pieces: &[Piece]) -> Vec<Vec<(String, Mark)>> {
    let mut words: Vec<Vec<(String, Mark)>> = Vec::new();
    let mut is_open = false;
    for Piece { text, mark } in pieces {
        for part in text.split_inclusive(char::is_whitespace) {
            let word = part.trim();
            if !word.is_empty() {
                let word = (inert(word).into_owned(), *mark);
                match words.last_mut().filter(|_| is_open) {
                    Some(last) => last.push(word),
                    None => words.push(vec![word]),
                }
                is_open = true;
            }
            is_open &= !part.ends_with(char::is_whitespace);
        }
    }
    words
}
