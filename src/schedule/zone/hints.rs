//! What abbreviations and large cities without a zone of their own may mean.

/// The zones that a folded name may mean; nothing when it is none of these.
pub(super) fn meant_by(folded: &str) -> Option<&'static [&'static str]> {
    HINTS.iter().find(|(names, _)| names.contains(&folded)).map(|(_, zones)| *zones)
}

/// Every zone that is suggested.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    HINTS.iter().flat_map(|(_, zones)| zones.iter().copied())
}

const HINTS: [(&[&str], &[&str]); 31] = [
    (
        &["est", "edt", "et", "eastern", "est5edt"],
        &["America/New_York", "America/Toronto", "America/Detroit"],
    ),
    (
        &["cst", "cdt", "ct", "central", "cst6cdt"],
        &["America/Chicago", "America/Winnipeg", "America/Mexico_City"],
    ),
    (
        &["mst", "mdt", "mt", "mountain", "mst7mdt"],
        &["America/Denver", "America/Phoenix", "America/Edmonton"],
    ),
    (
        &["pst", "pdt", "pt", "pacific", "pst8pdt"],
        &["America/Los_Angeles", "America/Vancouver", "America/Tijuana"],
    ),
    (&["akst", "akdt"], &["America/Anchorage"]),
    (&["hst", "hawaii"], &["Pacific/Honolulu"]),
    (&["ast", "adt"], &["America/Halifax", "America/Puerto_Rico"]),
    (&["nst", "ndt"], &["America/St_Johns"]),
    (&["brt"], &["America/Sao_Paulo"]),
    (&["gmt", "bst", "uk"], &["Europe/London", "Europe/Dublin", "Africa/Accra"]),
    (&["wet", "west"], &["Europe/Lisbon", "Atlantic/Canary"]),
    (
        &["cet", "cest", "met", "mez", "mesz"],
        &["Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome"],
    ),
    (&["eet", "eest"], &["Europe/Athens", "Europe/Helsinki", "Europe/Kyiv", "Africa/Cairo"]),
    (&["msk"], &["Europe/Moscow"]),
    (&["ist"], &["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
    (&["sast"], &["Africa/Johannesburg"]),
    (&["cat", "eat", "wat"], &["Africa/Harare", "Africa/Nairobi", "Africa/Lagos"]),
    (&["sgt", "hkt", "pht"], &["Asia/Singapore", "Asia/Hong_Kong", "Asia/Manila"]),
    (&["jst", "kst"], &["Asia/Tokyo", "Asia/Seoul"]),
    (&["aest", "aedt"], &["Australia/Sydney", "Australia/Melbourne", "Australia/Brisbane"]),
    (&["acst", "acdt"], &["Australia/Adelaide", "Australia/Darwin"]),
    (&["awst"], &["Australia/Perth"]),
    (&["nzst", "nzdt"], &["Pacific/Auckland"]),
    (
        &["washington", "washington_dc", "boston", "miami", "atlanta", "philadelphia"],
        &["America/New_York"],
    ),
    (&["san_francisco", "seattle", "san_diego", "portland", "las_vegas"], &["America/Los_Angeles"]),
    (
        &["houston", "dallas", "austin", "minneapolis", "new_orleans", "st_louis"],
        &["America/Chicago"],
    ),
    (&["ottawa", "montreal_qc", "quebec"], &["America/Toronto"]),
    (&["manchester", "birmingham", "glasgow", "edinburgh", "cardiff", "leeds"], &["Europe/London"]),
    (&["munich", "hamburg", "cologne", "frankfurt"], &["Europe/Berlin"]),
    (&["mumbai", "delhi", "new_delhi", "bangalore", "chennai", "hyderabad"], &["Asia/Kolkata"]),
    (&["beijing", "shenzhen", "guangzhou"], &["Asia/Shanghai"]),
];
