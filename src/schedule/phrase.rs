//! What people type for a recurring time.
//!
//! ```text
//! daily 09:00 · weekdays 18:30 · weekends 10am · mon,wed,fri 7:30 pm · mon-fri 9am
//! every monday at 19:00 · every 3 days 08:00 · every 2 weeks tue 19:00 [from 2026-12-01]
//! monthly 15 09:00 · monthly first sat 19:00 · monthly last fri 20:00 · yearly 12-31 20:00
//! cron 0 9 * * 1-5 · rrule FREQ=MONTHLY;BYDAY=1SA;BYHOUR=19;BYMINUTE=0
//! … [from 2026-12-01] [until 2027-06-30] [except 2026-12-25,2027-01-01]
//! ```
//!
//! Several times are separated by commas or `and`. Decisions that the grammar leaves open:
//!
//! - `monthly 31` is the last day of shorter months; `yearly 02-29` is 28 February in
//!   other years. (RFC 5545 would skip; an `rrule` does.)
//! - Nothing fires more often than every [`LEAST_MINUTES`] minutes.
//! - Weeks begin on Monday. `every 2 weeks` counts from the week of `from`.

mod cron;
pub(crate) mod dates;
pub(crate) mod error;
mod grammar;
pub(crate) mod lexer;
mod near;
mod rrule;
mod rule;
pub(crate) mod times;
mod weekdays;

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};

pub(crate) use dates::{Written, read_date};
pub(crate) use lexer::{Cursor, Lexed, lex};
pub(crate) use near::{leftover, nearest};
pub(crate) use rrule::{End, Frequency};
pub(crate) use times::{no_time, read_time};
pub(crate) use weekdays::weekday;

pub use cron::Cron;
pub use error::{CronField, Expected, PhraseError, RruleProblem};
pub use rrule::Rrule;
pub use rule::{Days, Nth, Rule};
pub use times::Times;
pub use weekdays::{Weekdays, short_name};

use crate::schedule::recurrence::first_civil;

/// The longest text that is read, in bytes.
pub const MAX_TEXT: usize = 1_000;

/// The least time between two occurrences, in minutes, so that no rule floods a room.
pub const LEAST_MINUTES: u32 = 5;

/// A recurring time as people say it. `Display` gives the canonical text, which parses to
/// the same phrase and is what the store keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    rule: Rule,
    from: Option<Date>,
    until: Option<Date>,
    except: Vec<Date>,
}

impl Phrase {
    /// Reads a whole text as a phrase.
    pub fn parse(text: &str) -> Result<Self, PhraseError> {
        let words = [text];
        let lexed = lex_bounded(&words)?;
        let mut cursor = Cursor::new(&lexed);
        let phrase = Self::read(&mut cursor)?;
        if cursor.at_end() { Ok(phrase) } else { Err(leftover(&cursor)) }
    }

    /// Reads as many of `words` as make a phrase, and returns how many that were. Words may
    /// hold spaces, as quoted ones do.
    pub fn parse_prefix(words: &[&str]) -> Result<(Self, usize), PhraseError> {
        let words = bounded_prefix(words);
        let lexed = lex_bounded(words)?;
        let mut cursor = Cursor::new(&lexed);
        let phrase = Self::read(&mut cursor)?;
        match cursor.words_used() {
            Some(used) => Ok((phrase, used)),
            None => Err(leftover(&cursor)),
        }
    }

    /// A weekly phrase, as a meeting has; nothing without a day or a time.
    pub fn weekly(
        days: impl IntoIterator<Item = Weekday>,
        times: Vec<jiff::civil::Time>,
    ) -> Option<Self> {
        let rule = rule::weekly(days, Times::new(times)?)?;
        Some(Self { rule, from: None, until: None, except: Vec::new() })
    }

    /// Fills in `from` where the meaning depends on it, as in `every 2 weeks`, so that the
    /// stored phrase says the same on every day. `today` is the day in the phrase's zone.
    #[must_use]
    pub fn anchored(mut self, today: Date) -> Self {
        let needs = match &self.rule {
            Rule::Plain { days, .. } => days.needs_anchor(),
            Rule::Cron(_) => false,
            Rule::Rrule(rrule) => rrule.needs_anchor(),
        };
        if needs && self.from.is_none() {
            // An end before today would make a phrase that does not parse.
            self.from = Some(self.until.map_or(today, |until| today.min(until)));
        }
        self
    }

    /// Adds a day on which the phrase does not fire, as when one meeting is cancelled.
    #[must_use]
    pub fn excepting(mut self, date: Date) -> Self {
        if let Err(place) = self.except.binary_search(&date) {
            self.except.insert(place, date);
        }
        self
    }

    /// The rule without its bounds.
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// The first day on which it may fire, if it has one.
    pub fn from(&self) -> Option<Date> {
        self.from
    }

    /// The last day on which it may fire, if it has one.
    pub fn until(&self) -> Option<Date> {
        self.until
    }

    /// The days on which it does not fire, sorted.
    pub fn except(&self) -> &[Date] {
        &self.except
    }

    pub(crate) fn read(cursor: &mut Cursor) -> Result<Self, PhraseError> {
        if cursor.at_end() {
            return Err(PhraseError::Empty);
        }
        let rule = grammar::read_rule(cursor).map_err(|error| near::explain(error, cursor))?;
        let mut phrase = Self { rule, from: None, until: None, except: Vec::new() };
        while phrase.read_bound(cursor)? {}
        cursor.eat_trailing();
        phrase.check()?;
        Ok(phrase)
    }

    /// Reads one of `from`, `until` and `except`. Without a date after it the word belongs
    /// to what follows the phrase: `daily 09:00 from all of us`.
    fn read_bound(&mut self, cursor: &mut Cursor) -> Result<bool, PhraseError> {
        let mut ahead = *cursor;
        if ahead.symbol_at(0, &[',']) {
            ahead.advance(1);
        }
        if ahead.eat(&["from", "starting", "since"]) {
            ahead.eat(&["on"]);
            let Some(date) = dates::read_full_date(&mut ahead)? else {
                return Ok(false);
            };
            once(&mut self.from, date, "from")?;
        } else if ahead.eat(&["until", "till", "through", "to"]) {
            let Some(date) = dates::read_full_date(&mut ahead)? else {
                return Ok(false);
            };
            once(&mut self.until, date, "until")?;
        } else if ahead.eat(&["except", "excluding", "but"]) {
            ahead.eat(&["not"]);
            ahead.eat(&["on"]);
            let Some(date) = dates::read_full_date(&mut ahead)? else {
                return Ok(false);
            };
            if !self.except.is_empty() {
                return Err(PhraseError::Twice { word: "except" });
            }
            self.except.push(date);
            loop {
                let mut more = ahead;
                if !more.eat_separator() {
                    break;
                }
                // An impossible date is an error; a month without a year ends the list.
                let Some(Written::Full(date)) = read_date(&mut more)? else {
                    break;
                };
                self.except.push(date);
                ahead = more;
            }
            self.except.sort_unstable();
            self.except.dedup();
        } else {
            return Ok(false);
        }
        *cursor = ahead;
        Ok(true)
    }

    fn check(&self) -> Result<(), PhraseError> {
        if let (Some(from), Some(until)) = (self.from, self.until)
            && until < from
        {
            return Err(PhraseError::UntilBeforeFrom { from, until });
        }
        let least_gap = match &self.rule {
            Rule::Plain { times, .. } => times.least_gap(),
            Rule::Cron(cron) => cron.times().least_gap(),
            Rule::Rrule(rrule) => rrule.least_gap(),
        };
        if least_gap < LEAST_MINUTES * 60 {
            return Err(PhraseError::TooOften { least_minutes: LEAST_MINUTES });
        }
        first_civil(self).map(|_| ()).ok_or(PhraseError::NeverFires)
    }
}

impl FromStr for Phrase {
    type Err = PhraseError;

    fn from_str(text: &str) -> Result<Self, PhraseError> {
        Self::parse(text)
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.rule)?;
        if let Some(from) = self.from {
            write!(f, " from {from}")?;
        }
        if let Some(until) = self.until {
            write!(f, " until {until}")?;
        }
        for (index, date) in self.except.iter().enumerate() {
            write!(f, "{}{date}", if index == 0 { " except " } else { "," })?;
        }
        Ok(())
    }
}

/// Cuts words into tokens, up to [`MAX_TEXT`] bytes.
pub(crate) fn lex_bounded<'a>(words: &[&'a str]) -> Result<Lexed<'a>, PhraseError> {
    if words.iter().map(|word| word.len()).sum::<usize>() > MAX_TEXT {
        return Err(PhraseError::TooLong { most: MAX_TEXT });
    }
    Ok(lex(words))
}

/// The words that fit into [`MAX_TEXT`]: a long text after a phrase is no error. The first
/// word stays, so that one too long is.
pub(crate) fn bounded_prefix<'a, 'b>(words: &'b [&'a str]) -> &'b [&'a str] {
    let mut bytes = 0_usize;
    let fitting = words
        .iter()
        .take_while(|word| {
            bytes = bytes.saturating_add(word.len());
            bytes <= MAX_TEXT
        })
        .count();
    words.get(..fitting.max(1)).unwrap_or(words)
}

fn once(place: &mut Option<Date>, date: Date, word: &'static str) -> Result<(), PhraseError> {
    match place.replace(date) {
        None => Ok(()),
        Some(_) => Err(PhraseError::Twice { word }),
    }
}

#[cfg(test)]
pub(crate) mod tests;
