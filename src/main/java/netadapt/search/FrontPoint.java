package netadapt.search;

/**
 * A network that no network of the same search beats at its cost or less.
 *
 * @param scored the network
 * @param expected what its score is expected to be, given all scores of the search
 */
public record FrontPoint(Scored scored, Expectation expected) {}
