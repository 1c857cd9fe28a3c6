/** How much one process does at the same time. */

/** Conversations, lanes and alarms one process serves at the same time: more than two only wait for two cores. */
export const WIDTH = 3
