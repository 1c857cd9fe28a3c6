/** The channel to a staff group: a robot that speaks and does not listen (wecom.md 6.1; path/91770). */
import { hash } from 'node:crypto'
import type { Address, Channel } from '../channel.ts'
import type { HttpDeps } from './api/http.ts'
import { type RobotMessage, sendRobotMessage } from './api/robot.ts'
import { checked } from './check-draft.ts'
import type { StoredFile } from './media-ids.ts'
import { type RobotDraft, robotDrafts } from './robot-drafts.ts'
import { refusedHere, showing } from './send-refusal.ts'

export interface RobotChannelDeps extends HttpDeps {
  /** The robot's key, a secret: the address names the robot in our own words. Nothing when none is configured. */
  keyOf(robot: Address): string | undefined
  /** Nothing when the file is gone. */
  openFile(fileId: string): Promise<StoredFile | undefined>
}

const IMAGE_BYTES = 2 * 1024 * 1024
const IMAGE_TYPES = ['image/jpeg', 'image/png']

/** Nothing tells the robot a repeat from a new message: after a time-out a repeat may be shown twice. */
export function robotChannel(deps: RobotChannelDeps): Channel {
  return {
    name: 'wecom-robot',
    async send({ to, message }) {
      const key = deps.keyOf(to)
      if (!key) throw refusedHere('no robot', `no robot is called ${to.account}`, 'config')
      for (const draft of robotDrafts(message).map(checked)) {
        const body = await bodyOf(draft, deps)
        await showing(sendRobotMessage(deps, key, body))
      }
      return {}
    },
  }
}

async function bodyOf(draft: RobotDraft, deps: RobotChannelDeps): Promise<RobotMessage> {
  if (draft.msgtype !== 'image') return { ...draft }
  const file = await deps.openFile(draft.fileId)
  if (!file) throw refusedHere('44001', `file ${draft.fileId} is gone`)
  if (!IMAGE_TYPES.includes(file.contentType) || file.bytes.length > IMAGE_BYTES) {
    throw refusedHere('40009', `${file.contentType} of ${file.bytes.length} bytes`)
  }
  const bytes = Buffer.from(file.bytes)
  const image = { base64: bytes.toString('base64'), md5: hash('md5', bytes) }
  return { msgtype: 'image', image }
}
