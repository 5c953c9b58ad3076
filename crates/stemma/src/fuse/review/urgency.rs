//! What a person should look at first: where much harm is told and little is sure.

/// What is known of an event that makes it doubtful, and how much hangs on it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Doubts {
    /// The most who are said to have been killed.
    pub killed: Option<u32>,
    /// How likely it was read right.
    pub confidence: Option<f32>,
    pub disagreements: u32,
    /// Independent origins, at least.
    pub origins: u32,
    /// Its day is known, not only its week or month.
    pub has_day: bool,
    pub has_point: bool,
    /// It is told as having happened; of what is planned or denied nobody counts the dead.
    pub happened: bool,
}

/// Harm times doubt. Both are orders, not measures: a hundred dead weigh about four times what one does, and what one source tells
/// without a day or a place is doubted about twice as much as what two agree on.
pub fn urgency(doubts: &Doubts) -> f64 {
    let harm = 1.0 + f64::from(doubts.killed.unwrap_or(0)).ln_1p();
    let harm = if doubts.happened { harm } else { harm / 2.0 };
    let misread = 1.0 - f64::from(doubts.confidence.unwrap_or(0.5));
    let disputed = 0.2 * f64::from(doubts.disagreements.min(3));
    let missing = [doubts.origins < 2, !doubts.has_day, !doubts.has_point];
    let missing = 0.15 * missing.into_iter().filter(|is| *is).count() as f64;
    harm * (misread + disputed + missing)
}

#[cfg(test)]
mod tests {
    use super::{Doubts, urgency};

    #[test]
    fn harm_and_doubt_come_first() {
        let sure = Doubts {
            killed: Some(3),
            confidence: Some(0.9),
            origins: 3,
            has_day: true,
            has_point: true,
            happened: true,
            ..Doubts::default()
        };
        let check =
            |first: Doubts, second: Doubts| assert!(urgency(&first) > urgency(&second), "{first:?} before {second:?}");
        check(Doubts { killed: Some(90), ..sure }, sure);
        check(Doubts { confidence: Some(0.4), ..sure }, sure);
        check(Doubts { disagreements: 2, ..sure }, sure);
        check(Doubts { has_point: false, ..sure }, sure);
        check(sure, Doubts { happened: false, ..sure });
    }
}
