//! Sources and fields of an event: what every page that tells it says in each field, beside what stands.
//!
//! Comes in: an event with who told it. Goes out: a row for each page, in the order of who told it, a cell for each field that the page fills,
//! with the words it rests on, what read them, whether they say another thing than what stands, and what the page said that they were
//! copied from. A cell is never made of two mentions; where a page tells a field only in other words than the rest of its row, the cell
//! says so.

use std::cmp::Reverse;

use serde::Serialize;
use stemma::fuse::beside::{self, Column, Told, Way};
use stemma::lexicon::Lexicon;
use stemma::model::{
    Alteration, AlterationKind, Assertion, Event, EventMention, Field, Place, PlaceRelation, Quote, Reading, Value,
};
use stemma_store::{Archive, Dataset, Documents, PageRow};

use super::capsules::Capsule;
use super::who::Who;
use crate::Error;
use crate::review::value_in_words;

/// Pages against fields; values are as told, or in words once [`Matrix::in_words`] has put them so.
#[derive(Clone, Debug, Serialize)]
pub struct Matrix<V = Telling> {
    /// Fields that any page tells.
    #[serde(serialize_with = "names")]
    pub fields: Vec<Column>,
    pub rows: Vec<MatrixRow<V>>,
    /// Pages that tell it, too, and are not shown.
    pub left_out: usize,
}

/// What one page tells.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixRow<V = Telling> {
    pub page: String,
    pub outlet: Option<String>,
    /// Which capsule it belongs to.
    pub capsule: Option<usize>,
    /// In the order of the fields.
    pub cells: Vec<Option<Cell<V>>>,
}

/// What a page tells in one field.
#[derive(Clone, Debug, Serialize)]
pub struct Cell<V = Telling> {
    pub value: V,
    /// The same as a fix says it, once it is put in words; empty before.
    pub said: String,
    pub quote: Quote,
    /// What read it.
    pub rule: String,
    /// How sure the learnt reader is of this field.
    pub p: Option<f32>,
    /// It says another thing than what stands.
    pub differs: bool,
    /// The words of the page it was copied from, where copying changed them.
    pub before: Option<String>,
    /// Other words of the page tell it than most of the row.
    pub is_apart: bool,
    /// Where it is, where it is a place and no land.
    pub point: Option<Point>,
    /// How the page came by it, which `rule` says in words.
    #[serde(skip)]
    way: Way,
}

/// In degrees of WGS84.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point {
    pub lat: f64,
    pub lon: f64,
}

/// A value as a page tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    pub value: Value,
    /// How the place lies to the one that is named.
    pub relation: Option<PlaceRelation>,
}

fn names<S: serde::Serializer>(fields: &[Column], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(fields.iter().map(|field| field.name()))
}

impl Matrix {
    /// The same with values in words.
    pub fn in_words(self, words: impl Fn(&Telling) -> String) -> Matrix<String> {
        let cell = |cell: Cell| {
            let Cell { value, quote, rule, p, differs, before, is_apart, point, way, .. } = cell;
            let told = words(&value);
            let said = said(&value, &told, point);
            Cell { value: told, said, quote, rule, p, differs, before, is_apart, point, way }
        };
        let row = |row: MatrixRow| {
            let MatrixRow { page, outlet, capsule, cells } = row;
            MatrixRow { page, outlet, capsule, cells: cells.into_iter().map(|of| of.map(cell)).collect() }
        };
        Matrix { fields: self.fields, rows: self.rows.into_iter().map(row).collect(), left_out: self.left_out }
    }
}

/// A value as a fix says it: what lies beside a place is a point with a name of its own.
fn said(Telling { value, relation }: &Telling, words: &str, point: Option<Point>) -> String {
    match (relation, point) {
        (Some(_), Some(Point { lat, lon })) => {
            let name = words.rsplit_once(" (").map_or(words, |(name, _)| name).replace('@', " ");
            format!("{} @ {lat},{lon}", name.trim())
        }
        _ => value_in_words(value),
    }
}

/// How many pages a matrix shows: more are compared by nobody.
const MOST: usize = 200;
/// How many pages are read at a time.
pub(super) const AT_ONCE: usize = 32;
/// How many pages are read for a sentence about an event.
const FIRST: usize = 24;

/// The matrix of an event.
pub fn matrix(
    store: &(impl Dataset + Archive),
    event: &Event,
    who: &Who,
    capsules: &[Capsule],
    lexicon: &Lexicon,
) -> Result<Matrix, Error> {
    let pages: Vec<&PageRow> = who.pages().collect();
    let shown = &pages[..pages.len().min(MOST)];
    let mut told: Vec<(&PageRow, Vec<(Column, Cell)>)> = Vec::with_capacity(shown.len());
    for some in shown.chunks(AT_ONCE) {
        let readings = store.readings_of(&ids(some))?;
        for page in some {
            let reading = readings.iter().find(|reading| reading.id == page.id);
            told.push((page, reading.map(|reading| cells(reading, event, lexicon)).unwrap_or_default()));
        }
    }
    let story: Vec<&str> = event.story.as_deref().into_iter().collect();
    let alterations: Vec<Alteration> =
        store.chapters_of(&story)?.into_iter().flat_map(|chapter| chapter.alterations).collect();
    put_before(store, &mut told, &alterations)?;
    mark_width(event, &mut told);
    let is_told = |field: &Column| told.iter().any(|(_, cells)| cells.iter().any(|(known, _)| known == field));
    let fields: Vec<Column> = Column::all().filter(is_told).collect();
    let row = |(page, mut cells): (&PageRow, Vec<(Column, Cell)>)| MatrixRow {
        page: page.id.clone(),
        outlet: page.outlet.clone(),
        capsule: capsules.iter().position(|capsule| capsule.pages.contains(&page.id)),
        cells: fields
            .iter()
            .map(|field| Some(cells.swap_remove(cells.iter().position(|(known, _)| known == field)?).1))
            .collect(),
    };
    Ok(Matrix { rows: told.into_iter().map(row).collect(), left_out: pages.len() - shown.len(), fields })
}

/// The pages that tell an event, as they were read, by id: of very many, the first.
pub fn tellings(store: &impl Documents, who: &Who) -> Result<Vec<Reading>, Error> {
    let pages: Vec<&PageRow> = who.pages().take(FIRST).collect();
    Ok(store.readings_of(&ids(&pages))?)
}

pub(super) fn ids<'a>(pages: &[&'a PageRow]) -> Vec<&'a str> {
    pages.iter().map(|page| page.id.as_str()).collect()
}

/// What a page tells of an event: the mention of it that fills most fields, and where it is silent, the others.
fn cells<'r>(reading: &'r Reading, event: &Event, lexicon: &Lexicon) -> Vec<(Column, Cell)> {
    let mut mentions = mentions(reading, event, lexicon);
    let told = |mention: &EventMention| {
        let fields = Column::all().filter_map(|field| beside::told(mention, event, field, lexicon));
        fields.filter(|told| told.way == Way::Told).count()
    };
    let is_plain = |mention: &EventMention| mention.assertion != Assertion::Background;
    // A stable sort: of equal ones the first.
    mentions.sort_by_key(|mention| Reverse((is_plain(mention), told(mention), mention.kind == event.kind)));
    let cell = |field: Column| {
        let said =
            |mention: &&'r EventMention| beside::told(mention, event, field, lexicon).map(|told| (*mention, told));
        let mut said: Vec<(&EventMention, Told)> = mentions.iter().filter_map(said).collect();
        // What words of their own give goes before what was carried over or reckoned.
        said.sort_by_key(|(_, told)| told.way != Way::Told);
        let (mention, Told { value, relation, span, p, way }) = said.into_iter().next()?;
        let quote = Quote { doc: reading.id.clone(), span, quote: span.of(&reading.text).to_owned() };
        let differs = beside::differs(mention, event, field, lexicon);
        let told = Telling { value, relation };
        let spot = place_of(&told).filter(|place| !place.is_wide()).and_then(Place::point);
        Some(Cell {
            said: String::new(),
            point: spot.map(|(lat, lon)| Point { lat, lon }),
            way,
            value: told,
            quote,
            rule: read_by(mention, way),
            p,
            differs,
            before: None,
            is_apart: mention.sentence != mentions[0].sentence,
        })
    };
    Column::all().filter_map(|field| Some((field, cell(field)?))).collect()
}

/// The mentions of a page that were joined into an event: those whose words it quotes; of several in the same words, those of its kind
/// and of their happening, and where these tell several happenings, the one that differs least from what stands.
pub(super) fn mentions<'a>(reading: &'a Reading, event: &Event, lexicon: &Lexicon) -> Vec<&'a EventMention> {
    let differing = |mention: &EventMention| {
        Column::all().filter(|column| beside::differs(mention, event, *column, lexicon)).count()
    };
    let mut found: Vec<&EventMention> = Vec::new();
    for quote in event.mentions.iter().filter(|quote| quote.doc == reading.id) {
        let here = || reading.annotations.events.iter().filter(|mention| mention.extent == quote.span);
        let is_any = here().any(|mention| mention.kind == event.kind);
        let of_kind = here().filter(|mention| !is_any || mention.kind == event.kind);
        let Some(likest) = of_kind.min_by_key(|mention| differing(mention)) else { continue };
        let is_one = |mention: &&EventMention| match likest.happening {
            Some(_) => mention.happening == likest.happening,
            None => mention.trigger == likest.trigger,
        };
        found.extend(here().filter(is_one));
    }
    found
}

fn read_by(mention: &EventMention, way: Way) -> String {
    let reader = match mention.certainty {
        Some(_) => "learnt reader".to_owned(),
        None => format!("rule {}", mention.rule),
    };
    match way {
        Way::Told => reader,
        Way::Carried => "carried over from the events around it".to_owned(),
        Way::Reckoned => "reckoned from the day of the page".to_owned(),
    }
}

/// Where all pages tell a narrower place than the one that stands, or all a wider one, none of them says what stands.
fn mark_width(event: &Event, told: &mut [(&PageRow, Vec<(Column, Cell)>)]) {
    let Some(stands) = &event.place else { return };
    let cells = told.iter_mut().flat_map(|(_, cells)| cells).filter(|(_, cell)| cell.way == Way::Told);
    let mut places: Vec<&mut Cell> =
        cells.filter(|(column, _)| *column == Column::Field(Field::Place)).map(|(_, cell)| cell).collect();
    if beside::is_of_other_width(places.iter().filter_map(|cell| place_of(&cell.value)), stands) {
        places.iter_mut().for_each(|cell| cell.differs = true);
    }
}

fn place_of(told: &Telling) -> Option<&Place> {
    match &told.value {
        Value::Place(place) => Some(place),
        _ => None,
    }
}

/// Whether what copying altered is what a field tells: "north" for "south" changes a place and no day, whatever words they stand among.
fn changes(kind: AlterationKind, column: Column) -> bool {
    match (kind, column) {
        (AlterationKind::Number, Column::Count(_)) => true,
        (AlterationKind::Number, Column::Field(field)) => field.measure().is_some(),
        (AlterationKind::Date, Column::Field(field)) => field == Field::Day,
        (AlterationKind::Name, Column::Field(field)) => matches!(field, Field::Place | Field::Actor | Field::Recipient),
        (AlterationKind::Direction, Column::Field(field)) => field == Field::Place,
        (AlterationKind::Negation, Column::Field(field)) => field == Field::Told,
        _ => false,
    }
}

/// Puts beside the words of each cell those that they were copied from, where copying changed them. A source that was dropped changes no
/// field.
fn put_before(
    store: &impl Documents,
    told: &mut [(&PageRow, Vec<(Column, Cell)>)],
    alterations: &[Alteration],
) -> Result<(), Error> {
    let mut changed: Vec<(&mut Cell, &Alteration)> = Vec::new();
    for (page, cells) in told {
        let of_page = || alterations.iter().filter(|found| found.child == page.id);
        for (column, cell) in cells {
            let span = cell.quote.span;
            let changes = |found: &&Alteration| changes(found.kind, *column) && found.child_span.overlaps(span);
            if let Some(found) = of_page().find(changes) {
                changed.push((cell, found));
            }
        }
    }
    changed.sort_by(|a, b| a.1.parent.cmp(&b.1.parent));
    for some in changed.chunks_mut(AT_ONCE) {
        let ids: Vec<&str> = some.iter().map(|(_, found)| found.parent.as_str()).collect();
        let readings = store.readings_of(&ids)?;
        for (cell, found) in some {
            let parent = readings.iter().find(|reading| reading.id == found.parent);
            let words = parent.map(|parent| found.parent_span.of(&parent.text)).filter(|words| !words.is_empty());
            cell.before = words.map(str::to_owned);
        }
    }
    Ok(())
}
