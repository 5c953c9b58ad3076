//! What those are told who listen to a store in many hands.

use super::IntakeState;

#[derive(Clone, Debug)]
pub enum Heard {
    /// What can be asked is another than before, whoever changed it.
    Store,
    Intake(IntakeState),
}
