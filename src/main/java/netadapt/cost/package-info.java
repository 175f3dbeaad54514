/** Says what an architecture costs: multiply-accumulates, parameters, measured latency. */
package netadapt.cost;
