//! Passwords and tokens that the homeserver does not take, or no longer.

use super::is_clean;
use crate::matrix::home::{Home, unique};
use crate::matrix::member::{Member, Sealed};
use crate::matrix::process::Process;
use crate::matrix::raw::Raw;
use crate::matrix::scene::{crew, direct};
use crate::matrix::synapse::Synapse;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_a_clear_stop() {
    let home = Home::new(Synapse::shared().url()).await;
    std::fs::write(home.path("matrix.password"), "not-the-password").expect("a file");
    let mut bot = Process::start(&home);
    let status = bot.ends().await;
    assert_eq!(status.code(), Some(1), "{:?}", bot.log());
    bot.says(&["does not know this account, or not with this password"]).await;
    is_clean(&bot, &["not-the-password"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_ended_is_followed_by_a_new_log_in_with_the_password() {
    let url = Synapse::shared().url();
    let home = Home::new(url).await;
    let bot = Process::start(&home);
    let ann = Member::new(&crew().await, &unique("ann")).await;
    let room = direct(&ann, home.user(), Sealed::Yes).await;
    ann.say(&room, "crisis new zealand").await;
    ann.hears(&room, home.user(), "1737").await;
    let before = ann.identity(home.user()).await;
    // Somebody ends all the bot's sessions.
    let name = home.user().trim_start_matches('@').split(':').next().expect("a name").to_owned();
    let owner = Raw::log_in(url, &name).await.expect("logged in");
    owner.post("/_matrix/client/v3/logout/all", &json!({})).await.expect("ended");
    bot.says(&["took over the bot's identity"]).await;
    ann.knows_other_device(home.user(), &before).await;
    ann.say(&room, "crisis france").await;
    ann.hears(&room, home.user(), "3114").await;
    let after = ann.identity(home.user()).await;
    assert!(before.master.is_some(), "{before:?}");
    assert_eq!(before.master, after.master, "the identity that people know is lost");
    assert!(after.devices.values().all(|device| device.cross_signed), "{after:?}");
    is_clean(&bot, &["password-of"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_without_a_password_works_and_its_end_is_a_clear_stop() {
    let url = Synapse::shared().url();
    let mut home = Home::new(url).await;
    let name = home.user().trim_start_matches('@').split(':').next().expect("a name").to_owned();
    let owner = Raw::log_in(url, &name).await.expect("logged in");
    std::fs::write(home.path("matrix.token"), owner.token()).expect("a file");
    std::fs::remove_file(home.path("matrix.password")).expect("no password");
    home.configure("access_token_file = 'matrix.token'\nallow_invites = ['*:localhost']\n");
    let mut bot = Process::start(&home);
    let ann = Member::new(&crew().await, &unique("ann")).await;
    let room = direct(&ann, home.user(), Sealed::Yes).await;
    ann.say(&room, "crisis new zealand").await;
    ann.hears(&room, home.user(), "1737").await;
    let identity = ann.identity(home.user()).await;
    assert!(identity.devices.values().any(|device| device.cross_signed), "{identity:?}");
    owner.post("/_matrix/client/v3/logout", &json!({})).await.expect("ended");
    let status = bot.ends().await;
    assert_eq!(status.code(), Some(1), "{:?}", bot.log());
    bot.says(&["no longer accepts the bot's access token"]).await;
    is_clean(&bot, &[owner.token()]);
}
