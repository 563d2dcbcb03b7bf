//! One group on two platforms, and persons whose group is not known.

use crate::chat::PLAIN;
use crate::talk::{COMMUNITY, Talk};
use hearth::chat::platform::Capabilities;
use hearth::chat::role::Role;
use hearth::ids::{AccountId, PlatformId, RoomId};
use jiff::SignedDuration;

/// What Discord can do.
const NATIVE: Capabilities =
    Capabilities { ephemeral: true, native_choices: true, forms: true, ..PLAIN };

async fn both() -> Talk {
    let talk = Talk::on(&[(PlatformId::Matrix, PLAIN), (PlatformId::Discord, NATIVE)]).await;
    talk.role("olga", Role::Admin);
    talk.role("olga@discord", Role::Admin);
    talk
}

/// The code that an answer shows.
fn code(seen: &[String]) -> String {
    let (_, rest) = seen[0].split_once("link ").expect("a code");
    rest.chars().take(8).collect()
}

#[tokio::test]
async fn one_schedule_posts_on_both_platforms_and_counts_once() {
    let mut talk = both().await;
    talk.says("olga", "general", "!admin schedule add checkin daily 09:00").await;
    talk.says("olga@discord", "lounge", "!help").await;
    talk.says("ann@discord", "lounge", "!remind list").await;
    let code = code(&talk.says("olga", "dm", "admin settings link").await);
    let typed = format!("!admin settings link {code}");
    let seen = talk.says("ann@discord", "lounge", &typed).await;
    assert!(seen[0].contains("for admins"), "{seen:#?}");
    let seen = talk.says("olga@discord", "lounge", &typed).await;
    assert!(seen[0].contains("Make this group one with"), "{seen:#?}");
    assert_eq!(talk.rows("select count(*) from community").await, ["2"]);
    let seen = talk.says("olga@discord", "lounge", "!yes").await;
    assert!(seen[0].contains("Both are one group now"), "{seen:#?}");
    assert_eq!(talk.rows("select slug from community").await, ["harbour"]);
    assert_eq!(
        talk.rows("select action, subject from audit order by id desc limit 1").await,
        ["groups joined harbour-2"]
    );

    let seen = talk.says("olga@discord", "lounge", "!admin schedule list").await;
    assert!(seen[0].contains("checkin-0900"), "{seen:#?}");
    let edit = "!admin schedule edit checkin-0900 --room #general,discord:#lounge";
    let seen = talk.says("olga", "general", edit).await;
    assert!(seen[0].contains("Check-in in general, lounge, daily 09:00"), "{seen:#?}");
    talk.later(SignedDuration::from_mins(61)).await;
    let posted = talk.seen();
    let rooms: Vec<&str> = posted.iter().filter_map(|line| line.split(": ").next()).collect();
    assert_eq!(rooms, ["room:matrix:general", "room:discord:lounge"], "{posted:#?}");
    let prompt = talk.chat().prompt().id;
    talk.taps("ann@discord", "lounge", prompt, "4").await;
    talk.taps("bob", "general", prompt, "2").await;
    for room in ["matrix:general", "discord:lounge"] {
        let room: RoomId = room.parse().expect("a room");
        let chat = talk.chats.iter().find(|chat| chat.id == room.platform()).expect("a chat");
        let stands = chat.stands(&hearth::chat::address::Address::Room(room));
        assert!(stands.iter().any(|text| text.contains('2')), "{stands:#?}");
    }
    // A restart loses neither.
    talk.restart().await;
    talk.later(SignedDuration::from_hours(24)).await;
    let posted = talk.seen();
    let rooms = posted.iter().filter(|line| line.starts_with("room:")).count();
    assert_eq!(rooms, 2, "{posted:#?}");
}

#[tokio::test]
async fn the_calendars_of_both_are_right_when_two_groups_became_one() {
    let mut talk = both().await;
    talk.says("olga", "general", "!admin meeting add Newcomers daily 19:00").await;
    talk.says("olga", "general", "!admin settings calendar matrix").await;
    // What is there on Discord goes with its group's wish for it.
    talk.says("olga@discord", "lounge", "!admin settings calendar discord").await;
    talk.says("olga@discord", "lounge", "!admin meeting add Alone daily 20:00").await;
    talk.later(SignedDuration::from_secs(1)).await;
    assert_eq!(talk.chats[1].calendar(COMMUNITY)[0], "Alone");
    // What was tried out and removed keeps nobody apart.
    talk.says("olga@discord", "lounge", "!admin meeting remove alone").await;
    let code = code(&talk.says("olga", "dm", "admin settings link").await);
    talk.says("olga@discord", "lounge", &format!("!admin settings link {code}")).await;
    let seen = talk.says("olga@discord", "lounge", "!yes").await;
    assert!(seen[0].contains("Both are one group now"), "{seen:#?}");
    talk.later(SignedDuration::from_secs(1)).await;
    assert_eq!(talk.chats[1].calendar(COMMUNITY), [""; 0]);
    assert_eq!(talk.chats[0].calendar(COMMUNITY)[0], "Newcomers");
    // Wanted on both, it is there without waiting for the next comparison.
    talk.says("olga", "general", "!admin settings calendar matrix,discord").await;
    talk.later(SignedDuration::from_secs(1)).await;
    assert_eq!(talk.chats[1].calendar(COMMUNITY)[0], "Newcomers");
}

#[tokio::test]
async fn groups_that_both_have_something_stay_apart() {
    let mut talk = both().await;
    talk.says("olga", "general", "!admin schedule add checkin daily 09:00").await;
    let add = "!admin schedule add message daily 10:00 Hello";
    talk.says("olga@discord", "lounge", add).await;
    let code = code(&talk.says("olga", "general", "!admin settings link").await);
    let typed = format!("!admin settings link {code}");
    let seen = talk.says("olga@discord", "lounge", &typed).await;
    assert!(seen[0].contains("Both groups have schedules"), "{seen:#?}");
    // The one with something stays, wherever the code is from.
    talk.says("olga", "general", "!admin schedule remove checkin-0900").await;
    talk.says("olga@discord", "lounge", &typed).await;
    talk.says("olga@discord", "lounge", "!yes").await;
    assert_eq!(talk.rows("select slug from community").await, ["harbour-2"]);
    assert_eq!(
        talk.rows("select platform, native from place order by 1").await,
        ["discord harbour", "matrix harbour"]
    );
    // Ran out, or used up.
    let seen = talk.says("olga@discord", "lounge", &typed).await;
    assert!(seen[0].contains("I don't know that code"), "{seen:#?}");
}

#[tokio::test]
async fn what_is_somebodys_own_needs_no_group() {
    let mut talk = both().await;
    // Two groups, neither hers.
    talk.says("olga", "general", "!help").await;
    talk.says("olga", "general", "!remind list").await;
    for (line, answer) in [
        ("privacy show", "What I keep about you"),
        ("privacy export", "everything I keep about you"),
        ("profile show", "UTC"),
        ("profile zone Europe/Berlin", "Europe/Berlin"),
        ("privacy erase", "Delete everything"),
        ("yes", "I have deleted what I kept"),
    ] {
        let seen = talk.says("eve@discord", "dm", line).await;
        assert!(seen.len() == 1 && seen[0].contains(answer), "{line}: {seen:#?}");
    }
    let seen = talk.says("eve@discord", "dm", "remind list").await;
    assert!(seen[0].contains("which group"), "{seen:#?}");
}

#[tokio::test]
async fn accounts_on_two_platforms_become_one_person_after_a_yes() {
    let mut talk = both().await;
    talk.says("ann", "general", "!remind add in 2h Call Sam").await;
    let code = code(&talk.says("ann", "dm", "privacy link").await);
    let seen = talk.says("ann@discord", "dm", &format!("privacy link {code}")).await;
    assert!(seen[0].contains("Join this account with ann on Matrix?"), "{seen:#?}");
    talk.says("ann@discord", "dm", "yes").await;
    let accounts = talk.rows("select count(distinct person_id) from account where id like '%ann'");
    assert_eq!(accounts.await, ["1"]);
    let account = AccountId::new(PlatformId::Discord, "ann");
    talk.later(SignedDuration::from_hours(2)).await;
    let to = format!("direct:{account}: ");
    assert!(talk.seen().iter().any(|line| line.starts_with(&to) && line.contains("Call Sam")));
}

#[tokio::test]
async fn rooms_are_those_that_the_platform_knows() {
    let mut talk = both().await;
    talk.says("olga", "general", "!help").await;
    talk.says("olga", "staff", "!remind list").await;
    let add = "!admin schedule add message daily 10:00 --room #nowhere --text Hello";
    let seen = talk.says("olga", "general", add).await;
    assert!(seen[0].contains("I can't see that #nowhere is a room"), "{seen:#?}");
    let seen = talk.says("olga", "general", "!admin settings admin-room #staff").await;
    assert!(seen[0].contains("admin-room is staff now"), "{seen:#?}");
    assert_eq!(talk.rows("select value from setting").await, ["matrix:staff"]);
    let seen = talk.says("olga", "general", "!admin settings admin-room #other").await;
    assert!(seen[0].contains("I know: general, staff"), "{seen:#?}");
}

#[tokio::test]
async fn when_somebody_was_seen_is_noted_unless_they_are_gone() {
    let mut talk = both().await;
    let seen_at = "select a.id, a.seen_at / 3600000 % 24, m.seen_at / 3600000 % 24
        from account a left join membership m on m.person_id = a.person_id";
    talk.says("ann", "general", "!coping").await;
    talk.says("ann", "general", "!remind list").await;
    assert_eq!(talk.rows(seen_at).await, ["matrix:ann 8 8"]);
    talk.later(SignedDuration::from_hours(3)).await;
    // What leaves no trace does not say when somebody was there either.
    talk.says("ann", "general", "!crisis").await;
    assert_eq!(talk.rows(seen_at).await, ["matrix:ann 8 8"]);
    talk.says("ann", "general", "!remind list").await;
    assert_eq!(talk.rows(seen_at).await, ["matrix:ann 11 11"]);
    // With one account, and yes with the other: it comes from there now, and is not noted any more.
    let shown = talk.says("ann", "dm", "privacy link").await;
    talk.says("ann@discord", "dm", &format!("privacy link {}", code(&shown))).await;
    talk.says("ann@discord", "dm", "yes").await;
    talk.says("ann@discord", "dm", "privacy erase").await;
    let seen = talk.says("ann", "dm", "yes").await;
    assert_eq!(talk.rows(seen_at).await, [""; 0], "{seen:#?}");
}
