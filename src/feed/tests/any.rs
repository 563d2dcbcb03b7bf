//! No bytes make a panic, and no record is lost.

use proptest::prelude::*;

use super::*;

/// A small feed of one record with any value in any field.
fn any_record() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        r"[0-9:]{1,6}|[a-zA-Z ,\[\]]{0,12}|https?://[a-z.&;=?#/%]{0,30}|\PC{0,12}|FREQ=DAILY"
            .prop_map(Into::into),
    ];
    let value = leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Into::into),
            prop::collection::btree_map("[a-z$]{1,5}", inner, 0..3)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    });
    let key = prop::sample::select(vec![
        "name",
        "slug",
        "day",
        "time",
        "end_time",
        "timezone",
        "types",
        "notes",
        "formatted_address",
        "regions",
        "region",
        "latitude",
        "longitude",
        "conference_url",
        "conference_phone",
        "approximate",
        "updated",
        "duration",
        "startDateUTC",
        "postal_code",
        "id_bigint",
        "weekday_tinyint",
        "start_time",
        "duration_time",
        "formats",
        "venue_type",
        "meeting_name",
        "fields",
        "Conference URL",
    ]);
    prop::collection::btree_map(key, value, 0..12).prop_map(|map| {
        serde_json::Value::Object(
            map.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes, &options("aa"));
    }

    #[test]
    fn damaged_feeds_are_read_or_refused(
        which in 0usize..6,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = [TSML, AIRTABLE, BMLT, ISO, CALENDAR, PAGE][which].as_bytes().to_vec();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = read(&bytes, &options("na"));
    }

    #[test]
    fn no_record_is_lost(records in prop::collection::vec(any_record(), 1..6)) {
        let text = serde_json::Value::Array(records).to_string();
        if let Ok(reading) = read(text.as_bytes(), &options("aa")) {
            let skipped: std::collections::BTreeSet<usize> = reading.skipped.iter().map(|skip| skip.record).collect();
            prop_assert_eq!(skipped.len(), reading.skipped.len());
            prop_assert!(reading.meetings.len() >= reading.kept());
            let mut slugs = std::collections::HashSet::new();
            for meeting in &reading.meetings {
                prop_assert!(slug::is_safe(&meeting.slug) && slugs.insert(&meeting.slug));
                prop_assert!(!meeting.name.is_empty() && meeting.name.chars().count() <= listing::MAX_NAME);
            }
            let mut kinds = std::collections::HashSet::new();
            for warning in &reading.warnings {
                prop_assert!(kinds.insert((warning.record, warning.kind.code())));
            }
        }
    }
}
