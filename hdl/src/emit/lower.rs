//! From rust-hdl's tree to statements over signals: names resolved, loops unrolled, `match` made a case.

use super::expr::{Expr, SignalId};
use super::stmt::{Case, Stmt};
use super::symbols::Symbols;
use super::EmitError;
use num_bigint::BigUint;
use num_traits::Zero;
use rust_hdl_core::ast::*;

/// A number of the kernel, which takes its width from what it meets, or an expression of definite width.
pub(super) enum Value {
    Number(BigUint),
    Expr(Expr),
}

/// Lowers one kernel.
pub(super) struct Lowering<'a> {
    pub symbols: &'a Symbols,
    /// Loop variables in scope with their values, outermost first.
    loops: Vec<(String, usize)>,
}

/// The statements of a kernel, or of a part.
pub(super) fn lower(symbols: &Symbols, kernel: &[VerilogStatement]) -> Result<Vec<Stmt>, EmitError> {
    let mut lowering = Lowering { symbols, loops: vec![] };
    lowering.block(kernel)
}

impl Lowering<'_> {
    fn block(&mut self, block: &[VerilogStatement]) -> Result<Vec<Stmt>, EmitError> {
        let mut out = vec![];
        for stmt in block {
            self.statement(stmt, &mut out)?;
        }
        Ok(out)
    }

    fn statement(&mut self, stmt: &VerilogStatement, out: &mut Vec<Stmt>) -> Result<(), EmitError> {
        match stmt {
            VerilogStatement::Comment(text) => {
                let text = comment_text(text);
                match out.last_mut() {
                    // A sentence may take several comments; lines are broken anew.
                    Some(Stmt::Comment(begun)) if !begun.ends_with(['.', ':']) => *begun = format!("{begun} {text}"),
                    _ => out.push(Stmt::Comment(text)),
                }
            }
            VerilogStatement::Macro(block) => out.extend(self.block(block)?),
            VerilogStatement::Assignment(target, value) => {
                let target = self.target(target)?;
                let width = self.symbols.signals[target].width;
                let value = self.sized(value, width, &self.symbols.author_name(target))?;
                out.push(Stmt::Assign { target, low: 0, value });
            }
            VerilogStatement::SliceAssignment {
                base,
                width,
                offset,
                replacement,
            } => {
                let target = self.target(base)?;
                let name = self.symbols.author_name(target);
                let value = self.sized(replacement, *width, &name)?;
                let Value::Number(low) = self.value(offset)? else {
                    return Err(self
                        .symbols
                        .unsupported(format!("a field of `{name}` at a variable place")));
                };
                let low = self.in_range(&name, self.symbols.signals[target].width, &low, *width)?;
                out.push(Stmt::Assign { target, low, value });
            }
            VerilogStatement::If(conditional) => self.conditional(conditional, out)?,
            VerilogStatement::Match(cases) => self.case(cases, out)?,
            VerilogStatement::Loop(body) => {
                // rust-hdl drops `self.`, so that a field of this name could not be told from the variable.
                if self.symbols.find(&body.index).is_some() {
                    return Err(EmitError::NameCollision {
                        module: self.symbols.module.clone(),
                        name: body.index.clone(),
                        first: format!("field `{}`", body.index),
                        second: "a loop's variable".into(),
                    });
                }
                for turn in body.from.as_usize()..body.to.as_usize() {
                    self.loops.push((body.index.clone(), turn));
                    let unrolled = self.block(&body.block);
                    self.loops.pop();
                    out.extend(unrolled?);
                }
            }
            VerilogStatement::Link(links) => {
                for link in links {
                    self.link(link, out)?;
                }
            }
        }
        Ok(())
    }

    fn link(&mut self, link: &VerilogLink, out: &mut Vec<Stmt>) -> Result<(), EmitError> {
        let join = |owner: &str, mine: &str| {
            format!("{owner}${}", mine.trim_start_matches('.'))
                .trim_end_matches('$')
                .to_string()
        };
        let (target, source) = match link {
            VerilogLink::Forward(x) => (join(&x.other_name, &x.my_name), join(&x.owner_name, &x.my_name)),
            VerilogLink::Backward(x) => (join(&x.owner_name, &x.my_name), join(&x.other_name, &x.my_name)),
            VerilogLink::Bidirectional(_) => return Err(self.symbols.unsupported("a bidirectional signal".into())),
        };
        let assignment =
            VerilogStatement::Assignment(VerilogExpression::Signal(target), VerilogExpression::Signal(source));
        self.statement(&assignment, out)
    }

    fn target(&self, target: &VerilogExpression) -> Result<SignalId, EmitError> {
        match self.value(target)? {
            Value::Expr(Expr::Signal { id, .. }) if self.symbols.signals[id].role.is_assigned() => Ok(id),
            Value::Expr(Expr::Signal { id, .. }) => Err(EmitError::NotAssignable {
                module: self.symbols.module.clone(),
                signal: self.symbols.author_name(id),
            }),
            _ => Err(self
                .symbols
                .unsupported("an assignment to something other than a signal".into())),
        }
    }

    fn conditional(&mut self, conditional: &VerilogConditional, out: &mut Vec<Stmt>) -> Result<(), EmitError> {
        let test = self.sized(&conditional.test, 1, "the condition of an if")?;
        let then = self.block(&conditional.then)?;
        let otherwise = match &conditional.otherwise {
            VerilogBlockOrConditional::Block(block) => self.block(block)?,
            VerilogBlockOrConditional::Conditional(next) => {
                let mut otherwise = vec![];
                self.statement(next, &mut otherwise)?;
                otherwise
            }
            VerilogBlockOrConditional::None => vec![],
        };
        match test.as_const() {
            Some(value) => out.extend(if value.is_zero() { otherwise } else { then }),
            None => out.push(Stmt::If { test, then, otherwise }),
        }
        Ok(())
    }

    fn case(&mut self, cases: &VerilogMatch, out: &mut Vec<Stmt>) -> Result<(), EmitError> {
        let test = match self.value(&cases.test)? {
            Value::Expr(test) => test,
            Value::Number(number) => {
                // A loop variable: the arm is known.
                return self.known_case(&number, cases, out);
            }
        };
        let mut arms: Vec<(Expr, Vec<Stmt>)> = vec![];
        let mut default = None;
        for arm in &cases.cases {
            let body = self.block(&arm.block)?;
            if arm.condition == "default" {
                default = Some(body);
                break;
            }
            let label = self.pattern(&arm.condition, test.width())?;
            if !arms.iter().any(|(known, _)| known.known() == label.known()) {
                arms.push((label, body));
            }
        }
        // Rust has checked that the patterns cover everything: without a `_` the last one is what remains.
        let (default, default_label) = match default {
            Some(default) => (default, None),
            None => match arms.pop() {
                Some((label, body)) => (body, Some(label)),
                None => return Ok(()),
            },
        };
        if arms.is_empty() {
            out.extend(default);
            return Ok(());
        }
        out.push(Stmt::Case(Case {
            test,
            arms,
            default,
            default_label,
        }));
        Ok(())
    }

    fn known_case(&mut self, number: &BigUint, cases: &VerilogMatch, out: &mut Vec<Stmt>) -> Result<(), EmitError> {
        for arm in &cases.cases {
            let taken = arm.condition == "default" || self.pattern(&arm.condition, 64)?.known() == Some(number);
            if taken {
                out.extend(self.block(&arm.block)?);
                return Ok(());
            }
        }
        Ok(())
    }

    fn pattern(&self, text: &str, width: usize) -> Result<Expr, EmitError> {
        if let Ok(literal) = syn::parse_str::<syn::LitInt>(text) {
            let digits = literal.base10_digits().as_bytes();
            return self.number(&BigUint::parse_bytes(digits, 10).unwrap_or_default(), width);
        }
        match text {
            "true" | "false" => return Ok(Expr::bit(text == "true")),
            _ => {}
        }
        match self.symbols.find(&self.path(text)?) {
            Some(param @ Expr::Param { .. }) if param.width() == width => Ok(param),
            _ => Err(self
                .symbols
                .unsupported(format!("the pattern `{}`", text.replace('$', "::")))),
        }
    }

    /// A number in so many bits.
    pub fn number(&self, value: &BigUint, width: usize) -> Result<Expr, EmitError> {
        if value.bits() > width as u64 {
            return Err(EmitError::Literal {
                module: self.symbols.module.clone(),
                value: value.to_string(),
                width,
            });
        }
        Ok(Expr::constant(value.clone(), width))
    }

    /// A constant place of `width` bits within a signal of `whole` bits.
    pub fn in_range(&self, name: &str, whole: usize, low: &BigUint, width: usize) -> Result<usize, EmitError> {
        match usize::try_from(low) {
            Ok(low) if low.saturating_add(width) <= whole => Ok(low),
            _ => Err(EmitError::Range {
                module: self.symbols.module.clone(),
                signal: name.into(),
                bit: (low + width - 1u32).to_string(),
                width: whole,
            }),
        }
    }

    /// A kernel's name for a signal with `$` between its parts and its array indices worked out.
    pub fn path(&self, text: &str) -> Result<String, EmitError> {
        let plain = text.trim_start_matches('.').replace("::", "$").replace('.', "$");
        let mut path = String::new();
        let mut rest = plain.strip_suffix("$next").unwrap_or(&plain);
        while let Some((before, after)) = rest.split_once('[') {
            let unknown = || EmitError::UnknownName {
                module: self.symbols.module.clone(),
                name: text.into(),
            };
            let (index, after) = after.split_once(']').ok_or_else(unknown)?;
            let index: syn::Expr = syn::parse_str(index).map_err(|_| unknown())?;
            let index = self.constant_index(&index).ok_or_else(unknown)?;
            path.push_str(&format!("{before}${index}"));
            rest = after;
        }
        path.push_str(rest);
        Ok(path)
    }

    /// An array index: numbers, loop variables and arithmetic on them.
    fn constant_index(&self, index: &syn::Expr) -> Option<usize> {
        match index {
            syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Int(number),
                ..
            }) => number.base10_parse().ok(),
            syn::Expr::Path(path) => self.loop_value(&path.path.get_ident()?.to_string()),
            syn::Expr::Paren(inner) => self.constant_index(&inner.expr),
            syn::Expr::Binary(binary) => {
                let (left, right) = (self.constant_index(&binary.left)?, self.constant_index(&binary.right)?);
                match binary.op {
                    syn::BinOp::Add(_) => left.checked_add(right),
                    syn::BinOp::Sub(_) => left.checked_sub(right),
                    syn::BinOp::Mul(_) => left.checked_mul(right),
                    syn::BinOp::Div(_) => left.checked_div(right),
                    syn::BinOp::Rem(_) => left.checked_rem(right),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    pub fn loop_value(&self, name: &str) -> Option<usize> {
        self.loops
            .iter()
            .rev()
            .find(|(variable, _)| variable == name)
            .map(|(_, value)| *value)
    }
}

/// The text of a `comment!`. rust-hdl keeps the macro's tokens as they were printed, broken into lines anywhere between
/// them, and sometimes without the quotes and brackets.
pub(super) fn comment_text(tokens: &str) -> String {
    let mut text = tokens.trim();
    for token in ["comment", "!", "(", "\""] {
        text = text.strip_prefix(token).unwrap_or(text).trim_start();
    }
    let text = text.strip_suffix(')').unwrap_or(text).trim_end();
    let text = text.strip_suffix('"').unwrap_or(text);
    text.replace("\\\"", "\"").replace("\\\\", "\\")
}
