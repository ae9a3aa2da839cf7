import { onScopeDispose, ref, type Ref } from 'vue'

/** Follows a media query; `useNarrow` is the width at which tables become cards. */
export function useMedia(query: string): Ref<boolean> {
  const media = window.matchMedia(query)
  const matches = ref(media.matches)
  const follow = () => (matches.value = media.matches)
  media.addEventListener('change', follow)
  onScopeDispose(() => media.removeEventListener('change', follow))
  return matches
}

export const useNarrow = () => useMedia('(max-width: 760px)')
