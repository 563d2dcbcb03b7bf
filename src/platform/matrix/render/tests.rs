use super::*;
use crate::chat::message::TimeStyle;
use crate::ids::PlatformId;
use proptest::prelude::*;

fn account(id: &str) -> AccountId {
    AccountId::new(PlatformId::Matrix, id)
}

fn room(id: &str) -> RoomId {
    RoomId::new(PlatformId::Matrix, id)
}

fn names() -> Names {
    Names {
        members: [(account("@ann:example.org"), "Ann <b>\u{202E}@room".to_owned())].into(),
        rooms: [(room("!morning"), "Morning & tea".to_owned())].into(),
    }
}

fn rendered(message: &Message, prefix: &str) -> Rendered {
    let (names, words) = (names(), Words::english());
    render(message, &[], &View { prefix, rings: false, names: &names, words: &words })
}

/// Body and HTML of a message that is one event.
fn one(message: &Message) -> (String, Option<String>) {
    let Rendered { parts, whole } = rendered(message, "!");
    assert!(whole.is_none() && parts.len() == 1, "{parts:?}");
    let part = parts.into_iter().next().expect("a part");
    (part.body, part.formatted)
}

fn line(spans: impl IntoIterator<Item = Span>) -> Line {
    Line(spans.into_iter().collect())
}

fn link(text: &str, url: &str) -> Span {
    Span::Link { text: text.into(), url: url.into() }
}

#[test]
fn each_block_in_both_forms() {
    let at = "2026-03-29T17:00:00Z".parse().expect("an instant");
    let time = Span::Time { at, zone: "Europe/Berlin".into(), style: TimeStyle::Full };
    let t = Line::text;
    #[rustfmt::skip]
    let table: Vec<(Message, &str, Option<&str>)> = vec![
        (Message::say(t("Thank you for checking in.")), "Thank you for checking in.", None),
        (Message::say(t("two\nlines")).paragraph(t("two paragraphs")), "two\nlines\n\ntwo paragraphs", None),
        (Message::new().heading(t("What I can do")).paragraph(t("a & b")),
            "What I can do\n\na & b", Some("<h4>What I can do</h4><p>a &amp; b</p>")),
        (Message::new().list(vec![t("one"), line([Span::Strong("two".into()), Span::Text(" <i>\nmore".into())])]),
            "• one\n• two <i>\n  more", Some("<ul><li>one</li><li><strong>two</strong> &lt;i&gt;<br>more</li></ul>")),
        (Message::new().fields(vec![(t("Mood"), t("low")), (t("Urges"), line([Span::Code("2".into())]))]),
            "Mood: low\nUrges: 2", Some("<p><strong>Mood:</strong> low<br><strong>Urges:</strong> <code>2</code></p>")),
        (Message::new().code("a  <b>\n\tc"), "a  <b>\n\tc", Some("<pre><code>a  &lt;b&gt;\n\tc</code></pre>")),
        (Message::new().quote(t("first\nsecond")), "> first\n> second", Some("<blockquote>first<br>second</blockquote>")),
        (Message::say(line([Span::Text("Type ".into()), Span::Command("meetings next".into())])),
            "Type !meetings next", Some("<p>Type <code>!meetings next</code></p>")),
        (Message::say(line([time])), "Sun 29 Mar 2026, 19:00 CEST", None),
        (Message::say(line([link("the list", "https://aa.example/?a=1&b=2")])), "the list (https://aa.example/?a=1&b=2)",
            Some("<p><a href=\"https://aa.example/?a=1&amp;b=2\">the list</a></p>")),
        (Message::say(line([link("Call 116 123", "tel:116123")])), "Call 116 123", Some("<p><a href=\"tel:116123\">Call 116 123</a></p>")),
        (Message::say(line([link("Text SHOUT to 85258", "sms:85258?body=SHOUT")])), "Text SHOUT to 85258",
            Some("<p><a href=\"sms:85258?body=SHOUT\">Text SHOUT to 85258</a></p>")),
        (Message::say(line([Span::Room(room("!morning"))])), "Morning & tea",
            Some("<p><a href=\"https://matrix.to/#/!morning\">Morning &amp; tea</a></p>")),
        (Message::say(line([Span::Room(room("!else:example.org"))])), "!else:example.org",
            Some("<p><a href=\"https://matrix.to/#/!else:example.org\">!else:example.org</a></p>")),
    ];
    for (message, body, html) in table {
        assert_eq!(one(&message), (body.to_owned(), html.map(str::to_owned)));
    }
}

#[test]
fn what_others_wrote_stays_literal() {
    let t = Line::text;
    #[rustfmt::skip]
    let table: Vec<(Message, &str, Option<&str>)> = vec![
        (Message::say(t("<b>bold</b> **bold** @room `x` [a](https://b.example)")),
            "<b>bold</b> **bold** @room `x` [a](https://b.example)", None),
        (Message::say(t("> <@ann:example.org> I give up")), "> <@ann:example.org> I give up",
            Some("<p>&gt; &lt;@ann:example.org&gt; I give up</p>")),
        (Message::say(line([Span::Strong("</strong><img src=x onerror=\"y\">".into())])), "</strong><img src=x onerror=\"y\">",
            Some("<p><strong>&lt;/strong&gt;&lt;img src=x onerror=&quot;y&quot;&gt;</strong></p>")),
        (Message::say(line([link("click", "javascript:alert(1)")])), "click (javascript:alert(1))", None),
        (Message::say(line([link("x\"y", "https://a.example/\"><b>")])), "x\"y (https://a.example/\"><b>)",
            Some("<p><a href=\"https://a.example/&quot;&gt;&lt;b&gt;\">x&quot;y</a></p>")),
        (Message::say(line([link("a", "https://a.example/\u{202E}moc")])), "a (https://a.example/moc)", None),
        (Message::say(t("a\u{0}b \u{202E}c\u{200B}d")), "ab c\u{200B}d", None),
    ];
    for (message, body, html) in table {
        let part = rendered(&message, "!").parts.remove(0);
        assert_eq!((part.body.as_str(), part.formatted.as_deref()), (body, html));
        assert!(part.mentions.is_empty());
    }
}

#[test]
fn a_mention_is_a_pill_and_notifies_that_one_alone() {
    let message = Message::say(line([
        Span::Mention(account("@ann:example.org")),
        Span::Text(" and ".into()),
        Span::Mention(account("@b\"/<x>:example.org")),
        Span::Text(" @bob:example.org".into()),
    ]));
    let part = rendered(&message, "!").parts.remove(0);
    assert_eq!(part.body, "Ann <b>@room and @b\"/<x>:example.org @bob:example.org");
    assert_eq!(
        part.formatted.as_deref(),
        Some(
            "<p><a href=\"https://matrix.to/#/@ann:example.org\">Ann &lt;b&gt;@room</a> and \
             <a href=\"https://matrix.to/#/@b%22%2F%3Cx%3E:example.org\">@b&quot;/&lt;x&gt;:example.org</a> \
             @bob:example.org</p>"
        )
    );
    assert_eq!(part.mentions, ["@ann:example.org", "@b\"/<x>:example.org"]);
    // Somebody of another platform is a name, nothing to notify.
    let other = Message::say(line([Span::Mention(AccountId::new(PlatformId::Discord, "123"))]));
    let part = rendered(&other, "!").parts.remove(0);
    assert_eq!((part.body.as_str(), part.formatted, part.mentions.len()), ("123", None, 0));
}

#[test]
fn in_a_direct_room_a_command_has_no_sign() {
    let message = Message::say(line([Span::Command("help".into())]));
    assert_eq!(rendered(&message, "").parts[0].body, "help");
}

#[test]
fn names_to_look_up_are_found_wherever_they_stand() {
    let (ann, here) = (account("@ann:example.org"), room("!morning"));
    let in_room = line([Span::Room(here.clone())]);
    let message = Message::new()
        .list(vec![line([Span::Mention(ann.clone())])])
        .fields(vec![(Line::text("Room"), in_room.clone())])
        .paragraph(in_room);
    assert_eq!(named(&message), (vec![ann], vec![here]));
}

#[test]
fn a_long_answer_is_split_between_blocks_then_between_items() {
    let list = |items: usize| {
        Message::new()
            .list((0..items).map(|n| Line::text(format!("{n} {}", "x".repeat(90)))).collect())
    };
    let message = Message::new().heading(Line::text("Meetings")).append(list(200));
    let Rendered { parts, whole } = rendered(&message, "!");
    assert!(whole.is_none());
    assert_eq!(parts.len(), 3);
    let items: usize = parts.iter().map(|part| part.body.matches("• ").count()).sum();
    assert_eq!(items, 200);
    assert!(parts[0].body.starts_with("Meetings\n\n• 0 x"), "{}", parts[0].body);
    for part in &parts {
        let html = part.formatted.as_deref().expect("html");
        assert!(part.body.len() + html.len() <= MOST_BYTES);
        check(html).expect("balanced");
    }

    let Rendered { parts, whole } = rendered(&message.append(list(800)), "!");
    let whole = whole.expect("a file");
    assert_eq!(parts.len(), 1);
    assert!(parts[0].body.ends_with("so all of it is in the file below."), "{}", parts[0].body);
    let text = String::from_utf8(whole.bytes.to_vec()).expect("text");
    assert_eq!((text.matches("• ").count(), text.starts_with("Meetings\n\n• 0 x")), (1000, true));
}

#[test]
fn one_endless_word_is_split_and_nothing_of_it_is_lost() {
    let word = "\"".repeat(7000);
    let Rendered { parts, .. } = rendered(&Message::say(Line::text(word.clone())), "!");
    let said: String = parts.iter().map(|part| part.body.replace('\n', "")).collect();
    assert!(said == word, "{} bytes in {} parts", said.len(), parts.len());
}

/// That tags are the allowed ones, closed in order, with no attribute but a followed `href`, and that
/// nothing else is left of `<`, `>` or `&`.
fn check(html: &str) -> Result<(), String> {
    let tags = ["h4", "p", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "a", "br"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>', '&']) {
        rest = &rest[at..];
        if let Some(entity) = rest.strip_prefix('&') {
            let known = ["amp;", "lt;", "gt;", "quot;", "#x27;", "#39;"];
            if !known.iter().any(|known| entity.starts_with(known)) {
                return Err(format!("a bare & in {html}"));
            }
            rest = entity;
            continue;
        }
        let (tag, after) = rest
            .strip_prefix('<')
            .and_then(|rest| rest.split_once('>'))
            .ok_or_else(|| format!("a bare bracket in {html}"))?;
        rest = after;
        if let Some(closed) = tag.strip_prefix('/') {
            if open.pop() != Some(closed) {
                return Err(format!("</{closed}> closes something else in {html}"));
            }
            continue;
        }
        let (name, attribute) = tag.split_once(' ').map_or((tag, None), |(n, a)| (n, Some(a)));
        if !tags.contains(&name) {
            return Err(format!("<{name}> is foreign"));
        }
        if let Some(attribute) = attribute {
            let url = attribute
                .strip_prefix("href=\"")
                .and_then(|rest| rest.strip_suffix('"'))
                .filter(|url| name == "a" && !url.contains('"'))
                .ok_or_else(|| format!("attribute {attribute}"))?;
            if !["https:", "http:", "mailto:", "tel:", "sms:"]
                .iter()
                .any(|s| url.to_lowercase().starts_with(s))
            {
                return Err(format!("a link to {url}"));
            }
        }
        if name != "br" {
            open.push(name);
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} stay open in {html}")) }
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[<>&\"'/a-z @\\n:;=\u{202E}\u{0}]{0,60}",
        Just("</p><script>alert(1)</script>".to_owned()),
        Just("<a href=\"javascript:x\">y</a>&nbsp;".to_owned()),
        Just("@room @ann:example.org https://matrix.to/#/@ann:example.org".to_owned()),
        "[\"<x ]{900,4000}",
    ]
}

fn any_span() -> impl Strategy<Value = Span> {
    prop_oneof![
        hostile().prop_map(Span::Text),
        hostile().prop_map(Span::Strong),
        hostile().prop_map(Span::Code),
        hostile().prop_map(Span::Command),
        (hostile(), hostile()).prop_map(|(text, url)| Span::Link { text, url }),
        (hostile(), hostile())
            .prop_map(|(text, rest)| Span::Link { text, url: format!("https://{rest}") }),
        hostile().prop_map(|id| Span::Mention(AccountId::new(PlatformId::Matrix, id))),
        hostile().prop_map(|id| Span::Room(RoomId::new(PlatformId::Matrix, id))),
    ]
}

fn any_line() -> impl Strategy<Value = Line> {
    prop::collection::vec(any_span(), 0..4).prop_map(Line)
}

fn any_block() -> impl Strategy<Value = Block> {
    prop_oneof![
        any_line().prop_map(Block::Heading),
        any_line().prop_map(Block::Paragraph),
        any_line().prop_map(Block::Quote),
        hostile().prop_map(Block::Code),
        prop::collection::vec(any_line(), 0..4).prop_map(Block::List),
        prop::collection::vec((any_line(), any_line()), 0..4).prop_map(Block::Fields),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nothing_makes_foreign_or_open_tags_or_mentions_anybody(
        blocks in prop::collection::vec(any_block(), 0..6),
        name in hostile(),
    ) {
        let message = Message { blocks, ..Message::default() };
        let (accounts, rooms) = named(&message);
        let names = Names {
            members: accounts.iter().map(|account| (account.clone(), name.clone())).collect(),
            rooms: rooms.iter().map(|room| (room.clone(), name.clone())).collect(),
        };
        let words = Words::english();
        let view = View { prefix: "!", rings: true, names: &names, words: &words };
        let Rendered { parts, .. } = render(&message, &[Piece::Numbered(vec![Line::text(name.as_str())])], &view);
        for part in parts {
            let html = part.formatted.unwrap_or_default();
            prop_assert!(check(&html).is_ok(), "{:?}", check(&html));
            prop_assert!(part.body.len() + html.len() <= MOST_BYTES + 1024);
            prop_assert!(!part.body.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
            for user in part.mentions {
                prop_assert!(accounts.iter().any(|account| account.native() == user.as_str()));
            }
        }
    }
}
