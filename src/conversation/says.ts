/** What a turn says becomes rows of the outbox: as few sends as possible, in order. */
import type { Address, Outgoing } from '../channels/channel.ts'
import type { Said } from '../dialogue/run/world.ts'
import { type NewOutgoing, type Putting, putOutgoing } from '../outbox/put.ts'

/** wecom.md 3.4: bytes of a text and of the words above a menu. */
const TEXT_BYTES = 2048
const HEAD_BYTES = 1024

export interface SaysOf {
  readonly turnId: string
  readonly to: Address
  readonly projectId: string | null
  /** A single-use code of the platform: everything must fit into the one message it lets out. */
  readonly code: string | null
}

export async function putSays(at: Putting, says: readonly Said[], of: SaysOf): Promise<void> {
  for (const [n, said] of mergeSays(says).entries()) {
    const outgoing: NewOutgoing = {
      key: `turn-${of.turnId}-${n}`,
      to: of.to,
      message: messageOf(said),
      purpose: said.purpose,
      projectId: of.projectId,
      ...(said.guard && { guard: said.guard }),
      ...(n === 0 && of.code !== null && { code: of.code }),
    }
    await putOutgoing(at, outgoing)
  }
}

/** Texts that follow each other become one, and join the menu they lead to, as far as the bytes allow. */
function mergeSays(says: readonly Said[]): Said[] {
  const merged: Said[] = []
  for (const said of says) {
    const last = merged.at(-1)
    const joined = last && join(last, said)
    if (joined) merged[merged.length - 1] = joined
    else merged.push(said)
  }
  return merged
}

function join(first: Said, second: Said): Said | null {
  if (first.kind !== 'text' || !isOfOne(first, second)) return null
  if (second.kind !== 'text' && second.kind !== 'menu') return null
  const text = `${first.text}\n\n${second.text}`
  const most = second.kind === 'text' ? TEXT_BYTES : HEAD_BYTES
  return Buffer.byteLength(text) <= most ? { ...second, text } : null
}

/** The words of a reminder and the question below them are overtaken together. */
function isOfOne({ guard: a }: Said, { guard: b }: Said): boolean {
  return a?.runId === b?.runId && a?.generation === b?.generation
}

function messageOf(said: Said): Outgoing {
  switch (said.kind) {
    case 'text':
      return { kind: 'text', text: said.text }
    case 'menu':
      return {
        kind: 'menu',
        text: said.text,
        options: said.options,
        ...(said.tail && { tail: said.tail }),
        ...(said.numberFrom && { numberFrom: said.numberFrom }),
      }
    case 'image':
      return { kind: 'image', fileId: said.fileId }
    case 'link':
      return { kind: 'link', text: said.text, label: said.label, url: said.url }
  }
}
