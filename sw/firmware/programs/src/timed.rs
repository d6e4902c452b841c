//! An allocator whose calls are timed. Binaries have it when they are built with `MEMENTO_TIMED` set.

use core::{
    alloc::{GlobalAlloc, Layout},
    cell::UnsafeCell,
};
use memento_allocators::{Allocator, Blocks};
use memento_runtime::time::cycles;

/// Cycles spent in the allocator, and calls of it.
#[derive(Clone, Copy, Default)]
pub struct Spent {
    /// In `malloc`, `calloc` and `realloc`, and what Rust has for them.
    pub malloc: u64,
    /// Those calls.
    pub mallocs: u32,
    /// In `free`.
    pub free: u64,
    /// Those calls.
    pub frees: u32,
}

struct Account(UnsafeCell<(Spent, u32, bool)>);

// SAFETY: there is one hart, and interrupt handlers do not allocate.
unsafe impl Sync for Account {}

/// What was spent, the cycles that timing itself takes, and whether a call is under way.
static ACCOUNT: Account = Account(UnsafeCell::new((
    Spent {
        malloc: 0,
        mallocs: 0,
        free: 0,
        frees: 0,
    },
    0,
    false,
)));

/// What was spent since the last time.
pub fn take() -> Spent {
    // SAFETY: the only borrow.
    core::mem::take(unsafe { &mut (*ACCOUNT.0.get()).0 })
}

/// Finds out what timing itself takes. To be called first.
pub fn calibrate() {
    let least = (0..8).map(|_| elapsed(|| ()).1).min().unwrap_or(0);
    // SAFETY: the only borrow.
    unsafe { (*ACCOUNT.0.get()).1 = least };
}

#[inline(always)]
fn elapsed<T>(call: impl FnOnce() -> T) -> (T, u32) {
    let begin = cycles();
    let result = call();
    (result, cycles().wrapping_sub(begin))
}

/// Times a call; one within another belongs to that.
#[inline(always)]
pub fn timed<T>(free: bool, call: impl FnOnce() -> T) -> T {
    let account = ACCOUNT.0.get();
    // SAFETY: no borrow lives longer than its statement.
    unsafe {
        if core::mem::replace(&mut (*account).2, true) {
            return call();
        }
        let (result, taken) = elapsed(call);
        let (spent, least, inside) = &mut *account;
        let taken = u64::from(taken.saturating_sub(*least));
        let (sum, count) = match free {
            true => (&mut spent.free, &mut spent.frees),
            false => (&mut spent.malloc, &mut spent.mallocs),
        };
        *sum += taken;
        *count += 1;
        *inside = false;
        result
    }
}

/// An allocator, timed.
pub struct Timed<A>(pub A);

// SAFETY: the allocator's.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Timed<A> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's.
        timed(false, || unsafe { self.0.alloc(layout) })
    }

    #[inline]
    unsafe fn dealloc(&self, object: *mut u8, layout: Layout) {
        // SAFETY: the caller's.
        timed(true, || unsafe { self.0.dealloc(object, layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's.
        timed(false, || unsafe { self.0.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, object: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's.
        timed(false, || unsafe { self.0.realloc(object, layout, size) })
    }
}

impl<A: Allocator> Allocator for Timed<A> {
    const NAME: &'static str = A::NAME;

    unsafe fn start(&self, first: *mut u8, bytes: usize) {
        // SAFETY: the caller's.
        unsafe { self.0.start(first, bytes) }
    }
}

impl<A: Blocks> Blocks for Timed<A> {
    #[inline]
    fn c_malloc(&self, size: usize) -> *mut u8 {
        timed(false, || self.0.c_malloc(size))
    }

    fn c_calloc(&self, count: usize, size: usize) -> *mut u8 {
        timed(false, || self.0.c_calloc(count, size))
    }

    fn c_aligned_alloc(&self, align: usize, size: usize) -> *mut u8 {
        timed(false, || self.0.c_aligned_alloc(align, size))
    }

    #[inline]
    unsafe fn c_free(&self, block: *mut u8) {
        // SAFETY: the caller's.
        timed(true, || unsafe { self.0.c_free(block) })
    }

    unsafe fn c_realloc(&self, block: *mut u8, size: usize) -> *mut u8 {
        // SAFETY: the caller's.
        timed(false, || unsafe { self.0.c_realloc(block, size) })
    }

    unsafe fn c_usable_size(&self, block: *mut u8) -> usize {
        // SAFETY: the caller's.
        unsafe { self.0.c_usable_size(block) }
    }
}

/// C's functions, timed, where C has them from its library: the linker turns calls of `malloc` into calls of `__wrap_malloc` (`build.rs`).
#[macro_export]
macro_rules! timed_library {
    () => {
        const _: () = {
            use ::core::ffi::c_void;
            use $crate::timed::timed;

            extern "C" {
                fn __real_malloc(size: usize) -> *mut c_void;
                fn __real_calloc(count: usize, size: usize) -> *mut c_void;
                fn __real_realloc(block: *mut c_void, size: usize) -> *mut c_void;
                fn __real_free(block: *mut c_void);
            }

            #[no_mangle]
            unsafe extern "C" fn __wrap_malloc(size: usize) -> *mut c_void {
                // SAFETY: C's rules.
                timed(false, || unsafe { __real_malloc(size) })
            }

            #[no_mangle]
            unsafe extern "C" fn __wrap_calloc(count: usize, size: usize) -> *mut c_void {
                // SAFETY: C's rules.
                timed(false, || unsafe { __real_calloc(count, size) })
            }

            #[no_mangle]
            unsafe extern "C" fn __wrap_realloc(block: *mut c_void, size: usize) -> *mut c_void {
                // SAFETY: C's rules.
                timed(false, || unsafe { __real_realloc(block, size) })
            }

            #[no_mangle]
            unsafe extern "C" fn __wrap_free(block: *mut c_void) {
                // SAFETY: C's rules.
                timed(true, || unsafe { __real_free(block) })
            }
        };
    };
}
