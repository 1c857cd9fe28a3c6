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

export const corpSchema = z.object({
  corpId: z.string().regex(/^(ww|wx)[0-9a-zA-Z]{6,40}$/),
  name: z.string().min(1),
  apps: z.array(appSchema).min(1),
  kfAccounts: z.array(
    z.object({ openKfId: z.string().regex(/^wk[\w-]{4,62}$/), name: z.string().min(1).max(16) }),
  ),
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

export function appOf(corp: Corp, agentId: number): CorpApp | undefined {
  return corp.apps.find((app) => app.agentId === agentId)
}
