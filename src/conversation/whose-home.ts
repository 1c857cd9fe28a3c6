/** Whether a sentence asks after somebody else's home: a question for flows that must not answer it. */
import type { Fact } from '../desk/action.ts'
import { normalise } from '../dialogue/understand/normalise.ts'

/** The hundred commonest family names (Ministry of Public Security, report on names 2020), without 万, 常 and others that begin everyday words. */
const FAMILY =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓韩冯曹彭曾肖田董袁潘蔡蒋余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷黎史龙陶贺顾毛郝龚邵钱严武'
/** 张伟家, 张先生家, 老张家; 多少钱我们家 is no name. */
const NAMED = new RegExp(
  `[老小]?[${FAMILY}][^我你您咱俺自己们这那里在的全大\\P{Script=Han}]{1,2}家`,
  'u',
)
const SHORT = new RegExp(`[老小][${FAMILY}]家`, 'u')
const OTHERS =
  /邻居|隔壁|对门|别人|人家|别家|[他她]们?家|楼[上下](那|家|邻居|住户|业主|的[^\p{P}]{0,4}[家户]|有没有欠|欠|交)/u

export const whoseHomeFacts: Readonly<Record<string, Fact>> = {
  asks_after_others: {
    signature: 'asks_after_others(string): bool',
    answer: async (_work, [text]) => asksAfterOthers(String(text)),
  },
}

export function asksAfterOthers(said: string): boolean {
  const text = normalise(said)
  return NAMED.test(text) || SHORT.test(text) || OTHERS.test(text)
}
