/** Where the README's picture of the page goes, when it is to be made anew: SANDBOX_PICTURE=docs/sandbox.png. */
export const PICTURE = process.env['SANDBOX_PICTURE']
