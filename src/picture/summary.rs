//! Averages and ranges, by day, by week and as a whole.

use super::{Chart, Day};
use jiff::ToSpan;
use jiff::civil::Date;

/// The answers of one question over some days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Mean, rounded to one decimal, halves up.
    pub average: f64,
    /// Smallest answer.
    pub least: u8,
    /// Largest answer.
    pub most: u8,
    /// How many answers, at least one.
    pub answers: usize,
}

/// A day or a week that has a check-in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// First day. The first week of a chart has four to ten days.
    pub from: Date,
    /// Last day; the same as `from` in a row for a day.
    pub to: Date,
    /// Days with a check-in, at least one.
    pub checkins: usize,
    /// 1 to 5; nothing where nobody answered.
    pub mood: Option<Figures>,
    /// 0 to 10; nothing where nobody answered.
    pub craving: Option<Figures>,
}

/// Everything in the chart.
pub type Summary = Row;

/// A row for each day with a check-in.
pub(super) fn days(chart: &Chart) -> Vec<Row> {
    chart.days().map(|day| row(day.date, day.date, &[*day])).collect()
}

/// Days of a week.
const WEEK: usize = 7;

/// A row for each week with a check-in. Weeks are counted back from the last day, so that the
/// one that matters most is whole. Up to three days left over at the beginning belong to the week
/// after them: an average of one day among averages of seven would mislead.
pub(super) fn weeks(chart: &Chart) -> Vec<Row> {
    let span = chart.span();
    let over = span % WEEK;
    let weeks = (span / WEEK + usize::from(over > 3)).max(1);
    // Counted back: the last week is 0.
    let week = |day: &Day| ((span - 1 - chart.index(day.date)) / WEEK).min(weeks - 1);
    let days: Vec<Day> = chart.days().copied().collect();
    days.chunk_by(|a, b| week(a) == week(b))
        .filter_map(|answers| {
            let back = week(answers.first()?);
            let ago =
                |days: usize| chart.to.saturating_sub(i64::try_from(days).unwrap_or(0).days());
            let from = if back + 1 == weeks { chart.from } else { ago(back * WEEK + WEEK - 1) };
            Some(row(from, ago(back * WEEK), answers))
        })
        .collect()
}

/// One row for all of it.
pub(super) fn whole(chart: &Chart) -> Summary {
    let days: Vec<Day> = chart.days().copied().collect();
    row(chart.from, chart.to, &days)
}

fn row(from: Date, to: Date, days: &[Day]) -> Row {
    Row {
        from,
        to,
        checkins: days.len(),
        mood: figures(days.iter().filter_map(|day| day.mood)),
        craving: figures(days.iter().filter_map(|day| day.craving)),
    }
}

fn figures(answers: impl Iterator<Item = u8>) -> Option<Figures> {
    let answers: Vec<u8> = answers.collect();
    let sum: u32 = answers.iter().map(|answer| u32::from(*answer)).sum();
    let mean = f64::from(sum) / answers.len() as f64;
    Some(Figures {
        average: (mean * 10.0).round() / 10.0,
        least: *answers.iter().min()?,
        most: *answers.iter().max()?,
        answers: answers.len(),
    })
}
