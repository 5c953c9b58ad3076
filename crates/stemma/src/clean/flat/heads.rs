//! Heads of plain pages in all their shapes: the lines around the title in many orders, the day in many forms, with other
//! things on its line and many marks between. The day is found in nearly all of them and never a wrong one.

use super::tests::article;
use crate::model::{Given, Precision};

const DAYS: [&str; 16] = [
    "9 March 2021",
    "March 9, 2021",
    "Mar. 9, 2021",
    "Tuesday, 9 March 2021",
    "Tue 9 Mar 2021 07:40",
    "March 9, 2021 Tuesday",
    "9th March 2021",
    "2021-03-09",
    "2021-03-09T07:40:00+02:00",
    "2021/03/09 07:40",
    "09.03.2021 | 07:40",
    "9 March 2021, 7:40 p.m. GMT",
    "March 9, 2021 at 7:40 AM EST",
    "mardi 9 mars 2021",
    "09-Mar-21",
    "9 March 2021 - 07:40 UTC",
];
const BESIDE: [&str; 9] = [
    "Harbour Post",
    "By Ana Ruiz",
    "3 min read",
    "World",
    "Graska, Northland",
    "By Ana Ruiz, Harbour Post",
    "Ana Ruiz in Graska",
    "Published by Ana Ruiz",
    "Africa / Politics",
];
const MARKS: [&str; 9] = [" | ", " · ", " • ", " — ", " – ", " - ", ", ", " / ", "\n"];
/// `T` the title, `D` the line of the day, `O` outlet, `B` byline, `S` section, `R` time to read, `I` stand-first, `L` place,
/// `U` a day of change.
const ORDERS: [&str; 20] = [
    "TD", "DT", "TOD", "ODT", "OTD", "TBD", "TDB", "STIBD", "TBOD", "OSTBD", "TBRD", "TBDR", "DOT", "ODTB", "TLD",
    "STDRB", "TDU", "TUD", "TIBDUR", "SOTIBLD",
];

fn page(order: &str, day: &str, gap: &str) -> String {
    let mut lines: Vec<&str> = order
        .chars()
        .map(|part| match part {
            'T' => "Ferry hits pier in Graska and injures nine",
            'D' => day,
            'O' => "Harbour Post",
            'B' => "By Ana Ruiz",
            'S' => "WORLD",
            'R' => "3 min read",
            'I' => "Master of the ferry blames a rope, owners say nothing",
            'L' => "Graska, Northland",
            'U' => "Updated 12 March 2021, 09:10",
            _ => unreachable!("a part of a head that has no line"),
        })
        .collect();
    lines.extend([
        "A ferry hit the pier of Graska on Monday and injured nine passengers, the harbour master said in the evening.",
        "It was the third time since 4 January 2020 that a ferry did so, he added, and the last one was in June.",
    ]);
    lines.join(gap)
}

/// How many pages have the right day, no day, and a wrong one.
fn count(pages: impl Iterator<Item = String>) -> (usize, usize, usize) {
    let mut counts = (0, 0, 0);
    for page in pages {
        let published = article(&page, Given::default()).published;
        match published.filter(|published| published.precision == Precision::Day) {
            Some(published) if published.start.to_string() == "2021-03-09" => counts.0 += 1,
            Some(_) => counts.2 += 1,
            None => counts.1 += 1,
        }
    }
    counts
}

#[test]
fn the_day_is_found_in_every_order_of_lines() {
    let orders = || ORDERS.iter().flat_map(|order| ["\n", "\n\n", "\r\n"].map(|gap| (order, gap)));
    let pages = orders().flat_map(|(order, gap)| DAYS.iter().map(move |day| page(order, day, gap)));
    let (right, none, wrong) = count(pages);
    assert!(wrong == 0 && right >= 49 * none, "{right} right, {none} without, {wrong} wrong");
}

#[test]
fn the_day_is_found_whatever_stands_beside_it() {
    let beside = BESIDE.iter().flat_map(|beside| MARKS.iter().map(move |mark| (beside, mark)));
    let lines = beside.flat_map(|(beside, mark)| {
        DAYS.iter().flat_map(move |day| [format!("{day}{mark}{beside}"), format!("{beside}{mark}{day}")])
    });
    let pages = lines.flat_map(|line| ["TD", "OTD", "DT"].map(|order| page(order, &line, "\n")));
    let (right, none, wrong) = count(pages);
    assert!(wrong == 0 && right >= 19 * none, "{right} right, {none} without, {wrong} wrong");
}

#[test]
fn a_day_of_change_on_the_same_line_gives_way() {
    let line = |mark: &str| {
        [
            format!("Published 9 March 2021{mark}Updated 12 March 2021"),
            format!("Last updated: 12 March 2021 09:10{mark}First published: 9 March 2021 22:40"),
            format!("9 March 2021{mark}Last modified on 12 March 2021"),
            format!("Harbour Post{mark}Posted: March 9, 2021{mark}Updated: March 12, 2021{mark}4 min read"),
        ]
    };
    let pages = MARKS.iter().flat_map(|mark| line(mark)).map(|line| page("TD", &line, "\n"));
    let (right, none, wrong) = count(pages);
    assert!(wrong == 0 && none == 0, "{right} right, {none} without, {wrong} wrong");
}

#[test]
fn a_day_that_is_not_the_page_s_dates_nothing() {
    for line in [
        "What we know of the crash of 9 March 2021",
        "The pier after the crash, 9 March 2021. Photo: A. Ruiz",
        "Crashes, 2 to 9 March 2021",
        "2 March 2021 - 9 March 2021",
        "Accessed 9 March 2021",
        "Printed on 9 March 2021 at 10:20",
        "Copyright 9 March 2021 Harbour Post",
        "The ferry had been repaired before 9 March 2021",
        "Tickets are valid until 9 March 2021",
    ] {
        let published = article(&page("TD", line, "\n"), Given::default()).published;
        let is_day = published.as_ref().is_some_and(|published| published.precision == Precision::Day);
        assert!(!is_day, "{line}: {published:?}");
    }
}
