//! What the back end refuses, and that it says why.

use memento_hdl::emit::{emit, EmitError, Options};
use memento_hdl::prim::Register;
use memento_hdl::{comment, kernel};
use rust_hdl_core::prelude::*;

/// A module with these fields and this kernel.
macro_rules! module {
    ($name:ident { $($field:ident: $ty:ty),* $(,)? }
        $hash:tt $hdl_gen:tt fn update(&mut $this:ident) { $($body:tt)* }) => {
        #[derive(LogicBlock, Default)]
        struct $name { $( pub $field: $ty, )* }
        impl Logic for $name {
            kernel! {
                $hash $hdl_gen
                "memento_refused",
                fn update(&mut $this) { $($body)* }
            }
        }
    };
}

fn refusal<M: Block + Default>() -> String {
    let mut module = M::default();
    module.connect_all();
    match emit(&module, &Options::new("test")) {
        Err(error) => error.to_string(),
        Ok(files) => panic!("this should be refused:\n{}", files[0].text),
    }
}

#[test]
fn an_output_that_some_branch_forgets_is_a_latch() {
    module!(Latch { a_i: Signal<In, Bit>, b_o: Signal<Out, Bit> } #[hdl_gen] fn update(&mut self) {
        if self.a_i.val() {
            self.b_o.next = true;
        }
    });
    assert_eq!(
        refusal::<Latch>(),
        "module memento_refused: `b_o` is not assigned on every path; give it a default before the first if or match"
    );
}

#[test]
fn an_arm_that_forgets_a_signal_is_a_latch() {
    module!(Arm { a_i: Signal<In, Bits<2>>, b_o: Signal<Out, Bit> } #[hdl_gen] fn update(&mut self) {
        match self.a_i.val().index() {
            0 => self.b_o.next = true,
            1 => {}
            _ => self.b_o.next = false,
        }
    });
    assert!(refusal::<Arm>().contains("`b_o` is not assigned on every path"));
}

#[derive(Copy, Clone, Debug, Default, PartialEq, LogicStruct)]
struct Pair {
    low: Bits<4>,
    high: Bits<4>,
}

#[test]
fn a_field_that_is_never_assigned_is_a_latch() {
    module!(Field { a_i: Signal<In, Bits<4>>, b_o: Signal<Out, Pair> } #[hdl_gen] fn update(&mut self) {
        self.b_o.next.low = self.a_i.val();
    });
    assert!(refusal::<Field>().contains("`b_o` is not assigned on every path"));
}

#[test]
fn a_register_without_a_clock_is_named() {
    module!(Clockless { a_i: Signal<In, Bit>, b_o: Signal<Out, Bit>, held: Register<Bit> } #[hdl_gen] fn update(&mut self) {
        self.held.d.next = self.a_i.val();
        self.b_o.next = self.held.q.val();
    });
    assert_eq!(
        refusal::<Clockless>(),
        "module memento_refused: nothing drives `held.clk_i`"
    );
}

#[test]
fn a_signal_read_by_the_statement_that_assigns_it_later_is_refused() {
    module!(Early { a_i: Signal<In, Bit>, b_o: Signal<Out, Bit>, x: Signal<Local, Bit> } #[hdl_gen] fn update(&mut self) {
        self.b_o.next = false;
        if self.a_i.val() {
            self.b_o.next = self.x.val();
            self.x.next = true;
        } else {
            self.x.next = false;
        }
    });
    assert!(refusal::<Early>().contains("`x` is read by the statements that assign it"));
}

#[test]
fn a_signal_that_only_one_branch_has_assigned_when_it_is_read_is_refused() {
    module!(Half { a_i: Signal<In, Bit>, b_o: Signal<Out, Bit>, x: Signal<Local, Bit> } #[hdl_gen] fn update(&mut self) {
        if self.a_i.val() {
            self.x.next = true;
        }
        self.b_o.next = self.x.val();
        self.x.next = false;
    });
    assert!(refusal::<Half>().contains("`x` is read by the statements that assign it"));
}

#[test]
fn the_next_value_of_a_register_read_where_it_is_assigned_is_refused() {
    module!(Next {
        a_i: Signal<In, Bit>, b_o: Signal<Out, Bit>, clk_i: Signal<In, Clock>, rst_ni: Signal<In, Bit>, x: Register<Bit>
    } #[hdl_gen] fn update(&mut self) {
        self.x.clk_i.next = self.clk_i.val();
        self.x.rst_ni.next = self.rst_ni.val();
        self.x.d.next = false;
        self.b_o.next = false;
        if self.a_i.val() {
            self.b_o.next = self.x.d.val();
            self.x.d.next = true;
        }
    });
    assert!(refusal::<Next>().contains("`x.d` is read by the statements that assign it"));
}

#[test]
fn signals_computed_from_each_other_are_a_loop() {
    module!(Ring { a_i: Signal<In, Bit>, b_o: Signal<Out, Bit>, ring: [Signal<Local, Bit>; 3] }
        #[hdl_gen] fn update(&mut self) {
        for i in 0..2 {
            self.ring[i].next = self.ring[i + 1].val() && self.a_i.val();
        }
        self.ring[2].next = self.ring[0].val();
        self.b_o.next = self.ring[0].val();
    });
    assert_eq!(
        refusal::<Ring>(),
        "module memento_refused: `ring.0` is computed from itself; put a register into the loop"
    );
}

#[test]
fn a_register_whose_next_value_decides_upon_itself_is_a_loop() {
    module!(Decides {
        a_i: Signal<In, Bit>, b_o: Signal<Out, Bit>, clk_i: Signal<In, Clock>, rst_ni: Signal<In, Bit>,
        x: Register<Bit>, y: Signal<Local, Bit>
    } #[hdl_gen] fn update(&mut self) {
        self.x.clk_i.next = self.clk_i.val();
        self.x.rst_ni.next = self.rst_ni.val();
        self.y.next = false;
        if self.x.d.val() {
            self.y.next = self.a_i.val();
        }
        self.x.d.next = self.y.val();
        self.b_o.next = self.x.q.val();
    });
    assert!(refusal::<Decides>().contains("`y` is computed from itself"));
}

#[test]
fn a_const_generic_in_an_expression_asks_for_a_constant() {
    #[derive(LogicBlock, Default)]
    struct Generic<const N: usize> {
        a_i: Signal<In, Bits<8>>,
        b_o: Signal<Out, Bit>,
    }
    impl<const N: usize> Logic for Generic<N> {
        kernel! {
            #[hdl_gen]
            "memento_refused",
            fn update(&mut self) { self.b_o.next = self.a_i.val().get_bit(N); }
        }
    }
    assert_eq!(
        refusal::<Generic<3>>(),
        "module memento_refused: `N` is no signal, Constant, enum variant or loop variable; make it a Constant field"
    );
}

#[test]
fn a_port_that_is_a_keyword_must_be_renamed() {
    module!(Keyword { table: Signal<In, Bit>, b_o: Signal<Out, Bit> } #[hdl_gen] fn update(&mut self) {
        self.b_o.next = self.table.val();
    });
    assert_eq!(
        refusal::<Keyword>(),
        "module memento_refused: `table` cannot be a Verilog name (it is a keyword); rename the field"
    );
}

#[test]
fn two_fields_of_one_verilog_name_are_told_apart_by_the_author() {
    module!(Collision {
        a_i: Signal<In, Bit>, b_o: Signal<Out, Bit>, clk_i: Signal<In, Clock>, rst_ni: Signal<In, Bit>,
        x: Register<Bit>, x_d: Signal<Local, Bit>
    } #[hdl_gen] fn update(&mut self) {
        self.x.clk_i.next = self.clk_i.val();
        self.x.rst_ni.next = self.rst_ni.val();
        self.x_d.next = self.a_i.val();
        self.x.d.next = self.x_d.val();
        self.b_o.next = self.x.q.val();
    });
    let refusal = refusal::<Collision>();
    assert!(
        refusal.contains("would both be called `x_d`; rename one of them"),
        "{refusal}"
    );
}

#[test]
fn a_number_too_large_for_its_signal_is_refused() {
    module!(Number { a_i: Signal<In, Bits<40>>, b_o: Signal<Out, Bit> } #[hdl_gen] fn update(&mut self) {
        self.b_o.next = self.a_i.val() == 0x100_0000_0000_u64;
    });
    assert_eq!(
        refusal::<Number>(),
        "module memento_refused: the number 1099511627776 does not fit into 40 bits"
    );
}

#[test]
fn a_bit_beyond_the_end_is_refused() {
    module!(Beyond { a_i: Signal<In, Bits<8>>, b_o: Signal<Out, Bit> } #[hdl_gen] fn update(&mut self) {
        self.b_o.next = self.a_i.val().get_bit(8);
    });
    assert_eq!(
        refusal::<Beyond>(),
        "module memento_refused: bit 8 of `a_i` is selected, which has 8 bits"
    );
}

#[test]
fn a_comparison_of_two_widths_is_refused() {
    module!(Widths { a_i: Signal<In, Bits<8>>, b_i: Signal<In, Bits<4>>, b_o: Signal<Out, Bit> } #[hdl_gen] fn update(&mut self) {
        self.b_o.next = self.a_i.val().index() == self.b_i.val().index();
    });
    assert_eq!(
        refusal::<Widths>(),
        "module memento_refused: 8 bits of `a_i` meet 4 bits of `b_i`; bit_cast one of them"
    );
}

#[test]
fn a_sum_in_parentheses_within_an_index_could_be_two_things() {
    module!(Index { a_i: Signal<In, Bits<32>>, b_i: Signal<In, Bits<3>>, b_o: Signal<Out, Bit> } #[hdl_gen] fn update(&mut self) {
        self.b_o.next = self.a_i.val().get_bit((self.b_i.val().index() + 1) * 2);
    });
    assert!(refusal::<Index>().contains("the width of a sum in parentheses within an index cannot be told"));
}

#[test]
fn a_signal_without_bits_is_refused() {
    module!(Empty { a_i: Signal<In, Bits<0>>, b_o: Signal<Out, Bit> } #[hdl_gen] fn update(&mut self) {
        self.b_o.next = true;
    });
    assert!(refusal::<Empty>().contains("`a_i`, which has no bits, cannot be printed"));
}

#[test]
fn a_kernel_without_a_name_is_found_by_its_place() {
    #[derive(LogicBlock, Default)]
    struct Nameless {
        a_i: Signal<In, Bit>,
        b_o: Signal<Out, Bit>,
    }
    impl Logic for Nameless {
        #[hdl_gen]
        fn update(&mut self) {
            self.b_o.next = self.a_i.val();
        }
    }
    module!(Owner { a_i: Signal<In, Bit>, b_o: Signal<Out, Bit>, inner: Nameless } #[hdl_gen] fn update(&mut self) {
        self.inner.a_i.next = self.a_i.val();
        self.b_o.next = self.inner.b_o.val();
    });
    let mut module = Owner::default();
    module.connect_all();
    let path = "top.inner".to_string();
    assert_eq!(emit(&module, &Options::new("test")), Err(EmitError::Unnamed { path }));
}

#[test]
fn different_modules_of_one_name_and_equal_widths_are_refused() {
    module!(Straight { a_i: Signal<In, Bit>, b_o: Signal<Out, Bit> } #[hdl_gen] fn update(&mut self) {
        self.b_o.next = self.a_i.val();
    });
    module!(Inverted { a_i: Signal<In, Bit>, b_o: Signal<Out, Bit> } #[hdl_gen] fn update(&mut self) {
        self.b_o.next = !self.a_i.val();
    });
    #[derive(LogicBlock, Default)]
    struct Both {
        a_i: Signal<In, Bit>,
        b_o: Signal<Out, Bits<2>>,
        straight: Straight,
        inverted: Inverted,
    }
    impl Logic for Both {
        kernel! {
            #[hdl_gen]
            "memento_both",
            fn update(&mut self) {
                self.straight.a_i.next = self.a_i.val();
                self.inverted.a_i.next = self.a_i.val();
                self.b_o.next = bit_cast::<2, 1>(self.straight.b_o.val().into())
                    | (bit_cast::<2, 1>(self.inverted.b_o.val().into()) << 1);
            }
        }
    }
    let name = "memento_refused".to_string();
    assert_eq!(refusal::<Both>(), EmitError::SameModuleName { name }.to_string());
}

#[test]
fn a_kernel_that_panics_while_it_is_read_is_a_sentence() {
    module!(Overflow { a_i: Signal<In, Bits<4>>, b_o: Signal<Out, Bits<8>> } #[hdl_gen] fn update(&mut self) {
        self.b_o.next = bit_cast::<8, 4>(self.a_i.val() + 16);
    });
    let refusal = refusal::<Overflow>();
    assert!(
        refusal.starts_with("the kernel of the block at `top` panics while it is read: "),
        "{refusal}"
    );
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = memento_hdl::emit::write(&file.path().join("below"), &[]).unwrap_err();
    assert!(error.to_string().starts_with("cannot write "), "{error}");
}
