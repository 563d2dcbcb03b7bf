//! What the formats of a BMLT server mean. Their keys are local to the server: only the
//! world ids of its `GetFormats` answer say what they are.

use std::collections::HashMap;

use serde_json::Value;

use super::field::Fields;
use super::field::Notes;

/// What a format says about a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A type code of the fellowship.
    Code(&'static str),
    /// Online: `VM`.
    Virtual,
    /// At its location and online: `HY`.
    Hybrid,
    /// The location is closed for now: `TC`.
    Closed,
}

/// The formats of a server, by id and by key.
#[derive(Debug, Default)]
pub(crate) struct Formats {
    by_id: HashMap<String, Format>,
    by_key: HashMap<String, Format>,
}

#[derive(Debug, Clone)]
struct Format {
    meaning: Option<Meaning>,
    name: String,
}

impl Formats {
    /// Reads the answer of `GetFormats`: a list, or an object with one. `None` when it is
    /// neither.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let list = value.as_array().or_else(|| value.get("formats")?.as_array())?;
        // Some captures hold one list for each language.
        let flat = list
            .iter()
            .flat_map(|item| item.as_array().map_or(std::slice::from_ref(item), Vec::as_slice));
        let mut formats = Self::default();
        for map in flat.filter_map(Value::as_object) {
            let fields = Fields::new(map);
            let mut scrap = Notes::default();
            let mut text = |key| fields.line(key, 80, &mut scrap).unwrap_or_default();
            let (key, name, world, id) =
                (text("key_string"), text("name_string"), text("world_id"), text("id"));
            let format = Format { meaning: meaning(&world, &key, &name), name };
            // The same format comes once for each language; one with a meaning wins.
            let put = |table: &mut HashMap<String, Format>, at: String| {
                let known = table.get(&at).is_some_and(|known| known.meaning.is_some());
                if !at.is_empty() && !known {
                    table.insert(at, format.clone());
                }
            };
            put(&mut formats.by_id, id);
            put(&mut formats.by_key, key);
        }
        Some(formats)
    }

    /// The meaning of a format by its id, else by its key: `Err` is what to keep as an
    /// unknown type.
    pub(crate) fn meaning(
        &self,
        id: Option<&str>,
        key: &str,
        english: bool,
    ) -> Result<Meaning, String> {
        let format = id.and_then(|id| self.by_id.get(id)).or_else(|| self.by_key.get(key));
        match format {
            Some(Format { meaning: Some(meaning), .. }) => Ok(*meaning),
            Some(format) if !format.name.is_empty() => Err(format.name.clone()),
            Some(_) => Err(local(key)),
            None => common(key, english).ok_or_else(|| local(key)),
        }
    }
}

/// Marked as local, so that a server's own "S" is never taken for another meaning of it.
fn local(key: &str) -> String {
    format!("local:{}", super::text::line(key, 40).text)
}

/// Keys that mean the same on every server, because the server sets them itself, and the
/// usual ones of English servers.
fn common(key: &str, english: bool) -> Option<Meaning> {
    match key {
        "VM" => Some(Meaning::Virtual),
        "HY" => Some(Meaning::Hybrid),
        "TC" => Some(Meaning::Closed),
        "O" if english => Some(Meaning::Code("O")),
        "C" if english => Some(Meaning::Code("C")),
        "WC" if english => Some(Meaning::Code("X")),
        "BEG" if english => Some(Meaning::Code("BEG")),
        _ => None,
    }
}

fn meaning(world: &str, key: &str, name: &str) -> Option<Meaning> {
    const SAME: [&str; 29] = [
        "CPT", "BT", "BEG", "CAN", "CW", "DISC", "GL", "IP", "IW", "JFT", "LIT", "LC", "M", "MED",
        "NS", "QA", "RA", "SMOK", "SPAD", "SPK", "STEP", "SWG", "TOP", "TRAD", "VAR", "W", "Y",
        "C", "O",
    ];
    let world = world.trim().to_ascii_uppercase();
    match world.as_str() {
        "VM" => Some(Meaning::Virtual),
        "HYBR" | "HY" => Some(Meaning::Hybrid),
        "TC" => Some(Meaning::Closed),
        "OPEN" => Some(Meaning::Code("O")),
        "CLOSED" => Some(Meaning::Code("C")),
        "WCHR" => Some(Meaning::Code("X")),
        "LANG" => language(key, name).map(Meaning::Code),
        other => {
            SAME.iter().find(|code| **code == other).map(|code| Meaning::Code(code)).or(match key {
                // Set by the server, often without a world id.
                "VM" => Some(Meaning::Virtual),
                "HY" => Some(Meaning::Hybrid),
                "TC" => Some(Meaning::Closed),
                _ => None,
            })
        }
    }
}

/// The code of a language by its two or three letters or its name.
fn language(key: &str, name: &str) -> Option<&'static str> {
    const LANGUAGES: [(&str, &[&str]); 16] = [
        ("EN", &["en", "eng", "english", "englisch"]),
        ("S", &["es", "spa", "espanol", "spanish", "spanisch"]),
        ("DE", &["de", "ger", "deu", "german", "deutsch"]),
        ("FR", &["fr", "fra", "fre", "french", "francais", "franzosisch"]),
        ("RUS", &["ru", "rus", "russian", "russisch"]),
        ("FA", &["fa", "per", "farsi", "persian", "persisch"]),
        ("POL", &["pl", "pol", "polish", "polnisch"]),
        ("POR", &["pt", "por", "portuguese", "portugues"]),
        ("ITA", &["it", "ita", "italian", "italiano", "italienisch"]),
        ("UK", &["uk", "ukr", "ukrainian", "ukrainisch"]),
        ("JA", &["ja", "jpn", "japanese"]),
        ("KOR", &["ko", "kor", "korean"]),
        ("TUR", &["tr", "tur", "turkish"]),
        ("PUN", &["pa", "pun", "punjabi"]),
        ("FI", &["fi", "fin", "finnish", "suomi"]),
        ("AR", &["ar", "ara", "arabic"]),
    ];
    let fold = |text: &str| deunicode::deunicode(text).to_lowercase();
    let name = fold(name);
    let first = name.split(' ').next().unwrap_or_default().to_owned();
    let key = fold(key);
    LANGUAGES
        .iter()
        .find(|(_, words)| words.contains(&first.as_str()))
        .or_else(|| LANGUAGES.iter().find(|(_, words)| words.contains(&key.as_str())))
        .map(|(code, _)| *code)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn world_ids_say_what_local_keys_mean() {
        let answer = json!([
            {"id": "1", "key_string": "Beh", "world_id": "WCHR", "name_string": "Barrierefrei"},
            {"id": "2", "key_string": "Fr", "world_id": "", "name_string": "Frischluft"},
            {"id": "3", "key_string": "ru", "world_id": "LANG", "name_string": "Russisch"},
            {"id": "4", "key_string": "off", "world_id": "OPEN", "name_string": "Offen"},
            {"id": "5", "key_string": "VM", "world_id": "", "name_string": "Virtuell"},
            7
        ]);
        let formats = Formats::read(&answer).expect("a list");
        for (id, key, expected) in [
            (Some("1"), "Beh", Ok(Meaning::Code("X"))),
            (None, "Beh", Ok(Meaning::Code("X"))),
            (Some("2"), "Fr", Err("Frischluft".to_owned())),
            (Some("3"), "ru", Ok(Meaning::Code("RUS"))),
            (Some("4"), "off", Ok(Meaning::Code("O"))),
            (Some("5"), "VM", Ok(Meaning::Virtual)),
            (Some("9"), "S", Err("local:S".to_owned())),
            (None, "O", Err("local:O".to_owned())),
            (None, "TC", Ok(Meaning::Closed)),
        ] {
            assert_eq!(formats.meaning(id, key, false), expected, "{key}");
        }
        assert_eq!(formats.meaning(None, "O", true), Ok(Meaning::Code("O")));
        assert!(Formats::read(&json!({"formats": [[{"id": "1"}]]})).is_some());
        assert!(Formats::read(&json!("no")).is_none());
    }

    #[test]
    fn every_meaning_has_a_label() {
        for world in ["CPT", "BT", "GL", "SPAD", "OPEN", "CLOSED", "WCHR", "Y", "VAR"] {
            let Some(Meaning::Code(code)) = meaning(world, "", "") else {
                panic!("{world} means nothing");
            };
            assert!(crate::feed::types::label("na", code).is_some(), "{world}");
        }
    }
}
