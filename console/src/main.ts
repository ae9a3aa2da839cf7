import { createPinia } from 'pinia'
import { createApp, watch } from 'vue'
import './styles/tokens.css'
import './styles/element.css'
import './styles/base.css'
import './styles/chart.css'
import App from './App.vue'
import { useHooks } from './api/client'
import { i18n, locale } from './i18n'
import { router, setTitle } from './router'
import { useSession } from './stores/session'
import { useStepUp } from './stores/stepUp'

const app = createApp(App)
app.use(createPinia()).use(i18n)

const session = useSession()
const stepUp = useStepUp()
useHooks({
  language: () => locale.value,
  onSessionEnded: () => {
    if (!session.signedIn) return
    session.ended()
    void router.replace({ name: 'sign-in', query: { ended: 'expired', to: router.currentRoute.value.fullPath } })
  },
  onPasswordChangeRequired: () => {
    session.passwordChangeRequired()
    void router.replace({ name: 'password' })
  },
  onLoginLacks: () => void session.whoAmI().then(() => router.replace({ name: 'sign-in' })),
  onStepUp: (factors) => stepUp.ask(factors),
})

app.use(router)
watch(locale, setTitle)
app.mount('#app')
