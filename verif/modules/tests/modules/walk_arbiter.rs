//! The walk arbiter: one walk at a time, in turn, and each answer to whose walk it was.

use crate::prelude::*;

#[derive(Clone, Debug)]
pub struct WalkArbiter {
    vpn_mask: u64,
    /// Whose walk is under way.
    owner: Option<usize>,
    latest: usize,
    /// The users that wait, with their page and whether it is to be unmapped; they may not change their minds.
    waiting: [Option<(u64, bool)>; 3],
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    pub reset: bool,
    /// Users that begin to wait, if they do not already.
    pub ask: [Option<(u64, bool)>; 3],
    /// The walker answers, if a walk is under way.
    pub answer: bool,
    /// The walker could take a walk, if none is under way.
    pub ready: bool,
}

impl WalkArbiter {
    fn asking(&self, step: &Cycle) -> [Option<(u64, bool)>; 3] {
        [0, 1, 2].map(|user| self.waiting[user].or(step.ask[user]))
    }

    /// Whose walk is next, if none is under way.
    fn chosen(&self, step: &Cycle) -> Option<usize> {
        let asking = self.asking(step);
        (1..=3).map(|after| (self.latest + after) % 3).find(|user| self.owner.is_none() && asking[*user].is_some())
    }

    /// Whose walk begins.
    fn begins(&self, step: &Cycle) -> Option<usize> {
        self.chosen(step).filter(|_| step.ready)
    }
}

impl Reference for WalkArbiter {
    type Step = Cycle;
    const MODULE: &'static str = "memento_walk_arbiter";

    fn new(module: &Module) -> WalkArbiter {
        WalkArbiter { vpn_mask: module.mask("touch_vpn_i"), owner: None, latest: 0, waiting: [None; 3] }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        let mask = self.vpn_mask;
        let ask = || prop::option::weighted(0.4, (any::<u64>(), any::<bool>()).prop_map(move |(page, unmap)| (page & mask, unmap)));
        (prop::bool::weighted(0.01), [ask(), ask(), ask()], any::<bool>(), prop::bool::weighted(0.7))
            .prop_map(|(reset, ask, answer, ready)| Cycle { reset, ask, answer, ready })
            .boxed()
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        let asking = self.asking(step);
        let page = |user: usize| asking[user].map_or(0, |(page, _)| page);
        pins! {
            rst_ni: !step.reset, cmd_ready_i: step.ready && self.owner.is_none(), rsp_valid_i: step.answer && self.owner.is_some(),
            touch_valid_i: asking[0].is_some(), touch_vpn_i: page(0), look_valid_i: asking[1].is_some(), look_vpn_i: page(1),
            pages_valid_i: asking[2].is_some(), pages_vpn_i: page(2), pages_unmap_i: asking[2].is_some_and(|(_, unmap)| unmap),
        }
    }

    fn outputs(&self, step: &Cycle) -> Pins {
        let (chosen, begins) = (self.chosen(step), self.begins(step));
        let done = |user: usize| step.answer && self.owner == Some(user);
        let mut outputs = pins! {
            cmd_valid_o: chosen.is_some(),
            touch_done_o: done(0), look_done_o: done(1), pages_done_o: done(2),
        };
        let asking = self.asking(step);
        let ready = ["touch_ready_o", "look_ready_o", "pages_ready_o"].into_iter().enumerate();
        // Who does not ask may be told anything.
        outputs.extend(ready.filter(|(user, _)| asking[*user].is_some()).map(|(user, pin)| (pin, (begins == Some(user)).into())));
        if let Some((user, (page, unmap))) = chosen.and_then(|user| Some((user, asking[user]?))) {
            let kind = match user {
                0 => 0u64,
                1 => 2,
                _ => if unmap { 3 } else { 1 },
            };
            outputs.extend(pins! { cmd_kind_o: kind, cmd_vpn_o: page });
        }
        outputs
    }

    fn advance(&mut self, step: &Cycle) {
        if step.reset {
            (self.owner, self.latest, self.waiting) = (None, 0, [None; 3]);
            return;
        }
        let begins = self.begins(step);
        self.waiting = self.asking(step);
        if step.answer {
            self.owner = None;
        }
        if let Some(user) = begins {
            (self.owner, self.latest, self.waiting[user]) = (Some(user), user, None);
        }
    }
}

in_every_configuration!(WalkArbiter);
