//! What tells two attacks of one town and day apart: the hour, and what was struck.
//!
//! In: an event mention with its article. Out: the part of the day that its words name, and the classes of its targets
//! ([`crate::lexicon::targets`]).

use crate::lexicon::targets::{Classes, Targets};
use crate::model::{EventMention, Reading};

/// Part of a day, in hours from its beginning; a night ends after 24.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hours {
    from: f32,
    to: f32,
}

/// How far two reports of one clock time may lie apart.
const CLOCK: f32 = 1.0;

impl Hours {
    /// Whether both cannot be of one hour of one day.
    pub fn conflict(self, other: Hours) -> bool {
        self.to < other.from || other.to < self.from
    }

    /// The hours of a TIMEX3 value: `2024-08-30TMO`, `2024-08-30T16:30`.
    fn of_value(value: &str) -> Option<Hours> {
        let (_, part) = value.split_once('T')?;
        let (from, to) = match part {
            "MO" => (2.0, 11.9),
            "MI" => (10.5, 14.5),
            "AF" => (12.1, 18.0),
            "EV" => (16.5, 24.0),
            // "Friday night" may run into Saturday; it may be what another calls the evening.
            "NI" => (18.0, 30.0),
            "DT" => (6.0, 18.0),
            clock => {
                let (hour, minute) = clock.split_once(':').unwrap_or((clock, "0"));
                let hour = hour.parse::<f32>().ok()? + minute.get(..2).unwrap_or("0").parse::<f32>().ok()? / 60.0;
                (hour - CLOCK, hour + CLOCK)
            }
        };
        Some(Hours { from, to })
    }
}

/// The part of the day that the time of a mention names.
pub fn hours(reading: &Reading, event: &EventMention) -> Option<Hours> {
    let span = event.time.as_ref()?.span;
    let times = &reading.annotations.times;
    let at = times.partition_point(|time| time.span.start < span.start);
    let time = times.get(at).filter(|time| time.span == span)?;
    Hours::of_value(time.value.as_deref()?)
}

/// What the words of a mention say was struck, or where somebody was struck.
pub fn targets(reading: &Reading, event: &EventMention, words: &Targets) -> Classes {
    let struck = event.recipients.iter().map(|recipient| words.named(&recipient.text));
    let visited = words.visited(event.extent.of(&reading.text));
    struck.fold(visited, Classes::and)
}

#[cfg(test)]
mod tests {
    use super::Hours;

    #[test]
    fn parts_of_a_day_exclude_each_other_where_no_hour_is_of_both() {
        let conflict = |a: &str, b: &str| {
            let hours = |part: &str| Hours::of_value(&format!("2024-08-30T{part}")).unwrap();
            assert_eq!(hours(a).conflict(hours(b)), hours(b).conflict(hours(a)));
            hours(a).conflict(hours(b))
        };
        assert!(conflict("MO", "NI") && conflict("MO", "AF") && conflict("04:00", "AF") && conflict("MO", "21:30"));
        assert!(
            !conflict("EV", "NI") && !conflict("09:15", "MO") && !conflict("09:15", "10:30") && !conflict("DT", "AF")
        );
        assert!(Hours::of_value("2024-08-30").is_none() && Hours::of_value("2024-08-30Tsoon").is_none());
    }
}
