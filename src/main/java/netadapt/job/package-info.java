/**
 * Does the steps of a run, from images to a report, in one Spark session. Programs call {@link
 * netadapt.NetAdapt}; what is public here is for that.
 */
package netadapt.job;
