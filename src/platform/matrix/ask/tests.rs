mod taps;

use super::*;
use crate::chat::message::Message;
use crate::ids::PromptId;
use crate::platform::matrix::render::{Names, View, render};

pub(super) fn prompt(delicacy: Delicacy, choices: &[(&str, &str)]) -> Prompt {
    let choices = choices.iter().map(|(key, label)| Choice::new(*key, Line::text(*label)));
    Prompt::choices(PromptId(7), delicacy, choices.collect())
}

pub(super) const MOODS: &[(&str, &str)] = &[
    ("1", "very low"),
    ("2", "low"),
    ("3", "okay"),
    ("4", "good"),
    ("5", "very good"),
    ("more", "More"),
];
pub(super) const COMING: &[(&str, &str)] =
    &[("yes", "I'm coming"), ("maybe", "Maybe"), ("no", "Not this time")];
const MORE: &[(&str, &str)] = &[("more", "More")];
const DAYS: &[(&str, &str)] = &[("30", "Yes, 30 days"), ("90", "Yes, 90 days"), ("2", "No")];

const GROUP: Where = Where { kind: RoomKind::Group, encrypted: true };
const DIRECT: Where = Where { kind: RoomKind::Direct, encrypted: true };
const DIRECT_PLAIN: Where = Where { kind: RoomKind::Direct, encrypted: false };

fn scale() -> Prompt {
    let numbers: Vec<String> = (0..=10).map(|number| number.to_string()).collect();
    let choices: Vec<(&str, &str)> = numbers.iter().map(|n| (n.as_str(), n.as_str())).collect();
    prompt(Delicacy::Health, &choices)
}

/// What a member reads, then what can be tapped.
fn shown(prompt: &Prompt, place: Where) -> String {
    let words = Words::english();
    let look = Look::of(prompt, place);
    let prefix = if place.kind == RoomKind::Group { "!" } else { "" };
    let names = Names::default();
    let view = View { prefix, rings: true, names: &names, words: &words };
    let message = Message::say(Line::text("Q?"));
    let parts = render(&message, &look.pieces(prompt, &words), &view).parts;
    let signs = look.signs(prompt).join(" ");
    let poll = match look {
        Look::Poll => {
            let start = poll::start(prompt, &poll::question(&message)).expect("a poll");
            let block = start.poll_start();
            let answers: Vec<&str> =
                block.answers.iter().map(|answer| answer.text.as_str()).collect();
            format!("({}) {}", block.question.text, answers.join(" | "))
        }
        _ => String::new(),
    };
    format!("{}\n[{signs}{poll}]", parts[0].body)
}

#[test]
fn each_question_as_it_is_shown() {
    let harmless = |choices| prompt(Delicacy::Harmless, choices);
    let health = |choices| prompt(Delicacy::Health, choices);
    #[rustfmt::skip]
    let table = [
        (harmless(COMING), GROUP, "Q?\n\n1. I'm coming\n2. Maybe\n3. Not this time\n\nTap a number below, or type it.\n[1️⃣ 2️⃣ 3️⃣]"),
        (harmless(COMING), DIRECT, "Q?\n\n1. I'm coming\n2. Maybe\n3. Not this time\n\nTap a number below, or type it.\n[1️⃣ 2️⃣ 3️⃣]"),
        (harmless(MORE), DIRECT, "Q?\n\n1. More\n\nTap ✅ below, or type 1.\n[✅]"),
        (harmless(MOODS), GROUP, "Q?\n\n1. very low\n2. low\n3. okay\n4. good\n5. very good\n6. More\n\nTo answer, type its number.\n[]"),
        (health(MOODS), GROUP, "Q?\n\nTap 💬 below or type !answer, and I'll ask you in a direct message, where nobody else reads along.\n[💬]"),
        (health(MOODS), DIRECT, "Q?\n\n1. very low\n2. low\n3. okay\n4. good\n5. very good\n6. More\n\nVote below, or type the number of your answer.\n\
            [(Q?) 1. very low | 2. low | 3. okay | 4. good | 5. very good | 6. More]"),
        (health(MOODS), DIRECT_PLAIN, "Q?\n\n1. very low\n2. low\n3. okay\n4. good\n5. very good\n6. More\n\nTo answer, type its number.\n[]"),
        (health(MORE), DIRECT, "Q?\n\n1. More\n\nTo choose it, type 1.\n[]"),
        (scale(), DIRECT, "Q?\n\nVote below, or type a number from 0 to 10.\n[(Q?) 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10]"),
        (scale(), DIRECT_PLAIN, "Q?\n\nTo answer, type a number from 0 to 10.\n[]"),
        // "2" is the name of the third choice, so nothing else is called 2.
        (health(DAYS), DIRECT_PLAIN, "Q?\n\n• 30 – Yes, 30 days\n• 90 – Yes, 90 days\n• 2 – No\n\nTo answer, type its number.\n[]"),
    ];
    for (prompt, place, wanted) in table {
        assert_eq!(shown(&prompt, place), wanted);
    }
}

#[test]
fn a_form_says_how_it_is_typed() {
    let field = |key: &str, kind| crate::chat::prompt::Field {
        key: key.into(),
        label: Line::text("How?"),
        kind,
    };
    let form = Prompt::form(
        PromptId(7),
        vec![
            field("mood", FieldKind::One(vec![Choice::new("3", Line::text("okay"))])),
            field("craving", FieldKind::Scale { lowest: 0, highest: 10 }),
            field("note", FieldKind::Text { most: 10 }),
        ],
    );
    assert_eq!(
        shown(&form, DIRECT),
        "Q?\n\n• mood – How?\n• craving – How?\n• note – How?\n\n\
         To answer, type what fits, for example: mood=3 craving=0\n[]"
    );
}

#[test]
fn what_is_typed_for_a_choice_means_that_choice() {
    for prompt in [
        prompt(Delicacy::Health, MOODS),
        prompt(Delicacy::Harmless, COMING),
        prompt(Delicacy::Health, DAYS),
        scale(),
    ] {
        let Expect::OneOf(choices) = &prompt.expect else { panic!("choices") };
        for (index, choice) in choices.iter().enumerate() {
            assert_eq!(prompt.choice_meant(&number(&prompt, index)), Some(choice.key.as_str()));
        }
        for sign in Look::Reactions.signs(&prompt) {
            assert!(sign::choice(&prompt, sign).is_some(), "{sign}");
        }
    }
}

#[test]
fn a_sign_means_its_choice_however_a_client_writes_it() {
    let coming = prompt(Delicacy::Harmless, COMING);
    let more = prompt(Delicacy::Harmless, MORE);
    for (prompt, key, wanted) in [
        (&coming, "1️⃣", Some("yes")),
        (&coming, "2\u{20E3}", Some("maybe")),
        (&coming, "3", Some("no")),
        (&coming, "4️⃣", None),
        (&coming, "👍", None),
        (&coming, "❤️", None),
        (&coming, "yes please", None),
        (&coming, "", None),
        (&more, "✅", Some("more")),
        (&more, "👍🏽", Some("more")),
        (&more, "✔️", Some("more")),
        (&more, "1️⃣", Some("more")),
        (&more, "👎", None),
    ] {
        assert_eq!(sign::choice(prompt, key), wanted, "{key}");
    }
    assert_eq!(sign::choice(&scale(), "🔟"), Some("10"));
    assert_eq!(sign::choice(&scale(), "0️⃣"), Some("0"));
    assert!(sign::is_private("💬") && sign::is_private("💬\u{FE0F}") && !sign::is_private("👍"));
}

#[test]
fn a_vote_means_its_choice() {
    let moods = prompt(Delicacy::Health, MOODS);
    for (answers, wanted) in [
        (vec!["0"], Some("1")),
        (vec!["5"], Some("more")),
        (vec!["6"], None),
        (vec!["x"], None),
        (vec![], None),
    ] {
        let answers: Vec<String> = answers.into_iter().map(str::to_owned).collect();
        assert_eq!(poll::choice(&moods, &answers), wanted, "{answers:?}");
    }
    let one = prompt(Delicacy::Health, MORE);
    assert_eq!(Look::of(&one, DIRECT), Look::Typed);
    let many: Vec<(String, String)> =
        (0..21).map(|n| (format!("k{n}"), format!("label {n}"))).collect();
    let many: Vec<(&str, &str)> =
        many.iter().map(|(key, label)| (key.as_str(), label.as_str())).collect();
    assert_eq!(Look::of(&prompt(Delicacy::Health, &many), DIRECT), Look::Typed);
}

#[test]
fn a_poll_asks_what_the_message_asks() {
    let line = Line::text;
    for (message, wanted) in [
        (
            Message::say(line("Hello.")).paragraph(line("How\nare you?")).list(vec![line("x")]),
            "How are you?",
        ),
        (Message::new().heading(line("Title")).list(vec![line("x")]), "Title"),
        (Message::new(), "?"),
    ] {
        assert_eq!(poll::question(&message), wanted);
    }
    assert_eq!(poll::question(&Message::say(line(&"ä".repeat(500)))).chars().count(), 300);
}
