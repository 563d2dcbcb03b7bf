//! What is said to an interaction that the engine does not get: it could not be read, or too many wait.
//!
//! A sentence that asks for another try is no answer to a call for help: that gets crisis help here, as
//! the command itself gives it.

use crate::chat::event::{Place as Where, RoomKind};
use crate::chat::message::{Line, Message};
use crate::clock::within;
use crate::command::parse;
use crate::command::resolve::exact;
use crate::engine::directory;
use crate::engine::turn::Profile;
use crate::feature::crisis;
use crate::feature::crisis::command::{COMMAND, COUNTRY};
use crate::ids::{AccountId, PlatformId};
use crate::platform::discord::answer;
use crate::platform::discord::edge::Edge;
use crate::platform::discord::read::{account, invoked, room, text};
use crate::platform::discord::turn::Asked;
use crate::schedule::day;
use crate::words::Words;
use serde_json::Value;
use std::time::Duration;

/// For how long it is looked up where somebody lives. The person waits for help meanwhile.
const LOOK: Duration = Duration::from_millis(500);

/// What is known of such an interaction.
pub(super) struct Lost {
    path: String,
    options: Vec<(String, String)>,
    account: Option<AccountId>,
    guild: Option<String>,
}

impl Lost {
    /// Of one that could not be read: whatever can be found in it.
    pub(super) fn found_in(data: &Value) -> Self {
        let read = invoked(&data["data"]);
        let named = |user: &Value| Some(text(&user["id"])).filter(|id| !id.is_empty());
        let user = named(&data["member"]["user"]).or_else(|| named(&data["user"]));
        Self {
            path: read.path,
            options: read.options,
            account: user.map(|id| account(&id)),
            guild: data["guild_id"].as_str().map(str::to_owned),
        }
    }

    /// Of one that was read, and asks for this.
    pub(super) fn new(
        path: String,
        options: Vec<(String, String)>,
        account: AccountId,
        guild: Option<String>,
    ) -> Self {
        Self { path, options, account: Some(account), guild }
    }
}

/// Says the sentence, or crisis help where that is what was asked for.
pub(super) async fn say(edge: &Edge, asked: &Asked, lost: &Lost, line: fn(&Words) -> Line) {
    let words = edge.words_in(asked.locale.as_deref());
    let message = if exact(&lost.path).is_some_and(|command| command.path == COMMAND.path) {
        help(edge, &words, lost).await
    } else {
        Message::say(line(&words))
    };
    answer::say_all(edge, asked, &message, &[]).await;
}

async fn help(edge: &Edge, words: &Words, lost: &Lost) -> Message {
    let profile = match within(LOOK, profile(edge, lost)).await {
        Some(Ok(Some(profile))) => profile,
        // Also when the store does not answer, and without a word about it: nobody who looks for help
        // leaves a trace.
        Some(Ok(None) | Err(_)) | None => directory::default_profile(&edge.defaults),
    };
    let typed = parse::named(&COMMAND, &lost.options, Vec::new()).ok();
    let typed = typed.as_ref().and_then(|args| args.text(COUNTRY));
    let own = profile.country_chosen.then_some(profile.country.as_str());
    let today = day::day_of(edge.clock.now(), &profile.zone, profile.day_start);
    crisis::asked(words, typed, own, today)
}

/// What holds for whoever asks, where the store knows them or their group.
async fn profile(edge: &Edge, lost: &Lost) -> sqlx::Result<Option<Profile>> {
    let Some(account) = &lost.account else { return Ok(None) };
    let mut conn = edge.store.glance().await?;
    let person = directory::person_of(&mut conn, account).await?;
    let group = match &lost.guild {
        Some(guild) => directory::group_at(&mut conn, PlatformId::Discord, guild).await?,
        None => {
            let place = Where { room: room("0"), kind: RoomKind::Direct, community: None };
            let now = edge.clock.now();
            directory::group_of(&mut conn, PlatformId::Discord, &place, person, now).await?
        }
    };
    Ok(match (person, group) {
        (_, Some(group)) => {
            Some(directory::profile_and_zone(&mut conn, account, group, &edge.defaults).await?.0)
        }
        (Some(person), None) => {
            Some(directory::profile_of(&mut conn, person, None, &edge.defaults).await?)
        }
        (None, None) => None,
    })
}
