import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buttonCard, multipleCard, newsNotice, textNotice, voteCard } from './support/cards.ts'
import { AGENT, CHEN, KF, PEOPLE, ROBOT, until } from './support/test-platform.ts'
import { openTestSandbox, START, type TestSandbox } from './support/test-sandbox.ts'

const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(2)>' & ]]>`

let sandbox: TestSandbox

beforeEach(async () => {
  sandbox = await openTestSandbox()
})
afterEach(() => sandbox.close())

const get = async (path: string) => {
  const response = await fetch(sandbox.url + path)
  return { status: response.status, html: await response.text(), headers: response.headers }
}
const post = async (
  path: string,
  form: ConstructorParameters<typeof URLSearchParams>[0],
  more: object = {},
) => {
  const response = await fetch(sandbox.url + path, {
    method: 'POST',
    headers: { 'hx-request': 'true', ...more },
    body: new URLSearchParams(form),
  })
  return { status: response.status, text: await response.text(), headers: response.headers }
}
const says = (text: string, id = 'chen') =>
  sandbox.platform.control.write({ kind: 'owners', id }, { text })
const kfSend = (message: object) =>
  sandbox.platform.post('/cgi-bin/kf/send_msg', { touser: CHEN, open_kfid: KF, ...message })
const appSend = (message: object, touser = 'ZhangWei') =>
  sandbox.platform.post('/cgi-bin/message/send', { touser, agentid: AGENT, ...message })
const robotSays = (body: object) =>
  fetch(`${sandbox.platform.baseUrl}/cgi-bin/webhook/send?key=${ROBOT}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
/** The text of the page as a reader sees it. */
const words = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

describe('the page', () => {
  test('shows three phones, the desk’s time, the buttons that move it and things to try', async () => {
    const { status, html, headers } = await get('')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain('text/html')
    const text = words(html)
    for (const part of [
      '陈晓燕',
      '张伟',
      '王强',
      '11月23日',
      '09:00:00',
      '+5 分钟',
      '+30 分钟',
      '+1 小时',
      '+1 天',
      '快进',
      '厨房漏水',
      '和悦管家',
    ]) {
      expect(text).toContain(part)
    }
  })

  test('needs nothing from another host, and no script, style or handler inside it', async () => {
    await says('在吗')
    await appSend({ msgtype: 'template_card', template_card: buttonCard('t1') })
    const { html } = await get('')
    expect(html).not.toMatch(/<script(?![^>]*\bsrc="\/sandbox\/assets\/)/)
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i)
    const links = [...html.matchAll(/(?:src|href|hx-get|hx-post)="([^"]*)"/g)].map(([, to]) => to!)
    const outside = links.filter((to) => !/^(\/sandbox|\?|data:,)/.test(to))
    expect(outside).toEqual(['https://example.com/p/1'])
  })

  test('serves every file it asks for', async () => {
    const { html } = await get('')
    const files = [...html.matchAll(/(?:src|href)="\/sandbox(\/assets\/[^"]+)"/g)].map(
      ([, p]) => p!,
    )
    expect(files.length).toBeGreaterThan(6)
    for (const file of new Set(files)) expect((await get(file)).status).toBe(200)
    expect((await get('/assets/../routes.tsx')).status).toBe(404)
    expect((await get('/assets/%2e%2e%2froutes.tsx')).status).toBeGreaterThanOrEqual(400)
  })

  test('chooses people by the address, and by their role where it names none', async () => {
    const { html } = await get('?owner=liu&staff=lina&lead=ZhangWei')
    expect(html).toMatch(/id="phone-owner"[\s\S]*?picker__name">刘伟/)
    expect(html).toMatch(/id="phone-staff"[\s\S]*?picker__name">李娜/)
    expect(html).toMatch(/id="phone-lead"[\s\S]*?picker__name">张伟/)
    const byRole = await get('?owner=nobody&staff=<b>&lead=')
    expect(byRole.html).toMatch(/id="phone-staff"[\s\S]*?picker__name">张伟/)
    expect(byRole.html).toMatch(/id="phone-lead"[\s\S]*?picker__name">王强/)
    expect(byRole.html).not.toContain('<b>')
  })

  test('stands also when there is nobody', async () => {
    const empty = await openTestSandbox({})
    try {
      const response = await fetch(`${empty.url}?owner=x`)
      expect(response.status).toBe(200)
      expect(await response.text()).toContain('没有人')
    } finally {
      await empty.close()
    }
  })
})

describe('hostile words', () => {
  test('of an owner, a menu and a location are only words', async () => {
    await says(HOSTILE)
    await kfSend({
      msgtype: 'msgmenu',
      msgmenu: {
        head_content: HOSTILE,
        list: [{ type: 'click', click: { id: HOSTILE, content: HOSTILE } }],
        tail_content: HOSTILE,
      },
    })
    const { html } = await get('')
    expect(html).not.toContain('<script>alert')
    expect(html).not.toContain('<img src=x')
    expect(words(html).split(HOSTILE)).toHaveLength(5)
  })

  test('of cards, texts, markdown, names and rooms are only words', async () => {
    await sandbox.platform.control.putPeople({
      owners: [{ ...PEOPLE.owners[0]!, name: HOSTILE.slice(0, 60), rooms: [HOSTILE.slice(0, 60)] }],
      members: [{ ...PEOPLE.members[0]!, name: HOSTILE.slice(0, 60), title: HOSTILE.slice(0, 60) }],
    })
    const card = buttonCard('t1')
    card.main_title = { title: HOSTILE, desc: HOSTILE }
    card.horizontal_content_list = [{ keyname: HOSTILE, value: HOSTILE }]
    card.button_list = [{ text: HOSTILE, key: HOSTILE }]
    card.button_selection.option_list = [{ id: HOSTILE, text: HOSTILE }]
    await appSend({ msgtype: 'template_card', template_card: card })
    await appSend({ msgtype: 'text', text: { content: HOSTILE } })
    await appSend({ msgtype: 'markdown', markdown: { content: `**${HOSTILE}** [x](${HOSTILE})` } })
    await robotSays({ msgtype: 'text', text: { content: HOSTILE, mentioned_list: [HOSTILE] } })
    for (const view of ['app', 'group']) {
      const { html } = await get(`?staff=ZhangWei&staffView=${view}`)
      expect(html).not.toMatch(/<script>|<img src=x|<[^>]+\sonerror=/)
    }
  })

  test('in addresses are never links', async () => {
    await appSend({
      msgtype: 'text',
      text: {
        content:
          '<a href="javascript:alert(1)">点我</a> <a href="https://example.com/a" onclick="x()">坏</a> <a href="https://example.com/good">好</a> https://example.com/bare',
      },
    })
    await appSend({
      msgtype: 'markdown',
      markdown: { content: '[x](javascript:alert(1)) [y](https://example.com/md)' },
    })
    const { html } = await get('?staff=ZhangWei')
    const hrefs = [...html.matchAll(/class="chat-link" href="([^"]+)"/g)].map(([, href]) => href)
    expect(hrefs).toEqual([
      'https://example.com/a',
      'https://example.com/good',
      'https://example.com/bare',
      'https://example.com/md',
    ])
    expect(html).not.toContain('href="javascript')
  })
})

describe('what a phone shows', () => {
  test('time lines where there was silence, in the estate’s time', async () => {
    await says('昨天的事')
    await sandbox.platform.control.setClock(new Date(START + 86_400_000))
    sandbox.time.now = START + 86_400_000
    await says('今天的事')
    await says('马上又一句')
    const times = [...(await get('')).html.matchAll(/chat__time">([^<]+)</g)].map(([, t]) => t)
    expect(times).toEqual(['昨天 09:00', '09:00'])
  })

  test('every kind of card and plate', async () => {
    await appSend({ msgtype: 'template_card', template_card: voteCard('v1') })
    await appSend({ msgtype: 'template_card', template_card: textNotice() })
    await appSend({ msgtype: 'template_card', template_card: newsNotice() })
    await appSend({
      msgtype: 'textcard',
      textcard: {
        title: '领奖',
        description: '<div class="gray">周三</div>请来',
        url: 'https://example.com/c',
      },
    })
    const text = words((await get('?staff=ZhangWei')).html)
    for (const part of ['本周值班', '周六', '提交', '未完成', '停水通知', '周三', '领奖', '请来']) {
      expect(text).toContain(part)
    }
  })

  test('a closed card without its buttons', async () => {
    const { response_code: code } = await appSend({
      msgtype: 'template_card',
      template_card: buttonCard('t1'),
    })
    expect((await get('?staff=ZhangWei')).html).toContain('value="accept"')
    await sandbox.platform.post('/cgi-bin/message/update_template_card', {
      agentid: AGENT,
      userids: ['ZhangWei'],
      response_code: code,
      button: { replace_name: '已被李雷接单' },
    })
    const { html } = await get('?staff=ZhangWei')
    expect(html).toContain('已被李雷接单')
    expect(html).not.toContain('value="accept"')
  })

  test('the group with the names of those it calls', async () => {
    await robotSays({
      msgtype: 'text',
      text: { content: '超时', mentioned_list: ['wangqiang', '@all'] },
    })
    const text = words((await get('?lead=wangqiang&leadView=group')).html)
    expect(text).toContain('@王强')
    expect(text).toContain('@所有人')
  })

  test('a message that was taken back as taken back', async () => {
    await says('密码是123456')
    await sandbox.platform.control.recall('chen', 1)
    const { html } = await get('')
    expect(html).not.toContain('123456')
    expect(html).toContain('你撤回了一条消息')
  })
})

describe('the parts drawn anew', () => {
  const screen = async () => {
    const { html } = await get('?owner=chen&staff=ZhangWei')
    return [...html.matchAll(/hx-get="\/sandbox(\/screens\/(\w+)[^"]*)"/g)].map(([, path]) =>
      path!.replaceAll('&amp;', '&'),
    )
  }

  test('are 204 until their phone shows something else', async () => {
    const [owner, staff] = await screen()
    expect((await get(owner!)).status).toBe(204)
    await appSend({ msgtype: 'text', text: { content: '在吗' } })
    expect((await get(owner!)).status).toBe(204)
    const { status, html } = await get(staff!)
    expect(status).toBe(200)
    expect(html).toContain('在吗')
    expect(html).toContain('hx-swap-oob')
  })

  test('of a servicer change when a chat waits', async () => {
    await says('找人工')
    const { html } = await get('?lead=lina&leadView=chats')
    const path = /hx-get="\/sandbox(\/screens\/lead[^"]*)"/.exec(html)![1]!.replaceAll('&amp;', '&')
    expect((await get(path)).status).toBe(204)
    await sandbox.platform.post('/cgi-bin/kf/service_state/trans', {
      open_kfid: KF,
      external_userid: CHEN,
      service_state: 2,
    })
    expect((await get(path)).html).toContain('等待接入')
    expect((await post('/members/lina/chats/chen', { act: 'take' })).status).toBe(204)
    expect((await get(path)).html).toContain('正在接待')
    expect((await post('/members/lina/chats/chen', { text: '您好，我是李娜' })).status).toBe(204)
    expect(words((await get('?lead=lina&leadView=chat:chen')).html)).toContain('您好，我是李娜')
    expect((await post('/members/lina/chats/chen', { act: 'end' })).status).toBe(204)
  })

  test.each(['/screens/kitchen?person=chen', '/screens/owner?person=nobody', '/screens/staff'])(
    '%s is 404',
    async (path) => {
      expect((await get(path)).status).toBe(404)
    },
  )
})

describe('the buttons', () => {
  test('send what an owner writes, and tell every phone to look', async () => {
    const { status, headers } = await post('/phones/owners/chen', { text: '厨房漏水' })
    expect(status).toBe(204)
    expect(headers.get('hx-trigger')).toBe('sandbox-changed')
    expect((await get('')).html).toContain('bubble-row--own')
  })

  test('open the chat, send a demo picture, tap a menu and a card', async () => {
    expect((await post('/phones/owners/chen', { enter: 'true' })).status).toBe(204)
    expect((await post('/phones/owners/chen', { image: 'leak' })).status).toBe(204)
    await kfSend({
      msgtype: 'msgmenu',
      msgmenu: { list: [{ type: 'click', click: { id: 'a', content: '报修' } }] },
    })
    expect((await post('/phones/owners/chen', { menuId: 'a' })).status).toBe(204)
    await appSend({ msgtype: 'template_card', template_card: buttonCard('t1') })
    const tap = { taskId: 't1', key: 'accept', 'q:eta': '2h' }
    expect((await post('/members/ZhangWei/taps', tap)).status).toBe(204)
    const event = await until(() =>
      sandbox.desk.received.find((one) => one.message['EventKey'] === 'accept'),
    )
    expect(event.message['SelectedItems']).toMatchObject({
      SelectedItem: { OptionIds: { OptionId: '2h' } },
    })
  })

  test('answers a vote with what is ticked, and with nothing when all ticks were taken away', async () => {
    for (const taskId of ['v1', 'v2']) {
      await appSend({ msgtype: 'template_card', template_card: voteCard(taskId) })
    }
    const { html } = await get('?staff=ZhangWei')
    expect(html).toMatch(/type="checkbox"[^>]*value="sat" checked/)
    expect(html).toMatch(/type="checkbox"[^>]*value="sun"\/?>/)
    const tap = (taskId: string, ...days: string[]) =>
      post('/members/ZhangWei/taps', [
        ['taskId', taskId],
        ['key', 'submit'],
        ...days.map((day): [string, string] => ['q:day', day]),
      ])
    expect((await tap('v1', '', 'sat', 'sun')).status).toBe(204)
    expect((await tap('v2', '')).status).toBe(204)
    const selected = (taskId: string) =>
      until(() => sandbox.desk.received.find((one) => one.message['TaskId'] === taskId)).then(
        ({ message }) => message['SelectedItems'],
      )
    expect(await selected('v1')).toEqual({
      SelectedItem: { QuestionKey: 'day', OptionIds: { OptionId: ['sat', 'sun'] } },
    })
    expect(await selected('v2')).toBe('')
  })

  test('offers the options of a vote with one answer, and the lists of a card with several', async () => {
    const vote = voteCard('v1')
    vote['checkbox'].mode = 0
    await appSend({ msgtype: 'template_card', template_card: vote })
    await appSend({ msgtype: 'template_card', template_card: multipleCard('m1') })
    const { html } = await get('?staff=ZhangWei')
    expect(html).toMatch(/type="radio"[^>]*name="q:day"/)
    expect(html).toMatch(/<select[^>]*name="q:cat"/)
  })

  test.each<[string, string, Record<string, string>, number]>([
    ['an empty message', '/phones/owners/chen', { text: '' }, 400],
    ['a message of blanks', '/phones/owners/chen', { text: '  ' }, 400],
    ['nothing', '/phones/owners/chen', {}, 400],
    ['a message of nobody', '/phones/owners/nobody', { text: 'x' }, 404],
    ['a picture there is not', '/phones/owners/chen', { image: '../../x' }, 400],
    ['a tap without a card', '/members/ZhangWei/taps', { key: 'x' }, 400],
    ['a tap on an unknown card', '/members/ZhangWei/taps', { taskId: 'x', key: 'y' }, 400],
    ['taking a chat nobody offered', '/members/lina/chats/chen', { act: 'take' }, 400],
    ['a clock moved by nothing', '/clock', { advanceMs: '0' }, 400],
    ['a clock moved back', '/clock', { advanceMs: '-5' }, 400],
    ['a clock moved by words', '/clock', { amount: 'two', unit: '60000' }, 400],
    ['a clock moved by ages', '/clock', { amount: '999999', unit: '86400000' }, 400],
  ])('%s is refused with words', async (...row) => {
    const [, path, form, code] = row
    const { status, text } = await post(path, form)
    expect(status).toBe(code)
    expect(text.length).toBeGreaterThan(3)
    expect(text).not.toContain('<')
  })

  test('do nothing for a form on another site', async () => {
    const other = await post('/phones/owners/chen', { text: 'x' }, { 'hx-request': '' })
    expect(other.status).toBe(403)
    expect((await get('')).html).not.toContain('bubble-row--own')
  })
})

describe('the clock', () => {
  test('moves by a step or by amount and unit, and shows where it is', async () => {
    expect((await post('/clock', { advanceMs: '1800000' })).status).toBe(204)
    await until(async () => words((await get('/clock')).html).includes('09:30:00'))
    await post('/clock', { amount: '2', unit: '86400000' })
    await until(async () => words((await get('/clock')).html).includes('11月25日'))
  })

  test('says where it is going while it goes', async () => {
    sandbox.time.pending = { count: 1, what: ['a send to chen'] }
    await post('/clock', { advanceMs: '60000' })
    const { html } = await get('/clock')
    expect(html).toContain('正在走到 11月23日 周一 09:01:00')
    expect(html).toContain('clock--moving')
    sandbox.time.pending = { count: 0, what: [] }
    await until(async () => words((await get('/clock')).html).includes('09:01:00'))
    await until(async () => !(await get('/clock')).html.includes('clock--moving'))
  })

  test('says so when it could not go on', async () => {
    sandbox.time.due = [START - 1]
    await post('/clock', { advanceMs: '60000' })
    await until(async () => (await get('/clock')).html.includes('时间停住了'))
    expect(sandbox.time.now).toBe(START)
  })
})
