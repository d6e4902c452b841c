//! Boolean functions of a Liberty library, as truth tables.

/// A Boolean function of up to six variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// What the variables are: indices, in the order in which the expression names them.
    pub variables: Vec<usize>,
    /// Bit n is the value where variable v is bit v of n.
    pub table: u64,
}

/// The truth tables of the six variables themselves.
const VARIABLES: [u64; 6] = [
    0xaaaa_aaaa_aaaa_aaaa,
    0xcccc_cccc_cccc_cccc,
    0xf0f0_f0f0_f0f0_f0f0,
    0xff00_ff00_ff00_ff00,
    0xffff_0000_ffff_0000,
    0xffff_ffff_0000_0000,
];

impl Function {
    /// Reads an expression: `!` or a following `'`, then `*`, `&` or nothing between factors, `^`, and `+` or `|`.
    /// `index` says which variable a name is.
    ///
    /// # Errors
    /// A sentence: a name is unknown, there are more than six variables, or the expression is not one.
    pub fn parse(text: &str, index: impl Fn(&str) -> Option<usize>) -> Result<Function, String> {
        let mut parser = Parser {
            rest: text.trim_start(),
            variables: Vec::new(),
            index: &index,
        };
        let table = parser.sum()?;
        if !parser.rest.is_empty() {
            return Err(format!("the function \"{text}\" does not end at \"{}\"", parser.rest));
        }
        Ok(Function {
            variables: parser.variables,
            table,
        })
    }

    /// The value, where `value` says what each variable is.
    pub fn evaluate(&self, value: impl Fn(usize) -> bool) -> bool {
        let row = |row, (bit, &variable)| row | usize::from(value(variable)) << bit;
        let row = self.variables.iter().enumerate().fold(0, row);
        self.table >> row & 1 == 1
    }

    /// How probable it is, where `probability` says how probable each variable is and they are independent.
    pub fn probability(&self, probability: impl Fn(usize) -> f64) -> f64 {
        let ones: Vec<f64> = self.variables.iter().map(|&variable| probability(variable)).collect();
        let of_row = |row: usize| -> f64 {
            let factor = |(bit, one): (usize, &f64)| if row >> bit & 1 == 1 { *one } else { 1.0 - one };
            ones.iter().enumerate().map(factor).product()
        };
        let rows = 0..1 << self.variables.len();
        rows.filter(|row| self.table >> row & 1 == 1).map(of_row).sum()
    }
}

struct Parser<'a> {
    rest: &'a str,
    variables: Vec<usize>,
    index: &'a dyn Fn(&str) -> Option<usize>,
}

impl Parser<'_> {
    fn eat(&mut self, any_of: &[char]) -> bool {
        let found = self.rest.starts_with(any_of);
        if found {
            self.rest = self.rest[1..].trim_start();
        }
        found
    }

    fn sum(&mut self) -> Result<u64, String> {
        let mut table = self.difference()?;
        while self.eat(&['+', '|']) {
            table |= self.difference()?;
        }
        Ok(table)
    }

    fn difference(&mut self) -> Result<u64, String> {
        let mut table = self.product()?;
        while self.eat(&['^']) {
            table ^= self.product()?;
        }
        Ok(table)
    }

    fn product(&mut self) -> Result<u64, String> {
        let mut table = self.factor()?;
        loop {
            let goes_on = self.eat(&['*', '&'])
                || self
                    .rest
                    .starts_with(|next: char| next == '!' || next == '(' || next.is_alphanumeric());
            if !goes_on {
                return Ok(table);
            }
            table &= self.factor()?;
        }
    }

    fn factor(&mut self) -> Result<u64, String> {
        if self.eat(&['!']) {
            return Ok(!self.factor()?);
        }
        let mut table = if self.eat(&['(']) {
            let table = self.sum()?;
            if !self.eat(&[')']) {
                return Err(format!("a parenthesis is not closed before \"{}\"", self.rest));
            }
            table
        } else {
            self.name()?
        };
        while self.eat(&['\'']) {
            table = !table;
        }
        Ok(table)
    }

    fn name(&mut self) -> Result<u64, String> {
        let end = self.rest.find(|next: char| !next.is_alphanumeric() && next != '_');
        let (name, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest.trim_start();
        match name {
            "" => return Err(format!("a pin is missing before \"{}\"", self.rest)),
            "0" => return Ok(0),
            "1" => return Ok(u64::MAX),
            _ => {}
        }
        let variable = (self.index)(name).ok_or_else(|| format!("\"{name}\" is no pin"))?;
        let position = self.variables.iter().position(|&known| known == variable);
        let position = position.unwrap_or_else(|| {
            self.variables.push(variable);
            self.variables.len() - 1
        });
        let table = VARIABLES.get(position);
        table
            .copied()
            .ok_or_else(|| "a function of more than six variables".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(text: &str) -> Function {
        Function::parse(text, |name| "ABCD".find(name)).unwrap()
    }

    #[test]
    fn every_way_of_writing_an_operator_is_read() {
        for text in ["!(A & B) | C", "(A*B)'+C", "(!(A B)) + C", "!A | B' | C"] {
            let read = function(text);
            assert_eq!(read.variables, [0, 1, 2]);
            assert_eq!(read.table & 0xff, 0b1111_0111, "{text}");
        }
        assert_eq!(function("A ^ B").table & 0xf, 0b0110);
        assert_eq!(function("B").variables, [1]);
        assert_eq!(function("1").table, u64::MAX);
    }

    #[test]
    fn a_function_has_a_value_and_a_probability() {
        let function = function("A & !C");
        assert!(function.evaluate(|variable| variable == 0));
        assert!(!function.evaluate(|_| true));
        assert_eq!(function.probability(|variable| [0.5, 0.0, 0.25][variable]), 0.375);
    }

    #[test]
    fn what_is_no_function_is_refused() {
        for text in ["A &", "(A", "A) B", "Z"] {
            assert!(Function::parse(text, |name| "ABCD".find(name)).is_err(), "{text}");
        }
    }
}
