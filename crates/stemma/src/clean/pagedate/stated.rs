//! Days of publication that a page states for machines: schema.org records, meta elements, and its own address.

use super::{Candidate, day_of, is_plausible, is_universal};
use crate::clean::html::Page;
use crate::model::Day;
use crate::text::dates::{Months, WrittenDay};

/// The `datePublished` (or, without it, `dateCreated`) of the record that describes the article.
pub fn in_records(page: &Page<'_>) -> Option<Candidate> {
    let published = page.records.iter().filter_map(|record| Some(("datePublished", record.published.as_deref()?)));
    let created = page.records.iter().filter_map(|record| Some(("dateCreated", record.created.as_deref()?)));
    published.chain(created).find_map(|(name, value)| stated(value, format!("JSON-LD {name}"), &page.words.months))
}

/// The day that a value states.
fn stated(value: &str, evidence: String, months: &Months) -> Option<Candidate> {
    Some(Candidate { written: day_of(value, months)?, evidence, span: None, is_universal: is_universal(value) })
}

/// The first of these meta elements that holds a day.
pub fn in_metas(page: &Page<'_>, names: &[String]) -> Option<Candidate> {
    let months = &page.words.months;
    names
        .iter()
        .find_map(|name| page.markup.metas(name).find_map(|value| stated(value, format!("meta {name}"), months)))
}

/// A value with such a name in any script: pages that scripts make have no other statement.
pub fn in_scripts(page: &Page<'_>) -> Option<Candidate> {
    let html = page.markup.html.as_bytes();
    page.words.dates.script_keys.iter().find_map(|key| {
        let quoted = format!("\"{key}\"");
        let at = memchr::memmem::find(html, quoted.as_bytes())? + quoted.len();
        let value = page.markup.html[at..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        stated(value.get(..value.find('"')?)?, format!("script value {key}"), &page.words.months)
    })
}

/// Days of change, for pages that state nothing else.
pub fn in_changes(page: &Page<'_>) -> Option<Candidate> {
    let months = &page.words.months;
    let record = page
        .records
        .iter()
        .find_map(|record| stated(record.modified.as_deref()?, "JSON-LD dateModified".to_owned(), months));
    let mut candidate = record.or_else(|| in_metas(page, &page.words.dates.modified))?;
    candidate.evidence.push_str(", the day of a change; the first day is not stated");
    Some(candidate)
}

/// A day in the page's own address: `/2017/08/03/`, `/2017-08-03-`, `20170803`.
pub fn in_address(page: &Page<'_>) -> Option<Candidate> {
    let given = page.given.url.as_deref();
    let links = &page.markup.declared.links;
    let canonical = links.iter().filter(|(rel, _)| rel == "canonical" || rel == "shortlink" || rel == "amphtml");
    let metas = ["og:url", "twitter:url", "al:web:url", "identifier-url"];
    let addresses = given
        .into_iter()
        .chain(canonical.map(|(_, address)| address.as_str()))
        .chain(metas.iter().flat_map(|name| page.markup.metas(name)));
    addresses.take(12).find_map(|address| by_address(address, &page.words.months))
}

/// The day in one address.
pub fn by_address(address: &str, months: &Months) -> Option<Candidate> {
    let written = day_in_address(address, months)?;
    Some(Candidate { written, evidence: format!("address {}", cut(address)), span: None, is_universal: false })
}

fn day_in_address(address: &str, months: &Months) -> Option<WrittenDay> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    let parts: Vec<&str> = path.split(['/', '-', '_', '.', '?', '=', '&']).take(60).collect();
    for three in parts.windows(3) {
        let [year, month, day] = [three[0], three[1], three[2]];
        if year.len() == 4 && (1..=2).contains(&day.len()) {
            let month = month
                .parse()
                .ok()
                .or_else(|| (month.len() >= 3).then(|| months.month_number(month, Some("en"))).flatten());
            let read = month.and_then(|month| Day::new(year.parse().ok()?, month, day.parse().ok()?));
            if let Some(day) = read {
                let written = WrittenDay { range: 0..0, day, or: None };
                return Some(written).filter(is_plausible);
            }
        }
    }
    // "02-01-2022" in a file's name; a slash would part folders, which go from the greater to the smaller.
    let reversed =
        path.split(['/', '_', '~', '?', '=']).find_map(|part| months.parse_day(&part.get(..10)?.replace('-', "/")));
    if let Some(written) = reversed.filter(is_plausible) {
        return Some(written);
    }
    let compact = parts.iter().filter(|part| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_digit()));
    compact.filter_map(|part| day_of(part, months)).next()
}

/// An address short enough to be shown.
fn cut(address: &str) -> &str {
    &address[..address.floor_char_boundary(120)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_day_in_an_address() {
        let months = crate::clean::tests::words().months;
        let day = |address: &str| day_in_address(address, &months).map(|found| found.day.to_string());
        assert_eq!(day("https://news.example/2017/08/03/bridge").as_deref(), Some("2017-08-03"));
        assert_eq!(day("https://news.example/world/2017/aug/03/bridge").as_deref(), Some("2017-08-03"));
        assert_eq!(day("https://news.example/a/20170803-bridge.html").as_deref(), Some("2017-08-03"));
        assert_eq!(day("https://news.example/press/~24-09-2017-bridge").as_deref(), Some("2017-09-24"));
        assert_eq!(day("https://news.example/2017/08/bridge"), None);
        assert_eq!(day("https://2017-08-03.example/bridge"), None);
    }
}
