//! A store of keys and values with a mix of requests.

use crate::{mix, BASIS};
use alloc::{format, string::String, vec, vec::Vec};
use hashbrown::HashMap;
use oorandom::Rand32;

const REQUESTS: u32 = 1200;
const KEYS: u32 = 200;

pub fn run() -> u32 {
    let mut dice = Rand32::new(17);
    let mut store: HashMap<String, Vec<u8>> = HashMap::new();
    let mut sum = BASIS;
    for number in 0..REQUESTS {
        let key = format!("user:{}:session", dice.rand_range(0..KEYS));
        match dice.rand_range(0..100) {
            0..60 => sum = store.get(&key).map_or(sum, |value| mix(sum, &value[..8])),
            60..95 => {
                let value = vec![number as u8; dice.rand_range(16..200) as usize];
                store.insert(key, value);
            }
            _ => {
                store.remove(&key);
            }
        }
    }
    mix(sum, &(store.len() as u32).to_le_bytes())
}
