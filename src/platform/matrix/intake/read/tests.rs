//! What events mean, as tables.

use super::*;
use matrix_sdk::ruma::user_id;
use proptest::prelude::*;
use serde_json::json;

const NOW: i64 = 1_774_700_000_000;

fn read(event: &Value) -> Meaning {
    let here = Where {
        reader: Reader { own: user_id!("@hearth:example.org"), name: "Hearth", prefix: "!" },
        room: "!room",
        kind: RoomKind::Group,
        now: NOW,
    };
    match Raw::parse(&event.to_string()) {
        Some(raw) => meaning(&raw, &here),
        None => Meaning::Nothing,
    }
}

fn event(kind: &str, content: Value, more: Value) -> Value {
    let mut event = json!({
        "type": kind, "event_id": "$e", "sender": "@ann:example.org", "content": content,
        "origin_server_ts": 1, "unsigned": { "age": 1000 },
    });
    for (key, value) in more.as_object().cloned().unwrap_or_default() {
        event[key] = value;
    }
    event
}

fn text(body: &str) -> Value {
    event("m.room.message", json!({ "msgtype": "m.text", "body": body }), json!({}))
}

/// What is put into the inbox: the name of the event, who, and what.
fn kept(event: &Value) -> Vec<(String, String, Value)> {
    match read(event) {
        Meaning::Rows(rows) => rows
            .into_iter()
            .map(|row| {
                assert_eq!(row.room, "!room");
                let what = serde_json::from_str(&row.happened).expect("JSON");
                (row.native, row.account_id, what)
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn one(event: &Value) -> Value {
    let mut kept = kept(event);
    assert_eq!(kept.len(), 1, "{event}");
    kept.remove(0).2
}

#[test]
fn what_is_said_reacted_voted_or_taken_back_is_kept() {
    let relates = |kind: &str| json!({ "m.relates_to": { "rel_type": kind, "event_id": "$q" } });
    let mut reaction = relates("m.annotation");
    reaction["m.relates_to"]["key"] = "1️⃣".into();
    let mut vote = relates("m.reference");
    vote["org.matrix.msc3381.poll.response"] = json!({ "answers": ["2", 3, "4"] });
    let mut stable = relates("m.reference");
    stable["m.selections"] = json!(["2"]);
    let table = [
        (text("!help"), json!({ "said": { "text": "help", "addressed": true, "files": [] } })),
        (text("2"), json!({ "said": { "text": "2", "addressed": false, "files": [] } })),
        (
            event("m.reaction", reaction, json!({})),
            json!({ "reacted": { "to": "$q", "key": "1️⃣" } }),
        ),
        (
            event("org.matrix.msc3381.poll.response", vote, json!({})),
            json!({ "voted": { "poll": "$q", "answers": ["2", "4"] } }),
        ),
        (
            event("m.poll.response", stable, json!({})),
            json!({ "voted": { "poll": "$q", "answers": ["2"] } }),
        ),
        (
            event("m.room.redaction", json!({ "redacts": "$q" }), json!({})),
            json!({ "redacted": { "message": "$q" } }),
        ),
        (
            event("m.room.redaction", json!({}), json!({ "redacts": "$q" })),
            json!({ "redacted": { "message": "$q" } }),
        ),
    ];
    for (event, expected) in table {
        assert_eq!(one(&event), expected, "{event}");
    }
}

#[test]
fn what_is_not_for_the_bot_is_not_kept() {
    let member = |membership: &str, before: &str| {
        event(
            "m.room.member",
            json!({ "membership": membership }),
            json!({ "state_key": "@bob:example.org",
                    "unsigned": { "prev_content": { "membership": before } } }),
        )
    };
    for event in [
        text(
            "I had such a hard week, and talking about it here with all of you is a great help to me.",
        ),
        event("m.room.message", json!({ "msgtype": "m.notice", "body": "!help" }), json!({})),
        event("m.room.message", json!({}), json!({})),
        event("m.room.message", json!("text"), json!({})),
        event("m.room.message", json!({ "msgtype": 7, "body": [] }), json!({})),
        event("m.room.topic", json!({ "topic": "!help" }), json!({ "state_key": "" })),
        event("m.reaction", json!({ "m.relates_to": { "event_id": 5, "key": "x" } }), json!({})),
        event("m.room.redaction", json!({ "redacts": "q" }), json!({})),
        member("join", "leave"),
        member("join", "join"),
        member("leave", "invite"),
    ] {
        assert_eq!(kept(&event), [], "{event}");
    }
}

#[test]
fn a_changed_message_is_the_first_taken_back_and_then_said_anew() {
    let changed = event(
        "m.room.message",
        json!({
            "msgtype": "m.text", "body": "* !checkin good",
            "m.new_content": { "msgtype": "m.text", "body": "!checkin good" },
            "m.relates_to": { "rel_type": "m.replace", "event_id": "$first" },
        }),
        json!({}),
    );
    let Meaning::Rows(rows) = read(&changed) else { panic!("{changed}") };
    let natives: Vec<_> = rows.iter().map(|row| row.native.as_str()).collect();
    assert_eq!(natives, ["$e/before", "$e"]);
    assert!(rows.iter().all(|row| row.source.as_deref() == Some("$first")));
    assert_eq!(rows[0].happened, r#"{"changed":{"message":"$first"}}"#);
    assert!(rows[1].happened.contains("checkin good"), "{}", rows[1].happened);
}

#[test]
fn a_thread_is_kept() {
    let content = json!({
        "msgtype": "m.text", "body": "!help",
        "m.relates_to": { "rel_type": "m.thread", "event_id": "$root" },
    });
    let Meaning::Rows(rows) = read(&event("m.room.message", content, json!({}))) else { panic!() };
    assert_eq!(rows[0].thread.as_deref(), Some("$root"));
}

#[test]
fn an_instant_is_our_clock_less_the_age() {
    for (age, ago) in [
        (json!(1000), 1000),
        (json!(-5), 0),
        (json!("old"), 0),
        (json!(i64::MAX), NOW),
        (Value::Null, 0),
    ] {
        let event = event(
            "m.room.message",
            json!({ "msgtype": "m.text", "body": "!help" }),
            json!({ "unsigned": { "age": age } }),
        );
        let Meaning::Rows(rows) = read(&event) else { panic!("{event}") };
        assert_eq!(rows[0].at, NOW - ago, "{event}");
    }
}

#[test]
fn our_own_events_answer_nothing_and_tell_their_transaction_ids() {
    let own = |txn: Value| {
        event(
            "m.room.message",
            json!({ "msgtype": "m.text", "body": "!help" }),
            json!({ "sender": "@hearth:example.org", "unsigned": { "transaction_id": txn } }),
        )
    };
    let event = "$e".to_owned();
    let sent = Meaning::Own { event: event.clone(), txn: Some("hearth-1-0-00".into()) };
    assert_eq!(read(&own("hearth-1-0-00".into())), sent);
    assert_eq!(read(&own(Value::Null)), Meaning::Own { event, txn: None });
}

#[test]
fn coming_leaving_and_moving_are_told_apart() {
    let member = |who: &str, now: &str, before: Value| {
        event(
            "m.room.member",
            json!({ "membership": now }),
            json!({ "state_key": who, "unsigned": { "prev_content": { "membership": before } } }),
        )
    };
    let own = "@hearth:example.org";
    assert_eq!(read(&member(own, "join", "invite".into())), Meaning::OwnJoin);
    assert_eq!(read(&member(own, "join", Value::Null)), Meaning::OwnJoin);
    assert_eq!(read(&member(own, "join", "join".into())), Meaning::Nothing);
    let left = kept(&member("@bob:example.org", "ban", "join".into()));
    assert_eq!(left, [("$e".to_owned(), "matrix:@bob:example.org".to_owned(), json!("left"))]);
    let tombstone = |to: &str| {
        event("m.room.tombstone", json!({ "replacement_room": to }), json!({ "state_key": "" }))
    };
    assert_eq!(read(&tombstone("!new")), Meaning::Replaced { by: "!new".into() });
    assert_eq!(read(&tombstone("new")), Meaning::Nothing);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        Just(Value::from("$e")),
        Just(Value::from("m.replace")),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(
                prop_oneof![
                    "m\\.relates_to|event_id|rel_type|msgtype|body|m\\.new_content|key|redacts",
                    "[a-z]{1,6}"
                ],
                inner,
                0..4
            )
            .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_comes_is_read_without_harm(
        kind in "m\\.room\\.message|m\\.reaction|m\\.room\\.redaction|m\\.room\\.member|m\\.room\\.tombstone|m\\.poll\\.response",
        content in any_json(),
        unsigned in any_json(),
        key in prop::option::of("\\PC{0,8}"),
    ) {
        let mut whole = event(&kind, content, json!({ "unsigned": unsigned }));
        if let Some(key) = key {
            whole["state_key"] = key.into();
        }
        read(&whole);
    }
}
