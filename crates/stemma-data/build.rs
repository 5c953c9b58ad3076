//! Lists every word list of `data/` and checks that the compiled data are there, so that a build without them stops
//! with one line that says what to do.

use std::path::Path;
use std::{env, fs};

const COMPILED: [&str; 2] = ["english.bin", "gazetteer.bin"];

fn main() {
    let data = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../data");
    println!("cargo::rerun-if-changed={}", data.display());
    let build = data.join("build");
    for name in COMPILED {
        println!("cargo::rerun-if-changed={}", build.join(name).display());
        if !build.join(name).is_file() {
            println!("cargo::error=data/build/{name} is missing: run `cargo xtask data` first");
            return;
        }
    }
    let mut lists = Vec::new();
    collect(&data, "", &mut lists);
    lists.sort();
    let mut code = String::from("&[\n");
    for name in &lists {
        let path = data.join(name).canonicalize().expect("the list was just seen");
        code += &format!("    ({name:?}, include_str!({:?})),\n", path.display().to_string());
    }
    code += "]\n";
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("lists.rs");
    fs::write(out, code).expect("the build folder can be written");
}

fn collect(folder: &Path, prefix: &str, lists: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("data/ can be read").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if path.is_dir() && !(prefix.is_empty() && (name == "build" || name == "cache" || name == "model")) {
            println!("cargo::rerun-if-changed={}", path.display());
            collect(&path, &format!("{prefix}{name}/"), lists);
        } else if name.ends_with(".toml") || name.ends_with(".tsv") {
            lists.push(format!("{prefix}{name}"));
        }
    }
}
