//! The register map as a CMSIS-SVD file, for debuggers and code generators.

use super::DocsError;
use crate::root;
use memento_abi::registers::{
    counter_offset, doorbell_offset, Access, Capacities, Field, Register, Reset, COMMANDS, COUNTERS, DOORBELL,
    DOORBELL_STRIDE, REGISTERS, VERSION, WINDOW_BYTES,
};
use std::path::PathBuf;
use svd_rs::{
    addressblock::AddressBlockUsage, enumeratedvalue::EnumeratedValue, enumeratedvalues::EnumeratedValues,
    AddressBlock, BitRange, ClusterInfo, Device, DimElement, FieldInfo, ModifiedWriteValues, PeripheralInfo,
    RegisterCluster, RegisterInfo, RegisterProperties, SvdError, ValidateLevel::Strict,
};

/// Where the file lies.
pub fn path() -> PathBuf {
    root().join("docs/memento.svd")
}

/// What it holds.
///
/// # Errors
/// The register map is not one that an SVD file can describe.
pub fn text() -> Result<String, DocsError> {
    let failed = |reason: String| DocsError::Content { path: path(), reason };
    let device = device().map_err(|error| failed(error.to_string()))?;
    let text = svd_encoder::encode(&device).map_err(|error| failed(error.to_string()))?;
    Ok(text.trim_end().to_string() + "\n")
}

fn device() -> Result<Device, SvdError> {
    let mut registers = REGISTERS.iter().map(register).collect::<Result<Vec<_>, _>>()?;
    for (index, counter) in COUNTERS.iter().enumerate() {
        for (half, offset, words) in [
            ("LO", 0, "Reading it keeps the high half."),
            ("HI", 4, "As it was when a low half was read last."),
        ] {
            let info = RegisterInfo::builder()
                .name(format!("COUNTER_{}_{half}", counter.name))
                .description(Some(format!("{} {words}", counter.description)))
                .address_offset(u32::from(counter_offset(index)) + offset)
                .properties(properties(svd_rs::Access::ReadOnly, None));
            registers.push(RegisterCluster::Register(info.build(Strict)?.single()));
        }
    }
    let doorbell = ClusterInfo::builder()
        .name("DOORBELL[%s]".into())
        .description(Some("Allocation by loads and stores, of one hart.".into()))
        .address_offset(doorbell_offset(0).into())
        .children(DOORBELL.iter().map(register).collect::<Result<_, _>>()?)
        .build(Strict)?;
    let harts = DimElement::builder()
        .dim(Capacities::of(&memento_abi::SOC32).harts)
        .dim_increment(DOORBELL_STRIDE.into());
    registers.push(RegisterCluster::Cluster(doorbell.array(harts.build(Strict)?)));
    let window = AddressBlock::builder()
        .offset(0)
        .size(WINDOW_BYTES)
        .usage(AddressBlockUsage::Registers);
    let peripheral = PeripheralInfo::builder()
        .name("MEMENTO".into())
        .description(Some(
            "Hardware memory allocator. The base address is the system's choice.".into(),
        ))
        .base_address(0)
        .address_block(Some(vec![window.build(Strict)?]))
        .registers(Some(registers))
        .build(Strict)?;
    Device::builder()
        .name("Memento".into())
        .version(format!("{}.{}", VERSION >> 16, VERSION & 0xFFFF))
        .description("Memento, a hardware memory allocator".into())
        .address_unit_bits(8)
        .width(32)
        .default_register_properties(RegisterProperties::new().size(Some(32)))
        .peripherals(vec![peripheral.single()])
        .build(Strict)
}

/// Access as SVD has it, and what a reset leaves, if that is the same in all configurations.
fn properties(access: svd_rs::Access, reset: Option<u32>) -> RegisterProperties {
    RegisterProperties::new()
        .size(Some(32))
        .access(Some(access))
        .reset_value(Some(reset.unwrap_or(0).into()))
        .reset_mask(Some(if reset.is_some() { u32::MAX.into() } else { 0 }))
}

fn access(readable: bool, writable: bool) -> svd_rs::Access {
    match (readable, writable) {
        (true, true) => svd_rs::Access::ReadWrite,
        (false, _) => svd_rs::Access::WriteOnly,
        (true, false) => svd_rs::Access::ReadOnly,
    }
}

fn register(register: &Register) -> Result<RegisterCluster, SvdError> {
    let reset = match register.reset {
        Reset::Value(value) => Some(value),
        Reset::Configuration(_) | Reset::Live => None,
    };
    let fields = register
        .fields
        .iter()
        .map(|field| Ok(self::field(register, field)?.single()));
    let info = RegisterInfo::builder()
        .name(register.name.into())
        .description(Some(register.description.replace('`', "")))
        .address_offset(register.offset.into())
        .properties(properties(access(register.readable(), register.writable()), reset))
        .fields(Some(fields.collect::<Result<_, SvdError>>()?))
        .build(Strict)?;
    Ok(RegisterCluster::Register(info.single()))
}

fn field(register: &Register, field: &Field) -> Result<FieldInfo, SvdError> {
    let clears = field.access == Access::WriteOneToClear;
    let mut info = FieldInfo::builder()
        .name(field.name.into())
        .description(Some(field.description.replace('`', "")))
        .bit_range(BitRange::from_offset_width(field.low.into(), field.width.into()))
        .access(Some(access(field.access.readable(), field.access.writable())))
        .modified_write_values(clears.then_some(ModifiedWriteValues::OneToClear));
    if (register.name, field.name) == ("COMMAND", "CODE") {
        let values = COMMANDS.iter().zip(1..).map(|((name, description), code)| {
            let value = EnumeratedValue::builder().name((*name).into()).value(Some(code));
            value.description(Some(description.replace('`', ""))).build(Strict)
        });
        let values = EnumeratedValues::builder().values(values.collect::<Result<_, _>>()?);
        info = info.enumerated_values(vec![values.build(Strict)?]);
    }
    info.build(Strict)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_well_formed_and_names_every_register_at_its_offset() {
        let device = svd_parser::parse(&text().unwrap()).expect("it is SVD");
        let [memento] = &device.peripherals[..] else {
            panic!("there is one peripheral");
        };
        let found = |name: &str| memento.all_registers().find(|register| register.name == name);
        for register in &REGISTERS {
            let svd = found(register.name).unwrap_or_else(|| panic!("{} is missing", register.name));
            assert_eq!(svd.address_offset, u32::from(register.offset), "{}", register.name);
            assert_eq!(svd.fields().count(), register.fields.len(), "{}", register.name);
            for (svd, field) in svd.fields().zip(register.fields) {
                assert_eq!((svd.name.as_str(), svd.bitmask() as u32), (field.name, field.mask()));
            }
        }
        for (index, counter) in COUNTERS.iter().enumerate() {
            let low = found(&format!("COUNTER_{}_LO", counter.name)).expect("every counter is there");
            assert_eq!(low.address_offset, u32::from(counter_offset(index)));
        }
        assert!(DOORBELL.iter().all(|register| found(register.name).is_some()));
    }
}
