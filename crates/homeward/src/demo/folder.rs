//! The folder of the invented council, as it comes with the program.

use std::fs;
use std::io;
use std::path::Path;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../../councils/westshire/", $name)))),*]
    };
}

/// Every file of the folder, by name.
const FILES: [(&str, &str); 18] = files![
    "alerts.sql",
    "assessments.sql",
    "attorneys.sql",
    "capacity.sql",
    "contacts.sql",
    "council.toml",
    "deprivations.sql",
    "equipment.sql",
    "mental_health.sql",
    "packages.sql",
    "people.sql",
    "people_since.sql",
    "person.sql",
    "professionals.sql",
    "referrals.sql",
    "safeguarding.sql",
    "support_reasons.sql",
    "visits.sql",
];

/// Writes the folder, so that the demonstration runs wherever it is started.
pub(super) fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    FILES.iter().try_for_each(|(name, text)| fs::write(folder.join(name), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_comes_with_the_program() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../councils/westshire");
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| !name.contains(".db"))
            .collect();
        names.sort();
        assert_eq!(names, FILES.map(|(name, _)| name));
    }
}
