//! Rows as a table as wide as the terminal, or in a format that other programs read.
//!
//! A table keeps the columns that say most: where it is too narrow, those with the greatest rank fall out first, and the one that is
//! meant to be read is cut at its end. All other formats have every field.

use std::io::{self, Write};

use clap::ValueEnum;
use console::{measure_text_width, pad_str, truncate_str};
use serde::Serialize;
use stemma_export::{Column, RowFormat, Set, inert, write_rows};

use crate::terminal::{self, bold};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns for people, as wide as the terminal
    Table,
    /// One row a line, fields parted by tabs, with a head
    Tsv,
    /// The same with commas
    Csv,
    /// One array of objects
    Json,
    /// One object a line
    Jsonl,
}

impl Format {
    /// A table for people, a line a row for programs.
    pub fn usual() -> Format {
        if terminal::is_terminal() { Format::Table } else { Format::Tsv }
    }
}

/// What stands between columns.
const GAP: usize = 2;
/// The least room for the column that is meant to be read, and its least share of the width.
const LEAST: usize = 24;
const SHARE: usize = 4;

/// Prints rows; in a table the column of this name always stands.
pub fn print<R: Serialize>(
    out: &mut impl Write,
    rows: &[R],
    columns: &[Column<R>],
    format: Format,
    always: Option<&str>,
) -> io::Result<()> {
    match format {
        Format::Table => table(out, rows, columns, always.unwrap_or("\0")),
        Format::Tsv => write_rows(out, rows, RowFormat::Tsv),
        Format::Csv => write_rows(out, rows, RowFormat::Csv),
        Format::Json => write_rows(out, rows, RowFormat::Json),
        Format::Jsonl => write_rows(out, rows, RowFormat::Jsonl),
    }
}

fn table<R>(out: &mut impl Write, rows: &[R], columns: &[Column<R>], always: &str) -> io::Result<()> {
    let cells: Vec<Vec<String>> =
        rows.iter().map(|row| columns.iter().map(|column| one_line(&(column.of)(row))).collect()).collect();
    let natural = |at: usize| {
        let longest = cells.iter().map(|row| measure_text_width(&row[at])).max().unwrap_or(0);
        let longest = longest.max(columns[at].head.chars().count());
        if let Set::Left(most) = columns[at].set { longest.min(most) } else { longest }
    };
    let mut widths: Vec<usize> = (0..columns.len()).map(natural).collect();
    let width = terminal::width();
    // "day" is the column of days, too.
    let is_kept = |at: usize| columns[at].rank == 0 || columns[at].head.starts_with(always);
    let is_told = |&at: &usize| is_kept(at) || cells.iter().any(|row| !row[at].is_empty());
    let mut shown: Vec<usize> = (0..columns.len()).filter(is_told).collect();
    let mut left_out = Vec::new();
    loop {
        let is_rest = |at: &&usize| columns[**at].set == Set::Rest;
        let fixed: usize = shown.iter().filter(|at| !is_rest(at)).map(|&at| widths[at] + GAP).sum();
        let room = width.saturating_sub(fixed);
        let Some(&rest) = shown.iter().find(is_rest) else { break };
        let last = shown.iter().copied().filter(|&at| !is_kept(at)).max_by_key(|&at| columns[at].rank);
        match last {
            Some(last) if room < widths[rest].min(LEAST.max(width / SHARE)) => {
                shown.retain(|&at| at != last);
                left_out.insert(0, columns[last].head);
            }
            _ => {
                widths[rest] = widths[rest].min(room.max(1));
                break;
            }
        }
    }
    let line = |cell: &dyn Fn(usize) -> String| {
        let parts: Vec<String> = shown.iter().map(|&at| set(&cell(at), widths[at], columns[at].set)).collect();
        parts.join(&" ".repeat(GAP)).trim_end().to_owned()
    };
    if !rows.is_empty() {
        writeln!(out, "{}", bold(&line(&|at| columns[at].head.to_uppercase())))?;
    }
    for row in &cells {
        writeln!(out, "{}", line(&|at| row[at].clone()))?;
    }
    if !left_out.is_empty() {
        out.flush()?;
        terminal::aside(&format!("no room for {}; a wider terminal or --format tsv has them", left_out.join(", ")));
    }
    Ok(())
}

fn set(cell: &str, width: usize, set: Set) -> String {
    let cut = truncate_str(cell, width, "…");
    let side = if set == Set::Right { console::Alignment::Right } else { console::Alignment::Left };
    pad_str(&cut, width, side, None).into_owned()
}

fn one_line(cell: &str) -> String {
    inert(&cell.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}
