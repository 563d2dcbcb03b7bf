//! How a meeting can be attended, from what its record says.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::WarningKind;
use super::field::{Fields, Notes};

/// How a meeting can be attended now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attendance {
    /// At its location.
    InPerson,
    /// At its location and online.
    Hybrid,
    /// Online only: its address is not to be shown.
    Online,
    /// Not at all for now: its location is closed and it has no link. Never reminded.
    Inactive,
}

impl Attendance {
    /// A stable name for output that programs read.
    pub fn code(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::Hybrid => "hybrid",
            Self::Online => "online",
            Self::Inactive => "inactive",
        }
    }

    /// The rule of the Meeting Guide. `closed`: the location is closed for now (`TC`).
    /// `online`: a link of a known provider or a number to dial. `approximate`: the address
    /// is only an area.
    pub(crate) fn of(closed: bool, online: bool, approximate: bool) -> Self {
        match (closed, online, approximate) {
            (true, true, _) | (false, true, true) => Self::Online,
            (true, false, _) | (false, false, true) => Self::Inactive,
            (false, true, false) => Self::Hybrid,
            (false, false, false) => Self::InPerson,
        }
    }
}

/// Whether an address that does not say so is only an area: fewer than four parts, and no
/// number in the first. Feeds outside the United States write a street, a town and a country.
pub(crate) fn looks_approximate(address: &str) -> bool {
    let mut parts = address.split(',').map(str::trim).filter(|part| !part.is_empty());
    let street = parts.next().unwrap_or_default();
    parts.count() < 3 && !street.contains(|letter: char| letter.is_ascii_digit())
}

/// How it can be attended. `ONL` is an outcome, not an input: it is set and removed here.
pub(crate) fn how(
    fields: &Fields<'_>,
    codes: &mut Vec<String>,
    online: bool,
    address: Option<&str>,
    stated_address: bool,
    has_location: bool,
    notes: &mut Notes,
) -> (Attendance, bool) {
    let said_online = codes.iter().any(|code| code == "ONL");
    codes.retain(|code| code != "ONL");
    if online {
        codes.push("ONL".to_owned());
    } else if said_online {
        notes.add(WarningKind::NoLink);
    }
    let closed = codes.iter().any(|code| code == "TC");
    let stated = fields.line("attendance_option", 40, notes).map(|stated| stated.to_lowercase());
    let explicit = fields.get("approximate").and_then(|value| match value {
        Value::Bool(yes) => Some(*yes),
        Value::String(text) if text.trim().eq_ignore_ascii_case("yes") => Some(true),
        Value::String(text) if text.trim().eq_ignore_ascii_case("no") => Some(false),
        _ => None,
    });
    let approximate = explicit.unwrap_or_else(|| match (stated.as_deref(), closed) {
        // The plugin knew whether the address is exact when it wrote this.
        (Some("in_person" | "hybrid"), _) => false,
        (Some("online" | "inactive"), false) => true,
        _ => {
            let area = address.is_none_or(looks_approximate);
            // Somebody who names a place, or says nothing at all, means a meeting that takes
            // place; an address that is just an area, or a link, says otherwise.
            let linked = online || said_online || fields.get("conference_url").is_some();
            area && (linked || (stated_address && !has_location))
        }
    });
    let attendance = Attendance::of(closed, online, approximate);
    if let Some(stated) = stated.filter(|stated| stated != attendance.code()) {
        notes.add(WarningKind::AttendanceDiffers { stated });
    }
    (attendance, approximate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_of_the_meeting_guide() {
        let rule = [
            ((true, true, false), Attendance::Online),
            ((true, true, true), Attendance::Online),
            ((true, false, false), Attendance::Inactive),
            ((true, false, true), Attendance::Inactive),
            ((false, true, true), Attendance::Online),
            ((false, true, false), Attendance::Hybrid),
            ((false, false, false), Attendance::InPerson),
            ((false, false, true), Attendance::Inactive),
        ];
        for ((closed, online, approximate), expected) in rule {
            assert_eq!(Attendance::of(closed, online, approximate), expected);
        }
    }

    #[test]
    fn an_area_is_not_a_street() {
        for (address, area) in [
            ("Chicago, IL, USA", true),
            ("Gardner, MA 01440, USA", true),
            ("20 Quay Street, Harbor, ME 04000, USA", false),
            ("12 High St, Brighton BN1 1AA, UK", false),
            ("The Hall, Quay Street, Harbor, ME, USA", false),
            ("", true),
        ] {
            assert_eq!(looks_approximate(address), area, "{address}");
        }
    }
}
