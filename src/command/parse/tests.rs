//! Lines as people type them.

use super::*;
use crate::command::lex::lex;
use crate::command::resolve::{Resolved, exact, resolve};
use crate::schedule::Timing;
use crate::words::Words;
use proptest::prelude::*;

/// What a line is read as: `name=value` pairs, or the first sentence of what is wrong.
fn read(line: &str) -> String {
    let tokens = lex(line);
    let read = resolve(&tokens).and_then(|resolved| match resolved {
        Resolved::Command(command, named) => {
            typed(command, line, &tokens[named..], Vec::new()).map(|args| (command, args))
        }
        Resolved::Family(path) => panic!("{path} is only a beginning"),
    });
    match read {
        Ok((command, args)) => {
            let shown = command.params.iter().filter(|p| args.has(p.name)).map(|p| {
                let text = args.text(p.name).map(str::to_owned);
                let number = || args.number(p.name).map(|n| n.to_string());
                let timing = || {
                    args.timing(p.name).map(|t| match t {
                        Timing::Repeats(phrase) => phrase.to_string(),
                        Timing::Once(_) => "once".to_owned(),
                    })
                };
                let value = text.or_else(number).or_else(timing).unwrap_or_default();
                format!("{}={value}", p.name)
            });
            shown.collect::<Vec<_>>().join(" ")
        }
        Err(error) => {
            let said = crate::chat::plain::text(&error.say(&Words::english()));
            said.lines().next().unwrap_or_default().to_owned()
        }
    }
}

#[test]
fn lines_are_read_as_people_mean_them() {
    let table = [
        (
            "admin schedule add message daily 9:00 #lounge Hi",
            "kind=message phrase=daily 09:00 room=#lounge text=Hi",
        ),
        (
            "admin schedule add message daily 9:00 lounge Hi",
            "kind=message phrase=daily 09:00 text=lounge Hi",
        ),
        (
            "admin schedule add message daily 9:00 --room lounge Hi",
            "kind=message phrase=daily 09:00 room=lounge text=Hi",
        ),
        ("admin schedule edit x --room \"Quiet Room\"", "schedule=x room=Quiet Room"),
        ("admin meeting announce harbour 15 lounge", "meeting=harbour minutes=15 room=lounge"),
        ("checkin", ""),
        ("checkin 4", "mood=4"),
        ("checkin good", "mood=4"),
        ("checkin very low", "mood=1"),
        ("checkin 4 2 feeling fine today", "mood=4 craving=2 note=feeling fine today"),
        ("checkin feeling fine", "note=feeling fine"),
        ("checkin 4 --share group", "mood=4 share=group"),
        ("checkin --note slept  well --mood 3", "mood=3 note=slept  well"),
        ("checkin 4 2 \u{202e}not \u{7}good\u{2069}", "mood=4 craving=2 note=not good"),
        (
            "admin resource add Harbour night line call 116 123; https://example.org --hours daily 20-02 --topics crisis, alcohol",
            "name=Harbour night line contact=call 116 123; https://example.org topics=crisis, alcohol hours=daily 20-02",
        ),
        (
            "admin resource add Line 24 text HOME to 741741",
            "name=Line 24 contact=text HOME to 741741",
        ),
        ("admin resource add \"Call me\" 0300 555 0100", "name=Call me contact=0300 555 0100"),
        ("admin resource edit night-line call 116 123", "resource=night-line contact=call 116 123"),
        (
            "admin resource edit night-line --name Harbour line",
            "resource=night-line name=Harbour line",
        ),
        (
            "admin resource add Night line call me maybe",
            "“me maybe” is not a number I can show. Write it as people there dial it.",
        ),
        (
            "admin resource add Night line",
            "I see no number or address in line. It comes after the name, as in Night line call 0300 555 0100. \
             A web address works too, or text HOME to 741741; several have a ; between them.",
        ),
        ("CheckIn 4", "mood=4"),
        ("checkin 9", "mood takes a whole number from 1 to 5; 9 is not one."),
        ("checkin 4 12", "craving takes a whole number from 0 to 10; 12 is not one."),
        ("checkin --mod 4", "There is no option --mod here. Did you mean --mood?"),
        ("checkin --mood", "mood is empty."),
        (
            "admin schedule add message daily 9:00 #general Good morning all",
            "kind=message phrase=daily 09:00 room=#general text=Good morning all",
        ),
        (
            "admin schedule add message \"daily 9:00\" Good morning --zone london",
            "kind=message phrase=daily 09:00 text=Good morning zone=Europe/London",
        ),
        ("remind add in 2h call mum", "when=once text=call mum"),
        (
            "remind add",
            "I need when for that: When: once (in 2h, tomorrow 9am), or again and again (weekdays 18:30).",
        ),
        ("hlep", "I don't know hlep."),
    ];
    for (line, expected) in table {
        assert_eq!(read(line), expected, "{line}");
    }
}

#[test]
fn a_note_that_is_too_long_is_named() {
    let line = format!("checkin 4 2 {}", "x".repeat(10_000));
    assert!(read(&line).starts_with("note is 10000 characters long"), "{}", read(&line));
}

#[test]
fn options_that_are_there_twice_are_not_guessed_at() {
    assert_eq!(
        read("checkin --mood 4 --mood 2"),
        "--mood is there twice, and I don't know which one you mean. Nothing was kept: please send it again with one of them."
    );
}

#[test]
fn whoever_is_in_a_crisis_gets_an_answer_whatever_is_typed() {
    let long = "it is all too much ".repeat(4000);
    let table = [
        ("crisis", ""),
        ("crisis gb", "country=gb"),
        ("crisis --country gb", "country=gb"),
        ("crisis --country=gb", "country=gb"),
        ("crisis \"new zealand\"", "country=new zealand"),
        ("crisis --please help", "country=--please help"),
        ("crisis \u{7}", ""),
        ("crisis \"\"", ""),
        ("crisis --country", ""),
    ];
    for (line, expected) in table {
        assert_eq!(read(line), expected, "{line}");
    }
    for command in ["crisis", "coping"] {
        let read = read(&format!("{command} {long}"));
        assert!(read.contains("=it is all too much") && read.len() < 7000, "{read}");
    }
}

/// Were any of these read in more than a time that grows with the line, this would not end.
#[test]
fn no_line_is_too_long() {
    let patterns = [
        "a",
        "a ",
        "\" ",
        "“a ",
        "„ ",
        "--",
        "--a=b ",
        "--mood 4 ",
        "--zone london ",
        "9 ",
        "daily ",
        "daily 09:00 ",
        "mon, ",
        "#room ",
        "new york ",
        "europe/lodnon ",
        "2026-12-25 ",
        "\u{202e}x ",
        "> <@ann:example.org> hi\n",
        "\u{0}",
        "rrule FREQ=DAILY;",
        "é ",
        "in 2h ",
    ];
    for command in crate::command::table::COMMANDS {
        for pattern in patterns {
            // The most that is read, and what a message of Matrix can hold.
            let sizes: &[usize] = if command.path == "admin meeting edit" || takes_anything(command)
            {
                &[MOST_LINE - 100, 64_000]
            } else {
                &[MOST_LINE - 100]
            };
            for &size in sizes {
                let line =
                    format!("{} {}", command.path, pattern.repeat(size / pattern.chars().count()));
                let line: String = line.chars().take(size).collect();
                let tokens = lex(&line);
                let Ok(Resolved::Command(found, named)) = resolve(&tokens) else { continue };
                let read = typed(found, &line, &tokens[named..], Vec::new());
                if size > MOST_LINE && !takes_anything(found) {
                    assert!(matches!(read, Err(UsageError::LineTooLong { .. })), "{}", found.path);
                }
                if let Err(error) = read {
                    let said = crate::chat::plain::text(&error.say(&Words::english()));
                    assert!(said.len() < 2000, "{said}");
                }
            }
        }
    }
    assert!(read(&format!("checkin 4 {}", "x".repeat(20_000))).starts_with(
        "Your message is 20010 characters long; I can read 20000 at once. Nothing was kept"
    ));
}

#[test]
fn native_options_have_the_same_limit() {
    let command = exact("checkin").expect("a command");
    let long = vec![("note".to_owned(), "x".repeat(MOST_LINE + 1))];
    let read = named(command, &long, Vec::new());
    assert!(matches!(read, Err(UsageError::LineTooLong { .. })), "{read:?}");
    let crisis = exact("crisis").expect("a command");
    let long =
        vec![("country".to_owned(), "x ".repeat(MOST_LINE)), ("other".to_owned(), String::new())];
    assert!(named(crisis, &long, Vec::new()).is_ok_and(|args| args.has("country")));
}

proptest! {
    #[test]
    fn no_line_is_too_odd(line in "(checkin|remind add|admin schedule add|help|coping)?[ \"a-z0-9:=-]{0,80}.{0,40}") {
        let tokens = lex(&line);
        if let Ok(Resolved::Command(command, named)) = resolve(&tokens) {
            let _ = typed(command, &line, &tokens[named..], Vec::new());
        }
    }
}
