/** What an import did or would do, as lines for a terminal. */
import type { Change, Difference } from '../desk/register/changes.ts'
import type { ImportAnswer } from '../desk/register/import-book.ts'
import type { Problem } from '../desk/register/problems.ts'
import type { RegisterRules } from '../desk/register/rules.ts'

const OUTCOMES: Readonly<Record<ImportAnswer['outcome'], string>> = {
  imported: '导入完成。',
  previewed: '以上是导入后会有的变化，现在什么都没有改。',
  unchanged: '和系统里的一致，没有变化。',
  refused: '没有导入，什么都没有改。请改好上面的问题再导入。',
}
const ACTIONS = ['added', 'changed', 'ended', 'removed'] as const
const KIND_WIDTH = 10
const COUNT_WIDTH = 8

/** A refused book shows its problems only. */
export function importReport(rules: RegisterRules, answer: ImportAnswer): string[] {
  const isRefused = answer.outcome === 'refused'
  return [
    ...(answer.project && !isRefused ? [projectLine(answer.project)] : []),
    ...problemLines('错误', answer.errors, answer.errorCount),
    ...problemLines('提醒', answer.warnings, answer.warningCount),
    ...(isRefused ? [] : changeLines(rules, answer)),
    OUTCOMES[answer.outcome],
  ]
}

function projectLine({ name, isNew }: { readonly name: string; readonly isNew: boolean }): string {
  return `项目：${name}${isNew ? '（新建）' : ''}`
}

function problemLines(title: string, problems: readonly Problem[], count: number): string[] {
  if (count === 0) return []
  const more = count - problems.length
  return [
    `${title} ${count} 处：`,
    ...problems.map((problem) => `  ${placeOf(problem)}${problem.message}`),
    ...(more > 0 ? [`  ……还有 ${more} 处没有列出。`] : []),
  ]
}

/** 资产信息 第3行 O3 手机号： */
function placeOf({ sheet, row, cell, column }: Problem): string {
  const parts = [sheet, row === null ? null : `第${row}行`, cell, column]
  const place = parts.filter((part) => part !== null).join(' ')
  return place === '' ? '' : `${place}：`
}

function changeLines(rules: RegisterRules, answer: ImportAnswer): string[] {
  if (answer.changeCount === 0) return []
  const { messages } = rules
  const head = padded('', KIND_WIDTH) + ACTIONS.map((one) => before(messages[one])).join('')
  const kinds = Object.entries(answer.counts).map(([kind, counts]) => {
    const name = messages[kind as keyof typeof messages]
    return (
      padded(name, KIND_WIDTH) + ACTIONS.map((one) => before(String(counts[one] || '-'))).join('')
    )
  })
  const listed = answer.changes.filter(({ action }) => action !== 'added')
  const detail = answer.outcome === 'previewed' ? answer.changes : listed
  const more = answer.changeCount - answer.changes.length
  return [
    head,
    ...kinds,
    ...detail.map((change) => `  ${changeLine(rules, change)}`),
    ...(more > 0 && detail.length > 0
      ? [`  ……共 ${answer.changeCount} 处变化，只列出一部分。`]
      : []),
  ]
}

function changeLine({ messages }: RegisterRules, change: Change): string {
  const shown = (value: string | null) => value ?? messages.empty
  const differences = change.differences.map(
    ({ field, old, new: now }: Difference) => `${field} ${shown(old)} → ${shown(now)}`,
  )
  const what = `${messages[change.action]}${messages[change.kind]} ${change.label}`
  return differences.length > 0 ? `${what}：${differences.join('，')}` : what
}

function before(text: string): string {
  return ' '.repeat(Math.max(1, COUNT_WIDTH - widthOf(text))) + text
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** Chinese characters are two columns wide. */
function widthOf(text: string): number {
  return [...text].reduce((width, char) => width + ((char.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0)
}
