/** What a person reads of one scenario. */
import type { Outcome } from './run-scenario.ts'

export function outcomeLines(outcome: Outcome): readonly string[] {
  const { id, isGood, faults, verdict, counts, answeredMs, memory, findings } = outcome
  const wrong = Object.entries(verdict).filter(([, count]) => count > 0)
  const words = (entries: readonly (readonly [string, number])[]) =>
    entries.map(([what, count]) => `${what} ${count}`).join(', ')
  const seconds = (ms: number) => (ms / 1000).toFixed(1)
  return [
    `${id}: ${isGood ? 'held' : 'BROKEN'}`,
    `  broken on purpose: ${words(Object.entries(faults))}`,
    `  said ${counts.said}${counts.bursts > 0 ? ` (${counts.bursts} bursts)` : ''}, answered in ${seconds(answeredMs.p50)} s (p99 ${seconds(answeredMs.p99)}, max ${seconds(answeredMs.max)}); work orders ${counts.tickets}${counts.talksNext > 0 ? ` (${counts.talksNext} by the next build's flow)` : ''}; taps ${counts.taps}; sent ${counts.sent}, tried again ${counts.repeatedTries}, shown again ${counts.shownAgain}, given up and shown ${counts.shownUntold}`,
    `  callbacks posted ${counts.posts}, not taken ${counts.refused}, taken in ${counts.answerP99Ms} ms (p99)`,
    `  alarms rung ${counts.alarms}, latest ${seconds(counts.latestMs)} s beyond outages; quiet ${seconds(outcome.quietMs)} s after the last fault`,
    `  memory, MB: ${memory.map(([part, before, after]) => `${part} ${before.toFixed(0)} to ${after.toFixed(0)}`).join(', ')}`,
    ...(wrong.length > 0 ? [`  wrong: ${words(wrong)}`] : []),
    ...findings.map((finding) => `    ${finding}`),
  ]
}
