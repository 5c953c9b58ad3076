//! The XML of trafilatura: a `doc` with what is known of the page in its attributes and the article in `main`, or the same as TEI.
//!
//! Comes in: the text of one `doc` or `TEI`. Goes out: what is given, and the text of the article, a paragraph a line. Comments
//! of readers are left out. It reads no other XML: that is named and refused by whoever told the formats apart.

use std::ops::Range;

use crate::model::Given;

/// One piece of markup or text.
enum Token<'t> {
    Text(String),
    /// A tag's name, what stands behind it, and whether it opens or closes.
    Open(&'t str, &'t str, bool),
    Close(&'t str),
}

/// Where the documents of a file lie: each `doc`, or each `TEI`.
pub fn documents(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((begin, root)) = next_root(text, at) {
        let close = format!("</{root}>");
        let end = text[begin..].find(&close).map_or(text.len(), |end| begin + end + close.len());
        found.push(begin..end);
        at = end;
    }
    found
}

fn next_root(text: &str, from: usize) -> Option<(usize, &'static str)> {
    let of = |root: &'static str| {
        let open = format!("<{root}");
        let is_whole = |at: &usize| text[at + open.len()..].starts_with(|c: char| c.is_whitespace() || c == '>');
        text[from..].match_indices(open.as_str()).map(|(at, _)| from + at).find(is_whole).map(|at| (at, root))
    };
    [of("doc"), of("TEI")].into_iter().flatten().min()
}

/// The name of the first element, in lower case.
pub fn root(text: &str) -> Option<String> {
    let mut rest = text.trim_start_matches('\u{feff}');
    loop {
        rest = &rest[rest.find('<')?..];
        if let Some(after) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
            rest = &after[after.find('>')? + 1..];
            continue;
        }
        let name: String =
            rest[1..].chars().take_while(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_')).collect();
        return (!name.is_empty()).then(|| name.to_lowercase());
    }
}

/// What a document gives, and its text.
pub fn read(text: &str) -> (Given, String) {
    let mut given = Given::default();
    let (mut lines, mut line) = (Vec::new(), String::new());
    // Where the text being read stands: elements that are open.
    let mut open: Vec<&str> = Vec::new();
    let mut skipped = 0usize;
    for token in Tokens(text) {
        match token {
            Token::Open(name, rest, is_empty) => {
                if name == "doc" {
                    take_attributes(rest, &mut given);
                }
                if name == "ptr" && given.url.is_none() {
                    given.url = attribute(rest, "target");
                }
                let is_comments = name == "comments" || attribute(rest, "type").is_some_and(|kind| kind == "comments");
                if is_empty {
                    if name == "lb" {
                        end_line(&mut line, &mut lines);
                    }
                    continue;
                }
                if skipped > 0 || is_comments {
                    skipped += 1;
                }
                if is_block(name) {
                    end_line(&mut line, &mut lines);
                }
                open.push(name);
            }
            Token::Close(name) => {
                if is_block(name) {
                    end_line(&mut line, &mut lines);
                }
                if let Some(at) = open.iter().rposition(|other| *other == name) {
                    skipped = skipped.saturating_sub(open.len() - at);
                    open.truncate(at);
                }
            }
            Token::Text(_) if skipped > 0 => {}
            Token::Text(said) => match () {
                () if open.contains(&"teiHeader") => take_header(&open, said.trim(), &mut given),
                () if open.contains(&"main") || open.contains(&"text") => line.push_str(&said),
                () => {}
            },
        }
    }
    end_line(&mut line, &mut lines);
    (given, lines.join("\n"))
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "head" | "item" | "quote" | "code" | "row" | "cell" | "list" | "table" | "div" | "ab" | "main" | "fw"
    )
}

fn end_line(line: &mut String, lines: &mut Vec<String>) {
    let words: Vec<&str> = line.split_whitespace().collect();
    if !words.is_empty() {
        lines.push(words.join(" "));
    }
    line.clear();
}

fn take_attributes(attributes: &str, given: &mut Given) {
    let of = |name: &str| attribute(attributes, name).filter(|value| !value.trim().is_empty());
    *given = Given {
        url: of("url").or_else(|| of("source")),
        title: of("title"),
        outlet: of("sitename").or_else(|| of("source-hostname")).or_else(|| of("hostname")),
        published: of("date"),
        language: of("language"),
        byline: of("author"),
        section: of("categories"),
    };
}

fn take_header(open: &[&str], said: &str, given: &mut Given) {
    let (Some(last), false) = (open.last(), said.is_empty()) else { return };
    let slot = match *last {
        "title" if open.contains(&"titleStmt") => &mut given.title,
        "author" => &mut given.byline,
        "publisher" => &mut given.outlet,
        "date" if open.contains(&"publicationStmt") || open.contains(&"sourceDesc") => &mut given.published,
        _ => return,
    };
    if slot.is_none() {
        *slot = Some(said.to_owned());
    }
}

/// The value of an attribute.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes;
    while let Some(equals) = rest.find('=') {
        let found = rest[..equals].trim().rsplit(char::is_whitespace).next()?;
        let value = rest[equals + 1..].trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let end = value[1..].find(quote)? + 1;
        if found == name {
            return Some(unescape(&value[1..end]));
        }
        rest = &value[end + 1..];
    }
    None
}

struct Tokens<'t>(&'t str);

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            if self.0.is_empty() {
                return None;
            }
            let Some(rest) = self.0.strip_prefix('<') else {
                let end = self.0.find('<').unwrap_or(self.0.len());
                let (text, rest) = self.0.split_at(end);
                self.0 = rest;
                return Some(Token::Text(unescape(text)));
            };
            if let Some(held) = rest.strip_prefix("![CDATA[") {
                let (text, rest) = held.split_once("]]>").unwrap_or((held, ""));
                self.0 = rest;
                return Some(Token::Text(text.to_owned()));
            }
            if let Some(comment) = rest.strip_prefix("!--") {
                self.0 = comment.split_once("-->").map_or("", |(_, rest)| rest);
                continue;
            }
            let end = tag_end(rest);
            let (tag, after) = rest.split_at(end);
            self.0 = after.get(1..).unwrap_or("");
            if tag.starts_with(['?', '!']) {
                continue;
            }
            if let Some(name) = tag.strip_prefix('/') {
                return Some(Token::Close(name.trim()));
            }
            let is_empty = tag.ends_with('/');
            let tag = tag.trim_end_matches('/');
            let end = tag.find(char::is_whitespace).unwrap_or(tag.len());
            return Some(Token::Open(&tag[..end], &tag[end..], is_empty));
        }
    }
}

/// Where a tag ends; a `>` in a quoted value ends none.
fn tag_end(rest: &str) -> usize {
    let mut quote = None;
    for (at, sign) in rest.char_indices() {
        match (quote, sign) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), sign) if open == sign => quote = None,
            _ => {}
        }
    }
    rest.len()
}

/// The five named signs of XML, and numbered ones.
fn unescape(text: &str) -> String {
    /// No reference is longer.
    const LONGEST: usize = 10;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].split_once(';').map(|(name, _)| name).filter(|name| name.len() <= LONGEST);
        let sign = name.and_then(|name| match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => {
                let number = name.strip_prefix('#')?;
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => number.parse().ok()?,
                };
                char::from_u32(code)
            }
        });
        match (sign, name) {
            (Some(sign), Some(name)) => {
                out.push(sign);
                rest = &rest[name.len() + 2..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}
