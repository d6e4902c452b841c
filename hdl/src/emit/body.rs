//! A module's body as text: declarations, instances, processes, registers.

use super::assembly::Assembly;
use super::expr::{Expr, SignalId};
use super::group::Group;
use super::module::Piece;
use super::print::{declared, expression, literal};
use super::printer::{wrap, Printer, COLUMNS};
use super::stmt::Stmt;
use super::symbols::Role;
use std::collections::BTreeSet;

impl Assembly<'_> {
    /// The module's body. `children` numbers the modules of its sub-blocks.
    pub fn print(&self, children: &[Option<usize>]) -> Vec<Piece> {
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
        printer.line(&format!("{} begin", group.process()));
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
