//! The content of an event.

use crate::platform::matrix::render::Part;
use serde_json::{Value, json};

/// What an event is related to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Relation {
    /// Nothing.
    #[default]
    None,
    /// It answers a message.
    Reply(String),
    /// It stands in a thread; apps without threads show it as an answer to a message.
    Thread { root: String, reply: String },
    /// It takes the place of a message.
    Replaces(String),
}

/// A message. `m.mentions` is always there, so that nothing in the text mentions anybody.
pub(super) fn message(part: &Part, relation: &Relation) -> Value {
    let mut content = json!({
        "msgtype": if part.rings { "m.text" } else { "m.notice" },
        "body": part.body,
        "m.mentions": {},
    });
    if let Some(formatted) = &part.formatted {
        content["format"] = "org.matrix.custom.html".into();
        content["formatted_body"] = formatted.as_str().into();
    }
    if !part.mentions.is_empty() {
        let users: Vec<&str> = part.mentions.iter().map(|user| user.as_str()).collect();
        content["m.mentions"] = json!({ "user_ids": users });
    }
    if let Relation::Replaces(first) = relation {
        return replacing(content, first);
    }
    if let Some(relates) = relates(relation) {
        content["m.relates_to"] = relates;
    }
    content
}

/// What an event is related to, as the content says it.
pub(super) fn relates(relation: &Relation) -> Option<Value> {
    match relation {
        Relation::None | Relation::Replaces(_) => None,
        Relation::Reply(to) => Some(json!({ "m.in_reply_to": { "event_id": to } })),
        Relation::Thread { root, reply } => Some(json!({
            "rel_type": "m.thread",
            "event_id": root,
            "is_falling_back": true,
            "m.in_reply_to": { "event_id": reply },
        })),
    }
}

/// A changed message, with the mark that apps without edits show. Nobody is notified again.
fn replacing(new: Value, first: &str) -> Value {
    let mark = |text: &Value| text.as_str().map(|text| format!("* {text}"));
    let mut content = new.clone();
    content["body"] = mark(&new["body"]).unwrap_or_default().into();
    if let Some(formatted) = mark(&new["formatted_body"]) {
        content["formatted_body"] = formatted.into();
    }
    content["m.mentions"] = json!({});
    content["m.new_content"] = new;
    content["m.relates_to"] = json!({ "rel_type": "m.replace", "event_id": first });
    content
}

#[cfg(test)]
mod tests {
    use super::*;
    use matrix_sdk::ruma::owned_user_id;

    fn part() -> Part {
        Part {
            body: "@room hi".into(),
            formatted: Some("<b>hi</b>".into()),
            mentions: vec![owned_user_id!("@ann:example.org")],
            rings: true,
        }
    }

    #[test]
    fn a_message_always_says_whom_it_mentions() {
        let quiet = Part { body: "@room".into(), ..Part::default() };
        assert_eq!(
            message(&quiet, &Relation::None),
            json!({ "msgtype": "m.notice", "body": "@room", "m.mentions": {} })
        );
        assert_eq!(
            message(&part(), &Relation::Reply("$a".into())),
            json!({
                "msgtype": "m.text",
                "body": "@room hi",
                "format": "org.matrix.custom.html",
                "formatted_body": "<b>hi</b>",
                "m.mentions": { "user_ids": ["@ann:example.org"] },
                "m.relates_to": { "m.in_reply_to": { "event_id": "$a" } },
            })
        );
    }

    #[test]
    fn a_changed_message_notifies_nobody_again() {
        let content = message(&part(), &Relation::Replaces("$a".into()));
        assert_eq!(content["body"], "* @room hi");
        assert_eq!(content["formatted_body"], "* <b>hi</b>");
        assert_eq!(content["m.mentions"], json!({}));
        assert_eq!(content["m.new_content"]["body"], "@room hi");
        assert_eq!(content["m.relates_to"], json!({ "rel_type": "m.replace", "event_id": "$a" }));
        assert!(content["m.new_content"].get("m.relates_to").is_none());
    }

    #[test]
    fn a_thread_is_also_an_answer_for_apps_without_threads() {
        let relation = Relation::Thread { root: "$r".into(), reply: "$a".into() };
        let content = message(&part(), &relation);
        assert_eq!(content["m.relates_to"]["rel_type"], "m.thread");
        assert_eq!(content["m.relates_to"]["event_id"], "$r");
        assert_eq!(content["m.relates_to"]["is_falling_back"], true);
        assert_eq!(content["m.relates_to"]["m.in_reply_to"]["event_id"], "$a");
    }
}
