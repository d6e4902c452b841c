//! Search in graphs, breadth first.

use crate::{mix, BASIS};
use alloc::vec::Vec;
use oorandom::Rand32;
use petgraph::{adj::UnweightedList, visit::Bfs};

const GRAPHS: u32 = 3;
const NODES: u32 = 400;
const EDGES: u32 = 1600;

pub fn run() -> u32 {
    let mut dice = Rand32::new(7);
    (0..GRAPHS).fold(BASIS, |sum, _| {
        let graph = graph(&mut dice);
        let mut search = Bfs::new(&graph, 0);
        let order: Vec<u32> = core::iter::from_fn(|| search.next(&graph)).collect();
        order.iter().fold(sum, |sum, node| mix(sum, &node.to_le_bytes()))
    })
}

fn graph(dice: &mut Rand32) -> UnweightedList<u32> {
    let mut graph = UnweightedList::new();
    for _ in 0..NODES {
        graph.add_node();
    }
    for _ in 0..EDGES {
        graph.add_edge(dice.rand_range(0..NODES), dice.rand_range(0..NODES), ());
    }
    graph
}
