//! Commands described as room state, for clients that can offer them while one types (MSC4391, names
//! with the unstable prefix).
//!
//! One event for each command. The bot needs the power to send state; where it has none, nothing is
//! lost but the convenience.

use crate::command::{Command, Kind, Need, Param};
use crate::words::Words;
use matrix_sdk::deserialized_responses::RawAnySyncOrStrippedState;
use matrix_sdk::ruma::UserId;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The type of the state event.
pub const EVENT_TYPE: &str = "org.matrix.msc4391.command_description";

/// The description of one command.
#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    /// The state key, which no other bot shares.
    pub state_key: String,
    /// The content.
    pub content: Value,
}

/// The descriptions of commands, in their order.
pub fn describe(own: &UserId, commands: &[&Command], words: &Words) -> Vec<Description> {
    commands.iter().map(|command| one(own, command, words)).collect()
}

/// Whether a state event says what is wanted already.
pub fn says(raw: &RawAnySyncOrStrippedState, wanted: &Value) -> bool {
    let RawAnySyncOrStrippedState::Sync(raw) = raw else { return false };
    raw.get_field::<Value>("content").ok().flatten().is_some_and(|content| content == *wanted)
}

fn one(own: &UserId, command: &Command, words: &Words) -> Description {
    let parameters: Vec<Value> =
        command.params.iter().map(|param| parameter(param, words)).collect();
    let mut content = json!({
        "command": command.path,
        "description": text((command.summary)(words).plain()),
        "parameters": parameters,
    });
    // The last text takes the rest of the line, without quotes.
    let last = command.params.last().filter(|param| matches!(param.kind, Kind::Text { .. }));
    if let Some(last) = last {
        content["fi.mau.tail_parameter"] = last.name.into();
    }
    Description { state_key: state_key(command.path, own), content }
}

fn parameter(param: &Param, words: &Words) -> Value {
    let mut value = json!({
        "key": param.name,
        "schema": schema(param.kind),
        "description": text((param.summary)(words).plain()),
    });
    if param.need == Need::Optional {
        value["optional"] = true.into();
    }
    value
}

fn text(body: String) -> Value {
    json!({ "m.text": [{ "body": body }] })
}

fn schema(kind: Kind) -> Value {
    match kind {
        Kind::Number { .. } => json!({ "schema_type": "primitive", "type": "integer" }),
        Kind::Choice(choices) => {
            let literal = |choice: &&str| json!({ "schema_type": "literal", "value": choice });
            let variants: Vec<Value> = choices.iter().map(literal).collect();
            json!({ "schema_type": "union", "variants": variants })
        }
        // Times, zones and names are read here, where a mistake gets a helpful answer.
        _ => json!({ "schema_type": "primitive", "type": "string" }),
    }
}

/// Padded base64 of the hash of command and account, as the proposal wants it.
fn state_key(command: &str, own: &UserId) -> String {
    use matrix_sdk::ruma::serde::{Base64, base64::Standard};
    let mut hash = Sha256::new();
    hash.update(command.as_bytes());
    hash.update(own.as_bytes());
    let bytes: [u8; 32] = hash.finalize().into();
    // Written without padding; 32 bytes always need one sign of it.
    format!("{}=", Base64::<Standard, _>::new(bytes).encode())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::table::COMMANDS;
    use matrix_sdk::ruma::user_id;
    use std::collections::BTreeSet;

    #[test]
    fn a_command_is_described_as_clients_read_it() {
        let words = Words::english();
        let all = describe(user_id!("@hearth:example.org"), COMMANDS, &words);
        let attend = all.iter().find(|one| one.content["command"] == "meetings attend");
        let attend = attend.expect("described");
        assert_eq!(attend.content["parameters"][1]["schema"]["variants"][0]["value"], "yes");
        assert_eq!(attend.content["parameters"][0]["key"], "meeting");
        assert_eq!(attend.content["parameters"][0].get("optional"), None);
        let next = all.iter().find(|one| one.content["command"] == "meetings next").expect("next");
        assert_eq!(next.content["parameters"][0]["schema"]["type"], "integer");
        assert_eq!(next.content["parameters"][0]["optional"], true);
        let remind = all.iter().find(|one| one.content["command"] == "remind add").expect("remind");
        assert_eq!(remind.content["fi.mau.tail_parameter"], "text");
    }

    #[test]
    fn every_command_is_described_once_and_fits() {
        let words = Words::english();
        let all = describe(user_id!("@hearth:example.org"), COMMANDS, &words);
        let keys: BTreeSet<&str> = all.iter().map(|one| one.state_key.as_str()).collect();
        assert_eq!(keys.len(), COMMANDS.len());
        for one in &all {
            assert!(one.content.to_string().len() < 8000);
            assert_eq!(one.state_key.len(), 44);
            let parameters = one.content["parameters"].as_array().expect("a list");
            let required = |value: &Value| value.get("optional").is_none();
            let names: BTreeSet<_> = parameters.iter().map(|p| p["key"].to_string()).collect();
            assert_eq!(names.len(), parameters.len());
            if let Some(tail) = one.content.get("fi.mau.tail_parameter") {
                assert_eq!(parameters.last().map(|last| &last["key"]), Some(tail));
            }
            let first_optional = parameters.iter().position(|p| !required(p));
            let last_required = parameters.iter().rposition(required);
            if let (Some(first), Some(last)) = (first_optional, last_required) {
                assert!(last < first, "{}", one.content);
            }
        }
    }

    /// Computed with Python's hashlib and base64.
    #[test]
    fn the_state_key_is_the_one_of_the_proposal() {
        assert_eq!(
            state_key("help", user_id!("@hearth:example.org")),
            "LY3vfF0vbCa2huItmiWwWt2DjVti8l3arN0fAuow8u8="
        );
    }
}
