/// Writes a module's behaviour: its Verilog name, its registers, and what its signals are each cycle.
///
/// Every register listed gets the module's clock and reset and keeps its value unless the body assigns its `d`. Other
/// clocked sub-blocks are listed as `clocked` and get the clock, and as `resettable` to get the reset too. The body is a rust-hdl kernel: see
/// `docs/src/writing-hdl.md` for what it may contain.
#[macro_export]
macro_rules! kernel {
    (
        $name:literal, $this:ident,
        registers: [$($register:ident),* $(,)?],
        $(clocked: [$($clocked:ident),* $(,)?],)?
        $(resettable: [$($resettable:ident),* $(,)?],)?
        { $($body:tt)* }
    ) => {
        #[hdl_gen]
        fn update(&mut $this) {
            comment!($name);
            $(
                $this.$register.clk_i.next = $this.clk_i.val();
                $this.$register.rst_ni.next = $this.rst_ni.val();
                $this.$register.d.next = $this.$register.q.val();
            )*
            $($( $this.$clocked.clk_i.next = $this.clk_i.val(); )*)?
            $($(
                $this.$resettable.clk_i.next = $this.clk_i.val();
                $this.$resettable.rst_ni.next = $this.rst_ni.val();
            )*)?
            $($body)*
        }
    };
    // Combinational: no clock, no register.
    ($name:literal, $this:ident, { $($body:tt)* }) => {
        #[hdl_gen]
        fn update(&mut $this) {
            comment!($name);
            $($body)*
        }
    };
}
