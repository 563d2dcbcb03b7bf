//! A command in a room from which the bot is being removed.

use super::is_clean;
use crate::matrix::home::Home;
use crate::matrix::member::Sealed;
use crate::matrix::process::Process;
use crate::matrix::scene::{Scene, direct};
use crate::matrix::synapse::Synapse;

#[tokio::test(flavor = "multi_thread")]
async fn a_command_on_the_way_out_does_no_harm_and_is_not_run_again_on_the_way_back() {
    let home = Home::new(Synapse::shared().url()).await;
    let bot = Process::start(&home);
    let scene = Scene::new(home.user(), Sealed::Yes, 1).await;
    let ann = scene.admin();
    let alone = direct(ann, home.user(), Sealed::Yes).await;
    for _ in 0..3 {
        ann.say(&scene.room, "!crisis france").await;
        ann.kick(&scene.room, home.user()).await;
        ann.sees_gone(&scene.room, home.user()).await;
        ann.say(&alone, "crisis new zealand").await;
        ann.hears(&alone, home.user(), "1737").await;
        scene.let_in(home.user()).await;
    }
    ann.say(&scene.room, "!crisis japan").await;
    ann.hears(&alone, home.user(), "Japan").await;
    let heard = ann.events(&alone).await;
    let answered = |word: &str| heard.iter().filter(|entry| entry.body.contains(word)).count();
    assert!(answered("3114") <= 3, "each at most once: {heard:#?}");
    assert_eq!((answered("1737"), answered("Japan")), (3, 1), "{heard:#?}");
    is_clean(&bot, &["france", "japan"]);
}
