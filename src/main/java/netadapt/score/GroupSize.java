package netadapt.score;

/**
 * How many sub-networks go into one model.
 *
 * @param groups into how many groups a job's sub-networks are dealt; 0 for as many as make it the
 *     shortest, of those that memory allows and that let a task take about a minute at most
 * @param bytes that the weights of a group's sub-networks may take; unused with a number of groups
 * @param loading what loading a sub-network takes, in images that it could have scored, 0 or more
 */
public record GroupSize(int groups, long bytes, double loading) {}
