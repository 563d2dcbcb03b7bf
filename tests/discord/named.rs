//! Channels by their names: as people type them, and as the bot writes them in commands.

use super::member::Spot;
use super::still::Still;
use serde_json::json;

/// The bot may not write in a channel.
const SEND_MESSAGES: u64 = 1 << 11;

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_is_meant_by_its_name_alone_and_written_by_it() {
    let still = Still::new(&["general", "lounge", "lounge"]).await;
    let add = |room: &str| {
        [
            ("kind", json!("message")),
            ("phrase", json!("daily 07:13")),
            ("room", json!(room)),
            ("text", json!("Good morning")),
        ]
    };
    let number = still.scene.room();
    let added = still.told("admin schedule add", &add("general")).await;
    assert!(added.raw.contains(&format!("Message in <#{number}>")), "{added:#?}");
    let removed = still.told("admin schedule remove", &[("schedule", json!("message-0713"))]).await;
    let again =
        "`/admin schedule add message daily 07:13 room:#general zone:UTC text:Good morning`";
    assert!(removed.raw.contains(again), "{removed:#?}");
    assert!(!removed.raw.contains(number), "{removed:#?}");

    // A slip of the pen, and a name that two have.
    let near = still.told("admin schedule add", &add("generall")).await;
    assert!(near.raw.contains(&format!("Did you mean <#{number}>?")), "{near:#?}");
    let two = still.told("admin schedule add", &add("lounge")).await;
    assert!(two.raw.contains("Did you mean one of these?"), "{two:#?}");
    for number in &still.scene.channels[1..] {
        assert!(two.raw.contains(&format!("<#{number}> `<#{number}>`")), "{two:#?}");
    }
    // Of two with one name, a command shows the channel itself.
    let second = still.scene.channels[2].clone();
    let added = still.told("admin schedule add", &add(&format!("<#{second}>"))).await;
    assert!(added.raw.contains(&format!("Message in <#{second}>")), "{added:#?}");
    let removed = still.told("admin schedule remove", &[("schedule", json!("message-0713"))]).await;
    assert!(removed.raw.contains(&format!("room:`<#{second}>` zone:UTC")), "{removed:#?}");

    let options = [("name", json!("Harbour")), ("phrase", json!("tue 19:00"))];
    still.told("admin meeting add", &options).await;
    let options =
        [("meeting", json!("harbour")), ("minutes", json!(15)), ("room", json!("general"))];
    let announced = still.told("admin meeting announce", &options).await;
    assert!(
        announced.raw.contains("`/admin meeting edit harbour quiet:#general`"),
        "{announced:#?}"
    );
    let options = [("meeting", json!("harbour")), ("quiet", json!("#general"))];
    let quiet = still.told("admin meeting edit", &options).await;
    assert!(quiet.raw.contains(&format!("<#{number}>")), "{quiet:#?}");

    // Typed to the bot alone, it may be how the message begins: nothing is guessed at.
    let dm = still.ann.direct().await;
    still.ann.say(&dm, "admin schedule add message daily 08:00 general Good morning").await;
    let asked = still.ann.sees(&["Is general the room", "--room #general"]).await;
    assert!(asked.raw.contains(&format!("<#{number}>")), "{asked:#?}");
    still.counts("select count(*) from schedule", 0).await;
    still.ann.say(&dm, "admin schedule add message daily 08:00 --room general Good morning").await;
    still.ann.sees(&["called message-0800"]).await;
    still.world.is_clean().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_says_where_nothing_is_posted_and_what_mends_it() {
    let still = Still::new(&["general", "gone", "shut"]).await;
    let (gone, shut) = (still.scene.channels[1].clone(), still.scene.channels[2].clone());
    still.posts(&gone, "Good morning", "07:13").await;
    let schedule = still.posts(&shut, "Good evening", "19:13").await;
    let listed = still.told("admin schedule list", &[]).await;
    assert!(!listed.text.contains("Paused"), "{listed:#?}");

    still.world.ask("remove_channel", json!({"channel": gone})).await;
    let denied = json!({"channel": shut, "permissions": SEND_MESSAGES});
    still.world.ask("deny", denied).await;
    still.told("admin schedule run", &[("schedule", json!(schedule))]).await;
    still.counts("select count(*) from room where paused_at is not null", 2).await;
    let listed = still.told("admin schedule list", &[]).await;
    let of = |text: &str| {
        let line = listed.raw.lines().find(|line| line.contains(text));
        line.unwrap_or_else(|| panic!("{text}: {listed:#?}")).to_owned()
    };
    let line = of("message-0713");
    assert!(line.contains(&format!("Paused for now. I am no longer in <#{gone}>")), "{line}");
    assert!(line.contains("admin schedule edit message-0713 room:#general"), "{line}");
    let line = of("message-1913");
    assert!(line.contains(&format!("Paused for now. I can't post in <#{shut}>")), "{line}");
    assert!(line.contains("check that I may write there"), "{line}");
    // Back, as soon as it may write there and somebody is there.
    let allowed = json!({"channel": shut, "permissions": 0});
    still.world.ask("deny", allowed).await;
    let asked = still.ann.command(Spot::Channel(&shut), "meetings next", &[]).await;
    still.ann.answer(&asked).await;
    let listed = still.told("admin schedule list", &[]).await;
    let line = listed.raw.lines().find(|line| line.contains("message-1913")).expect("a line");
    assert!(line.contains("Next:") && !line.contains("Paused"), "{line}");
    still.world.is_clean().await;
}
