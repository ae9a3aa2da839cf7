/// What the modules stand on and no module owns: the database, the clock, the settings and how a start ends when they are wrong.
///
/// It has no schema and no tables; every module may use it and it uses none.
@org.springframework.modulith.ApplicationModule(displayName = "Platform", allowedDependencies = {})
package io.shouyin.host.platform;
