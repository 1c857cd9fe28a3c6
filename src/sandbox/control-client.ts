/** The desk's hand on the stand-in platform: every call of its control interface, typed. */
import type { z } from 'zod'
import type { Pending } from './platform/control/pending.ts'
import type { peopleSchema } from './platform/control/people.ts'
import type { Fault } from './platform/faults.ts'
import type { BubbleRow, FaultRow, MemberRow, OwnerRow, ProblemRow } from './platform/store/rows.ts'

export type People = z.input<typeof peopleSchema>

export interface PlatformState {
  readonly version: string
  readonly instance: string
  readonly pid: number
  readonly now: string
  readonly corp: {
    readonly corpId: string
    readonly name: string
    readonly apps: readonly { readonly agentId: number; readonly name: string }[]
    readonly kfAccounts: readonly { readonly openKfId: string; readonly name: string }[]
    readonly robots: readonly { readonly name: string }[]
  }
  readonly owners: readonly OwnerRow[]
  readonly members: readonly MemberRow[]
}

export interface PhoneContents {
  /** Another one whenever the phone shows something else. */
  readonly mark: string
  readonly messages: readonly BubbleRow[]
}

export interface Chat {
  readonly ownerId: string
  readonly openKfId: string
  readonly isMine: boolean
}

interface Medium {
  readonly type: string
  readonly contentType: string
  readonly base64: string
}

/** Whose phone. Robots are numbered from 0. */
export type PhoneOf =
  | { readonly kind: 'owners' | 'members'; readonly id: string }
  | { readonly kind: 'robots'; readonly id: number }

/** The platform refused: `status` 400 or 404 with a reason for people. */
export class ControlRefused extends Error {
  readonly status: number

  constructor(status: number, reason: string) {
    super(reason)
    this.name = 'ControlRefused'
    this.status = status
  }
}

/** What an administrator does in the directory; `input` as in platform/control/directory-routes.ts. */
interface DirectoryControl {
  addMember(input: object): Promise<void>
  changeMember(id: string, input: object): Promise<void>
  removeMember(id: string): Promise<void>
  putDepartment(input: object): Promise<void>
  removeDepartment(id: string): Promise<void>
  setVisibleRange(input: object): Promise<void>
}

export interface ControlClient extends DirectoryControl {
  state(): Promise<PlatformState>
  putPeople(people: People): Promise<void>
  /** Makes the platform's clock read `now` at this moment. */
  setClock(now: Date): Promise<void>
  pending(): Promise<Pending>
  /** Saves where callbacks go, after the platform's own check of the address, and sends what was given up. */
  connectDesk(agentId: number, callbackUrl: string): Promise<{ readonly redelivered: number }>
  redeliver(): Promise<{ readonly redelivered: number }>
  /** The bubbles after number `after`; with `last`, at most so many of the newest. */
  readPhone(of: PhoneOf, after: number, last?: number): Promise<PhoneContents>
  /** `input` as in platform/control/owner-input.ts and member-input.ts. */
  write(of: PhoneOf, input: object): Promise<{ readonly n?: number }>
  tap(memberId: string, tap: object): Promise<void>
  recall(ownerId: string, n: number): Promise<void>
  chats(memberId: string): Promise<readonly Chat[]>
  serve(chat: ServedChat, act: 'take' | 'end'): Promise<void>
  /** `input` as in platform/control/written-message.ts. */
  answer(chat: ServedChat, input: object): Promise<{ readonly n: number }>
  /** The servicer takes message `n` of their own back. */
  takeBack(chat: ServedChat, n: number): Promise<void>
  reject(chat: ServedChat, rejected: boolean): Promise<void>
  setServicing(memberId: string, servicing: MemberRow['servicing']): Promise<void>
  medium(mediaId: string): Promise<Medium>
  faults(): Promise<readonly FaultRow[]>
  addFault(fault: Fault): Promise<FaultRow>
  clearFaults(): Promise<void>
  endFault(id: string): Promise<void>
  problems(): Promise<readonly ProblemRow[]>
  oauthCode(who: { readonly kind: 'owner' | 'member'; readonly id: string }): Promise<string>
  /** The owner scans a member's code, or that of a contact way. */
  addContact(
    ownerId: string,
    by: { readonly member: string } | { readonly way: string },
  ): Promise<void>
  removeContact(ownerId: string, memberId: string): Promise<void>
  senderTasks(memberId: string): Promise<readonly SenderTask[]>
  confirmTask(memberId: string, msgid: string): Promise<object>
  /** A customer group of a member, with these owners in it. */
  addGroup(group: {
    readonly name: string
    readonly owner: string
    readonly members: readonly string[]
  }): Promise<{ readonly chatId: string }>
  contactWays(): Promise<readonly ContactWay[]>
  /** How many mass messages a customer may get: one a day, seven a week, or a month's days a month. */
  setMassSendCap(cap: 'day' | 'week' | 'month'): Promise<void>
  stop(): Promise<void>
}

/** A mass message a member has not sent yet (wecom.md 7.5). */
interface SenderTask {
  readonly msgid: string
  readonly at: string
  readonly text: string
  /** The customers' names. */
  readonly customers: readonly string[]
}

/** A 联系我 code of the corp. */
interface ContactWay {
  readonly configId: string
  readonly state: string
  readonly remark: string
  readonly users: readonly string[]
}

interface ServedChat {
  readonly memberId: string
  readonly ownerId: string
}

/** `controlUrl` ends in `/control`. Throws `ControlRefused`, or what fetch throws when nobody answers. */
export function controlClient(controlUrl: string, secret: string): ControlClient {
  const call = caller(controlUrl, secret)
  const chatPath = ({ memberId, ownerId }: ServedChat, act: string) =>
    `/members/${encodeURIComponent(memberId)}/chats/${encodeURIComponent(ownerId)}/${act}`
  const phonePath = ({ kind, id }: PhoneOf) => `/${kind}/${encodeURIComponent(id)}/messages`
  return {
    state: () => call('GET', '/state'),
    putPeople: (people) => call('PUT', '/people', people),
    setClock: (now) => call('PUT', '/clock', { now: now.toISOString() }),
    pending: () => call('GET', '/pending'),
    connectDesk: (agentId, url) => call('PUT', '/callback', { agentId, url }),
    redeliver: () => call('POST', '/redeliver'),
    readPhone: (of, after, last) => {
      const limit = last === undefined ? '' : `&last=${last}`
      return call('GET', `${phonePath(of)}?after=${after}${limit}`)
    },
    write: (of, input) => call('POST', phonePath(of), input),
    tap: (id, tap) => call('POST', `/members/${encodeURIComponent(id)}/taps`, tap),
    recall: (id, n) => call('POST', `/owners/${encodeURIComponent(id)}/recalls`, { n }),
    chats: (id) =>
      call<{ chats: Chat[] }>('GET', `/members/${encodeURIComponent(id)}/chats`).then(
        ({ chats }) => chats,
      ),
    serve: (chat, act) => call('POST', chatPath(chat, act)),
    answer: (chat, input) => call('POST', chatPath(chat, 'messages'), input),
    takeBack: (chat, n) => call('POST', chatPath(chat, 'recalls'), { n }),
    reject: (chat, rejected) => call('POST', chatPath(chat, 'rejection'), { rejected }),
    setServicing: (id, servicing) =>
      call('PUT', `/members/${encodeURIComponent(id)}/servicing`, { servicing }),
    medium: (id) => call('GET', `/media/${encodeURIComponent(id)}`),
    faults: () => call<{ faults: FaultRow[] }>('GET', '/faults').then(({ faults }) => faults),
    addFault: (fault) => call('POST', '/faults', fault),
    clearFaults: () => call('DELETE', '/faults'),
    endFault: (id) => call('DELETE', `/faults/${encodeURIComponent(id)}`),
    problems: () =>
      call<{ problems: ProblemRow[] }>('GET', '/problems').then(({ problems }) => problems),
    oauthCode: (who) =>
      call<{ code: string }>('POST', '/oauth-codes', who).then(({ code }) => code),
    addContact: (id, by) => call('POST', `/owners/${encodeURIComponent(id)}/contacts`, by),
    removeContact: (id, member) =>
      call('DELETE', `/owners/${encodeURIComponent(id)}/contacts/${encodeURIComponent(member)}`),
    addGroup: (group) => call('POST', '/groups', group),
    senderTasks: (id) =>
      call<{ tasks: SenderTask[] }>('GET', `/members/${encodeURIComponent(id)}/tasks`).then(
        ({ tasks }) => tasks,
      ),
    confirmTask: (id, msgid) =>
      call('POST', `/members/${encodeURIComponent(id)}/tasks/${encodeURIComponent(msgid)}/confirm`),
    contactWays: () => call<{ ways: ContactWay[] }>('GET', '/ways').then(({ ways }) => ways),
    setMassSendCap: (cap) => call('PUT', '/mass-send-cap', { cap }),
    ...directoryCalls(call),
    stop: () => call('POST', '/stop'),
  }
}

function directoryCalls(call: ReturnType<typeof caller>): DirectoryControl {
  return {
    addMember: (input) => call('POST', '/members', input),
    changeMember: (id, input) => call('PUT', `/members/${encodeURIComponent(id)}`, input),
    removeMember: (id) => call('DELETE', `/members/${encodeURIComponent(id)}`),
    putDepartment: (input) => call('PUT', '/departments', input),
    removeDepartment: (id) => call('DELETE', `/departments/${encodeURIComponent(id)}`),
    setVisibleRange: (input) => call('PUT', '/visible-range', input),
  }
}

/** An answer later than this means that the platform hangs. */
const TIMEOUT_MS = 15_000

function caller(controlUrl: string, secret: string) {
  return async <Result>(method: string, path: string, body?: object): Promise<Result> => {
    const response = await fetch(`${controlUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as Result & { error?: string }
    if (response.ok) return answer
    throw new ControlRefused(response.status, answer.error ?? `control answered ${response.status}`)
  }
}
