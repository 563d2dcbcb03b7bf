//! Getting in: the client, the log-in, and the device that members see as verified.

mod identity;
mod recovery;
mod secret;
mod session;

pub(super) use secret::Secret;

use super::edge::{Edge, apart};
use super::trouble::MatrixError;
use crate::clock::within;
use anyhow::anyhow;
use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::encryption::{BackupDownloadStrategy, EncryptionSettings};
use matrix_sdk::ruma::api::client::account::whoami;
use matrix_sdk::ruma::api::client::session::get_login_types::v3::LoginType;
use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk::ruma::{OwnedDeviceId, OwnedUserId, UserId};
use matrix_sdk::store::StateStoreDataKey;
use matrix_sdk::{Client, SessionMeta, SessionTokens, SqliteStoreConfig};
use session::Session;
use std::path::Path;
use std::time::Duration;

/// How long the homeserver may take to answer anything but a sync.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the keys of a new device may take, before the bot begins without them.
const KEYS: Duration = Duration::from_mins(2);

/// Why the bot is not in.
pub(super) enum NotIn {
    /// Somebody has to do something.
    Stop(MatrixError),
    /// Another try may mend it.
    Again(anyhow::Error),
}

impl From<anyhow::Error> for NotIn {
    fn from(error: anyhow::Error) -> Self {
        Self::Again(error)
    }
}

impl From<MatrixError> for NotIn {
    fn from(error: MatrixError) -> Self {
        Self::Stop(error)
    }
}

/// Makes the folder of the library.
pub(super) fn prepare(folder: &Path) -> Result<(), MatrixError> {
    session::make(folder)
}

/// A client that is logged in: with the session of the folder, or a new one.
pub(super) async fn connect(edge: &Edge) -> Result<Client, NotIn> {
    let folder = &edge.config.data;
    match session::read(folder)? {
        Some(session) => restore(edge, session).await,
        None => {
            // What a first start left that did not get as far as a session.
            session::clear(folder)?;
            let client = client(edge, edge.store.key()).await?;
            log_in(edge, &client, None).await?;
            first_keys(edge, &client).await?;
            Ok(client)
        }
    }
}

/// The keys of a device that is new. Where somebody has to do something first, nothing of the device
/// is left, so that the next start begins where this one did.
async fn first_keys(edge: &Edge, client: &Client) -> Result<(), NotIn> {
    let Err(stop) = keys(edge, client).await else { return Ok(()) };
    if matches!(edge.secret, Secret::Password(_)) {
        let _ = apart(client.matrix_auth().logout()).await;
    }
    session::clear(&edge.config.data)?;
    Err(stop.into())
}

/// After the server has refused the token: in again, if the bot can do that by itself. A soft logout
/// leaves the device, so its keys are of use; otherwise they are not, and what is lost with them
/// comes back with the recovery key.
pub(super) async fn renew(edge: &Edge, soft: bool) -> Result<Client, NotIn> {
    let folder = &edge.config.data;
    let old = session::read(folder)?;
    if !matches!(edge.secret, Secret::Password(_)) {
        return Err(MatrixError::Token.into());
    }
    match old {
        Some(old) if soft => {
            let client = client(edge, old.sealed.then(|| edge.store.key()).flatten()).await?;
            log_in(edge, &client, Some(&old.matrix.meta.device_id)).await?;
            Ok(client)
        }
        _ => {
            if !recovery::key_is_kept(edge) {
                return Err(MatrixError::Token.into());
            }
            session::clear(folder)?;
            tracing::warn!("the bot was logged out; it logs in as a new device");
            connect_anew(edge).await
        }
    }
}

async fn connect_anew(edge: &Edge) -> Result<Client, NotIn> {
    let client = client(edge, edge.store.key()).await?;
    log_in(edge, &client, None).await?;
    // It has been at work: better unsigned than gone.
    log_keys(edge, &client).await;
    Ok(client)
}

async fn client(edge: &Edge, key: Option<[u8; 32]>) -> Result<Client, NotIn> {
    let folder = &edge.config.data;
    let store = SqliteStoreConfig::with_low_memory_config(folder).key(key.as_ref());
    let building = Client::builder()
        .homeserver_url(edge.config.homeserver.as_str())
        // A server that names another address after the log-in is not followed: the operator
        // wrote down which one is meant.
        .respect_login_well_known(false)
        .sqlite_store_with_config_and_cache_path(store, None::<&Path>)
        // What fails is tried again by who asked for it, in its own time; the library would keep
        // everything else waiting meanwhile.
        .request_config(RequestConfig::new().disable_retry().timeout(PATIENCE))
        .with_encryption_settings(EncryptionSettings {
            auto_enable_cross_signing: true,
            auto_enable_backups: true,
            backup_download_strategy: BackupDownloadStrategy::AfterDecryptionFailure,
        })
        .build();
    let built = apart(building).await;
    let client = built.map_err(|error| folder_error(folder, &error))?;
    // The library swallows an answer that ends where its own token stands. Ours may be older.
    client
        .state_store()
        .remove_kv_data(StateStoreDataKey::SyncToken)
        .await
        .map_err(|error| folder_error(folder, &error))?;
    Ok(client)
}

async fn restore(edge: &Edge, session: Session) -> Result<Client, NotIn> {
    let folder = &edge.config.data;
    let found = &session.matrix.meta.user_id;
    if found.as_str() != edge.config.user {
        return Err(NotIn::Stop(MatrixError::OtherAccount {
            path: folder.clone(),
            found: found.to_string(),
        }));
    }
    let key = match session.sealed {
        true => Some(edge.store.key().ok_or_else(|| MatrixError::Sealed(folder.clone()))?),
        false => None,
    };
    let client = client(edge, key).await?;
    apart(client.restore_session(session.matrix))
        .await
        .map_err(|error| folder_error(folder, &error))?;
    Ok(client)
}

fn folder_error(folder: &Path, error: &dyn std::fmt::Display) -> NotIn {
    NotIn::Stop(MatrixError::Folder { path: folder.into(), why: format!("{error}.") })
}

async fn log_in(edge: &Edge, client: &Client, device: Option<&OwnedDeviceId>) -> Result<(), NotIn> {
    let matrix = match &edge.secret {
        Secret::Password(password) => {
            let auth = client.matrix_auth();
            let mut login = auth
                .login_username(&edge.config.user, password)
                .initial_device_display_name("Hearth");
            if let Some(device) = device {
                login = login.device_id(device.as_str());
            }
            if let Err(error) = apart(login.send()).await {
                return Err(refused(client, error).await);
            }
            auth.session().ok_or_else(|| NotIn::Again(anyhow!("no session after the log-in")))?
        }
        Secret::Token(token) => with_token(edge, client, token).await?,
    };
    let sealed = edge.store.key().is_some();
    let session = Session { matrix, sealed };
    if let Err(error) = session::write(&edge.config.data, &session) {
        // A device that cannot be remembered would stand in the account for ever.
        if matches!(edge.secret, Secret::Password(_)) && device.is_none() {
            let _ = apart(client.matrix_auth().logout()).await;
        }
        return Err(error.into());
    }
    tracing::info!(device = %session.matrix.meta.device_id, "logged in");
    Ok(())
}

async fn with_token(edge: &Edge, client: &Client, token: &str) -> Result<MatrixSession, NotIn> {
    let tokens = SessionTokens { access_token: token.to_owned(), refresh_token: None };
    let who = whoami(edge, token).await?;
    // An application service's token has no device, and without one there is no encryption.
    let (user_id, Some(device_id)) = who else { return Err(MatrixError::Token.into()) };
    if user_id.as_str() != edge.config.user {
        return Err(MatrixError::OtherToken { found: user_id.to_string() }.into());
    }
    let session = MatrixSession { meta: SessionMeta { user_id, device_id }, tokens };
    apart(client.restore_session(session.clone()))
        .await
        .map_err(|error| folder_error(&edge.config.data, &error))?;
    Ok(session)
}

/// Whose token it is. Asked without a client that is logged in, which would need the answer.
async fn whoami(edge: &Edge, token: &str) -> Result<(OwnedUserId, Option<OwnedDeviceId>), NotIn> {
    let placeholder = MatrixSession {
        meta: SessionMeta {
            user_id: UserId::parse(&edge.config.user)
                .map_err(|error| NotIn::Again(anyhow!("{error}")))?,
            device_id: "UNKNOWN".into(),
        },
        tokens: SessionTokens { access_token: token.to_owned(), refresh_token: None },
    };
    let asking = Client::builder()
        .homeserver_url(edge.config.homeserver.as_str())
        .request_config(RequestConfig::short_retry().timeout(PATIENCE))
        .build()
        .await
        .map_err(|error| NotIn::Again(anyhow!("{error}")))?;
    apart(asking.restore_session(placeholder))
        .await
        .map_err(|error| NotIn::Again(anyhow!("{error}")))?;
    match apart(asking.send(whoami::v3::Request::new()).into_future()).await {
        Ok(answer) => Ok((answer.user_id, answer.device_id)),
        Err(error) => match error.client_api_error_kind() {
            Some(ErrorKind::UnknownToken(_) | ErrorKind::MissingToken | ErrorKind::Forbidden) => {
                Err(MatrixError::Token.into())
            }
            _ => Err(NotIn::Again(anyhow!("{error}"))),
        },
    }
}

/// What a log-in that was refused means.
async fn refused(client: &Client, error: matrix_sdk::Error) -> NotIn {
    match error.client_api_error_kind() {
        Some(ErrorKind::UserDeactivated) => MatrixError::Deactivated.into(),
        Some(ErrorKind::Forbidden | ErrorKind::InvalidUsername) => MatrixError::Refused.into(),
        Some(ErrorKind::Unknown | ErrorKind::Unrecognized) => {
            let types = apart(client.matrix_auth().get_login_types()).await;
            let passwords = types.is_ok_and(|types| {
                types.flows.iter().any(|flow| matches!(flow, LoginType::Password(_)))
            });
            if passwords {
                NotIn::Again(anyhow!("{error}"))
            } else {
                MatrixError::NoPasswords.into()
            }
        }
        _ => NotIn::Again(anyhow!("{error}")),
    }
}

/// The keys of a device with which the bot is at work. What somebody has to do is said in the log.
pub(super) async fn log_keys(edge: &Edge, client: &Client) {
    if let Err(error) = keys(edge, client).await {
        tracing::error!("{}", error.say(&edge.words).plain());
    }
}

/// Cross-signing, key backup and recovery. What does not work now is tried again at the next start,
/// and the bot begins all the same; an error is what somebody has to do something about.
async fn keys(edge: &Edge, client: &Client) -> Result<(), MatrixError> {
    let ready = async {
        apart(client.encryption().wait_for_e2ee_initialization_tasks()).await;
        identity::settle(edge, client).await?;
        recovery::settle(edge, client).await.map_err(NotIn::Again)
    };
    match within(KEYS, ready).await {
        Some(Ok(())) => Ok(()),
        Some(Err(NotIn::Stop(stop))) => Err(stop),
        Some(Err(NotIn::Again(error))) => {
            tracing::error!(error = format!("{error:#}"), "the keys of this device are not set up");
            Ok(())
        }
        None => {
            tracing::error!("the keys of this device were not set up in time");
            Ok(())
        }
    }
}
