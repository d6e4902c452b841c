//! Expressions and statements as text. Wherever two operators meet there are parentheses.

use super::expr::{Binary, Expr, Unary};
use super::stmt::Stmt;
use super::symbols::Symbols;
use num_bigint::BigUint;

/// Columns after which a line is broken.
pub(super) const COLUMNS: usize = 110;

/// An expression on one line.
pub(super) fn expression(symbols: &Symbols, expr: &Expr) -> String {
    let name = |id: usize| symbols.signals[id].name.as_str();
    match expr {
        Expr::Const { value, width } => literal(value, *width),
        Expr::Param { name, .. } => name.clone(),
        Expr::Signal { id, .. } => name(*id).into(),
        Expr::Slice { id, low, width } => format!("{}{}", name(*id), range(*low, *width)),
        Expr::Index { id, index, width: 1 } => format!("{}[{}]", name(*id), expression(symbols, index)),
        Expr::Index { id, index, width } => format!("{}[{} +: {width}]", name(*id), expression(symbols, index)),
        Expr::Truncate { of, width } => format!("{width}'({})", expression(symbols, of)),
        Expr::Concat(parts) => {
            let parts: Vec<_> = parts.iter().map(|part| expression(symbols, part)).collect();
            format!("{{{}}}", parts.join(", "))
        }
        // `&~x` would be one operator to some.
        Expr::Unary(op, of) if matches!(**of, Expr::Unary(..)) => {
            format!("{}({})", unary(*op, of), expression(symbols, of))
        }
        Expr::Unary(op, of) => format!("{}{}", unary(*op, of), operand(symbols, of)),
        Expr::Binary(op, left, right) => {
            let terms: Vec<_> = chain(*op, left, right)
                .into_iter()
                .map(|term| operand(symbols, term))
                .collect();
            if let (Binary::Shl | Binary::Shr, Some(amount)) = (op, right.as_const()) {
                return format!("{} {} {amount}", terms[0], binary(*op));
            }
            terms.join(&format!(" {} ", binary(*op)))
        }
        Expr::Mux(parts) => {
            let [test, then, otherwise] = &**parts;
            let parts = [
                operand(symbols, test),
                operand(symbols, then),
                operand(symbols, otherwise),
            ];
            format!("{} ? {} : {}", parts[0], parts[1], parts[2])
        }
    }
}

/// The terms of `a op b op c`, which Verilog groups from the left as the tree does.
fn chain<'a>(op: Binary, left: &'a Expr, right: &'a Expr) -> Vec<&'a Expr> {
    use Binary::*;
    let mut terms = match left {
        Expr::Binary(inner, a, b) if *inner == op && matches!(op, Add | And | Or | Xor | LogicalAnd | LogicalOr) => {
            chain(op, a, b)
        }
        _ => vec![left],
    };
    terms.push(right);
    terms
}

/// An operand, in parentheses if it has an operator of its own.
fn operand(symbols: &Symbols, expr: &Expr) -> String {
    let text = expression(symbols, expr);
    match expr {
        Expr::Binary(..) | Expr::Mux(_) => format!("({text})"),
        Expr::Unary(Unary::Not, _) => text,
        Expr::Unary(..) => format!("({text})"),
        // Yosys takes `~16'(x)` for `(~16)'(x)`.
        Expr::Truncate { .. } => format!("({text})"),
        _ => text,
    }
}

fn unary(op: Unary, of: &Expr) -> &'static str {
    match op {
        Unary::Not if of.width() == 1 => "!",
        Unary::Not => "~",
        Unary::All => "&",
        Unary::Any => "|",
        Unary::Xor => "^",
    }
}

fn binary(op: Binary) -> &'static str {
    match op {
        Binary::Add => "+",
        Binary::Sub => "-",
        Binary::Mul => "*",
        Binary::And => "&",
        Binary::Or => "|",
        Binary::Xor => "^",
        Binary::LogicalAnd => "&&",
        Binary::LogicalOr => "||",
        Binary::Shl => "<<",
        Binary::Shr => ">>",
        Binary::Eq => "==",
        Binary::Ne => "!=",
        Binary::Lt => "<",
        Binary::Le => "<=",
        Binary::Gt => ">",
        Binary::Ge => ">=",
    }
}

/// A sized literal: small numbers decimal, single bits binary, the rest hexadecimal.
pub(super) fn literal(value: &BigUint, width: usize) -> String {
    if width == 1 {
        format!("1'b{value}")
    } else if value < &BigUint::from(10u8) {
        format!("{width}'d{value}")
    } else {
        format!("{width}'h{value:x}")
    }
}

/// `[high:low]`, or `[low]`.
pub(super) fn range(low: usize, width: usize) -> String {
    match width {
        1 => format!("[{low}]"),
        _ => format!("[{}:{low}]", low + width - 1),
    }
}

/// The text of a module's body, line by line.
pub(super) struct Printer<'a> {
    pub symbols: &'a Symbols,
    pub out: String,
    pub indent: usize,
}

impl<'a> Printer<'a> {
    pub fn new(symbols: &'a Symbols) -> Self {
        Self {
            symbols,
            out: String::new(),
            indent: 1,
        }
    }

    pub fn line(&mut self, text: &str) {
        if !text.is_empty() {
            self.out.push_str(&"  ".repeat(self.indent));
            self.out.push_str(text);
        }
        self.out.push('\n');
    }

    /// A comment, broken into lines at words.
    pub fn comment(&mut self, text: &str) {
        for line in wrap(text, COLUMNS - 2 * self.indent - 3) {
            self.line(format!("// {line}").trim_end());
        }
    }

    /// `before` the expression and `after` it, over several lines where one is too long.
    pub fn with_expression(&mut self, before: &str, expr: &Expr, after: &str) {
        let flat = format!("{before}{}{after}", expression(self.symbols, expr));
        if flat.len() + 2 * self.indent <= COLUMNS {
            return self.line(&flat);
        }
        match expr {
            Expr::Concat(parts) => {
                self.line(&format!("{before}{{"));
                self.indent += 1;
                for (place, part) in parts.iter().enumerate() {
                    let comma = if place + 1 < parts.len() { "," } else { "" };
                    self.with_expression("", part, comma);
                }
                self.indent -= 1;
                self.line(&format!("}}{after}"));
            }
            Expr::Binary(op, left, right) if !matches!(op, Binary::Shl | Binary::Shr) => {
                self.line(before.trim_end());
                self.indent += 1;
                let terms = chain(*op, left, right);
                for (place, term) in terms.iter().enumerate() {
                    let operator = if place > 0 {
                        format!("{} ", binary(*op))
                    } else {
                        String::new()
                    };
                    let after = if place + 1 == terms.len() { after } else { "" };
                    match term {
                        Expr::Binary(..) => self.with_expression(&format!("{operator}("), term, &format!("){after}")),
                        _ => self.line(&format!("{operator}{}{after}", operand(self.symbols, term))),
                    }
                }
                self.indent -= 1;
            }
            _ => self.line(&flat),
        }
    }

    /// Statements of an `always_comb`.
    pub fn block(&mut self, stmts: &[Stmt]) {
        self.indent += 1;
        for stmt in stmts {
            self.statement(stmt);
        }
        self.indent -= 1;
    }

    fn statement(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Comment(text) => self.comment(text),
            Stmt::Assign { target, low, value } => {
                let signal = &self.symbols.signals[*target];
                let part = if value.width() == signal.width {
                    String::new()
                } else {
                    range(*low, value.width())
                };
                self.with_expression(&format!("{}{part} = ", signal.name), value, ";");
            }
            Stmt::If { test, then, otherwise } => self.conditional("", test, then, otherwise),
            Stmt::Case(case) => {
                self.with_expression("case (", &case.test, ")");
                self.indent += 1;
                for (label, body) in &case.arms {
                    let label = expression(self.symbols, label);
                    self.arm(&format!("{label}:"), body, "");
                }
                let note = match &case.default_label {
                    Some(label) => format!("  // {}", expression(self.symbols, label)),
                    None => String::new(),
                };
                self.arm("default:", &case.default, &note);
                self.indent -= 1;
                self.line("endcase");
            }
        }
    }

    fn arm(&mut self, label: &str, body: &[Stmt], note: &str) {
        match body {
            [] => self.line(&format!("{label} ;{note}")),
            [Stmt::Assign { .. }] if note.is_empty() => {
                let start = self.out.len();
                self.statement(&body[0]);
                let text = self.out[start..].trim().to_string();
                self.out.truncate(start);
                if text.contains('\n') || label.len() + text.len() + 2 * self.indent >= COLUMNS {
                    self.line(&format!("{label} begin"));
                    self.block(body);
                    self.line("end");
                } else {
                    self.line(&format!("{label} {text}"));
                }
            }
            _ => {
                self.line(&format!("{label} begin{note}"));
                self.block(body);
                self.line("end");
            }
        }
    }

    fn conditional(&mut self, before: &str, test: &Expr, then: &[Stmt], otherwise: &[Stmt]) {
        self.with_expression(&format!("{before}if ("), test, ") begin");
        self.block(then);
        match otherwise {
            [] => self.line("end"),
            [Stmt::If { test, then, otherwise }] => self.conditional("end else ", test, then, otherwise),
            _ => {
                self.line("end else begin");
                self.block(otherwise);
                self.line("end");
            }
        }
    }
}

/// `text` in lines of at most `columns`, its own line breaks kept.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![];
    for paragraph in text.lines() {
        if paragraph.len() <= columns {
            lines.push(paragraph.trim_end().to_string());
            continue;
        }
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.len() + 1 + word.len() > columns {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}
