//! nextpnr: place and route, and what its report says of the clock.

use crate::yosys::{logged, read_json};
use crate::{wrapper, Error, Target};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// What one seed of place and route came to.
#[derive(Clone, Debug, Serialize)]
pub struct Routed {
    /// Seed of the placer.
    pub seed: u32,
    /// Highest clock in MHz.
    pub fmax_mhz: f64,
    /// The path that limits it.
    pub critical_path: CriticalPath,
}

/// A register-to-register path.
#[derive(Clone, Debug, Serialize)]
pub struct CriticalPath {
    /// Cell and port in which it starts.
    pub start: String,
    /// Cell and port in which it ends.
    pub end: String,
    /// Every net along the way, in order.
    pub hops: Vec<Hop>,
    /// Setup time of the register at the end, in ns.
    pub setup_ns: f64,
}

/// A net of a path, with the cell that drives it.
#[derive(Clone, Debug, Serialize)]
pub struct Hop {
    /// The net.
    pub net: String,
    /// Delay through the driving cell (of a register: clock to output), in ns.
    pub cell_ns: f64,
    /// Delay of the wire, in ns.
    pub wire_ns: f64,
}

impl CriticalPath {
    /// Delay in cells, registers included, in ns.
    pub fn cells_ns(&self) -> f64 {
        self.setup_ns + self.hops.iter().map(|hop| hop.cell_ns).sum::<f64>()
    }

    /// Delay in wires, in ns.
    pub fn wires_ns(&self) -> f64 {
        self.hops.iter().map(|hop| hop.wire_ns).sum()
    }

    /// Whether the path runs between two registers of the wrapper without entering the module.
    pub fn is_of_the_wrapper(&self) -> bool {
        let inside = |name: &str| name.starts_with(&format!("{}.", wrapper::INSTANCE));
        !inside(&self.start) && !inside(&self.end) && !self.hops.iter().any(|hop| inside(&hop.net))
    }
}

#[derive(Deserialize)]
struct Report {
    fmax: BTreeMap<String, Fmax>,
    critical_paths: Vec<TimingPath>,
}

#[derive(Deserialize)]
struct Fmax {
    achieved: f64,
}

#[derive(Deserialize)]
struct TimingPath {
    from: String,
    to: String,
    path: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    delay: f64,
    from: Pin,
    to: Pin,
    net: Option<String>,
}

#[derive(Deserialize)]
struct Pin {
    cell: String,
    port: String,
}

/// Places and routes `netlist.json` in `folder`, which has the target's file of pins if it wants one.
///
/// # Errors
/// nextpnr is missing or fails, which it does when the design does not fit.
pub fn route(folder: &Path, target: Target, seed: u32, aim_mhz: u32) -> Result<Routed, Error> {
    let report = format!("report-{seed}.json");
    let mut nextpnr = memento_tools::command(target.router())?;
    nextpnr
        .args(target.router_options())
        .args(["--json", "netlist.json", "--timing-allow-fail", "--report", &report]);
    nextpnr.args(["--seed", &seed.to_string(), "--freq", &aim_mhz.to_string()]);
    logged(target.router(), nextpnr, folder, &format!("nextpnr-{seed}.log"))?;
    let path = folder.join(&report);
    read_report(seed, &path)
}

fn read_report(seed: u32, path: &Path) -> Result<Routed, Error> {
    let report: Report = read_json(path)?;
    let slowest = report.fmax.iter().min_by(|a, b| a.1.achieved.total_cmp(&b.1.achieved));
    let (clock, fmax) = slowest.ok_or_else(|| Error::content(path, "the report names no clock"))?;
    let edge = format!("posedge {clock}");
    let critical = report
        .critical_paths
        .iter()
        .find(|path| path.from == edge && path.to == edge);
    let steps = &critical
        .ok_or_else(|| Error::content(path, format!("no critical path of clock {clock}")))?
        .path;
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else {
        return Err(Error::content(
            path,
            format!("the critical path of clock {clock} is empty"),
        ));
    };
    let mut hops = Vec::new();
    let mut cell_ns = 0.0;
    for step in steps {
        if let Some(net) = &step.net {
            hops.push(Hop {
                net: net.clone(),
                cell_ns,
                wire_ns: step.delay,
            });
            cell_ns = 0.0;
        } else {
            cell_ns += step.delay;
        }
    }
    let pin = |pin: &Pin| format!("{}.{}", pin.cell, pin.port);
    let critical_path = CriticalPath {
        start: pin(&first.from),
        end: pin(&last.to),
        hops,
        setup_ns: cell_ns,
    };
    Ok(Routed {
        seed,
        fmax_mhz: fmax.achieved,
        critical_path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = r#"{
        "fmax": {"clk": {"achieved": 200.0, "constraint": 150}},
        "critical_paths": [
            {"from": "<async>", "to": "posedge clk", "path": []},
            {"from": "posedge clk", "to": "posedge clk", "path": [
                {"delay": 0.5, "type": "clk-to-q", "from": {"cell": "in_a", "port": "Q"}, "to": {"cell": "in_a", "port": "Q"}},
                {"delay": 2.0, "type": "routing", "net": "a", "from": {"cell": "in_a", "port": "Q"}, "to": {"cell": "dut.x", "port": "A"}},
                {"delay": 0.5, "type": "logic", "from": {"cell": "dut.x", "port": "A"}, "to": {"cell": "dut.x", "port": "F"}},
                {"delay": 1.5, "type": "routing", "net": "dut.n", "from": {"cell": "dut.x", "port": "F"}, "to": {"cell": "dut.q", "port": "DI"}},
                {"delay": 0.5, "type": "setup", "from": {"cell": "dut.q", "port": "DI"}, "to": {"cell": "dut.q", "port": "DI"}}
            ]}
        ]}"#;

    #[test]
    fn clock_and_critical_path_are_read_from_the_report() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        std::fs::write(&path, REPORT).unwrap();
        let routed = read_report(3, &path).unwrap();
        assert_eq!((routed.seed, routed.fmax_mhz), (3, 200.0));
        let critical = routed.critical_path;
        assert_eq!((critical.start.as_str(), critical.end.as_str()), ("in_a.Q", "dut.q.DI"));
        assert_eq!(
            (critical.cells_ns(), critical.wires_ns(), critical.setup_ns),
            (1.5, 3.5, 0.5)
        );
        assert_eq!(
            (
                critical.hops[1].net.as_str(),
                critical.hops[1].cell_ns,
                critical.hops[1].wire_ns
            ),
            ("dut.n", 0.5, 1.5)
        );
        assert!(!critical.is_of_the_wrapper());
    }

    #[test]
    fn a_report_without_a_clock_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        std::fs::write(&path, r#"{"fmax": {}, "critical_paths": []}"#).unwrap();
        assert!(read_report(1, &path)
            .unwrap_err()
            .to_string()
            .ends_with("the report names no clock"));
    }
}
