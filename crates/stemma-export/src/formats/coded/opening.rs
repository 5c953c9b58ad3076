//! From the bytes of a table of others to its cells, and which codebook it follows.
//!
//! Comes in: a file in any one encoding, with whatever parts its cells. What is no table that we know, has columns missing, or is written in
//! two encodings at once is refused whole, in a line that names the way out.

use std::borrow::Cow;

use csv::StringRecord;
use serde_json::Value;

use super::reading::CODINGS;
use super::row::{Order, Row};
use super::writing::as_json;
use super::{Coding, Foreign};

/// A table of events has not so many columns, and a file not so many bytes.
const MOST_COLUMNS: usize = 500;
pub const MOST_BYTES: u64 = 512 << 20;

/// Cells are read, and a codebook is found for them.
pub fn open(bytes: &[u8]) -> Result<Foreign, String> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(format!("has more than {MOST_BYTES} bytes, which is what a table may have; split it"));
    }
    let text = match std::str::from_utf8(bytes) {
        // Most tables are, and are long.
        Ok(text) if !bytes.contains(&0) => Cow::Borrowed(text),
        _ => Cow::Owned(
            stemma::read::decode(bytes).ok_or("is not text; give a table as CSV or TSV, or PLOVER's JSON Lines")?,
        ),
    };
    if let Some((one, other)) = mixed(bytes, &text) {
        return Err(format!(
            "is written in two encodings: line {one} is UTF-8, and line {other} is not; save it as UTF-8"
        ));
    }
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err("is empty; give a table with the names of its columns".into());
    }
    match text.trim_start().starts_with('{') {
        true => of_objects(text),
        false => of_cells(text),
    }
}

/// A line that is UTF-8 beyond ASCII, and one that is none: no encoding of its own writes both.
fn mixed(bytes: &[u8], text: &str) -> Option<(usize, usize)> {
    let is_wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) || bytes.contains(&0);
    if is_wide || text.as_bytes() == bytes || std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let (mut one, mut other) = (None, None);
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate().filter(|(_, line)| !line.is_ascii()) {
        let found = if std::str::from_utf8(line).is_ok() { &mut one } else { &mut other };
        found.get_or_insert(at + 1);
        if let (Some(one), Some(other)) = (one, other) {
            return Some((one, other));
        }
    }
    None
}

/// PLOVER's records: objects of JSON, one a line or over several. What each of them says is kept as it is written.
fn of_objects(text: &str) -> Result<Foreign, String> {
    let coding: &'static dyn Coding = &super::Plover;
    let heads = coding.book().columns.iter().map(|column| column.name.to_owned()).collect();
    let mut foreign = Foreign::of(coding, heads, Vec::new());
    let is_object = |said: &serde_json::Result<Value>| said.as_ref().is_ok_and(Value::is_object);
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let mut written: Vec<&str> = Vec::new();
    let mut begin = 0;
    let is_whole = loop {
        match stream.next() {
            None => break true,
            Some(said) if is_object(&said) => {
                written.push(text[begin..stream.byte_offset()].trim());
                begin = stream.byte_offset();
            }
            Some(_) => break false,
        }
    };
    if !is_whole {
        // One that is broken must not take those behind it with it: then each line is looked at by itself.
        written = text.lines().collect();
    }
    let needs = coding.book().needs;
    for (at, said) in written.into_iter().enumerate().filter(|(_, said)| !said.trim().is_empty()) {
        foreign.objects.push(said.to_owned());
        let read = serde_json::from_str(said);
        let Ok(Value::Object(mut fields)) = read else {
            foreign.leave_out(format!("line {}: no JSON object", at + 1));
            continue;
        };
        if let Some(missing) = needs.iter().find(|field| !fields.contains_key(**field)) {
            foreign.leave_out(format!("line {}: no record of PLOVER, for it has no field {missing}", at + 1));
            continue;
        }
        let cell = |head: &String| as_json(&fields.remove(head).unwrap_or_default());
        let cells: Vec<String> = foreign.heads.iter().map(cell).collect();
        foreign.rows.push(cells.into());
    }
    match foreign.rows.is_empty() {
        true => Err(format!(
            "has no record of PLOVER, which are JSON objects, one a line, with the fields {}; nothing was read",
            needs.join(", ")
        )),
        false => Ok(foreign),
    }
}

fn of_cells(text: &str) -> Result<Foreign, String> {
    let text = text.trim_start_matches(['\r', '\n']);
    let first = text.lines().next().unwrap_or_default();
    // Excel says in a line of its own what parts the cells.
    let (said, text) = match first.trim().strip_prefix("sep=") {
        Some(sign) if sign.len() == 1 => {
            (Some(sign.as_bytes()[0]), text[first.len()..].trim_start_matches(['\r', '\n']))
        }
        _ => (None, text),
    };
    let line = text.lines().next().unwrap_or_default();
    let count = |sign: &u8| line.bytes().filter(|byte| byte == sign).count();
    let delimiter = said.or_else(|| [b'\t', b',', b';'].into_iter().max_by_key(count)).unwrap_or(b',');
    let columns = count(&delimiter) + 1;
    if columns > MOST_COLUMNS {
        return Err(format!("has {columns} columns, and a table may have {MOST_COLUMNS}; leave some out"));
    }
    let mut rows = match delimiter {
        b'\t' => by_tabs(text)?,
        _ => cells(text, delimiter, true)?,
    };
    let Some(top) = rows.first() else { return Err("is empty; give a table with the names of its columns".into()) };
    let bare: &'static dyn Coding = &super::GdeltEvents;
    let heads: Vec<String> = bare.book().columns.iter().map(|column| column.name.to_owned()).collect();
    if top.len() == heads.len() && top[0].parse::<u64>().is_ok() {
        return Ok(Foreign::of(bare, heads, rows));
    }
    let heads: Vec<String> = rows.remove(0).iter().map(str::to_owned).collect();
    if let Some(twice) = heads.iter().enumerate().find_map(|(at, head)| heads[..at].contains(head).then_some(head))
        && !twice.trim().is_empty()
    {
        return Err(format!(
            "has two columns {twice:?}; nothing was read. Leave one of them out, or name it otherwise"
        ));
    }
    Ok(Foreign::of(coding(&heads, &rows)?, heads, rows))
}

/// Tables parted by tabs have quotation marks as they are, unless their writer quoted cells that go over several lines: then rows fall apart
/// where they are not heeded.
fn by_tabs(text: &str) -> Result<Vec<StringRecord>, String> {
    let plain = cells(text, b'\t', false)?;
    let broken = |rows: &Vec<StringRecord>| rows.iter().filter(|row| row.len() != rows[0].len()).count();
    if broken(&plain) == 0 || !text.contains('"') {
        return Ok(plain);
    }
    let quoted = cells(text, b'\t', true)?;
    Ok(if !quoted.is_empty() && broken(&quoted) < broken(&plain) { quoted } else { plain })
}

fn cells(text: &str, delimiter: u8, is_quoted: bool) -> Result<Vec<StringRecord>, String> {
    let mut reader = csv::ReaderBuilder::new();
    reader.delimiter(delimiter).flexible(true).has_headers(false).quoting(is_quoted);
    if !is_quoted {
        // A line ends where it ends; what looks like one inside it is part of a cell.
        reader.terminator(csv::Terminator::Any(b'\n'));
    }
    let mut rows = Vec::new();
    for row in reader.from_reader(text.as_bytes()).records() {
        let mut row = row.map_err(|error| format!("cannot be read as a table: {error}"))?;
        let last = row.len().saturating_sub(1);
        if let Some(cell) = row.get(last).and_then(|cell| cell.strip_suffix('\r')).filter(|_| !is_quoted) {
            row = row.iter().take(last).chain([cell]).collect();
        }
        if row != [""][..] {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// The codebook by its columns, or which ones are missing of the one that is most likely meant.
fn coding(heads: &[String], rows: &[StringRecord]) -> Result<&'static dyn Coding, String> {
    let has = |column: &&&str| heads.iter().any(|head| head.trim().eq_ignore_ascii_case(column));
    let found = |coding: &dyn Coding| coding.book().needs.iter().filter(has).count();
    let names: Vec<&str> = heads.iter().map(String::as_str).collect();
    let is_form = |coding: &&&dyn Coding| coding.book().form_of.is_some();
    // A row that is none, or lacks the one cell, says nothing of how all others are written.
    let is_so_written = |coding: &&&dyn Coding| {
        let asked = rows.iter().filter(|cells| cells.len() == heads.len() && **cells != *heads);
        let fits = asked.map(|cells| coding.fits(&Row::in_order(&names, cells, Order::Unknown)));
        let (fitting, asked) =
            fits.fold((0_usize, 0_usize), |(fitting, asked), fits| (fitting + usize::from(fits), asked + 1));
        fitting * 2 > asked
    };
    let forms = CODINGS.iter().filter(is_form).filter(is_so_written);
    let usual = CODINGS.iter().filter(|coding| !is_form(coding));
    if let Some(coding) = forms.chain(usual).find(|coding| found(**coding) == coding.book().needs.len()) {
        return Ok(*coding);
    }
    let share = |coding: &&&dyn Coding| found(**coding) * 100 / coding.book().needs.len().max(1);
    match CODINGS.iter().max_by_key(share).filter(|coding| share(coding) >= 50) {
        Some(likely) => {
            let missing: Vec<&str> = likely.book().needs.iter().filter(|column| !has(column)).copied().collect();
            Err(format!(
                "looks like {} and has no column {}; nothing was read. Add it, or give the table as its publisher does",
                likely.book().name,
                missing.join(", ")
            ))
        }
        None => {
            let known: Vec<&str> = CODINGS.iter().map(|coding| coding.book().name).collect();
            Err(format!(
                "has the columns of no table that is known ({}); nothing was read. Give it with the columns of its publisher",
                known.join(", ")
            ))
        }
    }
}
