//! The object allocator in rust-hdl's own simulator: thousands of times slower than Verilator, but what the HDL means
//! before any Verilog is printed. For short cases only.

use crate::{
    bench::Bench,
    pins::{Inputs, Outputs, Pins},
    property::Maker,
    steps::Case,
};
use memento_abi::{Geometry, PAPER, SOC32, TINY};
use memento_hdl::{
    configurations::{
        paper_object_allocator, soc32_object_allocator, tiny_object_allocator, PaperObjectAllocator,
        Soc32ObjectAllocator, TinyObjectAllocator,
    },
    simulator::{prepare, settle},
};
use rust_hdl_core::prelude::*;
use std::path::Path;

/// An object allocator in rust-hdl's simulator.
pub enum RustHdl {
    /// Of [`PAPER`].
    Paper(Box<PaperObjectAllocator>),
    /// Of [`SOC32`].
    Soc32(Box<Soc32ObjectAllocator>),
    /// Of [`TINY`].
    Tiny(Box<TinyObjectAllocator>),
}

impl RustHdl {
    /// The object allocator of a configuration; every register starts at 0.
    ///
    /// # Panics
    /// rust-hdl finds a fault in the design.
    pub fn new(geometry: &Geometry) -> RustHdl {
        match *geometry {
            PAPER => RustHdl::Paper(Box::new(prepare(paper_object_allocator()))),
            SOC32 => RustHdl::Soc32(Box::new(prepare(soc32_object_allocator()))),
            _ => RustHdl::Tiny(Box::new(prepare(tiny_object_allocator()))),
        }
    }
}

/// The same for each of the three types.
macro_rules! with {
    ($self:ident, $top:ident => $body:expr) => {
        match $self {
            RustHdl::Paper($top) => $body,
            RustHdl::Soc32($top) => $body,
            RustHdl::Tiny($top) => $body,
        }
    };
}

/// The low `N` bits of `value`.
fn bits<const N: usize>(value: u64) -> Bits<N> {
    (value & (u64::MAX >> (64 - N))).to_bits()
}

impl Pins for RustHdl {
    fn geometry(&self) -> Geometry {
        match self {
            RustHdl::Paper(_) => PAPER,
            RustHdl::Soc32(_) => SOC32,
            RustHdl::Tiny(_) => TINY,
        }
    }

    fn eval(&mut self, inputs: &Inputs) -> Outputs {
        with!(self, top => {
            top.clk_i.next = false.into();
            top.rst_ni.next = inputs.rst_n;
            top.region_base_i.next = bits(inputs.region_base);
            top.slice_limit_pages_i.next = bits(inputs.slice_limit_pages);
            top.reuse_threshold_i.next = bits(inputs.reuse_threshold.into());
            top.req_valid_i.next = inputs.req_valid;
            top.req_operation_i.next = bits(inputs.req_operation.into());
            top.req_operand_i.next = bits(inputs.req_operand);
            top.rsp_ready_i.next = inputs.rsp_ready;
            top.mem_req_ready_i.next = inputs.mem_req_ready;
            top.mem_rsp_valid_i.next = inputs.mem_rsp_valid;
            top.mem_rsp_rdata_i.next = bits(inputs.mem_rsp_rdata);
            top.mem_rsp_error_i.next = inputs.mem_rsp_error;
            top.pages_req_ready_i.next = inputs.pages_req_ready;
            top.pages_rsp_valid_i.next = inputs.pages_rsp_valid;
            top.pages_rsp_status_i.next = bits(inputs.pages_rsp_status.into());
            top.pages_rsp_link_valid_i.next = inputs.pages_rsp_link_valid;
            top.pages_rsp_link_page_i.next = bits(inputs.pages_rsp_link_page);
            top.bypass_value_i.next = bits(inputs.bypass_value.into());
            settle(&mut **top);
            Outputs {
                req_ready: top.req_ready_o.val(),
                rsp_valid: top.rsp_valid_o.val(),
                rsp_status: top.rsp_status_o.val().to_u64() as u8,
                rsp_address: top.rsp_address_o.val().to_u64(),
                mem_req_valid: top.mem_req_valid_o.val(),
                mem_req_write: top.mem_req_write_o.val(),
                mem_req_address: top.mem_req_address_o.val().to_u64(),
                mem_req_wdata: top.mem_req_wdata_o.val().to_u64(),
                mem_rsp_ready: top.mem_rsp_ready_o.val(),
                pages_req_valid: top.pages_req_valid_o.val(),
                pages_req_release: top.pages_req_release_o.val(),
                pages_req_class: top.pages_req_class_o.val().to_u64() as u32,
                pages_req_page: top.pages_req_page_o.val().to_u64(),
                pages_req_link_valid: top.pages_req_link_valid_o.val(),
                pages_req_link_page: top.pages_req_link_page_o.val().to_u64(),
                bypass_install_valid: top.bypass_install_valid_o.val(),
                bypass_install_class: top.bypass_install_class_o.val().to_u64() as u32,
                bypass_install_page: top.bypass_install_page_o.val().to_u64(),
                bypass_install_value: top.bypass_install_value_o.val().to_u64() as u16,
                bypass_class: top.bypass_class_o.val().to_u64() as u32,
                error_valid: top.error_valid_o.val(),
                error_status: top.error_status_o.val().to_u64() as u8,
                error_address: top.error_address_o.val().to_u64(),
                fault: top.fault_o.val(),
                idle: top.idle_o.val(),
                events: top.events_o.val().to_u64() as u16,
            }
        })
    }

    fn edge(&mut self) {
        with!(self, top => {
            top.clk_i.next = true.into();
            settle(&mut **top);
        })
    }
}

/// Makes object allocators in rust-hdl's simulator, on their bench.
#[derive(Clone, Copy, Debug)]
pub struct RustHdlMaker;

impl Maker for RustHdlMaker {
    type Dut = Bench<RustHdl>;
    fn make(&self, geometry: &Geometry, case: &Case, _vcd: Option<&Path>) -> Bench<RustHdl> {
        Bench::new(RustHdl::new(geometry), case.timing, case.errors, case.seed)
    }
    fn name(&self) -> &'static str {
        "RustHdlMaker"
    }
}
