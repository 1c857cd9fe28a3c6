/** Sends a photo or file of the chats to a browser, so that nothing in it can act as a page. */
import type { Response } from 'express'
import type { ControlClient } from './control-client.ts'

/** Only pictures are shown in place; all else is a download. */
const SHOWN = new Set(['image/jpeg', 'image/png'])

export async function sendMedium(
  control: Pick<ControlClient, 'medium'>,
  mediaId: string,
  response: Response,
): Promise<void> {
  const medium = await control.medium(mediaId)
  const isShown = SHOWN.has(medium.contentType)
  response.set({
    'content-type': isShown ? medium.contentType : 'application/octet-stream',
    'content-disposition': isShown ? 'inline' : 'attachment; filename="download"',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=86400, immutable',
  })
  response.send(Buffer.from(medium.base64, 'base64'))
}
