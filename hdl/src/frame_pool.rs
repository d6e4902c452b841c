//! The pool of frames: page tables and pages get theirs here, and give them back.

use crate::frame_ranges::FrameRanges;
use crate::frame_scrubber::FrameScrubber;
use crate::prim::{Fifo, Register};
use rust_hdl_core::prelude::*;

/// What the pool does with its memory.
#[derive(Clone, Copy, Debug, PartialEq, LogicState)]
pub enum PoolState {
    /// Nothing.
    Idle,
    /// Asks for the link in the first frame of the list.
    ReadLink,
    /// Waits for it.
    AwaitLink,
    /// Asks for the link to become zero.
    Zero,
    /// Waits for the write to end.
    AwaitZero,
    /// Asks for a link to be written.
    WriteLink,
    /// Waits for the write to end.
    AwaitWrite,
    /// All is as the state's words say.
    Parked,
    /// A context has ended.
    Ended,
}

/// The pool of frames: grants frames that are all zeros, and takes them back.
///
/// ```text
///            +--------+  fresh                       +-------+
///  add ─────►| ranges |─────────────────────────┬───►| ready |──► frame
///            +--------+                         │    |  of 4 |
///              │    ▲ done                      │    +-------+
///              ▼    │                           │
///            +----------+  clean   ┌────────────┤
///  return ──►| scrubber |──────────┤            │
///            +----------+          ▼ link       │ link read and zeroed
///              │ drop, zero   [ list in the frames, in memory ]
/// ```
///
/// Contract (docs/src/pages.md, "The frame pool"):
///
/// * Every frame of the ranges is in exactly one place: not yet given out, on the list, ready, granted, or in the scrubber. All but those that
///   are granted are *available*; an added range counts two cycles after it is accepted, a grant or a return in the next cycle.
/// * A frame that is granted is all zeros in memory, and each of its lines that may have been in the cache has been dropped.
/// * `frames_exhausted_o` says that no frame is available. While it is low a consumer may wait: a frame comes, of the list, the ranges or the scrubber.
/// * A frame moves to `ready` when there is room, in the background. From the scrubber it comes at once, from the list in four cycles when memory
///   answers in the next cycle, else from the ranges in at most three.
/// * `end_i`, held until `end_done_o` (one cycle): everything granted, listed, ready or in the scrubber becomes available again, and is zeroed in
///   the background. It waits for at most two memory accesses and eight zero writes, which must be served.
/// * `park_i`, held as long as it is to last, `parked_o`: what is in the scrubber and ready goes to the list. Then the whole state is in words that can
///   be read and written: 0 to 6 as [`FrameRanges`] says, 7 the PPN of the first frame of the list (0: none), 8 the frames granted. `forget_i`
///   empties the pool. To load a state: `forget_i`, then all words from 0 up, then no `park_i`.
/// * While either is held no range, return or grant begins, from the next cycle on. Only one at a time.
/// * An access that fails raises `fault_o` until reset. Nothing is granted any more, and nothing waits for the pool: it says that it is exhausted, takes what
///   comes back, and answers both commands.
#[derive(LogicBlock)]
pub struct FramePool<const ADDRESS: usize, const PPN: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low. Empties the pool.
    pub rst_ni: Signal<In, Bit>,

    /// A range of zeroed frames is handed over.
    pub add_valid_i: Signal<In, Bit>,
    /// It is looked at.
    pub add_ready_o: Signal<Out, Bit>,
    /// Its first frame.
    pub add_ppn_i: Signal<In, Bits<PPN>>,
    /// Its frames.
    pub add_count_i: Signal<In, Bits<32>>,
    /// It was refused; two cycles after it was looked at.
    pub add_refused_o: Signal<Out, Bit>,

    /// A frame is granted.
    pub frame_valid_o: Signal<Out, Bit>,
    /// It is taken.
    pub frame_ready_i: Signal<In, Bit>,
    /// Its number.
    pub frame_ppn_o: Signal<Out, Bits<PPN>>,
    /// No frame is available.
    pub frames_exhausted_o: Signal<Out, Bit>,

    /// A frame comes back.
    pub return_valid_i: Signal<In, Bit>,
    /// It is taken.
    pub return_ready_o: Signal<Out, Bit>,
    /// Its number.
    pub return_ppn_i: Signal<In, Bits<PPN>>,

    /// Frames that are available.
    pub available_o: Signal<Out, Bits<22>>,
    /// Fewer frames than this are few.
    pub low_water_i: Signal<In, Bits<22>>,
    /// Few frames were available in the cycle before.
    pub low_o: Signal<Out, Bit>,

    /// The context ends.
    pub end_i: Signal<In, Bit>,
    /// It has; one cycle.
    pub end_done_o: Signal<Out, Bit>,
    /// Gather the state.
    pub park_i: Signal<In, Bit>,
    /// The state can be read and written.
    pub parked_o: Signal<Out, Bit>,
    /// Parked: forget everything.
    pub forget_i: Signal<In, Bit>,
    /// Parked: word of the state.
    pub state_address_i: Signal<In, Bits<4>>,
    /// Parked: write it.
    pub state_write_i: Signal<In, Bit>,
    /// What to write.
    pub state_wdata_i: Signal<In, Bits<64>>,
    /// The word of the cycle before.
    pub state_rdata_o: Signal<Out, Bits<64>>,
    /// An access has failed.
    pub fault_o: Signal<Out, Bit>,

    /// Memory request.
    pub mem_req_valid_o: Signal<Out, Bit>,
    /// Memory takes the request.
    pub mem_req_ready_i: Signal<In, Bit>,
    /// It is a write.
    pub mem_req_write_o: Signal<Out, Bit>,
    /// Address of the beat.
    pub mem_req_address_o: Signal<Out, Bits<ADDRESS>>,
    /// What to write.
    pub mem_req_wdata_o: Signal<Out, Bits<64>>,
    /// Memory answers, in the order of the requests.
    pub mem_rsp_valid_i: Signal<In, Bit>,
    /// The beat.
    pub mem_rsp_rdata_i: Signal<In, Bits<64>>,
    /// The access failed.
    pub mem_rsp_error_i: Signal<In, Bit>,

    /// The cache is to drop a line.
    pub drop_valid_o: Signal<Out, Bit>,
    /// It does.
    pub drop_ready_i: Signal<In, Bit>,
    /// Address of the line.
    pub drop_address_o: Signal<Out, Bits<ADDRESS>>,
    /// Memory is to write zeros to a line.
    pub zero_valid_o: Signal<Out, Bit>,
    /// It will.
    pub zero_ready_i: Signal<In, Bit>,
    /// Address of the line.
    pub zero_address_o: Signal<Out, Bits<ADDRESS>>,
    /// The oldest zero write has ended.
    pub zero_done_i: Signal<In, Bit>,
    /// With an error.
    pub zero_error_i: Signal<In, Bit>,

    ranges: FrameRanges<PPN>,
    scrubber: FrameScrubber<ADDRESS, PPN>,
    ready: Fifo<Bits<PPN>, 2, 3>,
    state: Register<PoolState>,
    /// The frame under work.
    frame: Register<Bits<PPN>>,
    /// First frame of the list; 0 is none.
    head: Register<Bits<PPN>>,
    granted: Register<Bits<22>>,
    /// A command is held: nothing begins.
    closed: Register<Bit>,
    low: Register<Bit>,
    fault: Register<Bit>,
    state_word: Register<Bits<4>>,
    works: Signal<Local, Bit>,
    available: Signal<Local, Bits<22>>,
    grant: Signal<Local, Bit>,
    takes_back: Signal<Local, Bit>,
    parked: Signal<Local, Bit>,
    rewind: Signal<Local, Bit>,
    room_for_two: Signal<Local, Bit>,
    listed: Signal<Local, Bit>,
}

impl<const ADDRESS: usize, const PPN: usize> Default for FramePool<ADDRESS, PPN> {
    fn default() -> Self {
        assert_eq!(ADDRESS, PPN + 12, "ADDRESS must be PPN + 12");
        module! {
            state: Register::new(PoolState::Idle);
            clk_i, rst_ni, add_valid_i, add_ready_o, add_ppn_i, add_count_i, add_refused_o, frame_valid_o, frame_ready_i,
            frame_ppn_o, frames_exhausted_o, return_valid_i, return_ready_o, return_ppn_i, available_o, low_water_i, low_o,
            end_i, end_done_o, park_i, parked_o, forget_i, state_address_i, state_write_i, state_wdata_i, state_rdata_o,
            fault_o, mem_req_valid_o, mem_req_ready_i, mem_req_write_o, mem_req_address_o, mem_req_wdata_o, mem_rsp_valid_i,
            mem_rsp_rdata_i, mem_rsp_error_i, drop_valid_o, drop_ready_i, drop_address_o, zero_valid_o, zero_ready_i,
            zero_address_o, zero_done_i, zero_error_i, ranges, scrubber, ready, frame, head, granted, closed, low, fault,
            state_word, works, available, grant, takes_back, parked, rewind, room_for_two, listed,
        }
    }
}

impl<const ADDRESS: usize, const PPN: usize> Logic for FramePool<ADDRESS, PPN> {
    kernel! {
        #[hdl_gen]
        "memento_frame_pool",
        registers: [state, frame, head, granted, closed, low, fault, state_word],
        resettable: [ranges, scrubber, ready],
        fn update(&mut self) {
            self.closed.d.next = self.park_i.val() || self.end_i.val();
            self.works.next = !self.closed.q.val() && !self.fault.q.val();
            self.parked.next = self.state.q.val() == PoolState::Parked;
            self.parked_o.next = self.parked.val();
            self.end_done_o.next = self.state.q.val() == PoolState::Ended;
            self.fault_o.next = self.fault.q.val();
            if self.scrubber.error_o.val() {
                self.fault.d.next = true;
            }

            comment!("Frames in and out, and how many there are.");
            self.frame_valid_o.next = self.ready.pop_valid_o.val() && self.works.val();
            self.frame_ppn_o.next = self.ready.pop_data_o.val();
            self.grant.next = self.frame_valid_o.val() && self.frame_ready_i.val();
            self.return_ready_o.next = self.scrubber.return_ready_o.val();
            self.takes_back.next = self.return_valid_i.val() && self.scrubber.return_ready_o.val();
            if self.grant.val() && !self.takes_back.val() {
                self.granted.d.next = self.granted.q.val() + 1;
            }
            if !self.grant.val() && self.takes_back.val() {
                self.granted.d.next = self.granted.q.val() - 1;
            }
            self.available.next = self.ranges.total_o.val() - self.granted.q.val();
            self.available_o.next = self.available.val();
            self.frames_exhausted_o.next = (self.ranges.total_o.val() == self.granted.q.val()) || self.fault.q.val();
            self.low.d.next = self.available.val() < self.low_water_i.val();
            self.low_o.next = self.low.q.val();

            self.ranges.open_i.next = !self.closed.q.val() || self.fault.q.val();
            self.ranges.add_valid_i.next = self.add_valid_i.val();
            self.ranges.add_ppn_i.next = self.add_ppn_i.val();
            self.ranges.add_count_i.next = self.add_count_i.val();
            self.add_ready_o.next = self.ranges.add_ready_o.val();
            self.add_refused_o.next = self.ranges.add_refused_o.val();

            comment!("The scrubber. After a fault it takes whatever comes back, and forgets it.");
            self.scrubber.return_valid_i.next = self.return_valid_i.val();
            self.scrubber.return_ppn_i.next = self.return_ppn_i.val();
            self.scrubber.closed_i.next = self.closed.q.val() && !self.fault.q.val();
            self.scrubber.discard_i.next = (self.closed.q.val() && self.end_i.val()) || self.fault.q.val();
            self.scrubber.range_valid_i.next = self.ranges.scrub_valid_o.val() && self.works.val();
            self.scrubber.range_ppn_i.next = self.ranges.scrub_ppn_o.val();
            self.ranges.scrub_ready_i.next = self.scrubber.range_ready_o.val() && self.works.val();
            self.ranges.scrub_done_i.next = self.scrubber.range_done_o.val();
            self.drop_valid_o.next = self.scrubber.drop_valid_o.val();
            self.drop_address_o.next = self.scrubber.drop_address_o.val();
            self.scrubber.drop_ready_i.next = self.drop_ready_i.val();
            self.zero_valid_o.next = self.scrubber.zero_valid_o.val();
            self.zero_address_o.next = self.scrubber.zero_address_o.val();
            self.scrubber.zero_ready_i.next = self.zero_ready_i.val();
            self.scrubber.zero_done_i.next = self.zero_done_i.val();
            self.scrubber.zero_error_i.next = self.zero_error_i.val();

            comment!("What to do next, and the list's accesses.");
            self.mem_req_valid_o.next = (self.state.q.val() == PoolState::ReadLink)
                || (self.state.q.val() == PoolState::Zero)
                || (self.state.q.val() == PoolState::WriteLink);
            self.mem_req_write_o.next = self.state.q.val() != PoolState::ReadLink;
            self.mem_req_address_o.next = bit_cast::<ADDRESS, PPN>(self.frame.q.val()) << 12;
            self.mem_req_wdata_o.next = bits::<64>(0);
            if self.state.q.val() == PoolState::WriteLink {
                self.mem_req_wdata_o.next = bit_cast::<64, PPN>(self.head.q.val()) << 12;
            }
            self.ready.push_valid_i.next = false;
            self.ready.push_data_i.next = self.frame.q.val();
            self.ready.pop_ready_i.next = self.grant.val();
            self.scrubber.clean_ready_i.next = false;
            self.ranges.fresh_ready_i.next = false;
            self.rewind.next = false;
            self.listed.next = self.head.q.val().any();
            self.room_for_two.next = self.ready.count_o.val() < 3;
            match self.state.q.val() {
                PoolState::Idle => {
                    self.frame.d.next = self.head.q.val();
                    if self.closed.q.val() && self.end_i.val() {
                        self.ready.pop_ready_i.next = true;
                        self.rewind.next =
                            (self.scrubber.idle_o.val() && !self.ready.pop_valid_o.val()) || self.fault.q.val();
                        if self.rewind.val() {
                            self.state.d.next = PoolState::Ended;
                        }
                    } else if self.closed.q.val() && self.park_i.val() && self.fault.q.val() {
                        self.state.d.next = PoolState::Parked;
                    } else if self.closed.q.val() && self.park_i.val() && self.ready.pop_valid_o.val() {
                        self.ready.pop_ready_i.next = true;
                        self.frame.d.next = self.ready.pop_data_o.val();
                        self.state.d.next = PoolState::WriteLink;
                    } else if self.scrubber.clean_valid_o.val() && !self.fault.q.val() {
                        self.scrubber.clean_ready_i.next = true;
                        self.frame.d.next = self.scrubber.clean_ppn_o.val();
                        self.ready.push_data_i.next = self.scrubber.clean_ppn_o.val();
                        self.ready.push_valid_i.next = self.ready.push_ready_o.val() && self.works.val();
                        if !self.ready.push_ready_o.val() || !self.works.val() {
                            self.state.d.next = PoolState::WriteLink;
                        }
                    } else if self.closed.q.val() && self.park_i.val() {
                        if self.scrubber.idle_o.val() {
                            self.state.d.next = PoolState::Parked;
                        }
                    } else if self.works.val() && self.ready.push_ready_o.val() {
                        self.ready.push_data_i.next = self.ranges.fresh_ppn_o.val();
                        if self.listed.val() {
                            self.state.d.next = PoolState::ReadLink;
                        } else {
                            self.ready.push_valid_i.next = self.ranges.fresh_valid_o.val();
                            self.ranges.fresh_ready_i.next = true;
                        }
                    }
                }
                PoolState::ReadLink => {
                    if self.mem_req_ready_i.val() {
                        self.state.d.next = PoolState::AwaitLink;
                    }
                }
                PoolState::AwaitLink => {
                    if self.mem_rsp_valid_i.val() {
                        self.head.d.next = self.mem_rsp_rdata_i.val().get_bits::<PPN>(12);
                        self.state.d.next = PoolState::Zero;
                        if self.mem_rsp_error_i.val() {
                            self.fault.d.next = true;
                            self.state.d.next = PoolState::Idle;
                        }
                    }
                }
                PoolState::Zero => {
                    if self.mem_req_ready_i.val() {
                        self.state.d.next = PoolState::AwaitZero;
                    }
                }
                PoolState::AwaitZero => {
                    if self.mem_rsp_valid_i.val() {
                        self.ready.push_valid_i.next = true;
                        self.state.d.next = PoolState::Idle;
                        comment!("The next one at once, if that is what would come.");
                        self.frame.d.next = self.head.q.val();
                        if self.mem_rsp_error_i.val() {
                            self.fault.d.next = true;
                        } else if self.listed.val()
                            && self.room_for_two.val()
                            && self.works.val()
                            && !self.scrubber.clean_valid_o.val()
                        {
                            self.state.d.next = PoolState::ReadLink;
                        }
                    }
                }
                PoolState::WriteLink => {
                    if self.mem_req_ready_i.val() {
                        self.state.d.next = PoolState::AwaitWrite;
                    }
                }
                PoolState::AwaitWrite => {
                    if self.mem_rsp_valid_i.val() {
                        self.head.d.next = self.frame.q.val();
                        self.state.d.next = PoolState::Idle;
                        if self.mem_rsp_error_i.val() {
                            self.fault.d.next = true;
                        }
                    }
                }
                PoolState::Parked => {
                    if !self.park_i.val() {
                        self.state.d.next = PoolState::Idle;
                    }
                }
                _ => { self.state.d.next = PoolState::Idle; }
            }

            comment!("The state as words, and its end.");
            self.ranges.rewind_i.next = self.rewind.val();
            self.ranges.parked_i.next = self.parked.val();
            self.ranges.forget_i.next = self.forget_i.val();
            self.ranges.state_address_i.next = self.state_address_i.val();
            self.ranges.state_write_i.next = self.state_write_i.val();
            self.ranges.state_wdata_i.next = self.state_wdata_i.val();
            self.state_word.d.next = self.state_address_i.val();
            self.state_rdata_o.next = self.ranges.state_rdata_o.val();
            if self.state_word.q.val() == 7 {
                self.state_rdata_o.next = bit_cast::<64, PPN>(self.head.q.val());
            }
            if self.state_word.q.val() == 8 {
                self.state_rdata_o.next = bit_cast::<64, 22>(self.granted.q.val());
            }
            if self.parked.val() && self.state_write_i.val() {
                if self.state_address_i.val() == 7 {
                    self.head.d.next = self.state_wdata_i.val().get_bits::<PPN>(0);
                }
                if self.state_address_i.val() == 8 {
                    self.granted.d.next = self.state_wdata_i.val().get_bits::<22>(0);
                }
            }
            if self.rewind.val() || (self.parked.val() && self.forget_i.val()) {
                self.head.d.next = bits::<PPN>(0);
                self.granted.d.next = bits::<22>(0);
            }
        }
    }
}
