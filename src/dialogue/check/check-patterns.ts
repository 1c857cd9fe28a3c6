/** The sentences of the engine and of the questions with answers: all there, and saying only what they can know. */
import type { Folder } from '../files/folder.ts'
import type { Problem } from '../files/problem.ts'
import type { Registry } from '../files/registry.ts'
import { PATTERN_TEXTS } from '../render/pattern-texts.ts'
import { parseTemplate, variablesOf } from '../render/template.ts'

export function checkPatterns({ patterns }: Folder, { env }: Registry, problems: Problem[]): void {
  const known = new Map<string, readonly string[]>(Object.entries(PATTERN_TEXTS))
  for (const name of known.keys())
    if (!patterns.has(name))
      problems.push({
        file: `_patterns/${name.split('.')[0]}.yaml`,
        line: 1,
        severity: 'error',
        rule: 'missing-pattern',
        message: `缺少“${name}”这句话 / the sentence "${name}" is missing`,
      })
  for (const [name, { file, words }] of patterns) {
    const path = ['texts', name.split('.')[1] ?? '']
    const about = known.get(name)
    if (!about)
      file.report(
        path,
        'unknown-pattern',
        `系统不会说“${name}”，请删除 / nothing says "${name}": remove it`,
      )
    else
      for (const wrong of words.variants.flatMap((text) => strangers(text, about, env)))
        file.report(path, 'text', wrong)
  }
}

export function checkFaqs({ faqs, flows }: Folder, { env }: Registry): void {
  const seen = new Set<string>()
  const ids = new Set(flows.map(({ source }) => source.flow))
  for (const { file, index, faq } of faqs) {
    const at = (key: string) => ['questions', index, key]
    if (seen.has(faq.id))
      file.report(
        at('id'),
        'duplicate-id',
        `问答“${faq.id}”重复 / the question "${faq.id}" is there twice`,
      )
    seen.add(faq.id)
    if (faq.flow !== undefined && !ids.has(faq.flow))
      // Its answer is as true without the button to go on with.
      file.report(
        at('flow'),
        'unknown-flow',
        `没有流程“${faq.flow}” / unknown flow "${faq.flow}"`,
        'warning',
      )
    for (const wrong of faq.answer.variants.flatMap((text) => strangers(text, [], env)))
      file.report(at('answer'), 'text', wrong)
  }
}

/** What is wrong with a text: it cannot be read, or it mentions what it is not told. */
function strangers(
  text: string,
  about: readonly string[],
  env: readonly string[] | undefined,
): readonly string[] {
  const known = [...about, 'env', 'user']
  try {
    return variablesOf(parseTemplate(text).parts)
      .filter(
        ([root, field]) =>
          !known.includes(String(root)) ||
          (root === 'env' && env?.includes(String(field)) === false),
      )
      .map(
        (path) =>
          `这里没有“${path.join('.')}”，可用 ${known.join('、')} / "${path.join('.')}" is not known here`,
      )
  } catch (error) {
    return [`文字里的 {{ }} 写错了：${(error as Error).message} / this text cannot be read`]
  }
}
