//! What a feed can have wrong with it, as types. The sentences are in the words.

use serde::Serialize;

/// Why nothing of a feed can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// Nothing but white space.
    #[error("the feed is empty")]
    Empty,
    /// More than `limit` bytes, unpacked.
    #[error("the feed is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// It begins like gzip and cannot be unpacked.
    #[error("the gzip data is broken")]
    BadGzip,
    /// More records, or more values in them, than are read. A file of 32 MB can hold ten
    /// million, which would take gigabytes of memory.
    #[error("the feed has more than {limit} records")]
    TooMany {
        /// The limit in records.
        limit: usize,
    },
    /// Binary data: neither text nor gzip.
    #[error("the feed is not text")]
    NotText,
    /// A web page. Many sites name their feed in it.
    #[error("this is a web page, not a feed")]
    WebPage {
        /// The address of the feed, as the page gives it, perhaps relative.
        feed: Option<String>,
    },
    /// The JSON ends in the middle. Line and column count from one.
    #[error("the JSON is cut off at line {line}, column {column}")]
    CutOff {
        /// Line of the end.
        line: usize,
        /// Column of the end.
        column: usize,
    },
    /// Something other than white space follows the JSON.
    #[error("text follows the JSON at line {line}, column {column}")]
    Trailing {
        /// Line of that text.
        line: usize,
        /// Column of that text.
        column: usize,
    },
    /// Not JSON, or nested too deeply.
    #[error("the JSON is broken at line {line}, column {column}")]
    BadJson {
        /// Line of the defect.
        line: usize,
        /// Column of the defect.
        column: usize,
    },
    /// JSON, but none of the known shapes.
    #[error("no meetings found; keys: {keys:?}")]
    UnknownShape {
        /// The first keys that were seen.
        keys: Vec<String>,
    },
    /// A calendar without events.
    #[error("the calendar has no events")]
    NoEvents,
    /// The zone given for the feed is not in the zone database.
    #[error("unknown time zone {zone}")]
    UnknownZone {
        /// The zone as given.
        zone: String,
    },
}

impl FeedError {
    /// A stable name for output that programs read.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge { .. } => "too_large",
            Self::TooMany { .. } => "too_many",
            Self::BadGzip => "bad_gzip",
            Self::NotText => "not_text",
            Self::WebPage { .. } => "web_page",
            Self::CutOff { .. } => "cut_off",
            Self::Trailing { .. } => "trailing_text",
            Self::BadJson { .. } => "bad_json",
            Self::UnknownShape { .. } => "unknown_shape",
            Self::NoEvents => "no_events",
            Self::UnknownZone { .. } => "unknown_zone",
        }
    }
}

/// A record that was not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skip {
    /// Its place in the feed, from zero.
    pub record: usize,
    /// Its name, as far as it has one.
    pub name: String,
    /// Why.
    pub reason: SkipReason,
}

/// Why a record was not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum SkipReason {
    /// It is not an object but a number, a list or the like.
    NotARecord {
        /// What it is: `number`, `array` and so on.
        found: &'static str,
    },
    /// It has no name, and nothing a name could be made of.
    Nameless,
    /// The server marks it as not published.
    Unpublished,
    /// A calendar event that was cancelled.
    Cancelled,
    /// A calendar event that is over.
    Past,
    /// A calendar event without a start that can be read.
    NoStart,
}

impl SkipReason {
    /// A stable name for output that programs read.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotARecord { .. } => "not_a_record",
            Self::Nameless => "nameless",
            Self::Unpublished => "unpublished",
            Self::Cancelled => "cancelled",
            Self::Past => "past",
            Self::NoStart => "no_start",
        }
    }
}

/// An oddity of a record that was kept, or of the whole feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Its place in the feed, from zero; `None` for the whole feed.
    pub record: Option<usize>,
    /// The name of the meeting; empty for the whole feed.
    pub name: String,
    /// The slug of its first listing; empty for the whole feed.
    pub slug: String,
    /// What is odd.
    pub kind: WarningKind,
}

/// What was odd, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum WarningKind {
    /// Feed: not UTF-8, read as `encoding`.
    Encoding {
        /// `utf-16` or `windows-1252`.
        encoding: &'static str,
    },
    /// Feed: the JSON had small defects that were mended, such as raw line breaks in texts.
    Repaired,
    /// Feed: days count from Monday = 1, as its times prove.
    IsoDays,
    /// Feed: so many timed meetings have no zone, neither their own nor the feed's.
    NoZone {
        /// How many.
        meetings: usize,
    },
    /// Feed: the answer of `GetFormats` could not be read.
    BadFormats,
    /// Feed: the calendar breaks off or has lines that cannot be read.
    BrokenCalendar {
        /// How many lines.
        lines: usize,
    },
    /// No name; one was made from place and time.
    BlankName,
    /// The name is longer than lists can show.
    LongName {
        /// Its length in characters.
        characters: usize,
    },
    /// A text was longer than is kept.
    Shortened {
        /// Which one.
        field: &'static str,
    },
    /// A text carried tags or entities, which were taken out.
    Markup {
        /// Which one.
        field: &'static str,
    },
    /// A field has a value of another type than it should.
    WrongType {
        /// Which one.
        field: &'static str,
        /// What it is: `object`, `array`, `boolean`.
        found: &'static str,
    },
    /// No slug; one was made.
    NoSlug,
    /// The slug was not safe in a URL or too long, and was changed.
    UnsafeSlug,
    /// Another record had this slug; a number was added.
    RepeatedSlug {
        /// The slug as it came.
        slug: String,
    },
    /// Day 7 where days run from 0 to 6; read as Sunday.
    DaySeven,
    /// Not a day; listed by appointment.
    BadDay {
        /// What it says.
        value: String,
    },
    /// Not a time; listed by appointment.
    BadTime {
        /// What it says.
        value: String,
    },
    /// Not a time or a length; the default length was taken.
    BadEnd {
        /// What it says.
        value: String,
    },
    /// A day without a time; listed by appointment.
    NoTime,
    /// A time without a day; listed by appointment.
    NoDay,
    /// 24:00, read as the start of the next day.
    Midnight,
    /// It ends when it begins; the default length was taken.
    EndIsStart,
    /// Longer than six hours; the default length was taken.
    TooLong {
        /// The length in minutes.
        minutes: u32,
    },
    /// Not a zone; the feed's was taken.
    BadZone {
        /// What it says.
        value: String,
    },
    /// Both open and closed; closed wins.
    OpenAndClosed,
    /// Types that the fellowship does not know: kept, not shown.
    UnknownTypes {
        /// As they came.
        types: Vec<String>,
    },
    /// A link that is not http or https, or carries a login; dropped.
    BadLink {
        /// Which field.
        field: &'static str,
    },
    /// A link inside a link of a mail filter or a search engine; unwrapped.
    WrappedLink,
    /// Remains of a redirect, entities or words around a link; taken off.
    TidiedLink,
    /// The link is not of a known meeting provider, so it does not make the meeting online.
    UnknownProvider {
        /// The host.
        host: String,
    },
    /// Not a number that can be dialled; shown as a note.
    BadPhone,
    /// Several numbers; the first was taken.
    SeveralPhones,
    /// Latitude and longitude are out of range, half missing or zero; dropped.
    BadCoordinates,
    /// The date of the last change cannot be read.
    BadUpdated,
    /// A postal code had lost its leading zero.
    PostalCode,
    /// Closed for now and without a link: inactive.
    Inactive,
    /// Said to be online, without a link or a number.
    NoLink,
    /// Its attendance says otherwise than its types, address and link do.
    AttendanceDiffers {
        /// What the record says.
        stated: String,
    },
    /// Names, addresses or accounts of people; dropped.
    Personal,
    /// The name says monthly or an nth weekday.
    Monthly,
    /// The notes speak of an nth weekday or a month.
    PatternNote,
    /// An event of whole days; listed by appointment.
    AllDay,
    /// A rule that cannot be read; listed by appointment.
    BadRule {
        /// What it says.
        value: String,
    },
    /// A rule without any date, or without one for decades; listed by appointment.
    DatelessRule {
        /// What it says.
        value: String,
    },
    /// A rule that was not tried, because looking for the dates of others took too long; listed
    /// by appointment.
    UntriedRule {
        /// What it says.
        value: String,
    },
    /// More single dates beside rules than are read.
    TooManyDates {
        /// How many were left out.
        dates: usize,
    },
}

impl WarningKind {
    /// A stable name for output that programs read.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Encoding { .. } => "encoding",
            Self::Repaired => "repaired",
            Self::IsoDays => "iso_days",
            Self::NoZone { .. } => "no_zone",
            Self::BadFormats => "bad_formats",
            Self::BrokenCalendar { .. } => "broken_calendar",
            Self::BlankName => "blank_name",
            Self::LongName { .. } => "long_name",
            Self::Shortened { .. } => "shortened",
            Self::Markup { .. } => "markup",
            Self::WrongType { .. } => "wrong_type",
            Self::NoSlug => "no_slug",
            Self::UnsafeSlug => "unsafe_slug",
            Self::RepeatedSlug { .. } => "repeated_slug",
            Self::DaySeven => "day_seven",
            Self::BadDay { .. } => "bad_day",
            Self::BadTime { .. } => "bad_time",
            Self::BadEnd { .. } => "bad_end",
            Self::NoTime => "no_time",
            Self::NoDay => "no_day",
            Self::Midnight => "midnight",
            Self::EndIsStart => "end_is_start",
            Self::TooLong { .. } => "too_long",
            Self::BadZone { .. } => "bad_zone",
            Self::OpenAndClosed => "open_and_closed",
            Self::UnknownTypes { .. } => "unknown_types",
            Self::BadLink { .. } => "bad_link",
            Self::WrappedLink => "wrapped_link",
            Self::TidiedLink => "tidied_link",
            Self::UnknownProvider { .. } => "unknown_provider",
            Self::BadPhone => "bad_phone",
            Self::SeveralPhones => "several_phones",
            Self::BadCoordinates => "bad_coordinates",
            Self::BadUpdated => "bad_updated",
            Self::PostalCode => "postal_code",
            Self::Inactive => "inactive",
            Self::NoLink => "no_link",
            Self::AttendanceDiffers { .. } => "attendance_differs",
            Self::Personal => "personal",
            Self::Monthly => "monthly",
            Self::PatternNote => "pattern_note",
            Self::AllDay => "all_day",
            Self::BadRule { .. } => "bad_rule",
            Self::DatelessRule { .. } => "dateless_rule",
            Self::UntriedRule { .. } => "untried_rule",
            Self::TooManyDates { .. } => "too_many_dates",
        }
    }
}
