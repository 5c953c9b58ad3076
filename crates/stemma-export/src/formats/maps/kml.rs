//! KML 2.2 (OGC 07-147r2), with a folder for each kind of event. Each event has its days, so that a slider of time moves over them, and
//! all its fields with their types.
//!
//! Folders are gathered in files of their own, as events come by day. What has no place is left out and counted.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};

use quick_xml::escape::escape;
use stemma_store::EventRow;

use super::super::{Format, Report};
use super::{FIGURES, WORDS};
use crate::harmless::holdable;
use crate::maps::{Area, COLUMNS, Mapped, Ring};
use crate::tables::{Cell, Kind};
use crate::{CAUTION, Fault, Output, Source};

pub struct Kml;

impl Format for Kml {
    fn name(&self) -> &'static str {
        "kml"
    }

    fn about(&self) -> &'static str {
        "events on a map with their days, for Google Earth and the like; with --radius areas beside the points"
    }

    fn file(&self) -> &'static str {
        "events.kml"
    }

    fn loses(&self) -> &'static [&'static str] {
        &[
            FIGURES,
            WORDS,
            "events without a place: they are left out and counted",
            "control characters: their pictures stand there",
        ]
    }

    fn write(&self, source: &Source<'_>, output: &mut Output) -> Result<Report, Fault> {
        let mut folders = Folders::new(source.radius);
        source.each_event(|row| {
            let label = source.lexicon.events.kind(&row.kind).map_or(row.kind.as_str(), |kind| kind.label.as_str());
            folders.event(&row, label)
        })?;
        folders.end(output.open(self.file())?)
    }
}

/// Which events are drawn as what they are not: one spot.
const WIDE_STYLE: &str = "wide";
const SPOT_STYLE: &str = "spot";

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2">
<Document>
"#;

/// Colours are written as opacity, blue, green, red.
const STYLES: &str = r#"<Style id="spot"><IconStyle><color>ff2030c0</color></IconStyle><LineStyle><color>ff2030c0</color></LineStyle><PolyStyle><color>302030c0</color></PolyStyle></Style>
<Style id="wide"><IconStyle><color>ff909090</color></IconStyle><LineStyle><color>80909090</color></LineStyle><PolyStyle><color>18909090</color></PolyStyle></Style>
"#;

pub(super) struct Folders {
    radius: bool,
    /// The events of each kind, by the name of the kind.
    folders: BTreeMap<String, BufWriter<File>>,
    report: Report,
}

impl Folders {
    pub fn new(radius: bool) -> Folders {
        Folders { radius, folders: BTreeMap::new(), report: Report::default() }
    }

    pub fn event(&mut self, row: &EventRow, label: &str) -> Result<(), Fault> {
        if Mapped(row).point().is_none() {
            self.report.leave_out("its place is not known");
            return Ok(());
        }
        self.report.written += 1;
        if !self.folders.contains_key(label) {
            self.folders.insert(label.to_owned(), BufWriter::new(tempfile::tempfile()?));
        }
        let Some(out) = self.folders.get_mut(label) else { return Ok(()) };
        placemark(out, row, label, self.radius)
    }

    pub fn end(self, mut out: impl Write) -> Result<Report, Fault> {
        write!(out, "{HEAD}<name>Events</name>\n<description>{}</description>\n{STYLES}", html(CAUTION))?;
        out.write_all(b"<Schema name=\"event\" id=\"event\">\n")?;
        for column in COLUMNS.iter() {
            let kind = match column.kind {
                Kind::Whole => "int",
                Kind::Real => "double",
                Kind::Yes => "bool",
                Kind::Text | Kind::Day => "string",
            };
            writeln!(out, "<SimpleField type=\"{kind}\" name=\"{}\"/>", column.name)?;
        }
        out.write_all(b"</Schema>\n")?;
        for (label, folder) in self.folders {
            writeln!(out, "<Folder><name>{}</name>", xml(&label))?;
            let mut file = folder.into_inner().map_err(|error| error.into_error())?;
            file.rewind()?;
            io::copy(&mut file, &mut out)?;
            out.write_all(b"</Folder>\n")?;
        }
        out.write_all(b"</Document>\n</kml>\n")?;
        out.flush()?;
        Ok(self.report)
    }
}

fn placemark(out: &mut impl Write, row: &EventRow, label: &str, radius: bool) -> Result<(), Fault> {
    let event = Mapped(row);
    let (style, whole) = match event.is_wide() {
        true => (WIDE_STYLE, format!(" ({})", row.precision.name())),
        false => (SPOT_STYLE, String::new()),
    };
    let place = row.place.as_deref().or(row.admin1.as_deref()).or(row.country.as_deref());
    let place = place.map(|place| format!(", {place}")).unwrap_or_default();
    write!(out, "<Placemark id=\"{}\"><name>{}</name>", xml(&row.id), xml(&format!("{label}{place}{whole}")))?;
    write!(out, "<description>{}</description>", html(&row.summary))?;
    if row.from.or(row.to).is_some() {
        let told = |name, day: Option<_>| day.map_or(String::new(), |day| format!("<{name}>{day}</{name}>"));
        write!(out, "<TimeSpan>{}{}</TimeSpan>", told("begin", row.from), told("end", row.to))?;
    }
    write!(out, "<styleUrl>#{style}</styleUrl><ExtendedData><SchemaData schemaUrl=\"#event\">")?;
    for (column, value) in COLUMNS.iter().zip(event.cells()?) {
        let text = match column.cell(&value) {
            None => continue,
            Some(Cell::Text(text)) => xml(&text),
            Some(Cell::Whole(number)) => number.to_string(),
            Some(Cell::Real(number)) => number.to_string(),
            Some(Cell::Day(day)) => day.to_string(),
            Some(Cell::Yes(yes)) => yes.to_string(),
        };
        write!(out, "<SimpleData name=\"{}\">{text}</SimpleData>", column.name)?;
    }
    out.write_all(b"</SchemaData></ExtendedData>")?;
    let area = if radius || event.is_wide() { event.area() } else { None };
    let point = event.point().filter(|_| area.is_none() || !event.is_wide());
    let parts = usize::from(point.is_some()) + area.as_ref().map_or(0, |area| area.rings.len());
    let (begin, end) = if parts > 1 { ("<MultiGeometry>", "</MultiGeometry>") } else { ("", "") };
    out.write_all(begin.as_bytes())?;
    if let Some((lat, lon)) = point {
        write!(out, "<Point><coordinates>{lon},{lat}</coordinates></Point>")?;
    }
    area.iter().flat_map(|area: &Area| &area.rings).try_for_each(|ring| polygon(out, ring))?;
    writeln!(out, "{end}</Placemark>")?;
    Ok(())
}

fn polygon(out: &mut impl Write, ring: &Ring) -> io::Result<()> {
    out.write_all(b"<Polygon><tessellate>1</tessellate><outerBoundaryIs><LinearRing><coordinates>")?;
    ring.iter().try_for_each(|[lon, lat]| write!(out, "{lon},{lat} "))?;
    out.write_all(b"</coordinates></LinearRing></outerBoundaryIs></Polygon>")
}

/// Words of others between tags.
fn xml(text: &str) -> String {
    escape(holdable(text)).into_owned()
}

/// The same where programs read HTML, as they do in descriptions: tags in a text stay words there, too.
fn html(text: &str) -> String {
    xml(&escape(text))
}
