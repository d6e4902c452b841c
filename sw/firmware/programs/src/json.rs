//! Requests in JSON: parsed, changed, printed.

use crate::{mix, BASIS};
use alloc::{format, string::String};
use serde_json::{json, Value};

const REQUESTS: u32 = 3;
const ORDERS: u32 = 12;

pub fn run() -> u32 {
    let request = request(ORDERS);
    (0..REQUESTS).fold(BASIS, |sum, number| mix(sum, answer(&request, number).as_bytes()))
}

/// What comes in.
pub fn request(orders: u32) -> String {
    let orders: String = (0..orders)
        .map(|order| {
            let comma = if order == 0 { "" } else { "," };
            format!(
                "{comma}{{\"id\":{order},\"customer\":{{\"name\":\"Customer {order}\",\"mail\":\"c{order}@example.org\"}},\
                 \"items\":[{{\"article\":\"tea\",\"count\":{}}},{{\"article\":\"cup\",\"count\":2}}],\"paid\":false}}",
                order + 1
            )
        })
        .collect();
    format!("{{\"version\":1,\"orders\":[{orders}]}}")
}

/// Every order is marked as paid, with its number of things.
fn answer(request: &str, number: u32) -> String {
    let Ok(mut value) = serde_json::from_str::<Value>(request) else {
        return String::new();
    };
    value["request"] = json!(number);
    for order in value["orders"].as_array_mut().into_iter().flatten() {
        let items = order["items"].as_array().into_iter().flatten();
        let things: u64 = items.filter_map(|item| item["count"].as_u64()).sum();
        order["things"] = json!(things);
        order["paid"] = json!(true);
    }
    format!("{value}")
}
