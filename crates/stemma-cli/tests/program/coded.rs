//! Tables of events that others coded: what `convert` and `compare` make of good and of bad ones, and where they write to.

use crate::folder::{Folder, Ran};

const HEADS: &str =
    "event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2,location,latitude,longitude,fatalities";

/// A table of ACLED with these days and latitudes.
fn acled(rows: &[(&str, &str)]) -> String {
    let row = |(at, (day, latitude)): (usize, &(&str, &str))| {
        format!(
            "SDN{at},{day},Battles,Armed clash,Rapid Support Forces,Military Forces of Sudan,Wad Madani,{latitude},33.52,12\n"
        )
    };
    format!("{HEADS}\n{}", rows.iter().enumerate().map(row).collect::<String>())
}

#[test]
fn a_bad_table_is_one_line_for_convert_and_for_compare_and_nothing_is_written() {
    let check = |bytes: &[u8], words: &[&str]| {
        let folder = Folder::new();
        folder.write("bad.csv", bytes).write("good.csv", acled(&[("2024-05-14", "14.4")])).write("out.csv", "old");
        let arguments: [&[&str]; 2] = [
            &["convert", "bad.csv", "--format", "ucdp", "--to", "out.csv"],
            &["compare", "bad.csv", "--with", "good.csv"],
        ];
        for arguments in arguments {
            let ran = folder.run(arguments);
            ran.expect(1, words).expect(1, &["bad.csv: "]);
            assert_eq!((ran.messages.lines().count(), ran.out.as_str()), (1, ""), "{ran:?}");
        }
        assert_eq!(std::fs::read_to_string(folder.path("out.csv")).unwrap(), "old");
    };
    let good = acled(&[("2024-05-14", "14.4")]);
    check(b"", &["empty"]);
    check(good.replace(",fatalities", "").as_bytes(), &["no column fatalities", "nothing was read"]);
    check(good.replace("event_date", "when").as_bytes(), &["no column event_date"]);
    check((0..10_000).map(|at| format!("c{at}")).collect::<Vec<_>>().join(",").as_bytes(), &["10000 columns"]);
    check(acled(&[("01/03/2024", "14.4"), ("02/03/2024", "14.4")]).as_bytes(), &["row 1", "2024-05-14"]);
    check(acled(&[("13/03/2024", "14.4"), ("03/14/2024", "14.4")]).as_bytes(), &["row 2", "month elsewhere"]);
    check(&[good.replace("Wad", "Médina").as_bytes(), b"M\xe9dina\n"].concat(), &["two encodings", "line 3"]);
}

#[test]
fn days_of_five_kinds_and_a_bad_row_give_a_table_and_a_line() {
    let folder = Folder::new();
    let days = ["2024-03-13", "13/03/2024", "13 March 2024", "20240313", "13.03.24", "2024-03-13"];
    let latitudes = ["14.4", "14.4", "14.4", "14.4", "14.4", "abc"];
    folder.write("table.csv", acled(&days.into_iter().zip(latitudes).collect::<Vec<_>>()));
    let ran = folder.run(&["convert", "table.csv", "--format", "gdelt"]);
    ran.expect(3, &["table.csv: row 6: latitude is \"abc\""]);
    let days: Vec<&str> = ran.out.lines().filter_map(|line| line.split('\t').nth(1)).collect();
    assert_eq!(days, ["20240313"; 5], "{ran:?}");
    let ran = folder.run(&["compare", "table.csv", "--with", "table.csv", "--format", "jsonl"]);
    ran.expect(3, &["row 6"]);
    assert_eq!(ran.out.lines().count(), 5, "{ran:?}");
}

#[test]
#[cfg(unix)]
fn a_pipe_is_written_to_and_a_full_disk_is_said() {
    let folder = Folder::new();
    let table = acled(&[("2024-05-14", "14.4")]);
    folder.write("table.csv", &table);
    let convert = ["convert", "table.csv", "--format", "acled", "--to"];
    let to = |path: &'static str| folder.run(&convert.into_iter().chain([path]).collect::<Vec<_>>());
    assert_eq!(to("/dev/stdout").expect(0, &[]).out, table);
    let made = std::process::Command::new("mkfifo").arg(folder.path("pipe")).status().unwrap();
    assert!(made.success());
    let reader =
        std::process::Command::new("cat").arg(folder.path("pipe")).stdout(std::process::Stdio::piped()).spawn();
    to("pipe").expect(0, &[]);
    let read = Ran::from(reader.unwrap().wait_with_output().unwrap());
    assert_eq!(read.out, table);
    if std::path::Path::new("/dev/full").exists() {
        to("/dev/full").expect(1, &["cannot be written"]);
    }
}
