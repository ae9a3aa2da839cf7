/// How terminals are: their heartbeats, what is made of them, and what calls maintenance.
package io.shouyin.host.fleet.status;
