//! Many messages on their way out.

use crate::common::fill::{SCENE, fresh, remove};
use crate::common::report::Report;
use crate::common::stats::{short, time_async};
use crate::common::world::{World, runtime};
use hearth::chat::address::Address;
use hearth::chat::message::{Line, Message};
use hearth::clock::within;
use hearth::ids::{GroupId, PlatformId, RoomId};
use hearth::outbox::{Outgoing, Sender, push_all};
use std::sync::Arc;
use std::time::Duration;

/// Messages.
const MESSAGES: usize = 100_000;
/// The rooms they are for.
const ROOMS: usize = 1_000;
/// How long is sent.
const WHILE: Duration = Duration::from_secs(15);

pub(crate) fn measure(report: &mut Report) -> anyhow::Result<()> {
    runtime()?.block_on(async {
        let path = fresh("outbox", &[SCENE.to_owned()]).await?;
        let world = World::open(&path).await?;
        let (ctx, now) = (world.ctx(), world.now());
        let messages: Vec<Outgoing> = (0..MESSAGES)
            .map(|number| {
                let room = RoomId::new(PlatformId::Console, format!("#room{}", number % ROOMS));
                let text = Message::say(Line::text(format!("Message {number} of a long evening.")));
                Outgoing::new(format!("bench:{number}"), "bench", Address::Room(room), text, now)
                    .group(GroupId(1))
            })
            .collect();
        let (took, kept) = time_async(async {
            let mut kept = 0;
            for batch in messages.chunks(1_000) {
                let mut tx = ctx.store.begin().await?;
                kept += push_all(&mut tx, batch, now).await?;
                tx.commit().await?;
            }
            anyhow::Ok(kept)
        })
        .await;
        anyhow::ensure!(kept? == MESSAGES as u64, "all are new");
        report.note("100,000 messages put into the outbox, 1,000 at a time", short(took));
        let clock = Arc::clone(&ctx.clock);
        let sender = Sender::new(ctx.store.clone(), clock, ctx.platforms.clone(), ctx.bell.clone());
        let (took, done) = time_async(within(WHILE, sender.send_due(now))).await;
        if let Some(done) = done {
            done?;
        }
        let (sent, swapped) = world.platform.sends();
        anyhow::ensure!(swapped == 0, "{swapped} were sent after a later one");
        let rate = sent as f64 / took.as_secs_f64();
        let measured = format!("{rate:.0} a second ({sent} in {}, order kept)", short(took));
        report.note("sent, each marked before and noted after", measured);
        drop(sender);
        world.close().await;
        remove(&path)
    })
}
