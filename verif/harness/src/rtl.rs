//! The object allocator's committed Verilog under Verilator.

use crate::{
    bench::Bench,
    pins::{Inputs, Outputs, Pins},
    property::Maker,
    steps::Case,
    verilator::{Model, ModelError, Port, Recording},
};
use memento_abi::{Event, Geometry};
use std::path::Path;

/// Verilog name of the module.
const MODULE: &str = "memento_object_allocator";

/// The pins of the verilated object allocator.
pub struct Rtl {
    model: Model,
    geometry: Geometry,
    ports: Ports,
    cycle: u64,
    recording: Option<Recording>,
}

macro_rules! ports {
    ($($field:ident $name:literal $bits:expr,)*) => {
        struct Ports { $($field: Port,)* }
        impl Ports {
            fn find(model: &Model, geometry: &Geometry) -> Result<Ports, ModelError> {
                let width = Widths { address: geometry.address_bits, page: geometry.page_bits(), class: geometry.class_bits() };
                Ok(Ports { $($field: model.port($name, $bits(&width))?,)* })
            }
        }
    };
}

/// Widths that follow from the configuration, in bits.
struct Widths {
    address: u32,
    page: u32,
    class: u32,
}

fn one(_: &Widths) -> u32 {
    1
}
fn address(width: &Widths) -> u32 {
    width.address
}
fn page(width: &Widths) -> u32 {
    width.page
}
fn status(_: &Widths) -> u32 {
    3
}
fn beat(_: &Widths) -> u32 {
    64
}

ports! {
    clk "clk_i" one,
    rst_n "rst_ni" one,
    region_base "region_base_i" address,
    slice_limit_pages "slice_limit_pages_i" |width: &Widths| width.page + 1,
    reuse_threshold "reuse_threshold_i" |_: &Widths| 9,
    req_valid "req_valid_i" one,
    req_ready "req_ready_o" one,
    req_operation "req_operation_i" |_: &Widths| 2,
    req_operand "req_operand_i" address,
    rsp_valid "rsp_valid_o" one,
    rsp_ready "rsp_ready_i" one,
    rsp_status "rsp_status_o" status,
    rsp_address "rsp_address_o" address,
    mem_req_valid "mem_req_valid_o" one,
    mem_req_ready "mem_req_ready_i" one,
    mem_req_write "mem_req_write_o" one,
    mem_req_address "mem_req_address_o" address,
    mem_req_wdata "mem_req_wdata_o" beat,
    mem_rsp_valid "mem_rsp_valid_i" one,
    mem_rsp_ready "mem_rsp_ready_o" one,
    mem_rsp_rdata "mem_rsp_rdata_i" beat,
    mem_rsp_error "mem_rsp_error_i" one,
    pages_req_valid "pages_req_valid_o" one,
    pages_req_ready "pages_req_ready_i" one,
    pages_req_release "pages_req_release_o" one,
    pages_req_class "pages_req_class_o" |width: &Widths| width.class,
    pages_req_page "pages_req_page_o" page,
    pages_req_link_valid "pages_req_link_valid_o" one,
    pages_req_link_page "pages_req_link_page_o" page,
    pages_rsp_valid "pages_rsp_valid_i" one,
    pages_rsp_status "pages_rsp_status_i" status,
    pages_rsp_link_valid "pages_rsp_link_valid_i" one,
    pages_rsp_link_page "pages_rsp_link_page_i" page,
    bypass_install_valid "bypass_install_valid_o" one,
    bypass_install_class "bypass_install_class_o" |width: &Widths| width.class,
    bypass_install_page "bypass_install_page_o" page,
    bypass_install_value "bypass_install_value_o" |_: &Widths| 16,
    bypass_class "bypass_class_o" |width: &Widths| width.class,
    bypass_value "bypass_value_i" |_: &Widths| 16,
    error_valid "error_valid_o" one,
    error_status "error_status_o" status,
    error_address "error_address_o" address,
    fault "fault_o" one,
    idle "idle_o" one,
    events "events_o" |_: &Widths| Event::COUNT as u32,
}

impl Rtl {
    /// The object allocator of a configuration; registers without a reset value start as `seed` says.
    ///
    /// # Errors
    /// The model was not built, or its ports are not those of the configuration.
    pub fn new(geometry: Geometry, seed: u64, recording: Option<Recording>) -> Result<Rtl, ModelError> {
        let model = Model::new(MODULE, geometry.name, seed)?;
        let ports = Ports::find(&model, &geometry)?;
        Ok(Rtl {
            model,
            geometry,
            ports,
            cycle: 0,
            recording,
        })
    }
}

impl Rtl {
    /// The model, to look at ports that the bench does not know.
    pub fn model(&self) -> &Model {
        &self.model
    }
}

impl Pins for Rtl {
    fn geometry(&self) -> Geometry {
        self.geometry
    }

    fn eval(&mut self, inputs: &Inputs) -> Outputs {
        if let Some(recording) = &self.recording {
            // A file that cannot be written is found before the run; here only a full disk is left.
            let _ = recording.follow(&mut self.model, self.cycle);
        }
        let (model, p) = (&mut self.model, &self.ports);
        model.set(p.clk, 0);
        model.set(p.rst_n, u64::from(inputs.rst_n));
        model.set(p.region_base, inputs.region_base);
        model.set(p.slice_limit_pages, inputs.slice_limit_pages);
        model.set(p.reuse_threshold, u64::from(inputs.reuse_threshold));
        model.set(p.req_valid, u64::from(inputs.req_valid));
        model.set(p.req_operation, u64::from(inputs.req_operation));
        model.set(p.req_operand, inputs.req_operand);
        model.set(p.rsp_ready, u64::from(inputs.rsp_ready));
        model.set(p.mem_req_ready, u64::from(inputs.mem_req_ready));
        model.set(p.mem_rsp_valid, u64::from(inputs.mem_rsp_valid));
        model.set(p.mem_rsp_rdata, inputs.mem_rsp_rdata);
        model.set(p.mem_rsp_error, u64::from(inputs.mem_rsp_error));
        model.set(p.pages_req_ready, u64::from(inputs.pages_req_ready));
        model.set(p.pages_rsp_valid, u64::from(inputs.pages_rsp_valid));
        model.set(p.pages_rsp_status, u64::from(inputs.pages_rsp_status));
        model.set(p.pages_rsp_link_valid, u64::from(inputs.pages_rsp_link_valid));
        model.set(p.pages_rsp_link_page, inputs.pages_rsp_link_page);
        model.set(p.bypass_value, u64::from(inputs.bypass_value));
        model.eval();
        model.dump();
        Outputs {
            req_ready: model.get(p.req_ready) != 0,
            rsp_valid: model.get(p.rsp_valid) != 0,
            rsp_status: model.get(p.rsp_status) as u8,
            rsp_address: model.get(p.rsp_address),
            mem_req_valid: model.get(p.mem_req_valid) != 0,
            mem_req_write: model.get(p.mem_req_write) != 0,
            mem_req_address: model.get(p.mem_req_address),
            mem_req_wdata: model.get(p.mem_req_wdata),
            mem_rsp_ready: model.get(p.mem_rsp_ready) != 0,
            pages_req_valid: model.get(p.pages_req_valid) != 0,
            pages_req_release: model.get(p.pages_req_release) != 0,
            pages_req_class: model.get(p.pages_req_class) as u32,
            pages_req_page: model.get(p.pages_req_page),
            pages_req_link_valid: model.get(p.pages_req_link_valid) != 0,
            pages_req_link_page: model.get(p.pages_req_link_page),
            bypass_install_valid: model.get(p.bypass_install_valid) != 0,
            bypass_install_class: model.get(p.bypass_install_class) as u32,
            bypass_install_page: model.get(p.bypass_install_page),
            bypass_install_value: model.get(p.bypass_install_value) as u16,
            bypass_class: model.get(p.bypass_class) as u32,
            error_valid: model.get(p.error_valid) != 0,
            error_status: model.get(p.error_status) as u8,
            error_address: model.get(p.error_address),
            fault: model.get(p.fault) != 0,
            idle: model.get(p.idle) != 0,
            events: model.get(p.events) as u16,
        }
    }

    fn edge(&mut self) {
        self.model.set(self.ports.clk, 1);
        self.model.eval();
        self.model.dump();
        self.cycle += 1;
    }
}

/// Makes the verilated object allocator of any configuration, on its bench.
#[derive(Clone, Copy, Debug)]
pub struct RtlMaker;

impl Maker for RtlMaker {
    type Dut = Bench<Rtl>;
    fn make(&self, geometry: &Geometry, case: &Case, vcd: Option<&Path>) -> Bench<Rtl> {
        let recording = vcd.map(|path| Recording {
            path: path.into(),
            cycles: 0..u64::MAX,
        });
        let rtl = Rtl::new(*geometry, case.seed, recording).unwrap_or_else(|error| panic!("{error}"));
        Bench::new(rtl, case.timing, case.errors, case.seed)
    }
    fn name(&self) -> &'static str {
        "RtlMaker"
    }
}
