/** JSON Schemas of the files of a flow folder, so that an editor completes them and marks slips as they are typed. */
import { z } from 'zod'
import { flowFile } from './flow-schema.ts'
import { botFile, faqFile, hazardFile, patternFile, textFile, typesFile } from './folder-schema.ts'
import { slotType } from './slot-schema.ts'
import { STEP_SHAPES } from './step-schema.ts'

export interface FileSchema {
  /** Of its file in `_schema`, without `.json`. */
  readonly name: string
  /** Which files of the folder it is for; a `!` in front leaves some out. */
  readonly files: readonly string[]
  readonly schema: object
}

/** Steps are loose in the file's own shape, where each is read by its kind; here the kinds are spelt out. */
const steps = z
  .array(z.union(Object.values(STEP_SHAPES).filter((shape) => shape !== undefined)))
  .min(1)

/** A slot may name a type of `_types.yaml`, which fills in the rest. */
const slots = z.record(z.string(), slotType.extend({ type: z.string() }))

/** The tests of patterns and questions lie beside them. */
const PATTERN_FILES = ['_patterns/*.yaml', '!_patterns/*.test.yaml']
const FAQ_FILES = ['_faq/*.yaml', '!_faq/*.test.yaml']

/** `suite` is the shape of a test file, which belongs to another room of the engine. */
export function fileSchemas(suite: z.ZodType): readonly FileSchema[] {
  return [
    schemaOf('flow', ['*/*.flow.yaml'], flowFile.extend({ slots: slots.optional(), steps })),
    schemaOf('test', ['*.test.yaml', '*/*.test.yaml'], suite),
    schemaOf('bot', ['_bot.yaml'], botFile),
    schemaOf('types', ['_types.yaml'], typesFile.extend({ types: slots })),
    schemaOf('pattern', PATTERN_FILES, z.union([patternFile, hazardFile.extend({ steps })])),
    schemaOf('faq', FAQ_FILES, faqFile),
    schemaOf('text', ['_text/zh-CN.yaml'], textFile),
  ]
}

function schemaOf(name: string, files: readonly string[], shape: z.ZodType): FileSchema {
  return { name, files, schema: z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) }
}
