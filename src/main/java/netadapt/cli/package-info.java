/** The commands: reads the configuration, wires the other packages together, says what happens. */
package netadapt.cli;
