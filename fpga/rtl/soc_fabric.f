// What every system has around its core, beside the memento_top.f and memento_wishbone_bridge.f of its configuration (hdl/rtl/).
axi_ram.sv
region_bridge.sv
soc_fabric.sv
soc_peripherals.sv
soc_ram.sv
wishbone_ram.sv
