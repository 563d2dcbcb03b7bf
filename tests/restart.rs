//! The process is stopped at every step of every kind of delivery, and started again.
//!
//! After that each message stands where it should exactly once, or in the ledger with the reason
//! why it does not.

use crate::fake::{ABLE, Act, History};
use crate::stage::{Stage, direct, room};
use hearth::chat::address::Address;
use hearth::ids::OutboxId;
use hearth::outbox::{Checkpoint, Outgoing, Reason, State, Step};
use jiff::{SignedDuration, Timestamp};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What happens in the world while the process lives and dies.
struct Scenario {
    name: &'static str,
    /// Destination, fallback, and seconds to (or since) its time, per message.
    rows: fn(&Stage) -> Vec<Outgoing>,
    acts: fn(&Stage),
    /// Whether the first message is changed after all were sent.
    revise: bool,
}

fn plain(stage: &Stage, count: usize) -> Vec<Outgoing> {
    (0..count).map(|n| stage.out(&room("#general"), &format!("message {n}"))).collect()
}

const SCENARIOS: &[Scenario] = &[
    Scenario { name: "one message", rows: |s| plain(s, 1), acts: |_| (), revise: false },
    Scenario {
        name: "in order, in two rooms",
        rows: |s| {
            let to = ["#general", "#other", "#general", "#other", "#general"];
            let row = |(n, to): (usize, &&str)| s.out(&room(to), &format!("message {n}"));
            to.iter().enumerate().map(row).collect()
        },
        acts: |_| (),
        revise: false,
    },
    Scenario {
        name: "rate limited",
        rows: |s| plain(s, 2),
        acts: |s| {
            let limit = Act::Limit(Duration::from_secs(30));
            s.console.script(&room("#general"), [limit, limit, Act::Deliver, limit]);
        },
        revise: false,
    },
    Scenario {
        name: "broken connections",
        rows: |s| plain(s, 2),
        acts: |s| {
            let acts =
                [Act::LoseBefore, Act::LoseAfter, Act::LoseBefore, Act::Deliver, Act::LoseAfter];
            s.console.script(&room("#general"), acts);
        },
        revise: false,
    },
    Scenario {
        name: "to the fallback",
        rows: |s| {
            let mut rows = vec![s.out(&direct("ann"), "message 0").fallback(room("#general"))];
            rows.extend([
                s.out(&room("#general"), "message 1"),
                s.out(&direct("ann"), "message 2"),
            ]);
            rows
        },
        acts: |s| s.console.script(&direct("ann"), [Act::Forbid]),
        revise: false,
    },
    Scenario {
        name: "gone for good",
        rows: |s| plain(s, 2),
        acts: |s| s.console.script(&room("#general"), [Act::Gone]),
        revise: false,
    },
    Scenario { name: "edited", rows: |s| plain(s, 2), acts: |_| (), revise: true },
    Scenario {
        name: "edited over a bad line",
        rows: |s| plain(s, 1),
        acts: |s| {
            let limit = Act::Limit(Duration::from_secs(5));
            let acts = [Act::Deliver, Act::LoseAfter, limit, Act::LoseBefore];
            s.console.script(&room("#general"), acts);
        },
        revise: true,
    },
    Scenario {
        name: "with an end",
        rows: |s| {
            let end = s.now() + SignedDuration::from_mins(30);
            plain(s, 3).into_iter().map(|out| out.expires_at(end)).collect()
        },
        acts: |s| {
            let limit = Act::Limit(Duration::from_secs(1_795));
            s.console.script(&room("#general"), [Act::Deliver, limit, Act::LoseAfter]);
        },
        revise: false,
    },
    Scenario {
        name: "late",
        rows: |s| {
            let mut rows = plain(s, 2);
            for out in &mut rows {
                out.due_at = s.now() - SignedDuration::from_mins(10);
            }
            rows
        },
        acts: |s| s.console.script(&room("#general"), [Act::AnswerLate(Duration::from_secs(90))]),
        revise: false,
    },
    Scenario {
        name: "killed by the platform's side",
        rows: |s| plain(s, 3),
        acts: |s| {
            s.console.script(&room("#general"), [Act::DieBefore, Act::DieAfter, Act::DieAfter]);
        },
        revise: false,
    },
    Scenario {
        name: "unsupported, then well",
        rows: |s| plain(s, 2),
        acts: |s| s.console.script(&room("#general"), [Act::Unsupported]),
        revise: false,
    },
];

/// How long the process is away, and what the platform can tell afterwards.
#[derive(Debug, Clone, Copy)]
struct Absence {
    span: SignedDuration,
    history: History,
}

const ABSENCES: [Absence; 3] = [
    Absence { span: SignedDuration::from_secs(10), history: History::Closed },
    Absence { span: SignedDuration::from_hours(1), history: History::Searchable },
    Absence { span: SignedDuration::from_hours(1), history: History::Closed },
];

/// Stops the process after so many steps; after a restart again after so many more, and so on.
pub(crate) struct StopAt(Mutex<VecDeque<u32>>);

impl StopAt {
    pub(crate) fn new(steps: impl IntoIterator<Item = u32>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(steps.into_iter().collect())))
    }

    /// Whether the process has been stopped as often as was asked for.
    fn spent(&self) -> bool {
        self.0.lock().expect("no test panics here").is_empty()
    }
}

impl Checkpoint for StopAt {
    fn reach(&self, step: Step) -> anyhow::Result<()> {
        let mut stops = self.0.lock().expect("no test panics here");
        match stops.front_mut() {
            Some(0) => {
                stops.pop_front();
                anyhow::bail!("stopped at {step:?}")
            }
            Some(left) => *left -= 1,
            None => {}
        }
        Ok(())
    }
}

/// Sends all there is; the process dies where the checkpoint or the platform says, is away for a
/// while, and comes back.
pub(crate) async fn live_through(stage: &Stage, stop: &Arc<StopAt>, away: SignedDuration) {
    let mut sender = stage.sender_with(stop.clone());
    for _ in 0..3_000 {
        let now: Timestamp = stage.now();
        let result = tokio::select! {
            result = sender.send_due(now) => Some(result),
            () = stage.console.died() => None,
        };
        match result {
            Some(Ok(None)) => return,
            Some(Ok(Some(next))) => stage.clock.set(next.max(stage.now())),
            Some(Err(_)) | None => {
                stage.advance(away);
                sender = stage.sender_with(stop.clone());
            }
        }
    }
    panic!("deliveries do not come to an end");
}

async fn play(scenario: &Scenario, absence: Absence, step: u32) -> bool {
    let stage = Stage::with(ABLE, absence.history).await;
    (scenario.acts)(&stage);
    let rows = (scenario.rows)(&stage);
    let mut ids = Vec::new();
    for out in &rows {
        ids.push(stage.push(out).await.expect("a new row"));
    }
    let kill = StopAt::new([step]);
    live_through(&stage, &kill, absence.span).await;
    let mut texts: Vec<String> = rows.iter().map(|out| out.key.clone()).collect();
    if scenario.revise && stage.revise(ids[0], "message 0, changed").await {
        texts[0].push_str(", changed");
        live_through(&stage, &kill, absence.span).await;
    }
    let context = format!("{}, stopped at step {step}, {absence:?}", scenario.name);
    check(&stage, &rows, &ids, &texts, absence.history, &context).await;
    kill.spent()
}

/// The promise.
pub(crate) async fn check(
    stage: &Stage,
    rows: &[Outgoing],
    ids: &[OutboxId],
    texts: &[String],
    history: History,
    context: &str,
) {
    let ledger = stage.ledger().await;
    let rooms = stage.console.rooms();
    for ((out, id), text) in rows.iter().zip(ids).zip(texts) {
        let entry = ledger.iter().find(|entry| entry.id == *id).expect("an entry");
        let shown = rooms.values().flatten().filter(|shown| shown.text == *text).count();
        let context = format!("{context}: {entry:?} {rooms:?}");
        match (entry.state, entry.reason) {
            (State::Sent, _) => assert_eq!(shown, 1, "sent, so shown once; {context}"),
            (State::Failed, Some(Reason::Unknown)) => {
                assert_eq!(history, History::Closed, "it can be looked up; {context}");
                assert!(shown <= 1, "{context}");
            }
            (State::Failed, Some(Reason::Transport)) => assert!(shown <= 1, "{context}"),
            (State::Failed | State::Dropped, Some(_)) => assert_eq!(shown, 0, "{context}"),
            _ => panic!("neither delivered nor explained; {context}"),
        }
        if entry.state == State::Sent && entry.due_at < out.due_at.max(stage.now()) {
            let late = out.due_at < "2026-03-28T17:59:00Z".parse().expect("an instant");
            assert!(entry.late || !late, "it was late; {context}");
        }
    }
    in_order(stage, rows, texts, context);
}

/// What stands where it was first meant to stand, stands there in the order of its rows.
fn in_order(stage: &Stage, rows: &[Outgoing], texts: &[String], context: &str) {
    let places: std::collections::BTreeSet<String> =
        rows.iter().map(|out| out.to.to_string()).collect();
    for place in places {
        let to: Address = place.parse().expect("an address");
        let own: Vec<&String> =
            rows.iter().zip(texts).filter(|(out, _)| out.to == to).map(|(_, text)| text).collect();
        let shown = stage.console.shows(&to);
        let positions: Vec<usize> =
            shown.iter().filter_map(|text| own.iter().position(|own| *own == text)).collect();
        assert!(positions.is_sorted(), "{context}: {place} shows {shown:?}");
    }
}

#[tokio::test]
async fn a_restart_at_any_step_loses_nothing_and_says_nothing_twice() {
    let mut covered = 0;
    for scenario in SCENARIOS {
        for absence in ABSENCES {
            let mut step = 0;
            while play(scenario, absence, step).await {
                step += 1;
                assert!(step < 500, "{}: this does not come to an end", scenario.name);
            }
            assert!(step >= 4, "{}: only {step} steps to stop at", scenario.name);
            covered += step;
        }
    }
    assert!(covered >= 800, "{covered} stops were tried; some scenario has become too short");
}
