//! The program given what it cannot use: a sentence that says what to do, the right exit code
//! (1 failed, 2 used wrongly), and everything that was there before still there.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// How a run ended, and what it said on both outputs.
struct Ended {
    code: Option<i32>,
    said: String,
}

impl Ended {
    #[track_caller]
    fn expect(&self, code: i32, part: &str) {
        assert_eq!(self.code, Some(code), "{}", self.said);
        assert!(self.said.contains(part), "{part:?} is not in:\n{}", self.said);
        assert!(!self.said.contains("panicked"), "{}", self.said);
    }
}

/// Runs a program in a folder with something on its standard input.
fn ended(mut command: Command, folder: &Path, input: &[u8]) -> Ended {
    command.current_dir(folder).env_remove("HEARTH_STORE_KEY").env("NO_COLOR", "1");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("an input");
    let input = input.to_vec();
    // It may end before it has read everything.
    let writing = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("it ends");
    drop(writing.join());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
    Ended { code: output.status.code(), said }
}

fn hearth(folder: &Path, arguments: &[&str]) -> Ended {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearth"));
    command.args(arguments);
    ended(command, folder, b"")
}

/// The same where no file can grow beyond so many blocks of 512 or 1024 bytes: what a write to a
/// full disk comes to, without a disk of our own.
fn hearth_without_room(folder: &Path, blocks: u32, arguments: &[&str], input: &[u8]) -> Ended {
    let mut command = Command::new("sh");
    let limited = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    command.args(["-c", &limited, env!("CARGO_BIN_EXE_hearth")]).args(arguments);
    ended(command, folder, input)
}

/// A folder with a store, `h.db`, in which Ann has a reminder.
fn with_store() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let script = "@at 2026-06-01T08:00:00Z\n@as ann\n/remind add 2099-06-02 18:00 call Sam\n";
    std::fs::write(folder.path().join("script.txt"), script).expect("written");
    let made = hearth(folder.path(), &["console", "--script", "script.txt", "--store", "h.db"]);
    made.expect(0, "2099");
    folder
}

/// That the store is sound and Ann's reminder is in it.
#[track_caller]
fn expect_unharmed(folder: &Path) {
    hearth(folder, &["verify", "h.db"]).expect(0, "is sound");
    std::fs::write(folder.join("list.txt"), "@at 2090-01-01T09:00:00Z\n@as ann\n/remind list\n")
        .expect("written");
    hearth(folder, &["console", "--script", "list.txt", "--store", "h.db"]).expect(0, "call Sam");
}

/// A feed of so many meetings.
fn feed(meetings: usize) -> String {
    let mut text = String::from("[");
    for number in 0..meetings {
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(
            text,
            r#"{comma}{{"name":"Harbor Lights {number}","slug":"harbor","day":{},"time":"19:30","location":"Harbor Hall","formatted_address":"20 Quay Street, Harbor, ME 04000, USA","notes":"Bring a mug."}}"#,
            number % 7
        );
    }
    text + "]"
}

#[test]
fn every_wrong_use_has_a_sentence_and_a_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &[u8]| {
        std::fs::write(folder.path().join(name), text).expect("written");
    };
    write("unknown.toml", b"[store]\npaht = \"h.db\"\n");
    write("zone.toml", b"[defaults]\nzone = \"Europe/Lodnon\"\n");
    write("broken.toml", b"[store\n");
    write("deep.toml", format!("a = {}", "[".repeat(100_000)).as_bytes());
    write("latin.toml", b"[store]\npath = \"caf\xe9\"\n");
    write("dance.txt", b"@dance\n");
    write("notes.db", b"not a store, just notes\n");
    write("key.txt", b"not a key\n");
    let table: &[(&[&str], i32, &str)] = &[
        (&["dance"], 2, "unrecognized subcommand"),
        (&["preview", "dayly 9:00", "--zone", "UTC"], 2, "daily"),
        (&["preview", "daily 9", "--zone", "UTC"], 2, "9"),
        (&["preview", "yearly 02-30 09:00", "--zone", "UTC"], 2, "02-30"),
        (&["preview", "daily 25:00", "--zone", "UTC"], 2, "25:00"),
        (&["preview", "cron 0 0 30 2 *", "--zone", "UTC"], 2, "never"),
        (&["preview", "daily 09:00", "--zone", "Europe/Lodnon"], 2, "Near it: Europe/London"),
        (&["preview", "daily 09:00", "--zone", ""], 2, "I don't know the time zone"),
        (
            &["preview", "daily 09:00", "--zone", "UTC", "--from", "soon"],
            2,
            "not a time I can read",
        ),
        (&["preview", "daily 09:00", "--zone", "UTC", "--count", "0"], 2, "1..=1000"),
        (&["check", "--config", "missing.toml"], 1, "missing.toml"),
        (&["run", "--config", "missing.toml"], 1, "missing.toml"),
        (&["check", "--config", "unknown.toml"], 1, "store.path"),
        (&["check", "--config", "zone.toml"], 1, "Near it: Europe/London"),
        (&["check", "--config", "broken.toml"], 1, "line 1"),
        (&["check", "--config", "deep.toml"], 1, "recurse"),
        (&["check", "--config", "latin.toml"], 1, "latin.toml"),
        (&["console", "--script", "missing.txt"], 2, "There is no file missing.txt"),
        (&["console", "--script", "dance.txt"], 2, "Line 1 of the script"),
        (&["console", "--store", "notes.db"], 1, "is not a store of Hearth"),
        (&["backup", "copy.db", "--store", "missing.db"], 1, "There is no"),
        (&["backup", "copy.db", "--store", "notes.db"], 1, "is not a store of Hearth"),
        (&["verify", "notes.db"], 1, "is not a store of Hearth"),
        (&["verify", "notes.db", "--key-file", "key.txt"], 1, "chmod 600"),
        (&["restore", "missing.db", "--store", "h.db"], 1, "There is no"),
        (&["export", "--store", "missing.db"], 1, "There is no store missing.db"),
        (&["import", "meetings", "missing.json", "--zone", "UTC"], 1, "There is no file"),
        (&["import", "meetings", ".", "--zone", "UTC"], 1, "cannot be read"),
        (&["import", "meetings", "missing.json", "--zone", "Mars/Base"], 2, "time zone Mars/Base"),
    ];
    for (arguments, code, part) in table {
        let ended = hearth(folder.path(), arguments);
        assert_eq!(ended.code, Some(*code), "{arguments:?}: {}", ended.said);
        assert!(ended.said.contains(part), "{arguments:?}: {part:?} is not in {}", ended.said);
    }
    let kept = std::fs::read(folder.path().join("notes.db")).expect("still there");
    assert_eq!(kept, b"not a store, just notes\n");
    assert!(!folder.path().join("h.db").exists() && !folder.path().join("copy.db").exists());
}

/// Nothing is said to be fine that is not, and what somebody looks for stands last.
#[cfg(feature = "discord")]
#[test]
fn a_check_says_what_it_found_after_it_has_looked() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).expect("written");
    };
    write("bot.toml", "[store]\npath = \"h.db\"\n[discord]\ntoken_file = \"token\"\n");
    for (token, part) in [
        (None, "could not be read"),
        (Some(""), "it should hold the bot's token"),
        (Some("a secret"), "does not hold a Discord bot token"),
    ] {
        if let Some(token) = token {
            write("token", token);
        }
        let ended = hearth(folder.path(), &["check", "--config", "bot.toml"]);
        assert_eq!(ended.code, Some(1), "{token:?}: {}", ended.said);
        assert!(ended.said.contains(part) && !ended.said.contains("can be used"), "{}", ended.said);
    }
    write("token", "MTIzNDU2Nzg5.tests.only-for-tests\n");
    // Or a warning about that would stand behind it.
    let own = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(folder.path().join("token"), own).expect("set");
    let ended = hearth(folder.path(), &["check", "--config", "bot.toml"]);
    assert_eq!(ended.code, Some(0), "{}", ended.said);
    let places: Vec<_> = ["can be used", "Shipped resources", "To let the bot into a server"]
        .map(|part| ended.said.find(part).unwrap_or_else(|| panic!("{part}: {}", ended.said)))
        .into();
    assert!(places.is_sorted(), "{}", ended.said);
    assert!(ended.said[places[2]..].trim().lines().count() == 1, "{}", ended.said);
}

#[test]
fn a_feed_that_cannot_be_used_changes_nothing() {
    let folder = with_store();
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.path().join(name), bytes).expect("written");
    };
    let good = feed(20);
    let (half, _) = good.split_at(good.len() / 2);
    // A gigabyte of brackets, in a megabyte.
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let brackets = vec![b'['; 1024 * 1024];
    (0..1024).for_each(|_| bomb.write_all(&brackets).expect("written"));
    let bomb = bomb.finish().expect("packed");
    write("half.json", half.as_bytes());
    write("bomb.json.gz", &bomb);
    write("torn.json.gz", &bomb[..bomb.len() / 2]);
    write("page.html", b"<!DOCTYPE html><html><body>Our meetings</body></html>");
    write("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\r");
    write("deep.json", "[".repeat(1_000_000).as_bytes());
    write("many.json", format!("[{}0]", "0,".repeat(10_000_000)).as_bytes());
    write("many.ics", "BEGIN:VEVENT\nEND:VEVENT\n".repeat(300_000).as_bytes());
    write("none.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n");
    write("empty.json", b"");
    let huge = std::fs::File::create(folder.path().join("huge.json")).expect("made");
    huge.set_len(100 * 1024 * 1024).expect("a length");
    // Calendars are known by their first lines.
    let calendar = std::fs::read_to_string(folder.path().join("many.ics")).expect("read");
    write("many.ics", format!("BEGIN:VCALENDAR\n{calendar}").as_bytes());
    for (name, part) in [
        ("half.json", "breaks off in line 1"),
        ("bomb.json.gz", "larger than 32 MB"),
        ("torn.json.gz", "larger than 32 MB"),
        ("page.html", "That is a web page, not a feed."),
        ("picture.png", "it is neither JSON nor a calendar"),
        ("deep.json", "The JSON is broken"),
        ("many.json", "It lists more than 250000 meetings"),
        ("many.ics", "It lists more than 250000 meetings"),
        ("none.ics", "That calendar has no events."),
        ("empty.json", "There is nothing in it."),
        ("huge.json", "larger than 32 MB"),
    ] {
        let arguments = ["import", "meetings", name, "--zone", "UTC", "--store", "h.db"];
        hearth(folder.path(), &arguments).expect(1, part);
    }
    let exported = hearth(folder.path(), &["export", "meetings", "--store", "h.db"]);
    exported.expect(0, "[]");
    expect_unharmed(folder.path());
}

#[tokio::test]
async fn a_store_of_a_newer_hearth_is_left_alone() {
    use sqlx::ConnectOptions as _;
    let folder = with_store();
    let path = folder.path().join("h.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path);
    let mut conn = options.connect().await.expect("opens");
    sqlx::query(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (9999, 'to come', true, x'00', 0)",
    )
    .execute(&mut conn)
    .await
    .expect("written");
    sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut conn).await.expect("written");
    sqlx::Connection::close(conn).await.expect("closed");
    let before = std::fs::read(&path).expect("a store");
    std::fs::write(folder.path().join("feed.json"), feed(3)).expect("written");
    for arguments in [
        &["console", "--store", "h.db"][..],
        &["import", "meetings", "feed.json", "--zone", "UTC", "--store", "h.db"],
        &["export", "meetings", "--store", "h.db"],
        &["backup", "copy.db", "--store", "h.db"],
        &["restore", "h.db", "--store", "other.db"],
        &["verify", "h.db"],
    ] {
        hearth(folder.path(), arguments).expect(1, "belongs to a newer Hearth");
    }
    assert!(std::fs::read(&path).expect("a store") == before, "it was changed");
    assert!(!folder.path().join("copy.db").exists() && !folder.path().join("other.db").exists());
}

#[test]
fn a_full_disk_loses_nothing() {
    let folder = with_store();
    let full = "There is no room left on the disk.";
    let run = |blocks, arguments: &[&str], input: &[u8]| {
        hearth_without_room(folder.path(), blocks, arguments, input)
    };
    let files = || {
        let mut names: Vec<String> = std::fs::read_dir(folder.path())
            .expect("a folder")
            .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
            .filter(|name| Path::new(name).extension().is_none_or(|e| e != "lock"))
            .collect();
        names.sort();
        names
    };
    std::fs::write(folder.path().join("feed.json"), feed(5000)).expect("written");
    let before = files();

    // While a copy is written, nothing of it appears.
    run(64, &["backup", "copy.db", "--store", "h.db"], b"").expect(1, full);
    assert_eq!(files(), before);

    // While a feed is kept: none of it is.
    let import = ["import", "meetings", "feed.json", "--zone", "UTC", "--store", "h.db"];
    run(2000, &import, b"").expect(1, full);
    expect_unharmed(folder.path());
    hearth(folder.path(), &["export", "meetings", "--store", "h.db"]).expect(0, "[]");

    // While somebody talks: the feed is refused with a sentence, and the talk goes on.
    let talk = "@as adam admin\n@attach feed.json\n/admin feed add file UTC\n/admin feed list\n\
                @as ann\n/remind list\n/crisis\n";
    let talked = run(2000, &["console", "--store", "h.db"], talk.as_bytes());
    for part in [
        "The store is busy or full, so I could not keep that. Nothing was changed.",
        "There are no feeds yet.",
        "call Sam",
        "I'm glad you wrote.",
    ] {
        talked.expect(0, part);
    }
    expect_unharmed(folder.path());

    // A store that cannot be made whole is made whole at the next start.
    run(64, &["console", "--store", "new.db"], b"/help\n").expect(1, full);
    hearth(folder.path(), &["console", "--script", "script.txt", "--store", "new.db"])
        .expect(0, "2099");
    hearth(folder.path(), &["verify", "new.db"]).expect(0, "is sound");
    // Once there is room, all of it can be done.
    hearth(folder.path(), &["backup", "copy.db", "--store", "h.db"]).expect(0, "checked");
    hearth(folder.path(), &import).expect(0, "5000 meetings are now in the group");
    expect_unharmed(folder.path());
}

#[test]
fn bytes_that_are_no_text_do_not_end_a_conversation() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_hearth"));
    command.args(["console", "--store", "h.db"]);
    let long = "x".repeat(64_000);
    let lines = format!("/checkin 4 {long}\n/crisis {long}\n@click 99999999999999999999 x\n");
    let mut input = b"/checkin \xff\xfe\n@in dm\n\xe2\x80\xaehelp\n\x00\x07\n".to_vec();
    input.extend(lines.as_bytes());
    input.extend(b"/profile zone Europe/Lodnon\n");
    let talked = ended(command, folder.path(), &input);
    for part in [
        "Your message is 64010 characters long; I can read 20000 at once. Nothing was kept",
        "I'm glad you wrote.",
        "@click is written like this",
        "Near it: Europe/London",
    ] {
        talked.expect(0, part);
    }
}
