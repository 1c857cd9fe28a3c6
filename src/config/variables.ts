/** Every variable of the environment that the desk reads, and what may stand in it. */
import { z } from 'zod'
import {
  aesKey,
  callbackToken,
  given,
  number,
  onOff,
  origins,
  proxies,
  text,
  url,
} from './kinds.ts'

/** Every variable the desk reads; `.env.example` explains each and a test keeps the two together. */
export const variables = z.object({
  PORT: number(8700, 0, 65_535),
  HOST: z.preprocess(given, z.string().default('0.0.0.0')),
  PUBLIC_URL: url('http:', 'https:'),
  TRUST_PROXY: proxies,
  DATA_DIR: z.preprocess(given, z.string().default('.data')),
  DATA_KEY: z.preprocess(
    given,
    z
      .string()
      .regex(/^[0-9a-f]{64}$/i, { error: 'must be 64 hex digits (32 bytes)' })
      .optional(),
  ),
  DATABASE_URL: url('postgres:', 'postgresql:'),
  DATABASE_CONNECTIONS: number(10, 2, 200),
  REDIS_URL: url('redis:', 'rediss:'),
  ROLE: z.preprocess(given, z.enum(['all', 'web', 'worker']).default('all')),
  SANDBOX: onOff,
  SANDBOX_NOW: z.preprocess(
    given,
    z
      .string()
      .refine((value) => !Number.isNaN(Date.parse(value)), {
        error: 'must be a time like 2026-11-23T09:00:00+08:00',
      })
      .optional(),
  ),
  LOG_LEVEL: z.preprocess(
    given,
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  ),
  S3_ENDPOINT: url('http:', 'https:'),
  S3_REGION: z.preprocess(given, z.string().default('us-east-1')),
  S3_BUCKET: z.preprocess(
    given,
    z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: 'must be the name of a bucket' })
      .optional(),
  ),
  S3_ACCESS_KEY_ID: text,
  S3_SECRET_ACCESS_KEY: text,
  S3_PATH_STYLE: onOff,
  FLOWS_DIR: text,
  RULES_DIR: text,
  PAY_LINK_URL: url('http:', 'https:'),
  PAY_LINK_TOKEN: text,
  UNDERSTANDER_URL: url('http:', 'https:'),
  UNDERSTANDER_KEY: text,
  UNDERSTANDER_MODEL: text,
  WEB_CHAT: onOff,
  WEB_CHAT_EMBED_ORIGINS: origins,
  WECOM_CORP_ID: text,
  WECOM_API_BASE: z.preprocess(given, z.url().default('https://qyapi.weixin.qq.com')),
  WECOM_OAUTH_BASE: z.preprocess(given, z.url().default('https://open.weixin.qq.com')),
  WECOM_LOGIN_BASE: z.preprocess(given, z.url().default('https://login.work.weixin.qq.com')),
  WECOM_APP_AGENT_ID: z.preprocess(
    given,
    z.string().regex(/^\d+$/, { error: 'must be digits' }).optional(),
  ),
  WECOM_APP_SECRET: text,
  WECOM_APP_TOKEN: callbackToken,
  WECOM_APP_AES_KEY: aesKey,
  WECOM_APP_TOKEN_PREVIOUS: callbackToken,
  WECOM_APP_AES_KEY_PREVIOUS: aesKey,
  WECOM_CONTACTS_TOKEN: callbackToken,
  WECOM_CONTACTS_AES_KEY: aesKey,
  WECOM_CONTACT_SECRET: text,
  WECOM_ROBOT_KEY: text,
  WECOM_FILE: text,
  WECOM_AIBOT_ID: text,
  WECOM_AIBOT_TOKEN: callbackToken,
  WECOM_AIBOT_AES_KEY: aesKey,
  WECOM_AIBOT_SECRET: text,
  WECOM_AIBOT_WS: url('ws:', 'wss:'),
})

export type Variables = z.output<typeof variables>
