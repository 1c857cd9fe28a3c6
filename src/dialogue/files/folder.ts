/** The files of a folder read into shapes, before it is known whether they are right. */
import type { FlowSource } from './compiled-flow.ts'
import { flowSource, readSteps, type Shared } from './flow-source.ts'
import {
  type Bot,
  botFile,
  type Faq,
  faqFile,
  type Hazards,
  hazardFile,
  patternFile,
  textFile,
  typesFile,
} from './folder-schema.ts'
import type { Problem } from './problem.ts'
import type { FlowFiles } from './read-folder.ts'
import { shaped } from './shape.ts'
import type { Words } from './step-schema.ts'
import { readYaml, type YamlFile } from './yaml-file.ts'

/** A folder as read, before it is known to be right. */
export interface Folder {
  readonly bot: { readonly file: YamlFile; readonly value: Bot } | undefined
  readonly flows: readonly { readonly file: YamlFile; readonly source: FlowSource }[]
  readonly patterns: ReadonlyMap<string, { readonly file: YamlFile; readonly words: Words }>
  readonly faqs: readonly { readonly file: YamlFile; readonly index: number; readonly faq: Faq }[]
  readonly hazard:
    | { readonly file: YamlFile; readonly def: Hazards; readonly source: FlowSource }
    | undefined
  /** Every path given, read or not. */
  readonly paths: ReadonlySet<string>
}

/** Reads what can be read; what cannot is among `problems`. */
export function readFolder(files: FlowFiles, problems: Problem[]): Folder {
  const read = files
    .filter(({ path }) => !path.endsWith('.test.yaml'))
    .flatMap(({ path, text }) => readYaml(path, text, problems) ?? [])
  const under = (pattern: RegExp) => read.filter(({ path }) => pattern.test(path))
  const botYaml = under(/^_bot\.yaml$/)[0]
  const bot = botYaml && shaped(botFile, botYaml.value, botYaml.report)
  const messages = under(/^_text\/zh-CN\.yaml$/).flatMap((file) => textsOf(file))
  const types = under(/^_types\.yaml$/).map(
    (file) => shaped(typesFile, file.value, file.report)?.types ?? {},
  )
  const shared: Shared = { types: Object.assign({}, ...types), messages: new Map(messages) }
  const patterns = under(/^_patterns\//)
  return {
    bot: bot && botYaml && { file: botYaml, value: bot },
    flows: under(/\.flow\.yaml$/).flatMap((file) => {
      const beside = under(/messages\.zh-CN\.yaml$/).filter(
        (texts) => folderOf(texts.path) === folderOf(file.path),
      )
      const own = new Map([...shared.messages, ...beside.flatMap((texts) => textsOf(texts))])
      const source = flowSource(file, { types: shared.types, messages: own })
      return source ? [{ file, source }] : []
    }),
    patterns: new Map(patterns.flatMap((file) => patternTexts(file))),
    faqs: under(/^_faq\//).flatMap((file) =>
      (shaped(faqFile, file.value, file.report)?.questions ?? []).map((faq, index) => ({
        file,
        index,
        faq,
      })),
    ),
    hazard: patterns.flatMap((file) => hazardOf(file) ?? [])[0],
    paths: new Set(files.map(({ path }) => path)),
  }
}

function patternTexts(file: YamlFile): [string, { file: YamlFile; words: Words }][] {
  const shape = isHazard(file) ? hazardFile : patternFile
  const read = shaped(shape, file.value, file.report)
  if (!read) return []
  return Object.entries(read.texts ?? {}).map(([key, words]) => [
    `${read.pattern}.${key}`,
    { file, words },
  ])
}

/** The hazard pattern is a flow in small: its steps run as one, on top of whatever is going on. */
function hazardOf(file: YamlFile): Folder['hazard'] {
  if (!isHazard(file)) return undefined
  const result = hazardFile.safeParse(file.value)
  const steps = result.success ? readSteps(result.data.steps, file.report) : undefined
  if (!result.success || !steps) return undefined
  const source = {
    dsl: 1 as const,
    flow: 'hazard',
    title: 'hazard',
    verb: 'hazard',
    slots: {},
    steps,
    hash: 'hazard',
  }
  return { file, def: result.data, source }
}

function isHazard(file: YamlFile): boolean {
  return (file.value as { pattern?: unknown } | null)?.pattern === 'hazard'
}

function textsOf(file: YamlFile): [string, Words][] {
  return Object.entries(shaped(textFile, file.value, file.report)?.messages ?? {})
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}
