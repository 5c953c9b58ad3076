//! A TOML list as a tree that knows where each of its values was written, and back to text.
//!
//! Comes in: the text of a list, ours or a user's. Goes out: a tree that lists can be joined in; and a text of it in which
//! every entry has a line of its own, with the place that each line was taken from. It keeps no comments.

use std::collections::BTreeMap;
use std::fmt::Write;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where a value was written: a file of the user, by its number, and the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    pub file: usize,
    pub line: usize,
}

/// A value and its place; `None` for what is in our own list.
#[derive(Clone, Debug)]
pub struct Node {
    pub at: Option<At>,
    pub value: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    /// A number, a truth value or a date, as it is written.
    Plain(String),
    Array(Vec<Node>),
    Table(Table),
}

pub type Table = BTreeMap<String, Node>;

/// Values are compared by what they say, not by where they were written.
impl PartialEq for Node {
    fn eq(&self, other: &Node) -> bool {
        self.value == other.value
    }
}

/// The line of a byte, counted from 1.
pub fn line_of(text: &str, byte: usize) -> usize {
    text.as_bytes().iter().take(byte).filter(|&&byte| byte == b'\n').count() + 1
}

/// Reads a list. `file` is the number of the user's file; `None` for ours. `Err`: the line and what is wrong in it.
pub fn parse(text: &str, file: Option<usize>) -> Result<Node, (Option<usize>, String)> {
    let table = DeTable::parse(text).map_err(|error| {
        let line = error.span().map(|span| line_of(text, span.start));
        (line, error.message().replace('\n', ", "))
    })?;
    let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let reader = Reader { starts, file };
    Ok(Node { at: file.map(|file| At { file, line: 1 }), value: Value::Table(reader.table(table.into_inner())) })
}

struct Reader {
    /// Where each line begins.
    starts: Vec<usize>,
    file: Option<usize>,
}

impl Reader {
    fn at(&self, byte: usize) -> Option<At> {
        self.file.map(|file| At { file, line: self.starts.partition_point(|&start| start <= byte) })
    }

    fn table(&self, table: DeTable<'_>) -> Table {
        let pair = |(key, value): (Spanned<std::borrow::Cow<'_, str>>, Spanned<DeValue<'_>>)| {
            let at = self.at(key.span().start);
            (key.into_inner().into_owned(), Node { at, ..self.node(value) })
        };
        table.into_iter().map(pair).collect()
    }

    fn node(&self, value: Spanned<DeValue<'_>>) -> Node {
        let at = self.at(value.span().start);
        let value = match value.into_inner() {
            DeValue::String(text) => Value::Text(text.into_owned()),
            DeValue::Array(items) => Value::Array(items.into_iter().map(|item| self.node(item)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table)),
            DeValue::Integer(number) => Value::Plain(number.to_string()),
            DeValue::Float(number) => Value::Plain(number.to_string()),
            DeValue::Boolean(truth) => Value::Plain(truth.to_string()),
            DeValue::Datetime(instant) => Value::Plain(instant.to_string()),
        };
        Node { at, value }
    }
}

impl Node {
    pub fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Value {
    /// What it is, for a message.
    pub fn sort(&self) -> &'static str {
        match self {
            Value::Text(_) => "a text",
            Value::Plain(_) => "a number, a truth value or a date",
            Value::Array(_) => "a list in square brackets",
            Value::Table(_) => "a table",
        }
    }
}

/// A text and, for each of its lines, where what stands on it was written.
#[derive(Debug, Default)]
pub struct Written {
    pub text: String,
    pub lines: Vec<Option<At>>,
}

/// The list as text again.
pub fn write(table: &Table) -> Written {
    let mut written = Written::default();
    written.table("", table);
    written
}

impl Written {
    pub fn line(&mut self, text: &str, at: Option<At>) {
        self.text += text;
        self.text.push('\n');
        self.lines.push(at);
    }

    /// Tables are written by dotted keys, so that each value has its line.
    fn table(&mut self, before: &str, table: &Table) {
        for (key, node) in table {
            let name = format!("{before}{}", key_text(key));
            match &node.value {
                Value::Table(inner) if !inner.is_empty() => self.table(&format!("{name}."), inner),
                Value::Array(items) => {
                    self.line(&format!("{name} = ["), node.at);
                    for item in items {
                        let mut text = String::new();
                        inline(item, &mut text);
                        text.push(',');
                        self.line(&text, item.at);
                    }
                    self.line("]", node.at);
                }
                _ => {
                    let mut text = format!("{name} = ");
                    inline(node, &mut text);
                    self.line(&text, node.at);
                }
            }
        }
    }
}

fn inline(node: &Node, text: &mut String) {
    match &node.value {
        Value::Plain(plain) => *text += plain,
        Value::Text(words) => quote(words, text),
        Value::Array(items) => {
            text.push('[');
            for (number, item) in items.iter().enumerate() {
                *text += if number == 0 { "" } else { ", " };
                inline(item, text);
            }
            text.push(']');
        }
        Value::Table(table) => {
            *text += "{ ";
            for (number, (key, value)) in table.iter().enumerate() {
                *text += if number == 0 { "" } else { ", " };
                *text += &key_text(key);
                *text += " = ";
                inline(value, text);
            }
            *text += " }";
        }
    }
}

fn key_text(key: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !key.is_empty() && key.bytes().all(is_bare) {
        return key.to_owned();
    }
    let mut text = String::new();
    quote(key, &mut text);
    text
}

fn quote(words: &str, text: &mut String) {
    text.push('"');
    for character in words.chars() {
        match character {
            '"' => *text += "\\\"",
            '\\' => *text += "\\\\",
            control if control.is_control() => {
                let _ = write!(text, "\\U{:08X}", u32::from(control));
            }
            other => text.push(other),
        }
    }
    text.push('"');
}
