//! The keys by which people's apps know that the bot is the bot, whoever made its account and whatever
//! was lost.

use super::crew::Crew;
use super::home::{Home, unique};
use super::member::{Member, Sealed};
use super::process::Process;
use super::raw::Raw;
use super::scene::{crew, direct};
use super::synapse::Synapse;
use serde_json::json;
use std::fs;
use std::sync::Arc;

/// An account for the bot that somebody has made in an app, which made keys for it.
async fn from_an_app(crew: &Arc<Crew>, url: &str) -> Home {
    let name = unique("hearth");
    let app = Member::new(crew, &name).await;
    Home::of(url, &name, app.id())
}

fn name(home: &Home) -> &str {
    home.user().trim_start_matches('@').split(':').next().expect("a name")
}

/// Talks with the bot, and sees a device that is signed.
async fn is_known_to(ann: &Member, home: &Home) -> String {
    let room = direct(ann, home.user(), Sealed::Yes).await;
    ann.say(&room, "crisis new zealand").await;
    let answer = ann.hears(&room, home.user(), "1737").await;
    assert!(answer.encrypted, "{answer:#?}");
    let known = ann.identity(home.user()).await;
    assert!(known.devices.values().any(|device| device.cross_signed), "{known:?}");
    known.master.expect("an identity")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_folder_does_not_cost_the_identity_that_people_know() {
    let home = Home::new(Synapse::shared().url()).await;
    let mut bot = Process::start(&home);
    let ann = Member::new(&crew().await, &unique("ann")).await;
    let room = direct(&ann, home.user(), Sealed::Yes).await;
    ann.say(&room, "crisis new zealand").await;
    ann.hears(&room, home.user(), "1737").await;
    let before = ann.identity(home.user()).await;
    assert!(before.master.is_some(), "no cross-signing: {before:?}");
    assert!(before.devices.values().all(|device| device.cross_signed), "{before:?}");
    assert!(bot.stop().await.success(), "{:?}", bot.log());
    ann.say(&room, "crisis france").await;
    std::fs::remove_dir_all(home.path("matrix")).expect("the folder is lost");
    let _bot = Process::start(&home);
    ann.hears(&room, home.user(), "3114").await;
    ann.say(&room, "crisis japan").await;
    ann.hears(&room, home.user(), "Japan").await;
    let after = ann.identity(home.user()).await;
    assert_eq!(before.master, after.master, "people would be warned of an impostor");
    let fresh = after.devices.iter().find(|(id, _)| !before.devices.contains_key(*id));
    assert!(fresh.is_some_and(|(_, device)| device.cross_signed), "{after:?}");
    let heard = ann.events(&room).await;
    let answered = |word: &str| heard.iter().filter(|entry| entry.body.contains(word)).count();
    assert_eq!((answered("1737"), answered("3114"), answered("Japan")), (1, 1, 1), "{heard:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_was_made_in_an_app_gets_an_identity_that_the_bot_holds() {
    let crew = crew().await;
    let home = from_an_app(&crew, Synapse::shared().url()).await;
    let ann = Member::new(&crew, &unique("ann")).await;
    let before = ann.identity(home.user()).await;
    let mut bot = Process::start(&home);
    bot.says(&["has made a new one"]).await;
    let master = is_known_to(&ann, &home).await;
    assert_ne!(before.master.expect("the app's"), master);
    assert!(bot.stop().await.success(), "{:?}", bot.log());
    // Made once, and kept: also without the folder.
    fs::remove_dir_all(home.path("matrix")).expect("the folder is lost");
    let bot = Process::start(&home);
    bot.says(&["took over the bot's identity"]).await;
    let ben = Member::new(&crew, &unique("ben")).await;
    assert_eq!(is_known_to(&ben, &home).await, master);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_could_be_recovered_are_given_up_only_where_that_is_wanted() {
    let url = Synapse::shared().url();
    let mut home = Home::new(url).await;
    let crew = crew().await;
    let ann = Member::new(&crew, &unique("ann")).await;
    let mut bot = Process::start(&home);
    let master = is_known_to(&ann, &home).await;
    assert!(bot.stop().await.success(), "{:?}", bot.log());
    fs::remove_dir_all(home.path("matrix")).expect("the folder is lost");
    let key = fs::read(home.path("matrix.recovery")).expect("a recovery key");
    fs::remove_file(home.path("matrix.recovery")).expect("and so is the key");
    let owner = Raw::log_in(url, name(&home)).await.expect("logged in");
    let devices = async || {
        let answer = owner.get("/_matrix/client/v3/devices").await.expect("devices");
        answer["devices"].as_array().expect("a list").len()
    };
    let before = devices().await;
    for _ in 0..2 {
        let mut bot = Process::start(&home);
        assert_eq!(bot.ends().await.code(), Some(1), "{:?}", bot.log());
        bot.says(&["Put the account's recovery key", "matrix.recovery"]).await;
        assert_eq!(devices().await, before, "a device is left behind");
    }
    assert_eq!(ann.identity(home.user()).await.master.as_ref(), Some(&master));
    // Another account's key is found, and no key at all.
    let other = Home::new(url).await;
    let mut another = Process::start(&other);
    is_known_to(&ann, &other).await;
    assert!(another.stop().await.success(), "{:?}", another.log());
    let wrong = fs::read(other.path("matrix.recovery")).expect("another's key");
    for wrong in [wrong, b"EsTj this is no key at all, but long enough to be one".to_vec()] {
        fs::write(home.path("matrix.recovery"), &wrong).expect("a file");
        let mut bot = Process::start(&home);
        assert_eq!(bot.ends().await.code(), Some(1), "{:?}", bot.log());
        bot.says(&["is not the one of the bot's account"]).await;
        assert_eq!(devices().await, before, "a device is left behind");
        let kept = fs::read(home.path("matrix.recovery")).expect("a file");
        assert_eq!(kept, wrong, "what somebody wrote there is not touched");
    }
    // The key is found.
    fs::write(home.path("matrix.recovery"), &key).expect("a file");
    let ben = Member::new(&crew, &unique("ben")).await;
    let mut bot = Process::start(&home);
    assert_eq!(is_known_to(&ben, &home).await, master);
    assert!(bot.stop().await.success(), "{:?}", bot.log());
    // It is lost for good.
    fs::remove_dir_all(home.path("matrix")).expect("the folder is lost");
    fs::remove_file(home.path("matrix.recovery")).expect("and so is the key");
    home.configure("new_identity = true\nallow_invites = ['*:localhost']\n");
    let _bot = Process::start(&home);
    let cem = Member::new(&crew, &unique("cem")).await;
    assert_ne!(is_known_to(&cem, &home).await, master);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_cannot_take_the_place_of_an_app_s_keys_and_says_so() {
    let url = Synapse::shared().url();
    let mut home = from_an_app(&crew().await, url).await;
    let owner = Raw::log_in(url, name(&home)).await.expect("logged in");
    fs::write(home.path("matrix.token"), owner.token()).expect("a file");
    fs::remove_file(home.path("matrix.password")).expect("no password");
    home.configure("access_token_file = 'matrix.token'\nallow_invites = ['*:localhost']\n");
    for _ in 0..2 {
        let mut bot = Process::start(&home);
        assert_eq!(bot.ends().await.code(), Some(1), "{:?}", bot.log());
        bot.says(&["an access token is not enough", "matrix.password_file"]).await;
    }
    // The token is as good as before.
    owner.post("/_matrix/client/v3/logout", &json!({})).await.expect("still logged in");
}
