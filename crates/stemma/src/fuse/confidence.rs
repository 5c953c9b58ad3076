//! How likely an event is real and correctly identified. Comes in: the event. Goes out: a probability, by the weights of
//! `data/fuse/confidence.toml`, which says on how few cases they were fitted. It judges our reading; what the pages are worth as
//! evidence is judged by the grades.

use crate::lexicon::fusing::Weights;
use crate::model::Event;

pub fn confidence(event: &Event, weights: &Weights) -> f32 {
    let told = (event.mentions.len().clamp(1, 3) as f32).ln();
    // What no reader judged was told by a rule of a list, and whoever wrote it knows why.
    let certainty = event.certainty.unwrap_or(0.95).clamp(0.02, 0.98);
    let sure = (certainty / (1.0 - certainty)).ln();
    let sum = weights.base + weights.told * told + weights.sure * sure;
    let probability = 1.0 / (1.0 + (-sum).exp());
    // Two digits are already more than the weights can bear.
    (probability * 100.0).round() / 100.0
}
