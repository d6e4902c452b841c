//! The object allocator's ports, cycle by cycle.

use memento_abi::Geometry;

/// What drives the device in a cycle. Fields are the ports' names without their suffix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// Low resets.
    pub rst_n: bool,
    /// First address of the region.
    pub region_base: u64,
    /// Pages of each slice that may be handed out.
    pub slice_limit_pages: u64,
    /// Free objects a full arena must have to become available.
    pub reuse_threshold: u32,
    /// A request is offered.
    pub req_valid: bool,
    /// Its operation code.
    pub req_operation: u8,
    /// Its size or address.
    pub req_operand: u64,
    /// A response would be taken.
    pub rsp_ready: bool,
    /// A memory request would be taken.
    pub mem_req_ready: bool,
    /// Memory answers.
    pub mem_rsp_valid: bool,
    /// The beat read.
    pub mem_rsp_rdata: u64,
    /// The access failed.
    pub mem_rsp_error: bool,
    /// A request for an arena's pages would be taken.
    pub pages_req_ready: bool,
    /// The page allocator answers.
    pub pages_rsp_valid: bool,
    /// Its status code.
    pub pages_rsp_status: u8,
    /// The arena backed was recycled and not the list's last.
    pub pages_rsp_link_valid: bool,
    /// First page of the next one.
    pub pages_rsp_link_page: u64,
    /// What the bypass unit says of `bypass_class`.
    pub bypass_value: u16,
}

/// What the device says in a cycle, given that cycle's [`Inputs`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outputs {
    /// The request is taken.
    pub req_ready: bool,
    /// A response is offered.
    pub rsp_valid: bool,
    /// Its status code.
    pub rsp_status: u8,
    /// Its address.
    pub rsp_address: u64,
    /// A memory request is offered.
    pub mem_req_valid: bool,
    /// It writes.
    pub mem_req_write: bool,
    /// Its address.
    pub mem_req_address: u64,
    /// The beat to write.
    pub mem_req_wdata: u64,
    /// A memory response is taken.
    pub mem_rsp_ready: bool,
    /// Something is asked about an arena's pages.
    pub pages_req_valid: bool,
    /// The arena is released.
    pub pages_req_release: bool,
    /// Its class.
    pub pages_req_class: u32,
    /// Its first page.
    pub pages_req_page: u64,
    /// The recycled list had a first arena.
    pub pages_req_link_valid: bool,
    /// Its first page.
    pub pages_req_link_page: u64,
    /// An arena comes into the table.
    pub bypass_install_valid: bool,
    /// Its class.
    pub bypass_install_class: u32,
    /// Its first page.
    pub bypass_install_page: u64,
    /// How many of its body lines may have been touched.
    pub bypass_install_value: u16,
    /// The bypass unit is asked about this class.
    pub bypass_class: u32,
    /// A posted free failed.
    pub error_valid: bool,
    /// Why: a status code.
    pub error_status: u8,
    /// Its address.
    pub error_address: u64,
    /// A write failed: everything stops until reset.
    pub fault: bool,
    /// Nothing is under way.
    pub idle: bool,
    /// One bit per event.
    pub events: u16,
}

/// A device that is driven by its pins.
pub trait Pins {
    /// The configuration it was made for.
    fn geometry(&self) -> Geometry;
    /// Drives the inputs, with the clock low, and returns the outputs that follow.
    fn eval(&mut self, inputs: &Inputs) -> Outputs;
    /// Raises the clock.
    fn edge(&mut self);
}
