/**
 * Says how well a score ranks networks that were trained one by one; knows neither Spark nor runs.
 */
package netadapt.rank;
