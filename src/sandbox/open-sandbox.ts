/** The desk's side of the sandbox: the page, the API for scripts, and the line to the stand-in platform. */
import express, { type Router } from 'express'
import type { Log } from '../log.ts'
import { sandboxApi } from './api.ts'
import type { ControlClient, People } from './control-client.ts'
import { openDemoPhotos } from './demo-photos.ts'
import { type DeskPending, waitUntilIdle } from './idle.ts'
import { mover, type SandboxTime } from './mover.ts'
import { sandboxPage } from './page/routes.tsx'
import type { Corp } from './platform/corp.ts'

export interface SandboxDeps {
  readonly control: ControlClient
  readonly corp: Corp
  readonly people: People
  readonly time: SandboxTime
  /** The desk's own open turns, sends and due timers. */
  readonly pending: () => Promise<DeskPending>
  /** An address that opens the desk's console as this member, once. */
  readonly consoleLink: (memberId: string) => string
  /** Sentences the page offers an owner. */
  readonly hints: readonly string[]
  readonly log: Log
  /** Whoever then waits for idleness or for the clock to move is sent away with 503. What is due stays due. */
  readonly stopping: AbortSignal
}

export interface Sandbox {
  /** To be mounted at /sandbox. */
  readonly router: Router
  /** Resolves when nothing moves in desk or platform; rejects with StillBusy after 30 seconds. */
  idle(): Promise<void>
  /**
   * To be called once the desk listens: gives the platform its people and the desk's time, has the callback
   * address checked and saved, and has everything sent that came while the desk was down.
   */
  connect(callbackUrl: string): Promise<void>
}

export function openSandbox(deps: SandboxDeps): Sandbox {
  const { control, time, log, hints } = deps
  const idle = () =>
    waitUntilIdle({
      stopping: deps.stopping,
      deskPending: deps.pending,
      platformPending: () => control.pending(),
      systemNow: Date.now,
    })
  const clock = mover({ time, control, idle })
  const photos = openDemoPhotos()
  const router = express.Router()
  router.use('/api', sandboxApi({ control, time, mover: clock, idle, photos }))
  const { corp, consoleLink } = deps
  const page = { corp, control, time, mover: clock, photos, hints, log, consoleLink }
  router.use(sandboxPage(page))
  return {
    router,
    idle,
    async connect(callbackUrl) {
      await control.setClock(time.now())
      await control.putPeople(deps.people)
      const [app] = deps.corp.apps
      if (!app) throw new Error('the corp of the sandbox has no app')
      const { redelivered } = await control.connectDesk(app.agentId, callbackUrl)
      log.info({ redelivered }, 'sandbox platform connected')
    },
  }
}
