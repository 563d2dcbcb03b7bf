//! Commands that a client sends as data, by the descriptions that the bot has put into the room
//! (MSC4391). The body is then only what other clients show.

use crate::command::resolve::exact;
use serde_json::Value;

/// The command and its options, where there is a block with a command that exists. Otherwise the
/// body is read, like any other.
pub(super) fn command(content: &Value) -> Option<(String, Vec<(String, String)>)> {
    let block = ["org.matrix.msc4391.command", "m.bot.command"]
        .into_iter()
        .map(|key| &content[key])
        .find(|block| block.is_object())?;
    let command = exact(block["command"].as_str()?.trim())?;
    let given = match &block["arguments"] {
        Value::Object(given) => given.iter().collect(),
        _ => Vec::new(),
    };
    let options = given
        .into_iter()
        .filter_map(|(name, value)| Some((name.clone(), text(value)?)))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    Some((command.path.to_owned(), options))
}

/// A value as it would be typed.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(true) => Some("on".to_owned()),
        Value::Bool(false) => Some("off".to_owned()),
        Value::Array(all) => {
            let all: Vec<String> = all.iter().filter_map(text).collect();
            Some(all.join(","))
        }
        // A reference to a room, which may come with servers to reach it by.
        Value::Object(fields) => {
            let id = fields.get("id").or_else(|| fields.get("room_id"))?;
            id.as_str().map(str::to_owned)
        }
        Value::Null => None,
    }
}
