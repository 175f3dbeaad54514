package netadapt.nn;

import netadapt.nn.kernels.Buffers;
import netadapt.nn.kernels.Kernels;

/**
 * What the layers of one graph share.
 *
 * @param kernels their arithmetic
 * @param scratch arrays that a layer may use until it returns
 */
record Workbench(Kernels kernels, Buffers scratch) {}
