//! Fuses readings outside the program, to measure how fusing grows.
//!
//! `fuse scale COUNT [SHAPE]` makes readings with events and links of so many articles, always the same, fuses them, and prints
//! the seconds of the parts and of the whole. Shapes: `news` (stories of all sizes, two articles of five are copies), `one` (a
//! single story), `copies` (a single story of copies of one article).

use std::collections::HashMap;
use std::error::Error;
use std::time::Instant;

use rayon::prelude::*;
use stemma::fuse;
use stemma::lexicon::{Lexicon, Lists};
use stemma::model::{
    ActorMention, Annotations, Article, Assertion, CopyEdge, Day, EventMention, EventPlace, EventTime, Evidence,
    Interval, Links, Passage, Place, PlaceLevel, Reading, Scope, Span, Story, Toll,
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (count, shape) = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["scale", count] => (count.parse()?, "news"),
        ["scale", count, shape] => (count.parse()?, shape),
        _ => return Err("usage: fuse scale COUNT [SHAPE]".into()),
    };
    let lists = Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: stemma_data::GAZETTEER };
    let lexicon = Lexicon::compile(&lists)?;
    let (readings, links) = corpus(count, shape)?;
    let by_id: HashMap<&str, &Reading> = readings.iter().map(|reading| (reading.id.as_str(), reading)).collect();
    let elsewhere = |id: &str| by_id.get(id).copied();
    let start = Instant::now();
    let dossiers = fuse::dossiers(&readings, &links, &[]);
    let parts: Vec<fuse::Part> = dossiers.par_iter().map(|dossier| fuse::part(dossier, &elsewhere, &lexicon)).collect();
    let of_parts = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let picture = fuse::whole(parts);
    println!(
        "{shape}\t{count} articles\tparts {of_parts:.2} s\twhole {:.2} s\t{} stories\t{} events\t{} contradictions\t{} control",
        start.elapsed().as_secs_f64(),
        dossiers.len(),
        picture.events.len(),
        picture.contradictions.len(),
        picture.control.len(),
    );
    Ok(())
}

/// Numbers that look random and are always the same (splitmix64: Steele, Lea & Flood 2014).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let value = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((value ^ (value >> 31)) % bound.max(1) as u64) as usize
    }
}

/// Events of an article.
const EVENTS: usize = 4;
const KINDS: [&str; 6] = ["air-strike", "capture-place", "killing", "clash", "shelling", "arrest"];
const FORCES: [&str; 4] = ["Red Guard", "Northern Front", "River Militia", "border police"];

/// Happenings of a story, which its articles tell: kind, day, place, number of dead, actor.
type Happening = (usize, usize, usize, u32, usize);

fn corpus(count: usize, shape: &str) -> Result<(Vec<Reading>, Links), Box<dyn Error>> {
    let mut numbers = Numbers(7);
    let (mut readings, mut links): (Vec<Reading>, Links) = Default::default();
    while readings.len() < count {
        let size = match shape {
            "news" => (3000 / (numbers.below(1000) + 5)).clamp(1, 600).min(count - readings.len()),
            "one" | "copies" => count,
            _ => return Err("unknown shape".into()),
        };
        let first = readings.len();
        let day = numbers.below(3000);
        let happenings: Vec<Happening> = (0..3 + size / 5)
            .map(|_| {
                let kind = numbers.below(KINDS.len());
                (kind, day + numbers.below(4), numbers.below(3000), 1 + numbers.below(40) as u32, numbers.below(4))
            })
            .collect();
        for at in 0..size {
            let id = format!("p{:08}", first + at);
            let copied = shape == "copies" || numbers.below(5) < 2;
            let reading = if copied && at > 0 {
                let parent = if shape == "copies" { first } else { first + numbers.below(at) };
                let original: &Reading = &readings[parent];
                let whole = Span::new(0, original.text.len());
                links.lineage.push(CopyEdge {
                    child: id.clone(),
                    parent: Some(original.id.clone()),
                    missing: None,
                    p: 0.9,
                    one_text: 0.97,
                    passages: vec![Passage {
                        child: whole,
                        parent: Some(whole),
                        words: 60,
                        edits: 0,
                        changes: Vec::new(),
                    }],
                    evidence: vec![Evidence::SharedPassage],
                });
                Reading { id: id.clone(), sha256: id, ..original.clone() }
            } else {
                let told = (0..EVENTS).map(|_| happenings[numbers.below(happenings.len())]).collect();
                article(id, told, &mut numbers)
            };
            readings.push(reading);
        }
        links.stories.push(Story {
            id: format!("s-{first:08}"),
            documents: (first..first + size).map(|at| format!("p{at:08}")).collect(),
            title: String::new(),
            from: None,
            to: None,
        });
    }
    Ok((readings, links))
}

fn article(id: String, told: Vec<Happening>, numbers: &mut Numbers) -> Reading {
    let (mut text, mut annotations) = (String::new(), Annotations::default());
    for (kind, day, place, dead, force) in told {
        let start = text.len();
        let dead = if numbers.below(5) == 0 { dead + 1 } else { dead };
        text.push_str(&format!(
            "{} of place{place} by {} killed {dead} people word{} word{}",
            KINDS[kind],
            FORCES[force],
            numbers.below(50),
            numbers.below(50)
        ));
        let extent = Span::new(start, text.len());
        text.push_str(".\n");
        let day = Day::new(2012, 1, 1).map(|first| first.plus_days(day as i32));
        let toll = Toll {
            span: extent,
            measure: "killed".into(),
            group: "people".into(),
            low: Some(dead),
            best: Some(dead),
            high: Some(dead),
            scope: Scope::Event,
        };
        let (lat, lon) = (Some((place % 60) as f64), Some((place / 60) as f64));
        let place = Place {
            name: format!("place{place}"),
            lat,
            lon,
            level: Some(PlaceLevel::Settlement),
            radius_km: Some(3.0),
            ..Place::default()
        };
        annotations.sentences.push(extent);
        annotations.events.push(EventMention {
            trigger: extent,
            sentence: extent,
            kind: KINDS[kind].into(),
            rule: String::new(),
            plover: "ASSAULT".into(),
            mode: None,
            acled: None,
            acled_sub: None,
            assertion: Assertion::Asserted,
            actors: vec![ActorMention { span: extent, text: FORCES[force].into(), id: None, name: None }],
            recipients: Vec::new(),
            place: Some(EventPlace { span: extent, place, relation: None, carried: false }),
            time: day.map(|day| EventTime { span: extent, interval: Interval::day(day) }),
            means: Vec::new(),
            toll: vec![toll],
            territory: None,
            stage: None,
            happening: None,
            certainty: None,
            confidence: None,
            attribution: None,
            extent,
        });
    }
    let outlet = Some(format!("Courier {}", numbers.below(300)));
    Reading {
        sha256: id.clone(),
        id,
        path: None,
        url: None,
        published_at: None,
        text,
        article: Article { outlet, ..Article::default() },
        annotations,
    }
}
