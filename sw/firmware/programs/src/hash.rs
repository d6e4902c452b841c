//! Messages in buffers, and their SHA-256.

use crate::{mix, BASIS};
use alloc::{boxed::Box, collections::VecDeque, vec};
use oorandom::Rand32;
use sha2::{Digest, Sha256};

const MESSAGES: u32 = 24;
const WAITING: usize = 16;

pub fn run() -> u32 {
    let mut dice = Rand32::new(11);
    let mut queue: VecDeque<Box<[u8]>> = VecDeque::new();
    let mut sum = BASIS;
    for number in 0..MESSAGES {
        let size = dice.rand_range(32..400) as usize;
        queue.push_back(vec![number as u8; size].into());
        if queue.len() > WAITING {
            sum = queue
                .pop_front()
                .map_or(sum, |message| mix(sum, &Sha256::digest(&message)));
        }
    }
    queue
        .iter()
        .fold(sum, |sum, message| mix(sum, &Sha256::digest(message)))
}
