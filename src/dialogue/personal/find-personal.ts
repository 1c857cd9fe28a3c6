/** What in a text tells a person: homes, phones, plates, names, numbers of documents and orders, addresses of mail and pages. */
import { findNames, findPhones, findPlates } from '../understand/find-identity.ts'
import { findRooms } from '../understand/find-room.ts'
import type { RoomFragment } from '../understand/match.ts'
import { normalise } from '../understand/normalise.ts'

type PersonalKind =
  | 'name'
  | 'mail'
  | 'link'
  | 'account'
  | 'id'
  | 'phone'
  | 'plate'
  | 'room'
  | 'number'

/** What a masked span is called where people read it. */
export const PERSONAL_WORDS: Readonly<Record<PersonalKind, string>> = {
  name: '姓名',
  mail: '邮箱',
  link: '链接',
  account: '账号',
  id: '编号',
  phone: '电话',
  plate: '车牌',
  room: '房号',
  number: '号码',
}

export interface Personal {
  readonly start: number
  readonly end: number
  readonly kind: PersonalKind
  /** As it was written. */
  readonly text: string
  readonly fragment?: RoomFragment | undefined
}

interface Span {
  readonly start: number
  readonly end: number
  readonly fragment?: RoomFragment | undefined
}

/** The hundred most common surnames, of four people in five (公安部《二〇二〇年全国姓名报告》), and compound ones. */
const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴莫孔向汤'
const COMPOUND = '欧阳|上官|司马|诸葛|夏侯|慕容'
const SURNAME = `(?:${COMPOUND}|[${SURNAMES}])`

/** 张先生, 王小姐: with a title behind it a surname is a name; 师傅 and 阿姨 are called so by their trade as well. */
const TITLED = new RegExp(
  `${SURNAME}\\p{Script=Han}{0,2}?(?=先生|女士|小姐|太太|师傅|阿姨|大爷|大妈|老师|经理|主任|管家|医生)`,
  'gu',
)
/** 我是 is followed by a trade or a name. */
const SELF = new RegExp(
  `(?<=我是|我叫|名叫|姓名[:：是]?)\\s*(${SURNAME}\\p{Script=Han}{1,2})(?=[,，.。;；!！\\s]|$)`,
  'gu',
)
const MAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g
const LINK = /(?:https?:\/\/|www\.)[\w\-./?%&=#:~@+$]+/gi
const ACCOUNT =
  /(?<=(?:微信|weixin|wechat|vx|wx|qq)(?:号码?|id)?[:：是为\s]{0,3})[A-Za-z0-9_-]{5,30}/gi
/** The desk's own keys of rows. */
const ID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi
/** Documents, cards, orders: five digits or more in a row, with what is hyphened on to them. */
const NUMBER = /(?<![\d.])(?:[A-Z]{1,4}-?)?\d{5,}(?:-\d+)*[Xx]?/g

/**
 * In order and without overlaps. `names` are people known to be talked about; others are found only where the sentence
 * says that a name follows.
 */
export function findPersonal(raw: string, names: readonly string[] = []): readonly Personal[] {
  const found: Personal[] = []
  let text = normalise(raw)
  const take = (kind: PersonalKind, spans: readonly Span[]) => {
    for (const { start, end, fragment } of spans) {
      if (start === end || text.slice(start, end).includes(TAKEN)) continue
      found.push({ kind, start, end, text: raw.slice(start, end), fragment })
      text = text.slice(0, start) + TAKEN.repeat(end - start) + text.slice(end)
    }
  }
  take('mail', matches(text, MAIL))
  take('link', matches(text, LINK))
  take('account', matches(text, ACCOUNT))
  take('id', matches(text, ID))
  take(
    'name',
    // 王小红 holds 王小: whoever has the longer name is meant.
    names.toSorted((a, b) => b.length - a.length).flatMap((name) => everywhere(text, name)),
  )
  take('phone', findPhones(text))
  take('plate', findPlates(text))
  take(
    'room',
    findRooms(text)
      .map((span) => trimmed(text, span))
      .filter(({ fragment }) => fragment?.building ?? fragment?.unit ?? fragment?.room),
  )
  take('name', [
    ...matches(text, TITLED),
    ...matches(text, SELF),
    ...findNames(text).filter(({ strict, value }) => strict && SURNAMED.test(String(value))),
  ])
  take('number', matches(text, NUMBER))
  return found.toSorted((a, b) => a.start - b.start)
}

const SURNAMED = new RegExp(`^${SURNAME}\\p{Script=Han}{1,3}$`, 'u')

/** Of no kind, and kept out of every pattern. */
const TAKEN = '\u0000'

/** The text with every personal span put as `replace` says; what is too long to be looked through is cut off. */
export function withoutPersonal(
  text: string,
  names: readonly string[],
  replace: (found: Personal) => string,
): string {
  let done = ''
  let at = 0
  for (const found of findPersonal(text, names)) {
    done += text.slice(at, found.start) + replace(found)
    at = found.end
  }
  return done + text.slice(at, normalise(text).length)
}

/** Without the comma that a pattern reached over. */
function trimmed(text: string, { start, end, fragment }: Span): Span {
  const gap = /^[^\p{L}\p{N}]*/u.exec(text.slice(start, end))?.[0].length ?? 0
  return { start: start + gap, end, fragment }
}

function matches(text: string, pattern: RegExp): readonly Span[] {
  return [...text.matchAll(pattern)].map((match) => {
    const said = match[1] ?? match[0]
    const start = match.index + match[0].indexOf(said)
    return { start, end: start + said.length }
  })
}

/** A name of one character is too often a word. */
function everywhere(text: string, name: string): readonly Span[] {
  if (name.length < 2) return []
  const spans: Span[] = []
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length))
    spans.push({ start: at, end: at + name.length })
  return spans
}
