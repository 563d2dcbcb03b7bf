//! From what somebody writes to what may help.

use super::tool::Tool;
use crate::feature::find::{best, fold};
use crate::feature::resource::Topic;

/// What a text asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Tools, the most fitting first; never empty.
    Tools(Vec<Tool>),
    /// It speaks of suicide or self-harm: answer with crisis help, not with an exercise.
    Crisis,
    /// Nothing known; [`super::unknown`] answers.
    Nothing,
}

/// Finds tools by name (`surf`) or by what is going on (`can't sleep`), misspelt or not.
///
/// Safety comes first: suicide before all, then overdose and withdrawal, then exercises.
pub fn find(text: &str) -> Found {
    let mut text = fold(text);
    // More words say nothing more, and would only cost time.
    text.truncate(64);
    let whole = text.join(" ");
    if let Some(tool) = Tool::ALL.iter().find(|tool| tool.id() == whole) {
        return Found::Tools(vec![*tool]);
    }
    if best(&text, Topic::Suicide.phrases()) > 0.0 {
        return Found::Crisis;
    }
    let mut tools: Vec<(f64, Tool)> = Tool::ALL
        .iter()
        .map(|tool| (score(*tool, &text), *tool))
        .filter(|(score, _)| *score > 0.0)
        .collect();
    // A stable sort: equal ones stay in the order of the list.
    tools.sort_by(|a, b| b.0.total_cmp(&a.0));
    if tools.is_empty() {
        Found::Nothing
    } else {
        Found::Tools(tools.into_iter().map(|(_, tool)| tool).collect())
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
            ("cold turkey", Tool::Withdrawal),
            ("how do I stop drinking", Tool::Withdrawal),
        ] {
            let found = find(text);
            assert!(
                matches!(&found, Found::Tools(tools) if tools.first() == Some(&tool)),
                "{text}: {found:?}"
            );
        }
        assert_eq!(find("zebra"), Found::Nothing);
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
