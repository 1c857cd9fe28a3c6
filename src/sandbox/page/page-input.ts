/** Reading the forms of the page into what the control interface takes. */
import { BadInput, LONGEST_MOVE_MS } from '../api-input.ts'

export type Form = Readonly<Record<string, unknown>>

/** What the page's buttons send where a person would choose on a map, or copy an address. */
const PLACE = { latitude: 31.2304, longitude: 121.4737, name: '小区南门', address: '和悦路1号' }
const LINK = { title: '漏水情况视频', url: 'https://example.com/video', description: '手机拍摄' }

/** One thing to send: what the pressed button was called decides. */
export function readPhoneForm(form: Form): object {
  for (const name of ['menuId', 'image', 'text'] as const) {
    const value = form[name]
    if (typeof value === 'string' && value !== '') return { [name]: value }
  }
  if (form['enter'] === 'true') return { enter: true }
  const { voice, file } = form
  if (typeof voice === 'string') return { voice: { seconds: Number(voice) } }
  if (typeof file === 'string') return { file: { name: file } }
  if (form['location'] === 'here') return { location: PLACE }
  if (form['link'] === 'demo') return { link: LINK }
  throw new BadInput('请先输入内容')
}

/** A tapped button with what is chosen for the card's questions, named `q:` and the question's key. */
export function readTapForm(form: Form): object {
  const { taskId, key } = form
  if (typeof taskId !== 'string' || typeof key !== 'string') throw new BadInput('没有点到按钮')
  const selections = Object.entries(form).flatMap(([name, value]) => {
    if (!name.startsWith('q:')) return []
    const chosen = [value].flat().filter((id) => typeof id === 'string' && id !== '')
    return [[name.slice(2), chosen] as const]
  })
  return { taskId, key, selections: Object.fromEntries(selections) }
}

/** The pressed step, or amount times unit. */
export function readMoveForm(form: Form): { readonly advanceMs: number } {
  const { advanceMs, amount, unit } = form
  const ms = advanceMs === undefined ? Number(amount) * Number(unit) : Number(advanceMs)
  if (!Number.isInteger(ms) || ms <= 0) throw new BadInput('请填写要快进多久')
  if (ms > LONGEST_MOVE_MS) throw new BadInput('一次最多快进一年')
  return { advanceMs: ms }
}
