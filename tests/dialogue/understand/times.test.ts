import { afterEach, expect, test, vi } from 'vitest'
import { findTimes, type TimeContext } from '../../../src/dialogue/understand/find-time.ts'
import { fixtureFlows } from '../fixture-folder.ts'

const { bot } = fixtureFlows
/** A Thursday afternoon. */
const CONTEXT: TimeContext = {
  now: new Date('2025-03-06T15:20:00+08:00'),
  dayParts: bot.day_parts,
  visitWindowMs: bot.limits.visit_window,
  asap: bot.words.asap,
}

test.each([
  ['明天上午9点到11点', '2025-03-07T09:00/11:00'],
  ['明天上午9点到11点在家', '2025-03-07T09:00/11:00'],
  ['明天9:00-11:00', '2025-03-07T09:00/11:00'],
  ['明天，上午9点', '2025-03-07T09:00/11:00'],
  ['明早九点', '2025-03-07T09:00/11:00'],
  ['明天下午', '2025-03-07T14:00/18:00'],
  ['明天中午', '2025-03-07T11:30/13:30'],
  ['后天下午三点', '2025-03-08T15:00/17:00'],
  ['这周六上午', '2025-03-08T09:00/12:00'],
  ['礼拜六上午', '2025-03-08T09:00/12:00'],
  ['周六下午2点到4点', '2025-03-08T14:00/16:00'],
  ['下周三下午3点半', '2025-03-12T15:30/17:30'],
  ['3月8日上午', '2025-03-08T09:00/12:00'],
  ['8号下午', '2025-03-08T14:00/18:00'],
  ['8号下午3点', '2025-03-08T15:00/17:00'],
  ['十号上午', '2025-03-10T09:00/12:00'],
  ['今晚7点', '2025-03-06T19:00/21:00'],
  ['今天晚上8点后', '2025-03-06T20:00/22:00'],
  ['明天3点到5点', '2025-03-07T15:00/17:00'],
  ['30分钟后', '2025-03-06T15:50/17:50'],
  ['下午三点到五点在家', '2025-03-06T15:00/17:00'],
  ['阳台推拉门坏了，下午三点到五点在家', '2025-03-06T15:00/17:00'],
  ['晚上7点到8点有人', '2025-03-06T19:00/20:00'],
  ['上午9点到11点在家', '2025-03-07T09:00/11:00'],
  ['尽快', 'asap'],
  ['随时都行', 'asap'],
  ['越快越好', 'asap'],
])('%s is the window %s', (text, window) => {
  expect(findTimes(text, 'time_window', CONTEXT)[0]).toMatchObject({ value: window, strict: true })
})

test.each([
  ['明天', '2025-03-07T09:00/18:00'],
  ['下周一', '2025-03-10T09:00/18:00'],
  ['月底前', '2025-03-31T09:00/18:00'],
  ['下午', '2025-03-06T14:00/18:00'],
  ['9点到11点', '2025-03-07T09:00/11:00'],
  ['下午三点', '2025-03-06T15:00/17:00'],
  ['每天下午三点到五点都吵', '2025-03-06T15:00/17:00'],
  ['天天晚上7点到8点停水', '2025-03-06T19:00/20:00'],
  ['从下午三点到五点起一直漏', '2025-03-06T15:00/17:00'],
  ['下午三点到五点开始漏的', '2025-03-06T15:00/17:00'],
  ['5号', '2025-04-05T09:00/18:00'],
  ['昨天晚上', '2025-03-05T18:00/20:00'],
  ['上周六', '2025-03-01T09:00/18:00'],
])('%s counts as a window only when a window was asked for: %s', (text, window) => {
  expect(findTimes(text, 'time_window', CONTEXT)[0]).toMatchObject({ value: window, strict: false })
})

test.each([
  ['8号下午', '2025-03-08'],
  ['31号', '2025-03-31'],
  ['5号', '2025-04-05'],
  ['月底前', '2025-03-31'],
  ['下个月底', '2025-04-30'],
  ['去年12月', '2024-12-01'],
  ['上周六', '2025-03-01'],
  ['大后天', '2025-03-09'],
])('%s is the date %s', (text, date) => {
  expect(findTimes(text, 'date', CONTEXT)[0]?.value).toBe(date)
})

test.each([
  ['下午三点半', '15:30'],
  ['9点', '09:00'],
  ['晚上8点', '20:00'],
])('%s is the time %s', (text, time) => {
  expect(findTimes(text, 'time', CONTEXT)[0]?.value).toBe(time)
})

test.each(['厨房水管漏水', '15号楼', '两小时内', '有点慢', '一点都不热', ''])(
  '%s holds no day',
  (text) => {
    expect(findTimes(text, 'date', CONTEXT)).toEqual([])
  },
)

test('a time at the end of a long message is found, and where it stands', () => {
  const text =
    '我这个水管漏水已经很久了一直都没有人来管真的不知道到底什么时候才能来修一下，明天上午9点到11点我在家'
  const [match] = findTimes(text, 'time_window', CONTEXT)
  expect(text.slice(match?.start, match?.end)).toBe('明天上午9点到11点')
})

test('a message made to keep the recogniser busy costs no more than a short one', () => {
  const started = performance.now()
  for (const text of [
    `${'二十'.repeat(1000)}点`,
    `${'1'.repeat(1990)}点`,
    '明天上午9点到11点'.repeat(180),
  ])
    findTimes(text, 'time_window', CONTEXT)
  expect(performance.now() - started).toBeLessThan(2000)
})

afterEach(() => {
  vi.unstubAllEnvs()
})

test.each(['UTC', 'America/New_York', 'Pacific/Kiritimati', 'Asia/Shanghai'])(
  'the estate’s day counts, also on a machine in %s',
  (zone) => {
    vi.stubEnv('TZ', zone)
    // Early in the morning of the 7th here is still the 6th in most of the world.
    const early = { ...CONTEXT, now: new Date('2025-03-07T00:30:00+08:00') }
    expect(findTimes('明天上午9点到11点', 'time_window', early)[0]?.value).toBe(
      '2025-03-08T09:00/11:00',
    )
    expect(findTimes('今晚7点', 'time_window', early)[0]?.value).toBe('2025-03-07T19:00/21:00')
    expect(findTimes('30分钟后', 'time_window', early)[0]?.value).toBe('2025-03-07T01:00/03:00')
  },
)

test('the window of an hour just gone is tomorrow’s', () => {
  const late = { ...CONTEXT, now: new Date('2025-03-06T18:30:00+08:00') }
  expect(findTimes('下午', 'time_window', late)[0]?.value).toBe('2025-03-07T14:00/18:00')
})
