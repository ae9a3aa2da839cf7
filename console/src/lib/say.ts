import { ElMessage } from 'element-plus'
import 'element-plus/es/components/message/style/css'
import { problemText } from './problem'

/** A word at the top of the page that goes by itself. */
export const say = {
  done: (text: string) => void ElMessage.success({ message: text, grouping: true }),
  note: (text: string) => void ElMessage.info({ message: text, grouping: true }),
  problem: (cause: unknown) => void ElMessage.error({ message: problemText(cause), grouping: true, duration: 6000 }),
}
