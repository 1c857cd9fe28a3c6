/** Variables that are fine alone and wrong together. */
import type { Variables } from './variables.ts'

/** What was written, right or wrong: a wrong value must not hide that another is missing. */
export type Written = { readonly [name in keyof Variables]?: unknown }

const NEEDED_WITH_S3 = ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const

const NEEDED_WITH_CORP = [
  'WECOM_APP_AGENT_ID',
  'WECOM_APP_SECRET',
  'WECOM_APP_TOKEN',
  'WECOM_APP_AES_KEY',
] as const

const PAIRS = [
  ['WECOM_APP_TOKEN_PREVIOUS', 'WECOM_APP_AES_KEY_PREVIOUS'],
  ['WECOM_CONTACTS_TOKEN', 'WECOM_CONTACTS_AES_KEY'],
  ['WECOM_AIBOT_TOKEN', 'WECOM_AIBOT_AES_KEY'],
  ['PAY_LINK_URL', 'PAY_LINK_TOKEN'],
  ['UNDERSTANDER_URL', 'UNDERSTANDER_MODEL'],
] as const

/** Values that are fine alone and wrong together. */
export function contradictions(given: Written): string[] {
  const hasCorp = given.WECOM_CORP_ID !== undefined
  const isSandbox = given.SANDBOX === 'on'
  const hasDatabase = given.DATABASE_URL !== undefined
  const rules: readonly (readonly [boolean, string])[] = [
    ...NEEDED_WITH_CORP.map(
      (name) => [hasCorp && !given[name], `${name} is needed with WECOM_CORP_ID`] as const,
    ),
    [
      !hasCorp && given.WECOM_FILE !== undefined,
      'WECOM_CORP_ID is needed with wecom.yaml, which describes further apps beside the first',
    ],
    [hasCorp && isSandbox, 'SANDBOX=on contradicts WECOM_CORP_ID: no playing with a real company'],
    [
      !hasCorp && given.SANDBOX === 'off' && given.WEB_CHAT !== 'on',
      'WECOM_CORP_ID is needed with SANDBOX=off',
    ],
    [
      !hasCorp && given.SANDBOX === 'off' && given.WEB_CHAT === 'on',
      'WECOM_CORP_ID is needed with WEB_CHAT=on too: staff hear of what is said on the page in WeCom only, and a report that reaches nobody must not be taken (a company of one person is free: work.weixin.qq.com)',
    ],
    [
      !hasCorp && hasDatabase && !given.SANDBOX,
      'DATABASE_URL without WECOM_CORP_ID: set WECOM_CORP_ID, or SANDBOX=on to try things there',
    ],
    [
      hasCorp && hasDatabase && !given.DATA_KEY,
      'DATA_KEY is needed with DATABASE_URL: all processes must share it (64 hex digits)',
    ],
    [
      (given.ROLE === 'web' || given.ROLE === 'worker') && !hasDatabase,
      'ROLE=web and ROLE=worker need DATABASE_URL: the own database serves one process',
    ],
    [
      Boolean(given.WECOM_AIBOT_TOKEN) && Boolean(given.WECOM_AIBOT_SECRET),
      'WECOM_AIBOT_TOKEN and WECOM_AIBOT_SECRET exclude each other: a bot has a callback or a long connection',
    ],
    [
      Boolean(given.WECOM_AIBOT_ID) !==
        Boolean(given.WECOM_AIBOT_TOKEN ?? given.WECOM_AIBOT_SECRET),
      'WECOM_AIBOT_ID is needed with WECOM_AIBOT_TOKEN or WECOM_AIBOT_SECRET, and one of them with it',
    ],
    ...pairRules(given),
    ...storeRules(given),
  ]
  return rules.flatMap(([isBroken, problem]) => (isBroken ? [problem] : []))
}

function pairRules(given: Written): (readonly [boolean, string])[] {
  return PAIRS.map(([one, other]) => [
    Boolean(given[one]) !== Boolean(given[other]),
    `${one} and ${other} belong together`,
  ])
}

function storeRules(given: Written): (readonly [boolean, string])[] {
  const hasStore = given.S3_ENDPOINT !== undefined
  return NEEDED_WITH_S3.flatMap((name) => [
    [hasStore && !given[name], `${name} is needed with S3_ENDPOINT`],
    [!hasStore && Boolean(given[name]), `S3_ENDPOINT is needed with ${name}`],
  ])
}
