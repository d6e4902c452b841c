//! The custom-instruction port: commands become the right requests, once, and are answered in order with what they ask for.

use crate::prelude::*;
use std::collections::VecDeque;

/// Commands that may be under way.
const MOST_UNDER_WAY: usize = 4;

#[derive(Clone, Debug)]
pub struct CfuPort {
    operand_mask: u64,
    address_mask: u64,
    geometry: Geometry,
    /// The region's place, from 0 up, in regions.
    region: u64,
    /// Commands that were taken: what is known of their rd.
    under_way: VecDeque<Kind>,
    /// Answers that the arbiter has yet to give.
    requests: VecDeque<()>,
    /// The answer that is shown.
    answer: Option<(u64, u64)>,
    /// A command that was offered and not taken.
    offered: Option<(u64, u64)>,
    status: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Alloc,
    Free,
    Status,
    Nothing,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    pub reset: bool,
    /// Where the region lies from a reset on.
    pub region: u64,
    /// Function and rs1.
    pub command: Option<(u64, u64)>,
    pub take: bool,
    pub accept: bool,
    /// Status and address of an answer, if one comes.
    pub answer: Option<(u64, u64)>,
}

impl Reference for CfuPort {
    type Step = Cycle;
    const MODULE: &'static str = "memento_cfu_port";

    fn new(module: &Module) -> CfuPort {
        CfuPort {
            operand_mask: module.mask("cmd_inputs_0_i"),
            address_mask: module.mask("req_operand_o"),
            geometry: module.geometry,
            region: 1,
            under_way: VecDeque::new(),
            requests: VecDeque::new(),
            answer: None,
            offered: None,
            status: 0,
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let (operands, addresses) = (self.operand_mask, self.address_mask);
        let function = prop_oneof![8 => 0..5u64, 1 => 5..8u64, 1 => 0..1024u64];
        let region_bits = self.geometry.region_bits;
        let regions = 1..=addresses >> region_bits;
        let operand = prop_oneof![
            any::<u64>(), 0..600u64, any::<u64>().prop_map(move |operand| operand & addresses),
            // In the regions that are tried most, at their edges too, with or without bits above an address.
            (prop_oneof![1..3u64, regions.clone()], prop_oneof![any::<u64>(), Just(0), Just(u64::MAX)], prop_oneof![4 => Just(0), 1 => any::<u64>()])
                .prop_map(move |(region, offset, above)| {
                    region << region_bits | offset & ((1 << region_bits) - 1) | above & !addresses
                }),
        ];
        let region = prop_oneof![1..3u64, regions];
        let command = prop::option::weighted(0.8, (function, operand.prop_map(move |operand| operand & operands)));
        let answer = (0..8u64, any::<u64>()).prop_map(move |(status, address)| (status, address & addresses));
        let often = || prop_oneof![Just(0.3), Just(0.95)].prop_flat_map(prop::bool::weighted);
        (prop::bool::weighted(0.01), region, command, often(), often(), prop::option::weighted(0.6, answer))
            .prop_map(|(reset, region, command, take, accept, answer)| Cycle { reset, region, command, take, accept, answer })
            .boxed()
    }

    fn follow(&mut self, step: &Cycle, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        // What was not taken stays; an answer comes from the cycle after its request on.
        let command = self.offered.or(step.command);
        if self.answer.is_none() && !self.requests.is_empty() {
            self.answer = step.answer;
        }
        let (function, operand) = command.unwrap_or((step.take.into(), 5));
        let (status, address) = self.answer.unwrap_or((7, self.address_mask));
        dut.set_all(pins! {
            rst_ni: true, region_base_i: self.region << self.geometry.region_bits, cmd_valid_i: command.is_some(), cmd_function_id_i: function, cmd_inputs_0_i: operand,
            cmd_inputs_1_i: !operand, rsp_ready_i: step.take, req_ready_i: step.accept, answer_valid_i: self.answer.is_some(),
            answer_status_i: status, answer_address_i: address,
        });
        if step.reset {
            dut.set_all(pins! { cmd_valid_i: false, answer_valid_i: false });
            dut.reset();
            self.under_way.clear();
            self.requests.clear();
            (self.answer, self.offered, self.status) = (None, None, 0);
            self.region = step.region;
            return Ok(());
        }
        let whole = operand & !self.address_mask == 0;
        let is_ours = self.geometry.in_region(self.region << self.geometry.region_bits, operand);
        let (kind, operation) = match function {
            0 => (Kind::Alloc, 0u64),
            1 => (Kind::Free, 1),
            2 => (Kind::Free, 2),
            3 => (Kind::Status, 0),
            4 if is_ours => (Kind::Free, 1),
            _ => (Kind::Nothing, 0),
        };
        let asks = matches!(kind, Kind::Alloc | Kind::Free);
        // A free if ours is compared in the first cycle in which it is offered.
        let known = function != 4 || self.offered.is_some();
        let room = known && self.under_way.len() < MOST_UNDER_WAY;
        dut.expect("req_valid_o", command.is_some() && asks && room)?;
        if command.is_some() {
            dut.expect("cmd_ready_o", room && (!asks || step.accept))?;
            if asks && known {
                dut.expect("req_operation_o", operation)?;
                dut.expect("req_operand_o", if whole { operand } else { self.address_mask })?;
            }
        }
        let head = self.under_way.front().copied();
        let answers = |kind| matches!(kind, Kind::Alloc | Kind::Free);
        let responds = head.is_some_and(|kind| !answers(kind) || self.answer.is_some());
        dut.expect("rsp_valid_o", responds)?;
        dut.expect("answer_ready_o", head.is_some_and(answers) && step.take)?;
        if responds {
            let rd = match head.expect("it responds") {
                Kind::Alloc => address,
                Kind::Free => status,
                Kind::Status => self.status,
                Kind::Nothing => self.operand_mask,
            };
            dut.expect("rsp_outputs_0_o", rd)?;
            if step.take {
                self.under_way.pop_front();
                if head.is_some_and(answers) {
                    self.requests.pop_front();
                    self.answer = None;
                }
                if head == Some(Kind::Alloc) {
                    self.status = status;
                }
            }
        }
        let taken = command.is_some() && room && (!asks || step.accept);
        self.offered = command.filter(|_| !taken);
        if taken {
            self.under_way.push_back(kind);
            self.requests.extend(asks.then_some(()));
        }
        dut.edge();
        Ok(())
    }
}

in_every_configuration!(CfuPort);
