//! One story told to every platform, unmodified: what issue and plan promise to members and
//! organizers, step by step, from where a member sits.
//!
//! A platform takes part by being a [`Stagecraft`](stagecraft::Stagecraft), and calls
//! [`tell`](story::tell) with it. What a member alone should see, no other member may see; what the
//! room sees is expected word by word; nothing is said twice.

mod console;
pub(crate) mod stagecraft;
pub(crate) mod step;
pub(crate) mod story;
pub(crate) mod tale;

/// When the story begins in a terminal: it goes the same way at any time of any day.
const BEGINNINGS: &[&str] = &["2026-11-23T09:00:00Z", "2027-02-28T14:59:59Z"];

#[tokio::test(flavor = "multi_thread")]
async fn the_story_goes_as_told_in_a_terminal() {
    for beginning in BEGINNINGS {
        let mut terminal = console::Terminal::new(beginning).await;
        story::tell(&mut terminal).await;
    }
}
