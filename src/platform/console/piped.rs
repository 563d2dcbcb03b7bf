//! The terminal when standard input is not one: plain lines in, plain lines out, ends with them.

use super::board::{Board, Shown};
use super::directive::{self, Line};
use super::live::{greeting, plain_form};
use super::voice::Speaker;
use super::{COMMUNITY, Console};
use crate::app::{App, Setup};
use crate::cli::{complain, print};
use crate::clock::{Clock as _, SystemClock};
use crate::outbox::Pace;
use crate::words::Words;
use std::path::Path;
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt as _, BufReader};

/// Reads lines until there are no more.
pub async fn run(setup: Setup, words: &Words) -> anyhow::Result<()> {
    let board = Arc::new(Board::new(Box::new(|shown: &Shown| print(&plain_form(shown)))));
    let console = Arc::new(Console::new(Arc::clone(&board)));
    let fresh = !setup.store.exists();
    let app = App::build(&setup, Arc::new(SystemClock), vec![console], Pace::InOrder).await?;
    app.community(COMMUNITY).await?;
    if fresh {
        print(&crate::chat::plain::text(&greeting(words, &setup.store)));
    }
    app.settle().await?;
    let mut speaker = Speaker::new(board);
    let mut lines = BufReader::new(tokio::io::stdin()).split(b'\n');
    while let Some(line) = lines.next_segment().await? {
        // A byte that is no text is shown as such; it does not end the conversation.
        let line = String::from_utf8_lossy(&line);
        let now = SystemClock.now();
        let event = match directive::read(&line) {
            Ok(Line::Nothing) => continue,
            Ok(Line::Type(text)) => speaker.typed(&text, now),
            Ok(Line::As(voice, role)) => {
                speaker.speak_as(voice, role);
                continue;
            }
            Ok(Line::In(room)) => {
                speaker.go(room);
                continue;
            }
            Ok(Line::Attach(path)) => {
                speaker.attach(Path::new(&path));
                continue;
            }
            Ok(Line::Click(number, choice)) => match speaker.click(number, &choice, now) {
                Ok(event) => event,
                Err(error) => {
                    complain(&error.to_string());
                    continue;
                }
            },
            Ok(Line::Fill(number, fields)) => match speaker.fill(number, fields, now) {
                Ok(event) => event,
                Err(error) => {
                    complain(&error.to_string());
                    continue;
                }
            },
            Ok(Line::At(_) | Line::Advance(_) | Line::Down(_) | Line::Restart) => {
                complain(&words.console_real_clock().plain());
                continue;
            }
            Err(error) => {
                complain(&error.to_string());
                continue;
            }
        };
        app.engine().handle(event).await;
        app.settle().await?;
    }
    app.settle().await?;
    app.abandon().await;
    Ok(())
}
