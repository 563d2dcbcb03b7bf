//! A real homeserver: Synapse on a free port of this machine, with nobody else to talk to.

use super::python;
use anyhow::{Context as _, bail};
use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

/// How fast people may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limits {
    /// As fast as they can.
    None,
    /// As fast as a Synapse lets them that nobody configured: 10 events, then one in 5 s. Making
    /// accounts stays unlimited, as no bot does that.
    Default,
}

/// A running homeserver. It ends, and its folder with it, when this is dropped, and when the process
/// ends in whatever way.
#[derive(Debug)]
pub(crate) struct Synapse {
    url: String,
    folder: PathBuf,
    process: Child,
}

/// The server's name, in every id.
pub(crate) const SERVER: &str = "localhost";

/// How long a start may take: 5 s alone, more beside compilers.
const PATIENCE: u32 = 180;

impl Synapse {
    /// The one that all tests share: each has names and rooms of its own.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Synapse> = OnceLock::new();
        SHARED.get_or_init(|| match Self::start(Limits::None) {
            Ok(synapse) => synapse,
            Err(error) => panic!("no homeserver: {error:#}"),
        })
    }

    /// Starts one and waits until it answers.
    pub(crate) fn start(limits: Limits) -> anyhow::Result<Self> {
        let python = python::interpreter()?;
        let folder = python::scratch("synapse")?;
        // Asked for and given back: nothing else here binds ports by number.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("synapse-{port}.log"));
        fs::write(folder.join("homeserver.yaml"), configuration(&folder, port, limits))?;
        fs::write(folder.join("signing.key"), SIGNING_KEY)?;
        fs::write(folder.join("log.yaml"), LOGGING)?;
        let process = launch(&python, &folder, &log)?;
        // It was needed to say why a start failed.
        fs::remove_file(log)?;
        Ok(Self { url: format!("http://127.0.0.1:{port}"), folder, process })
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// How much memory it holds, and so on, is asked by this number.
    pub(crate) fn pid(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Synapse {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        // It ends by itself now; whoever is told of a failure here cannot do anything.
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Runs it until it says that it is ready, in the way that it would tell systemd.
fn launch(python: &Path, folder: &Path, log: &Path) -> anyhow::Result<Child> {
    // The path of a socket has at most 107 bytes.
    let beside = tempfile::tempdir()?;
    let ready = beside.path().join("ready");
    let socket = UnixDatagram::bind(&ready)?;
    socket.set_read_timeout(Some(Duration::from_secs(1)))?;
    let output = File::create(log)?;
    let mut process = Command::new(python)
        .arg(python::folder().join("keeper.py"))
        .arg(folder)
        .arg("--config-path")
        .arg(folder.join("homeserver.yaml"))
        .current_dir(folder)
        .env("NOTIFY_SOCKET", &ready)
        .stdin(Stdio::piped())
        .stdout(output.try_clone()?)
        .stderr(output)
        .spawn()
        .context("starting Synapse")?;
    let mut word = [0; 64];
    for _ in 0..PATIENCE {
        if socket.recv(&mut word).is_ok_and(|length| word[..length].starts_with(b"READY")) {
            return Ok(process);
        }
        if let Some(status) = process.try_wait()? {
            bail!("Synapse ended with {status}: {}", fs::read_to_string(log)?);
        }
    }
    process.kill()?;
    bail!("Synapse was not ready after {PATIENCE} s: {}", fs::read_to_string(log)?)
}

/// The key of a server that nobody else knows: making one would take a second start.
const SIGNING_KEY: &str = "ed25519 a_test AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n";

const LOGGING: &str = "\
version: 1
handlers: {console: {class: logging.StreamHandler}}
root: {level: ERROR, handlers: [console]}
disable_existing_loggers: false
";

fn configuration(folder: &Path, port: u16, limits: Limits) -> String {
    let folder = folder.display();
    let mut text = format!(
        "\
server_name: {SERVER}
public_baseurl: http://127.0.0.1:{port}/
signing_key_path: {folder}/signing.key
media_store_path: {folder}/media
log_config: {folder}/log.yaml
report_stats: false
database: {{name: sqlite3, args: {{database: {folder}/homeserver.db}}}}
listeners:
  - {{port: {port}, bind_addresses: [127.0.0.1], type: http, tls: false, x_forwarded: false,
     resources: [{{names: [client], compress: false}}]}}
trusted_key_servers: []
federation_domain_whitelist: []
url_preview_enabled: false
enable_registration: true
enable_registration_without_verification: true
macaroon_secret_key: only-for-tests
form_secret: only-for-tests
bcrypt_rounds: 4
presence: {{enabled: false}}
# Members must not miss anything; the bot asks for fewer.
filter_timeline_limit: 1000
rc_registration: &free {{per_second: 10000, burst_count: 10000}}
rc_login: {{address: *free, account: *free, failed_attempts: *free}}
"
    );
    if limits == Limits::None {
        text.push_str(
            "\
rc_message: *free
rc_joins: {local: *free, remote: *free}
rc_joins_per_room: *free
rc_invites: {per_room: *free, per_user: *free, per_issuer: *free}
rc_room_creation: *free
rc_key_requests: *free
rc_media_create: *free
rc_admin_redaction: *free
rc_profile: *free
",
        );
    }
    text
}
