//! The meeting providers that the Meeting Guide counts as a way to attend online.

const HOSTS: [&str; 21] = [
    "bluejeans.com",
    "discord.gg",
    "freeconference.com",
    "freeconferencecall.com",
    "goto.com",
    "gotomeet.me",
    "gotomeeting.com",
    "horizon.meta.com",
    "maps.secondlife.com",
    "meet.google.com",
    "meet.jit.si",
    "meetings.dialpad.com",
    "signal.group",
    "skype.com",
    "slurl.com",
    "teams.live.com",
    "teams.microsoft.com",
    "vrchat.com",
    "webex.com",
    "zoho.com",
    "zoom.us",
];

/// Whether the host is one of the providers or a host under one: `us02web.zoom.us` is,
/// `evilzoom.us` is not.
pub(crate) fn is_known(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    HOSTS.iter().any(|known| {
        host.len()
            .checked_sub(known.len())
            .and_then(|at| host.get(at..).map(|tail| (at, tail)))
            .is_some_and(|(at, tail)| {
                tail.eq_ignore_ascii_case(known) && (at == 0 || host.as_bytes()[at - 1] == b'.')
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_matches_at_a_dot() {
        for (host, known) in [
            ("zoom.us", true),
            ("us02web.zoom.us", true),
            ("ZOOM.US.", true),
            ("evilzoom.us", false),
            ("zoom.us.example.org", false),
            ("meet.google.com", true),
            ("google.com", false),
            ("", false),
            ("ü.us", false),
        ] {
            assert_eq!(is_known(host), known, "{host}");
        }
    }
}
