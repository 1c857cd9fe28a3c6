import { expect, test } from 'vitest'
import { PRECEDENCE } from '../../../src/dialogue/understand/precedence.ts'
import { failuresOf, type Talk } from '../fixture-folder.ts'

type Talking = Talk['talk']
const AT_PROBLEM: Talking = [{ user: '我要报修' }]
const AT_ROOM: Talking = [{ user: '厨房漏水' }]
const AT_VISIT: Talking = [{ user: '3栋2单元501厨房漏水' }]
const AT_PHOTOS: Talking = [...AT_VISIT, { user: '尽快' }]
const AT_CARD: Talking = [...AT_PHOTOS, { user: '没有' }, { user: '是的' }]
const AT_RATING: Talking = [
  { event: 'tickets.done', data: { number: 'BX1', source: 'bot' } },
  { advance: '18h' },
  { user: '修好了' },
]

test.each<readonly [string, Talking, string, string, string]>([
  ['P0', [], '着火了', 'hazard', 'with nothing going on'],
  ['P0', AT_ROOM, '3栋2单元501着火了', 'hazard', 'inside an answer'],
  ['P0', AT_CARD, '取消，电梯里有人被困', 'hazard', 'with a steering word'],
  ['P1', AT_CARD, '1', 'pick', 'a digit'],
  ['P1', AT_CARD, '第二个', 'pick', 'an ordinal'],
  ['P1', AT_CARD, '选3', 'pick', 'a choice in words'],
  ['P1', AT_CARD, '修改', 'pick', 'an option by name'],
  ['P1', AT_RATING, '4', 'pick', 'a rating by its own number'],
  ['P2', [], '人工', 'handoff', 'a person'],
  ['P2', AT_ROOM, '取消吧', 'cancel', 'with a particle'],
  ['P2', AT_ROOM, '返回', 'back', 'back'],
  ['P2', AT_ROOM, '重来', 'restart', 'restart'],
  ['P2', AT_ROOM, '重复', 'repeat', 'repeat'],
  ['P2', AT_ROOM, '跳过', 'skip', 'skip'],
  ['P2', AT_ROOM, '帮助', 'help', 'help'],
  ['P2', AT_ROOM, '菜单', 'menu', 'menu'],
  ['P2', AT_PHOTOS, '没有', 'finish', 'the step’s own closing word'],
  ['P3', AT_CARD, '楼号错了，是5栋', 'correct', 'a label and a value'],
  ['P3', AT_CARD, '不是3栋，是5栋', 'correct', 'not this but that'],
  ['P3', AT_CARD, '时间改成明天上午', 'correct', 'another slot'],
  ['P3', AT_CARD, '电话不对', 'reopen', 'a label alone'],
  ['P3', AT_CARD, '等等', 'reopen', 'a cue alone'],
  ['P4', AT_ROOM, '3栋2单元501', 'set', 'the asked slot'],
  ['P4', AT_CARD, '好的', 'pick', 'yes to a card'],
  ['P4', AT_CARD, '不用了', 'pick', 'no to a card'],
  ['P5', AT_ROOM, '电话13900139000', 'set', 'another empty slot'],
  ['P5', AT_ROOM, '明天上午9点在家', 'set', 'two things at once'],
  ['P6', AT_VISIT, '5栋2单元501', 'offer-correction', 'a contradiction without a cue'],
  ['P7', [], '厨房漏水', 'start', 'a flow'],
  ['P7', AT_ROOM, '物业费多少钱', 'digress', 'another flow'],
  ['P7', AT_PROBLEM, '物业费多少钱', 'digress', 'another flow while free text is asked'],
  ['P7', AT_ROOM, '为什么又漏水了呢', 'continue', 'a question about what is going on'],
  ['P8', [], '服务中心几点下班', 'answer-faq', 'a known question'],
  ['P8', AT_ROOM, '你们几点上班', 'answer-faq', 'a known question in between'],
  ['P8', [], '楼顶漏水到底谁赔', 'answer-faq', 'a known question with a word of a flow'],
  ['P8', AT_ROOM, '楼顶漏水到底谁赔', 'answer-faq', 'the same in between'],
  ['P7', [], '楼顶漏水谁赔，我要报修', 'start', 'a wish beside a known question'],
  ['P7', [], '楼上空调漏水谁赔', 'start', 'a word that makes it another matter'],
  ['P7', [], '楼上漏水', 'start', 'only some words of a known question'],
  ['P9', AT_PROBLEM, '墙上裂了一条缝', 'set', 'free text'],
  ['P9', AT_ROOM, '3栋', 'set', 'a part of the asked room'],
  ['P9', AT_VISIT, '明天', 'set', 'a loose time for the asked window'],
  ['P10', [], '我要报修还有物业费', 'clarify', 'two flows'],
  ['P11', [], '你好', 'greet', 'a greeting'],
  ['P11', [], '您好，在吗', 'greet', 'two greetings'],
  ['P11', [], '好的，谢谢！', 'greet', 'thanks beside agreement'],
  ['P11', AT_ROOM, '谢谢', 'greet', 'thanks in between'],
  ['P11', [], '好的', 'continue', 'a nod to no question'],
  ['P11', [], '不用了', 'continue', 'a refusal of nothing'],
  ['P11', [], '👍👍', 'continue', 'a smile'],
  ['P11', AT_ROOM, '🙏', 'continue', 'a smile in between'],
  ['P12', AT_ROOM, '好的', 'no-match', 'a nod that answers nothing'],
  ['P12', [], '？？？', 'no-match', 'nothing but marks'],
  ['P12', [], '嗯哼哈嘿', 'no-match', 'nothing we know'],
  ['P12', AT_ROOM, '嗯哼哈嘿', 'no-match', 'nothing we know in between'],
])('%s %#: %s', async (p, before, text, command) => {
  const { stage } = await failuresOf({ talk: [...before, { expect: {} }, { user: text }] })
  const heard = stage.events.find((event) => event.kind === 'understood')
  expect({ p: heard?.p, command: heard?.detail?.split(' ')[0] }).toEqual({ p, command })
})

test.each<readonly [string, Talking, string]>([
  ['取消预约怎么弄', AT_ROOM, 'a sentence that begins with a steering word'],
  ['我不要人工', [], 'a sentence that holds one'],
  ['空调不对劲', AT_PROBLEM, 'a cue inside another word'],
])('%s steers nothing', async (text, before) => {
  const { stage } = await failuresOf({ talk: [...before, { expect: {} }, { user: text }] })
  const heard = stage.events.find((event) => event.kind === 'understood')
  expect(['P2', 'P3']).not.toContain(heard?.p)
})

test('the table has a row for every precedence of dialogue.md D6, in order', () => {
  expect(PRECEDENCE.map(([p]) => p)).toEqual(Array.from({ length: 13 }, (_, row) => `P${row}`))
})

test.each([
  [
    'greetings, questions and help',
    ['你好', '服务中心几点下班', '楼顶漏水到底谁赔', '帮助', '重复', '谢谢'],
  ],
  ['another matter', ['物业费多少钱', '2', '物业费多少钱', '2']],
  ['photos, stickers and smiles', ['photo', 'sticker', 'photo', '😊']],
])('%s cost no try', async (_, said) => {
  const talk: Talking = said.map((text) => {
    if (text === 'photo') return { media: [`p${text.length}`] }
    return text === 'sticker' ? { unreadable: '表情' } : { user: text }
  })
  const { stage } = await failuresOf({ talk: [...AT_ROOM, ...talk] })
  expect(stage.history.filter(({ kind }) => kind === 'retried')).toEqual([])
  expect(stage.session.runs.at(-1)?.wait?.slot).toBe('room')
})
