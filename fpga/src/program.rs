//! Programs as ELF files.

use crate::RAM_BYTES;
use object::{
    elf::{FileHeader32, EM_RISCV, PT_LOAD},
    read::elf::{FileHeader, ProgramHeader},
    LittleEndian, Object, ObjectSymbol, SymbolKind,
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// Why a program cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// The file cannot be read.
    #[error("{} cannot be read: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// It is not an ELF file for 32-bit machines, or a broken one.
    #[error("{} is not a 32-bit ELF file: {error}", path.display())]
    Elf {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        error: object::Error,
    },
    /// It says that it has more than it has.
    #[error("{} is cut off: a part of the program is not in the file; build it anew", path.display())]
    Cut {
        /// The file.
        path: PathBuf,
    },
    /// It is for another machine.
    #[error("{} is for machine {machine}, but the system's core is 32-bit RISC-V ({EM_RISCV})", path.display())]
    Machine {
        /// The file.
        path: PathBuf,
        /// ELF's number of its machine.
        machine: u16,
    },
    /// Nothing of it lies where the core begins.
    #[error("{} has nothing at address 0, where the core begins: link it as the programs of sw/firmware are", path.display())]
    Nothing {
        /// The file.
        path: PathBuf,
    },
    /// A part of it lies where there is no RAM.
    #[error(
        "{} has {bytes} bytes for address {address:#x}, but the system's RAM ends at {RAM_BYTES:#x}: link it for lower addresses",
        path.display()
    )]
    Beyond {
        /// The file.
        path: PathBuf,
        /// First address of the part.
        address: u64,
        /// Its size in bytes.
        bytes: u64,
    },
}

/// A program for the system: what goes into RAM before the core starts at address 0.
#[derive(Clone)]
pub struct Program {
    parts: Vec<(u32, Vec<u8>)>,
    /// Functions by their first address.
    functions: BTreeMap<u64, Function>,
}

#[derive(Clone)]
struct Function {
    name: String,
    bytes: u64,
}

impl Program {
    /// Reads an ELF file.
    ///
    /// # Errors
    /// It cannot be read, is no ELF file for 32-bit RISC-V, or does not fit into RAM.
    pub fn read(path: &Path) -> Result<Program, ProgramError> {
        let data = std::fs::read(path).map_err(|error| ProgramError::Read {
            path: path.into(),
            error,
        })?;
        Program::parse(path, &data)
    }

    fn parse(path: &Path, data: &[u8]) -> Result<Program, ProgramError> {
        let elf = |error| ProgramError::Elf {
            path: path.into(),
            error,
        };
        let header = FileHeader32::<LittleEndian>::parse(data).map_err(elf)?;
        let endian = header.endian().map_err(elf)?;
        let machine = header.e_machine.get(endian);
        if machine != EM_RISCV {
            return Err(ProgramError::Machine {
                path: path.into(),
                machine,
            });
        }
        let mut parts = Vec::new();
        for segment in header.program_headers(endian, data).map_err(elf)? {
            let bytes = segment
                .data(endian, data)
                .map_err(|()| ProgramError::Cut { path: path.into() })?;
            if segment.p_type(endian) != PT_LOAD || bytes.is_empty() {
                continue;
            }
            let address = segment.p_paddr(endian);
            if u64::from(address) + bytes.len() as u64 > RAM_BYTES {
                return Err(ProgramError::Beyond {
                    path: path.into(),
                    address: address.into(),
                    bytes: bytes.len() as u64,
                });
            }
            parts.push((address, bytes.to_vec()));
        }
        if !parts.iter().any(|(address, _)| *address == 0) {
            return Err(ProgramError::Nothing { path: path.into() });
        }
        let file = object::File::parse(data).map_err(elf)?;
        let functions = file.symbols().filter(|symbol| symbol.kind() == SymbolKind::Text);
        let functions = functions.filter_map(|symbol| {
            let name = symbol.name().ok()?.to_string();
            let bytes = symbol.size();
            Some((symbol.address(), Function { name, bytes }))
        });
        Ok(Program {
            parts,
            functions: functions.collect(),
        })
    }

    /// What goes into RAM: the address of each part, and its bytes.
    pub fn parts(&self) -> &[(u32, Vec<u8>)] {
        &self.parts
    }

    /// Puts more into RAM: `bytes` from `address` on, which must lie in it.
    pub fn put(&mut self, address: u32, bytes: Vec<u8>) {
        assert!(u64::from(address) + bytes.len() as u64 <= RAM_BYTES, "data beyond RAM");
        self.parts.push((address, bytes));
    }

    /// The function that holds `address`, if symbols tell.
    pub fn function_at(&self, address: u32) -> Option<&str> {
        let holds = |(begin, bytes): &(u32, Vec<u8>)| {
            let offset = address.checked_sub(*begin);
            offset.is_some_and(|offset| (offset as usize) < bytes.len())
        };
        let (_, function) = self.functions.range(..=u64::from(address)).next_back()?;
        self.parts.iter().any(holds).then_some(&function.name)
    }

    /// The name of each function and its size in bytes, by address.
    pub(crate) fn functions(&self) -> impl Iterator<Item = (&str, u64)> {
        self.functions
            .values()
            .map(|function| (function.name.as_str(), function.bytes))
    }

    /// A program of nothing but the names of functions and their sizes in bytes.
    #[cfg(test)]
    pub(crate) fn of_functions(functions: &[(&str, u64)]) -> Program {
        let mut address = 0;
        let functions = functions.iter().map(|(name, bytes)| {
            address += bytes;
            let name = name.to_string();
            (address - bytes, Function { name, bytes: *bytes })
        });
        Program {
            parts: Vec::new(),
            functions: functions.collect(),
        }
    }
}
