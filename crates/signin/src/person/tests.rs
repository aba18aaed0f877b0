//! Each kind of provider speaks of people in its own way.
