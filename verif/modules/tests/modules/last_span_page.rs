//! The last page of an arena's span.

use crate::{first_object::first_object, prelude::*};

/// Bytes of an arena's address space: header, colour and objects, rounded up to a power of two of pages.
pub fn span_bytes(geometry: &Geometry, granules: u64) -> u64 {
    let used = first_object(geometry, granules - 1) + u64::from(geometry.objects_per_arena) * 8 * granules;
    (12..).map(|shift| 1 << shift).find(|span| *span >= used).expect("an arena is finite")
}

of_each_class!(LastSpanPage, "memento_last_span_page", |geometry, class| pins! { number_o: span_bytes(geometry, class + 1) / 4096 - 1 });

in_every_configuration!(LastSpanPage);
