/// Orders to terminals: signed for each, numbered, good for a day at most, carried out once; and the lock that the host itself holds.
package io.shouyin.host.fleet.orders;
