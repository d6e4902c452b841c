// VexRiscv with Memento, beside soc_fabric.f and VexRiscv_FullCfu.v of the wheel pythondata-cpu-vexriscv.
memento_soc.sv
vexriscv_cfu.sv
