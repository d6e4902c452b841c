//! Messages in buffers, encrypted and decrypted: AES-128 in CBC mode.

use crate::{mix, BASIS};
use aes::{
    cipher::{block_padding::Pkcs7, BlockModeDecrypt, BlockModeEncrypt, KeyIvInit},
    Aes128,
};
use alloc::{collections::VecDeque, vec, vec::Vec};
use oorandom::Rand32;

const MESSAGES: u32 = 18;
const WAITING: usize = 16;

/// A message under way, and the number that its initial value is made of.
type Sealed = (u32, Vec<u8>);

pub fn run() -> u32 {
    let mut dice = Rand32::new(19);
    let key: [u8; 16] = core::array::from_fn(|_| dice.rand_u32() as u8);
    let mut queue: VecDeque<Sealed> = VecDeque::new();
    let mut sum = BASIS;
    for number in 0..MESSAGES {
        let message = vec![number as u8; dice.rand_range(16..160) as usize];
        let cipher = cbc::Encryptor::<Aes128>::new(&key.into(), &initial(number).into());
        queue.push_back((number, cipher.encrypt_padded_vec::<Pkcs7>(&message)));
        if queue.len() > WAITING {
            sum = queue.pop_front().map_or(sum, |sealed| open(&key, sealed, sum));
        }
    }
    queue.into_iter().fold(sum, |sum, sealed| open(&key, sealed, sum))
}

fn initial(number: u32) -> [u8; 16] {
    core::array::from_fn(|index| (number as usize * 31 + index) as u8)
}

fn open(key: &[u8; 16], (number, sealed): Sealed, sum: u32) -> u32 {
    let cipher = cbc::Decryptor::<Aes128>::new(key.into(), &initial(number).into());
    let message = cipher.decrypt_padded_vec::<Pkcs7>(&sealed).unwrap_or_default();
    mix(mix(sum, &sealed), &message)
}
