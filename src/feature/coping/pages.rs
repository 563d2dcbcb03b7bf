//! What a tool says.

use super::steps::{note, steps};
use super::tool::Tool;
use crate::chat::message::{Line, Message};
use crate::feature::crisis::emergency_number;
use crate::words::{Arg, Words};

/// How strong an urge can be.
const STRONGEST: u8 = 10;

/// From here on a person is offered, whatever the change.
const STRONG: u8 = 7;

/// A tool in numbered steps. `before` is the strength of the urge as the member rated it, 0 to 10;
/// `country` is the member's, in two letters, for the emergency number of the safety pages.
pub fn message(tool: Tool, words: &Words, before: Option<u8>, country: Option<&str>) -> Message {
    match tool {
        Tool::Overdose => overdose(words, country),
        Tool::Withdrawal => withdrawal(words, country),
        _ => exercise(tool, words, before),
    }
}

/// All tools by name, for somebody who named none.
pub fn list(words: &Words) -> Message {
    items(words, words.coping_list())
}

/// The answer to something that no tool is known for.
pub fn unknown(words: &Words) -> Message {
    items(words, words.coping_unknown())
}

/// The answer to somebody who tells of having used again.
pub fn returned(words: &Words) -> Message {
    Message::say(words.coping_returned())
        .paragraph(tolerance_notice(words))
        .paragraph(words.coping_returned_body())
        .paragraph(words.coping_returned_people())
}

/// What is said after a tool: from `before` to `after`, 0 to 10, and what else there is.
pub fn after(tool: Tool, words: &Words, before: u8, after: u8) -> Message {
    let (before, after) = (before.min(STRONGEST), after.min(STRONGEST));
    let said = match after.cmp(&before) {
        std::cmp::Ordering::Less => words.coping_lower(before, after),
        std::cmp::Ordering::Equal => words.coping_same(after),
        std::cmp::Ordering::Greater => words.coping_higher(before, after),
    };
    Message::say(said)
        .maybe((after >= STRONG).then(|| words.coping_strong()))
        .paragraph(next(tool, words))
}

/// That after a break the usual amount is too much. Belongs wherever a return to use is spoken of.
pub fn tolerance_notice(words: &Words) -> Line {
    words.coping_tolerance()
}

fn exercise(tool: Tool, words: &Words, before: Option<u8>) -> Message {
    let message = Message::new()
        .heading(tool.name(words))
        .paragraph(tool.about(words))
        .maybe(note(tool, words));
    let rate = match before {
        Some(before) => words.coping_rate_again(before.min(STRONGEST)),
        None => words.coping_rate(),
    };
    numbered(message, words, steps(tool, words, Line::default()))
        .paragraph(rate)
        .paragraph(next(tool, words))
}

fn overdose(words: &Words, country: Option<&str>) -> Message {
    let number = emergency_number(words, country);
    let signs = vec![
        words.coping_overdose_sign_wake(),
        words.coping_overdose_sign_breath(),
        words.coping_overdose_sign_blue(),
        words.coping_overdose_sign_sound(),
        words.coping_overdose_sign_pupils(),
        words.coping_overdose_sign_skin(),
    ];
    let message = Message::new()
        .heading(Tool::Overdose.name(words))
        .paragraph(words.coping_overdose_call(number.clone()))
        .heading(words.coping_overdose_steps());
    let american = country.is_some_and(|code| code.eq_ignore_ascii_case("US"));
    numbered(message, words, steps(Tool::Overdose, words, number))
        .heading(words.coping_overdose_signs())
        .list(signs)
        .paragraph(Tool::Overdose.about(words))
        .paragraph(words.coping_overdose_harmless())
        .maybe(american.then(|| words.coping_overdose_law()))
        .paragraph(words.coping_tolerance())
        .paragraph(words.coping_overdose_more())
}

fn withdrawal(words: &Words, country: Option<&str>) -> Message {
    Message::new()
        .heading(Tool::Withdrawal.name(words))
        .paragraph(words.coping_withdrawal_emergency(emergency_number(words, country)))
        .paragraph(Tool::Withdrawal.about(words))
        .paragraph(words.coping_withdrawal())
        .paragraph(words.coping_tolerance())
        .paragraph(words.coping_withdrawal_more())
}

/// A paragraph for each step: somebody with shaking hands finds the place again.
fn numbered(message: Message, words: &Words, steps: Vec<Line>) -> Message {
    steps.into_iter().enumerate().fold(message, |message, (index, step)| {
        message.paragraph(words.coping_step(index + 1, step))
    })
}

fn next(tool: Tool, words: &Words) -> Line {
    match tool {
        Tool::Reach => words.coping_next_person(tool.next().id()),
        _ => words.coping_next(tool.next().id()),
    }
}

fn items(words: &Words, opening: Line) -> Message {
    let items = Tool::ALL.iter().map(|tool| {
        words.coping_item(tool.name(words), Arg::command(format!("coping {}", tool.id())))
    });
    Message::say(opening).list(items.collect()).paragraph(words.coping_person())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::plain;

    fn said(message: &Message) -> String {
        plain::text(message)
    }

    #[test]
    fn an_exercise_has_steps_and_offers_more() {
        let words = Words::english();
        assert_eq!(
            said(&message(Tool::Box, &words, Some(8), None)),
            "Box breathing\n\n\
             Slow, even breathing tells the body that it can let go a little.\n\n\
             If you get dizzy or the holds feel bad, leave them out: in for 4, out for 6.\n\n\
             1. Breathe in through your nose while you count to 4.\n\n\
             2. Hold for 4.\n\n\
             3. Breathe out slowly for 4.\n\n\
             4. Hold for 4. That is one side of the box, four times around.\n\n\
             Before, it was 8 out of 10. When you are done: how strong is it now, from 0 to 10?\n\n\
             Something else: /coping ground. A person: /coping reach, or /crisis at any time."
        );
    }

    #[test]
    fn the_cold_comes_with_its_warning_before_the_first_step() {
        let text = said(&message(Tool::Cold, &Words::english(), None, None));
        let warning = text.find("heart condition").expect("a warning");
        assert!(warning < text.find("1. ").expect("a step"));
    }

    #[test]
    fn an_overdose_begins_with_the_number_of_the_country() {
        let words = Words::english();
        for (country, number) in
            [(Some("US"), "911"), (Some("gb"), "999 or 112"), (None, "your local emergency number")]
        {
            let text = said(&message(Tool::Overdose, &words, None, country));
            let start = format!(
                "If it may be an overdose\n\nIf somebody won't wake up or is not breathing well, call {number} now."
            );
            assert!(text.starts_with(&start), "{text}");
            for part in [
                "breastbone",
                "naloxone",
                "rescue breaths",
                "second dose",
                "onto their side",
                "tolerates less",
            ] {
                assert!(text.contains(part), "{part}");
            }
            assert_eq!(text.contains("Good Samaritan"), country == Some("US"));
        }
    }

    #[test]
    fn stopping_suddenly_is_spoken_of_with_its_danger() {
        let words = Words::english();
        let text = said(&message(Tool::Withdrawal, &words, None, Some("AU")));
        for part in ["seizures", "fatal", "000", "tolerates less", "/resources topic treatment"] {
            assert!(text.contains(part), "{text}");
        }
    }

    #[test]
    fn after_a_tool_nobody_is_praised_or_blamed() {
        let words = Words::english();
        for (before, now, start) in [
            (8, 5, "From 8 to 5. You stayed with it.\n\nSomething else"),
            (8, 8, "Still 8. You stayed with it, and that counts."),
            (5, 7, "From 5 to 7. A wave can rise before it falls"),
            (200, 255, "Still 10."),
        ] {
            let text = said(&after(Tool::Surf, &words, before, now));
            assert!(text.starts_with(start), "{text}");
            assert_eq!(text.contains("alone"), now >= 7, "{text}");
        }
    }

    #[test]
    fn no_page_shouts_or_is_empty() {
        let words = Words::english();
        for tool in Tool::ALL {
            let text = said(&message(*tool, &words, None, Some("US")));
            assert!(!text.contains('!') && text.len() > 300, "{text}");
            assert!(text.len() < 2600, "{}: {} bytes", tool.id(), text.len());
            assert_ne!(tool.next(), *tool);
            assert!(!tool.next().is_safety_page());
            assert!(said(&list(&words)).contains(&format!("/coping {}", tool.id())));
        }
        assert!(said(&unknown(&words)).contains("/crisis"));
    }
}
