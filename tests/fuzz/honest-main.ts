/**
 * Sends honest messages from a process of its own, so that the waits it tells are the desk's and not those of whoever
 * attacks. Told where to send, it begins; told anything after that, it answers what it saw and ends.
 */
import { honestMessage, laneTo } from './fuzz.ts'
import type { HonestWish, Honesty } from './honest-sender.ts'

/** One after the other begins whether or not the one before is answered: a desk that stands still makes many wait. */
const EVERY_MS = 50

process.once('message', ({ port, door, sentAt }: HonestWish) => {
  const sent: Promise<Honesty[number]>[] = []
  const send = async () => {
    const message = honestMessage(door, sentAt)
    const lane = laneTo(port)
    const [at, begun] = [Date.now(), performance.now()]
    const status = await lane.send('POST', message.target, message.body).catch(() => 0)
    lane.close()
    return { id: message.id, status, at, ms: performance.now() - begun }
  }
  const beat = setInterval(() => sent.push(send()), EVERY_MS)
  process.once('message', async () => {
    clearInterval(beat)
    process.send?.(await Promise.all(sent), () => process.disconnect())
  })
  process.send?.('begun')
})
