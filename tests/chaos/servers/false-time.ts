/** The time of day of a process, wrong by as much as one likes while it runs: libfaketime reads it from a file. */
import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface FalseTime {
  /** For the process that is to have this time. */
  readonly env: Readonly<Record<string, string>>
  /** Wrong by so many ms from now on; 0 is right. The process notices within a second. */
  setWrong(ms: number): void
}

/** Debian's libfaketime, in the form for programs of several threads; undefined where it is not installed. */
export function faketimeLibrary(): string | undefined {
  return readdirSync('/usr/lib')
    .map((folder) => join('/usr/lib', folder, 'faketime/libfaketimeMT.so.1'))
    .find(existsSync)
}

/** Begins right. */
export function openFalseTime(library: string, file: string): FalseTime {
  const setWrong = (ms: number) => {
    // In one go: what is read half would be another time.
    writeFileSync(`${file}.next`, `${ms < 0 ? '' : '+'}${ms / 1000}\n`)
    renameSync(`${file}.next`, file)
  }
  setWrong(0)
  return {
    setWrong,
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_CACHE_DURATION: '1',
      // The steady clock stays as it is, as on a machine whose time is set anew.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  }
}
