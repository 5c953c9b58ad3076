//! Any events through every file of maps, read again by readers of those formats.

use std::collections::BTreeMap;

use proptest::option::of as maybe;
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};
use stemma::model::{Assertion, Day, PlacePrecision};
use stemma_store::EventRow;

use super::geojson::Features;
use super::gpkg::Events;
use super::kml::Folders;
use crate::harmless::holdable;
use crate::maps::{COLUMNS, Mapped};
use crate::sheets::tests::hostile;

fn events() -> impl Strategy<Value = Vec<EventRow>> {
    let day = || {
        maybe((1_i16..=9999, 1_u8..=12, 1_u8..=28).prop_map(|(year, month, day)| Day::new(year, month, day).unwrap()))
    };
    let precision = (0..PlacePrecision::ALL.len()).prop_map(|at| PlacePrecision::ALL[at].0);
    let place = maybe((-90.0_f64..=90.0, -180.0_f64..=180.0));
    let event = (
        (hostile(), hostile(), maybe(hostile()), maybe(hostile())),
        (day(), day()),
        (place, maybe(-1.0_f64..12_000.0), precision),
        (maybe(0_u32..100), maybe(0.0_f32..1.0), "[a-c]"),
    );
    let row =
        |((actors, summary, place, admin1), (from, to), (point, radius_km, precision), (killed, confidence, kind))| {
            EventRow {
                id: String::new(),
                from,
                to,
                country: None,
                admin1,
                place,
                lat: Option::map(point, |(lat, _)| lat),
                lon: Option::map(point, |(_, lon)| lon),
                radius_km,
                precision,
                kind,
                plover: "ASSAULT".into(),
                mode: None,
                acled: None,
                acled_sub: None,
                told: Assertion::Asserted,
                actors,
                recipients: "=1+1".into(),
                killed_low: killed,
                killed_best: killed,
                killed_high: None,
                articles: 1,
                origins_min: 1,
                origins_max: 2,
                grade: 3,
                airwars: None,
                confidence,
                disagreements: 0,
                summary,
                story: "story-1".into(),
                checked: String::new(),
                marks: String::new(),
            }
        };
    let numbered = |mut rows: Vec<EventRow>| {
        rows.iter_mut().zip(1..).for_each(|(row, at)| row.id = format!("e-{at}"));
        rows
    };
    proptest::collection::vec(event.prop_map(row), 0..6).prop_map(numbered)
}

/// The cells of an event that are texts, and not empty.
fn texts(row: &EventRow) -> BTreeMap<&'static str, String> {
    let cells = Mapped(row).cells().unwrap();
    let texts = COLUMNS.iter().zip(&cells).filter_map(|(column, cell)| Some((column.name, cell.as_str()?.to_owned())));
    texts.filter(|(_, text)| !text.is_empty()).collect()
}

fn geojson(rows: &[EventRow], radius: bool) -> Value {
    let mut out = Vec::new();
    let mut features = Features::begin(&mut out).unwrap();
    rows.iter().for_each(|row| features.event(row, radius).unwrap());
    assert_eq!(features.end().unwrap(), rows.len() as u64);
    serde_json::from_slice(&out).unwrap()
}

type Placemarks = BTreeMap<String, BTreeMap<String, String>>;

/// More words of a field of a placemark; words of no field are none.
fn add(placemarks: &mut Placemarks, id: &str, field: &Option<String>, words: &str) {
    if let Some(field) = field {
        placemarks.get_mut(id).and_then(|fields| fields.get_mut(field)).unwrap().push_str(words);
    }
}

/// The fields of each placemark by its id, and how many folders there are.
fn kml(text: &str) -> (Placemarks, usize) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut placemarks, mut id, mut field, mut folders) = (Placemarks::new(), String::new(), None, 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let of = |name: &str| start.try_get_attribute(name).unwrap().map(|found| found.value.into_owned());
                match start.name().as_ref() {
                    "Placemark" => {
                        id = of("id").unwrap();
                        placemarks.insert(id.clone(), BTreeMap::new());
                    }
                    "Folder" => folders += 1,
                    "SimpleData" => field = of("name"),
                    "description" if !id.is_empty() => field = Some("description".into()),
                    _ => field = None,
                }
                if let Some(field) = &field {
                    placemarks.get_mut(&id).unwrap().insert(field.clone(), String::new());
                }
            }
            Event::End(_) => field = None,
            Event::Text(words) => add(&mut placemarks, &id, &field, &words),
            Event::GeneralRef(entity) => {
                let sign = quick_xml::escape::resolve_predefined_entity(&entity).unwrap();
                add(&mut placemarks, &id, &field, sign);
            }
            Event::Eof => return (placemarks, folders),
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_events_are_the_same_in_geojson(rows in events(), radius in any::<bool>()) {
        let read = geojson(&rows, radius);
        prop_assert_eq!(read["features"].as_array().unwrap().len(), rows.len());
        for (feature, row) in read["features"].as_array().unwrap().iter().zip(&rows) {
            let event = Mapped(row);
            let kind = match (event.point(), event.area()) {
                (None, _) => Value::Null,
                (Some(_), Some(area)) if radius || event.is_wide() => json!(if area.rings.len() == 1 { "Polygon" } else { "MultiPolygon" }),
                _ => json!("Point"),
            };
            prop_assert_eq!(&feature["geometry"]["type"], &kind);
            prop_assert_eq!(&feature["id"], &json!(row.id));
            let properties = feature["properties"].as_object().unwrap();
            let names: Vec<&str> = properties.keys().map(String::as_str).collect();
            prop_assert_eq!(names, COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>());
            let read: BTreeMap<&str, String> = properties.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?.to_owned()))).filter(|(_, text)| !text.is_empty()).collect();
            prop_assert_eq!(read, texts(row));
        }
    }

    #[test]
    fn any_events_are_the_same_in_kml_and_what_has_no_place_is_counted(rows in events(), radius in any::<bool>()) {
        let mut folders = Folders::new(radius);
        rows.iter().for_each(|row| folders.event(row, &row.kind).unwrap());
        let mut out = Vec::new();
        let report = folders.end(&mut out).unwrap();
        let placed: Vec<&EventRow> = rows.iter().filter(|row| row.lat.is_some()).collect();
        prop_assert_eq!(report.written, placed.len() as u64);
        prop_assert_eq!(report.left_out.values().sum::<u64>(), (rows.len() - placed.len()) as u64);
        let (placemarks, folders) = kml(std::str::from_utf8(&out).unwrap());
        prop_assert_eq!(placemarks.len(), placed.len());
        prop_assert_eq!(folders, placed.iter().map(|row| &row.kind).collect::<std::collections::BTreeSet<_>>().len());
        for row in placed {
            let read = &placemarks[&row.id];
            for (name, text) in texts(row) {
                prop_assert_eq!(read.get(name).map(String::as_str), Some(&*holdable(&text)), "{}", name);
            }
            // Programs read HTML there.
            prop_assert!(!read["description"].contains(['<', '>']), "{}", read["description"]);
            prop_assert_eq!(read.get("killed_best").cloned(), row.killed_best.map(|killed| killed.to_string()));
        }
    }

    #[test]
    fn any_events_are_the_same_in_a_geopackage_each_in_one_layer(rows in events(), radius in any::<bool>()) {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut events = Events::create(file.path(), radius).unwrap();
        rows.iter().for_each(|row| events.event(row).unwrap());
        let (package, written) = events.end().unwrap();
        package.close().unwrap();
        prop_assert_eq!(written, rows.len() as u64);
        let database = rusqlite::Connection::open(file.path()).unwrap();
        let number = |sql: &str| database.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        prop_assert_eq!(number("PRAGMA application_id"), 0x4750_4B47);
        prop_assert_eq!(database.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0)).unwrap(), "ok");
        for layer in ["events_points", "events_areas"] {
            let drawn = number(&format!("SELECT count(geom) FROM {layer}"));
            prop_assert_eq!(number(&format!("SELECT count(*) FROM rtree_{layer}_geom")), drawn);
        }
        if radius {
            let spots = rows.iter().filter(|row| !Mapped(row).is_wide() && Mapped(row).area().is_some()).count();
            prop_assert_eq!(number("SELECT count(geom) FROM events_radius"), spots as i64);
        }
        for row in &rows {
            let layer = match Mapped(row).point() {
                None => "events_without_place",
                Some(_) if Mapped(row).is_wide() => "events_areas",
                Some(_) => "events_points",
            };
            for column in COLUMNS.iter().filter(|column| texts(row).contains_key(column.name)) {
                let sql = format!("SELECT \"{}\" FROM {layer} WHERE id = ?", column.name);
                let read: String = database.query_row(&sql, [&row.id], |row| row.get(0)).unwrap();
                prop_assert_eq!(read, texts(row)[column.name].replace('\0', "␀"));
            }
            let killed: Option<u32> = database.query_row(&format!("SELECT killed_best FROM {layer} WHERE id = ?"), [&row.id], |row| row.get(0)).unwrap();
            prop_assert_eq!(killed, row.killed_best);
        }
    }
}

#[cfg(feature = "parquet")]
proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_events_are_the_same_in_geoparquet(rows in events(), radius in any::<bool>()) {
        use parquet::file::reader::{FileReader, SerializedFileReader};
        use parquet::record::Field;

        let file = tempfile::NamedTempFile::new().unwrap();
        let mut points = super::geoparquet::Points::create(file.path(), radius).unwrap();
        rows.iter().for_each(|row| points.event(row).unwrap());
        prop_assert_eq!(points.end().unwrap(), rows.len() as u64);
        let reader = SerializedFileReader::new(std::fs::File::open(file.path()).unwrap()).unwrap();
        let said = reader.metadata().file_metadata().key_value_metadata().unwrap();
        let geo = said.iter().find(|pair| pair.key == "geo").and_then(|pair| pair.value.as_deref()).unwrap();
        let geo: Value = serde_json::from_str(geo).unwrap();
        prop_assert_eq!(&geo["version"], "1.1.0");
        prop_assert_eq!(geo["columns"].as_object().unwrap().len(), 1 + usize::from(radius));
        let read: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        prop_assert_eq!(read.len(), rows.len());
        for (read, row) in read.iter().zip(&rows) {
            let fields: BTreeMap<&str, &Field> = read.get_column_iter().map(|(name, field)| (name.as_str(), field)).collect();
            let bytes = |name: &str| match fields[name] {
                Field::Bytes(bytes) => Some(bytes.data().to_vec()),
                _ => None,
            };
            prop_assert_eq!(bytes("geometry"), Mapped(row).point().map(crate::maps::point));
            if radius {
                prop_assert_eq!(bytes("area"), Mapped(row).area().as_ref().map(crate::maps::multi_polygon));
            }
            let summary = if row.summary.is_empty() { Field::Null } else { Field::Str(row.summary.clone()) };
            prop_assert_eq!(fields["summary"], &summary);
        }
    }
}
