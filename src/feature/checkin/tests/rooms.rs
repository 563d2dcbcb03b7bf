//! The prompt in a room: a number, never names.

use super::stage::{Stage, prompt_of};
use crate::chat::prompt::Answer;

const START: &str = "2026-03-10T09:00:00Z";
const END: &str = "2026-03-11T04:00:00Z";

#[tokio::test]
async fn a_tap_counts_once_and_says_nothing_about_anybody() {
    let mut stage = Stage::new(START, "UTC").await;
    let prompt = stage.post("2026-03-10", END).await;

    let shown = stage.taps("ann", prompt, "4").await;
    assert!(shown[0].starts_with("#general (ann): Thank you for checking in."), "{shown:?}");
    assert!(shown[0].contains("Keep my check-ins"), "{shown:?}");
    assert!(shown[1].contains("One person has checked in."), "{shown:?}");
    assert_eq!(shown.len(), 2);

    // Again: the answer changes, the number does not.
    let shown = stage.taps("ann", prompt, "1").await;
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert!(shown[0].contains("/coping") && shown[0].contains("/crisis"), "{shown:?}");
    assert!(!shown[0].contains('!'), "{shown:?}");

    let shown = stage.taps("bob", prompt, "very good").await;
    assert!(shown[1].starts_with("edit #general: How are you today?"), "{shown:?}");
    assert!(shown[1].contains("2 people have checked in.") && !shown[1].contains("bob"));
    assert_eq!(stage.taking_part(prompt).await, 2);
    assert_eq!(stage.kept().await, Vec::<String>::new(), "nobody has said yes");
}

#[tokio::test]
async fn an_answer_is_taken_back_by_its_reaction_or_its_button() {
    let mut stage = Stage::new(START, "UTC").await;
    let prompt = stage.post("2026-03-10", END).await;
    stage.keeps("ann", 30).await;
    let shown = stage.taps("ann", prompt, "2").await;
    assert_eq!(stage.kept().await, ["1 2026-03-10 2 - ||| 0"]);
    let below = prompt_of(&shown[0]);

    let shown = stage.taps("ann", below, "take back").await;
    assert!(shown[0].ends_with("Taken back. Nothing of it is kept."), "{shown:?}");
    assert!(!shown[1].contains("checked in"), "{shown:?}");
    assert_eq!(stage.kept().await, Vec::<String>::new());

    stage.taps("ann", prompt, "3").await;
    let shown = stage.answers("ann", prompt, Answer::Withdrawn).await;
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert_eq!(stage.taking_part(prompt).await, 0);
    // A reaction that stood for nothing goes without a word.
    assert_eq!(stage.answers("bob", prompt, Answer::Withdrawn).await, Vec::<String>::new());
}

#[tokio::test]
async fn more_opens_the_form_which_counts_and_shares_where_it_was_asked() {
    let mut stage = Stage::new(START, "UTC").await;
    let prompt = stage.post("2026-03-10", END).await;
    stage.keeps("ann", 30).await;
    stage.taps("ann", prompt, "4").await;
    let shown = stage.taps("ann", prompt, "more").await;
    let form = prompt_of(&shown[0]);
    let fields = [("craving", "2"), ("note", "*tea* @everyone"), ("share", "group")];
    let fields = fields.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
    let shown = stage.answers("ann", form, Answer::Form(fields)).await;
    // The room sees what this answer says, not the tap before it.
    assert_eq!(shown[1], "#general: ann shares: urges 2/10 · *tea* @everyone");
    assert_eq!(stage.kept().await, ["1 2026-03-10 4 2 ||*tea* @everyone| 1"]);
    assert_eq!(stage.taking_part(prompt).await, 1);

    let shown = stage.answers("ann", prompt, Answer::Withdrawn).await;
    assert!(
        shown.contains(&"edit #general: ann took their check-in back.".to_owned()),
        "{shown:?}"
    );
}

#[tokio::test]
async fn who_took_part_is_forgotten_when_the_prompt_closes() {
    let mut stage = Stage::new(START, "UTC").await;
    let prompt = stage.post("2026-03-10", END).await;
    stage.taps("ann", prompt, "4").await;
    assert_eq!(stage.taking_part(prompt).await, 1);
    stage.at(END).await;
    assert_eq!(stage.taking_part(prompt).await, 0);
}

#[tokio::test]
async fn strong_urges_bring_tools_at_the_members_own_line() {
    let mut stage = Stage::new(START, "UTC").await;
    for (craving, tools, crisis) in [(6, false, false), (7, true, false), (9, true, true)] {
        let shown = stage.says("ann", &format!("/checkin good {craving}")).await;
        assert_eq!(shown[0].contains("/coping"), tools, "{shown:?}");
        assert_eq!(shown[0].contains("/crisis"), crisis, "{shown:?}");
        assert_eq!(shown[0].contains("good to hear"), !tools, "{shown:?}");
    }
}
