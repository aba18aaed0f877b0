//! How is a file written whole, or not at all?

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::table::FileFault;

/// A file that takes its name only once it is whole. Until then it has another name beside it;
/// dropped before the end, nothing is left of it, and what bore the name before stays as it was.
pub(crate) struct Output {
    path: PathBuf,
    part: PathBuf,
    writer: BufWriter<File>,
    is_finished: bool,
}

impl Output {
    pub(crate) fn create(path: &Path) -> Result<Self, FileFault> {
        let fault =
            |cause: String| FileFault::Unwritten { file: path.display().to_string(), cause };
        if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return Err(fault("something that is not a file has this name".to_owned()));
        }
        let name = path.file_name().ok_or_else(|| fault("it names no file".to_owned()))?;
        let part = format!(".{}.{}.part", name.to_string_lossy(), std::process::id());
        let part = path.with_file_name(part);
        let file = File::create(&part).map_err(|error| fault(error.to_string()))?;
        let writer = BufWriter::with_capacity(1 << 18, file);
        Ok(Self { path: path.to_owned(), part, writer, is_finished: false })
    }

    pub(crate) fn write(&mut self, text: &str) -> Result<(), FileFault> {
        self.writer.write_all(text.as_bytes()).map_err(|error| self.fault(&error))
    }

    /// Gives the file its name, once all of it is on the disk.
    pub(crate) fn finish(mut self) -> Result<(), FileFault> {
        let written = self.writer.flush().and_then(|()| self.writer.get_ref().sync_all());
        let named = written.and_then(|()| fs::rename(&self.part, &self.path));
        named.map_err(|error| self.fault(&error))?;
        self.is_finished = true;
        Ok(())
    }

    fn fault(&self, error: &io::Error) -> FileFault {
        FileFault::Unwritten { file: self.path.display().to_string(), cause: error.to_string() }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if !self.is_finished {
            drop(fs::remove_file(&self.part));
        }
    }
}

/// A field as it is written between commas.
pub(crate) fn field(text: &str) -> String {
    let is_plain = !text.contains([',', '"', '\r', '\n']);
    if is_plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_not_finished_leaves_nothing_behind() {
        let folder = std::env::temp_dir().join(format!("homeward_output_{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("links.csv");
        fs::write(&path, "before").unwrap();
        let mut output = Output::create(&path).unwrap();
        output.write("half").unwrap();
        drop(output);
        assert_eq!(fs::read_to_string(&path).unwrap(), "before");
        let mut output = Output::create(&path).unwrap();
        output.write("whole").unwrap();
        output.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn only_what_needs_quotation_marks_gets_them() {
        assert_eq!(field("same birth date"), "same birth date");
        assert_eq!(field("a, \"b\""), "\"a, \"\"b\"\"\"");
    }
}
