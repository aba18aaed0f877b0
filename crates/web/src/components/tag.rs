//! In which colour is a state shown?

/// The background of a tag. A colour never carries meaning alone: the words do.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Colour {
    /// The library's own blue.
    #[default]
    Plain,
    /// White.
    White,
    /// Grey.
    Grey,
    /// Green.
    Green,
    /// Blue-green.
    AquaGreen,
    /// Light blue.
    Blue,
    /// Purple.
    Purple,
    /// Pink.
    Pink,
    /// Red: only for "Could not check", "Overdue" and "Urgent".
    Red,
    /// Orange.
    Orange,
    /// Yellow.
    Yellow,
}

impl Colour {
    /// The library's class for it, with the space before; nothing for the plain colour.
    pub fn class(self) -> &'static str {
        match self {
            Colour::Plain => "",
            Colour::White => " nhsuk-tag--white",
            Colour::Grey => " nhsuk-tag--grey",
            Colour::Green => " nhsuk-tag--green",
            Colour::AquaGreen => " nhsuk-tag--aqua-green",
            Colour::Blue => " nhsuk-tag--blue",
            Colour::Purple => " nhsuk-tag--purple",
            Colour::Pink => " nhsuk-tag--pink",
            Colour::Red => " nhsuk-tag--red",
            Colour::Orange => " nhsuk-tag--orange",
            Colour::Yellow => " nhsuk-tag--yellow",
        }
    }
}
