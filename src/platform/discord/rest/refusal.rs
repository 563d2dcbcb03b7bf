//! What a refusal of Discord means.

use crate::chat::platform::SendError;
use serde_json::Value;
use std::time::Duration;

/// Why a request brought nothing.
#[derive(Debug, thiserror::Error)]
pub(in crate::platform::discord) enum RestError {
    /// It has to wait for longer than it may.
    #[error("has to wait for {retry_after:?}")]
    Limited { retry_after: Duration },
    /// Discord does not do it. Its sentence is left out: it may repeat what was sent.
    #[error("refused with status {status}, code {code}")]
    Refused { status: u16, code: u64 },
    /// It did not come through, or its answer did not.
    #[error("{error:#}")]
    Transport {
        /// Whether it may have been done all the same.
        arrived: bool,
        error: anyhow::Error,
    },
}

impl RestError {
    pub(super) fn refused(status: u16, body: Option<&Value>) -> Self {
        let code = body.and_then(|body| body["code"].as_u64()).unwrap_or(0);
        if let Some(body) = body.filter(|body| status == 400 && body["errors"].is_object()) {
            // The names of fields, not what stood in them.
            tracing::error!(code, fields = fields(&body["errors"]), "Discord refused a form");
        }
        Self::Refused { status, code }
    }

    /// Whether an interaction's token has ended, however Discord says it: unknown interaction, unknown
    /// webhook, invalid webhook token.
    pub(in crate::platform::discord) fn is_over(&self) -> bool {
        matches!(
            self,
            Self::Refused { code: 10062 | 10015 | 50027, .. } | Self::Refused { status: 404, .. }
        )
    }

    /// Whether it surely was not done, and may be later.
    pub(in crate::platform::discord) fn did_not_arrive(&self) -> bool {
        matches!(self, Self::Limited { .. } | Self::Transport { arrived: false, .. })
    }

    /// Whether nobody can write there any more, not even in answer: an archived thread that is locked.
    pub(in crate::platform::discord) fn is_closed_to_all(&self) -> bool {
        matches!(self, Self::Refused { code: 50083, .. })
    }

    /// Whether the interaction was acknowledged before.
    pub(in crate::platform::discord) fn is_acknowledged(&self) -> bool {
        matches!(self, Self::Refused { code: 40060, .. })
    }
}

impl From<RestError> for SendError {
    fn from(error: RestError) -> Self {
        match error {
            RestError::Limited { retry_after } => Self::RateLimited { retry_after },
            RestError::Refused { status, code } => match (status, code) {
                // Cannot send to this person; no access; missing permissions; blocked by rules.
                (_, 50007 | 50278 | 50001 | 50013 | 50024 | 50008 | 200_000 | 200_001) => {
                    Self::Forbidden
                }
                // Unknown channel, guild, user; an archived thread; nobody of that name.
                (_, 10003 | 10004 | 10013 | 50083 | 10008 | 50033) => Self::Gone,
                (_, 20028 | 30046 | 31001 | 31002) => {
                    Self::RateLimited { retry_after: Duration::from_mins(1) }
                }
                (_, 40005) | (413, _) => Self::Unsupported("it is too large"),
                (400, _) => Self::Unsupported("Discord does not take it"),
                (403, _) => Self::Forbidden,
                (404 | 410, _) => Self::Gone,
                _ => Self::Transport(anyhow::anyhow!("refused with status {status}, code {code}")),
            },
            RestError::Transport { error, .. } => Self::Transport(error),
        }
    }
}

fn fields(errors: &Value) -> String {
    let mut names = Vec::new();
    name_fields(errors, String::new(), &mut names);
    names.truncate(8);
    names.join(", ")
}

fn name_fields(value: &Value, path: String, into: &mut Vec<String>) {
    let Some(object) = value.as_object() else { return };
    if let Some(errors) = object.get("_errors").and_then(Value::as_array) {
        let code = errors.first().and_then(|error| error["code"].as_str()).unwrap_or("?");
        into.push(format!("{path}: {code}"));
        return;
    }
    for (name, inner) in object {
        let inside = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        name_fields(inner, inside, into);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_refusal_says_whether_another_try_helps() {
        let refused = |status, code| SendError::from(RestError::Refused { status, code });
        for (status, code) in [(403, 50007), (403, 50013), (403, 50001), (403, 0), (400, 50007)] {
            assert!(matches!(refused(status, code), SendError::Forbidden), "{status} {code}");
        }
        for (status, code) in [(404, 10003), (404, 10004), (404, 0), (400, 50083)] {
            assert!(matches!(refused(status, code), SendError::Gone), "{status} {code}");
        }
        assert!(matches!(refused(400, 50035), SendError::Unsupported(_)));
        assert!(matches!(refused(413, 0), SendError::Unsupported(_)));
        assert!(matches!(refused(401, 0), SendError::Transport(_)));
        assert!(matches!(refused(403, 20028), SendError::RateLimited { .. }));
    }

    #[test]
    fn a_token_that_has_ended_is_known_however_it_is_said() {
        for (status, code) in [(404, 10062), (404, 10015), (401, 50027), (404, 0)] {
            assert!(RestError::Refused { status, code }.is_over(), "{status} {code}");
        }
        assert!(!RestError::Refused { status: 400, code: 40060 }.is_over());
        assert!(RestError::Refused { status: 400, code: 40060 }.is_acknowledged());
    }

    #[test]
    fn what_is_logged_of_a_form_is_the_names_of_its_fields() {
        let body = json!({ "code": 50035, "errors": { "data": { "content": { "_errors": [
            { "code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2000 or fewer" }
        ] } } } });
        assert_eq!(fields(&body["errors"]), "data.content: BASE_TYPE_MAX_LENGTH");
    }
}
