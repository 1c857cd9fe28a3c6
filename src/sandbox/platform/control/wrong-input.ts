/** What a person at a phone cannot do: answered with a status and a reason in Chinese, never with a guess. */

export class WrongInput extends Error {
  readonly status: 400 | 404

  constructor(status: 400 | 404, reason: string) {
    super(reason)
    this.name = 'WrongInput'
    this.status = status
  }
}

/** Throws a 400 unless `condition` holds. */
export function must(condition: unknown, reason: string): asserts condition {
  if (!condition) throw new WrongInput(400, reason)
}

/** The value, or a 404 when there is none. */
export function found<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new WrongInput(404, `没有这个${NAMES[what] ?? what}`)
  return value
}

const NAMES: Readonly<Record<string, string>> = {
  owner: '业主',
  member: '员工',
  robot: '群机器人',
  account: '客服账号',
  app: '应用',
  department: '部门',
  fault: '故障',
  medium: '文件，或文件已经不在了',
}
