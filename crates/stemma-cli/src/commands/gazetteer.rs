//! `stemma gazetteer`: packs of places of the user's own, and which places a name may mean.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use stemma_export::{inert, pages};
use stemma_workspace::gazetteer::{self, Pack};

use crate::Ending;
use crate::options::{ListsOption, Messages};
use crate::terminal::print;

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

pub fn run(arguments: &GazetteerCommand) -> Result<Ending> {
    match &arguments.action {
        Action::Add { files, name, lists } => add(files, name.as_deref(), lists),
        Action::Find { name, country, near, lists } => {
            let own = lists.read()?.unwrap_or_default();
            let found = gazetteer::find(name, country.as_deref(), near.as_deref(), &own)?;
            print(&pages::meanings(name, &found))?;
            Ok(Ending::Well)
        }
    }
}

fn add(files: &[PathBuf], name: Option<&str>, lists: &ListsOption) -> Result<Ending> {
    let Some(folder) = lists.one_folder() else {
        bail!("name the folder of your lists in which the pack will lie: --lists FOLDER");
    };
    if name.is_some() && files.len() > 1 {
        bail!("--name is for one file; without it every pack is named after its file");
    }
    let mut ending = Ending::Well;
    for file in files {
        let Pack { path, bytes, places, known, other_kinds, unread } = gazetteer::add(file, name, &folder, &Messages)?;
        let (file, pack) = (file.display(), path.display());
        let told = format!("{places} places; {known} were known, {other_kinds} are of kinds that news do not name");
        writeln!(io::stdout(), "{}", inert(&format!("{file}: {told}\n{pack}: {bytes} bytes")))?;
        if unread > 0 {
            ending = Ending::SomeUnread;
        }
    }
    Ok(ending)
}
