//! A decoded HTML page to its text layer.

use crate::model::Markup;

/// Makes the text layer of a page: its text without tags, scripts and styles, one line for each stretch of text.
pub fn read(html: String) -> (String, Markup) {
    let mut text = String::with_capacity(html.len() / 4);
    let mut rest = html.as_str();
    while let Some(open) = rest.find('<') {
        push_line(&mut text, &rest[..open]);
        let tag = &rest[open..];
        let skip = ["script", "style"]
            .iter()
            .find(|name| tag.get(1..1 + name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)));
        let end = match skip {
            Some(name) => tag.find(&format!("</{name}")).unwrap_or(tag.len()),
            None => 0,
        };
        rest = tag[end..].split_once('>').map_or("", |(_, after)| after);
    }
    push_line(&mut text, rest);
    (text, Markup { html })
}

fn push_line(text: &mut String, line: &str) {
    let line = line.trim();
    if !line.is_empty() {
        text.push_str(line);
        text.push('\n');
    }
}
