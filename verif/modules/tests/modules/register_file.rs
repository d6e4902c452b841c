//! A memory that is read in the same cycle: a row shows a write from the cycle after it.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct RegisterFile {
    data_bits: u32,
    rows: Vec<Option<u128>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    read: u64,
    write: Option<(u64, u128)>,
}

impl Reference for RegisterFile {
    type Step = Cycle;
    const MODULE: &'static str = "memento_register_file";

    fn new(module: &Module) -> RegisterFile {
        RegisterFile {
            data_bits: module.width("read_data_o"),
            rows: vec![None; 1 << module.width("read_address_i")],
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let data_mask = u128::MAX >> (128 - self.data_bits);
        let address = 0..self.rows.len() as u64;
        let data = any::<u128>().prop_map(move |data| data & data_mask);
        (address.clone(), prop::option::of((address, data)))
            .prop_map(|(read, write)| Cycle { read, write })
            .boxed()
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        let (address, data) = step.write.unwrap_or((step.read, 0));
        pins! {
            read_address_i: step.read,
            write_enable_i: step.write.is_some(), write_address_i: address, write_data_i: data,
        }
    }

    fn outputs(&self, step: &Cycle) -> Pins {
        self.rows[step.read as usize].map_or(vec![], |data| pins! { read_data_o: data })
    }

    fn advance(&mut self, step: &Cycle) {
        if let Some((address, data)) = step.write {
            self.rows[address as usize] = Some(data);
        }
    }
}

in_every_configuration!(RegisterFile);
