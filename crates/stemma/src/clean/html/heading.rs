//! The title of an article, its outlet and its author, from what the page declares and what it shows.

use super::declared::Record;
use crate::model::{BlockKind, Markup, TextAt};

/// The title, and the line on which it stands.
pub struct Title {
    pub text: TextAt,
    pub line: Option<usize>,
}

/// Finds the title: the heading that the page declares, where it stands in the text; else the only first-rank heading;
/// else what is declared.
pub fn title(text: &str, markup: &Markup, records: &[Record], given: Option<&str>) -> Option<Title> {
    let site = outlet(markup, records);
    let mut declared: Vec<String> = given.map(str::to_owned).into_iter().collect();
    declared.extend(records.iter().filter(|record| record.is_article()).filter_map(|record| record.headline.clone()));
    for name in ["og:title", "twitter:title", "dc.title", "title", "headline"] {
        declared.extend(markup.metas(name).take(1).map(str::to_owned));
    }
    declared.extend(markup.declared.title.clone());
    let declared: Vec<String> = declared.iter().map(|title| without_site(title, site.as_deref())).collect();
    let keys: Vec<Vec<String>> = declared.iter().map(|title| words(title)).filter(|key| !key.is_empty()).collect();

    let mut best: Option<(f32, usize)> = None;
    for (index, line) in markup.lines.iter().enumerate() {
        if line.span.len() > 400 {
            continue;
        }
        let rank = heading_rank(markup, line.element);
        if rank == 0 {
            continue;
        }
        let own = words(line.span.of(text));
        let likeness = keys.iter().map(|key| likeness(&own, key)).fold(0.0, f32::max);
        // A heading of the first rank may differ from what is declared; another one has to be nearly the same.
        let score = match rank {
            _ if own.is_empty() => continue,
            1 => likeness + 0.35,
            2 | 3 => likeness,
            _ => likeness - 0.1,
        };
        if score >= 0.6 && best.is_none_or(|(known, _)| score > known) {
            best = Some((score, index));
        }
    }
    let first_rank = || {
        let mut first = (0..markup.lines.len()).filter(|index| heading_rank(markup, markup.lines[*index].element) == 1);
        first.next().filter(|_| first.next().is_none())
    };
    let line = best.map(|(_, index)| index).or_else(first_rank);
    if let Some(index) = line {
        let span = markup.lines[index].span;
        return Some(Title { text: TextAt { text: span.of(text).to_owned(), span: Some(span) }, line });
    }
    let text = declared.into_iter().find(|title| !title.is_empty())?;
    Some(Title { text: TextAt { text, span: None }, line: None })
}

/// 1 for the first rank, up to 6; 0 for what is no heading. A page that makes its title of a `div` with such a class or
/// item property is believed too.
pub fn heading_rank(markup: &Markup, element: u32) -> u8 {
    for (_, node) in markup.around(element).take(4) {
        match node.name() {
            "h1" => return 1,
            "h2" => return 2,
            "h3" => return 3,
            "h4" | "h5" | "h6" => return 4,
            _ => {}
        }
        if node.attribute("itemprop") == Some("headline") {
            return 2;
        }
    }
    0
}

/// The name of the site or of its publisher.
pub fn outlet(markup: &Markup, records: &[Record]) -> Option<String> {
    let meta = |name: &'static str| markup.metas(name).next().map(str::to_owned);
    let publisher = records.iter().find_map(|record| record.publisher.clone());
    let found = meta("og:site_name")
        .or(publisher)
        .or_else(|| meta("application-name"))
        .or_else(|| meta("dc.publisher"))
        .or_else(|| meta("article:publisher").filter(|name| !name.contains('/')));
    found.filter(|name| !name.starts_with("http") && name.chars().count() <= 80)
}

/// The authors' names as one line.
pub fn byline(
    text: &str,
    markup: &Markup,
    records: &[Record],
    kinds: &[BlockKind],
    title: Option<usize>,
) -> Option<String> {
    let is_name =
        |name: &String| !name.contains("://") && name.chars().count() <= 120 && name.contains(char::is_alphabetic);
    let records = records.iter().filter(|record| record.is_article());
    let declared = records.map(|record| record.authors.join(", ")).find(|names| !names.is_empty());
    let meta = || {
        let names =
            ["author", "article:author", "dc.creator", "sailthru.author", "parsely-author", "byl", "citation_author"];
        names.iter().find_map(|name| markup.metas(name).map(str::to_owned).find(is_name))
    };
    declared.filter(is_name).or_else(meta).or_else(|| shown_byline(text, markup, kinds, title))
}

/// A line of the byline's kind near the title that begins with "By".
fn shown_byline(text: &str, markup: &Markup, kinds: &[BlockKind], title: Option<usize>) -> Option<String> {
    let start = title.unwrap_or(0);
    let lines = markup.lines.iter().zip(kinds).skip(start).take(12);
    for (line, kind) in lines {
        let words = line.span.of(text);
        let Some((first, rest)) = words.split_once(' ') else { continue };
        let is_by = matches!(first.to_lowercase().as_str(), "by" | "von" | "par" | "por" | "di" | "door");
        if is_by && line.span.len() <= 120 && (*kind == BlockKind::Byline || first.len() <= 3) {
            let name = rest.split(['|', '•', '·', '—']).next().unwrap_or(rest).trim();
            if name.chars().next().is_some_and(char::is_uppercase) {
                return Some(name.to_owned());
            }
        }
    }
    None
}

/// A declared title without the site's name before or behind it.
fn without_site(title: &str, site: Option<&str>) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    for separator in [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · "] {
        if let Some((head, tail)) = title.rsplit_once(separator) {
            let is_site = site.is_some_and(|site| words(tail) == words(site));
            if is_site || tail.split(' ').count() <= 4 && head.split(' ').count() >= 4 {
                return without_site(head, site);
            }
        }
        if let Some((head, tail)) = title.split_once(separator)
            && site.is_some_and(|site| words(head) == words(site))
        {
            return tail.to_owned();
        }
    }
    title
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).take(80).collect()
}

/// Share of words that two titles have in common (Dice).
fn likeness(a: &[String], b: &[String]) -> f32 {
    let common = a.iter().filter(|word| b.contains(word)).count();
    2.0 * common as f32 / (a.len() + b.len()).max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_the_name_of_the_site_off_a_title() {
        let cut = |title: &str| without_site(title, Some("Harbour Post"));
        assert_eq!(cut("Shells hit the old bridge | Harbour Post"), "Shells hit the old bridge");
        assert_eq!(cut("Harbour Post - Shells hit the old bridge"), "Shells hit the old bridge");
        assert_eq!(cut("Talks end - for now"), "Talks end - for now");
    }
}
