//! A translation look-aside buffer: the lowest entry that is free is filled first, then the entries in turn; the result in stage 1
//! follows what happens to its page.

use crate::prelude::*;

/// What a TLB holds: pages, with what is known of each.
#[derive(Clone, Debug)]
pub struct Entries<D> {
    entries: Vec<Option<(u64, D)>>,
    /// Entries replaced since all were taken out.
    replaced: usize,
}

impl<D: Copy> Entries<D> {
    pub fn new(count: usize) -> Entries<D> {
        Entries { entries: vec![None; count], replaced: 0 }
    }

    pub fn find(&self, page: u64) -> Option<D> {
        self.entries.iter().flatten().find(|(other, _)| *other == page).map(|(_, data)| *data)
    }

    pub fn take_out(&mut self, page: u64) {
        self.entries.iter_mut().for_each(|entry| *entry = entry.filter(|(other, _)| *other != page));
    }

    pub fn fill(&mut self, page: u64, data: D) {
        let place = self.entries.iter().position(Option::is_none).unwrap_or_else(|| {
            self.replaced += 1;
            (self.replaced - 1) % self.entries.len()
        });
        self.take_out(page);
        self.entries[place] = Some((page, data));
    }

    pub fn clear(&mut self) {
        *self = Entries::new(self.entries.len());
    }
}

#[derive(Clone, Debug)]
pub struct Tlb {
    page_mask: u64,
    data_mask: u64,
    entries: Entries<u64>,
    /// The page in stage 1, and its data if it hits.
    shown: Option<(u64, Option<u64>)>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    None,
    Reset,
    Clear,
    Fill { page: u64, data: u64 },
    Invalidate { page: u64 },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    /// The page that moves to stage 1.
    pub lookup: Option<u64>,
    pub change: Change,
}

impl Reference for Tlb {
    type Step = Cycle;
    const MODULE: &'static str = "memento_tlb";

    fn new(module: &Module) -> Tlb {
        // The TLB of the harts keeps a bit more than that of the headers.
        let is_hart_s = module.width("data_o") > module.geometry.address_bits - 12;
        Tlb {
            page_mask: module.mask("lookup_vpn_i"),
            data_mask: module.mask("data_o"),
            entries: Entries::new(if is_hart_s { 16 } else { 4 }),
            shown: None,
        }
    }

    fn steps(&self) -> BoxedStrategy<Cycle> {
        // Half as many pages again as entries, which differ in single bits; the page shown is often meant.
        let (pages, mask, bits) = (self.entries.entries.len() as u64 * 3 / 2, self.page_mask, self.page_mask.count_ones());
        let shown = self.shown.map_or(0, |(page, _)| page);
        let numbered = (0..pages).prop_map(move |n| if n < u64::from(bits) { 1 << n } else { !n } & mask);
        let page = prop_oneof![4 => numbered, 1 => Just(shown)].boxed();
        let data_mask = self.data_mask;
        let fill = (page.clone(), any::<u64>()).prop_map(move |(page, data)| Change::Fill { page, data: data & data_mask });
        let change = prop_oneof![
            60 => Just(Change::None),
            40 => fill,
            10 => page.clone().prop_map(|page| Change::Invalidate { page }),
            1 => Just(Change::Clear),
            1 => Just(Change::Reset),
        ];
        (prop::option::weighted(0.7, page), change).prop_map(|(lookup, change)| Cycle { lookup, change }).boxed()
    }

    fn inputs(&self, step: &Cycle) -> Pins {
        let (page, data) = match step.change {
            Change::Fill { page, data } => (page, data),
            Change::Invalidate { page } => (page, 0),
            // Without a change, the page means nothing.
            _ => (self.shown.map_or(0, |(page, _)| page), 0),
        };
        pins! {
            rst_ni: step.change != Change::Reset, clear_i: step.change == Change::Clear,
            lookup_advance_i: step.lookup.is_some(), lookup_vpn_i: step.lookup.unwrap_or(page),
            fill_valid_i: matches!(step.change, Change::Fill { .. }),
            invalidate_valid_i: matches!(step.change, Change::Invalidate { .. }),
            change_vpn_i: page, fill_data_i: data,
        }
    }

    fn outputs(&self, _: &Cycle) -> Pins {
        let Some((page, data)) = self.shown else { return vec![] };
        let mut outputs = pins! { vpn_o: page, hit_o: data.is_some() };
        // Another page that was put in meanwhile may have taken the entry's place.
        let data = data.filter(|_| self.entries.find(page).is_some());
        outputs.extend(data.map(|data| ("data_o", data.into())));
        outputs
    }

    fn advance(&mut self, step: &Cycle) {
        let before = step.lookup.map(|page| (page, self.entries.find(page)));
        match step.change {
            Change::None => {}
            Change::Fill { page, data } => self.entries.fill(page, data),
            Change::Invalidate { page } => self.entries.take_out(page),
            Change::Clear | Change::Reset => self.entries.clear(),
        }
        self.shown = match (before, self.shown, &step.change) {
            (_, _, Change::Reset) => None,
            (Some((page, _)), _, Change::Clear) | (None, Some((page, _)), Change::Clear) => Some((page, None)),
            // What enters with a change of its page is a miss.
            (Some((page, _)), _, Change::Fill { page: changed, .. } | Change::Invalidate { page: changed })
                if page == *changed =>
            {
                Some((page, None))
            }
            (Some(entering), ..) => Some(entering),
            (None, Some((page, _)), Change::Fill { page: changed, data }) if page == *changed => Some((page, Some(*data))),
            (None, Some((page, _)), Change::Invalidate { page: changed }) if page == *changed => Some((page, None)),
            (None, shown, _) => shown,
        };
    }
}

in_every_configuration!(Tlb);
