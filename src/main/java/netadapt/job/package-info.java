/** Does the steps of a run, from images to a report, in one Spark session. */
package netadapt.job;
