//! The password or access token, which is never shown.

use crate::config::{MatrixConfig, secret};
use crate::platform::matrix::trouble::MatrixError;
use std::fmt;
use std::path::Path;

/// The variable with the password.
const PASSWORD: &str = "HEARTH_MATRIX_PASSWORD";
/// The variable with the access token.
const TOKEN: &str = "HEARTH_MATRIX_ACCESS_TOKEN";

/// What the bot proves with that it is itself.
#[derive(Clone)]
pub(in crate::platform::matrix) enum Secret {
    /// Its password.
    Password(String),
    /// An access token, which belongs to a device.
    Token(String),
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password(_) => "Password",
            Self::Token(_) => "Token",
        })
    }
}

impl Secret {
    /// What is configured: the environment first, then the files; a token before a password.
    pub(in crate::platform::matrix) fn find(
        config: &MatrixConfig,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, MatrixError> {
        if let Some(token) = variable(TOKEN) {
            return filled(token, Path::new(TOKEN)).map(Self::Token);
        }
        if let Some(password) = variable(PASSWORD) {
            return filled(password, Path::new(PASSWORD)).map(Self::Password);
        }
        if let Some(path) = &config.access_token_file {
            return read(path).map(Self::Token);
        }
        match &config.password_file {
            Some(path) => read(path).map(Self::Password),
            None => Err(MatrixError::NoSecret),
        }
    }
}

fn read(path: &Path) -> Result<String, MatrixError> {
    let text = secret::read(path)
        .map_err(|error| MatrixError::SecretFile { path: path.into(), why: error.to_string() })?;
    filled(text, path)
}

/// Editors end a file with a line end; no password does.
fn filled(text: String, path: &Path) -> Result<String, MatrixError> {
    let text = text.trim_end_matches(['\r', '\n']);
    match text.is_empty() {
        true => Err(MatrixError::SecretEmpty { path: path.into() }),
        false => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn config(more: &str, folder: &Path) -> MatrixConfig {
        let text = format!(
            "[matrix]\nhomeserver = 'https://example.org'\nuser = '@h:example.org'\n{more}"
        );
        Config::parse(&text, folder).expect("reads").matrix.expect("is there")
    }

    #[test]
    fn a_secret_comes_from_the_environment_or_a_file_and_is_not_shown() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("p"), "pass word\n").expect("written");
        std::fs::write(folder.path().join("t"), "syt_token\r\n").expect("written");
        std::fs::write(folder.path().join("e"), "\n").expect("written");
        let find = |more: &str, set: &[(&str, &str)]| {
            Secret::find(&config(more, folder.path()), |name| {
                set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
            })
        };
        let text = |found: Result<Secret, MatrixError>| match found {
            Ok(Secret::Password(text)) => format!("password {text}"),
            Ok(Secret::Token(text)) => format!("token {text}"),
            Err(error) => error.to_string(),
        };
        let table = [
            ("password_file = 'p'\n", &[][..], "password pass word"),
            ("access_token_file = 't'\n", &[], "token syt_token"),
            ("password_file = 'p'\naccess_token_file = 't'\n", &[], "token syt_token"),
            ("password_file = 'p'\n", &[(TOKEN, "env")], "token env"),
            ("access_token_file = 't'\n", &[(PASSWORD, "env")], "password env"),
            ("", &[], "no password and no access token"),
        ];
        for (more, set, expected) in table {
            assert_eq!(text(find(more, set)), expected, "{more} {set:?}");
        }
        assert!(matches!(find("password_file = 'e'\n", &[]), Err(MatrixError::SecretEmpty { .. })));
        assert!(matches!(
            find("password_file = 'none'\n", &[]),
            Err(MatrixError::SecretFile { .. })
        ));
        assert!(matches!(find("", &[(PASSWORD, "")]), Err(MatrixError::SecretEmpty { .. })));
        let shown = format!("{:?}", find("password_file = 'p'\n", &[]));
        assert_eq!(shown, "Ok(Password)");
    }
}
