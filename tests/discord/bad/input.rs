//! What no client would send, or only one that has an old list of the commands.

use crate::discord::member::{Outcome, Spot};
use crate::discord::screen::Shown;
use crate::discord::talk::{Talk, is_clean};
use hearth::words::Words;
use serde_json::{Value, json};

/// An application command, a click, letters typed, a form.
const COMMAND: u8 = 2;
const CLICK: u8 = 3;
const TYPING: u8 = 4;
const FORM: u8 = 5;

/// What is said to options that do not fit.
const COUNT: &str = "count takes a whole number from 1 to 25";
const MOOD: &str = "mood takes a whole number from 1 to 5";
const NONE_AHEAD: &str = "There is no meeting ahead that I know of.";
const CRISIS: &str = "in danger now, call your local emergency number";
/// What is said to commands and clicks that are gone.
const UNKNOWN: &str = "I don't know ";
const NAMELESS: &str = "There is no command in that.";
const GONE: &str = "That question is from a while ago and no longer open.";
const CLOSED: &str = "That question is no longer open.";

async fn answered(talk: &Talk, kind: u8, data: Value) -> Shown {
    let more = json!({"kind": kind, "data": data});
    let outcome = talk.ann.raw(talk.room(), more).await;
    assert!(outcome.acknowledged, "the application did not respond to {data}");
    let answer = talk.ann.answer(&outcome).await;
    assert!(!answer.text.trim().is_empty(), "no sentence for {data}");
    answer
}

fn leaf(name: &str, sub: &str, options: Value) -> Value {
    let sub = json!({"name": sub, "type": 1, "options": options});
    json!({"id": "1", "name": name, "type": 1, "options": [sub]})
}

fn option(name: &str, kind: u8, value: Value) -> Value {
    json!([{"name": name, "type": kind, "value": value}])
}

fn option_named(name: &str, typed: &str) -> Value {
    option(name, 3, json!(typed))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_option_at_its_limits_and_beyond_is_met_with_a_sentence() {
    let talk = Talk::new().await;
    let long = "zz".repeat(3_000);
    let odd = "zz\u{0}\u{1}\u{7}\u{1B}[31m\u{202E}💔";
    let checkin =
        |options: Value| json!({"id": "1", "name": "checkin", "type": 1, "options": options});
    let cases = [
        (leaf("meetings", "next", option("count", 4, json!(1))), NONE_AHEAD),
        (leaf("meetings", "next", option("count", 4, json!(0))), COUNT),
        (leaf("meetings", "next", option("count", 4, json!(-1))), COUNT),
        (leaf("meetings", "next", option("count", 4, json!(i64::MAX))), COUNT),
        (leaf("meetings", "next", option("count", 4, json!(1e300))), COUNT),
        (leaf("meetings", "next", option("count", 10, json!(1.5))), COUNT),
        (leaf("meetings", "next", option("count", 3, json!("many"))), COUNT),
        (leaf("meetings", "next", option("count", 5, json!(true))), COUNT),
        (leaf("meetings", "next", option("count", 4, json!(null))), NONE_AHEAD),
        (leaf("meetings", "next", option("count", 4, json!([1, 2]))), NONE_AHEAD),
        (leaf("meetings", "next", option("count", 4, json!({"in": "side"}))), NONE_AHEAD),
        (
            leaf("meetings", "next", option("nothing-of-this-name", 3, json!("zz"))),
            "There is no option --nothing-of-this-name here.",
        ),
        (leaf("meetings", "next", json!("not a list")), NONE_AHEAD),
        (leaf("meetings", "show", json!([])), "I need meeting for that"),
        (leaf("meetings", "show", option("meeting", 3, json!(""))), "meeting is empty."),
        (
            leaf("meetings", "show", option("meeting", 3, json!(long))),
            "meeting is 6000 characters long; I can take 200.",
        ),
        (
            leaf("meetings", "show", option("meeting", 3, json!(odd))),
            "I don't know a meeting called “zz",
        ),
        (
            leaf("remind", "add", option("when", 3, json!(long))),
            "That is longer than any time I can read.",
        ),
        (
            leaf(
                "remind",
                "add",
                json!([{"name": "when", "type": 3, "value": "in 2h"},
            {"name": "text", "type": 3, "value": long}]),
            ),
            "text is 6000 characters long; I can take 500.",
        ),
        (
            leaf(
                "remind",
                "add",
                json!(vec![json!({"name": "text", "type": 3, "value": "zz"}); 40]),
            ),
            "--text is there twice",
        ),
        (
            leaf("profile", "zone", option("zone", 3, json!("Nowhere/zz"))),
            "I don't know the time zone Nowhere/zz.",
        ),
        (leaf("profile", "day-start", option("time", 3, json!("25:99"))), "No clock shows 25:99."),
        (checkin(option("mood", 4, json!(0))), MOOD),
        (checkin(option("mood", 4, json!(99))), MOOD),
        (
            checkin(option("craving", 4, json!(11))),
            "craving takes a whole number from 0 to 10; 11 is not one.",
        ),
        (
            checkin(option("share", 3, json!("everybody"))),
            "share can be me, group; everybody is not one of them.",
        ),
        (
            checkin(json!([{"name": "note", "type": 3, "value": long}, {"type": 3}, 7, "zz"])),
            "note is 6000 characters long; I can take 4000.",
        ),
        (
            json!({"id": "1", "name": "crisis", "type": 1, "options": option("country", 3, json!(long))}),
            CRISIS,
        ),
        (
            json!({"id": "1", "name": "crisis", "type": 1, "options": option("country", 3, json!(odd))}),
            CRISIS,
        ),
    ];
    for (data, said) in cases {
        let answer = answered(&talk, COMMAND, data.clone()).await;
        assert!(answer.text.contains(said), "{data}: {said}: {answer:#?}");
        assert!(answer.raw.len() < 6_000, "they get their own letters back: {data}");
        let control = |letter: char| letter.is_control() && letter != '\n';
        assert!(!answer.raw.contains(control), "{data}: {answer:#?}");
    }
    is_clean(&talk.bot, &["zz"]);
    talk.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_of_an_older_registration_and_unknown_clicks_get_a_sentence() {
    let talk = Talk::new().await;
    let cases = [
        (COMMAND, json!({"id": "1", "name": "gone-since", "type": 1}), UNKNOWN),
        (COMMAND, leaf("meetings", "gone-since", json!([])), UNKNOWN),
        (COMMAND, json!({"id": "1", "name": "meetings", "type": 1}), UNKNOWN),
        (COMMAND, json!({"id": "1", "type": 1}), NAMELESS),
        (COMMAND, json!({}), NAMELESS),
        (
            COMMAND,
            json!({"id": "1", "name": "Gone since", "type": 3, "target_id": "5"}),
            "Here is what there is.",
        ),
        (COMMAND, json!({"id": "1", "name": "Gone since", "type": 2, "target_id": "5"}), UNKNOWN),
        (CLICK, json!({"component_type": 2, "custom_id": "c:424242:yes"}), CLOSED),
        (CLICK, json!({"component_type": 2, "custom_id": "of another bot"}), GONE),
        (CLICK, json!({"component_type": 2, "custom_id": "c:0:yes"}), GONE),
        (CLICK, json!({"component_type": 2, "custom_id": "c:-1:yes"}), GONE),
        (CLICK, json!({"component_type": 2, "custom_id": "c:99999999999999999999:yes"}), GONE),
        (CLICK, json!({"component_type": 2, "custom_id": "o:424242:0"}), GONE),
        (CLICK, json!({"component_type": 2, "custom_id": "d:424242"}), GONE),
        (CLICK, json!({"component_type": 3, "custom_id": "s:424242:1", "values": []}), CLOSED),
        (CLICK, json!({"component_type": 3, "custom_id": "s:424242:1", "values": [1, {}]}), CLOSED),
        (CLICK, json!({}), GONE),
        (FORM, json!({"custom_id": "m:424242:0", "components": []}), CLOSED),
        (FORM, json!({"custom_id": "m:424242:0", "components": "none"}), CLOSED),
        (FORM, json!({"custom_id": "of another bot", "components": [{"type": 1}]}), GONE),
        (FORM, json!({}), GONE),
    ];
    for (kind, data, said) in cases {
        let answer = answered(&talk, kind, data.clone()).await;
        assert!(answer.text.contains(said), "{data}: {said}: {answer:#?}");
        assert!(answer.ephemeral, "{data} was answered to everybody: {answer:#?}");
    }
    talk.asks("after all that").await;
    is_clean(&talk.bot, &["gone-since", "Gone since"]);
    talk.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interaction_with_parts_missing_is_answered_from_what_is_there() {
    let talk = Talk::new().await;
    let unread = Words::new("en").discord_unread().plain();
    let unread = unread.split('.').next().expect("a sentence").to_owned();
    let help = json!({"id": "1", "name": "help", "type": 1});
    for more in [
        json!({"member": null}),
        json!({"member": {"roles": []}}),
        json!({"member": "nobody"}),
        json!({"type": 77}),
        json!({"type": "command"}),
    ] {
        let mut asked = json!({"kind": COMMAND, "data": help});
        asked.as_object_mut().expect("an object").extend(more.as_object().expect("one").clone());
        let outcome = talk.ann.raw(talk.room(), asked).await;
        assert!(outcome.acknowledged, "the application did not respond to {more}");
        let answer = talk.ann.answer(&outcome).await;
        assert!(answer.text.contains(&unread), "{more}: {answer:#?}");
    }
    // Crisis help is no other try: the lines of the country that is typed, or known.
    let country = [("country", json!("gb"))];
    talk.told("profile country", &country).await;
    let person = json!({"id": talk.ann.id(), "username": 7});
    for (spot, option, more, said) in [
        (talk.room(), None, json!({"member": null}), CRISIS),
        (talk.room(), None, json!({"type": "command"}), "116 123"),
        (Spot::Direct, None, json!({"type": "command"}), "116 123"),
        (talk.room(), None, json!({"member": {"user": person}}), "116 123"),
        (talk.room(), Some("nz"), json!({"member": null}), "1737"),
        (talk.room(), Some("new zealand"), json!({"member": {"user": person}}), "1737"),
        (talk.room(), Some("please"), json!({"member": {"user": person}}), "116 123"),
    ] {
        let options = option.map_or(json!([]), |typed| option_named("country", typed));
        let data = json!({"id": "1", "name": "crisis", "type": 1, "options": options});
        let mut asked = json!({"kind": COMMAND, "data": data});
        asked.as_object_mut().expect("an object").extend(more.as_object().expect("one").clone());
        let outcome = talk.ann.raw(spot, asked).await;
        assert!(outcome.acknowledged, "the application did not respond to {more}");
        let answer = talk.ann.answer(&outcome).await;
        assert!(
            answer.is_private() && answer.text.contains(said),
            "{option:?} {more}: {answer:#?}"
        );
        assert!(!answer.text.contains(&unread), "{more}: {answer:#?}");
    }
    is_clean(&talk.bot, &["zealand"]);
    // What is not needed may be missing.
    for more in ["locale", "guild_locale", "app_permissions", "entitlements", "version"] {
        let asked = json!({"kind": COMMAND, "data": help, more: null});
        let outcome = talk.ann.raw(talk.room(), asked).await;
        let answer = talk.ann.answer(&outcome).await;
        assert!(answer.text.contains("What I can do"), "{more}: {answer:#?}");
    }
    talk.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_typed_into_an_option_something_is_offered_or_nothing() {
    let talk = Talk::new().await;
    let zz = "zz".repeat(3_000);
    for typed in ["", " ", "zz", zz.as_str(), "💔", "*_`", "\u{0}"] {
        for (path, name) in [("profile", "zone"), ("meetings", "show"), ("resources", "show")] {
            let named = if name == "zone" { "zone" } else { path.trim_end_matches('s') };
            let options = json!([{"name": named, "type": 3, "value": typed, "focused": true}]);
            let asked = json!({"kind": TYPING, "data": leaf(path, name, options)});
            let outcome: Outcome = talk.ann.raw(talk.room(), asked).await;
            assert!(outcome.acknowledged, "nothing is offered in {path} {name} for {typed:?}");
        }
    }
    talk.asks("after all that").await;
    is_clean(&talk.bot, &["zz"]);
    talk.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn events_that_make_no_sense_are_left_out_and_the_others_are_not() {
    let talk = Talk::new().await;
    let dm = talk.ann.direct().await;
    for (kind, payload) in [
        ("MESSAGE_CREATE", json!({})),
        ("MESSAGE_CREATE", json!({"id": 5, "channel_id": dm, "author": "nobody"})),
        (
            "MESSAGE_CREATE",
            json!({"id": "5", "channel_id": dm, "author": {"id": "7"}, "content": 7}),
        ),
        ("MESSAGE_UPDATE", json!({"id": "5", "channel_id": dm})),
        ("MESSAGE_DELETE", json!({})),
        ("MESSAGE_DELETE", json!({"id": "5", "channel_id": dm})),
        ("GUILD_CREATE", json!({"unavailable": false, "channels": [1]})),
        ("GUILD_DELETE", json!({})),
        ("CHANNEL_DELETE", json!({"guild_id": talk.scene.guild})),
        ("INTERACTION_CREATE", json!({})),
        ("INTERACTION_CREATE", json!({"id": [], "token": {}, "type": 2})),
        ("OF_A_KIND_NOT_YET_INVENTED", json!({"anything": [1, 2, 3]})),
    ] {
        talk.world.ask("event", json!({"kind": kind, "payload": payload})).await;
        talk.asks(kind).await;
    }
    let say = talk.ann.say(&dm, "crisis new zealand").await;
    assert!(!say.is_empty());
    talk.ann.sees(&["1737"]).await;
    talk.bot.says(&["an event of Discord could not be read"]).await;
    is_clean(&talk.bot, &["zealand"]);
    talk.world.is_clean().await;
}

/// A direct room has no server, and nobody else in it.
#[tokio::test(flavor = "multi_thread")]
async fn odd_words_to_the_bot_alone_are_words() {
    let talk = Talk::new().await;
    let dm = talk.ann.direct().await;
    let long = "zz ".repeat(660);
    for (number, odd) in ["/", "!", "help\u{0}\u{7}", "\u{202E}help\u{202C}", "<@1> help", &long]
        .into_iter()
        .enumerate()
    {
        talk.ann.say(&dm, odd).await;
        let options = [("meeting", json!(format!("word-{number}")))];
        let asked = talk.ann.command(Spot::Direct, "meetings show", &options).await;
        talk.ann.answer(&asked).await;
    }
    let screen = talk.ann.screen("UTC").await;
    assert!(screen.iter().all(|shown| shown.raw.len() < 6_000), "{screen:#?}");
    is_clean(&talk.bot, &["zz"]);
    talk.world.is_clean().await;
}
