/** A member's id; the names for everybody and for lists of people are none (40003, wecom.md 4.3 and 5.1). */
export const USER_ID = /^(?!@all$)[A-Za-z0-9_.@-]{1,64}$/i
