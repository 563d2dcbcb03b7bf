//! Why a text is not a phrase or a time, with what a helpful answer needs.

use jiff::civil::Date;

/// Why a phrase or a single time was not understood.
///
/// Carries data, not sentences: the words for people come from the word files.
/// `Display` is for developers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    /// Nothing was typed.
    #[error("empty phrase")]
    Empty,
    /// The text is longer than [`super::MAX_TEXT`] bytes.
    #[error("longer than {most} bytes")]
    TooLong {
        /// The most that is read, in bytes.
        most: usize,
    },
    /// A word that means nothing here.
    #[error("unknown word {word:?}, near {near:?}")]
    UnknownWord {
        /// The word as it was read, in lower case.
        word: String,
        /// The nearest word that means something, if one is near.
        near: Option<&'static str>,
    },
    /// Something else should stand here.
    #[error("expected {what:?}, found {found:?}")]
    Expected {
        /// What should stand here.
        what: Expected,
        /// What stands here; nothing when the text ends.
        found: Option<String>,
    },
    /// A part that may stand once stands twice.
    #[error("{word:?} stands twice")]
    Twice {
        /// The repeated word.
        word: &'static str,
    },
    /// A bare hour, such as `9`, which may be morning or evening.
    #[error("bare hour {hour}")]
    HourAlone {
        /// The hour, 0 to 24.
        hour: u8,
    },
    /// A time that no clock shows, such as `25:00` or `13pm`.
    #[error("impossible time {text:?}")]
    ImpossibleTime {
        /// The time as typed.
        text: String,
    },
    /// A date that no calendar has, such as `2026-02-30`.
    #[error("impossible date {text:?}, nearest {nearest:?}")]
    ImpossibleDate {
        /// The date as typed.
        text: String,
        /// The last day of the month that was meant, where there is one.
        nearest: Option<Date>,
    },
    /// A day that no month has, such as `monthly 32`.
    #[error("no month has a day {asked}")]
    DayOfMonth {
        /// The day that was asked for.
        asked: u32,
    },
    /// `every N` with an N of nothing, or too large a one.
    #[error("every {asked}: allowed are 1 to {most}")]
    Every {
        /// The number as typed.
        asked: String,
        /// The largest number allowed.
        most: u32,
    },
    /// The end lies before the beginning.
    #[error("until {until} is before from {from}")]
    UntilBeforeFrom {
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
    },
    /// The rule fires more often than a room can bear.
    #[error("more often than every {least_minutes} minutes")]
    TooOften {
        /// The least time between two occurrences, in minutes.
        least_minutes: u32,
    },
    /// The rule asks for more occurrences than are counted.
    #[error("{asked} occurrences, at most {most}")]
    TooMany {
        /// What was asked for.
        asked: u64,
        /// The most allowed.
        most: u32,
    },
    /// The rule is well formed and never fires, such as `cron 0 0 30 2 *`.
    #[error("never fires")]
    NeverFires,
    /// `cron` needs five fields.
    #[error("cron has {found} fields instead of five")]
    CronFields {
        /// How many stand here.
        found: usize,
    },
    /// One field of a `cron` expression is wrong.
    #[error("cron {field:?}: {text:?}")]
    Cron {
        /// Which field.
        field: CronField,
        /// The field as typed.
        text: String,
    },
    /// One part of an `rrule` is wrong.
    #[error("rrule {part}: {problem:?}")]
    Rrule {
        /// The part, such as `BYDAY=9XX`, or the name of the missing one.
        part: String,
        /// What is wrong with it.
        problem: RruleProblem,
    },
    /// A single time that is over.
    #[error("{at} has passed")]
    Past {
        /// The civil time that was asked for.
        at: jiff::civil::DateTime,
    },
    /// A single time too far away to be kept.
    #[error("too far away")]
    TooFar,
}

/// What should stand where something else stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The beginning of a phrase, such as `daily` or `mon,wed`.
    Rule,
    /// A time, such as `19:00`.
    Time,
    /// A day of the week.
    Weekday,
    /// A day of the month, or `first sat`.
    DayOfMonth,
    /// A month and a day, such as `12-31`.
    MonthDay,
    /// A date, such as `2026-12-31`.
    Date,
    /// `days`, `weeks` or `months`.
    Unit,
    /// A single time, such as `in 2h` or `tomorrow 9am`.
    When,
    /// An amount and a unit, such as `2h 30m`.
    Duration,
    /// The text after `rrule`.
    Rrule,
    /// The end of the text.
    End,
}

/// A field of a `cron` expression, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CronField {
    /// 0 to 59.
    Minute,
    /// 0 to 23.
    Hour,
    /// 1 to 31.
    DayOfMonth,
    /// 1 to 12, or names.
    Month,
    /// 0 to 7, both ends Sunday, or names.
    DayOfWeek,
}

/// What is wrong with a part of an `rrule`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RruleProblem {
    /// The part is not `NAME=VALUE` with a name RFC 5545 knows.
    Unknown,
    /// The value is out of range or malformed.
    Value,
    /// The part stands twice, or with one that excludes it.
    Conflict,
    /// The part is needed and absent: `FREQ`, or `BYHOUR`, without which everything would
    /// fire at midnight.
    Missing,
}
