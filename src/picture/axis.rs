//! The axis of days: where a day stands, and which days are named.
//!
//! Days are named by number with the month below, which reads the same wherever people write the
//! day before the month or after it.

use super::Chart;
use jiff::ToSpan;
use jiff::civil::Date;

/// Places days from left to right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    left: f32,
    slot: f32,
    first: Date,
    days: usize,
}

/// A place that has a name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    /// In CSS pixels.
    pub(super) x: f32,
    pub(super) name: String,
}

impl Axis {
    pub(super) fn new(chart: &Chart, left: f32, width: f32) -> Self {
        Self { left, slot: width / chart.span() as f32, first: chart.from, days: chart.span() }
    }

    /// The width of a day in CSS pixels.
    pub(super) fn slot(&self) -> f32 {
        self.slot
    }

    /// The middle of a range of days, both given as days from the first.
    pub(super) fn middle(&self, from: usize, to: usize) -> f32 {
        self.left + self.slot * ((from + to) as f32 / 2.0 + 0.5)
    }

    fn dates(&self) -> impl Iterator<Item = (usize, Date)> {
        self.first.series(1.day()).take(self.days).enumerate()
    }

    /// Numbers of days, thinned out; above 120 days names of months.
    pub(super) fn upper(&self, months: &[String; 12]) -> Vec<Tick> {
        let wide = |least: f32| move |step: &i8| f32::from(*step) * self.slot >= least;
        if self.days > 120 {
            return self
                .dates()
                .filter(|(_, date)| date.day() == 1)
                .map(|(at, date)| Tick { x: self.middle(at, at), name: month(months, date) })
                .collect();
        }
        if self.days <= 45 {
            let step = [1, 2, 3, 5, 7].into_iter().find(wide(26.0)).unwrap_or(7);
            return self
                .dates()
                .filter(|(at, _)| at % usize::from(step.unsigned_abs()) == 0)
                .map(|(at, date)| Tick { x: self.middle(at, at), name: date.day().to_string() })
                .collect();
        }
        let mut ticks: Vec<Tick> = self
            .dates()
            .filter(|(_, date)| matches!(date.day(), 1 | 8 | 15 | 22))
            .map(|(at, date)| Tick { x: self.middle(at, at), name: date.day().to_string() })
            .collect();
        // The first day too, so that its month is named.
        let first = self.middle(0, 0);
        if ticks.first().is_some_and(|tick| tick.x - first >= 26.0) {
            ticks.insert(0, Tick { x: first, name: self.first.day().to_string() });
        }
        ticks
    }

    /// Months under the numbers of days, or years under the names of months: each where it
    /// begins, and left out where the next one would stand in its way.
    pub(super) fn lower(&self, months: &[String; 12]) -> Vec<Tick> {
        let by_year = self.days > 120;
        // Only under a day that has a name, so that the eye finds its column.
        let upper = self.upper(months);
        let named = |x: f32| upper.iter().any(|tick| (tick.x - x).abs() < 0.01);
        let period = |date: Date| (date.year(), if by_year { 0 } else { date.month() });
        let mut begins: Vec<(f32, Date)> = self
            .dates()
            .map(|(at, date)| (self.middle(at, at), date))
            .filter(|(x, _)| named(*x))
            .collect();
        begins.dedup_by_key(|(_, date)| period(*date));
        // Of two that would touch, the later one matters more than the stub before it.
        let room = |from: Date, to: Date| match (by_year, from.year() == to.year()) {
            (true, _) => 36.0,
            // The later one has no year then.
            (false, true) => 62.0,
            (false, false) => 78.0,
        };
        while let [(first, from), (second, to), ..] = begins.as_slice()
            && second - first < room(*from, *to)
        {
            begins.remove(0);
        }
        let mut year = None;
        begins
            .into_iter()
            .map(|(x, date)| {
                let new_year = year.replace(date.year()) != Some(date.year());
                let name = match (by_year, new_year) {
                    (true, _) => date.year().to_string(),
                    (false, true) => format!("{} {}", month(months, date), date.year()),
                    (false, false) => month(months, date),
                };
                Tick { x, name }
            })
            .collect()
    }
}

fn month(months: &[String; 12], date: Date) -> String {
    months[usize::from(date.month().unsigned_abs()) - 1].clone()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{chart, months};
    use super::*;

    fn names(ticks: &[Tick]) -> String {
        ticks.iter().map(|tick| tick.name.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_year_is_named_even_where_its_first_month_is_too_short_for_a_name() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let some = crate::picture::Day { date: day("2026-12-31"), mood: Some(3), craving: None };
        let table = [
            ("2026-12-31", "2027-01-29", "Jan 2027"),
            ("2026-12-25", "2027-01-03", "Dec 2026 Jan 2027"),
        ];
        for (from, to, expected) in table {
            let labels = crate::picture::Labels { months: months(), ..Default::default() };
            let chart = Chart::new(day(from), day(to), &[some], labels).unwrap();
            assert_eq!(names(&Axis::new(&chart, 100.0, 680.0).lower(&months())), expected);
        }
    }

    #[test]
    fn days_are_named_as_densely_as_they_can_be_read() {
        let table = [
            (1, "23", "Nov 2026"),
            (7, "17 18 19 20 21 22 23", "Nov 2026"),
            (30, "25 27 29 31 2 4 6 8 10 12 14 16 18 20 22", "Oct 2026 Nov"),
            (90, "26 1 8 15 22 1 8 15 22 1 8 15 22", "Sep 2026 Oct Nov"),
            (100, "16 22 1 8 15 22 1 8 15 22 1 8 15 22", "Aug 2026 Sep Oct Nov"),
            (365, "Dec Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov", "2025 2026"),
        ];
        for (days, upper, lower) in table {
            let axis = Axis::new(&chart(days), 100.0, 680.0);
            let found = axis.upper(&months());
            assert_eq!(names(&found), upper, "{days} days");
            for pair in found.windows(2) {
                assert!(pair[1].x - pair[0].x >= 26.0, "{days} days: {pair:?}");
            }
            let below = axis.lower(&months());
            assert_eq!(names(&below), lower, "{days} days");
            for pair in below.windows(2) {
                let half = |tick: &Tick| super::super::svg::width(&tick.name, 12.0) / 2.0;
                assert!(
                    pair[0].x + half(&pair[0]) < pair[1].x - half(&pair[1]),
                    "{days} days: {pair:?}"
                );
            }
        }
    }
}
