/** The apps this process speaks for, of one company or of several: which of them to use for what. */
import type { WecomApi } from './api/client.ts'

/** One self-built app, as the console describes it; see `.env.example` and README. */
export interface AppSettings {
  /** Its callback is `/wecom/<name>/callback`. */
  readonly name: string
  readonly corpId: string
  readonly agentId: string
  readonly secret: string
  readonly token: string
  readonly aesKey: string
  readonly previous: { readonly token: string; readonly aesKey: string } | null
  /** Of 通讯录同步, whose callback is `/wecom/<name>/contacts`; an app hears of whom it sees without it. */
  readonly contacts?: { readonly token: string; readonly aesKey: string } | null
  /** Of 客户联系, where the app itself has no right to it. */
  readonly contactSecret?: string | null
  /** The key of the company's group robot; one app of a company has it. */
  readonly robotKey: string | null
}

export interface OpenApp {
  readonly settings: AppSettings
  readonly api: WecomApi
  /** For customers, codes and mass messages: with a secret of their own where there is one. */
  readonly contactApi: WecomApi
}

export interface OpenAppsDeps {
  readonly apps: readonly AppSettings[]
  openApi(app: AppSettings): WecomApi
  /** The agent id of the app that was last seen to serve an account; null when none was. */
  agentOf(corpId: string, openKfId: string): Promise<string | null>
}

export interface OpenApps {
  readonly all: readonly OpenApp[]
  /** Exactly that app. */
  api(corpId: string, agentId: string): WecomApi | undefined
  /** The first app of a company: it talks to members first, and reads customers and files. */
  main(corpId: string): WecomApi | undefined
  /** The app that may speak for a customer-service account: an account is granted to one app (wecom.md 3.0). */
  ofAccount(corpId: string, openKfId: string): Promise<WecomApi | undefined>
  robotKey(corpId: string): string | undefined
}

export function openApps({ apps, openApi, agentOf }: OpenAppsDeps): OpenApps {
  const all = apps.map((settings): OpenApp => {
    const { contactSecret: secret } = settings
    const api = openApi(settings)
    return { settings, api, contactApi: secret ? openApi({ ...settings, secret }) : api }
  })
  const ofCorp = (corpId: string) => all.filter(({ settings }) => settings.corpId === corpId)
  const api = (corpId: string, agentId: string) =>
    ofCorp(corpId).find(({ settings }) => settings.agentId === agentId)?.api
  const main = (corpId: string) => ofCorp(corpId)[0]?.api
  return {
    all,
    api,
    main,
    async ofAccount(corpId, openKfId) {
      if (ofCorp(corpId).length < 2) return main(corpId)
      const agentId = await agentOf(corpId, openKfId)
      return (agentId === null ? undefined : api(corpId, agentId)) ?? main(corpId)
    },
    robotKey: (corpId) =>
      ofCorp(corpId).find(({ settings }) => settings.robotKey !== null)?.settings.robotKey ??
      undefined,
  }
}
