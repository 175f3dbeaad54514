/** Measures what the operators of networks cost on a device, and makes tables of it. */
package netadapt.measure;
