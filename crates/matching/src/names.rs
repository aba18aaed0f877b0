//! Of which words does a name consist?

pub(crate) mod families;
pub(crate) mod sound;
pub(crate) mod words;
