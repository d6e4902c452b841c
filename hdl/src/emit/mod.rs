//! The Verilog back end: prints a design as SystemVerilog that means what rust-hdl simulates.
//!
//! ```text
//!   block ──scan──► scopes ──lower──► statements ──flow, group──► processes ──module──► modules ──► files
//!         Probe              exact widths     latches and loops found       shared when equal
//! ```
//!
//! rust-hdl's own printer leaves widths and precedence to Verilog's rules, which differ from Rust's. Here every operand
//! has its exact width and every meeting of operators its parentheses. The subset of SystemVerilog printed is taken by
//! Verilator, Icarus Verilog and Yosys alike. `docs/src/writing-hdl.md` says what a kernel may contain.

mod assembly;
mod bits;
mod body;
mod docs;
mod error;
mod expr;
mod files;
mod flow;
mod group;
mod lower;
mod lower_expr;
mod lower_select;
mod module;
mod names;
mod print;
mod printer;
mod scan;
mod simplify;
mod stmt;
mod symbols;

pub use error::EmitError;
pub use files::{write, VerilogFile};
pub(crate) use names::no_name;

use module::Module;
use rust_hdl_core::ast::Verilog;
use rust_hdl_core::prelude::Block;
use scan::Scope;

/// What the name of every module begins with in its kernel.
const PREFIX: &str = "memento_";

/// How a design is printed.
#[derive(Clone, Debug)]
pub struct Options {
    /// Name of the configuration, for the files' headers.
    pub configuration: String,
    /// Takes the place of `memento_` at the beginning of every module's name, so that two configurations can be in one
    /// chip.
    pub prefix: String,
}

impl Options {
    /// Modules under their own names.
    pub fn new(configuration: &str) -> Self {
        Self {
            configuration: configuration.into(),
            prefix: PREFIX.into(),
        }
    }
}

/// Prints `top` and all below it: one file per module, each before those that use it, and last the file list
/// `<top>.f`.
///
/// Blocks of equal text are one module. Different blocks of one name get the widths that tell them apart as a suffix.
///
/// # Errors
///
/// [`EmitError`] where a kernel has no exact Verilog, or a name is taken.
pub fn emit(top: &dyn Block, options: &Options) -> Result<Vec<VerilogFile>, EmitError> {
    emit_all(&[top], options)
}

/// Prints several designs into one folder, as [`emit`] does each: they share what is equal in them. The file lists come
/// last, one for each design.
///
/// # Errors
///
/// As [`emit`].
pub fn emit_all(tops: &[&dyn Block], options: &Options) -> Result<Vec<VerilogFile>, EmitError> {
    let mut modules = vec![];
    let mut places = vec![];
    for top in tops {
        let scope = scan::scan(*top)?;
        places.push(add(&scope, "top", &mut modules)?);
    }
    files::files(&modules, &places, options)
}

/// Adds the modules of a scope and returns the number of its own.
fn add(scope: &Scope, path: &str, modules: &mut Vec<Module>) -> Result<usize, EmitError> {
    let name = module::module_name(scope, path)?;
    let Some(plain_name) = name.strip_prefix(PREFIX) else {
        return Err(EmitError::BadName {
            module: name.clone(),
            name,
            why: "a module's name begins with memento_",
        });
    };
    names::check_name(&name, &name)?;
    let mut children = vec![];
    for child in &scope.children {
        let is_register = matches!(&child.code, Verilog::Custom(text) if symbols::register_reset(text).is_some());
        children.push(match is_register {
            true => None,
            false => Some(add(
                child,
                &format!("{path}.{}", child.name.replace('$', "_")),
                modules,
            )?),
        });
    }
    let module = module::build(scope, name.clone(), &children, docs::find(plain_name))?;
    if let Some(place) = modules.iter().position(|known| *known == module) {
        return Ok(place);
    }
    modules.push(module);
    Ok(modules.len() - 1)
}
