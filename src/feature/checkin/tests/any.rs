//! Whatever a form brings, nothing breaks and nothing is stored that was not allowed.

use super::stage::{Stage, prompt_of};
use crate::chat::prompt::Answer;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn fields() -> impl Strategy<Value = Vec<(String, String)>> {
    let known = ["mood", "craving", "halt", "intention", "note", "support", "share"];
    let key = prop_oneof![
        4 => prop::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let value = prop_oneof![
        any::<String>(),
        "[0-9-]{1,4}",
        "[\\x00-\\x1f\u{202e}a-z ,;]{0,40}",
        prop::sample::select(vec!["hungry,tired", "group", "me", "room", "very low", "none"])
            .prop_map(str::to_owned),
        ("\\PC", 200_usize..10_000).prop_map(|(text, times)| text.repeat(times)),
    ];
    prop::collection::vec((key, value), 0..9)
}

#[test]
fn any_form_is_answered_and_stores_only_what_was_allowed() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (mut stage, room, form) = runtime.block_on(async {
        let mut stage = Stage::new("2026-01-01T12:00:00Z", "UTC").await;
        let room = stage.post("2026-01-01", "2026-01-02T04:00:00Z").await;
        let shown = stage.says("ann", "/checkin").await;
        let form = prompt_of(&shown[0]);
        (stage, room, form)
    });
    for (cases, allowed) in [(60, false), (60, true)] {
        if allowed {
            runtime.block_on(stage.keeps("ann", 30));
        }
        let stage = std::cell::RefCell::new(&mut stage);
        let mut runner = TestRunner::new(Config { cases, ..Config::default() });
        let done = runner.run(&fields(), |fields| {
            let mut stage = stage.borrow_mut();
            let prompt = if fields.len() % 2 == 0 { form } else { room };
            let shown =
                runtime.block_on(stage.answers("ann", prompt, Answer::Form(fields.clone())));
            prop_assert!(!shown.is_empty());
            prop_assert!(!shown.concat().contains("went wrong"), "{shown:?}");
            let asked_to_share = fields
                .iter()
                .any(|(key, _)| matches!(key.trim().to_lowercase().as_str(), "share" | "support"));
            let room_saw = shown.iter().any(|line| line.starts_with("#general: "));
            prop_assert!(asked_to_share || !room_saw, "{shown:?}");
            let kept = runtime.block_on(stage.kept());
            prop_assert!(allowed || kept.is_empty(), "{kept:?}");
            prop_assert!(kept.len() <= 1, "{kept:?}");
            for row in &kept {
                prop_assert!(row.chars().count() < 1400);
                prop_assert!(!row.chars().any(|c| c.is_control() && c != '\n'), "{row:?}");
            }
            Ok(())
        });
        if let Err(error) = done {
            panic!("{error}");
        }
    }
    assert!(!runtime.block_on(stage.kept()).is_empty(), "the second half keeps something");
}
