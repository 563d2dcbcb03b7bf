//! The fields of a record, whatever type they have.

use std::borrow::Cow;
use std::mem;

use serde_json::{Map, Value};

use super::{WarningKind, text};

/// The warnings of one record: one of each kind.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    pub(crate) kinds: Vec<WarningKind>,
}

impl Notes {
    /// Adds a warning, unless the record has one of its kind.
    pub(crate) fn add(&mut self, kind: WarningKind) {
        let same = |other: &WarningKind| mem::discriminant(other) == mem::discriminant(&kind);
        if !self.kinds.iter().any(same) {
            self.kinds.push(kind);
        }
    }
}

/// What a JSON value is, in a word.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// A record whose `null`, blank and absent fields are all the same: not there.
#[derive(Debug, Clone)]
pub(crate) struct Fields<'a> {
    map: Cow<'a, Map<String, Value>>,
}

impl<'a> Fields<'a> {
    /// The record as it is, or with its headings made into keys when it comes from a sheet:
    /// `Conference URL` is `conference_url`.
    pub(crate) fn new(map: &'a Map<String, Value>) -> Self {
        let plain = |key: &String| {
            key.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        };
        if map.keys().all(plain) {
            return Self { map: Cow::Borrowed(map) };
        }
        let mut keyed = Map::new();
        for (key, value) in map {
            let key = key_of(key);
            // An exact key is worth more than one that only becomes it.
            if !keyed.contains_key(&key) || map.contains_key(&key) {
                let value = map.get(&key).unwrap_or(value).clone();
                keyed.insert(key, value);
            }
        }
        Self { map: Cow::Owned(keyed) }
    }

    /// The value, when it is there.
    pub(crate) fn get(&self, key: &str) -> Option<&Value> {
        self.map.get(key).filter(|value| match value {
            Value::Null => false,
            Value::String(text) => !text.trim().is_empty(),
            Value::Array(list) => !list.is_empty(),
            _ => true,
        })
    }

    /// Whether any key that is there fulfils the condition.
    pub(crate) fn any(&self, mut condition: impl FnMut(&str) -> bool) -> bool {
        self.map.keys().any(|key| condition(key) && self.get(key).is_some())
    }

    /// The value as text: numbers are written out, lists of texts joined with commas;
    /// anything else is a warning.
    pub(crate) fn text(&self, key: &'static str, notes: &mut Notes) -> Option<Cow<'_, str>> {
        match self.get(key)? {
            Value::String(text) => Some(Cow::Borrowed(text.trim())),
            Value::Number(number) => Some(Cow::Owned(number.to_string())),
            other => {
                notes.add(WarningKind::WrongType { field: key, found: kind(other) });
                let Value::Array(list) = other else {
                    return None;
                };
                let texts: Vec<&str> = list.iter().filter_map(Value::as_str).take(20).collect();
                let joined = texts.join(", ");
                (!joined.trim().is_empty()).then_some(Cow::Owned(joined))
            }
        }
    }

    /// One clean line of at most `limit` characters.
    pub(crate) fn line(
        &self,
        key: &'static str,
        limit: usize,
        notes: &mut Notes,
    ) -> Option<String> {
        let raw = self.text(key, notes)?;
        told(text::line(&raw, limit), key, notes)
    }

    /// Clean lines of at most `limit` characters.
    pub(crate) fn block(
        &self,
        key: &'static str,
        limit: usize,
        notes: &mut Notes,
    ) -> Option<String> {
        let raw = self.text(key, notes)?;
        told(text::block(&raw, limit), key, notes)
    }

    /// A number, also when it is written as text.
    pub(crate) fn number(&self, key: &'static str, notes: &mut Notes) -> Option<f64> {
        match self.get(key)? {
            Value::Number(number) => number.as_f64(),
            _ => self.text(key, notes)?.parse().ok(),
        }
        .filter(|number: &f64| number.is_finite())
    }

    /// Latitude and longitude in range. Zero and zero is a blank form, not a ship.
    pub(crate) fn place(&self, notes: &mut Notes) -> (Option<f64>, Option<f64>) {
        let north = self.number("latitude", notes);
        let east = self.number("longitude", notes);
        match (north, east) {
            (Some(north), Some(east))
                if north.abs() <= 90.0 && east.abs() <= 180.0 && (north, east) != (0.0, 0.0) =>
            {
                (Some(north), Some(east))
            }
            _ => {
                let said = |key| {
                    self.get(key).is_some_and(|value| {
                        value.as_str() != Some("0") && value.as_f64() != Some(0.0)
                    })
                };
                if said("latitude") || said("longitude") {
                    notes.add(WarningKind::BadCoordinates);
                }
                (None, None)
            }
        }
    }
}

/// The cleaned text, with the warnings it deserves; `None` when nothing is left.
pub(crate) fn told(
    cleaned: text::Cleaned,
    field: &'static str,
    notes: &mut Notes,
) -> Option<String> {
    if cleaned.cut {
        notes.add(WarningKind::Shortened { field });
    }
    if cleaned.markup {
        notes.add(WarningKind::Markup { field });
    }
    Some(cleaned.text).filter(|text| !text.is_empty())
}

fn key_of(heading: &str) -> String {
    let mut key = String::with_capacity(heading.len());
    for letter in heading.trim().chars().take(64) {
        if letter.is_ascii_alphanumeric() {
            key.push(letter.to_ascii_lowercase());
        } else if !key.ends_with('_') {
            key.push('_');
        }
    }
    let key = key.trim_matches('_');
    match key {
        "time_zone" => "timezone",
        "meeting_name" => "name",
        "start_time" | "start" => "time",
        "end" => "end_time",
        "type" => "types",
        "weekday" => "day",
        "subregion" => "sub_region",
        _ => key,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn headings_become_keys() {
        let record = json!({"Conference URL": "https://zoom.us/j/1", "ID": 7, "Time Zone": "UTC", "name": "a", "Name": "b"});
        let fields = Fields::new(record.as_object().expect("an object"));
        let mut notes = Notes::default();
        assert_eq!(
            fields.text("conference_url", &mut notes).as_deref(),
            Some("https://zoom.us/j/1")
        );
        assert_eq!(fields.text("id", &mut notes).as_deref(), Some("7"));
        assert_eq!(fields.text("timezone", &mut notes).as_deref(), Some("UTC"));
        assert_eq!(fields.text("name", &mut notes).as_deref(), Some("a"));
        assert!(notes.kinds.is_empty());
    }

    #[test]
    fn other_types_are_coerced_or_told() {
        let record = json!({"a": null, "b": " ", "c": 5, "d": ["x", 1, "y"], "e": {"f": 1}, "f": true, "g": []});
        let fields = Fields::new(record.as_object().expect("an object"));
        for (key, expected, warned) in [
            ("a", None, false),
            ("b", None, false),
            ("c", Some("5"), false),
            ("d", Some("x, y"), true),
            ("e", None, true),
            ("f", None, true),
            ("g", None, false),
            ("h", None, false),
        ] {
            let mut notes = Notes::default();
            assert_eq!(fields.text(key, &mut notes).as_deref(), expected, "{key}");
            assert_eq!(!notes.kinds.is_empty(), warned, "{key}");
        }
    }
}
