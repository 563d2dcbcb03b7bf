//! A group's own meeting: planned, announced, attended, changed, called off.

use crate::conformance::step::Step;
use crate::conformance::tale::Tale;
use jiff::civil::Weekday;

const ONE: (&str, &str) = ("meeting", "newcomers");
/// How to join; never shown in a room.
const LINK: &str = "https://zoom.example/j/123";

/// Planned for tomorrow evening, found, reminded of, announced, and answered.
pub(crate) async fn own(tale: &mut Tale<'_>) {
    let evening = tale.until("12:00");
    tale.play(Step::passes(evening)).await;
    let tomorrow = tale.local().date().tomorrow().expect("a day");
    let rule = format!("{} 19:00", weekday(tomorrow.weekday()));
    let place = format!("Community Hall {LINK}");
    tale.play(
        Step::command(
            "olga",
            "admin meeting add",
            &[("name", "Newcomers"), ("phrase", &rule), ("minutes", "60"), ("where", &place)],
        )
        .alone("olga", &["“Newcomers” is added as newcomers", &rule, "Community Hall"])
        .not_in_room(&[LINK]),
    )
    .await;
    tale.play(
        Step::command("olga", "admin meeting announce", &[ONE, ("minutes", "30")])
            .alone("olga", &["I'll announce “Newcomers”", "30 minutes before"]),
    )
    .await;
    tale.play(
        Step::command("ann", "meetings next", &[]).alone("ann", &["Next meetings", "Newcomers"]),
    )
    .await;
    let shown = tale
        .play(
            Step::command("ann", "meetings show", &[ONE])
                .alone("ann", &["Newcomers", "60 minutes", "Community Hall", LINK]),
        )
        .await;
    let file = tale.file(&shown, "ann", "newcomers.ics").await;
    let file = String::from_utf8(file).expect("a calendar is text");
    for line in ["BEGIN:VCALENDAR", "SUMMARY:Newcomers", "RRULE:FREQ=WEEKLY"] {
        assert!(file.contains(line), "{line}\n{file}");
    }
    tale.play(
        Step::command("ann", "meetings remind", &[ONE])
            .alone("ann", &["I'll remind you of “Newcomers” each time, 15 minutes before."]),
    )
    .await;
    let tomorrow = tale.until("04:00");
    tale.play(Step::passes(tomorrow)).await;
    let before = tale.until("18:29");
    tale.play(Step::passes(before)).await;
    let due = tale.until("18:30");
    let announced = tale
        .play(
            Step::passes(due)
                .room(&["Coming up: Newcomers", "Community Hall", "only the number is shown"])
                .never(&[LINK]),
        )
        .await
        .prompt("ben");
    let due = tale.until("18:45");
    let reminded = tale
        .play(Step::passes(due).alone("ann", &["Coming up: Newcomers", "Community Hall", LINK]))
        .await
        .prompt("ann");
    tale.play(
        Step::chooses("ann", &reminded, "Coming")
            .alone("ann", &["you're coming to “Newcomers”", "Others see the number, never who"])
            .room(&["1 person is coming."])
            .never(&["1 person is coming, 1 maybe"]),
    )
    .await;
    tale.play(
        Step::chooses("ben", &announced, "Maybe")
            .alone("ben", &["Noted: maybe, for “Newcomers”"])
            .room(&["1 person is coming, 1 maybe."]),
    )
    .await;
    let over = tale.until("20:30");
    tale.play(Step::passes(over)).await;
    tale.play(
        Step::chooses("ben", &announced, "Coming")
            .alone("ben", &["That meeting of “Newcomers” is over."]),
    )
    .await;
}

/// Called off once, changed, and given up: who counts on it is told, once and alone.
pub(crate) async fn changed(tale: &mut Tale<'_>) {
    let today = tale.local().date();
    let next = today.checked_add(jiff::Span::new().days(7)).expect("a day").to_string();
    tale.play(
        Step::command("olga", "admin meeting cancel", &[ONE, ("date", &next)])
            .alone("olga", &["is cancelled", "1 person with a reminder has been told"])
            .alone("ann", &["“Newcomers” on", "is cancelled. After that it goes on as usual."])
            .room(&["Newcomers on"]),
    )
    .await;
    let rule = format!("{} 19:30", weekday(today.weekday().next()));
    tale.play(
        Step::command("olga", "admin meeting edit", &[ONE, ("phrase", &rule)])
            .alone("olga", &["“Newcomers” is changed.", "1 person with a reminder has been told"])
            .alone("ann", &["Something about “Newcomers” has changed.", "19:30"])
            .room(&["Newcomers"]),
    )
    .await;
    tale.play(
        Step::command("olga", "admin meeting remove", &[ONE])
            .alone("olga", &["“Newcomers” is removed."])
            .alone("ann", &["is no longer one of the group's meetings"])
            .room(&["Newcomers"]),
    )
    .await;
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "mon",
        Weekday::Tuesday => "tue",
        Weekday::Wednesday => "wed",
        Weekday::Thursday => "thu",
        Weekday::Friday => "fri",
        Weekday::Saturday => "sat",
        Weekday::Sunday => "sun",
    }
}
