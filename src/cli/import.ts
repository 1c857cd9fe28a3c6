/** `npm run import`: brings a book into the register, writes the empty template, or writes the register out. */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { runBills } from '../desk/fees/run-bills.ts'
import { findProject } from '../desk/register/find-project.ts'
import { type ImportDeps, importBook } from '../desk/register/import-book.ts'
import { type ProjectPhones, setProjectPhones } from '../desk/register/project-phones.ts'
import { exportBook } from '../desk/register/write/export-book.ts'
import { writeTemplate } from '../desk/register/write/write-template.ts'
import type { Rules } from '../desk/rules.ts'
import { billReport } from './bill-report.ts'
import { progressTeller } from './import-progress.ts'
import { importReport } from './import-report.ts'

export interface ImportCommand {
  /** What follows `npm run import --`. */
  readonly argv: readonly string[]
  readonly rules: Rules
  print(line: string): void
  /** Writes a line over the one before, where somebody watches. */
  redraw?(line: string): void
  /** Opens the register of a company, of the first one unless told; not called for what needs none. */
  open(company: string | undefined): Promise<Register>
}

/** The register of a company, and the moment to close it. */
export interface Register extends ImportDeps {
  readonly corpId: string
  close(): Promise<void>
}

const USAGE = `用法：
  npm run import -- 文件.xlsx [--project 小区名称] [--dry-run]   导入；--dry-run 只看会有哪些变化
      [--service-phone 电话] [--emergency-phone 电话]            同时记下小区的服务电话和24小时急修电话
      [--bills-from 年-月]                                       导入后出账：从这个月到本月，每户每项每期一笔
      [--company 企业ID]                                         接入了几家企业时，写明是哪一家的（默认第一家）
  npm run import -- --template 模板.xlsx                         生成空白模板
  npm run import -- --export 导出.xlsx [--project 小区名称] [--with-numbers]
                                                                 导出现有资料；--with-numbers 含电话和证件号码`

const REFUSED = 1
const MISUSED = 2

/** 0 when it was done, or nothing was to do; 1 when the book or the place is refused; 2 when it was called wrongly. */
export async function importCommand(command: ImportCommand): Promise<number> {
  const wish = readWish(command.argv)
  switch (wish.do) {
    case 'usage':
      command.print(wish.reason === '' ? USAGE : `${wish.reason}\n\n${USAGE}`)
      return wish.reason === '' ? 0 : MISUSED
    case 'template':
      return await template(command, wish.path)
    case 'export':
      return await withRegister(command, wish.company, (register) =>
        exportProject(command, register, wish),
      )
    case 'import':
      return await withRegister(command, wish.company, (register) =>
        importFile(command, register, wish),
      )
  }
}

async function withRegister(
  command: ImportCommand,
  company: string | undefined,
  use: (register: Register) => Promise<number>,
): Promise<number> {
  const register = await command.open(company)
  return await use(register).finally(() => register.close())
}

type Wish =
  | { readonly do: 'usage'; readonly reason: string }
  | { readonly do: 'template'; readonly path: string }
  | {
      readonly do: 'export'
      readonly company: string | undefined
      readonly path: string
      readonly project: string | undefined
      readonly withNumbers: boolean
    }
  | {
      readonly do: 'import'
      readonly company: string | undefined
      readonly path: string
      readonly project: string | undefined
      readonly dryRun: boolean
      readonly phones: ProjectPhones
      /** 'YYYY-MM' as given */
      readonly billsFrom: string | undefined
    }

function readWish(argv: readonly string[]): Wish {
  const parsed = parsedArguments(argv)
  if ('reason' in parsed) return { do: 'usage', reason: parsed.reason }
  const { values, positionals } = parsed
  const { template: templatePath, export: exportPath, project, company } = values
  if (values.help) return { do: 'usage', reason: '' }
  const [path, ...more] = [...positionals, templatePath, exportPath].filter(
    (one) => one !== undefined,
  )
  if (path === undefined) return { do: 'usage', reason: '请写上要导入的文件。' }
  if (more.length > 0) return { do: 'usage', reason: '一次只能做一件事，只写一个文件。' }
  if (templatePath) return { do: 'template', path }
  const withNumbers = values['with-numbers'] === true
  if (exportPath) return { do: 'export', company, path, project, withNumbers }
  const phones = {
    ...(values['service-phone'] && { servicePhone: values['service-phone'] }),
    ...(values['emergency-phone'] && { emergencyPhone: values['emergency-phone'] }),
  }
  const { 'bills-from': billsFrom, 'dry-run': dryRun = false } = values
  if (billsFrom !== undefined && dryRun) {
    return { do: 'usage', reason: '--dry-run 只看不改，不能同时出账。' }
  }
  return { do: 'import', company, path, project, dryRun, phones, billsFrom }
}

function parsedArguments(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        project: { type: 'string' },
        company: { type: 'string' },
        'dry-run': { type: 'boolean' },
        'service-phone': { type: 'string' },
        'emergency-phone': { type: 'string' },
        'bills-from': { type: 'string' },
        template: { type: 'string' },
        export: { type: 'string' },
        'with-numbers': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { reason: `看不懂这样的写法：${argv.join(' ')}` }
  }
}

async function template({ print, rules }: ImportCommand, path: string): Promise<number> {
  if (isTaken(print, path)) return REFUSED
  await writeTemplate(path, rules.register)
  print(`模板已生成：${path}`)
  return 0
}

async function exportProject(
  { print }: ImportCommand,
  register: Register,
  wish: {
    readonly path: string
    readonly project: string | undefined
    readonly withNumbers: boolean
  },
): Promise<number> {
  const { db, corpId, clock } = register
  const { path, withNumbers } = wish
  if (isTaken(print, path)) return REFUSED
  const found = await findProject(db, corpId, wish.project)
  if (!('id' in found)) {
    const known = found.known.join('、') || '无'
    print(`没有这个项目，或有不止一个项目，请用 --project 指明。现有项目：${known}`)
    return REFUSED
  }
  const actor = { kind: 'system', name: 'export' } as const
  const deps = { ...register, now: clock.now(), actor }
  await exportBook(deps, { corpId, projectId: found.id, path, withNumbers })
  print(`“${found.name}”已导出：${path}`)
  return 0
}

async function importFile(
  command: ImportCommand,
  register: Register,
  wish: Extract<Wish, { do: 'import' }>,
): Promise<number> {
  const progress = progressTeller(command)
  const answer = await importBook(register, {
    corpId: register.corpId,
    file: wish.path,
    dryRun: wish.dryRun,
    ...(wish.project === undefined ? {} : { projectName: wish.project }),
    onProgress: progress.tell,
  })
  progress.end()
  for (const line of importReport(command.rules.register, answer)) command.print(line)
  if (answer.outcome === 'refused') return REFUSED
  if (answer.project && !wish.dryRun) {
    await setProjectPhones(register.db, answer.project.id, wish.phones)
  }
  if (answer.project === null || wish.billsFrom === undefined) return 0
  return await makeBills(command, register, { projectId: answer.project.id, from: wish.billsFrom })
}

async function makeBills(
  { print, rules }: ImportCommand,
  register: Register,
  wish: { readonly projectId: string; readonly from: string },
): Promise<number> {
  const answer = await runBills(register, { corpId: register.corpId, ...wish })
  for (const line of billReport(rules.fees, answer)) print(line)
  return answer.outcome === 'refused' ? REFUSED : 0
}

/** A book somebody filled in is never written over. */
function isTaken(print: (line: string) => void, path: string): boolean {
  if (!existsSync(path)) return false
  print(`已有同名文件，没有覆盖：${path}`)
  return true
}
