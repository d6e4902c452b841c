//! One module of the design: its processes, registers, instances and declarations.

use super::docs::ModuleDoc;
use super::expr::{ones, Expr, SignalId};
use super::group::{check, split, Group};
use super::lower::lower;
use super::print::{expression, literal, range, wrap, Printer, COLUMNS};
use super::scan::Scope;
use super::stmt::Stmt;
use super::symbols::{Role, Symbols};
use super::EmitError;
use num_bigint::BigUint;
use rust_hdl_core::ast::{Verilog, VerilogBlock};
use rust_hdl_core::prelude::AtomKind;
use std::collections::{BTreeMap, BTreeSet};

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
        rust_hdl_core::ast::VerilogStatement::Comment(text) => Some(super::lower::comment_text(text)),
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
            let stmts = lower(&symbols, kernel)?;
            let groups = split(&symbols, stmts.into_iter().skip(1).collect());
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

/// Makes a choice between two values, that fits one line, an assignment.
fn shorten(symbols: &Symbols, group: &mut Group) {
    let [comments @ .., Stmt::If { test, then, otherwise }] = &group.stmts[..] else {
        return;
    };
    let (
        [Stmt::Assign {
            target,
            low: 0,
            value: first,
        }],
        [Stmt::Assign {
            target: same,
            value: second,
            ..
        }],
    ) = (&then[..], &otherwise[..])
    else {
        return;
    };
    let signal = &symbols.signals[*target];
    let is_whole = target == same && first.width() == signal.width && second.width() == signal.width;
    let value = Expr::Mux(Box::new([test.clone(), first.clone(), second.clone()]));
    let length = "  assign  = ;".len() + signal.name.len() + expression(symbols, &value).len();
    if is_whole && length <= COLUMNS && comments.iter().all(|stmt| matches!(stmt, Stmt::Comment(_))) {
        let assignment = Stmt::Assign {
            target: *target,
            low: 0,
            value,
        };
        let place = comments.len();
        group.stmts[place] = assignment;
    }
}

/// A module whose plain connections have been moved into its instances.
struct Assembly<'a> {
    symbols: Symbols,
    groups: Vec<Group>,
    /// What stands in a signal's place.
    folded: BTreeMap<SignalId, Expr>,
    /// Comments of folded connections, by instance.
    comments: BTreeMap<usize, Vec<String>>,
    /// Parts of signals that nothing reads.
    unread: Vec<Expr>,
    doc: Option<&'a ModuleDoc>,
}

impl<'a> Assembly<'a> {
    fn new(symbols: Symbols, groups: Vec<Group>, doc: Option<&'a ModuleDoc>) -> Result<Self, EmitError> {
        let mut assembly = Self {
            symbols,
            groups: vec![],
            folded: BTreeMap::new(),
            comments: BTreeMap::new(),
            unread: vec![],
            doc,
        };
        for group in groups {
            assembly.fold(group);
        }
        let folded = assembly.folded.clone();
        let replace = |expr: &mut Expr| expr.replace(&|id| folded.get(&id).cloned());
        for group in &mut assembly.groups {
            shorten(&assembly.symbols, group);
            group
                .stmts
                .iter_mut()
                .for_each(|stmt| stmt.for_each_expr_mut(&mut |expr| replace(expr)));
        }
        assembly.folded.values_mut().for_each(replace);
        for id in 0..assembly.symbols.signals.len() {
            if assembly.symbols.signals[id].role.connects() && !assembly.folded.contains_key(&id) {
                assembly.symbols.claim_connection(id)?;
            }
        }
        assembly.find_unread();
        if !assembly.unread.is_empty() {
            assembly.symbols.claim("unused_bits", "what collects unread bits")?;
        }
        Ok(assembly)
    }

    /// Takes a group that only connects a port to a plain value, and keeps any other.
    fn fold(&mut self, group: Group) {
        let Some((target, value)) = group.as_assignment(&self.symbols) else {
            return self.groups.push(group);
        };
        let role = |id: SignalId| self.symbols.signals[id].role;
        let connects = |role| matches!(role, Role::ToInstance(_) | Role::RegisterClock | Role::RegisterReset);
        let plain = match value {
            Expr::Const { .. } | Expr::Param { .. } => true,
            Expr::Signal { id, .. } | Expr::Slice { id, .. } => !connects(role(*id)),
            _ => false,
        };
        match (role(target), value) {
            (to, value) if connects(to) && plain => {
                self.folded.insert(target, value.clone());
                if let Role::ToInstance(instance) = to {
                    let comments = group.stmts.iter().filter_map(|stmt| match stmt {
                        Stmt::Comment(text) => Some(text.clone()),
                        _ => None,
                    });
                    self.comments.entry(instance).or_default().extend(comments);
                }
            }
            (Role::Output | Role::Local, Expr::Signal { id, .. })
                if matches!(role(*id), Role::FromInstance(_)) && !self.folded.contains_key(id) =>
            {
                let id = *id;
                self.folded.insert(id, self.symbols.expr(target));
            }
            _ => self.groups.push(group),
        }
    }

    /// What is connected to an instance's port or a register's clock.
    fn connection(&self, id: SignalId) -> Expr {
        self.folded.get(&id).cloned().unwrap_or_else(|| self.symbols.expr(id))
    }

    fn find_unread(&mut self) {
        let mut read: BTreeMap<SignalId, BigUint> = BTreeMap::new();
        let signals = &self.symbols.signals;
        let mut visit = |id: SignalId, low: usize, width: usize| {
            *read.entry(id).or_default() |= ones(width.min(signals[id].width)) << low;
        };
        for group in &self.groups {
            group
                .stmts
                .iter()
                .for_each(|stmt| stmt.for_each_expr(&mut |expr| expr.for_each_read(&mut visit)));
        }
        let inputs = self.symbols.instances.iter().flat_map(|instance| &instance.ports);
        let inputs = inputs.filter(|(_, id)| matches!(signals[*id].role, Role::ToInstance(_)));
        inputs.for_each(|(_, id)| self.connection(*id).for_each_read(&mut visit));
        for register in &self.symbols.registers {
            for id in [register.clock, register.reset_n, register.next] {
                self.connection(id).for_each_read(&mut visit);
            }
        }
        for (id, signal) in signals.iter().enumerate() {
            let observed = matches!(signal.role, Role::Output) || self.folded.contains_key(&id);
            if observed {
                continue;
            }
            let unread = ones(signal.width) ^ read.remove(&id).unwrap_or_default();
            let mut low = 0;
            while low < signal.width {
                let run = (low..signal.width).take_while(|bit| unread.bit(*bit as u64)).count();
                if run > 0 {
                    self.unread.extend(self.symbols.expr(id).slice(low, run));
                }
                low += run.max(1);
            }
        }
    }

    fn print(&self, children: &[Option<usize>]) -> Vec<Piece> {
        let mut pieces = vec![];
        let mut printer = Printer::new(&self.symbols);
        self.print_params(&mut printer);
        self.print_declarations(&mut printer);
        for (place, instance) in self.symbols.instances.iter().enumerate() {
            printer.line("");
            for comment in self.comments.get(&place).into_iter().flatten() {
                printer.comment(comment);
            }
            printer.out.push_str("  ");
            pieces.push(Piece::Text(std::mem::take(&mut printer.out)));
            pieces.extend(children[instance.child].map(Piece::ModuleName));
            printer.out.push_str(&format!(" {} (\n", instance.name));
            printer.indent += 1;
            for (place, (port, id)) in instance.ports.iter().enumerate() {
                let comma = if place + 1 < instance.ports.len() { "," } else { "" };
                printer.with_expression(&format!(".{port}("), &self.connection(*id), &format!("){comma}"));
            }
            printer.indent -= 1;
            printer.line(");");
        }
        let mut after_assign = false;
        for group in &self.groups {
            let assignment = group.as_assignment(&self.symbols);
            let has_comment = matches!(group.stmts.first(), Some(Stmt::Comment(_)));
            if !(after_assign && assignment.is_some() && !has_comment) {
                printer.line("");
            }
            after_assign = assignment.is_some();
            self.print_group(&mut printer, group);
        }
        self.print_registers(&mut printer);
        if !self.unread.is_empty() {
            printer.line("");
            printer.line("// What nothing here reads.");
            printer.line("logic unused_bits;");
            let unread = Expr::Concat(self.unread.clone());
            printer.with_expression("assign unused_bits = ^", &unread, ";");
        }
        pieces.push(Piece::Text(printer.out));
        pieces
    }

    fn print_group(&self, printer: &mut Printer, group: &Group) {
        if let Some((target, value)) = group.as_assignment(&self.symbols) {
            for stmt in &group.stmts {
                if let Stmt::Comment(text) = stmt {
                    printer.comment(text);
                }
            }
            let name = &self.symbols.signals[target].name;
            return printer.with_expression(&format!("assign {name} = "), value, ";");
        }
        printer.line("always_comb begin");
        printer.block(&group.stmts);
        printer.line("end");
    }

    fn print_params(&self, printer: &mut Printer) {
        let mut used = BTreeSet::new();
        let mut visit = |name: &str| {
            used.insert(name.to_string());
        };
        for group in &self.groups {
            group
                .stmts
                .iter()
                .for_each(|stmt| stmt.for_each_expr(&mut |expr| expr.for_each_param(&mut visit)));
        }
        self.folded.values().for_each(|expr| expr.for_each_param(&mut visit));
        self.symbols
            .registers
            .iter()
            .for_each(|register| register.reset.for_each_param(&mut visit));
        for (path, param) in self.symbols.params(&used) {
            let Expr::Param { name, value, width } = param else {
                continue;
            };
            self.print_doc(printer, path);
            printer.line(&format!(
                "localparam logic {}{name} = {};",
                declared(*width),
                literal(value, *width)
            ));
        }
    }

    fn print_doc(&self, printer: &mut Printer, path: &str) {
        if let Some(text) = self.doc.and_then(|doc| doc.field(path)) {
            printer.comment(text);
        }
    }

    /// Signals of one field share a declaration.
    fn print_declarations(&self, printer: &mut Printer) {
        let mut fields: Vec<(&str, usize, Vec<String>)> = vec![];
        for (id, signal) in self.symbols.signals.iter().enumerate() {
            if self.folded.contains_key(&id) {
                continue;
            }
            let name = match signal.role {
                Role::Input | Role::Output | Role::RegisterValue => continue,
                Role::RegisterNext => match self.symbols.registers.iter().find(|register| register.next == id) {
                    Some(register) => format!("{}, {}", self.symbols.signals[register.value].name, signal.name),
                    None => continue,
                },
                _ => signal.name.clone(),
            };
            // What belongs to an instance has no documentation of its own here.
            let field = match signal.role {
                Role::FromInstance(_) | Role::ToInstance(_) => "",
                _ => signal.path.split('$').next().unwrap_or_default(),
            };
            match fields.last_mut() {
                Some((known, width, names)) if *known == field && *width == signal.width && !field.is_empty() => {
                    names.push(name);
                }
                _ => fields.push((field, signal.width, vec![name])),
            }
        }
        for (field, width, names) in fields {
            self.print_doc(printer, field);
            let declaration = format!("logic {}{};", declared(width), names.join(", "));
            for (place, line) in wrap(&declaration, COLUMNS - 6).iter().enumerate() {
                let indent = if place > 0 { "    " } else { "" };
                printer.line(&format!("{indent}{line}"));
            }
        }
    }

    /// One process per clock and reset.
    fn print_registers(&self, printer: &mut Printer) {
        let mut domains: Vec<((Expr, Expr), Vec<usize>)> = vec![];
        for (place, register) in self.symbols.registers.iter().enumerate() {
            let domain = (self.connection(register.clock), self.connection(register.reset_n));
            match domains.iter_mut().find(|(known, _)| *known == domain) {
                Some((_, members)) => members.push(place),
                None => domains.push((domain, vec![place])),
            }
        }
        for ((clock, reset_n), members) in domains {
            let name = |id: SignalId| self.symbols.signals[id].name.clone();
            printer.line("");
            printer.line(&format!(
                "always_ff @(posedge {}) begin",
                expression(&self.symbols, &clock)
            ));
            printer.line(&format!("  if (!{}) begin", expression(&self.symbols, &reset_n)));
            for register in members.iter().map(|place| &self.symbols.registers[*place]) {
                let reset = expression(&self.symbols, &register.reset);
                printer.line(&format!("    {} <= {reset};", name(register.value)));
            }
            printer.line("  end else begin");
            for register in members.iter().map(|place| &self.symbols.registers[*place]) {
                printer.line(&format!("    {} <= {};", name(register.value), name(register.next)));
            }
            printer.line("  end");
            printer.line("end");
        }
    }
}

/// The range of a declaration, with a space after it; a single bit has none.
pub(super) fn declared(width: usize) -> String {
    match width {
        1 => String::new(),
        _ => format!("{} ", range(0, width)),
    }
}
