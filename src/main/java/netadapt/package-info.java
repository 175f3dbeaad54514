/** Holds what every package may use: the exception for a user's mistake. */
package netadapt;
