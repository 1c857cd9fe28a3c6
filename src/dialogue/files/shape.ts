/** Holds a read file against its shape and says in plain words what does not fit. */
import { distance } from 'fastest-levenshtein'
import { z } from 'zod'
import type { Path, Report } from './problem.ts'

/** The typed value, or undefined after reporting every misfit under `path`. */
export function shaped<T extends z.ZodType>(
  shape: T,
  value: unknown,
  report: Report,
  path: Path = [],
): z.output<T> | undefined {
  const result = shape.safeParse(value, { reportInput: true })
  if (result.success) return result.data
  for (const issue of result.error.issues) tell(issue, shape, report, path)
  return undefined
}

function tell(issue: z.core.$ZodIssue, shape: z.ZodType, report: Report, base: Path): void {
  const path = [...base, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))]
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) report([...path, key], 'schema', unknownKey(key, shape))
    return
  }
  // Of a union that fails everywhere, the branch that got furthest is the one that was meant.
  const branches =
    issue.code === 'invalid_union' ? issue.errors.filter((errors) => errors.length > 0) : []
  const meant = branches.toSorted((a, b) => depth(b) - depth(a))[0]
  if (meant && depth(meant) > 0) {
    for (const inner of meant) tell(inner, shape, report, path)
    return
  }
  report(path, 'schema', misfit(issue))
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(
    ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)),
  )
}

function misfit(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_key' && issue.issues[0]) return misfit(issue.issues[0])
  if (issue.code === 'invalid_value')
    return `这里只能写 ${issue.values.join('、')} / use one of ${issue.values.join(', ')}`
  if (issue.code === 'invalid_type')
    return issue.input === undefined
      ? `缺少这一项 / this is required (${issue.expected})`
      : `这里应是 ${issue.expected}；文字含 {{ }}、冒号或纯数字时请加引号 / expected ${issue.expected}: quote text that holds {{ }}, a colon or only digits`
  if (issue.code === 'invalid_union')
    return '写法不对，请对照说明 / this can be written in several ways, and this is none of them'
  return `${issue.message}（${issue.code}）`
}

function unknownKey(key: string, shape: z.ZodType): string {
  const near = keysOf(z.toJSONSchema(shape, { io: 'input' })).find(
    (candidate) => distance(candidate, key) <= 2,
  )
  return near
    ? `没有“${key}”这个键，是否想写“${near}”？ / unknown key "${key}": did you mean "${near}"?`
    : `没有“${key}”这个键，请删除 / unknown key "${key}": remove it`
}

/** Every key the shape knows at any depth: a slip of the pen is near one of them. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'properties' ? [...Object.keys(value), ...keysOf(value)] : keysOf(value),
  )
}
