//! What a time expression says, before anyone asks which day it is said on.

use crate::lexicon::{DayPart, Feast, Reference, Season, Unit};

/// The year of a month or a day, as far as the words tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Year {
    Unsaid,
    Number(i16),
    /// Two digits: "3 JAN 90".
    Short(u8),
    /// "April this year" is 0, "last year" −1.
    Relative(i32),
    /// "last June", "this June", "next June".
    Turn(Turn),
}

/// Which of the recurring days, months or seasons is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Last,
    This,
    Next,
}

/// How many of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Halves: "two and a half years" is 5.
    Halves(u32),
    /// "several", "dozens of", or a bare plural.
    Vague,
}

/// What a shift counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The day of publication: "three days ago".
    Published,
    /// The day the text last spoke of: "three days later".
    Narrated,
}

/// The side of the present that a length lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Past,
    Future,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    Day {
        year: Year,
        month: u8,
        day: u8,
    },
    /// "3-5 August", "28 July – 2 August".
    Days {
        year: Year,
        from: (u8, u8),
        to: (u8, u8),
    },
    /// "7/8/98": the order of day and month is open.
    Slashed {
        first: u8,
        second: u8,
        year: Year,
    },
    Month {
        year: Year,
        month: u8,
    },
    Year(i16),
    /// A year of account, whose first day the words don't tell.
    FiscalYear(i16),
    /// First year of the decade.
    Decade(i16),
    /// "the 19th century" is 18.
    Century(u8),
    Quarter {
        year: Year,
        quarter: u8,
    },
    Half {
        year: Year,
        half: u8,
    },
    Season {
        year: Year,
        season: Season,
    },
    Weekday {
        weekday: u8,
        turn: Option<Turn>,
    },
    Weekend {
        turn: Option<Turn>,
    },
    /// "last week" is −1, "this month" 0, "next year" 1.
    Calendar {
        unit: Unit,
        offset: i32,
    },
    /// "yesterday" is −1.
    Today {
        offset: i32,
    },
    /// "three days ago", "a week earlier".
    Shift {
        count: Count,
        unit: Unit,
        back: bool,
        origin: Origin,
    },
    /// "that day", "the same month".
    Same {
        unit: Unit,
    },
    Feast {
        feast: Feast,
        year: Year,
    },
    /// "the week of March 6".
    WeekOf(Box<Expression>),
    Clock {
        hour: u8,
        minute: u8,
        day: Option<Box<Expression>>,
    },
    Part {
        part: DayPart,
        day: Box<Expression>,
    },
    /// The night that is over or just beginning when one reads.
    Overnight,
    Length {
        count: Count,
        unit: Unit,
        side: Option<Side>,
    },
    /// A repeated time, by its TIMEX3 value.
    Rate(String),
    Reference(Reference),
}
