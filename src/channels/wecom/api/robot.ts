/** The group robot's one call (wecom.md 6.1). Its key is all it needs, and a secret. */
import { z } from 'zod'
import type { HttpDeps } from './http.ts'
import { callJson } from './read-answer.ts'

export interface RobotMessage {
  readonly msgtype: string
  readonly [body: string]: unknown
}

// https://developer.work.weixin.qq.com/document/path/91770
export async function sendRobotMessage(
  deps: HttpDeps,
  key: string,
  message: RobotMessage,
): Promise<void> {
  const call = {
    method: 'POST',
    path: '/cgi-bin/webhook/send',
    query: { key },
    body: message,
  } as const
  await callJson(deps, call, z.object({}), [key])
}
