/** Looks at a page for tags that came out of somebody's words. */
import { expect } from 'vitest'

/** Only tags the desk itself writes: nothing of them comes from the words. */
const OURS =
  /^<\/?(?:a|button|dd|details|div|dl|dt|form|h\d|input|label|li|option|p|section|select|small|span|strong|summary|table|tbody|td|textarea|th|tr|ul)[ >]/

/** Every tag with the names of its attributes: what was text stays text when these are the same. */
export function tagsOf(html: string): readonly string[] {
  return (html.match(/<[a-z!/][^>]*>/gi) ?? []).map((tag) =>
    tag.replaceAll(/"[^"]*"/g, '""').replaceAll(/\s+/g, ' '),
  )
}

/** `harmless`: the tags of the same page about something nobody minds. */
export function expectOnlyText(html: string, harmless: readonly string[]): void {
  for (const tag of tagsOf(html).filter((one) => !harmless.includes(one))) {
    expect(tag).toMatch(OURS)
  }
  expect(html).not.toMatch(/<script>alert|<img src=x|<svg onload|<iframe|<base |<math|<style>\*/i)
  expect(html).not.toMatch(/<[^>]+\son\w+=/i)
  expect(html).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/)
}
