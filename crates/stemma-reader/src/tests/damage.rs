//! Files that are no model, or no longer: every one is refused with an error, or is a model; none makes the program panic.

use super::model::{Model, Numbers, SMALL, leak};
use super::{Sentence, TITLE, said};
use crate::{Error, Reader};

#[test]
fn a_file_that_is_cut_short_is_refused() {
    let file = Model::new(SMALL, 30).write();
    for length in (0..file.len()).step_by(997).chain(0..64) {
        assert!(Reader::from_bytes(leak(&file[..length])).is_err(), "{length} bytes");
    }
    assert!(Reader::from_bytes(leak(&file)).is_ok());
    // At an address where numbers cannot be used in place.
    let shifted = leak(&[&[0], &*file].concat());
    assert!(Reader::from_bytes(&shifted[1..]).is_ok());
}

#[test]
fn a_file_of_another_kind_or_version_is_refused() {
    let file = Model::new(SMALL, 31).write();
    let with = |at: usize, byte: u8| {
        let mut file = file.clone();
        file[at] = byte;
        Reader::from_bytes(leak(&file)).unwrap_err()
    };
    assert!(matches!(with(0, b'X'), Error::Format(_)));
    assert!(matches!(with(8, 2), Error::Format(_)));
    assert!(with(8, 2).to_string().contains("another version"));
}

#[test]
fn every_section_is_needed_and_of_one_size() {
    let model = Model::new(SMALL, 32);
    for name in model.sections.keys() {
        let mut damaged = Model::new(SMALL, 32);
        damaged.sections.remove(name);
        let error = Reader::from_bytes(damaged.leak()).unwrap_err();
        assert_eq!(error, Error::Missing(name.clone()));
        damaged.set(name, model.sections[name][4..].to_vec());
        let shorter = Reader::from_bytes(damaged.leak());
        if name.starts_with("labels.") {
            // Another label is a label.
            assert!(shorter.is_ok(), "{name}");
        } else if name != "pieces" {
            assert!(shorter.is_err(), "{name}");
        }
    }
}

#[test]
fn a_number_that_is_none_is_refused() {
    let model = Model::new(SMALL, 33);
    let are_numbers = |name: &str| {
        let is_text = name == "config" || name == "pieces" || name.starts_with("labels.");
        let is_whole = name.starts_with('l') && name.ends_with(".w");
        !is_text && !is_whole
    };
    for name in model.sections.keys().filter(|name| are_numbers(name)) {
        for number in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let mut damaged = Model::new(SMALL, 33);
            let bytes = damaged.sections.get_mut(name).unwrap();
            if name == "embed.q4" {
                bytes[18..20].copy_from_slice(&[0, 0x7c]);
            } else {
                let last = bytes.len() - 4;
                bytes[last..].copy_from_slice(&number.to_le_bytes());
            }
            assert!(matches!(Reader::from_bytes(damaged.leak()), Err(Error::Section(section, _)) if section == *name));
        }
    }
}

#[test]
fn a_configuration_out_of_bounds_is_refused() {
    for (key, values) in [
        ("layers", &["0", "65", "3", "-1", "", "x"][..]),
        ("width", &["0", "48", "96", "18446744073709551615"]),
        ("heads", &["0", "3", "4", "8", "64"]),
        ("inner", &["0", "120", "144", "1000000"]),
        ("pieces", &["0", "4", "5", "99999999999"]),
        ("positions", &["0", "39", "5000"]),
        ("hidden", &["0", "31", "48"]),
    ] {
        for value in values {
            let mut damaged = Model::new(SMALL, 34);
            let config = String::from_utf8(damaged.sections["config"].clone()).unwrap();
            // Of two lines the last counts.
            damaged.set("config", format!("{config}{key}={value}\n").into_bytes());
            // With other heads the same sections make another model.
            let is_another = key == "heads" && *value == "4";
            assert_eq!(Reader::from_bytes(damaged.leak()).is_ok(), is_another, "{key}={value}");
        }
    }
}

#[test]
fn a_file_with_any_bytes_changed_is_refused_or_read_without_a_panic() {
    let file = Model::new(SMALL, 35).write();
    let mut numbers = Numbers(36);
    for round in 0..400 {
        let mut damaged = file.clone();
        // Half of the time in the directory, where most harm is done.
        let end = if round % 2 == 0 { 4_800 } else { damaged.len() };
        for _ in 0..1 + round % 5 {
            let at = numbers.next() as usize % end;
            damaged[at] = numbers.next() as u8;
        }
        if let Ok(reader) = Reader::from_bytes(leak(&damaged)) {
            let sentence = Sentence::new(&reader, TITLE, false);
            said(&reader, &[sentence.part()]);
        }
    }
}
