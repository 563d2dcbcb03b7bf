//! When a group's meetings are, in eight bytes for each: its number within its chunk, its zone, its
//! length, and its minute of the week in that zone. So a hundred thousand are put in order without
//! reading one of them.
//!
//! Even of a hundred thousand meetings most begin when many others do: all that are at the same time
//! share a [`Slot`], whose next time is theirs.

use super::query::Reads;
use super::sql;
use crate::ids::GroupId;
use crate::store::Conn;
use jiff::tz::TimeZone;
use roaring::RoaringBitmap;
use std::collections::{BTreeMap, HashMap};

/// The token of the row that is another after each change.
pub(super) const VERSION: &str = "v";
/// What the tokens of chunks begin with.
const CHUNK: &str = "c";

/// How many numbers of meetings are in one row: two to the power of this.
const BITS: u32 = 12;
/// Bytes of a meeting.
const SIZE: usize = 8;
/// Instead of a minute: it has a rule that is not plainly weekly.
const RULED: u16 = 7 * 24 * 60;
/// Instead of a minute: by appointment.
const NONE: u16 = RULED + 1;
/// Beside the minute: it does not take place for now.
const INACTIVE: u16 = 1 << 15;

/// When something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum When {
    /// At a minute of each week, from Monday midnight on.
    Weekly(u16),
    /// By another rule, which only its row has.
    Ruled,
    /// By appointment.
    Unknown,
}

/// When a meeting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Entry {
    /// The number of its zone.
    pub(super) zone: u16,
    pub(super) minutes: u16,
    pub(super) when: When,
    pub(super) inactive: bool,
}

impl Entry {
    /// From the columns of a meeting. Nothing lasts longer than a number of two bytes says.
    pub(super) fn of(
        zone: u16,
        minutes: i64,
        weekly: Option<(i64, i64)>,
        ruled: bool,
        inactive: bool,
    ) -> Self {
        let minute = weekly.and_then(|(day, minute)| u16::try_from(day * 24 * 60 + minute).ok());
        let when = match minute.filter(|minute| *minute < RULED) {
            Some(minute) => When::Weekly(minute),
            None if ruled => When::Ruled,
            None => When::Unknown,
        };
        let minutes = u16::try_from(minutes.max(0)).unwrap_or(u16::MAX);
        Self { zone, minutes, when, inactive }
    }

    fn bytes(self, low: u16) -> [u8; SIZE] {
        let when = match self.when {
            When::Weekly(minute) => minute,
            When::Ruled => RULED,
            When::Unknown => NONE,
        };
        let when = when | if self.inactive { INACTIVE } else { 0 };
        let parts = [low, self.zone, self.minutes, when];
        let whole = parts.iter().rev().fold(0_u64, |whole, part| whole << 16 | u64::from(*part));
        whole.to_le_bytes()
    }

    fn read(bytes: [u8; SIZE]) -> (u16, Self) {
        let whole = u64::from_le_bytes(bytes);
        let part = |number: u32| (whole >> (16 * number)) as u16;
        let (low, zone, minutes, when) = (part(0), part(1), part(2), part(3));
        let inactive = when & INACTIVE != 0;
        let when = match when & !INACTIVE {
            minute if minute < RULED => When::Weekly(minute),
            RULED => When::Ruled,
            _ => When::Unknown,
        };
        (low, Self { zone, minutes, when, inactive })
    }
}

/// The chunk of a meeting, and its number in there.
pub(super) fn place(id: u32) -> (u32, u16) {
    (id >> BITS, (id & ((1 << BITS) - 1)) as u16)
}

/// The token of a chunk.
pub(super) fn token(chunk: u32) -> String {
    format!("{CHUNK}{chunk}")
}

/// The meetings of a chunk, by their numbers in there.
pub(super) fn unpack(times: &[u8]) -> BTreeMap<u16, Entry> {
    times.as_chunks::<SIZE>().0.iter().map(|bytes| Entry::read(*bytes)).collect()
}

/// As the row has them.
pub(super) fn pack(entries: &BTreeMap<u16, Entry>) -> Vec<u8> {
    entries.iter().flat_map(|(low, entry)| entry.bytes(*low)).collect()
}

/// A time at which meetings are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) entry: Entry,
    /// Where those that are at this time begin in the list of all, and how many they are.
    from: usize,
    count: usize,
}

/// When the meetings of a group are.
#[derive(Debug, Default)]
pub(super) struct Timetable {
    /// Of each meeting of a chunk its number in there, and which slot it is in.
    chunks: BTreeMap<u32, Vec<(u16, u32)>>,
    zones: HashMap<u16, TimeZone>,
    /// All meetings.
    pub(super) all: RoaringBitmap,
    /// Those that are not plainly weekly: the time of each is its own.
    pub(super) ruled: RoaringBitmap,
    /// All times.
    pub(super) slots: Vec<Slot>,
    /// All meetings, slot by slot, in the order of their numbers.
    meetings: Vec<u32>,
}

impl Timetable {
    /// That of a group.
    pub(super) async fn load(conn: &mut Conn, group: GroupId) -> sqlx::Result<Self> {
        let zone = |name: &str| TimeZone::get(name).unwrap_or(TimeZone::UTC);
        let zones =
            sql::zone_names(conn).await?.iter().map(|(id, name)| (*id, zone(name))).collect();
        let reads = Reads { beginnings: [CHUNK.to_owned()].into(), ..Reads::default() };
        let chunks = sql::contents(conn, group.0, &reads).await?.into_iter();
        let number = |token: &str| token.strip_prefix(CHUNK)?.parse().ok();
        let chunks = chunks.filter_map(|(token, times)| Some((number(&token)?, times)));
        Ok(Self::new(chunks.collect(), zones))
    }

    pub(super) fn new(chunks: BTreeMap<u32, Vec<u8>>, zones: HashMap<u16, TimeZone>) -> Self {
        let mut table = Self { zones, ..Self::default() };
        let mut known: HashMap<Entry, u32> = HashMap::new();
        for (chunk, times) in chunks {
            let mut meetings = Vec::with_capacity(times.len() / SIZE);
            for bytes in times.as_chunks::<SIZE>().0 {
                let (low, entry) = Entry::read(*bytes);
                let next = known.len() as u32;
                let slot = *known.entry(entry).or_insert(next);
                if slot == next {
                    table.slots.push(Slot { entry, from: 0, count: 0 });
                }
                if let Some(slot) = table.slots.get_mut(slot as usize) {
                    slot.count += 1;
                }
                let id = (chunk << BITS) | u32::from(low);
                table.all.insert(id);
                if entry.when == When::Ruled {
                    table.ruled.insert(id);
                }
                meetings.push((low, slot));
            }
            table.chunks.insert(chunk, meetings);
        }
        table.list();
        table
    }

    /// Lists the meetings slot by slot.
    fn list(&mut self) {
        let mut from = 0;
        for slot in &mut self.slots {
            slot.from = from;
            from += std::mem::take(&mut slot.count);
        }
        self.meetings.resize(from, 0);
        for (chunk, meetings) in &self.chunks {
            for (low, slot) in meetings {
                let Some(slot) = self.slots.get_mut(*slot as usize) else { continue };
                if let Some(place) = self.meetings.get_mut(slot.from + slot.count) {
                    *place = (chunk << BITS) | u32::from(*low);
                }
                slot.count += 1;
            }
        }
    }

    /// Meetings, each with the number of its slot; without those that the search does not have. Quickest
    /// where those of a chunk stand together.
    pub(super) fn slots_of(
        &self,
        ids: impl Iterator<Item = u32>,
    ) -> impl Iterator<Item = (u32, usize)> {
        let mut here = None;
        ids.filter_map(move |id| {
            let (chunk, low) = place(id);
            let meetings = match here {
                Some((found, meetings)) if found == chunk => meetings,
                _ => self.chunks.get(&chunk)?,
            };
            here = Some((chunk, meetings));
            // Most chunks have all of their numbers.
            let guess = meetings.get(usize::from(low)).filter(|(found, _)| *found == low);
            let (_, slot) = guess.or_else(|| {
                let found = meetings.binary_search_by_key(&low, |(low, _)| *low);
                found.ok().and_then(|place| meetings.get(place))
            })?;
            Some((id, *slot as usize))
        })
    }

    /// The meetings of a slot.
    pub(super) fn meetings(&self, slot: &Slot) -> &[u32] {
        self.meetings.get(slot.from..slot.from + slot.count).unwrap_or_default()
    }

    /// The zone of a number.
    pub(super) fn zone(&self, number: u16) -> TimeZone {
        self.zones.get(&number).cloned().unwrap_or(TimeZone::UTC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_read() {
        let entries: BTreeMap<u16, Entry> = [
            (0, Entry::of(1, 60, Some((6, 1439)), true, false)),
            (7, Entry::of(u16::MAX, 90_000, None, true, true)),
            (4095, Entry::of(3, -1, None, false, false)),
            (12, Entry::of(3, 15, Some((7, 0)), false, true)),
        ]
        .into();
        assert_eq!(unpack(&pack(&entries)), entries);
        let weekly = entries.get(&0).expect("the first").when;
        assert_eq!(weekly, When::Weekly(RULED - 1));
        assert_eq!(entries.get(&12).expect("no such day").when, When::Unknown);
        let table = Timetable::new([(2, pack(&entries))].into(), HashMap::new());
        let known = |ids: Vec<(u32, usize)>| -> Vec<(u32, Option<Entry>)> {
            ids.into_iter().map(|(id, slot)| (id, table.slots.get(slot).map(|s| s.entry))).collect()
        };
        let ids = [8192, 8199, 8204, 12287];
        let expected = ids.map(|id| (id, entries.get(&place(id).1).copied()));
        let asked = [0, 8192, 8193, 8199, 8204, 12287, 12288].into_iter();
        assert_eq!(known(table.slots_of(asked).collect()), expected);
        assert_eq!(table.all.iter().collect::<Vec<_>>(), ids);
        assert_eq!(table.ruled.iter().collect::<Vec<_>>(), [8199]);
        let listed = table
            .slots
            .iter()
            .flat_map(|slot| table.meetings(slot).iter().map(|id| (*id, Some(slot.entry))));
        assert_eq!(listed.collect::<Vec<_>>(), expected, "no two are at the same time");
        let same = BTreeMap::from([(3, entries[&7]), (5, entries[&0]), (6, entries[&7])]);
        let table = Timetable::new([(0, pack(&same)), (1, pack(&same))].into(), HashMap::new());
        let slots: Vec<&[u32]> = table.slots.iter().map(|slot| table.meetings(slot)).collect();
        assert_eq!(slots, [&[3, 6, 4099, 4102][..], &[5, 4101]]);
    }
}
