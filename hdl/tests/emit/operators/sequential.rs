//! Registers, state, structs, memories and arrays of blocks.

use super::vectors::{drive, Dut};
use memento_hdl::prim::{Fifo, MaskedRam, Ram, RamStyle, Register, RegisterFile, Rom, SkidBuffer};
use memento_hdl::{comment, kernel};
use rust_hdl_core::prelude::*;

/// Five states: three of the eight encodings are none.
#[derive(Copy, Clone, Debug, PartialEq, LogicState)]
pub enum Phase {
    Idle,
    FirstRead,
    SecondRead,
    Write,
    Done,
}

/// A struct as a signal's type.
#[derive(Copy, Clone, Debug, Default, PartialEq, LogicStruct)]
pub struct Entry {
    pub valid: Bit,
    pub phase: Phase,
    pub count: Bits<9>,
    pub long: Bits<33>,
}

/// Registers, an enum and a struct.
#[derive(LogicBlock)]
pub struct State<const W: usize> {
    pub clk_i: Signal<In, Clock>,
    pub rst_ni: Signal<In, Bit>,
    pub a_i: Signal<In, Bits<W>>,
    pub nine_i: Signal<In, Bits<9>>,
    pub flag_i: Signal<In, Bit>,
    pub other_i: Signal<In, Bit>,
    pub sum_o: Signal<Out, Bits<W>>,
    pub phase_o: Signal<Out, Phase>,
    pub is_done_o: Signal<Out, Bit>,
    pub entry_o: Signal<Out, Entry>,
    pub next_count_o: Signal<Out, Bits<9>>,
    pub field_phase_o: Signal<Out, Bit>,
    pub step_o: Signal<Out, Bits<4>>,
    pub held_o: Signal<Out, Bits<W>>,
    pub assembled_o: Signal<Out, Entry>,
    sum: Register<Bits<W>>,
    phase: Register<Phase>,
    entry: Register<Entry>,
    held: [Register<Bits<W>>; 3],
    first: Constant<Phase>,
    step: Constant<Bits<9>>,
}

impl<const W: usize> Default for State<W> {
    fn default() -> Self {
        Self {
            clk_i: Default::default(),
            rst_ni: Default::default(),
            a_i: Default::default(),
            nine_i: Default::default(),
            flag_i: Default::default(),
            other_i: Default::default(),
            sum_o: Default::default(),
            phase_o: Default::default(),
            is_done_o: Default::default(),
            entry_o: Default::default(),
            next_count_o: Default::default(),
            field_phase_o: Default::default(),
            step_o: Default::default(),
            held_o: Default::default(),
            assembled_o: Default::default(),
            sum: Register::new(1.into()),
            phase: Register::new(Phase::SecondRead),
            entry: Register::new(Entry {
                valid: true,
                phase: Phase::Write,
                count: 0x155.into(),
                long: bits(0x1_2345_6789),
            }),
            held: std::array::from_fn(|_| Default::default()),
            first: Constant::new(Phase::FirstRead),
            step: Constant::new(bits(37)),
        }
    }
}

impl<const W: usize> Logic for State<W> {
    kernel! {
        #[hdl_gen]
        "memento_state",
        registers: [sum, phase, entry],
        fn update(&mut self) {
            self.sum.d.next = self.sum.q.val() + self.a_i.val();
            self.sum_o.next = self.sum.q.val();

            match self.phase.q.val() {
                Phase::Idle => {
                    if self.flag_i.val() {
                        self.phase.d.next = self.first.val();
                    }
                }
                Phase::FirstRead => self.phase.d.next = Phase::SecondRead,
                Phase::SecondRead => {
                    if self.other_i.val() {
                        self.phase.d.next = Phase::Write;
                    } else {
                        self.phase.d.next = Phase::Done;
                    }
                }
                Phase::Write => self.phase.d.next = Phase::Done,
                Phase::Done => self.phase.d.next = Phase::Idle,
            }
            self.phase_o.next = self.phase.q.val();
            self.is_done_o.next = self.phase.q.val() == Phase::Done;
            match self.phase.q.val() {
                Phase::Write => self.step_o.next = 1.into(),
                Phase::Done => self.step_o.next = 2.into(),
                _ => self.step_o.next = 3.into(),
            }

            self.entry.d.next.count = self.entry.q.val().count + self.step.val();
            if self.flag_i.val() {
                self.entry.d.next.valid = !self.entry.q.val().valid;
                self.entry.d.next.phase = self.phase.q.val();
                self.entry.d.next.long = bit_cast::<33, W>(self.a_i.val()) - self.entry.q.val().long;
            }
            self.entry_o.next = self.entry.q.val();
            self.next_count_o.next = self.entry.d.val().count;
            self.field_phase_o.next = self.entry.q.val().phase == Phase::Write && self.entry.q.val().long.get_bit(32);
            self.assembled_o.next.valid = self.flag_i.val();
            self.assembled_o.next.phase = Phase::Done;
            self.assembled_o.next.count = self.nine_i.val() ^ self.step.val();
            self.assembled_o.next.long = self.entry.q.val().long;

            for i in 0..3 {
                self.held[i].clk_i.next = self.clk_i.val();
                self.held[i].rst_ni.next = self.rst_ni.val();
                self.held[i].d.next = self.held[i].q.val();
            }
            if self.other_i.val() {
                self.held[0].d.next = self.a_i.val();
                for i in 0..2 {
                    self.held[i + 1].d.next = self.held[i].q.val();
                }
            }
            self.held_o.next = self.held[2].q.val();
        }
    }
}

/// Every memory and queue of `prim`.
#[derive(LogicBlock)]
pub struct Memory<const W: usize> {
    pub clk_i: Signal<In, Clock>,
    pub rst_ni: Signal<In, Bit>,
    pub a_i: Signal<In, Bits<W>>,
    pub nine_i: Signal<In, Bits<9>>,
    pub row_i: Signal<In, Bits<3>>,
    pub flag_i: Signal<In, Bit>,
    pub other_i: Signal<In, Bit>,
    pub ram_o: Signal<Out, Bits<W>>,
    pub masked_o: Signal<Out, Bits<64>>,
    pub file_o: Signal<Out, Bits<W>>,
    pub rom_o: Signal<Out, Bits<11>>,
    pub queue_count_o: Signal<Out, Bits<4>>,
    pub queue_o: Signal<Out, Bits<W>>,
    pub skid_valid_o: Signal<Out, Bit>,
    pub skid_o: Signal<Out, Bits<W>>,
    ram: Ram<Bits<W>, 3>,
    masked: MaskedRam<3>,
    file: RegisterFile<Bits<W>, 3>,
    rom: Rom<Bits<11>, 3>,
    queue: Fifo<Bits<W>, 3, 4>,
    skid: SkidBuffer<Bits<W>>,
}

impl<const W: usize> Default for Memory<W> {
    fn default() -> Self {
        Self {
            clk_i: Default::default(),
            rst_ni: Default::default(),
            a_i: Default::default(),
            nine_i: Default::default(),
            row_i: Default::default(),
            flag_i: Default::default(),
            other_i: Default::default(),
            ram_o: Default::default(),
            masked_o: Default::default(),
            file_o: Default::default(),
            rom_o: Default::default(),
            queue_count_o: Default::default(),
            queue_o: Default::default(),
            skid_valid_o: Default::default(),
            skid_o: Default::default(),
            ram: Ram::new(RamStyle::Auto),
            masked: MaskedRam::new(RamStyle::Block),
            file: Default::default(),
            rom: Rom::new("of_the_test", |row| bits(row as u64 * 211)),
            queue: Default::default(),
            skid: Default::default(),
        }
    }
}

impl<const W: usize> Logic for Memory<W> {
    kernel! {
        #[hdl_gen]
        "memento_memory",
        clocked: [ram, masked, file],
        resettable: [queue, skid],
        fn update(&mut self) {
            self.ram.read_enable_i.next = self.other_i.val();
            self.ram.read_address_i.next = self.nine_i.val().get_bits::<3>(0);
            self.ram.write_enable_i.next = self.flag_i.val();
            self.ram.write_address_i.next = self.row_i.val();
            self.ram.write_data_i.next = self.a_i.val();
            self.ram_o.next = self.ram.read_data_o.val();

            self.masked.read_enable_i.next = true;
            self.masked.read_address_i.next = self.nine_i.val().get_bits::<3>(3);
            self.masked.write_mask_i.next = self.nine_i.val().get_bits::<4>(5);
            if self.flag_i.val() {
                self.masked.write_mask_i.next = 15.into();
            }
            self.masked.write_address_i.next = self.row_i.val();
            self.masked.write_data_i.next = bit_cast::<64, W>(self.a_i.val()) ^ (bit_cast::<64, 9>(self.nine_i.val()) << 40);
            self.masked_o.next = self.masked.read_data_o.val();

            self.file.read_address_i.next = self.nine_i.val().get_bits::<3>(6);
            self.file.write_enable_i.next = self.flag_i.val() || self.other_i.val();
            self.file.write_address_i.next = self.row_i.val();
            self.file.write_data_i.next = !self.a_i.val();
            self.file_o.next = self.file.read_data_o.val();

            self.rom.address_i.next = self.nine_i.val().get_bits::<3>(2);
            self.rom_o.next = self.rom.data_o.val();

            self.queue.push_valid_i.next = self.flag_i.val();
            self.queue.push_data_i.next = self.a_i.val();
            self.skid.push_valid_i.next = self.queue.pop_valid_o.val();
            self.skid.push_data_i.next = self.queue.pop_data_o.val();
            self.queue.pop_ready_i.next = self.skid.push_ready_o.val();
            self.queue_count_o.next = self.queue.count_o.val();
            self.queue_o.next = 0.into();
            if self.queue.pop_valid_o.val() && self.queue.push_ready_o.val() {
                self.queue_o.next = self.queue.pop_data_o.val();
            }
            self.skid.pop_ready_i.next = self.other_i.val() && self.nine_i.val().get_bit(0);
            self.skid_valid_o.next = self.skid.pop_valid_o.val();
            self.skid_o.next = 0.into();
            if self.skid.pop_valid_o.val() {
                self.skid_o.next = self.skid.pop_data_o.val();
            }
        }
    }
}

/// One lane of [`Lanes`].
#[derive(LogicBlock, Default)]
pub struct Lane<const W: usize> {
    pub value_i: Signal<In, Bits<W>>,
    pub turned_o: Signal<Out, Bits<W>>,
    pub is_zero_o: Signal<Out, Bit>,
}

impl<const W: usize> Logic for Lane<W> {
    kernel! {
        #[hdl_gen]
        "memento_lane",
        fn update(&mut self) {
            self.turned_o.next = !self.value_i.val() + 1;
            self.is_zero_o.next = !self.value_i.val().any();
        }
    }
}

/// Ports of a stream, at its source.
#[derive(Clone, Debug, Default, LogicInterface)]
#[join = "Drain"]
pub struct Source {
    pub valid: Signal<Out, Bit>,
    pub data: Signal<Out, Bits<9>>,
    pub ready: Signal<In, Bit>,
}

/// Ports of a stream, at its end.
#[derive(Clone, Debug, Default, LogicInterface)]
#[join = "Source"]
pub struct Drain {
    pub valid: Signal<In, Bit>,
    pub data: Signal<In, Bits<9>>,
    pub ready: Signal<Out, Bit>,
}

/// Drives a stream.
#[derive(LogicBlock, Default)]
pub struct Sender {
    pub value_i: Signal<In, Bits<9>>,
    pub stream: Source,
    pub taken_o: Signal<Out, Bit>,
}

impl Logic for Sender {
    kernel! {
        #[hdl_gen]
        "memento_sender",
        fn update(&mut self) {
            self.stream.valid.next = self.value_i.val().xor();
            self.stream.data.next = self.value_i.val() + 1;
            self.taken_o.next = self.stream.ready.val();
        }
    }
}

/// Takes a stream.
#[derive(LogicBlock, Default)]
pub struct Receiver {
    pub stream: Drain,
    pub value_o: Signal<Out, Bits<9>>,
}

impl Logic for Receiver {
    kernel! {
        #[hdl_gen]
        "memento_receiver",
        fn update(&mut self) {
            self.stream.ready.next = self.stream.data.val().get_bit(8);
            self.value_o.next = 0.into();
            if self.stream.valid.val() {
                self.value_o.next = self.stream.data.val();
            }
        }
    }
}

/// Arrays of blocks and signals, two widths of one module, and joined interfaces.
#[derive(LogicBlock)]
pub struct Lanes<const W: usize> {
    pub a_i: Signal<In, Bits<W>>,
    pub b_i: Signal<In, Bits<W>>,
    pub nine_i: Signal<In, Bits<9>>,
    pub sum_o: Signal<Out, Bits<W>>,
    pub zeros_o: Signal<Out, Bits<3>>,
    pub turned_o: [Signal<Out, Bits<W>>; 3],
    pub narrow_o: Signal<Out, Bits<5>>,
    pub received_o: Signal<Out, Bits<9>>,
    pub taken_o: Signal<Out, Bit>,
    lanes: [Lane<W>; 3],
    narrow: Vec<Lane<5>>,
    sender: Sender,
    receiver: Receiver,
    partial: [Signal<Local, Bits<W>>; 4],
}

impl<const W: usize> Default for Lanes<W> {
    fn default() -> Self {
        Self {
            a_i: Default::default(),
            b_i: Default::default(),
            nine_i: Default::default(),
            sum_o: Default::default(),
            zeros_o: Default::default(),
            turned_o: Default::default(),
            narrow_o: Default::default(),
            received_o: Default::default(),
            taken_o: Default::default(),
            lanes: Default::default(),
            narrow: vec![Default::default(), Default::default()],
            sender: Default::default(),
            receiver: Default::default(),
            partial: Default::default(),
        }
    }
}

impl<const W: usize> Logic for Lanes<W> {
    kernel! {
        #[hdl_gen]
        "memento_lanes",
        fn update(&mut self) {
            self.lanes[0].value_i.next = self.a_i.val();
            self.lanes[1].value_i.next = self.b_i.val() ^ self.a_i.val();
            self.lanes[2].value_i.next = self.lanes[1].turned_o.val() + self.b_i.val();
            self.partial[0].next = 0.into();
            self.zeros_o.next = 0.into();
            for i in 0..3 {
                self.turned_o[i].next = self.lanes[i].turned_o.val();
                self.partial[i + 1].next = self.partial[i].val() + self.lanes[i].turned_o.val();
                self.zeros_o.next = self.zeros_o.val().replace_bit(2 - i, self.lanes[i].is_zero_o.val());
            }
            self.sum_o.next = self.partial[3].val();
            self.narrow[0].value_i.next = self.nine_i.val().get_bits::<5>(0);
            self.narrow[1].value_i.next = self.nine_i.val().get_bits::<5>(4);
            self.narrow_o.next = self.narrow[0].turned_o.val() | self.narrow[1].turned_o.val();
            Source::join(&mut self.sender.stream, &mut self.receiver.stream);
            self.sender.value_i.next = self.nine_i.val();
            self.received_o.next = self.receiver.value_o.val();
            self.taken_o.next = self.sender.taken_o.val();
        }
    }
}

drive!(clocked State<W>: rst_ni, a_i, nine_i, flag_i, other_i);
drive!(clocked Memory<W>: rst_ni, a_i, nine_i, row_i, flag_i, other_i);
drive!(Lanes<W>: a_i, b_i, nine_i);
