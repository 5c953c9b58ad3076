//! The report through its templates.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, context};

use super::Brief;

/// What the report is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Markdown,
    Html,
}

pub fn render(brief: &Brief, form: Form) -> String {
    let mut templates = Environment::new();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    templates.set_syntax(syntax.expect("the usual delimiters are consistent"));
    templates.set_auto_escape_callback(|name| match name {
        "brief.html" => AutoEscape::Html,
        _ => AutoEscape::None,
    });
    templates.add_filter("markdown", markdown);
    let (name, source) = match form {
        Form::Markdown => ("brief.md", include_str!("brief.md.jinja")),
        Form::Html => ("brief.html", include_str!("brief.html.jinja")),
    };
    templates.add_template(name, source).expect("the template is part of the program");
    let template = templates.get_template(name).expect("it was just added");
    template.render(context! { brief => Serde(brief) }).expect("the template uses the fields that are there")
}

/// Text of a page that Markdown would read as its own marks.
fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
