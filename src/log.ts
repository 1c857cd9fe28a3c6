/** The log: one JSON line an event, with secrets and phone numbers taken out before anything is written. */
import { type Logger, type LoggerOptions, pino } from 'pino'

export type Log = Logger

const SECRET_FIELDS = [
  'access_token',
  'accessToken',
  'secret',
  'corpsecret',
  'token',
  'aesKey',
  'password',
  'key',
  'authorization',
  'phone',
  'code',
]

/** Mainland mobile numbers, also inside longer texts. */
const PHONE = /(?<!\d)1[3-9]\d{9}(?!\d)/g
/** Secrets that travel in addresses: query parameters and the password of a database URL. */
const SECRET_QUERY = /([?&](?:access_token|corpsecret|key|secret|code)=)[^&\s"]+/gi
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^:/\s"]*:)[^@\s"]+@/gi

/** Opens the log. `level` is a pino level name; `destination` is a stream for tests, standard output otherwise. */
export function openLog(level: string, destination?: { write(line: string): void }): Log {
  const options: LoggerOptions = {
    level,
    base: { pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[redacted]',
    },
    hooks: { streamWrite: withoutSecrets },
  }
  return destination ? pino(options, destination) : pino(options)
}

/** The same line with phones masked to their last four digits and secrets in addresses removed. */
export function withoutSecrets(line: string): string {
  return line
    .replace(PHONE, (phone) => `${phone.slice(0, 3)}****${phone.slice(-4)}`)
    .replace(SECRET_QUERY, '$1[redacted]')
    .replace(URL_PASSWORD, '$1[redacted]@')
}
