import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { LoginFactor } from '@/api/types'

/** Something sensitive waits until its owner has shown a factor once more. Requests that come meanwhile wait for the same answer. */
export const useStepUp = defineStore('stepUp', () => {
  const factors = ref<LoginFactor[]>()
  let asked: Promise<boolean> | undefined
  let settle: (shown: boolean) => void = () => {}

  function ask(wanted: LoginFactor[]): Promise<boolean> {
    if (!asked) {
      factors.value = wanted
      asked = new Promise((resolve) => (settle = resolve))
    }
    return asked
  }

  function answer(shown: boolean): void {
    factors.value = undefined
    asked = undefined
    settle(shown)
  }

  return { factors, ask, answer }
})
