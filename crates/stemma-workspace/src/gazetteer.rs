//! Packs of places of the user's own, compiled from tables of others, and which places a name may mean.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use stemma::annotate::places::{Refusal, Weighed, consider};
use stemma::lexicon::Lexicon;
use stemma::lexicon::gazetteer::Gazetteer;
use stemma::lexicon::gazetteer::pack::Builder;
use stemma::lexicon::lists::{OwnList, PACK_ENDING, PACKS};

use crate::{Error, Listener, engine};

/// A pack that was made.
pub struct Pack {
    pub path: PathBuf,
    pub bytes: usize,
    pub places: usize,
    /// Places that the gazetteer has already, and features that news do not name.
    pub known: usize,
    pub other_kinds: usize,
    /// Lines that could not be read.
    pub unread: usize,
}

/// So many lines that cannot be read are said one by one; a file of which most cannot be read is no such table.
const FAULTS_SAID: usize = 5;
/// The longest line of a table: some capitals have thousands of other names.
const LONGEST_LINE: u64 = 1 << 20;

/// Compiles a table into a pack of places in a folder of lists; without a name, it is called like its file.
pub fn add(file: &Path, name: Option<&str>, lists: &Path, listener: &dyn Listener) -> Result<Pack, Error> {
    let stem = name.map(str::to_owned).or_else(|| Some(file.file_stem()?.to_str()?.to_owned()));
    let stem = stem.filter(|stem| stem != "-" && !stem.contains(['/', '\\'])).ok_or_else(|| {
        Error::Refused(format!("{}: the pack needs a name of its own; give --name NAME", file.display()))
    })?;
    let (_, lexicon, _) = engine::compile(&engine::joined(&[])?)?;
    let (bytes, mut pack) = compile(file, &lexicon.gazetteer, listener)?;
    let folder = lists.join(PACKS);
    pack.path = folder.join(format!("{stem}.{PACK_ENDING}"));
    // Whole or not at all: a pack that was cut off would be refused by every later run.
    let part = folder.join(format!("{stem}.{PACK_ENDING}.part"));
    let written = fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&part, &bytes))
        .and_then(|()| fs::rename(&part, &pack.path));
    written.map_err(Error::of_file(&pack.path, "cannot be written; make room, or name another folder"))?;
    Ok(pack)
}

fn compile(path: &Path, gazetteer: &Gazetteer, listener: &dyn Listener) -> Result<(Vec<u8>, Pack), Error> {
    let shown = path.display();
    let mut builder = Builder::new(gazetteer);
    let (mut unread, mut read) = (0, 0);
    let mut take = |reader: &mut dyn BufRead| -> Result<(), Error> {
        let mut bytes = Vec::new();
        for number in 1.. {
            bytes.clear();
            let length = reader.take(LONGEST_LINE).read_until(b'\n', &mut bytes);
            if length.map_err(Error::of_file(path, "cannot be read"))? == 0 {
                break;
            }
            match builder.line(&String::from_utf8_lossy(&bytes)) {
                Ok(()) => read += 1,
                Err(fault) => {
                    unread += 1;
                    if unread <= FAULTS_SAID {
                        listener.hear(&format!("{shown}: line {number}: {fault}"));
                    }
                }
            }
        }
        Ok(())
    };
    open(path, &mut take)?;
    if read == 0 || unread > read {
        return Err(Error::Refused(format!(
            "{shown}: is no table of places; give a dump of GeoNames (.txt, .zip) or a table of Who's On First"
        )));
    }
    if unread > FAULTS_SAID {
        listener.hear(&format!("{shown}: {} more lines could not be read", unread - FAULTS_SAID));
    }
    let (bytes, counts) = builder.finish().map_err(|fault| Error::Refused(format!("{shown}: {fault}")))?;
    let pack = Pack {
        path: PathBuf::new(),
        bytes: bytes.len(),
        places: counts.places,
        known: counts.known,
        other_kinds: counts.other_kinds,
        unread,
    };
    Ok((bytes, pack))
}

/// Gives the tables of a file to a function: the file itself, or those inside a .zip.
fn open(path: &Path, take: &mut dyn FnMut(&mut dyn BufRead) -> Result<(), Error>) -> Result<(), Error> {
    let shown = path.display();
    if path.as_os_str() == "-" {
        return take(&mut io::stdin().lock());
    }
    let failed = || Error::of_file(path, "cannot be read");
    let mut file = File::open(path).map_err(failed())?;
    let mut magic = [0; 4];
    let length = file.read(&mut magic).map_err(failed())?;
    let packed = |with: &str, open: &str| {
        let add = "stemma gazetteer add - --name NAME";
        Error::Refused(format!("{shown}: is packed with {with}; give it unpacked: {open} {shown} | {add}"))
    };
    match &magic[..length] {
        [b'P', b'K', 3, 4] => {
            let mut archive = zip::ZipArchive::new(file).map_err(io::Error::from).map_err(failed())?;
            for index in 0..archive.len() {
                let entry = archive.by_index(index).map_err(io::Error::from).map_err(failed())?;
                // Dumps come with a page that explains them.
                if entry.is_file() && !entry.name().to_lowercase().ends_with("readme.txt") {
                    take(&mut BufReader::new(entry))?;
                }
            }
            Ok(())
        }
        [0x28, 0xb5, 0x2f, 0xfd] => Err(packed("zstd", "zstdcat")),
        [0x1f, 0x8b, ..] => Err(packed("gzip", "zcat")),
        _ => take(&mut BufReader::new(File::open(path).map_err(failed())?)),
    }
}

/// The places that a name may mean, in a text that speaks of a country and names a place near it.
pub struct Meanings {
    pub lexicon: Lexicon,
    pub candidates: Vec<Weighed>,
    pub refusal: Option<Refusal>,
    /// Which of the candidates is chosen.
    pub chosen: Option<usize>,
}

pub fn find(name: &str, country: Option<&str>, near: Option<&str>, own: &[OwnList]) -> Result<Meanings, Error> {
    let (_, mut lexicon, _) = engine::compile(&engine::joined(own)?)?;
    engine::add_packs(own, &mut lexicon)?;
    let code = |code: &str| {
        lexicon.gazetteer.country_of_code(code).ok_or_else(|| {
            Error::Refused(format!("no country has the code {code}; give two or three letters of ISO 3166-1"))
        })
    };
    let (candidates, chosen) = consider(&lexicon.gazetteer, name, country.map(code).transpose()?, near);
    let refusal = chosen.err();
    let chosen = candidates.iter().position(|candidate| chosen == Ok(candidate.place));
    Ok(Meanings { lexicon, candidates, refusal, chosen })
}
