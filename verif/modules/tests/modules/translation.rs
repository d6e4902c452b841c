//! Translation of a hart's accesses: the first check that fails is the status, what the TLB has is known at once, the rest is walked, and
//! an invalidation withdraws a result that waits.

use crate::prelude::*;
use crate::tlb::Entries;

/// What is known of a page in the TLB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    ppn: u64,
    /// It is the first of its span.
    first: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    Check,
    Ask,
    Walk,
    Failed(u64),
}

/// An access in stage 1.
#[derive(Clone, Debug)]
struct Access {
    address: u64,
    phase: Phase,
    hit: Option<Known>,
    /// The pointer of its class when it entered.
    pointer: u64,
}

#[derive(Clone, Debug)]
pub struct Translation {
    geometry: Geometry,
    region_base: u64,
    /// It has just been reset: the pointers must be written.
    unwritten: bool,
    pointers: Vec<u64>,
    tlb: Entries<Known>,
    access: Option<Access>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    pub reset: bool,
    pub clear: bool,
    /// Stage 0 moves on, with an address if there is one.
    pub advance: Option<Option<u64>>,
    /// The walk asked for begins.
    pub begins: bool,
    /// The walk under way ends with this status and frame.
    pub done: Option<(u64, u64)>,
    /// A page of the region loses its frame.
    pub invalidate: Option<u64>,
    /// A class's pointer moves up by so many pages.
    pub pointer: Option<(usize, u64)>,
}

impl Translation {
    fn vpn(&self, address: u64) -> u64 {
        address >> 12 & ((1 << (self.geometry.region_bits - 12)) - 1)
    }

    fn is_first(&self, address: u64) -> bool {
        self.geometry.offset_at(address) < 4096
    }

    fn in_header(&self, address: u64) -> bool {
        self.geometry.offset_at(address) < 64
    }

    /// What is shown of the access in stage 1, if it is translated: status and frame.
    fn translated(&self) -> Option<(u64, u64)> {
        let access = self.access.as_ref()?;
        match (access.phase, access.hit) {
            _ if !self.geometry.in_region(self.region_base, access.address) => Some((2, 0)),
            (Phase::Failed(status), _) => Some((status, 0)),
            (_, Some(known)) => Some((if self.in_header(access.address) { 3 } else { 0 }, known.ppn)),
            _ => None,
        }
    }

    fn after_check(&self, access: &Access) -> Phase {
        let page = access.address >> 12 & (self.geometry.slice_pages() - 1);
        match self.geometry.in_region(self.region_base, access.address) && access.hit.is_none() {
            false => Phase::Check,
            true if page >= access.pointer || self.in_header(access.address) => Phase::Failed(3),
            true => Phase::Ask,
        }
    }
}

impl Reference for Translation {
    type Step = Cycle;
    const MODULE: &'static str = "memento_translation";
    const CASES: u32 = 60;
    const STEPS: usize = 600;

    fn new(module: &Module) -> Translation {
        let geometry = module.geometry;
        Translation {
            geometry,
            region_base: 1 << geometry.region_bits,
            unwritten: true,
            pointers: vec![0; geometry.classes as usize],
            tlb: Entries::new(16),
            access: None,
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let geometry = self.geometry;
        let (base, classes) = (self.region_base, geometry.classes);
        let class = move || prop_oneof![Just(0u32), Just(classes / 2), Just(classes - 1), 0..classes];
        let page = prop_oneof![6 => 0..12u64, 1 => 0..geometry.slice_pages()];
        let offset = prop_oneof![0..64u64, Just(64), Just(4095), 64..4096u64];
        let inside = (class(), page, offset).prop_map(move |(class, page, offset)| geometry.arena_base(base, class, page) | offset);
        let outside = (inside.clone(), geometry.region_bits..geometry.address_bits).prop_map(|(address, bit)| address ^ 1 << bit);
        let address = prop_oneof![12 => inside.clone(), 1 => outside].boxed();
        let advance = prop::option::weighted(0.8, prop::option::weighted(0.9, address));
        let current = self.access.as_ref().map_or(0, |access| self.vpn(access.address));
        let any_page = inside.prop_map(move |address| address >> 12 & ((1 << (geometry.region_bits - 12)) - 1));
        let invalidate = prop_oneof![any_page, Just(current)];
        let ppn = 1..1u64 << (geometry.address_bits - 12);
        let done = (prop_oneof![8 => Just(0u64), 1 => Just(3), 1 => Just(6), 1 => Just(7)], ppn);
        let pointer = (class().prop_map(|class| class as usize), prop_oneof![1..7u64, Just(u64::MAX)]);
        let rarely = |chance| prop::bool::weighted(chance);
        let walk = (prop::bool::weighted(0.6), prop::option::weighted(0.5, done));
        let others = (prop::option::weighted(0.07, invalidate), prop::option::weighted(0.1, pointer));
        let state = self.clone();
        (rarely(0.003), rarely(0.01), advance, walk, others)
            .prop_map(move |(reset, clear, advance, (begins, done), (invalidate, pointer))| {
                let mut cycle = Cycle { reset, clear, advance, begins, done, invalidate, pointer };
                // What is not allowed now is left out.
                if !state.allows(&cycle) {
                    cycle.clear = false;
                }
                if !state.allows(&cycle) {
                    cycle.done = None;
                }
                if !state.allows(&cycle) {
                    cycle.advance = None;
                }
                cycle
            })
            .boxed()
    }

    fn allows(&self, step: &Cycle) -> bool {
        let waits = self.access.is_some() && self.translated().is_none();
        let walks = self.access.as_ref().is_some_and(|access| access.phase == Phase::Walk);
        let entering = step.advance.flatten().map(|address| self.geometry.class_at(address) as usize);
        let out_of_turn = step.clear && self.access.is_some() || step.advance.is_some() && waits || step.done.is_some() && !walks;
        let enters_a_moved_slice = step.pointer.is_some() && entering == step.pointer.map(|(class, _)| class);
        !out_of_turn && !enters_a_moved_slice
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        let (class, by) = step.pointer.unwrap_or_default();
        let pointer = self.pointers[class].saturating_add(by).min(self.geometry.slice_pages());
        let (status, ppn) = step.done.unwrap_or((1, 5));
        let current = self.access.as_ref().map_or(0, |access| access.address);
        pins! {
            rst_ni: !step.reset, region_base_i: self.region_base, clear_i: step.clear,
            pointer_write_valid_i: step.pointer.is_some(), pointer_write_class_i: class, pointer_write_value_i: pointer,
            lookup_valid_i: step.advance.flatten().is_some(), lookup_advance_i: step.advance.is_some(),
            lookup_address_i: step.advance.flatten().unwrap_or(!current),
            invalidate_valid_i: step.invalidate.is_some(), invalidate_vpn_i: step.invalidate.unwrap_or(self.vpn(current)),
            walk_ready_i: step.begins, walk_done_i: step.done.is_some(), walk_status_i: status, walk_ppn_i: ppn,
        }
    }

    fn outputs(&self, _: &Cycle) -> Pins {
        let asks = self.access.as_ref().filter(|access| access.phase == Phase::Ask);
        let mut outputs = pins! { translated_valid_o: self.translated().is_some(), walk_valid_o: asks.is_some() };
        outputs.extend(asks.map(|access| ("walk_vpn_o", self.vpn(access.address).into())));
        if let Some((status, ppn)) = self.translated() {
            outputs.extend(pins! { translated_status_o: status });
            if status == 0 {
                outputs.extend(pins! { translated_ppn_o: ppn });
            }
        }
        outputs
    }

    fn play(&self, step: &Cycle, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        if self.unwritten {
            dut.set_all(pins! { rst_ni: true, clear_i: false, lookup_advance_i: false, invalidate_valid_i: false, walk_done_i: false });
            for (class, pointer) in self.pointers.iter().enumerate() {
                dut.set_all(pins! { pointer_write_valid_i: true, pointer_write_class_i: class, pointer_write_value_i: *pointer });
                dut.edge();
            }
        }
        self.cycle(step, dut)
    }

    fn advance(&mut self, step: &Cycle) {
        self.unwritten = step.reset;
        if step.reset {
            self.pointers.fill(0);
            self.tlb.clear();
            self.access = None;
            return;
        }
        let entering = step.advance.flatten().map(|address| {
            let vpn = self.vpn(address);
            let withdrawn = step.invalidate == Some(vpn) || step.clear;
            Access {
                address,
                phase: Phase::Check,
                hit: self.tlb.find(vpn).filter(|_| !withdrawn),
                pointer: self.pointers[self.geometry.class_at(address) as usize],
            }
        });
        if let Some(mut access) = self.access.take() {
            let vpn = self.vpn(access.address);
            access.phase = match access.phase {
                Phase::Check => self.after_check(&access),
                Phase::Ask if step.begins => Phase::Walk,
                Phase::Walk => match step.done {
                    None => Phase::Walk,
                    Some((0, ppn)) => {
                        if step.invalidate.is_none() {
                            let known = Known { ppn, first: self.is_first(access.address) };
                            self.tlb.fill(vpn, known);
                            access.hit = Some(known);
                        }
                        Phase::Check
                    }
                    Some((status, _)) => Phase::Failed(status),
                },
                phase => phase,
            };
            if step.invalidate == Some(vpn) {
                access.hit = None;
            }
            self.access = Some(access);
        }
        if let Some(vpn) = step.invalidate {
            self.tlb.take_out(vpn);
        }
        if step.clear {
            self.tlb.clear();
        }
        if let Some((class, by)) = step.pointer {
            self.pointers[class] = self.pointers[class].saturating_add(by).min(self.geometry.slice_pages());
        }
        if step.advance.is_some() {
            self.access = entering;
        }
    }
}

in_every_configuration!(Translation);
