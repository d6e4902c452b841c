//! Exact distributions of small numbers of cycles.

use serde::Serialize;
use std::collections::BTreeMap;

/// How often each number of cycles was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CycleCounts(BTreeMap<u64, u64>);

/// Mean, quantiles and maximum of a distribution, in cycles.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CycleSummary {
    /// How many there are.
    pub count: u64,
    /// Their mean.
    pub mean: f64,
    /// The smallest number that at least half of them do not exceed.
    pub p50: u64,
    /// The smallest number that at least 99 of 100 do not exceed.
    pub p99: u64,
    /// The largest.
    pub max: u64,
}

impl CycleCounts {
    /// Counts one.
    pub fn add(&mut self, cycles: u64) {
        *self.0.entry(cycles).or_default() += 1;
    }

    /// Both together.
    pub fn merged(&self, other: &CycleCounts) -> CycleCounts {
        let mut merged = self.clone();
        for (&cycles, &count) in &other.0 {
            *merged.0.entry(cycles).or_default() += count;
        }
        merged
    }

    /// The summary; `None` of nothing.
    pub fn summary(&self) -> Option<CycleSummary> {
        let count: u64 = self.0.values().sum();
        let (&max, _) = self.0.last_key_value()?;
        let sum: u64 = self.0.iter().map(|(cycles, count)| cycles * count).sum();
        let quantile = |percent: u64| {
            let mut rest = (count * percent).div_ceil(100);
            let found = self.0.iter().find(|(_, &count)| {
                let done = rest <= count;
                rest = rest.saturating_sub(count);
                done
            });
            found.map_or(max, |(&cycles, _)| cycles)
        };
        Some(CycleSummary {
            count,
            mean: sum as f64 / count as f64,
            p50: quantile(50),
            p99: quantile(99),
            max,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(cycles: impl IntoIterator<Item = u64>) -> CycleCounts {
        let mut counts = CycleCounts::default();
        cycles.into_iter().for_each(|cycles| counts.add(cycles));
        counts
    }

    #[test]
    fn quantiles_are_those_of_the_sorted_list() {
        let summary = counts(1..=100).summary();
        assert_eq!(
            summary,
            Some(CycleSummary {
                count: 100,
                mean: 50.5,
                p50: 50,
                p99: 99,
                max: 100
            })
        );
        let summary = counts([1, 1, 1, 9]).summary().unwrap();
        assert_eq!((summary.p50, summary.p99, summary.max), (1, 9, 9));
        assert_eq!(counts([]).summary(), None);
    }

    #[test]
    fn merging_adds_counts() {
        assert_eq!(counts([1, 2]).merged(&counts([2, 5])), counts([1, 2, 2, 5]));
    }
}
