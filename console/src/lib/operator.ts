/** 99 administrates the terminal, 00 supervises, the rest take money. */
export function operatorRole(number: string): 'ADMINISTRATOR' | 'SUPERVISOR' | 'CASHIER' {
  return number === '99' ? 'ADMINISTRATOR' : number === '00' ? 'SUPERVISOR' : 'CASHIER'
}
