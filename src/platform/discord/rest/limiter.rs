//! How fast Discord may be asked: what its answers say about each route, 50 requests a second over
//! all, and how many refusals it takes before it bans the address for a while. Pure: time comes in as
//! milliseconds of a clock that never steps.

use std::collections::{HashMap, VecDeque};

/// Requests in one [`WINDOW`], over all routes that count.
const PER_WINDOW: usize = 50;
/// A second, and a little more for what is late on the way.
const WINDOW: u64 = 1_050;
/// In which refusals are counted: ten minutes.
const REFUSALS: u64 = 10 * 60 * 1000;
/// So many refusals, of the 10,000 that lead to a ban, and nothing is asked that can wait.
const MOST_REFUSED: usize = 8_000;
/// Answers to people go on a little longer.
const MOST_REFUSED_ANSWERS: usize = 9_500;
/// How often what is over is let go of, in answers.
const TIDY: u32 = 512;

/// What a request counts for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// The method and the path without its ids: `POST /channels/{}/messages`.
    pub route: String,
    /// The channel, guild, webhook or interaction that has its own share.
    pub major: String,
    /// Whether it answers an interaction, which the limit over all does not count.
    pub exempt: bool,
}

/// Whether a request may go now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It may, and is counted.
    Go,
    /// In so many milliseconds.
    Wait(u64),
    /// Too much was refused: not for so many milliseconds, however urgent.
    Closed(u64),
}

/// What an answer says about limits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Told {
    /// The status.
    pub status: u16,
    /// The name of the bucket that the route shares.
    pub bucket: Option<String>,
    /// How many requests are left in it.
    pub remaining: Option<u64>,
    /// Milliseconds until it is full again.
    pub reset_after: Option<u64>,
    /// Milliseconds after which a request that was too much may come again.
    pub retry_after: Option<u64>,
    /// Whether it was too much over all routes.
    pub global: bool,
    /// Whether the share is one of others too, which is not our fault.
    pub shared: bool,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    remaining: u64,
    full_at: u64,
}

/// What is known about limits.
#[derive(Debug, Default)]
pub struct Limiter {
    sent: VecDeque<u64>,
    closed_until: u64,
    names: HashMap<String, String>,
    buckets: HashMap<(String, String), Bucket>,
    refused: VecDeque<u64>,
    heard: u32,
}

impl Limiter {
    /// Asks whether a request may go, and counts it if so.
    pub fn take(&mut self, key: &Key, now: u64) -> Verdict {
        let most = if key.exempt { MOST_REFUSED_ANSWERS } else { MOST_REFUSED };
        forget(&mut self.refused, now, REFUSALS);
        if self.refused.len() >= most {
            let first = self.refused.front().copied().unwrap_or(now);
            return Verdict::Closed((first + REFUSALS).saturating_sub(now).max(1));
        }
        let mut until = now;
        if !key.exempt {
            until = until.max(self.closed_until);
            forget(&mut self.sent, now, WINDOW);
            if self.sent.len() >= PER_WINDOW {
                until = until.max(self.sent.front().map_or(now, |first| first + WINDOW));
            }
        }
        let place = self.place(key);
        if let Some(bucket) = self.buckets.get(&place)
            && bucket.remaining == 0
        {
            until = until.max(bucket.full_at);
        }
        if until > now {
            return Verdict::Wait(until - now);
        }
        if !key.exempt {
            self.sent.push_back(now);
        }
        match self.buckets.get_mut(&place) {
            Some(bucket) if bucket.full_at > now => bucket.remaining -= 1,
            Some(_) => drop(self.buckets.remove(&place)),
            None => {}
        }
        Verdict::Go
    }

    /// Takes in what an answer said.
    pub fn heard(&mut self, key: &Key, told: &Told, now: u64) {
        if matches!(told.status, 401 | 403 | 404 | 429) && !told.shared {
            self.refused.push_back(now);
        }
        if let Some(name) = &told.bucket
            && self.names.get(&key.route) != Some(name)
        {
            self.names.insert(key.route.clone(), name.clone());
        }
        if !key.exempt {
            // Discord has counted it between then and now, and nobody knows when: its place is taken
            // until a whole second after its answer.
            self.sent.pop_front();
            self.sent.push_back(now);
        }
        let place = self.place(key);
        if told.status == 429 {
            let until = now + told.retry_after.or(told.reset_after).unwrap_or(1_000);
            if told.global && !key.exempt {
                self.closed_until = self.closed_until.max(until);
            } else {
                self.buckets.insert(place, Bucket { remaining: 0, full_at: until });
            }
        } else if let (Some(remaining), Some(after)) = (told.remaining, told.reset_after) {
            let full_at = now + after;
            let bucket = self.buckets.entry(place).or_insert(Bucket { remaining, full_at });
            // Answers may overtake each other: within one share the smaller number is the newer.
            let same = full_at.abs_diff(bucket.full_at) < 250 && now < bucket.full_at;
            bucket.remaining = if same { bucket.remaining.min(remaining) } else { remaining };
            bucket.full_at = bucket.full_at.max(full_at);
        }
        self.heard = self.heard.wrapping_add(1);
        if self.heard.is_multiple_of(TIDY) {
            self.buckets.retain(|_, bucket| bucket.full_at > now);
        }
    }

    /// How many shares are remembered.
    pub fn remembered(&self) -> usize {
        self.buckets.len()
    }

    fn place(&self, key: &Key) -> (String, String) {
        let name = self.names.get(&key.route).unwrap_or(&key.route);
        (name.clone(), key.major.clone())
    }
}

fn forget(instants: &mut VecDeque<u64>, now: u64, window: u64) {
    while instants.front().is_some_and(|at| at + window <= now) {
        instants.pop_front();
    }
}

/// What a request counts for, from its method and path (`/channels/1/messages`).
pub fn key(method: &str, path: &str) -> Key {
    let path = path.split('?').next().unwrap_or(path);
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let first = parts.first().copied().unwrap_or_default();
    let exempt = matches!(first, "interactions" | "webhooks");
    let mut route = format!("{method} ");
    for (at, part) in parts.iter().enumerate() {
        let id = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        // The token of an interaction or webhook stands behind its id.
        let token = exempt && at == 2;
        route.push('/');
        route.push_str(if id || token { "{}" } else { part });
    }
    let major = match first {
        "channels" | "guilds" => parts.get(1).copied().unwrap_or_default().to_owned(),
        "interactions" | "webhooks" => parts.get(1..).unwrap_or_default()[..].iter().take(2).fold(
            String::new(),
            |mut all, part| {
                all.push_str(part);
                all.push('/');
                all
            },
        ),
        _ => String::new(),
    };
    Key { route, major, exempt }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(channel: u32) -> Key {
        key("POST", &format!("/channels/{channel}/messages"))
    }

    fn told(remaining: u64, reset_after: u64) -> Told {
        Told {
            status: 200,
            bucket: Some("b".into()),
            remaining: Some(remaining),
            reset_after: Some(reset_after),
            ..Told::default()
        }
    }

    #[test]
    fn a_request_counts_for_its_route_and_for_whom_it_is() {
        let table = [
            ("POST", "/channels/1/messages", "POST /channels/{}/messages", "1", false),
            ("PATCH", "/channels/1/messages/22", "PATCH /channels/{}/messages/{}", "1", false),
            ("GET", "/guilds/3/members/4", "GET /guilds/{}/members/{}", "3", false),
            ("GET", "/channels/1/messages?limit=9", "GET /channels/{}/messages", "1", false),
            ("GET", "/users/@me/channels", "GET /users/@me/channels", "", false),
            (
                "POST",
                "/interactions/5/aTok/callback",
                "POST /interactions/{}/{}/callback",
                "5/aTok/",
                true,
            ),
            (
                "PATCH",
                "/webhooks/6/aTok/messages/@original",
                "PATCH /webhooks/{}/{}/messages/@original",
                "6/aTok/",
                true,
            ),
        ];
        for (method, path, route, major, exempt) in table {
            let expected = Key { route: route.into(), major: major.into(), exempt };
            assert_eq!(key(method, path), expected, "{path}");
        }
    }

    #[test]
    fn a_route_waits_when_its_share_is_used_up_and_others_do_not() {
        let mut limiter = Limiter::default();
        assert_eq!(limiter.take(&post(1), 0), Verdict::Go);
        limiter.heard(&post(1), &told(1, 2_000), 10);
        assert_eq!(limiter.take(&post(1), 20), Verdict::Go);
        assert_eq!(limiter.take(&post(1), 30), Verdict::Wait(1_980));
        assert_eq!(limiter.take(&post(2), 30), Verdict::Go);
        assert_eq!(limiter.take(&post(1), 2_010), Verdict::Go);
    }

    #[test]
    fn no_more_than_fifty_go_in_a_second_except_answers_to_interactions() {
        let mut limiter = Limiter::default();
        for channel in 0..50 {
            assert_eq!(limiter.take(&post(channel), 0), Verdict::Go);
        }
        assert_eq!(limiter.take(&post(50), 100), Verdict::Wait(WINDOW - 100));
        for number in 0..200 {
            let answer = key("POST", &format!("/interactions/{number}/tok/callback"));
            assert_eq!(limiter.take(&answer, 100), Verdict::Go);
        }
        assert_eq!(limiter.take(&post(50), WINDOW), Verdict::Go);
    }

    #[test]
    fn a_request_keeps_its_place_until_a_second_after_its_answer() {
        let mut limiter = Limiter::default();
        for channel in 0..50 {
            assert_eq!(limiter.take(&post(channel), 0), Verdict::Go);
        }
        // It may have been on its way for so long that Discord has only just counted it.
        limiter.heard(&post(0), &told(4, 5_000), 900);
        for channel in 50..99 {
            assert_eq!(limiter.take(&post(channel), WINDOW), Verdict::Go);
        }
        assert_eq!(limiter.take(&post(99), WINDOW), Verdict::Wait(900));
    }

    #[test]
    fn too_many_is_waited_out_where_it_was_said() {
        let mut limiter = Limiter::default();
        let limited =
            |global| Told { status: 429, retry_after: Some(700), global, ..Told::default() };
        limiter.heard(&post(1), &limited(false), 0);
        assert_eq!(limiter.take(&post(1), 100), Verdict::Wait(600));
        assert_eq!(limiter.take(&post(2), 100), Verdict::Go);
        limiter.heard(&post(2), &limited(true), 100);
        assert_eq!(limiter.take(&post(3), 200), Verdict::Wait(600));
        let answer = key("POST", "/interactions/1/tok/callback");
        assert_eq!(limiter.take(&answer, 200), Verdict::Go);
        assert_eq!(limiter.take(&post(3), 800), Verdict::Go);
    }

    #[test]
    fn one_token_that_has_to_wait_does_not_hold_up_another() {
        let mut limiter = Limiter::default();
        let to = |token: &str| key("POST", &format!("/webhooks/6/{token}"));
        limiter.heard(&to("a"), &told(0, 2_000), 0);
        assert_eq!(limiter.take(&to("a"), 1), Verdict::Wait(1_999));
        assert_eq!(limiter.take(&to("b"), 1), Verdict::Go);
    }

    #[test]
    fn refusals_stop_long_before_a_ban_and_end() {
        let mut limiter = Limiter::default();
        let refused = Told { status: 403, ..Told::default() };
        let shared = Told { status: 429, shared: true, retry_after: Some(1), ..Told::default() };
        for at in 0..MOST_REFUSED as u64 {
            limiter.heard(&post(1), &shared, at);
            assert_ne!(limiter.take(&post(2), 2_000 * (at + 1)), Verdict::Closed(1));
        }
        let mut limiter = Limiter::default();
        for _ in 0..MOST_REFUSED {
            limiter.heard(&post(1), &refused, 1_000);
        }
        assert_eq!(limiter.take(&post(2), 2_000), Verdict::Closed(REFUSALS - 1_000));
        let answer = key("POST", "/interactions/1/tok/callback");
        assert_eq!(limiter.take(&answer, 2_000), Verdict::Go);
        assert_eq!(limiter.take(&post(2), 1_000 + REFUSALS), Verdict::Go);
    }

    #[test]
    fn a_thousand_tokens_are_not_remembered_for_ever() {
        let mut limiter = Limiter::default();
        for number in 0..5_000_u64 {
            let answer = key("POST", &format!("/webhooks/6/t{number}"));
            limiter.heard(&answer, &told(4, 1_000), number * 10);
        }
        assert!(limiter.remembered() < 1_000, "{}", limiter.remembered());
    }
}
