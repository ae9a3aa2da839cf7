/** The side menu: only what exists. `search` says that the header's search works on this very page. */
export const NAV = [
  { group: 'live', pages: [
    { name: 'overview', also: [] },
    { name: 'monitoring', also: ['alert-rules'] },
    { name: 'transactions', also: [] },
    { name: 'batches', also: [] },
    { name: 'ledger', also: [] },
    { name: 'messages', also: [] },
  ] },
  { group: 'registers', pages: [
    { name: 'terminals', also: ['terminal'] },
    { name: 'fleet', also: ['fleet-tickets', 'fleet-locations', 'fleet-logs'] },
    { name: 'devices', also: ['device-models', 'device-inspections'] },
    { name: 'software', also: [] },
    { name: 'parameters', also: [] },
    { name: 'merchants', also: [] },
    { name: 'cardholders', also: [] },
    { name: 'resets', also: [] },
  ] },
  { group: 'control', pages: [
    { name: 'watch', also: ['watch-alerts', 'watch-due'] },
    { name: 'step-up', also: [] },
    { name: 'routing', also: [] },
    { name: 'policies', also: [] },
    { name: 'keys', also: [] },
    { name: 'staff', also: [] },
    { name: 'audit', also: [] },
    { name: 'clients', also: [] },
    { name: 'about', also: [] },
  ] },
] as const satisfies readonly { group: string; pages: readonly { name: string; also: readonly string[] }[] }[]

export const SEARCHABLE: readonly string[] = ['transactions', 'batches', 'ledger', 'terminals', 'devices', 'merchants', 'cardholders', 'messages', 'resets', 'watch-alerts', 'watch-due', 'audit', 'fleet-tickets', 'fleet-locations', 'fleet-logs']
