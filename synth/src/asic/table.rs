//! Look-up tables of a Liberty library: delays, slews, constraints and energies by slew and load.

/// A table over two quantities. The first is always a slew, in ns: of the input, or of the constrained pin. The second is
/// a load in fF, or the slew of the clock in ns. Where the library has one quantity or none, the other axis has one point.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    slews: Vec<f64>,
    others: Vec<f64>,
    /// By slew, then by the other.
    values: Vec<f64>,
}

impl Table {
    /// A table of values in rows of one slew each; `None` when their number does not fit the axes.
    pub fn new(slews: Vec<f64>, others: Vec<f64>, values: Vec<f64>) -> Option<Table> {
        let fits = !slews.is_empty() && !others.is_empty() && values.len() == slews.len() * others.len();
        fits.then_some(Table { slews, others, values })
    }

    /// The same value everywhere.
    pub fn constant(value: f64) -> Table {
        Table {
            slews: vec![0.0],
            others: vec![0.0],
            values: vec![value],
        }
    }

    /// The value at a point: linear between the four points around it, and beyond the edges on the same planes.
    pub fn at(&self, slew: f64, other: f64) -> f64 {
        let ((row, row_part), (column, column_part)) = (position(&self.slews, slew), position(&self.others, other));
        let value = |row: usize, column: usize| self.values[row * self.others.len() + column];
        let next_column = (column + 1).min(self.others.len() - 1);
        let next_row = (row + 1).min(self.slews.len() - 1);
        let along = |row| value(row, column) + column_part * (value(row, next_column) - value(row, column));
        let (low, high) = (along(row), along(next_row));
        low + row_part * (high - low)
    }
}

/// The interval of an axis that holds a point or is nearest to it, and how far along it the point is.
fn position(axis: &[f64], point: f64) -> (usize, f64) {
    if axis.len() < 2 {
        return (0, 0.0);
    }
    let above = axis.partition_point(|&mark| mark <= point);
    let index = above.clamp(1, axis.len() - 1) - 1;
    (index, (point - axis[index]) / (axis[index + 1] - axis[index]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_linear_between_points_and_beyond_the_edges() {
        let table = Table::new(vec![0.0, 1.0], vec![0.0, 10.0], vec![1.0, 2.0, 3.0, 6.0]).unwrap();
        assert_eq!(table.at(0.0, 10.0), 2.0);
        assert_eq!(table.at(0.5, 5.0), 3.0);
        assert_eq!(table.at(0.0, 20.0), 3.0);
        assert_eq!(table.at(2.0, 0.0), 5.0);
        assert_eq!(Table::constant(7.0).at(3.0, 4.0), 7.0);
    }

    #[test]
    fn a_table_with_a_value_too_few_is_refused() {
        assert_eq!(Table::new(vec![0.0, 1.0], vec![0.0], vec![1.0]), None);
    }
}
