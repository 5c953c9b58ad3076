//! `stemma gazetteer`: packs of places of the user's own, and which places a name may mean.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use stemma::annotate::places::{Refusal, Weighed, consider, of_entry};
use stemma::lexicon::Lexicon;
use stemma::lexicon::gazetteer::pack::Builder;
use stemma::lexicon::gazetteer::{Fit, Gazetteer};
use stemma::lexicon::lists::{PACK_ENDING, PACKS};
use stemma_workspace::engine;

use crate::Ending;
use crate::options::ListsOption;

/// Add villages and features of whole countries to your lists, or see which places a name may mean
#[derive(Args)]
#[command(after_help = "Examples:
  stemma gazetteer add ML.zip NE.txt --lists mine    # dumps of download.geonames.org, one pack each
  zstdcat places.tsv.zst | stemma gazetteer add - --name sahel --lists mine
  stemma gazetteer find Boni
  stemma gazetteer find Boni --country ML --near Hombori --lists mine
  stemma ingest pages/ --lists mine                  # reads with the packs of mine

A pack lies in mine/places/packs/. A store keeps the packs with which its pages are read, and reads every page again when
they change. Tables: GeoNames dumps (19 columns) and tables of Who's On First (14 columns: id, placetype, is_current,
deprecated, lat, lon, country, name, names, population, GeoNames id, feature code, region id, county id).")]
pub struct GazetteerCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Compile tables of places into packs beside your lists
    Add {
        /// GeoNames dumps (.txt, .zip) or tables of Who's On First (.tsv); `-` reads standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The name of the pack, for one file
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        #[command(flatten)]
        lists: ListsOption,
    },
    /// Show the places that a name may mean, and why one is chosen or none
    Find {
        name: String,
        /// The country that the text speaks of, a code of two or three letters
        #[arg(long, value_name = "CODE")]
        country: Option<String>,
        /// A place that the text says it lies in or near
        #[arg(long, value_name = "PLACE")]
        near: Option<String>,
        #[command(flatten)]
        lists: ListsOption,
    },
}

/// So many lines that cannot be read are said one by one; a file of which most cannot be read is no such table.
const FAULTS_SAID: usize = 5;
/// Candidates that are printed.
const SHOWN: usize = 12;

pub fn run(arguments: &GazetteerCommand) -> Result<Ending> {
    match &arguments.action {
        Action::Add { files, name, lists } => add(files, name.as_deref(), lists),
        Action::Find { name, country, near, lists } => find(name, country.as_deref(), near.as_deref(), lists),
    }
}

fn add(files: &[PathBuf], name: Option<&str>, lists: &ListsOption) -> Result<Ending> {
    let Some(folder) = lists.one_folder() else {
        bail!("name the folder of your lists in which the pack will lie: --lists FOLDER");
    };
    if name.is_some() && files.len() > 1 {
        bail!("--name is for one file; without it every pack is named after its file");
    }
    let (_, lexicon) = engine::compile(&engine::joined(&[])?)?;
    let folder = folder.join(PACKS);
    let mut ending = Ending::Well;
    for file in files {
        let stem = name.map(str::to_owned).or_else(|| Some(file.file_stem()?.to_str()?.to_owned()));
        let stem = stem
            .filter(|stem| stem != "-" && !stem.contains(['/', '\\']))
            .with_context(|| format!("{}: the pack needs a name of its own; give --name NAME", file.display()))?;
        let (bytes, unread) = compile(file, &lexicon.gazetteer)?;
        if unread > 0 {
            ending = Ending::SomeUnread;
        }
        let pack = folder.join(format!("{stem}.{PACK_ENDING}"));
        let failed = || format!("{}: cannot be written; make room, or name another folder", pack.display());
        fs::create_dir_all(&folder).with_context(failed)?;
        // Whole or not at all: a pack that was cut off would be refused by every later run.
        let part = folder.join(format!("{stem}.{PACK_ENDING}.part"));
        fs::write(&part, &bytes).and_then(|()| fs::rename(&part, &pack)).with_context(failed)?;
        writeln!(io::stdout(), "{}: {} bytes", pack.display(), bytes.len())?;
    }
    Ok(ending)
}

/// The pack of one file, and how many of its lines could not be read.
fn compile(path: &Path, gazetteer: &Gazetteer) -> Result<(Vec<u8>, usize)> {
    let shown = path.display();
    let mut builder = Builder::new(gazetteer);
    let (mut unread, mut read) = (0, 0);
    let mut take = |reader: &mut dyn BufRead| -> Result<()> {
        let mut bytes = Vec::new();
        for number in 1.. {
            bytes.clear();
            if reader
                .take(LONGEST_LINE)
                .read_until(b'\n', &mut bytes)
                .with_context(|| format!("{shown}: cannot be read"))?
                == 0
            {
                break;
            }
            let line = String::from_utf8_lossy(&bytes);
            match builder.line(&line) {
                Ok(()) => read += 1,
                Err(fault) => {
                    unread += 1;
                    if unread <= FAULTS_SAID {
                        eprintln!("stemma: {shown}: line {number}: {fault}");
                    }
                }
            }
        }
        Ok(())
    };
    open(path, &mut take)?;
    if read == 0 || unread > read {
        bail!("{shown}: is no table of places; give a dump of GeoNames (.txt, .zip) or a table of Who's On First");
    }
    if unread > FAULTS_SAID {
        eprintln!("stemma: {shown}: {} more lines could not be read", unread - FAULTS_SAID);
    }
    let (bytes, counts) = builder.finish().map_err(|fault| anyhow::anyhow!("{shown}: {fault}"))?;
    let (places, known, others) = (counts.places, counts.known, counts.other_kinds);
    writeln!(
        io::stdout(),
        "{shown}: {places} places; {known} were known, {others} are of kinds that news do not name"
    )?;
    Ok((bytes, unread))
}

/// The longest line of a table: some capitals have thousands of other names.
const LONGEST_LINE: u64 = 1 << 20;

/// Gives the tables of a file to a function: the file itself, or those inside a .zip.
fn open(path: &Path, take: &mut dyn FnMut(&mut dyn BufRead) -> Result<()>) -> Result<()> {
    let shown = path.display();
    if path.as_os_str() == "-" {
        return take(&mut io::stdin().lock());
    }
    let failed = || format!("{shown}: cannot be read");
    let mut file = File::open(path).with_context(failed)?;
    let mut magic = [0; 4];
    let length = file.read(&mut magic).with_context(failed)?;
    match &magic[..length] {
        [b'P', b'K', 3, 4] => {
            let mut archive = zip::ZipArchive::new(file).with_context(failed)?;
            for index in 0..archive.len() {
                let entry = archive.by_index(index).with_context(failed)?;
                // Dumps come with a page that explains them.
                if !entry.is_file() || entry.name().to_lowercase().ends_with("readme.txt") {
                    continue;
                }
                take(&mut BufReader::new(entry))?;
            }
            Ok(())
        }
        [0x28, 0xb5, 0x2f, 0xfd] => {
            bail!(
                "{shown}: is packed with zstd; give it unpacked: zstdcat {shown} | stemma gazetteer add - --name NAME"
            )
        }
        [0x1f, 0x8b, ..] => {
            bail!("{shown}: is packed with gzip; give it unpacked: zcat {shown} | stemma gazetteer add - --name NAME")
        }
        _ => take(&mut BufReader::new(File::open(path).with_context(failed)?)),
    }
}

fn find(name: &str, country: Option<&str>, near: Option<&str>, lists: &ListsOption) -> Result<Ending> {
    let own = lists.read()?.unwrap_or_default();
    let (_, mut lexicon) = engine::compile(&engine::joined(&own)?)?;
    engine::add_packs(&own, &mut lexicon)?;
    let Lexicon { gazetteer, .. } = &lexicon;
    let code = country.map(|code| {
        let known = gazetteer.country_of_code(code);
        known.with_context(|| format!("no country has the code {code}; give two or three letters of ISO 3166-1"))
    });
    let (candidates, chosen) = consider(gazetteer, name, code.transpose()?, near);
    let mut out = io::stdout().lock();
    match candidates.len() {
        0 => writeln!(out, "no place is called {name}")?,
        1 => writeln!(out, "one place may be called {name}:")?,
        count => writeln!(out, "{count} places may be called {name}:")?,
    }
    for candidate in candidates.iter().take(SHOWN) {
        let mark = if chosen == Ok(candidate.place) { '*' } else { ' ' };
        writeln!(out, "{mark} {}", row(gazetteer, candidate))?;
    }
    if candidates.len() > SHOWN {
        writeln!(out, "  and {} more", candidates.len() - SHOWN)?;
    }
    if !candidates.is_empty() {
        writeln!(out, "{}", reason(&candidates, chosen.err()))?;
    }
    Ok(Ending::Well)
}

/// "92 %  Boni, Mopti, MLI  15.077 -2.220  settlement  its name; expected 3.3, company 0.4".
fn row(gazetteer: &Gazetteer, candidate: &Weighed) -> String {
    let Some(entry) = gazetteer.entry(candidate.place) else { return String::new() };
    let place = of_entry(gazetteer, &entry);
    let names = [Some(place.name), place.admin1, place.country].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let level = place.level.and_then(|level| serde_json::to_value(level).ok()).unwrap_or_default();
    let fit = match candidate.fit {
        Fit::Name => "its name",
        Fit::OtherName => "another of its names",
        Fit::Romanised => "its name, spelt otherwise",
        Fit::Consonants => "the same consonants",
    };
    let number = entry.geonames.map_or(String::new(), |number| format!("  GeoNames {number}"));
    format!(
        "{:3.0} %  {names}  {:.3} {:.3}  {}, {} inhabitants{number}  ({fit}; expected {:.1}, company {:.2})",
        candidate.share * 100.0,
        entry.lat,
        entry.lon,
        level.as_str().unwrap_or("place"),
        entry.population,
        candidate.prior,
        candidate.support,
    )
}

fn reason(candidates: &[Weighed], refusal: Option<Refusal>) -> &'static str {
    match refusal {
        Some(Refusal::Unknown) => {
            "none is chosen: none lies where the text says, and none is known to all by this name"
        }
        Some(Refusal::Poor) => {
            "none is chosen: the likeliest is small and far from what the text names, or its name fits too loosely"
        }
        Some(Refusal::Abroad) => {
            "none is chosen: the text speaks of another country, and nothing else in it lies near the likeliest"
        }
        Some(Refusal::PartOfLonger | Refusal::NamedAfter) => "none is chosen: something else bears the name",
        None if candidates.len() == 1 => "* is chosen: no other place is called so",
        None if candidates.iter().filter(|candidate| candidate.share > 0.0).count() == 1 => {
            "* is chosen: no other lies where the text says"
        }
        None => {
            "* is chosen: how expected it is by its size and kind and by how its name fits, with the company of what the text names"
        }
    }
}
