/** Through which door a matter came in (servicedesk.md A1, "keep channel"). */

/** `kf` or `web`, of an owner's chat; its id begins with its channel. What staff log is `phone` or `app`. */
export function reportedThrough(conversationId: string): string {
  const [channel = ''] = conversationId.split('/')
  return channel.replace(/^wecom-/, '')
}
