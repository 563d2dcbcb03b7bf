//! Lines as people type them.

use super::*;
use crate::command::lex::lex;
use crate::command::resolve::{Resolved, resolve};
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
        ("checkin", ""),
        ("checkin 4", "mood=4"),
        ("checkin good", "mood=4"),
        ("checkin very low", "mood=1"),
        ("checkin 4 2 feeling fine today", "mood=4 craving=2 note=feeling fine today"),
        ("checkin feeling fine", "note=feeling fine"),
        ("checkin 4 --share group", "mood=4 share=group"),
        ("checkin --note slept  well --mood 3", "mood=3 note=slept  well"),
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

proptest! {
    #[test]
    fn no_line_is_too_odd(line in "(checkin|remind add|admin schedule add|help|coping)?[ \"a-z0-9:=-]{0,80}.{0,40}") {
        let tokens = lex(&line);
        if let Ok(Resolved::Command(command, named)) = resolve(&tokens) {
            let _ = typed(command, &line, &tokens[named..], Vec::new());
        }
    }
}
