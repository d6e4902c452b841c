//! The register map as tables.

use memento_abi::registers::{
    counter_offset, doorbell_offset, Capacities, Register, Reset, When, COMMANDS, COUNTERS, DOORBELL, DOORBELL_STRIDE,
    REGISTERS,
};
use memento_abi::CONFIGURATIONS;
use std::fmt::Write;

/// Every register: a table of all, then one of the fields of each.
pub fn registers() -> String {
    let mut text = overview(&REGISTERS);
    REGISTERS.iter().for_each(|register| text += &fields(register));
    text
}

/// A hart's doorbell, with offsets from its start.
pub fn doorbell() -> String {
    let mut text = format!(
        "The doorbell of hart *n* begins at {:#05x} + {DOORBELL_STRIDE:#x} × *n*.\n\n",
        doorbell_offset(0)
    );
    text += &overview(&DOORBELL);
    DOORBELL.iter().for_each(|register| text += &fields(register));
    text
}

/// The event counters.
pub fn counters() -> String {
    let mut text = String::from("| offset | name | counts |\n|---|---|---|\n");
    for (index, counter) in COUNTERS.iter().enumerate() {
        let offset = counter_offset(index);
        let _ = writeln!(text, "| {offset:#05x} | `{}` | {} |", counter.name, counter.description);
    }
    text
}

/// The commands.
pub fn commands() -> String {
    let mut text = String::from("| code | name | what it does |\n|---|---|---|\n");
    for (index, (name, description)) in COMMANDS.iter().enumerate() {
        let _ = writeln!(text, "| {} | `{name}` | {description} |", index + 1);
    }
    text
}

fn overview(registers: &[Register]) -> String {
    let mut text = String::from("| offset | register | access | after reset | writes |\n|---|---|---|---|---|\n");
    for register in registers {
        let (offset, name, when) = (register.offset, register.name, when(register));
        let _ = writeln!(
            text,
            "| {offset:#05x} | `{name}` | {} | {} | {when} |",
            access(register),
            reset(register)
        );
    }
    text
}

/// What a register's fields allow, taken together.
fn access(register: &Register) -> String {
    let mut kinds: Vec<&str> = register.fields.iter().map(|field| field.access.short()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.join(", ")
}

fn reset(register: &Register) -> String {
    match register.reset {
        Reset::Live => "what is the case".into(),
        Reset::Value(value) => format!("{value:#x}"),
        Reset::Configuration(value) => {
            let values = CONFIGURATIONS.iter().map(|geometry| {
                format!(
                    "{:#x} (`{}`)",
                    value(geometry, &Capacities::of(geometry)),
                    geometry.name
                )
            });
            values.collect::<Vec<_>>().join("<br>")
        }
    }
}

fn when(register: &Register) -> &'static str {
    if !register.writable() {
        return "";
    }
    match register.when {
        When::Always => "at any time",
        When::InReset => "while `CONTROL.RESET` is 1",
        When::Running => "while `CONTROL.RESET` is 0",
        When::Quiet => "wait until nothing is under way",
        When::NoCommand => "while no command is under way",
        When::RunningNoCommand => "while `CONTROL.RESET` is 0 and no command is under way",
        When::Answered => "wait for the answer to the request before",
    }
}

fn fields(register: &Register) -> String {
    let mut text = format!("\n**{}**: {}\n", register.name, register.description);
    // A single field says no more than the register does.
    if let [field] = register.fields {
        if field.width == 32 {
            return text;
        }
    }
    text += "\n| bits | field | access | meaning |\n|---|---|---|---|\n";
    for field in register.fields {
        let bits = match field.width {
            1 => field.low.to_string(),
            width => format!("{}:{}", field.low + width - 1, field.low),
        };
        let _ = writeln!(
            text,
            "| {bits} | `{}` | {} | {} |",
            field.name,
            field.access.short(),
            field.description
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_register_field_and_counter_is_in_the_tables() {
        let (registers, doorbell, counters) = (registers(), doorbell(), counters());
        for register in &REGISTERS {
            assert!(registers.contains(&format!("| {:#05x} | `{}` |", register.offset, register.name)));
            assert!(registers.contains(&format!("**{}**: {}", register.name, register.description)));
        }
        assert!(DOORBELL.iter().all(|register| doorbell.contains(register.description)));
        assert!(COUNTERS.iter().all(|counter| counters.contains(counter.description)));
        assert!(registers.contains("| 23:16 | `REGION_BITS` | RO |"));
        assert!(registers.contains("| 10 | `ERROR` | RO |"));
    }
}
