/** Uploading to the stand-in as the desk would: one multipart part named `media`. */
import { type CallAnswer, ROBOT, type TestPlatform } from './test-platform.ts'

/** media/upload with the token of the first app. */
export async function upload(
  platform: TestPlatform,
  type: string,
  bytes: Uint8Array,
): Promise<CallAnswer> {
  return post(`${platform.baseUrl}/cgi-bin/media/upload`, bytes, {
    access_token: await platform.token(),
    type,
  })
}

/** webhook/upload_media for the robot. */
export function uploadForRobot(
  platform: TestPlatform,
  type: string,
  bytes: Uint8Array,
): Promise<CallAnswer> {
  return post(`${platform.baseUrl}/cgi-bin/webhook/upload_media`, bytes, { key: ROBOT, type })
}

async function post(url: string, bytes: Uint8Array, query: object): Promise<CallAnswer> {
  const form = new FormData()
  form.set('media', new Blob([new Uint8Array(bytes)]), 'media.bin')
  const search = new URLSearchParams({ ...query })
  const response = await fetch(`${url}?${search}`, { method: 'POST', body: form })
  return response.json()
}
