//! Tells the organizers once when a resource of their own has grown old, and once when it is hidden.

use super::checked::Freshness;
use super::own;
use crate::chat::message::Message;
use crate::engine::ctx::Ctx;
use crate::engine::directory;
use crate::job::handlers::{Handler, Work};
use crate::job::{self, Due, NewJob};
use crate::outbox;
use crate::store::Tx;
use crate::words::{Arg, Words};
use jiff::{SignedDuration, Timestamp};

/// The key and kind of the daily job.
pub const KIND: &str = "resource_check";

/// Takes it.
pub const HANDLER: Handler = Handler {
    kind: KIND,
    work: Work::Inside(|ctx, tx, jobs, now| Box::pin(check(ctx, tx, jobs, now))),
};

async fn check(ctx: &Ctx, tx: &mut Tx, _jobs: &[Due], now: Timestamp) -> anyhow::Result<()> {
    for group in own::groups(tx).await? {
        let zone = directory::group_zone(tx, group, &ctx.defaults).await?;
        let today = now.to_zoned(zone).date();
        let language = crate::engine::settings::get(tx, group, "language").await?;
        let words = Words::new(language.as_deref().unwrap_or(&ctx.defaults.language));
        for own in own::all(tx, group).await? {
            let confirm = Arg::command(format!("admin resource confirm {}", own.resource.slug));
            let (state, line) = match own.resource.freshness(today) {
                Freshness::Fresh => continue,
                Freshness::Flagged => {
                    ("flagged", words.resource_grew_old(&own.resource.name, confirm))
                }
                Freshness::Hidden => {
                    ("hidden", words.resource_was_hidden(&own.resource.name, confirm))
                }
            };
            // The row says so, because the outbox forgets what was sent long ago.
            let age = format!("{state}:{}", own.resource.checked);
            if own.told.as_ref() == Some(&age) {
                continue;
            }
            let key = format!("resource:{}:{age}", own.id);
            if outbox::tell_admins(tx, group, &key, Message::say(line), now).await?.is_some() {
                own::told(tx, own.id, &age).await?;
            }
        }
    }
    let next = now.saturating_add(SignedDuration::from_hours(24))?;
    job::put(tx, &NewJob::new(KIND, KIND, 0, "", next)).await?;
    Ok(())
}
