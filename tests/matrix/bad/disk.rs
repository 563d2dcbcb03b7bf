//! A disk that is full while what was read is written down.

use super::is_clean;
use crate::matrix::home::{Home, unique};
use crate::matrix::member::{Member, Sealed};
use crate::matrix::process::Process;
use crate::matrix::scene::{crew, direct};
use crate::matrix::synapse::Synapse;

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_kept_is_read_again_when_there_is_room() {
    let home = Home::new(Synapse::shared().url()).await;
    let mut bot = Process::start(&home);
    let ann = Member::new(&crew().await, &unique("ann")).await;
    let room = direct(&ann, home.user(), Sealed::Yes).await;
    ann.say(&room, "crisis new zealand").await;
    ann.hears(&room, home.user(), "1737").await;
    assert!(bot.stop().await.success(), "{:?}", bot.log());

    // No file may become longer than nothing: whatever is written fails.
    let mut full = Process::start_without_room(&home);
    ann.say(&room, "crisis france").await;
    full.says(&["disk"]).await;
    is_clean(&full, &["france"]);
    full.kill();

    let bot = Process::start(&home);
    ann.hears(&room, home.user(), "3114").await;
    ann.say(&room, "crisis japan").await;
    ann.hears(&room, home.user(), "Japan").await;
    let heard = ann.events(&room).await;
    let answered = |word: &str| heard.iter().filter(|entry| entry.body.contains(word)).count();
    assert_eq!((answered("1737"), answered("3114"), answered("Japan")), (1, 1, 1), "{heard:#?}");
    is_clean(&bot, &["france", "japan"]);
}
