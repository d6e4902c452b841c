//! Who asks the object allocator, and who gets the answer.

use crate::prim::{Fifo, Register};
use memento_abi::Status;
use rust_hdl_core::prelude::*;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum Asker {
    /// The custom-instruction port.
    Cfu,
    /// The doorbell.
    Doorbell,
    /// A command: it asks for a flush.
    Command,
}

/// Joins the custom-instruction port, the doorbell and the command unit to the object allocator's one stream of requests.
///
/// ```text
///  CFU ───────┐                                   ┌─► object allocator
///  doorbell ──┼─► choose ──► hold, refuse ────────┤
///  command ───┘                        │ tag      │
///                                  [ tags ]       │
///  CFU, doorbell, command ◄──────── answer ◄──────┴── its responses
/// ```
///
/// Contract:
///
/// * Nothing is added: CFU's request is offered in the cycle in which it comes, a doorbell's in the next, an answer shows in the cycle in which the allocator shows it. Answers
///   come to the one who asked, in the order in which its requests were accepted. 8 requests may be unanswered.
/// * CFU and doorbell take turns, and the doorbell's begins a cycle after it came; so `cfu_req_ready_o` does not depend on `cfu_req_valid_i`. A request that
///   was offered to the allocator stays until it is accepted.
/// * While `enable_i` is low or `engine_reset_i` is high, an alloc is answered `OutOfMemory` and a free, posted or not, `NotOurs`, in turn but without the allocator. What was
///   offered to the allocator before `enable_i` fell is carried out.
/// * A reset of the allocator is announced by `engine_reset_i` and comes in any cycle of it with `reset_ready_o`. An answer that was shown and not taken stays, and the
///   reset waits for it; all other requests that are unanswered then are answered `BusError`, with address 0.
/// * From the cycle after `hold_i` has come no request of CFU or doorbell is taken, but for one that was offered already. `quiet_o`: nothing of theirs is offered; in a cycle
///   with `hold_i`, nothing will be for as long as that stays. The command's flush is taken only then, whatever `enable_i` says; a reset has it answered `NotOurs`.
/// * An answer that its asker does not take holds up the answers behind it. Doorbell and command always take theirs.
///
/// Cost: a register file of 8 rows of 4 bits and about 20 flip-flops.
#[derive(LogicBlock)]
pub struct RequestArbiter<const ADDRESS: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,
    /// Requests are carried out.
    pub enable_i: Signal<In, Bit>,
    /// The allocator is about to be reset, for as long as this is high.
    pub engine_reset_i: Signal<In, Bit>,
    /// It may be reset in this cycle, with `engine_reset_i`.
    pub reset_ready_o: Signal<Out, Bit>,
    /// Let nothing more of CFU and doorbell pass.
    pub hold_i: Signal<In, Bit>,
    /// It is the command's turn: nothing of theirs is offered. Depends on no input.
    pub quiet_o: Signal<Out, Bit>,

    /// CFU: a request.
    pub cfu_req_valid_i: Signal<In, Bit>,
    /// It is accepted. Depends on the operation.
    pub cfu_req_ready_o: Signal<Out, Bit>,
    /// 0 alloc, 1 posted free, 2 free and wait.
    pub cfu_req_operation_i: Signal<In, Bits<2>>,
    /// Size or address.
    pub cfu_req_operand_i: Signal<In, Bits<ADDRESS>>,
    /// CFU: an answer.
    pub cfu_rsp_valid_o: Signal<Out, Bit>,
    /// It is taken.
    pub cfu_rsp_ready_i: Signal<In, Bit>,

    /// Doorbell: a request.
    pub doorbell_req_valid_i: Signal<In, Bit>,
    /// It is accepted.
    pub doorbell_req_ready_o: Signal<Out, Bit>,
    /// 0 alloc, 1 posted free, 2 free and wait.
    pub doorbell_req_operation_i: Signal<In, Bits<2>>,
    /// Size or address.
    pub doorbell_req_operand_i: Signal<In, Bits<ADDRESS>>,
    /// Doorbell: an answer, which is taken.
    pub doorbell_rsp_valid_o: Signal<Out, Bit>,

    /// Command: a flush is asked for.
    pub flush_req_valid_i: Signal<In, Bit>,
    /// It is accepted.
    pub flush_req_ready_o: Signal<Out, Bit>,
    /// Command: an answer, which is taken.
    pub flush_rsp_valid_o: Signal<Out, Bit>,

    /// Every answer: how the request ended.
    pub answer_status_o: Signal<Out, Bits<3>>,
    /// Every answer: the object's address, or 0.
    pub answer_address_o: Signal<Out, Bits<ADDRESS>>,

    /// Allocator: a request.
    pub req_valid_o: Signal<Out, Bit>,
    /// It is accepted.
    pub req_ready_i: Signal<In, Bit>,
    /// 0 alloc, 1 posted free, 2 free and wait, 3 flush.
    pub req_operation_o: Signal<Out, Bits<2>>,
    /// Size or address.
    pub req_operand_o: Signal<Out, Bits<ADDRESS>>,
    /// Allocator: a response.
    pub rsp_valid_i: Signal<In, Bit>,
    /// It is taken.
    pub rsp_ready_o: Signal<Out, Bit>,
    /// How the request ended.
    pub rsp_status_i: Signal<In, Bits<3>>,
    /// The object's address.
    pub rsp_address_i: Signal<In, Bits<ADDRESS>>,

    /// Who asked (bits 1:0), whether it was refused (2) and whether it was an alloc (3).
    tags: Fifo<Bits<4>, 3, 4>,
    /// What was offered must stay.
    locked: Register<Bit>,
    /// Whose turn it is: known before the cycle, since what is offered goes a long way in it.
    asker: Register<Asker>,
    /// An answer of the allocator showed and was not taken.
    kept: Register<Bit>,
    /// Tags, from the oldest on, whose answers a reset has taken.
    lost: Register<Bits<4>>,

    valid: Signal<Local, Bit>,
    alloc: Signal<Local, Bit>,
    refuse: Signal<Local, Bit>,
    take: Signal<Local, Bit>,
    offered: Signal<Local, Bit>,
    operation: Signal<Local, Bits<2>>,
    head: Signal<Local, Bits<4>>,
    unanswered: Signal<Local, Bit>,
    made_up: Signal<Local, Bit>,
    answer: Signal<Local, Bit>,
    answer_ready: Signal<Local, Bit>,
    loses: Signal<Local, Bit>,
    pop: Signal<Local, Bit>,
    asker_code: Signal<Local, Bits<2>>,
    out_of_memory: Constant<Bits<3>>,
    not_ours: Constant<Bits<3>>,
    bus_error: Constant<Bits<3>>,
}

impl<const ADDRESS: usize> Default for RequestArbiter<ADDRESS> {
    fn default() -> Self {
        crate::module!(
            asker: Register::new(Asker::Cfu),
            out_of_memory: Constant::new(bits(Status::OutOfMemory as u64)),
            not_ours: Constant::new(bits(Status::NotOurs as u64)),
            bus_error: Constant::new(bits(Status::BusError as u64));
            clk_i, rst_ni, enable_i, engine_reset_i, reset_ready_o, hold_i, quiet_o, cfu_req_valid_i, cfu_req_ready_o, cfu_req_operation_i,
            cfu_req_operand_i, cfu_rsp_valid_o, cfu_rsp_ready_i, doorbell_req_valid_i, doorbell_req_ready_o,
            doorbell_req_operation_i, doorbell_req_operand_i, doorbell_rsp_valid_o, flush_req_valid_i, flush_req_ready_o,
            flush_rsp_valid_o, answer_status_o, answer_address_o, req_valid_o, req_ready_i, req_operation_o, req_operand_o,
            rsp_valid_i, rsp_ready_o, rsp_status_i, rsp_address_i, tags, locked, kept, lost, valid, alloc, refuse,
            take, offered, operation, head, unanswered, made_up, answer, answer_ready, loses, pop, asker_code,
        )
    }
}

impl<const ADDRESS: usize> Logic for RequestArbiter<ADDRESS> {
    kernel! {
        #[hdl_gen]
        "memento_request_arbiter",
        registers: [locked, asker, kept, lost],
        resettable: [tags],
        fn update(&mut self) {
            comment!("Whose turn it is.");
            self.quiet_o.next = self.asker.q.val() == Asker::Command;
            self.valid.next = self.cfu_req_valid_i.val();
            self.operation.next = self.cfu_req_operation_i.val();
            self.req_operand_o.next = self.cfu_req_operand_i.val();
            self.asker_code.next = bits::<2>(0);
            match self.asker.q.val() {
                Asker::Cfu => {}
                Asker::Doorbell => {
                    self.valid.next = self.doorbell_req_valid_i.val();
                    self.operation.next = self.doorbell_req_operation_i.val();
                    self.req_operand_o.next = self.doorbell_req_operand_i.val();
                    self.asker_code.next = bits::<2>(1);
                }
                Asker::Command => {
                    self.valid.next = self.flush_req_valid_i.val();
                    self.operation.next = bits::<2>(3);
                    self.asker_code.next = bits::<2>(2);
                }
            }
            self.req_operation_o.next = self.operation.val();
            self.alloc.next = self.operation.val() == 0;

            comment!("A refused request is taken at once, when there is room for its tag.");
            self.refuse.next = self.engine_reset_i.val()
                || (!self.enable_i.val() && !self.locked.q.val() && (self.asker.q.val() != Asker::Command));
            self.offered.next = self.valid.val() && !self.refuse.val() && self.tags.push_ready_o.val();
            self.req_valid_o.next = self.offered.val();
            self.take.next = self.tags.push_ready_o.val() && (self.refuse.val() || self.req_ready_i.val());
            self.cfu_req_ready_o.next = self.take.val() && (self.asker.q.val() == Asker::Cfu);
            self.doorbell_req_ready_o.next = self.take.val() && (self.asker.q.val() == Asker::Doorbell);
            self.flush_req_ready_o.next = self.take.val() && (self.asker.q.val() == Asker::Command);
            self.tags.push_valid_i.next = self.valid.val() && (self.refuse.val() || self.req_ready_i.val());
            self.tags.push_data_i.next = bit_cast::<4, 2>(self.asker_code.val())
                | (bit_cast::<4, 1>(self.refuse.val().into()) << 2)
                | (bit_cast::<4, 1>(self.alloc.val().into()) << 3);
            self.locked.d.next = self.offered.val() && !self.req_ready_i.val();
            comment!("The next turn. The doorbell's begins once CFU has had one or wants none, and lasts until it is used.");
            if !self.locked.d.val() {
                self.asker.d.next = Asker::Cfu;
                if self.hold_i.val() {
                    self.asker.d.next = Asker::Command;
                } else if self.doorbell_req_valid_i.val()
                    && !self.doorbell_req_ready_o.val()
                    && ((self.asker.q.val() == Asker::Doorbell)
                        || self.cfu_req_ready_o.val()
                        || !self.cfu_req_valid_i.val())
                {
                    self.asker.d.next = Asker::Doorbell;
                }
            }

            comment!("The oldest tag's answer: made up here, or the allocator's. A reset takes all that do not show yet.");
            self.loses.next = self.engine_reset_i.val() && !self.kept.q.val();
            self.reset_ready_o.next = !self.kept.q.val();
            self.head.next = self.tags.pop_data_o.val();
            self.unanswered.next = self.tags.pop_valid_o.val();
            self.made_up.next = self.head.val().get_bit(2) || self.lost.q.val().any();
            self.answer.next = self.unanswered.val() && (self.made_up.val() || (self.rsp_valid_i.val() && !self.loses.val()));
            self.answer_status_o.next = self.rsp_status_i.val();
            self.answer_address_o.next = self.rsp_address_i.val();
            if self.head.val().get_bit(2) {
                self.answer_status_o.next = self.not_ours.val();
                if self.head.val().get_bit(3) {
                    self.answer_status_o.next = self.out_of_memory.val();
                }
                self.answer_address_o.next = bits::<ADDRESS>(0);
            } else if self.lost.q.val().any() {
                self.answer_status_o.next = self.bus_error.val();
                self.answer_address_o.next = bits::<ADDRESS>(0);
            }
            self.cfu_rsp_valid_o.next = self.answer.val() && (self.head.val().get_bits::<2>(0) == 0);
            self.doorbell_rsp_valid_o.next = self.answer.val() && (self.head.val().get_bits::<2>(0) == 1);
            self.flush_rsp_valid_o.next = self.answer.val() && (self.head.val().get_bits::<2>(0) == 2);
            self.answer_ready.next = self.cfu_rsp_ready_i.val() || self.head.val().get_bits::<2>(0).any();
            self.rsp_ready_o.next =
                self.unanswered.val() && !self.made_up.val() && self.answer_ready.val() && !self.loses.val();
            self.kept.d.next = self.answer.val() && !self.made_up.val() && !self.answer_ready.val();
            self.pop.next = self.answer.val() && self.answer_ready.val();
            self.tags.pop_ready_i.next = self.pop.val();

            if self.pop.val() && self.lost.q.val().any() {
                self.lost.d.next = self.lost.q.val() - 1;
            }
            if self.loses.val() {
                self.lost.d.next = self.tags.count_o.val();
                if self.pop.val() {
                    self.lost.d.next = self.tags.count_o.val() - 1;
                }
            }
        }
    }
}
