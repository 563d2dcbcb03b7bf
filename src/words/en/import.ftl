# What `hearth import` and `hearth export` say.
import-from = { $source }
import-kept = { $count ->
    [one] 1 meeting is
   *[other] { $count } meetings are
} now in the group { $group } in { $store }.
import-not-kept = This was a look only. With { $option } the meetings are kept.
import-unreadable = The file { $path } cannot be read: { $why }
import-no-store = There is no store { $path }. Name yours with `--store`.
import-no-groups = There is no group called { $group } in this store; it has no groups at all yet.
