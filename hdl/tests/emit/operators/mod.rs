//! Every operator a kernel may use, at many widths: rust-hdl's simulator against the emitted Verilog in Verilator, in
//! Icarus Verilog, and as Yosys' gates.

mod bench;
mod combinational;
mod gates;
mod order;
mod sequential;
mod vectors;

pub use bench::{run_icarus, run_verilator};

use bench::Bench;
use combinational::*;
use order::Order;
use sequential::*;

/// Adds every module at one width to the bench.
macro_rules! add_width {
    ($bench:ident, $width:literal, up $up:literal, down $down:literal, index $index:literal, amount $amount:literal) => {
        $bench.width($width);
        $bench.add::<Arithmetic<$width>>("arithmetic");
        $bench.add::<Comparison<$width>>("comparison");
        $bench.add::<Logical<$width>>("logical");
        $bench.add::<Shift<$width, $amount>>("shift");
        $bench.add::<Select<$width, $up, $down, $index>>("select");
        $bench.add::<Casts<$width, $up, $down>>("casts");
        $bench.add::<Control<$width>>("control");
        $bench.add::<Order<$width>>("order");
        $bench.add::<State<$width>>("state");
        $bench.add::<Memory<$width>>("memory");
        $bench.add::<Lanes<$width>>("lanes");
    };
}

#[test]
fn every_operator_means_the_same_in_rust_hdl_verilator_icarus_and_gates() {
    let mut bench = Bench::default();
    add_width!(bench, 1, up 10, down 1, index 1, amount 1);
    add_width!(bench, 7, up 16, down 4, index 3, amount 4);
    add_width!(bench, 8, up 17, down 4, index 3, amount 4);
    add_width!(bench, 9, up 18, down 5, index 4, amount 5);
    add_width!(bench, 16, up 25, down 8, index 4, amount 5);
    add_width!(bench, 31, up 40, down 16, index 5, amount 6);
    add_width!(bench, 32, up 41, down 16, index 5, amount 6);
    add_width!(bench, 33, up 42, down 17, index 6, amount 7);
    add_width!(bench, 64, up 73, down 32, index 6, amount 7);
    add_width!(bench, 65, up 74, down 33, index 7, amount 8);
    add_width!(bench, 256, up 265, down 128, index 8, amount 9);
    bench.compare();
}
