//! What replays with data have shown, as tables.

use super::{super::table, data::Row};
use comfy_table::Table;

/// `part` of `whole`; nothing of nothing.
pub fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

fn percent(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

/// All tables, the shortest first.
pub fn tables(rows: &[Row]) -> [Table; 5] {
    let mut summary = table(&[
        "trace",
        "operations",
        "first reads saved by bypass %",
        "line traffic saved by bypass %",
        "pages at peak",
        "glibc's",
        "TLB hit %",
    ]);
    let mut lines = table(&[
        "lines of 64 B",
        "operations",
        "software's",
        "loads",
        "stores",
        "fills",
        "first reads",
        "written back",
        "with bypass: fills",
        "zeros made",
        "written back",
        "of first reads saved %",
        "of all lines saved %",
    ]);
    let mut beats = table(&[
        "beats of 8 B with bypass: read / written",
        "headers",
        "page tables",
        "free-frame links",
        "scrubbing",
        "all",
        "all without bypass",
    ]);
    let mut frames = table(&[
        "pages of 4 KiB at peak",
        "objects, headers",
        "page tables",
        "all of Memento's",
        "glibc's heap",
        "Memento's against it %",
        "without tables %",
    ]);
    let mut pages = table(&[
        "with bypass",
        "first touches",
        "walks",
        "TLB hit %",
        "cache hit %",
        "cycles",
        "cycles without bypass",
    ]);
    for row in rows {
        let (off, on) = (&row.without_bypass, &row.with_bypass);
        let cells = [
            on.operations,
            on.software_allocs,
            on.loads,
            on.stores,
            off.traffic.line_fills,
            off.traffic.first_fills,
            off.traffic.write_backs,
            on.traffic.line_fills,
            on.counters["BYPASSED_LINES"],
            on.traffic.write_backs,
        ];
        let cells = cells.map(|count| count.to_string());
        let hits = |hits, misses| percent(share(on.counters[hits], on.counters[hits] + on.counters[misses]));
        let first = share(on.counters["BYPASSED_LINES"], off.traffic.first_fills);
        let saved = [percent(first), percent(row.line_traffic_saved)];
        lines.add_row([row.trace.clone()].into_iter().chain(cells).chain(saved));
        summary.add_row([
            row.trace.clone(),
            on.operations.to_string(),
            percent(first),
            percent(row.line_traffic_saved),
            on.peak_frames.total().to_string(),
            row.glibc_peak_pages.to_string(),
            hits("TLB_HITS", "TLB_MISSES"),
        ]);
        let t = &on.traffic;
        let of = [
            t.headers,
            t.page_tables,
            t.frame_links,
            t.scrubbing,
            t.all(),
            off.traffic.all(),
        ];
        let of = of.map(|beats| format!("{} / {}", beats.read, beats.written));
        beats.add_row([row.trace.clone()].into_iter().chain(of));
        let (peak, glibc) = (on.peak_frames, row.glibc_peak_pages);
        let against = |frames| format!("{:+.1}", 100.0 * (share(frames, glibc) - 1.0));
        frames.add_row([
            row.trace.clone(),
            peak.pages.to_string(),
            peak.tables.to_string(),
            peak.total().to_string(),
            glibc.to_string(),
            against(peak.total()),
            against(peak.pages),
        ]);
        pages.add_row([
            row.trace.clone(),
            on.first_touches.to_string(),
            on.counters["PAGE_WALKS"].to_string(),
            hits("TLB_HITS", "TLB_MISSES"),
            hits("CACHE_HITS", "CACHE_MISSES"),
            on.cycles.to_string(),
            off.cycles.to_string(),
        ]);
    }
    [summary, lines, beats, frames, pages]
}
