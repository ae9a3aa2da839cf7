/// What all controllers share: problem details, paging, languages, roles by name, live events, the console's pages and headers.
@org.springframework.modulith.ApplicationModule(displayName = "Web", allowedDependencies = "platform")
package io.shouyin.host.web;
