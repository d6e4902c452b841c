//! Writes the beats of a list change: all of them, lowest first and back to back, whatever memory does.

use crate::prelude::*;
use memento_modules::memory_port::{surroundings, MemoryPort, Surroundings};

/// Cycles within which a writer must get on.
const MOST_CYCLES: u32 = 1500;
/// Cycles from the last acknowledgement to `done_o`.
const DONE_AFTER_CYCLES: u64 = 1;
/// Cycles from the go for which a writer with nothing to write is watched.
const WATCHED_CYCLES: u32 = 6;

/// A list change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Bit n asks for write n; none is asked for where only a neighbour that is not there would be written to.
    pub writes: u16,
    pub class: u32,
    pub page: u64,
    pub next: Option<u64>,
    pub prev: Option<u64>,
    pub head: Option<u64>,
    pub state: u64,
    pub bitmap: u64,
    pub memory: Surroundings,
    /// Cycles from the start to the go.
    pub go_after: u32,
    /// Cycles after which it is reset, if it is.
    pub reset_after: Option<u32>,
}

#[derive(Clone, Debug)]
pub struct ListWriter {
    geometry: Geometry,
    region_base: u64,
}

impl ListWriter {
    /// The writes that are asked for, as address and data.
    fn expected(&self, step: &Change) -> Vec<(u64, Option<u64>)> {
        let base = |page: u64| self.geometry.arena_base(self.region_base, step.class, page);
        let link = |page: Option<u64>| page.map_or(0, base);
        let (va, next, prev, state, bitmap) = (0, 8, 16, 24, 32);
        let own = base(step.page);
        let write = |number: u16| match number {
            0 => (link(step.prev) + next, link(step.next)),
            1 => (link(step.next) + prev, link(step.prev)),
            2 => (own + next, link(step.head)),
            3 => (own + prev, 0),
            4 => (link(step.head) + prev, own),
            5 => (own + state, step.state),
            6 => (own + va, own),
            8..=11 => (own + bitmap + 8 * u64::from(number - 8), step.bitmap),
            12..=15 => (own + bitmap + 8 * u64::from(number - 12), 0),
            _ => unreachable!("bit 7 asks for nothing"),
        };
        let asked = (0..16).filter(|number| step.writes >> number & 1 == 1);
        asked.map(write).map(|(address, data)| (address, Some(data))).collect()
    }
}

impl Reference for ListWriter {
    type Step = Change;
    const MODULE: &'static str = "memento_list_writer";
    const STEPS: usize = 30;

    fn new(module: &Module) -> ListWriter {
        ListWriter {
            geometry: module.geometry,
            region_base: 1 << module.geometry.region_bits,
        }
    }

    fn steps(&self) -> BoxedStrategy<Change> {
        let pages = self.geometry.slice_pages();
        let arena = (0..self.geometry.classes, 0..pages);
        let link = move || prop::option::weighted(0.7, 0..pages);
        let go_after = prop_oneof![Just(0u32), 0..6u32];
        let reset_after = prop::option::weighted(0.1, 0..20u32);
        let writes = prop_oneof![any::<u16>(), (0..16u16).prop_map(|bit| 1 << bit), Just(u16::MAX)];
        (arena, writes, (link(), link(), link()), any::<[u64; 2]>(), surroundings(10), (go_after, reset_after))
            .prop_map(|((class, page), writes, (next, prev, head), [state, bitmap], memory, (go_after, reset_after))| {
                // A neighbour that is not there is not written to, and there is no write 7.
                let absent = u16::from(prev.is_none()) | u16::from(next.is_none()) << 1 | u16::from(head.is_none()) << 4;
                let writes = writes & !absent & !(1 << 7);
                Change {
                    writes,
                    class,
                    page,
                    next,
                    prev,
                    head,
                    state,
                    bitmap,
                    memory,
                    go_after,
                    reset_after,
                }
            })
            .boxed()
    }

    fn play(&self, step: &Change, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let mut port = MemoryPort::new(&step.memory);
        dut.set_all(pins! {
            start_i: true, writes_i: step.writes,
            region_base_i: self.region_base, class_i: step.class, page_i: step.page,
            next_valid_i: step.next.is_some(), next_page_i: step.next.unwrap_or(0),
            prev_valid_i: step.prev.is_some(), prev_page_i: step.prev.unwrap_or(0),
            head_valid_i: step.head.is_some(), head_page_i: step.head.unwrap_or(0),
            state_i: step.state, bitmap_i: step.bitmap,
        });
        for cycle in 0.. {
            dut.set("go_i", cycle == step.go_after);
            if cycle <= step.go_after || step.writes == 0 {
                dut.expect("mem_req_valid_o", false)?;
            }
            if step.writes == 0 {
                dut.expect("done_o", false)?;
                if cycle == step.go_after + WATCHED_CYCLES {
                    return Ok(());
                }
            }
            if step.reset_after == Some(cycle) {
                dut.set_all(pins! { start_i: false, mem_rsp_valid_i: false });
                dut.reset();
                dut.expect("mem_req_valid_o", false)?;
                return dut.expect("done_o", false);
            }
            if cycle == MOST_CYCLES {
                return dut.fail("the writes do not end");
            }
            port.drive(dut);
            if cycle > 0 && dut.bit("done_o") {
                break;
            }
            port.edge(dut)?;
            dut.set("start_i", false);
        }
        port.expect_requests(dut, &self.expected(step), &step.memory)?;
        dut.expect("error_o", port.failed)?;
        if port.memory().busy() || dut.cycle() != port.answered_cycle + DONE_AFTER_CYCLES {
            return dut.fail(format!("the last acknowledgement came in cycle {}", port.answered_cycle));
        }
        for _ in 0..3 {
            port.idle(dut)?;
            dut.expect("done_o", false)?;
        }
        Ok(())
    }
}

in_every_configuration!(ListWriter);
