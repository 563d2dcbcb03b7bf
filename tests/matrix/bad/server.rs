//! A homeserver that fails, in each of the ways in which they do.

use super::is_clean;
use crate::matrix::home::Home;
use crate::matrix::member::{Entry, Member, Sealed};
use crate::matrix::process::Process;
use crate::matrix::proxy::{Fault, Proxy};
use crate::matrix::scene::direct;
use crate::matrix::synapse::Synapse;

fn refuse(status: u16, body: &str) -> Fault {
    Fault::Refuse(status, body.to_owned())
}

fn faults() -> Vec<(&'static str, Fault)> {
    let broken = r#"{"errcode":"M_UNKNOWN","error":"Internal server error"}"#;
    let limit = r#"{"errcode":"M_LIMIT_EXCEEDED","error":"Too fast","retry_after_ms":300}"#;
    vec![
        ("500", refuse(500, broken)),
        ("502", refuse(502, "<html><h1>Bad Gateway</h1></html>")),
        ("429", refuse(429, limit)),
        ("garbage", refuse(200, "{\"next_batch\": [}")),
        ("other JSON", refuse(200, "[1, 2, 3]")),
        ("nothing", Fault::Nothing),
        ("half an answer", Fault::Half),
        ("done, but 504", Fault::Deny(504, "<html>Gateway Timeout</html>".into())),
    ]
}

struct Talk {
    home: Home,
    bot: Process,
    proxy: Proxy,
    ann: Member,
    room: String,
}

impl Talk {
    /// The bot behind the proxy, and somebody who talks to it directly.
    async fn new() -> Self {
        let proxy = Proxy::start(Synapse::shared().url()).await;
        let mut home = Home::new(Synapse::shared().url()).await;
        home.move_to(proxy.url());
        let bot = Process::start(&home);
        let crew = crate::matrix::scene::crew().await;
        let ann = Member::new(&crew, &crate::matrix::home::unique("ann")).await;
        let room = direct(&ann, home.user(), Sealed::Yes).await;
        let talk = Self { home, bot, proxy, ann, room };
        talk.asks("zzfirst").await;
        talk
    }

    /// A command whose answer repeats a word, and the answer.
    async fn asks(&self, word: &str) -> Entry {
        self.ann.say(&self.room, &format!("crisis {word}")).await;
        self.hears(word).await
    }

    async fn hears(&self, word: &str) -> Entry {
        self.ann.hears(&self.room, self.home.user(), &format!("“{word}”")).await
    }

    /// How often a word was answered, once everything was.
    async fn times(&self, word: &str) -> usize {
        self.asks("zzlast").await;
        let word = format!("“{word}”");
        let heard = self.ann.events(&self.room).await;
        let own = heard.iter().filter(|entry| entry.sender == self.home.user());
        own.filter(|entry| entry.is_message() && entry.body.contains(&word)).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_while_reading_fails() {
    let talk = Talk::new().await;
    let mut met = 0;
    for (index, (name, fault)) in faults().into_iter().enumerate() {
        let word = format!("read-{index}");
        talk.proxy.on("/sync", fault, 2);
        talk.ann.say(&talk.room, &format!("crisis {word}")).await;
        met += 2;
        talk.proxy.met(met).await;
        talk.hears(&word).await;
        assert_eq!(talk.times(&word).await, 1, "{name}");
    }
    is_clean(&talk.bot, &["read-"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_doubled_while_sending_fails() {
    let talk = Talk::new().await;
    let mut met = 0;
    for (index, (name, fault)) in faults().into_iter().enumerate() {
        let word = format!("sent-{index}");
        talk.proxy.on("/send/m.room.encrypted/", fault, 1);
        talk.ann.say(&talk.room, &format!("crisis {word}")).await;
        met += 1;
        talk.proxy.met(met).await;
        talk.hears(&word).await;
        assert_eq!(talk.times(&word).await, 1, "{name}");
    }
    is_clean(&talk.bot, &["sent-"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn events_that_make_no_sense_are_left_out_and_the_others_are_not() {
    let talk = Talk::new().await;
    let nonsense = |answer: &mut serde_json::Value| {
        let rooms = answer["rooms"]["join"].as_object_mut();
        for room in rooms.into_iter().flat_map(|rooms| rooms.values_mut()) {
            if let Some(events) = room["timeline"]["events"].as_array_mut() {
                events.insert(0, serde_json::json!({"type": 5}));
                events.insert(0, serde_json::json!("an event"));
                events.push(serde_json::json!({"type": "m.room.message", "content": {}}));
            }
        }
    };
    talk.proxy.on("/sync", Fault::Change(std::sync::Arc::new(nonsense)), 3);
    for word in ["zz1", "zz2", "zz3"] {
        talk.asks(word).await;
    }
    talk.proxy.mend();
    for word in ["zz1", "zz2", "zz3"] {
        assert_eq!(talk.times(word).await, 1, "{word}");
    }
    is_clean(&talk.bot, &["zz1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there_at_the_start_is_waited_for() {
    let proxy = Proxy::start(Synapse::shared().url()).await;
    let mut home = Home::new(Synapse::shared().url()).await;
    home.move_to(proxy.url());
    for (_, fault) in faults().into_iter().take(6) {
        proxy.on("/login", fault, 1);
    }
    proxy.on("/versions", Fault::Nothing, 1);
    let bot = Process::start(&home);
    let crew = crate::matrix::scene::crew().await;
    let ann = Member::new(&crew, &crate::matrix::home::unique("ann")).await;
    let room = direct(&ann, home.user(), Sealed::Yes).await;
    ann.say(&room, "crisis new zealand").await;
    ann.hears(&room, home.user(), "1737").await;
    is_clean(&bot, &["password-of"]);
}
