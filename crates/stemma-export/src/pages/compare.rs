//! Two pages side by side, for those who read without script: where their wordings part.

use stemma::model::Span;
use stemma_workspace::ask::{ChangeKind, Compare};

use super::{Page, page_line};

pub fn compare(compare: &Compare) -> Page {
    let Compare { a, b, p, passages, .. } = compare;
    let mut page = Page::default();
    page.row("first", page_line(&a.page));
    page.row("second", page_line(&b.page));
    page.row(
        "copied",
        p.map_or(String::new(), |p| format!("the second has words from the first, with a probability of {p:.2}")),
    );
    if passages.is_empty() {
        page.text("  ", "they have no words in common that anybody could have copied");
    }
    let words = |span: Span, text: &str| match span.of(text) {
        "" => "nothing".to_owned(),
        words => format!("“{words}”"),
    };
    for change in passages.iter().flat_map(|passage| &passage.changes) {
        let kind = match change.kind {
            ChangeKind::Words => "words".to_owned(),
            ChangeKind::Added => "added".to_owned(),
            ChangeKind::LeftOut => "left out".to_owned(),
            ChangeKind::Fact(kind) => format!("{kind:?}").to_lowercase(),
        };
        page.row(&kind, format!("{} became {}", words(change.a, &a.text), words(change.b, &b.text)));
    }
    page
}
