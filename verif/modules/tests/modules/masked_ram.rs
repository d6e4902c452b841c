//! A memory whose rows are four words that are written one by one or together.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct MaskedRam {
    address_mask: u64,
    /// The words of each row, `None` before a word's first write.
    rows: Vec<[Option<u16>; 4]>,
    shown: [Option<u16>; 4],
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    read: Option<u64>,
    /// Which words are written.
    mask: u8,
    address: u64,
    words: [u16; 4],
}

impl Reference for MaskedRam {
    type Step = Cycle;
    const MODULE: &'static str = "memento_masked_ram";

    fn new(module: &Module) -> MaskedRam {
        MaskedRam {
            address_mask: module.mask("read_address_i"),
            rows: vec![[None; 4]; 1 << module.width("read_address_i")],
            shown: [None; 4],
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let address = prop_oneof![0..=2u64, 0..=self.address_mask];
        let mask = prop_oneof![Just(0u8), Just(15), 0..16u8];
        (prop::option::of(address.clone()), mask, address, any::<[u16; 4]>())
            .prop_map(|(read, mask, address, words)| Cycle {
                read,
                mask,
                address,
                words,
            })
            .boxed()
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        let data = step
            .words
            .iter()
            .rev()
            .fold(0u64, |data, word| data << 16 | u64::from(*word));
        pins! {
            read_enable_i: step.read.is_some(), read_address_i: step.read.unwrap_or(0),
            write_mask_i: step.mask, write_address_i: step.address, write_data_i: data,
        }
    }

    fn play(&self, step: &Cycle, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        dut.set_all(self.inputs(step));
        let data = dut.number("read_data_o");
        for (place, expected) in self.shown.iter().enumerate() {
            let found = (data >> (16 * place)) as u16;
            if let Some(expected) = expected.filter(|expected| *expected != found) {
                return dut.fail(format!(
                    "word {place} of read_data_o is {found:#x}, the contract says {expected:#x}"
                ));
            }
        }
        dut.edge();
        Ok(())
    }

    fn advance(&mut self, step: &Cycle) {
        if let Some(address) = step.read {
            self.shown = self.rows[address as usize];
        }
        for place in (0..4).filter(|place| step.mask >> place & 1 == 1) {
            self.rows[step.address as usize][place] = Some(step.words[place]);
        }
    }
}

in_every_configuration!(MaskedRam);
