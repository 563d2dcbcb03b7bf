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

#[tokio::test(flavor = "multi_thread")]
async fn the_story_goes_as_told_in_a_terminal() {
    let mut terminal = console::Terminal::new().await;
    story::tell(&mut terminal).await;
}
