//! What requests do: the rules of `docs/src/semantics.md`, one function an operation.

use crate::{bits, frames::Unlimited, ClassState, Entry, EventCounts, Frames, List, Model, Outcome, Setup};
use memento_abi::{ArenaState, Event, Header, Operation, Status};

impl Model {
    /// Carries out one request, with a frame for every arena. `operand` is a size for `Alloc`, an address for the
    /// frees, ignored for `Flush`.
    pub fn request(&mut self, operation: Operation, operand: u64) -> Outcome {
        self.request_with(&mut Unlimited, operation, operand)
    }

    /// Carries out one request as [`Model::request`] does, with frames from `frames`.
    pub fn request_with(&mut self, frames: &mut impl Frames, operation: Operation, operand: u64) -> Outcome {
        let mut events = EventCounts::new();
        let result = match operation {
            Operation::Alloc => self.alloc(frames, operand, &mut events),
            Operation::Free | Operation::FreeWait => self.free(frames, operand, &mut events).map(|()| 0),
            Operation::Flush => {
                self.flush();
                Ok(0)
            }
        };
        let outcome = match result {
            Ok(address) => Outcome::ok(address, events),
            Err(status) => Outcome::failed(operation, operand, status),
        };
        self.counts += &outcome.events;
        outcome
    }

    fn alloc(&mut self, frames: &mut impl Frames, size: u64, events: &mut EventCounts) -> Result<u64, Status> {
        let setup = self.setup;
        let class = setup.geometry.class_of(size).ok_or(Status::TooLarge)?;
        let state = &mut self.classes[class as usize];
        let hit = state
            .entry
            .is_some_and(|entry| !bits::is_exhausted(&entry.header, &setup.geometry));
        if hit {
            events.count(Event::AllocHit);
        } else {
            let (found, source) = find_arena(state, &setup, frames)?;
            events.count(Event::AllocMiss);
            events.count(source);
            if let Some(exhausted) = state.entry.take() {
                // From now on nobody counts which lines are touched.
                let header = Header {
                    bypass: setup.geometry.body_lines(class) as u16,
                    ..exhausted.header
                };
                state.push(List::Full, header);
                events.count(Event::ListFullPush);
            }
            state.entry = Some(Entry::new(found));
            if matches!(source, Event::ArenaNew | Event::ArenaRecycled) {
                self.usage.take_arena();
            }
        }
        let entry = state
            .entry
            .as_mut()
            .expect("a hit has an entry and a miss has just made one");
        let index = entry.take(&setup);
        self.usage.take_object(setup.geometry.object_bytes(class));
        Ok(setup.geometry.object_address(entry.header.va, class, index))
    }

    fn free(&mut self, frames: &mut impl Frames, address: u64, events: &mut EventCounts) -> Result<(), Status> {
        let setup = self.setup;
        let geometry = &setup.geometry;
        if !geometry.in_region(setup.settings.region_base, address) {
            return Err(Status::NotOurs);
        }
        let class = geometry.class_at(address);
        let object_bytes = geometry.object_bytes(class);
        let body = geometry
            .offset_at(address)
            .checked_sub(geometry.first_object_offset(class))
            .ok_or(Status::BadPointer)?;
        if body % object_bytes != 0 || body / object_bytes >= u64::from(geometry.objects_per_arena) {
            return Err(Status::BadPointer);
        }
        let index = (body / object_bytes) as u32;
        let page = geometry.page_at(address);
        let state = &mut self.classes[class as usize];
        if page >= state.allocation_pointer {
            return Err(Status::BadPointer);
        }
        let base = geometry.arena_base(setup.settings.region_base, class, page);

        match state.entry.as_mut().filter(|entry| entry.header.va == base) {
            Some(entry) => {
                if !bits::is_allocated(&entry.header, index) {
                    return Err(Status::DoubleFree);
                }
                entry.release(&setup, index);
                events.count(Event::FreeHit);
            }
            None => {
                // Without a header the arena is recycled.
                let header = state.headers.get_mut(&base).ok_or(Status::DoubleFree)?;
                if !bits::is_allocated(header, index) {
                    return Err(Status::DoubleFree);
                }
                bits::set_allocated(header, index, false);
                events.count(Event::FreeMiss);
                let header = *header;
                if header.live == 0 {
                    let list = if header.state == ArenaState::Full {
                        List::Full
                    } else {
                        List::Available
                    };
                    state.unlink(list, base);
                    state.recycle(base);
                    frames.release(base);
                    events.count(Event::ListEmptyUnlink);
                    self.usage.arenas -= 1;
                } else if header.state == ArenaState::Full
                    && bits::free_objects(&header, geometry) >= setup.settings.effective_threshold()
                {
                    let reusable = state.unlink(List::Full, base);
                    state.push(List::Available, reusable);
                    events.count(Event::ListFullToAvailable);
                }
            }
        }
        self.usage.objects -= 1;
        self.usage.bytes -= object_bytes;
        Ok(())
    }

    fn flush(&mut self) {
        for entry in self.classes.iter_mut().filter_map(|state| state.entry.as_mut()) {
            entry.flushed = true;
        }
    }
}

/// An arena with a free object for a class that needs one, taken from where it was, and the event that tells where.
fn find_arena(state: &mut ClassState, setup: &Setup, frames: &mut impl Frames) -> Result<(Header, Event), Status> {
    if let Some(base) = state.head(List::Available) {
        return Ok((state.unlink(List::Available, base), Event::ListAvailablePop));
    }
    let mut nothing_found = Status::OutOfMemory;
    if let Some(base) = state.head(List::Recycled) {
        if frames.back(base) {
            state.take_recycled(base);
            return Ok((unused_arena(base, state.class), Event::ArenaRecycled));
        }
        nothing_found = Status::OutOfFrames;
    }
    let Setup { geometry, settings } = setup;
    let page = state.allocation_pointer;
    let end = page + geometry.span_pages(state.class);
    if end <= settings.slice_limit_pages {
        let base = geometry.arena_base(settings.region_base, state.class, page);
        if frames.back(base) {
            state.allocation_pointer = end;
            return Ok((unused_arena(base, state.class), Event::ArenaNew));
        }
        nothing_found = Status::OutOfFrames;
    }
    let with_a_free_object = state
        .walk(List::Full)
        .find(|base| !bits::is_exhausted(&state.headers[base], geometry))
        .ok_or(nothing_found)?;
    Ok((state.unlink(List::Full, with_a_free_object), Event::ListFullTake))
}

/// The header of an arena without live objects.
fn unused_arena(va: u64, class: u32) -> Header {
    Header {
        va,
        next: 0,
        prev: 0,
        summary: 0,
        live: 0,
        bypass: 0,
        class: class as u8,
        state: ArenaState::Unused,
        bitmap: [0; 4],
    }
}
