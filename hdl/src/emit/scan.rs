//! The design as a tree, read through rust-hdl's `Probe`.

use super::EmitError;
use num_bigint::BigUint;
use rust_hdl_core::ast::{Verilog, VerilogLiteral};
use rust_hdl_core::prelude::*;
use std::panic::{catch_unwind, AssertUnwindSafe};

/// One block of the design with all it contains.
pub(super) struct Scope {
    /// Name in the owner, array elements as `name$index`.
    pub name: String,
    /// Ports, local signals and constants, in the order of the struct.
    pub atoms: Vec<AtomInfo>,
    /// The kernel.
    pub code: Verilog,
    /// Blocks it owns.
    pub children: Vec<Scope>,
}

/// A signal or constant field.
pub(super) struct AtomInfo {
    /// Name within its block: interfaces and arrays joined by `$`.
    pub path: String,
    pub kind: AtomKind,
    pub width: usize,
    /// A constant's value.
    pub value: BigUint,
    pub ty: TypeDescriptor,
}

/// Reads the whole design below `top`.
pub(super) fn scan(top: &dyn Block) -> Result<Scope, EmitError> {
    let mut scanner = Scanner {
        open: vec![(Scope::new("design".into(), Verilog::Empty), vec![])],
        error: None,
    };
    top.accept("top", &mut scanner);
    if let Some(error) = scanner.error {
        return Err(error);
    }
    let (mut root, _) = scanner.open.pop().expect("the root is never closed");
    match root.children.pop() {
        Some(scope) if root.children.is_empty() => Ok(scope),
        _ => Err(EmitError::Unnamed { path: "top".into() }),
    }
}

impl Scope {
    fn new(name: String, code: Verilog) -> Self {
        Self {
            name,
            atoms: vec![],
            code,
            children: vec![],
        }
    }
}

/// The blocks that are open, outermost first, each with the interfaces that are open in it.
struct Scanner {
    open: Vec<(Scope, Vec<String>)>,
    error: Option<EmitError>,
}

impl Probe for Scanner {
    fn visit_start_scope(&mut self, name: &str, node: &dyn Block) {
        // A kernel's casts are evaluated when its tree is made, and they can overflow.
        let code = catch_unwind(AssertUnwindSafe(|| node.hdl())).unwrap_or_else(|panic| {
            let message = panic.downcast_ref::<String>().cloned();
            let message = message.or_else(|| panic.downcast_ref::<&str>().map(|text| text.to_string()));
            let mut path: Vec<_> = self.open.iter().skip(1).map(|(scope, _)| scope.name.as_str()).collect();
            path.push(name);
            self.error.get_or_insert(EmitError::Panic {
                path: path.join("."),
                message: message.unwrap_or_default(),
            });
            Verilog::Empty
        });
        self.open.push((Scope::new(name.into(), code), vec![]));
    }

    fn visit_end_scope(&mut self, _name: &str, _node: &dyn Block) {
        let (scope, _) = self.open.pop().expect("scopes are closed after they are opened");
        self.open
            .last_mut()
            .expect("the root stays open")
            .0
            .children
            .push(scope);
    }

    fn visit_start_namespace(&mut self, name: &str, _node: &dyn Block) {
        self.open.last_mut().expect("the root stays open").1.push(name.into());
    }

    fn visit_end_namespace(&mut self, _name: &str, _node: &dyn Block) {
        self.open.last_mut().expect("the root stays open").1.pop();
    }

    fn visit_atom(&mut self, name: &str, signal: &dyn Atom) {
        let (scope, namespace) = self.open.last_mut().expect("the root stays open");
        let mut path = namespace.join("$");
        if !path.is_empty() {
            path.push('$');
        }
        path.push_str(name);
        scope.atoms.push(AtomInfo {
            path,
            kind: signal.kind(),
            width: signal.bits(),
            value: literal_value(&signal.verilog()),
            ty: signal.descriptor(),
        });
    }
}

/// The value of a literal, whose fields rust-hdl keeps to itself.
pub(super) fn literal_value(literal: &VerilogLiteral) -> BigUint {
    parse_literal(&literal.to_string()).map_or_else(BigUint::default, |(_, value)| value)
}

/// Width and value of a sized Verilog literal.
pub(super) fn parse_literal(text: &str) -> Option<(usize, BigUint)> {
    let (width, digits) = text.split_once('\'')?;
    let radix = match digits.chars().next()? {
        'b' => 2,
        'd' => 10,
        _ => 16,
    };
    Some((
        width.parse().ok()?,
        BigUint::parse_bytes(&digits.as_bytes()[1..], radix)?,
    ))
}
