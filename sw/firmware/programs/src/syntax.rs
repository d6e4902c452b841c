//! The syntax tree of a text, kept while the text is edited (tree-sitter, in C).

use crate::json;
use memento_c_programs::follow_edits;

const ORDERS: u32 = 3;
const EDITS: u32 = 3;

pub fn run() -> u32 {
    let mut text = json::request(ORDERS).into_bytes();
    text.push(0);
    follow_edits(&mut text, EDITS)
}
