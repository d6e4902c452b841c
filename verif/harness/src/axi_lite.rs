//! AXI4-Lite: a master that drives a port, as slow and disorderly as asked, and the rules of the protocol, which every run
//! checks in every cycle.

use std::collections::VecDeque;

/// The pins of a port in one cycle, clock and reset left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AxiLitePins {
    /// AWVALID.
    pub awvalid: bool,
    /// AWREADY.
    pub awready: bool,
    /// AWADDR.
    pub awaddr: u32,
    /// WVALID.
    pub wvalid: bool,
    /// WREADY.
    pub wready: bool,
    /// WDATA.
    pub wdata: u32,
    /// WSTRB.
    pub wstrb: u8,
    /// BVALID.
    pub bvalid: bool,
    /// BREADY.
    pub bready: bool,
    /// BRESP.
    pub bresp: u8,
    /// ARVALID.
    pub arvalid: bool,
    /// ARREADY.
    pub arready: bool,
    /// ARADDR.
    pub araddr: u32,
    /// RVALID.
    pub rvalid: bool,
    /// RREADY.
    pub rready: bool,
    /// RDATA.
    pub rdata: u32,
    /// RRESP.
    pub rresp: u8,
}

/// BRESP and RRESP of an access that was carried out.
pub const OKAY: u8 = 0;
/// BRESP and RRESP of an access that the slave refused.
pub const SLVERR: u8 = 2;

/// The rules of the protocol: each channel's `valid` and payload stay until its `ready`, nothing is answered that was not asked,
/// everything is answered once, and a response is one that AXI4-Lite has.
#[derive(Clone, Debug, Default)]
pub struct AxiLiteChecker {
    /// Payloads that were not taken in the cycle before: AW, W, B, AR, R.
    waiting: [Option<u64>; 5],
    addresses: u64,
    data: u64,
    written: u64,
    reads: u64,
    after_reset: bool,
}

impl AxiLiteChecker {
    /// The port is in reset: all is forgotten, and no `valid` may be high in the next cycle.
    pub fn reset(&mut self) {
        *self = AxiLiteChecker {
            after_reset: true,
            ..AxiLiteChecker::default()
        };
    }

    /// Looks at a cycle.
    ///
    /// # Errors
    /// The rule that is broken.
    pub fn cycle(&mut self, pins: &AxiLitePins) -> Result<(), String> {
        let AxiLitePins {
            awvalid,
            awready,
            wvalid,
            wready,
            bvalid,
            bready,
            arvalid,
            arready,
            rvalid,
            rready,
            ..
        } = *pins;
        if std::mem::take(&mut self.after_reset) && (bvalid || rvalid) {
            return Err("a response is valid in the cycle after reset".into());
        }
        let channels = [
            ("AW", awvalid, awready, u64::from(pins.awaddr)),
            ("W", wvalid, wready, u64::from(pins.wdata) << 4 | u64::from(pins.wstrb)),
            ("B", bvalid, bready, u64::from(pins.bresp)),
            ("AR", arvalid, arready, u64::from(pins.araddr)),
            ("R", rvalid, rready, u64::from(pins.rdata) << 2 | u64::from(pins.rresp)),
        ];
        for (waiting, (name, valid, ready, payload)) in self.waiting.iter_mut().zip(channels) {
            if waiting.is_some_and(|waiting| !valid || waiting != payload) {
                return Err(format!("{name} was withdrawn or changed before it was taken"));
            }
            *waiting = (valid && !ready).then_some(payload);
        }
        // A response may depend on what was taken in an earlier cycle alone.
        if bvalid && self.addresses.min(self.data) <= self.written {
            return Err("B is valid, but no write waits for a response".into());
        }
        if rvalid && self.reads == 0 {
            return Err("R is valid, but no read waits for a response".into());
        }
        if bvalid && pins.bresp == 1 || rvalid && pins.rresp == 1 {
            return Err("EXOKAY is no response of AXI4-Lite".into());
        }
        self.addresses += u64::from(awvalid && awready);
        self.data += u64::from(wvalid && wready);
        self.written += u64::from(bvalid && bready);
        self.reads += u64::from(arvalid && arready);
        self.reads -= u64::from(rvalid && rready);
        Ok(())
    }

    /// Whether every access that was begun has been answered.
    pub fn settled(&self) -> bool {
        self.addresses == self.data && self.data == self.written && self.reads == 0
    }
}

/// How a master behaves: cycles of 100 in which it holds back on AW, W, B, AR and R.
pub type Reluctance = [u8; 5];

/// A master: accesses go in, responses come out, both in order.
#[derive(Clone, Debug)]
pub struct AxiLiteMaster {
    rng: fastrand::Rng,
    /// Changes at any time.
    pub reluctance: Reluctance,
    addresses: VecDeque<u32>,
    data: VecDeque<(u32, u8)>,
    reads: VecDeque<u32>,
    /// `valid` of AW, W and AR is high and stays.
    offered: [bool; 3],
    /// BRESP of each write that was answered; whoever looks takes them.
    pub written: VecDeque<u8>,
    /// RDATA and RRESP of each read that was answered.
    pub read: VecDeque<(u32, u8)>,
}

impl AxiLiteMaster {
    /// A master without accesses.
    pub fn new(reluctance: Reluctance, seed: u64) -> AxiLiteMaster {
        AxiLiteMaster {
            rng: fastrand::Rng::with_seed(seed),
            reluctance,
            addresses: VecDeque::new(),
            data: VecDeque::new(),
            reads: VecDeque::new(),
            offered: [false; 3],
            written: VecDeque::new(),
            read: VecDeque::new(),
        }
    }

    /// Queues a write.
    pub fn write(&mut self, address: u32, data: u32, strobes: u8) {
        self.addresses.push_back(address);
        self.data.push_back((data, strobes));
    }

    /// Queues a read.
    pub fn read(&mut self, address: u32) {
        self.reads.push_back(address);
    }

    /// Forgets everything, as a reset does.
    pub fn reset(&mut self) {
        *self = AxiLiteMaster {
            rng: self.rng.clone(),
            ..AxiLiteMaster::new(self.reluctance, 0)
        };
    }

    /// Drives the master's pins of a cycle.
    pub fn drive(&mut self, pins: &mut AxiLitePins) {
        let reluctance = self.reluctance;
        let mut go = |channel: usize| self.rng.u8(0..100) >= reluctance[channel];
        let going = [go(0), go(1), go(2), go(3), go(4)];
        self.offered[0] = !self.addresses.is_empty() && (self.offered[0] || going[0]);
        self.offered[1] = !self.data.is_empty() && (self.offered[1] || going[1]);
        self.offered[2] = !self.reads.is_empty() && (self.offered[2] || going[3]);
        let noise = self.rng.u32(..);
        pins.awvalid = self.offered[0];
        pins.awaddr = if pins.awvalid { self.addresses[0] } else { noise & 0xFFF };
        pins.wvalid = self.offered[1];
        (pins.wdata, pins.wstrb) = if pins.wvalid {
            self.data[0]
        } else {
            (noise, noise as u8 & 0xF)
        };
        pins.arvalid = self.offered[2];
        pins.araddr = if pins.arvalid { self.reads[0] } else { noise & 0xFFF };
        (pins.bready, pins.rready) = (going[2], going[4]);
    }

    /// Takes note of what was transferred in a cycle.
    pub fn observe(&mut self, pins: &AxiLitePins) {
        if pins.awvalid && pins.awready {
            self.addresses.pop_front();
            self.offered[0] = false;
        }
        if pins.wvalid && pins.wready {
            self.data.pop_front();
            self.offered[1] = false;
        }
        if pins.arvalid && pins.arready {
            self.reads.pop_front();
            self.offered[2] = false;
        }
        if pins.bvalid && pins.bready {
            self.written.push_back(pins.bresp);
        }
        if pins.rvalid && pins.rready {
            self.read.push_back((pins.rdata, pins.rresp));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write_taken() -> AxiLitePins {
        AxiLitePins {
            awvalid: true,
            awready: true,
            wvalid: true,
            wready: true,
            ..AxiLitePins::default()
        }
    }

    #[test]
    fn an_orderly_write_and_read_break_no_rule() {
        let mut checker = AxiLiteChecker::default();
        let read = AxiLitePins {
            arvalid: true,
            arready: true,
            ..AxiLitePins::default()
        };
        let answers = AxiLitePins {
            bvalid: true,
            bready: true,
            rvalid: true,
            rready: true,
            ..AxiLitePins::default()
        };
        for pins in [write_taken(), read, answers] {
            assert_eq!(checker.cycle(&pins), Ok(()));
        }
        assert!(checker.settled());
    }

    #[test]
    fn a_response_without_its_request_is_noticed() {
        let early = AxiLitePins {
            bvalid: true,
            ..write_taken()
        };
        assert!(AxiLiteChecker::default()
            .cycle(&early)
            .unwrap_err()
            .starts_with("B is valid"));
        let twice = AxiLitePins {
            bvalid: true,
            bready: true,
            ..AxiLitePins::default()
        };
        let mut checker = AxiLiteChecker::default();
        checker.cycle(&write_taken()).unwrap();
        checker.cycle(&twice).unwrap();
        assert!(checker.cycle(&twice).is_err());
        let read = AxiLitePins {
            rvalid: true,
            ..AxiLitePins::default()
        };
        assert!(AxiLiteChecker::default()
            .cycle(&read)
            .unwrap_err()
            .starts_with("R is valid"));
    }

    #[test]
    fn a_payload_that_changes_or_goes_is_noticed() {
        for change in [
            AxiLitePins {
                arvalid: true,
                araddr: 8,
                ..AxiLitePins::default()
            },
            AxiLitePins::default(),
        ] {
            let mut checker = AxiLiteChecker::default();
            checker
                .cycle(&AxiLitePins {
                    arvalid: true,
                    araddr: 4,
                    ..AxiLitePins::default()
                })
                .unwrap();
            assert_eq!(
                checker.cycle(&change),
                Err("AR was withdrawn or changed before it was taken".into())
            );
        }
    }
}
