//! What Discord says happened, as far as it matters here. Read by hand and with patience: a field that
//! is missing or new must not lose a person's click.

use crate::chat::event::FileRef;
use crate::ids::{AccountId, PlatformId, RoomId};
use serde::Deserialize;
use serde_json::Value;

/// A slash command, a menu, a click, a form, or letters typed into an option.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Interaction {
    /// Its number.
    pub id: String,
    /// What it is answered with.
    pub token: String,
    /// What kind: 2 a command, 3 something tapped, 4 letters typed, 5 a form.
    #[serde(rename = "type")]
    pub kind: u8,
    /// What was asked or filled in.
    #[serde(default)]
    pub data: Value,
    /// The server, unless it is between two.
    #[serde(default)]
    pub guild_id: Option<String>,
    /// The channel.
    #[serde(default)]
    pub channel_id: Option<String>,
    /// Who, in a server.
    #[serde(default)]
    pub member: Option<Member>,
    /// Who, elsewhere.
    #[serde(default)]
    pub user: Option<User>,
    /// The language of their app.
    #[serde(default)]
    pub locale: Option<String>,
}

/// Somebody in a server.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Member {
    /// Who.
    #[serde(default)]
    pub user: Option<User>,
    /// What they are called there.
    #[serde(default)]
    pub nick: Option<String>,
    /// What they may do in the channel, as a number in text.
    #[serde(default)]
    pub permissions: Option<String>,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct User {
    /// Its number.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub username: String,
    /// The name that is shown.
    #[serde(default)]
    pub global_name: Option<String>,
    /// Whether it is a program.
    #[serde(default)]
    pub bot: bool,
}

impl Interaction {
    /// Who did it.
    pub fn user(&self) -> Option<&User> {
        self.member.as_ref().and_then(|member| member.user.as_ref()).or(self.user.as_ref())
    }

    /// The name they go by there.
    pub fn name(&self) -> String {
        let nick = self.member.as_ref().and_then(|member| member.nick.clone());
        nick.or_else(|| self.user().map(User::name)).unwrap_or_default()
    }

    /// What they may do, as bits.
    pub fn permissions(&self) -> Option<u64> {
        self.member.as_ref()?.permissions.as_ref()?.parse().ok()
    }
}

impl User {
    /// The name that is shown.
    pub fn name(&self) -> String {
        self.global_name.clone().unwrap_or_else(|| self.username.clone())
    }
}

/// An account as the core names it.
pub fn account(id: &str) -> AccountId {
    AccountId::new(PlatformId::Discord, id)
}

/// A channel as the core names it.
pub fn room(id: &str) -> RoomId {
    RoomId::new(PlatformId::Discord, id)
}

/// A command with its values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Invoked {
    /// `meetings next`
    pub path: String,
    /// Names and values as text.
    pub options: Vec<(String, String)>,
    /// Attached files.
    pub files: Vec<FileRef>,
    /// The option in which letters are being typed.
    pub focused: Option<String>,
}

/// How deep a command's options may be: group, subcommand, options.
const DEEPEST: usize = 3;
/// The most options that are read.
const MOST: usize = 25;

/// Reads a command.
pub fn invoked(data: &Value) -> Invoked {
    let mut read = Invoked { path: text(&data["name"]), ..Invoked::default() };
    let mut options = &data["options"];
    for _ in 0..DEEPEST {
        let inner = options
            .as_array()
            .and_then(|all| all.first())
            .filter(|option| matches!(option["type"].as_u64(), Some(1 | 2)));
        let Some(inner) = inner else { break };
        read.path = format!("{} {}", read.path, text(&inner["name"]));
        options = &inner["options"];
    }
    for option in options.as_array().into_iter().flatten().take(MOST) {
        let name = text(&option["name"]);
        if option["focused"].as_bool() == Some(true) {
            read.focused = Some(name.clone());
        }
        match (option["type"].as_u64(), &option["value"]) {
            (Some(11), value) => {
                let file = &data["resolved"]["attachments"][value.as_str().unwrap_or_default()];
                read.files.extend(attached(file));
            }
            (Some(7), Value::String(id)) => read.options.push((name, format!("<#{id}>"))),
            (_, Value::String(value)) => read.options.push((name, value.clone())),
            (_, Value::Number(number)) => read.options.push((name, number.to_string())),
            (_, Value::Bool(yes)) => {
                read.options.push((name, if *yes { "on" } else { "off" }.to_owned()));
            }
            _ => {}
        }
    }
    read
}

/// Reads an attached file.
pub fn attached(file: &Value) -> Option<FileRef> {
    Some(FileRef {
        native: file["url"].as_str()?.to_owned(),
        name: text(&file["filename"]),
        bytes: file["size"].as_u64(),
    })
}

/// A text, or nothing.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The values of a select.
pub fn values(data: &Value) -> Vec<String> {
    data["values"].as_array().into_iter().flatten().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_command_is_read_at_any_depth() {
        let table = [
            (json!({ "name": "help" }), "help", vec![]),
            (
                json!({ "name": "crisis", "options": [
                    { "name": "country", "type": 3, "value": "gb" }] }),
                "crisis",
                vec![("country", "gb")],
            ),
            (
                json!({ "name": "meetings", "options": [{ "name": "next", "type": 1, "options": [
                    { "name": "count", "type": 4, "value": 5 }] }] }),
                "meetings next",
                vec![("count", "5")],
            ),
            (
                json!({ "name": "admin", "options": [{ "name": "schedule", "type": 2, "options": [
                    { "name": "add", "type": 1, "options": [
                        { "name": "room", "type": 7, "value": "123" },
                        { "name": "discreet", "type": 5, "value": true }] }] }] }),
                "admin schedule add",
                vec![("room", "<#123>"), ("discreet", "on")],
            ),
        ];
        for (data, path, options) in table {
            let read = invoked(&data);
            let expected: Vec<(String, String)> =
                options.into_iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
            assert_eq!((read.path.as_str(), read.options), (path, expected), "{data}");
        }
    }

    #[test]
    fn a_file_is_found_by_its_number_and_letters_are_noted() {
        let data = json!({
            "name": "admin",
            "options": [{ "name": "feed", "type": 2, "options": [{ "name": "add", "type": 1,
                "options": [
                    { "name": "file", "type": 11, "value": "9" },
                    { "name": "zone", "type": 3, "value": "Eur", "focused": true }] }] }],
            "resolved": { "attachments": { "9": {
                "url": "https://cdn.example/f", "filename": "m.json", "size": 12 } } },
        });
        let read = invoked(&data);
        assert_eq!(read.files[0].name, "m.json");
        assert_eq!(read.files[0].bytes, Some(12));
        assert_eq!(read.focused.as_deref(), Some("zone"));
        assert_eq!(read.options, vec![("zone".to_owned(), "Eur".to_owned())]);
    }

    #[test]
    fn whatever_comes_is_read_without_harm() {
        for data in [
            json!(null),
            json!([]),
            json!({ "options": "x" }),
            json!({ "name": 5, "options": [{ "type": 1 }, 3, null] }),
            json!({ "name": "x", "options": [{ "name": "f", "type": 11, "value": "none" }] }),
        ] {
            let read = invoked(&data);
            assert!(read.files.is_empty(), "{data}");
        }
    }

    #[test]
    fn an_interaction_does_without_what_may_be_missing() {
        let least = json!({ "id": "1", "token": "t", "type": 2 });
        let read: Interaction = serde_json::from_value(least).expect("reads");
        assert_eq!((read.user(), read.name().as_str()), (None, ""));
        let full = json!({
            "id": "1", "token": "t", "type": 3, "guild_id": "5", "channel_id": "6", "new": [1],
            "member": { "nick": "Annie", "permissions": "32", "user": {
                "id": "7", "username": "ann", "global_name": null } },
        });
        let read: Interaction = serde_json::from_value(full).expect("reads");
        assert_eq!(read.name(), "Annie");
        assert_eq!(read.permissions(), Some(32));
        assert_eq!(read.user().map(|user| user.id.as_str()), Some("7"));
    }
}
