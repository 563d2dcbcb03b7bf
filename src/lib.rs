//! Hearth: a peer-support bot for recovery communities.
//!
//! This page is the map. Every behaviour is two steps from here: find the noun, then the verb.
//!
//! # The way data flows
//!
//! ```text
//! platform ── Event ──► engine ──► command (reads args) ──► feature (decides) ──► one transaction ──► Message ──► platform.respond
//!                                                                                       │
//!                                                            outbox rows and jobs, in that same transaction
//! clock ──► job::runner (what is due) ──► feature ──► one transaction: state, outbox row, next job ──► outbox::Sender ──► platform.send
//! ```
//!
//! Two ways out, because they promise different things: `respond` answers the turn in hand, quickly,
//! and is not repeated after a restart; `send` is durable, keyed and retried.
//!
//! # Where to look
//!
//! | to change | look in |
//! |---|---|
//! | what the bot says | `words/en/*.ftl`, one file per feature |
//! | a command | [`feature`], one file per command; all are listed in [`command::table`] |
//! | how a line is read | [`command::parse`], [`command::value`] |
//! | when something happens | [`schedule::phrase`] (what people type), [`schedule::recurrence`] (pure) |
//! | what happens when it is due | [`job::handlers`] names the feature |
//! | who takes the answer to a prompt | [`engine::answer`] names the feature |
//! | why nothing is done twice | `engine/once.rs` (turns), [`outbox`] (messages) |
//! | a form where a platform has none | `engine/interview.rs` |
//! | what a deleted message takes with it | `engine/derived.rs` |
//! | what happens to a room | [`feature::room`] |
//! | how a message is sent once | [`outbox`] |
//! | what is said about a reminder that did not arrive | `engine/missed.rs`, [`feature::remind`] |
//! | how a feed is read | [`feed`] |
//! | tables | `migrations/`, then the feature's `sql.rs` |
//! | what commands are called in a language | a sentence's `.name`: `platform/discord/declare/localize.rs` |
//! | a chat platform | [`chat::platform`] is the trait, [`platform`] has the edges |
//! | what Discord or Matrix shows | `platform/discord.rs` and `platform/matrix.rs` are maps of their own |
//! | what can be completed while it is typed | `engine/suggest.rs`, [`feature::names`] |
//! | what a host publishes about privacy | `docs/privacy-policy.md`, held to the tables by a test |
//! | what happens when the bot is let into a room, or put out | [`feature::room`] |
//! | who is greeted where there is no room for a greeting | [`feature::room::alone`], `engine/greet.rs` |
//! | what is said to somebody who just talks, or calls for help | [`engine::heard`] |
//! | which room is meant by what was typed, and how rooms are typed | [`engine::rooms`] |
//! | what is counted, and who is told how the bot is | [`metric`], [`health`] |
//!
//! # Invariants, written as absences
//!
//! - The core names no SDK type. Features do not know which platform they serve; capabilities are
//!   read in one function, [`chat::route::route`].
//! - Only [`clock`] reads the wall clock and sleeps (`.clippy.toml` refuses the rest). Logic takes
//!   `now`.
//! - No transaction is open across a network call.
//! - No query outside `sql.rs` files and [`store`]; none put together from text.
//! - No sentence outside `words/`. No message text, note or secret in a log line.
//! - No state that matters lives only in memory: prompts, sent ids, due work and link codes are rows.
//! - No handler sends: it returns a [`Message`](chat::message::Message), and records unasked ones in
//!   the [`outbox`].
//!
//! # Where the plan was changed
//!
//! - [`Address`](chat::address::Address) has an `Ephemeral` form beside room and direct, so that where
//!   a private answer goes is decided by the core and not by each edge.
//! - [`ChatPlatform`](chat::platform::ChatPlatform) has `find_sent`: after a crash outside a
//!   platform's dedupe window the outbox asks before it sends again.
//! - A command runs as a [`Visit`](engine::turn::Visit) or a [`Turn`](engine::turn::Turn): what a
//!   guest may use (help, crisis, coping) leaves no trace in the store and works without it.
//! - Recurring work of every feature is a row of [`job`], apart from [`schedule`], which is pure.
//! - A turn is a row: begun, its effects committed, answered. A platform may hand an event over again
//!   after a crash ([`ChatPlatform::finished`](chat::platform::ChatPlatform::finished) says when it need
//!   not), and what was done is not done again.
//! - Commands and rooms are spans, as each platform writes them in its own way; a role is asked for a
//!   community, because only the core knows which group a direct room belongs to.
//! - Discord's connection and limits are our own, and serenity builds what is sent: its gateway ends sessions
//!   that could be resumed and its limiter does not tell how long a refusal holds. No message has embeds,
//!   because people can switch them off, and a help line would be gone.
//! - Letters that are being typed are an event like any other, answered by
//!   [`suggest`](chat::platform::ChatPlatform::suggest).
//! - Forms degrade in the core to a conversation of single questions, so that an edge without forms shows
//!   nothing but choices and text.

#![recursion_limit = "256"]

pub mod clock;

pub mod ids;

pub mod error;

pub mod chat;

pub mod words;

pub mod command;

pub mod engine;

pub mod feature;

pub mod schedule;

pub mod job;

pub mod outbox;

pub mod feed;

pub mod calendar;

pub mod picture;

pub mod store;

pub mod platform;

pub mod config;

pub mod metric;

pub mod health;

pub mod app;

pub mod cli;
