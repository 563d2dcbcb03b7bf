//! What the sender makes of what platforms do.

use crate::fake::{ABLE, Act, History};
use crate::restart::{StopAt, check, live_through};
use crate::stage::{GROUP, Stage, direct, matrix_room, room};
use hearth::chat::address::Address;
use hearth::chat::platform::Capabilities;
use hearth::chat::platforms::Platforms;
use hearth::outbox::ledger::Destination;
use hearth::outbox::{Outgoing, Pace, Reason, State};
use jiff::SignedDuration;
use proptest::prelude::*;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The state and reason of the first row.
async fn first(stage: &Stage) -> (State, Option<Reason>) {
    let ledger = stage.ledger().await;
    let entry = ledger.first().expect("a row");
    (entry.state, entry.reason)
}

#[tokio::test]
async fn what_a_platform_answers_decides_what_the_ledger_says() {
    let minute = Duration::from_mins(1);
    let table: &[(&[Act], State, Option<Reason>, u32)] = &[
        (&[], State::Sent, None, 1),
        (&[Act::Limit(minute), Act::Limit(minute)], State::Sent, None, 1),
        (&[Act::LoseBefore, Act::LoseAfter], State::Sent, None, 3),
        (&[Act::Panic], State::Sent, None, 2),
        (&[Act::Hang], State::Sent, None, 2),
        (&[Act::Gone], State::Failed, Some(Reason::Gone), 1),
        (&[Act::Forbid], State::Failed, Some(Reason::Forbidden), 1),
        (&[Act::Unsupported], State::Failed, Some(Reason::Unsupported), 1),
        (&[Act::LoseAfter, Act::Forbid], State::Sent, None, 2),
        (&[Act::LoseBefore, Act::Forbid], State::Failed, Some(Reason::Forbidden), 2),
    ];
    for (acts, state, reason, attempts) in table {
        let mut stage = Stage::new().await;
        if acts.contains(&Act::Hang) {
            stage.lose_patience();
        }
        stage.console.script(&room("#general"), acts.iter().copied());
        stage.push(&stage.out(&room("#general"), "good morning")).await;
        stage.settle().await;
        assert_eq!(first(&stage).await, (*state, *reason), "{acts:?}");
        assert_eq!(stage.ledger().await[0].attempts, *attempts, "{acts:?}");
        let shown = usize::from(*state == State::Sent);
        assert_eq!(stage.console.shows(&room("#general")).len(), shown, "{acts:?}");
    }
}

#[tokio::test]
async fn a_rate_limit_holds_back_its_destination_alone_and_keeps_its_order() {
    let stage = Stage::new().await;
    stage.console.script(&room("#general"), [Act::Limit(Duration::from_secs(30))]);
    for (to, text) in [("#general", "one"), ("#general", "two"), ("#other", "three")] {
        stage.push(&stage.out(&room(to), text)).await;
    }
    let sender = stage.sender();
    let next = sender.send_due(stage.now()).await.expect("the store answers");
    assert_eq!(next, Some(stage.now() + SignedDuration::from_secs(30)));
    assert_eq!(stage.console.shows(&room("#general")), [""; 0]);
    assert_eq!(stage.console.shows(&room("#other")), ["three"]);
    stage.settle().await;
    assert_eq!(stage.console.shows(&room("#general")), ["one", "two"]);
}

#[tokio::test]
async fn a_platform_that_is_out_of_reach_is_given_up_after_a_day() {
    let stage = Stage::new().await;
    stage.console.script(&room("#general"), vec![Act::LoseBefore; 5_000]);
    stage.push(&stage.out(&room("#general"), "good morning")).await;
    let start = stage.now();
    stage.settle().await;
    assert_eq!(first(&stage).await, (State::Failed, Some(Reason::Transport)));
    let took = stage.now().duration_since(start);
    assert!(
        took >= SignedDuration::from_hours(24) && took < SignedDuration::from_hours(25),
        "{took}"
    );
    assert_eq!(stage.console.shows(&room("#staff")).len(), 1, "its admins are told");
}

#[tokio::test]
async fn a_room_that_refuses_is_paused_told_once_tried_daily_and_resumed() {
    let stage = Stage::new().await;
    stage.console.script(&room("#general"), [Act::Forbid, Act::Forbid]);
    stage.push(&stage.out(&room("#general"), "one")).await;
    stage.push(&stage.out(&room("#general"), "two")).await;
    stage.settle().await;
    let told = stage.console.shows(&room("#staff"));
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("#general"), "{told:?}");
    let reasons = |ledger: Vec<hearth::outbox::ledger::Entry>| {
        ledger.into_iter().filter(|e| e.kind == "test").map(|e| e.reason).collect::<Vec<_>>()
    };
    assert_eq!(reasons(stage.ledger().await), [Some(Reason::Forbidden), Some(Reason::Paused)]);

    stage.advance(SignedDuration::from_hours(24));
    stage.push(&stage.out(&room("#general"), "three")).await;
    stage.settle().await;
    assert_eq!(stage.console.shows(&room("#staff")).len(), 1, "not told again");
    stage.advance(SignedDuration::from_hours(24));
    stage.push(&stage.out(&room("#general"), "four")).await;
    stage.push(&stage.out(&room("#general"), "five")).await;
    stage.settle().await;
    assert_eq!(stage.console.shows(&room("#general")), ["four", "five"]);
}

#[tokio::test]
async fn a_fallback_is_taken_once_and_says_why_in_the_ledger() {
    let stage = Stage::new().await;
    stage.console.script(&direct("ann"), [Act::Forbid]);
    stage.console.script(&room("#other"), [Act::Gone]);
    stage.push(&stage.out(&direct("ann"), "one").fallback(room("#general"))).await;
    stage.push(&stage.out(&direct("ann"), "two")).await;
    stage.push(&stage.out(&room("#other"), "three").fallback(direct("bob"))).await;
    stage.settle().await;
    assert_eq!(stage.console.shows(&room("#general")), ["one"]);
    assert_eq!(stage.console.shows(&direct("ann")), ["two"]);
    assert_eq!(stage.console.shows(&direct("bob")), ["three"]);
    let ledger = stage.ledger().await;
    assert_eq!((ledger[0].state, ledger[0].reason), (State::Sent, Some(Reason::Forbidden)));
    assert_eq!(ledger[1].to, Destination::Person, "the ledger does not say who");
}

#[tokio::test]
async fn time_decides_what_is_late_and_what_is_too_late() {
    let minute = SignedDuration::from_mins(1);
    // Seconds since its time, seconds until its end: what becomes of it.
    let table = [
        (0, None, State::Sent, false),
        (60, None, State::Sent, false),
        (61, None, State::Sent, true),
        (90, Some(1), State::Sent, true),
        (0, Some(0), State::Dropped, false),
        (90, Some(-1), State::Dropped, false),
    ];
    for (since, until, state, late) in table {
        let stage = Stage::new().await;
        let mut out = stage.out(&room("#general"), "good morning");
        out.due_at = stage.now() - SignedDuration::from_secs(since);
        out.expires_at = until.map(|until| stage.now() + SignedDuration::from_secs(until));
        stage.push(&out).await;
        stage.settle().await;
        let entry = stage.ledger().await.remove(0);
        assert_eq!((entry.state, entry.late), (state, late), "{since} {until:?}");
    }
    let stage = Stage::new().await;
    let mut out = stage.out(&room("#general"), "good morning");
    out.due_at = stage.now() + minute;
    stage.push(&out).await;
    let next = stage.sender().send_due(stage.now()).await.expect("the store answers");
    assert_eq!(next, Some(out.due_at), "not before its time");
    assert_eq!(stage.console.shows(&room("#general")), [""; 0]);
    stage.settle().await;
    assert_eq!(stage.console.shows(&room("#general")), ["good morning"]);
}

#[tokio::test]
async fn changes_become_one_edit_of_what_was_sent() {
    let stage = Stage::new().await;
    let id = stage.push(&stage.out(&room("#general"), "one")).await.expect("a new row");
    assert!(stage.revise(id, "two").await);
    stage.settle().await;
    assert_eq!(stage.console.shows(&room("#general")), ["two"], "changed before it was sent");
    for text in ["three", "four", "five"] {
        assert!(stage.revise(id, text).await);
    }
    stage.settle().await;
    let shown = &stage.console.rooms()["room:console:#general"];
    assert_eq!((shown[0].text.as_str(), shown[0].edits, shown.len()), ("five", 1, 1));
    // Where somebody has deleted the message, that is the end of it.
    stage.console.script(&room("#general"), [Act::Gone]);
    assert!(stage.revise(id, "six").await);
    stage.settle().await;
    assert_eq!(first(&stage).await, (State::Sent, Some(Reason::Gone)));
}

#[tokio::test]
async fn a_platform_that_cannot_edit_is_not_asked_to() {
    let stage = Stage::with(Capabilities { edit: false, ..ABLE }, History::Closed).await;
    let id = stage.push(&stage.out(&room("#general"), "one")).await.expect("a new row");
    stage.settle().await;
    assert!(stage.revise(id, "two").await);
    stage.settle().await;
    assert_eq!(stage.console.log().len(), 1);
    assert_eq!(first(&stage).await.0, State::Sent);
}

#[tokio::test]
async fn a_change_while_the_first_try_is_unknown_is_made_sure_of() {
    let stage = Stage::new().await;
    stage.console.script(&room("#general"), [Act::LoseAfter]);
    let id = stage.push(&stage.out(&room("#general"), "one")).await.expect("a new row");
    stage.sender().send_due(stage.now()).await.expect("the store answers");
    assert!(stage.revise(id, "two").await);
    stage.settle().await;
    assert_eq!(stage.console.shows(&room("#general")), ["two"]);
}

#[tokio::test]
async fn a_platform_that_is_not_switched_on_keeps_its_messages_and_nobody_elses() {
    let mut stage = Stage::new().await;
    let end = stage.now() + SignedDuration::from_mins(5);
    stage.push(&stage.out(&matrix_room("!a"), "one")).await;
    stage.push(&stage.out(&matrix_room("!a"), "two").expires_at(end)).await;
    stage.push(&stage.out(&room("#general"), "three")).await;
    let only = Platforms::new().with(stage.console.clone());
    let clock = Arc::new(stage.clock.clone());
    let sender = hearth::outbox::Sender::new(stage.store.clone(), clock, only, stage.bell.clone());
    assert_eq!(sender.send_due(stage.now()).await.expect("the store answers"), None);
    assert_eq!(stage.console.shows(&room("#general")), ["three"]);
    stage.clock.set(end);
    sender.send_due(end).await.expect("the store answers");
    let ledger = stage.ledger().await;
    assert_eq!((ledger[0].state, ledger[1].state), (State::Pending, State::Dropped));
    stage.leave_pending();
}

#[tokio::test]
async fn live_a_platform_that_hangs_does_not_stop_another() {
    let mut stage = Stage::new().await;
    // More rooms than are served at a time.
    for n in 0..40 {
        let to = room(&format!("#{n}"));
        stage.console.script(&to, [Act::Hang]);
        stage.push(&stage.out(&to, &format!("console {n}"))).await;
    }
    stage.matrix.script(&matrix_room("!a"), [Act::Limit(Duration::from_secs(30))]);
    let sender = stage.sender().pace(Pace::SideBySide).patience(Duration::from_hours(1));
    let stop = CancellationToken::new();
    let story = async {
        stage.console.called(16).await;
        for n in 0..30 {
            let to = matrix_room(if n % 2 == 0 { "!a" } else { "!b" });
            stage.push(&stage.out(&to, &format!("matrix {n}"))).await;
        }
        // All of !b, and one that !a refused.
        stage.matrix.called(16).await;
        stage.advance(SignedDuration::from_secs(30));
        stage.matrix.called(31).await;
        assert_eq!(stage.matrix.shows(&matrix_room("!a")).len(), 15);
        assert_eq!(stage.matrix.shows(&matrix_room("!b")).len(), 15);
    };
    tokio::select! {
        () = sender.run(stop.clone()) => panic!("nobody has stopped it"),
        () = story => {}
    }
    stage.leave_pending();
}

#[tokio::test]
async fn live_stop_ends_the_loop_and_a_retry_wakes_it() {
    let stage = Stage::new().await;
    stage.console.script(&room("#general"), [Act::LoseBefore, Act::Limit(Duration::from_secs(9))]);
    stage.push(&stage.out(&room("#general"), "one")).await;
    let sender = stage.sender();
    let stop = CancellationToken::new();
    let story = async {
        stage.console.called(1).await;
        // The clock moves before the result is written, or after: either way it is noticed.
        while stage.totals().await.sent == 0 {
            stage.advance(SignedDuration::from_secs(1));
            tokio::task::yield_now().await;
        }
        stop.cancel();
    };
    tokio::join!(sender.run(stop.clone()), story);
    assert_eq!(stage.console.shows(&room("#general")), ["one"]);
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => Just(Act::Deliver),
        2 => Just(Act::LoseBefore),
        2 => Just(Act::LoseAfter),
        1 => (1_u64..400).prop_map(|s| Act::Limit(Duration::from_secs(s))),
        1 => (1_u64..400).prop_map(|s| Act::AnswerLate(Duration::from_secs(s))),
        1 => Just(Act::Forbid),
        1 => Just(Act::Gone),
        1 => Just(Act::Unsupported),
        1 => Just(Act::Panic),
        2 => Just(Act::DieBefore),
        2 => Just(Act::DieAfter),
    ]
}

fn places() -> [Address; 3] {
    [room("#general"), room("#other"), direct("ann")]
}

/// Rows with where they go, where else, and how long; what the platform does in which place; at which
/// steps the process ends, and for how long.
async fn by_chance(
    rows: &[(usize, Option<usize>, Option<i64>)],
    acts: &[(usize, Act)],
    stops: &[u32],
    away: i64,
    searchable: bool,
) {
    let history = if searchable { History::Searchable } else { History::Closed };
    let stage = Stage::with(ABLE, history).await;
    for (place, act) in acts {
        stage.console.script(&places()[*place], [*act]);
    }
    let mut outs: Vec<Outgoing> = Vec::new();
    let mut ids = Vec::new();
    for (n, (to, fallback, end)) in rows.iter().enumerate() {
        let mut out = stage.out(&places()[*to], &format!("message {n}")).group(GROUP);
        out.fallback = fallback.filter(|place| place != to).map(|n| places()[n].clone());
        out.expires_at = end.map(|end| stage.now() + SignedDuration::from_secs(end));
        ids.push(stage.push(&out).await.expect("a new row"));
        outs.push(out);
    }
    let stop = StopAt::new(stops.iter().copied());
    live_through(&stage, &stop, SignedDuration::from_secs(away)).await;
    let texts: Vec<String> = outs.iter().map(|out| out.key.clone()).collect();
    check(&stage, &outs, &ids, &texts, history, "by chance").await;
}

#[tokio::test]
async fn a_try_is_repeated_only_while_the_platform_knows_it_when_it_is_repeated() {
    let acts = [
        (2, Act::LoseAfter),
        (1, Act::LoseBefore),
        (1, Act::Deliver),
        // In the meantime the platform forgets what came to the other place.
        (1, Act::AnswerLate(Duration::from_secs(267))),
    ];
    by_chance(&[(1, None, None), (2, None, None)], &acts, &[17], 33, false).await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_nothing_is_lost_doubled_or_out_of_order(
        rows in proptest::collection::vec((0_usize..3, proptest::option::of(0_usize..3), proptest::option::of(0_i64..900)), 1..8),
        acts in proptest::collection::vec((0_usize..3, act()), 0..16),
        stops in proptest::collection::vec(0_u32..25, 0..6),
        away in 1_i64..700,
        searchable in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(by_chance(&rows, &acts, &stops, away, searchable));
    }
}
