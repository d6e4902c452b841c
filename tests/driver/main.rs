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

/// Each of these functions, generic over the device, as a test on both devices.
macro_rules! on_both_devices {
    ($($test:ident),* $(,)?) => {
        mod on_the_golden_model {
            $(#[test] fn $test() { super::$test::<crate::golden::Golden>() })*
        }
        mod on_the_verilog {
            $(#[test] fn $test() { super::$test::<crate::rtl::Rtl>() })*
        }
    };
}
use on_both_devices;
