//! An AXI4 memory with 64-bit data, as slow, unruly and faulty as asked, and the rules that a master must keep.

use crate::{
    memory::{Memory, MemoryErrors, MemoryTiming},
    traffic::Traffic,
};
use std::collections::VecDeque;

/// What the master drives in a cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FromMaster {
    /// AWVALID and the burst.
    pub aw: Option<Burst>,
    /// WVALID and the beat.
    pub w: Option<WriteBeat>,
    /// BREADY.
    pub b_ready: bool,
    /// ARVALID and the burst.
    pub ar: Option<Burst>,
    /// RREADY.
    pub r_ready: bool,
}

/// A burst, as AW or AR ask for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Burst {
    /// AxID.
    pub id: u8,
    /// AxADDR.
    pub address: u64,
    /// AxLEN: beats less one.
    pub len: u8,
    /// AxSIZE.
    pub size: u8,
    /// AxBURST.
    pub burst: u8,
    /// AxCACHE.
    pub cache: u8,
    /// AxPROT.
    pub prot: u8,
}

/// A beat on W.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteBeat {
    /// WDATA.
    pub data: u64,
    /// WSTRB.
    pub strb: u8,
    /// WLAST.
    pub last: bool,
}

/// What the memory drives in a cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ToMaster {
    /// AWREADY.
    pub aw_ready: bool,
    /// WREADY.
    pub w_ready: bool,
    /// BVALID and BRESP.
    pub b: Option<u8>,
    /// ARREADY.
    pub ar_ready: bool,
    /// RVALID, RDATA, RRESP and RLAST.
    pub r: Option<(u64, u8, bool)>,
}

/// How the memory treats its channels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AxiTiming {
    /// From the last transfer of a request to its first answer, and the cycles of 100 in which a channel stands still.
    pub memory: MemoryTiming,
    /// AWREADY only once the write's first beat is offered or taken.
    pub aw_waits_for_w: bool,
    /// WREADY only once the beat's address is taken.
    pub w_waits_for_aw: bool,
}

struct Answer {
    due_cycle: u64,
    /// For a read its beats, for a write one without data.
    beats: VecDeque<(u64, u8)>,
}

/// Bytes that no burst may cross a multiple of.
const BURST_BOUNDARY_BYTES: u64 = 4096;

/// The memory, and the rules.
///
/// A cycle is: [`AxiMemory::drive`], the master's outputs, [`AxiMemory::edge`].
pub struct AxiMemory {
    timing: AxiTiming,
    errors: MemoryErrors,
    /// What it holds.
    pub contents: Memory,
    rng: fastrand::Rng,
    before: Option<(FromMaster, ToMaster)>,
    now: ToMaster,
    /// Writes whose address was taken and whose data were not yet complete, and the other way round.
    addresses: VecDeque<Burst>,
    data: VecDeque<Vec<WriteBeat>>,
    partial: Vec<WriteBeat>,
    reads: VecDeque<Answer>,
    writes: VecDeque<Answer>,
    bursts: u64,
    /// Reads and writes taken, in bursts.
    pub counts: (u64, u64),
    /// What they were for, if somebody wants to know.
    pub traffic: Option<Traffic>,
}

impl AxiMemory {
    /// Memory full of garbage that `seed` determines.
    pub fn new(timing: AxiTiming, errors: MemoryErrors, seed: u64) -> AxiMemory {
        AxiMemory {
            timing,
            errors,
            contents: Memory::new(MemoryTiming::default(), MemoryErrors::default(), seed),
            rng: fastrand::Rng::with_seed(seed ^ 0xA41),
            before: None,
            now: ToMaster::default(),
            addresses: VecDeque::new(),
            data: VecDeque::new(),
            partial: Vec::new(),
            reads: VecDeque::new(),
            writes: VecDeque::new(),
            bursts: 0,
            counts: (0, 0),
            traffic: None,
        }
    }

    /// From now on it behaves so.
    pub fn become_like(&mut self, timing: AxiTiming, errors: MemoryErrors) {
        (self.timing, self.errors, self.bursts) = (timing, errors, 0);
    }

    /// Reset of the bus: what is under way is lost.
    pub fn reset(&mut self) {
        (self.before, self.now) = (None, ToMaster::default());
        self.addresses.clear();
        self.data.clear();
        self.partial.clear();
        self.reads.clear();
        self.writes.clear();
    }

    /// Bursts read and written that have not been answered completely; writes from their address or first beat on.
    pub fn under_way(&self) -> (usize, usize) {
        let begun = self
            .addresses
            .len()
            .max(self.data.len() + usize::from(!self.partial.is_empty()));
        (self.reads.len(), self.writes.len() + begun)
    }

    /// What the memory drives in `cycle`.
    pub fn drive(&mut self, cycle: u64) -> ToMaster {
        let held = self.before;
        let (mut aw_ready, mut w_ready, ar_ready) = (self.go(), self.go(), self.go());
        let offered = held.map(|(master, _)| master).unwrap_or_default();
        if self.timing.aw_waits_for_w {
            let ahead = self.data.len() + usize::from(!self.partial.is_empty()) > self.addresses.len();
            aw_ready &= ahead || offered.w.is_some();
        }
        if self.timing.w_waits_for_aw && !self.timing.aw_waits_for_w {
            w_ready &= self.addresses.len() > self.data.len();
        }
        // A response that was not taken stays.
        let b_held = held.and_then(|(master, memory)| memory.b.filter(|_| !master.b_ready));
        let r_held = held.and_then(|(master, memory)| memory.r.filter(|_| !master.r_ready));
        let (b_go, r_go) = (self.go(), self.go());
        let due = |answers: &VecDeque<Answer>| {
            let answer = answers.front().filter(|answer| answer.due_cycle <= cycle)?;
            answer
                .beats
                .front()
                .map(|(data, resp)| (*data, *resp, answer.beats.len() == 1))
        };
        self.now = ToMaster {
            aw_ready,
            w_ready,
            b: b_held.or(due(&self.writes).filter(|_| b_go).map(|(_, resp, _)| resp)),
            ar_ready,
            r: r_held.or(due(&self.reads).filter(|_| r_go)),
        };
        self.now
    }

    fn go(&mut self) -> bool {
        let stall = self.timing.memory.stall_percent;
        stall == 0 || self.rng.u8(0..100) >= stall
    }

    /// Ends the cycle.
    ///
    /// # Errors
    /// A sentence that says which rule the master has broken.
    pub fn edge(&mut self, cycle: u64, master: &FromMaster) -> Result<(), String> {
        if let Some((before, memory)) = self.before {
            held("AW", before.aw, memory.aw_ready, master.aw)?;
            held("W", before.w, memory.w_ready, master.w)?;
            held("AR", before.ar, memory.ar_ready, master.ar)?;
        }
        self.before = Some((*master, self.now));
        if self.now.b.is_some() && master.b_ready {
            self.writes.pop_front();
        }
        if self.now.r.is_some() && master.r_ready {
            let answer = self.reads.front_mut().expect("a beat was shown");
            answer.beats.pop_front();
            if answer.beats.is_empty() {
                self.reads.pop_front();
            }
        }
        if let Some(burst) = master.ar {
            check(&burst)?;
            if self.now.ar_ready {
                self.read(cycle, burst);
            }
        }
        if let Some(burst) = master.aw {
            check(&burst)?;
            if self.now.aw_ready {
                self.addresses.push_back(burst);
            }
        }
        if let Some(beat) = master.w.filter(|_| self.now.w_ready) {
            self.partial.push(beat);
            if beat.last {
                self.data.push_back(std::mem::take(&mut self.partial));
            }
        }
        self.write(cycle)
    }

    fn due(&mut self, cycle: u64) -> u64 {
        let MemoryTiming {
            latency_min_cycles: min,
            latency_max_cycles: max,
            ..
        } = self.timing.memory;
        cycle + u64::from(self.rng.u32(min.max(1)..=max.max(1)))
    }

    /// Whether this burst fails: the one asked for, or by chance.
    fn fails(&mut self, per_mille: u16) -> bool {
        self.bursts += 1;
        self.errors.nth_access == Some(self.bursts - 1) || per_mille > 0 && self.rng.u16(0..1000) < per_mille
    }

    /// SLVERR or DECERR.
    fn error(&mut self) -> u8 {
        self.rng.u8(2..=3)
    }

    fn read(&mut self, cycle: u64, burst: Burst) {
        self.counts.0 += 1;
        if let Some(traffic) = &mut self.traffic {
            traffic.read(&burst);
        }
        let fails = self.fails(self.errors.reads_per_mille);
        let beats = u64::from(burst.len) + 1;
        let failing = fails.then(|| self.rng.u64(0..beats));
        let beats = (0..beats).map(|beat| match failing == Some(beat) {
            true => (self.rng.u64(..), self.error()),
            false => (self.contents.beat(burst.address + 8 * beat), 0),
        });
        let beats = beats.collect();
        let due_cycle = self.due(cycle);
        self.reads.push_back(Answer { due_cycle, beats });
    }

    /// Carries out the writes whose address and data are here.
    fn write(&mut self, cycle: u64) -> Result<(), String> {
        if let Some(burst) = self.addresses.front() {
            let beats = usize::from(burst.len) + 1;
            if self.data.is_empty() && self.partial.len() >= beats {
                return Err(format!("W: the beat {beats} of a burst of {beats} is without WLAST"));
            }
        }
        while let (Some(burst), Some(beats)) = (self.addresses.front().copied(), self.data.front().cloned()) {
            if beats.len() != usize::from(burst.len) + 1 {
                let (found, len) = (beats.len(), burst.len);
                return Err(format!("W: WLAST is with beat {found} of a burst with AWLEN {len}"));
            }
            self.addresses.pop_front();
            self.data.pop_front();
            self.counts.1 += 1;
            if let Some(traffic) = &mut self.traffic {
                traffic.write(&burst, &beats, &self.contents);
            }
            let failed = self.fails(self.errors.writes_per_mille);
            // Whether a write that failed was done is anybody's guess.
            if !failed || self.rng.bool() {
                for (beat, written) in (0u64..).zip(&beats) {
                    let address = burst.address + 8 * beat;
                    let mask = (0..8).filter(|byte| written.strb >> byte & 1 == 1);
                    let mask = mask.fold(0, |mask, byte| mask | 0xFF_u64 << (8 * byte));
                    let old = self.contents.beat(address);
                    self.contents.store(address, old & !mask | written.data & mask);
                }
            }
            let resp = if failed { self.error() } else { 0 };
            let due_cycle = self.due(cycle);
            self.writes.push_back(Answer {
                due_cycle,
                beats: [(0, resp)].into(),
            });
        }
        Ok(())
    }
}

/// What was valid and not taken is still there.
fn held<T: PartialEq + std::fmt::Debug>(
    channel: &str,
    before: Option<T>,
    ready: bool,
    now: Option<T>,
) -> Result<(), String> {
    match before {
        Some(_) if !ready && now != before => Err(format!("{channel}: {before:x?} was not taken and is now {now:x?}")),
        _ => Ok(()),
    }
}

/// The rules of a burst.
fn check(burst: &Burst) -> Result<(), String> {
    let bytes = 8 * (u64::from(burst.len) + 1);
    let rules = [
        (burst.size == 3, "AxSIZE is not 3 (8 bytes)"),
        (burst.burst == 1, "AxBURST is not 1 (INCR)"),
        (burst.address.is_multiple_of(8), "AxADDR is not a multiple of 8"),
        (
            burst.address % BURST_BOUNDARY_BYTES + bytes <= BURST_BOUNDARY_BYTES,
            "the burst crosses a multiple of 4096 B",
        ),
    ];
    match rules.into_iter().find(|(kept, _)| !kept) {
        Some((_, sentence)) => Err(format!("{sentence}: {burst:x?}")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn burst(address: u64, len: u8) -> Burst {
        Burst {
            address,
            len,
            size: 3,
            burst: 1,
            ..Burst::default()
        }
    }

    fn memory() -> AxiMemory {
        AxiMemory::new(AxiTiming::default(), MemoryErrors::default(), 1)
    }

    fn step(memory: &mut AxiMemory, cycle: u64, master: FromMaster) -> Result<ToMaster, String> {
        let driven = memory.drive(cycle);
        memory.edge(cycle, &master).map(|()| driven)
    }

    #[test]
    fn a_line_written_is_read_back_whatever_comes_first() {
        for data_first in [false, true] {
            let mut memory = memory();
            let mut cycle = 0;
            let aw = FromMaster {
                aw: Some(burst(64, 7)),
                ..Default::default()
            };
            if !data_first {
                step(&mut memory, cycle, aw).unwrap();
            }
            for beat in 0..8 {
                cycle += 1;
                let w = Some(WriteBeat {
                    data: 100 + beat,
                    strb: 0xFF,
                    last: beat == 7,
                });
                step(
                    &mut memory,
                    cycle,
                    FromMaster {
                        w,
                        ..Default::default()
                    },
                )
                .unwrap();
            }
            if data_first {
                cycle += 1;
                step(&mut memory, cycle, aw).unwrap();
            }
            assert_eq!(memory.under_way(), (0, 1));
            let b = step(
                &mut memory,
                cycle + 1,
                FromMaster {
                    b_ready: true,
                    ..Default::default()
                },
            )
            .unwrap()
            .b;
            assert_eq!(b, Some(0));
            let ar = FromMaster {
                ar: Some(burst(64, 7)),
                ..Default::default()
            };
            step(&mut memory, cycle + 2, ar).unwrap();
            for beat in 0..8 {
                let ready = FromMaster {
                    r_ready: true,
                    ..Default::default()
                };
                let r = step(&mut memory, cycle + 3 + beat, ready).unwrap().r;
                assert_eq!(r, Some((100 + beat, 0, beat == 7)));
            }
            assert_eq!(memory.under_way(), (0, 0));
        }
    }

    #[test]
    fn broken_rules_are_told() {
        let w = |last| FromMaster {
            w: Some(WriteBeat {
                data: 0,
                strb: 0xFF,
                last,
            }),
            ..Default::default()
        };
        let ar = |burst| FromMaster {
            ar: Some(burst),
            ..Default::default()
        };
        let aw = |burst| FromMaster {
            aw: Some(burst),
            ..Default::default()
        };
        let cases: [(&str, Vec<FromMaster>); 6] = [
            ("crosses", vec![ar(burst(4096 - 56, 7))]),
            ("multiple of 8", vec![ar(burst(4, 0))]),
            ("AxSIZE", vec![aw(Burst { size: 2, ..burst(0, 0) })]),
            (
                "AxBURST",
                vec![aw(Burst {
                    burst: 0,
                    ..burst(0, 0)
                })],
            ),
            ("without WLAST", vec![aw(burst(0, 0)), w(false)]),
            ("WLAST is with beat 1", vec![w(true), aw(burst(0, 7))]),
        ];
        for (sentence, cycles) in cases {
            let mut memory = memory();
            let result = (0..)
                .zip(cycles)
                .try_for_each(|(cycle, master)| step(&mut memory, cycle, master).map(|_| ()));
            let told = result.expect_err(sentence);
            assert!(told.contains(sentence), "{told}");
        }
        let mut stalling = AxiTiming::default();
        stalling.memory.stall_percent = 100;
        let mut memory = AxiMemory::new(stalling, MemoryErrors::default(), 1);
        step(&mut memory, 0, ar(burst(8, 0))).unwrap();
        assert!(step(&mut memory, 1, ar(burst(16, 0)))
            .unwrap_err()
            .contains("was not taken"));
    }
}
