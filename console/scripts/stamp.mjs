// A stamp says: this was done for exactly these files. The digest covers names and contents; times do not count.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const home = fileURLToPath(new URL('..', import.meta.url))

function filesUnder(path) {
  if (!statSync(join(home, path)).isDirectory()) return [path]
  return readdirSync(join(home, path)).sort().flatMap((name) => filesUnder(`${path}/${name}`))
}

export function digest(paths) {
  const hash = createHash('sha256').update(process.version)
  for (const path of paths.filter((one) => existsSync(join(home, one))).flatMap(filesUnder)) {
    hash.update(`\0${path}\0`).update(readFileSync(join(home, path)))
  }
  return hash.digest('hex')
}

export const isStamped = (file, value) =>
  existsSync(join(home, file)) && readFileSync(join(home, file), 'utf8').trim() === value

export function stamp(file, value) {
  mkdirSync(dirname(join(home, file)), { recursive: true })
  writeFileSync(join(home, file), `${value}\n`)
}

/** Runs npm here; its failure is ours. */
export function npm(...args) {
  const done = spawnSync('npm', args, { cwd: home, stdio: 'inherit', shell: process.platform === 'win32' })
  if (done.error) {
    console.error(`npm could not be started (${done.error.code}): install Node.js 20.19 or later, or build with -Dconsole.skip`)
    process.exit(1)
  }
  if (done.status !== 0) process.exit(done.status ?? 1)
}
