//! Relates readings outside the program: to look at links quickly, and to measure how relating grows.
//!
//! `relate links < readings.jsonl > export.json` prints documents, stories and lineage of readings (one JSON object a
//! line, as `stemma::model::Reading` writes itself), in the form of `stemma export`.
//!
//! `relate scale COUNT [SHAPE]` makes a corpus of so many articles, always the same, relates it, and prints seconds and
//! memory. Shapes: `news` (stories of all sizes, two articles of five are copies), `copies` (one page over and over),
//! `short` (pages of two words), `subject` (all articles on one subject with the same names), `standing`
//! (news in which all articles share a paragraph, and those of an outlet another).
//!
//! `relate add COUNT MORE [SHAPE]` relates so many articles, then the last of them in time one by one, and prints how long each takes.

mod corpus;

use std::collections::HashMap;
use std::convert::Infallible;
use std::error::Error;
use std::io::BufRead;
use std::time::Instant;

use serde_json::json;
use stemma::lexicon::{Lexicon, Lists};
use stemma::model::Reading;
use stemma::relate::{self, Archive, Options};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let lists = Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: stemma_data::GAZETTEER };
    let lexicon = Lexicon::compile(&lists)?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["links"] => links(&lexicon),
        ["scale", count] => scale(count.parse()?, "news", &lexicon),
        ["scale", count, shape] => scale(count.parse()?, shape, &lexicon),
        ["add", count, more] => add(count.parse()?, more.parse()?, "news", &lexicon),
        ["add", count, more, shape] => add(count.parse()?, more.parse()?, shape, &lexicon),
        _ => {
            Err("usage: relate links < READINGS.jsonl, relate scale COUNT [SHAPE], or relate add COUNT MORE [SHAPE]"
                .into())
        }
    }
}

fn links(lexicon: &Lexicon) -> Result<(), Box<dyn Error>> {
    let lines = std::io::stdin().lock().lines();
    let readings: Vec<Reading> =
        lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect::<Result<_, Box<dyn Error>>>()?;
    let (links, _) = relate::relate(&readings, lexicon, &Options::default());
    let story_of = |id: &str| links.stories.iter().find(|story| story.documents.iter().any(|document| document == id));
    let documents: Vec<_> = readings
        .iter()
        .map(|reading| json!({ "id": reading.id, "story": story_of(&reading.id).map(|story| &story.id) }))
        .collect();
    println!("{}", json!({ "documents": documents, "stories": links.stories, "lineage": links.lineage }));
    Ok(())
}

fn scale(count: usize, shape: &str, lexicon: &Lexicon) -> Result<(), Box<dyn Error>> {
    let readings = corpus::corpus(count, shape).ok_or("unknown shape")?;
    let before = memory("VmRSS:");
    let start = Instant::now();
    let (links, _) = relate::relate(&readings, lexicon, &Options::default());
    let seconds = start.elapsed().as_secs_f64();
    let largest = links.stories.iter().map(|story| story.documents.len()).max().unwrap_or(0);
    println!(
        "{shape}\t{count} articles\t{seconds:.2} s\treadings {before} MB\tpeak {} MB\t{} edges\t{} stories, the largest {largest}\t{} dated",
        memory("VmHWM:"),
        links.lineage.len(),
        links.stories.len(),
        links.dates.len(),
    );
    Ok(())
}

/// Megabytes that the system counts for this process; 0 where it does not say.
fn memory(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).map_or(0, |kilobytes| kilobytes / 1024)
}

/// Adds the articles that came out last, one at a time, to all others.
fn add(count: usize, more: usize, shape: &str, lexicon: &Lexicon) -> Result<(), Box<dyn Error>> {
    let mut readings = corpus::corpus(count + more, shape).ok_or("unknown shape")?;
    readings.sort_by(|a, b| (&a.published_at, &a.id).cmp(&(&b.published_at, &b.id)));
    let options = Options::default();
    let (_, archive) = relate::relate(&readings[..count], lexicon, &options);
    let bytes: Vec<Vec<u8>> = (0..archive.pieces()).map(|at| archive.piece(at)).collect();
    println!("{count} articles\tarchive {} MB", bytes.iter().map(Vec::len).sum::<usize>() >> 20);
    let by_id: HashMap<&str, &Reading> = readings.iter().map(|reading| (reading.id.as_str(), reading)).collect();
    let mut fetch = |ids: &[&str]| Ok::<_, Infallible>(ids.iter().map(|id| by_id[id].clone()).collect());
    for new in &readings[count..] {
        let start = Instant::now();
        let mut archive = Archive::read(&bytes).ok_or("the archive cannot be read")?;
        let read = start.elapsed().as_secs_f64();
        let update = relate::update(&mut archive, std::slice::from_ref(new), &mut fetch, lexicon, &options)?;
        let seconds = start.elapsed().as_secs_f64();
        match update {
            Some(update) => println!(
                "{read:.3} s to read, {seconds:.3} s in all\t{} articles in {} stories again\t{} pieces",
                update.readings.len(),
                update.links.stories.len(),
                update.pieces.len()
            ),
            None => println!("{seconds:.3} s\tall have to be related again"),
        }
    }
    Ok(())
}
