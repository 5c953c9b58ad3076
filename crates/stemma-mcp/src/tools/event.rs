//! An event with who tells it, who says what, and where its pages disagree.

use schemars::JsonSchema;
use serde::Serialize;
use stemma::model::{Claim, Contradiction, Correction};
use stemma_export::words;
use stemma_store::{Dataset, Noun, Record};
use stemma_workspace::ask::{self, Capsule, Known, KnownEvent};

use super::{Asking, Tool, gives, gone};
use crate::answer::{self, Body, Citation, Cut, EventItem, Pages, Ready, Rows, Said, name};
use crate::fault::Fault;
use crate::schema::{CURSOR, Field, LIMIT, Takes};

pub const TOOL: Tool = Tool {
    name: "event",
    title: "One event and its sources",
    description: "Gives one event: the words that tell it with their pages, which pages go back to one origin, who is quoted as saying \
                  what, where the pages contradict one another, what was corrected, and what a person checked.",
    takes: Takes::Fields(&[
        Field { name: "id", help: "The id of the event, or its beginning: e-91c0", is_needed: true, most: None },
        LIMIT,
        CURSOR,
    ]),
    gives: gives::<EventRecord>,
    run,
};

#[derive(Serialize, JsonSchema)]
struct EventRecord {
    event: EventItem,
    /// Who tells it and who repeats whom, in a line
    told_by: String,
    /// Why it has so many origins
    reason: String,
    /// Pages that go back to one text stand together
    origin_groups: Rows<Group>,
    /// The words that tell it
    mentions: Rows<Citation>,
    /// What somebody is quoted as saying of it
    claims: Rows<ClaimItem>,
    contradictions: Rows<Disagreement>,
    /// Words by which pages mend or take back what was reported
    corrections: Rows<Mended>,
}

/// Pages that go back to one text, as far as anybody can tell.
#[derive(Serialize, JsonSchema)]
struct Group {
    /// The outlet of its first page, or the source of its words that nobody collected
    label: String,
    pages: Vec<String>,
    /// It may be one with another group
    is_doubtful: bool,
}

/// What somebody said.
#[derive(Serialize, JsonSchema)]

struct ClaimItem {
    /// Who first said it, who carried it, … in that order
    by: Vec<String>,
    words: Citation,
}

#[derive(Serialize, JsonSchema)]
struct Disagreement {
    /// On what
    on: String,
    note: String,
    a: Citation,
    b: Citation,
}

#[derive(Serialize, JsonSchema)]
struct Mended {
    how: String,
    words: Citation,
}

/// Pages of a group that are named.
const NAMED: usize = 12;

fn run(asking: &Asking<'_>) -> Result<Ready, Fault> {
    let store = asking.store;
    let id = asking.id(Noun::Events, &asking.arguments.needed("id")?)?;
    let paging = asking.arguments.paging()?;
    let record = Record { noun: Noun::Events, id: id.clone(), title: String::new() };
    let Some(Known::Event(known)) = ask::known(store, &record)? else { return Err(gone(&id)) };
    let KnownEvent { event, claims, contradictions, .. } = *known;
    let row = store.events_of(&[&id])?.pop().ok_or_else(|| gone(&id))?;
    asking.check()?;
    let who = ask::who(store, &event)?;
    let capsules = ask::capsules(store, &event, &who)?;
    let quoted = event.mentions.iter().chain(event.corrections.iter().map(|found| &found.quote));
    let ids = quoted.map(|quote| quote.doc.as_str()).chain(claims.iter().map(|claim| claim.doc.as_str()));
    let ids = ids.chain(contradictions.iter().flat_map(|found| [found.a.doc.as_str(), found.b.doc.as_str()]));
    let pages = Pages::of(store, ids)?;
    let group = |Capsule { label, pages, is_doubtful, .. }: Capsule| Group {
        label: name(&label),
        pages: pages.into_iter().take(NAMED).collect(),
        is_doubtful,
    };
    let claim = |claim: Claim| ClaimItem {
        by: claim.chain.iter().map(|said| name(said)).collect(),
        words: pages.cite(&claim.content),
    };
    let disagreement = |Contradiction { kind, a, b, note, .. }: Contradiction| Disagreement {
        on: words::contradiction(kind).into(),
        note: name(&note),
        a: pages.cite(&a),
        b: pages.cite(&b),
    };
    let mended = |Correction { kind, quote, .. }: Correction| Mended {
        how: words::correction(kind).into(),
        words: pages.cite(&quote),
    };
    let all = event.mentions.len();
    asking.answer(EventRecord {
        told_by: name(&stemma_export::told_by(&capsules, &event.origins)),
        reason: name(&event.origins.reason),
        origin_groups: Rows::part(capsules, paging).map(group),
        mentions: Rows::part(answer::quotes(&event, all), paging).map(|quote| pages.cite(&quote)),
        claims: Rows::part(claims, paging).map(claim),
        contradictions: Rows::part(contradictions, paging).map(disagreement),
        corrections: Rows::part(event.corrections, paging).map(mended),
        event: EventItem::of(&row, Vec::new()),
    })
}

impl Body for EventRecord {
    fn say(&self, said: &mut Said) {
        self.event.say(said);
        let told_by = said.words(&self.told_by);
        said.line(format!("told by: {told_by}"));
        for citation in &self.mentions.rows {
            citation.say(said, "  ");
        }
        said.more("quotes", &self.mentions);
        for ClaimItem { by, words } in &self.claims.rows {
            let by = said.words(&by.join(" → "));
            said.line(format!("said by {by}:"));
            words.say(said, "  ");
        }
        for Disagreement { on, a, b, .. } in &self.contradictions.rows {
            said.line(format!("its pages disagree on {on}:"));
            a.say(said, "  ");
            b.say(said, "  ");
        }
        for Mended { how, words } in &self.corrections.rows {
            said.line(format!("{how}:"));
            words.say(said, "  ");
        }
    }

    fn lists(&mut self) -> Vec<&mut dyn Cut> {
        vec![
            &mut self.mentions,
            &mut self.claims,
            &mut self.contradictions,
            &mut self.origin_groups,
            &mut self.corrections,
        ]
    }
}
