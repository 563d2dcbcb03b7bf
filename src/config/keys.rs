//! The keys that a configuration may hold. The example file is tested against this list.

use super::ConfigError;
use crate::command::value::nearest;

/// Every section with its keys.
pub const SECTIONS: &[(&str, &[&str])] = &[
    ("store", &["path", "key_file"]),
    ("defaults", &["zone", "country", "language", "keep_days"]),
    (
        "matrix",
        &[
            "homeserver",
            "user",
            "password_file",
            "access_token_file",
            "data",
            "recovery_key_file",
            "new_identity",
            "allow_invites",
            "prefix",
            "describe_commands",
        ],
    ),
    ("discord", &["token_file", "api_base", "gateway_base", "shards"]),
    ("feeds", &["allow_private_addresses", "refresh"]),
    ("health", &["listen"]),
];

/// Keys that people write by mistake and that would put a secret into the file.
const SECRETS: &[(&str, &str)] = &[
    ("store.key", "store.key_file"),
    ("matrix.password", "matrix.password_file"),
    ("matrix.access_token", "matrix.access_token_file"),
    ("discord.token", "discord.token_file"),
];

/// Refuses keys that do not exist, with the nearest that does.
pub fn check(table: &toml::Table) -> Result<(), ConfigError> {
    for (section, value) in table {
        let Some((_, keys)) = SECTIONS.iter().find(|(name, _)| name == section) else {
            let near = nearest(SECTIONS.iter().map(|(name, _)| *name), section);
            return Err(ConfigError::UnknownKey {
                key: section.clone(),
                near: near.map(str::to_owned),
            });
        };
        let Some(inside) = value.as_table() else {
            return Err(ConfigError::UnknownKey {
                key: section.clone(),
                near: Some(format!("[{section}]")),
            });
        };
        for key in inside.keys() {
            let full = format!("{section}.{key}");
            if let Some((_, instead)) = SECRETS.iter().find(|(secret, _)| *secret == full) {
                return Err(ConfigError::Secret { key: full, instead });
            }
            if !keys.contains(&key.as_str()) {
                let near = nearest(keys.iter().copied(), key);
                let near = near.map(|near| format!("{section}.{near}"));
                return Err(ConfigError::UnknownKey { key: full, near });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use std::path::Path;

    fn read(text: &str) -> Result<Config, ConfigError> {
        Config::parse(text, Path::new("folder"))
    }

    #[test]
    fn an_empty_file_is_the_defaults() {
        let config = read("").expect("an empty file is fine");
        assert_eq!(config.store.path, Path::new("folder/hearth.db"));
        assert_eq!(config.defaults.zone, "UTC");
        assert_eq!(config.defaults.country, None);
        let chosen = read("[defaults]\ncountry = 'uk'\n").expect("a country");
        assert_eq!(chosen.defaults.country.as_deref(), Some("GB"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let near = |text: &str| match read(text) {
            Err(ConfigError::UnknownKey { key, near }) => (key, near.unwrap_or_default()),
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(near("[stroe]\n"), ("stroe".into(), "store".into()));
        assert_eq!(near("[store]\npaht = 'x'\n"), ("store.paht".into(), "store.path".into()));
        assert_eq!(near("store = 3\n"), ("store".into(), "[store]".into()));
        assert!(matches!(
            read("[discord]\ntoken = 'secret'\n"),
            Err(ConfigError::Secret { instead: "discord.token_file", .. })
        ));
        assert!(matches!(
            read("[defaults]\nzone = 'Europe/Lodnon'\n"),
            Err(ConfigError::Zone { .. })
        ));
        assert!(matches!(
            read("[feeds]\nrefresh = 'sometimes'\n"),
            Err(ConfigError::Refresh { .. })
        ));
        assert!(matches!(read("[store\n"), Err(ConfigError::Syntax { .. })));
        assert!(matches!(read("[store]\npath = 3\n"), Err(ConfigError::Syntax { .. })));
    }
}
