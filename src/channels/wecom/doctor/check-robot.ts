/** Does the group robot speak? Only a message tells, so it is sent when somebody asks for it (wecom.md 6.1). */
import type { HttpDeps } from '../api/http.ts'
import { sendRobotMessage } from '../api/robot.ts'
import type { AppSettings } from '../open-apps.ts'
import { bad, type Finding, ok, skipped, warn } from './finding.ts'
import { sayRefusal } from './say-refusal.ts'

const TITLE = '群机器人'
const TEST_MESSAGE = '【自检】管家服务台的群机器人可用。'

export async function checkRobot(
  http: HttpDeps,
  { robotKey }: AppSettings,
  mayWrite: boolean,
): Promise<Finding> {
  if (robotKey === null) {
    return warn(TITLE, '没有设置', '在服务中心的群里添加群机器人，把地址里 key= 后面的部分填进来')
  }
  if (!mayWrite) return skipped(TITLE, '已设置；加上 --robot 会往群里发一条测试消息')
  try {
    await sendRobotMessage(http, robotKey, { msgtype: 'text', text: { content: TEST_MESSAGE } })
    return ok(TITLE, '测试消息已发到群里')
  } catch (error) {
    const { found } = sayRefusal(error)
    return bad(TITLE, found, '机器人被移出群或停用了：重新添加，换上新的 key')
  }
}
