//! From what somebody writes to what may help.

use super::returned;
use super::tool::Tool;
use crate::feature::find::{best, fold, speaks_of};
use crate::feature::resource::Topic;
use std::sync::LazyLock;

/// How many words are looked at together, and how far the next look is: any nine neighbours are
/// within one look.
const STRETCH: usize = 12;
const STEP: usize = 4;

/// The most words looked at. No person types as many.
const LOOKED_AT: usize = 4_000;

/// What a text asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Tools, the most fitting first; never empty.
    Tools(Vec<Tool>),
    /// It speaks of suicide or self-harm: answer with crisis help, not with an exercise.
    Crisis,
    /// Somebody tells of having used again: [`super::returned()`] answers.
    Returned,
    /// Nothing known; [`super::unknown`] answers.
    Nothing,
}

/// Finds tools by name (`surf`) or by what is going on (`can't sleep`), misspelt or not.
///
/// Safety comes first: suicide before all, then overdose and withdrawal, then having used again, then
/// exercises.
pub fn find(text: &str) -> Found {
    let mut text = fold(text);
    let whole = text.join(" ");
    if let Some(tool) = Tool::ALL.iter().find(|tool| tool.id() == whole) {
        return Found::Tools(vec![*tool]);
    }
    if speaks_of_suicide(&text) {
        return Found::Crisis;
    }
    // More words say nothing more, and would only cost time.
    text.truncate(64);
    let mut tools: Vec<(f64, Tool)> = Tool::ALL
        .iter()
        .map(|tool| (score(*tool, &text), *tool))
        .filter(|(score, _)| *score > 0.0)
        .collect();
    // A stable sort: equal ones stay in the order of the list.
    tools.sort_by(|a, b| b.0.total_cmp(&a.0));
    let danger = tools.first().is_some_and(|(_, tool)| tool.is_safety_page());
    if !danger && returned::tells(&text) {
        Found::Returned
    } else if tools.is_empty() {
        Found::Nothing
    } else {
        Found::Tools(tools.into_iter().map(|(_, tool)| tool).collect())
    }
}

/// Whether folded words speak of suicide or self-harm, wherever in a long text that is. A phrase is
/// looked for in a few words at a time, as far apart its words are not one.
fn speaks_of_suicide(text: &[String]) -> bool {
    static PHRASES: LazyLock<Vec<Vec<String>>> =
        LazyLock::new(|| Topic::Suicide.phrases().iter().map(|phrase| fold(phrase)).collect());
    let text = &text[..text.len().min(LOOKED_AT)];
    let mut from = 0;
    loop {
        let stretch = &text[from..text.len().min(from + STRETCH)];
        if PHRASES.iter().any(|phrase| speaks_of(stretch, phrase) > 0.0) {
            return true;
        }
        if from + STRETCH >= text.len() {
            return false;
        }
        from += STEP;
    }
}

fn score(tool: Tool, text: &[String]) -> f64 {
    let score = best(text, tool.phrases()).max(best(text, &[tool.id()]) * 0.9);
    if score > 0.0 && tool.is_safety_page() { score + 2.0 } else { score }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_going_on_finds_what_may_help() {
        for (text, tool) in [
            ("surf", Tool::Surf),
            ("BOX", Tool::Box),
            ("box breathing", Tool::Box),
            ("can't sleep", Tool::Box),
            ("I can’t sleep again", Tool::Box),
            ("craving", Tool::Delay),
            ("cravng really bad", Tool::Delay),
            ("I feel like using tonight", Tool::Delay),
            ("scared I will relapse", Tool::Delay),
            ("i want to drink so much", Tool::Delay),
            ("angry", Tool::Cold),
            ("lonely", Tool::Reach),
            ("hungry", Tool::Halt),
            ("panic", Tool::Ground),
            ("so anxous", Tool::Ground),
            ("just one wouldn't hurt", Tool::Tape),
            ("I'm at a bar", Tool::Leave),
            ("ashamed", Tool::Thought),
            ("my friend won't wake up", Tool::Overdose),
            ("his lips are blue", Tool::Overdose),
            ("my friend took too many pills", Tool::Overdose),
            ("he took all his pills", Tool::Overdose),
            ("I want to talk to a human", Tool::Reach),
            ("cold turkey", Tool::Withdrawal),
            ("how do I stop drinking", Tool::Withdrawal),
            ("relapsed and now he won't wake up", Tool::Overdose),
        ] {
            let found = find(text);
            assert!(
                matches!(&found, Found::Tools(tools) if tools.first() == Some(&tool)),
                "{text}: {found:?}"
            );
        }
        for text in
            ["I relapsed", "used again, I'm so ashamed", "I drank last night", "i just had a drink"]
        {
            assert_eq!(find(text), Found::Returned, "{text}");
        }
        assert_eq!(find("I used again and want to die"), Found::Crisis);
        assert_eq!(find("zebra"), Found::Nothing);
        assert_eq!(find("I want a bicycle"), Found::Nothing, "a want is not a wait");
        assert_eq!(find(""), Found::Nothing);
    }

    #[test]
    fn talk_of_suicide_is_answered_with_people() {
        for text in [
            "I want to die",
            "suicidal",
            "i want to kill myself",
            "suicide",
            "tired of living",
            "I can't go on",
            "no reason to live anymore",
        ] {
            assert_eq!(find(text), Found::Crisis, "{text}");
        }
        assert!(matches!(find("I want to diet and sleep"), Found::Tools(_)));
        // At the end of a long text as well, and not put together from words all over it.
        let long = "the day was long and I walked a little ".repeat(25);
        for end in ["I am going to end my life tonight", "i wish i was dead"] {
            assert_eq!(find(&format!("{long}{end}")), Found::Crisis, "{end}");
            assert_eq!(find(&format!("{long}{end} {long}")), Found::Crisis, "{end}");
        }
        let apart = format!("I want a walk {long} to see the sea {long} die Welt");
        assert_ne!(find(&apart), Found::Crisis);
    }

    #[test]
    fn every_tool_is_found_by_its_name() {
        for tool in Tool::ALL {
            assert_eq!(find(tool.id()), Found::Tools(vec![*tool]));
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_looked_for(text in "\\PC*") {
            if let Found::Tools(tools) = find(&text) {
                prop_assert!(!tools.is_empty());
            }
        }
    }
}
