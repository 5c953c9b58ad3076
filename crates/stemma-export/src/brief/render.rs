//! The report through its templates, with what comes from pages made inert.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, context};

use super::Report;
use super::inert::{markdown, shown};

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
    templates.add_filter("markdown", |text: &str| markdown(text));
    templates.add_filter("shown", |text: &str| shown(text));
    templates.add_filter("id", id);
    templates.add_filter("few", few);
    templates.add_filter("left", left);
    let (name, source) = match form {
        Form::Markdown => ("brief.md", include_str!("brief.md.jinja")),
        Form::Html => ("brief.html", include_str!("brief.html.jinja")),
    };
    templates.add_template(name, source).expect("the template is part of the program");
    let template = templates.get_template(name).expect("it was just added");
    template.render(context! { report => Serde(report) }).expect("the template uses the fields that are there")
}

/// An id between marks that it cannot end.
fn id(text: &str) -> String {
    text.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect()
}

/// So many pages are cited behind a sentence; the list of pages has all, by incident.
const CITED: usize = 6;

/// The numbers of the first pages that a sentence cites.
fn few(sources: Vec<usize>) -> Vec<usize> {
    sources.into_iter().take(CITED).collect()
}

/// How many it cites besides.
fn left(sources: Vec<usize>) -> usize {
    sources.len().saturating_sub(CITED)
}
