//! A switch from one context to another, without its long middle.

use super::{Cycle, Waveform};
use crate::{
    scoreboard::Mismatch,
    top::{
        desk::{Desk, BLOCK, COMMAND_DONE, ROOT},
        software::Command,
        Instruction,
    },
    waves::{bits, json, names, Line, Shown},
};
use memento_abi::{
    registers::{COMMANDS, REGISTERS},
    Operation, BEAT_BYTES, PAGE_BYTES, TINY,
};
use memento_model::Settings;

/// Block of the other context.
const OTHER: u64 = BLOCK + PAGE_BYTES;
/// Cycles that are drawn before and after what is left out.
const AROUND: usize = 5;
/// Cycles within which a command ends.
const LONG: u32 = 5000;

/// Draws the switch, in the smallest configuration.
pub(super) fn switch() -> Result<Waveform, Mismatch> {
    let mut desk = Desk::new(TINY, 1)?;
    let settings = Settings::whole_region(&TINY);
    desk.top.place_empty(OTHER, &settings, ROOT + 1);
    let objects = desk.allocate(2)?;
    desk.top.write("IRQ_ENABLE", COMMAND_DONE)?;
    desk.top.write("CONTEXT_ADDRESS_LO", BLOCK as u32)?;
    desk.top.settle()?;
    desk.top.cycles = Some(Vec::new());
    desk.top.step()?;
    desk.top.write("COMMAND", Command::Save as u32)?;
    until_irq(&mut desk)?;
    desk.top.write("IRQ_CAUSE", COMMAND_DONE)?;
    desk.top.write("CONTEXT_ADDRESS_LO", OTHER as u32)?;
    desk.top.write("COMMAND", Command::Load as u32)?;
    // Whoever asks meanwhile is answered in the context that runs then, which does not have the object.
    let free = Instruction {
        function: Operation::FreeWait as u16,
        operand: objects[0],
    };
    desk.top.begin(&[free], &[], 0)?;
    until_irq(&mut desk)?;
    desk.top.execute(&[])?;
    let cycles = desk.top.cycles.take().unwrap_or_default();
    let keep = keep(&cycles);
    let drawn = |(port, shown): Line| -> Line {
        let pairs = shown.into_iter().zip(&keep);
        let drawn = pairs.filter_map(|(shown, keep)| match keep {
            Keep::Yes => Some(shown),
            Keep::Gap => Some(Shown::Gap),
            Keep::No => None,
        });
        (port, drawn.collect())
    };
    let groups = [registers(&cycles), requests(&cycles), memory(&cycles)];
    let groups = groups.map(|group| group.into_iter().map(drawn).collect::<Vec<Line>>());
    let count = keep.iter().filter(|keep| **keep != Keep::No).count();
    Ok(Waveform {
        name: "context_switch",
        json: json(
            "context A is saved and B loaded; a free of A's object comes too late",
            count,
            &groups,
        ),
    })
}

fn until_irq(desk: &mut Desk) -> Result<(), Mismatch> {
    for _ in 0..LONG {
        if desk.top.irq() {
            return desk.top.step();
        }
        desk.top.step()?;
    }
    Err(desk.top.mismatch("a command does not end".into()))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Yes,
    Gap,
    No,
}

/// Cycles near those in which a port other than memory's does something.
fn keep(cycles: &[Cycle]) -> Vec<Keep> {
    let busy = |cycle: usize| {
        let of = |cycle: usize| {
            let (inputs, outputs) = &cycles[cycle];
            let csr = &outputs.csr;
            (csr.awvalid, csr.bvalid, outputs.irq, inputs.cfu.is_some(), outputs.cfu)
        };
        cycle == 0 || of(cycle) != of(cycle - 1)
    };
    let near = |cycle: usize| (cycle.saturating_sub(AROUND)..(cycle + AROUND).min(cycles.len())).any(busy);
    let mut keep: Vec<Keep> = Vec::new();
    for cycle in 0..cycles.len() {
        keep.push(match (near(cycle), keep.last()) {
            (true, _) => Keep::Yes,
            (false, Some(Keep::Yes)) => Keep::Gap,
            (false, _) => Keep::No,
        });
    }
    keep
}

fn registers(cycles: &[Cycle]) -> Vec<Line> {
    let register = |address: u32| {
        let found = REGISTERS.iter().find(|register| u32::from(register.offset) == address);
        found.map_or("?".into(), |register| register.name.to_string())
    };
    let value = |address: u32, data: u32| match register(address).as_str() {
        "COMMAND" => COMMANDS[data as usize - 1].0.to_string(),
        "CONTEXT_ADDRESS_LO" => block(u64::from(data)).unwrap_or_default(),
        _ => format!("{data:#x}"),
    };
    vec![
        bits("csr_awvalid_i", cycles, |(_, o)| o.csr.awvalid),
        names("csr_awaddr_i", cycles, |(_, o)| {
            o.csr.awvalid.then(|| register(o.csr.awaddr))
        }),
        names("csr_wdata_i", cycles, |(_, o)| {
            (o.csr.wvalid && o.csr.awvalid).then(|| value(o.csr.awaddr, o.csr.wdata))
        }),
        bits("csr_bvalid_o", cycles, |(_, o)| o.csr.bvalid),
        bits("irq_o", cycles, |(_, o)| o.irq),
    ]
}

fn requests(cycles: &[Cycle]) -> Vec<Line> {
    vec![
        bits("cfu_cmd_valid_i", cycles, |(i, _)| i.cfu.is_some()),
        bits("cfu_cmd_ready_o", cycles, |(_, o)| o.cfu_ready),
        bits("cfu_rsp_valid_o", cycles, |(_, o)| o.cfu.is_some()),
        names("cfu_rsp_outputs_0_o", cycles, |(_, o)| {
            let status = memento_abi::Status::from_code(o.cfu? as u8)?;
            Some(format!("{status:?}"))
        }),
    ]
}

/// Which word of which block.
fn block(address: u64) -> Option<String> {
    let name = match address & !(PAGE_BYTES - 1) {
        BLOCK => 'A',
        OTHER => 'B',
        _ => return None,
    };
    Some(format!("{name} {}", address % PAGE_BYTES / BEAT_BYTES))
}

fn memory(cycles: &[Cycle]) -> Vec<Line> {
    let place = |address: u64| block(address).unwrap_or_else(|| "other".into());
    vec![
        bits("axi_awvalid_o", cycles, |(_, o)| o.axi.aw.is_some()),
        names("axi_awaddr_o", cycles, |(_, o)| {
            o.axi.aw.map(|burst| place(burst.address))
        }),
        bits("axi_arvalid_o", cycles, |(_, o)| o.axi.ar.is_some()),
        names("axi_araddr_o", cycles, |(_, o)| {
            o.axi.ar.map(|burst| place(burst.address))
        }),
    ]
}
