//! What the daily job deletes, and what it leaves.

use super::super::prune;
use super::super::schema::{run, text};
use crate::job::handlers;
use crate::store::{Store, millis};
use jiff::{SignedDuration, Timestamp};

/// Which message made what, until when.
fn derived(kind: &str, subject: i64, until: i64) -> String {
    format!(
        "insert into derived (source, person_id, group_id, kind, subject_id, detail, keep_until)
         values ('', 1, 1, '{kind}', {subject}, '', {until})"
    )
}

#[tokio::test]
async fn what_is_old_goes_and_the_rest_stays() {
    let store = Store::in_memory().await.expect("opens");
    let now: Timestamp = "2026-06-01T00:00:00Z".parse().expect("an instant");
    let ago = |days: i64| {
        millis(now.checked_sub(SignedDuration::from_hours(24 * days)).expect("an instant"))
    };
    let mut tx = store.begin().await.expect("begins");
    for sql in [
        "insert into person (id, created_at) values (1, 0)".to_owned(),
        format!(
            "insert into seen_event (platform, native, at) values ('console', 'old', {})",
            ago(8)
        ),
        format!(
            "insert into seen_event (platform, native, at) values ('console', 'new', {})",
            ago(6)
        ),
        format!("insert into link_code values ('OLD', 1, {})", ago(0)),
        format!("insert into link_code values ('NEW', 1, {})", ago(0) + 1),
        "insert into community (id, slug, created_at) values (1, 'group', 0)".to_owned(),
        format!("insert into group_code values ('OLD', 1, {})", ago(0)),
        format!("insert into group_code values ('NEW', 1, {})", ago(0) + 1),
        "insert into reminder (id, person_id, slug, text, timing, zone, next_at, created_at)
         values (1, 1, 'r1', '', '', '', 0, 0)"
            .to_owned(),
        derived("reminder", 1, ago(-1)),
        derived("reminder", 2, ago(-1)),
        derived("checkin", 3, ago(-1)),
        derived("checkin", 4, ago(0)),
    ] {
        run(&mut tx, sql).await;
    }
    for (kind, expires, closed) in [
        ("ran out long ago", ago(91), "null".to_owned()),
        ("ran out lately", ago(89), "null".to_owned()),
        ("closed long ago", ago(0), ago(91).to_string()),
        ("closed lately", ago(91), ago(89).to_string()),
        ("open", ago(-1), "null".to_owned()),
    ] {
        run(
            &mut tx,
            format!(
                "insert into prompt (kind, shown, created_at, expires_at, closed_at)
                 values ('{kind}', '', 0, {expires}, {closed})"
            ),
        )
        .await;
    }
    assert_eq!(prune::prune(&mut tx, now).await.expect("prunes"), 7);
    for (sql, left) in [
        ("select native from seen_event", vec!["new"]),
        ("select code from link_code", vec!["NEW"]),
        ("select code from group_code", vec!["NEW"]),
        ("select kind || subject_id from derived order by id", vec!["reminder1", "checkin3"]),
        ("select kind from prompt order by id", vec!["ran out lately", "closed lately", "open"]),
    ] {
        assert_eq!(text(&mut tx, sql.to_owned()).await, left);
    }
    assert_eq!(prune::prune(&mut tx, now).await.expect("prunes"), 0);
}

#[test]
fn somebody_takes_the_job() {
    assert!(handlers::handler(prune::KIND).is_some());
}
