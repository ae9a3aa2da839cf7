import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import PolicyValues from '@/components/PolicyValues.vue'

describe('values of a policy', () => {
  it('number_isNeverBroken_aListOfWordsMayWrap', () => {
    const page = mount(PolicyValues, { props: { values: [
      { knob: 'blocking.commonCount', name: 'Common passwords of this length on the list', value: 27646, settable: false },
      { knob: 'characters.required', name: 'Required', value: ['DIGIT', 'LETTER'], settable: true },
    ] } })
    const value = (knob: string) => page.get(`[data-testid="policy-value-${knob}"]`)
    expect(value('blocking.commonCount').text()).toBe('27646')
    expect(value('blocking.commonCount').classes()).toContain('nowrap')
    expect(value('characters.required').classes()).not.toContain('nowrap')
  })
})
