/** What every peer says and how it reads an answer: the script of a report, without any understanding. */

export const SAYS = {
  hello: '请简单说一下哪里坏了、什么情况，一句话就行。',
  visit: '什么时间方便师傅上门？如“明天上午9点到11点”，也可以回复“尽快”。',
  photos: '有照片吗？直接发图即可（最多6张），没有请回复“没有”。',
  phone: '请发联系电话，师傅上门前会联系您。',
  /** @param {{ problem: string, visit: string, phone: string }} report */
  review: ({ problem, visit, phone }) =>
    `请核对：\n问题：${problem}\n位置：3栋2单元501\n上门：${visit}\n照片：0张　电话：${phone.slice(0, 3)}****${phone.slice(-4)}`,
  done: '已登记，单号BX20261123-0001。等待师傅接单，今天09:16前有进展。',
  thanks: '不客气，有事随时找我。',
}

/** Whether a text may be the answer to a question. */
export const ACCEPTS = {
  problem: (text) => text.length >= 3 && text.length <= 300,
  visit: (text) => text === '尽快' || /[今明后]天|\d点/.test(text),
  photos: (text) => text === '没有',
  phone: (text) => /^1[3-9]\d{9}$/.test(text),
  review: (text) => text === '提交',
  thanks: (text) => text === '谢谢',
}
