//! Who may access memory next.

use crate::prim::{Fifo, Register};
use rust_hdl_core::prelude::*;

/// Joins the accesses of five clients that read and write beats, of the cache's line port and of the scrubber's zero port
/// into the one stream of [`AxiMaster`](crate::axi_master::AxiMaster), and hands the answers back.
///
/// ```text
///  beat_*[0..5] ─┐                       ┌─────────────┐
///  line_*       ─┼─► one is granted ────►│ AXI4 master │
///  zero_*       ─┘        │              └─────────────┘
///                         ▼                     │
///                    who asked: queue ──► answers to the head
/// ```
///
/// # Contract
///
/// * Each client's accesses are made and answered in its own order; answers are always taken.
/// * The grant lies with one client. It moves, in turn, to the next client that asks, as soon as the granted one has had an access
///   or asks for none; only between accesses. So every client that asks is served after at most one access of each other
///   one, and a client alone has one access a cycle. A client that has not got the grant waits one cycle for it.
/// * A ready comes from the grant, from the master and from whether the client's own access is a write, not from its valid nor from the other clients.
/// * Assumes: the master begins no access while seven are without their last answer.
/// * A line is read by one handshake, answered by eight beats; it is written by eight, one a beat and with the same address, answered once.
///   A client that has begun to write a line must go on in every cycle.
/// * A line of zeros is asked for by one handshake, which takes place when its last beat does, and answered by `zero_done_o`.
///
/// # Cost
///
/// A choice of one in seven per bit of a request; a queue of eight: the master never has more than seven accesses under way, so there is always room.
#[derive(LogicBlock)]
pub struct MemoryArbiter<const ADDRESS: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// A client asks for an access to a beat.
    pub beat_req_valid_i: [Signal<In, Bit>; 5],
    /// It is taken.
    pub beat_req_ready_o: [Signal<Out, Bit>; 5],
    /// It is a write.
    pub beat_req_write_i: [Signal<In, Bit>; 5],
    /// Address of the beat.
    pub beat_req_address_i: [Signal<In, Bits<ADDRESS>>; 5],
    /// The beat to write.
    pub beat_req_wdata_i: [Signal<In, Bits<64>>; 5],
    /// An answer for the client.
    pub beat_rsp_valid_o: [Signal<Out, Bit>; 5],

    /// The cache asks for a line, or has the next beat of one.
    pub line_req_valid_i: Signal<In, Bit>,
    /// It is taken.
    pub line_req_ready_o: Signal<Out, Bit>,
    /// It is a write.
    pub line_req_write_i: Signal<In, Bit>,
    /// Address of the line.
    pub line_req_address_i: Signal<In, Bits<ADDRESS>>,
    /// The beat to write.
    pub line_req_wdata_i: Signal<In, Bits<64>>,
    /// An answer for the cache.
    pub line_rsp_valid_o: Signal<Out, Bit>,

    /// The scrubber asks for a line of zeros.
    pub zero_valid_i: Signal<In, Bit>,
    /// It is taken.
    pub zero_ready_o: Signal<Out, Bit>,
    /// Address of the line.
    pub zero_address_i: Signal<In, Bits<ADDRESS>>,
    /// A line of zeros was written.
    pub zero_done_o: Signal<Out, Bit>,

    /// Of every answer: the beat.
    pub rsp_rdata_o: Signal<Out, Bits<64>>,
    /// Of every answer: the access failed.
    pub rsp_error_o: Signal<Out, Bit>,
    /// Of every answer: it is the access's last.
    pub rsp_last_o: Signal<Out, Bit>,

    /// To the AXI4 master: an access, or the next beat of a line.
    pub master_req_valid_o: Signal<Out, Bit>,
    /// It is taken if it is a read.
    pub master_read_ready_i: Signal<In, Bit>,
    /// It is taken if it is a write.
    pub master_write_ready_i: Signal<In, Bit>,
    /// It is a write.
    pub master_req_write_o: Signal<Out, Bit>,
    /// It is of a line.
    pub master_req_line_o: Signal<Out, Bit>,
    /// Address of the beat or line.
    pub master_req_address_o: Signal<Out, Bits<ADDRESS>>,
    /// The beat to write.
    pub master_req_wdata_o: Signal<Out, Bits<64>>,
    /// From the AXI4 master: an answer.
    pub master_rsp_valid_i: Signal<In, Bit>,
    /// The beat.
    pub master_rsp_rdata_i: Signal<In, Bits<64>>,
    /// The access failed.
    pub master_rsp_error_i: Signal<In, Bit>,
    /// It is the access's last answer.
    pub master_rsp_last_i: Signal<In, Bit>,

    /// Who asked, oldest first.
    askers: Fifo<Bits<7>, 3, 4>,
    /// The client that has the grant: beats from 0, the cache 5, the scrubber 6. One bit is high.
    grant: Register<Bits<7>>,
    /// Beats of a line that have been written.
    beat: Register<Bits<3>>,
    asking: Signal<Local, Bits<7>>,
    /// Those behind the granted one, then those up to it: the next in turn is the lowest.
    behind: Signal<Local, Bits<7>>,
    rest: Signal<Local, Bits<7>>,
    valid: Signal<Local, Bit>,
    write: Signal<Local, Bit>,
    line: Signal<Local, Bit>,
    address: Signal<Local, Bits<ADDRESS>>,
    wdata: Signal<Local, Bits<64>>,
    first: Signal<Local, Bit>,
    last: Signal<Local, Bit>,
    taken: Signal<Local, Bit>,
    move_on: Signal<Local, Bit>,
    granted: Signal<Local, Bits<7>>,
    to: Signal<Local, Bits<7>>,
}

impl<const ADDRESS: usize> Default for MemoryArbiter<ADDRESS> {
    fn default() -> Self {
        crate::module!(
            grant: Register::new(bits(1));
            clk_i, rst_ni, beat_req_valid_i, beat_req_ready_o, beat_req_write_i, beat_req_address_i,
            beat_req_wdata_i, beat_rsp_valid_o, line_req_valid_i, line_req_ready_o,
            line_req_write_i, line_req_address_i, line_req_wdata_i, line_rsp_valid_o, zero_valid_i,
            zero_ready_o, zero_address_i, zero_done_o, rsp_rdata_o, rsp_error_o, rsp_last_o,
            master_req_valid_o, master_read_ready_i, master_write_ready_i, master_req_write_o,
            master_req_line_o, master_req_address_o, master_req_wdata_o, master_rsp_valid_i,
            master_rsp_rdata_i, master_rsp_error_i, master_rsp_last_i, askers, beat, asking, behind,
            rest, valid, write, line, address, wdata, first, last, taken, move_on, granted, to,
        )
    }
}

impl<const ADDRESS: usize> Logic for MemoryArbiter<ADDRESS> {
    kernel! {
        #[hdl_gen]
        "memento_memory_arbiter",
        registers: [grant, beat],
        resettable: [askers],
        fn update(&mut self) {
            comment!("The access of the granted client.");
            self.granted.next = self.grant.q.val();
            self.write.next = false;
            self.address.next = bits::<ADDRESS>(0);
            self.wdata.next = bits::<64>(0);
            for client in 0..5 {
                if self.granted.val().get_bit(client) {
                    self.write.next = self.beat_req_write_i[client].val();
                    self.address.next = self.beat_req_address_i[client].val();
                    self.wdata.next = self.beat_req_wdata_i[client].val();
                }
            }
            if self.granted.val().get_bit(5) {
                self.write.next = self.line_req_write_i.val();
                self.address.next = self.line_req_address_i.val();
                self.wdata.next = self.line_req_wdata_i.val();
            }
            if self.granted.val().get_bit(6) {
                self.write.next = true;
                self.address.next = self.zero_address_i.val();
            }
            self.asking.next = bits::<7>(0)
                .replace_bit(5, self.line_req_valid_i.val())
                .replace_bit(6, self.zero_valid_i.val())
                .replace_bit(0, self.beat_req_valid_i[0].val())
                .replace_bit(1, self.beat_req_valid_i[1].val())
                .replace_bit(2, self.beat_req_valid_i[2].val())
                .replace_bit(3, self.beat_req_valid_i[3].val())
                .replace_bit(4, self.beat_req_valid_i[4].val());
            self.valid.next = (self.asking.val() & self.granted.val()).any();
            self.line.next = self.granted.val().get_bit(5) || self.granted.val().get_bit(6);
            self.first.next = !self.beat.q.val().any();
            self.last.next = !self.line.val() || !self.write.val() || self.beat.q.val().all();

            self.master_req_valid_o.next = self.valid.val();
            self.master_req_write_o.next = self.write.val();
            self.master_req_line_o.next = self.line.val();
            self.master_req_address_o.next = self.address.val();
            self.master_req_wdata_o.next = self.wdata.val();
            for client in 0..5 {
                self.beat_req_ready_o[client].next = self.granted.val().get_bit(client) && self.master_read_ready_i.val();
                if self.beat_req_write_i[client].val() {
                    self.beat_req_ready_o[client].next = self.granted.val().get_bit(client) && self.master_write_ready_i.val();
                }
            }
            self.line_req_ready_o.next = self.granted.val().get_bit(5) && self.master_read_ready_i.val();
            if self.line_req_write_i.val() {
                self.line_req_ready_o.next = self.granted.val().get_bit(5) && self.master_write_ready_i.val();
            }
            self.zero_ready_o.next = self.granted.val().get_bit(6) && self.master_write_ready_i.val() && self.beat.q.val().all();
            self.taken.next = self.valid.val() && self.master_read_ready_i.val();
            if self.write.val() {
                self.taken.next = self.valid.val() && self.master_write_ready_i.val();
            }
            self.askers.push_valid_i.next = self.taken.val() && self.first.val();
            self.askers.push_data_i.next = self.grant.q.val();
            if self.taken.val() && self.line.val() && self.write.val() {
                self.beat.d.next = self.beat.q.val() + 1;
            }

            comment!("The grant moves on between accesses.");
            self.behind.next = self.asking.val() & !((self.granted.val() << 1) - 1);
            self.rest.next = self.asking.val();
            if self.behind.val().any() {
                self.rest.next = self.behind.val();
            }
            self.move_on.next = (!self.valid.val() && self.first.val()) || (self.taken.val() && self.last.val());
            if self.move_on.val() && self.asking.val().any() {
                self.grant.d.next = self.rest.val() & ((!self.rest.val()) + 1);
            }

            comment!("Answers go to who asked first.");
            self.askers.pop_ready_i.next = self.master_rsp_valid_i.val() && self.master_rsp_last_i.val();
            self.to.next = bits::<7>(0);
            if self.master_rsp_valid_i.val() {
                self.to.next = self.askers.pop_data_o.val();
            }
            for client in 0..5 {
                self.beat_rsp_valid_o[client].next = self.to.val().get_bit(client);
            }
            self.line_rsp_valid_o.next = self.to.val().get_bit(5);
            self.zero_done_o.next = self.to.val().get_bit(6);
            self.rsp_rdata_o.next = self.master_rsp_rdata_i.val();
            self.rsp_error_o.next = self.master_rsp_error_i.val();
            self.rsp_last_o.next = self.master_rsp_last_i.val();
        }
    }
}
