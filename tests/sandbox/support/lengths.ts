/** Words of an exact length, to stand at a limit or one past it. */

/** So many bytes of UTF-8, most of them in Chinese characters of three. */
export function bytes(count: number): string {
  return '水'.repeat(Math.floor(count / 3)) + 'x'.repeat(count % 3)
}

/** An address of so many bytes. */
export function address(count: number): string {
  const start = 'https://a.cn/'
  return start + 'b'.repeat(count - start.length)
}
