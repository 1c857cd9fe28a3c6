/** What the property company has registered with the platform: its apps, 微信客服 accounts and group robots. */
import { z } from 'zod'

const appSchema = z.object({
  agentId: z.int().positive(),
  name: z.string().min(1),
  secret: z.string().min(16),
  /** Signs callbacks; at most 32 letters and digits (wecom.md 1.1). */
  token: z.string().regex(/^[A-Za-z0-9]{3,32}$/),
  aesKey: z.string().regex(/^[A-Za-z0-9]{43}$/),
  /** Whether this app may call the 微信客服 interfaces and gets their pings (wecom.md 3.0). */
  kf: z.boolean(),
})

/** 通讯录同步: no app, but with a secret and a callback of its own (wecom.md 2.2). */
const contactsSchema = appSchema.pick({ secret: true, token: true, aesKey: true })

export const corpSchema = z.object({
  corpId: z.string().regex(/^(ww|wx)[0-9a-zA-Z]{6,40}$/),
  name: z.string().min(1),
  apps: z.array(appSchema).min(1),
  kfAccounts: z.array(
    z.object({ openKfId: z.string().regex(/^wk[\w-]{4,62}$/), name: z.string().min(1).max(16) }),
  ),
  contacts: contactsSchema.optional(),
  robots: z.array(z.object({ key: z.string().min(16), name: z.string().min(1) })),
})

export type Corp = z.infer<typeof corpSchema>
export type CorpApp = z.infer<typeof appSchema>

/** The app whose callback receives 微信客服 pings. */
export function kfApp(corp: Corp): CorpApp {
  const app = corp.apps.find((candidate) => candidate.kf)
  if (!app) throw new Error('no app of this corp may use 微信客服')
  return app
}

/** What stands for 通讯录同步 where an app is named. */
export const CONTACTS_AGENT = 0

/** The app, or 通讯录同步 where the corp has it. */
export function appOf(corp: Corp, agentId: number): CorpApp | undefined {
  if (agentId === CONTACTS_AGENT && corp.contacts) {
    return { ...corp.contacts, agentId, name: '通讯录同步', kf: false }
  }
  return corp.apps.find((app) => app.agentId === agentId)
}
