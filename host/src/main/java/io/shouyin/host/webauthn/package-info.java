/// Passkeys (WebAuthn level 3), for whoever keeps some: what a browser is asked, and whether its answer is right. No tables.
@org.springframework.modulith.ApplicationModule(displayName = "WebAuthn", allowedDependencies = {"platform"})
package io.shouyin.host.webauthn;
