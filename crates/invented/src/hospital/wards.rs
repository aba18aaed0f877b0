//! The wards of Westshire University Hospital, and who lies in which bed.

/// A ward of the hospital, or its emergency department.
pub(super) struct Ward {
    /// The code that the hospital sends.
    pub(super) code: &'static str,
    /// What people call it.
    pub(super) name: &'static str,
    /// Main specialty (NHS Data Dictionary, MAIN SPECIALTY CODE).
    pub(super) specialty: &'static str,
    pub(super) beds: usize,
}

const fn ward(
    code: &'static str,
    name: &'static str,
    specialty: &'static str,
    beds: usize,
) -> Ward {
    Ward { code, name, specialty, beds }
}

/// The emergency department first, then twelve wards with 450 beds.
pub(super) const WARDS: [Ward; 13] = [
    ward("ED", "Emergency Department", "180", 64),
    ward("EAU", "Emergency Assessment Unit", "300", 46),
    ward("4A", "Ward 4A Surgery", "100", 36),
    ward("4B", "Ward 4B Urology", "101", 36),
    ward("5A", "Ward 5A Respiratory", "340", 38),
    ward("5B", "Ward 5B Gastroenterology", "301", 38),
    ward("6A", "Ward 6A General Medicine", "300", 40),
    ward("6B", "Ward 6B Cardiology", "320", 38),
    ward("7A", "Ward 7A Care of the Elderly", "430", 40),
    ward("7B", "Ward 7B Care of the Elderly", "430", 40),
    ward("8A", "Ward 8A Stroke", "430", 36),
    ward("9A", "Ward 9A Trauma and Orthopaedics", "110", 44),
    ward("CCU", "Critical Care Unit", "192", 18),
];

pub(super) const DEPARTMENT: usize = 0;
pub(super) const ASSESSMENT: usize = 1;
/// The wards before this one, after the assessment unit, are for operations.
pub(super) const FIRST_MEDICAL: usize = 4;
/// Beds in a bay.
const BAY: usize = 6;

/// A bed: which ward of [`WARDS`], which bed on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bed {
    pub(super) ward: usize,
    place: usize,
}

impl Bed {
    /// The bed that is called so.
    pub(super) fn called(ward: &str, label: &str) -> Option<Self> {
        let ward = WARDS.iter().position(|each| each.code == ward)?;
        let beds = WARDS.get(ward)?.beds;
        (0..beds).map(|place| Self { ward, place }).find(|bed| bed.label() == label)
    }

    /// The first bed of a ward, which stands for the ward while no bed is given.
    pub(super) fn first_of(ward: usize) -> Self {
        Self { ward, place: 0 }
    }

    /// Bay and bed, as the hospital writes it.
    pub(super) fn label(self) -> String {
        match (self.ward, self.place) {
            (DEPARTMENT, place @ ..24) => format!("MAJ-{}", place + 1),
            (DEPARTMENT, place @ 24..28) => format!("RES-{}", place - 23),
            (DEPARTMENT, place) => format!("CHR-{}", place - 27),
            (_, place) => format!("B{}-{}", place / BAY + 1, place % BAY + 1),
        }
    }

    /// The ward it stands on.
    pub(super) fn on(self) -> &'static Ward {
        WARDS.get(self.ward).unwrap_or(const { &WARDS[DEPARTMENT] })
    }
}

/// Which beds are taken.
pub(super) struct Beds {
    taken: Vec<Vec<bool>>,
}

impl Beds {
    pub(super) fn new() -> Self {
        Self { taken: WARDS.iter().map(|ward| vec![false; ward.beds]).collect() }
    }

    /// A free bed on this ward, now taken.
    pub(super) fn take(&mut self, ward: usize) -> Option<Bed> {
        let beds = self.taken.get_mut(ward)?;
        let place = beds.iter().position(|taken| !taken)?;
        *beds.get_mut(place)? = true;
        Some(Bed { ward, place })
    }

    /// This bed, if it is free, now taken.
    pub(super) fn take_again(&mut self, bed: Bed) -> Option<Bed> {
        let taken = self.taken.get_mut(bed.ward)?.get_mut(bed.place)?;
        let was_free = !*taken;
        *taken = true;
        was_free.then_some(bed)
    }

    /// Nobody lies there any more.
    pub(super) fn leave(&mut self, bed: Bed) {
        if let Some(taken) = self.taken.get_mut(bed.ward).and_then(|ward| ward.get_mut(bed.place)) {
            *taken = false;
        }
    }

    /// How many of a thousand ward beds are taken; the emergency department does not count.
    pub(super) fn occupancy(&self) -> usize {
        let wards = self.taken.iter().skip(1);
        let (taken, all) = wards.fold((0, 0), |(taken, all), ward| {
            (taken + ward.iter().filter(|bed| **bed).count(), all + ward.len())
        });
        taken * 1000 / all.max(1)
    }

    /// How many beds on this ward are free.
    pub(super) fn free(&self, ward: usize) -> usize {
        self.taken.get(ward).map_or(0, |beds| beds.iter().filter(|taken| !**taken).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_wards_have_450_beds() {
        assert_eq!(WARDS.iter().skip(1).map(|ward| ward.beds).sum::<usize>(), 450);
        assert_eq!(WARDS.len(), 13);
    }

    #[test]
    fn a_bed_is_found_by_what_it_is_called() {
        let bed = Bed::called("7B", "B2-2").unwrap();
        assert_eq!((bed.on().code, bed.label().as_str()), ("7B", "B2-2"));
        assert_eq!(Bed::called("ED", "MAJ-4").unwrap().label(), "MAJ-4");
        assert!(Bed::called("7B", "B9-1").is_none());
    }

    #[test]
    fn nobody_is_put_into_a_bed_that_is_taken() {
        let mut beds = Beds::new();
        let bed = beds.take(2).unwrap();
        assert_eq!(beds.take_again(bed), None);
        beds.leave(bed);
        assert_eq!(beds.take_again(bed), Some(bed));
        for _ in 0..35 {
            assert_ne!(beds.take(2), None);
        }
        assert_eq!(beds.take(2), None);
    }
}
