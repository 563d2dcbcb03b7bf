//! What features ask of the outbox.

use crate::fake::Act;
use crate::stage::{GROUP, Stage, direct, matrix_room, room, say};
use hearth::chat::message::Line;
use hearth::chat::prompt::{Choice, Delicacy, Prompt};
use hearth::ids::{OutboxId, PersonId, PromptId};
use hearth::outbox::ledger::{self, Counts};
use hearth::outbox::{self, Outgoing, Reason, State};
use jiff::SignedDuration;
use std::time::Duration;

#[tokio::test]
async fn the_same_key_is_kept_once_however_it_comes() {
    let stage = Stage::new().await;
    let out = stage.out(&room("#general"), "one");
    assert!(stage.push(&out).await.is_some());
    assert_eq!(stage.push(&out).await, None);
    let mut tx = stage.store.begin().await.expect("a transaction");
    let all = [out, stage.out(&room("#general"), "two"), stage.out(&room("#general"), "two")];
    assert_eq!(outbox::push_all(&mut tx, &all, stage.now()).await.expect("rows"), 1);
    tx.commit().await.expect("a commit");
    stage.settle().await;
    assert_eq!(stage.console.shows(&room("#general")), ["one", "two"]);
    assert_eq!(stage.push(&stage.out(&room("#general"), "one")).await, None, "after it was sent");
}

#[tokio::test]
async fn many_rows_are_what_single_ones_would_be() {
    let stage = Stage::new().await;
    stage.sql("insert into person (id, created_at) values (5, 0)").await;
    stage.sql("insert into prompt (id, kind, shown, created_at) values (9, 'test', '', 0)").await;
    let ask =
        Prompt::choices(PromptId(9), Delicacy::Health, vec![Choice::new("a", Line::text("A"))]);
    let rich = |key: &str| {
        let mut out = Outgoing::new(
            key,
            "rich",
            direct("ann"),
            say("\"é\" \u{0}").ask(ask.clone()),
            stage.now(),
        )
        .group(GROUP)
        .person(PersonId(5))
        .fallback(room("#general"))
        .expires_at(stage.now() + SignedDuration::from_hours(1))
        .late();
        out.due_at = stage.now() - SignedDuration::from_secs(1);
        out
    };
    stage.push(&rich("single")).await;
    let mut tx = stage.store.begin().await.expect("a transaction");
    outbox::push_all(&mut tx, &[rich("bulk")], stage.now()).await.expect("rows");
    let rows: Vec<String> = sqlx::query_scalar(
        "select json_array(kind, group_id, person_id, destination, message, fallback, prompt_id,
             state, reason, late, due_at, retry_at, expires_at, created_at, typeof(late))
         from outbox order by id",
    )
    .fetch_all(&mut *tx)
    .await
    .expect("rows");
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0], rows[1]);
    let of_prompt = outbox::rows_of_prompt(&mut tx, PromptId(9)).await.expect("rows");
    assert_eq!(of_prompt, [OutboxId(1), OutboxId(2)]);
    assert_eq!(outbox::drop_for_person(&mut tx, PersonId(5)).await.expect("rows"), 2);
    tx.commit().await.expect("a commit");
    stage.settle().await;
    assert!(stage.console.log().is_empty());
    assert_eq!(stage.ledger().await[0].reason, Some(Reason::Erased));
}

#[tokio::test]
async fn only_what_waits_can_be_withdrawn() {
    let stage = Stage::new().await;
    let sent = stage.push(&stage.out(&room("#general"), "one")).await.expect("a row");
    stage.settle().await;
    let waits = stage.push(&stage.out(&room("#general"), "two")).await.expect("a row");
    let mut tx = stage.store.begin().await.expect("a transaction");
    for (id, done) in [(sent, false), (waits, true), (waits, false), (OutboxId(99), false)] {
        let withdrawn = outbox::withdraw(&mut tx, id, Reason::Withdrawn).await.expect("a row");
        assert_eq!(withdrawn, done, "{id}");
    }
    assert!(!outbox::revise(&mut tx, waits, &say("x"), stage.now()).await.expect("a row"));
    tx.commit().await.expect("a commit");
    stage.settle().await;
    assert_eq!(stage.console.shows(&room("#general")), ["one"]);
}

#[tokio::test]
async fn the_text_is_gone_as_soon_as_it_is_not_needed() {
    let stage = Stage::new().await;
    stage.console.script(&room("#other"), [Act::Unsupported]);
    stage.console.script(&direct("ann"), [Act::Forbid]);
    for to in [room("#general"), room("#other"), direct("ann")] {
        stage.push(&stage.out(&to, &format!("secret for {to}"))).await;
    }
    stage.push(&stage.out(&room("#x"), "secret").expires_at(stage.now())).await;
    stage.settle().await;
    let mut tx = stage.store.read().await.expect("a view");
    let left: Vec<String> = sqlx::query_scalar("select message from outbox where message <> ''")
        .fetch_all(&mut *tx)
        .await
        .expect("rows");
    assert_eq!(left, [""; 0]);
}

#[tokio::test]
async fn the_ledger_counts_filters_and_turns_pages() {
    let mut stage = Stage::new().await;
    stage.console.script(&room("#general"), [Act::LoseBefore, Act::Deliver, Act::Unsupported]);
    stage.push(&stage.out(&room("#general"), "one")).await;
    stage.settle().await;
    stage.push(&stage.out(&room("#general"), "two")).await;
    let mut late = stage.out(&room("#general"), "three");
    late.due_at = stage.now() - SignedDuration::from_hours(1);
    stage.push(&late).await;
    stage.push(&stage.out(&room("#general"), "four").expires_at(stage.now())).await;
    stage.settle().await;
    let mut waits = stage.out(&room("#general"), "five");
    waits.due_at = stage.now() + SignedDuration::from_hours(1);
    stage.push(&waits).await;
    stage.leave_pending();

    let mut tx = stage.store.read().await.expect("a view");
    let counts = ledger::counts(&mut tx, GROUP).await.expect("counts");
    // The fourth that was sent tells the admins that something was not.
    let expected = Counts { waiting: 1, sent: 3, failed: 1, dropped: 1, late: 1, retried: 1 };
    assert_eq!(counts, expected);
    assert_eq!(ledger::totals(&mut tx).await.expect("counts"), expected);
    let sent = ledger::list(&mut tx, GROUP, Some(State::Sent), 10, None).await.expect("rows");
    assert_eq!(sent.len(), 3);
    let page = ledger::list(&mut tx, GROUP, None, 2, None).await.expect("rows");
    let rest = ledger::list(&mut tx, GROUP, None, 9, Some(page[1].id)).await.expect("rows");
    assert_eq!((page.len(), rest.len()), (2, 4));
    assert!(page[0].id > page[1].id && page[1].id > rest[0].id, "newest first");
}

#[tokio::test]
async fn the_ledger_forgets_in_time_but_not_what_can_still_be_answered() {
    let stage = Stage::new().await;
    stage.sql("insert into prompt (id, kind, shown, created_at) values (9, 'test', '', 0)").await;
    let mut asks = stage.out(&room("#general"), "asks");
    asks.message = asks.message.ask(Prompt::choices(PromptId(9), Delicacy::Harmless, Vec::new()));
    stage.push(&asks).await;
    stage.push(&stage.out(&room("#general"), "sent")).await;
    stage.push(&stage.out(&direct("ann"), "dropped").expires_at(stage.now())).await;
    stage.settle().await;
    let prune = async |days: i64| {
        let mut tx = stage.store.begin().await.expect("a transaction");
        let now =
            stage.now() + SignedDuration::from_hours(days * 24) + SignedDuration::from_secs(1);
        let gone = outbox::prune(&mut tx, now).await.expect("rows");
        tx.commit().await.expect("a commit");
        gone
    };
    assert_eq!(prune(29).await, 0);
    assert_eq!(prune(30).await, 1);
    assert_eq!(prune(90).await, 1);
    stage.sql("update prompt set closed_at = 1").await;
    assert_eq!(prune(90).await, 1);
}

#[tokio::test]
async fn a_destination_or_text_that_cannot_be_read_ends_in_the_ledger() {
    let stage = Stage::new().await;
    stage.push(&stage.out(&room("#general"), "one")).await;
    stage.push(&stage.out(&room("#other"), "two")).await;
    stage.push(&stage.out(&room("#general"), "three")).await;
    stage.sql("update outbox set message = 'rubbish' where id = 1").await;
    stage.sql("update outbox set destination = 'nowhere' where id = 2").await;
    stage.settle().await;
    let ledger = stage.ledger().await;
    assert_eq!(ledger[0].reason, Some(Reason::Unreadable));
    assert_eq!(ledger[1].reason, Some(Reason::Unreadable));
    assert_eq!(stage.console.shows(&room("#general")), ["three"]);
}

#[tokio::test]
async fn what_is_put_together_stands_in_the_order_in_which_it_was_put() {
    let stage = Stage::new().await;
    // More than one statement's worth, and no other order fits: not that of the keys, not backwards.
    let keys: Vec<String> = (0..5_000).map(|n| format!("m{}", n * 1_789 % 5_000)).collect();
    let many: Vec<Outgoing> = keys.iter().map(|key| stage.out(&room("#general"), key)).collect();
    let mut tx = stage.store.begin().await.expect("a transaction");
    outbox::push_all(&mut tx, &many, stage.now()).await.expect("rows");
    let put: Vec<String> = sqlx::query_scalar("select key from outbox order by id")
        .fetch_all(&mut *tx)
        .await
        .expect("rows");
    assert_eq!(put, keys);
}

#[tokio::test]
async fn a_long_queue_costs_no_more_per_message_than_a_short_one() {
    let mut stage = Stage::new().await;
    stage.leave_pending();
    // Tens of thousands behind one that must wait, and another platform's; then one that can go.
    let limit = Act::Limit(Duration::from_hours(1));
    stage.console.script(&room("#general"), [limit]);
    let many: Vec<Outgoing> = (0..40_000)
        .map(|n| {
            let to = if n % 2 == 0 { room("#general") } else { matrix_room("!a") };
            stage.out(&to, &format!("m{n}"))
        })
        .collect();
    let mut tx = stage.store.begin().await.expect("a transaction");
    let kept = outbox::push_all(&mut tx, &many, stage.now()).await.expect("rows");
    assert_eq!(kept, 40_000);
    stage.matrix.script(&matrix_room("!a"), [limit]);
    tx.commit().await.expect("a commit");
    let sender = stage.sender();
    sender.send_due(stage.now()).await.expect("the store answers");
    let ticks = || hearth::clock::Clock::ticks(&hearth::clock::SystemClock);
    let start = ticks();
    for n in 0..50 {
        stage.push(&stage.out(&room("#other"), &format!("other {n}"))).await;
        sender.send_due(stage.now()).await.expect("the store answers");
    }
    let took = ticks() - start;
    assert_eq!(stage.console.shows(&room("#other")).len(), 50);
    // A scan of the queue for each step would take more than ten times as long.
    assert!(took < 10_000, "{took} ms for 50 messages past a long queue");
}
