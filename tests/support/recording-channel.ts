/** A channel that keeps what it was given to send, and answers as it is told. */
import type { Channel, ChannelName, Receipt, Sending } from '../../src/channels/channel.ts'

export interface RecordingChannel extends Channel {
  readonly sent: Sending[]
  /** Sends it was asked for, failed ones too. */
  tried: number
  /** The next sends throw these, in order, before they succeed again. */
  readonly failures: unknown[]
  answer: (sending: Sending) => Promise<Receipt> | Receipt
}

export function recordingChannel(name: ChannelName): RecordingChannel {
  const channel: RecordingChannel = {
    name,
    sent: [],
    tried: 0,
    failures: [],
    answer: (sending) => ({ platformId: `m-${sending.key}` }),
    async send(sending) {
      channel.tried += 1
      const failure = channel.failures.shift()
      if (failure) throw failure
      const receipt = await channel.answer(sending)
      channel.sent.push(sending)
      return receipt
    },
  }
  return channel
}
