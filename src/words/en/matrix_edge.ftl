# Matrix. First what whoever runs Hearth reads when it cannot start.
matrix-no-secret = Matrix is switched on, but there is no password for the bot's account. Name its file as `matrix.password_file`, or set HEARTH_MATRIX_PASSWORD; an access token works too.
matrix-secret-file = The file { $path } with the bot's password or token could not be read: { $why }
matrix-secret-empty = { $path } is empty; it should hold the bot's password or token.
matrix-locked = The Matrix folder { $path } is in use by another Hearth. Stop that one first; two would break each other's encryption.
matrix-session = { $path } could not be read. If you have the recovery key, move the whole Matrix folder away: Hearth then logs in anew and gets its keys back with it.
matrix-other-account = The Matrix folder { $path } belongs to { $found }. Name another folder as `matrix.data`, or the account as `matrix.user`.
matrix-sealed = The Matrix folder { $path } is encrypted with the store's key, and no key is configured. Put the key back.
matrix-folder = The Matrix folder { $path } could not be opened: { $why } If you have the recovery key, move the folder away: Hearth then logs in anew and gets its keys back with it.
matrix-refused = The homeserver does not know this account, or not with this password. Check `matrix.user` and the password; nothing is tried again, so that the account is not locked.
matrix-no-passwords = This homeserver takes no passwords. Make an access token for the bot's account and name its file as `matrix.access_token_file`.
matrix-token = The homeserver no longer accepts the bot's access token. Make a new one, move the Matrix folder away, and start again; the recovery key gets the encrypted history back.
matrix-other-token = The access token belongs to { $found }, which is not the account in `matrix.user`.
matrix-deactivated = The homeserver says that the bot's account is switched off. Ask whoever runs it.

# What members see.
matrix-unread = I could not read your message: your app has not shared its key with me. If it was meant for me, please send it again.
matrix-late = I was away when you wrote, and too much time has passed to answer that now. If you still need it, please send it again. For help at any hour: `/crisis`.
matrix-refused-invitation = Thank you for the invitation. I only come to rooms that the people who run me have allowed.
