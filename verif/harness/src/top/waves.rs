//! Waveforms of the whole for the book.

mod context;

use super::{desk::Desk, software::Command, TopInputs, TopOutputs};
use crate::{
    axi::Burst,
    scoreboard::Mismatch,
    waves::{bits, json, names, Line, Waveform},
};
use memento_abi::{Geometry, HEADER_BYTES, PAGE_BYTES};

/// Cycles that are drawn after the last one in which memory was used.
const AFTER: u32 = 3;

type Cycle = (TopInputs, TopOutputs);

/// Draws every waveform of the whole, with memory that answers in the next cycle.
///
/// # Errors
/// The device breaks a rule of its ports or refuses what must succeed.
pub fn waveforms(geometry: Geometry) -> Result<Vec<Waveform>, Mismatch> {
    let mut desk = Desk::new(geometry, 1)?;
    let base = desk.allocate(1)?[0] & !(PAGE_BYTES - 1);
    let line = |number: u64| base + number * HEADER_BYTES;
    desk.one(line(1), false)?;
    let bypassed = draw(
        &mut desk,
        (
            "bypassed_miss",
            "loads of line 2, which is new: made of zeros, then a hit",
        ),
        &[line(2), line(2) + 8],
    )?;
    let touch = draw(
        &mut desk,
        (
            "first_touch",
            "a load from page 1, which has no frame yet; its line is new too",
        ),
        &[base + PAGE_BYTES],
    )?;
    desk.command(Command::CacheFlush)?;
    desk.one(line(1), false)?;
    let filled = draw(
        &mut desk,
        ("filled_miss", "loads of line 2, which is in memory: a read, then a hit"),
        &[line(2), line(2) + 8],
    )?;
    Ok(vec![bypassed, touch, filled, context::switch()?])
}

/// Draws loads one behind the other, with nothing under way before.
fn draw(desk: &mut Desk, (name, head): (&'static str, &str), addresses: &[u64]) -> Result<Waveform, Mismatch> {
    let top = &mut desk.top;
    top.settle()?;
    top.cycles = Some(Vec::new());
    top.step()?;
    desk.access(addresses.iter().copied(), false)?;
    while desk.top.silence < AFTER {
        desk.top.step()?;
    }
    let cycles = desk.top.cycles.take().unwrap_or_default();
    Ok(Waveform {
        name,
        json: json(head, cycles.len(), &[loads(&cycles), memory(&cycles)]),
    })
}

fn place(address: u64) -> String {
    let page = address / PAGE_BYTES % 4;
    format!("page {page} line {}", address % PAGE_BYTES / HEADER_BYTES)
}

fn loads(cycles: &[Cycle]) -> Vec<Line> {
    vec![
        bits("data_req_valid_i", cycles, |(i, _)| i.data.is_some()),
        bits("data_req_ready_o", cycles, |(_, o)| o.data_ready),
        names("data_req_address_i", cycles, |(i, _)| {
            i.data.map(|load| place(load.address))
        }),
        bits("data_rsp_valid_o", cycles, |(_, o)| o.data.is_some()),
        names("data_rsp_rdata_o", cycles, |(_, o)| {
            o.data.map(|answer| format!("{:x}", answer.data))
        }),
    ]
}

/// What a burst is for: the cache's have a line's length.
fn purpose(burst: &Burst) -> String {
    match burst.len {
        0 => "entry of the page".into(),
        _ => format!("line {}", burst.address % PAGE_BYTES / HEADER_BYTES),
    }
}

fn memory(cycles: &[Cycle]) -> Vec<Line> {
    vec![
        bits("axi_arvalid_o", cycles, |(_, o)| o.axi.ar.is_some()),
        names("axi_araddr_o", cycles, |(_, o)| o.axi.ar.as_ref().map(purpose)),
        bits("axi_rvalid_i", cycles, |(i, _)| i.axi.r.is_some()),
        bits("axi_awvalid_o", cycles, |(_, o)| o.axi.aw.is_some()),
        names("axi_awaddr_o", cycles, |(_, o)| o.axi.aw.as_ref().map(purpose)),
        bits("axi_wvalid_o", cycles, |(_, o)| o.axi.w.is_some()),
        bits("axi_bvalid_i", cycles, |(i, _)| i.axi.b.is_some()),
    ]
}
