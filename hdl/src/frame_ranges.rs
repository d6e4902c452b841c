//! The frames that system software has handed over, and how many of them have been in use.

use crate::prim::{Register, RegisterFile};
use rust_hdl_core::prelude::*;

/// The ranges of frames that system software has handed over, and how many of their frames have been in use.
///
/// ```text
///               range 0        range 1        range 2
///             |■■■■■■■■■■■■■■|■■■■■■■■■░░░░|░░░░░░░░░·····|
///              └─ handed out ──────────┘next           └─ never in use
///              └─ zeros ┘scrubbed      to be zeroed ──┘dirty
/// ```
///
/// A *position* is a frame's place in the concatenated ranges: the range's number in bits 22:20, the place in it in bits 19:0. The end
/// of a range is the start of the next, so positions compare as numbers.
///
/// Contract:
///
/// * Adds. A range is accepted while `open_i`, and takes its place two cycles later. It is refused, with `add_refused_o` for one cycle then,
///   when there are four, when it is empty or has 2^20 frames or more, when it begins at PPN 0, or when it goes beyond the last PPN. That ranges do
///   not overlap is the software's duty.
/// * `fresh` offers the frame at `next`, if there is one and it is all zeros: always when `scrubbed` = `dirty`, else when it lies before
///   `scrubbed`. Taking it moves `next` up. The next is offered at most three cycles later.
/// * `scrub` offers the frame at `scrubbed` while that is before `dirty`. Once it is taken, `scrub_done_i` says that it is all zeros, and moves `scrubbed` up.
/// * `rewind_i` takes all frames back: `dirty` becomes the further of `dirty` and `next`, and both `next` and `scrubbed` 0. A
///   frame that is being scrubbed is forgotten.
/// * While `parked_i`, nothing is offered, and the state can be read and written as words: 0 to 3 the ranges (count in bits 63:44, first PPN from
///   bit 0), 4 `next`, 5 `dirty`, 6 `scrubbed`. A word shows in the cycle after its address. To load, `forget_i` and then all
///   words from 0 up; a range without frames is none.
#[derive(LogicBlock, Default)]
pub struct FrameRanges<const PPN: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// Ranges are accepted.
    pub open_i: Signal<In, Bit>,
    /// A range is handed over.
    pub add_valid_i: Signal<In, Bit>,
    /// It is looked at.
    pub add_ready_o: Signal<Out, Bit>,
    /// Its first frame.
    pub add_ppn_i: Signal<In, Bits<PPN>>,
    /// Its frames.
    pub add_count_i: Signal<In, Bits<32>>,
    /// It was refused.
    pub add_refused_o: Signal<Out, Bit>,
    /// Frames in all ranges.
    pub total_o: Signal<Out, Bits<22>>,

    /// There is a frame to hand out.
    pub fresh_valid_o: Signal<Out, Bit>,
    /// It is taken.
    pub fresh_ready_i: Signal<In, Bit>,
    /// Its number.
    pub fresh_ppn_o: Signal<Out, Bits<PPN>>,

    /// There is a frame to zero.
    pub scrub_valid_o: Signal<Out, Bit>,
    /// It is taken.
    pub scrub_ready_i: Signal<In, Bit>,
    /// Its number.
    pub scrub_ppn_o: Signal<Out, Bits<PPN>>,
    /// It has been zeroed.
    pub scrub_done_i: Signal<In, Bit>,

    /// Take all frames back.
    pub rewind_i: Signal<In, Bit>,
    /// Offer nothing; the state may be read and written.
    pub parked_i: Signal<In, Bit>,
    /// Parked: forget the ranges.
    pub forget_i: Signal<In, Bit>,
    /// Parked: word of the state.
    pub state_address_i: Signal<In, Bits<4>>,
    /// Parked: write it.
    pub state_write_i: Signal<In, Bit>,
    /// What to write.
    pub state_wdata_i: Signal<In, Bits<64>>,
    /// The word of the cycle before.
    pub state_rdata_o: Signal<Out, Bits<64>>,

    bases: RegisterFile<Bits<PPN>, 2>,
    counts: RegisterFile<Bits<20>, 2>,
    /// Ranges in use.
    used: Register<Bits<3>>,
    total: Register<Bits<22>>,
    next: Register<Bits<23>>,
    dirty: Register<Bits<23>>,
    scrubbed: Register<Bits<23>>,
    /// A range on its way in ..
    adding: Register<Bit>,
    /// .. with a state that is loaded: nobody is told that it is empty.
    add_loads: Register<Bit>,
    add_ppn: Register<Bits<PPN>>,
    add_count: Register<Bits<20>>,
    add_too_many: Register<Bit>,
    /// The PPN behind it.
    add_end: Register<Bits<PPN>>,
    refused: Register<Bit>,
    /// The ranges are looked up for `scrubbed`, else for `next`: in turn.
    looks_at_scrubbed: Register<Bit>,
    fresh_valid: Register<Bit>,
    fresh_ppn: Register<Bits<PPN>>,
    /// It is the last of its range.
    fresh_last: Register<Bit>,
    scrub_valid: Register<Bit>,
    scrub_ppn: Register<Bits<PPN>>,
    scrub_last: Register<Bit>,
    /// The frame at `scrubbed` is being scrubbed.
    scrubbing: Register<Bit>,
    rdata: Register<Bits<64>>,
    new_ppn: Signal<Local, Bits<PPN>>,
    new_count: Signal<Local, Bits<32>>,
    loads_range: Signal<Local, Bit>,
    accept: Signal<Local, Bit>,
    good: Signal<Local, Bit>,
    row: Signal<Local, Bits<2>>,
    position: Signal<Local, Bits<23>>,
    behind: Signal<Local, Bits<20>>,
    found_ppn: Signal<Local, Bits<PPN>>,
    found_last: Signal<Local, Bit>,
    all_clean: Signal<Local, Bit>,
    take: Signal<Local, Bit>,
}

impl<const PPN: usize> Logic for FrameRanges<PPN> {
    kernel! {
        #[hdl_gen]
        "memento_frame_ranges",
        registers: [
            used, total, next, dirty, scrubbed, adding, add_loads, add_ppn, add_count, add_too_many, add_end, refused,
            looks_at_scrubbed, fresh_valid, fresh_ppn, fresh_last, scrub_valid, scrub_ppn, scrub_last, scrubbing, rdata,
        ],
        clocked: [bases, counts],
        fn update(&mut self) {
            comment!("Adds: look at the range, then put it behind the others. A load adds its ranges one after another.");
            self.loads_range.next =
                self.parked_i.val() && self.state_write_i.val() && !self.state_address_i.val().get_bits::<2>(2).any();
            self.add_ready_o.next = self.open_i.val();
            self.new_ppn.next = self.add_ppn_i.val();
            self.new_count.next = self.add_count_i.val();
            if self.parked_i.val() {
                self.new_ppn.next = self.state_wdata_i.val().get_bits::<PPN>(0);
                self.new_count.next = bit_cast::<32, 20>(self.state_wdata_i.val().get_bits::<20>(44));
            }
            self.adding.d.next = self.loads_range.val() || (self.add_valid_i.val() && self.open_i.val());
            self.add_loads.d.next = self.loads_range.val();
            self.add_ppn.d.next = self.new_ppn.val();
            self.add_count.d.next = self.new_count.val().get_bits::<20>(0);
            self.add_too_many.d.next = self.new_count.val().get_bits::<12>(20).any();
            self.add_end.d.next = self.new_ppn.val() + bit_cast::<PPN, 20>(self.new_count.val().get_bits::<20>(0));
            self.good.next = self.add_count.q.val().any()
                && !self.add_too_many.q.val()
                && self.add_ppn.q.val().any()
                && !((self.add_end.q.val() < self.add_ppn.q.val()) && self.add_end.q.val().any())
                && !self.used.q.val().get_bit(2);
            self.accept.next = self.adding.q.val() && self.good.val();
            self.refused.d.next = self.adding.q.val() && !self.add_loads.q.val() && !self.good.val();
            self.add_refused_o.next = self.refused.q.val();
            self.total_o.next = self.total.q.val();
            comment!("The free row takes whatever is offered.");
            self.bases.write_enable_i.next = self.adding.q.val() && !self.used.q.val().get_bit(2);
            self.bases.write_address_i.next = self.used.q.val().get_bits::<2>(0);
            self.bases.write_data_i.next = self.add_ppn.q.val();
            self.counts.write_enable_i.next = self.adding.q.val() && !self.used.q.val().get_bit(2);
            self.counts.write_address_i.next = self.used.q.val().get_bits::<2>(0);
            self.counts.write_data_i.next = self.add_count.q.val();
            if self.accept.val() {
                self.used.d.next = self.used.q.val() + 1;
                self.total.d.next = self.total.q.val() + bit_cast::<22, 20>(self.add_count.q.val());
            }

            comment!("The frame at one of the two positions.");
            self.position.next = self.next.q.val();
            if self.looks_at_scrubbed.q.val() {
                self.position.next = self.scrubbed.q.val();
            }
            self.row.next = self.position.val().get_bits::<2>(20);
            if self.parked_i.val() {
                self.row.next = self.state_address_i.val().get_bits::<2>(0);
            }
            self.bases.read_address_i.next = self.row.val();
            self.counts.read_address_i.next = self.row.val();
            self.found_ppn.next =
                self.bases.read_data_o.val() + bit_cast::<PPN, 20>(self.position.val().get_bits::<20>(0));
            self.behind.next = self.position.val().get_bits::<20>(0) + 1;
            self.found_last.next = self.behind.val() == self.counts.read_data_o.val();
            self.looks_at_scrubbed.d.next = !self.looks_at_scrubbed.q.val();

            self.all_clean.next = self.scrubbed.q.val() == self.dirty.q.val();
            if !self.looks_at_scrubbed.q.val() && !self.fresh_valid.q.val() {
                self.fresh_valid.d.next = (self.next.q.val().get_bits::<3>(20) != self.used.q.val())
                    && (self.all_clean.val() || (self.next.q.val() != self.scrubbed.q.val()));
                self.fresh_ppn.d.next = self.found_ppn.val();
                self.fresh_last.d.next = self.found_last.val();
            }
            self.fresh_valid_o.next = self.fresh_valid.q.val();
            self.fresh_ppn_o.next = self.fresh_ppn.q.val();
            self.take.next = self.fresh_valid.q.val() && self.fresh_ready_i.val();
            if self.take.val() {
                self.fresh_valid.d.next = false;
                self.next.d.next = self.next.q.val() + 1;
                if self.fresh_last.q.val() {
                    self.next.d.next = bit_cast::<23, 3>(self.next.q.val().get_bits::<3>(20) + 1) << 20;
                }
            }

            if self.looks_at_scrubbed.q.val() && !self.scrub_valid.q.val() && !self.scrubbing.q.val() {
                self.scrub_valid.d.next = !self.all_clean.val();
                self.scrub_ppn.d.next = self.found_ppn.val();
                self.scrub_last.d.next = self.found_last.val();
            }
            self.scrub_valid_o.next = self.scrub_valid.q.val();
            self.scrub_ppn_o.next = self.scrub_ppn.q.val();
            if self.scrub_valid.q.val() && self.scrub_ready_i.val() {
                self.scrub_valid.d.next = false;
                self.scrubbing.d.next = true;
            }
            if self.scrub_done_i.val() {
                self.scrubbing.d.next = false;
                self.scrubbed.d.next = self.scrubbed.q.val() + 1;
                if self.scrub_last.q.val() {
                    self.scrubbed.d.next = bit_cast::<23, 3>(self.scrubbed.q.val().get_bits::<3>(20) + 1) << 20;
                }
            }

            if self.rewind_i.val() {
                if self.dirty.q.val() < self.next.q.val() {
                    self.dirty.d.next = self.next.q.val();
                }
                self.next.d.next = bits::<23>(0);
                self.scrubbed.d.next = bits::<23>(0);
                self.scrubbing.d.next = false;
            }
            if self.rewind_i.val() || self.parked_i.val() {
                self.fresh_valid.d.next = false;
                self.scrub_valid.d.next = false;
            }

            comment!("The state as words.");
            self.rdata.d.next = bits::<64>(0);
            if bit_cast::<4, 3>(self.used.q.val()) > self.state_address_i.val() {
                self.rdata.d.next = (bit_cast::<64, 20>(self.counts.read_data_o.val()) << 44)
                    | bit_cast::<64, PPN>(self.bases.read_data_o.val());
            }
            if self.state_address_i.val() == 4 {
                self.rdata.d.next = bit_cast::<64, 23>(self.next.q.val());
            }
            if self.state_address_i.val() == 5 {
                self.rdata.d.next = bit_cast::<64, 23>(self.dirty.q.val());
            }
            if self.state_address_i.val() == 6 {
                self.rdata.d.next = bit_cast::<64, 23>(self.scrubbed.q.val());
            }
            self.state_rdata_o.next = self.rdata.q.val();
            if self.parked_i.val() && self.state_write_i.val() {
                if self.state_address_i.val() == 4 {
                    self.next.d.next = self.state_wdata_i.val().get_bits::<23>(0);
                }
                if self.state_address_i.val() == 5 {
                    self.dirty.d.next = self.state_wdata_i.val().get_bits::<23>(0);
                }
                if self.state_address_i.val() == 6 {
                    self.scrubbed.d.next = self.state_wdata_i.val().get_bits::<23>(0);
                }
            }
            if self.parked_i.val() && self.forget_i.val() {
                self.used.d.next = bits::<3>(0);
                self.total.d.next = bits::<22>(0);
                self.next.d.next = bits::<23>(0);
                self.dirty.d.next = bits::<23>(0);
                self.scrubbed.d.next = bits::<23>(0);
            }
        }
    }
}
