/** May the app read who works here? Whoever leaves is off the roster by it (wecom.md 2.2; path/90208). */
import type { WecomApi } from '../api/client.ts'
import { listDepartments } from '../api/directory.ts'
import { type Finding, ok, warn } from './finding.ts'
import { sayRefusal } from './say-refusal.ts'

const TITLE = '通讯录'

export async function checkDirectory(api: WecomApi): Promise<Finding> {
  try {
    const departments = await listDepartments(api)
    if (departments.length > 0) return ok(TITLE, `可见范围内有 ${departments.length} 个部门`)
    const mend =
      '到“应用管理 → 该应用 → 可见范围”加入员工所在的部门，否则有人离职时名册不会自动更新'
    return warn(TITLE, '可见范围里没有部门', mend)
  } catch (error) {
    const { found, mend } = sayRefusal(error)
    return warn(TITLE, `${found}；有人离职时名册不会自动更新，其他不受影响`, mend)
  }
}
