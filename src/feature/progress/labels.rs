//! The words on the chart and in its text form.

use crate::chat::message::Line;
use crate::feature::checkin::model::mood_name;
use crate::picture::{Figures, Labels, Row};
use crate::words::Words;
use jiff::civil::Date;
use std::array;

/// The words on the card.
pub(super) fn labels(words: &Words, from: Date, to: Date) -> Labels {
    let numbered = |index: usize| u8::try_from(index + 1).unwrap_or(1);
    Labels {
        title: words.progress_title().plain(),
        period: words.progress_period(date(words, from), date(words, to)).plain(),
        mood: words.progress_mood().plain(),
        moods: array::from_fn(|index| mood_name(words, numbered(index)).plain()),
        craving: words.progress_craving().plain(),
        weekly: words.progress_weekly().plain(),
        months: array::from_fn(|index| words.progress_month(index + 1).plain()),
    }
}

/// A date with its year.
pub(super) fn date(words: &Words, date: Date) -> Line {
    let (day, month) = (i64::from(date.day()), words.progress_month(i64::from(date.month())));
    words.progress_date(day, month, i64::from(date.year()))
}

fn short(words: &Words, date: Date) -> Line {
    let (day, month) = (i64::from(date.day()), words.progress_month(i64::from(date.month())));
    words.progress_day(day, month)
}

/// A day in words (`28 Mar: good · urges 2`), or a week in averages.
pub(super) fn row(words: &Words, row: &Row) -> Line {
    if row.from == row.to {
        let mood = row.mood.map(|mood| mood_name(words, mood.least));
        let said = match (mood, row.craving) {
            (Some(mood), Some(craving)) => words.progress_row_both(mood, craving.least),
            (Some(mood), None) => words.progress_row_mood(mood),
            (None, Some(craving)) => words.progress_row_craving(craving.least),
            (None, None) => Line::default(),
        };
        return words.progress_row(short(words, row.from), said);
    }
    let average = |figures: &Figures| format!("{:.1}", figures.average);
    let said = match (&row.mood, &row.craving) {
        (Some(mood), Some(craving)) => {
            words.progress_row_week_both(average(mood), average(craving))
        }
        (Some(mood), None) => words.progress_row_week_mood(average(mood)),
        (None, Some(craving)) => words.progress_row_craving(average(craving)),
        (None, None) => Line::default(),
    };
    let when = words.progress_period(short(words, row.from), short(words, row.to));
    words.progress_row_week(when, said, row.checkins)
}
