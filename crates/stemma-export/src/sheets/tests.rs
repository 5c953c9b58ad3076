//! Any cells through every file of tables, read again by readers of those formats.

use std::fs::{self, File};
use std::io::Read;

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};

use super::{CsvFiles, Sheets, XlsxFile};
use crate::harmless::holdable;
use crate::tables::{Table, day, real, text, whole, yes};
use crate::{Fault, Output};

static ANY: Table = Table {
    name: "any",
    about: "Cells of all kinds.",
    columns: &[text("text"), whole("whole"), real("real"), day("day"), yes("yes")],
    fill: |_, _| Ok(()),
};

/// Words that files of tables are broken with.
pub(crate) fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "[=+@-]{1,2}[0-9A-Z()!'|]{0,12}",
        "[\"',;\t\r\n\\\\]{0,8}",
        "[\u{200f}\u{202e}\u{2066}א-ת\0\u{1}\u{7f}\u{85}\u{2028}\u{fffe}😀]{0,8}",
        "(_x[0-9A-F]{4}_|</t>|]]>|&amp;|<!--|<f>1</f>){0,3}",
        any::<String>(),
        Just("ن".repeat(40_000)),
        Just("😀".repeat(20_000)),
    ]
}

fn rows() -> impl Strategy<Value = Vec<Vec<Value>>> {
    let days = (1_i32..=9999, 1..=12, 1..=28).prop_map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"));
    let row = (
        hostile(),
        proptest::option::of(-1_000_000_i64..1_000_000),
        proptest::option::of(-1e9_f64..1e9),
        proptest::option::of(days),
        proptest::option::of(any::<bool>()),
    );
    let row = row
        .prop_map(|(text, whole, real, day, yes)| vec![json!(text), json!(whole), json!(real), json!(day), json!(yes)]);
    proptest::collection::vec(row, 0..6)
}

fn write(sheets: &mut dyn Sheets, rows: &[Vec<Value>]) -> Result<(), Fault> {
    sheets.begin(&ANY)?;
    rows.iter().try_for_each(|row| sheets.row(row))?;
    sheets.end()?;
    sheets.close()
}

/// The text that a row should have, which is nothing where it is empty.
fn told(row: &[Value]) -> Option<&str> {
    row[0].as_str().filter(|text| !text.is_empty())
}

/// The cells of a sheet of a workbook, by the name of the cell: type and content.
fn sheet(file: File, number: usize) -> Vec<(String, String, String)> {
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let mut xml = String::new();
    archive.by_name(&format!("xl/worksheets/sheet{number}.xml")).unwrap().read_to_string(&mut xml).unwrap();
    let mut reader = Reader::from_str(&xml);
    let mut cells: Vec<(String, String, String)> = Vec::new();
    let mut is_content = false;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) if start.name().as_ref() == "c" => {
                let of = |name: &str| start.try_get_attribute(name).unwrap().map(|found| found.value.into_owned());
                cells.push((of("r").unwrap(), of("t").unwrap_or_default(), String::new()));
            }
            Event::Start(start) => {
                assert_ne!(start.name().as_ref(), "f", "a formula");
                is_content = matches!(start.name().as_ref(), "t" | "v");
            }
            Event::End(_) => is_content = false,
            Event::Text(words) if is_content => cells.last_mut().unwrap().2.push_str(&words),
            Event::GeneralRef(entity) if is_content => {
                let sign = quick_xml::escape::resolve_predefined_entity(&entity).unwrap().to_owned();
                cells.last_mut().unwrap().2.push_str(&sign);
            }
            Event::Eof => return cells,
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_cells_are_whole_in_csv(rows in rows()) {
        let folder = tempfile::tempdir().unwrap();
        let mut output = Output::folder(folder.path()).unwrap();
        write(&mut CsvFiles::new(&mut output), &rows).unwrap();
        output.finish().unwrap();
        let mut reader = csv::Reader::from_path(folder.path().join("any.csv")).unwrap();
        let read: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        prop_assert_eq!(read.len(), rows.len());
        for (record, row) in read.iter().zip(&rows) {
            prop_assert_eq!(record.len(), ANY.columns.len());
            prop_assert!(!record[0].starts_with(['=', '+', '-', '@']));
            prop_assert_eq!(&record[3], row[3].as_str().unwrap_or_default());
        }
    }

    #[test]
    fn any_cells_are_whole_in_a_workbook_and_none_is_a_formula(rows in rows()) {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut sheets = XlsxFile::with_rows(file.path(), 4);
        write(&mut sheets, &rows).unwrap();
        let report = sheets.finish().unwrap();
        let long = rows.iter().filter_map(|row| told(row)).filter(|text| text.encode_utf16().count() > 32_767).count();
        prop_assert_eq!(report.left_out.values().sum::<u64>(), long as u64);
        for (number, rows) in rows.chunks(3).enumerate() {
            let cells = sheet(fs::File::open(file.path()).unwrap(), number + 1);
            for (row, at) in rows.iter().zip(2..) {
                let cell = |column: char| {
                    let name = format!("{column}{at}");
                    cells.iter().find(|(known, ..)| *known == name).map(|(_, kind, content)| (kind.as_str(), content.as_str()))
                };
                match told(row) {
                    None => prop_assert_eq!(cell('A'), None),
                    Some(text) => {
                        let (kind, content) = cell('A').unwrap();
                        prop_assert_eq!(kind, "inlineStr");
                        let shown = holdable(text);
                        match content.strip_suffix(" […cut]") {
                            Some(kept) => prop_assert!(shown.starts_with(kept)),
                            // Excel reads a sign from _x005F_, so one that stood there is written so.
                            None => prop_assert_eq!(content.replace("_x005F_x", "_x"), shown.replace("_x005F_x", "_x")),
                        }
                    }
                }
                prop_assert_eq!(cell('B').map(|(_, content)| content.parse::<f64>().unwrap()), row[1].as_f64());
                prop_assert_eq!(cell('D').is_some(), row[3].is_string());
                prop_assert_eq!(cell('E').map(|(kind, content)| (kind, content == "1")), row[4].as_bool().map(|yes| ("b", yes)));
            }
        }
    }
}

#[cfg(feature = "parquet")]
proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_cells_are_the_same_in_parquet(rows in rows()) {
        use parquet::file::reader::{FileReader, SerializedFileReader};
        use parquet::record::Field;
        use stemma::model::Day;

        use super::ParquetFiles;

        let folder = tempfile::tempdir().unwrap();
        let mut output = Output::folder(folder.path()).unwrap();
        write(&mut ParquetFiles::new(&mut output), &rows).unwrap();
        output.finish().unwrap();
        let reader = SerializedFileReader::new(File::open(folder.path().join("any.parquet")).unwrap()).unwrap();
        let read: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        prop_assert_eq!(read.len(), rows.len());
        for (read, row) in read.iter().zip(&rows) {
            let fields: Vec<&Field> = read.get_column_iter().map(|(_, field)| field).collect();
            let text = told(row).map_or(Field::Null, |text| Field::Str(text.to_owned()));
            prop_assert_eq!(fields[0], &text);
            prop_assert_eq!(fields[1], &row[1].as_i64().map_or(Field::Null, Field::Long));
            prop_assert_eq!(fields[2], &row[2].as_f64().map_or(Field::Null, Field::Double));
            let first = Day::new(1970, 1, 1).unwrap();
            let days = row[3].as_str().map(|day| day.parse::<Day>().unwrap().days_since(first));
            prop_assert_eq!(fields[3], &days.map_or(Field::Null, Field::Date));
            prop_assert_eq!(fields[4], &row[4].as_bool().map_or(Field::Null, Field::Bool));
        }
    }
}
