//! Walk arbiter: the page table walker's three users, one walk at a time.
//!
//! ```text
//!  touch ─►|         |                      a hart's access, kind 0
//!  look  ─►| in turn |─► walker             an access to a header, kind 2
//!  pages ─►|         |                      arenas that are backed or released, kinds 1 and 3
//!
//!   clk_i           __/^^\__/^^\__/^^\__/^^\__/^^\__
//!   touch_valid_i   __/^^^^^\_______________________
//!   look_valid_i    __/^^^^^^^^^^^^^^^^^^^^^^^\______
//!   cmd_valid_o     __/^^^^^\___________/^^^^^\______     nothing while a walk is under way
//!   cmd_kind_o        X  0  X           X  2  X
//!   rsp_valid_i     ______________/^^^^^\____________
//!   touch_done_o    ______________/^^^^^\____________
//! ```
//!
//! # Contract
//!
//! * No added cycle. A walk is taken when `cmd_valid_o` and `cmd_ready_i` are high, for the user whose `ready` is high too; its answer comes
//!   to that user's `done`, and the answer's other signals go to all.
//! * When several users wait, the first in the order touch, look, pages after the latest owner goes first: nobody waits for more than two
//!   walks of others.

use crate::prim::Register;
use rust_hdl_core::prelude::*;

/// Chooses whose walk is next; VPN bits name a page of the region.
#[derive(LogicBlock, Default)]
pub struct WalkArbiter<const VPN: usize> {
    /// Clock.
    pub clk_i: Signal<In, Clock>,
    /// Synchronous reset, active low.
    pub rst_ni: Signal<In, Bit>,

    /// A hart's access waits for a walk.
    pub touch_valid_i: Signal<In, Bit>,
    /// It begins.
    pub touch_ready_o: Signal<Out, Bit>,
    /// Page.
    pub touch_vpn_i: Signal<In, Bits<VPN>>,
    /// It is done.
    pub touch_done_o: Signal<Out, Bit>,

    /// An access to a header waits for a walk.
    pub look_valid_i: Signal<In, Bit>,
    /// It begins.
    pub look_ready_o: Signal<Out, Bit>,
    /// Page.
    pub look_vpn_i: Signal<In, Bits<VPN>>,
    /// It is done.
    pub look_done_o: Signal<Out, Bit>,

    /// A page of an arena waits for a walk.
    pub pages_valid_i: Signal<In, Bit>,
    /// It begins.
    pub pages_ready_o: Signal<Out, Bit>,
    /// It loses its frame, rather than getting one.
    pub pages_unmap_i: Signal<In, Bit>,
    /// Page.
    pub pages_vpn_i: Signal<In, Bits<VPN>>,
    /// It is done.
    pub pages_done_o: Signal<Out, Bit>,

    /// A walk begins.
    pub cmd_valid_o: Signal<Out, Bit>,
    /// The walker takes it.
    pub cmd_ready_i: Signal<In, Bit>,
    /// Its kind, a number of [`WalkKind`](crate::page_table_walker::WalkKind).
    pub cmd_kind_o: Signal<Out, Bits<2>>,
    /// Its page.
    pub cmd_vpn_o: Signal<Out, Bits<VPN>>,
    /// The walk is done.
    pub rsp_valid_i: Signal<In, Bit>,

    busy: Register<Bit>,
    /// Whose walk is under way, or was the latest: 0 touch, 1 look, 2 pages.
    owner: Register<Bits<2>>,
    chosen: Signal<Local, Bits<2>>,
    begins: Signal<Local, Bit>,
}

impl<const VPN: usize> Logic for WalkArbiter<VPN> {
    kernel! {
        #[hdl_gen]
        "memento_walk_arbiter",
        registers: [busy, owner],
        fn update(&mut self) {
            comment!("The latest owner comes last.");
            self.chosen.next = self.owner.q.val();
            match self.owner.q.val().index() {
                0 => {
                    if self.look_valid_i.val() {
                        self.chosen.next = bits::<2>(1);
                    } else if self.pages_valid_i.val() {
                        self.chosen.next = bits::<2>(2);
                    }
                }
                1 => {
                    if self.pages_valid_i.val() {
                        self.chosen.next = bits::<2>(2);
                    } else if self.touch_valid_i.val() {
                        self.chosen.next = bits::<2>(0);
                    }
                }
                _ => {
                    if self.touch_valid_i.val() {
                        self.chosen.next = bits::<2>(0);
                    } else if self.look_valid_i.val() {
                        self.chosen.next = bits::<2>(1);
                    }
                }
            }
            self.cmd_valid_o.next = !self.busy.q.val()
                && (self.touch_valid_i.val() || self.look_valid_i.val() || self.pages_valid_i.val());
            match self.chosen.val().index() {
                0 => {
                    self.cmd_kind_o.next = bits::<2>(0);
                    self.cmd_vpn_o.next = self.touch_vpn_i.val();
                }
                1 => {
                    self.cmd_kind_o.next = bits::<2>(2);
                    self.cmd_vpn_o.next = self.look_vpn_i.val();
                }
                _ => {
                    self.cmd_kind_o.next = bits::<2>(1);
                    if self.pages_unmap_i.val() {
                        self.cmd_kind_o.next = bits::<2>(3);
                    }
                    self.cmd_vpn_o.next = self.pages_vpn_i.val();
                }
            }
            self.begins.next = !self.busy.q.val() && self.cmd_ready_i.val();
            self.touch_ready_o.next = self.begins.val() && (self.chosen.val() == 0);
            self.look_ready_o.next = self.begins.val() && (self.chosen.val() == 1);
            self.pages_ready_o.next = self.begins.val() && self.chosen.val().get_bit(1);
            if self.begins.val() && self.cmd_valid_o.val() {
                self.busy.d.next = true;
                self.owner.d.next = self.chosen.val();
            }
            if self.rsp_valid_i.val() {
                self.busy.d.next = false;
            }
            self.touch_done_o.next = self.rsp_valid_i.val() && (self.owner.q.val() == 0);
            self.look_done_o.next = self.rsp_valid_i.val() && (self.owner.q.val() == 1);
            self.pages_done_o.next = self.rsp_valid_i.val() && self.owner.q.val().get_bit(1);
        }
    }
}
