//! What a request leads to: response, error report and events.

use memento_abi::{Event, Operation, Status};
use std::ops::{AddAssign, Index};

/// How often each event happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventCounts([u64; Event::COUNT]);

impl EventCounts {
    /// No events.
    pub fn new() -> EventCounts {
        EventCounts::default()
    }

    /// Counts one `event`.
    pub fn count(&mut self, event: Event) {
        self.0[event as usize] += 1;
    }

    /// Every event with its count, in the order of the bits of `events_o`.
    pub fn iter(&self) -> impl Iterator<Item = (Event, u64)> + '_ {
        Event::ALL.into_iter().map(|event| (event, self[event]))
    }
}

impl Index<Event> for EventCounts {
    type Output = u64;
    fn index(&self, event: Event) -> &u64 {
        &self.0[event as usize]
    }
}

impl AddAssign<&EventCounts> for EventCounts {
    fn add_assign(&mut self, other: &EventCounts) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }
}

impl FromIterator<Event> for EventCounts {
    fn from_iter<I: IntoIterator<Item = Event>>(events: I) -> EventCounts {
        let mut counts = EventCounts::new();
        events.into_iter().for_each(|event| counts.count(event));
        counts
    }
}

/// What the error port says of a posted free that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostedError {
    /// Why the free failed.
    pub status: Status,
    /// The address as the request gave it.
    pub address: u64,
}

/// Everything the outside sees of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Status of the response.
    pub status: Status,
    /// Address of the response: the object of a successful alloc, 0 otherwise.
    pub address: u64,
    /// The report on the error port, when a posted free failed.
    pub error: Option<PostedError>,
    /// The events, each at most once.
    pub events: EventCounts,
}

impl Outcome {
    /// A request that ended well; `address` is 0 for all but allocs.
    pub(crate) fn ok(address: u64, events: EventCounts) -> Outcome {
        Outcome {
            status: Status::Ok,
            address,
            error: None,
            events,
        }
    }

    /// A request that ended with the error `status`: a posted free is answered `Ok` and reported on the error port.
    pub(crate) fn failed(operation: Operation, operand: u64, status: Status) -> Outcome {
        let events = [Event::Error].into_iter().collect();
        if operation == Operation::Free {
            let error = Some(PostedError {
                status,
                address: operand,
            });
            Outcome {
                status: Status::Ok,
                address: 0,
                error,
                events,
            }
        } else {
            Outcome {
                status,
                address: 0,
                error: None,
                events,
            }
        }
    }

    /// What the outside sees when a memory read of this request met an error. The model's state stays as it is.
    pub fn bus_error(operation: Operation, operand: u64) -> Outcome {
        Outcome::failed(operation, operand, Status::BusError)
    }

    /// How the request really ended: its response's status, or the error that a posted free met later.
    pub fn result(&self) -> Status {
        self.error.map_or(self.status, |error| error.status)
    }
}
