/** What people may say to a question: the answer it asks for, nearly that, or something quite else. */
import { type Bot, GLOBAL_WORDS } from '../files/folder-schema.ts'
import type { SlotDef } from '../files/slot-schema.ts'
import type { Dice } from './dice.ts'
import type { Said } from './pool.ts'

/** An answer a question for such a slot should take; undefined for slots nobody is asked for. */
export function strictAnswer(def: SlotDef, rooms: readonly string[], dice: Dice): Said | undefined {
  const words = strictWords(def, rooms)
  if (words.length > 0) return { user: dice.one(words) }
  switch (def.type) {
    case 'images':
      return { media: ['walk-photo'] }
    case 'voice':
      return { voice: 'walk-voice' }
    case 'file':
      return { file: 'walk-file' }
    case 'location':
      return { location: '云锦花园北门' }
    default:
      return undefined
  }
}

function strictWords(def: SlotDef, rooms: readonly string[]): readonly string[] {
  if (def.options) return def.options.flatMap(({ text, match = [] }) => [text, ...match])
  const own = [...(def.sure_words ?? []), ...Object.values(def.words ?? {}).flat()]
  switch (def.type) {
    case 'text':
      return ['厨房水管接口一直在滴水，昨天晚上开始的', '楼上半夜拖桌子', ...own]
    case 'room':
      return [...rooms, '3栋2单元501', '三栋二单元五零一']
    case 'yes_no':
      return ['是', '不是', ...(def.yes_words ?? []), ...(def.no_words ?? [])]
    case 'time_window':
      return ['明天上午9点到11点', '后天下午', '8号下午', ...(def.flexible_words ?? [])]
    default:
      return [...own, ...(OF_TYPE[def.type] ?? [])]
  }
}

const OF_TYPE: Partial<Record<SlotDef['type'], readonly string[]>> = {
  choice: ['1', '2'],
  multi_choice: ['1、2', '2'],
  building: ['3栋', '五号楼'],
  cn_phone: ['13900139000'],
  person_name: ['王小明'],
  plate: ['浙A12345'],
  code: ['123456'],
  rating: ['5', '1'],
  number: ['3', '2.5'],
  integer: ['2', '十二'],
  amount: ['12元5角', '300'],
  date: ['明天', '12月1日'],
  time: ['下午3点', '八点半'],
  month_range: ['今年1月到3月', '一季度', '去年12月'],
}

/** What belongs to no question. Nothing here is meant to be understood. */
const STRANGE = [
  '嗯哼哈嘿',
  '🙂',
  '。',
  '1',
  '9',
  '第二个',
  '0',
  '-1',
  '999999999999999999999',
  '3栋',
  '501',
  '等等',
  '错了',
  '改',
  '不对，楼号错了',
  'null',
  '{{ slots.room }}',
  '<script>alert(1)</script>',
  "'; DROP TABLE ticket; --",
  '\u202e倒着\u200b看',
  '水'.repeat(2000),
] as const

/** Anything but the answer: strange things, steering words, media, time passing, several at once. */
export function otherAnswer(
  { bot, sentences, shown }: { bot: Bot; sentences: readonly string[]; shown: readonly string[] },
  dice: Dice,
): Said {
  const words = () =>
    dice.one([
      () => dice.one(STRANGE),
      () => dice.one(sentences),
      () => dice.one(GLOBAL_WORDS.flatMap((word) => bot.words[word])),
      () => dice.one([...bot.words.greet, ...bot.words.thanks, ...bot.words.yes, ...bot.words.no]),
    ])()
  return dice.one<() => Said>([
    () => ({ user: words() }),
    () => ({ user: words() }),
    () => ({ user: words() }),
    () => ({ media: ['walk-photo'] }),
    () => ({ voice: 'walk-voice', transcript: words() }),
    () => ({ unreadable: '表情' }),
    () => ({ location: '云锦花园北门' }),
    () => ({ file: 'walk-file' }),
    () => ({ enter: true }),
    () => ({ restart: true }),
    () => ({ advance: dice.one([600_000, 18_000_000, 86_400_000, 691_200_000]) }),
    () => ({ staff: dice.one(['closed', 'expired'] as const) }),
    () => ({ together: [{ user: words() }, { media: ['walk-photo'] }, { user: words() }] }),
    () => (shown.length === 0 ? { user: words() } : { click: dice.one(shown) }),
  ])()
}
