//! Fits the weights by which flattened pages are told apart, and measures them on pages they were not fitted on.
//!
//! Standard input: JSON Lines with `id`, `text` and `article`, a list of byte ranges `[start, end]` of the article's
//! lines. A conditional random field over four states, fitted by Adam on the cost-augmented likelihood: a paragraph
//! taken wrongly counts by its words.
//!
//! `fit_flat weights < pages.jsonl > data/clean/flat-weights.toml` fits on all pages;
//! `fit_flat cross-validate FOLDS < pages.jsonl > records.jsonl` writes what is found on each page by weights that have
//! not seen it, in the form of `stemma annotate`.

use std::error::Error;
use std::io::{BufRead, Write};

use serde_json::{Value, json};
use stemma::clean::PageWords;
use stemma::clean::flat;
use stemma::clean::flat::chain::{STATES, State, Weights, may_begin, may_end, may_follow};
use stemma::clean::flat::features::{FEATURES, Page};
use stemma::lexicon::Lists;
use stemma::model::{Document, Form, Given, Span};

struct Sample {
    id: String,
    text: String,
    /// Features by paragraph.
    features: Vec<Vec<u16>>,
    states: Vec<State>,
    /// What a paragraph counts when it is taken wrongly.
    costs: Vec<f64>,
}

struct Options {
    rounds: usize,
    rate: f64,
    decay: f64,
    cost: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, default: f64| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default);
    let options = Options {
        rounds: number("ROUNDS", 30.0) as usize,
        rate: number("RATE", 0.03),
        decay: number("DECAY", 0.02),
        cost: number("COST", 1.0),
    };
    let words = &PageWords::compile(&Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: &[] })?;
    let mut samples = Vec::new();
    for line in std::io::stdin().lock().lines() {
        samples.push(sample(&serde_json::from_str(&line?)?, options.cost, words)?);
    }
    let mut out = std::io::stdout().lock();
    match arguments.first().map(String::as_str) {
        Some("weights") => {
            let all: Vec<&Sample> = samples.iter().collect();
            writeln!(out, "{}", HEAD)?;
            write!(out, "{}", fit(&all, &options).write())?;
        }
        Some("cross-validate") => {
            let folds: usize = arguments.get(1).map_or(Ok(5), |text| text.parse())?;
            let fitted: Vec<Weights> = (0..folds)
                .map(|fold| {
                    let others = samples.iter().enumerate().filter(|(index, _)| index % folds != fold);
                    fit(&others.map(|(_, sample)| sample).collect::<Vec<_>>(), &options)
                })
                .collect();
            for (index, sample) in samples.iter().enumerate() {
                writeln!(out, "{}", record(sample, &fitted[index % folds], words)?)?;
            }
        }
        _ => return Err("say `weights` or `cross-validate FOLDS`".into()),
    }
    Ok(())
}

const HEAD: &str = "\
# Weights of the chain that tells an article from the page around it. Made by `fit_flat weights`; do not edit by hand.
# Columns: before the article, in it, in a gap inside it, after it. `steps` are rows from, columns to. A family has one row
# a bin; its bins are described in crates/stemma/src/clean/flat/features.rs.
";

fn sample(page: &Value, cost: f64, words: &PageWords) -> Result<Sample, Box<dyn Error>> {
    let text = page["text"].as_str().ok_or("a page without text")?.to_owned();
    let ranges: Vec<(u64, u64)> = serde_json::from_value(page["article"].clone())?;
    let sights = flat::look(&text, words);
    let mut features = Vec::new();
    Page::new(&sights).for_each(|_, active| features.push(active.to_vec()));
    let of_article = |span: Span| {
        let inside: u64 = ranges
            .iter()
            .map(|(start, end)| u64::from(span.end).min(*end).saturating_sub(u64::from(span.start).max(*start)))
            .sum();
        inside * 2 > span.len() as u64
    };
    let inside: Vec<bool> = sights.iter().map(|sight| of_article(sight.span)).collect();
    let first = inside.iter().position(|inside| *inside).unwrap_or(inside.len());
    let last = inside.iter().rposition(|inside| *inside).unwrap_or(0);
    let states = inside
        .iter()
        .enumerate()
        .map(|(index, inside)| match inside {
            true => State::Article,
            false if index < first => State::Before,
            false if index > last => State::After,
            false => State::Gap,
        })
        .collect();
    let words: f64 = sights.iter().zip(&inside).filter(|(_, inside)| **inside).map(|(s, _)| f64::from(s.words)).sum();
    let costs = sights.iter().map(|sight| cost * f64::from(sight.words) / words.max(100.0) * 10.0).collect();
    Ok(Sample { id: page["id"].as_str().unwrap_or("").to_owned(), text, features, states, costs })
}

/// Adam with weight decay on one page at a time, in a fixed order that changes from round to round.
fn fit(samples: &[&Sample], options: &Options) -> Weights {
    let size = (FEATURES + 4) * 4;
    let (mut weights, mut mean, mut square) = (vec![0.0; size], vec![0.0; size], vec![0.0; size]);
    let mut average = vec![0.0; size];
    let mut gradient = vec![0.0; size];
    let mut step = 0;
    let mut averaged = 0.0;
    for round in 0..options.rounds {
        for number in 0..samples.len() {
            let index = (number * 101 + round * 37) % samples.len();
            gradient.fill(0.0);
            likelihood(samples[index], &weights, &mut gradient);
            step += 1;
            let rate = options.rate / (1.0 + round as f64 / 8.0);
            for cell in 0..size {
                let slope = gradient[cell] + options.decay * weights[cell];
                mean[cell] = 0.9 * mean[cell] + 0.1 * slope;
                square[cell] = 0.999 * square[cell] + 0.001 * slope * slope;
                let mean = mean[cell] / (1.0 - 0.9_f64.powi(step.min(500)));
                let square: f64 = square[cell] / (1.0 - 0.999_f64.powi(step));
                weights[cell] -= rate * mean / (square.sqrt() + 1e-6);
            }
            if round * 2 >= options.rounds {
                averaged += 1.0;
                for cell in 0..size {
                    average[cell] += (weights[cell] - average[cell]) / averaged;
                }
            }
        }
    }
    let mut fitted = Weights::zero();
    for (feature, row) in fitted.features.iter_mut().enumerate() {
        *row = std::array::from_fn(|state| average[feature * 4 + state] as f32);
    }
    for (from, row) in fitted.steps.iter_mut().enumerate() {
        *row = std::array::from_fn(|state| average[(FEATURES + from) * 4 + state] as f32);
    }
    fitted
}

/// Adds the slope of the negative cost-augmented log likelihood of one page, divided by the root of its length.
fn likelihood(sample: &Sample, weights: &[f64], gradient: &mut [f64]) {
    let count = sample.features.len();
    if count == 0 {
        return;
    }
    let is_article = |state: State| state == State::Article;
    let emission: Vec<[f64; 4]> = (0..count)
        .map(|index| {
            let mut row = [0.0; 4];
            for state in STATES {
                for feature in &sample.features[index] {
                    row[state as usize] += weights[usize::from(*feature) * 4 + state as usize];
                }
                if is_article(state) != is_article(sample.states[index]) {
                    row[state as usize] += sample.costs[index];
                }
            }
            row
        })
        .collect();
    let step = |from: State, to: State| weights[(FEATURES + from as usize) * 4 + to as usize];
    const NEVER: f64 = -1e12;
    let mut forward = vec![[NEVER; 4]; count];
    let mut backward = vec![[NEVER; 4]; count];
    for state in STATES {
        if may_begin(state) {
            forward[0][state as usize] = emission[0][state as usize];
        }
        if may_end(state) {
            backward[count - 1][state as usize] = 0.0;
        }
    }
    for index in 1..count {
        for to in STATES {
            let terms = STATES.into_iter().filter(|from| may_follow(*from, to));
            forward[index][to as usize] = log_sum(terms.map(|from| forward[index - 1][from as usize] + step(from, to)))
                + emission[index][to as usize];
        }
    }
    for index in (0..count - 1).rev() {
        for from in STATES {
            let terms = STATES.into_iter().filter(|to| may_follow(from, *to));
            backward[index][from as usize] = log_sum(
                terms.map(|to| backward[index + 1][to as usize] + step(from, to) + emission[index + 1][to as usize]),
            );
        }
    }
    let total = log_sum(
        STATES.into_iter().map(|state| forward[count - 1][state as usize] + backward[count - 1][state as usize]),
    );
    let scale = 1.0 / (count as f64).sqrt();
    for index in 0..count {
        for state in STATES {
            let p = (forward[index][state as usize] + backward[index][state as usize] - total).exp();
            let slope = (p - f64::from(u8::from(sample.states[index] == state))) * scale;
            if slope.abs() > 1e-9 {
                for feature in &sample.features[index] {
                    gradient[usize::from(*feature) * 4 + state as usize] += slope;
                }
            }
        }
        if index > 0 {
            for from in STATES {
                for to in STATES.into_iter().filter(|to| may_follow(from, *to)) {
                    let reached = forward[index - 1][from as usize] + step(from, to) + emission[index][to as usize];
                    let p = (reached + backward[index][to as usize] - total).exp();
                    let seen = sample.states[index - 1] == from && sample.states[index] == to;
                    gradient[(FEATURES + from as usize) * 4 + to as usize] += (p - f64::from(u8::from(seen))) * scale;
                }
            }
        }
    }
}

fn log_sum(terms: impl Iterator<Item = f64> + Clone) -> f64 {
    let greatest = terms.clone().fold(f64::NEG_INFINITY, f64::max);
    greatest + terms.map(|term| (term - greatest).exp()).sum::<f64>().ln()
}

/// What the engine makes of a page with these weights, as `stemma annotate` prints it.
fn record(sample: &Sample, weights: &Weights, words: &PageWords) -> Result<Value, Box<dyn Error>> {
    let document = Document {
        id: sample.id.clone(),
        sha256: String::new(),
        path: None,
        text: sample.text.clone(),
        form: Form::Text,
        given: Given::default(),
        notes: vec![],
    };
    let (article, _) = flat::clean_with(&document, words, weights);
    Ok(json!({ "id": sample.id, "blocks": article.blocks }))
}
