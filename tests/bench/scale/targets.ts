/**
 * What each question of a year's tickets may take at 500,000 tickets and 2,000,000 clocks: milliseconds of CPU, the median.
 * On a machine with nothing else to do that is about what somebody waits.
 */
export const TARGETS = {
  /** A page is there before anybody waits for it. Source: performance.md 9.2 I8, 250 ms for an answer. */
  'board page': 250,
  'board, ended': 250,
  'desk list': 250,
  /** A part of a turn that is answered within I8's 250 ms. */
  'my tickets': 50,
  'dispatch candidates': 100,
  /** Source: performance.md 8.4 B8, finding what is overdue among a million: 20 ms at the most. */
  'overdue sweep': 20,
  /** Read for the report or by a person who asks for it, once: a few seconds for 42,000 tickets. */
  'figures of a month': 5000,
  /** Once a month, by a person who waits: three months and five weeks of figures, and what is around them. */
  'monthly report': 30_000,
} as const

export type Subject = keyof typeof TARGETS

/** The size the targets are for; smaller ones must meet them as well, larger ones are shown beside them. */
export const TARGET_TICKETS = 500_000
