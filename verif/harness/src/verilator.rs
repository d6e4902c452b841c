//! Verilator models: made by name, driven through ports that are looked up once.
//!
//! Each model has a simulation context of its own, so any number run side by side in one process, each in one thread at a
//! time. Registers without a reset start with contents drawn from a seed.

use std::{
    ffi::{c_int, c_void},
    ops::Range,
    path::{Path, PathBuf},
    ptr::NonNull,
};
use verilated::vcd::{Vcd, VcdC};

/// A C++ model, seen from Rust.
#[repr(C)]
pub struct Handle {
    _opaque: [u8; 0],
}

/// A port of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortInfo {
    /// Its Verilog name.
    pub name: &'static str,
    /// Its width in bits.
    pub bits: u32,
    /// Whether the module reads it.
    pub input: bool,
}

/// The C functions of a model.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Functions {
    pub new: unsafe extern "C" fn(c_int) -> *mut Handle,
    pub delete: unsafe extern "C" fn(*mut Handle),
    pub bind: unsafe extern "C" fn(*mut Handle),
    pub eval: unsafe extern "C" fn(*mut Handle),
    pub trace: unsafe extern "C" fn(*mut Handle, *mut VcdC),
    pub port: unsafe extern "C" fn(*mut Handle, c_int) -> *mut c_void,
}

/// A module that was built for a configuration.
#[derive(Debug)]
pub struct ModelInfo {
    /// Verilog name of the module.
    pub module: &'static str,
    /// Name of the configuration.
    pub configuration: &'static str,
    /// Its ports, in the order of the declaration.
    pub ports: &'static [PortInfo],
    functions: Functions,
}

impl ModelInfo {
    /// A row of the table that a build script writes.
    ///
    /// # Safety
    /// The functions are those of a model that has these ports.
    pub const unsafe fn new(
        module: &'static str,
        configuration: &'static str,
        ports: &'static [PortInfo],
        functions: Functions,
    ) -> ModelInfo {
        ModelInfo {
            module,
            configuration,
            ports,
            functions,
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/models.rs"));

/// Why a model or a port cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The table in `build.rs` does not list the module.
    #[error("no Verilator model of module {module} in configuration {configuration} was built; add it to MODULES in verif/harness/build.rs")]
    UnknownModel {
        /// The module asked for.
        module: String,
        /// The configuration asked for.
        configuration: String,
    },
    /// The module has no such port.
    #[error("module {module} has no port {port} of {bits} bits; its ports are {ports}")]
    UnknownPort {
        /// The module.
        module: &'static str,
        /// The port asked for.
        port: String,
        /// The width asked for.
        bits: u32,
        /// What there is.
        ports: String,
    },
    /// The VCD file cannot be opened.
    #[error("the VCD file {} cannot be opened for writing", path.display())]
    Vcd {
        /// The file.
        path: PathBuf,
    },
}

/// A port of up to 64 bits of one [`Model`].
#[derive(Clone, Copy, Debug)]
pub struct Port {
    storage: NonNull<c_void>,
    bits: u32,
}

/// A port of more than 64 bits of one [`Model`].
#[derive(Clone, Copy, Debug)]
pub struct WidePort {
    storage: NonNull<u32>,
    words: usize,
}

/// Cycles to record, and the file to record into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// The VCD file.
    pub path: PathBuf,
    /// First cycle, and the first one no longer recorded. Cycle n's rising edge is at time 2n + 1.
    pub cycles: Range<u64>,
}

impl Recording {
    /// Begins or ends it, where `cycle`, the one that comes next, is the one to do so.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn follow(&self, model: &mut Model, cycle: u64) -> Result<(), ModelError> {
        if cycle == self.cycles.start {
            model.open_vcd(&self.path)?;
        } else if cycle == self.cycles.end {
            model.close_vcd();
        }
        Ok(())
    }
}

/// A running Verilator model.
pub struct Model {
    handle: NonNull<Handle>,
    info: &'static ModelInfo,
    vcd: Option<Vcd>,
    time: u64,
}

// SAFETY: a model has its own context, and everything it points to belongs to it; it may move to another thread, though
// not be used by two at once.
unsafe impl Send for Model {}

impl Model {
    /// The model of `module` (its Verilog name) in `configuration`; all inputs are 0, and registers without a reset value
    /// start as `seed` says: 0 starts them all as zeros.
    ///
    /// # Errors
    /// The model was not built.
    pub fn new(module: &str, configuration: &str, seed: u64) -> Result<Model, ModelError> {
        let info = MODELS
            .iter()
            .find(|info| info.module == module && info.configuration == configuration)
            .ok_or_else(|| ModelError::UnknownModel {
                module: module.into(),
                configuration: configuration.into(),
            })?;
        Model::of(info, seed)
    }

    /// The model that `info` describes, as [`Model::new`] makes it.
    ///
    /// # Errors
    /// None but those of a port that its own table does not have.
    pub fn of(info: &'static ModelInfo, seed: u64) -> Result<Model, ModelError> {
        // Verilator takes 31 bits, and 0 would mean the time of day; here it means zeros.
        let seed = match seed {
            0 => 0,
            _ => ((seed ^ (seed >> 32)) as c_int & c_int::MAX).max(1),
        };
        // SAFETY: the function is the one generated for this model and has no precondition.
        let handle = NonNull::new(unsafe { (info.functions.new)(seed) }).expect("operator new does not return null");
        let mut model = Model {
            handle,
            info,
            vcd: None,
            time: 0,
        };
        // Only registers are to start at random.
        for port in info.ports.iter().filter(|port| port.input) {
            if port.bits <= 64 {
                let port = model.port(port.name, port.bits)?;
                model.set(port, 0);
            } else {
                let port = model.wide_port(port.name, port.bits)?;
                model.wide_mut(port).fill(0);
            }
        }
        Ok(model)
    }

    /// What was built: module, configuration, ports.
    pub fn info(&self) -> &'static ModelInfo {
        self.info
    }

    /// Looks up a port of exactly `bits` bits, at most 64. The port is of use with this model only.
    ///
    /// # Errors
    /// There is no such port.
    pub fn port(&self, name: &str, bits: u32) -> Result<Port, ModelError> {
        assert!(bits <= 64, "port {name} of {bits} bits is wide: use wide_port");
        Ok(Port {
            storage: self.storage(name, bits)?,
            bits,
        })
    }

    /// Looks up a port of exactly `bits` bits, more than 64. The port is of use with this model only.
    ///
    /// # Errors
    /// There is no such port.
    pub fn wide_port(&self, name: &str, bits: u32) -> Result<WidePort, ModelError> {
        assert!(bits > 64, "port {name} of {bits} bits is not wide: use port");
        Ok(WidePort {
            storage: self.storage(name, bits)?.cast(),
            words: bits.div_ceil(32) as usize,
        })
    }

    fn storage(&self, name: &str, bits: u32) -> Result<NonNull<c_void>, ModelError> {
        let found = self
            .info
            .ports
            .iter()
            .position(|port| port.name == name && port.bits == bits);
        let index = found.ok_or_else(|| ModelError::UnknownPort {
            module: self.info.module,
            port: name.into(),
            bits,
            ports: self
                .info
                .ports
                .iter()
                .map(|p| format!("{}[{}]", p.name, p.bits))
                .collect::<Vec<_>>()
                .join(", "),
        })?;
        // SAFETY: the handle is alive; the function returns null only for an index that is not in the table.
        let storage = unsafe { (self.info.functions.port)(self.handle.as_ptr(), index as c_int) };
        Ok(NonNull::new(storage).expect("every listed port has storage"))
    }

    /// The value of a port.
    #[inline]
    pub fn get(&self, port: Port) -> u64 {
        let storage = port.storage.as_ptr();
        // SAFETY: the storage belongs to this living model, and Verilator gives a port of this many bits this type.
        unsafe {
            match port.bits {
                0..=8 => u64::from(*storage.cast::<u8>()),
                9..=16 => u64::from(*storage.cast::<u16>()),
                17..=32 => u64::from(*storage.cast::<u32>()),
                _ => *storage.cast::<u64>(),
            }
        }
    }

    /// Drives a port. Bits of `value` beyond the port's width are dropped.
    #[inline]
    pub fn set(&mut self, port: Port, value: u64) {
        let value = value & (u64::MAX >> (64 - port.bits));
        let storage = port.storage.as_ptr();
        // SAFETY: as in `get`; `&mut self` says that nobody else looks.
        unsafe {
            match port.bits {
                0..=8 => *storage.cast::<u8>() = value as u8,
                9..=16 => *storage.cast::<u16>() = value as u16,
                17..=32 => *storage.cast::<u32>() = value as u32,
                _ => *storage.cast::<u64>() = value,
            }
        }
    }

    /// A wide port's value as 32-bit words, lowest first; bits beyond the width are 0.
    pub fn wide(&self, port: WidePort) -> &[u32] {
        // SAFETY: the storage belongs to this living model and holds this many words.
        unsafe { std::slice::from_raw_parts(port.storage.as_ptr(), port.words) }
    }

    /// A wide port's value as 32-bit words to change. Bits beyond the width must be left 0.
    pub fn wide_mut(&mut self, port: WidePort) -> &mut [u32] {
        // SAFETY: as in `wide`, and `&mut self` says that nobody else looks.
        unsafe { std::slice::from_raw_parts_mut(port.storage.as_ptr(), port.words) }
    }

    /// Works out the outputs for the inputs as they are now.
    #[inline]
    pub fn eval(&mut self) {
        // SAFETY: the handle is alive.
        unsafe { (self.info.functions.eval)(self.handle.as_ptr()) }
    }

    /// Writes every signal into the open VCD file, if there is one, and moves time on by one.
    #[inline]
    pub fn dump(&mut self) {
        if let Some(vcd) = &mut self.vcd {
            vcd.dump(self.time);
        }
        self.time += 1;
    }

    /// Starts to record into a VCD file.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn open_vcd(&mut self, path: &Path) -> Result<(), ModelError> {
        let mut vcd = Vcd::default();
        // SAFETY: both are alive; the model must be told of the writer before the file is opened.
        unsafe {
            (self.info.functions.bind)(self.handle.as_ptr());
            (self.info.functions.trace)(self.handle.as_ptr(), vcd.0);
        }
        vcd.open(path).map_err(|_| ModelError::Vcd { path: path.into() })?;
        self.vcd = Some(vcd);
        Ok(())
    }

    /// Ends the recording and completes the file.
    pub fn close_vcd(&mut self) {
        self.vcd = None;
    }

    /// Whether the module has called `$finish` (or `$stop`, or an assertion of it has failed).
    pub fn finished(&self) -> bool {
        // SAFETY: the handle is alive.
        unsafe { (self.info.functions.bind)(self.handle.as_ptr()) }
        verilated::got_finish()
    }
}

impl Drop for Model {
    fn drop(&mut self) {
        self.vcd = None;
        // SAFETY: the handle is alive, and this is its last use.
        unsafe { (self.info.functions.delete)(self.handle.as_ptr()) }
    }
}
