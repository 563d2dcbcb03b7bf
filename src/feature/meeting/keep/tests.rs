//! Feeds kept in a store.

use super::*;
use crate::chat::platforms::Platforms;
use crate::clock::ManualClock;
use crate::engine::ctx::Defaults;
use crate::engine::directory;
use crate::engine::interview::Interviews;
use crate::feature::meeting::model::own_listing;
use crate::feature::meeting::search::Timetables;
use crate::feed::Weekly;
use crate::feed::fetch::{Fetcher, Limits};
use crate::ids::{AccountId, PlatformId};
use crate::outbox::Bell;
use crate::store::Store;
use jiff::civil::{Weekday, time};
use std::sync::Arc;

struct Stage {
    ctx: Ctx,
    group: GroupId,
    feed: FeedId,
    now: Timestamp,
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn meeting(number: usize) -> Listing {
    let start = time(i8::try_from(number % 24).unwrap_or(0), 30, 0, 0);
    let weekly = Weekly { day: Weekday::Tuesday, start, minutes: 60 };
    Listing {
        slug: format!("m{number}"),
        when: Some(weekly),
        ..own_listing(&format!("Meeting {number}"), "Europe/London", Some("Hall"), 60)
    }
}

impl Stage {
    async fn new() -> Self {
        let store = Store::in_memory().await.expect("a store");
        let now = at("2026-06-01T08:00:00Z");
        let ctx = Ctx {
            store: store.clone(),
            clock: Arc::new(ManualClock::new(now)),
            defaults: Defaults::default(),
            platforms: Platforms::new(),
            bell: Bell::new(),
            fetcher: Fetcher::new(false, Limits::default()).expect("a fetcher"),
            interviews: Interviews::default(),
            timetables: Timetables::default(),
            refresh: "daily 03:00".into(),
        };
        let mut tx = store.begin().await.expect("begins");
        let group = directory::group_named(&mut tx, PlatformId::Console, "console", now).await;
        let group = group.expect("a group");
        let feed = sql::test_feed(&mut tx, group.0).await.expect("a feed");
        tx.commit().await.expect("commits");
        Self { ctx, group, feed: FeedId(feed), now }
    }

    async fn keep(&mut self, listings: &[Listing]) -> Outcome {
        self.now = self.now.checked_add(SignedDuration::from_hours(24)).expect("a day");
        let mut tx = self.ctx.store.begin().await.expect("begins");
        let shelf = Shelf { group: self.group, feed: self.feed, zone: "Europe/London" };
        let outcome = keep(&self.ctx, &mut tx, shelf, listings, self.now).await.expect("keeps");
        tx.commit().await.expect("commits");
        outcome
    }

    async fn kept(&mut self, listings: &[Listing]) -> Kept {
        match self.keep(listings).await {
            Outcome::Kept(kept) => kept,
            doubted @ Outcome::Doubted { .. } => panic!("{doubted:?}"),
        }
    }

    /// Lets somebody be reminded of a meeting.
    async fn remind(&self, slug: &str) {
        let mut tx = self.ctx.store.begin().await.expect("begins");
        let ann = AccountId::new(PlatformId::Console, "ann");
        let person = directory::meet(&mut tx, &ann, self.now).await.expect("a person");
        sql::test_reminder(&mut tx, self.feed.0, slug, person.0).await.expect("a reminder");
        tx.commit().await.expect("commits");
    }

    /// The causes of what is to be said.
    async fn said(&self) -> Vec<String> {
        let mut tx = self.ctx.store.read().await.expect("reads");
        let mut keys = sql::test_outbox(&mut tx).await.expect("the outbox");
        for key in &mut keys {
            *key = key.split(':').next().unwrap_or_default().to_owned();
        }
        keys
    }

    async fn slugs(&self) -> Vec<String> {
        let mut tx = self.ctx.store.read().await.expect("reads");
        sql::slugs(&mut tx, self.group.0).await.expect("slugs")
    }
}

#[tokio::test]
async fn the_same_again_writes_nothing() {
    let mut stage = Stage::new().await;
    let listings: Vec<Listing> = (0..5000).map(meeting).collect();
    let first = stage.kept(&listings).await;
    assert_eq!(first, Kept { added: 5000, ..Kept::default() });
    let again = stage.kept(&listings).await;
    assert_eq!(again, Kept { same: 5000, ..Kept::default() });
    assert_eq!(stage.slugs().await.len(), 5000);
}

#[tokio::test]
async fn people_are_told_once_of_what_they_rely_on() {
    let mut stage = Stage::new().await;
    let mut listings: Vec<Listing> = (0..4).map(meeting).collect();
    stage.kept(&listings).await;
    stage.remind("m1").await;

    // Notes are nobody's concern; a place is.
    listings[1].notes = Some("Bring a mug".into());
    assert_eq!(stage.kept(&listings).await, Kept { details: 1, same: 3, ..Kept::default() });
    assert!(stage.said().await.is_empty());
    listings[1].location = Some("Library".into());
    listings[2].location = Some("Library".into());
    assert_eq!(stage.kept(&listings).await, Kept { changed: 2, same: 2, ..Kept::default() });
    stage.kept(&listings).await;
    assert_eq!(stage.said().await, ["meeting_changed"]);

    // It goes, and it comes back.
    let gone = listings.remove(1);
    assert_eq!(stage.kept(&listings).await, Kept { removed: 1, same: 3, ..Kept::default() });
    stage.kept(&listings).await;
    assert_eq!(stage.said().await, ["meeting_changed", "meeting_removed"]);
    listings.push(gone);
    assert_eq!(stage.kept(&listings).await, Kept { added: 1, same: 3, ..Kept::default() });
    assert_eq!(stage.said().await, ["meeting_changed", "meeting_removed", "meeting_changed"]);
    assert_eq!(stage.slugs().await.len(), 4, "it is the same row");
}

#[tokio::test]
async fn a_feed_that_loses_most_of_its_meetings_is_not_believed() {
    let mut stage = Stage::new().await;
    let listings: Vec<Listing> = (0..20).map(meeting).collect();
    stage.kept(&listings).await;
    stage.remind("m19").await;
    assert_eq!(stage.keep(&[]).await, Outcome::Doubted { had: 20, gone: 20 });
    assert_eq!(stage.keep(&listings[..9]).await, Outcome::Doubted { had: 20, gone: 11 });
    assert!(stage.said().await.is_empty());
    assert_eq!(stage.kept(&listings[..10]).await.removed, 10);
    // A small one may shrink, but not to nothing.
    assert_eq!(stage.kept(&listings[..1]).await.removed, 9);
    assert_eq!(stage.keep(&[]).await, Outcome::Doubted { had: 1, gone: 1 });
}

#[tokio::test]
async fn another_slug_in_the_feed_is_not_another_meeting() {
    let mut stage = Stage::new().await;
    let mut listings: Vec<Listing> = (0..3).map(meeting).collect();
    stage.kept(&listings).await;
    stage.remind("m1").await;
    listings[1].slug = "meeting-one".into();
    assert_eq!(stage.kept(&listings).await, Kept { details: 1, same: 2, ..Kept::default() });
    assert!(stage.said().await.is_empty());
    assert_eq!(stage.slugs().await, ["m0", "m1", "m2"]);
}

#[tokio::test]
async fn dates_that_are_over_are_no_news() {
    let mut stage = Stage::new().await;
    let ruled = |rule: &str| Listing { when: None, rule: Some(rule.into()), ..meeting(1) };
    stage.kept(&[ruled("weekly tue 19:30 except 2026-06-02, 2026-12-29")]).await;
    stage.remind("m1").await;
    let later = ruled("weekly tue 19:30 except 2026-12-29");
    assert_eq!(stage.kept(std::slice::from_ref(&later)).await.details, 1);
    assert!(stage.said().await.is_empty());
    assert_eq!(stage.kept(&[ruled("weekly tue 19:30")]).await.changed, 1);
    assert_eq!(stage.said().await, ["meeting_changed"]);
}
