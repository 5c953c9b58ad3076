//! The case file through one `check`, the five pages of the first input, and arbitrary text.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::lexicon::Lists;
use crate::model::{Block, BlockKind, Day, Precision, Published};

fn words() -> TimeWords {
    let lists = Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: &[] };
    TimeWords::compile(&lists).expect("the lists of data/times are well formed")
}

/// One block with the whole text, published on this day, between these days, or nobody knows when ("-").
fn read(text: &str, published: &str, words: &TimeWords) -> Vec<TimeMention> {
    let (start, end) = published.split_once('/').unwrap_or((published, published));
    let precision = if start == end { Precision::Day } else { Precision::Inferred };
    let published = start.parse::<Day>().ok().zip(end.parse().ok()).map(|(start, end)| Published {
        start,
        end,
        precision,
        evidence: "test".into(),
        span: None,
    });
    let blocks = vec![Block { span: Span::new(0, text.len()), kind: BlockKind::Body }];
    find_in(text, &Article { published, blocks, ..Article::default() }, words)
}

/// Checks one line of the case file; gives what is wrong.
fn check(line: &str, words: &TimeWords) -> Result<(), String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [published, marked, kind, value, from, to] = columns[..] else { return Err("not six columns".into()) };
    let text = marked.replace(['[', ']'], "");
    let found = read(&text, published, words);
    if kind == "NONE" {
        let told: Vec<&str> = found.iter().map(|mention| mention.span.of(&text)).collect();
        return if told.is_empty() { Ok(()) } else { Err(format!("found {told:?}")) };
    }
    let start = marked.find('[').ok_or("no bracket")?;
    let end = marked.find(']').ok_or("no bracket")? - 1;
    let all = || format!("{:?}", found.iter().map(|mention| mention.span.of(&text)).collect::<Vec<_>>());
    let span = Span::new(start, end);
    let mention =
        found.iter().find(|mention| mention.span == span).ok_or_else(|| format!("not found among {}", all()))?;
    let day = |day: Option<Day>| day.map_or("-".to_owned(), |day| day.to_string());
    let told = [
        format!("{:?}", mention.kind).to_uppercase(),
        mention.value.clone().unwrap_or("-".into()),
        day(mention.interval.map(|interval| interval.from)),
        day(mention.interval.map(|interval| interval.to)),
    ];
    let wanted = [kind, value, from, to];
    if told == wanted { Ok(()) } else { Err(format!("read as {told:?}")) }
}

#[test]
fn reads_the_cases() {
    let words = words();
    let mut wrong = Vec::new();
    let lines = include_str!("cases/times.tsv").lines().filter(|line| line.contains('\t')).skip(1);
    for line in lines {
        if let Err(problem) = check(line, &words) {
            wrong.push(format!("{line}\n    {problem}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn tells_bounds_by_their_preposition() {
    let words = words();
    for (text, modifier) in [
        ("The road has been cut since April 2014.", Some("since")),
        ("Fighting went on until 3 May 2016.", Some("until")),
        ("They must leave by Friday.", Some("by")),
        ("The strike came after Tuesday.", Some("after")),
        ("The strike came before the 3 May 2016 vote.", Some("before")),
        ("The strike came on 3 May 2016.", None),
    ] {
        let found = read(text, "2017-08-03", &words);
        assert_eq!(found.first().and_then(|mention| mention.modifier.as_deref()), modifier, "{text}");
    }
}

/// The dates that a careful reader found in the five pages. The pages are not in the repository.
#[test]
fn dates_the_five_pages() {
    let manifest = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let shared = Path::new(&manifest).join("../../../shared");
    let Ok(gold) = std::fs::read_to_string(shared.join("gold/deir-ez-zor.json")) else {
        eprintln!("skipped dates_the_five_pages: ../shared/gold/deir-ez-zor.json is not there");
        return;
    };
    let gold: serde_json::Value = serde_json::from_str(&gold).expect("the gold file is JSON");
    let mut pages: Vec<_> = std::fs::read_dir(shared.join("corpus/deir-ez-zor"))
        .expect("the pages stand beside the gold")
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    pages.sort();
    let published = |document: &str| {
        let published = &gold["documents"][document]["published"];
        let [start, end] = ["start", "end"].map(|field| published[field].as_str().unwrap_or("-").to_owned());
        format!("{start}/{end}")
    };
    let words = words();
    let mut wrong = Vec::new();
    let dates = gold["dates"].as_array().expect("a list of dates");
    for date in dates {
        let [document, told, value] = ["doc", "text", "value"].map(|field| date[field].as_str().expect("a string"));
        let page =
            pages.iter().find(|page| page.file_name().is_some_and(|name| name.to_string_lossy().starts_with(document)));
        let text = std::fs::read_to_string(page.expect("every date has its page")).expect("a readable page");
        let found = read(&text, &published(document), &words);
        let right = text.match_indices(told).any(|(at, _)| {
            let span = Span::new(at, at + told.len());
            let is_it = |mention: &&TimeMention| {
                mention.span.overlaps(span) && mention.value.as_deref().is_some_and(|found| found.starts_with(value))
            };
            found.iter().any(|mention| is_it(&mention))
        });
        if !right {
            wrong.push(format!("{document} {told:?} is {value}"));
        }
    }
    eprintln!("dates of the five pages: {} of {}", dates.len() - wrong.len(), dates.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}", published in "(-|2017-08-03|2016-02-29/2016-03-02|0001-01-01|9999-12-31)") {
        let words = words();
        for mention in read(&text, &published, &words) {
            prop_assert!(text.get(mention.span.range()).is_some_and(|words| !words.is_empty()));
        }
    }

    #[test]
    fn no_pile_of_time_words_makes_it_panic(
        text in "((last|next|this|the|a|few|99999|31|30|12|2017|Feb|May|Friday|years?|weeks?|decades?|centuries|ago|later|earlier|and|half|of|to|-|/|:|,|\\.|'|’|s|th|Q|4|morning|every|day|Easter|winter|century|10|a\\.m\\.) ?){0,40}",
        published in "(-|2017-08-03|2016-02-29/2016-03-02|0001-01-01|9999-12-31)",
    ) {
        let words = words();
        let found = read(&text, &published, &words);
        prop_assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    }
}

#[test]
fn a_page_of_days_without_end_is_read_to_its_end() {
    let words = words();
    for unit in ["1, ", "3 and ", "the night of the night of ", "two more more more ", "twenty-five "] {
        assert!(read(&unit.repeat(20_000), "2017-08-03", &words).is_empty(), "{unit:?}");
    }
}
