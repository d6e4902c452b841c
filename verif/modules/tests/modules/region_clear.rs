//! The clearing of the root: every entry of a page of the region becomes nothing, and no other entry is touched.

use crate::page_tables::Format;
use crate::prelude::*;
use memento_modules::memory_port::{surroundings, MemoryPort, Surroundings};

/// Cycles within which it must be done.
const MOST_CYCLES: u32 = 20_000;

#[derive(Clone, Debug, PartialEq)]
pub struct Clear {
    pub root: u64,
    /// Number of the region in the address space.
    pub region: u64,
    pub memory: Surroundings,
    pub reset_after: Option<u32>,
}

#[derive(Clone, Debug)]
pub struct RegionClear {
    geometry: Geometry,
}

impl Reference for RegionClear {
    type Step = Clear;
    const MODULE: &'static str = "memento_region_clear";
    const CASES: u32 = 20;
    const STEPS: usize = 8;

    fn new(module: &Module) -> RegionClear {
        RegionClear { geometry: module.geometry }
    }

    fn steps(&self) -> BoxedStrategy<Clear> {
        let Geometry { address_bits, region_bits, .. } = self.geometry;
        let root = 1..1u64 << (address_bits - 12);
        let region = 1..1u64 << (address_bits - region_bits);
        (root, region, surroundings(32), prop::option::weighted(0.2, 0..100u32))
            .prop_map(|(root, region, memory, reset_after)| Clear { root, region, memory, reset_after })
            .boxed()
    }

    fn play(&self, step: &Clear, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let base = step.region << self.geometry.region_bits;
        let format = Format::of(&self.geometry);
        let mut port = MemoryPort::new(&step.memory);
        dut.set_all(pins! { start_i: true, region_base_i: base, root_ppn_i: step.root });
        for cycle in 0.. {
            if step.reset_after == Some(cycle) {
                dut.set_all(pins! { start_i: false, mem_rsp_valid_i: false });
                dut.reset();
                dut.expect("mem_req_valid_o", false)?;
                return dut.expect("done_o", false);
            }
            if cycle == MOST_CYCLES {
                return dut.fail("the clearing does not end");
            }
            port.drive(dut);
            if dut.bit("done_o") {
                break;
            }
            port.edge(dut)?;
            dut.set("start_i", false);
        }
        let level = format.levels - 1;
        let pages = (0..1u64 << (self.geometry.region_bits - 12)).step_by(1 << 9);
        let mut expected: Vec<_> =
            pages.map(|page| (format.entry_address(step.root, level, base + page * 4096) & !7, Some(0))).collect();
        expected.dedup();
        port.expect_requests(dut, &expected, &step.memory)?;
        dut.expect("error_o", port.failed)?;
        if port.memory().busy() || dut.cycle() != port.answered_cycle + 1 {
            return dut.fail(format!("the last acknowledgement came in cycle {}", port.answered_cycle));
        }
        for _ in 0..3 {
            port.idle(dut)?;
            dut.expect("done_o", false)?;
        }
        Ok(())
    }
}

in_every_configuration!(RegionClear);
