// npm ci, unless node_modules was installed from this very lock file. The stamp lives and dies with node_modules.
import { digest, isStamped, npm, stamp } from './stamp.mjs'

const STAMP = 'node_modules/.installed'
const wanted = digest(['package.json', 'package-lock.json', '.npmrc'])
if (isStamped(STAMP, wanted)) {
  console.log('console: node_modules is up to date')
} else {
  npm('ci')
  stamp(STAMP, wanted)
}
