//! What the words mean that stand in other pages: terms of the trade, and the kinds by which events are asked for.

use stemma_workspace::ask::Kind;

use super::Page;

/// Terms, each explained in a line.
const TERMS: [(&str, &str); 22] = [
    ("event", "a happening, put together from all pages that tell it; `stemma ls events`"),
    (
        "story",
        "pages that belong together by their words, their days and what they tell; a copy is in the story of its model",
    ),
    ("claim", "what a page says that somebody said, with who carried the word: speaker → carrier → page"),
    (
        "origin",
        "where a telling comes from: a page that copies goes back to the origin of its model, two pages that quote one speaker may go back to one",
    ),
    (
        "1 to 2 origins",
        "the least number that is sure and the greatest that is possible: where nothing shows whether two pages know of each other, nobody can tell",
    ),
    (
        "told",
        "as what the pages tell it: happened; background (in passing, of an earlier time); planned; ordered; possible; denied; not-happened",
    ),
    (
        "kind",
        "what it was, in words of ours; PLOVER and ACLED are the codes that these codebooks have for it; `stemma about kinds`",
    ),
    (
        "toll",
        "what was counted, from the lowest to the highest figure; --tolls says which practice settles it where reports differ",
    ),
    (
        "running total",
        "a count of all until a day, or over a period: it is not of this event, and no sum of events may hold it",
    ),
    (
        "Admiralty",
        "how far it can be believed, the number of the Admiralty code (NATO AJP-2.1): 1 confirmed by others, 2 probably true, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot be judged; the letter, for the source, is yours to give",
    ),
    (
        "Airwars",
        "the same for harm to people, in the grades of Airwars: the five words below; a proposal, not their grade",
    ),
    ("confirmed", "Airwars: a belligerent takes responsibility"),
    ("fair", "Airwars: two origins or more tell it, and a belligerent is likely to have acted there"),
    ("weak", "Airwars: one origin alone tells it, or nothing says which belligerent it was"),
    ("contested", "Airwars: origins name different parties for it"),
    ("discounted", "Airwars: those who were harmed are told to have been combatants"),
    (
        "read right",
        "how likely it is that the program read the event as its pages tell it; it says nothing of whether they are right",
    ),
    (
        "disagreements",
        "where pages contradict each other on one event: a number, the day, the place, who did it, who said it, whether it happened at all",
    ),
    (
        "copies",
        "pages that have their words from another page, or from a source that nobody collected; p is how probable that is",
    ),
    (
        "words shared",
        "how many words two pages have in common in one place, and how many of these were changed on the way",
    ),
    (
        "second rank",
        "words that are an act themselves, as a demand or an accusation: kept, and never counted among events",
    ),
    ("not collected", "a source that several pages have their words from, and that is not in the store"),
];

/// What the terms mean.
pub fn terms() -> Page {
    let mut page = Page::default();
    for (term, meaning) in TERMS {
        page.field("", 16, term, meaning);
    }
    page
}

/// The kinds, with the codes of others.
pub fn kinds(kinds: &[Kind]) -> Page {
    let mut page = Page::default();
    for kind in kinds {
        let Kind { id, label, plover, mode, acled, acled_sub } = kind;
        let coded = |name: &str, codes: [&Option<String>; 2]| {
            let codes: Vec<&str> = codes.into_iter().flatten().map(String::as_str).collect();
            (!codes.is_empty()).then(|| format!("{name} {}", codes.join(" / ")))
        };
        let said: Vec<String> = (*label != id.replace('-', " ")).then(|| label.clone()).into_iter().collect();
        let codes = [coded("PLOVER", [plover, mode]), coded("ACLED", [acled, acled_sub])];
        let said: Vec<String> = said.into_iter().chain(codes.into_iter().flatten()).collect();
        page.field("", 22, id, said.join("; "));
    }
    page
}
