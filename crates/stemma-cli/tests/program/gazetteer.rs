//! Packs of places of the user's own: made from tables, read with, kept by a store, refused when they are none.

use serde_json::Value;

use crate::folder::Folder;

const PAGE: &str = "Gunmen burned granaries in Qorvandesht, in the Mopti region of Mali, on Monday, elders said.\n";

/// A table as GeoNames writes it: a province, a village in it, and a well.
fn table() -> String {
    let row = |id: u32, name: &str, lat: &str, lon: &str, class: &str, code: &str| {
        format!(
            "{id}\t{name}\t{name}\t\t{lat}\t{lon}\t{class}\t{code}\tML\t\t04\t\t\t\t0\t\t\tAfrica/Bamako\t2024-01-01\n"
        )
    };
    row(2453347, "Mopti", "14.7", "-3.6", "A", "ADM1")
        + &row(990000001, "Qorvandesht", "14.4", "-3.9", "P", "PPL")
        + &row(990000002, "Qorvan Well", "14.4", "-3.8", "H", "WLL")
}

/// Country, province and latitude of the village on a page, as `annotate` gives them.
fn village(json: &str) -> (Value, Value, Value) {
    let page: Value = serde_json::from_str(json.lines().next().expect("a page gives a line")).unwrap();
    let places = page["places"].as_array().unwrap();
    let place = places.iter().find(|place| place["name"] == "Qorvandesht").expect("the village is a place");
    (place["country"].clone(), place["admin1"].clone(), place["lat"].clone())
}

#[test]
fn a_village_of_a_pack_is_found_and_stays_with_the_store() {
    let folder = Folder::new();
    folder.write("page.txt", PAGE).write("ML.txt", table());
    let without = village(&folder.well(&["annotate", "page.txt"]));
    assert_eq!((without.0.as_str(), without.2.as_f64() == Some(14.4)), (Some("MLI"), false), "{without:?}");
    let said = folder.well(&["gazetteer", "add", "ML.txt", "--lists", "mine"]);
    assert!(said.contains("1 places") && said.contains("mine/places/packs/ML.pack"), "{said}");
    let (country, province, lat) = village(&folder.well(&["annotate", "page.txt", "--lists", "mine"]));
    assert_eq!((country.as_str(), lat.as_f64()), (Some("MLI"), Some(14.4)));
    assert_eq!(province.as_str(), Some("Mopti"), "the province of the pack is that of the gazetteer");
    let found = folder.well(&["gazetteer", "find", "Qorvandesht", "--country", "ML", "--lists", "mine"]);
    assert!(found.contains("* ") && found.contains("14.400 -3.900") && found.contains("is chosen"), "{found}");
    // The store that had the pack later has the picture of one that had it from the beginning, also without the folder.
    folder.well(&["ingest", "page.txt", "--store", "later.stemma"]);
    folder.well(&["ingest", "page.txt", "--lists", "mine", "--store", "later.stemma"]);
    folder.well(&["ingest", "page.txt", "--lists", "mine", "--store", "at-once.stemma"]);
    std::fs::remove_dir_all(folder.path("mine")).unwrap();
    let later = folder.well(&["export", "later.stemma"]);
    assert!(later == folder.well(&["export", "at-once.stemma"]) && later.contains("14.4"), "{later}");
    let lists = folder.well(&["show", "lists", "--store", "later.stemma"]);
    assert!(lists.contains("ML.pack"), "{lists}");
}

#[test]
fn what_is_no_table_and_no_pack_is_refused_in_one_line() {
    let folder = Folder::new();
    folder.write("page.txt", PAGE).write("ML.txt", table()).write("mine/places/packs/ML.pack", "no pack at all");
    folder.run(&["gazetteer", "add", "page.txt", "--lists", "mine"]).expect(1, &["page.txt: is no table of places"]);
    folder.run(&["gazetteer", "add", "ML.txt"]).expect(1, &["--lists FOLDER"]);
    folder.run(&["annotate", "page.txt", "--lists", "mine"]).expect(1, &["ML.pack: is no pack that can be used"]);
    folder.run(&["gazetteer", "find", "Mopti", "--country", "QQ"]).expect(1, &["no country has the code QQ"]);
}
