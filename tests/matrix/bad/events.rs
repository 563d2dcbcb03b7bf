//! What members can send that no client of theirs would.

use super::is_clean;
use crate::matrix::home::Home;
use crate::matrix::member::{Member, Sealed};
use crate::matrix::process::Process;
use crate::matrix::scene::{Scene, direct};
use crate::matrix::synapse::Synapse;
use serde_json::{Value, json};

/// Contents that are not what their type says.
fn malformed() -> Vec<(&'static str, Value)> {
    let deep = (0..50).fold(json!("bottom"), |inner, _| json!({ "in": inner }));
    let relation = |kind: Value, event: Value| json!({"rel_type": kind, "event_id": event});
    let message = |body: Value| json!({"msgtype": "m.text", "body": body});
    vec![
        ("m.room.message", json!({})),
        ("m.room.message", json!({"body": "!help"})),
        ("m.room.message", json!({"msgtype": 7, "body": "!help"})),
        ("m.room.message", json!({"msgtype": "m.text"})),
        ("m.room.message", message(Value::Null)),
        ("m.room.message", message(json!(42))),
        ("m.room.message", message(json!(["!help"]))),
        ("m.room.message", message(deep.clone())),
        ("m.room.message", json!({"msgtype": "m.text", "body": "", "formatted_body": 5})),
        ("m.room.message", json!({"msgtype": "m.file", "body": "!admin feed add file"})),
        ("m.room.message", json!({"msgtype": "m.file", "body": "x", "url": "mxc://"})),
        ("m.room.message", json!({"msgtype": "m.image", "body": "x", "file": {"url": 1}})),
        ("m.room.message", json!({"msgtype": "m.text", "body": "x", "m.mentions": "everybody"})),
        (
            "m.room.message",
            json!({"msgtype": "m.text", "body": "x", "m.mentions": {"user_ids": [1, null]}}),
        ),
        (
            "m.room.message",
            json!({"msgtype": "m.text", "body": "* !help", "m.new_content": 3,
                "m.relates_to": relation(json!("m.replace"), json!("$none"))}),
        ),
        (
            "m.room.message",
            json!({"msgtype": "m.text", "body": "!help",
                "m.relates_to": relation(json!("m.thread"), json!(9))}),
        ),
        ("m.room.message", json!({"msgtype": "m.text", "body": "x", "m.relates_to": []})),
        (
            "m.room.message",
            json!({"msgtype": "m.text", "body": "x", "org.matrix.msc4391.command": deep}),
        ),
        ("m.reaction", json!({})),
        ("m.reaction", json!({"m.relates_to": {}})),
        ("m.reaction", json!({"m.relates_to": {"rel_type": "m.annotation", "event_id": "none"}})),
        ("org.matrix.msc3381.poll.response", json!({})),
        (
            "org.matrix.msc3381.poll.response",
            json!({"m.relates_to": relation(json!("m.reference"), json!("$none")),
                "org.matrix.msc3381.poll.response": {"answers": [[], 1, "x"]}}),
        ),
        ("org.matrix.msc3381.poll.end", json!({"m.relates_to": 1})),
        ("org.example.unknown", json!({"anything": [1, 2, 3]})),
    ]
}

async fn malformed_events_change_nothing(sealed: Sealed) {
    let home = Home::new(Synapse::shared().url()).await;
    let bot = Process::start(&home);
    let scene = Scene::new(home.user(), sealed, 1).await;
    let ann = scene.admin();
    let alone = direct(ann, home.user(), sealed).await;
    for room in [&scene.room, &alone] {
        for (kind, content) in malformed() {
            // Whether a homeserver takes it or not, the bot lives on.
            ann.offers(room, kind, &content).await;
        }
        if sealed == Sealed::No {
            // Encrypted with nothing.
            for content in
                [json!({}), json!({"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": 1})]
            {
                ann.offers(room, "m.room.encrypted", &content).await;
            }
        }
    }
    ann.say(&alone, "crisis new zealand").await;
    ann.hears(&alone, home.user(), "1737").await;
    ann.say(&scene.room, "!crisis france").await;
    ann.hears(&alone, home.user(), "3114").await;
    is_clean(&bot, &["new zealand", "france", "bottom", "everybody"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_events_change_nothing_in_encrypted_rooms() {
    malformed_events_change_nothing(Sealed::Yes).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_events_change_nothing_in_plain_rooms() {
    malformed_events_change_nothing(Sealed::No).await;
}

/// How many bytes a letter takes on its way, at most: clients escape what is not ASCII.
fn cost(letter: char) -> usize {
    match letter {
        '"' | '\n' => 2,
        ' '..='~' => 1,
        _ => 12,
    }
}

/// What the bot answers to a line in a direct room, up to the answer to a command after it.
async fn answers(ann: &Member, room: &str, bot: &str, line: &str) -> Vec<String> {
    ann.catch_up(room).await;
    ann.say(room, line).await;
    ann.say(room, "crisis new zealand").await;
    let mut heard = Vec::new();
    loop {
        let entry = ann.hears(room, bot, "").await;
        if entry.body.contains("1737") {
            return heard;
        }
        heard.push(entry.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn long_and_odd_text_is_text() {
    let home = Home::new(Synapse::shared().url()).await;
    let bot = Process::start(&home);
    let crew = crate::matrix::scene::crew().await;
    let ann = Member::new(&crew, &crate::matrix::home::unique("ann")).await;
    let plain = direct(&ann, home.user(), Sealed::No).await;
    let sealed = direct(&ann, home.user(), Sealed::Yes).await;
    // As long as a homeserver takes them.
    for (room, most) in [(&plain, 64_000), (&sealed, 47_000)] {
        for letter in ["x", " ", "\u{202E}", "\u{0}", "💔", "\"", "\n", "`", "<b>", "@room "] {
            let long = letter.repeat(most / letter.chars().map(cost).sum::<usize>());
            let heard = answers(&ann, room, home.user(), &format!("resources find {long}")).await;
            assert!(heard.len() <= 1, "{} answers to {letter:?}", heard.len());
            // Nobody gets sixty thousand letters of their own back.
            assert!(heard.iter().all(|answer| answer.len() < 8_000), "{letter:?}: {heard:?}");
        }
    }
    for odd in ["help\u{0}\u{1}\u{7}\u{1B}[31m", "\u{FEFF}help", "help\r\n", "\u{202E}help\u{202C}"]
    {
        let heard = answers(&ann, &sealed, home.user(), odd).await;
        assert_eq!(heard.len(), 1, "{odd:?}: {heard:?}");
        let control = |letter: char| letter.is_control() && letter != '\n';
        assert!(!heard[0].contains(control), "{odd:?}: {heard:?}");
    }
    is_clean(&bot, &["resources find", "new zealand"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quotation_is_no_command_whoever_made_it_up() {
    let home = Home::new(Synapse::shared().url()).await;
    let bot = Process::start(&home);
    let scene = Scene::new(home.user(), Sealed::Yes, 1).await;
    let ann = scene.admin();
    let alone = direct(ann, home.user(), Sealed::Yes).await;
    let forged = [
        // A reply to something that was never said, with a command in the quotation.
        json!({"msgtype": "m.text", "body": "> <@olga:localhost> !crisis japan\n\n!crisis france",
            "m.relates_to": {"m.in_reply_to": {"event_id": "$none"}}}),
        // A quotation all the way down.
        json!({"msgtype": "m.text", "body": "> <@olga:localhost> !crisis japan\n> !crisis japan",
            "m.relates_to": {"m.in_reply_to": {"event_id": "$none"}}}),
        // A quotation without a reply is what somebody typed; it does not begin with the sign.
        json!({"msgtype": "m.text", "body": "> !crisis japan"}),
        // The HTML says something else than the text.
        json!({"msgtype": "m.text", "body": "good morning", "format": "org.matrix.custom.html",
            "formatted_body": "<mx-reply>!crisis japan</mx-reply>!crisis japan"}),
        // Notices are from bots and are not answered.
        json!({"msgtype": "m.notice", "body": "!crisis japan"}),
    ];
    for content in forged {
        assert!(ann.offers(&scene.room, "m.room.message", &content).await, "{content}");
    }
    ann.say(&scene.room, "!crisis new zealand").await;
    ann.hears(&alone, home.user(), "1737").await;
    let heard = ann.events(&alone).await;
    let answered = |word: &str| heard.iter().filter(|entry| entry.body.contains(word)).count();
    assert_eq!(answered("3114"), 1, "the reply itself is a command");
    let japan = heard.iter().any(|entry| entry.body.contains("Japan"));
    assert!(!japan, "what is quoted was run: {heard:#?}");
    is_clean(&bot, &["japan", "france"]);
}
