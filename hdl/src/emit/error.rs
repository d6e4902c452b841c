//! What the back end refuses, each as a sentence that names the module, the thing and the way out.

/// A kernel or design that cannot be printed as Verilog of the same meaning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EmitError {
    /// The kernel does not begin with its name.
    #[error("the block at `{path}` has no module name; begin its kernel with comment!(\"memento_..\")")]
    Unnamed {
        /// Instance path of the block.
        path: String,
    },
    /// rust-hdl can hold it, this back end does not print it.
    #[error("module {module}: {what} cannot be printed as Verilog")]
    Unsupported {
        /// Module.
        module: String,
        /// What it is.
        what: String,
    },
    /// A name in a kernel that is nothing hardware has.
    #[error(
        "module {module}: `{name}` is no signal, Constant, enum variant or loop variable; make it a Constant field"
    )]
    UnknownName {
        /// Module.
        module: String,
        /// The name, as the kernel has it.
        name: String,
    },
    /// Not a Verilog identifier, or a keyword.
    #[error("module {module}: `{name}` cannot be a Verilog name ({why}); rename the field")]
    BadName {
        /// Module.
        module: String,
        /// The name.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Two things with one Verilog name.
    #[error("module {module}: {first} and {second} would both be called `{name}`; rename one of them")]
    NameCollision {
        /// Module.
        module: String,
        /// The Verilog name.
        name: String,
        /// Field of the first.
        first: String,
        /// Field of the second.
        second: String,
    },
    /// Different modules of one name that their ports do not tell apart.
    #[error(
        "modules called {name} differ in their text but not in the width of any port; give each its own name in its kernel"
    )]
    SameModuleName {
        /// The name.
        name: String,
    },
    /// Operands, or a signal and what it is given, differ in width.
    #[error(
        "module {module}: {left_width} bits of `{left}` meet {right_width} bits of `{right}`; bit_cast one of them"
    )]
    Width {
        /// Module.
        module: String,
        /// One side.
        left: String,
        /// Its bits.
        left_width: usize,
        /// The other side.
        right: String,
        /// Its bits.
        right_width: usize,
    },
    /// A number that needs more bits than it has.
    #[error("module {module}: the number {value} does not fit into {width} bits")]
    Literal {
        /// Module.
        module: String,
        /// The number.
        value: String,
        /// Bits it has.
        width: usize,
    },
    /// A constant select beyond the end.
    #[error("module {module}: bit {bit} of `{signal}` is selected, which has {width} bits")]
    Range {
        /// Module.
        module: String,
        /// Signal.
        signal: String,
        /// The bit.
        bit: String,
        /// Bits it has.
        width: usize,
    },
    /// A number of no definite width where one is needed, or number arithmetic that hardware would wrap.
    #[error("module {module}: the width of {what} cannot be told; assign it to a Local signal of that width first")]
    Unsized {
        /// Module.
        module: String,
        /// The expression's place.
        what: String,
    },
    /// A latch.
    #[error(
        "module {module}: `{signal}` is not assigned on every path; give it a default before the first if or match"
    )]
    Latch {
        /// Module.
        module: String,
        /// Signal.
        signal: String,
    },
    /// Nothing assigns it.
    #[error("module {module}: nothing drives `{signal}`")]
    Undriven {
        /// Module.
        module: String,
        /// Signal.
        signal: String,
    },
    /// An assignment to something that another block drives.
    #[error("module {module}: `{signal}` is assigned, but it is driven from elsewhere")]
    NotAssignable {
        /// Module.
        module: String,
        /// Signal.
        signal: String,
    },
    /// Read in the same block of statements, where simulation and hardware would differ.
    #[error(
        "module {module}: `{signal}` is read by the statements that assign it, where simulation would see another value \
         than hardware; read it in a later, separate statement or through another Local signal"
    )]
    ReadBeforeAssigned {
        /// Module.
        module: String,
        /// Signal.
        signal: String,
    },
    /// A combinational loop.
    #[error("module {module}: `{signal}` is computed from itself; put a register into the loop")]
    Loop {
        /// Module.
        module: String,
        /// Signal.
        signal: String,
    },
    /// rust-hdl itself panicked while it made the kernel's tree.
    #[error("the kernel of the block at `{path}` panics while it is read: {message}")]
    Panic {
        /// Instance path of the block.
        path: String,
        /// The panic's message.
        message: String,
    },
    /// A file cannot be written.
    #[error("cannot write {path}: {message}")]
    Write {
        /// File.
        path: String,
        /// The operating system's message.
        message: String,
    },
}
