//! What the names of one kernel stand for.

use super::expr::{Expr, SignalId};
use super::names::{check_name, internal_name, screaming, Unique};
use super::scan::{parse_literal, Scope};
use super::EmitError;
use num_bigint::BigUint;
use rust_hdl_core::ast::Verilog;
use rust_hdl_core::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What drives a signal, and what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Input,
    Output,
    Local,
    /// Input of an instance; the instance's place among [`Symbols::instances`].
    ToInstance(usize),
    /// Output of an instance.
    FromInstance(usize),
    /// Clock, reset, next value and value of the register of that place.
    RegisterClock,
    RegisterReset,
    RegisterNext,
    RegisterValue,
}

impl Role {
    /// The kernel assigns it.
    pub fn is_assigned(self) -> bool {
        !matches!(self, Role::Input | Role::FromInstance(_) | Role::RegisterValue)
    }

    /// Between blocks: it needs no signal where a plain one can be connected directly.
    pub fn connects(self) -> bool {
        use Role::*;
        matches!(self, ToInstance(_) | FromInstance(_) | RegisterClock | RegisterReset)
    }

    /// A read in the kernel sees what the statements before it assigned, not the settled value.
    pub fn reads_in_order(self) -> bool {
        matches!(self, Role::Output | Role::Local)
    }
}

/// A signal of the module.
#[derive(Clone, Debug)]
pub(super) struct Signal {
    /// As the kernel has it, parts joined by `$`.
    pub path: String,
    pub name: String,
    pub width: usize,
    pub role: Role,
    pub ty: TypeDescriptor,
}

/// A register of the module, printed in place.
pub(super) struct RegisterInfo {
    pub reset: Expr,
    pub clock: SignalId,
    pub reset_n: SignalId,
    pub next: SignalId,
    pub value: SignalId,
}

/// A block that stays a module of its own: field and place among the scope's children.
pub(super) struct InstanceInfo {
    pub name: String,
    pub child: usize,
    /// Ports in order: name at the child, signal here.
    pub ports: Vec<(String, SignalId)>,
}

/// All names of a module.
pub(super) struct Symbols {
    pub module: String,
    pub signals: Vec<Signal>,
    pub registers: Vec<RegisterInfo>,
    pub instances: Vec<InstanceInfo>,
    ids: BTreeMap<String, SignalId>,
    params: BTreeMap<String, Expr>,
    unique: Unique,
}

impl Symbols {
    /// The names that `scope`'s kernel can use.
    pub fn new(module: &str, scope: &Scope) -> Result<Self, EmitError> {
        let mut symbols = Symbols {
            module: module.into(),
            signals: vec![],
            registers: vec![],
            instances: vec![],
            ids: BTreeMap::new(),
            params: BTreeMap::new(),
            unique: Unique::new(module),
        };
        for atom in &scope.atoms {
            symbols.add_enums(&atom.ty)?;
            let role = match atom.kind {
                AtomKind::InputParameter => Role::Input,
                AtomKind::OutputParameter => Role::Output,
                AtomKind::LocalSignal => Role::Local,
                AtomKind::Constant => {
                    let name = screaming(&atom.path);
                    let (value, width) = (atom.value.clone(), atom.width);
                    symbols.add_param(&atom.path, Expr::Param { name, value, width })?;
                    continue;
                }
                kind => return Err(symbols.unsupported(format!("`{}`, a signal of kind {kind:?},", atom.path))),
            };
            symbols.add_signal(&atom.path, atom.width, role, &atom.ty)?;
        }
        for (index, child) in scope.children.iter().enumerate() {
            symbols.add_child(index, child)?;
        }
        Ok(symbols)
    }

    fn add_child(&mut self, index: usize, child: &Scope) -> Result<(), EmitError> {
        let reset_text = match &child.code {
            Verilog::Custom(text) => register_reset(text),
            _ => None,
        };
        let instance = self.instances.len();
        let mut ports = vec![];
        for atom in child.atoms.iter().filter(|atom| atom.kind.is_parameter()) {
            self.add_enums(&atom.ty)?;
            let role = match (&reset_text, atom.path.as_str(), atom.kind) {
                (Some(_), "clk_i", _) => Role::RegisterClock,
                (Some(_), "rst_ni", _) => Role::RegisterReset,
                (Some(_), "d", _) => Role::RegisterNext,
                (Some(_), "q", _) => Role::RegisterValue,
                (None, _, AtomKind::InputParameter) => Role::ToInstance(instance),
                (None, _, AtomKind::OutputParameter) => Role::FromInstance(instance),
                _ => return Err(self.unsupported(format!("port `{}` of `{}`", atom.path, child.name))),
            };
            let id = self.add_signal(&format!("{}${}", child.name, atom.path), atom.width, role, &atom.ty)?;
            ports.push((atom.path.replace('$', "_"), id));
        }
        let name = format!("u_{}", child.name.replace('$', "_"));
        let Some(reset) = reset_text else {
            check_name(&self.module, &name)?;
            self.unique.claim(&name, &format!("block `{}`", child.name))?;
            self.instances.push(InstanceInfo {
                name,
                child: index,
                ports,
            });
            return Ok(());
        };
        let port = |name: &str| ports.iter().find(|(port, _)| port == name).map(|(_, id)| *id);
        let (Some(clock), Some(reset_n), Some(next), Some(value)) =
            (port("clk_i"), port("rst_ni"), port("d"), port("q"))
        else {
            return Err(self.unsupported(format!("register `{}` without clk_i, rst_ni, d and q", child.name)));
        };
        let reset = self.reset_value(&child.name, &reset, &self.signals[value])?;
        self.registers.push(RegisterInfo {
            reset,
            clock,
            reset_n,
            next,
            value,
        });
        Ok(())
    }

    fn reset_value(&self, field: &str, text: &str, value: &Signal) -> Result<Expr, EmitError> {
        let (width, number) = parse_literal(text)
            .ok_or_else(|| self.unsupported(format!("the reset value `{text}` of register `{field}`")))?;
        if let TypeKind::Enum(variants) = &value.ty.kind {
            let label = usize::try_from(&number).ok().and_then(|place| variants.get(place));
            if let Some(param) = label.and_then(|label| self.params.get(&label.replace("::", "$"))) {
                return Ok(param.clone());
            }
        }
        Ok(Expr::constant(number, width))
    }

    fn add_signal(&mut self, path: &str, width: usize, role: Role, ty: &TypeDescriptor) -> Result<SignalId, EmitError> {
        let name = path.replace('$', "_");
        let name = if role == Role::Local {
            internal_name(&name)
        } else {
            name
        };
        check_name(&self.module, &name)?;
        if !role.connects() {
            self.unique.claim(&name, &described(path))?;
        }
        if width == 0 {
            return Err(self.unsupported(format!("`{}`, which has no bits,", path.replace('$', "."))));
        }
        if matches!(ty.kind, TypeKind::Signed(_)) {
            return Err(self.unsupported(format!("the signed signal `{}`", path.replace('$', "."))));
        }
        self.ids.insert(path.into(), self.signals.len());
        self.signals.push(Signal {
            path: path.into(),
            name,
            width,
            role,
            ty: ty.clone(),
        });
        Ok(self.signals.len() - 1)
    }

    /// The variants of every enum within a type.
    fn add_enums(&mut self, ty: &TypeDescriptor) -> Result<(), EmitError> {
        match &ty.kind {
            TypeKind::Enum(variants) => {
                let width = clog2(variants.len());
                for (value, label) in variants.iter().enumerate() {
                    let (name, value) = (screaming(&label.replace("::", "$")), BigUint::from(value));
                    self.add_param(&label.replace("::", "$"), Expr::Param { name, value, width })?;
                }
                Ok(())
            }
            TypeKind::Composite(fields) => fields.iter().try_for_each(|field| self.add_enums(&field.kind)),
            _ => Ok(()),
        }
    }

    fn add_param(&mut self, path: &str, param: Expr) -> Result<(), EmitError> {
        let Expr::Param { name, .. } = &param else {
            return Ok(());
        };
        match self.params.get(path) {
            Some(known) if *known == param => return Ok(()),
            Some(_) => {
                return Err(EmitError::NameCollision {
                    module: self.module.clone(),
                    name: name.clone(),
                    first: format!("`{}`", path.replace('$', "::")),
                    second: "another enum of that name".into(),
                })
            }
            None => {}
        }
        check_name(&self.module, name)?;
        self.unique.claim(name, &format!("`{}`", path.replace('$', "::")))?;
        self.params.insert(path.into(), param);
        Ok(())
    }

    /// What a name of the kernel, already free of loop variables, stands for.
    pub fn find(&self, path: &str) -> Option<Expr> {
        if let Some(id) = self.ids.get(path) {
            return Some(self.expr(*id));
        }
        // An enum may be written with the path to its type.
        let mut parts: Vec<_> = path.rsplitn(3, '$').collect();
        parts.truncate(2);
        parts.reverse();
        self.params
            .get(path)
            .or_else(|| self.params.get(&parts.join("$")))
            .cloned()
    }

    /// The whole signal.
    pub fn expr(&self, id: SignalId) -> Expr {
        let width = self.signals[id].width;
        Expr::Signal { id, width }
    }

    /// How the author calls it.
    pub fn author_name(&self, id: SignalId) -> String {
        self.signals[id].path.replace('$', ".")
    }

    /// The localparams among `used`, by value within an enum and by name between them.
    pub fn params(&self, used: &BTreeSet<String>) -> Vec<(&str, &Expr)> {
        let mut found: Vec<_> = self
            .params
            .iter()
            .filter(|(_, param)| matches!(param, Expr::Param { name, .. } if used.contains(name)))
            .map(|(path, param)| (path.as_str(), param))
            .collect();
        found.sort_by_key(|(path, param)| (path.rsplit_once('$').map_or(*path, |(ty, _)| ty), param.known()));
        found
    }

    /// Claims a name of the printer's own.
    pub fn claim(&mut self, name: &str, what: &str) -> Result<(), EmitError> {
        self.unique.claim(name, what)
    }

    /// Claims the name of a connection that needs a signal of its own.
    pub fn claim_connection(&mut self, id: SignalId) -> Result<(), EmitError> {
        let signal = &self.signals[id];
        self.unique.claim(&signal.name, &described(&signal.path))
    }

    pub fn unsupported(&self, what: String) -> EmitError {
        EmitError::Unsupported {
            module: self.module.clone(),
            what,
        }
    }
}

fn described(path: &str) -> String {
    format!("signal `{}`", path.replace('$', "."))
}

/// The reset value's literal, if the text is that of [`crate::prim::Register`].
pub(super) fn register_reset(text: &str) -> Option<String> {
    let text = text.strip_prefix("// memento_register\n")?;
    let (_, rest) = text.split_once("if (!rst_ni) q <= ")?;
    Some(rest.split_once(';')?.0.to_string())
}
