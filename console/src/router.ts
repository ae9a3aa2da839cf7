import { createRouter, createWebHistory } from 'vue-router'
import { i18n } from './i18n'
import { useSession } from './stores/session'

export const router = createRouter({
  history: createWebHistory('/console/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/sign-in', name: 'sign-in', component: () => import('./pages/SignIn.vue'), meta: { open: true } },
    { path: '/reset', name: 'reset', component: () => import('./pages/Reset.vue'), meta: { free: true } },
    { path: '/guide/:merchantId(\\d{15})', name: 'guide', component: () => import('./pages/Guide.vue'), meta: { free: true } },
    { path: '/receipt', name: 'receipt', component: () => import('./pages/Receipt.vue'), meta: { free: true } },
    { path: '/password', name: 'password', component: () => import('./pages/ChangePassword.vue'), meta: { bare: true } },
    {
      path: '/',
      component: () => import('./components/AppFrame.vue'),
      children: [
        { path: '', name: 'overview', component: () => import('./pages/Overview.vue') },
        { path: 'transactions', name: 'transactions', component: () => import('./pages/Transactions.vue') },
        { path: 'monitoring', name: 'monitoring', component: () => import('./pages/Monitoring.vue') },
        { path: 'monitoring/alerts', name: 'alert-rules', component: () => import('./pages/AlertRules.vue') },
        { path: 'batches', name: 'batches', component: () => import('./pages/Batches.vue') },
        { path: 'ledger', name: 'ledger', component: () => import('./pages/Ledger.vue') },
        { path: 'terminals', name: 'terminals', component: () => import('./pages/Terminals.vue') },
        { path: 'terminals/:terminalId', name: 'terminal', component: () => import('./pages/TerminalDetail.vue') },
        { path: 'devices', name: 'devices', component: () => import('./pages/Devices.vue') },
        { path: 'devices/models', name: 'device-models', component: () => import('./pages/DeviceModels.vue') },
        { path: 'devices/inspections', name: 'device-inspections', component: () => import('./pages/DeviceInspections.vue') },
        { path: 'software', name: 'software', component: () => import('./pages/Software.vue') },
        { path: 'fleet', name: 'fleet', component: () => import('./pages/Fleet.vue') },
        { path: 'fleet/tickets', name: 'fleet-tickets', component: () => import('./pages/FleetTickets.vue') },
        { path: 'fleet/logs', name: 'fleet-logs', component: () => import('./pages/FleetLogs.vue') },
        { path: 'fleet/locations', name: 'fleet-locations', component: () => import('./pages/FleetLocations.vue') },
        { path: 'parameters', name: 'parameters', component: () => import('./pages/Parameters.vue') },
        { path: 'merchants', name: 'merchants', component: () => import('./pages/Merchants.vue') },
        { path: 'resets', name: 'resets', component: () => import('./pages/Resets.vue') },
        { path: 'messages', name: 'messages', component: () => import('./pages/Messages.vue') },
        { path: 'cardholders', name: 'cardholders', component: () => import('./pages/CardUsers.vue') },
        { path: 'step-up', name: 'step-up', component: () => import('./pages/StepUpRules.vue') },
        { path: 'routing', name: 'routing', component: () => import('./pages/Routing.vue') },
        { path: 'watch', name: 'watch', component: () => import('./pages/WatchUses.vue') },
        { path: 'watch/alerts', name: 'watch-alerts', component: () => import('./pages/WatchAlerts.vue') },
        { path: 'watch/due', name: 'watch-due', component: () => import('./pages/WatchDue.vue') },
        { path: 'keys', name: 'keys', component: () => import('./pages/Keys.vue') },
        { path: 'staff', name: 'staff', component: () => import('./pages/Staff.vue') },
        { path: 'policies', name: 'policies', component: () => import('./pages/Policies.vue') },
        { path: 'audit', name: 'audit', component: () => import('./pages/Audit.vue') },
        { path: 'clients', name: 'clients', component: () => import('./pages/Clients.vue') },
        { path: 'security', name: 'security', component: () => import('./pages/Security.vue') },
        { path: 'about', name: 'about', component: () => import('./pages/About.vue') },
        { path: ':rest(.*)*', name: 'not-found', component: () => import('./pages/NotFound.vue') },
      ],
    },
  ],
})

router.beforeEach(async (to) => {
  if (to.meta.free) return true // whoever is signed in, or nobody
  const session = useSession()
  if (session.session === undefined) {
    try {
      await session.whoAmI()
    } catch {
      session.ended() // the host cannot be reached: the sign-in page says so when it is tried
    }
  }
  if (to.meta.open) return session.signedIn && session.next === 'NONE' ? { name: 'overview' } : true
  if (!session.signedIn) return { name: 'sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
  if (session.mustChangePassword && to.name !== 'password') return { name: 'password' }
  if (session.next === 'SECOND_FACTOR' || session.next === 'ENROLMENT') return { name: 'sign-in', query: { to: to.fullPath } }
  return true
})

export function setTitle(): void {
  const name = router.currentRoute.value.name
  const page = name ? i18n.global.t(`page.${String(name)}`) : ''
  document.title = page ? `${page} · ${i18n.global.t('app.name')}` : i18n.global.t('app.name')
}

router.afterEach(setTitle)
