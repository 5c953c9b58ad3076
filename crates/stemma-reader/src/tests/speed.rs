//! How fast it is: `cargo test --release -p stemma-reader --lib rate -- --ignored --nocapture --test-threads 1` on an idle machine.

use std::hint::black_box;
use std::time::Instant;

use super::model::{Model, Numbers, TRUE_SIZE};
use crate::attention::Attention;
use crate::encoder::Workspace;
use crate::file::File;
use crate::integers::{Quantised, Weights};
use crate::machine::Machine;
use crate::rows::{Norm, add_and_normalise, bend_and_quantise, quantise};
use crate::{Part, Piece, Reader};

/// Pieces of a window, as most are.
const WINDOW: usize = 160;

fn best(rounds: usize, mut work: impl FnMut()) -> f64 {
    let time = |_| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    (0..rounds).map(time).fold(f64::INFINITY, f64::min)
}

#[test]
#[ignore = "measures, asserts nothing"]
fn rate_of_windows_and_of_their_parts() {
    let bytes = Model::new(TRUE_SIZE, 40).leak();
    let mut numbers = Numbers(41);
    for machine in Machine::available() {
        let rounds = if machine == Machine::detect() { 200 } else { 5 };
        let opening = best(3, || drop(Reader::on(bytes, machine)));
        let reader = Reader::on(bytes, machine).unwrap();
        let pieces = reader.config.pieces as u32;
        let ids: Vec<u32> = (0..WINDOW).map(|_| numbers.next() % pieces).collect();
        let mut workspace = Workspace::default();
        let words: Vec<usize> = (0..WINDOW).filter(|at| at % 3 != 2).collect();
        let window = best(rounds, || drop(reader.encoder.encode(&ids, &words, &mut workspace).to_vec()));
        println!(
            "{machine:?}: opened in {:.1} ms; {:.2} ms a window, {:.0} pieces a second",
            opening * 1e3,
            window * 1e3,
            WINDOW as f64 / window
        );
        parts(bytes, machine, rounds);
        let spans: Vec<_> = (0..WINDOW).map(|at| 2 * at..2 * at + 1).collect();
        let piece = |(id, span): (&u32, &std::ops::Range<usize>)| Piece { id: *id, start: span.start, end: span.end };
        let pieces: Vec<Piece> = ids.iter().zip(&spans).map(piece).collect();
        let spans: Vec<_> = spans.into_iter().enumerate().filter(|(at, _)| at % 3 != 2).map(|(_, span)| span).collect();
        let part = Part { pieces: &pieces, words: &spans, is_title: false };
        let whole = best(rounds, || {
            let read = reader.read(&[part]);
            let triggers = [3, 30, 50, 80, 100];
            for trigger in triggers {
                black_box((read.trigger(trigger), read.name(trigger), read.assertion(trigger), read.status(trigger)));
                black_box(read.pair(trigger));
                black_box(triggers.map(|other| read.same(trigger, other)));
            }
        });
        println!("  with all heads for five triggers: {:.2} ms a window", whole * 1e3);
    }
}

#[test]
#[ignore = "measures, asserts nothing"]
fn rate_of_the_tokenizer() {
    let reader = Reader::from_bytes(Model::new(TRUE_SIZE, 40).leak()).unwrap();
    let text = "Shelling hit the port of Mykolaiv on Sunday, cafe\u{301}s closed. قصف الميناء ".repeat(1_000);
    let time = best(20, || drop(black_box(reader.pieces(&text))));
    println!("{:.1} MB a second, with a small vocabulary", text.len() as f64 / time / 1e6);
}

fn parts(bytes: &'static [u8], machine: Machine, rounds: usize) {
    let file = File::open(bytes).unwrap();
    let mut numbers = Numbers(42);
    let config = TRUE_SIZE;
    let (width, inner, layers) = (config.width, config.inner, config.layers as f64);
    let mut floats = |count: usize| (0..count).map(|_| numbers.unit()).collect::<Vec<f32>>();
    let mut whole = Quantised::default();
    for (name, inputs, outputs) in
        [("qkv", width, 3 * width), ("out", width, width), ("up", width, inner), ("down", inner, width)]
    {
        let weights = Weights::open(&file, &format!("l0.{name}"), inputs, outputs, machine).unwrap();
        quantise(machine.lanes, &floats(WINDOW * inputs), inputs, &mut whole);
        let mut y = vec![0.0; WINDOW * outputs];
        let time = best(rounds, || weights.apply(&mut whole, WINDOW, &mut y));
        let rate = 2.0 * (WINDOW * inputs * outputs) as f64 / time / 1e9;
        println!("  {name}: {:.2} ms for all layers, {rate:.0} GOP/s", time * 1e3 * layers);
    }
    let report = |name: &str, time: f64| println!("  {name}: {:.2} ms for all layers", time * 1e3 * layers);
    let rows = floats(WINDOW * 3 * width);
    let mut to = vec![0.0; WINDOW * width];
    let mut attention = Attention::default();
    let time = best(rounds, || attention.apply(machine.lanes, &rows, WINDOW, width, config.heads, &mut to));
    report("attention", time);
    let (x, scale, shift) = (floats(WINDOW * inner), floats(width), floats(width));
    let norm = Norm { scale: &scale, shift: &shift };
    report("normalise, twice", 2.0 * best(rounds, || add_and_normalise(machine.lanes, &rows, norm, &mut to)));
    report("round, three times", 3.0 * best(rounds, || quantise(machine.lanes, &to, width, &mut whole)));
    let mut y = x.clone();
    let time = best(rounds, || {
        y.copy_from_slice(&x);
        bend_and_quantise(machine.lanes, &mut y, inner, &mut whole);
    });
    report("bend and round", time);
}
