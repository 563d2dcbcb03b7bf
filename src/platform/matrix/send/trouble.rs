//! What the server's refusal of a message means.

use crate::chat::platform::SendError;
use matrix_sdk::ruma::api::error::{ErrorKind, RetryAfter};
use std::time::Duration;

/// How long to wait where the server does not say how long.
const UNTOLD: Duration = Duration::from_secs(5);

/// What an error of the library means for a message.
pub(in crate::platform::matrix) fn send_error(error: &matrix_sdk::Error) -> SendError {
    if matches!(error, matrix_sdk::Error::WrongRoomState(_)) {
        return SendError::Gone;
    }
    let transport = || {
        SendError::Transport(anyhow::anyhow!(
            "{}",
            crate::platform::matrix::intake::describe(error)
        ))
    };
    let Some(api) = error.as_client_api_error() else { return transport() };
    match api.error_kind() {
        Some(ErrorKind::LimitExceeded(limit)) => SendError::RateLimited {
            retry_after: match limit.retry_after {
                Some(RetryAfter::Delay(delay)) => delay,
                _ => UNTOLD,
            },
        },
        Some(ErrorKind::Forbidden | ErrorKind::GuestAccessForbidden) => SendError::Forbidden,
        Some(ErrorKind::NotFound) => SendError::Gone,
        Some(ErrorKind::TooLarge) => SendError::Unsupported("it is too large"),
        _ => match api.status_code.as_u16() {
            429 => SendError::RateLimited { retry_after: UNTOLD },
            403 => SendError::Forbidden,
            404 | 410 => SendError::Gone,
            413 => SendError::Unsupported("it is too large"),
            _ => transport(),
        },
    }
}

/// Whether the same reaction stands there already, which is all that was wanted.
pub(in crate::platform::matrix) fn is_duplicate(error: &matrix_sdk::Error) -> bool {
    error
        .as_client_api_error()
        .and_then(|error| error.error_kind())
        .is_some_and(|kind| matches!(kind, ErrorKind::DuplicateAnnotation))
}
