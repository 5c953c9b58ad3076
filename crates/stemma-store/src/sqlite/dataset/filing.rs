//! Rows are made: those of a page with its document, all others with their chapter and in its commit.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use stemma::fuse;
use stemma::model::{Checked, Claim, Event, Picture, Scope};

use super::terms::Terms;
use crate::entry::Page;
use crate::filed::{Filed, packed};
use crate::rows::{key, plain_key};

/// Tables whose rows carry their story, each with what it is called there.
const OF_STORY: [(&str, &str); 5] =
    [("stories", "id"), ("copies", "story"), ("contradictions", "story"), ("holds", "story"), ("events", "story")];
/// Tables whose rows belong to an event by its number.
const OF_EVENT: [(&str, &str); 5] = [
    ("event_records", "event"),
    ("event_places", "event"),
    ("event_pages", "event"),
    ("event_actors", "event"),
    ("event_words", "rowid"),
];

/// Puts a page into the place of the one that was there before.
pub(in crate::sqlite) fn page(
    transaction: &Transaction<'_>,
    id: &str,
    path: Option<&str>,
    page: &Page,
) -> rusqlite::Result<()> {
    let Page { title, outlet, byline, language, url, sent_at, from, to, body } = page;
    let mut old = transaction.prepare_cached("SELECT number, story FROM pages WHERE id = ?1")?;
    let old: Option<(i64, Option<String>)> = old.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    if let Some((number, _)) = old {
        transaction.prepare_cached("DELETE FROM page_words WHERE rowid = ?1")?.execute([number])?;
        transaction.prepare_cached("DELETE FROM pages WHERE number = ?1")?.execute([number])?;
    }
    let (from, to) = (from.map(|day| day.to_string()), to.map(|day| day.to_string()));
    let insert =
        "INSERT INTO pages (id, title, outlet, outlet_key, byline, language, path, url, sent_at, told_from, told_to,
                                     day_from, day_to, story)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?10, ?11, ?12)";
    let outlet_key = plain_key(outlet.as_deref().unwrap_or_default());
    let story = old.and_then(|(_, story)| story);
    transaction
        .prepare_cached(insert)?
        .execute(params![id, title, outlet, outlet_key, byline, language, path, url, sent_at, from, to, story])?;
    let number = transaction.last_insert_rowid();
    let insert = "INSERT INTO page_words (rowid, title, body) VALUES (?1, ?2, ?3)";
    transaction.prepare_cached(insert)?.execute(params![number, title, body]).map(|_| ())
}

/// Takes all rows of the picture away.
pub(in crate::sqlite) fn clear(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    for (table, _) in OF_STORY.iter().chain(&OF_EVENT).filter(|(table, _)| !table.ends_with("_words")) {
        transaction.execute(&format!("DELETE FROM {table}"), [])?;
    }
    transaction.execute_batch(
        "DELETE FROM claims;
         DELETE FROM control;
         DELETE FROM terms;
         INSERT INTO event_words (event_words) VALUES ('delete-all');
         INSERT INTO claim_words (claim_words) VALUES ('delete-all');
         UPDATE pages SET story = NULL, events = 0, day_from = told_from, day_to = told_to WHERE story IS NOT NULL;",
    )
}

/// Takes the rows of some stories away.
pub(in crate::sqlite) fn remove<'a>(
    transaction: &Transaction<'_>,
    stories: impl Iterator<Item = &'a str>,
) -> rusqlite::Result<()> {
    for story in stories {
        for (table, column) in OF_EVENT {
            let delete = format!("DELETE FROM {table} WHERE {column} IN (SELECT number FROM events WHERE story = ?1)");
            transaction.prepare_cached(&delete)?.execute([story])?;
        }
        let delete = "DELETE FROM claim_words WHERE rowid IN (SELECT number FROM claims WHERE story = ?1)";
        transaction.prepare_cached(delete)?.execute([story])?;
        for (table, column) in OF_STORY.iter().chain(&[("claims", "story")]) {
            transaction.prepare_cached(&format!("DELETE FROM {table} WHERE {column} = ?1"))?.execute([story])?;
        }
        let leave =
            "UPDATE pages SET story = NULL, events = 0, day_from = told_from, day_to = told_to WHERE story = ?1";
        transaction.prepare_cached(leave)?.execute([story])?;
    }
    Ok(())
}

/// Files the rows of some chapters, whose stories have none, and what the picture tells of them; events of other stories get the
/// numbers that the picture gives them.
pub(in crate::sqlite) fn add(
    transaction: &Transaction<'_>,
    filed: &[Filed],
    picture: &Picture,
) -> rusqlite::Result<()> {
    let stories: HashSet<&str> = filed.iter().map(Filed::story).collect();
    let mut terms = Terms::default();
    let mut home: HashMap<&str, &str> = HashMap::new();
    for filed in filed {
        story(transaction, filed)?;
        home.extend(filed.story.documents.iter().map(|document| (document.as_str(), filed.story())));
    }
    let mut changed: Vec<&Event> = Vec::new();
    for (rank, events) in [(1, &picture.events), (2, &picture.second_rank)] {
        for told in events {
            match told.story.as_deref() {
                Some(story) if stories.contains(story) => event(transaction, &mut terms, told, story, rank)?,
                Some(_) if !told.tolls.is_empty() && renumber(transaction, told)? => changed.push(told),
                _ => {}
            }
        }
    }
    count(transaction, [], home.keys().copied())?;
    name_copies(transaction, filed)?;
    for said in &picture.claims {
        if let Some(story) = home.get(said.doc.as_str()) {
            claim(transaction, said, story)?;
        }
    }
    let told_in = changed.iter().flat_map(|event| &event.mentions).map(|mention| mention.doc.as_str());
    super::review::settle(transaction, home.keys().copied().chain(told_in))
}

/// Gives copies the outlets and the days of their pages, once these are filed: those of some stories, and those whose sources are in them.
fn name_copies(transaction: &Transaction<'_>, filed: &[Filed]) -> rusqlite::Result<()> {
    let name = "UPDATE copies SET
                    copier_key = coalesce((SELECT outlet_key FROM pages WHERE id = child), ''),
                    copied_key = (SELECT outlet_key FROM pages WHERE id = parent),
                    days = (SELECT julianday(copy.day_from) - julianday(first.day_from)
                            FROM pages AS copy CROSS JOIN pages AS first ON first.id = parent
                            WHERE copy.id = child AND copy.day_from = copy.day_to AND first.day_from = first.day_to)
                WHERE story = ?1 OR parent IN (SELECT document FROM story_documents WHERE story = ?1)";
    let mut name = transaction.prepare_cached(name)?;
    for filed in filed {
        name.execute([filed.story()])?;
    }
    Ok(())
}

/// Counts the happenings of some stories and pages again.
pub(super) fn count<'a>(
    transaction: &Transaction<'_>,
    stories: impl IntoIterator<Item = &'a str>,
    pages: impl IntoIterator<Item = &'a str>,
) -> rusqlite::Result<()> {
    let counted =
        "UPDATE stories SET events = (SELECT count(*) FROM events WHERE story = stories.id AND rank = 1) WHERE id = ?1";
    let mut counted = transaction.prepare_cached(counted)?;
    for story in stories {
        counted.execute([story])?;
    }
    let counted = "UPDATE pages SET events = (SELECT count(*) FROM event_pages AS told CROSS JOIN events AS e ON e.number = told.event
                                       WHERE told.page = pages.id AND e.rank = 1) WHERE id = ?1";
    let mut counted = transaction.prepare_cached(counted)?;
    for page in pages {
        counted.execute([page])?;
    }
    Ok(())
}

fn story(transaction: &Transaction<'_>, filed: &Filed) -> rusqlite::Result<()> {
    let Filed { story, totals, copies, dates, contradictions, control, is_weighed, .. } = filed;
    let (from, to) = (story.from.map(|day| day.to_string()), story.to.map(|day| day.to_string()));
    let insert = "INSERT INTO stories (id, title, day_from, day_to, pages, copies, events, is_weighed)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let pages = story.documents.len() as i64;
    let [copied, events] = [totals.copies, totals.events].map(|count| count as i64);
    transaction.prepare_cached(insert)?.execute(params![
        story.id,
        story.title,
        from,
        to,
        pages,
        copied,
        events,
        is_weighed
    ])?;
    let insert =
        "INSERT INTO copies (story, child, parent, missing, p, one_text, words, edits, evidence, credits, altered)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let mut insert = transaction.prepare_cached(insert)?;
    for copy in copies {
        let evidence = serde_json::to_string(&copy.evidence).expect("evidence is plain");
        let (p, one_text) = (f64::from(copy.p), f64::from(copy.one_text));
        insert.execute(params![
            story.id,
            copy.child,
            copy.parent,
            copy.missing,
            p,
            one_text,
            copy.words,
            copy.edits,
            evidence,
            copy.credits,
            copy.altered
        ])?;
    }
    let mut join = transaction.prepare_cached("UPDATE pages SET story = ?2 WHERE id = ?1")?;
    for document in &story.documents {
        join.execute([document, &story.id])?;
    }
    let date = "UPDATE pages SET day_from = ?2, day_to = ?3 WHERE id = ?1 AND told_from IS NULL";
    let mut date = transaction.prepare_cached(date)?;
    for dated in dates {
        let (from, to) = (dated.published.start.to_string(), dated.published.end.to_string());
        date.execute(params![dated.document, from, to])?;
    }
    let insert = "INSERT OR IGNORE INTO contradictions (story, id, record) VALUES (?1, ?2, ?3)";
    let mut insert = transaction.prepare_cached(insert)?;
    for found in contradictions {
        insert.execute(params![story.id, found.id, found.record])?;
    }
    super::control::hold(transaction, &story.id, control)
}

/// What is counted as killed in the event itself: low, best, high. Running totals and counts over a period are of more than it.
fn killed(event: &Event) -> [Option<u32>; 3] {
    let toll = event.toll.iter().find(|toll| toll.measure == "killed" && toll.scope == Scope::Event);
    toll.map_or([None; 3], |toll| [toll.low, toll.best, toll.high])
}

fn names(parties: &[stemma::model::Party]) -> String {
    fuse::named(parties).join("; ")
}

/// As it is written in JSON.
fn name_of(value: &impl serde::Serialize) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

/// Files an event as the program read it.
fn event(
    transaction: &Transaction<'_>,
    terms: &mut Terms,
    event: &Event,
    story: &str,
    rank: u8,
) -> rusqlite::Result<()> {
    let number = row(transaction, terms, None, event, story, rank)?;
    let insert = "INSERT INTO event_records (event, record) VALUES (?1, ?2)";
    transaction.prepare_cached(insert)?.execute(params![number, packed(event)])?;
    let insert = "INSERT OR IGNORE INTO event_pages (event, page) VALUES (?1, ?2)";
    let mut insert = transaction.prepare_cached(insert)?;
    for document in documents(event) {
        insert.execute(params![number, document])?;
    }
    Ok(())
}

/// The pages that tell an event.
pub(super) fn documents(event: &Event) -> impl Iterator<Item = &String> {
    event.mentions.iter().map(|mention| &mention.doc).chain(event.origin_groups.iter().flatten())
}

/// Puts an event into the place of what its row said, other fields and all; the words that tell it are the same.
pub(super) fn replace(
    transaction: &Transaction<'_>,
    terms: &mut Terms,
    number: i64,
    event: &Event,
    story: &str,
    rank: u8,
) -> rusqlite::Result<()> {
    for (table, column) in [("event_places", "event"), ("event_actors", "event"), ("event_words", "rowid")] {
        transaction.prepare_cached(&format!("DELETE FROM {table} WHERE {column} = ?1"))?.execute([number])?;
    }
    row(transaction, terms, Some(number), event, story, rank).map(|_| ())
}

/// Writes the row of an event, with what is found by its place, its parties and its words; gives its number.
fn row(
    transaction: &Transaction<'_>,
    terms: &mut Terms,
    number: Option<i64>,
    event: &Event,
    story: &str,
    rank: u8,
) -> rusqlite::Result<i64> {
    let place = event.place.as_ref();
    let [low, best, high] = killed(event);
    let insert = "INSERT OR REPLACE INTO events
            (id, rank, story, day_from, day_to, country, admin1, place, place_key, admin1_key, lat, lon, radius_km, kind, plover, mode,
             acled, acled_sub, told, actors, recipients, killed_low, killed_best, killed_high, articles, origins_min, origins_max,
             grade, airwars, confidence, disagreements, summary, checked, number, precision, terms)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25,
                ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36)";
    transaction.prepare_cached(insert)?.execute(params![
        event.id,
        rank,
        story,
        event.time.map(|time| time.from.to_string()),
        event.time.map(|time| time.to.to_string()),
        place.and_then(|place| place.country.as_ref()),
        place.and_then(|place| place.admin1.as_ref()),
        place.map(|place| &place.name),
        place.map(|place| key(&place.name)),
        place.and_then(|place| place.admin1.as_deref()).map(key),
        place.and_then(|place| place.lat),
        place.and_then(|place| place.lon),
        place.and_then(|place| place.radius_km),
        event.kind,
        event.plover,
        event.mode,
        event.acled,
        event.acled_sub,
        name_of(&event.assertion),
        names(&event.actors),
        names(&event.recipients),
        low,
        best,
        high,
        event.articles,
        event.origins.min,
        event.origins.max,
        event.grade.admiralty_number,
        event.grade.airwars.and_then(|grade| name_of(&grade)),
        event.confidence.map(f64::from),
        event.contradictions.len() as i64,
        event.summary,
        event.checked().map_or("", Checked::name),
        number,
        event.precision().name(),
        terms.of(transaction, event)?
    ])?;
    let number = transaction.last_insert_rowid();
    if let Some((lat, lon)) = place.and_then(|place| place.point()) {
        let insert = "INSERT INTO event_places (event, south, north, west, east) VALUES (?1, ?2, ?2, ?3, ?3)";
        transaction.prepare_cached(insert)?.execute(params![number, lat, lon])?;
    }
    let insert =
        "INSERT INTO event_actors (event, side, ordinal, name, name_key, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut insert = transaction.prepare_cached(insert)?;
    for (side, parties) in [("actor", &event.actors), ("recipient", &event.recipients)] {
        for (ordinal, party) in parties.iter().enumerate() {
            insert.execute(params![number, side, ordinal as i64, party.name, key(&party.name), party.id])?;
        }
    }
    let insert = "INSERT INTO event_words (rowid, names, words) VALUES (?1, ?2, ?3)";
    transaction.prepare_cached(insert)?.execute(params![number, all_names(event), words(event)])?;
    Ok(number)
}

fn all_names(event: &Event) -> String {
    let place = event.place.iter().flat_map(|place| [Some(&place.name), place.admin1.as_ref(), place.country.as_ref()]);
    let parties = event.actors.iter().chain(&event.recipients).map(|party| &party.name);
    parties.chain(place.flatten()).map(String::as_str).collect::<Vec<_>>().join(" ; ")
}

/// What is said of the event and in what words, each quote once.
fn words(event: &Event) -> String {
    let quotes: BTreeSet<&str> = event.mentions.iter().map(|mention| mention.quote.as_str()).collect();
    let codes = [&event.acled, &event.acled_sub].into_iter().flatten().map(String::as_str);
    [event.kind.as_str(), event.plover.as_str()].into_iter().chain(codes).chain(quotes).collect::<Vec<_>>().join(" ; ")
}

/// Gives an event of a story that stays as it is the numbers that its sources now weigh out; says whether they are others.
fn renumber(transaction: &Transaction<'_>, event: &Event) -> rusqlite::Result<bool> {
    let record = packed(event);
    let update = "UPDATE event_records SET record = ?2
                  WHERE event = (SELECT number FROM events WHERE id = ?1) AND record <> ?2";
    if transaction.prepare_cached(update)?.execute(params![event.id, record])? == 0 {
        return Ok(false);
    }
    let [low, best, high] = killed(event);
    let update = "UPDATE events SET killed_low = ?2, killed_best = ?3, killed_high = ?4, summary = ?5 WHERE id = ?1";
    transaction.prepare_cached(update)?.execute(params![event.id, low, best, high, event.summary])?;
    Ok(true)
}

fn claim(transaction: &Transaction<'_>, claim: &Claim, story: &str) -> rusqlite::Result<()> {
    let chain = serde_json::to_string(&claim.chain).expect("names are plain");
    let insert = "INSERT INTO claims (id, story, event, page, source, source_key, chain, start, end, quote)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let span = claim.content.span;
    transaction.prepare_cached(insert)?.execute(params![
        claim.id,
        story,
        claim.event,
        claim.doc,
        claim.source,
        key(&claim.source),
        chain,
        span.start,
        span.end,
        claim.content.quote
    ])?;
    let insert = "INSERT INTO claim_words (rowid, source, quote) VALUES (?1, ?2, ?3)";
    let number = transaction.last_insert_rowid();
    transaction
        .prepare_cached(insert)?
        .execute(params![number, claim.chain.join(" ; "), claim.content.quote])
        .map(|_| ())
}

/// Whether every document has its page.
pub(in crate::sqlite) fn is_filed(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT pages_filed FROM state", [], |row| row.get(0))
}
