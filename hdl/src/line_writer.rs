//! Writes a line to memory.

use crate::prim::{Register, RegisterFile};
use rust_hdl_core::prelude::*;

/// Takes the eight beats of a line that leaves the cache, and writes them to memory when there is time.
///
/// ```text
///  put_i       _/‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾\______________________________
///  put_beat_i   X0 X1 X2 X3 .. X7
///  start_i     _________________/‾\____________________________   with the line's address
///  line_req    ____________________X b0 X b1 .. X b7 X_________
///  line_ack    _____________________________________________/‾\_
///  busy_o      ____________________/‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾\_
/// ```
///
/// Contract: nothing is put and nothing started while `busy_o` is high; `start_i` no earlier than the last put. The first request is made in
/// the cycle after `start_i`; eight are made, one a beat, with the same address, and one acknowledgement ends the write.
///
/// Cost: a register file of eight words, ADDRESS + 5 flip-flops.
#[derive(LogicBlock, Default)]
pub struct LineWriter<const ADDRESS: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// Take a beat.
    pub put_i: Signal<In, Bit>,
    /// Which.
    pub put_beat_i: Signal<In, Bits<3>>,
    /// The beat.
    pub put_data_i: Signal<In, Bits<64>>,
    /// All beats are here: write them.
    pub start_i: Signal<In, Bit>,
    /// Address of the line.
    pub start_address_i: Signal<In, Bits<ADDRESS>>,
    /// A write is under way.
    pub busy_o: Signal<Out, Bit>,

    /// Memory request: the next beat.
    pub line_req_valid_o: Signal<Out, Bit>,
    /// Memory takes it.
    pub line_req_ready_i: Signal<In, Bit>,
    /// Address of the line.
    pub line_req_address_o: Signal<Out, Bits<ADDRESS>>,
    /// The beat.
    pub line_req_wdata_o: Signal<Out, Bits<64>>,
    /// Memory acknowledges.
    pub line_ack_i: Signal<In, Bit>,

    beats: RegisterFile<Bits<64>, 3>,
    busy: Register<Bit>,
    asking: Register<Bit>,
    beat: Register<Bits<3>>,
    address: Register<Bits<ADDRESS>>,
}

impl<const ADDRESS: usize> Logic for LineWriter<ADDRESS> {
    kernel! {
        #[hdl_gen]
        "memento_line_writer",
        registers: [busy, asking, beat, address],
        clocked: [beats],
        fn update(&mut self) {
            self.beats.write_enable_i.next = self.put_i.val();
            self.beats.write_address_i.next = self.put_beat_i.val();
            self.beats.write_data_i.next = self.put_data_i.val();
            self.beats.read_address_i.next = self.beat.q.val();

            self.busy_o.next = self.busy.q.val();
            self.line_req_valid_o.next = self.asking.q.val();
            self.line_req_address_o.next = self.address.q.val();
            self.line_req_wdata_o.next = self.beats.read_data_o.val();
            if self.asking.q.val() && self.line_req_ready_i.val() {
                self.beat.d.next = self.beat.q.val() + 1;
                self.asking.d.next = !self.beat.q.val().all();
            }
            if self.line_ack_i.val() {
                self.busy.d.next = false;
            }
            if self.start_i.val() {
                self.busy.d.next = true;
                self.asking.d.next = true;
                self.address.d.next = self.start_address_i.val();
            }
        }
    }
}
