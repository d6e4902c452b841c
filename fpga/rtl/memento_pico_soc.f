// PicoRV32 with Memento, beside soc_fabric.f and picorv32.v of the wheel pythondata-cpu-picorv32.
memento_pico_soc.sv
picorv32_pcpi.sv
