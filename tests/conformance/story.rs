//! The story: a group's first days with the bot.

mod checkins;
mod feeds;
mod first;
mod meetings;
mod privacy;
mod reminders;
mod resources;
mod schedules;

use super::stagecraft::Stagecraft;
use super::tale::Tale;

/// What a hostile or careless person types: markup of every kind, mentions of everybody, links. It
/// reads exactly like this wherever it is shown, and notifies nobody.
pub(crate) const HOSTILE: &str = "*bold* _thin_ ~~gone~~ `code` <b>loud</b> <@1> @everyone @here @room [a](https://evil.example) ||s||";

/// Tells all of it, chapter by chapter. Each leaves the group as the next expects it.
pub(crate) async fn tell(stage: &mut dyn Stagecraft) {
    let mut tale = Tale::new(stage);
    first::steps(&mut tale).await;
    let prompt = checkins::in_the_room(&mut tale).await;
    checkins::kept_and_shared(&mut tale).await;
    checkins::late(&mut tale, &prompt).await;
    schedules::looked_after(&mut tale).await;
    meetings::own(&mut tale).await;
    meetings::changed(&mut tale).await;
    feeds::by_attachment(&mut tale).await;
    resources::looked_up(&mut tale).await;
    resources::coping(&mut tale).await;
    reminders::put_off(&mut tale).await;
    reminders::discreet_and_late(&mut tale).await;
    privacy::copied_and_deleted(&mut tale).await;
    tale.end().await;
}
