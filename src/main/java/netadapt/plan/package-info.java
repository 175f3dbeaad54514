/** Works out what a run will take before it begins: iterations, steps, bytes and hours. */
package netadapt.plan;
