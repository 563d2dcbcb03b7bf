//! Help that must answer whatever works or does not.

use super::stage::Stage;
use crate::chat::prompt::Answer;

#[tokio::test]
async fn crisis_and_coping_answer_without_a_store() {
    let mut stage = Stage::new("2026-11-20T12:00:00Z", "UTC").await;
    stage.says("ann", "/progress").await;
    let shown = stage.says_without_store("ann", "/crisis gb").await;
    assert!(shown[0].contains("call 999 or 112") && shown[0].contains("116 123"), "{shown:?}");
    let shown = stage.says_without_store("ann", "/crisis").await;
    assert!(shown[0].contains("in danger now, call"), "{shown:?}");
    let shown = stage.says_without_store("ann", "/coping surf").await;
    assert!(shown[0].contains("Ride the wave"), "{shown:?}");
    let shown = stage.says_without_store("ann", "/coping i want to die").await;
    assert!(shown[0].contains("in danger now, call"), "{shown:?}");
}

#[tokio::test]
async fn a_rating_is_held_for_a_moment_and_stored_nowhere() {
    let mut stage = Stage::new("2026-11-20T12:00:00Z", "UTC").await;
    // Somebody the store does not know gets the page alone, and stays unknown.
    let shown = stage.says("ann", "/coping surf").await;
    assert!(!shown[0].ends_with(']'), "{shown:?}");
    stage.says("ann", "/progress").await;
    let shown = stage.says("ann", "/coping surf").await;
    let prompt = super::stage::prompt_of(&shown[0]);
    let before = stage.taps("ann", prompt, "8").await;
    assert!(before[0].contains("8 out of 10, right now."), "{before:?}");
    let after = stage.taps("ann", prompt, "3").await;
    assert!(after[0].contains("From 8 to 3. You stayed with it."), "{after:?}");
    let first = stage.taps("ann", prompt, "9").await;
    assert!(first[0].contains("9 out of 10, right now."), "{first:?}");
    let odd = Answer::Form(vec![("x".into(), "y".into())]);
    assert_eq!(stage.answers("ann", prompt, odd).await, Vec::<String>::new());
    stage.at("2026-11-20T14:00:00Z").await;
    let late = stage.taps("ann", prompt, "3").await;
    assert!(late[0].contains("a while ago"), "{late:?}");
    assert_eq!(stage.kept().await, Vec::<String>::new());
}
