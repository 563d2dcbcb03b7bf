//! Which shape a feed has.

use serde::Deserialize as _;
use serde_json::{Map, Value, error::Category};

use super::{FeedError, Kind, repair};

/// How many records are looked at to tell the shape, and how many keys an error names.
const LOOK: usize = 20;

/// The records of a feed, not yet understood.
pub(crate) enum Shape {
    /// A calendar: to be read line by line.
    Calendar,
    /// JSON records.
    Records {
        kind: Kind,
        records: Vec<Value>,
        /// The formats that came with BMLT meetings.
        formats: Option<Value>,
        /// The JSON had to be mended.
        repaired: bool,
    },
}

/// Looks at the text and takes the JSON apart.
pub(crate) fn sniff(text: &str) -> Result<Shape, FeedError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FeedError::Empty);
    }
    if text.starts_with('<') {
        return Err(FeedError::WebPage { feed: feed_link(text) });
    }
    if is_calendar(text) {
        return Ok(Shape::Calendar);
    }
    let (value, repaired) = parse(unwrap_call(text))?;
    let (kind, records, formats) = shape(value)?;
    Ok(Shape::Records { kind, records, formats, repaired })
}

fn is_calendar(text: &str) -> bool {
    text.lines().take(LOOK).any(|line| {
        line.trim().get(..15).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR"))
    })
}

/// JSON as far as it can be read, and whether it had to be mended first. Nesting is limited
/// by `serde_json`'s own recursion limit.
pub(crate) fn parse(text: &str) -> Result<(Value, bool), FeedError> {
    match parse_once(text) {
        Err(FeedError::BadJson { line, column }) => match repair::repair(text) {
            Some(mended) => parse_once(&mended).map(|value| (value, true)),
            None => Err(FeedError::BadJson { line, column }),
        },
        other => other.map(|value| (value, false)),
    }
}

/// The most values that are read of a JSON feed. In memory each takes many times the two bytes
/// that it can have in a file.
const MAX_VALUES: usize = 4_000_000;

/// Whether there are more values than are read: one behind each comma and opening bracket, outside of
/// texts. Broken JSON may be counted wrongly, and is refused for being broken.
fn too_many(text: &str) -> bool {
    let (mut values, mut inside, mut escaped) = (0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = inside,
            b'"' => inside = !inside,
            b',' | b'[' | b'{' if !inside => values += 1,
            _ => {}
        }
    }
    values > MAX_VALUES
}

fn parse_once(text: &str) -> Result<Value, FeedError> {
    if too_many(text) {
        return Err(FeedError::TooMany { limit: super::MAX_RECORDS });
    }
    let mut input = serde_json::Deserializer::from_str(text);
    let value = Value::deserialize(&mut input).map_err(|error| match error.classify() {
        Category::Eof => FeedError::CutOff { line: error.line(), column: error.column() },
        _ => FeedError::BadJson { line: error.line(), column: error.column() },
    })?;
    input
        .end()
        .map_err(|error| FeedError::Trailing { line: error.line(), column: error.column() })?;
    Ok(value)
}

/// The inside of `name({…});`, which is how BMLT servers answer for scripts.
fn unwrap_call(text: &str) -> &str {
    let Some((name, rest)) = text.split_once('(') else {
        return text;
    };
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '$');
    if name.is_empty() || !name.trim().chars().all(plain) {
        return text;
    }
    rest.trim_end_matches([';', ' ', '\n', '\r']).strip_suffix(')').unwrap_or(rest)
}

fn shape(value: Value) -> Result<(Kind, Vec<Value>, Option<Value>), FeedError> {
    match value {
        Value::Array(records) => {
            let kind = if records.is_empty() { Kind::Tsml } else { kind(&records)? };
            Ok((kind, records, None))
        }
        Value::Object(mut map) => {
            if let Some(Value::Array(records)) = map.get_mut("meetings").map(Value::take) {
                let formats = map.remove("formats").filter(Value::is_array);
                let kind = match kind(&records) {
                    Ok(Kind::Bmlt) => Kind::Bmlt,
                    _ if formats.is_some() && records.is_empty() => Kind::Bmlt,
                    Err(error) if !records.is_empty() => return Err(error),
                    _ => Kind::TsmlWrapped,
                };
                return Ok((kind, records, formats));
            }
            match map.get_mut("records").map(Value::take) {
                Some(Value::Array(records)) => Ok((Kind::Airtable, records, None)),
                _ => Err(FeedError::UnknownShape { keys: keys(&map) }),
            }
        }
        _ => Err(FeedError::UnknownShape { keys: Vec::new() }),
    }
}

/// The kind of a list, by the keys of its first records.
fn kind(records: &[Value]) -> Result<Kind, FeedError> {
    let maps = || records.iter().filter_map(Value::as_object).take(LOOK);
    let any = |names: &[&str]| {
        maps().any(|map| {
            map.keys().any(|key| names.iter().any(|name| key.trim().eq_ignore_ascii_case(name)))
        })
    };
    if any(&["weekday_tinyint", "id_bigint", "worldid_mixed"]) {
        Ok(Kind::Bmlt)
    } else if maps().any(|map| map.get("fields").is_some_and(Value::is_object)) {
        Ok(Kind::Airtable)
    } else if any(&["slug", "day", "time", "types", "meeting name"])
        || (any(&["name"])
            && any(&[
                "location",
                "address",
                "formatted_address",
                "city",
                "notes",
                "conference_url",
            ]))
    {
        Ok(Kind::Tsml)
    } else {
        Err(FeedError::UnknownShape { keys: maps().next().map(keys).unwrap_or_default() })
    }
}

fn keys(map: &Map<String, Value>) -> Vec<String> {
    map.keys().take(LOOK).map(|key| super::text::line(key, 64).text).collect()
}

/// The address of the feed that a page names in a `<link rel="alternate">`.
fn feed_link(page: &str) -> Option<String> {
    page.split('<')
        .take(5000)
        .filter_map(|tag| tag.split_once('>').map(|(inside, _)| inside))
        .find(|inside| {
            let lower = inside.to_ascii_lowercase();
            lower.starts_with("link")
                && lower.contains("application/json")
                && lower.contains("feed")
        })
        .and_then(|inside| {
            let (_, rest) = inside.split_once("href=")?;
            let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
            let (link, _) = rest.get(1..)?.split_once(quote)?;
            Some(super::text::line(link, 2048).text)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(text: &str) -> Result<(Kind, usize), FeedError> {
        sniff(text).map(|shape| match shape {
            Shape::Calendar => (Kind::ICalendar, 0),
            Shape::Records { kind, records, .. } => (kind, records.len()),
        })
    }

    #[test]
    fn shapes() {
        for (text, kind, count) in [
            ("[]", Kind::Tsml, 0),
            (r#" [{"slug": "a"}, 3] "#, Kind::Tsml, 2),
            (r#"[{"Name": "a", "Day": "Monday"}]"#, Kind::Tsml, 1),
            (r#"[{"name": "a", "city": "Westport"}]"#, Kind::Tsml, 1),
            (r#"{"meetings": [{"slug": "a"}]}"#, Kind::TsmlWrapped, 1),
            (r#"{"records": [{"fields": {"Name": "a"}}]}"#, Kind::Airtable, 1),
            (r#"[{"id_bigint": "1"}]"#, Kind::Bmlt, 1),
            (r#"{"meetings": [{"weekday_tinyint": "1"}], "formats": []}"#, Kind::Bmlt, 1),
            (r#"feed([{"id_bigint": "1"}]);"#, Kind::Bmlt, 1),
            ("begin:vcalendar\nend:vcalendar", Kind::ICalendar, 0),
            ("\u{200b}\r\nBEGIN:VCALENDAR\r\n", Kind::ICalendar, 0),
        ] {
            assert_eq!(kind_of(text), Ok((kind, count)), "{text}");
        }
    }

    #[test]
    fn what_is_no_feed_is_named() {
        let page = r#"<!DOCTYPE html><head><link rel="alternate" type="application/json"
            title="Meetings Feed" href="/feed.json"></head>"#;
        let table = [
            (" \n", FeedError::Empty),
            (page, FeedError::WebPage { feed: Some("/feed.json".into()) }),
            ("<html>", FeedError::WebPage { feed: None }),
            (r#"[{"name": "a"}, {"na"#, FeedError::CutOff { line: 1, column: 20 }),
            ("[\n {},\n", FeedError::CutOff { line: 2, column: 4 }),
            ("[{\"slug\": \"a\"}]\n more", FeedError::Trailing { line: 2, column: 2 }),
            ("Not Found", FeedError::BadJson { line: 1, column: 1 }),
            (
                r#"{"key": 1, "status": 2}"#,
                FeedError::UnknownShape { keys: vec!["key".into(), "status".into()] },
            ),
            (
                r#"[{"key_string": "O"}]"#,
                FeedError::UnknownShape { keys: vec!["key_string".into()] },
            ),
            (
                r#"[{"name": "Area", "helpline": "1"}]"#,
                FeedError::UnknownShape { keys: vec!["helpline".into(), "name".into()] },
            ),
            ("[1, 2]", FeedError::UnknownShape { keys: vec![] }),
            ("12", FeedError::UnknownShape { keys: vec![] }),
        ];
        for (text, error) in table {
            assert_eq!(kind_of(text), Err(error), "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(matches!(kind_of(&"[".repeat(1_000_000)), Err(FeedError::BadJson { .. })));
        assert!(matches!(kind_of(&r#"{"a":"#.repeat(500_000)), Err(FeedError::BadJson { .. })));
    }
}
