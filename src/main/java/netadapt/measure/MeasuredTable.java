package netadapt.measure;

import netadapt.cost.CostTable;

/**
 * A table that was measured, and how well it tells the latency of other networks.
 *
 * @param table in milliseconds
 * @param check of networks that the table was not made from
 */
public record MeasuredTable(CostTable table, TableCheck check) {}
