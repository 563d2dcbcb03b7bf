//! Answers and edits that break off in the middle.

use crate::discord::member::Spot;
use crate::discord::still::Still;
use crate::discord::talk::{Talk, is_clean};
use crate::discord::world::PATIENCE;
use crate::process::Process;
use hearth::chat::address::Address;
use hearth::chat::message::{Line, Message};
use hearth::clock::Clock as _;
use hearth::ids::{PlatformId, RoomId};
use hearth::outbox::{self, Outgoing};
use serde_json::json;
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread")]
async fn of_a_long_answer_that_breaks_off_only_the_rest_comes_to_the_person_alone() {
    for fault in [json!({"kind": "status", "status": 404, "code": 10015}), json!({"kind": "abort"})]
    {
        let talk = Talk::greeted().await;
        let whole = talk.told("help", &[]).await.text;
        assert!(whole.len() > 2_000, "this is no long answer: {whole}");
        let wanted = lines(&whole);
        let seen = talk.ann.screen("UTC").await.len();
        let mut fault = fault;
        fault["method"] = json!("POST");
        fault["path"] = json!("/webhooks/*/*");
        talk.world.fault(fault.clone()).await;
        let asked = talk.ann.command(talk.room(), "help", &[]).await;
        assert!(asked.acknowledged);
        let last = whole.lines().rev().find(|line| !line.trim().is_empty()).expect("a line");
        let rest = loop {
            let rest = talk.ann.sees(&[last]).await;
            if rest.direct {
                break rest;
            }
            let version = talk.world.version().await;
            talk.world.wait(version, PATIENCE.as_secs_f64()).await;
        };
        let screen = talk.ann.screen("UTC").await;
        let said: Vec<&str> = screen[seen..].iter().map(|one| one.text.as_str()).collect();
        assert_eq!(lines(&said.join("\n")), wanted, "{fault}: each line once");
        assert!(rest.text.len() < whole.len(), "{rest:#?}");
        is_clean(&talk.bot, &[]);
        talk.world.is_clean().await;
    }
}

/// Every line with how often it is there.
fn lines(text: &str) -> BTreeMap<&str, usize> {
    let mut all = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        *all.entry(line).or_default() += 1;
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_somebody_has_read_is_not_replaced_after_a_kill() {
    let mut talk = Talk::greeted().await;
    // The session is written down in order, so that a kill finds it.
    let begun = talk.world.begun().await;
    assert!(talk.bot.stop().await.success(), "{:?}", talk.bot.log());
    talk.bot = Process::start(&talk.home);
    talk.world.connected(begun + 1).await;
    let options = [("when", json!("in 300d")), ("text", json!("call Sam"))];
    let met = talk.world.mend().await;
    // Discord shows the answer, and the bot never hears that it does.
    let hang = json!({"kind": "hang after", "path": "/interactions/*/callback"});
    talk.world.fault(hang).await;
    // Nor can it look after that, however long it lives: the turn is not over when it is killed.
    let path = "/webhooks/*/*/messages/*";
    talk.world.fault(json!({"kind": "hang", "method": "PATCH", "path": path})).await;
    talk.ann.begins(talk.room(), "remind add", &options).await;
    assert!(talk.world.met(met + 1, PATIENCE).await);
    let answer = talk.ann.sees(&["I'll remind you"]).await;
    let begun = talk.world.begun().await;
    talk.bot.kill();
    talk.world.mend().await;
    talk.bot = Process::start(&talk.home);
    talk.world.connected(begun + 1).await;
    // It comes again, and Discord says that it was answered.
    let mut version = 0;
    loop {
        let requests = talk.world.requests().await;
        let place = requests.iter().position(|one| one.code == Some(40060));
        if place.is_some_and(|place| requests.len() > place + 1) {
            break;
        }
        let now = talk.world.wait(version, PATIENCE.as_secs_f64()).await;
        assert!(now > version, "it did not come again");
        version = now;
    }
    talk.asks("after").await;
    let screen = talk.ann.screen("UTC").await;
    let now = screen.iter().find(|one| one.id == answer.id).expect("it stands");
    assert_eq!(now.text, answer.text);
    assert_eq!(screen.len(), 2, "{screen:#?}");
    is_clean(&talk.bot, &["call Sam"]);
    talk.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_that_is_longer_than_what_it_changes_says_all_of_it() {
    let still = Still::new(&["general"]).await;
    let (ctx, now) = (still.bot.ctx().clone(), still.clock.now());
    let to = Address::Room(RoomId::new(PlatformId::Discord, still.scene.room()));
    let long = |words: &str, paragraphs: usize| {
        (0..paragraphs).fold(Message::new(), |message, number| {
            message.paragraph(Line::text(format!("{words} {number} {}", "x".repeat(700))))
        })
    };
    let mut tx = ctx.store.begin().await.expect("a transaction");
    let out = Outgoing::new("news", "test", to, long("first", 1), now);
    let id = outbox::push(&mut tx, &out, now).await.expect("a row").expect("a new one");
    tx.commit().await.expect("a commit");
    ctx.bell.ring();
    still.ann.sees(&["first 0"]).await;
    let says = async |message: Message, last: &str, parts: usize| {
        let mut tx = ctx.store.begin().await.expect("a transaction");
        assert!(outbox::revise(&mut tx, id, &message, now).await.expect("a row"));
        tx.commit().await.expect("a commit");
        ctx.bell.ring();
        still.ann.sees(&[last]).await;
        still.counts("select count(*) from outbox where state = 'sending'", 0).await;
        let screen = still.ann.screen("UTC").await;
        let here = screen.iter().filter(|one| one.channel == still.scene.room());
        let here: Vec<&str> = here.map(|one| one.text.as_str()).collect();
        assert_eq!(here.len(), parts, "{last}: {here:#?}");
        here.join("\n")
    };
    let said = says(long("second", 5), "second 4", 3).await;
    assert!((0..5).all(|number| said.contains(&format!("second {number}"))), "{said}");
    // Shorter and longer again, within the minutes for which Discord knows a nonce.
    says(long("third", 1), "third 0", 1).await;
    let said = says(long("fourth", 5), "fourth 4", 3).await;
    assert!((0..5).all(|number| said.contains(&format!("fourth {number}"))), "{said}");
    let spot = Spot::Channel(still.scene.room());
    let asked = still.ann.command(spot, "crisis", &[]).await;
    still.ann.answer(&asked).await;
    still.world.is_clean().await;
}
