//! The type codes of a record.

use serde_json::Value;

use super::field::{self, Fields, Notes};
use super::keep::Keep;
use super::{WarningKind, text, types};

/// More types than any fellowship has for one meeting.
const MAX_TYPES: usize = 60;

/// The type codes: known ones as the fellowship writes them, unknown ones as they came.
pub(crate) fn codes(fields: &Fields<'_>, keep: &Keep<'_>, notes: &mut Notes) -> Vec<String> {
    let mut raw: Vec<&str> = Vec::new();
    match fields.get("types") {
        Some(Value::Array(list)) => {
            for item in list {
                match item {
                    // An array may hold a list of its own, written as text.
                    Value::String(text) => raw.push(text),
                    Value::Null => {}
                    other => notes
                        .add(WarningKind::WrongType { field: "types", found: field::kind(other) }),
                }
            }
        }
        Some(Value::String(text)) => {
            let text = text.trim().trim_start_matches('[').trim_end_matches(']');
            raw.extend(text.split(','));
        }
        Some(other) => {
            notes.add(WarningKind::WrongType { field: "types", found: field::kind(other) })
        }
        None => {}
    }
    resolve(raw, keep, notes)
}

/// The codes of names such as a calendar's categories.
pub(crate) fn from_names(names: &[String], keep: &Keep<'_>, notes: &mut Notes) -> Vec<String> {
    resolve(names.iter().map(String::as_str).collect(), keep, notes)
}

fn resolve(raw: Vec<&str>, keep: &Keep<'_>, notes: &mut Notes) -> Vec<String> {
    let mut codes: Vec<String> = Vec::with_capacity(raw.len().min(MAX_TYPES));
    let mut unknown = Vec::new();
    let mut add = |part: &str, codes: &mut Vec<String>| {
        let part = part.trim().trim_matches(['[', ']', '"', '\'']).trim();
        if part.is_empty() || codes.len() >= MAX_TYPES {
            return;
        }
        let code =
            if let Some(code) = own_code(keep, part).or_else(|| types::code(&keep.program, part)) {
                code.to_owned()
            } else {
                let raw = text::line(part, 64).text;
                if raw.is_empty() {
                    return;
                }
                if !unknown.contains(&raw) {
                    unknown.push(raw.clone());
                }
                raw
            };
        if !codes.contains(&code) {
            codes.push(code);
        }
    };
    for part in raw.into_iter().take(MAX_TYPES * 2) {
        if part.contains(',') && types::code(&keep.program, part).is_none() {
            part.split(',').for_each(|part| add(part, &mut codes));
        } else {
            add(part, &mut codes);
        }
    }
    if !unknown.is_empty() {
        notes.add(WarningKind::UnknownTypes { types: unknown });
    }
    closed_wins(&mut codes, notes);
    codes
}

/// A code that this feed uses in its own way, by code or name.
fn own_code<'a>(keep: &Keep<'a>, text: &str) -> Option<&'a str> {
    let labels = &keep.options.labels;
    labels
        .iter()
        .find(|(code, name)| code.eq_ignore_ascii_case(text) || name.eq_ignore_ascii_case(text))
        .map(|(code, _)| code.as_str())
}

/// A meeting that says both open and closed is closed.
pub(crate) fn closed_wins(codes: &mut Vec<String>, notes: &mut Notes) {
    let has = |wanted: &str| codes.iter().any(|code| code == wanted);
    if has("O") && has("C") {
        notes.add(WarningKind::OpenAndClosed);
        codes.retain(|code| code != "O");
    }
}
