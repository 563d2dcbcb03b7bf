//! A flood of commands from one member.

use super::is_clean;
use crate::matrix::home::{Home, unique};
use crate::matrix::process::Process;
use crate::matrix::raw::Raw;
use crate::matrix::synapse::Synapse;
use futures_util::StreamExt as _;
use futures_util::stream;
use serde_json::Value;
use std::collections::HashSet;

/// How many commands.
const FLOOD: usize = 1_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_commands_of_one_member_are_answered_and_hold_up_nobody() {
    let url = Synapse::shared().url();
    let home = Home::new(url).await;
    let bot = Process::start(&home);
    let ann = Raw::register(url, &unique("ann")).await.expect("an account");
    let ben = Raw::register(url, &unique("ben")).await.expect("an account");
    let mut rooms = Vec::new();
    for one in [&ann, &ben] {
        let room = one.direct(home.user()).await.expect("a room");
        one.wait_joined(&room, home.user()).await.expect("the bot comes");
        rooms.push(room);
    }
    let lines = (0..FLOOD).map(|number| format!("crisis nothing-{number}"));
    let said = stream::iter(lines).map(|line| {
        let (ann, room) = (&ann, &rooms[0]);
        async move { ann.say(room, &line).await.expect("said") }
    });
    let said: Vec<String> = said.buffer_unordered(20).collect().await;
    assert_eq!(said.len(), FLOOD);
    ben.say(&rooms[1], "crisis").await.expect("said");
    until_answered(&ben, &rooms[1], home.user(), 1).await;
    let waiting = FLOOD - answers(&ann, &rooms[0], home.user()).await.len();
    until_answered(&ann, &rooms[0], home.user(), FLOOD).await;
    let answers = answers(&ann, &rooms[0], home.user()).await;
    assert_eq!(answers.len(), FLOOD, "{waiting} were waiting when Ben was answered");
    let bodies = |event: &Value| event["content"]["body"].as_str().unwrap_or_default().to_owned();
    let bodies: Vec<String> = answers.iter().map(bodies).collect();
    for number in 0..FLOOD {
        let word = format!("nothing-{number}”");
        let times = bodies.iter().filter(|body| body.contains(&word)).count();
        assert_eq!(times, 1, "answers to number {number}; the first answer: {}", bodies[0]);
    }
    is_clean(&bot, &["nothing-"]);
}

/// Returns when there are so many messages of the bot in a room.
async fn until_answered(one: &Raw, room: &str, bot: &str, count: usize) {
    let next = |news: &Value| news["next_batch"].as_str().map(str::to_owned);
    let mut since = next(&one.sync(None).await.expect("news"));
    let id = |event: &Value| event["event_id"].to_string();
    let mut seen: HashSet<String> = answers(one, room, bot).await.iter().map(id).collect();
    while seen.len() < count {
        // What comes is counted as it comes: the whole room is too long to be read each time.
        let news = one.sync(since.as_deref()).await.expect("news");
        since = next(&news);
        let events = &news["rooms"]["join"][room]["timeline"]["events"];
        let own = events.as_array().into_iter().flatten().filter(|event| says(event, bot));
        seen.extend(own.map(id));
    }
}

async fn answers(one: &Raw, room: &str, bot: &str) -> Vec<Value> {
    let history = one.history(room).await.expect("the room");
    history.into_iter().filter(|event| says(event, bot)).collect()
}

/// Whether it is a message of the bot.
fn says(event: &Value, bot: &str) -> bool {
    event["sender"] == bot && event["type"] == "m.room.message"
}
