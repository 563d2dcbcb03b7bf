//! Rooms: who may invite the bot, what it says when it comes, and what happens when rooms are
//! replaced, left, and grouped.

use super::home::{Home, unique};
use super::member::{Entry, Member, Sealed};
use super::process::Process;
use super::scene::{Scene, crew, direct};
use super::synapse::{SERVER, Synapse};
use futures_util::future::join_all;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn only_those_who_may_invite_the_bot_get_it() {
    let mut home = Home::new(Synapse::shared().url()).await;
    let crew = crew().await;
    let (friend, stranger) = (
        Member::new(&crew, &unique("friend")).await,
        Member::new(&crew, &unique("stranger")).await,
    );
    home.configure(&format!("allow_invites = ['{}']\n", friend.id()));
    let _bot = Process::start(&home);
    let room = stranger.room("Not ours", Sealed::Yes, &[home.user()]).await;
    stranger.sees_gone(&room, home.user()).await;
    let known = stranger.events(&room).await;
    let joined = known
        .iter()
        .any(|entry| entry.sender == home.user() && entry.content["membership"] == "join");
    assert!(!joined, "it never was there: {known:#?}");
    // An invitation from before the start, and one after it.
    let room = friend.room("Ours", Sealed::Yes, &[home.user()]).await;
    friend.sees_in(&room, home.user()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn direct_rooms_that_were_opened_at_once_are_each_used() {
    let home = Home::new(Synapse::shared().url()).await;
    let scene = Scene::without_bot(Sealed::Yes, 4).await;
    // The bot hears of all of them in one answer of the server.
    let opened = scene.people.iter().map(|one| one.direct(home.user(), Sealed::Yes));
    let rooms = join_all(opened).await;
    let _bot = Process::start(&home);
    for (one, room) in scene.people.iter().zip(&rooms) {
        one.sees_in(room, home.user()).await;
    }
    scene.let_in(home.user()).await;
    for (one, room) in scene.people.iter().zip(&rooms) {
        one.say(&scene.room, "!help").await;
        let answer = one.hears_anywhere(home.user(), "What I can do").await;
        assert_eq!(&answer.room_id, room, "not in a second direct room");
    }
}

/// A room that the bot has greeted before it was stopped.
async fn greeted_and_stopped() -> (Home, Scene, Entry) {
    let home = Home::new(Synapse::shared().url()).await;
    let mut bot = Process::start(&home);
    let scene = Scene::new(home.user(), Sealed::Yes, 2).await;
    let greeting = scene.admin().hears(&scene.room, home.user(), "!help").await;
    assert!(bot.stop().await.success(), "{:?}", bot.log());
    (home, scene, greeting)
}

#[tokio::test(flavor = "multi_thread")]
async fn it_greets_a_room_once_with_the_first_steps() {
    let (home, scene, greeting) = greeted_and_stopped().await;
    let ann = scene.admin();
    assert!(greeting.encrypted && greeting.mentions().is_empty(), "{greeting:#?}");
    let _bot = Process::start(&home);
    ann.kick(&scene.room, home.user()).await;
    ann.sees_gone(&scene.room, home.user()).await;
    scene.let_in(home.user()).await;
    ann.say(&scene.room, "!crisis new zealand").await;
    ann.hears_anywhere(home.user(), "1737").await;
    ann.is_up_to_date().await;
    let said = ann.events(&scene.room).await;
    let greetings = said.iter().filter(|entry| entry.body == greeting.body).count();
    assert_eq!(greetings, 1, "coming back is no news: {said:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn put_out_and_let_in_again_while_it_was_away_it_comes() {
    let (home, scene, _) = greeted_and_stopped().await;
    let ann = scene.admin();
    ann.kick(&scene.room, home.user()).await;
    ann.sees_gone(&scene.room, home.user()).await;
    ann.invite(&scene.room, home.user()).await;
    let _bot = Process::start(&home);
    ann.sees_in(&scene.room, home.user()).await;
    ann.say(&scene.room, "!crisis new zealand").await;
    ann.hears_anywhere(home.user(), "1737").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_is_replaced_takes_its_schedules_along() {
    let home = Home::new(Synapse::shared().url()).await;
    let _bot = Process::start(&home);
    let scene = Scene::new(home.user(), Sealed::Yes, 1).await;
    let ann = scene.admin();
    let alone = direct(ann, home.user(), Sealed::Yes).await;
    ann.say(&scene.room, "!admin schedule add message \"daily 09:00\" --text \"Good morning\"")
        .await;
    ann.hears(&alone, home.user(), "The next times").await;
    let new = ann.upgrade(&scene.room, "12").await;
    ann.invite(&new, home.user()).await;
    ann.sees_in(&new, home.user()).await;
    ann.say(&new, "!admin schedule list").await;
    let list = ann.hears(&alone, home.user(), "daily 09:00|Daily at 09:00|every day").await;
    assert!(!list.body.contains("paused"), "{list:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_space_and_its_rooms_are_one_group() {
    let home = Home::new(Synapse::shared().url()).await;
    let _bot = Process::start(&home);
    let ann = Member::new(&crew().await, &unique("ann")).await;
    let space = ann.space("Harbour", &[home.user()]).await;
    ann.sees_in(&space, home.user()).await;
    let mut rooms = Vec::new();
    for name in ["Mornings", "Quiet evenings"] {
        let room = ann.room(name, Sealed::Yes, &[]).await;
        let via = json!({"via": [SERVER]});
        ann.set_state(&space, "m.space.child", &room, &via).await;
        ann.set_state(
            &room,
            "m.space.parent",
            &space,
            &json!({"via": [SERVER], "canonical": true}),
        )
        .await;
        ann.invite(&room, home.user()).await;
        ann.sees_in(&room, home.user()).await;
        rooms.push(room);
    }
    let alone = direct(&ann, home.user(), Sealed::Yes).await;
    ann.say(&rooms[0], "!admin schedule add message \"daily 09:00\" --text \"Good morning\"").await;
    ann.hears(&alone, home.user(), "The next times").await;
    ann.say(&rooms[1], "!admin schedule list").await;
    ann.hears(&alone, home.user(), "09:00").await;
    // By their names, also without the sign; and as the bot writes them, they can be typed.
    for (number, (typed, written)) in
        [("mornings", "#Mornings"), ("\"quiet evenings\"", "\"#Quiet evenings\"")]
            .into_iter()
            .enumerate()
    {
        let add = format!("admin schedule add message daily 1{number}:00 --room");
        ann.say(&rooms[0], &format!("!{add} {typed} --text Hello")).await;
        let slug = format!("message-1{number}00");
        ann.hears(&alone, home.user(), &format!("called {slug}")).await;
        ann.say(&rooms[0], &format!("!admin schedule remove {slug}")).await;
        let removed = ann.hears(&alone, home.user(), &format!("{slug} is removed")).await;
        let again = format!("{add} {written} --zone");
        assert!(removed.body.contains(&again), "{removed:#?}");
    }
    ann.say(&rooms[0], "!admin schedule add message daily 12:00 --room mornigs --text Hello").await;
    ann.hears(&alone, home.user(), "Did you mean Mornings").await;
}
