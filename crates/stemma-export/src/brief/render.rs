//! The report through its templates, with what comes from pages made inert.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, context};

use super::Report;

/// What the report is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Markdown,
    Html,
}

pub(super) fn render(report: &Report, form: Form) -> String {
    let mut templates = Environment::new();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    templates.set_syntax(syntax.expect("the usual delimiters are consistent"));
    templates.set_auto_escape_callback(|name| match name {
        "brief.html" => AutoEscape::Html,
        _ => AutoEscape::None,
    });
    templates.add_filter("markdown", markdown);
    templates.add_filter("shown", shown);
    let (name, source) = match form {
        Form::Markdown => ("brief.md", include_str!("brief.md.jinja")),
        Form::Html => ("brief.html", include_str!("brief.html.jinja")),
    };
    templates.add_template(name, source).expect("the template is part of the program");
    let template = templates.get_template(name).expect("it was just added");
    template.render(context! { report => Serde(report) }).expect("the template uses the fields that are there")
}

/// Control characters and those that turn the direction of writing, shown by their numbers: they could hide or reverse words.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}' => {
                shown.push_str(&format!("⟨U+{:04X}⟩", character as u32));
            }
            _ if character.is_control() => shown.push_str(&format!("⟨U+{:04X}⟩", character as u32)),
            _ => shown.push(character),
        }
    }
    shown
}

/// Text of a page that Markdown would read as its own marks, as an address or as an entity.
fn markdown(text: &str) -> String {
    let text = shown(text);
    let mut escaped = String::with_capacity(text.len());
    let is_www = |at: usize| text[..at].to_ascii_lowercase().ends_with("www");
    for (at, character) in text.char_indices() {
        let is_mark =
            matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '@' | '$');
        let is_address = character == ':' && text[at..].starts_with("://") || character == '.' && is_www(at);
        if is_mark || is_address {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
