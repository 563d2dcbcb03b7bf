//! Names of things that exist, for completion.

use crate::command::Thing;
use crate::command::table::COMMANDS;
use crate::engine::ctx::Ctx;
use crate::engine::settings;
use crate::feature::coping::Tool;
use crate::feature::meeting::search;
use crate::feature::resource::own;
use crate::feature::resource::registry::Registry;
use crate::feature::resource::topic::Topic;
use crate::ids::AccountId;

/// Names of a kind of thing that begin with what was typed, at most 25.
pub async fn matching(
    ctx: &Ctx,
    account: &AccountId,
    thing: Thing,
    typed: &str,
) -> sqlx::Result<Vec<String>> {
    let all: Vec<String> = match thing {
        Thing::Tool => Tool::ALL.iter().map(|tool| tool.id().to_owned()).collect(),
        Thing::Schedule => super::schedule::names(ctx, account).await?,
        Thing::Reminder => super::remind::names(ctx, account).await?,
        // Too many to be read and sorted out here.
        Thing::Meeting => return search::meetings(ctx, account, typed, false).await,
        Thing::OwnMeeting => return search::meetings(ctx, account, typed, true).await,
        Thing::OwnResource => own::names(ctx, account).await?,
        Thing::Resource => {
            let shipped = Registry::shipped().all().iter().map(|known| known.slug.clone());
            own::names(ctx, account).await?.into_iter().chain(shipped).collect()
        }
        Thing::Topic => Topic::ALL.iter().map(|topic| topic.as_str().to_owned()).collect(),
        Thing::Setting => settings::KEYS.iter().map(|key| (*key).to_owned()).collect(),
        Thing::Feed => return search::feeds(ctx, account, typed).await,
        Thing::Command => COMMANDS.iter().map(|command| command.path.to_owned()).collect(),
    };
    let typed = typed.trim().to_lowercase();
    Ok(all.into_iter().filter(|name| name.starts_with(&typed)).take(25).collect())
}
