/** Control: what an administrator does in the console's directory. */
import { z } from 'zod'
import {
  changeVisible,
  memberChanges,
  memberJoins,
  memberLeaves,
  putDepartment,
  removeDepartment,
} from '../directory/changes.ts'
import { ROOT } from '../directory/departments.ts'
import { type ControlRoute, parse } from './control-call.ts'
import { memberAt } from './named.ts'
import { memberSchema, rowOfMember } from './people.ts'
import { found } from './wrong-input.ts'

const id = z
  .int()
  .positive()
  .max(2 ** 31 - 1)
const departments = z.array(id).min(1).max(100).optional()
const joinSchema = memberSchema.extend({ departments })
const changeSchema = z.strictObject({
  newId: memberSchema.shape.id.optional(),
  name: memberSchema.shape.name.optional(),
  departments,
  disabled: z.boolean().optional(),
  licensed: z.boolean().optional(),
})
const departmentSchema = z.strictObject({
  id,
  name: z.string().min(1).max(64),
  parentId: id.default(ROOT),
})
const visibleSchema = z.strictObject({
  agentId: z.int().positive().optional(),
  departments: z.array(id).max(1000),
})

export const DIRECTORY_CONTROL: readonly ControlRoute[] = [
  {
    method: 'POST',
    path: /^\/members$/,
    run: ({ world }, { body }) => {
      const { departments: where, ...member } = parse(joinSchema, body)
      memberJoins(world, { ...rowOfMember(member), ...(where && { departments: where }) })
      return {}
    },
  },
  {
    method: 'PUT',
    path: /^\/members\/([^/]+)$/,
    run: ({ world }, { params, body }) => {
      memberChanges(world, memberAt(world, params[0]), parse(changeSchema, body))
      return {}
    },
  },
  {
    method: 'DELETE',
    path: /^\/members\/([^/]+)$/,
    run: ({ world }, { params }) => {
      memberLeaves(world, memberAt(world, params[0]))
      return {}
    },
  },
  {
    method: 'PUT',
    path: /^\/departments$/,
    run: ({ world }, { body }) => {
      putDepartment(world, parse(departmentSchema, body))
      return {}
    },
  },
  {
    method: 'DELETE',
    path: /^\/departments\/(\d+)$/,
    run: ({ world }, { params }) => {
      removeDepartment(world, found(world.tables.departments.get(params[0] ?? ''), 'department'))
      return {}
    },
  },
  {
    method: 'PUT',
    path: /^\/visible-range$/,
    run: ({ world }, { body }) => {
      const { agentId = world.corp.apps[0]?.agentId ?? 0, departments: ids } = parse(
        visibleSchema,
        body,
      )
      changeVisible(world, agentId, ids)
      return {}
    },
  },
]
