//! The account's identity: the keys that sign the bot's device. Without them members are warned of a
//! stranger, and many apps do not let it read.
//!
//! An account that was made in an app such as Element has an identity already, which only that app
//! holds. If the account has recovery, its key gets the identity for the bot. If it has none, nobody
//! can get it out, and the bot makes a new one with its password. What somebody could still recover is
//! given up only where the configuration says so.

use super::{NotIn, Secret, recovery};
use crate::platform::matrix::edge::{Edge, apart};
use crate::platform::matrix::trouble::MatrixError;
use anyhow::{Context as _, anyhow};
use matrix_sdk::Client;
use matrix_sdk::encryption::CrossSigningResetAuthType;
use matrix_sdk::encryption::recovery::{RecoveryError, RecoveryState};
use matrix_sdk::encryption::secret_storage::SecretStorageError;
use matrix_sdk::ruma::api::client::uiaa::{AuthData, Password};

/// Sees to it that the bot holds its account's identity, and that its device is signed with it.
pub(super) async fn settle(edge: &Edge, client: &Client) -> Result<(), NotIn> {
    // A first start whose connection broke off has no identity yet.
    apart(client.encryption().bootstrap_cross_signing_if_needed(None))
        .await
        .context("no identity could be made for the account")?;
    if is_held(client).await? {
        return sign(client).await;
    }
    let recovery = client.encryption().recovery();
    let key = recovery::kept(edge);
    match (recovery.state(), &key) {
        (RecoveryState::Unknown, _) => {
            return Err(anyhow!("it is not known yet whether the account has recovery").into());
        }
        (RecoveryState::Incomplete, Some(key)) => match apart(recovery.recover(key)).await {
            Ok(()) => {
                if is_held(client).await? {
                    tracing::info!(
                        "this device took over the bot's identity with the recovery key"
                    );
                    return sign(client).await;
                }
                // It opens everything that there is, and the identity is not among it.
            }
            Err(error) if !is_wrong_key(&error) => {
                return Err(anyhow!(error).context("the recovery key could not be tried").into());
            }
            Err(_) if !edge.config.new_identity => {
                let path = edge.config.recovery_key_file.clone();
                return Err(MatrixError::WrongRecoveryKey(path).into());
            }
            Err(_) => {}
        },
        (RecoveryState::Incomplete, None) if !edge.config.new_identity => {
            return Err(MatrixError::Identity(edge.config.recovery_key_file.clone()).into());
        }
        (_, _) => {}
    }
    renew(edge, client).await?;
    sign(client).await
}

/// Whether it is the key that does not fit, and not the server that does not answer.
fn is_wrong_key(error: &RecoveryError) -> bool {
    matches!(error, RecoveryError::SecretStorage(SecretStorageError::SecretStorageKey(_)))
}

/// Whether the bot holds the keys of the identity that the homeserver knows.
async fn is_held(client: &Client) -> Result<bool, NotIn> {
    let own = client.user_id().ok_or_else(|| anyhow!("nobody is logged in"))?;
    // Asked of the server: another app may have made another one since. The library drops its own
    // keys where they do not fit any more.
    apart(client.encryption().request_user_identity(own))
        .await
        .context("the account's identity could not be read")?;
    let status = client.encryption().cross_signing_status().await;
    Ok(status.is_some_and(|status| status.is_complete()))
}

/// Signs the bot's device, unless it is signed.
async fn sign(client: &Client) -> Result<(), NotIn> {
    let device = client.encryption().get_own_device().await.context("the bot's device")?;
    let device = device.ok_or_else(|| anyhow!("the bot's device is not known"))?;
    if device.is_cross_signed_by_owner() {
        return Ok(());
    }
    apart(device.verify()).await.context("the bot's device could not be signed")?;
    Ok(())
}

/// Puts a new identity in the place of the one that nobody can get.
async fn renew(edge: &Edge, client: &Client) -> Result<(), NotIn> {
    // Before anything is given up: a token cannot prove to the server who asks for this.
    let Secret::Password(password) = &edge.secret else {
        let path = edge.config.recovery_key_file.clone();
        return Err(MatrixError::IdentityNeedsPassword(path).into());
    };
    let own = client.user_id().ok_or_else(|| anyhow!("nobody is logged in"))?;
    let failed = "no new identity could be made for the account";
    let recovery = client.encryption().recovery();
    if let Some(handle) = apart(recovery.reset_identity()).await.context(failed)? {
        let auth = match handle.auth_type() {
            CrossSigningResetAuthType::Uiaa(info) => {
                let mut proof = Password::new(own.to_owned().into(), password.clone());
                proof.session.clone_from(&info.session);
                Some(AuthData::Password(proof))
            }
            CrossSigningResetAuthType::OAuth(info) => {
                tracing::warn!(
                    address = %info.approval_url,
                    "the homeserver wants to be told that the bot may have a new identity: open this \
                     address within two minutes, logged in as the bot"
                );
                None
            }
        };
        apart(handle.reset(auth)).await.context(failed)?;
    }
    tracing::warn!(
        "the account's old identity was held by another app, or lost; the bot has made a new one, and \
         whoever knew the old one is told that it changed"
    );
    Ok(())
}
