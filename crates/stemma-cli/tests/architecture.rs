//! The rules of ARCHITECTURE.md that a machine can check: who may use whom, and what is absent where.
//!
//! Reads the manifests and the `use` lines of the workspace; builds nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// For each crate of ours, the crates of ours that it may use. A crate that is not listed here has no place yet.
const CRATES: [(&str, &[&str]); 11] = [
    ("stemma-language", &[]),
    ("stemma-reader", &["stemma-language"]),
    ("stemma-data", &[]),
    ("stemma", &["stemma-language", "stemma-reader"]),
    ("stemma-store", &["stemma"]),
    ("stemma-export", &["stemma", "stemma-store", "stemma-workspace"]),
    ("stemma-workspace", &["stemma", "stemma-data", "stemma-language", "stemma-reader", "stemma-store"]),
    ("stemma-desk", &["stemma", "stemma-store", "stemma-export", "stemma-workspace"]),
    ("stemma-mcp", &["stemma", "stemma-store", "stemma-export", "stemma-workspace"]),
    (
        "stemma-cli",
        &["stemma", "stemma-data", "stemma-store", "stemma-export", "stemma-workspace", "stemma-desk", "stemma-mcp"],
    ),
    ("xtask", &["stemma", "stemma-language"]),
];

/// Foreign crates that only these crates of ours may use: who knows SQL, HTTP, terminals, files of word lists.
const FOREIGN: [(&str, &[&str]); 14] = [
    // The export writes GeoPackages, which are SQLite files of others; what it knows of stores is none of it.
    ("rusqlite", &["stemma-store", "stemma-export"]),
    ("parquet", &["stemma-export", "stemma-workspace"]),
    // The one writes XML, the other reads that of a tool that collects pages.
    ("quick-xml", &["stemma", "stemma-export"]),
    ("tokio-postgres", &["stemma-store"]),
    ("axum", &["stemma-desk"]),
    ("tower-http", &["stemma-desk"]),
    ("rmcp", &["stemma-mcp"]),
    ("schemars", &["stemma-mcp"]),
    ("minijinja", &["stemma-export", "stemma-desk"]),
    ("clap", &["stemma-cli"]),
    ("csv", &["stemma-cli", "stemma-export"]),
    ("indicatif", &["stemma-cli"]),
    ("anyhow", &["stemma-cli", "xtask"]),
    ("dom_smoothie", &["stemma"]),
];

/// For each module of the engine, the modules that it may use besides itself. Only `pipeline` composes the stages.
const STAGES: [(&str, &[&str]); 10] = [
    ("model", &[]),
    ("text", &["model"]),
    ("lexicon", &["model", "text"]),
    ("read", &["model", "text", "lexicon"]),
    ("clean", &["model", "text", "lexicon"]),
    ("annotate", &["model", "text", "lexicon"]),
    ("relate", &["model", "text", "lexicon"]),
    ("fuse", &["model", "text", "lexicon"]),
    ("redact", &["model", "text", "lexicon"]),
    ("pipeline", &["model", "text", "lexicon", "read", "clean", "annotate", "relate", "fuse"]),
];

/// What the engine, the language crate and the reader never do: input, output, clocks, randomness.
const IMPURE: [&str; 17] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
    "std::thread::sleep",
    "SystemTime",
    "Instant::now",
    "jiff::Zoned::now",
    "Timestamp::now",
    "println!(",
    "eprintln!(",
    "print!(",
    "dbg!(",
    "rand::",
];

/// What only a face does: print, read arguments, end the process.
const FACES: [&str; 9] = [
    "std::io::stdout",
    "std::io::stderr",
    "io::stdout",
    "io::stderr",
    "std::env::args",
    "process::exit",
    "println!(",
    "print!(",
    "dbg!(",
];

#[test]
fn crates_use_only_the_crates_they_may() {
    let allowed: BTreeMap<&str, &[&str]> = CRATES.into_iter().collect();
    let mut breaches = Vec::new();
    for (name, folder) in members() {
        let Some(may) = allowed.get(name.as_str()) else {
            breaches.push(format!("{name}: has no place in this test and in ARCHITECTURE.md"));
            continue;
        };
        for used in dependencies(&folder) {
            if allowed.contains_key(used.as_str()) && !may.contains(&used.as_str()) {
                breaches.push(format!("{name} uses {used}"));
            }
            if let Some((_, owners)) = FOREIGN.iter().find(|(foreign, _)| *foreign == used)
                && !owners.contains(&name.as_str())
            {
                breaches.push(format!("{name} uses {used}, which is for {} alone", owners.join(", ")));
            }
        }
    }
    assert_none(&breaches);
}

#[test]
fn stages_use_the_values_of_others_never_the_stages_themselves() {
    let allowed: BTreeMap<&str, &[&str]> = STAGES.into_iter().collect();
    let source = root().join("crates/stemma/src");
    let mut breaches = Vec::new();
    for file in rust_files(&source) {
        let Some(module) = module_of(&source, &file).filter(|_| !is_test(&file)) else { continue };
        let Some(may) = allowed.get(module.as_str()) else {
            breaches.push(format!("{}: module {module} has no place in this test", shown(&file)));
            continue;
        };
        for (number, line) in code_lines(&file) {
            for used in engine_modules(&line) {
                if allowed.contains_key(used.as_str()) && used != module && !may.contains(&used.as_str()) {
                    breaches.push(format!("{}:{number}: {module} uses {used}", shown(&file)));
                }
            }
        }
    }
    assert_none(&breaches);
}

#[test]
fn the_engine_does_no_input_or_output_and_reads_no_clock() {
    assert_none(&lines_with(&["stemma", "stemma-language", "stemma-reader"], &IMPURE));
}

#[test]
fn the_workspace_and_what_it_uses_print_nothing_and_end_no_process() {
    assert_none(&lines_with(&["stemma-workspace", "stemma-store", "stemma-export"], &FACES));
}

#[test]
fn what_assistants_ask_opens_no_file_writes_none_and_asks_no_network() {
    const MORE: [&str; 8] =
        ["std::fs", "File::", "std::net", "TcpStream", "Access::Create", "Access::Existing", "Session", "Live::"];
    let words: Vec<&str> = FACES.into_iter().chain(MORE).collect();
    assert_none(&lines_with(&["stemma-mcp"], &words));
}

#[test]
fn no_type_of_a_dependency_stands_in_a_public_field_of_the_model() {
    const FOREIGN_TYPES: [&str; 6] = ["jiff::", "regex::", "serde_json::", "fst::", "geo::", "stemma_language::"];
    let mut breaches = Vec::new();
    for file in rust_files(&root().join("crates/stemma/src/model")) {
        for (number, line) in code_lines(&file) {
            let is_public = line.trim_start().starts_with("pub ");
            if is_public && FOREIGN_TYPES.iter().any(|foreign| line.contains(foreign)) {
                breaches.push(format!("{}:{number}: {}", shown(&file), line.trim()));
            }
        }
    }
    assert_none(&breaches);
}

#[test]
fn files_stay_short_and_are_not_called_helpers() {
    const LONGEST: usize = 700;
    const VAGUE: [&str; 4] = ["utils.rs", "util.rs", "helpers.rs", "misc.rs"];
    let mut breaches = Vec::new();
    for file in rust_files(&root().join("crates")).into_iter().chain(rust_files(&root().join("xtask"))) {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        if lines > LONGEST {
            breaches.push(format!("{}: {lines} lines, more than {LONGEST}: split it by sub-topic", shown(&file)));
        }
        if VAGUE.iter().any(|name| file.ends_with(name)) {
            breaches.push(format!("{}: a name that says nothing", shown(&file)));
        }
    }
    assert_none(&breaches);
}

#[test]
fn finds_the_modules_that_a_line_uses() {
    let check = |line: &str, expected: &[&str]| assert_eq!(engine_modules(line), expected, "{line}");
    check("use crate::model::{Span, Note};", &["model"]);
    check("use crate::{annotate, clean, fuse::events};", &["annotate", "clean", "fuse"]);
    check("    let found = crate::text::words(line);", &["text"]);
    check("use super::Context;", &[]);
}

#[track_caller]
fn assert_none(breaches: &[String]) {
    assert!(breaches.is_empty(), "the house rules are broken:\n{}", breaches.join("\n"));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace is there")
}

/// The packages of the workspace and their folders, as cargo tells them.
fn members() -> Vec<(String, PathBuf)> {
    let cargo = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs this test");
    let metadata: serde_json::Value = serde_json::from_slice(&cargo.stdout).expect("cargo metadata prints JSON");
    let packages = metadata["packages"].as_array().expect("it lists packages");
    let text = |value: &serde_json::Value| value.as_str().expect("a string").to_owned();
    packages
        .iter()
        .map(|package| {
            (text(&package["name"]), PathBuf::from(text(&package["manifest_path"])).parent().unwrap().into())
        })
        .collect()
}

/// What a package needs to run; what only its tests need is free.
fn dependencies(folder: &Path) -> BTreeSet<String> {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a package has a manifest");
    let mut names = BTreeSet::new();
    let mut is_inside = false;
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            is_inside = line == "[dependencies]" || line == "[build-dependencies]";
        } else if is_inside && let Some((name, _)) = line.split_once('=') {
            names.insert(name.trim().trim_end_matches(".workspace").trim().to_owned());
        }
    }
    names
}

/// The lines of the code of some crates that hold one of these words.
fn lines_with(crates: &[&str], words: &[&str]) -> Vec<String> {
    let mut breaches = Vec::new();
    for name in crates {
        for file in rust_files(&root().join("crates").join(name).join("src")) {
            if is_test(&file) {
                continue;
            }
            for (number, line) in code_lines(&file) {
                for word in words.iter().filter(|word| line.contains(*word)) {
                    breaches.push(format!("{}:{number}: {word}", shown(&file)));
                }
            }
        }
    }
    breaches
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the workspace can be read").flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("target") {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The top-level module of the engine that a file belongs to; `None` for `lib.rs`.
fn module_of(source: &Path, file: &Path) -> Option<String> {
    let first = file.strip_prefix(source).ok()?.components().next()?;
    let name = first.as_os_str().to_str()?.trim_end_matches(".rs");
    (name != "lib").then(|| name.to_owned())
}

fn is_test(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name == "tests.rs") || file.components().any(|part| part.as_os_str() == "tests")
}

/// Lines with their numbers, up to the tests of the file, without comments.
fn code_lines(file: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(file).expect("a source file is UTF-8");
    let code = text.lines().take_while(|line| !line.trim_start().starts_with("#[cfg(test)]"));
    let without_comment = |line: &str| line.split("//").next().unwrap_or_default().to_owned();
    code.enumerate().map(|(index, line)| (index + 1, without_comment(line))).collect()
}

/// The top-level modules that a line names after `crate::`.
fn engine_modules(line: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.trim_start().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
    };
    let mut found = Vec::new();
    for (at, mark) in line.match_indices("crate::") {
        let rest = &line[at + mark.len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(group.split(',').map(word).filter(|name| !name.is_empty())),
            None => found.push(word(rest)),
        }
    }
    found
}

fn shown(file: &Path) -> String {
    file.strip_prefix(root()).unwrap_or(file).display().to_string()
}
