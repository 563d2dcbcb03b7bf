//! Times and their errors in words.

use super::phrase::PhraseError;
use super::recurrence::Occurrence;
use crate::chat::message::Line;
use crate::words::{Arg, Words};

/// Why a phrase or a time was not understood, as a sentence that says what to type.
pub fn error(words: &Words, error: &PhraseError) -> Line {
    let code = |text: &str| Arg::code(text.chars().take(60).collect::<String>());
    match error {
        PhraseError::Empty => words.schedule_empty().then(words.schedule_examples()),
        PhraseError::TooLong { .. } => words.schedule_too_long(),
        PhraseError::UnknownWord { word, near } => {
            let line = words.schedule_unknown_word(code(word));
            match near {
                Some(near) => line.then(words.usage_did_you_mean(Arg::code(*near))),
                None => line.then(words.schedule_examples()),
            }
        }
        PhraseError::Expected { what, found } => {
            use super::phrase::Expected as E;
            let wanted = Arg::select(match what {
                E::Rule => "rule",
                E::Time => "time",
                E::Weekday => "weekday",
                E::DayOfMonth => "dayofmonth",
                E::MonthDay => "monthday",
                E::Date => "date",
                E::Unit => "unit",
                E::When => "when",
                E::Duration => "duration",
                E::Rrule => "rrule",
                E::End => "end",
            });
            match found {
                Some(found) => words.schedule_expected_found(code(found), wanted),
                None => words.schedule_expected(wanted),
            }
        }
        PhraseError::Twice { word } => words.schedule_twice(Arg::code(*word)),
        PhraseError::HourAlone { hour } => words.schedule_hour_alone(
            Arg::code(format!("{hour}am")),
            Arg::code(format!("{hour}pm")),
            Arg::code(format!("{hour:02}:00")),
        ),
        PhraseError::ImpossibleTime { text } => words.schedule_impossible_time(code(text)),
        PhraseError::ImpossibleDate { text, nearest } => {
            let line = words.schedule_impossible_date(code(text));
            match nearest {
                Some(date) => line.then(words.schedule_nearest_date(Arg::code(date.to_string()))),
                None => line,
            }
        }
        PhraseError::DayOfMonth { asked } => words.schedule_day_of_month(*asked),
        PhraseError::Every { asked, most } => words.schedule_every(code(asked), *most),
        PhraseError::UntilBeforeFrom { from, until } => {
            words.schedule_until_before_from(until.to_string(), from.to_string())
        }
        PhraseError::TooOften { least_minutes } => words.schedule_too_often(*least_minutes),
        PhraseError::TooMany { most, .. } => words.schedule_too_many(*most),
        PhraseError::NeverFires => words.schedule_never_fires(),
        PhraseError::CronFields { found } => words.schedule_cron_fields(*found),
        PhraseError::Cron { text, .. } => words.schedule_cron(code(text)),
        PhraseError::Rrule { part, .. } => words.schedule_rrule(code(part)),
        PhraseError::Past { at } => {
            words.schedule_past(at.strftime("%a %-d %b %Y, %H:%M").to_string())
        }
        PhraseError::TooFar => words.schedule_too_far(),
    }
}

/// An occurrence in its schedule's zone; says when a change of clocks moves it.
pub fn occurrence(words: &Words, occurrence: &Occurrence) -> Line {
    let there = occurrence.offset.to_datetime(occurrence.at);
    let shown = there.strftime("%a %-d %b %Y, %H:%M").to_string();
    let offset = format!("UTC{}", occurrence.offset);
    if occurrence.moved {
        let asked = occurrence.civil.strftime("%H:%M").to_string();
        words.schedule_occurrence_moved(shown, offset, asked)
    } else if occurrence.folded {
        words.schedule_occurrence_folded(shown, offset)
    } else {
        words.schedule_occurrence(shown, offset)
    }
}
