/** Copies of the shipped rules or flows with some text changed, for a desk that is to run on them. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT_FOLDER } from './build-now.ts'

export interface TextChange {
  /** Path below the folder. */
  readonly file: string
  readonly from: string | RegExp
  readonly to: string
}

/** Copies `rules` or `flows` to `target`. Throws when a change finds nothing to change. */
export function changedCopy(
  folder: 'rules' | 'flows',
  target: string,
  changes: readonly TextChange[],
): string {
  cpSync(join(PROJECT_FOLDER, folder), target, { recursive: true })
  for (const { file, from, to } of changes) {
    const path = join(target, file)
    const before = readFileSync(path, 'utf8')
    const after = before.replace(from, to)
    if (after === before) throw new Error(`${file} holds nothing like ${from}`)
    writeFileSync(path, after)
  }
  return target
}

/** Owners in a hurry: a burst is over at once, so that every message is a turn of its own. */
export const NO_BURSTS: readonly TextChange[] = [
  { file: 'inbox.yaml', from: /text_quiet_ms: \d+/, to: 'text_quiet_ms: 1' },
  { file: 'inbox.yaml', from: /text_cap_ms: \d+/, to: 'text_cap_ms: 1' },
  { file: 'inbox.yaml', from: /media_quiet_ms: \d+/, to: 'media_quiet_ms: 1' },
  { file: 'inbox.yaml', from: /media_cap_ms: \d+/, to: 'media_cap_ms: 1' },
]

/** Every owner is asked about everything that is finished, not only a share of them. */
export const EVERYBODY_ASKED: readonly TextChange[] = [
  { file: 'surveys.yaml', from: /sample_percent: \d+/, to: 'sample_percent: 100' },
  { file: 'surveys.yaml', from: /throttle_days: \d+/, to: 'throttle_days: 0' },
]

/** What a killed process had in hand is taken over sooner than the shipped half minute. */
export const SHORT_CLAIMS: readonly TextChange[] = [
  { file: 'outbox.yaml', from: /claim_ms: \d+/, to: 'claim_ms: 2000' },
]
