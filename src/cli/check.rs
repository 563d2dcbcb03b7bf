//! `hearth check`: whether a configuration and the shipped resources can be used; connects nowhere.

use super::store::key_of;
use super::{Stop, platforms, print};
use crate::clock::{Clock as _, SystemClock};
use crate::config::Config;
use crate::feature::resource::{self, checked::Freshness};
use crate::words::{Arg, Words};
use jiff::tz::TimeZone;
use std::path::Path;

/// Prints what was found; stops with 1 when the configuration cannot be used.
pub async fn run(path: Option<&Path>, words: &Words) -> Result<(), Stop> {
    if let Some(path) = path {
        let config = Config::load(path).map_err(|error| Stop::Failed(error.say(words)))?;
        platforms::check(&config, words)?;
        let key = key_of(config.store.key_file.as_deref())?;
        #[cfg(feature = "discord")]
        let invitation =
            config.discord.as_ref().map(|discord| invitation(discord, words)).transpose()?;
        print(&words.cli_config_fine(Arg::code(path.display().to_string())).plain());
        if key.is_none() {
            print(&words.cli_not_encrypted().plain());
        }
        resources(words);
        // Last, where it is found.
        #[cfg(feature = "discord")]
        if let Some(invitation) = invitation {
            print(&invitation);
        }
    } else {
        print(&words.cli_check_no_config().plain());
        resources(words);
    }
    Ok(())
}

/// How many resources are shipped, and which are old.
fn resources(words: &Words) {
    let today = SystemClock.now().to_zoned(TimeZone::UTC).date();
    let old = resource::check(today);
    let hidden = old.iter().filter(|(_, age)| *age == Freshness::Hidden).count();
    let shipped = resource::registry::Registry::shipped().all().len();
    print(&words.cli_resources(shipped, old.len() - hidden, hidden).plain());
    for wanted in [Freshness::Flagged, Freshness::Hidden] {
        for (slug, _) in old.iter().filter(|(_, age)| *age == wanted) {
            print(
                &match wanted {
                    Freshness::Hidden => words.cli_resource_hidden(Arg::code(*slug)),
                    _ => words.cli_resource_flagged(Arg::code(*slug)),
                }
                .plain(),
            );
        }
    }
}

/// The link by which the bot is let into a Discord server.
#[cfg(feature = "discord")]
fn invitation(config: &crate::config::DiscordConfig, words: &Words) -> Result<String, Stop> {
    use crate::platform::discord::start::{Token, invite};
    let token = Token::find(config, |name| std::env::var(name).ok())
        .map_err(|error| Stop::Failed(error.say(words)))?;
    let link = token.application().map_or_else(
        || "https://discord.com/developers/applications".to_owned(),
        |application| invite(&application),
    );
    Ok(words.discord_invite(link).plain())
}
