//! A model that checks itself.

use crate::{frames::Unlimited, invariants, Frames, Model, Outcome, Violation};
use memento_abi::Operation;
use std::ops::Deref;

/// A [`Model`] that checks I1..I11 on the class concerned, and I12 on all, after every request. It copies the state
/// for that each time: meant for tests, not for long replays.
#[derive(Clone, Debug)]
pub struct CheckedModel(Model);

impl CheckedModel {
    /// Wraps a model.
    pub fn new(model: Model) -> CheckedModel {
        CheckedModel(model)
    }

    /// Carries out one request, with a frame for every arena, and checks every invariant.
    ///
    /// # Errors
    /// The first invariant that does not hold any more.
    pub fn request(&mut self, operation: Operation, operand: u64) -> Result<Outcome, Violation> {
        self.request_with(&mut Unlimited, operation, operand)
    }

    /// Carries out one request with frames from `frames` and checks every invariant.
    ///
    /// # Errors
    /// The first invariant that does not hold any more.
    pub fn request_with(
        &mut self,
        frames: &mut impl Frames,
        operation: Operation,
        operand: u64,
    ) -> Result<Outcome, Violation> {
        let before = self.0.clone();
        let outcome = self.0.request_with(frames, operation, operand);
        if let Some(class) = self.0.class_of(operation, operand) {
            self.0.check_class(class)?;
        }
        invariants::check_error_changed_nothing(&before, &self.0, &outcome)?;
        Ok(outcome)
    }

    /// The model, to reset it or to change its settings.
    pub fn model_mut(&mut self) -> &mut Model {
        &mut self.0
    }
}

impl Deref for CheckedModel {
    type Target = Model;
    fn deref(&self) -> &Model {
        &self.0
    }
}
