//! The running system.

use crate::{models::MODELS, Program, Traffic};
use memento_harness::verilator::{Model, ModelError, Port, Recording};

/// Bytes of RAM, from address 0 on (`rtl/soc_simulation.sv`).
pub const RAM_BYTES: u64 = include!(concat!(env!("OUT_DIR"), "/ram_bytes.rs"));

/// Where a simulation puts data for a program, up to RAM's end (`DATA` of `sw/firmware/runtime/src/memory.rs`).
pub const DATA_ADDRESS: u32 = (RAM_BYTES / 8 * 7) as u32;

/// Names of the faults of `faults.toml`, in order.
const FAULTS: &[&str] = include!(concat!(env!("OUT_DIR"), "/faults.rs"));

/// The cores that systems have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Core {
    /// `rtl/memento_soc.sv`.
    #[default]
    VexRiscv,
    /// `rtl/memento_pico_soc.sv`, which has no interrupts.
    PicoRv32,
}

/// Models of [`MODELS`], in the order of `build.rs`.
const VEXRISCV: usize = 0;
const WITH_FAULTS: usize = 1;
const PICORV32: usize = 2;

/// Cycles for which reset is held after the program was loaded.
const RESET_CYCLES: u64 = 4;

/// Why a run has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The program has ended with this code.
    Exit(u32),
    /// The limit was reached; the program counter of the instruction that was completed last.
    Limit {
        /// Its address.
        program_counter: u32,
    },
}

/// A custom instruction that Memento has accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CustomInstruction {
    /// Cycle in which it was.
    pub cycle: u64,
    /// `funct7` above `funct3`.
    pub function: u16,
    /// rs1.
    pub operand: u32,
}

macro_rules! ports {
    ($($field:ident $name:literal $bits:literal,)*) => {
        struct Ports { $($field: Port,)* }
        impl Ports {
            fn find(model: &Model) -> Result<Ports, ModelError> {
                Ok(Ports { $($field: model.port($name, $bits)?,)* })
            }
        }
    };
}
ports! {
    clk "clk_i" 1,
    rst_n "rst_ni" 1,
    console_valid "console_valid_o" 1,
    console_data "console_data_o" 8,
    exit_valid "exit_valid_o" 1,
    exit_code "exit_code_o" 32,
    load_valid "load_valid_i" 1,
    load_address "load_address_i" 32,
    load_data "load_data_i" 32,
    program_counter "program_counter_o" 32,
    cfu_taken "cfu_taken_o" 1,
    cfu_function "cfu_function_o" 10,
    cfu_operand "cfu_operand_o" 32,
    core_fetched "core_fetched_o" 64,
    core_loaded "core_loaded_o" 64,
    core_stored "core_stored_o" 64,
    memento_read "memento_read_o" 64,
    memento_written "memento_written_o" 64,
    region_accesses "region_accesses_o" 64,
}

/// The system with a program.
pub struct Soc {
    model: Model,
    ports: Ports,
    cycle: u64,
    recording: Option<Recording>,
    custom_instructions: Option<Vec<CustomInstruction>>,
    traffic_at_lines: Vec<Traffic>,
}

impl Soc {
    /// The system with VexRiscv, out of reset, with `program` in RAM. The rest of RAM, and what has no reset value, is drawn from `seed`.
    ///
    /// # Errors
    /// The recording cannot be opened, when it is.
    pub fn new(program: &Program, seed: u64, recording: Option<Recording>) -> Result<Soc, ModelError> {
        Soc::with_core(Core::VexRiscv, program, seed, recording)
    }

    /// The system with this core; all else as [`Soc::new`].
    ///
    /// # Errors
    /// The recording cannot be opened, when it is.
    pub fn with_core(
        core: Core,
        program: &Program,
        seed: u64,
        recording: Option<Recording>,
    ) -> Result<Soc, ModelError> {
        let model = match core {
            Core::VexRiscv => VEXRISCV,
            Core::PicoRv32 => PICORV32,
        };
        Soc::start(Model::of(&MODELS[model], seed)?, program, recording)
    }

    /// The system with one of the faults of `faults.toml`; all else as [`Soc::new`].
    ///
    /// # Errors
    /// The recording cannot be opened, when it is.
    ///
    /// # Panics
    /// There is no such fault.
    pub fn with_fault(
        fault: &str,
        program: &Program,
        seed: u64,
        recording: Option<Recording>,
    ) -> Result<Soc, ModelError> {
        let number = FAULTS.iter().position(|name| *name == fault);
        let number = number.unwrap_or_else(|| panic!("faults.toml has no fault {fault}"));
        let mut model = Model::of(&MODELS[WITH_FAULTS], seed)?;
        let port = model.port("fault_i", 8)?;
        model.set(port, number as u64 + 1);
        Soc::start(model, program, recording)
    }

    fn start(model: Model, program: &Program, recording: Option<Recording>) -> Result<Soc, ModelError> {
        let ports = Ports::find(&model)?;
        let mut soc = Soc {
            model,
            ports,
            cycle: 0,
            recording: None,
            custom_instructions: None,
            traffic_at_lines: Vec::new(),
        };
        soc.model.set(soc.ports.load_valid, 1);
        for (address, bytes) in program.parts() {
            soc.load(*address, bytes)?;
        }
        soc.model.set(soc.ports.load_valid, 0);
        for _ in 0..RESET_CYCLES {
            soc.step()?;
        }
        soc.model.set(soc.ports.rst_n, 1);
        soc.cycle = 0;
        soc.recording = recording;
        Ok(soc)
    }

    /// Bytes into RAM; those beside them in their words become 0.
    fn load(&mut self, address: u32, bytes: &[u8]) -> Result<(), ModelError> {
        let skew = address as usize % 4;
        let padded: Vec<u8> = std::iter::repeat_n(0, skew).chain(bytes.iter().copied()).collect();
        for (word, chunk) in (address / 4..).zip(padded.chunks(4)) {
            let mut data = [0; 4];
            data[..chunk.len()].copy_from_slice(chunk);
            self.model.set(self.ports.load_address, u64::from(word) * 4);
            self.model
                .set(self.ports.load_data, u64::from(u32::from_le_bytes(data)));
            self.step()?;
        }
        Ok(())
    }

    /// Keeps every custom instruction from now on, for [`Soc::custom_instructions`].
    pub fn watch_custom_instructions(&mut self) {
        self.custom_instructions = Some(Vec::new());
    }

    /// The custom instructions that Memento has accepted since they are watched.
    pub fn custom_instructions(&self) -> &[CustomInstruction] {
        self.custom_instructions.as_deref().unwrap_or_default()
    }

    /// What has gone to memory since reset.
    pub fn traffic(&self) -> Traffic {
        let get = |port| self.model.get(port);
        Traffic {
            core_fetched: get(self.ports.core_fetched),
            core_loaded: get(self.ports.core_loaded),
            core_stored: get(self.ports.core_stored),
            memento_read: get(self.ports.memento_read),
            memento_written: get(self.ports.memento_written),
            region_accesses: get(self.ports.region_accesses),
        }
    }

    /// What had gone to memory at the end of each line of the console.
    pub fn traffic_at_lines(&self) -> &[Traffic] {
        &self.traffic_at_lines
    }

    /// Cycles since reset.
    pub fn cycle(&self) -> u64 {
        self.cycle
    }

    /// Runs until the program ends, or until cycle `limit`. `console` gets each byte that the program writes.
    ///
    /// # Errors
    /// The recording cannot be opened.
    pub fn run(&mut self, limit: u64, mut console: impl FnMut(u8)) -> Result<Stop, ModelError> {
        while self.cycle < limit {
            self.step()?;
            if self.model.get(self.ports.console_valid) == 1 {
                let byte = self.model.get(self.ports.console_data) as u8;
                if byte == b'\n' {
                    self.traffic_at_lines.push(self.traffic());
                }
                console(byte);
            }
            if self.model.get(self.ports.exit_valid) == 1 {
                self.model.close_vcd();
                return Ok(Stop::Exit(self.model.get(self.ports.exit_code) as u32));
            }
        }
        self.model.close_vcd();
        Ok(Stop::Limit {
            program_counter: self.model.get(self.ports.program_counter) as u32,
        })
    }

    /// A cycle: up to the next rising edge, and what the outputs are then.
    fn step(&mut self) -> Result<(), ModelError> {
        if let Some(recording) = &self.recording {
            recording.follow(&mut self.model, self.cycle)?;
        }
        self.model.set(self.ports.clk, 0);
        self.model.eval();
        self.model.dump();
        self.model.set(self.ports.clk, 1);
        self.model.eval();
        self.model.dump();
        self.cycle += 1;
        if let Some(seen) = &mut self.custom_instructions {
            if self.model.get(self.ports.cfu_taken) == 1 {
                seen.push(CustomInstruction {
                    cycle: self.cycle,
                    function: self.model.get(self.ports.cfu_function) as u16,
                    operand: self.model.get(self.ports.cfu_operand) as u32,
                });
            }
        }
        Ok(())
    }
}
