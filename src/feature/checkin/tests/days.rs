//! Which day, and for how long.

use super::stage::Stage;
use jiff::Timestamp;

#[tokio::test]
async fn a_late_answer_counts_for_the_day_of_the_prompt() {
    // London: the clocks go forward on 29 March at 01:00Z, so Saturday ends at 03:00Z.
    let mut stage = Stage::new("2026-03-28T09:00:00Z", "Europe/London").await;
    stage.keeps("ann", 30).await;
    let prompt = stage.post("2026-03-28", "2026-03-29T03:00:00Z").await;

    stage.at("2026-03-29T02:59:00Z").await;
    let shown = stage.taps("ann", prompt, "2").await;
    assert!(!shown[0].contains("It counts for"), "{shown:?}");
    assert_eq!(shown.len(), 2, "the room's number: {shown:?}");

    stage.at("2026-03-29T10:00:00Z").await;
    let shown = stage.taps("ann", prompt, "4").await;
    assert!(shown[0].contains("It counts for Saturday 28 March."), "{shown:?}");
    assert_eq!(shown.len(), 1, "the number stands: {shown:?}");
    stage.says("ann", "/checkin okay").await;
    assert_eq!(stage.kept().await, ["1 2026-03-28 4 - ||| 0", "1 2026-03-29 3 - ||| 0"]);

    stage.at("2026-03-30T03:00:00Z").await;
    let shown = stage.taps("ann", prompt, "5").await;
    assert!(shown[0].contains("That question was for Saturday 28 March"), "{shown:?}");
    assert_eq!(stage.kept().await.len(), 2);
}

#[tokio::test]
async fn nothing_is_kept_longer_than_agreed() {
    let mut stage = Stage::new("2026-01-01T12:00:00Z", "UTC").await;
    stage.keeps("ann", 90).await;
    for day in ["2026-01-02", "2026-02-01", "2026-03-01"] {
        stage.at(&format!("{day}T12:00:00Z")).await;
        stage.says("ann", "/checkin good").await;
    }
    assert_eq!(stage.kept().await.len(), 3);
    // Fewer days: what is older goes at once.
    stage.keeps("ann", 30).await;
    assert_eq!(stage.kept().await.len(), 2);
    // The daily job does the rest.
    stage.at("2026-03-05T12:00:00Z").await;
    assert_eq!(stage.kept().await, ["1 2026-03-01 4 - ||| 0"]);
    stage.keeps("ann", 0).await;
    assert_eq!(stage.kept().await, Vec::<String>::new());
    let shown = stage.says("ann", "/checkin good").await;
    assert!(shown[0].contains("I keep none of it.") && !shown[0].contains("Keep my"), "{shown:?}");
}

#[tokio::test]
async fn only_agreed_numbers_of_days_can_be_set() {
    let mut stage = Stage::new("2026-01-01T12:00:00Z", "UTC").await;
    stage.keeps("ann", 30).await;
    stage.says("ann", "/checkin good").await;
    let person = stage.person("ann").await;
    for days in [-1, 31, i64::MAX] {
        let mut tx = stage.app.ctx().store.begin().await.expect("begins");
        let set = super::super::set_history(&mut tx, person, days, Timestamp::UNIX_EPOCH).await;
        assert!(set.is_err(), "{days}");
    }
    assert_eq!(stage.kept().await.len(), 1);
}

#[tokio::test]
async fn a_note_that_is_too_long_takes_nothing_and_says_the_rest_back() {
    let mut stage = Stage::new("2026-01-01T12:00:00Z", "UTC").await;
    stage.keeps("ann", 30).await;
    let long = "ü".repeat(1001);
    let shown = stage.says("ann", &format!("/checkin low 3 {long} --share group")).await;
    assert_eq!(shown.len(), 1);
    assert!(shown[0].contains("1001 characters"), "{shown:?}");
    assert!(shown[0].contains("/checkin --mood \"low\" --craving 3 --share group"), "{shown:?}");
    assert_eq!(stage.kept().await, Vec::<String>::new());
    let most = "ü".repeat(1000);
    stage.says("ann", &format!("/checkin low 3 {most}")).await;
    assert_eq!(stage.kept().await, [format!("1 2026-01-01 2 3 ||{most}| 0")]);
}
