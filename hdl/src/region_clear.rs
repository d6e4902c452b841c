//! Region clear: makes every entry of the page table's root that covers the region nothing.
//!
//! ```text
//!   clk_i          __/^^\__/^^\__/^^\__/^^\__/^^\__/^^\__
//!   start_i        __/^^^^^\_______________________________
//!   mem_req        --------X first X ... X last X----------    a beat of zeros a cycle
//!   mem_rsp        --------------X first X ... X last X-----
//!   done_o         ___________________________________/^^^^^\
//! ```
//!
//! # Contract
//!
//! * `start_i` starts it; root and region stay as they are until `done_o`, which is high for one cycle after the last write is
//!   acknowledged, with `error_o` if a write failed. There is no other `start_i` before.
//! * The region covers whole beats of the root, and only they are written.
//! * 2^COUNT writes, and that many cycles and a few more when memory takes one a cycle.
//!
//! # Cost
//!
//! 2 COUNT + 5 flip-flops.

use crate::prim::Register;
use memento_abi::{Geometry, PageTable};
use rust_hdl_core::prelude::*;

/// Clears the 2^COUNT beats of the root that cover the region.
#[derive(LogicBlock)]
pub struct RegionClear<const ADDRESS: usize, const PPN: usize, const COUNT: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,
    /// First address of the region.
    pub region_base_i: Signal<In, Bits<ADDRESS>>,
    /// Frame of the page table's root.
    pub root_ppn_i: Signal<In, Bits<PPN>>,

    /// Clear.
    pub start_i: Signal<In, Bit>,
    /// All writes are acknowledged; one cycle.
    pub done_o: Signal<Out, Bit>,
    /// With `done_o`: one of them failed.
    pub error_o: Signal<Out, Bit>,

    /// Memory request.
    pub mem_req_valid_o: Signal<Out, Bit>,
    /// Memory takes the request.
    pub mem_req_ready_i: Signal<In, Bit>,
    /// It is a write.
    pub mem_req_write_o: Signal<Out, Bit>,
    /// Address of the beat.
    pub mem_req_address_o: Signal<Out, Bits<ADDRESS>>,
    /// Beat to write: zeros.
    pub mem_req_wdata_o: Signal<Out, Bits<64>>,
    /// Memory answers.
    pub mem_rsp_valid_i: Signal<In, Bit>,
    /// A write has no data in its answer.
    pub mem_rsp_rdata_i: Signal<In, Bits<64>>,
    /// The access failed.
    pub mem_rsp_error_i: Signal<In, Bit>,

    asking: Register<Bit>,
    waiting: Register<Bit>,
    asked: Register<Bits<COUNT>>,
    answered: Register<Bits<COUNT>>,
    failed: Register<Bit>,
    done: Register<Bit>,
    first_beat: Signal<Local, Bits<9>>,
    /// Bits of an address below the number of its beat in the root.
    beat_shift: Constant<Bits<6>>,
}

impl<const ADDRESS: usize, const PPN: usize, const COUNT: usize> RegionClear<ADDRESS, PPN, COUNT> {
    /// For the region and the page table of `geometry`.
    ///
    /// # Panics
    ///
    /// When COUNT is not the number of its beats, as a power of two.
    pub fn new(geometry: &Geometry) -> Self {
        // A root of Sv32 has entries of 4 MiB, two a beat; one of Sv39 has entries of 1 GiB, one a beat.
        let beat_shift = match geometry.page_table {
            PageTable::Sv32 => 23,
            PageTable::Sv39 => 30,
        };
        assert_eq!(
            COUNT as u32,
            geometry.region_bits - beat_shift,
            "COUNT of {}",
            geometry.name
        );
        crate::module!(
            beat_shift: Constant::new(bits(beat_shift as u64));
            clk_i, rst_ni, region_base_i, root_ppn_i, start_i, done_o, error_o, mem_req_valid_o, mem_req_ready_i,
            mem_req_write_o, mem_req_address_o, mem_req_wdata_o, mem_rsp_valid_i, mem_rsp_rdata_i, mem_rsp_error_i,
            asking, waiting, asked, answered, failed, done, first_beat,
        )
    }
}

impl<const ADDRESS: usize, const PPN: usize, const COUNT: usize> Logic for RegionClear<ADDRESS, PPN, COUNT> {
    kernel! {
        #[hdl_gen]
        "memento_region_clear",
        registers: [asking, waiting, asked, answered, failed, done],
        fn update(&mut self) {
            self.first_beat.next = bit_cast::<9, ADDRESS>(self.region_base_i.val() >> self.beat_shift.val());
            self.mem_req_valid_o.next = self.asking.q.val();
            self.mem_req_write_o.next = true;
            self.mem_req_address_o.next = (bit_cast::<ADDRESS, PPN>(self.root_ppn_i.val()) << 12)
                | (bit_cast::<ADDRESS, 9>(self.first_beat.val()) << 3)
                | (bit_cast::<ADDRESS, COUNT>(self.asked.q.val()) << 3);
            self.mem_req_wdata_o.next = bits::<64>(0);
            if self.asking.q.val() && self.mem_req_ready_i.val() {
                self.asked.d.next = self.asked.q.val() + 1;
                if self.asked.q.val().all() {
                    self.asking.d.next = false;
                }
            }
            self.done.d.next = false;
            if self.waiting.q.val() && self.mem_rsp_valid_i.val() {
                self.answered.d.next = self.answered.q.val() + 1;
                self.failed.d.next = self.failed.q.val() || self.mem_rsp_error_i.val();
                if self.answered.q.val().all() {
                    self.waiting.d.next = false;
                    self.done.d.next = true;
                }
            }
            comment!("Both counts come round to 0.");
            if self.start_i.val() {
                self.asking.d.next = true;
                self.waiting.d.next = true;
                self.failed.d.next = false;
            }
            self.done_o.next = self.done.q.val();
            self.error_o.next = self.failed.q.val();
        }
    }
}
