//! The custom-instruction port of a hart.

use crate::prim::{Fifo, Register};
use memento_abi::Geometry;
use rust_hdl_core::prelude::*;

/// Turns custom-0 instructions of a hart into requests.
///
/// ```text
///           function, inputs             operation, operand
///  hart ────────────────────────► cmd ──────────────────────► request arbiter
///            ┌──── kinds (FIFO) ◄──┘
///            ▼
///  hart ◄─── rsp ◄──────────────────────────────────────────── status, address
/// ```
///
/// | `funct3` | instruction | rs1 | rd |
/// |---|---|---|---|
/// | 0 | alloc | size in bytes | address, or 0 |
/// | 1 | posted free | address | 0: accepted |
/// | 2 | free and wait | address | status |
/// | 3 | status | | status of the latest alloc before it, 0 after reset |
/// | 4 | free if ours | address | as of a posted free; all ones, and nothing happens, if the address lies outside the region |
///
/// An allocator in software that serves what this one does not needs no comparison of its own before a free of the fourth kind: what it
/// has given out lies outside the region, and comes back to it by the sign of rd.
///
/// Any other function, one with `funct7` other than 0 among them, does nothing, and its rd is all ones. rs2 is not looked at. An operand that does not
/// fit into an address is taken as all ones: too large a size, and no object's address.
///
/// Contract: commands are answered in order, one response each; at most 4 are under way. A posted free is answered with its status like any other
/// request, which is 0 unless the allocator is disabled, in reset, or in fault. No cycle is added: the request is offered in the command's cycle,
/// the response in the answer's; but a free if ours is offered, or taken, a cycle later, when its address has been compared: the allocator's
/// pipeline hangs on the request. `cmd_ready_o` depends on `cmd_function_id_i`, as the arbiter's ready does. What needs no request is answered in
/// the next cycle, when nothing is before it. `region_base_i` is aligned to the region.
///
/// Cost: a register file of 4 rows of 2 bits and 13 flip-flops.
#[derive(LogicBlock)]
pub struct CfuPort<const OPERAND: usize, const ADDRESS: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low: forgets what is under way. The hart must be reset with it.
    pub rst_ni: Signal<In, Bit>,
    /// First address of the region.
    pub region_base_i: Signal<In, Bits<ADDRESS>>,

    /// A command.
    pub cmd_valid_i: Signal<In, Bit>,
    /// It is taken.
    pub cmd_ready_o: Signal<Out, Bit>,
    /// `funct7` and, in the lowest 3 bits, `funct3`.
    pub cmd_function_id_i: Signal<In, Bits<10>>,
    /// rs1.
    pub cmd_inputs_0_i: Signal<In, Bits<OPERAND>>,
    /// rs2; not looked at.
    pub cmd_inputs_1_i: Signal<In, Bits<OPERAND>>,
    /// A response.
    pub rsp_valid_o: Signal<Out, Bit>,
    /// It is taken.
    pub rsp_ready_i: Signal<In, Bit>,
    /// rd.
    pub rsp_outputs_0_o: Signal<Out, Bits<OPERAND>>,

    /// A request.
    pub req_valid_o: Signal<Out, Bit>,
    /// It is accepted.
    pub req_ready_i: Signal<In, Bit>,
    /// 0 alloc, 1 posted free, 2 free and wait.
    pub req_operation_o: Signal<Out, Bits<2>>,
    /// Alloc: size in bytes. Frees: address.
    pub req_operand_o: Signal<Out, Bits<ADDRESS>>,
    /// An answer.
    pub answer_valid_i: Signal<In, Bit>,
    /// It is taken.
    pub answer_ready_o: Signal<Out, Bit>,
    /// How the request ended.
    pub answer_status_i: Signal<In, Bits<3>>,
    /// The object's address.
    pub answer_address_i: Signal<In, Bits<ADDRESS>>,

    /// What the commands under way are: 0 alloc, 1 a free, 2 status, 3 one that does nothing.
    kinds: Fifo<Bits<2>, 2, 3>,
    /// Of the latest alloc.
    status: Register<Bits<3>>,
    /// The command is a free if ours, and its address has been compared: it lies in the region.
    ours: Register<Bit>,
    /// Or it does not.
    foreign: Register<Bit>,
    kind: Signal<Local, Bits<2>>,
    local: Signal<Local, Bit>,
    compares: Signal<Local, Bit>,
    asks: Signal<Local, Bit>,
    goes: Signal<Local, Bit>,
    ready: Signal<Local, Bit>,
    operand: Signal<Local, Bits<64>>,
    fits: Signal<Local, Bit>,
    /// Bits of an address that tell the region.
    region_mask: Constant<Bits<ADDRESS>>,
    in_region: Signal<Local, Bit>,
    head_local: Signal<Local, Bit>,
    rsp_valid: Signal<Local, Bit>,
    result: Signal<Local, Bits<64>>,
}

impl<const OPERAND: usize, const ADDRESS: usize> CfuPort<OPERAND, ADDRESS> {
    /// The port of an allocator for `geometry`, whose address width `ADDRESS` must be.
    ///
    /// # Panics
    ///
    /// When it is not.
    pub fn new(geometry: &Geometry) -> Self {
        assert_eq!(
            ADDRESS, geometry.address_bits as usize,
            "ADDRESS must be the geometry's"
        );
        crate::module!(
            region_mask: Constant::new(!bits::<ADDRESS>((1 << geometry.region_bits) - 1));
            clk_i, rst_ni, region_base_i, cmd_valid_i, cmd_ready_o, cmd_function_id_i, cmd_inputs_0_i, cmd_inputs_1_i,
            rsp_valid_o, rsp_ready_i, rsp_outputs_0_o, req_valid_o, req_ready_i, req_operation_o, req_operand_o,
            answer_valid_i, answer_ready_o, answer_status_i, answer_address_i, kinds, status, ours, foreign, kind, local,
            compares, asks, goes, ready, operand, fits,
            in_region, head_local, rsp_valid, result,
        )
    }
}

impl<const OPERAND: usize, const ADDRESS: usize> Logic for CfuPort<OPERAND, ADDRESS> {
    kernel! {
        #[hdl_gen]
        "memento_cfu_port",
        registers: [status, ours, foreign],
        resettable: [kinds],
        fn update(&mut self) {
            self.operand.next = bit_cast::<64, OPERAND>(self.cmd_inputs_0_i.val());
            self.fits.next = self.operand.val() == bit_cast::<64, ADDRESS>(bit_cast::<ADDRESS, 64>(self.operand.val()));
            self.req_operand_o.next = bit_cast::<ADDRESS, 64>(self.operand.val());
            if !self.fits.val() {
                self.req_operand_o.next = !bits::<ADDRESS>(0);
            }
            self.in_region.next = self.fits.val()
                && !((bit_cast::<ADDRESS, 64>(self.operand.val()) ^ self.region_base_i.val()) & self.region_mask.val()).any();

            comment!("A free if ours is compared first, and then asks, or does nothing.");
            self.compares.next = self.cmd_function_id_i.val() == 4;
            self.ours.d.next =
                self.cmd_valid_i.val() && self.compares.val() && self.in_region.val() && !self.ready.val();
            self.foreign.d.next =
                self.cmd_valid_i.val() && self.compares.val() && !self.in_region.val() && !self.ready.val();

            comment!("What a command is.");
            self.asks.next = self.ours.q.val();
            self.local.next = !self.compares.val() || self.foreign.q.val();
            self.kind.next = bits::<2>(3);
            if !self.cmd_function_id_i.val().get_bits::<8>(2).any() {
                self.asks.next = self.cmd_function_id_i.val().get_bits::<2>(0) != 3;
                self.local.next = self.cmd_function_id_i.val().get_bits::<2>(0) == 3;
                self.kind.next = bits::<2>(2);
            }
            if self.asks.val() {
                self.kind.next = bits::<2>(1);
                if (self.cmd_function_id_i.val().get_bits::<2>(0) == 0) && !self.ours.q.val() {
                    self.kind.next = bits::<2>(0);
                }
            }
            self.req_operation_o.next = self.cmd_function_id_i.val().get_bits::<2>(0);
            if self.ours.q.val() {
                self.req_operation_o.next = bits::<2>(1);
            }

            comment!("It goes on when its kind has room; what needs no request waits for the room alone.");
            self.req_valid_o.next = self.cmd_valid_i.val() && self.asks.val() && self.kinds.push_ready_o.val();
            self.goes.next = self.local.val();
            if self.asks.val() {
                self.goes.next = self.req_ready_i.val();
            }
            self.ready.next = self.kinds.push_ready_o.val() && self.goes.val();
            self.cmd_ready_o.next = self.ready.val();
            self.kinds.push_valid_i.next = self.cmd_valid_i.val() && self.goes.val();
            self.kinds.push_data_i.next = self.kind.val();

            comment!("The oldest command's response.");
            self.head_local.next = self.kinds.pop_data_o.val().get_bit(1);
            self.rsp_valid.next = self.kinds.pop_valid_o.val() && (self.head_local.val() || self.answer_valid_i.val());
            self.rsp_valid_o.next = self.rsp_valid.val();
            self.kinds.pop_ready_i.next = self.rsp_valid.val() && self.rsp_ready_i.val();
            self.answer_ready_o.next = self.kinds.pop_valid_o.val() && !self.head_local.val() && self.rsp_ready_i.val();
            self.result.next = !bits::<64>(0);
            match self.kinds.pop_data_o.val().index() {
                0 => {
                    self.result.next = bit_cast::<64, ADDRESS>(self.answer_address_i.val());
                }
                1 => {
                    self.result.next = bit_cast::<64, 3>(self.answer_status_i.val());
                }
                2 => {
                    self.result.next = bit_cast::<64, 3>(self.status.q.val());
                }
                _ => {}
            }
            self.rsp_outputs_0_o.next = bit_cast::<OPERAND, 64>(self.result.val());
            if self.answer_valid_i.val()
                && self.answer_ready_o.val()
                && (self.kinds.pop_data_o.val() == 0)
            {
                self.status.d.next = self.answer_status_i.val();
            }
        }
    }
}
