/** What a figure was measured on: without it no figure means anything. */
import { cpus, loadavg } from 'node:os'

export async function machine() {
  const [first] = cpus()
  return {
    when: new Date().toISOString(),
    cpu: first?.model ?? 'unknown',
    cores: cpus().length,
    /** Of the last minute: what else ran is in the figures too. */
    load: (loadavg()[0] ?? 0).toFixed(1),
    node: process.version,
  }
}
