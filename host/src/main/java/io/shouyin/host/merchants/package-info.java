/// The register: merchants, later their stores and operators.
@org.springframework.modulith.ApplicationModule(displayName = "Merchants", allowedDependencies = {"web", "audit", "platform"})
package io.shouyin.host.merchants;
