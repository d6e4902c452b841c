//! A memory with a synchronous read port: a read shows the row as it was before a write in the same cycle, and stays.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct Ram {
    address_mask: u64,
    data_bits: u32,
    /// `None` before the first write.
    rows: Vec<Option<u128>>,
    /// What the latest read shows, if that is known.
    shown: Option<u128>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    read: Option<u64>,
    write: Option<(u64, u128)>,
}

impl Reference for Ram {
    type Step = Cycle;
    const MODULE: &'static str = "memento_ram";

    fn new(module: &Module) -> Ram {
        Ram {
            address_mask: module.mask("read_address_i"),
            data_bits: module.width("read_data_o"),
            rows: vec![None; 1 << module.width("read_address_i")],
            shown: None,
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let (address_mask, data_mask) = (self.address_mask, u128::MAX >> (128 - self.data_bits));
        // Few rows, so that they are hit again and in the same cycle; or all.
        let address = prop_oneof![0..=address_mask.min(2), 0..=address_mask];
        let data = any::<u128>().prop_map(move |data| data & data_mask);
        (prop::option::of(address.clone()), prop::option::of((address, data)))
            .prop_map(|(read, write)| Cycle { read, write })
            .boxed()
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        // What is not enabled must not matter.
        let (address, data) = step.write.unwrap_or((1, 0));
        pins! {
            read_enable_i: step.read.is_some(), read_address_i: step.read.unwrap_or(0),
            write_enable_i: step.write.is_some(), write_address_i: address, write_data_i: data,
        }
    }

    fn outputs(&self, _: &Cycle) -> Pins {
        self.shown.map_or(vec![], |data| pins! { read_data_o: data })
    }

    fn advance(&mut self, step: &Cycle) {
        if let Some(address) = step.read {
            self.shown = self.rows[address as usize];
        }
        if let Some((address, data)) = step.write {
            self.rows[address as usize] = Some(data);
        }
    }
}

in_every_configuration!(Ram);
