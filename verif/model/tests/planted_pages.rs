//! The checks of pages, frames, bytes and contexts find what they are there to find: a state or an image of memory that is
//! broken on purpose is refused.

use memento_abi::{Operation, Status, PAGE_BYTES, TINY};
use memento_model::format::Node;
use memento_model::invariants::pages;
use memento_model::memory::Beat;
use memento_model::{Context, List, Settings, System};
use std::collections::BTreeMap;

const ROOT: u64 = 0x80;
const FIRST: u64 = 0x100;
const CLASS: usize = 15;
const SIZE: u64 = 128;
const ARENA: usize = 64;

/// Two arenas recycled, one full and one in the table, bytes in both, every frame's number known, and memory to match.
fn everything() -> (System, BTreeMap<u64, u64>) {
    let settings = Settings {
        slice_limit_pages: 64,
        reuse_threshold: 1,
        ..Settings::whole_region(&TINY)
    };
    let mut system = System::new(TINY, settings, ROOT).unwrap();
    system.add_frames(FIRST, 20, None).unwrap();
    let objects: Vec<u64> = (0..3 * ARENA + 50)
        .map(|_| system.request(Operation::Alloc, SIZE, None).address)
        .collect();
    for &object in &objects[..2 * ARENA] {
        system.request(Operation::FreeWait, object, None);
    }
    for &object in &objects[2 * ARENA..3 * ARENA + 20] {
        system.store(object, 0xAB, 0xFF, None);
    }
    system.request(Operation::Flush, 0, None);
    let mut memory = image(&system.context);
    system.learn(&mut read(&memory)).unwrap();
    write_bytes(&system.context, &mut memory);
    (system, memory)
}

fn read(memory: &BTreeMap<u64, u64>) -> impl FnMut(u64) -> u64 + '_ {
    |address| memory.get(&address).copied().unwrap_or(0)
}

/// Page tables as they would be with frames given in turn.
fn image(context: &Context) -> BTreeMap<u64, u64> {
    let (mut memory, format) = (BTreeMap::new(), context.table.format);
    let mut tables: BTreeMap<Node, u64> = BTreeMap::new();
    let mut set = |table: u64, node: Node, entry: u64| {
        let address = format.entry_address(table, format.index(node.va, node.level));
        *memory.entry(address & !7).or_insert(0) |= entry << (address % 8 * 8);
    };
    let table_of = |tables: &BTreeMap<Node, u64>, node: Node| {
        let above = format.node(node.va, node.level + 1);
        tables.get(&above).copied().unwrap_or(context.table.root)
    };
    let mut nodes: Vec<Node> = context.table.nodes.keys().copied().collect();
    nodes.sort_by_key(|node| (std::cmp::Reverse(node.level), node.va));
    for (ppn, node) in (FIRST..).zip(nodes) {
        set(table_of(&tables, node), node, format.entry(node.level, ppn));
        tables.insert(node, ppn);
    }
    for state in context.model.classes() {
        for (&base, &next) in &state.marks {
            let node = format.node(base, 0);
            let next = (next != 0).then(|| TINY.page_at(next));
            set(table_of(&tables, node), node, format.mark(next));
        }
    }
    memory
}

/// Headers and bytes of the pages whose frames are known.
fn write_bytes(context: &Context, memory: &mut BTreeMap<u64, u64>) {
    let physical = |va: u64| (context.table.page(va).unwrap().unwrap() << 12) + va % PAGE_BYTES;
    for (va, beat) in context.memory.beats() {
        memory.insert(physical(va), beat.value);
    }
    for (base, _) in context.model.headers() {
        if let memento_model::HeaderLine::Header(mut header, bypass) = context.header_line(base) {
            header.bypass = bypass.highest as u16;
            for (index, beat) in header.to_beats().into_iter().enumerate() {
                memory.insert(physical(base) + 8 * index as u64, beat);
            }
        }
    }
}

fn page(context: &Context, place: List) -> u64 {
    context.model.classes()[CLASS].head(place).unwrap()
}

fn hot(context: &Context) -> u64 {
    context.model.classes()[CLASS].entry.unwrap().header.va
}

/// Breaks the context with `plant` and expects the invariant called `id` to say so.
fn plant(id: &str, plant: impl FnOnce(&mut Context)) {
    let (system, _) = everything();
    let mut context = system.context;
    pages::check_context(&context).unwrap();
    plant(&mut context);
    let (_, check) = pages::CONTEXT_CHECKS.iter().find(|(known, _)| *known == id).unwrap();
    assert!(check(&context).is_err(), "{id} did not notice");
    pages::check_context(&context).unwrap_err();
}

#[test]
fn i13_finds_frames_in_two_places_or_none() {
    plant("I13", |context| context.pool.ranges.push(FIRST + 19..FIRST + 30));
    plant("I13", |context| context.pool.ranges.push(0..2));
    plant("I13", |context| context.pool.ranges.push(5..5));
    plant("I13", |context| _ = context.pool.scrubbing.insert(FIRST));
    plant("I13", |context| _ = context.pool.given.insert(FIRST + 20));
    plant("I13", |context| context.pool.accepted = 5);
}

#[test]
fn i14_finds_a_frame_with_two_uses_or_none() {
    plant("I14", |context| {
        let first = *context.table.nodes.values().next().unwrap();
        *context.table.nodes.values_mut().last().unwrap() = first;
    });
    plant("I14", |context| _ = context.pool.given.insert(FIRST + 19));
    plant("I14", |context| _ = context.pool.given.remove(&FIRST));
    plant("I14", |context| context.table.root = FIRST + 19);
    plant("I14", |context| context.pool.ranges[0].end = FIRST + 3);
}

#[test]
fn i15_finds_a_frame_above_the_pointer() {
    for (pages, in_slice) in [(1, true), (64, true), (0, false)] {
        plant("I15", |context| {
            let pointer = context.model.classes()[CLASS].allocation_pointer;
            let slice = TINY.slice_base(1 << 28, CLASS as u32);
            let va = if in_slice {
                slice + (pointer + pages) * PAGE_BYTES
            } else {
                0x4000_0000
            };
            context.table.nodes.insert(Node { level: 0, va }, None);
        });
    }
    // The first page of the arena at the pointer may have been fetched ahead.
    let (system, _) = everything();
    let mut context = system.context;
    let pointer = context.model.classes()[CLASS].allocation_pointer;
    let va = TINY.arena_base(1 << 28, CLASS as u32, pointer);
    context.table.nodes.insert(Node { level: 0, va }, None);
    pages::check_context(&context).unwrap();
}

#[test]
fn i16_finds_an_arena_without_and_a_recycled_one_with_a_frame() {
    plant("I16", |context| {
        let va = hot(context);
        context.table.nodes.remove(&Node { level: 0, va });
    });
    plant("I16", |context| {
        let va = page(context, List::Full);
        context.table.nodes.remove(&Node { level: 0, va });
    });
    plant("I16", |context| {
        let va = page(context, List::Recycled);
        context.table.nodes.insert(Node { level: 0, va }, None);
    });
}

#[test]
fn i17_finds_a_page_without_its_table() {
    plant("I17", |context| context.table.nodes.retain(|node, _| node.level == 0));
}

#[test]
fn i18_finds_bytes_where_none_can_be() {
    plant("I18", |context| {
        let va = page(context, List::Recycled);
        context.memory.store(va + 64, 1, 1);
    });
    plant("I18", |context| {
        let va = hot(context);
        context.memory.store(va + 56, 1, 1);
    });
}

#[test]
fn i19_finds_a_counter_that_lies() {
    plant("I19", |context| context.bypass.counters[CLASS] = None);
    plant("I19", |context| context.bypass.install(0, 0));
    plant("I19", |context| context.bypass.install(CLASS as u32, 3));
    plant("I19", |context| context.bypass.install(CLASS as u32, 256));
    plant("I19", |context| {
        context.bypass.counters[CLASS].as_mut().unwrap().lines.lowest = 255;
    });
    plant("I19", |context| {
        let va = hot(context) + 64 * 60;
        context.memory.store(va, 1, 1);
    });
}

#[test]
fn i20_finds_what_an_error_changed_and_allows_tables() {
    let (system, _) = everything();
    let before = &system.context;
    let breaks: [fn(&mut Context); 5] = [
        |context| context.table.nodes.retain(|node, _| node.level > 0),
        |context| _ = context.table.nodes.insert(Node { level: 0, va: 1 << 28 }, None),
        |context| context.memory.blur(hot(context)),
        |context| context.bypass.install(CLASS as u32, 255),
        |context| _ = context.pool.given.remove(&FIRST),
    ];
    for break_it in breaks {
        let mut after = before.clone();
        break_it(&mut after);
        assert_eq!(
            pages::check_error(before, &after, Status::OutOfFrames).unwrap_err().id,
            "I20"
        );
        pages::check_error(before, &after, Status::Ok).unwrap();
    }
    let mut after = before.clone();
    after.table.nodes.insert(Node { level: 1, va: 1 << 28 }, None);
    pages::check_error(before, &after, Status::OutOfFrames).unwrap();
}

#[test]
fn i21_finds_a_frame_in_two_contexts() {
    let settings = Settings::whole_region(&TINY);
    for (root, frame) in [(ROOT + 1, FIRST + 19), (ROOT + 1, ROOT), (FIRST, 0x300)] {
        let (mut system, _) = everything();
        system.place_empty(0x7000, settings, root).unwrap();
        let parked = system.parked.get_mut(&0x7000).unwrap();
        parked.pool.add(&TINY, frame, 1, None).unwrap();
        assert_eq!(system.check().unwrap_err().id, "I21", "{root:#x} {frame:#x}");
    }
    let (mut system, _) = everything();
    system.place_empty(0x7000, settings, ROOT + 1).unwrap();
    system.check().unwrap();
}

#[test]
fn i22_finds_what_an_end_left() {
    let breaks: [fn(&mut Context); 6] = [
        |context| _ = context.table.nodes.insert(Node { level: 1, va: 1 << 28 }, None),
        |context| _ = context.table.maybe.insert(Node { level: 1, va: 1 << 28 }),
        |context| context.memory.store(1 << 28, 1, 1),
        |context| context.bypass.install(0, 0),
        |context| _ = context.pool.given.insert(FIRST),
        |context| _ = context.model.request(Operation::Alloc, 8),
    ];
    for break_it in breaks {
        let (mut system, _) = everything();
        system.end();
        pages::check_ended(&system.context).unwrap();
        break_it(&mut system.context);
        assert_eq!(pages::check_ended(&system.context).unwrap_err().id, "I22");
    }
}

/// Changes memory with `plant` and expects a comparison to say `words`.
fn differs(words: &str, plant: impl FnOnce(&System, &mut BTreeMap<u64, u64>)) {
    let (mut system, mut memory) = everything();
    let compare = |system: &mut System, memory: &BTreeMap<u64, u64>| {
        let mut read = read(memory);
        system.learn(&mut read)?;
        system.context.compare_pages(&mut read)?;
        system.context.compare_free_frames(&mut read)
    };
    compare(&mut system, &memory).unwrap();
    plant(&system, &mut memory);
    let difference = compare(&mut system, &memory).unwrap_err().to_string();
    assert!(difference.contains(words), "{difference}");
}

/// Address of the beat with the entry of `va`'s page, how far up it is in it, and the entry.
fn leaf(system: &System, memory: &BTreeMap<u64, u64>, va: u64) -> (u64, u32, u64) {
    let format = system.context.table.format;
    let table = system.context.table.nodes[&format.node(va, 1)].unwrap();
    let address = format.entry_address(table, format.index(va, 0));
    let shift = (address % 8 * 8) as u32;
    (address & !7, shift, memory[&(address & !7)] >> shift & 0xFFFF_FFFF)
}

fn change_leaf(system: &System, memory: &mut BTreeMap<u64, u64>, va: u64, change: impl Fn(u64) -> u64) {
    let (beat, shift, entry) = leaf(system, memory, va);
    *memory.get_mut(&beat).unwrap() ^= (entry ^ change(entry)) << shift;
}

#[test]
fn an_entry_that_is_wrong_is_told_in_words() {
    differs("which the table cannot hold", |system, memory| {
        change_leaf(system, memory, hot(&system.context), |entry| entry ^ 0x80);
    });
    differs("has no frame, but must have one", |system, memory| {
        change_leaf(system, memory, hot(&system.context), |_| 0);
    });
    differs("which is not in the pool", |system, memory| {
        change_leaf(system, memory, hot(&system.context), |_| 0x999 << 10 | 0xD7);
    });
    differs("as that of the page at", |system, memory| {
        let (_, _, other) = leaf(system, memory, page(&system.context, List::Full));
        change_leaf(system, memory, hot(&system.context), |_| other);
    });
    differs("moved from frame", |system, memory| {
        change_leaf(system, memory, hot(&system.context), |_| (FIRST + 19) << 10 | 0xD7);
    });
    differs("but nothing asked for one", |system, memory| {
        let above = hot(&system.context) + 8 * 4 * PAGE_BYTES;
        memory.entry(leaf_beat(system, above)).or_insert(0);
        change_leaf(system, memory, above, |_| (FIRST + 19) << 10 | 0xD7);
    });
    differs("it does not cover the region", |_, memory| {
        _ = memory.insert(ROOT << 12, 1)
    });
    differs("which is not in the pool", |_, memory| {
        _ = memory.insert((ROOT << 12) + 64 * 4 + 8, 1 << 30 | 1)
    });
}

fn leaf_beat(system: &System, va: u64) -> u64 {
    let format = system.context.table.format;
    let table = system.context.table.nodes[&format.node(va, 1)].unwrap();
    format.entry_address(table, format.index(va, 0)) & !7
}

#[test]
fn a_mark_that_is_wrong_is_told_in_words() {
    differs("the mark of the arena at", |system, memory| {
        change_leaf(system, memory, page(&system.context, List::Recycled), |mark| mark ^ 4);
    });
    differs("has no mark", |system, memory| {
        change_leaf(system, memory, page(&system.context, List::Recycled), |_| 0);
    });
    differs("no recycled arena starts there", |system, memory| {
        change_leaf(
            system,
            memory,
            page(&system.context, List::Recycled) + PAGE_BYTES,
            |_| 2,
        );
    });
}

#[test]
fn bytes_that_are_wrong_are_told_in_words() {
    let physical = |system: &System, va| (system.context.table.page(va).unwrap().unwrap() << 12) + va % PAGE_BYTES;
    differs("memory behind", |system, memory| {
        let (va, _) = system.context.memory.beats().next().unwrap();
        *memory.get_mut(&physical(system, va)).unwrap() ^= 1 << 63;
    });
    differs("memory behind", |system, memory| {
        memory.insert(physical(system, hot(&system.context) + PAGE_BYTES - 8), 1);
    });
    differs("beat 2 of the header at", |system, memory| {
        memory.insert(physical(system, page(&system.context, List::Full)) + 16, 1);
    });
    differs("has bypass", |system, memory| {
        *memory.get_mut(&(physical(system, hot(&system.context)) + 24)).unwrap() ^= 1 << 32;
    });
    differs("free frame 0x113 holds", |_, memory| {
        _ = memory.insert(0x113 << 12 | 8, 1)
    });
    differs("free frame 0x113 holds", |_, memory| {
        _ = memory.insert(0x113 << 12, FIRST << 12)
    });
    let (system, mut memory) = everything();
    // A link to another free frame is as it must be.
    memory.insert(0x113 << 12, 0x112 << 12);
    system.context.compare_free_frames(&mut read(&memory)).unwrap();
}

#[test]
fn a_beat_that_is_not_specified_allows_anything() {
    assert!(Beat::UNKNOWN.allows(0x1234));
    assert!(Beat::ZERO.allows(0) && !Beat::ZERO.allows(1 << 63));
}
