/** `npm run flows -- fmt`: brings the files of a flow folder into their one form, or tells which are not in it. */
import { writeFile } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { formatYaml } from '../dialogue/files/format-yaml.ts'
import { printProblem } from '../dialogue/files/problem.ts'
import type { FlowFiles } from '../dialogue/files/read-folder.ts'
import { readArgs } from './read-args.ts'

export interface FmtOrder {
  /** Files or folders inside the flow folder, from where the command was called or from the folder; all when empty. */
  readonly names: readonly string[]
  /** Changes nothing. */
  readonly check: boolean
}

/** Undefined when it was called wrongly. */
export function readFmtOrder(argv: readonly string[]): FmtOrder | undefined {
  const read = readArgs(argv, { check: { type: 'boolean', default: false } })
  return read && { names: read.positionals, check: read.values.check }
}

/** The exit code: 0 when all is in form, 1 when something is not (checking) or cannot be brought into it, 2 when a file is unknown. */
export async function fmtFlows(
  { files, folder }: { readonly files: FlowFiles; readonly folder: string },
  { names, check }: FmtOrder,
  print: (line: string) => void,
): Promise<number> {
  const unknown = names.filter((name) => !files.some(({ path }) => isMeant(folder, name, path)))
  for (const name of unknown)
    print(`流程目录里没有这个文件 / no such file in the flow folder: ${name}`)
  if (unknown.length > 0) return 2
  const meant =
    names.length === 0
      ? files
      : files.filter(({ path }) => names.some((name) => isMeant(folder, name, path)))
  const found = meant.map((file) => ({ ...file, ...formatYaml(file.path, file.text) }))
  const faulty = found.flatMap((file) => ('problem' in file ? file.problem : []))
  const changed = found.flatMap((file) =>
    'formed' in file && file.formed !== file.text ? { path: file.path, text: file.formed } : [],
  )
  for (const problem of faulty) print(printProblem(problem))
  for (const { path, text } of changed) {
    print(path)
    if (!check) await writeFile(join(folder, path), text)
  }
  const counts = { changed: changed.length, faulty: faulty.length, all: meant.length }
  print(verdict(check, counts))
  return faulty.length > 0 || (check && changed.length > 0) ? 1 : 0
}

function isMeant(folder: string, name: string, path: string): boolean {
  return [resolve(name), resolve(folder, name)].some((place) => {
    const inside = relative(folder, place).split(sep).join('/')
    return inside === '' || inside === path || path.startsWith(`${inside}/`)
  })
}

function verdict(
  check: boolean,
  { changed, faulty, all }: Readonly<{ changed: number; faulty: number; all: number }>,
): string {
  const sound = `${all - changed - faulty} 个无需改动 / in form`
  const others = check
    ? `${changed} 个待排版 / not in form${changed > 0 ? '（npm run flows -- fmt）' : ''}`
    : `${changed} 个已排版 / formatted`
  return `${sound}, ${others}, ${faulty} 个有错 / faulty`
}
