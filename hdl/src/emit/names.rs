//! Verilog names: what may be one, and that each is used once.

use super::EmitError;
use std::collections::BTreeMap;

/// Reserved words of SystemVerilog (IEEE 1800-2017).
const KEYWORDS: &str = "accept_on alias always always_comb always_ff always_latch and assert assign assume automatic \
    before begin bind bins binsof bit break buf bufif0 bufif1 byte case casex casez cell chandle checker class clocking \
    cmos config const constraint context continue cover covergroup coverpoint cross deassign default defparam design \
    disable dist do edge else end endcase endchecker endclass endclocking endconfig endfunction endgenerate endgroup \
    endinterface endmodule endpackage endprimitive endprogram endproperty endspecify endsequence endtable endtask enum \
    event eventually expect export extends extern final first_match for force foreach forever fork forkjoin function \
    generate genvar global highz0 highz1 if iff ifnone ignore_bins illegal_bins implements implies import incdir include \
    initial inout input inside instance int integer interconnect interface intersect join join_any join_none large let \
    liblist library local localparam logic longint macromodule matches medium modport module nand negedge nettype new \
    nexttime nmos nor noshowcancelled not notif0 notif1 null or output package packed parameter pmos posedge primitive \
    priority program property protected pull0 pull1 pulldown pullup pulsestyle_ondetect pulsestyle_onevent pure rand \
    randc randcase randsequence rcmos real realtime ref reg reject_on release repeat restrict return rnmos rpmos rtran \
    rtranif0 rtranif1 s_always s_eventually s_nexttime s_until s_until_with scalared sequence shortint shortreal \
    showcancelled signed small soft solve specify specparam static string strong strong0 strong1 struct super supply0 \
    supply1 sync_accept_on sync_reject_on table tagged task this throughout time timeprecision timeunit tran tranif0 \
    tranif1 tri tri0 tri1 triand trior trireg type typedef union unique unique0 unsigned until until_with untyped use \
    uwire var vectored virtual void wait wait_order wand weak weak0 weak1 while wildcard wire with within wor xnor xor";

/// The name of a signal that is no port: where the field's name is a keyword, an underscore is appended.
pub(super) fn internal_name(name: &str) -> String {
    match is_keyword(name) {
        true => format!("{name}_"),
        false => name.into(),
    }
}

fn is_keyword(name: &str) -> bool {
    KEYWORDS.split_whitespace().any(|keyword| keyword == name)
}

/// Why Verilog, or a reader, could not take this for a name.
pub(crate) fn no_name(name: &str) -> Option<&'static str> {
    let letters = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if is_keyword(name) {
        Some("it is a keyword")
    } else if name.contains("__") {
        Some("it has two underscores in a row")
    } else if !name.chars().all(letters) || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        Some("it is not letters, digits and underscores from a letter on")
    } else {
        None
    }
}

/// Refuses what is no name.
pub(super) fn check_name(module: &str, name: &str) -> Result<(), EmitError> {
    no_name(name).map_or(Ok(()), |why| {
        Err(EmitError::BadName {
            module: module.into(),
            name: name.into(),
            why,
        })
    })
}

/// `State$ReadHeader` as `STATE_READ_HEADER`.
pub(super) fn screaming(path: &str) -> String {
    let mut out = String::new();
    let mut previous = '_';
    for c in path.chars() {
        let c = if c == '$' { '_' } else { c };
        if c.is_ascii_uppercase() && (previous.is_ascii_lowercase() || previous.is_ascii_digit()) {
            out.push('_');
        }
        out.push(c.to_ascii_uppercase());
        previous = c;
    }
    out
}

/// The names of one module, each claimed once.
pub(super) struct Unique {
    module: String,
    taken: BTreeMap<String, String>,
}

impl Unique {
    pub fn new(module: &str) -> Self {
        Self {
            module: module.into(),
            taken: BTreeMap::new(),
        }
    }

    /// Takes `name` for `what`.
    pub fn claim(&mut self, name: &str, what: &str) -> Result<(), EmitError> {
        match self.taken.insert(name.into(), what.into()) {
            None => Ok(()),
            Some(first) => Err(EmitError::NameCollision {
                module: self.module.clone(),
                name: name.into(),
                first,
                second: what.into(),
            }),
        }
    }
}
