//! Embeds the pages of the desk as `scripts/lib/prepare` built them, file by file. Without them the program builds as well: the desk then
//! has the pages that need no script, and says how the others are made.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let built = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo names the folder")).join("ui/dist");
    println!("cargo:rerun-if-changed=ui/dist");
    let mut files = Vec::new();
    collect(&built, &mut files);
    files.sort();
    let mut table = String::from(
        "/// Every file by its path under the root of the desk.\npub static FILES: &[(&str, &[u8])] = &[\n",
    );
    for file in files {
        println!("cargo:rerun-if-changed={}", file.display());
        let name = file.strip_prefix(&built).expect("it was found there").display().to_string().replace('\\', "/");
        writeln!(table, "    ({name:?}, include_bytes!({:?})),", file.display().to_string())
            .expect("a string takes it");
    }
    table.push_str("];\n");
    let to = PathBuf::from(env::var("OUT_DIR").expect("cargo names the folder")).join("files.rs");
    fs::write(to, table).expect("the folder can be written");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
