/** `npm run bench -- start`: from nothing to the first answer, again, away and back, and standing under load. */
import { setTimeout as pause } from 'node:timers/promises'
import { buildNow } from '../../support/app/build-now.ts'
import type { StartedProcess } from '../../support/app/timed-process.ts'
import { medianOf, ratioOf } from '../paired.ts'
import { type Installed, install } from './install.ts'
import { type Judged, judge } from './judge.ts'
import { databaseMiB, residentMiB, type Sample, slopeOf } from './memory.ts'
import { endSandbox, type Talker, talkerOf } from './sandbox-talk.ts'
import { deskSubject, forget, peerSubject, type StartSubject } from './subjects.ts'

const ROUNDS = 3
const IDLE_MS = 10_000
const BETWEEN_MESSAGES_MS = 500

/** Milliseconds, by round. */
export interface Starts {
  readonly name: string
  readonly first: readonly number[]
  readonly later: readonly number[]
  readonly stop: readonly number[]
}

/** Milliseconds from the start after kill −9, by round. */
interface Returned {
  readonly ready: readonly number[]
  /** Until a message written as soon as it was ready is answered on the phone. */
  readonly reply: readonly number[]
}

/** MiB; null where the system does not tell. */
export interface Standing {
  readonly minutes: number
  readonly messages: number
  readonly idleNode: number | null
  readonly idleDatabase: number | null
  readonly loadedNode: number | null
  readonly loadedDatabase: number | null
  readonly slope: number | null
}

export interface StartResult {
  readonly desk: Starts
  readonly peer: Starts
  readonly ratios: { readonly first: number; readonly later: number }
  readonly returned: Returned
  readonly standing: Standing
  readonly installed: Installed
  readonly judged: readonly Judged[]
  readonly isGood: boolean
}

/** Takes some four minutes and the minutes of the load. */
export async function startBench(minutes: number): Promise<StartResult> {
  const [desk, peer] = [deskSubject(buildNow()), await peerSubject()]
  const [ours, theirs] = [startsOf(desk.name), startsOf(peer.name)]
  const returned = { ready: [] as number[], reply: [] as number[] }
  // A first round warms the system's file cache and is not counted (performance.md 8.1).
  for (let round = 0; round <= ROUNDS; round++) {
    const counts = round > 0
    await withFolder(desk, async (folder) => {
      await startTwice(desk, folder, counts ? ours : startsOf(''))
      const back = await killedAndBack(desk, folder)
      if (!counts) return
      returned.ready.push(back.readyMs)
      returned.reply.push(back.replyMs)
    })
    await withFolder(peer, (folder) => startTwice(peer, folder, counts ? theirs : startsOf('')))
  }
  const ratios = {
    first: ratioOf(ours.first, theirs.first),
    later: ratioOf(ours.later, theirs.later),
  }
  const standing = await standUnderLoad(desk, minutes)
  const measured = { desk: ours, peer: theirs, ratios, returned, standing }
  const judged = judge({
    ratios,
    standing,
    stop: medianOf(ours.stop),
    reply: medianOf(returned.reply),
  })
  const isGood = judged.every(({ isMet }) => isMet)
  return { ...measured, installed: await install(), judged, isGood }
}

interface GrowingStarts extends Starts {
  readonly first: number[]
  readonly later: number[]
  readonly stop: number[]
}

function startsOf(name: string): GrowingStarts {
  return { name, first: [], later: [], stop: [] }
}

async function withFolder(
  subject: StartSubject,
  run: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await subject.folder()
  try {
    await run(folder)
  } finally {
    endSandbox(folder)
    await forget(folder)
  }
}

async function startTwice(subject: StartSubject, folder: string, into: GrowingStarts) {
  for (const times of [into.first, into.later]) {
    const started = await subject.start(folder)
    times.push(await started.ready())
    into.stop.push(await started.stop())
  }
}

async function killedAndBack(subject: StartSubject, folder: string) {
  const before = await subject.start(folder)
  await before.ready()
  const talker = talkerOf(folder, before.address)
  // Somebody has talked already, as on any other day.
  await talker.say('您好')
  await talker.answered(1)
  // A message under way at the kill waits for its claim's end (rules/outbox.yaml, claim_ms), and what follows it as well.
  await talker.idle()
  await before.kill()
  const begun = performance.now()
  const after = await subject.start(folder)
  const readyMs = await after.ready()
  const again = talkerOf(folder, after.address)
  await again.say('在吗')
  await again.answered(1)
  const replyMs = performance.now() - begun
  await after.stop()
  return { readyMs, replyMs }
}

async function standUnderLoad(subject: StartSubject, minutes: number): Promise<Standing> {
  const folder = await subject.folder()
  try {
    const desk = await subject.start(folder)
    await desk.ready()
    await pause(IDLE_MS)
    const idle = heldBy(desk, folder)
    const talker = talkerOf(folder, desk.address)
    const samples = await load(desk, talker, minutes)
    await talker.idle()
    const loaded = heldBy(desk, folder)
    await desk.stop()
    return {
      ...{ minutes, messages: talker.said() },
      ...{ idleNode: idle.node, idleDatabase: idle.database },
      ...{ loadedNode: loaded.node, loadedDatabase: loaded.database },
      slope: samples.length === 0 ? null : slopeOf(samples),
    }
  } finally {
    endSandbox(folder)
    await forget(folder)
  }
}

function heldBy(desk: StartedProcess, folder: string) {
  return { node: residentMiB(desk.pid), database: databaseMiB(`${folder}/postgres`) }
}

/** Two messages a second, each by the next of the people, and what they hold at each. */
async function load(desk: StartedProcess, talker: Talker, minutes: number) {
  const begun = performance.now()
  const samples: Sample[] = []
  for (let due = 0; due < minutes * 60_000; due += BETWEEN_MESSAGES_MS) {
    await pause(Math.max(0, begun + due - performance.now()))
    await talker.say('您好')
    const mib = residentMiB(desk.pid)
    if (mib !== null) samples.push({ minute: (performance.now() - begun) / 60_000, mib })
  }
  return samples
}
