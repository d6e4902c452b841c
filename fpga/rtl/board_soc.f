// What every board has around its system, beside its own file in boards/.
board_soc.sv
uart_transmitter.sv
