//! The chart of a member's own history: one PNG, and the same in rows for words.
//!
//! The chart is a card with its own opaque background, because chats are dark or light and a
//! transparent picture is legible on one of them only. Mood is a line with dots, urges are
//! hatched bars in a panel of their own, so nothing depends on telling colours apart. A day
//! without a check-in is empty: no zero, no mark. Above [`DAILY_MOST`] days both panels show
//! averages of weeks, and the card says so.
//!
//! Text is drawn with a bundled subset of Noto Sans (`assets/fonts`): Latin, Greek and Cyrillic.
//! Other scripts would show boxes; a language that needs them has to bring its font here.

use bytes::Bytes;
use jiff::civil::Date;
use resvg::{tiny_skia, usvg};
use std::collections::BTreeMap;

mod axis;
mod card;
mod font;
mod palette;
mod panel;
mod summary;
mod svg;

pub use summary::{Figures, Row, Summary};

/// The most days that a chart shows: a leap year.
pub const MOST_DAYS: usize = 366;

/// The most days that the picture shows day by day; above it a dot is a week.
pub const DAILY_MOST: usize = 92;

/// The most days that [`text_rows`] lists day by day; above it a row is a week.
pub const ROWS_DAILY_MOST: usize = 31;

/// Width of the card in CSS pixels; the PNG has [`SCALE`] times as many.
pub const WIDTH: u32 = 800;

/// Height of the card in CSS pixels.
pub const HEIGHT: u32 = 400;

/// Device pixels for each CSS pixel, for sharp text on phones.
pub const SCALE: u32 = 2;

/// One day's check-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The member's day, as their own day start decides it.
    pub date: Date,
    /// 1 very low to 5 very good; nothing where it was not answered.
    pub mood: Option<u8>,
    /// 0 none to 10 strongest; nothing where it was not answered.
    pub craving: Option<u8>,
}

/// The words on the card. They come from `words`; none is composed here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    /// At the top left, such as “Your check-ins”.
    pub title: String,
    /// At the top right: the period in words, such as “1 to 30 November 2026”.
    pub period: String,
    /// Heading of the upper panel, such as “Mood”.
    pub mood: String,
    /// Names of the five moods, lowest first; on the axis.
    pub moods: [String; 5],
    /// Heading of the lower panel, such as “Urges, 0 to 10”.
    pub craving: String,
    /// Said when a dot is a week, such as “weekly averages”.
    pub weekly: String,
    /// Short names of the months, January first.
    pub months: [String; 12],
}

/// A chart that has something to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    from: Date,
    to: Date,
    days: BTreeMap<Date, Day>,
    labels: Labels,
}

impl Chart {
    /// A chart from one day to another, both included.
    ///
    /// Of more than [`MOST_DAYS`] days the last ones are shown. Days outside, answers outside
    /// their scale and days without answers are left out; of two entries for one day the later
    /// in the list counts. Nothing when no answer is left, or when `to` is before `from`: an
    /// empty chart would only say that somebody was missing.
    pub fn new(from: Date, to: Date, days: &[Day], labels: Labels) -> Option<Self> {
        if to < from {
            return None;
        }
        let longest = jiff::Span::new().days(i64::try_from(MOST_DAYS - 1).ok()?);
        let from = to.checked_sub(longest).map_or(from, |earliest| from.max(earliest));
        let days: BTreeMap<Date, Day> = days
            .iter()
            .filter(|day| (from..=to).contains(&day.date))
            .map(|day| Day {
                date: day.date,
                mood: day.mood.filter(|mood| (1..=5).contains(mood)),
                craving: day.craving.filter(|craving| *craving <= 10),
            })
            .filter(|day| day.mood.is_some() || day.craving.is_some())
            .map(|day| (day.date, day))
            .collect();
        (!days.is_empty()).then_some(Self { from, to, days, labels })
    }

    /// The first day shown.
    pub fn from(&self) -> Date {
        self.from
    }

    /// The last day shown.
    pub fn to(&self) -> Date {
        self.to
    }

    /// The days with an answer, in order.
    pub fn days(&self) -> impl Iterator<Item = &Day> {
        self.days.values()
    }

    /// How many days the chart spans, 1 to [`MOST_DAYS`].
    pub fn span(&self) -> usize {
        self.index(self.to) + 1
    }

    /// Days from the first one to `date`.
    fn index(&self, date: Date) -> usize {
        usize::try_from(date.duration_since(self.from).as_hours() / 24).unwrap_or(0)
    }
}

/// Why a picture could not be drawn. Not something that a person can mend.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The drawing was not understood: a defect here.
    #[error("the drawing is not valid: {0}")]
    Drawing(#[from] usvg::Error),
    /// There was no memory for the pixels.
    #[error("no room for {WIDTH} × {HEIGHT} pixels at {SCALE}x")]
    Room,
    /// The PNG could not be written.
    #[error("the PNG could not be written: {0}")]
    Encoding(String),
}

/// Draws the chart as a PNG of [`WIDTH`] × [`HEIGHT`] at [`SCALE`], well under 100 KB.
///
/// Computes without a pause: call it where blocking is allowed (`tokio::task::spawn_blocking`).
pub fn draw(chart: &Chart) -> Result<Bytes, PictureError> {
    let tree = usvg::Tree::from_str(&card::svg(chart), &font::options())?;
    let mut pixels =
        tiny_skia::Pixmap::new(WIDTH * SCALE, HEIGHT * SCALE).ok_or(PictureError::Room)?;
    let scale = tiny_skia::Transform::from_scale(SCALE as f32, SCALE as f32);
    resvg::render(&tree, scale, &mut pixels.as_mut());
    let png = pixels.encode_png().map_err(|error| PictureError::Encoding(error.to_string()))?;
    Ok(Bytes::from(png))
}

/// The chart in rows, oldest first, for readers who hear it: a row for each day with a check-in,
/// or above [`ROWS_DAILY_MOST`] days for each week with one. Weeks are counted back from the last
/// day.
pub fn text_rows(chart: &Chart) -> Vec<Row> {
    if chart.span() > ROWS_DAILY_MOST { summary::weeks(chart) } else { summary::days(chart) }
}

/// The whole period in one row of figures.
pub fn summary(chart: &Chart) -> Summary {
    summary::whole(chart)
}

#[cfg(test)]
pub(crate) mod tests;
