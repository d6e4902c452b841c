//! The words of a text, counted and put in order.

use crate::{mix, BASIS};
use alloc::{collections::BTreeMap, format, string::String, vec::Vec};
use oorandom::Rand32;

const TEXTS: u32 = 1;
const WORDS: u32 = 500;
const SYLLABLES: [&str; 8] = ["me", "men", "to", "arena", "ob", "ject", "page", "line"];

pub fn run() -> u32 {
    let mut dice = Rand32::new(13);
    (0..TEXTS).fold(BASIS, |sum, _| mix(sum, report(&text(&mut dice)).as_bytes()))
}

fn text(dice: &mut Rand32) -> String {
    let mut text = String::new();
    for _ in 0..WORDS {
        for _ in 0..dice.rand_range(1..4) {
            text.push_str(SYLLABLES[dice.rand_range(0..8) as usize]);
        }
        text.push(if dice.rand_range(0..9) == 0 { '\n' } else { ' ' });
    }
    text
}

fn report(text: &str) -> String {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for word in text.split_whitespace() {
        *counts.entry(word.to_uppercase()).or_default() += 1;
    }
    let mut order: Vec<(String, u32)> = counts.into_iter().collect();
    order.sort_by(|(a, m), (b, n)| n.cmp(m).then(a.cmp(b)));
    let lines: Vec<String> = order.iter().map(|(word, count)| format!("{word}: {count}")).collect();
    lines.join("\n")
}
