//! Zone names.

use jiff::tz::TimeZone;

/// The name of the zone as the database writes it, or `None` when it is not in there.
/// Old names such as `Europe/Kiev` stay: they are in the database too.
pub(crate) fn canonical(name: &str) -> Option<String> {
    let name = name.trim();
    // "Etc/Unknown" is jiff's word for not knowing.
    if name.is_empty() || name.len() > 64 || name.eq_ignore_ascii_case("Etc/Unknown") {
        return None;
    }
    let zone = TimeZone::get(name).ok()?;
    zone.iana_name().map(str::to_owned)
}

/// The same for the names that calendars carry: also Windows names, and paths such as
/// `/freeassociation.sourceforge.net/Europe/Berlin`.
pub(crate) fn of_calendar(name: &str) -> Option<String> {
    let name = name.trim().trim_matches('"');
    canonical(name)
        .or_else(|| {
            let windows = WINDOWS.iter().find(|(windows, _)| windows.eq_ignore_ascii_case(name));
            windows.and_then(|(_, iana)| canonical(iana))
        })
        .or_else(|| {
            let mut rest = name;
            while let Some((_, after)) = rest.split_once('/') {
                if let Some(zone) = canonical(after) {
                    return Some(zone);
                }
                rest = after;
            }
            None
        })
}

/// The Windows names of the zones where most people live, after the Unicode table.
const WINDOWS: [(&str, &str); 24] = [
    ("Pacific Standard Time", "America/Los_Angeles"),
    ("Mountain Standard Time", "America/Denver"),
    ("US Mountain Standard Time", "America/Phoenix"),
    ("Central Standard Time", "America/Chicago"),
    ("Eastern Standard Time", "America/New_York"),
    ("Atlantic Standard Time", "America/Halifax"),
    ("Newfoundland Standard Time", "America/St_Johns"),
    ("Alaskan Standard Time", "America/Anchorage"),
    ("Hawaiian Standard Time", "Pacific/Honolulu"),
    ("Central Standard Time (Mexico)", "America/Mexico_City"),
    ("E. South America Standard Time", "America/Sao_Paulo"),
    ("Argentina Standard Time", "America/Buenos_Aires"),
    ("GMT Standard Time", "Europe/London"),
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("Romance Standard Time", "Europe/Paris"),
    ("Central Europe Standard Time", "Europe/Budapest"),
    ("Central European Standard Time", "Europe/Warsaw"),
    ("FLE Standard Time", "Europe/Kiev"),
    ("GTB Standard Time", "Europe/Bucharest"),
    ("South Africa Standard Time", "Africa/Johannesburg"),
    ("India Standard Time", "Asia/Calcutta"),
    ("Tokyo Standard Time", "Asia/Tokyo"),
    ("AUS Eastern Standard Time", "Australia/Sydney"),
    ("New Zealand Standard Time", "Pacific/Auckland"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zone_names() {
        for (name, expected) in [
            ("America/New_York", Some("America/New_York")),
            (" america/new_york ", Some("America/New_York")),
            ("Europe/Kiev", Some("Europe/Kiev")),
            ("UTC", Some("UTC")),
            ("Mars/Base", None),
            ("Etc/Unknown", None),
            ("../../etc/passwd", None),
            ("", None),
        ] {
            assert_eq!(canonical(name).as_deref(), expected, "{name}");
        }
        for (name, expected) in [
            ("W. Europe Standard Time", Some("Europe/Berlin")),
            ("/freeassociation.sourceforge.net/Europe/Berlin", Some("Europe/Berlin")),
            ("\"Europe/Berlin\"", Some("Europe/Berlin")),
            ("Customized Time Zone", None),
        ] {
            assert_eq!(of_calendar(name).as_deref(), expected, "{name}");
        }
        for (_, iana) in WINDOWS {
            assert!(canonical(iana).is_some(), "{iana}");
        }
    }
}
