//! A script that the interpreter Lua runs (in C).

use memento_c_programs::run_script;

pub fn run() -> u32 {
    run_script(include_str!("orders.lua"))
}
