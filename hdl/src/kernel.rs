/// A comment in a kernel: carried over to the Verilog, nothing in simulation.
#[macro_export]
macro_rules! comment {
    ($text:literal) => {};
}

/// Writes a module's behaviour: its Verilog name, its registers, and what its signals are each cycle.
///
/// Every register listed gets the module's clock and reset and keeps its value unless the body assigns its `d`. Other
/// sub-blocks are listed as `clocked` to get the clock, or as `resettable` to get clock and reset. The body is a
/// rust-hdl kernel: `docs/src/writing-hdl.md` says what it may contain.
#[macro_export]
macro_rules! kernel {
    (
        $hash:tt $hdl_gen:tt
        $name:literal,
        $(registers: [$($register:ident),* $(,)?],)?
        $(clocked: [$($clocked:ident),* $(,)?],)?
        $(resettable: [$($resettable:ident),* $(,)?],)?
        fn update(&mut $this:ident) { $($body:tt)* }
    ) => {
        $hash $hdl_gen
        fn update(&mut $this) {
            comment!($name);
            $($(
                $this.$register.clk_i.next = $this.clk_i.val();
                $this.$register.rst_ni.next = $this.rst_ni.val();
                $this.$register.d.next = $this.$register.q.val();
            )*)?
            $($( $this.$clocked.clk_i.next = $this.clk_i.val(); )*)?
            $($(
                $this.$resettable.clk_i.next = $this.clk_i.val();
                $this.$resettable.rst_ni.next = $this.rst_ni.val();
            )*)?
            $($body)*
        }
    };
}

/// A module as it is built: the fields that need a value, then, behind a semicolon, those that start with their type's
/// default.
#[macro_export]
macro_rules! module {
    ($($field:ident: $value:expr),* $(,)?; $($plain:ident),* $(,)?) => {
        Self { $($field: $value,)* $($plain: Default::default(),)* }
    };
}
