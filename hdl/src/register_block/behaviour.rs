//! What the registers do: an access step by step, then what its write changes, then what happens by itself.

use super::{AccessState, CommandState, Place, RegisterBlock};
use rust_hdl_core::prelude::*;

impl<const ADDRESS: usize, const PPN: usize, const POINTER: usize> Logic for RegisterBlock<ADDRESS, PPN, POINTER> {
    kernel! {
        #[hdl_gen]
        "memento_register_block",
        registers: [
            access, place, write, bad, index, wdata, settings, state, error, counter_high, enable, reset, bypass, region_base,
            slice_limit, reuse_threshold, root_ppn, context_address, pool_ppn, pool_count, low_water, settling, command,
            command_code, command_done, command_error, pool_offered, pool_looked_1, pool_looked_2, pool_refused, error_valid,
            error_overflow, error_status, error_address, fault_valid, fault_overflow, fault_status, fault_write, fault_address,
            cause, irq_enable, irq, low_before, memory_fault_before, ringing, doorbell_offered, operation, operand, operand_high,
            result_status, result_address,
        ],
        resettable: [counters],
        fn update(&mut self) {
            comment!("What lies at the offset of the access that comes. The tests compare this with the register map.");
            self.counter_place.next = (self.bus_address_i.val().get_bits::<4>(8) == 1)
                && !self.bus_address_i.val().get_bits::<2>(6).all();
            self.decoded.next = Place::Nothing;
            match self.bus_address_i.val().get_bits::<10>(2).index() {
                0x00 => {
                    self.decoded.next = Place::Id;
                }
                0x01 => {
                    self.decoded.next = Place::Version;
                }
                0x02 => {
                    self.decoded.next = Place::Geometry;
                }
                0x03 => {
                    self.decoded.next = Place::Objects;
                }
                0x04 => {
                    self.decoded.next = Place::Capacity;
                }
                0x05 => {
                    self.decoded.next = Place::Control;
                }
                0x06 => {
                    self.decoded.next = Place::Status;
                }
                0x07 => {
                    self.decoded.next = Place::Command;
                }
                0x08 => {
                    self.decoded.next = Place::RegionBaseLow;
                }
                0x09 => {
                    self.decoded.next = Place::RegionBaseHigh;
                }
                0x0a => {
                    self.decoded.next = Place::SliceLimit;
                }
                0x0b => {
                    self.decoded.next = Place::ReuseThreshold;
                }
                0x0c => {
                    self.decoded.next = Place::RootLow;
                }
                0x0d => {
                    self.decoded.next = Place::RootHigh;
                }
                0x0e => {
                    self.decoded.next = Place::ContextLow;
                }
                0x0f => {
                    self.decoded.next = Place::ContextHigh;
                }
                0x10 => {
                    self.decoded.next = Place::PoolBaseLow;
                }
                0x11 => {
                    self.decoded.next = Place::PoolBaseHigh;
                }
                0x12 => {
                    self.decoded.next = Place::PoolAdd;
                }
                0x13 => {
                    self.decoded.next = Place::PoolStatus;
                }
                0x14 => {
                    self.decoded.next = Place::PoolAvailable;
                }
                0x15 => {
                    self.decoded.next = Place::PoolLowWater;
                }
                0x18 => {
                    self.decoded.next = Place::ErrorStatus;
                }
                0x19 => {
                    self.decoded.next = Place::ErrorLow;
                }
                0x1a => {
                    self.decoded.next = Place::ErrorHigh;
                }
                0x1c => {
                    self.decoded.next = Place::FaultStatus;
                }
                0x1d => {
                    self.decoded.next = Place::FaultLow;
                }
                0x1e => {
                    self.decoded.next = Place::FaultHigh;
                }
                0x20 => {
                    self.decoded.next = Place::IrqCause;
                }
                0x21 => {
                    self.decoded.next = Place::IrqEnable;
                }
                0x100 => {
                    self.decoded.next = Place::Alloc;
                }
                0x101 => {
                    self.decoded.next = Place::Free;
                }
                0x102 => {
                    self.decoded.next = Place::FreeWait;
                }
                0x103 => {
                    self.decoded.next = Place::OperandHigh;
                }
                0x104 => {
                    self.decoded.next = Place::ResultStatus;
                }
                0x106 => {
                    self.decoded.next = Place::ResultLow;
                }
                0x107 => {
                    self.decoded.next = Place::ResultHigh;
                }
                _ => {
                    if self.counter_place.val() {
                        self.decoded.next = Place::CounterLow;
                        if self.bus_address_i.val().get_bit(2) {
                            self.decoded.next = Place::CounterHigh;
                        }
                    }
                }
            }

            comment!("Wide values, as pairs see them.");
            self.region_wide.next = bit_cast::<64, ADDRESS>(self.region_base.q.val());
            self.root_wide.next = bit_cast::<64, PPN>(self.root_ppn.q.val()) << 12;
            self.context_wide.next = bit_cast::<64, ADDRESS>(self.context_address.q.val());
            self.pool_wide.next = bit_cast::<64, PPN>(self.pool_ppn.q.val()) << 12;
            self.error_wide.next = bit_cast::<64, ADDRESS>(self.error_address.q.val());
            self.fault_wide.next = bit_cast::<64, ADDRESS>(self.fault_address.q.val());
            self.result_wide.next = bit_cast::<64, ADDRESS>(self.result_address.q.val());
            self.pool_busy.next = self.pool_offered.q.val() || self.pool_looked_1.q.val() || self.pool_looked_2.q.val();
            self.command_busy.next = self.command.q.val() != CommandState::Idle;

            comment!("Settings, as a read finds them; and what can be read or written at all.");
            self.readable.next = true;
            self.writable.next = false;
            self.settings.d.next = bits::<32>(0);
            match self.place.q.val() {
                Place::Nothing => {
                    self.readable.next = false;
                }
                Place::Id => {
                    self.settings.d.next = self.id.val();
                }
                Place::Version => {
                    self.settings.d.next = self.version.val();
                }
                Place::Geometry => {
                    self.settings.d.next = self.geometry.val();
                }
                Place::Objects => {
                    self.settings.d.next = self.objects.val();
                }
                Place::Capacity => {
                    self.settings.d.next = self.capacity.val();
                }
                Place::Control => {
                    self.settings.d.next = bit_cast::<32, 1>(self.enable.q.val().into())
                        | (bit_cast::<32, 1>(self.reset.q.val().into()) << 1)
                        | (bit_cast::<32, 1>(self.bypass.q.val().into()) << 2);
                    self.writable.next = true;
                }
                Place::Command => {
                    self.writable.next = true;
                }
                Place::RegionBaseLow => {
                    self.settings.d.next = self.region_wide.val().get_bits::<32>(0);
                    self.writable.next = true;
                }
                Place::RegionBaseHigh => {
                    self.settings.d.next = self.region_wide.val().get_bits::<32>(32);
                    self.writable.next = true;
                }
                Place::SliceLimit => {
                    self.settings.d.next = bit_cast::<32, POINTER>(self.slice_limit.q.val());
                    self.writable.next = true;
                }
                Place::ReuseThreshold => {
                    self.settings.d.next = bit_cast::<32, 9>(self.reuse_threshold.q.val());
                    self.writable.next = true;
                }
                Place::RootLow => {
                    self.settings.d.next = self.root_wide.val().get_bits::<32>(0);
                    self.writable.next = true;
                }
                Place::RootHigh => {
                    self.settings.d.next = self.root_wide.val().get_bits::<32>(32);
                    self.writable.next = true;
                }
                Place::ContextLow => {
                    self.settings.d.next = self.context_wide.val().get_bits::<32>(0);
                    self.writable.next = true;
                }
                Place::ContextHigh => {
                    self.settings.d.next = self.context_wide.val().get_bits::<32>(32);
                    self.writable.next = true;
                }
                Place::PoolBaseLow => {
                    self.settings.d.next = self.pool_wide.val().get_bits::<32>(0);
                    self.writable.next = true;
                }
                Place::PoolBaseHigh => {
                    self.settings.d.next = self.pool_wide.val().get_bits::<32>(32);
                    self.writable.next = true;
                }
                Place::PoolAdd => {
                    self.settings.d.next = self.pool_count.q.val();
                    self.writable.next = true;
                }
                Place::PoolLowWater => {
                    self.settings.d.next = bit_cast::<32, 22>(self.low_water.q.val());
                    self.writable.next = true;
                }
                Place::ErrorStatus => {
                    self.writable.next = true;
                }
                Place::FaultStatus => {
                    self.writable.next = true;
                }
                Place::IrqCause => {
                    self.writable.next = true;
                }
                Place::IrqEnable => {
                    self.settings.d.next = bit_cast::<32, 6>(self.irq_enable.q.val());
                    self.writable.next = true;
                }
                Place::Alloc => {
                    self.readable.next = false;
                    self.writable.next = true;
                }
                Place::Free => {
                    self.readable.next = false;
                    self.writable.next = true;
                }
                Place::FreeWait => {
                    self.readable.next = false;
                    self.writable.next = true;
                }
                Place::OperandHigh => {
                    self.settings.d.next = self.operand_high.q.val();
                    self.writable.next = true;
                }
                _ => {}
            }

            comment!("State, as a read finds it.");
            self.state.d.next = bits::<32>(0);
            match self.place.q.val() {
                Place::Status => {
                    self.state.d.next = bit_cast::<32, 1>(self.idle_i.val().into())
                        | (bit_cast::<32, 1>(self.command_busy.val().into()) << 1)
                        | (bit_cast::<32, 1>(self.fault_i.val().into()) << 2)
                        | (bit_cast::<32, 1>(self.clearing_i.val().into()) << 3)
                        | (bit_cast::<32, 1>(self.frames_exhausted_i.val().into()) << 4);
                }
                Place::Command => {
                    self.state.d.next = bit_cast::<32, 3>(self.command_code.q.val())
                        | (bit_cast::<32, 1>(self.command_busy.val().into()) << 8)
                        | (bit_cast::<32, 1>(self.command_done.q.val().into()) << 9)
                        | (bit_cast::<32, 1>(self.command_error.q.val().into()) << 10);
                }
                Place::PoolStatus => {
                    self.state.d.next = bit_cast::<32, 1>(self.pool_busy.val().into())
                        | (bit_cast::<32, 1>(self.pool_refused.q.val().into()) << 1);
                }
                Place::PoolAvailable => {
                    self.state.d.next = bit_cast::<32, 22>(self.pool_available_i.val());
                }
                Place::ErrorStatus => {
                    self.state.d.next = bit_cast::<32, 1>(self.error_valid.q.val().into())
                        | (bit_cast::<32, 1>(self.error_overflow.q.val().into()) << 1)
                        | (bit_cast::<32, 3>(self.error_status.q.val()) << 4);
                }
                Place::ErrorLow => {
                    self.state.d.next = self.error_wide.val().get_bits::<32>(0);
                }
                Place::ErrorHigh => {
                    self.state.d.next = self.error_wide.val().get_bits::<32>(32);
                }
                Place::FaultStatus => {
                    self.state.d.next = bit_cast::<32, 1>(self.fault_valid.q.val().into())
                        | (bit_cast::<32, 1>(self.fault_overflow.q.val().into()) << 1)
                        | (bit_cast::<32, 3>(self.fault_status.q.val()) << 4)
                        | (bit_cast::<32, 1>(self.fault_write.q.val().into()) << 8);
                }
                Place::FaultLow => {
                    self.state.d.next = self.fault_wide.val().get_bits::<32>(0);
                }
                Place::FaultHigh => {
                    self.state.d.next = self.fault_wide.val().get_bits::<32>(32);
                }
                Place::IrqCause => {
                    self.state.d.next = bit_cast::<32, 6>(self.cause.q.val());
                }
                Place::CounterLow => {
                    self.state.d.next = self.counters.rsp_value_o.val().get_bits::<32>(0);
                }
                Place::CounterHigh => {
                    self.state.d.next = self.counter_high.q.val();
                }
                Place::ResultStatus => {
                    self.state.d.next = bit_cast::<32, 3>(self.result_status.q.val());
                }
                Place::ResultLow => {
                    self.state.d.next = self.result_wide.val().get_bits::<32>(0);
                }
                Place::ResultHigh => {
                    self.state.d.next = self.result_wide.val().get_bits::<32>(32);
                }
                _ => {}
            }

            comment!("What is refused, and what has to wait.");
            self.needs_quiet.next = false;
            self.wait.next = false;
            self.refuse.next = self.bad.q.val();
            self.settled.next = self.reset.q.val()
                || (!self.command_busy.val()
                    && (self.fault_i.val() || (self.settling.q.val() && self.quiet_i.val() && self.idle_i.val())));
            if self.write.q.val() {
                if !self.writable.val() {
                    self.refuse.next = true;
                }
                match self.place.q.val() {
                    Place::Control => {
                        self.wait.next = self.reset.q.val() && !self.engine_stopped_i.val();
                    }
                    Place::Command => {
                        if self.reset.q.val()
                            || self.command_busy.val()
                            || !self.wdata.q.val().get_bits::<3>(0).any()
                            || (self.wdata.q.val().get_bits::<3>(0) > 5)
                        {
                            self.refuse.next = true;
                        }
                    }
                    Place::RegionBaseLow => {
                        if !self.reset.q.val() {
                            self.refuse.next = true;
                        }
                    }
                    Place::RegionBaseHigh => {
                        if !self.reset.q.val() {
                            self.refuse.next = true;
                        }
                    }
                    Place::SliceLimit => {
                        self.needs_quiet.next = true;
                    }
                    Place::ReuseThreshold => {
                        self.needs_quiet.next = true;
                    }
                    Place::RootLow => {
                        self.needs_quiet.next = true;
                    }
                    Place::RootHigh => {
                        self.needs_quiet.next = true;
                    }
                    Place::ContextLow => {
                        if self.command_busy.val() {
                            self.refuse.next = true;
                        }
                    }
                    Place::ContextHigh => {
                        if self.command_busy.val() {
                            self.refuse.next = true;
                        }
                    }
                    Place::PoolBaseLow => {
                        self.wait.next = self.pool_busy.val();
                    }
                    Place::PoolBaseHigh => {
                        self.wait.next = self.pool_busy.val();
                    }
                    Place::PoolAdd => {
                        self.wait.next = self.pool_busy.val();
                        if self.reset.q.val() {
                            self.refuse.next = true;
                        }
                    }
                    Place::Alloc => {
                        self.wait.next = self.ringing.q.val();
                    }
                    Place::Free => {
                        self.wait.next = self.ringing.q.val();
                    }
                    Place::FreeWait => {
                        self.wait.next = self.ringing.q.val();
                    }
                    _ => {}
                }
            } else {
                if !self.readable.val() {
                    self.refuse.next = true;
                }
                match self.place.q.val() {
                    Place::CounterLow => {
                        self.wait.next = !self.counters.rsp_valid_o.val();
                    }
                    Place::ResultStatus => {
                        self.wait.next = self.ringing.q.val();
                    }
                    Place::ResultLow => {
                        self.wait.next = self.ringing.q.val();
                    }
                    Place::ResultHigh => {
                        self.wait.next = self.ringing.q.val();
                    }
                    _ => {}
                }
            }

            comment!("An access: taken, looked at, answered.");
            self.bus_ready_o.next = self.access.q.val() == AccessState::Idle;
            self.finish.next = (self.access.q.val() == AccessState::Look)
                && (self.refuse.val() || (!self.wait.val() && (!self.needs_quiet.val() || self.settled.val())));
            self.set.next = self.finish.val() && self.write.q.val() && !self.refuse.val();
            self.read.next = self.finish.val() && !self.write.q.val() && !self.refuse.val();
            self.settling.d.next = (self.access.q.val() == AccessState::Look)
                && self.needs_quiet.val()
                && !self.refuse.val()
                && !self.finish.val();
            match self.access.q.val() {
                AccessState::Idle => {
                    self.place.d.next = self.decoded.val();
                    self.write.d.next = self.bus_write_i.val();
                    self.bad.d.next = self.bus_address_i.val().get_bits::<2>(0).any()
                        || (self.bus_write_i.val() && !self.bus_wstrb_i.val().all());
                    self.index.d.next = self.bus_address_i.val().get_bits::<5>(3);
                    self.wdata.d.next = self.bus_wdata_i.val();
                    if self.bus_valid_i.val() {
                        self.access.d.next = AccessState::Look;
                    }
                }
                AccessState::Look => {
                    self.error.d.next = self.refuse.val();
                    if self.finish.val() {
                        self.access.d.next = AccessState::Answer;
                    }
                }
                AccessState::Answer => {
                    self.access.d.next = AccessState::Idle;
                }
            }
            self.rsp_valid_o.next = self.access.q.val() == AccessState::Answer;
            self.rsp_error_o.next = self.error.q.val();
            self.rsp_rdata_o.next = bits::<32>(0);
            if !self.error.q.val() && !self.write.q.val() {
                self.rsp_rdata_o.next = self.settings.q.val() | self.state.q.val();
            }
            self.counters.read_valid_i.next = (self.access.q.val() == AccessState::Look)
                && (self.place.q.val() == Place::CounterLow)
                && !self.refuse.val();
            self.counters.read_index_i.next = self.index.q.val();
            if self.read.val() && (self.place.q.val() == Place::CounterLow) {
                self.counter_high.d.next = self.counters.rsp_value_o.val().get_bits::<32>(32);
            }

            comment!("What a load sets; then what a write sets.");
            if self.load_valid_i.val() {
                self.region_base.d.next = self.load_region_base_i.val() & self.region_mask.val();
                self.slice_limit.d.next = self.load_slice_limit_pages_i.val();
                self.root_ppn.d.next = self.load_root_ppn_i.val();
            }
            self.counters.clear_i.next = false;
            self.ring.next = false;
            self.clear_error.next = false;
            self.clear_error_overflow.next = false;
            self.clear_fault.next = false;
            self.clear_fault_overflow.next = false;
            self.new_causes.next = bit_cast::<6, 1>(self.error_valid_i.val().into())
                | (bit_cast::<6, 1>((self.pool_low_i.val() && !self.low_before.q.val()).into()) << 1)
                | (bit_cast::<6, 1>(self.out_of_frames_i.val().into()) << 2)
                | (bit_cast::<6, 1>((self.fault_i.val() && !self.memory_fault_before.q.val()).into()) << 3)
                | (bit_cast::<6, 1>(self.access_fault_valid_i.val().into()) << 4)
                | (bit_cast::<6, 1>(self.command_ends.val().into()) << 5);
            self.cause.d.next = self.cause.q.val() | self.new_causes.val();
            if self.set.val() {
                match self.place.q.val() {
                    Place::Control => {
                        self.enable.d.next = self.wdata.q.val().get_bit(0);
                        self.reset.d.next = self.wdata.q.val().get_bit(1);
                        self.bypass.d.next = self.wdata.q.val().get_bit(2);
                        self.counters.clear_i.next = self.wdata.q.val().get_bit(8);
                    }
                    Place::RegionBaseLow => {
                        self.region_base.d.next = bit_cast::<ADDRESS, 64>(
                            (bit_cast::<64, 32>(self.region_wide.val().get_bits::<32>(32)) << 32)
                                | bit_cast::<64, 32>(self.wdata.q.val()),
                        ) & self.region_mask.val();
                    }
                    Place::RegionBaseHigh => {
                        self.region_base.d.next = bit_cast::<ADDRESS, 64>(
                            (bit_cast::<64, 32>(self.wdata.q.val()) << 32)
                                | bit_cast::<64, 32>(self.region_wide.val().get_bits::<32>(0)),
                        ) & self.region_mask.val();
                    }
                    Place::SliceLimit => {
                        self.slice_limit.d.next = bit_cast::<POINTER, 32>(self.wdata.q.val());
                        if self.wdata.q.val() > self.slice_pages.val() {
                            self.slice_limit.d.next = bit_cast::<POINTER, 32>(self.slice_pages.val());
                        }
                    }
                    Place::ReuseThreshold => {
                        self.reuse_threshold.d.next = self.wdata.q.val().get_bits::<9>(0);
                    }
                    Place::RootLow => {
                        self.root_ppn.d.next = bit_cast::<PPN, 64>(
                            (bit_cast::<64, 32>(self.root_wide.val().get_bits::<32>(32)) << 20)
                                | bit_cast::<64, 20>(self.wdata.q.val().get_bits::<20>(12)),
                        );
                    }
                    Place::RootHigh => {
                        self.root_ppn.d.next = bit_cast::<PPN, 64>(
                            (bit_cast::<64, 32>(self.wdata.q.val()) << 20)
                                | bit_cast::<64, 20>(self.root_wide.val().get_bits::<20>(12)),
                        );
                    }
                    Place::ContextLow => {
                        self.context_address.d.next = bit_cast::<ADDRESS, 64>(
                            (bit_cast::<64, 32>(self.context_wide.val().get_bits::<32>(32)) << 32)
                                | bit_cast::<64, 32>(self.wdata.q.val()),
                        ) & self.line_mask.val();
                    }
                    Place::ContextHigh => {
                        self.context_address.d.next = bit_cast::<ADDRESS, 64>(
                            (bit_cast::<64, 32>(self.wdata.q.val()) << 32)
                                | bit_cast::<64, 32>(self.context_wide.val().get_bits::<32>(0)),
                        );
                    }
                    Place::PoolBaseLow => {
                        self.pool_ppn.d.next = bit_cast::<PPN, 64>(
                            (bit_cast::<64, 32>(self.pool_wide.val().get_bits::<32>(32)) << 20)
                                | bit_cast::<64, 20>(self.wdata.q.val().get_bits::<20>(12)),
                        );
                    }
                    Place::PoolBaseHigh => {
                        self.pool_ppn.d.next = bit_cast::<PPN, 64>(
                            (bit_cast::<64, 32>(self.wdata.q.val()) << 20)
                                | bit_cast::<64, 20>(self.pool_wide.val().get_bits::<20>(12)),
                        );
                    }
                    Place::PoolAdd => {
                        self.pool_count.d.next = self.wdata.q.val();
                    }
                    Place::PoolLowWater => {
                        self.low_water.d.next = self.wdata.q.val().get_bits::<22>(0);
                    }
                    Place::ErrorStatus => {
                        self.clear_error.next = self.wdata.q.val().get_bit(0);
                        self.clear_error_overflow.next = self.wdata.q.val().get_bit(1);
                    }
                    Place::FaultStatus => {
                        self.clear_fault.next = self.wdata.q.val().get_bit(0);
                        self.clear_fault_overflow.next = self.wdata.q.val().get_bit(1);
                    }
                    Place::IrqCause => {
                        self.cause.d.next =
                            (self.cause.q.val() & !self.wdata.q.val().get_bits::<6>(0)) | self.new_causes.val();
                    }
                    Place::IrqEnable => {
                        self.irq_enable.d.next = self.wdata.q.val().get_bits::<6>(0);
                    }
                    Place::OperandHigh => {
                        self.operand_high.d.next = self.wdata.q.val() & self.high_mask.val();
                    }
                    Place::Alloc => {
                        self.ring.next = true;
                    }
                    Place::Free => {
                        self.ring.next = true;
                    }
                    Place::FreeWait => {
                        self.ring.next = true;
                    }
                    _ => {}
                }
            }
            self.enable_o.next = self.enable.q.val();
            self.engine_reset_o.next = self.reset.q.val();
            self.bypass_enable_o.next = self.bypass.q.val();
            self.region_base_o.next = self.region_base.q.val();
            self.slice_limit_pages_o.next = self.slice_limit.q.val();
            self.reuse_threshold_o.next = self.reuse_threshold.q.val();
            self.root_ppn_o.next = self.root_ppn.q.val();
            self.context_address_o.next = self.context_address.q.val();
            self.pool_low_water_o.next = self.low_water.q.val();
            self.irq.d.next = (self.cause.q.val() & self.irq_enable.q.val()).any();
            self.irq_o.next = self.irq.q.val();
            self.low_before.d.next = self.pool_low_i.val();
            self.memory_fault_before.d.next = self.fault_i.val();
            self.counters.events_i.next = bit_cast::<24, 23>(self.events_i.val()) | 0x80_0000;

            comment!("A command: it waits for quiet, runs, and ends.");
            self.hold_o.next = self.settling.q.val() || self.command_busy.val();
            self.command_valid_o.next = self.command.q.val() == CommandState::Run;
            self.command_o.next = self.command_code.q.val();
            self.command_ends.next = false;
            match self.command.q.val() {
                CommandState::Idle => {
                    if self.set.val() && (self.place.q.val() == Place::Command) {
                        self.command.d.next = CommandState::Wait;
                        self.command_code.d.next = self.wdata.q.val().get_bits::<3>(0);
                        self.command_done.d.next = false;
                        self.command_error.d.next = false;
                    }
                }
                CommandState::Wait => {
                    if self.reset.q.val() || self.fault_i.val() {
                        self.command_ends.next = true;
                        self.command_error.d.next = true;
                    } else if self.quiet_i.val() && self.idle_i.val() {
                        self.command.d.next = CommandState::Run;
                    }
                }
                CommandState::Run => {
                    if self.reset.q.val() {
                        self.command_ends.next = true;
                        self.command_error.d.next = true;
                    } else if self.command_done_i.val() {
                        self.command_ends.next = true;
                        self.command_error.d.next = self.command_error_i.val();
                    }
                }
            }
            if self.command_ends.val() {
                self.command.d.next = CommandState::Idle;
                self.command_done.d.next = true;
            }

            comment!("A range of frames: offered, looked at, judged.");
            self.pool_add_valid_o.next = self.pool_offered.q.val();
            self.pool_add_ppn_o.next = self.pool_ppn.q.val();
            self.pool_add_count_o.next = self.pool_count.q.val();
            self.pool_looked_1.d.next = self.pool_offered.q.val() && self.pool_add_ready_i.val();
            self.pool_looked_2.d.next = self.pool_looked_1.q.val();
            if self.pool_add_ready_i.val() {
                self.pool_offered.d.next = false;
            }
            if self.pool_looked_2.q.val() {
                self.pool_refused.d.next = self.pool_add_refused_i.val();
            }
            if self.set.val() && (self.place.q.val() == Place::PoolAdd) {
                self.pool_offered.d.next = true;
            }
            if self.reset.q.val() {
                self.pool_offered.d.next = false;
                self.pool_looked_1.d.next = false;
                self.pool_looked_2.d.next = false;
            }

            comment!("The first errors.");
            if self.clear_error.val() {
                self.error_valid.d.next = false;
            }
            if self.clear_error_overflow.val() {
                self.error_overflow.d.next = false;
            }
            if self.error_valid_i.val() {
                self.error_valid.d.next = true;
                if self.error_valid.q.val() && !self.clear_error.val() {
                    self.error_overflow.d.next = true;
                } else {
                    self.error_status.d.next = self.error_status_i.val();
                    self.error_address.d.next = self.error_address_i.val();
                }
            }
            if self.clear_fault.val() {
                self.fault_valid.d.next = false;
            }
            if self.clear_fault_overflow.val() {
                self.fault_overflow.d.next = false;
            }
            if self.access_fault_valid_i.val() {
                self.fault_valid.d.next = true;
                if self.fault_valid.q.val() && !self.clear_fault.val() {
                    self.fault_overflow.d.next = true;
                } else {
                    self.fault_status.d.next = self.access_fault_status_i.val();
                    self.fault_write.d.next = self.access_fault_write_i.val();
                    self.fault_address.d.next = self.access_fault_address_i.val();
                }
            }

            comment!("The doorbell.");
            self.doorbell_req_valid_o.next = self.doorbell_offered.q.val();
            self.doorbell_req_operation_o.next = self.operation.q.val();
            self.doorbell_req_operand_o.next = self.operand.q.val();
            if self.doorbell_req_ready_i.val() {
                self.doorbell_offered.d.next = false;
            }
            if self.doorbell_rsp_valid_i.val() {
                self.ringing.d.next = false;
                self.result_status.d.next = self.doorbell_rsp_status_i.val();
                self.result_address.d.next = self.doorbell_rsp_address_i.val();
            }
            if self.ring.val() {
                self.ringing.d.next = true;
                self.doorbell_offered.d.next = true;
                self.operation.d.next = bits::<2>(0);
                self.operand.d.next = bit_cast::<ADDRESS, 32>(self.wdata.q.val());
                if self.place.q.val() != Place::Alloc {
                    self.operation.d.next = bits::<2>(1);
                    self.operand.d.next = bit_cast::<ADDRESS, 64>(
                        (bit_cast::<64, 32>(self.operand_high.q.val()) << 32) | bit_cast::<64, 32>(self.wdata.q.val()),
                    );
                }
                if self.place.q.val() == Place::FreeWait {
                    self.operation.d.next = bits::<2>(2);
                }
            }
        }
    }
}
