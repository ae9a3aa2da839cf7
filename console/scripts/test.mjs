// npm test, unless these very inputs passed before. The stamp lives and dies with target/.
import { digest, isStamped, npm, stamp } from './stamp.mjs'

const STAMP = 'target/console.tested'
const wanted = digest(['src', 'tests', 'vite.config.ts', 'tsconfig.json', 'package-lock.json',
  '../docs/reference/refusals.md', '../host/src/main/java', '../kernel/src/main/java', '../vault/src/main/java'])
if (process.argv.includes('--skip=true')) {
  console.log('console: tests left out')
} else if (isStamped(STAMP, wanted)) {
  console.log('console: these tests passed already for these files')
} else {
  npm('test')
  stamp(STAMP, wanted)
}
