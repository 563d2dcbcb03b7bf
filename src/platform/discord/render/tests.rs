use super::form::{filled, page, pages};
use super::split::units;
use super::text::escape;
use super::*;
use crate::chat::message::TimeStyle;
use crate::chat::prompt::{Choice, Delicacy, Field, FieldKind, Prompt};
use crate::ids::PromptId;
use proptest::prelude::*;

fn shown(message: &Message) -> Rendered {
    let commands = BTreeMap::from([("meetings next".to_owned(), "77".to_owned())]);
    render(message, &View { commands: &commands, words: &Words::english() })
}

fn one(message: &Message) -> String {
    let shown = shown(message);
    assert_eq!(shown.parts.len(), 1, "{:?}", shown.parts);
    shown.parts.concat()
}

fn say(span: Span) -> String {
    one(&Message::say(Line(vec![span])))
}

#[test]
fn nothing_that_somebody_wrote_becomes_markup_or_calls_anybody() {
    let table = [
        ("plain words", "plain words"),
        ("**bold** _it_ ~~no~~", "\\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~"),
        ("||hidden|| `code`", "\\|\\|hidden\\|\\| \\`code\\`"),
        ("<@123> <#4> <t:0> </x:1>", "\\<@123\\> \\<#4\\> \\<t:0\\> \\</x:1\\>"),
        ("@everyone @here", "@everyone @here"),
        ("[a](https://evil.example)", "\\[a\\](https://evil.example)"),
        ("# title", "\\# title"),
        ("> quote", "\\> quote"),
        ("- item\n-# small\n1. one", "\\- item\n\\-# small\n1\\. one"),
        ("a - b # c", "a - b # c"),
        ("back\\slash", "back\\\\slash"),
        ("see https://example.org/a_b*c.", "see <https://example.org/a_b*c>."),
    ];
    for (text, expected) in table {
        assert_eq!(say(Span::Text(text.into())), expected, "{text}");
    }
}

#[test]
fn spans_are_shown_as_discord_shows_them() {
    let at: jiff::Timestamp = "2026-03-29T17:00:00Z".parse().expect("an instant");
    let time = |style| Span::Time { at, zone: "Europe/London".into(), style };
    let link = |text: &str, url: &str| Span::Link { text: text.into(), url: url.into() };
    let table = [
        (Span::Strong("two * words".into()), "**two \\* words**"),
        (Span::Code("GB`s".into()), "`GBˋs`"),
        (Span::Command("meetings next".into()), "</meetings next:77>"),
        (Span::Command("coping surf".into()), "`/coping surf`"),
        (
            Span::Command("profile zone --zone Europe/London --x".into()),
            "`/profile zone zone:Europe/London x:`",
        ),
        (
            Span::Command("admin schedule add x --room <#6> --zone UTC".into()),
            "`/admin schedule add x room:`<#6>` zone:UTC`",
        ),
        (
            Span::Command("admin meeting edit x --quiet <#6>".into()),
            "`/admin meeting edit x quiet:`<#6>",
        ),
        (Span::Command("remind add <#x> <#> <#7".into()), "`/remind add <#x> <#> <#7`"),
        (Span::Command("meetings next [count]".into()), "</meetings next:77> `[count]`"),
        (Span::Mention("discord:5".parse().expect("an account")), "<@5>"),
        (Span::Mention("matrix:@a:b.c".parse().expect("an account")), "@a:b.c"),
        (Span::Room("discord:6".parse().expect("a room")), "<#6>"),
        (Span::Room("discord:server:6".parse().expect("a room")), "the server"),
        (Span::Room("matrix:#a:b.c".parse().expect("a room")), "\\#a:b.c"),
        (time(TimeStyle::Full), "<t:1774803600:F>"),
        (time(TimeStyle::Date), "<t:1774803600:D>"),
        (time(TimeStyle::Time), "<t:1774803600:t>"),
        (link("Site", "https://example.org/a"), "[Site](<https://example.org/a>)"),
        (link("https://example.org", "https://example.org"), "<https://example.org>"),
        (link("0300 555 0100", "tel:03005550100"), "0300 555 0100"),
        (link("Call", "tel:988"), "Call (988)"),
        (link("Write", "mailto:a@b.c"), "Write (a@b.c)"),
        (link("x", "https://e.org/)>[y](z"), "x"),
    ];
    for (span, expected) in table {
        assert_eq!(say(span.clone()), expected, "{span:?}");
    }
}

#[test]
fn blocks_stand_below_each_other() {
    let message = Message::new()
        .heading(Line::text("Title"))
        .paragraph(Line::text("Text."))
        .list(vec![Line::text("one"), Line::text("# two")])
        .fields(vec![(Line::text("Name"), Line::text("value"))])
        .quote(Line::text("said\nso"))
        .code("a\nb");
    let expected =
        "### Title\nText.\n\n- one\n- \\# two\n\n**Name:** value\n\n> said\n> so\n\n```\na\nb\n```";
    assert_eq!(one(&message), expected);
}

#[test]
fn who_is_mentioned_is_said_and_nobody_else() {
    let message = Message::say(Line(vec![
        Span::Mention("discord:5".parse().expect("an account")),
        Span::Text(" <@6> @everyone ".into()),
        Span::Mention("matrix:@a:b".parse().expect("an account")),
    ]));
    let shown = shown(&message);
    assert_eq!(shown.mentions, vec!["5".to_owned()]);
    let body = body(&shown.parts[0], &shown.mentions, Vec::new(), &[]);
    assert_eq!(body["allowed_mentions"], json!({ "parse": [], "users": ["5"] }));
    let nobody = super::body("x", &[], Vec::new(), &[]);
    assert_eq!(nobody["allowed_mentions"], json!({ "parse": [], "users": [] }));
}

#[test]
fn what_is_too_long_goes_on_in_the_next_message_and_then_in_a_file() {
    let paragraph = Line::text("word ".repeat(300));
    let message = (0..3).fold(Message::new(), |all, _| all.paragraph(paragraph.clone()));
    let rendered = shown(&message);
    assert_eq!((rendered.parts.len(), rendered.whole.is_none()), (3, true));
    let long = (0..20).fold(Message::new(), |all, _| all.paragraph(paragraph.clone()));
    let rendered = shown(&long);
    assert_eq!(rendered.parts.len(), 1);
    assert!(rendered.parts[0].ends_with("the file below."), "{}", rendered.parts[0]);
    let whole = rendered.whole.expect("a file");
    assert!(whole.bytes.len() > 20_000);
    let code = shown(&Message::new().code("line\n".repeat(700)));
    for part in &code.parts {
        assert_eq!(part.matches("```").count(), 2, "{part}");
    }
}

fn choices(count: usize) -> Vec<Choice> {
    (1..=count).map(|n| Choice::new(format!("k{n}"), Line::text(format!("Choice {n}")))).collect()
}

#[test]
fn a_few_choices_are_buttons_and_many_are_selects() {
    let rows = |count| {
        let prompt = Prompt::choices(PromptId(9), Delicacy::Harmless, choices(count));
        tap::rows(&prompt, &Words::english())
    };
    let six = rows(6);
    assert_eq!((six.len(), six[0]["components"].as_array().map(Vec::len)), (2, Some(5)));
    assert_eq!(six[0]["components"][0]["custom_id"], "c:9:k1");
    let thirty = rows(30);
    assert_eq!((thirty.len(), thirty[0]["components"][0]["type"].as_u64()), (2, Some(3)));
    assert_eq!(thirty[1]["components"][0]["options"][0]["value"], "k26");
    assert_ne!(thirty[0]["components"][0]["custom_id"], thirty[1]["components"][0]["custom_id"]);
    assert_eq!(rows(500).len(), 5);
    let form = Prompt::form(PromptId(9), Vec::new());
    let open = tap::rows(&form, &Words::english());
    assert_eq!(open[0]["components"][0]["custom_id"], "o:9:0");
}

fn fields() -> Vec<Field> {
    let field =
        |key: &str, label: &str, kind| Field { key: key.into(), label: Line::text(label), kind };
    vec![
        field("mood", "How are you right now?", FieldKind::One(choices(5))),
        field(
            "craving",
            "How strong are urges, from 0 (none) to 10 (the strongest ever)?",
            FieldKind::Scale { lowest: 0, highest: 10 },
        ),
        field("halt", "Is it any of these?", FieldKind::Many(choices(5))),
        field("intention", "One small thing", FieldKind::Text { most: 120 }),
        field("note", "Anything else?", FieldKind::Text { most: 1_000 }),
    ]
}

#[test]
fn a_form_is_pages_of_fields_that_can_all_be_left_out() {
    let (fields, words) = (fields(), Words::english());
    assert_eq!(pages(&fields), 2);
    let first = page(PromptId(9), &fields, 0, "Take what fits.", &words);
    let parts = first["components"].as_array().expect("parts");
    assert_eq!((parts.len(), first["custom_id"].as_str()), (5, Some("m:9:0")));
    assert_eq!(parts[0], json!({ "type": 10, "content": "Take what fits." }));
    let craving = &parts[2];
    assert_eq!(craving["component"]["options"].as_array().map(Vec::len), Some(11));
    assert!(craving["label"].as_str().is_some_and(|label| label.chars().count() <= 45));
    assert!(craving["description"].as_str().is_some_and(|text| text.ends_with("ever)?")));
    let second = page(PromptId(9), &fields, 1, "", &words);
    let parts = second["components"].as_array().expect("parts");
    assert_eq!((parts.len(), parts[0]["component"]["style"].as_u64()), (1, Some(2)));
    for part in parts.iter().chain(first["components"].as_array().expect("parts")) {
        assert!(part["type"] == 10 || part["component"]["required"] == false, "{part}");
    }
}

#[test]
fn what_was_filled_in_is_read_from_old_and_new_windows() {
    let new = json!([
        { "type": 10 },
        { "type": 18, "component": { "type": 3, "custom_id": "mood", "values": ["4"] } },
        { "type": 18, "component": { "type": 3, "custom_id": "halt", "values": ["a", "b"] } },
        { "type": 18, "component": { "type": 3, "custom_id": "craving", "values": [] } },
        { "type": 18, "component": { "type": 4, "custom_id": "note", "value": " " } },
    ]);
    let expected = vec![("mood".to_owned(), "4".to_owned()), ("halt".to_owned(), "a,b".to_owned())];
    assert_eq!(filled(&new), expected);
    let old = json!([{ "type": 1, "components": [
        { "type": 4, "custom_id": "note", "value": "slept well" }] }]);
    assert_eq!(filled(&old), vec![("note".to_owned(), "slept well".to_owned())]);
    for odd in [json!(null), json!("x"), json!([1, [], {}]), json!([{ "custom_id": 3 }])] {
        assert_eq!(filled(&odd), Vec::new(), "{odd}");
    }
}

#[test]
fn files_are_described_for_those_who_do_not_see_them() {
    let file = Upload {
        name: "chart.png".into(),
        media_type: "image/png",
        bytes: Bytes::from_static(b"x"),
        description: "A chart".into(),
    };
    let body = body("x", &[], Vec::new(), &[file]);
    let expected = json!([{ "id": 0, "filename": "chart.png", "description": "A chart" }]);
    assert_eq!(body["attachments"], expected);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_fits_and_stays_literal(
        texts in prop::collection::vec("(.|\\n|[*_`<>@#-]){0,3000}", 1..4),
        code in "(.|\\n|`){0,2500}",
    ) {
        let message = texts.iter().fold(Message::new(), |all, text| {
            all.paragraph(Line::text(text.clone())).quote(Line::text(text.clone()))
        }).code(code);
        let rendered = shown(&message);
        for part in &rendered.parts {
            prop_assert!(units(part) <= MOST_CONTENT, "{}", units(part));
            prop_assert!(!part.trim().is_empty());
        }
        prop_assert!(rendered.mentions.is_empty());
    }

    #[test]
    fn escaped_text_holds_no_mention(text in "[<>@#!&0-9a-z:]{0,80}") {
        let escaped = escape(&text);
        for sign in ["<@", "<#", "<t:", "</"] {
            for (at, _) in escaped.match_indices(sign) {
                let before = escaped[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
                prop_assert!(before % 2 == 1, "{escaped}");
            }
        }
    }
}

#[test]
fn of_an_answer_that_broke_off_the_rest_is_left() {
    let commands = BTreeMap::new();
    let view = View { commands: &commands, words: &Words::english() };
    let items = |count: usize| -> Vec<Line> {
        (0..count).map(|n| Line::text(format!("item {n:03} {}", "x".repeat(60)))).collect()
    };
    let fields = items(40).into_iter().map(|line| (Line::text("name"), line)).collect();
    let messages = [
        Message::say(Line::text("opening")).list(items(70)).paragraph(Line::text("end")),
        Message::say(Line::text("a".repeat(1_500))).paragraph(Line::text("b".repeat(1_500))),
        Message::new().heading(Line::text("title")).fields(fields).list(items(20)),
    ];
    for message in messages {
        let whole = render(&message, &view).parts;
        assert!(whole.len() > 1);
        assert_eq!(rest(&message, 0, &view), message);
        for said in 1..whole.len() {
            let left = render(&rest(&message, said, &view), &view).parts.join("\n");
            let line = |line: &str| left.lines().any(|other| other == line);
            let lines = |parts: &[String]| parts.join("\n").lines().map(str::to_owned).collect();
            let (before, behind): (Vec<String>, Vec<String>) =
                (lines(&whole[..said]), lines(&whole[said..]));
            assert!(behind.iter().all(|text| line(text)), "{said}: {left}");
            let again = before.iter().filter(|text| !text.is_empty() && line(text)).count();
            assert_eq!(again, 0, "{said}: {left}");
        }
    }
}
