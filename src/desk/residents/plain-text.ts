/** Brings what people write into one form: full-width and traditional characters, spaces, Chinese numerals. */

/** Traditional characters and variants that occur in addresses and in the headers of books. */
const VARIANTS: Readonly<Record<string, string>> = {
  棟: '栋',
  幢: '栋',
  單: '单',
  號: '号',
  樓: '楼',
  層: '层',
  戶: '户',
  業: '业',
  積: '积',
  員: '员',
  類: '类',
  別: '别',
  電: '电',
  話: '话',
  機: '机',
  證: '证',
  賬: '账',
  帳: '账',
  費: '费',
  項: '项',
  開: '开',
  時: '时',
  間: '间',
  結: '结',
  應: '应',
  實: '实',
  責: '责',
  種: '种',
  總: '总',
  數: '数',
  狀: '状',
  態: '态',
  關: '关',
  係: '系',
  稱: '称',
  編: '编',
  築: '筑',
  內: '内',
  維: '维',
  組: '组',
  長: '长',
  調: '调',
  經: '经',
  綠: '绿',
  潔: '洁',
  備: '备',
  註: '注',
  說: '说',
  臨: '临',
  屬: '属',
  產: '产',
  權: '权',
  裝: '装',
  銷: '销',
  閒: '闲',
  鋪: '铺',
  舖: '铺',
  車: '车',
  場: '场',
  儲: '储',
  辦: '办',
  週: '周',
  攤: '摊',
  計: '计',
  價: '价',
  額: '额',
  繳: '缴',
  負: '负',
  離: '离',
  職: '职',
  遷: '迁',
  無: '无',
  沒: '没',
  暫: '暂',
}

const DIGITS = '零一二三四五六七八九'
const NUMERALS = /^[零〇一二两三四五六七八九十百]+$/

/** Half-width, simplified where it matters, without any space, letters in capitals. */
export function plainText(text: string): string {
  const narrow = text.normalize('NFKC').replace(/[\s\u200B-\u200F\u202A-\u202E\u2060\uFEFF]+/g, '')
  return [...narrow]
    .map((char) => VARIANTS[char] ?? char)
    .join('')
    .toUpperCase()
}

/** 二十三 → 23, 七〇三 → 703; anything that is not wholly a numeral comes back as it was. */
export function arabicDigits(text: string): string {
  if (!NUMERALS.test(text)) return text
  const plain = text.replaceAll('〇', '零').replaceAll('两', '二')
  if (!/[十百]/.test(plain)) return [...plain].map((char) => DIGITS.indexOf(char)).join('')
  const [, hundreds = '', rest = ''] = /^(?:(.*)百)?(.*)$/.exec(plain) ?? []
  const [, tens, ones = ''] = /^(?:零?(.?)十)?(.*)$/.exec(rest) ?? []
  const value = (char: string) => Math.max(0, DIGITS.indexOf(char.replace('零', '') || '零'))
  const tensValue = tens === undefined ? 0 : tens === '' ? 1 : value(tens)
  return String((hundreds ? value(hundreds) : 0) * 100 + tensValue * 10 + value(ones))
}
