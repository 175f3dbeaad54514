/** Reads settings and networks from their files; tells every mistake with its file and line. */
package netadapt.settings;
