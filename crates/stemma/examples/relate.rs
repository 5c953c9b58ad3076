//! Relates readings outside the program: to look at links quickly, and to measure how relating grows.
//!
//! `relate links < readings.jsonl > export.json` prints documents, stories and lineage of readings (one JSON object a
//! line, as `stemma::model::Reading` writes itself), in the form of `stemma export`.

use std::error::Error;
use std::io::BufRead;

use serde_json::json;
use stemma::lexicon::{Lexicon, Lists};
use stemma::model::Reading;
use stemma::{pipeline, relate};

fn main() -> Result<(), Box<dyn Error>> {
    let lists = Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: stemma_data::GAZETTEER };
    let lexicon = Lexicon::compile(&lists)?;
    let mut readings: Vec<Reading> =
        std::io::stdin().lock().lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect::<Result<_, Box<dyn Error>>>()?;
    readings.sort_by(|a, b| a.id.cmp(&b.id));
    let mut links = relate::relate(&readings, &lexicon);
    if !links.dates.is_empty() {
        pipeline::with_dates(&mut readings, &links);
        links = relate::relate(&readings, &lexicon);
    }
    let story_of = |id: &str| links.stories.iter().find(|story| story.documents.iter().any(|document| document == id));
    let documents: Vec<_> = readings
        .iter()
        .map(|reading| json!({ "id": reading.id, "story": story_of(&reading.id).map(|story| &story.id) }))
        .collect();
    println!("{}", json!({ "documents": documents, "stories": links.stories, "lineage": links.lineage }));
    Ok(())
}
