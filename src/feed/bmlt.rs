//! Records of a BMLT server's semantic interface, where everything is text.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::attendance::Attendance;
use super::codes::closed_wins;
use super::conference::Conference;
use super::field::{self, Fields, Notes};
use super::formats::{Formats, Meaning};
use super::keep::Keep;
use super::listing::{self, Listing, MAX_NAME, SHORT_NAME, Weekly};
use super::sniff;
use super::tsml::{self, MAX_LINE, MAX_NOTES};
use super::when::{self, Convention};
use super::{Kind, SkipReason, WarningKind, pattern, text};

/// Stands between a prompt and the text that belongs to it.
const PROMPT: &str = "#@-@#";

/// Reads the records. Formats come from the options, else from the answer itself.
pub(crate) fn read(records: Vec<Value>, formats: Option<&Value>, keep: &mut Keep<'_>) {
    keep.kind = Kind::Bmlt;
    keep.read = records.len();
    let given = keep.options.formats.as_deref().map(|bytes| {
        let text = super::bytes::decode(bytes, super::MAX_BYTES).ok()?.text;
        Formats::read(&sniff::parse(text.trim()).ok()?.0)
    });
    if matches!(given, Some(None)) {
        keep.warn_feed(WarningKind::BadFormats);
    }
    let formats = given.flatten().or_else(|| formats.and_then(Formats::read)).unwrap_or_default();
    for (place, value) in records.into_iter().enumerate() {
        match &value {
            Value::Object(map) => record(place, map, &formats, keep),
            other => keep.skip(place, "", SkipReason::NotARecord { found: field::kind(other) }),
        }
    }
}

fn record(place: usize, map: &Map<String, Value>, formats: &Formats, keep: &mut Keep<'_>) {
    let fields = Fields::new(map);
    let mut notes = Notes::default();
    let notes = &mut notes;
    let named = fields.line("meeting_name", MAX_NAME, notes);
    if fields.text("published", notes).is_some_and(|published| published == "0") {
        return keep.skip(place, &named.unwrap_or_default(), SkipReason::Unpublished);
    }
    let zone_name = fields.text("time_zone", notes);
    let zone = keep.zone_of(zone_name.as_deref(), notes);
    let times = times(&fields, notes);
    let location = fields.line("location_text", MAX_LINE, notes);
    let address = address(&fields, notes);
    let town = fields.line("location_municipality", 80, notes);
    let Some(name) = named.or_else(|| {
        let from = [&location, &address, &town].into_iter().find_map(Clone::clone);
        notes.add(WarningKind::BlankName);
        tsml::fallback_name(from.as_deref(), times.first())
    }) else {
        return keep.skip(place, "", SkipReason::Nameless);
    };
    let characters = name.chars().count();
    if characters > SHORT_NAME {
        notes.add(WarningKind::LongName { characters });
    }
    let slug = slug(&fields, &name, notes);
    let mut conference = Conference {
        url_notes: said(&fields, "virtual_meeting_additional_info", notes),
        ..Conference::default()
    };
    if let Some(raw) = fields.text("virtual_meeting_link", notes) {
        conference.take_link(after_prompt(&raw), "virtual_meeting_link", notes);
    }
    if let Some(raw) = fields.text("phone_meeting_number", notes) {
        conference.take_phone(after_prompt(&raw), notes);
    }
    let (codes, attendance) = formats_of(&fields, formats, &conference, address.is_some(), notes);
    match attendance {
        Attendance::Inactive => notes.add(WarningKind::Inactive),
        Attendance::Online if conference.url.is_none() && conference.phone.is_none() => {
            notes.add(WarningKind::NoLink);
        }
        _ => {}
    }
    let remarks = remarks(&fields, notes);
    let monthly = pattern::is_monthly(&name);
    if monthly {
        notes.add(WarningKind::Monthly);
    }
    let pattern_note = remarks.as_deref().is_some_and(pattern::is_monthly);
    if pattern_note {
        notes.add(WarningKind::PatternNote);
    }
    if tsml::is_personal(&fields) {
        notes.add(WarningKind::Personal);
    }
    let (latitude, longitude) = fields.place(notes);
    let regions: Vec<String> = [
        fields.line("location_province", 80, notes),
        town,
        fields.line("location_city_subsection", 80, notes),
    ]
    .into_iter()
    .flatten()
    .collect();
    let listing = Listing {
        name,
        slug,
        when: None,
        once: None,
        rule: None,
        minutes: times.first().map_or(listing::DEFAULT_MINUTES, |time| time.minutes),
        zone,
        program: keep.program.clone(),
        types: codes,
        attendance,
        location,
        approximate: fields.get("location_street").is_none(),
        address,
        regions: deduplicated(regions),
        latitude,
        longitude,
        conference_url: conference.url,
        conference_url_notes: conference.url_notes,
        conference_phone: conference.phone,
        conference_phone_notes: conference.phone_notes,
        notes: remarks,
        url: None,
        group: None,
        updated: None::<Timestamp>,
        monthly,
        pattern_note,
    };
    keep.add(place, listing, &times, std::mem::take(notes));
}

fn times(fields: &Fields<'_>, notes: &mut Notes) -> Vec<Weekly> {
    let days = match fields.get("weekday_tinyint") {
        Some(value) => when::days(value, Convention::SundayOne, notes),
        None => Vec::new(),
    };
    let Some(text) = fields.text("start_time", notes) else {
        if !days.is_empty() {
            notes.add(WarningKind::NoTime);
        }
        return Vec::new();
    };
    let Some(clock) = when::clock(&text) else {
        notes.add(WarningKind::BadTime { value: text::line(&text, 40).text });
        return Vec::new();
    };
    if fields.get("weekday_tinyint").is_none() {
        notes.add(WarningKind::NoDay);
    }
    // Blank and zero mean the server's default, which it does not tell.
    let minutes = match fields.text("duration_time", notes) {
        None => listing::DEFAULT_MINUTES,
        Some(text) => {
            if let Some(minutes) = when::duration(&text) {
                when::within(minutes, notes)
            } else {
                notes.add(WarningKind::BadEnd { value: text::line(&text, 40).text });
                listing::DEFAULT_MINUTES
            }
        }
    };
    if clock.next_day {
        notes.add(WarningKind::Midnight);
    }
    days.into_iter()
        .map(|day| Weekly {
            day: if clock.next_day { day.next() } else { day },
            start: clock.time,
            minutes,
        })
        .collect()
}

/// The id, which is unique on its server; an aggregator adds which server.
fn slug(fields: &Fields<'_>, name: &str, notes: &mut Notes) -> String {
    let id = fields.text("id_bigint", notes);
    let server = fields.text("root_server_id", notes);
    match (server, id) {
        (Some(server), Some(id)) => format!("{server}-{id}"),
        (None, Some(id)) => id.into_owned(),
        (_, None) => {
            notes.add(WarningKind::NoSlug);
            super::slug::slugify(name)
        }
    }
}

/// The type codes, and how the meeting can be attended.
fn formats_of(
    fields: &Fields<'_>,
    formats: &Formats,
    conference: &Conference,
    has_address: bool,
    notes: &mut Notes,
) -> (Vec<String>, Attendance) {
    let keys = fields.text("formats", notes).unwrap_or_default();
    let ids = fields.text("format_shared_id_list", notes).unwrap_or_default();
    let keys: Vec<&str> =
        keys.split(',').map(str::trim).filter(|key| !key.is_empty()).take(60).collect();
    let ids: Vec<&str> =
        ids.split(',').map(str::trim).filter(|id| !id.is_empty()).take(60).collect();
    // Both lists are sorted for themselves, so an id stands for a key only when there is but
    // one; otherwise the ids are looked up alone and the keys fill in what they leave out.
    let english = fields.text("lang_enum", notes).is_none_or(|language| language == "en");
    let by_id: Option<Vec<_>> = (!ids.is_empty())
        .then(|| ids.iter().map(|id| formats.meaning(Some(id), "\0", false)).collect::<Vec<_>>())
        .filter(|found| {
            found.iter().all(|meaning| !matches!(meaning, Err(name) if name.starts_with("local:")))
        });
    let found = by_id
        .unwrap_or_else(|| keys.iter().map(|key| formats.meaning(None, key, english)).collect());
    let mut codes: Vec<String> = Vec::new();
    let mut unknown = Vec::new();
    let (mut is_virtual, mut hybrid, mut closed) = (false, false, false);
    for meaning in found {
        let code = match meaning {
            Ok(Meaning::Virtual) => {
                is_virtual = true;
                continue;
            }
            Ok(Meaning::Hybrid) => {
                hybrid = true;
                continue;
            }
            Ok(Meaning::Closed) => {
                closed = true;
                "TC".to_owned()
            }
            Ok(Meaning::Code(code)) => code.to_owned(),
            Err(name) => {
                unknown.push(name.clone());
                name
            }
        };
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    if !unknown.is_empty() {
        notes.add(WarningKind::UnknownTypes { types: unknown });
    }
    closed_wins(&mut codes, notes);
    let reachable = conference.url.is_some() || conference.phone.is_some();
    let venue = fields.text("venue_type", notes);
    let attendance = match venue.as_deref() {
        Some("2") => Attendance::Online,
        Some("3") if closed => Attendance::Online,
        Some("3") => Attendance::Hybrid,
        Some("1") if closed => Attendance::of(true, is_virtual || reachable, false),
        Some("1") => Attendance::InPerson,
        _ if closed => Attendance::of(true, is_virtual || hybrid || reachable, false),
        _ if hybrid => Attendance::Hybrid,
        _ if is_virtual => Attendance::Online,
        _ if reachable && has_address => Attendance::Hybrid,
        _ if reachable => Attendance::Online,
        _ => Attendance::InPerson,
    };
    if matches!(attendance, Attendance::Online | Attendance::Hybrid) {
        codes.push("ONL".to_owned());
    }
    (codes, attendance)
}

fn address(fields: &Fields<'_>, notes: &mut Notes) -> Option<String> {
    let mut line = |key| fields.line(key, MAX_LINE, notes);
    let street = line("location_street");
    let town = line("location_municipality");
    let province = line("location_province").filter(|province| Some(province) != town.as_ref());
    let area = [province, line("location_postal_code_1")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    let parts = [street, town, Some(area), line("location_nation")];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    Some(text::cut(&parts.join(", "), MAX_LINE).0).filter(|address| !address.is_empty())
}

/// What the record says besides: comments, how to find the place, and how to get there.
fn remarks(fields: &Fields<'_>, notes: &mut Notes) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for key in [
        "comments",
        "location_info",
        "format_comments",
        "train_lines",
        "bus_lines",
        "public_transport",
        "seat_reservation",
    ] {
        if let Some(text) = said(fields, key, notes).filter(|text| !parts.contains(text)) {
            parts.push(text);
        }
    }
    Some(parts.join("\n\n")).filter(|text| !text.is_empty())
}

/// A text without the prompt before it.
fn said(fields: &Fields<'_>, key: &'static str, notes: &mut Notes) -> Option<String> {
    let raw = fields.text(key, notes)?;
    field::told(text::block(after_prompt(&raw), MAX_NOTES), key, notes)
}

fn after_prompt(raw: &str) -> &str {
    raw.rsplit_once(PROMPT).map_or(raw, |(_, text)| text)
}

fn deduplicated(mut regions: Vec<String>) -> Vec<String> {
    regions.dedup();
    regions
}
