//! Files that come with a message.

use crate::chat::event::FileRef;
use matrix_sdk::ruma::events::room::MediaSource;
use serde_json::{Value, json};

/// The file of a message, if it is one. Its native form is what [`source`] reads: where the file is
/// and, in encrypted rooms, its key.
pub(super) fn attached(content: &Value) -> Option<FileRef> {
    if !matches!(content["msgtype"].as_str()?, "m.file" | "m.image" | "m.audio" | "m.video") {
        return None;
    }
    let place = match (&content["file"], &content["url"]) {
        (file @ Value::Object(_), _) => json!({ "file": file }),
        (_, url @ Value::String(_)) => json!({ "url": url }),
        _ => return None,
    };
    let native = place.to_string();
    source(&native)?;
    let named = content["filename"].as_str().or_else(|| content["body"].as_str());
    let name = super::super::render::clean::line(named.unwrap_or_default());
    let name: String = name.chars().take(200).collect();
    Some(FileRef { native, name, bytes: content["info"]["size"].as_u64() })
}

/// Where the file of a [`FileRef`] is.
pub fn source(native: &str) -> Option<MediaSource> {
    serde_json::from_str(native).ok()
}

/// What is said with a file: the body, where the name stands elsewhere.
pub(super) fn caption(content: &Value) -> String {
    let body = content["body"].as_str().unwrap_or_default();
    match content["filename"].as_str() {
        Some(name) if name != body => body.to_owned(),
        _ => String::new(),
    }
}
