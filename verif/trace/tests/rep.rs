//! The text format.

use memento_trace::{RepReader, TraceOperation};
use proptest::prelude::*;
use TraceOperation::{Alloc, Free, Realloc};

fn read(text: &str) -> Result<Vec<TraceOperation>, String> {
    RepReader::new("t.rep", text.as_bytes())
        .map(|operation| operation.map_err(|error| error.to_string()))
        .collect()
}

fn refused(text: &str) -> String {
    read(text).unwrap_err()
}

fn alloc(size: u64) -> TraceOperation {
    Alloc { size, zeroed: false }
}

#[test]
fn operations_are_read_and_ids_become_running_numbers() {
    let operations = read("a 7 512\na 3 128\nr 7 640\n\n  f 3 \nf 7\r\n").unwrap();
    assert_eq!(
        operations,
        [
            alloc(512),
            alloc(128),
            Realloc { id: 0, size: 640 },
            Free { id: 1 },
            Free { id: 0 }
        ]
    );
}

#[test]
fn an_id_may_be_used_again_after_its_free() {
    assert_eq!(
        read("a 0 8\nf 0\na 0 16\nf 0\n").unwrap(),
        [alloc(8), Free { id: 0 }, alloc(16), Free { id: 1 }]
    );
}

#[test]
fn four_numbers_may_come_first_and_the_third_is_checked() {
    assert_eq!(
        read("20000\n1\n2\n1\n\na 0 8\nf 0\n").unwrap(),
        [alloc(8), Free { id: 0 }]
    );
    assert_eq!(
        refused("20000\n1\n3\n1\na 0 8\nf 0\n"),
        "t.rep: at byte 22 (line 7): expected 3 operations, as the file's third line says, found the end of the file \
         after 2"
    );
    assert_eq!(
        refused("20000\n1\na 0 8\n"),
        "t.rep: at byte 8 (line 3): expected 4 numbers before the first operation, or none (2 seen), found \"a\""
    );
    assert!(refused("1\n2\n").contains("expected 4 numbers and then operations"));
    assert!(refused("1\n2\n3\n4\n5\n").contains("(line 5): expected an operation: a, f or r, found \"5\""));
    assert!(refused("a 0 8\n5\n").contains("(line 2): expected an operation: a, f or r, found \"5\""));
}

#[test]
fn a_trace_without_operations_says_so() {
    assert_eq!(read("20000\n0\n0\n1\n").unwrap(), []);
    let expected = "expected an operation (a, f or r), or 4 numbers that say there is none, found the end of the file";
    assert_eq!(refused(""), format!("t.rep: at byte 0 (line 1): {expected}"));
    assert_eq!(refused("\n \n"), format!("t.rep: at byte 3 (line 3): {expected}"));
}

#[test]
fn errors_say_file_place_and_what_was_expected() {
    for (text, error) in [
        (
            "x 1 2\n",
            "byte 0 (line 1): expected an operation: a, f or r, found \"x\"",
        ),
        (
            "a 0 8\na 1\n",
            "byte 9 (line 2): expected a size in bytes, found the end of the line",
        ),
        ("a 0 -8\n", "byte 4 (line 1): expected a size in bytes, found \"-8\""),
        (
            "a 0 18446744073709551616\n",
            "byte 4 (line 1): expected a size in bytes, found \"18446744073709551616\"",
        ),
        (
            "f\n",
            "byte 1 (line 1): expected the id of an object, found the end of the line",
        ),
        (
            "a 0 8\nf 0 8\n",
            "byte 10 (line 2): expected the end of the line, found \"8\"",
        ),
        (
            "a 0 8\na 0 8\n",
            "byte 8 (line 2): expected an id that is not in use, found 0, which was not freed yet",
        ),
        (
            "a 0 8\nf 1\n",
            "byte 8 (line 2): expected the id of a live object, found 1, which is not allocated",
        ),
        (
            "a 0 8\nf 0\nf 0\n",
            "byte 12 (line 3): expected the id of a live object, found 0, which is not allocated",
        ),
        (
            "r 4 8\n",
            "byte 2 (line 1): expected the id of a live object, found 4, which is not allocated",
        ),
        (
            "a 0 8\nf 0",
            "byte 9 (line 2): expected the end of the line, found the end of the file (was it cut?)",
        ),
    ] {
        assert_eq!(refused(text), format!("t.rep: at {error}"));
    }
    let not_text = RepReader::new("t.rep", &b"a 0 \xFF\n"[..])
        .next()
        .unwrap()
        .unwrap_err()
        .to_string();
    assert_eq!(
        not_text,
        "t.rep: at byte 4 (line 1): expected text, found bytes that are not UTF-8"
    );
}

#[test]
fn every_prefix_is_refused_unless_it_ends_between_lines() {
    let text = "a 0 512\na 1 24\nr 0 1024\nf 1\nf 0\n";
    for length in 0..=text.len() {
        let lines = text[..length].matches('\n').count();
        if text[..length].ends_with('\n') {
            assert_eq!(read(&text[..length]).unwrap().len(), lines);
        } else {
            assert!(refused(&text[..length]).contains(&format!("(line {})", lines + 1)));
        }
    }
    let with_header = "0\n2\n5\n1\n".to_string() + text;
    for length in 0..with_header.len() {
        refused(&with_header[..length]);
    }
}

proptest! {
    #[test]
    fn arbitrary_lines_never_panic(text in "([afr] [0-9]{1,2}( [0-9]{1,3})?\n|[ -~]{0,6}\n?){0,20}") {
        let _ = read(&text);
    }
}
