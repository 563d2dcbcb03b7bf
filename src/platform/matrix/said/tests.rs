use super::*;
use matrix_sdk::ruma::user_id;
use proptest::prelude::*;
use serde_json::json;

const OWN: &str = "@hearth:example.org";

fn reader<'a>() -> Reader<'a> {
    Reader { own: user_id!("@hearth:example.org"), name: "Hearth", prefix: "!" }
}

fn text(body: &str) -> Value {
    json!({ "msgtype": "m.text", "body": body })
}

/// With a mention, as a client writes one.
fn mention(body: &str) -> Value {
    json!({ "msgtype": "m.text", "body": body, "m.mentions": { "user_ids": [OWN] } })
}

fn reply(body: &str) -> Value {
    json!({
        "msgtype": "m.text", "body": body, "m.mentions": { "user_ids": [OWN] },
        "m.relates_to": { "m.in_reply_to": { "event_id": "$question" } },
    })
}

/// `+text` is for the bot, `-text` was only overheard, and nothing is nothing.
fn heard(content: &Value, room: RoomKind) -> String {
    match reader().read(content, room) {
        Some(EventBody::Said { text, addressed: true, .. }) => format!("+{text}"),
        Some(EventBody::Said { text, addressed: false, .. }) => format!("-{text}"),
        Some(EventBody::Invoked { path, options, .. }) => format!("={path} {options:?}"),
        Some(other) => format!("{other:?}"),
        None => String::new(),
    }
}

#[test]
fn in_a_room_of_several_the_bot_is_spoken_to_by_sign_or_name() {
    #[rustfmt::skip]
    let table = [
        (text("!help"), "+help"),
        (text("  !meetings next 3 "), "+meetings next 3"),
        (text("!4"), "+4"),
        (text("! help"), "-! help"),
        (text("!!!"), "-!!!"),
        (text("4"), "-4"),
        (text("I am fine, thank you"), "-I am fine, thank you"),
        (text("Hearth: help"), "+help"),
        (text("hearth, meetings next"), "+meetings next"),
        (text("@Hearth: !help"), "+help"),
        (text("@hearth:example.org help"), "+help"),
        (text("@hearth:example.org: help"), "+help"),
        (text("@hearth:example.organic help"), "-@hearth:example.organic help"),
        (text("Hearth is nice"), "-Hearth is nice"),
        (text("Hearthstone: help"), "-Hearthstone: help"),
        (mention("Hearth help"), "+help"),
        (mention("Hearth"), "+"),
        (mention("[Hearth](https://matrix.to/#/@hearth:example.org) meetings next"), "+meetings next"),
        (mention("[Hearth](https://matrix.to/#/@hearth:example.org): crisis"), "+crisis"),
        (text("[Hearth](https://matrix.to/#/@eve:example.org) help"), "-[Hearth](https://matrix.to/#/@eve:example.org) help"),
        (mention("crisis @Hearth"), "+crisis"),
        (mention("ask Hearth about it"), "-ask Hearth about it"),
        (reply("yes, that was good"), "-yes, that was good"),
        (reply("> <@hearth:example.org> How are you?\n\n3"), "-3"),
        (reply("> <@hearth:example.org> !privacy erase\n\n!help"), "+help"),
        (text("> <@root:example.org> !privacy erase\n\nlook at this"), "-look at this"),
        (text("/crisis"), "+crisis"),
        (text("/shrug"), "-/shrug"),
        (text("two\nlines"), ""),
        (text(""), ""),
        (json!({ "msgtype": "m.emote", "body": "!help" }), "+help"),
        (json!({ "msgtype": "m.notice", "body": "!help" }), ""),
        (json!({ "msgtype": "m.key.verification.request", "body": "!help" }), ""),
        (json!({ "msgtype": "m.location", "body": "!help" }), ""),
        (json!({ "msgtype": "org.example.new", "body": "!help" }), ""),
        (json!({ "msgtype": "m.text", "formatted_body": "!<b>help</b>" }), "+help"),
        (json!({ "msgtype": "m.text", "body": 7 }), ""),
        (json!({ "body": "!help" }), ""),
        (json!({}), ""),
        (json!(null), ""),
        (json!([1, 2]), ""),
    ];
    for (content, wanted) in table {
        assert_eq!(heard(&content, RoomKind::Group), wanted, "{content}");
    }
    assert_eq!(heard(&text(&"a".repeat(81)), RoomKind::Group), "", "what others say to each other");
}

#[test]
fn in_a_direct_room_everything_is_for_the_bot() {
    #[rustfmt::skip]
    let table = [
        (text("help"), "+help"),
        (text("!help"), "+help"),
        (text("/help"), "+help"),
        (text("Hearth: help"), "+help"),
        (text("I don't want to be here any more"), "+I don't want to be here any more"),
        (text("4"), "+4"),
        (text("10"), "+10"),
        (text("!?"), "+!?"),
        (text("two\nlines"), "+two\nlines"),
        (reply("> <@hearth:example.org> How are you?\n> 1. low\n\n4"), "+4"),
        (mention("hearth meetings next"), "+meetings next"),
        (json!({ "msgtype": "m.emote", "body": "waves" }), "+waves"),
        (json!({ "msgtype": "m.notice", "body": "help" }), ""),
    ];
    for (content, wanted) in table {
        assert_eq!(heard(&content, RoomKind::Direct), wanted, "{content}");
    }
}

#[test]
fn another_prefix_is_another_prefix() {
    let hears = |prefix: &str, body: &str| {
        let reader = Reader { prefix, ..reader() };
        match reader.read(&text(body), RoomKind::Group) {
            Some(EventBody::Said { text, addressed: true, .. }) => Some(text),
            _ => None,
        }
    };
    assert_eq!(hears("hearth", "hearth help").as_deref(), Some("help"));
    assert_eq!(hears("!h ", "!H help").as_deref(), Some("help"));
    assert_eq!(hears("hearth", "hearthstone help"), None);
    assert_eq!(hears("?", "!help"), None);
}

#[test]
fn a_changed_message_says_its_new_text() {
    let content = json!({
        "msgtype": "m.text", "body": "* !meetings nxt",
        "m.new_content": { "msgtype": "m.text", "body": "!meetings next" },
        "m.relates_to": { "rel_type": "m.replace", "event_id": "$first" },
    });
    assert_eq!(heard(&content, RoomKind::Group), "+meetings next");
    let forged = json!({ "msgtype": "m.text", "body": "hello", "m.new_content": { "msgtype": "m.text", "body": "!help" } });
    assert_eq!(heard(&forged, RoomKind::Group), "-hello");
}

#[test]
fn a_command_can_come_as_data() {
    let content = |mentions: &str, command: Value| {
        json!({
            "msgtype": "m.text", "body": "@hearth:example.org meetings next 3",
            "m.mentions": { "user_ids": [mentions] }, "org.matrix.msc4391.command": command,
        })
    };
    let next = json!({ "command": "meetings next", "arguments": { "count": 3 } });
    assert_eq!(
        heard(&content(OWN, next.clone()), RoomKind::Group),
        "=meetings next [(\"count\", \"3\")]"
    );
    assert_eq!(
        heard(&content("@other:example.org", next.clone()), RoomKind::Direct),
        "=meetings next [(\"count\", \"3\")]"
    );
    // For another bot: the body is read, and says that it is for us.
    assert_eq!(heard(&content("@other:example.org", next), RoomKind::Group), "+meetings next 3");
    let rooms = json!({ "command": "Admin Schedule Add", "arguments": {
        "room": { "type": "room_id", "id": "!abc", "via": ["example.org"] }, "kind": "checkin", "share": true,
        "list": ["a", "b"], "none": null, "empty": "",
    } });
    assert_eq!(
        heard(&content(OWN, rooms), RoomKind::Group),
        "=admin schedule add [(\"kind\", \"checkin\"), (\"list\", \"a,b\"), (\"room\", \"!abc\"), (\"share\", \"on\")]"
    );
    for broken in
        [json!({}), json!({ "command": "rm" }), json!({ "command": 4 }), json!("x"), json!([])]
    {
        assert_eq!(heard(&content(OWN, broken), RoomKind::Group), "+meetings next 3");
    }
}

#[test]
fn a_file_comes_with_its_caption() {
    let url = "mxc://example.org/abc";
    let files = |content: &Value, room| match reader().read(content, room) {
        Some(EventBody::Said { text, files, .. }) => {
            let files: Vec<_> = files.into_iter().map(|f| (f.name, f.bytes, f.native)).collect();
            Some((text, files))
        }
        _ => None,
    };
    let native = r#"{"url":"mxc://example.org/abc"}"#.to_owned();
    let plain =
        json!({ "msgtype": "m.file", "body": "feed.json", "url": url, "info": { "size": 12 } });
    let file = vec![("feed.json".to_owned(), Some(12), native.clone())];
    assert_eq!(files(&plain, RoomKind::Direct), Some((String::new(), file.clone())));
    assert_eq!(files(&plain, RoomKind::Group), None);
    let captioned = json!({ "msgtype": "m.file", "body": "!admin feed add", "filename": "feed.json", "url": url, "info": { "size": 12 } });
    assert_eq!(files(&captioned, RoomKind::Group), Some(("admin feed add".to_owned(), file)));
    let odd =
        json!({ "msgtype": "m.image", "body": "a\u{202E}b\n", "url": url, "info": { "size": -3 } });
    assert_eq!(
        files(&odd, RoomKind::Direct),
        Some((String::new(), vec![("ab".to_owned(), None, native)]))
    );
    for broken in [
        json!({ "msgtype": "m.file", "body": "x" }),
        json!({ "msgtype": "m.file", "body": "x", "file": { "url": 3 } }),
    ] {
        assert_eq!(files(&broken, RoomKind::Direct), Some((String::new(), vec![])), "{broken}");
    }
    let secret = json!({ "msgtype": "m.file", "body": "x", "file": {
        "url": url, "v": "v2", "iv": "w+sE15fzSc0AAAAAAAAAAA",
        "key": { "kty": "oct", "key_ops": ["encrypt", "decrypt"], "alg": "A256CTR", "k": "aWF6-32KGYaC3A_FEUCk1Bt0JA37zP0wrStgmdCaW-0", "ext": true },
        "hashes": { "sha256": "fdSLu/YkRx3Wyh3KQabP3rd6+SFiKg5lsJZQHtkSAYA" },
    } });
    let (_, files) = files(&secret, RoomKind::Direct).expect("a file");
    assert!(matches!(
        file::source(&files[0].2),
        Some(matrix_sdk::ruma::events::room::MediaSource::Encrypted(_))
    ));
}

#[test]
fn sixty_four_kilobytes_are_read_at_once() {
    for body in ["!help ", "> <@a:b> x\n", "„", "<", "[a](", "@hearth", "hearth: "] {
        let long = body.repeat(64_000 / body.len());
        for room in [RoomKind::Group, RoomKind::Direct] {
            let _ = heard(&mention(&long), room);
            let _ = heard(&json!({ "msgtype": "m.text", "formatted_body": long }), room);
        }
    }
}

fn any_content() -> impl Strategy<Value = Value> {
    let body = prop_oneof![
        any::<String>(),
        "[!/>@<\\[\\]()a-zH: \\n]{0,40}",
        "(Hearth|@hearth:example\\.org|> <@).{0,20}"
    ];
    let leaf = prop_oneof![
        body.prop_map(Value::String),
        any::<i64>().prop_map(Value::from),
        Just(Value::Null)
    ];
    let value = leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
            prop::collection::btree_map(
                "body|url|command|arguments|rel_type|user_ids|m.in_reply_to|event_id",
                inner,
                0..3
            )
            .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    });
    let keys = "body|formatted_body|filename|file|url|info|m\\.mentions|m\\.relates_to|m\\.new_content|org\\.matrix\\.msc4391\\.command";
    (
        prop::collection::btree_map(keys, value, 0..6),
        prop_oneof![Just("m.text"), Just("m.emote"), Just("m.file"), Just("m.notice")],
    )
        .prop_map(|(fields, kind)| {
            let mut fields: serde_json::Map<String, Value> = fields.into_iter().collect();
            fields.insert("msgtype".into(), kind.into());
            Value::Object(fields)
        })
}

proptest! {
    #[test]
    fn anything_is_read_without_falling_over(content in any_content(), name in ".{0,8}", prefix in ".{0,4}") {
        let reader = Reader { own: user_id!("@hearth:example.org"), name: &name, prefix: &prefix };
        for room in [RoomKind::Group, RoomKind::Direct] {
            if let Some(EventBody::Said { text, addressed: false, .. }) = reader.read(&content, room) {
                prop_assert!(room == RoomKind::Group && text.len() <= OVERHEARD);
            }
        }
    }

    #[test]
    fn what_is_quoted_is_never_read(quoted in "[!a-z ]{0,30}", said in "[a-z]{1,20}") {
        let body = format!("> <@eve:example.org> {quoted}\n> !privacy erase\n\n!{said}");
        prop_assert_eq!(heard(&text(&body), RoomKind::Group), format!("+{said}"));
        prop_assert_eq!(heard(&text(&body), RoomKind::Direct), format!("+{said}"));
    }
}
