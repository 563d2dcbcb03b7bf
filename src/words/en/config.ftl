# What is said when the configuration cannot be used. Each says what to do.
config-missing = There is no file { $path }. Copy `config.example.toml` to that name and change what you need, or name another file with `--config`.
config-unreadable = I could not read { $path }: { $why }
config-syntax = The configuration could not be read: { $why }
config-unknown-key = The configuration has a key that I don't know: { $key }.
config-see-example = `config.example.toml` lists all of them.
config-secret = { $key } would put a secret into the file. Put it into a file of its own and name that with { $instead }.
config-language = There are no words for the language { $asked } yet. There are: { $known }.
config-refresh = `feeds.refresh` is { $asked }, which is not a recurring time.
config-listen = `health.listen` is { $asked }; it needs an address of this machine alone and a port, such as `127.0.0.1:9180`, because nobody who asks there is asked who they are.
config-keep-days = `defaults.keep_days` is { $asked }; it can be { $fewest } to { $most }.
