/** What staff and owners call the things the desk cannot read, and why a send failed. */

/** By message type of the app callback and of 微信客服 (wecom.md 2.1, 3.2). */
const NAMES: Readonly<Record<string, string>> = {
  image: '图片',
  voice: '语音',
  video: '视频',
  file: '文件',
  location: '位置',
  link: '链接',
  business_card: '名片',
  miniprogram: '小程序',
  msgmenu: '菜单',
  channels: '视频号内容',
  channels_shop_product: '视频号商品',
  channels_shop_order: '视频号订单',
  merged_msg: '聊天记录',
  meeting: '会议',
  schedule: '日程',
  calendar: '日程',
  note: '笔记',
}

/** The Chinese name of a message type; a type nobody has told us of gets a general one. */
export function nameOfMessage(type: string): string {
  return Object.hasOwn(NAMES, type) ? (NAMES[type] ?? '') : '这类消息'
}

/** fail_type of msg_send_fail (wecom.md 3.3; path/94670). */
const FAILURES: Readonly<Record<string, string>> = {
  '1': '客服账号已删除',
  '2': '应用已关闭',
  '4': '超过48小时未联系',
  '5': '会话已结束',
  '6': '超过5条限制',
  '7': '未绑定视频号',
  '8': '企业未认证',
  '9': '未绑定视频号',
  '10': '客户拒收',
  '11': '没有成员登录应用',
  '12': '组件不允许发送这类消息',
  '13': '安全限制',
}

/** Why the platform could not deliver, with its own number behind it for those who look it up. */
export function nameOfFailure(failType: string): string {
  const name = Object.hasOwn(FAILURES, failType) ? FAILURES[failType] : '原因不明'
  return `${name}（${failType}）`
}
