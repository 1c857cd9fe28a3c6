/** One line of a file of sentences: what was said, where it leads and what it holds. */
import { z } from 'zod'

const NAME = /^[a-z][a-z0-9_]*$/

const sentenceLine = z
  .strictObject({
    text: z.string().min(1).max(2000),
    flow: z.string().regex(NAME).nullable().optional(),
    faq: z.string().regex(NAME).optional(),
    slots: z.record(z.string().regex(NAME), z.unknown()).optional(),
  })
  .refine(({ flow, faq }) => flow !== undefined || faq !== undefined, {
    message: 'says neither `flow` nor `faq`',
  })

export type Sentence = z.infer<typeof sentenceLine> & { readonly line: number }

/** The sentences of a JSONL text, and what is wrong with its lines. Empty lines count as none. */
export function readSentences(text: string): {
  readonly sentences: readonly Sentence[]
  readonly problems: readonly { readonly line: number; readonly message: string }[]
} {
  const sentences: Sentence[] = []
  const problems: { line: number; message: string }[] = []
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1
    if (raw.trim() === '') continue
    const read = readLine(raw)
    if (typeof read === 'string') problems.push({ line, message: read })
    else sentences.push({ ...read, line })
  }
  return { sentences, problems }
}

function readLine(raw: string): z.infer<typeof sentenceLine> | string {
  let json: unknown
  try {
    json = JSON.parse(raw)
  } catch {
    return 'is no JSON'
  }
  const parsed = sentenceLine.safeParse(json)
  if (parsed.success) return parsed.data
  return parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')
}
