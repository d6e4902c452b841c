//! What rust-hdl's macro would silently get wrong in a kernel's source.

use std::path::Path;
use syn::parse::ParseStream;
use syn::visit::Visit;
use syn::{BinOp, Expr, Token};

/// Finds in the kernels of a file what must not be there.
#[derive(Default)]
struct Check {
    in_kernel: bool,
    found: Vec<&'static str>,
}

impl<'ast> Visit<'ast> for Check {
    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if call.path.is_ident("kernel") {
            let function = call
                .parse_body_with(kernel_function)
                .expect("a kernel has an update function");
            self.kernel(&function);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if function.attrs.iter().any(|attr| attr.path().is_ident("hdl_gen")) {
            self.kernel(function);
        } else {
            syn::visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_expr_range(&mut self, range: &'ast syn::ExprRange) {
        if self.in_kernel && matches!(range.limits, syn::RangeLimits::Closed(_)) {
            self.found.push("`..=`: rust-hdl loses the `=`");
        }
        syn::visit::visit_expr_range(self, range);
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        let is_arithmetic = matches!(binary.op, BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Shl(_));
        if self.in_kernel && is_arithmetic && (is_index(&binary.left) || is_index(&binary.right)) {
            self.found
                .push("arithmetic on `.index()`: usize does not wrap as the signal does");
        }
        syn::visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        // The place of a bit must lie in range, so the back end can tell its width.
        let selects = ["get_bit", "get_bits", "replace_bit"]
            .iter()
            .any(|name| call.method == name);
        self.visit_expr(&call.receiver);
        for (place, argument) in call.args.iter().enumerate() {
            if !(selects && place == 0) {
                self.visit_expr(argument);
            }
        }
    }
}

impl Check {
    fn kernel(&mut self, function: &syn::ImplItemFn) {
        self.in_kernel = true;
        syn::visit::visit_impl_item_fn(self, function);
        self.in_kernel = false;
    }
}

fn is_index(expr: &Expr) -> bool {
    match expr {
        Expr::MethodCall(call) => call.method == "index",
        Expr::Paren(inner) => is_index(&inner.expr),
        _ => false,
    }
}

/// The function within `kernel! { .. fn update(&mut self) { .. } }`.
fn kernel_function(input: ParseStream) -> syn::Result<syn::ImplItemFn> {
    while !input.peek(Token![fn]) {
        let end = input.error("a kernel has an update function");
        input.step(|cursor| cursor.token_tree().map(|(_, rest)| ((), rest)).ok_or(end))?;
    }
    input.parse()
}

fn problems(source: &str) -> Vec<&'static str> {
    let mut check = Check::default();
    check.visit_file(&syn::parse_file(source).expect("Rust source"));
    check.found
}

fn check_folder(folder: &Path, kernels: &mut usize) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            check_folder(&path, kernels);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            *kernels += source.matches("kernel! {").count();
            assert_eq!(
                problems(&source),
                Vec::<&str>::new(),
                "in a kernel of {}",
                path.display()
            );
        }
    }
}

#[test]
fn no_kernel_has_what_rust_hdl_would_get_wrong() {
    let mut kernels = 0;
    check_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut kernels);
    assert!(kernels >= 10, "only {kernels} kernels were found");
}

#[test]
fn the_check_finds_inclusive_ranges_and_arithmetic_on_indices() {
    let kernel =
        |body: &str| format!("impl X {{ kernel! {{ #[hdl_gen] \"memento_x\", fn update(&mut self) {{ {body} }} }} }}");
    assert_eq!(
        problems(&kernel("for i in 0..4 { self.x[i].next = self.y.val(); }")).len(),
        0
    );
    assert_eq!(
        problems(&kernel("for i in 0..=3 { self.x[i].next = self.y.val(); }")).len(),
        1
    );
    assert_eq!(
        problems(&kernel("self.x.next = self.y.val().get_bit(self.z.val().index() + 1);")).len(),
        0
    );
    assert_eq!(
        problems(&kernel("self.x.next = self.y.val().index() + 1 == 4;")).len(),
        1
    );
    let plain = "impl X { #[hdl_gen] fn update(&mut self) { for i in 0..=3 {} } fn other() { for i in 0..=3 {} } }";
    assert_eq!(problems(plain).len(), 1);
}
