//! Statements as text, in lines of bounded length.

use super::expr::{Binary, Expr};
use super::print::{binary, chain, expression, operand, range};
use super::stmt::Stmt;
use super::symbols::Symbols;

/// Columns after which a line is broken.
pub(super) const COLUMNS: usize = 110;

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

    /// Statements of a process.
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
