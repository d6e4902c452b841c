//! Arenas and their frames: which pages are walked and why, and that a frame comes back once, after its page has left the TLBs.

use crate::prelude::*;

/// Cycles within which a request must be done.
const MOST_CYCLES: u32 = 20_000;

/// What a walk finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Cycles until it begins, and from then until its answer.
    pub after: (u32, u32),
    pub status: u64,
    pub frame: Option<u64>,
    pub mark: Option<Option<u64>>,
    /// Cycles until the pool takes its frame.
    pub taken_after: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub release: bool,
    pub class: u32,
    /// Number of the arena in its slice.
    pub arena: u64,
    pub link: Option<u64>,
    /// What the walks find, over and over.
    pub answers: Vec<Answer>,
    pub reset_after: Option<u32>,
}

#[derive(Clone, Debug)]
pub struct ArenaPages {
    geometry: Geometry,
}

impl Reference for ArenaPages {
    type Step = Request;
    const MODULE: &'static str = "memento_arena_pages";
    const STEPS: usize = 12;

    fn new(module: &Module) -> ArenaPages {
        ArenaPages { geometry: module.geometry }
    }

    fn steps(&self) -> BoxedStrategy<Request> {
        let page = 0..self.geometry.slice_pages();
        let ppn_bits = self.geometry.address_bits - 12;
        let few = || prop_oneof![3 => Just(0u32), 1 => 0..5u32];
        let status = prop_oneof![40 => Just(0u64), 1 => Just(6), 1 => Just(7)];
        let mark = prop::option::of(prop::option::of(page.clone()));
        let answer = ((few(), few()), status, prop::option::of(0..1u64 << ppn_bits), mark, few())
            .prop_map(|(after, status, frame, mark, taken_after)| Answer { after, status, frame, mark, taken_after });
        let answers = prop::collection::vec(answer, 1..9);
        let class = prop_oneof![0..self.geometry.classes, Just(self.geometry.classes - 1)];
        (any::<bool>(), class, any::<u64>(), prop::option::of(page), answers, prop::option::weighted(0.1, 0..40u32))
            .prop_map(|(release, class, arena, link, answers, reset_after)| Request {
                release,
                class,
                arena,
                link,
                answers,
                reset_after,
            })
            .boxed()
    }

    fn play(&self, step: &Request, dut: &mut ModuleDut) -> Result<(), Mismatch> {
        let span = self.geometry.span_pages(step.class);
        let first = step.arena % (self.geometry.slice_pages() / span) * span;
        let vpn = |page: u64| u64::from(step.class) << self.geometry.page_bits() | page;
        // The first page last, since it becomes the mark.
        let pages: Vec<u64> = if step.release { (1..span).chain([0]).collect() } else { vec![0] };
        let mut pages = pages.into_iter().map(|page| vpn(first + page)).zip(step.answers.iter().cycle()).peekable();
        dut.set_all(pins! {
            pages_req_valid_i: true, pages_req_release_i: step.release, pages_req_class_i: step.class, pages_req_page_i: first,
            pages_req_link_valid_i: step.link.is_some(), pages_req_link_page_i: step.link.unwrap_or(5),
        });
        dut.expect("pages_req_ready_o", true)?;
        /// What goes on outside.
        enum Outside {
            Asks(u32),
            Walks(u32),
            Leaves,
            Returns(u32),
            Ends,
        }
        // The cycle in which it must be done, if it ended now.
        let mut due = 1 + u32::from(step.release);
        let mut outside = Outside::Asks(0);
        if let Some((_, answer)) = pages.peek() {
            outside = Outside::Asks(answer.after.0);
        }
        for cycle in 0.. {
            if step.reset_after == Some(cycle) {
                dut.set_all(pins! { pages_req_valid_i: false });
                dut.reset();
                dut.expect("walk_valid_o", false)?;
                dut.expect("return_valid_o", false)?;
                return dut.expect("pages_req_ready_o", true);
            }
            if cycle == MOST_CYCLES {
                return dut.fail("the request does not end");
            }
            let (page, answer) = pages.peek().cloned().unwrap_or((0, &step.answers[0]));
            let (begins, done, takes) = (
                matches!(outside, Outside::Asks(0)),
                matches!(outside, Outside::Walks(0)),
                matches!(outside, Outside::Returns(0)),
            );
            let link = answer.mark.flatten();
            dut.set_all(pins! {
                walk_ready_i: begins, walk_done_i: done, walk_status_i: answer.status, walk_leaf_i: answer.frame.is_some(),
                walk_ppn_i: answer.frame.unwrap_or(7), walk_marked_i: answer.mark.is_some(),
                walk_marked_link_valid_i: link.is_some(), walk_marked_link_page_i: link.unwrap_or(9), return_ready_i: takes,
            });
            let asks = matches!(outside, Outside::Asks(_)) && dut.bit("walk_valid_o");
            if cycle > 0 {
                dut.expect("pages_req_ready_o", false)?;
                dut.expect("walk_valid_o", asks)?;
            }
            dut.expect("invalidate_valid_o", matches!(outside, Outside::Leaves))?;
            dut.expect("return_valid_o", matches!(outside, Outside::Returns(_)))?;
            dut.expect("pages_rsp_valid_o", matches!(outside, Outside::Ends))?;
            let last = page == vpn(first);
            if done {
                due += answer.after.0 + 1 + answer.after.1 + 1;
            }
            if takes {
                due += 2 + answer.taken_after;
            }
            let after = |outside: u32| outside.saturating_sub(1);
            outside = match outside {
                Outside::Asks(left) if asks => {
                    dut.expect("walk_vpn_o", page)?;
                    dut.expect("walk_unmap_o", step.release)?;
                    if step.release {
                        dut.expect("walk_mark_o", last)?;
                    }
                    if step.release && last {
                        dut.expect("walk_link_valid_o", step.link.is_some())?;
                        step.link.map_or(Ok(()), |page| dut.expect("walk_link_page_o", page))?;
                    }
                    if begins { Outside::Walks(answer.after.1) } else { Outside::Asks(after(left)) }
                }
                Outside::Walks(0) if !step.release || answer.status != 0 => Outside::Ends,
                Outside::Walks(0) if answer.frame.is_some() => Outside::Leaves,
                Outside::Walks(left) if left > 0 => Outside::Walks(after(left)),
                Outside::Leaves => {
                    dut.expect("invalidate_vpn_o", page)?;
                    Outside::Returns(answer.taken_after)
                }
                Outside::Returns(left) if left > 0 => {
                    dut.expect("return_ppn_o", answer.frame.unwrap_or(0))?;
                    Outside::Returns(after(left))
                }
                Outside::Walks(_) | Outside::Returns(_) => {
                    if takes {
                        dut.expect("return_ppn_o", answer.frame.unwrap_or(0))?;
                    }
                    pages.next();
                    match pages.peek() {
                        Some((_, answer)) if !last => Outside::Asks(answer.after.0),
                        _ => Outside::Ends,
                    }
                }
                Outside::Ends => {
                    if cycle != due {
                        return dut.fail(format!("it took {cycle} cycles, the contract says {due}"));
                    }
                    let failed = if answer.status != 0 && pages.peek().is_some() { answer.status } else { 0 };
                    dut.expect("pages_rsp_status_o", failed)?;
                    if !step.release && failed == 0 {
                        dut.expect("pages_rsp_link_valid_o", link.is_some())?;
                        link.map_or(Ok(()), |page| dut.expect("pages_rsp_link_page_o", page))?;
                    }
                    dut.edge();
                    dut.expect("pages_rsp_valid_o", false)?;
                    return dut.expect("pages_req_ready_o", true);
                }
                waits => waits,
            };
            dut.edge();
            dut.set_all(pins! { pages_req_valid_i: false, pages_req_class_i: !step.class & (self.geometry.classes - 1), pages_req_page_i: 1u64 });
        }
        unreachable!("the loop ends by itself")
    }
}

in_every_configuration!(ArenaPages);
