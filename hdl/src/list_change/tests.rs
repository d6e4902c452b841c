use super::*;
use crate::list_writer::ListWrite;
use crate::simulator::{prepare, tick, Random};
use std::collections::{BTreeMap, VecDeque};

const PAGES: u64 = 1 << 12;
const LISTS: [ArenaList; 3] = [ArenaList::Available, ArenaList::Recycled, ArenaList::Full];

/// A class's lists as a program would keep them, and the links in memory, which only the writes asked for change.
struct Bench {
    uut: ListChange<12, 13>,
    pointer: u64,
    lists: [VecDeque<u64>; 3],
    next: BTreeMap<u64, Option<u64>>,
    prev: BTreeMap<u64, Option<u64>>,
}

fn number(list: ArenaList) -> usize {
    LISTS.iter().position(|&other| other == list).expect("a list")
}

impl Bench {
    fn new() -> Self {
        let mut uut = prepare(ListChange::default());
        tick(&mut uut, |m| &mut m.clk_i);
        uut.rst_ni.next = true;
        Self {
            uut,
            pointer: 0,
            lists: Default::default(),
            next: BTreeMap::new(),
            prev: BTreeMap::new(),
        }
    }

    fn cycle(&mut self) {
        let uut = &mut self.uut;
        tick(uut, |m| &mut m.clk_i);
        (uut.load_i.next, uut.leave_i.next, uut.join_i.next) = (false, false, false);
    }

    fn load(&mut self) {
        let [available, recycled, full] = [0, 1, 2].map(|list| self.lists[list].front().copied());
        let uut = &mut self.uut;
        uut.load_i.next = true;
        uut.pointer_i.next = bits(self.pointer);
        uut.available_valid_i.next = available.is_some();
        uut.available_page_i.next = bits(available.unwrap_or(7));
        uut.recycled_valid_i.next = recycled.is_some();
        uut.recycled_page_i.next = bits(recycled.unwrap_or(7));
        uut.full_valid_i.next = full.is_some();
        uut.full_page_i.next = bits(full.unwrap_or(7));
        self.cycle();
    }

    /// The arena at `position` of `list` leaves it. The recycled list's `prev` links mean nothing, so they are not shown.
    fn leave(&mut self, list: ArenaList, position: usize) -> (u64, Option<u64>, Option<u64>) {
        let members = &mut self.lists[number(list)];
        let page = members.remove(position).expect("a member");
        let (next, prev) = (
            self.next[&page],
            self.prev[&page].filter(|_| list != ArenaList::Recycled),
        );
        assert_eq!(next, members.get(position).copied(), "next of page {page}");
        if list != ArenaList::Recycled {
            assert_eq!(
                prev,
                position.checked_sub(1).map(|before| members[before]),
                "prev of page {page}"
            );
        }
        let uut = &mut self.uut;
        uut.leave_i.next = true;
        uut.leave_list_i.next = bits(list as u64);
        uut.leave_next_valid_i.next = next.is_some();
        uut.leave_next_page_i.next = bits(next.unwrap_or(9));
        uut.leave_prev_valid_i.next = prev.is_some();
        self.cycle();
        (page, next, prev)
    }

    fn leave_never_used(&mut self) -> u64 {
        let page = self.pointer;
        self.pointer += 2;
        let uut = &mut self.uut;
        uut.leave_i.next = true;
        uut.leave_list_i.next = bits(ArenaList::NeverUsed as u64);
        uut.leave_next_valid_i.next = page.is_multiple_of(4);
        uut.leave_prev_valid_i.next = page.is_multiple_of(8);
        uut.last_span_page_i.next = bits(1);
        self.cycle();
        page
    }

    fn join(&mut self, list: ArenaList, page: u64) {
        self.lists[number(list)].push_front(page);
        let uut = &mut self.uut;
        uut.join_i.next = true;
        uut.join_list_i.next = bits(list as u64);
        uut.join_page_i.next = bits(page);
        self.cycle();
        if list == ArenaList::Recycled {
            // The page allocator keeps this list's links.
            let uut = &self.uut;
            assert!(
                !(uut.writes_o.val() & 0x1C).any(),
                "a link is written of an arena without a header"
            );
            self.next
                .insert(page, uut.head_valid_o.val().then(|| uut.head_page_o.val().to_u64()));
            self.prev.insert(page, None);
        }
    }

    /// Makes the writes asked for, as the list writer would, and compares heads and links with the lists.
    fn finish(&mut self, own: u64, next: Option<u64>, prev: Option<u64>) {
        let uut = &self.uut;
        let writes = uut.writes_o.val();
        let asked = |write: ListWrite| writes.get_bit(write as usize);
        let head = uut.head_valid_o.val().then(|| uut.head_page_o.val().to_u64());
        if asked(ListWrite::PrevNext) {
            self.next.insert(prev.expect("a previous arena"), next);
        }
        if asked(ListWrite::NextPrev) {
            self.prev.insert(next.expect("a next arena"), prev);
        }
        if asked(ListWrite::OwnNext) {
            self.next.insert(own, head);
        }
        if asked(ListWrite::OwnPrev) {
            self.prev.insert(own, None);
        }
        if asked(ListWrite::HeadPrev) {
            self.prev.insert(head.expect("a head"), Some(own));
        }
        assert_eq!(uut.pointer_o.val(), bits(self.pointer));
        let heads = [
            (uut.available_valid_o.val(), uut.available_page_o.val()),
            (uut.recycled_valid_o.val(), uut.recycled_page_o.val()),
            (uut.full_valid_o.val(), uut.full_page_o.val()),
        ];
        for (list, (valid, page)) in heads.into_iter().enumerate() {
            let members = &self.lists[list];
            assert_eq!(
                valid.then(|| page.to_u64()),
                members.front().copied(),
                "head of {:?}",
                LISTS[list]
            );
            for (position, page) in members.iter().enumerate() {
                assert_eq!(
                    self.next[page],
                    members.get(position + 1).copied(),
                    "next of page {page}"
                );
                if LISTS[list] != ArenaList::Recycled {
                    let before = position.checked_sub(1).map(|before| members[before]);
                    assert_eq!(self.prev[page], before, "prev of page {page}");
                }
            }
        }
    }
}

#[test]
fn i5_random_changes_keep_heads_and_links_alike() {
    let mut bench = Bench::new();
    let mut random = Random::new(99);
    let mut hot = None;
    for _ in 0..4_000 {
        bench.load();
        let mut any = |list: ArenaList, bench: &Bench| {
            let members = bench.lists[number(list)].len() as u64;
            (members > 0).then(|| random.below(members) as usize)
        };
        let (available, full) = (any(ArenaList::Available, &bench), any(ArenaList::Full, &bench));
        match random.below(6) {
            // A free moves an arena.
            0 | 1 if full.is_some() => {
                let to = [ArenaList::Available, ArenaList::Recycled][random.below(2) as usize];
                let (page, next, prev) = bench.leave(ArenaList::Full, full.unwrap());
                bench.join(to, page);
                bench.finish(page, next, prev);
            }
            2 if available.is_some() => {
                let (page, next, prev) = bench.leave(ArenaList::Available, available.unwrap());
                bench.join(ArenaList::Recycled, page);
                bench.finish(page, next, prev);
            }
            // The table gets an arena, and gives up the one that it had.
            other => {
                let from = LISTS[other as usize % 3];
                let position = match from {
                    ArenaList::Full => full.unwrap_or(0),
                    _ => 0,
                };
                let (found, next, prev) = if bench.lists[number(from)].is_empty() {
                    if bench.pointer + 2 > PAGES {
                        continue;
                    }
                    (bench.leave_never_used(), None, None)
                } else {
                    bench.leave(from, position)
                };
                if let Some(victim) = hot.replace(found) {
                    bench.join(ArenaList::Full, victim);
                    bench.finish(victim, next, prev);
                } else {
                    bench.finish(found, next, prev);
                }
            }
        }
    }
    assert!(bench.pointer > 100, "arenas were used");
}
