//! Which meetings a search finds, among two dozen invented ones.

use super::hours::Asker;
use super::query::Search;
use super::rank::{self, Found};
use super::timetables::Timetables;
use super::{fuzzy, index, relax, understand};
use crate::chat::event::{Place, RoomKind};
use crate::engine::directory;
use crate::feature::meeting::model::own_listing;
use crate::feature::meeting::own::{self, Own};
use crate::feature::meeting::sql as meetings;
use crate::feed::Attendance;
use crate::ids::{GroupId, MeetingId, PlatformId};
use crate::schedule::Phrase;
use crate::schedule::day::DEFAULT_START;
use crate::store::{Conn, Store, Tx};
use jiff::Timestamp;
use proptest::prelude::*;
use std::collections::HashMap;

/// A Thursday.
const NOW: &str = "2026-06-04T12:00:00Z";

/// Name, phrase, zone, where, kinds, notes. `online:` before the place makes a link of it.
const MEETINGS: &[(&str, &str, &str, &str, &[&str], &str)] = &[
    ("Serenity Now", "thu 19:30", "Europe/London", "St. Mark's Church, Elm Road", &["W", "O"], ""),
    ("Women's Lunch Circle", "thu 12:30", "Europe/London", "https://zoom.us/j/1", &["W"], ""),
    ("Women in Recovery", "tue 18:00", "Europe/London", "Library, Oak Street", &["W"], ""),
    (
        "Thursday Evening Women",
        "thu 20:00",
        "Europe/London",
        "Hall, Kiln Lane https://zoom.us/j/2",
        &["W"],
        "",
    ),
    ("Young at Heart", "mon 10:00", "Europe/London", "Town Hall, Zürich", &[], ""),
    (
        "Heart of the City",
        "mon 18:00",
        "Europe/London",
        "Town Hall, Bristol",
        &["YP"],
        "young people welcome",
    ),
    ("Morning Has Broken", "wed 19:00", "Europe/London", "Chapel, Bristol", &[], ""),
    ("Early Birds", "daily 06:45", "Europe/London", "https://zoom.us/j/3", &["O"], ""),
    ("Weekend Walkers", "weekends 09:00", "Europe/London", "North Park, Leeds", &[], "bring boots"),
    ("Beginners Welcome", "fri 19:00", "Europe/London", "Quaker House, Leeds", &["BE"], ""),
    ("First Steps", "sun 17:00", "Europe/London", "Quaker House, Bristol", &["BE", "ST"], ""),
    ("Reunión en Español", "sat 11:00", "America/New_York", "Casa Azul, Elm Road", &["S"], ""),
    ("Rainbow Group", "wed 20:00", "Europe/London", "https://zoom.us/j/4", &["LGBTQ"], ""),
    ("Big Book Study", "sun 10:00", "Europe/London", "Library, Leeds", &["B"], ""),
    ("Step Study", "tue 12:00", "Europe/London", "Library, Leeds", &["ST"], ""),
    ("The Open Door", "fri 12:00", "Europe/London", "Mill, York", &["C"], ""),
    ("Friday Night Live", "fri 21:00", "Europe/London", "Club, York", &["O"], ""),
    ("Serenity Seekers", "thu 10:00", "Europe/London", "Barn, Serene Hill", &[], ""),
    (
        "Quiet Minds",
        "wed 07:30",
        "Europe/London",
        "Yoga Loft, Elm Road",
        &["MED"],
        "serenity and breath",
    ),
    ("Meditation on the Hill", "sat 08:00", "Europe/London", "Hilltop, York", &[], ""),
    ("Men's Shed", "mon 19:30", "Europe/London", "Shed, Kiln Lane", &["M"], ""),
    ("Candlelight", "thu 21:30", "Europe/London", "Crypt, York", &["O"], ""),
    (
        "Phoenix",
        "sat 19:00",
        "Europe/London",
        "Station Rooms, Leeds",
        &["O"],
        "first saturday cake",
    ),
    ("Gratitude", "mon 07:00", "America/New_York", "https://zoom.us/j/5", &["O"], ""),
    ("Afternoon Tea", "tue 15:00", "Europe/London", "Garden, Bath", &["X"], ""),
];

/// What is typed, and which short names come first. The best is first; where meetings match equally
/// well, the next one.
const TABLE: &[(&str, &[&str])] = &[
    ("thursdy womens zoom", &["womens-lunch-circle", "thursday-evening-women"]),
    ("women thursday evening in person", &["serenity-now", "thursday-evening-women"]),
    ("serenity", &["serenity-now", "serenity-seekers", "quiet-minds"]),
    ("seranity", &["serenity-now", "serenity-seekers", "quiet-minds"]),
    ("serenity seekers", &["serenity-seekers"]),
    ("young at heart", &["young-at-heart", "heart-of-the-city"]),
    ("morning has broken", &["morning-has-broken"]),
    ("the open door", &["the-open-door"]),
    ("in zurich", &["young-at-heart"]),
    ("near elm road", &["serenity-now", "reunion-en-espanol", "quiet-minds"]),
    ("near elm road thursday", &["serenity-now"]),
    ("spanish", &["reunion-en-espanol"]),
    ("español", &["reunion-en-espanol"]),
    ("lgbt", &["rainbow-group"]),
    ("beginers", &["beginners-welcome", "first-steps"]),
    ("beginners bristol", &["first-steps"]),
    ("tonight", &["serenity-now", "thursday-evening-women", "candlelight"]),
    ("tonight after 9pm", &["candlelight"]),
    ("tomorrow noon", &["the-open-door"]),
    ("7:30pm monday", &["mens-shed"]),
    ("before 7am", &["early-birds"]),
    ("sunday before noon leeds", &["weekend-walkers", "big-book-study"]),
    ("weekend leeds", &["weekend-walkers", "phoenix", "big-book-study"]),
    ("hybrid", &["thursday-evening-women"]),
    ("online mon", &["early-birds", "gratitude"]),
    ("wheelchair", &["afternoon-tea"]),
    ("big bok study", &["big-book-study"]),
    ("phenix", &["phoenix"]),
    ("candelight", &["candlelight"]),
    ("candleligth", &["candlelight"]),
    ("medditatoin", &["quiet-minds", "meditation-on-the-hill"]),
    ("quaker", &["beginners-welcome", "first-steps"]),
    ("quak", &["beginners-welcome", "first-steps"]),
    ("friday spanish", &[]),
    ("xylophone", &[]),
];

struct Town {
    store: Store,
    group: GroupId,
    slugs: HashMap<i64, String>,
}

async fn group(tx: &mut Tx, name: &str, now: Timestamp) -> GroupId {
    let place = Place {
        room: "console:#general".parse().expect("a room"),
        kind: RoomKind::Group,
        community: Some(name.into()),
    };
    let group = directory::group_of(tx, PlatformId::Console, &place, None, now).await;
    group.expect("kept").expect("a group")
}

async fn town() -> Town {
    let now: Timestamp = NOW.parse().expect("a time");
    let store = Store::in_memory().await.expect("a store");
    let mut tx = store.begin().await.expect("a transaction");
    let home = group(&mut tx, "home", now).await;
    let others = group(&mut tx, "others", now).await;
    let mut slugs = HashMap::new();
    for (name, phrase, zone, place, types, notes) in MEETINGS {
        let mut listing = own_listing(name, zone, Some(place), 60);
        listing.program = "aa".into();
        listing.types = types.iter().map(|code| (*code).to_owned()).collect();
        listing.notes = Some((*notes).to_owned()).filter(|notes| !notes.is_empty());
        let phrase =
            Phrase::parse(phrase).expect(phrase).anchored(NOW[..10].parse().expect("a day"));
        let own = Own { phrase, zone: (*zone).to_owned(), listing };
        let meeting = own::add(&mut tx, home, &own, now).await.expect("added");
        slugs.insert(meeting.id.0, meeting.slug);
    }
    // Another group has the word "xylophones"; nobody here may learn of it.
    let listing = own_listing("Xylophones", "UTC", None, 60);
    let phrase = Phrase::parse("mon 19:00").expect("a phrase");
    let own = Own { phrase, zone: "UTC".into(), listing };
    own::add(&mut tx, others, &own, now).await.expect("added");
    tx.commit().await.expect("committed");
    Town { store, group: home, slugs }
}

async fn look(conn: &mut Conn, group: GroupId, text: &str) -> (Search, Found) {
    look_from(conn, group, text, asker("Europe/London", NOW)).await
}

fn asker(zone: &str, at: &str) -> Asker {
    let zone = jiff::tz::TimeZone::get(zone).expect("a zone");
    Asker { zone, at: at.parse().expect("a time"), day_start: DEFAULT_START }
}

async fn look_from(conn: &mut Conn, group: GroupId, text: &str, asker: Asker) -> (Search, Found) {
    let understood = understand::understand(text);
    // One for each test: the next search finds what the one before has kept.
    thread_local! {
        static TABLES: Timetables = Timetables::default();
    }
    let tables = TABLES.with(Timetables::clone);
    let search = fuzzy::search(conn, &tables, group, asker, understood).await.expect("looked up");
    let found = rank::find(conn, &search).await.expect("found");
    (search, found)
}

impl Town {
    fn slugs_of(&self, found: &Found) -> Vec<&str> {
        found.meetings.iter().map(|hit| self.slugs[&hit.id].as_str()).collect()
    }
}

#[tokio::test]
async fn searches_find_the_right_meetings_first() {
    let town = town().await;
    let mut tx = town.store.read().await.expect("a transaction");
    let mut wrong = Vec::new();
    for (text, expected) in TABLE {
        let (_, found) = look(&mut tx, town.group, text).await;
        let slugs = town.slugs_of(&found);
        let enough = slugs.len() >= expected.len() && (!expected.is_empty() || slugs.is_empty());
        if !enough || &slugs[..expected.len()] != *expected {
            wrong.push(format!("{text}: {slugs:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn corrections_are_told_and_wishes_are_relaxed() {
    let town = town().await;
    let mut tx = town.store.read().await.expect("a transaction");
    let (search, _) = look(&mut tx, town.group, "phenix").await;
    assert_eq!(search.corrected, [("phenix".to_owned(), "phoenix".to_owned())]);
    let (search, _) = look(&mut tx, town.group, "xylophons").await;
    assert!(search.corrected.is_empty(), "another group's word");

    let (search, found) = look(&mut tx, town.group, "friday spanish").await;
    assert!(found.meetings.is_empty());
    let less = relax::relax(&mut tx, &search).await.expect("relaxed");
    let less: Vec<(&str, usize)> =
        less.iter().map(|less| (less.text.as_str(), less.count)).collect();
    assert_eq!(less, [("friday", 4), ("spanish", 1)]);
    for (text, count) in less {
        assert_eq!(look(&mut tx, town.group, text).await.1.meetings.len(), count, "{text}");
    }
}

#[tokio::test]
async fn what_is_removed_or_changed_is_found_no_more_as_it_was() {
    let town = town().await;
    let mut tx = town.store.begin().await.expect("a transaction");
    let id = town.slugs.iter().find(|(_, slug)| *slug == "phoenix").map(|(id, _)| *id);
    let id = id.expect("a phoenix");
    meetings::remove(&mut tx, id, "gone", 1).await.expect("removed");
    index(&mut tx, &[MeetingId(id)]).await.expect("indexed");
    assert!(look(&mut tx, town.group, "phoenix").await.1.meetings.is_empty());
    // Until nothing is left of a group.
    let all: Vec<MeetingId> = town.slugs.keys().copied().map(MeetingId).collect();
    for MeetingId(id) in &all {
        meetings::remove(&mut tx, *id, &format!("gone-{id}"), 1).await.expect("removed");
    }
    index(&mut tx, &all).await.expect("indexed");
    for text in ["online", "leeds", "monday"] {
        assert!(look(&mut tx, town.group, text).await.1.meetings.is_empty(), "{text}");
    }
}

#[tokio::test]
async fn a_search_that_is_too_wide_is_cut() {
    let store = Store::in_memory().await.expect("a store");
    let now: Timestamp = NOW.parse().expect("a time");
    let mut tx = store.begin().await.expect("a transaction");
    let group = group(&mut tx, "home", now).await;
    let mut listing = own_listing("Same", "UTC", None, 60);
    listing.attendance = Attendance::Online;
    for _ in 0..=rank::MOST {
        let phrase = Phrase::parse("mon 19:00").expect("a phrase");
        let own = Own { phrase, zone: "UTC".into(), listing: listing.clone() };
        own::add(&mut tx, group, &own, now).await.expect("added");
    }
    // The last of them is the next to begin: it comes first, wherever the index has it.
    let phrase = Phrase::parse("thu 14:00").expect("a phrase");
    let own = Own { phrase, zone: "UTC".into(), listing };
    let next = own::add(&mut tx, group, &own, now).await.expect("added");
    for text in ["online", "same", "same online"] {
        let (_, found) = look(&mut tx, group, text).await;
        assert_eq!((found.meetings.len(), found.more), (rank::MOST, true), "{text}");
        assert_eq!(found.meetings[0].id, next.id.0, "{text}");
    }
    let (_, found) = look(&mut tx, group, "same thursday").await;
    assert_eq!((found.meetings.len(), found.more), (1, false));
}

/// Where somebody asks and when, what they type, and what they find, in order.
const ELSEWHERE: &[(&str, &str, &str, &[&str])] = &[
    // 21:00 on Friday in London is Saturday morning in New Zealand.
    ("Pacific/Auckland", NOW, "saturday york", &["friday-night-live", "meditation-on-the-hill"]),
    ("Pacific/Auckland", NOW, "friday night york", &["the-open-door"]),
    ("Pacific/Auckland", NOW, "candlelight friday", &["candlelight"]),
    ("Pacific/Auckland", NOW, "candlelight thursday", &[]),
    // 19:30 in London is 00:15 in Kathmandu, five and three quarters ahead of Greenwich.
    ("Asia/Kathmandu", NOW, "serenity after 23:00 friday", &[]),
    ("Asia/Kathmandu", NOW, "serenity now friday", &["serenity-now"]),
    ("America/New_York", NOW, "sunday before 6am online", &["early-birds"]),
    // Ten in the evening: what is under way, and nothing of next week.
    ("Europe/London", "2026-06-04T21:00:00Z", "tonight", &["candlelight"]),
    ("Europe/London", "2026-06-04T21:00:00Z", "now", &["candlelight"]),
    ("Europe/London", "2026-06-04T23:00:00Z", "tonight", &[]),
    ("Europe/London", NOW, "today leeds", &[]),
    ("Europe/London", NOW, "frauen donnerstag", &["womens-lunch-circle", "serenity-now"]),
];

#[tokio::test]
async fn days_and_hours_are_those_of_the_one_who_asks() {
    let town = town().await;
    let mut tx = town.store.read().await.expect("a transaction");
    let mut wrong = Vec::new();
    for (zone, at, text, expected) in ELSEWHERE {
        let (_, found) = look_from(&mut tx, town.group, text, asker(zone, at)).await;
        let slugs = town.slugs_of(&found);
        let enough = slugs.len() >= expected.len() && (!expected.is_empty() || slugs.is_empty());
        if !enough || &slugs[..expected.len()] != *expected {
            wrong.push(format!("{zone} {text}: {slugs:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn any_text_can_be_looked_for() {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let town = runtime.block_on(town());
    let wild = prop_oneof![
        ".*",
        "(NEAR|AND|OR|NOT|name :|\"|\\*|\\(|\\)|\\^|-|near|in|after|7|pm|thu|women|st | ){1,12}",
    ];
    proptest!(ProptestConfig::with_cases(128), |(text in wild)| {
        // A connection must go back while the runtime is there.
        let (parts, needles, found) = runtime.block_on(async {
            let mut tx = town.store.read().await.expect("a transaction");
            let (search, found) = look(&mut tx, town.group, &text).await;
            relax::relax(&mut tx, &search).await.expect("relaxed");
            (search.understood.parts.len(), search.needles.len(), found.meetings.len())
        });
        prop_assert!(found <= MEETINGS.len());
        prop_assert_eq!(parts, needles);
    });
}
