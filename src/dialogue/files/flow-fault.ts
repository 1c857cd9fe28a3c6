/** The flow itself is broken: an absent slot was read, a step never ends. The talk goes on without it. */
export class FlowFault extends Error {
  readonly code = 'flow-fault'
}
