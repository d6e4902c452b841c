//! `memento glibc-footprint`, which `memento replay --data` runs in a process of its own: the pages that glibc's malloc
//! takes for the objects of a trace that the hardware would serve.
//!
//! What is counted is the part of the heap from where the trace begins to the end of the highest chunk that was ever handed
//! out, less what glibc has given back to the system. Objects of the hardware's sizes are never further apart than a page, and glibc
//! writes a size before each, so every one of these pages is touched. The same trace gives the same number each time.

use super::{
    replay::jobs::{counts, Job},
    Error,
};
use clap::Args;
use memento_abi::{Geometry, Operation, PAGE_BYTES};
use memento_tools::say;
use memento_trace::{Player, TraceOperation, TraceReader};
use std::path::{Path, PathBuf};

/// Arguments of `memento glibc-footprint`.
#[derive(Args)]
pub struct Arguments {
    /// The trace
    trace: PathBuf,
    /// Configuration of the hardware, which says which objects count
    #[arg(short, long)]
    configuration: Geometry,
    /// Alignment in bytes of every object large enough to need it
    #[arg(long)]
    min_alignment: u64,
    /// Operations of the trace
    #[arg(long)]
    operations: u64,
}

/// A call of the program.
#[derive(Clone, Copy)]
enum Call {
    Allocate { id: usize, alignment: usize, size: usize },
    Reallocate { id: usize, size: usize },
    Free { id: usize },
}

/// Prints the pages, as a number.
pub fn run(arguments: &Arguments) -> Result<(), Error> {
    say!("{}", heap::peak_bytes(&calls(arguments)?)?.div_ceil(PAGE_BYTES))?;
    Ok(())
}

/// Runs `memento glibc-footprint` and returns the pages.
pub fn measure(job: &Job, configuration: Geometry, min_alignment: u64) -> Result<u64, Error> {
    let failed = |path: &Path, what: &dyn std::fmt::Display| -> Error {
        format!("glibc's footprint of {} cannot be measured: {what}", path.display()).into()
    };
    let mut command = std::process::Command::new(std::env::current_exe()?);
    command.arg("glibc-footprint").arg(job.path);
    command.args(["--configuration", configuration.name]);
    command.args(["--min-alignment", &min_alignment.to_string()]);
    command.args(["--operations", &job.operations.to_string()]);
    // What would tune malloc: the result is to be that of malloc as it comes.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("MALLOC_") || text == "GLIBC_TUNABLES" || text == "LD_PRELOAD" {
            command.env_remove(&name);
        }
    }
    let output = command.output()?;
    if !output.status.success() {
        return Err(failed(job.path, &String::from_utf8_lossy(&output.stderr).trim()));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse().map_err(|error| failed(job.path, &error))
}

/// The malloc that is measured.
pub fn malloc() -> String {
    heap::malloc()
}

/// The calls that concern objects which the hardware would serve.
fn calls(arguments: &Arguments) -> Result<Vec<Call>, Error> {
    let mut player = Player::new(arguments.configuration, arguments.min_alignment);
    let (mut calls, mut next, mut objects) = (Vec::new(), 0, 0);
    let operations = TraceReader::open(&arguments.trace)?;
    for operation in operations.filter(|operation| operation.as_ref().map_or(true, counts)) {
        let operation = operation?;
        if next == arguments.operations {
            break;
        }
        next += 1;
        let id = match operation {
            TraceOperation::Free { id } | TraceOperation::Realloc { id, .. } => id,
            _ => objects,
        };
        objects += u64::from(id == objects);
        let before = player.address(id).is_some();
        // Which address an object has does not matter, but that it has one.
        player.play(&operation, |request, _| u64::from(request == Operation::Alloc));
        let after = player.address(id).is_some();
        let id = id as usize;
        calls.extend(match operation {
            TraceOperation::Alloc { size, .. } if after => Some(Call::Allocate {
                id,
                alignment: 1,
                size: size as usize,
            }),
            TraceOperation::AlignedAlloc { log2_align, size } if after => Some(Call::Allocate {
                id,
                alignment: 1 << log2_align,
                size: size as usize,
            }),
            TraceOperation::Realloc { size, .. } if after && before => Some(Call::Reallocate {
                id,
                size: size as usize,
            }),
            TraceOperation::Realloc { size, .. } if after => Some(Call::Allocate {
                id,
                alignment: 1,
                size: size as usize,
            }),
            TraceOperation::Free { .. } | TraceOperation::Realloc { .. } if before => Some(Call::Free { id }),
            _ => None,
        });
    }
    Ok(calls)
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod heap {
    use super::{Call, Error};
    use std::ptr::null_mut;

    /// The largest request that goes into the holes which the process has before the trace begins.
    const LARGEST_HOLE: usize = 1032;
    /// From a chunk's size to the next one's.
    const CHUNK_STEP: usize = 16;
    /// The size field behind a chunk.
    const SIZE_FIELD: usize = 8;

    /// Name and version.
    pub fn malloc() -> String {
        // SAFETY: it returns a string that lives for ever.
        let version = unsafe { std::ffi::CStr::from_ptr(libc::gnu_get_libc_version()) };
        format!("glibc {}", version.to_string_lossy())
    }

    /// The end of the heap.
    fn end() -> usize {
        // SAFETY: an increment of 0 changes nothing.
        unsafe { libc::sbrk(0) as usize }
    }

    /// Where what was never handed out begins.
    fn top() -> usize {
        // SAFETY: it has no precondition.
        end() - unsafe { libc::mallinfo2() }.keepcost
    }

    /// Takes every hole in the heap, so that what comes next begins at its top.
    fn fill_holes() {
        for size in (24..=LARGEST_HOLE).rev().step_by(CHUNK_STEP) {
            loop {
                let fresh = top();
                // SAFETY: the object is never used and never freed.
                if unsafe { libc::malloc(size) } as usize >= fresh {
                    break;
                }
            }
        }
    }

    /// Makes the calls, and returns the most bytes that they took at a time. Nothing else allocates meanwhile.
    pub fn peak_bytes(calls: &[Call]) -> Result<u64, Error> {
        let ids = calls.iter().map(|call| match *call {
            Call::Allocate { id, .. } | Call::Reallocate { id, .. } | Call::Free { id } => id + 1,
        });
        let mut objects = vec![null_mut::<libc::c_void>(); ids.max().unwrap_or(0)];
        fill_holes();
        let base = top();
        let (mut highest, mut peak, mut strayed) = (base, base, false);
        for call in calls {
            let object = match *call {
                // SAFETY: each object is freed or reallocated once, as the reader of the trace has checked.
                Call::Allocate { id, alignment, size } => unsafe {
                    objects[id] = match alignment {
                        0..=CHUNK_STEP => libc::malloc(size),
                        _ => libc::memalign(alignment, size),
                    };
                    objects[id]
                },
                // SAFETY: as above.
                Call::Reallocate { id, size } => unsafe {
                    objects[id] = libc::realloc(objects[id], size.max(1));
                    objects[id]
                },
                Call::Free { id } => {
                    // SAFETY: as above.
                    unsafe { libc::free(objects[id]) };
                    highest = highest.min(end());
                    continue;
                }
            };
            // SAFETY: it is an object of malloc's, or null.
            let bytes = unsafe { libc::malloc_usable_size(object) };
            let after = object as usize + bytes + SIZE_FIELD;
            strayed |= (object as usize) < base || after > end();
            highest = highest.max(after);
            peak = peak.max(highest);
        }
        match strayed {
            true => Err("malloc has handed out memory that is not in its heap, so its pages cannot be told".into()),
            false => Ok((peak - base) as u64),
        }
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
mod heap {
    use super::{Call, Error};

    pub fn malloc() -> String {
        "no glibc".into()
    }

    pub fn peak_bytes(_: &[Call]) -> Result<u64, Error> {
        Err("this system's malloc is not glibc's".into())
    }
}
