//! The driver against two devices, with the same tests: the golden model behind a bus of registers, and the committed Verilog of the whole.

mod bring_up;
mod c;
mod contexts;
mod device;
mod golden;
mod heap;
mod ports;
mod property;
mod rtl;
mod running;
mod shadow;

/// Each of these functions, generic over the device, as a test on every device.
macro_rules! on_every_device {
    ($($test:ident),* $(,)?) => {
        mod on_the_golden_model {
            $(#[test] fn $test() { super::$test::<crate::golden::Golden>() })*
        }
        mod on_the_verilog {
            $(#[test] fn $test() { super::$test::<crate::rtl::Rtl>() })*
        }
        mod on_the_verilog_with_slow_memory {
            $(#[test] fn $test() { super::$test::<crate::rtl::Rtl<true>>() })*
        }
    };
}
use on_every_device;
