//! Selecting, joining and shifting bits, in the shortest form that Verilog has for it.

use super::expr::{Binary, Expr};
use num_traits::Zero;

impl Expr {
    /// Parts joined, most significant first, in the shortest form.
    pub fn concat(parts: impl IntoIterator<Item = Expr>) -> Self {
        let mut flat: Vec<Expr> = vec![];
        for part in parts {
            match part {
                Expr::Concat(inner) => inner.into_iter().for_each(|part| push_part(&mut flat, part)),
                part => push_part(&mut flat, part),
            }
        }
        if flat.len() == 1 {
            return flat.remove(0);
        }
        Expr::Concat(flat)
    }

    /// The bits `low .. low + width`, where that needs no shift of a compound expression.
    pub fn slice(&self, low: usize, width: usize) -> Option<Self> {
        if low == 0 && width == self.width() {
            return Some(self.clone());
        }
        Some(match self {
            _ if width == 0 => Expr::constant(0u8, 0),
            _ if low + width > self.width() => {
                let inside = self.width().saturating_sub(low);
                let zeros = Expr::constant(0u8, width - inside);
                Expr::concat([zeros, self.slice(low.min(self.width()), inside)?])
            }
            Expr::Const { value, .. } | Expr::Param { value, .. } => Expr::constant(value >> low, width),
            Expr::Signal { id, .. } => Expr::Slice { id: *id, low, width },
            Expr::Slice { id, low: base, .. } => Expr::Slice {
                id: *id,
                low: base + low,
                width,
            },
            Expr::Truncate { of, .. } => match of.slice(low, width) {
                Some(part) => part,
                None if low == 0 => Expr::Truncate { of: of.clone(), width },
                None => return None,
            },
            Expr::Concat(parts) => {
                let mut high = self.width();
                let mut taken = vec![];
                for part in parts {
                    let base = high - part.width();
                    let (from, to) = (low.max(base), (low + width).min(high));
                    if from < to {
                        taken.push(part.slice(from - base, to - from)?);
                    }
                    high = base;
                }
                Expr::concat(taken)
            }
            Expr::Binary(Binary::Shr, of, amount) => match small(amount) {
                Some(amount) => of.slice(low + amount, width)?,
                None => return None,
            },
            _ => return None,
        })
    }

    /// The same number in `width` bits: zeros added, or upper bits dropped.
    pub fn resize(&self, width: usize) -> Self {
        let own = self.width();
        if width > own {
            return Expr::concat([Expr::constant(0u8, width - own), self.clone()]);
        }
        self.slice(0, width).unwrap_or_else(|| Expr::Truncate {
            of: Box::new(self.clone()),
            width,
        })
    }

    /// The bits `low .. low + width` of any expression, zeros beyond its end.
    pub fn bits(&self, low: usize, width: usize) -> Self {
        let shifted = || self.clone().shifted_right(Expr::constant(low as u64, 64));
        self.slice(low, width).unwrap_or_else(|| shifted().resize(width))
    }

    /// `self << amount`, upper bits dropped.
    pub fn shifted_left(self, amount: Expr) -> Self {
        let width = self.width();
        if let (Some(by), Expr::Concat(_) | Expr::Const { .. }) = (small(&amount), &self) {
            let by = by.min(width);
            if let Some(kept) = self.slice(0, width - by) {
                return Expr::concat([kept, Expr::constant(0u8, by)]);
            }
        }
        match small(&amount) {
            Some(0) => self,
            Some(by) if by >= width => Expr::constant(0u8, width),
            _ => Expr::Binary(Binary::Shl, Box::new(self), Box::new(amount)),
        }
    }

    /// `self >> amount`.
    pub fn shifted_right(self, amount: Expr) -> Self {
        let width = self.width();
        if let (Some(by), Expr::Concat(_) | Expr::Const { .. }) = (small(&amount), &self) {
            if let Some(kept) = self.slice(by.min(width), width) {
                return kept;
            }
        }
        match small(&amount) {
            Some(0) => self,
            Some(by) if by >= width => Expr::constant(0u8, width),
            _ => Expr::Binary(Binary::Shr, Box::new(self), Box::new(amount)),
        }
    }

    /// `left | right`, as a concatenation when no bit can be set on both sides.
    pub fn or(left: Expr, right: Expr) -> Self {
        let width = left.width();
        if let (Some(mut parts), Some(more)) = (left.placed_parts(), right.placed_parts()) {
            parts.extend(more);
            parts.sort_by_key(|(low, _)| *low);
            if parts.windows(2).all(|pair| pair[0].0 + pair[0].1.width() <= pair[1].0) {
                let mut joined = vec![];
                let mut next = 0;
                for (low, part) in parts {
                    joined.push(Expr::constant(0u8, low - next));
                    next = low + part.width();
                    joined.push(part);
                }
                joined.push(Expr::constant(0u8, width - next));
                return Expr::concat(joined.into_iter().rev());
            }
        }
        Expr::Binary(Binary::Or, Box::new(left), Box::new(right))
    }

    /// The parts that can be other than zero with their lowest bit, where some bits are certainly zero.
    fn placed_parts(&self) -> Option<Vec<(usize, Expr)>> {
        match self {
            Expr::Concat(parts) => {
                let mut low = self.width();
                let mut placed = vec![];
                for part in parts {
                    low -= part.width();
                    if !part.is_zero() {
                        placed.push((low, part.clone()));
                    }
                }
                Some(placed)
            }
            Expr::Const { value, .. } if value.is_zero() => Some(vec![]),
            Expr::Const { value, .. } => {
                let low = value.trailing_zeros().unwrap_or(0) as usize;
                Some(vec![(low, Expr::constant(value >> low, value.bits() as usize - low))])
            }
            Expr::Binary(Binary::Shl, of, amount) => {
                let by = small(amount).filter(|by| *by < self.width())?;
                Some(vec![(by, of.slice(0, self.width() - by)?)])
            }
            _ => None,
        }
    }
}

/// A constant as a number of bits; numbers beyond `usize` shift everything out just as its maximum does.
fn small(amount: &Expr) -> Option<usize> {
    let amount = amount.as_const()?;
    Some(usize::try_from(amount).unwrap_or(usize::MAX / 4).min(usize::MAX / 4))
}

/// Appends a part below the others, joined with its neighbour where the two are one.
fn push_part(parts: &mut Vec<Expr>, part: Expr) {
    if part.width() == 0 {
        return;
    }
    match (parts.last_mut(), &part) {
        (
            Some(Expr::Const { value, width }),
            Expr::Const {
                value: lower,
                width: more,
            },
        ) => {
            *value = (&*value << *more) | lower;
            *width += more;
        }
        (
            Some(Expr::Slice { id, low, width }),
            Expr::Slice {
                id: same,
                low: lower,
                width: more,
            },
        ) if *id == *same && *low == lower + more => {
            *low = *lower;
            *width += more;
        }
        _ => parts.push(part),
    }
}
