/** What is wrong with an input, in one line of Chinese: the page shows it, and scripts of the company's people read it. */
import type { z } from 'zod'

/** The input as the schema wants it, or the reason why it is not; a schema's own words go before these. */
export function readAs<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): { readonly value: z.output<Schema> } | { readonly wrong: string } {
  const result = schema.safeParse(input, { error: (issue) => wordsFor(issue) })
  if (result.success) return { value: result.data }
  const [issue] = result.error.issues
  const where = issue?.path.join('.') ?? ''
  return { wrong: `${where === '' ? '' : `${where}：`}${issue?.message ?? '格式不对'}` }
}

type Issue = z.core.$ZodRawIssue

const KINDS: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表',
  object: '对象',
  record: '对象',
}

const FORMATS: Readonly<Record<string, string>> = {
  url: '网址要写完整，以 http:// 或 https:// 开头',
  base64: '内容不是 base64 编码',
  datetime: '要写成带时区的时间，如 2026-11-23T09:00:00+08:00',
}

function wordsFor(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? '没有填写'
        : `应是${KINDS[issue.expected] ?? issue.expected}`
    case 'too_small':
      return least(issue.origin, Number(issue.minimum), issue.inclusive !== false)
    case 'too_big':
      return most(issue.origin, Number(issue.maximum), issue.inclusive !== false)
    case 'invalid_value':
      return `只能是 ${issue.values.join('、')}`
    case 'unrecognized_keys':
      return `没有 ${issue.keys.join('、')} 这一项`
    case 'invalid_format':
      return FORMATS[issue.format] ?? '写法不对'
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? `只能是 ${issue.options.join('、')}`
        : '格式不对'
    default:
      return '格式不对'
  }
}

function least(origin: string, limit: number, isInclusive: boolean): string {
  if (origin === 'string') return limit === 1 ? '不能是空的' : `至少要 ${limit} 个字符`
  if (origin === 'array') return `至少要 ${limit} 项`
  return isInclusive ? `不能小于 ${limit}` : `必须大于 ${limit}`
}

function most(origin: string, limit: number, isInclusive: boolean): string {
  if (origin === 'string') return `最多只能有 ${limit} 个字符`
  if (origin === 'array') return `最多只能有 ${limit} 项`
  return isInclusive ? `不能大于 ${limit}` : `必须小于 ${limit}`
}
