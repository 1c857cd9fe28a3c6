/** The HTTP server: callbacks first, everything else by Express; it stops without cutting anybody off. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type ErrorRequestHandler, type Router } from 'express'
import helmet from 'helmet'
import { pinoHttp } from 'pino-http'
import { CannotStart } from '../database/cannot-start.ts'
import type { Log } from '../log.ts'
import { watchSenders } from './slow-senders.ts'

export interface HttpDeps {
  readonly port: number
  readonly host: string
  readonly log: Log
  /** Proxies in front whose X-Forwarded-For is believed, as Express takes them; null when none is. */
  readonly trustProxy: number | readonly string[] | null
  /** Asked before everything else; false means the request is not theirs. */
  readonly callback: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
  /** By the path they are mounted at, in order. */
  readonly routes: readonly (readonly [string, Router])[]
}

export interface HttpServer {
  readonly port: number
  /** Takes no new connections, lets answers under way finish. */
  stop(): Promise<void>
}

/**
 * Whoever opens a connection says soon what is wanted: those who never do are looked for every second. A whole request
 * may take longer, workbooks and photos come over slow lines.
 */
const PATIENCE = {
  headersTimeout: 8_000,
  requestTimeout: 120_000,
  connectionsCheckingInterval: 1_000,
} as const

/** Those being answered included, pages that listen for news among them. A connection costs 6 to 10 KB (`npm run fuzz`). */
const MOST_CONNECTIONS = 10_000
/** Who finds no place in the row before the door tries again only after a second. The system may allow fewer. */
const BACKLOG = 4096

export async function startHttp(deps: HttpDeps): Promise<HttpServer> {
  const app = expressApp(deps)
  let isStopping = false
  const server = createServer(PATIENCE, (request, response) => {
    response.once('close', () => {
      if (isStopping) server.closeIdleConnections()
    })
    deps.callback(request, response).then(
      (isTaken) => {
        if (!isTaken) app(request, response)
      },
      (error) => {
        deps.log.error({ err: error }, 'a request broke')
        response.destroy()
      },
    )
  })
  server.maxConnections = MOST_CONNECTIONS
  const connected = watchSenders(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE'
      reject(isTaken ? new CannotStart(takenLine(deps), { cause: error }) : error)
    })
    server.listen({ port: deps.port, host: deps.host, backlog: BACKLOG }, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      isStopping = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      // To Node a connection opened in advance, as browsers do, is under way until a minute has passed.
      for (const socket of connected()) if (socket.bytesRead === 0) socket.destroy()
      await closed
    },
  }
}

function takenLine({ host, port }: HttpDeps): string {
  return `Port ${port} on ${host} is taken by another program: stop it, or set PORT to a free one`
}

/** The pages behind the callbacks. */
export function expressApp({
  log,
  routes,
  trustProxy,
}: Pick<HttpDeps, 'log' | 'routes' | 'trustProxy'>): express.Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', trustProxy ?? false)
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } },
      // With less, older browsers say of our own forms that they come from nowhere; others learn no address of ours.
      referrerPolicy: { policy: 'same-origin' },
    }),
  )
  app.use(pinoHttp({ logger: log, autoLogging: false, serializers: { req: shownRequest } }))
  for (const [path, router] of routes) app.use(path, router)
  app.use((_request, response) => {
    response.status(404).type('text').send('没有这个页面')
  })
  app.use(onError)
  return app
}

/** Sessions, links that open a page once, and names somebody searched for stand in headers and addresses. */
function shownRequest({ method, url }: { readonly method: string; readonly url: string }) {
  return { method, door: `/${url.split(/[/?]/)[1] ?? ''}` }
}

/** Says nothing of what went wrong to the outside; the log has it. */
const onError: ErrorRequestHandler = (error, request, response, _next) => {
  const status = typeof error.status === 'number' && error.status < 500 ? error.status : 500
  if (status === 500) request.log.error({ err: error }, 'a request failed')
  if (response.headersSent) response.destroy()
  else
    response
      .status(status)
      .type('text')
      .send(status === 500 ? '出了点问题，请稍后再试' : '请求有误')
}
