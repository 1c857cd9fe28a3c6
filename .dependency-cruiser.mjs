/** The rule of the house: imports point down, edges are strangers to one another, dialogue knows nothing of ours. */

/** What anybody may import: types of the channel contract, the log, the reader of rule files. */
const FREE = '^src/(channels/(channel|card)\\.ts|log\\.ts|rule-file\\.ts)$'

/** For each folder, the folders it may see beside itself. */
const MAY_SEE = {
  database: [],
  timers: ['database'],
  media: ['database', 'timers'],
  outbox: ['database', 'timers', 'media'],
  inbox: ['database', 'timers', 'media'],
  desk: ['database', 'timers', 'media', 'outbox', 'inbox'],
  dialogue: [],
  conversation: ['database', 'timers', 'media', 'outbox', 'inbox', 'desk', 'dialogue'],
  channels: ['database', 'timers', 'media', 'outbox', 'inbox', 'desk', 'dialogue', 'conversation'],
  console: ['database', 'timers', 'media', 'outbox', 'inbox', 'desk', 'dialogue', 'conversation'],
  jobs: ['database', 'timers', 'media', 'outbox', 'inbox', 'desk', 'dialogue', 'conversation'],
  report: ['database', 'timers', 'media', 'outbox', 'inbox', 'desk', 'dialogue', 'conversation'],
  sandbox: ['database', 'timers', 'media', 'outbox', 'inbox', 'desk', 'dialogue', 'conversation'],
  cli: [
    'database',
    'timers',
    'media',
    'outbox',
    'inbox',
    'desk',
    'dialogue',
    'conversation',
    'channels',
    'report',
  ],
}

/** Commands are started by people and read the configuration themselves. */
const ENTRIES = { cli: ['^src/config\\.ts$'] }

const layers = Object.entries(MAY_SEE).map(([folder, seen]) => ({
  name: `${folder}-looks-only-down`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: {
    path: '^src/',
    pathNot: [FREE, `^src/(${[folder, ...seen].join('|')})/`, ...(ENTRIES[folder] ?? [])],
  },
}))

export default {
  forbidden: [
    ...layers,
    {
      name: 'app-is-the-only-knot',
      comment:
        'Only main.ts, app.ts and the builders in app/ stand above the folders; nothing may import them but the entries.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|app|(app|cli)/[^/]+)\\.ts$' },
      to: { path: '^src/(main|app|app/[^/]+)\\.ts$' },
    },
    {
      name: 'only-the-top-reads-the-configuration',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: '^src/(cli|app)/' },
      to: { path: '^src/config\\.ts$' },
    },
    {
      name: 'only-config-looks-into-config',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/config(/|\\.ts$)' },
      to: { path: '^src/config/' },
    },
    {
      name: 'dialogue-is-pure',
      comment: 'The flow language knows no database, no web server, no queue.',
      severity: 'error',
      from: { path: '^src/dialogue/' },
      to: { path: 'node_modules/(pg|kysely|bullmq|ioredis|express|pino)/' },
    },
    {
      name: 'channel-contract-imports-nothing',
      severity: 'error',
      from: { path: '^src/channels/(channel|card)\\.ts$' },
      to: { path: '^src/', pathNot: '^src/channels/card\\.ts$' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'channels-are-strangers',
      severity: 'error',
      from: { path: '^src/channels/([^/]+)/' },
      to: { path: '^src/channels/([^/]+)/', pathNot: '^src/channels/$1/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
    },
  },
}
