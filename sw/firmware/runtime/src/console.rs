//! The console: [`print!`](crate::print) and [`println!`](crate::println).

use core::fmt;

const CONSOLE: *mut u32 = core::ptr::with_exposed_provenance_mut(0xF010_0000);

/// Writes to the console, byte by byte.
pub struct Console;

impl fmt::Write for Console {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            // SAFETY: the console's register; a write sends a byte.
            unsafe { CONSOLE.write_volatile(byte.into()) }
        }
        Ok(())
    }
}

/// Prints to the console.
#[macro_export]
macro_rules! print {
    ($($arguments:tt)*) => {{
        // The console takes everything.
        let _ = core::fmt::Write::write_fmt(&mut $crate::console::Console, format_args!($($arguments)*));
    }};
}

/// Prints a line to the console.
#[macro_export]
macro_rules! println {
    () => { $crate::print!("\n") };
    ($($arguments:tt)*) => { $crate::print!("{}\n", format_args!($($arguments)*)) };
}
