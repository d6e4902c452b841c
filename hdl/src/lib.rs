//! Memento's hardware: one module a file, written in rust-hdl, and the back end that prints them as Verilog.
//!
//! Every module is a Rust struct whose public fields are its ports. [`kernel!`] gives it its behaviour, which
//! rust-hdl's simulator runs and [`emit`] prints.
#![allow(missing_docs)]
// Conditions in kernels are grouped as the hardware is, not for the fewest operators.
#![allow(clippy::nonminimal_bool)]
// A kernel's `match` has no guards, and its conditions nest as they decide.
#![allow(clippy::collapsible_match, clippy::collapsible_if)]

#[macro_use]
mod kernel;
pub mod any_below;
pub mod arena_address;
pub mod arena_list_walker;
pub mod arena_pages;
pub mod arena_slot;
pub mod axi_lite;
pub mod axi_master;
pub mod bypass_unit;
pub mod cache_control;
pub mod cache_data;
pub mod cache_tags;
pub mod cfu_port;
pub mod class_multiples;
pub mod command_unit;
pub mod configurations;
pub mod digit_product;
pub mod emit;
pub mod event_counters;
pub mod few_ones;
pub mod find_first_zero;
pub mod find_first_zero_two_level;
pub mod first_object;
pub mod frame_pool;
pub mod frame_ranges;
pub mod frame_scrubber;
pub mod generate;
pub mod header_reader;
pub mod header_translation;
pub mod header_update;
pub mod hot;
pub mod hot_bitmaps;
pub mod hot_flusher;
pub mod hot_pages;
pub mod hot_step;
pub mod hot_table;
pub mod last_level_cache;
pub mod last_span_page;
pub mod line_writer;
pub mod list_change;
pub mod list_writer;
pub mod memory_arbiter;
pub mod nibble_ones;
pub mod object_address;
pub mod object_allocator;
pub mod object_index;
pub mod page_table_entry;
pub mod page_table_walker;
pub mod pointer_bank;
pub mod prim;
pub mod region_clear;
pub mod register_block;
pub mod request_arbiter;
pub mod simulator;
pub mod size_class;
pub mod size_in_class;
pub mod take_lowest;
pub mod tlb;
pub mod top;
pub mod translation;
pub mod translation_unit;
pub mod walk_arbiter;
pub mod walk_cache;
pub mod wishbone_bridge;
pub mod word_fetch;
