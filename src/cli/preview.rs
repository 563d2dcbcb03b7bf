//! `hearth preview`: when a schedule would happen.

use super::{Preview, Stop, print};
use crate::clock::{Clock as _, SystemClock};
use crate::schedule::phrase::Phrase;
use crate::schedule::recurrence::Recurrence;
use crate::schedule::{preview, say, zone};
use crate::words::Words;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Prints the next occurrences of a phrase.
pub fn run(asked: &Preview, words: &Words) -> Result<(), Stop> {
    let zone = zone::lookup(&asked.zone).map_err(|unknown| {
        Stop::Usage(crate::command::error::zone(words, &unknown.asked, &unknown.near))
    })?;
    let from = match &asked.from {
        None => SystemClock.now(),
        Some(text) => instant(text, &zone)
            .ok_or_else(|| Stop::Usage(words.cli_not_an_instant(crate::words::Arg::code(text))))?,
    };
    let phrase =
        Phrase::parse(&asked.phrase).map_err(|error| Stop::Usage(say::error(words, &error)))?;
    let today = from.to_zoned(zone.clone()).date();
    let recurrence = Recurrence::new(phrase.anchored(today), zone);
    let found = preview::preview(&recurrence, from, usize::from(asked.count));
    if asked.json {
        print(&preview::preview_json(&recurrence, from, usize::from(asked.count))?);
        return Ok(());
    }
    if found.is_empty() {
        print(&words.schedule_never_again().plain());
    }
    for occurrence in &found {
        print(&say::occurrence(words, occurrence).plain());
    }
    Ok(())
}

/// An instant with an offset, or a civil date with or without time in the zone.
fn instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    if let Ok(instant) = text.parse() {
        return Some(instant);
    }
    let civil: jiff::civil::DateTime = text.replace(' ', "T").parse().ok()?;
    zone.to_ambiguous_timestamp(civil).compatible().ok()
}
