/// Hands on real terminals, without eyes: they put one into service and do a cashier's work at it, by whatever its screen asks for.
package io.shouyin.bench.till;
