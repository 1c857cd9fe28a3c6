/** /sandbox: the page itself, the parts of it that are drawn anew, and what its buttons do. */
import { createRequire } from 'node:module'
import express, { type NextFunction, type Request, type Response, type Router } from 'express'
import type { VNode } from 'preact'
import { render } from 'preact-render-to-string'
import type { Log } from '../../log.ts'
import { readAdvanceMs, readMemberInput, readOwnerInput, readServicerInput } from '../api-input.ts'
import { type ControlClient, ControlRefused } from '../control-client.ts'
import { ASSETS_FOLDER, type DemoPhotos } from '../demo-photos.ts'
import { StillBusy } from '../idle.ts'
import type { Mover, SandboxTime } from '../mover.ts'
import { ChatUpdate } from './chat-list.tsx'
import { Clock } from './clock.tsx'
import { Document } from './document.tsx'
import { type SandboxLoginDeps, sandboxLogin } from './login-routes.tsx'
import { onPageError } from './page-error.ts'
import { readMoveForm, readPhoneForm, readTapForm } from './page-input.ts'
import { readMemberScreen, readOwnerScreen, readScreen } from './screens.ts'
import { readTable, readView } from './slots.ts'

export interface SandboxPageDeps extends Pick<SandboxLoginDeps, 'corp'> {
  readonly control: ControlClient
  readonly time: Pick<SandboxTime, 'now'>
  readonly mover: Mover
  readonly photos: DemoPhotos
  readonly hints: readonly string[]
  readonly log: Log
  readonly consoleLink: (memberId: string) => string
}

const MEMBER = /^[\w.@-]{1,64}$/

/** To be mounted at /sandbox. */
export function sandboxPage(deps: SandboxPageDeps): Router {
  const router = express.Router()
  const htmx = createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js')
  router.get('/assets/htmx.min.js', (_request, response) => response.sendFile(htmx))
  router.use('/assets', express.static(ASSETS_FOLDER, { index: false }))
  router.use(sandboxLogin(deps))
  router.use(express.urlencoded({ extended: false, limit: '64kb' }))
  router.post('/{*any}', onlyFromThisPage)
  consoleRoute(router, deps)
  pageRoute(router, deps)
  screenRoute(router, deps)
  clockRoutes(router, deps)
  actionRoutes(router, deps)
  router.use(onPageError)
  return router
}

/** A form on another site can be made to post here, but not with this header. */
function onlyFromThisPage(request: Request, response: Response, next: NextFunction): void {
  if (request.get('hx-request') === 'true') next()
  else response.status(403).type('text').send('forbidden')
}

/** Made anew with each click: the address is good once. */
function consoleRoute(router: Router, { consoleLink }: SandboxPageDeps): void {
  router.get('/console', (request, response) => {
    const { as } = request.query
    if (typeof as !== 'string' || !MEMBER.test(as)) throw new ControlRefused(404, '没有这个人')
    response.set('Cache-Control', 'no-store')
    response.redirect(303, new URL(consoleLink(as)).pathname)
  })
}

function pageRoute(router: Router, { control, time, mover, photos, hints }: SandboxPageDeps): void {
  router.get('/', async (request, response) => {
    const state = await control.state()
    const table = readTable(state, request.query)
    const { owner, staff, lead } = table
    const source = { control, state }
    const screens = {
      owner: owner && (await readOwnerScreen(control, 'owner', owner)),
      staff: staff && (await readMemberScreen(source, 'staff', staff, table.staffView)),
      lead: lead && (await readMemberScreen(source, 'lead', lead, table.leadView)),
    }
    const now = time.now()
    const clock = { now, target: mover.target(), failure: undefined }
    const common = { state, table, now, photos: photos.names, hints }
    html(response, <Document {...common} clock={clock} screens={screens} />, '<!doctype html>')
  })
}

/** 204 as long as the phone shows what the page has seen. */
function screenRoute(router: Router, { control, time }: SandboxPageDeps): void {
  router.get('/screens/:slot', async (request, response) => {
    const { person, view, seen } = request.query
    const state = await control.state()
    const of = { slot: request.params.slot, person, view: readView(view) }
    const screen = await readScreen({ control, state }, of)
    if (!screen) throw new ControlRefused(404, '没有这部手机')
    if (screen.mark === seen) response.status(204).end()
    else html(response, <ChatUpdate screen={screen} state={state} now={time.now()} />)
  })
}

function clockRoutes(router: Router, { time, mover, log }: SandboxPageDeps): void {
  let failure: string | undefined
  router.get('/clock', (_request, response) => {
    html(response, <Clock now={time.now()} target={mover.target()} failure={failure} />)
  })
  router.post('/clock', (request, response) => {
    const ms = readAdvanceMs(readMoveForm(request.body))
    failure = undefined
    // The page watches the clock run; it does not wait for it to arrive.
    void mover.advance(ms).catch((error: unknown) => {
      log.warn({ err: error }, 'the clock of the demo could not be moved')
      failure = error instanceof StillBusy ? `时间停住了：${error.what[0] ?? ''}` : '时间停住了'
    })
    done(response)
  })
}

function actionRoutes(router: Router, { control, photos }: SandboxPageDeps): void {
  router.post('/phones/owners/:id', async (request, response) => {
    const input = readOwnerInput(readPhoneForm(request.body), photos)
    await control.write({ kind: 'owners', id: request.params.id }, input)
    done(response)
  })
  router.post('/phones/members/:id', async (request, response) => {
    const input = readMemberInput(readPhoneForm(request.body), photos)
    await control.write({ kind: 'members', id: request.params.id }, input)
    done(response)
  })
  router.post('/members/:id/taps', async (request, response) => {
    await control.tap(request.params.id, readTapForm(request.body))
    done(response)
  })
  router.post('/members/:id/chats/:ownerId', async (request, response) => {
    const chat = { memberId: request.params.id, ownerId: request.params.ownerId }
    const { act } = request.body as Record<string, unknown>
    if (act === 'take' || act === 'end') await control.serve(chat, act)
    else await control.answer(chat, readServicerInput(readPhoneForm(request.body), photos))
    done(response)
  })
}

/** Every phone looks at once whether it has something new. */
function done(response: Response): void {
  response.set('hx-trigger', 'sandbox-changed').status(204).end()
}

function html(response: Response, element: VNode, before = ''): void {
  response
    .type('html')
    .set('cache-control', 'no-store')
    .send(before + render(element))
}
