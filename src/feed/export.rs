//! Writes listings as a Meeting Guide feed that any reader of the format takes.

use serde_json::{Map, Value, json};

use super::attendance::{Attendance, looks_approximate};
use super::listing::{Listing, clock};
use super::slug::{self, Slugs};
use super::{types, zone};

/// The listings as a normalised feed: one row for each, slugs unique over all, every weekly
/// row with its zone, only codes of the specification with their meaning there, nothing
/// personal. `default_zone` is for listings without a zone of their own. Rows whose time is
/// not weekly have no day and no time, which the format reads as "by appointment".
pub fn meeting_guide<'a>(
    listings: impl IntoIterator<Item = &'a Listing>,
    default_zone: &str,
) -> Value {
    let mut slugs = Slugs::default();
    listings
        .into_iter()
        .map(|listing| Value::Object(row(listing, default_zone, &mut slugs)))
        .collect()
}

fn row(listing: &Listing, default_zone: &str, slugs: &mut Slugs) -> Map<String, Value> {
    let mut row = Map::new();
    let mut put = |key: &str, value: Value| {
        row.insert(key.to_owned(), value);
    };
    put("name", json!(listing.name));
    let slug = if slug::is_safe(&listing.slug) {
        listing.slug.clone()
    } else {
        Some(slug::slugify(&listing.slug))
            .filter(|slug| !slug.is_empty())
            .unwrap_or_else(|| "meeting".to_owned())
    };
    put("slug", json!(slugs.take(&slug)));
    let zone =
        listing.zone.as_deref().and_then(zone::canonical).or_else(|| zone::canonical(default_zone));
    if let (Some(weekly), Some(zone)) = (listing.when, &zone) {
        put("day", json!(weekly.day.to_sunday_zero_offset()));
        put("time", json!(clock(weekly.start)));
        put("end_time", json!(clock(weekly.end())));
        put("timezone", json!(zone));
    }
    let codes = codes(listing);
    if !codes.is_empty() {
        put("types", json!(codes));
    }
    let address = address(listing);
    if let Some(address) = &address {
        put("formatted_address", json!(address));
    }
    let area = approximate(listing, address.as_deref());
    put("approximate", json!(if area { "yes" } else { "no" }));
    if !listing.regions.is_empty() {
        put("regions", json!(listing.regions));
    }
    // Where nobody is, nobody is sent: not by a map and not by the name of a house.
    let shut = listing.attendance == Attendance::Online && !listing.approximate;
    if let (Some(north), Some(east), false) = (listing.latitude, listing.longitude, shut) {
        put("latitude", json!(north));
        put("longitude", json!(east));
    }
    for (key, text) in [
        ("location", if shut { &None } else { &listing.location }),
        ("conference_url", &listing.conference_url),
        ("conference_url_notes", &listing.conference_url_notes),
        ("conference_phone", &listing.conference_phone),
        ("conference_phone_notes", &listing.conference_phone_notes),
        ("notes", &listing.notes),
        ("url", &listing.url),
        ("group", &listing.group),
    ] {
        if let Some(text) = text {
            put(key, json!(text));
        }
    }
    if let Some(updated) = listing.updated {
        put("updated", json!(updated.strftime("%Y-%m-%d %H:%M:%S").to_string()));
    }
    row
}

/// The address, or else the areas. Of a meeting that is online only, just the town: its location
/// may be closed, and somebody would stand before the door.
fn address(listing: &Listing) -> Option<String> {
    let areas = (!listing.regions.is_empty())
        .then(|| listing.regions.iter().rev().cloned().collect::<Vec<_>>().join(", "));
    let address = listing.address.as_deref();
    match listing.attendance {
        Attendance::Online => address.and_then(town).or(areas),
        _ => address.map(str::to_owned).or(areas),
    }
}

/// What is left of an address without its house and street.
fn town(address: &str) -> Option<String> {
    let parts: Vec<&str> = address.split(',').map(str::trim).collect();
    (0..parts.len())
        .map(|from| parts.iter().skip(from).copied().collect::<Vec<_>>().join(", "))
        .find(|rest| looks_approximate(rest))
}

/// Whether the row has to say that its address is exact or only an area, so that a reader
/// comes to the same attendance.
fn approximate(listing: &Listing, address: Option<&str>) -> bool {
    let closed = listing.types.iter().any(|code| code == "TC");
    match listing.attendance {
        Attendance::InPerson | Attendance::Hybrid => false,
        // Closed for now: the address itself is exact.
        Attendance::Inactive if closed => address.is_none_or(looks_approximate),
        Attendance::Online | Attendance::Inactive => true,
    }
}

/// The codes of the specification. It describes one fellowship: a code of another goes in
/// only where it means the same there. `ONL` is not among them; readers work it out.
fn codes(listing: &Listing) -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = Vec::new();
    for code in &listing.types {
        let code = match listing.program.as_str() {
            "aa" => types::code("aa", code),
            program => types::label(program, code).and_then(|label| same(code, label)),
        };
        if let Some(code) = code.filter(|code| in_specification(code) && !codes.contains(code)) {
            codes.push(code);
        }
    }
    codes
}

/// The code of the specification for what another fellowship calls this.
fn same(code: &str, label: &str) -> Option<&'static str> {
    let known = types::label("aa", code).filter(|known| *known == label);
    if known.is_some() {
        return types::code("aa", code);
    }
    Some(match label {
        "Steps" | "Step study" => "ST",
        "Traditions" | "Tradition study" => "TR",
        "Sign language" => "ASL",
        "Child care" => "BA",
        "Children welcome" => "CF",
        "LGBTQIA+" | "LGBTQI+" => "LGBTQ",
        "Atheist and agnostic" => "A",
        other => return types::code("aa", other),
    })
}

/// The 87 codes of the specification: not those that are proposed, and not `ONL`.
fn in_specification(code: &str) -> bool {
    !matches!(code, "ONL" | "BV-I" | "D-HOH" | "LO-I" | "QSL" | "RSL")
}

#[cfg(test)]
mod tests;
