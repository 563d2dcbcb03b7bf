//! Days, named, shortened or misspelt, and those that are seen from now.

use super::Near;
use jiff::civil::Weekday;

const NAMES: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// What up to two folded words say of now, and how many words that are.
pub(super) fn near(first: &str, second: &str) -> Option<(usize, Near)> {
    Some(match (first, second) {
        ("right" | "just" | "open" | "on", "now") => (2, Near::Now),
        ("now" | "soon" | "asap", _) => (1, Near::Now),
        ("this", "evening") => (2, Near::Tonight),
        ("tonight" | "tonite" | "tonigt" | "tongiht", _) => (1, Near::Tonight),
        ("today" | "2day" | "todays", _) => (1, Near::Today),
        _ if like(first, "tomorrow") => (1, Near::Tomorrow),
        _ => return None,
    })
}

/// The days that a folded word names.
pub(super) fn days(word: &str) -> Option<Vec<Weekday>> {
    let word = word.strip_suffix('s').filter(|stem| stem.len() > 3).unwrap_or(word);
    let named = |from: usize, until: usize| {
        NAMES.iter().skip(from).take(until - from).map(|(_, day)| *day).collect::<Vec<_>>()
    };
    let shortened = match word {
        "mon" => Some(Weekday::Monday),
        "tue" | "tues" => Some(Weekday::Tuesday),
        "wed" | "weds" => Some(Weekday::Wednesday),
        "thu" | "thur" | "thurs" => Some(Weekday::Thursday),
        "fri" => Some(Weekday::Friday),
        "sat" => Some(Weekday::Saturday),
        "sun" => Some(Weekday::Sunday),
        _ => None,
    };
    match word {
        "weekend" => return Some(named(5, 7)),
        "weekday" | "workday" => return Some(named(0, 5)),
        _ => {}
    }
    shortened
        .or_else(|| NAMES.iter().find(|(name, _)| like(word, name)).map(|(_, day)| *day))
        .map(|day| vec![day])
}

/// The same, or misspelt: one letter, two in a long word.
fn like(word: &str, name: &str) -> bool {
    let allowed = if name.len() >= 8 && word.len() >= 7 { 2 } else { 1 };
    word == name
        || word.len() >= 5
            && word.as_bytes().first() == name.as_bytes().first()
            && strsim::osa_distance(word, name) <= allowed
}
