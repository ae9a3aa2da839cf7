/// Benchmarks: the codec alone (JMH), sales through a whole stack against the plain JDBC that they stand on, and the start.
///
/// Everything goes in through the front doors: console API, device API, terminal gateway. Nothing here is linked with the host.
package io.shouyin.bench;
