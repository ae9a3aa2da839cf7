/// Parameters of terminals in layers, with versions, and the signed bundle that a terminal fetches.
package io.shouyin.host.fleet.parameters;
