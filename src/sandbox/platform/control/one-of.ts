/** An input that comes in exactly one of several forms, known by the one word each form begins with. */
import { z } from 'zod'

/** The reason of a wrong input is that of the form it was meant to be, or the list of words when that is not plain. */
export function oneOf<const Forms extends readonly z.ZodObject[]>(forms: Forms) {
  const words = forms.map((form) => Object.keys(form.shape)[0] ?? '')
  return z.union(forms, {
    error: (issue) => {
      const { input } = issue
      const given = words.filter((word) => isObject(input) && Object.hasOwn(input, word))
      const meant = given.length === 1 ? words.indexOf(given[0] ?? '') : -1
      const [wrong] = branches(issue)[meant] ?? []
      if (!wrong) return `要填写 ${words.join('、')} 中的一项，也只能填一项`
      const where = wrong.path.join('.')
      return where === '' ? wrong.message : `${where}：${wrong.message}`
    },
  })
}

function branches(issue: z.core.$ZodRawIssue): readonly (readonly z.core.$ZodIssue[])[] {
  return issue.code === 'invalid_union' ? issue.errors : []
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
