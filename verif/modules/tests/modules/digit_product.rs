//! The product of a word and a digit of two bits.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct DigitProduct {
    mask: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    multiplicand: u64,
    digit: u64,
}

impl Reference for DigitProduct {
    type Step = Product;
    const MODULE: &'static str = "memento_digit_product";
    const CASES: u32 = 1;

    fn new(module: &Module) -> DigitProduct {
        DigitProduct {
            mask: module.mask("multiplicand_i"),
        }
    }

    fn always(module: &Module) -> Box<dyn Iterator<Item = Product>> {
        let all = 0..=module.mask("multiplicand_i");
        Box::new(all.flat_map(|multiplicand| (0..4).map(move |digit| Product { multiplicand, digit })))
    }

    fn steps(&self) -> BoxedStrategy<Product> {
        (0..=self.mask, 0..4u64)
            .prop_map(|(multiplicand, digit)| Product { multiplicand, digit })
            .boxed()
    }

    fn inputs(&self, step: &Product) -> Pins {
        pins! {
            multiplicand_i: step.multiplicand, triple_i: (3 * step.multiplicand) & self.mask, digit_i: step.digit,
        }
    }

    fn outputs(&self, step: &Product) -> Pins {
        pins! { product_o: (step.multiplicand * step.digit) & self.mask }
    }
}

in_every_configuration!(DigitProduct);
