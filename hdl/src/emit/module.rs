//! One module of the design, before the modules have their final names.

use super::assembly::Assembly;
use super::docs::ModuleDoc;
use super::flow::check;
use super::group::split;
use super::lower::{comment_text, lower};
use super::scan::Scope;
use super::symbols::Symbols;
use super::EmitError;
use rust_hdl_core::ast::{Verilog, VerilogBlock, VerilogStatement};
use rust_hdl_core::prelude::AtomKind;

/// A module without the names of the modules it instantiates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Module {
    /// As its kernel calls it.
    pub name: String,
    pub ports: Vec<Port>,
    pub body: Vec<Piece>,
}

/// A port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Port {
    pub name: String,
    pub is_input: bool,
    pub width: usize,
    /// Path within the struct.
    pub path: String,
}

/// Part of a module's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    /// The name of a module, by its number.
    ModuleName(usize),
}

/// The name that the block's kernel or text begins with.
pub(super) fn module_name(scope: &Scope, path: &str) -> Result<String, EmitError> {
    let name = match &scope.code {
        Verilog::Combinatorial(kernel) => first_comment(kernel),
        Verilog::Custom(text) => text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("// "))
            .map(str::to_string),
        _ => None,
    };
    match name {
        Some(name) => Ok(name),
        None => Err(EmitError::Unnamed { path: path.into() }),
    }
}

fn first_comment(kernel: &VerilogBlock) -> Option<String> {
    match kernel.first()? {
        VerilogStatement::Comment(text) => Some(comment_text(text)),
        _ => None,
    }
}

fn ports(scope: &Scope) -> Vec<Port> {
    let ports = scope.atoms.iter().filter(|atom| atom.kind.is_parameter());
    ports
        .map(|atom| Port {
            name: atom.path.replace('$', "_"),
            is_input: atom.kind == AtomKind::InputParameter,
            width: atom.width,
            path: atom.path.clone(),
        })
        .collect()
}

/// The module of a block. `children` numbers the modules of its sub-blocks; registers have none.
pub(super) fn build(
    scope: &Scope,
    name: String,
    children: &[Option<usize>],
    doc: Option<&ModuleDoc>,
) -> Result<Module, EmitError> {
    let symbols = Symbols::new(&name, scope)?;
    let body = match &scope.code {
        Verilog::Combinatorial(kernel) => {
            // The first statement is the name.
            let stmts = lower(&symbols, &kernel[1..])?;
            let groups = split(&symbols, stmts);
            check(&symbols, &groups)?;
            Assembly::new(symbols, groups, doc)?.print(children)
        }
        Verilog::Custom(text) => {
            let lines = text
                .lines()
                .skip(1)
                .map(|line| format!("  {line}").trim_end().to_string() + "\n");
            vec![Piece::Text(lines.collect())]
        }
        _ => return Err(symbols.unsupported("a block without a kernel".into())),
    };
    Ok(Module {
        name,
        ports: ports(scope),
        body,
    })
}
