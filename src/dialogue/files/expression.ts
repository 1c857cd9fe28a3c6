/** Typed CEL expressions over a flow's slots, whose facts are answered by the desk while they are computed. */
import { type ASTNode, Environment } from '@marcbachmann/cel-js'
import { FlowFault } from './flow-fault.ts'
import { slotsNeeded } from './reads.ts'
import type { Registry } from './registry.ts'
import type { SlotDef, SlotTypeName } from './slot-schema.ts'

/** What an expression or a template may read. An unfilled slot is absent, not null (dialogue.md D3). */
export interface Scope {
  readonly slots: Readonly<Record<string, unknown>>
  readonly user: object
  readonly event: Readonly<Record<string, unknown>>
  readonly result: Readonly<Record<string, unknown>>
  /** Of a list being walked through. */
  readonly item?: unknown
  readonly conv: { readonly interrupted_flow: string }
  readonly turn: { readonly text: string }
  readonly env: Readonly<Record<string, unknown>>
}

export type AskFact = (name: string, args: readonly unknown[]) => Promise<unknown>

export interface Expression {
  readonly ast: ASTNode
  /** Slots that must be filled for the expression not to fail. */
  readonly needs: ReadonlySet<string>
  /** The type the expression gives, or why it cannot be computed. */
  check(): { readonly type?: string; readonly error?: string }
  /** Integers come back as numbers. Throws when an absent slot is read. */
  evaluate(scope: Scope, fact: AskFact): Promise<unknown>
}

const LIMITS = { maxAstNodes: 400, maxDepth: 30, maxListElements: 100, maxMapEntries: 100 }

/** The CEL type behind each slot type; numbers are doubles so that they can be compared with any literal. */
export const CEL_TYPES: Readonly<Record<SlotTypeName, string>> = {
  text: 'string',
  choice: 'string',
  room: 'string',
  building: 'string',
  cn_phone: 'string',
  person_name: 'string',
  plate: 'string',
  code: 'string',
  yes_no: 'bool',
  rating: 'double',
  number: 'double',
  integer: 'double',
  amount: 'double',
  date: 'string',
  time: 'string',
  time_window: 'string',
  month_range: 'string',
  multi_choice: 'list<string>',
  images: 'list<string>',
  voice: 'string',
  file: 'string',
  location: 'dyn',
  list: 'list',
  json: 'dyn',
}

const USER_FIELDS = {
  audience: 'list<string>',
  identified: 'bool',
  name: 'string',
  phone: 'string',
  rooms: 'list',
  default_room: 'string',
}

const bases = new WeakMap<Registry, Environment>()

/** The environment expressions of one flow are checked against and computed in. */
export function flowEnvironment(
  slots: Readonly<Record<string, Pick<SlotDef, 'type'>>>,
  registry: Registry,
): Environment {
  const schema = Object.fromEntries(
    Object.entries(slots).map(([slot, { type }]) => [slot, CEL_TYPES[type]]),
  )
  return baseOf(registry).clone().registerVariable({ name: 'slots', schema })
}

/** The same with `result` typed as the named action gives it; of a flow called, whatever it holds. */
export function withResult(
  environment: Environment,
  result: Readonly<Record<string, SlotTypeName>> | undefined,
): Environment {
  if (!result) return environment.clone().registerVariable('result', 'dyn')
  const schema = Object.fromEntries(
    Object.entries(result).map(([field, type]) => [field, CEL_TYPES[type]]),
  )
  return environment.clone().registerVariable({ name: 'result', schema })
}

/** The same with `item`, for a step that walks through a list. */
export function withItem(environment: Environment): Environment {
  return environment.clone().registerVariable('item', 'dyn')
}

/** Throws when the text is no expression at all. */
export function parseExpression(text: string, environment: Environment): Expression {
  const program = environment.parse(text)
  let needs: ReadonlySet<string> | undefined
  return {
    ast: program.ast,
    get needs() {
      needs ??= slotsNeeded(program.ast)
      return needs
    },
    check() {
      const { valid, type, error } = program.check()
      return valid && type
        ? { type }
        : { error: (error as { summary?: string })?.summary ?? 'invalid' }
    },
    async evaluate(scope, fact) {
      const board: Board = { answers: new Map(), wanted: undefined }
      for (;;) {
        const value = compute(() => program(scope as unknown as Record<string, unknown>), board)
        if (!board.wanted) return plain(value)
        const { key, name, args } = board.wanted
        board.wanted = undefined
        board.answers.set(key, await fact(name, args))
      }
    },
  }
}

/**
 * Facts are asynchronous and CEL here is not: a fact that has no answer yet stops the computation,
 * is asked for, and the expression is computed again. Nothing else runs in between, so the board
 * of the expression being computed can stand in one variable.
 */
interface Board {
  readonly answers: Map<string, unknown>
  wanted:
    | { readonly key: string; readonly name: string; readonly args: readonly unknown[] }
    | undefined
}

let current: Board | undefined
/** One for all: a fact stops nearly every expression it stands in, and a stack trace costs. */
const NOT_YET = new Error('this fact is not known yet')

function compute(program: () => unknown, board: Board): unknown {
  current = board
  try {
    const value = program()
    // `true || fact()` needs no answer.
    board.wanted = undefined
    return value
  } catch (error) {
    if (!board.wanted) throw new FlowFault((error as Error).message, { cause: error })
    return undefined
  } finally {
    current = undefined
  }
}

function answer(name: string, args: readonly unknown[]): unknown {
  const plainArgs = args.map(plain)
  const key = `${name}(${JSON.stringify(plainArgs)})`
  if (current?.answers.has(key)) return current.answers.get(key)
  if (current) current.wanted = { key, name, args: plainArgs }
  throw NOT_YET
}

function baseOf(registry: Registry): Environment {
  const known = bases.get(registry)
  if (known) return known
  const environment = new Environment({ homogeneousAggregateLiterals: false, limits: LIMITS })
    .registerVariable({ name: 'user', schema: { ...USER_FIELDS, ...registry.user } })
    .registerVariable('event', 'dyn')
    .registerVariable({ name: 'conv', schema: { interrupted_flow: 'string' } })
    .registerVariable({ name: 'turn', schema: { text: 'string' } })
  if (registry.env) environment.registerVariable({ name: 'env', schema: dynFields(registry.env) })
  else environment.registerVariable('env', 'map')
  compareNumbers(environment)
  for (const [name, signature] of Object.entries(registry.facts)) {
    const gives = signature.split(':').at(-1)?.trim()
    environment.registerFunction(signature, (...args: unknown[]) => {
      const value = answer(name, args)
      return gives === 'int' && typeof value === 'number' ? BigInt(value) : value
    })
  }
  bases.set(registry, environment)
  return environment
}

/** CEL refuses `slots.score == 1`; people who write flows should not have to know why. */
function compareNumbers(environment: Environment): void {
  environment.registerOperator('double == int', (a: number, b: bigint) => a === Number(b))
  environment.registerOperator('double + int: double', (a: number, b: bigint) => a + Number(b))
  environment.registerOperator('double - int: double', (a: number, b: bigint) => a - Number(b))
}

function dynFields(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, 'dyn']))
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  return Array.isArray(value) ? value.map(plain) : value
}
