//! The ports of the whole, cycle by cycle.

use crate::{
    axi::{Burst, FromMaster, ToMaster, WriteBeat},
    axi_lite::AxiLitePins,
    verilator::{Model, ModelError, Port, Recording},
};
use memento_abi::Geometry;

/// Verilog name of the module.
const MODULE: &str = "memento_top";

/// A custom instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// funct7 above funct3.
    pub function: u16,
    /// rs1.
    pub operand: u64,
}

/// A load or store of a hart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataRequest {
    /// Virtual address.
    pub address: u64,
    /// What to store, and which bytes of it; `None` loads.
    pub store: Option<(u64, u8)>,
}

/// How a load or store ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataResponse {
    /// The eight bytes at the address.
    pub data: u64,
    /// Status code.
    pub status: u8,
}

/// What drives the whole in a cycle.
#[derive(Clone, Copy, Debug, Default)]
pub struct TopInputs {
    /// Low resets.
    pub rst_n: bool,
    /// Registers: what a master drives.
    pub csr: AxiLitePins,
    /// A custom instruction.
    pub cfu: Option<Instruction>,
    /// Its result would be taken.
    pub cfu_ready: bool,
    /// A load or store.
    pub data: Option<DataRequest>,
    /// Its response would be taken.
    pub data_ready: bool,
    /// Memory.
    pub axi: ToMaster,
}

/// What the whole says in a cycle.
#[derive(Clone, Copy, Debug)]
pub struct TopOutputs {
    /// Registers: all pins.
    pub csr: AxiLitePins,
    /// The interrupt.
    pub irq: bool,
    /// The instruction is taken.
    pub cfu_ready: bool,
    /// A result.
    pub cfu: Option<u64>,
    /// The load or store is taken.
    pub data_ready: bool,
    /// A response.
    pub data: Option<DataResponse>,
    /// Memory.
    pub axi: FromMaster,
}

macro_rules! ports {
    ($($field:ident $name:literal $bits:expr,)*) => {
        struct Ports { $($field: Port,)* }
        impl Ports {
            fn find(model: &Model, geometry: &Geometry) -> Result<Ports, ModelError> {
                let (address, operand) = (geometry.address_bits, if geometry.address_bits > 32 { 64 } else { 32 });
                let width = |bits: u32| match bits { ADDRESS => address, OPERAND => operand, bits => bits };
                Ok(Ports { $($field: model.port($name, width($bits))?,)* })
            }
        }
    };
}

/// As wide as an address, and as a hart's register.
const ADDRESS: u32 = 1000;
const OPERAND: u32 = 1001;

ports! {
    clk "clk_i" 1, rst_n "rst_ni" 1,
    awvalid "csr_awvalid_i" 1, awready "csr_awready_o" 1, awaddr "csr_awaddr_i" 12, awprot "csr_awprot_i" 3,
    wvalid "csr_wvalid_i" 1, wready "csr_wready_o" 1, wdata "csr_wdata_i" 32, wstrb "csr_wstrb_i" 4,
    bvalid "csr_bvalid_o" 1, bready "csr_bready_i" 1, bresp "csr_bresp_o" 2,
    arvalid "csr_arvalid_i" 1, arready "csr_arready_o" 1, araddr "csr_araddr_i" 12, arprot "csr_arprot_i" 3,
    rvalid "csr_rvalid_o" 1, rready "csr_rready_i" 1, rdata "csr_rdata_o" 32, rresp "csr_rresp_o" 2,
    irq "irq_o" 1,
    cfu_valid "cfu_cmd_valid_i" 1, cfu_ready "cfu_cmd_ready_o" 1, cfu_function "cfu_cmd_function_id_i" 10,
    cfu_operand "cfu_cmd_inputs_0_i" OPERAND, cfu_other "cfu_cmd_inputs_1_i" OPERAND,
    cfu_rsp_valid "cfu_rsp_valid_o" 1, cfu_rsp_ready "cfu_rsp_ready_i" 1, cfu_result "cfu_rsp_outputs_0_o" OPERAND,
    data_valid "data_req_valid_i" 1, data_ready "data_req_ready_o" 1, data_write "data_req_write_i" 1,
    data_address "data_req_address_i" ADDRESS, data_wdata "data_req_wdata_i" 64, data_wstrb "data_req_wstrb_i" 8,
    data_rsp_valid "data_rsp_valid_o" 1, data_rsp_ready "data_rsp_ready_i" 1, data_rdata "data_rsp_rdata_o" 64,
    data_status "data_rsp_status_o" 3,
    axi_awvalid "axi_awvalid_o" 1, axi_awready "axi_awready_i" 1, axi_awid "axi_awid_o" 1,
    axi_awaddr "axi_awaddr_o" ADDRESS, axi_awlen "axi_awlen_o" 8, axi_awsize "axi_awsize_o" 3,
    axi_awburst "axi_awburst_o" 2, axi_awcache "axi_awcache_o" 4, axi_awprot "axi_awprot_o" 3,
    axi_wvalid "axi_wvalid_o" 1, axi_wready "axi_wready_i" 1, axi_wdata "axi_wdata_o" 64, axi_wstrb "axi_wstrb_o" 8,
    axi_wlast "axi_wlast_o" 1, axi_bvalid "axi_bvalid_i" 1, axi_bready "axi_bready_o" 1, axi_bresp "axi_bresp_i" 2,
    axi_arvalid "axi_arvalid_o" 1, axi_arready "axi_arready_i" 1, axi_arid "axi_arid_o" 1,
    axi_araddr "axi_araddr_o" ADDRESS, axi_arlen "axi_arlen_o" 8, axi_arsize "axi_arsize_o" 3,
    axi_arburst "axi_arburst_o" 2, axi_arcache "axi_arcache_o" 4, axi_arprot "axi_arprot_o" 3,
    axi_rvalid "axi_rvalid_i" 1, axi_rready "axi_rready_o" 1, axi_rdata "axi_rdata_i" 64, axi_rresp "axi_rresp_i" 2,
    axi_rlast "axi_rlast_i" 1,
}

/// The pins of the verilated whole.
pub struct TopPins {
    model: Model,
    ports: Ports,
    cycle: u64,
    recording: Option<Recording>,
    /// Ports that mean nothing keep their value, as in a system, instead of changing in every cycle to show that nobody looks.
    pub quiet: bool,
}

impl TopPins {
    /// The whole in a configuration; registers without a reset value start as `seed` says.
    ///
    /// # Errors
    /// The model was not built, or its ports are not those of the configuration.
    pub fn new(geometry: &Geometry, seed: u64, recording: Option<Recording>) -> Result<TopPins, ModelError> {
        let model = Model::new(MODULE, geometry.name, seed)?;
        let ports = Ports::find(&model, geometry)?;
        Ok(TopPins {
            model,
            ports,
            cycle: 0,
            recording,
            quiet: false,
        })
    }

    /// Drives the inputs, with the clock low, and returns the outputs that follow.
    pub fn eval(&mut self, inputs: &TopInputs) -> TopOutputs {
        if let Some(recording) = &self.recording {
            // A file that cannot be written is found before the run; here only a full disk is left.
            let _ = recording.follow(&mut self.model, self.cycle);
        }
        self.drive(inputs);
        self.model.eval();
        self.model.dump();
        self.outputs(&inputs.csr)
    }

    /// Raises the clock.
    pub fn edge(&mut self) {
        self.model.set(self.ports.clk, 1);
        self.model.eval();
        self.model.dump();
        self.cycle += 1;
    }

    fn drive(&mut self, inputs: &TopInputs) {
        let (model, p) = (&mut self.model, &self.ports);
        model.set(p.clk, 0);
        model.set(p.rst_n, inputs.rst_n.into());
        let csr = &inputs.csr;
        model.set(p.awvalid, csr.awvalid.into());
        model.set(p.awaddr, csr.awaddr.into());
        model.set(p.wvalid, csr.wvalid.into());
        model.set(p.wdata, csr.wdata.into());
        model.set(p.wstrb, csr.wstrb.into());
        model.set(p.bready, csr.bready.into());
        model.set(p.arvalid, csr.arvalid.into());
        model.set(p.araddr, csr.araddr.into());
        model.set(p.rready, csr.rready.into());
        // What means nothing is driven with something.
        let noise = !self.quiet;
        if noise {
            model.set(p.awprot, self.cycle);
            model.set(p.arprot, self.cycle + 3);
            model.set(p.cfu_other, !self.cycle);
        }
        model.set(p.cfu_valid, inputs.cfu.is_some().into());
        if noise || inputs.cfu.is_some() {
            let instruction = inputs.cfu.unwrap_or(Instruction {
                function: self.cycle as u16,
                operand: !self.cycle,
            });
            model.set(p.cfu_function, instruction.function.into());
            model.set(p.cfu_operand, instruction.operand);
        }
        model.set(p.cfu_rsp_ready, inputs.cfu_ready.into());
        model.set(p.data_valid, inputs.data.is_some().into());
        if noise || inputs.data.is_some() {
            let request = inputs.data.unwrap_or(DataRequest {
                address: !self.cycle,
                store: Some((self.cycle, self.cycle as u8)),
            });
            model.set(p.data_write, request.store.is_some().into());
            model.set(p.data_address, request.address);
            if noise || request.store.is_some() {
                let (wdata, wstrb) = request.store.unwrap_or((!self.cycle, self.cycle as u8));
                model.set(p.data_wdata, wdata);
                model.set(p.data_wstrb, wstrb.into());
            }
        }
        model.set(p.data_rsp_ready, inputs.data_ready.into());
        let axi = &inputs.axi;
        model.set(p.axi_awready, axi.aw_ready.into());
        model.set(p.axi_wready, axi.w_ready.into());
        model.set(p.axi_arready, axi.ar_ready.into());
        model.set(p.axi_bvalid, axi.b.is_some().into());
        if noise || axi.b.is_some() {
            model.set(p.axi_bresp, axi.b.unwrap_or(self.cycle as u8).into());
        }
        model.set(p.axi_rvalid, axi.r.is_some().into());
        if noise || axi.r.is_some() {
            let (data, resp, last) = axi.r.unwrap_or((!self.cycle, self.cycle as u8, self.cycle & 1 == 0));
            model.set(p.axi_rdata, data);
            model.set(p.axi_rresp, resp.into());
            model.set(p.axi_rlast, last.into());
        }
    }

    fn outputs(&self, driven: &AxiLitePins) -> TopOutputs {
        let p = &self.ports;
        let get = |port| self.model.get(port);
        let high = |port| get(port) != 0;
        let aw = Burst {
            id: get(p.axi_awid) as u8,
            address: get(p.axi_awaddr),
            len: get(p.axi_awlen) as u8,
            size: get(p.axi_awsize) as u8,
            burst: get(p.axi_awburst) as u8,
            cache: get(p.axi_awcache) as u8,
            prot: get(p.axi_awprot) as u8,
        };
        let ar = Burst {
            id: get(p.axi_arid) as u8,
            address: get(p.axi_araddr),
            len: get(p.axi_arlen) as u8,
            size: get(p.axi_arsize) as u8,
            burst: get(p.axi_arburst) as u8,
            cache: get(p.axi_arcache) as u8,
            prot: get(p.axi_arprot) as u8,
        };
        let w = WriteBeat {
            data: get(p.axi_wdata),
            strb: get(p.axi_wstrb) as u8,
            last: high(p.axi_wlast),
        };
        let response = DataResponse {
            data: get(p.data_rdata),
            status: get(p.data_status) as u8,
        };
        TopOutputs {
            csr: AxiLitePins {
                awready: high(p.awready),
                wready: high(p.wready),
                bvalid: high(p.bvalid),
                bresp: get(p.bresp) as u8,
                arready: high(p.arready),
                rvalid: high(p.rvalid),
                rdata: get(p.rdata) as u32,
                rresp: get(p.rresp) as u8,
                ..*driven
            },
            irq: high(p.irq),
            cfu_ready: high(p.cfu_ready),
            cfu: high(p.cfu_rsp_valid).then(|| get(p.cfu_result)),
            data_ready: high(p.data_ready),
            data: high(p.data_rsp_valid).then_some(response),
            axi: FromMaster {
                aw: high(p.axi_awvalid).then_some(aw),
                w: high(p.axi_wvalid).then_some(w),
                b_ready: high(p.axi_bready),
                ar: high(p.axi_arvalid).then_some(ar),
                r_ready: high(p.axi_rready),
            },
        }
    }
}
