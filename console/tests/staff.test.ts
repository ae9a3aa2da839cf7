import { expect, test } from 'vitest'
import { guarded, officerAndAdministrator, ROLES } from '@/lib/staff'

test('whoever takes part in what needs two people is made by two', () => {
  expect(ROLES.filter((role) => !guarded([role]))).toEqual(['FINANCE', 'AUDITOR'])
  expect(guarded(['FINANCE', 'SERVICE_DESK'])).toBe(true)
  expect(guarded([])).toBe(false)
})

test('nobody is administrator and key officer', () => {
  expect(officerAndAdministrator(['ADMINISTRATOR', 'RISK'])).toBe(false)
  expect(officerAndAdministrator(['KEY_OFFICER', 'ADMINISTRATOR'])).toBe(true)
})
