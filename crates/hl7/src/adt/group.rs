//! Which segments speak of which patient?

use crate::message::{Field, Message, Segment};

/// The segments about one patient: from one PID to the next.
///
/// Within a group the order is free, because feeds send NK1 after PV1 and Z segments anywhere.
pub(super) struct Group<'m> {
    segments: Vec<Segment<'m>>,
}

/// All groups, in the order of the message; none without a PID.
///
/// What stands before the first PID belongs to the first patient.
pub(super) fn of<'m>(message: &Message<'m>) -> Vec<Group<'m>> {
    let mut groups: Vec<Group<'m>> = Vec::new();
    let mut early = Vec::new();
    for segment in message.segments() {
        match groups.last_mut() {
            _ if segment.is("PID") => {
                let mut segments = std::mem::take(&mut early);
                segments.push(segment);
                groups.push(Group { segments });
            }
            Some(group) => group.segments.push(segment),
            None => early.push(segment),
        }
    }
    groups
}

impl<'m> Group<'m> {
    /// All segments, in the order they arrived.
    pub(super) fn segments(&self) -> &[Segment<'m>] {
        &self.segments
    }

    /// The first segment of this name.
    pub(super) fn first(&self, name: &str) -> Option<Segment<'m>> {
        self.segments.iter().find(|segment| segment.is(name)).copied()
    }

    /// Every segment of this name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = Segment<'m>> {
        self.segments.iter().filter(move |segment| segment.is(name)).copied()
    }

    /// A field of the first segment of this name; absent when there is no such segment.
    pub(super) fn field(&self, name: &str, number: usize) -> Field<'m> {
        self.first(name).map_or_else(Field::absent, |segment| segment.field(number))
    }
}
