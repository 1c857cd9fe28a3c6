/** What alarms are meant to keep (issue 7 item 3, performance.md 8.4 B6 and B8), in milliseconds. */

/** Due within so long, the reference's measure for all. */
export const DUE_WITHIN_MS = 10_000
export const ALARMS = 10_000

/** 99 of 100 ring so soon after their time. */
export const P99_MS = 300
export const LATEST_MS = 1_000
/** CPU of both sides for all ten thousand: four seconds for alarms that do nothing, and these write a row. */
export const CPU_SECONDS = 12

/** With a million pending an alarm may cost so many times what it costs with a thousand. */
export const MOST_GROWTH = 1.5
/** How long the first look of a process may take with a million pending. */
export const FIRST_LOOK_MS = 50
