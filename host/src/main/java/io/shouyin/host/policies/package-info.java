/// Password policies as data: ready profiles, versions a scope, what rule books say of them, advice while somebody types.
///
/// It knows no password but the one that it is asked advice for, and keeps none.
@org.springframework.modulith.ApplicationModule(displayName = "Policies", allowedDependencies = {"web", "audit", "merchants", "platform"})
package io.shouyin.host.policies;
