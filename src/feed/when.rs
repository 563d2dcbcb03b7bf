//! Days, times and lengths as feeds write them.

use jiff::civil::{Time, Weekday};
use serde_json::Value;

use super::WarningKind;
use super::field::Notes;
use super::listing::DEFAULT_MINUTES;

/// Longer meetings are taken for a slip of the pen, in minutes.
pub(crate) const MAX_MINUTES: u16 = 360;

/// Which day a number means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Convention {
    /// Meeting Guide: 0 is Sunday, 6 Saturday.
    SundayZero,
    /// BMLT: 1 is Sunday, 7 Saturday.
    SundayOne,
    /// ISO: 1 is Monday, 7 Sunday.
    Iso,
}

impl Convention {
    fn day(self, number: i64, notes: &mut Notes) -> Option<Weekday> {
        let number = i8::try_from(number).ok()?;
        match self {
            Self::SundayZero if number == 7 => {
                notes.add(WarningKind::DaySeven);
                Some(Weekday::Sunday)
            }
            Self::SundayZero => Weekday::from_sunday_zero_offset(number).ok(),
            Self::SundayOne => Weekday::from_sunday_one_offset(number).ok(),
            Self::Iso => Weekday::from_monday_one_offset(number).ok(),
        }
    }
}

/// The days of a record: a number, a name, a list of them, or text with commas.
pub(crate) fn days(value: &Value, convention: Convention, notes: &mut Notes) -> Vec<Weekday> {
    let mut days = Vec::new();
    collect(value, convention, notes, &mut days, 0);
    days
}

fn collect(
    value: &Value,
    convention: Convention,
    notes: &mut Notes,
    days: &mut Vec<Weekday>,
    depth: u8,
) {
    let mut add = |day: Option<Weekday>, shown: &str, notes: &mut Notes| match day {
        Some(day) if days.contains(&day) => {}
        Some(day) => days.push(day),
        None => notes.add(WarningKind::BadDay { value: super::text::line(shown, 40).text }),
    };
    match value {
        Value::Null => {}
        Value::Number(number) => {
            let whole = number.as_i64().or_else(|| {
                number
                    .as_f64()
                    .filter(|float| float.fract() == 0.0 && float.abs() < 100.0)
                    .map(|float| float as i64)
            });
            let day = whole.and_then(|whole| convention.day(whole, notes));
            add(day, &number.to_string(), notes);
        }
        Value::String(text) => {
            for part in
                text.split([',', ';', '/']).map(str::trim).filter(|part| !part.is_empty()).take(14)
            {
                let day = match part.parse() {
                    Ok(number) => convention.day(number, notes),
                    Err(_) => day_by_name(part),
                };
                add(day, part, notes);
            }
        }
        Value::Array(list) if depth < 3 => {
            for item in list.iter().take(14) {
                collect(item, convention, notes, days, depth + 1);
            }
        }
        other => {
            notes.add(WarningKind::WrongType { field: "day", found: super::field::kind(other) })
        }
    }
}

/// A day by its English name, in full, in the usual short forms or in the plural.
pub(crate) fn day_by_name(name: &str) -> Option<Weekday> {
    const NAMES: [(Weekday, &[&str]); 7] = [
        (Weekday::Monday, &["monday", "mon", "mondays"]),
        (Weekday::Tuesday, &["tuesday", "tue", "tues", "tuesdays"]),
        (Weekday::Wednesday, &["wednesday", "wed", "weds", "wednesdays"]),
        (Weekday::Thursday, &["thursday", "thu", "thur", "thurs", "thursdays"]),
        (Weekday::Friday, &["friday", "fri", "fridays"]),
        (Weekday::Saturday, &["saturday", "sat", "saturdays"]),
        (Weekday::Sunday, &["sunday", "sun", "sundays"]),
    ];
    let name = name.trim_end_matches('.');
    NAMES
        .iter()
        .find(|(_, words)| words.iter().any(|word| name.eq_ignore_ascii_case(word)))
        .map(|(day, _)| *day)
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) time: Time,
    /// It was 24:00: the start of the next day.
    pub(crate) next_day: bool,
}

/// Reads `19:30`, `7:30`, `19:30:00`, `7:30 PM`, `7pm`, `noon` and `midnight`.
pub(crate) fn clock(text: &str) -> Option<Clock> {
    let text = text.trim();
    let at = |hour, minute, second| {
        Time::new(hour, minute, second, 0).ok().map(|time| Clock { time, next_day: false })
    };
    if text.eq_ignore_ascii_case("noon") || text.eq_ignore_ascii_case("12 noon") {
        return at(12, 0, 0);
    }
    if text.eq_ignore_ascii_case("midnight") || text.eq_ignore_ascii_case("12 midnight") {
        return at(0, 0, 0);
    }
    let end = text
        .find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, ':' | '.')))
        .unwrap_or(text.len());
    let (numbers, suffix) = text.split_at(end);
    // The dot of "7:30 p.m." stands behind a letter, that of "7.30" between digits.
    let suffix: String = suffix
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '.')
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    let mut parts = numbers.split([':', '.']);
    let mut number = || {
        parts.next().map(|part| match part.len() {
            1 | 2 => part.parse::<i8>().ok(),
            _ => None,
        })
    };
    let hour = number()??;
    let minute = number();
    let second = number().unwrap_or(Some(0))?;
    if number().is_some() {
        return None;
    }
    match suffix.as_str() {
        "" => {
            let minute = minute??;
            if (hour, minute, second) == (24, 0, 0) {
                return at(0, 0, 0).map(|clock| Clock { next_day: true, ..clock });
            }
            at(hour, minute, second)
        }
        "am" | "a" | "pm" | "p" if (1..=12).contains(&hour) => {
            let late = if suffix.starts_with('p') { 12 } else { 0 };
            at(hour % 12 + late, minute.unwrap_or(Some(0))?, second)
        }
        _ => None,
    }
}

/// The minutes from a start to an end, which is on the next day when it is not later. The
/// default when there is no end, it equals the start, or lies more than six hours away.
pub(crate) fn minutes_until(start: Time, end: Option<Time>, notes: &mut Notes) -> u16 {
    let Some(end) = end else {
        return DEFAULT_MINUTES;
    };
    let of_day = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
    let minutes = (of_day(end) - of_day(start)).rem_euclid(24 * 60);
    if minutes == 0 {
        notes.add(WarningKind::EndIsStart);
        return DEFAULT_MINUTES;
    }
    within(minutes.unsigned_abs(), notes)
}

/// A length within bounds, else the default.
pub(crate) fn within(minutes: u32, notes: &mut Notes) -> u16 {
    match u16::try_from(minutes) {
        Ok(0) => DEFAULT_MINUTES,
        Ok(minutes) if minutes <= MAX_MINUTES => minutes,
        _ => {
            notes.add(WarningKind::TooLong { minutes });
            DEFAULT_MINUTES
        }
    }
}

/// A length in minutes from `1:30`, `01:30:00` or `90`; zero when it says nothing.
pub(crate) fn duration(text: &str) -> Option<u32> {
    let text = text.trim();
    if let Ok(minutes) = text.parse::<u32>() {
        return Some(minutes);
    }
    let mut parts =
        text.split(':').map(|part| part.trim().parse::<u32>().ok().filter(|number| *number < 1000));
    let hours = parts.next()??;
    let minutes = parts.next()??;
    let seconds = parts.next().unwrap_or(Some(0))?;
    if parts.next().is_some() || minutes > 59 || seconds > 59 {
        return None;
    }
    Some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn times() {
        for (text, expected) in [
            ("19:30", Some((19, 30))),
            ("8:00", Some((8, 0))),
            ("08:00:00", Some((8, 0))),
            ("6:30 PM", Some((18, 30))),
            ("6:30pm", Some((18, 30))),
            ("7 p.m.", Some((19, 0))),
            ("12:00 AM", Some((0, 0))),
            ("12:15 pm", Some((12, 15))),
            ("Noon", Some((12, 0))),
            ("midnight", Some((0, 0))),
            ("24:00:00", Some((0, 0))),
            ("19.30", Some((19, 30))),
            ("25:00", None),
            ("12:60", None),
            ("13:00 PM", None),
            ("0:30 AM", None),
            ("7", None),
            ("1930", None),
            ("evening", None),
            ("19:30:00:00", None),
            ("", None),
            ("٣:٠٠", None),
        ] {
            let read = clock(text).map(|clock| (clock.time.hour(), clock.time.minute()));
            assert_eq!(read, expected, "{text}");
        }
        assert!(clock("24:00").is_some_and(|clock| clock.next_day));
    }

    #[test]
    fn days_in_every_convention() {
        use Weekday::{Monday, Sunday, Thursday, Wednesday};
        let table = [
            (json!(0), Convention::SundayZero, vec![Sunday], None),
            (json!("4"), Convention::SundayZero, vec![Thursday], None),
            (json!(4.0), Convention::SundayZero, vec![Thursday], None),
            (json!("7"), Convention::SundayZero, vec![Sunday], Some("day_seven")),
            (json!("1"), Convention::SundayOne, vec![Sunday], None),
            (json!(1), Convention::Iso, vec![Monday], None),
            (json!(7), Convention::Iso, vec![Sunday], None),
            (json!(0), Convention::Iso, vec![], Some("bad_day")),
            (json!(8), Convention::SundayZero, vec![], Some("bad_day")),
            (json!("WEDNESDAY"), Convention::SundayZero, vec![Wednesday], None),
            (json!(["1", 3, "Mon"]), Convention::SundayZero, vec![Monday, Wednesday], None),
            (json!("Monday, Thursday"), Convention::SundayZero, vec![Monday, Thursday], None),
            (json!("someday"), Convention::SundayZero, vec![], Some("bad_day")),
            (json!({"a": 1}), Convention::SundayZero, vec![], Some("wrong_type")),
            (json!([[[[1]]]]), Convention::SundayZero, vec![], Some("wrong_type")),
            (json!(1e300), Convention::SundayZero, vec![], Some("bad_day")),
        ];
        for (value, convention, expected, warning) in table {
            let mut notes = Notes::default();
            assert_eq!(days(&value, convention, &mut notes), expected, "{value}");
            assert_eq!(notes.kinds.first().map(WarningKind::code), warning, "{value}");
        }
    }

    #[test]
    fn lengths() {
        for (start, end, minutes, warning) in [
            ("19:00", Some("20:30"), 90, None),
            ("23:00", Some("00:00"), 60, None),
            ("23:59", Some("01:00"), 61, None),
            ("10:00", Some("10:00"), 60, Some("end_is_start")),
            ("19:15", Some("08:15"), 60, Some("too_long")),
            ("12:00", Some("18:00"), 360, None),
            ("12:00", Some("18:01"), 60, Some("too_long")),
            ("19:00", None, 60, None),
        ] {
            let mut notes = Notes::default();
            let time = |text: &str| clock(text).map(|clock| clock.time).expect("a time");
            assert_eq!(minutes_until(time(start), end.map(time), &mut notes), minutes);
            assert_eq!(notes.kinds.first().map(WarningKind::code), warning);
        }
        for (text, minutes) in [
            ("01:30:00", Some(90)),
            ("1:00", Some(60)),
            ("24:00:00", Some(1440)),
            ("75", Some(75)),
            ("00:00:00", Some(0)),
            ("1:75", None),
            ("long", None),
            ("9999999:00", None),
        ] {
            assert_eq!(duration(text), minutes, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_time_or_not(text in r"[0-9:. apmAPM]{0,10}|\PC{0,10}") {
            let _ = clock(&text);
            let _ = duration(&text);
        }
    }
}
