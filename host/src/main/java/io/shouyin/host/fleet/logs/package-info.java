/// What terminals did and show: their logs, uploaded in parts on order, scrubbed again and searchable; and what stands on their screens.
package io.shouyin.host.fleet.logs;
