//! Translation of the allocator's accesses: each reaches the frame of its page or is answered without memory, in order.

use crate::prelude::*;
use crate::tlb::Entries;
use memento_modules::memory_port::{surroundings, MemoryPort, Surroundings};
use std::collections::{BTreeMap, VecDeque};

/// Cycles within which a batch of accesses must be done.
const MOST_CYCLES: u32 = 20_000;

#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    /// Number of the page in the test's list.
    pub page: usize,
    pub beat: u64,
    pub write: Option<u64>,
    /// Cycles before it is asked for.
    pub after: u32,
}

/// What a walk finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Found {
    Frame(u64),
    Nothing,
    Error,
}

/// Accesses, and what has changed before them.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    pub clear: bool,
    /// A page that gets or loses its frame.
    pub change: Option<(usize, Found)>,
    pub accesses: Vec<Access>,
    /// Cycles until a walk begins, and until it is done.
    pub walk_after: (u32, u32),
    pub memory: Surroundings,
    pub reset_after: Option<u32>,
}

#[derive(Clone, Debug)]
pub struct HeaderTranslation {
    geometry: Geometry,
    pages: Vec<(u64, Found)>,
    tlb: Entries<u64>,
    beats: BTreeMap<u64, u64>,
}

impl Reference for HeaderTranslation {
    type Step = Batch;
    const MODULE: &'static str = "memento_header_translation";
    const STEPS: usize = 20;

    fn new(module: &Module) -> HeaderTranslation {
        let geometry = module.geometry;
        let bits = geometry.region_bits - 12;
        let top_frame = (1 << (geometry.address_bits - 12)) - 1;
        let page = |n: u64| (1 << (n * 5 % u64::from(bits)), if n < 5 { Found::Frame(top_frame - n) } else { Found::Nothing });
        HeaderTranslation { geometry, pages: (0..7).map(page).collect(), tlb: Entries::new(4), beats: BTreeMap::new() }
    }

    fn steps(&self) -> BoxedStrategy<Batch> {
        let pages = self.pages.len();
        let top_frame = (1u64 << (self.geometry.address_bits - 12)) - 1;
        let found = prop_oneof![4 => (0..64u64).prop_map(move |n| Found::Frame(top_frame - n)), 2 => Just(Found::Nothing), 1 => Just(Found::Error)];
        let after = prop_oneof![6 => Just(0u32), 1 => 0..6u32];
        let page = prop_oneof![4 => 0..3usize, 1 => 0..pages];
        let access = (page, prop_oneof![0..8u64, 0..512u64], prop::option::of(any::<u64>()), after)
            .prop_map(|(page, beat, write, after)| Access { page, beat, write, after });
        let accesses = prop_oneof![9 => prop::collection::vec(access.clone(), 1..30), 1 => prop::collection::vec(access, 90..110)];
        let change = prop::option::of((0..pages, found));
        let reset_after = prop::option::weighted(0.05, 0..30u32);
        (prop::bool::weighted(0.1), change, accesses, (0..3u32, 0..12u32), surroundings(20), reset_after)
            .prop_map(|(clear, change, accesses, walk_after, memory, reset_after)| Batch {
                clear,
                change,
                accesses,
                walk_after,
                memory,
                reset_after,
            })
            .boxed()
    }

    fn follow(&mut self, step: &Batch, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        // A page that changes has left the TLB before.
        let changed = step.change.map(|(page, _)| self.pages[page].0);
        dut.set_all(pins! {
            clear_i: step.clear, invalidate_valid_i: changed.is_some(), invalidate_vpn_i: changed.unwrap_or(1),
            header_req_valid_i: false, mem_rsp_valid_i: false, walk_done_i: false, walk_ready_i: false,
        });
        dut.edge();
        dut.set_all(pins! { clear_i: false, invalidate_valid_i: false });
        if let Some((page, found)) = step.change {
            self.pages[page].1 = found;
            self.tlb.take_out(self.pages[page].0);
        }
        if step.clear {
            self.tlb.clear();
        }
        let base = 1 << self.geometry.region_bits;
        let mut port = MemoryPort::new(&step.memory);
        self.beats.iter().for_each(|(address, data)| port.memory().store(*address, *data));

        // What must happen, access by access.
        let (mut walks, mut requests, mut answers) = (VecDeque::new(), vec![], VecDeque::new());
        for access in &step.accesses {
            let (vpn, found) = self.pages[access.page];
            if self.tlb.find(vpn).is_none() {
                walks.push_back((vpn, found));
                if let Found::Frame(ppn) = found {
                    self.tlb.fill(vpn, ppn);
                }
            }
            if let Found::Frame(ppn) = found {
                requests.push((ppn << 12 | access.beat << 3, access.write));
            }
            answers.push_back((found, access.write.is_some()));
        }
        let all_hit = walks.is_empty() && answers.iter().all(|(found, _)| matches!(found, Found::Frame(_)));

        let mut left = step.accesses.iter();
        let mut asking = left.next();
        let mut wait = asking.map_or(0, |access| access.after);
        let (mut begin_in, mut walk): (u32, Option<(u32, Found)>) = (step.walk_after.0, None);
        for cycle in 0.. {
            if step.reset_after == Some(cycle) {
                dut.set_all(pins! { header_req_valid_i: false, mem_rsp_valid_i: false, walk_done_i: false });
                dut.reset();
                dut.expect("mem_req_valid_o", false)?;
                dut.expect("walk_valid_o", false)?;
                dut.expect("header_rsp_valid_o", false)?;
                self.tlb.clear();
                break;
            }
            if cycle == MOST_CYCLES {
                return dut.fail("the accesses do not end");
            }
            port.drive(dut);
            let done = walk.filter(|(left, _)| *left == 0).map(|(_, found)| found);
            let ppn = if let Some(Found::Frame(ppn)) = done { ppn } else { 5 };
            dut.set_all(pins! {
                walk_ready_i: begin_in == 0, walk_done_i: done.is_some(), walk_ppn_i: ppn,
                walk_status_i: if done == Some(Found::Error) { 6u64 } else { 0 }, walk_leaf_i: matches!(done, Some(Found::Frame(_))),
            });
            let offered = asking.filter(|_| wait == 0);
            let address = offered.map_or(!0 >> 20, |access| base | self.pages[access.page].0 << 12 | access.beat << 3);
            dut.set_all(pins! {
                header_req_valid_i: offered.is_some(), header_req_address_i: address & (u64::MAX >> (64 - self.geometry.address_bits)),
                header_req_write_i: offered.is_some_and(|access| access.write.is_some()),
                header_req_wdata_i: offered.and_then(|access| access.write).unwrap_or(77),
            });
            if dut.bit("header_rsp_valid_o") {
                let Some((found, write)) = answers.pop_front() else {
                    return dut.fail("there is an answer to nothing");
                };
                let (data, error) = match found {
                    Found::Frame(_) if port.answer().is_none() => return dut.fail("memory has not answered"),
                    Found::Frame(_) => port.answer().expect("asked for just now"),
                    Found::Nothing => (0, write),
                    Found::Error => (0, true),
                };
                dut.expect("header_rsp_error_o", error)?;
                if !write && !error {
                    dut.expect("header_rsp_rdata_o", data)?;
                }
            } else if port.answer().is_some() {
                return dut.fail("an answer of memory is lost");
            }
            if walk.is_none() && dut.bit("walk_valid_o") {
                if begin_in == 0 {
                    let Some((vpn, found)) = walks.pop_front() else {
                        return dut.fail("a walk is asked for, though the page is in the TLB");
                    };
                    dut.expect("walk_vpn_o", vpn)?;
                    (begin_in, walk) = (step.walk_after.0, Some((step.walk_after.1, found)));
                } else {
                    begin_in -= 1;
                }
            } else {
                dut.expect("walk_valid_o", false)?;
                walk = walk.filter(|(left, _)| *left > 0).map(|(left, found)| (left - 1, found));
            }
            let taken = offered.is_some() && dut.bit("header_req_ready_o");
            port.edge(dut)?;
            if taken {
                asking = left.next();
                wait = asking.map_or(0, |access| access.after);
            } else {
                wait = wait.saturating_sub(1);
            }
            if asking.is_none() && answers.is_empty() {
                break;
            }
        }
        let taken: Vec<_> = port.taken.iter().map(|taken| (taken.address, taken.written)).collect();
        let whole = answers.is_empty() && asking.is_none();
        if whole && taken != requests || !requests.starts_with(&taken) {
            return dut.fail(format!("memory was asked for {taken:x?}, the contract says {requests:x?}"));
        }
        let steady = all_hit && step.memory.stall_percent == 0 && step.accesses.iter().all(|access| access.after == 0);
        // Memory that is very slow lets accesses pile up.
        if steady && step.memory.latency_cycles.1 < 10 && whole {
            port.expect_requests(dut, &requests, &step.memory)?;
        }
        for (address, _) in &requests {
            self.beats.insert(*address, port.memory().beat(*address));
        }
        Ok(())
    }
}

in_every_configuration!(HeaderTranslation);
