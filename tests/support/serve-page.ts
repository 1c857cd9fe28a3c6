/** A site of somebody else: one page on an origin of its own. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ServedPage {
  readonly origin: string
  set(html: string): void
  close(): Promise<void>
}

export async function servePage(html: string): Promise<ServedPage> {
  let shown = html
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(shown)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set(next) {
      shown = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
