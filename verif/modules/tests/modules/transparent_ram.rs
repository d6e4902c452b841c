//! A memory with a synchronous read port: a row is shown with everything that was written to it before the cycle.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct TransparentRam {
    address_mask: u64,
    data_bits: u32,
    /// `None` before the first write.
    rows: Vec<Option<u128>>,
    /// Row of the latest read.
    read: Option<u64>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    /// Nothing happens.
    idle: bool,
    read: u64,
    write: Option<(u64, u128)>,
}

impl Reference for TransparentRam {
    type Step = Cycle;
    const MODULE: &'static str = "memento_transparent_ram";

    fn new(module: &Module) -> TransparentRam {
        TransparentRam {
            address_mask: module.mask("read_address_i"),
            data_bits: module.width("read_data_o"),
            rows: vec![None; 1 << module.width("read_address_i")],
            read: None,
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let (address_mask, data_mask) = (self.address_mask, u128::MAX >> (128 - self.data_bits));
        // Few rows, so that they are hit again and in the same cycle; or all.
        let address = prop_oneof![0..=address_mask.min(2), 0..=address_mask];
        let data = any::<u128>().prop_map(move |data| data & data_mask);
        (prop::bool::weighted(0.2), address.clone(), prop::option::of((address, data)))
            .prop_map(|(idle, read, write)| Cycle { idle, read, write: write.filter(|_| !idle) })
            .boxed()
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        let (address, data) = step.write.unwrap_or((1, 0));
        pins! {
            enable_i: !step.idle, read_address_i: step.read,
            write_enable_i: step.write.is_some(), write_address_i: address, write_data_i: data, same_row_i: address == step.read,
        }
    }

    fn outputs(&self, _: &Cycle) -> Pins {
        let shown = self.read.and_then(|address| self.rows[address as usize]);
        shown.map_or(vec![], |data| pins! { read_data_o: data })
    }

    fn advance(&mut self, step: &Cycle) {
        if let Some((address, data)) = step.write {
            self.rows[address as usize] = Some(data);
        }
        if !step.idle {
            self.read = Some(step.read);
        }
    }
}

in_every_configuration!(TransparentRam);
