/// The command line: one class a verb, and the small stack of processes that demo, tour and load tests run on.
package io.shouyin.app;
