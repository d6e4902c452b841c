//! Pages of HTML from records.

use crate::{mix, BASIS};
use alloc::{format, string::String, vec::Vec};
use horrorshow::{helper::doctype, html, Raw, Template};

const PAGES: u32 = 5;
const RECORDS: u32 = 24;

pub fn run() -> u32 {
    (0..PAGES).fold(BASIS, |sum, number| {
        let records: Vec<Record> = (0..RECORDS).map(|index| record(number, index)).collect();
        mix(sum, page(number, &records).as_bytes())
    })
}

fn record(page: u32, index: u32) -> Record {
    Record {
        name: format!("Record {page}.{index}"),
        text: format!("what <{index}> & \"{page}\" have to say"),
        tags: (0..index % 4).map(|tag| format!("tag-{tag}")).collect(),
    }
}

struct Record {
    name: String,
    text: String,
    tags: Vec<String>,
}

fn page(number: u32, records: &[Record]) -> String {
    let page = html! {
        : doctype::HTML;
        head { title { : format_args!("Page {number}") } }
        body {
            @ for record in records {
                div(class = "record") { : Raw(card(record)) }
            }
        }
    };
    page.into_string().unwrap_or_default()
}

fn card(record: &Record) -> String {
    let card = html! {
        h2 { : &record.name }
        p { : &record.text }
        ul { @ for tag in &record.tags { li { : tag } } }
    };
    card.into_string().unwrap_or_default()
}
