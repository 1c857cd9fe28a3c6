/** Which company a command is for. */
import type { Database } from '../database/open-database.ts'

type Apps = readonly [{ readonly corpId: string }, ...{ readonly corpId: string }[]]

/**
 * The company asked for; of the configured ones the first unless told, of the sandbox its only one. A typing error must
 * not make a new company.
 * @throws Error of one line naming those there are
 */
export async function companyOf(
  db: Database,
  apps: Apps | null,
  company: string | undefined,
): Promise<string> {
  return apps ? configured(apps, company) : await onlyCorp(db, company)
}

function configured(apps: Apps, company: string | undefined): string {
  const known = [...new Set(apps.map(({ corpId }) => corpId))]
  const wanted = company ?? apps[0].corpId
  if (!known.includes(wanted)) throw new Error(noCompany(wanted, known))
  return wanted
}

/** The sandbox makes its company at its first start. */
async function onlyCorp(db: Database, company: string | undefined): Promise<string> {
  const corp = await db.selectFrom('project').select('corpId').distinct().executeTakeFirst()
  if (!corp) throw new Error('还没有公司：请先运行一次 npm start，或设置 WECOM_CORP_ID。')
  if (company !== undefined && company !== corp.corpId) {
    throw new Error(noCompany(company, [corp.corpId]))
  }
  return corp.corpId
}

function noCompany(wanted: string, known: readonly string[]): string {
  return `没有接入企业“${wanted}”。已接入：${known.join('、')}。`
}
