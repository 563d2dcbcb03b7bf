//! Commands, taps, forms, and letters that are being typed.

use super::unread::{self, Lost};
use super::{Read, hand};
use crate::chat::event::{Event, EventBody, Place as Where, RoomKind, TurnId};
use crate::chat::platform::Inbox;
use crate::chat::prompt::Answer;
use crate::chat::route::Visibility;
use crate::command::resolve::exact;
use crate::ids::PromptId;
use crate::metric;
use crate::platform::discord::edge::{Edge, Place};
use crate::platform::discord::ids::Pressed;
use crate::platform::discord::read::{self, Interaction, account, invoked, room, text};
use crate::platform::discord::turn::{Asked, How, Kind, Opened, Sign};
use crate::platform::discord::{answer, complete, form, roles, send};
use crate::words::Words;
use serde::Deserialize as _;
use serde_json::Value;
use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock};
use tokio::sync::mpsc::error::TrySendError;

/// Takes an interaction.
pub(super) async fn came(edge: &Arc<Edge>, data: Value, place: Place, inbox: &Inbox) -> Read {
    // What it takes to answer, whatever the rest looks like.
    let (id, token) = (text(&data["id"]), text(&data["token"]));
    let raw = |private| Asked {
        id: id.clone(),
        token: token.clone(),
        application: text(&data["application_id"]),
        kind: Kind::Command,
        private,
        locale: data["locale"].as_str().map(str::to_owned),
        sign: tokio::sync::Mutex::new(Sign::None),
        below: OnceLock::new(),
    };
    let read = Interaction::deserialize(&data);
    let (interaction, kind) = match read.map(|read| (kind_of(&read), read)) {
        Ok((Some(kind), read)) if read.user().is_some() => (read, kind),
        _ if data["type"].as_u64() == Some(1) => return Read::Passed,
        // There is no way to answer it.
        _ if id.is_empty() || token.is_empty() => return Read::Unreadable,
        _ => {
            metric::unread("interaction");
            tracing::error!("an interaction could not be read and is answered from its raw form");
            let (edge, asked, lost) = (Arc::clone(edge), raw(true), Lost::found_in(&data));
            tokio::spawn(async move {
                unread::say(&edge, &asked, &lost, Words::discord_unread).await;
                drop(place);
            });
            return Read::Taken;
        }
    };
    let asked = Asked { kind, private: is_private(&interaction, kind), ..raw(true) };
    take(edge, interaction, asked, place, inbox).await
}

fn kind_of(interaction: &Interaction) -> Option<Kind> {
    match interaction.kind {
        2 if interaction.data["type"].as_u64() == Some(3) => Some(Kind::Offer),
        2 => Some(Kind::Command),
        3 => Some(Kind::Tapped),
        4 => Some(Kind::Typing),
        5 => Some(Kind::Form),
        _ => None,
    }
}

/// Whether the one who asked alone sees the answer: everything but the answer to a public command, and
/// what is said where nobody else is.
fn is_private(interaction: &Interaction, kind: Kind) -> bool {
    if interaction.guild_id.is_none() {
        return false;
    }
    let public = kind == Kind::Command
        && exact(&invoked(&interaction.data).path)
            .is_some_and(|command| command.visibility == Visibility::Public);
    !public
}

async fn take(
    edge: &Arc<Edge>,
    interaction: Interaction,
    asked: Asked,
    place: Place,
    inbox: &Inbox,
) -> Read {
    let Some(user) = interaction.user() else { return Read::Unreadable };
    let who = account(&user.id);
    let channel = interaction.channel_id.clone().unwrap_or_default();
    let kind = match &interaction.guild_id {
        Some(guild) => {
            if let Some(bits) = interaction.permissions() {
                let path = invoked(&interaction.data).path;
                let role = roles::of_command(bits, &path);
                edge.roles.saw(&user.id, guild, role, edge.clock.ticks());
            }
            RoomKind::Group
        }
        None => {
            send::note_direct(edge, &user.id, &channel);
            RoomKind::Direct
        }
    };
    let opened = |asked: Asked, place: Place| Opened {
        account: who.clone(),
        channel: channel.clone(),
        kind,
        how: How::Interaction(asked),
        answers: std::sync::atomic::AtomicU32::new(0),
        _place: Some(place),
    };
    let event = |turn: u64, body: EventBody| Event {
        native: Some(format!("interaction:{}", interaction.id)),
        at: edge.clock.now(),
        account: who.clone(),
        name: interaction.name(),
        place: Where {
            room: room(if channel.is_empty() { "0" } else { &channel }),
            kind,
            community: interaction.guild_id.clone(),
        },
        source: None,
        turn: TurnId(turn),
        body,
    };
    let pressed = form::pressed(&interaction.data);
    if !matches!(pressed, Some(Pressed::Open(..) | Pressed::Page(..))) {
        edge.drafts.forget(&who);
    }
    let body = match asked.kind {
        Kind::Typing => {
            let edge = Arc::clone(edge);
            let Some(wanted) = complete::wanted(&interaction.data) else {
                // Of a command that there is no more: otherwise the app shows an error.
                tokio::spawn(async move {
                    complete::show_pairs(&edge, &asked, &[]).await;
                    drop(place);
                });
                return Read::Taken;
            };
            let words = edge.words_in(asked.locale.as_deref());
            return match complete::known(&words, &wanted, interaction.guild_id.as_deref()) {
                complete::Known::Names(names) => {
                    tokio::spawn(async move {
                        complete::show_pairs(&edge, &asked, &names).await;
                        drop(place);
                    });
                    Read::Taken
                }
                complete::Known::Rooms(guild) => {
                    tokio::spawn(async move {
                        complete::rooms(&edge, &asked, &guild, &wanted.typed).await;
                        drop(place);
                    });
                    Read::Taken
                }
                complete::Known::Thing(thing) => {
                    let (turn, _) = edge.open(opened(asked, place));
                    let body = EventBody::Completing { thing, typed: wanted.typed };
                    // Not one that comes twice, nor one that anything follows from.
                    hand(inbox, Event { native: None, ..event(turn, body) }).await
                }
            };
        }
        // What there is to pass on, without a word about whose message it was.
        Kind::Offer => {
            EventBody::Invoked { path: OFFER.to_owned(), options: Vec::new(), files: Vec::new() }
        }
        Kind::Command => {
            let read::Invoked { path, options, files, .. } = invoked(&interaction.data);
            EventBody::Invoked { path, options, files }
        }
        Kind::Tapped | Kind::Form => match pressed {
            Some(Pressed::Choice(prompt, key)) => chosen(prompt, key),
            Some(Pressed::Select(prompt)) => {
                let values = read::values(&interaction.data);
                chosen(prompt, values.into_iter().next().unwrap_or_default())
            }
            Some(pressed) => {
                let data = interaction.data.clone();
                let (edge, inbox) = (Arc::clone(edge), inbox.clone());
                let (turn, opened) = edge.open(opened(asked, place));
                let event = event(turn, EventBody::Left);
                tokio::spawn(async move {
                    form_pressed(&edge, &opened, pressed, &data, event, &inbox).await;
                });
                return Read::Taken;
            }
            None => {
                let edge = Arc::clone(edge);
                tokio::spawn(async move {
                    let words = edge.words_in(asked.locale.as_deref());
                    answer::line(&edge, &asked, words.discord_form_gone(), &[]).await;
                    drop(place);
                });
                return Read::Taken;
            }
        },
    };
    let (turn, opened) = edge.open(opened(asked, place));
    tokio::spawn(answer::defer(Arc::clone(edge), Arc::clone(&opened)));
    at_the_door(edge, &opened, event(turn, body), inbox)
}

/// Hands over an event without waiting here, because the next interaction has only its three seconds.
/// When too many wait already, the person is told at once and not left in the dark.
fn at_the_door(edge: &Arc<Edge>, opened: &Arc<Opened>, event: Event, inbox: &Inbox) -> Read {
    let event = match inbox.try_send(event) {
        Ok(()) => return Read::Taken,
        Err(TrySendError::Closed(_)) => return Read::Closed,
        Err(TrySendError::Full(event)) => event,
    };
    let (edge, inbox, opened) = (Arc::clone(edge), inbox.clone(), Arc::clone(opened));
    if edge.waiting.fetch_add(1, Ordering::Relaxed) >= MOST_WAITING {
        edge.waiting.fetch_sub(1, Ordering::Relaxed);
        tokio::spawn(async move {
            let turn = event.turn;
            if let How::Interaction(asked) = &opened.how {
                unread::say(&edge, asked, &lost(event), Words::discord_busy).await;
            }
            answer::finished(&edge, turn).await;
        });
        return Read::Taken;
    }
    tokio::spawn(async move {
        if hand(&inbox, event).await == Read::Closed {
            tracing::warn!("something came when nobody took it any more");
        }
        edge.waiting.fetch_sub(1, Ordering::Relaxed);
    });
    Read::Taken
}

/// What is known of one that was read and has no room.
fn lost(event: Event) -> Lost {
    let (path, options) = match event.body {
        EventBody::Invoked { path, options, .. } => (path, options),
        _ => (String::new(), Vec::new()),
    };
    Lost::new(path, options, event.account, event.place.community)
}

/// How many interactions wait for the engine at most, besides those in its own queue.
const MOST_WAITING: usize = 4_096;

/// What the message menu leads to.
const OFFER: &str = "resources topic";

fn chosen(prompt: PromptId, key: String) -> EventBody {
    EventBody::Answered { prompt, answer: Answer::Choice(key) }
}

/// What happens to forms before the core hears of them.
async fn form_pressed(
    edge: &Arc<Edge>,
    opened: &Arc<Opened>,
    pressed: Pressed,
    data: &Value,
    event: Event,
    inbox: &Inbox,
) {
    let How::Interaction(asked) = &opened.how else { return };
    let who = &opened.account;
    let filled = match pressed {
        Pressed::Open(prompt, page) => {
            form::open(edge, asked, who, prompt, page).await;
            None
        }
        Pressed::Page(prompt, page) => {
            Some((prompt, form::page(edge, asked, who, prompt, page, &data["components"]).await))
        }
        Pressed::Choice(..) | Pressed::Select(_) => None,
    };
    let Some((prompt, filled)) = filled else {
        answer::finished(edge, event.turn).await;
        return;
    };
    tokio::spawn(answer::defer(Arc::clone(edge), Arc::clone(opened)));
    let body = EventBody::Answered { prompt, answer: Answer::Form(filled) };
    if hand(inbox, Event { body, ..event }).await == Read::Closed {
        tracing::warn!("a form came when nobody took it any more");
    }
}
