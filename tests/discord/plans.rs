//! The group's own meetings as scheduled events of the server: made, changed, cancelled, taken away.

use super::still::Still;
use super::world::PATIENCE;
use hearth::clock::Clock as _;
use hearth::words::{Arg, Words};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde_json::{Value, json};

/// A scheduled event: its number, its name, and when it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Planned {
    id: String,
    name: String,
    begins: Timestamp,
}

async fn planned(still: &Still) -> Vec<Planned> {
    let events = still.world.ask("events", json!({"guild": still.scene.guild})).await;
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let mut all: Vec<Planned> = events
        .as_array()
        .expect("events")
        .iter()
        .map(|event| Planned {
            id: text(&event["id"]),
            name: text(&event["name"]),
            begins: text(&event["scheduled_start_time"]).parse().expect("an instant"),
        })
        .collect();
    all.sort_by_key(|event| event.begins);
    all
}

/// Returns the events once they are as they should be.
async fn turn_into(still: &Still, fits: impl Fn(&[Planned]) -> bool) -> Vec<Planned> {
    let mut version = still.world.version().await;
    loop {
        let found = planned(still).await;
        if fits(&found) {
            return found;
        }
        let now = still.world.wait(version, PATIENCE.as_secs_f64()).await;
        assert!(now > version, "the events stay {found:#?}");
        version = now;
    }
}

/// The next Tuesday that is not today or tomorrow, so that nothing begins while this runs.
fn tuesday(still: &Still) -> Date {
    let today = still.clock.now().to_zoned(TimeZone::UTC).date();
    let mut day = today + 2.days();
    while day.weekday() != Weekday::Tuesday {
        day = day.tomorrow().expect("a day");
    }
    day
}

fn at(day: Date, hour: i8) -> Timestamp {
    day.at(hour, 0, 0, 0).to_zoned(TimeZone::UTC).expect("an instant").timestamp()
}

#[tokio::test(flavor = "multi_thread")]
async fn meetings_stand_among_the_events_and_go_when_they_are_not_wanted() {
    let still = Still::new(&["general"]).await;
    // On a day from which the next two Tuesdays are within the two weeks that are shown.
    while tuesday(&still) > still.clock.now().to_zoned(TimeZone::UTC).date() + 6.days() {
        still.pass(SignedDuration::from_hours(24));
    }
    let first = tuesday(&still);
    let second = first + 7.days();
    let others = json!({"guild": still.scene.guild, "user": still.ann.id(), "name": "Picnic",
        "begins": (still.clock.now() + SignedDuration::from_hours(48)).to_string(),
        "ends": (still.clock.now() + SignedDuration::from_hours(50)).to_string()});
    still.world.ask("plan", others).await;
    let calendar = |value: &str| [("key", json!("calendar")), ("value", json!(value))];

    let options =
        [("name", json!("Newcomers")), ("phrase", json!("tue 19:00")), ("zone", json!("UTC"))];
    still.told("admin meeting add", &options).await;
    still.told("admin settings", &calendar("discord")).await;
    let ours = |all: &[Planned]| -> Vec<Timestamp> {
        all.iter().filter(|one| one.name == "Newcomers").map(|one| one.begins).collect()
    };
    let made = turn_into(&still, |all| ours(all).len() == 2).await;
    assert_eq!(ours(&made), vec![at(first, 19), at(second, 19)]);

    let options = [("meeting", json!("newcomers")), ("phrase", json!("tue 20:00"))];
    still.told("admin meeting edit", &options).await;
    turn_into(&still, |all| ours(all) == vec![at(first, 20), at(second, 20)]).await;

    let options = [("meeting", json!("newcomers")), ("date", json!(first.to_string()))];
    still.told("admin meeting cancel", &options).await;
    let left =
        turn_into(&still, |all| !ours(all).is_empty() && !ours(all).contains(&at(first, 20)));
    let left = left.await;
    assert!(ours(&left).contains(&at(second, 20)), "{left:#?}");

    // What somebody has deleted by hand comes back.
    let lost = left.iter().find(|one| one.begins == at(second, 20)).expect("the second");
    let asked = json!({"guild": still.scene.guild, "event": lost.id});
    still.world.ask("unplan", asked).await;
    still.pass(SignedDuration::from_mins(16));
    turn_into(&still, |all| ours(all).contains(&at(second, 20))).await;

    still.told("admin settings", &calendar("-")).await;
    let rest = turn_into(&still, |all| ours(all).is_empty()).await;
    assert_eq!(rest.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), vec!["Picnic"]);
    // Nor do they come back by themselves.
    still.pass(SignedDuration::from_mins(31));
    still.counts("select count(*) from job where kind like 'native_calendar%'", 0).await;
    assert_eq!(planned(&still).await, rest);
    still.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_discord_does_not_allow_is_told_to_who_can_allow_it() {
    let still = Still::new(&["general", "staff"]).await;
    still.admins_in(1).await;
    let options = [("name", json!("Newcomers")), ("phrase", json!("tue 19:00"))];
    still.told("admin meeting add", &options).await;
    let refused = json!({"kind": "status", "status": 403, "code": 50013, "method": "POST",
        "path": "/guilds/*/scheduled-events", "times": 9});
    still.world.fault(refused).await;
    let options = [("key", json!("calendar")), ("value", json!("discord"))];
    still.told("admin settings", &options).await;
    let words = Words::new("en").meeting_calendar_forbidden(Arg::select("discord")).plain();
    let told = still.ann.sees(&[words.split('.').next().expect("a sentence")]).await;
    assert_eq!(told.channel, still.scene.channels[1], "{told:#?}");
    still.world.is_clean().await;
}
