/**
 * The way in for programs, {@link netadapt.NetAdapt}, and what every package may use: the
 * exceptions for users' mistakes, and seeds.
 */
package netadapt;
