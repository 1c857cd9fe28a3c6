/** The repair every engine is told of, in six turns, and what each reply must have in it. */
import { nameOf } from './many-flows.ts'

export interface ScriptTurn {
  readonly said: string
  readonly has: readonly string[]
}

const REPORT: ScriptTurn = { said: '厨房水管漏水', has: ['什么时间方便师傅上门'] }
const REST: readonly ScriptTurn[] = [
  { said: '没有', has: ['请发联系电话'] },
  { said: '13900139000', has: ['请核对', '厨房水管漏水', '3栋2单元501', '139****9000'] },
  { said: '提交', has: ['已登记，单号BX20261123-0001'] },
  { said: '谢谢', has: ['不客气'] },
]

/** Nobody names a day. */
export const SCRIPT: readonly ScriptTurn[] = [REPORT, { said: '尽快', has: ['有照片吗'] }, ...REST]

/** The same with a day and hours, in one of the six. */
export const SCRIPT_WITH_DATE: readonly ScriptTurn[] = [
  REPORT,
  { said: '明天上午9点到11点', has: ['有照片吗'] },
  ...REST,
]

/** Turns after which a talk waits for the confirmation. */
export const BEFORE_CONFIRMING = 4

export function isRight(reply: string, { has }: ScriptTurn): boolean {
  return has.every((words) => reply.includes(words))
}

/** The same, and then the start of a flow that is there whatever their number. */
export const WITH_EXTRA_FLOW: readonly ScriptTurn[] = [
  ...SCRIPT,
  { said: `登记${nameOf(2)}`, has: [`${nameOf(2)}要办什么`] },
]

/** The same with a question that is known whatever their number, after which the repair goes on. */
export const WITH_EXTRA_QUESTION: readonly ScriptTurn[] = [
  REPORT,
  { said: `${nameOf(2)}开放时间是怎样的`, has: [`${nameOf(2)}的开放时间请看`, '什么时间方便'] },
  ...SCRIPT.slice(1),
]
