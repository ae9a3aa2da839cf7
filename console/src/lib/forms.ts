/** A rule of a form that is no pattern. */
export const holds = (check: () => boolean, message: string) => ({
  validator: (_: unknown, __: unknown, tell: (error?: Error) => void) => (check() ? tell() : tell(new Error(message))),
})
