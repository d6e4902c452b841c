//! Counts events, each in 64 bits, without 64 flip-flops for each.

use crate::prim::{Ram, RamStyle, Register};
use rust_hdl_core::prelude::*;

/// COUNT event counters of 64 bits.
///
/// ```text
///  events_i ──► [ ] ──► [ 5-bit count of each ] ──┐ the slot's
///                                                 ▼
///                       slot ──► [ totals (RAM) ] ─► + ─► + carry ──► totals
///                       (0, 1, .. COUNT-1, 0, ..)   low   high   └──► rsp_value_o
/// ```
///
/// Events are first counted in a few flip-flops. Each cycle has a slot, the counters in turn: what the slot's counter has gathered is added to
/// its total in a memory, the lower half in one cycle, the upper half in the next.
///
/// Contract:
///
/// * Every counter is exact. The value shown in a cycle with `rsp_valid_o` counts the events of all cycles up to the fifth before, and none
///   of the four before. `events_i` goes straight to flip-flops: it comes late in its cycle.
/// * `read_valid_i` and `read_index_i` (below COUNT) stay until `rsp_valid_o`, which comes 3 to COUNT + 2 cycles after; then they go.
/// * `clear_i` forgets the events of its cycle and of all before, as reset does. No read is under way meanwhile, nor in the cycle after.
/// * COUNT is at least 4 and at most 31, so that a slot comes again after its total was written and before its flip-flops overflow.
///
/// Cost: a memory of 2^INDEX rows of 64 bits, 7 COUNT + 64 + 33 + 64 flip-flops and 64 bits of adder.
#[derive(LogicBlock)]
pub struct EventCounters<const COUNT: usize, const INDEX: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low: all counters are 0.
    pub rst_ni: Signal<In, Bit>,

    /// Events of this cycle, one bit each.
    pub events_i: Signal<In, Bits<COUNT>>,
    /// All counters are 0 from the next cycle on.
    pub clear_i: Signal<In, Bit>,

    /// Read a counter.
    pub read_valid_i: Signal<In, Bit>,
    /// Which one.
    pub read_index_i: Signal<In, Bits<INDEX>>,
    /// Here it is; one cycle.
    pub rsp_valid_o: Signal<Out, Bit>,
    /// Its value.
    pub rsp_value_o: Signal<Out, Bits<64>>,

    /// Events of the cycle before, and whether they and all before are forgotten.
    events: Register<Bits<COUNT>>,
    clear: Register<Bit>,
    totals: Ram<Bits<64>, INDEX>,
    gathered: [Register<Bits<5>>; COUNT],
    slot: Register<Bits<INDEX>>,
    /// The same, one bit of COUNT.
    slot_bit: Register<Bits<COUNT>>,
    /// Slots to come whose totals count as 0.
    blank: Register<Bits<INDEX>>,

    // The slot whose total shows.
    adding: Register<Bit>,
    added_index: Register<Bits<INDEX>>,
    added: Register<Bits<5>>,
    added_blank: Register<Bit>,
    added_wanted: Register<Bit>,

    // The slot whose upper half is worked out.
    carrying: Register<Bit>,
    carried_index: Register<Bits<INDEX>>,
    carried_wanted: Register<Bit>,
    low: Register<Bits<33>>,
    high: Register<Bits<32>>,

    rsp_valid: Register<Bit>,
    rsp_value: Register<Bits<64>>,

    slot_gathered: Signal<Local, Bits<5>>,
    total: Signal<Local, Bits<64>>,
    new_total: Signal<Local, Bits<64>>,
    last_slot: Constant<Bits<INDEX>>,
    slots: Constant<Bits<INDEX>>,
}

impl<const COUNT: usize, const INDEX: usize> EventCounters<COUNT, INDEX> {
    /// Counters that are 0, their totals in a memory of the given style.
    ///
    /// # Panics
    ///
    /// When there are too few or too many, or INDEX does not hold COUNT.
    pub fn new(style: RamStyle) -> Self {
        assert!(
            (4..=31).contains(&COUNT),
            "{COUNT} event counters: there may be 4 to 31"
        );
        assert!(COUNT < 1 << INDEX, "INDEX must hold COUNT");
        crate::module!(
            totals: Ram::new(style),
            gathered: std::array::from_fn(|_| Default::default()),
            slot_bit: Register::new(bits(1)),
            blank: Register::new(bits(COUNT as u64)),
            last_slot: Constant::new(bits(COUNT as u64 - 1)),
            slots: Constant::new(bits(COUNT as u64));
            clk_i, rst_ni, events_i, clear_i, read_valid_i, read_index_i, rsp_valid_o, rsp_value_o, events, clear, slot, adding, added_index,
            added, added_blank, added_wanted, carrying, carried_index, carried_wanted, low, high, rsp_valid, rsp_value,
            slot_gathered, total, new_total,
        )
    }
}

impl<const COUNT: usize, const INDEX: usize> Logic for EventCounters<COUNT, INDEX> {
    kernel! {
        #[hdl_gen]
        "memento_event_counters",
        registers: [
            events, clear, slot, slot_bit, blank, adding, added_index, added, added_blank, added_wanted, carrying, carried_index, carried_wanted,
            low, high, rsp_valid, rsp_value,
        ],
        clocked: [totals],
        fn update(&mut self) {
            comment!("Count events; what the slot's counter has gathered is taken away.");
            self.events.d.next = self.events_i.val();
            self.clear.d.next = self.clear_i.val();
            for index in 0..COUNT {
                self.gathered[index].clk_i.next = self.clk_i.val();
                self.gathered[index].rst_ni.next = self.rst_ni.val();
                self.gathered[index].d.next = self.gathered[index].q.val();
                if self.clear.q.val() {
                    self.gathered[index].d.next = bits::<5>(0);
                } else if self.slot_bit.q.val().get_bit(index) {
                    self.gathered[index].d.next = bits::<5>(0);
                    if self.events.q.val().get_bit(index) {
                        self.gathered[index].d.next = bits::<5>(1);
                    }
                } else if self.events.q.val().get_bit(index) {
                    self.gathered[index].d.next = self.gathered[index].q.val() + 1;
                }
            }
            self.slot_gathered.next = bits::<5>(0);
            for index in 0..COUNT {
                if self.slot_bit.q.val().get_bit(index) {
                    self.slot_gathered.next = self.slot_gathered.val() | self.gathered[index].q.val();
                }
            }

            comment!("The counters in turn.");
            self.slot.d.next = self.slot.q.val() + 1;
            self.slot_bit.d.next = self.slot_bit.q.val() << 1;
            if self.slot.q.val() == self.last_slot.val() {
                self.slot.d.next = bits::<INDEX>(0);
                self.slot_bit.d.next = bits::<COUNT>(1);
            }
            if self.blank.q.val().any() {
                self.blank.d.next = self.blank.q.val() - 1;
            }
            if self.clear.q.val() {
                self.blank.d.next = self.slots.val();
            }

            self.totals.read_enable_i.next = true;
            self.totals.read_address_i.next = self.slot.q.val();
            self.adding.d.next = true;
            self.added_index.d.next = self.slot.q.val();
            self.added.d.next = self.slot_gathered.val();
            self.added_blank.d.next = self.blank.q.val().any();
            self.added_wanted.d.next = self.read_valid_i.val() && (self.read_index_i.val() == self.slot.q.val());

            comment!("The lower half, and a cycle later the upper one.");
            self.total.next = bits::<64>(0);
            if !self.added_blank.q.val() {
                self.total.next = self.totals.read_data_o.val();
            }
            self.carrying.d.next = self.adding.q.val();
            self.carried_index.d.next = self.added_index.q.val();
            self.carried_wanted.d.next = self.added_wanted.q.val();
            self.low.d.next = bit_cast::<33, 32>(self.total.val().get_bits::<32>(0)) + bit_cast::<33, 5>(self.added.q.val());
            self.high.d.next = self.total.val().get_bits::<32>(32);
            self.new_total.next = (bit_cast::<64, 32>(
                self.high.q.val() + bit_cast::<32, 1>(self.low.q.val().get_bits::<1>(32)),
            ) << 32)
                | bit_cast::<64, 32>(self.low.q.val().get_bits::<32>(0));
            self.totals.write_enable_i.next = self.carrying.q.val();
            self.totals.write_address_i.next = self.carried_index.q.val();
            self.totals.write_data_i.next = self.new_total.val();

            self.rsp_valid.d.next = self.carried_wanted.q.val();
            if self.carried_wanted.q.val() {
                self.rsp_value.d.next = self.new_total.val();
            }
            self.rsp_valid_o.next = self.rsp_valid.q.val();
            self.rsp_value_o.next = self.rsp_value.q.val();
        }
    }
}
