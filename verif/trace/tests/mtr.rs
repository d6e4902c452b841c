//! The binary format: what is written is read, and nothing that is cut or corrupt is.

use memento_trace::{MtrReader, MtrWriter, Position, Problem, TraceError, TraceOperation};
use proptest::prelude::*;
use TraceOperation::{AlignedAlloc, Alloc, Free, Mark, Realloc, Thread};

fn compress(operations: &[TraceOperation]) -> Vec<u8> {
    let mut writer = MtrWriter::new(Vec::new()).unwrap();
    operations.iter().for_each(|operation| writer.write(operation).unwrap());
    writer.finish().unwrap()
}

fn read_compressed(bytes: &[u8]) -> Result<Vec<TraceOperation>, TraceError> {
    MtrReader::compressed("t.mtr.zst", bytes).unwrap().collect()
}

fn read(bytes: &[u8]) -> Result<Vec<TraceOperation>, TraceError> {
    MtrReader::decompressed("t.mtr.zst", bytes).collect()
}

/// The error of a trace with these bytes after the mark.
fn refused(operations: &[u8]) -> String {
    read(&[b"MTRC1\n", operations].concat()).unwrap_err().to_string()
}

fn place(error: &TraceError) -> u64 {
    match error.problem {
        Problem::Malformed {
            at: Position::Decompressed { byte },
            ..
        } => byte,
        _ => panic!("{error}"),
    }
}

/// Every operation, with numbers of one and of several bytes.
fn example() -> Vec<TraceOperation> {
    vec![
        Thread(3),
        Alloc {
            size: 24,
            zeroed: false,
        },
        Mark(1),
        Alloc {
            size: 1 << 40,
            zeroed: true,
        },
        AlignedAlloc {
            log2_align: 6,
            size: 300,
        },
        Realloc { id: 0, size: 129 },
        Free { id: 1 },
        Realloc { id: 0, size: u64::MAX },
        Free { id: 0 },
        Alloc { size: 0, zeroed: false },
        Mark(2),
    ]
}

#[test]
fn bytes_are_as_documented() {
    let bytes = zstd::decode_all(&compress(&example())[..]).unwrap();
    let mut expected = b"MTRC1\n".to_vec();
    expected.extend([7, 3, 1, 24, 5, 1]);
    expected.extend([2, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20]);
    expected.extend([6, 6, 0xAC, 0x02]);
    expected.extend([4, 2, 0x81, 0x01, 3, 1]);
    expected.extend([4, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]);
    expected.extend([3, 2, 1, 0, 5, 2]);
    assert_eq!(bytes, expected);
}

/// Operations on live objects only, made of arbitrary numbers.
fn operations() -> impl Strategy<Value = Vec<TraceOperation>> {
    let size = || prop_oneof![0u64..600, any::<u64>()];
    prop::collection::vec((0u8..7, size(), any::<prop::sample::Index>(), 0u8..64), 0..200).prop_map(|raw| {
        let (mut live, mut next) = (Vec::new(), 0);
        let mut operations = Vec::new();
        for (kind, size, index, log2_align) in raw {
            operations.push(match kind {
                0 | 1 => Alloc {
                    size,
                    zeroed: kind == 1,
                },
                2 => AlignedAlloc { log2_align, size },
                3 if !live.is_empty() => Free {
                    id: live.swap_remove(index.index(live.len())),
                },
                4 if !live.is_empty() => Realloc {
                    id: live[index.index(live.len())],
                    size,
                },
                5 => Mark(size),
                _ => Thread(size),
            });
            if kind <= 2 {
                live.push(next);
                next += 1;
            }
        }
        operations
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read(operations in operations()) {
        prop_assert_eq!(read_compressed(&compress(&operations)).unwrap(), operations);
    }

    #[test]
    fn arbitrary_bytes_are_read_or_refused_in_place(bytes in prop::collection::vec(prop_oneof![0u8..9, any::<u8>()], 0..64)) {
        let trace = [b"MTRC1\n", &bytes[..]].concat();
        if let Err(error) = read(&trace) {
            let byte = place(&error);
            prop_assert!((6..=trace.len() as u64).contains(&byte));
            // What comes before that place is a trace, or one that ends too early right there.
            if let Err(error) = read(&trace[..byte as usize]) {
                prop_assert_eq!(place(&error), byte);
            }
        }
    }

    #[test]
    fn a_file_with_one_wrong_bit_is_refused_or_means_the_same(operations in operations(), at: prop::sample::Index, bit in 0..8) {
        let mut bytes = compress(&operations);
        let index = at.index(bytes.len());
        bytes[index] ^= 1u8 << bit;
        if let Ok(read) = read_compressed(&bytes) {
            prop_assert_eq!(read, operations);
        }
    }
}

#[test]
fn every_prefix_of_a_file_is_refused() {
    let bytes = compress(&example());
    for length in 0..bytes.len() {
        let error = read_compressed(&bytes[..length]).expect_err("a cut file");
        assert!(error.to_string().starts_with("t.mtr.zst: at byte "), "{error}");
    }
    assert_eq!(read_compressed(&bytes).unwrap(), example());
}

#[test]
fn a_prefix_of_the_decompressed_trace_is_refused_unless_it_ends_between_operations() {
    let bytes = zstd::decode_all(&compress(&example())[..]).unwrap();
    let ends: Vec<usize> = (0..=example().len())
        .map(|count| zstd::decode_all(&compress(&example()[..count])[..]).unwrap().len())
        .collect();
    for length in 0..=bytes.len() {
        match ends.iter().position(|&end| end == length) {
            Some(count) => assert_eq!(read(&bytes[..length]).unwrap(), example()[..count]),
            None => {
                let error = read(&bytes[..length]).expect_err("a cut trace").to_string();
                assert!(error.contains(&format!("at byte {length} ")), "{error}");
                assert!(error.ends_with("found the end of the trace"), "{error}");
            }
        }
    }
}

#[test]
fn errors_say_file_place_and_what_was_expected() {
    let malformed = "t.mtr.zst: at byte 8 of the decompressed trace: expected";
    assert_eq!(
        refused(&[1, 8, 9]),
        format!("{malformed} an operation code 1..7, found 0x09")
    );
    assert_eq!(
        refused(&[1, 8, 0]),
        format!("{malformed} an operation code 1..7, found 0x00")
    );
    let malformed = "t.mtr.zst: at byte 9 of the decompressed trace: expected";
    assert_eq!(
        refused(&[1, 8, 3, 1]),
        format!("{malformed} an age below the 1 allocations so far, found 1")
    );
    assert_eq!(
        refused(&[1, 8, 6, 64]),
        format!("{malformed} log2 of an alignment, 0..63, found 64")
    );
    assert_eq!(
        refused(&[1, 8, 1]),
        format!("{malformed} a size, found the end of the trace")
    );
    let malformed = "t.mtr.zst: at byte 11 of the decompressed trace: expected";
    let freed = "the age of a live object, found age 0, which is allocation 0 and was freed before";
    assert_eq!(refused(&[1, 8, 3, 0, 3, 0]), format!("{malformed} {freed}"));
    assert_eq!(refused(&[1, 8, 3, 0, 4, 0, 8]), format!("{malformed} {freed}"));
    assert_eq!(
        read(b"MTRC2\n").unwrap_err().to_string(),
        r#"t.mtr.zst: at byte 0 of the decompressed trace: expected the mark "MTRC1\n", found "MTRC2""#
    );
    let not_zstd = read_compressed(b"MTRC1\n\x01\x08").unwrap_err().to_string();
    assert!(
        not_zstd.starts_with("t.mtr.zst: at byte 0 of the decompressed trace: the file cannot be"),
        "{not_zstd}"
    );
}

#[test]
fn a_number_above_64_bits_is_refused() {
    let refusal = "t.mtr.zst: at byte 7 of the decompressed trace: expected a size of at most 64 bits, found a longer \
                   LEB128 number";
    let ones = [0xFF; 9];
    assert_eq!(refused(&[&[1][..], &ones, &[0x02]].concat()), refusal);
    assert_eq!(refused(&[&[1][..], &ones, &[0x81, 0]].concat()), refusal);
    let largest = read(&[b"MTRC1\n\x01", &ones[..], &[0x01]].concat()).unwrap();
    assert_eq!(
        largest,
        [Alloc {
            size: u64::MAX,
            zeroed: false
        }]
    );
}

#[test]
fn a_reader_ends_after_its_first_error() {
    let mut reader = MtrReader::decompressed("t", &b"MTRC1\n\x09\x01\x08"[..]);
    assert!(reader.next().unwrap().is_err());
    assert!(reader.next().is_none());
}

#[test]
fn a_writer_refuses_what_was_not_allocated() {
    let mut writer = MtrWriter::new(Vec::new()).unwrap();
    let error = writer.write(&Free { id: 0 }).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the trace has 0 allocations so far; an operation on allocation 0 cannot be written"
    );
    writer.write(&Alloc { size: 1, zeroed: false }).unwrap();
    assert!(writer.write(&Realloc { id: 1, size: 2 }).is_err());
    writer.write(&Free { id: 0 }).unwrap();
    assert_eq!(read_compressed(&writer.finish().unwrap()).unwrap().len(), 2);
}
