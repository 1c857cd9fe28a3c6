/** One well-formed card of each of the five kinds, to be spoiled field by field. */
import type { CallAnswer } from './test-platform.ts'

export function buttonCard(taskId: string): CallAnswer {
  return {
    card_type: 'button_interaction',
    source: { desc: '报修工单', desc_color: 1 },
    main_title: { title: '3栋2单元1202 厨房漏水', desc: '陈** 09:02' },
    sub_title_text: '水槽下面一直滴水',
    horizontal_content_list: [
      { keyname: '工单号', value: 'BX20261123-0001' },
      { type: 1, keyname: '照片', value: '查看', url: 'https://example.com/p/1' },
    ],
    task_id: taskId,
    button_selection: {
      question_key: 'eta',
      title: '预计到达',
      option_list: [
        { id: '30m', text: '30分钟' },
        { id: '2h', text: '2小时' },
      ],
      selected_id: '30m',
    },
    button_list: [
      { text: '接单', style: 1, key: 'accept' },
      { text: '转单', style: 2, key: 'transfer' },
    ],
  }
}

export function textNotice(): CallAnswer {
  return {
    card_type: 'text_notice',
    main_title: { title: '今日概况' },
    emphasis_content: { title: '12', desc: '未完成' },
    jump_list: [{ type: 1, title: '打开', url: 'https://example.com/' }],
    card_action: { type: 1, url: 'https://example.com/' },
  }
}

export function newsNotice(): CallAnswer {
  return {
    card_type: 'news_notice',
    main_title: { title: '停水通知' },
    card_image: { url: 'https://example.com/a.png', aspect_ratio: 2 },
    vertical_content_list: [{ title: '时间', desc: '周三' }],
    card_action: { type: 1, url: 'https://example.com/' },
  }
}

export function voteCard(taskId: string): CallAnswer {
  return {
    card_type: 'vote_interaction',
    main_title: { title: '本周值班' },
    task_id: taskId,
    checkbox: {
      question_key: 'day',
      mode: 1,
      option_list: [
        { id: 'sat', text: '周六', is_checked: true },
        { id: 'sun', text: '周日' },
      ],
    },
    submit_button: { text: '提交', key: 'submit' },
  }
}

export function multipleCard(taskId: string): CallAnswer {
  return {
    card_type: 'multiple_interaction',
    main_title: { title: '分类' },
    task_id: taskId,
    select_list: [{ question_key: 'cat', title: '类别', option_list: [{ id: 'w', text: '水' }] }],
    submit_button: { text: '提交', key: 'submit' },
  }
}
