/** A menu of 微信客服 as the platform reads it (wecom.md 3.4; path/94677). */

export interface KfMenu {
  readonly head_content?: string
  readonly list: readonly KfMenuItem[]
  readonly tail_content?: string
}

export type KfMenuItem =
  | { readonly type: 'click'; readonly click: { readonly id: string; readonly content: string } }
  | { readonly type: 'view'; readonly view: { readonly url: string; readonly content: string } }
