/** The command line: reads its options, shows progress on the console and sets exit codes. */
package netadapt.cli;
