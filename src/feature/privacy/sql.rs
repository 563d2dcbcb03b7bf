//! The queries of privacy.

pub(super) mod erase;
pub(super) mod export;
pub(super) mod link;
pub(super) mod prune;

use crate::store::Conn;

/// How much is kept about a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) accounts: i64,
    pub(super) groups: i64,
    pub(super) checkins: i64,
    pub(super) reminders: i64,
    pub(super) meeting_reminders: i64,
    pub(super) attendance: i64,
    pub(super) prompts: i64,
    pub(super) messages: i64,
    /// Which message of theirs set or answered what.
    pub(super) derived: i64,
    /// Lines about what they changed in a group, and schedules and resources that they set up.
    pub(super) group_work: i64,
}

pub(super) async fn kept(conn: &mut Conn, person: i64) -> sqlx::Result<Kept> {
    sqlx::query_as!(
        Kept,
        r#"select
            (select count(*) from account where person_id = ?1) as "accounts!: i64",
            (select count(*) from membership where person_id = ?1) as "groups!: i64",
            (select count(*) from checkin where person_id = ?1) as "checkins!: i64",
            (select count(*) from reminder where person_id = ?1) as "reminders!: i64",
            (select count(*) from meeting_reminder where person_id = ?1)
                as "meeting_reminders!: i64",
            (select count(*) from attendance where person_id = ?1) as "attendance!: i64",
            (select count(*) from prompt where person_id = ?1)
                + (select count(*) from taking_part where person_id = ?1) as "prompts!: i64",
            (select count(*) from outbox where person_id = ?1 or destination in (
                 select 'direct:' || id from account where person_id = ?1
             )) as "messages!: i64",
            (select count(*) from derived where person_id = ?1) as "derived!: i64",
            (select count(*) from audit where person_id = ?1)
                + (select count(*) from schedule where created_by = ?1)
                + (select count(*) from resource where created_by = ?1) as "group_work!: i64""#,
        person
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn count_checkins(conn: &mut Conn, person: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar!("select count(*) from checkin where person_id = ?", person)
        .fetch_one(conn)
        .await
}
