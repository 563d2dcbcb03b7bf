//! Zones by the names people give them.

mod hints;

use std::sync::LazyLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};

/// A name that is no zone, with the zones it may mean.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown zone {asked:?}, near {near:?}")]
pub struct UnknownZone {
    /// The name as typed.
    pub asked: String,
    /// Names of zones, the likeliest first; at most [`MOST_NEAR`].
    pub near: Vec<String>,
}

/// The most suggestions made for an unknown name.
pub const MOST_NEAR: usize = 4;

/// The longest name that is looked up, in bytes.
const LONGEST: usize = 100;

/// The zones are those built into the program, not the system's, so that every machine has
/// the same clock changes.
static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut names: Vec<String> = DATABASE
        .available()
        .map(|name| name.as_str().to_owned())
        .filter(|name| {
            name == "UTC"
                || (name.contains('/')
                    && !name.starts_with("Etc/")
                    && !name.starts_with("SystemV/"))
        })
        .collect();
    names.sort_unstable();
    names
});

/// The names of all zones that people live in, and `UTC`, sorted; for completion.
pub fn names() -> &'static [String] {
    &NAMES
}

/// The zone of this name: an IANA name or alias in any case (`europe/kiev`), with spaces for
/// underscores, or a city alone (`new york`).
///
/// Abbreviations such as `EST` are not taken, although the database has some: they name a
/// fixed offset, and who says `EST` means the clock of New York, summer time included. They
/// are answered with the zones they are said in.
pub fn lookup(text: &str) -> Result<TimeZone, UnknownZone> {
    let asked = text.trim();
    known(asked).ok_or_else(|| {
        let name = folded(asked);
        let near = match name.as_deref().map(|name| (name, hints::meant_by(name))) {
            None => Vec::new(),
            Some((_, Some(meant))) => meant.iter().map(ToString::to_string).collect(),
            Some((name, None)) => near(name),
        };
        UnknownZone { asked: asked.to_owned(), near }
    })
}

/// The same, without looking for what is near.
pub fn known(text: &str) -> Option<TimeZone> {
    let name = folded(text)?;
    if matches!(name.as_str(), "utc" | "z") {
        return Some(TimeZone::UTC);
    }
    if hints::meant_by(&name).is_some() {
        return None;
    }
    exact(&name).or_else(|| city(&name))
}

/// The folded name; nothing for what is too long to be one.
fn folded(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    Some(fold(text)).filter(|name| !name.is_empty() && name.len() <= LONGEST)
}

/// The name as the database writes it; `UTC` when the zone has none.
pub fn name(zone: &TimeZone) -> &str {
    zone.iana_name().unwrap_or("UTC")
}

/// Lower case, without accents, words joined by underscores.
fn fold(text: &str) -> String {
    deunicode::deunicode(text).to_lowercase().split_whitespace().collect::<Vec<_>>().join("_")
}

fn exact(folded: &str) -> Option<TimeZone> {
    let spelled = DATABASE.available().find(|name| name.as_str().eq_ignore_ascii_case(folded))?;
    let spelled = spelled.as_str();
    if matches!(spelled, "Factory" | "localtime" | "posixrules") {
        return None;
    }
    DATABASE.get(spelled).ok()
}

/// The zone whose last part is this city. Where several are, they are aliases of each other;
/// the shortest name is the plainest.
fn city(folded: &str) -> Option<TimeZone> {
    let found = NAMES.iter().filter(|name| last_part(name).eq_ignore_ascii_case(folded));
    found.min_by_key(|name| name.len()).and_then(|name| DATABASE.get(name).ok())
}

fn near(folded: &str) -> Vec<String> {
    let mut scored: Vec<(f64, &String)> = NAMES
        .iter()
        .filter(|name| {
            !name.starts_with("US/") && !name.starts_with("Canada/") && !name.starts_with("Brazil/")
        })
        .map(|name| {
            let lower = name.to_lowercase();
            let whole = strsim::normalized_damerau_levenshtein(folded, &lower);
            let last = strsim::normalized_damerau_levenshtein(last_part(folded), last_part(&lower));
            // A slip in the region shall not hide the city, nor the other way round; the
            // whole name decides between like cities.
            (whole.max(last * 0.95) + whole / 100.0, name)
        })
        .filter(|(score, _)| *score > 0.7)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.into_iter().take(MOST_NEAR).map(|(_, name)| name.clone()).collect()
}

fn last_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_found_by_the_names_people_give_them() {
        let table = [
            ("Europe/London", "Europe/London"),
            ("europe/london", "Europe/London"),
            (" America/New York ", "America/New_York"),
            ("london", "Europe/London"),
            ("new york", "America/New_York"),
            ("São Paulo", "America/Sao_Paulo"),
            ("Europe/Kiev", "Europe/Kiev"),
            ("buenos aires", "America/Buenos_Aires"),
            ("utc", "UTC"),
            ("US/Pacific", "US/Pacific"),
        ];
        for (text, expected) in table {
            assert_eq!(
                lookup(text).map(|zone| name(&zone).to_owned()),
                Ok(expected.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn typos_are_answered_with_what_was_meant() {
        let table = [
            ("Europe/Lodnon", "Europe/London"),
            ("Erope/Berlin", "Europe/Berlin"),
            ("berlim", "Europe/Berlin"),
            ("America/NewYork", "America/New_York"),
            ("america/los angelos", "America/Los_Angeles"),
        ];
        for (text, expected) in table {
            let error = lookup(text).unwrap_err();
            assert_eq!(error.near.first().map(String::as_str), Some(expected), "{error}");
        }
    }

    #[test]
    fn abbreviations_are_answered_with_regions() {
        let table = [
            ("PST", "America/Los_Angeles"),
            ("est", "America/New_York"),
            ("CET", "Europe/Berlin"),
            ("GMT", "Europe/London"),
            ("IST", "Asia/Kolkata"),
        ];
        for (text, expected) in table {
            let error = lookup(text).unwrap_err();
            assert_eq!(error.near.first().map(String::as_str), Some(expected), "{error}");
        }
    }

    #[test]
    fn nonsense_is_refused_without_suggestions() {
        for text in ["", "   ", "qqqqqqqq", "+02:00", "Factory", "localtime", &"x".repeat(5_000)] {
            assert_eq!(lookup(text).map_err(|error| error.near), Err(Vec::new()), "{text:.20}");
        }
    }

    #[test]
    fn every_suggestion_and_every_name_is_a_zone() {
        for near in hints::all() {
            assert!(lookup(near).is_ok(), "{near}");
        }
        for name in names() {
            assert!(lookup(name).is_ok(), "{name}");
        }
    }
}
