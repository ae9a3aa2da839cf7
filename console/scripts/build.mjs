// npm run build, unless the output was built from these very inputs. The stamp lives and dies with target/.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { digest, home, isStamped, npm, stamp } from './stamp.mjs'

const STAMP = 'target/console.built'
const ENTRY = 'target/classes/META-INF/resources/console/index.html'
const wanted = digest(['src', 'public', 'index.html', 'vite.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json', '../docs/reference/refusals.md'])
if (existsSync(join(home, ENTRY)) && isStamped(STAMP, wanted)) {
  console.log('console: the pages are up to date')
} else {
  npm('run', 'build')
  stamp(STAMP, wanted)
}
