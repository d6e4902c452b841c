//! Makes frames all zeros again.

use crate::prim::{Fifo, Register};
use rust_hdl_core::prelude::*;

/// Makes frames all zeros again, in memory and for the cache: those that come back, and those that an end of a context took back.
///
/// ```text
///                 +---------+      +------------------+
///  return ───────►| queue   |─────►| frame under way  |──► clean      a frame that came back
///                 +---------+  ┌──►| 64 lines         |──► range_done the frame of the ranges
///  range ──────────────────────┘   +--┬-----------┬---+
///                                     ▼ drop      ▼ zero ─► zero_done
/// ```
///
/// Contract:
///
/// * Frames are done one at a time; those that came back go before those of the ranges. Each line of a frame, from the lowest, is dropped,
///   and then, in a later cycle than the one in which the drop was accepted, its zero write is asked for. At most 8 lines are between their drop and
///   their `zero_done`.
/// * A frame that came back is offered on `clean` in the second cycle after its last `zero_done`; for one of the ranges, `range_done_o` is high in the
///   first.
/// * `closed_i`: no frame that comes back is taken; those taken before are done.
/// * `discard_i`, held until `idle_o`: everything taken is forgotten. What is offered stays until it is accepted, and what
///   was accepted is waited for; no further line is dropped. A frame on offer on `clean` is withdrawn.
/// * A zero write that fails raises `error_o` until reset. No frame is said to be done any more.
///
/// A frame takes 64 cycles and few more where the ports allow a line a cycle.
#[derive(LogicBlock, Default)]
pub struct FrameScrubber<const ADDRESS: usize, const PPN: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// A frame comes back.
    pub return_valid_i: Signal<In, Bit>,
    /// There is room for it.
    pub return_ready_o: Signal<Out, Bit>,
    /// Its number.
    pub return_ppn_i: Signal<In, Bits<PPN>>,
    /// Take no frame that comes back.
    pub closed_i: Signal<In, Bit>,
    /// Forget all frames.
    pub discard_i: Signal<In, Bit>,
    /// No frame is here.
    pub idle_o: Signal<Out, Bit>,

    /// A frame of the ranges is to be done. It may be withdrawn.
    pub range_valid_i: Signal<In, Bit>,
    /// It is taken.
    pub range_ready_o: Signal<Out, Bit>,
    /// Its number.
    pub range_ppn_i: Signal<In, Bits<PPN>>,
    /// It is done; one cycle.
    pub range_done_o: Signal<Out, Bit>,

    /// A frame that came back is all zeros.
    pub clean_valid_o: Signal<Out, Bit>,
    /// It is taken.
    pub clean_ready_i: Signal<In, Bit>,
    /// Its number.
    pub clean_ppn_o: Signal<Out, Bits<PPN>>,

    /// The cache is to drop a line.
    pub drop_valid_o: Signal<Out, Bit>,
    /// It does.
    pub drop_ready_i: Signal<In, Bit>,
    /// Address of the line.
    pub drop_address_o: Signal<Out, Bits<ADDRESS>>,
    /// Memory is to write zeros to a line.
    pub zero_valid_o: Signal<Out, Bit>,
    /// It will.
    pub zero_ready_i: Signal<In, Bit>,
    /// Address of the line.
    pub zero_address_o: Signal<Out, Bits<ADDRESS>>,
    /// The oldest zero write has ended.
    pub zero_done_i: Signal<In, Bit>,
    /// With an error.
    pub zero_error_i: Signal<In, Bit>,
    /// A zero write has failed.
    pub error_o: Signal<Out, Bit>,

    queue: Fifo<Bits<PPN>, 2, 3>,
    /// A frame is under way ..
    busy: Register<Bit>,
    /// .. or done and on offer.
    clean: Register<Bit>,
    ppn: Register<Bits<PPN>>,
    /// It is one of the ranges.
    of_range: Register<Bit>,
    /// Lines of it whose drop has been accepted ..
    dropped: Register<Bits<7>>,
    /// .. whose zero write has been accepted ..
    zeroed: Register<Bits<7>>,
    /// .. whose zero write has ended.
    ended: Register<Bits<7>>,
    /// No further line is dropped.
    stopped: Register<Bit>,
    failed: Register<Bit>,
    between: Signal<Local, Bits<7>>,
    free: Signal<Local, Bit>,
    frame: Signal<Local, Bits<ADDRESS>>,
    finished: Signal<Local, Bit>,
    good: Signal<Local, Bit>,
}

impl<const ADDRESS: usize, const PPN: usize> Logic for FrameScrubber<ADDRESS, PPN> {
    kernel! {
        #[hdl_gen]
        "memento_frame_scrubber",
        registers: [busy, clean, ppn, of_range, dropped, zeroed, ended, stopped, failed],
        resettable: [queue],
        fn update(&mut self) {
            self.free.next = !self.busy.q.val() && !self.clean.q.val();
            self.queue.push_valid_i.next = self.return_valid_i.val() && !self.closed_i.val();
            self.queue.push_data_i.next = self.return_ppn_i.val();
            self.queue.pop_ready_i.next = self.free.val() || self.discard_i.val();
            self.return_ready_o.next = self.queue.push_ready_o.val() && !self.closed_i.val();
            self.range_ready_o.next = self.free.val() && !self.queue.pop_valid_o.val() && !self.discard_i.val();
            self.idle_o.next = self.free.val() && !self.queue.pop_valid_o.val();
            self.clean_valid_o.next = self.clean.q.val();
            self.clean_ppn_o.next = self.ppn.q.val();
            self.error_o.next = self.failed.q.val();

            comment!("Lines. What is offered is not withdrawn: only an accepted line brings a drop nearer to its limits.");
            self.frame.next = bit_cast::<ADDRESS, PPN>(self.ppn.q.val()) << 12;
            self.between.next = self.dropped.q.val() - self.ended.q.val();
            self.drop_valid_o.next = self.busy.q.val()
                && !self.stopped.q.val()
                && !self.dropped.q.val().get_bit(6)
                && !self.between.val().get_bits::<4>(3).any();
            self.drop_address_o.next =
                self.frame.val() | (bit_cast::<ADDRESS, 6>(self.dropped.q.val().get_bits::<6>(0)) << 6);
            self.zero_valid_o.next = self.zeroed.q.val() != self.dropped.q.val();
            self.zero_address_o.next =
                self.frame.val() | (bit_cast::<ADDRESS, 6>(self.zeroed.q.val().get_bits::<6>(0)) << 6);
            if self.drop_valid_o.val() && self.drop_ready_i.val() {
                self.dropped.d.next = self.dropped.q.val() + 1;
            }
            if self.zero_valid_o.val() && self.zero_ready_i.val() {
                self.zeroed.d.next = self.zeroed.q.val() + 1;
            }
            if self.zero_done_i.val() {
                self.ended.d.next = self.ended.q.val() + 1;
                self.failed.d.next = self.failed.q.val() || self.zero_error_i.val();
            }
            self.stopped.d.next =
                self.discard_i.val() && (self.stopped.q.val() || !self.drop_valid_o.val() || self.drop_ready_i.val());

            comment!("Frames.");
            self.finished.next = self.busy.q.val()
                && (self.ended.q.val() == self.dropped.q.val())
                && ((self.dropped.q.val().get_bit(6) && !self.failed.q.val()) || self.stopped.q.val());
            self.good.next = self.finished.val() && !self.discard_i.val();
            self.range_done_o.next = self.good.val() && self.of_range.q.val();
            if self.free.val() {
                self.ppn.d.next = self.range_ppn_i.val();
                self.of_range.d.next = !self.queue.pop_valid_o.val();
                if self.queue.pop_valid_o.val() {
                    self.ppn.d.next = self.queue.pop_data_o.val();
                }
                self.busy.d.next = (self.queue.pop_valid_o.val() || self.range_valid_i.val()) && !self.discard_i.val();
                self.dropped.d.next = bits::<7>(0);
                self.zeroed.d.next = bits::<7>(0);
                self.ended.d.next = bits::<7>(0);
            }
            if self.finished.val() {
                self.busy.d.next = false;
                self.clean.d.next = self.good.val() && !self.of_range.q.val();
            }
            if self.clean.q.val() && (self.clean_ready_i.val() || self.discard_i.val()) {
                self.clean.d.next = false;
            }
        }
    }
}
